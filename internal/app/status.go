package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// StatusView is what the person who asked, or whoever asked for them, sees: how it stands and what comes next. It never names
// the need: somebody else may look over their shoulder.
type StatusView struct {
	Reference       domain.Reference
	State           domain.RequestState
	Headline        string   // "Tom is coming"
	Words           []string // sentences
	HelperFirstName string
	When            string
	Again           string // "every Tuesday, in the afternoon"; "" when it does not come again
	DoorWords       string // once somebody is coming
	CanWithdraw     bool
	CanChangeTime   bool
	AskHow          bool // the visit should have taken place
	MayThank        bool // somebody came, and has not been thanked
	Thanked         bool
	Next            string // what we do next, and when; "" where a person has to do something first
	MayUndo         bool   // it ended as helped not long ago: "not_done" takes it up again
	Said            string
	LargePrint      bool // whoever opens it reads large print
	OwnerFirstName  string
	Phone           string
	TownName        string
	DistrictID      domain.DistrictID
	TownID          domain.TownID
	Learning        []domain.LearningGoal // what they may say they have learnt; none where it was no such help, or before it
	Lent            []LentToMe            // what they have from us
}

// LentToMe is a device that somebody has from us.
type LentToMe struct {
	Name  string
	DueOn time.Time
}

// Status shows how one's own ask stands.
func (a *App) Status(ctx context.Context, actor domain.Actor) (StatusView, error) {
	g, err := a.authorise(ctx, actor, domain.SeeStatus, a.onOwn(actor))
	if err != nil {
		return StatusView{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return StatusView{}, err
	}
	r, err := w.Request(ctx, actor.RequestID)
	if err != nil {
		return StatusView{}, err
	}
	f, err := w.faces(ctx, r)
	if err != nil {
		return StatusView{}, err
	}
	v := StatusView{
		Reference: domain.Reference(r.Reference), State: r.State, OwnerFirstName: f.owner.FirstName, Phone: f.door.Phone,
		TownName: f.door.Name, DistrictID: r.DistrictID, TownID: r.TownID, CanWithdraw: r.State != domain.Closed,
		CanChangeTime: r.State == domain.Open, Said: r.PersonSaid,
	}
	if r.AskerID == actor.PersonID && r.AskerID != 0 && r.ToldBack == "nothing" {
		v.Headline = w.lang.Say("Thank you for asking for them")
		v.Words = []string{w.lang.Say("We look after it. As you are not the person themselves, we cannot say more here.")}
		v.CanWithdraw, v.CanChangeTime, v.Said = false, false, ""
		return v, nil
	}
	reader, err := w.Person(ctx, actor.PersonID)
	if err != nil {
		return v, err
	}
	v.LargePrint = reader.LargePrint
	if v.Again, err = w.againWords(ctx, r); err != nil {
		return v, err
	}
	if r.PersonID == actor.PersonID {
		if err := w.statusOwn(ctx, r, &v); err != nil {
			return v, err
		}
	}
	return v, w.statusWords(ctx, r, &v)
}

// statusOwn adds what is for the person alone, and not for whoever asked for them: what they learnt, and what they have from us.
func (w *work) statusOwn(ctx context.Context, r domain.Request, v *StatusView) (err error) {
	if w.mayTellLearnt(r) {
		if v.Learning, err = w.LearningGoals(ctx, r.DistrictID, r.NeedID, r.PersonID); err != nil {
			return err
		}
		v.Learning = slices.DeleteFunc(v.Learning, domain.LearningGoal.IsToGetOnline) // whoever reads their page is online
	}
	lent, err := w.Store.Devices(ctx, postgres.DeviceQuery{Scope: domain.Scope{All: true}, PersonID: r.PersonID, Today: w.today(), Limit: 10})
	for _, d := range lent {
		v.Lent = append(v.Lent, LentToMe{Name: d.Name, DueOn: *d.DueOn})
	}
	return err
}

// onOwn is the request that a status link opens, for whom it was sent to.
func (a *App) onOwn(actor domain.Actor) target {
	return func(context.Context) (domain.Target, error) {
		return domain.Target{RequestID: actor.RequestID, PersonID: actor.PersonID}, nil
	}
}

func (w *work) statusWords(ctx context.Context, r domain.Request, v *StatusView) error {
	say, owner := w.lang.Say, w.orSomebody(v.OwnerFirstName)
	switch {
	case r.State == domain.Closed:
		v.Headline = say("This one is finished")
		v.Words = []string{say("It ended: %s.", say(r.Ending.Plain())), say("If you need help again, please ask again.")}
		if v.Again != "" {
			v.Words = v.Words[:1]
		}
		v.MayUndo, v.MayThank, v.Thanked = w.mayUndo(r), w.mayThank(r), r.ThankedAt != nil
		if v.MayThank || v.Thanked {
			i, err := w.helperOf(ctx, r)
			v.HelperFirstName, v.MayThank = i.FirstName, v.MayThank && err == nil // they may have gone since
		}
	case r.State == domain.Assigned:
		return w.helperWords(ctx, r, v)
	case r.Knows != domain.Agreed:
		v.Headline, v.Words = say("We have it"), []string{say("%s talks with them first. Until then we ask nobody.", owner)}
		if w.by.PersonID == r.PersonID {
			v.Words = []string{say("%s talks with you first. Until then we ask nobody.", owner)}
		}
	case r.MissedAt != nil:
		v.Headline = say("We did not find anyone in time")
		v.Words = []string{say("We are sorry. %s asks you for a new time. You can also choose one here.", owner)}
	case r.HoldUntil != nil:
		v.Headline = say("It waits for a while")
		v.Words = []string{say("We go on with it %s.", w.lang.Time(*r.HoldUntil, w.now, w.app.zone)), say("%s looks after it.", owner)}
	case r.FailedAt != nil:
		v.Headline = say("We have not found anyone yet")
		v.Words = []string{say("We are still looking, and you have not been forgotten."), say("%s looks after this and rings you.", owner)}
	case r.Asleep:
		v.Headline = say("It is written down")
		v.Words = []string{say("It is more than a week ahead. We begin to ask a week before.")}
	case r.ApprovedAt == nil || !r.Placed() || r.GoesOut == domain.NeverOut:
		v.Headline, v.Words = say("We have it"), []string{say("%s looks at it, and then we ask your neighbours.", owner)}
	default:
		v.Headline = say("We are asking your neighbours")
		v.Words = []string{say("We tell you as soon as somebody says yes."), say("%s looks after this.", owner)}
		rules, err := w.rules(ctx, r.DistrictID)
		if err != nil {
			return err
		}
		if ends := rules.LevelDeadline(ladder(r)); r.Level < domain.AtDistrict && ends.After(w.now) {
			v.Next = say("If nobody near has said yes by %s, we ask further away.", w.lang.Time(ends, w.now, w.app.zone))
		}
	}
	return nil
}

func (w *work) helperWords(ctx context.Context, r domain.Request, v *StatusView) error {
	i, err := w.helperOf(ctx, r)
	if err != nil {
		return err
	}
	v.HelperFirstName, v.DoorWords = i.FirstName, doorWordsFor(r, w.by.PersonID)
	v.When = w.lang.Period(i.VisitAt, i.VisitEndsAt, w.now, w.app.zone)
	v.AskHow = !w.now.Before(i.VisitAt)
	v.Headline = w.lang.Say("%s is coming", i.FirstName)
	if v.DoorWords != "" {
		v.Words = []string{w.lang.Say("At the door they say “%s”. Then you know who it is.", v.DoorWords)}
	}
	if v.AskHow {
		v.Headline = w.lang.Say("Did %s come and help?", i.FirstName)
	}
	return nil
}

// WithdrawRequest ends one's own ask: it is not wanted any more, or it has been sorted.
func (a *App) WithdrawRequest(ctx context.Context, actor domain.Actor, ending domain.Ending) error {
	g, err := a.authorise(ctx, actor, domain.WithdrawAsk, a.onOwn(actor))
	if err != nil {
		return err
	}
	if ending != domain.Sorted {
		ending = domain.Withdrawn
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		r, err := w.LockRequest(ctx, actor.RequestID)
		if err != nil {
			return err
		}
		if err := maySpeak(r, actor); err != nil {
			return err
		}
		if r.State == domain.Closed {
			return nil
		}
		return w.end(ctx, &r, ending, "")
	})
}

