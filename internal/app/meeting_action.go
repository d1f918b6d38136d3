package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// How long what is said may be, how far ahead it may be due, how many a list has, and how long it is kept once it is done.
const (
	longestAction   = 200
	actionAhead     = 366 // days
	actionsMost     = 200
	keepActionYears = 1
)

// RecordAction writes down at today's meeting who does what by when.
type RecordAction struct {
	Words     string
	OwnerID   domain.PersonID
	DueOn     *time.Time       // a date, the last day on which it is in time; nil: tomorrow
	RequestID domain.RequestID // the ask that it is about; 0: none

	IdempotencyKey string // the same key and input again give the same action again; "": none
}

// FinishAction says that an action is done.
type FinishAction struct {
	ActionID domain.MeetingActionID
	Outcome  string // how it went; "": nothing to add
}

// CarryOverAction gives an action another day, and perhaps another owner, for a reason.
type CarryOverAction struct {
	ActionID domain.MeetingActionID
	DueOn    *time.Time      // a date from today on; nil: tomorrow
	OwnerID  domain.PersonID // 0: whose it is
	Why      string

	IdempotencyKey string
}

// RecordAction writes down what somebody says that they will do. The meeting begins with it if it has not.
func (a *App) RecordAction(ctx context.Context, actor domain.Actor, cmd RecordAction) (MeetingAction, error) {
	g, err := a.authorise(ctx, actor, domain.HoldMeeting, inDistrict(actor))
	if err != nil {
		return MeetingAction{}, err
	}
	var id int64
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		id, err = w.once(ctx, "RecordAction", cmd.IdempotencyKey, cmd, func() (int64, error) {
			if err := w.beginMeeting(ctx, actor); err != nil {
				return 0, err
			}
			action, err := w.recordAction(ctx, actor, cmd)
			return int64(action.ID), err
		})
		return err
	})
	if err != nil {
		return MeetingAction{}, err
	}
	return a.action(ctx, actor, domain.MeetingActionID(id))
}

// action reads one action as lists show it.
func (a *App) action(ctx context.Context, actor domain.Actor, id domain.MeetingActionID) (MeetingAction, error) {
	found, err := a.db.Store().MeetingActions(ctx, postgres.ActionFilter{DistrictID: actor.DistrictID, ID: id, Limit: 1})
	if err != nil || len(found) == 0 {
		return MeetingAction{}, err
	}
	return found[0], nil
}

func (w *work) recordAction(ctx context.Context, actor domain.Actor, cmd RecordAction) (domain.MeetingAction, error) {
	var wrong domain.Errors
	out := domain.MeetingAction{DistrictID: actor.DistrictID, SaidOn: w.today(), SaidAt: w.now, SaidBy: actor.PersonID, Words: plain(cmd.Words),
		OwnerID: cmd.OwnerID, DueOn: w.dueOn(&wrong, cmd.DueOn), RequestID: cmd.RequestID}
	if out.Words == "" {
		wrong.Add("words", "Please write what is to be done. A few words will do.")
	}
	tooLong(&wrong, "words", out.Words, longestAction)
	if err := w.mayOwn(ctx, &wrong, actor.DistrictID, cmd.OwnerID); err != nil {
		return out, err
	}
	if cmd.RequestID != 0 {
		t, err := w.RequestTarget(ctx, cmd.RequestID)
		if err != nil && domain.KindOf(err) != domain.NotFound {
			return out, err
		}
		if err != nil || t.Spot.DistrictID != actor.DistrictID {
			wrong.Add("requestId", "We know no ask like that. Please look at its reference again.")
		}
	}
	if err := wrong.Err(); err != nil {
		return out, err
	}
	return out, w.AddAction(ctx, &out)
}

// dueOn reads the last day on which an action is in time.
func (w *work) dueOn(wrong *domain.Errors, day *time.Time) time.Time {
	today := w.today()
	if day == nil {
		return today.AddDate(0, 0, 1)
	}
	due := dateOnly(*day)
	if due.Before(today) || due.After(today.AddDate(0, 0, actionAhead)) {
		wrong.Add("dueOn", "Please choose today or a day in the coming year.")
	}
	return due
}

// mayOwn checks that somebody can be given an action.
func (w *work) mayOwn(ctx context.Context, wrong *domain.Errors, district domain.DistrictID, id domain.PersonID) error {
	people, err := w.MeetingPeople(ctx, district, w.today())
	if err == nil && !slices.ContainsFunc(people, func(n domain.Name) bool { return n.ID == id }) {
		wrong.Add("ownerId", "Please choose who does it.")
	}
	return err
}

// onAction finds whose an action is. It is a thing of its owner: whoever may not settle it is told nothing of it.
func (a *App) onAction(id domain.MeetingActionID) target {
	return func(ctx context.Context) (domain.Target, error) {
		district, owner, err := a.db.Store().ActionOwner(ctx, id)
		if err != nil {
			return absent(err)
		}
		return domain.Target{Spot: domain.Spot{DistrictID: district}, OwnerID: owner, PersonID: owner}, nil
	}
}

// settle changes one action, which is locked meanwhile, and returns it as it is then.
func (a *App) settle(ctx context.Context, actor domain.Actor, g grant, id domain.MeetingActionID, change func(context.Context, *work, *domain.MeetingAction) error) (MeetingAction, error) {
	err := a.transact(ctx, g, func(ctx context.Context, w *work) error {
		action, err := w.LockAction(ctx, id)
		if err != nil {
			return err
		}
		if err := change(ctx, w, &action); err != nil {
			return err
		}
		return w.SaveAction(ctx, &action)
	})
	if err != nil {
		return MeetingAction{}, err
	}
	return a.action(ctx, actor, id)
}

