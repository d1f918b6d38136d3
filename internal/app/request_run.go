package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// AskHelper puts an ask to a volunteer whom a person chose.
type AskHelper struct {
	RequestID domain.RequestID
	PersonID  domain.PersonID
	Overrides []string // what the person looked past: "time", "earlier_no", "wish" must be said; "reach", "distance", "budget" may be
}

// AssignHelper notes that a volunteer has said yes to a person already.
type AssignHelper struct {
	RequestID domain.RequestID
	PersonID  domain.PersonID
	VisitAt   *time.Time // nil: the earliest time that suits both, as the shortlist says it
	Overrides []string
}

// TakeBack takes a visit away from its helper, so that somebody else is asked.
type TakeBack struct {
	RequestID domain.RequestID
	Why       string // a note for the story
}

// PlaceRequest says in which street an ask is.
type PlaceRequest struct {
	RequestID domain.RequestID
	StreetID  domain.StreetID
}

// HoldRequest stops the clock of an ask for a while, with a reason and an end.
type HoldRequest struct {
	RequestID domain.RequestID
	Reason    string
	Until     time.Time
}

// ChangeTime gives an ask a new time.
type ChangeTime struct {
	RequestID   domain.RequestID
	WantedFrom  *time.Time // nil: from now
	UsefulUntil time.Time
	Slots       domain.Availability // 0: any part of the week
}

// HandOver makes somebody else the owner.
type HandOver struct {
	RequestID domain.RequestID
	To        domain.PersonID
}

// NoteRequest adds what an owner wants to remember.
type NoteRequest struct {
	RequestID      domain.RequestID
	Words          string
	IdempotencyKey string
}

// longestHold is for how long an ask may be held: longer, and it would be forgotten by those who held it.
const longestHold = 60 * 24 * time.Hour

// longestVisitAgo is how long ago a visit may have begun that is written down now: whoever types it may be on the telephone.
const longestVisitAgo = time.Hour

// widenAgain is how soon a second press of "ask wider" is still the first.
const widenAgain = 10 * time.Second

// onOne does something to one request in a transaction, with the request locked. Almost everything that is done by hand is of
// this shape.
func (a *App) onOne(ctx context.Context, g grant, id domain.RequestID, do func(context.Context, *work, *domain.Request) error) error {
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		r, err := w.LockRequest(ctx, id)
		if err != nil {
			return err
		}
		if r.State == domain.Closed {
			return domain.Errorf(domain.Conflict, "", "This one has ended: %s.", domain.Text(r.Ending.Plain()))
		}
		return do(ctx, w, &r)
	})
}

// AskHelper sends a "Can you help?" to a volunteer whom a person chose. What they looked past is written down.
func (a *App) AskHelper(ctx context.Context, actor domain.Actor, cmd AskHelper) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(cmd.RequestID))
	if err != nil {
		return err
	}
	return a.onOne(ctx, g, cmd.RequestID, func(ctx context.Context, w *work, r *domain.Request) error {
		all, err := w.Invitations(ctx, r.ID)
		if err != nil || isAsked(all, cmd.PersonID) {
			return err // a second press of the button asks nobody twice
		}
		i, err := w.chosen(ctx, r, pick{who: cmd.PersonID, past: cmd.Overrides})
		if err != nil {
			return err
		}
		i.Kind = domain.ByCoordinator
		if err := w.invite(ctx, *r, &i); err != nil {
			return err
		}
		if r.ApprovedAt == nil && r.GoesOut != domain.NeverOut && r.Knows == domain.Agreed {
			return w.letOut(ctx, r)
		}
		return w.settle(ctx, r)
	})
}

// isAsked reports whether somebody is being asked, or is going.
func isAsked(all []domain.Invitation, id domain.PersonID) bool {
	return slices.ContainsFunc(waiting(all), func(i domain.Invitation) bool { return i.PersonID == id })
}

