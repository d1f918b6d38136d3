package app

import (
	"context"
	"fmt"

	"waymark/domain"
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
	MayUndo         bool // it ended as helped not long ago: "not_done" takes it up again
	Said            string
	OwnerFirstName  string
	Phone           string
	TownName        string
	DistrictID      domain.DistrictID
	TownID          domain.TownID
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
		v.Headline, v.Words = "Thank you for asking for them", []string{"We look after it. As you are not the person themselves, we cannot say more here."}
		v.CanWithdraw, v.CanChangeTime, v.Said = false, false, ""
		return v, nil
	}
	if v.Again, err = w.againWords(ctx, r); err != nil {
		return v, err
	}
	return v, w.statusWords(ctx, r, &v)
}

// onOwn is the request that a status link opens, for whom it was sent to.
func (a *App) onOwn(actor domain.Actor) target {
	return func(context.Context) (domain.Target, error) {
		return domain.Target{RequestID: actor.RequestID, PersonID: actor.PersonID}, nil
	}
}

func (w *work) statusWords(ctx context.Context, r domain.Request, v *StatusView) error {
	owner := orSomebody(v.OwnerFirstName)
	switch {
	case r.State == domain.Closed:
		v.Headline, v.Words = "This one is finished", []string{"It ended: " + r.Ending.Plain() + ".", "If you need help again, please ask again."}
		if v.Again != "" {
			v.Words = v.Words[:1]
		}
		v.MayUndo = w.mayUndo(r)
	case r.State == domain.Assigned:
		return w.helperWords(ctx, r, v)
	case r.Knows != domain.Agreed:
		them := "them"
		if w.by.PersonID == r.PersonID {
			them = "you"
		}
		v.Headline, v.Words = "We have it", []string{owner + " talks with " + them + " first. Until then we ask nobody."}
	case r.MissedAt != nil:
		v.Headline = "We did not find anyone in time"
		v.Words = []string{"We are sorry. " + owner + " asks you for a new time. You can also choose one here."}
	case r.HoldUntil != nil:
		v.Headline = "It waits for a while"
		v.Words = []string{"We go on with it " + domain.SayTime(*r.HoldUntil, w.now, w.app.zone) + ".", owner + " looks after it."}
	case r.FailedAt != nil:
		v.Headline = "We have not found anyone yet"
		v.Words = []string{"We are still looking, and you have not been forgotten.", owner + " looks after this and rings you."}
	case r.Asleep:
		v.Headline, v.Words = "It is written down", []string{"It is more than a week ahead. We begin to ask a week before."}
	case r.ApprovedAt == nil || !r.Placed() || r.GoesOut == domain.NeverOut:
		v.Headline, v.Words = "We have it", []string{owner + " looks at it, and then we ask your neighbours."}
	default:
		v.Headline = "We are asking your neighbours"
		v.Words = []string{"We tell you as soon as somebody says yes.", owner + " looks after this."}
	}
	return nil
}

func (w *work) helperWords(ctx context.Context, r domain.Request, v *StatusView) error {
	i, err := w.helperOf(ctx, r)
	if err != nil {
		return err
	}
	v.HelperFirstName, v.DoorWords = i.FirstName, doorWordsFor(r, w.by.PersonID)
	v.When = domain.SayPeriod(i.VisitAt, i.VisitEndsAt, w.now, w.app.zone)
	v.AskHow = !w.now.Before(i.VisitAt)
	v.Headline = i.FirstName + " is coming"
	if v.DoorWords != "" {
		v.Words = []string{fmt.Sprintf("At the door they say “%s”. Then you know who it is.", v.DoorWords)}
	}
	if v.AskHow {
		v.Headline = "Did " + i.FirstName + " come and help?"
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
		return w.afterWords(ctx, &r)
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