// maySpeak refuses whoever asked for somebody else and may not be told anything: they cannot speak for them either.
func maySpeak(r domain.Request, actor domain.Actor) error {
	if actor.PersonID == r.AskerID && r.AskerID != 0 && r.ToldBack == "nothing" {
		return domain.Errorf(domain.Forbidden, "", "As you are not the person themselves, please ring us about this.")
	}
	return nil
}

// TellHowItWent takes what the person says of a visit: "done", "not_done" or "need_a_hand".
func (a *App) TellHowItWent(ctx context.Context, actor domain.Actor, said string) error {
	g, err := a.authorise(ctx, actor, domain.TellHowItWent, a.onOwn(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		r, err := w.LockRequest(ctx, actor.RequestID)
		if err != nil {
			return err
		}
		if err := maySpeak(r, actor); err != nil {
			return err
		}
		if err := saidOfVisit(said); err != nil {
			return err
		}
		if r.State == domain.Closed {
			if said == "done" {
				return nil
			}
			if err := w.takeUp(ctx, &r); err != nil {
				return err
			}
		}
		if r.State != domain.Assigned {
			return domain.Errorf(domain.Conflict, "", "Nobody is going yet. If you need a hand now, please ring us.")
		}
		r.PersonSaid = said
		if err := w.note(ctx, r, domain.Event{Kind: evPersonSaid, PersonID: actor.PersonID, Data: domain.EventData{Code: said}}); err != nil {
			return err
		}
		return w.afterWords(ctx, &r, said, actor.PersonID)
	})
}

// saidOfVisit refuses what the person cannot have said of a visit.
func saidOfVisit(said string) error {
	if said != "done" && said != "not_done" && said != "need_a_hand" {
		return domain.Errorf(domain.Invalid, "said", "Please choose how it went.")
	}
	return nil
}

// ChangeMyTime gives one's own ask a new time.
func (a *App) ChangeMyTime(ctx context.Context, actor domain.Actor, cmd ChangeTime) error {
	g, err := a.authorise(ctx, actor, domain.WithdrawAsk, a.onOwn(actor))
	if err != nil {
		return err
	}
	return a.onOne(ctx, g, actor.RequestID, func(ctx context.Context, w *work, r *domain.Request) error {
		if err := maySpeak(*r, actor); err != nil {
			return err
		}
		return w.changeTime(ctx, r, cmd)
	})
}