// AssignHelper makes a volunteer the helper who has said yes to a person: on the telephone, or at the door.
func (a *App) AssignHelper(ctx context.Context, actor domain.Actor, cmd AssignHelper) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(cmd.RequestID))
	if err != nil {
		return err
	}
	return a.onOne(ctx, g, cmd.RequestID, func(ctx context.Context, w *work, r *domain.Request) error {
		if cmd.VisitAt != nil && cmd.VisitAt.Before(w.now.Add(-longestVisitAgo)) {
			return domain.Errorf(domain.Invalid, "visitAt", "That time has passed. Please choose when they go; if they have been, say how it ended.")
		}
		if err := w.mayPromise(ctx, r.DistrictID); err != nil {
			return err
		}
		if r.State == domain.Assigned {
			if same, err := w.goesAlready(ctx, *r, cmd); err != nil || same {
				return err
			}
			if err := w.lookAgain(ctx, r, "reassigned"); err != nil {
				return err
			}
		}
		i, err := w.chosen(ctx, r, pick{who: cmd.PersonID, past: cmd.Overrides, at: cmd.VisitAt, yes: true})
		if err != nil {
			return err
		}
		i.Kind, i.Channel, i.State, i.DeliveredAt = domain.ByAssignment, "in_person", domain.Delivered, &w.now
		if err := w.AddInvitation(ctx, &i); err != nil {
			return w.weekInWords(err, i)
		}
		return w.accept(ctx, &i, r)
	})
}

// goesAlready reports whether somebody goes who is assigned once more, at the time that stands: nobody is told twice.
func (w *work) goesAlready(ctx context.Context, r domain.Request, cmd AssignHelper) (bool, error) {
	i, err := w.helperOf(ctx, r)
	if err != nil {
		return false, err
	}
	return i.PersonID == cmd.PersonID && (cmd.VisitAt == nil || i.VisitAt.Equal(*cmd.VisitAt)), nil
}

// TakeBack takes a visit away from its helper, who is told that there is no need to go, and asks others.
func (a *App) TakeBack(ctx context.Context, actor domain.Actor, cmd TakeBack) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(cmd.RequestID))
	if err != nil {
		return err
	}
	return a.onOne(ctx, g, cmd.RequestID, func(ctx context.Context, w *work, r *domain.Request) error {
		if r.State != domain.Assigned {
			return domain.Errorf(domain.Conflict, "", "Nobody is going yet, so there is nothing to take back.")
		}
		if err := w.keepWords(ctx, *r, w.by.PersonID, plain(cmd.Why)); err != nil {
			return err
		}
		return w.lookAgain(ctx, r, "reassigned")
	})
}

// ApproveRequest lets an ask go out that waited for its owner's word.
func (a *App) ApproveRequest(ctx context.Context, actor domain.Actor, id domain.RequestID) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(id))
	if err != nil {
		return err
	}
	return a.onOne(ctx, g, id, func(ctx context.Context, w *work, r *domain.Request) error {
		switch {
		case r.ApprovedAt != nil:
			return nil
		case r.GoesOut == domain.NeverOut:
			return domain.Errorf(domain.Unacceptable, "", "This kind of ask never goes out by itself. Please choose whom to ask.")
		case r.Knows != domain.Agreed:
			return domain.Errorf(domain.Unacceptable, "", "They do not know of this yet. Please talk to them first.")
		case !r.Placed():
			return domain.Errorf(domain.Invalid, "streetId", "Please say first in which street it is.")
		}
		return w.letOut(ctx, r)
	})
}

// ConfirmKnows notes that the person whom another asked for knows of it now, and agrees.
func (a *App) ConfirmKnows(ctx context.Context, actor domain.Actor, id domain.RequestID) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(id))
	if err != nil {
		return err
	}
	return a.onOne(ctx, g, id, func(ctx context.Context, w *work, r *domain.Request) error {
		if r.Knows == domain.Agreed {
			return nil
		}
		r.Knows = domain.Agreed
		if err := w.note(ctx, *r, domain.Event{Kind: evAgreed}); err != nil {
			return err
		}
		return w.startOver(ctx, r)
	})
}

// PlaceRequest says in which street an ask is, so that helpers can be looked for there.
func (a *App) PlaceRequest(ctx context.Context, actor domain.Actor, cmd PlaceRequest) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(cmd.RequestID))
	if err != nil {
		return err
	}
	return a.onOne(ctx, g, cmd.RequestID, func(ctx context.Context, w *work, r *domain.Request) error {
		spot, err := w.StreetSpot(ctx, cmd.StreetID)
		if err != nil || spot.DistrictID != r.DistrictID {
			return domain.Errorf(domain.Invalid, "streetId", "We do not know that street in this district. Please choose it from the list.")
		}
		if r.StreetID == cmd.StreetID {
			return nil
		}
		if err := w.place(ctx, r, spot); err != nil {
			return err
		}
		if err := w.PlacePerson(ctx, r.PersonID, spot); err != nil {
			return err
		}
		if err := w.note(ctx, *r, domain.Event{Kind: evPlaced}); err != nil {
			return err
		}
		return w.startOver(ctx, r)
	})
}