// FinishAction says that an action is done. Who says so twice changes nothing.
func (a *App) FinishAction(ctx context.Context, actor domain.Actor, cmd FinishAction) (MeetingAction, error) {
	g, err := a.authorise(ctx, actor, domain.SettleAction, a.onAction(cmd.ActionID))
	if err != nil {
		return MeetingAction{}, err
	}
	return a.settle(ctx, actor, g, cmd.ActionID, func(_ context.Context, w *work, action *domain.MeetingAction) error {
		if action.DoneAt != nil {
			return nil
		}
		var wrong domain.Errors
		outcome := plain(cmd.Outcome)
		tooLong(&wrong, "outcome", outcome, longestAction)
		keep := w.today().AddDate(keepActionYears, 0, 0)
		action.DoneAt, action.DoneBy, action.Outcome, action.KeepUntil = &w.now, actor.PersonID, outcome, &keep
		return wrong.Err()
	})
}

// ReopenAction puts an action that was done by mistake back on the list, as it was.
func (a *App) ReopenAction(ctx context.Context, actor domain.Actor, id domain.MeetingActionID) (MeetingAction, error) {
	g, err := a.authorise(ctx, actor, domain.SettleAction, a.onAction(id))
	if err != nil {
		return MeetingAction{}, err
	}
	return a.settle(ctx, actor, g, id, func(_ context.Context, _ *work, action *domain.MeetingAction) error {
		action.DoneAt, action.DoneBy, action.Outcome, action.KeepUntil = nil, 0, "", nil
		return nil
	})
}

// CarryOverAction gives an action another day. The reason and the day before stay with it.
func (a *App) CarryOverAction(ctx context.Context, actor domain.Actor, cmd CarryOverAction) (MeetingAction, error) {
	g, err := a.authorise(ctx, actor, domain.SettleAction, a.onAction(cmd.ActionID))
	if err != nil {
		return MeetingAction{}, err
	}
	return a.settle(ctx, actor, g, cmd.ActionID, func(ctx context.Context, w *work, action *domain.MeetingAction) error {
		_, err := w.once(ctx, "CarryOverAction", cmd.IdempotencyKey, cmd, func() (int64, error) { return int64(action.ID), w.carryOver(ctx, actor, action, cmd) })
		return err
	})
}

func (w *work) carryOver(ctx context.Context, actor domain.Actor, action *domain.MeetingAction, cmd CarryOverAction) error {
	if action.DoneAt != nil {
		return domain.Errorf(domain.Conflict, "", "This is done already. Put it back first if it is not.")
	}
	var wrong domain.Errors
	c := domain.Carry{DistrictID: action.DistrictID, ActionID: action.ID, At: w.now, ByID: actor.PersonID, FromDue: action.DueOn, FromOwner: action.OwnerID,
		ToDue: w.dueOn(&wrong, cmd.DueOn), ToOwner: action.OwnerID, Why: plain(cmd.Why)}
	if cmd.OwnerID != 0 && cmd.OwnerID != action.OwnerID {
		c.ToOwner = cmd.OwnerID
		if err := w.mayOwn(ctx, &wrong, action.DistrictID, cmd.OwnerID); err != nil {
			return err
		}
	}
	if c.Why == "" {
		wrong.Add("why", "Please write why it is not done yet. A few words will do.")
	}
	tooLong(&wrong, "why", c.Why, longestAction)
	if err := wrong.Err(); err != nil {
		return err
	}
	action.DueOn, action.OwnerID = c.ToDue, c.ToOwner
	return w.AddCarry(ctx, &c)
}

// MeetingActions lists what was said at meetings of the actor's district: what is not done, the longest due first, and if it is wanted what
// is.
func (a *App) MeetingActions(ctx context.Context, actor domain.Actor, done bool) ([]MeetingAction, error) {
	if _, err := a.authorise(ctx, actor, domain.HoldMeeting, inDistrict(actor)); err != nil {
		return nil, err
	}
	return a.db.Store().MeetingActions(ctx, postgres.ActionFilter{DistrictID: actor.DistrictID, Open: !done, Limit: actionsMost})
}

// OwnActions lists what the actor said at meetings that they would do, in the same way: it is on their desk.
func (a *App) OwnActions(ctx context.Context, actor domain.Actor, done bool) ([]MeetingAction, error) {
	if _, err := a.authorise(ctx, actor, domain.SeeDesk, somewhere(actor)); err != nil {
		return nil, err
	}
	if actor.PersonID == 0 {
		return nil, nil // a machine said nothing
	}
	return a.db.Store().MeetingActions(ctx, postgres.ActionFilter{DistrictID: actor.DistrictID, OwnerID: actor.PersonID, Open: !done, Limit: actionsMost})
}

// MeetingAction shows one action to those who may settle it.
func (a *App) MeetingAction(ctx context.Context, actor domain.Actor, id domain.MeetingActionID) (MeetingAction, []domain.Name, error) {
	g, err := a.authorise(ctx, actor, domain.SettleAction, a.onAction(id))
	if err != nil {
		return MeetingAction{}, nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return MeetingAction{}, nil, err
	}
	out, err := a.action(ctx, actor, id)
	if err != nil {
		return out, nil, err
	}
	people, err := w.MeetingPeople(ctx, out.DistrictID, w.today())
	return out, people, err
}