// startOver starts a ladder anew, and gives the request to whoever owns it now.
func (w *work) startOver(ctx context.Context, r *domain.Request) error {
	r.StartedAt, r.LevelSince, r.LevelUsed, r.Nobody, r.FreedAt = w.now, w.now, 0, false, &w.now
	owner, why, err := w.ownerOf(ctx, *r)
	if err != nil {
		return err
	}
	if err := w.give(ctx, r, owner, string(why), true); err != nil {
		return err
	}
	return w.settle(ctx, r)
}

// HoldRequest stops the clock for a while: nobody new is asked, and the ladder stands. What was asked already may still be
// answered.
func (a *App) HoldRequest(ctx context.Context, actor domain.Actor, cmd HoldRequest) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(cmd.RequestID))
	if err != nil {
		return err
	}
	return a.onOne(ctx, g, cmd.RequestID, func(ctx context.Context, w *work, r *domain.Request) error { return w.hold(ctx, r, cmd) })
}

func (w *work) hold(ctx context.Context, r *domain.Request, cmd HoldRequest) error {
	var wrong domain.Errors
	reason := plain(cmd.Reason)
	if reason == "" {
		wrong.Add("reason", "Please write why it is held, so that others know.")
	}
	tooLong(&wrong, "reason", reason, longestNotes)
	switch {
	case !cmd.Until.After(w.now):
		wrong.Add("until", "Please choose until when: a time that is still to come.")
	case cmd.Until.After(w.now.Add(longestHold)):
		wrong.Add("until", "Please hold it for 60 days at most. It comes back to you then.")
	}
	if r.State != domain.Open {
		wrong.Add("", "Somebody is going, so there is nothing to hold.")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	if r.HoldUntil != nil && r.HoldUntil.Equal(cmd.Until) && r.HoldReason == reason {
		return nil // sent twice
	}
	if r.HoldUntil == nil {
		rules, err := w.rules(ctx, r.DistrictID)
		if err != nil {
			return err
		}
		if !rules.Doors.Shut() { // behind shut doors its level stands still already
			r.LevelUsed += int(rules.Hours.Between(r.LevelSince, w.now) / time.Second)
		}
	}
	r.HoldReason, r.HoldUntil = reason, &cmd.Until
	if err := w.takeBackQueued(ctx, *r, "held_by_owner"); err != nil {
		return err
	}
	if err := w.note(ctx, *r, domain.Event{Kind: evPaused, Data: domain.EventData{At: &cmd.Until}}); err != nil {
		return err
	}
	return w.settle(ctx, r)
}

// ReleaseRequest ends a hold before its time.
func (a *App) ReleaseRequest(ctx context.Context, actor domain.Actor, id domain.RequestID) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(id))
	if err != nil {
		return err
	}
	return a.onOne(ctx, g, id, func(ctx context.Context, w *work, r *domain.Request) error {
		if r.HoldUntil == nil {
			return nil
		}
		return w.release(ctx, r)
	})
}

// AskWider goes to the next level now, by hand.
func (a *App) AskWider(ctx context.Context, actor domain.Actor, id domain.RequestID) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(id))
	if err != nil {
		return err
	}
	return a.onOne(ctx, g, id, func(ctx context.Context, w *work, r *domain.Request) error { return w.askWider(ctx, r) })
}

func (w *work) askWider(ctx context.Context, r *domain.Request) error {
	if r.State != domain.Open {
		return domain.Errorf(domain.Conflict, "", "Somebody is going already.")
	}
	if r.Level > r.StartLevel && w.now.Before(r.LevelSince.Add(widenAgain)) {
		return nil
	}
	if r.ApprovedAt == nil && r.GoesOut != domain.NeverOut {
		r.ApprovedAt, r.ApprovedBy = &w.now, w.by.PersonID
	}
	return w.widen(ctx, r, "by_hand")
}

// ChangeTime gives an ask a new time. Invitations and a visit that named the old one are taken back.
func (a *App) ChangeTime(ctx context.Context, actor domain.Actor, cmd ChangeTime) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(cmd.RequestID))
	if err != nil {
		return err
	}
	return a.onOne(ctx, g, cmd.RequestID, func(ctx context.Context, w *work, r *domain.Request) error {
		return w.changeTime(ctx, r, cmd)
	})
}

func (w *work) changeTime(ctx context.Context, r *domain.Request, cmd ChangeTime) error {
	from := w.now
	if cmd.WantedFrom != nil && cmd.WantedFrom.After(w.now) {
		from = *cmd.WantedFrom
	}
	if !cmd.UsefulUntil.After(from) {
		return domain.Errorf(domain.Invalid, "usefulUntil", "Please choose a time that is still to come.")
	}
	if tooFar(w.now, cmd.UsefulUntil) {
		return domain.Errorf(domain.Invalid, "usefulUntil", farAhead)
	}
	slots := cmp.Or(cmd.Slots, domain.AnyTime)
	if same := cmd.WantedFrom == nil && !r.WantedFrom.After(w.now) || r.WantedFrom.Equal(from); same && r.UsefulUntil.Equal(cmd.UsefulUntil) && r.Slots == slots && r.MissedAt == nil {
		return nil // sent twice
	}
	rules, err := w.rules(ctx, r.DistrictID)
	if err != nil {
		return err
	}
	if r.State == domain.Assigned {
		if err := w.lookAgain(ctx, r, "time_changed"); err != nil {
			return err
		}
	}
	if err := w.withdrawLive(ctx, *r, "time_changed"); err != nil {
		return err
	}
	r.WantedFrom, r.UsefulUntil, r.MissedAt, r.Slots = from, cmd.UsefulUntil, nil, slots
	r.Asleep = rules.Sleeps(w.now, from)
	if err := w.note(ctx, *r, domain.Event{Kind: evTimeChanged, Data: domain.EventData{At: &cmd.UsefulUntil}}); err != nil {
		return err
	}
	return w.startOver(ctx, r)
}

// withdrawLive takes back every invitation that waits for an answer.
func (w *work) withdrawLive(ctx context.Context, r domain.Request, why string) error {
	all, err := w.Invitations(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, i := range all {
		if i.State.Live() {
			if err := w.withdraw(ctx, &i, r, why); err != nil {
				return err
			}
		}
	}
	return nil
}

// HandOver makes somebody else the owner: somebody who runs asks where this one is. Both are told, once.
func (a *App) HandOver(ctx context.Context, actor domain.Actor, cmd HandOver) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(cmd.RequestID))
	if err != nil {
		return err
	}
	return a.onOne(ctx, g, cmd.RequestID, func(ctx context.Context, w *work, r *domain.Request) error {
		return w.handTo(ctx, r, cmd.To)
	})
}

// handTo makes somebody the owner who runs asks where this one is.
func (w *work) handTo(ctx context.Context, r *domain.Request, to domain.PersonID) error {
	seats, err := w.Seats(ctx, r.Spot(), w.now, w.today())
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(seats, func(s domain.Seat) bool { return s.PersonID == to && !s.Away }) {
		return domain.Errorf(domain.Invalid, "to", "They do not look after asks here, or they are away. Please choose somebody else.")
	}
	if err := w.give(ctx, r, to, "by_hand", true); err != nil {
		return err
	}
	return w.settle(ctx, r)
}

// NoteRequest adds what an owner wants to remember to the story. Whoever writes of a visit that went wrong has looked at it.
func (a *App) NoteRequest(ctx context.Context, actor domain.Actor, cmd NoteRequest) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(cmd.RequestID))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		_, err := w.once(ctx, "NoteRequest", cmd.IdempotencyKey, cmd, func() (int64, error) { return int64(cmd.RequestID), w.noteRequest(ctx, cmd) })
		return err
	})
}

func (w *work) noteRequest(ctx context.Context, cmd NoteRequest) error {
	words := plain(cmd.Words)
	if words == "" {
		return domain.Errorf(domain.Invalid, "words", "Please write something first.")
	}
	r, err := w.LockRequest(ctx, cmd.RequestID)
	if err != nil {
		return err
	}
	if err := w.keepWords(ctx, r, w.by.PersonID, words); err != nil {
		return err
	}
	return w.handSeen(ctx, &r)
}

// boardForOne lays out one request with all who may be asked by a person: beyond their budget too.
func (w *work) boardForOne(ctx context.Context, r domain.Request) (*board, error) {
	helpers, err := w.helpers(ctx, r.DistrictID, postgres.Around{Everywhere: true})
	if err != nil {
		return nil, err
	}
	return w.boardOf(ctx, r, helpers)
}

// boardOf lays out one request with some helpers.
func (w *work) boardOf(ctx context.Context, r domain.Request, helpers []domain.Helper) (*board, error) {
	open, err := w.RequestToMatch(ctx, r.DistrictID, r.ID)
	if err != nil {
		return nil, err
	}
	return w.lay(ctx, r.DistrictID, []domain.OpenRequest{open}, helpers, true)
}
