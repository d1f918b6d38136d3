package app

import (
	"context"
	"time"

	"waymark/domain"
)

// AddAbsence is a time away.
type AddAbsence struct {
	PersonID domain.PersonID
	Kind     string     // "holiday": not there at all; "pause": a volunteer who wants a rest from being asked
	From     *time.Time // a date; nil: today
	To       *time.Time // the first day back; nil: until they say so

	IdempotencyKey string // the same key and input again change nothing; "": none
}

// AddAbsence notes a time away. A holiday that has begun gives what they own to whoever should have it now; the visits that fall into
// it look for another helper at once, and so that everybody can plan, also when it begins later. A pause keeps what was
// promised. Questions that wait for an answer are taken back when the time away has begun, or their visit falls into it. What moved is
// said the first time, and not again under the same key.
func (a *App) AddAbsence(ctx context.Context, actor domain.Actor, cmd AddAbsence) (Moved, error) {
	g, err := a.authorise(ctx, actor, aboutPerson(actor, cmd.PersonID), a.onPerson(cmd.PersonID))
	if err != nil {
		return Moved{}, err
	}
	var out Moved
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		out = Moved{}
		_, err = w.once(ctx, "AddAbsence", cmd.IdempotencyKey, cmd, func() (int64, error) {
			out, err = w.goAway(ctx, cmd)
			return int64(cmd.PersonID), err
		})
		return err
	})
	return out, err
}

func (w *work) goAway(ctx context.Context, cmd AddAbsence) (Moved, error) {
	p, requests, err := w.lockAllOf(ctx, cmd.PersonID, false)
	if err != nil {
		return Moved{}, err
	}
	absence, err := w.absence(cmd)
	if err != nil {
		return Moved{}, err
	}
	absence.DistrictID = p.DistrictID
	if err := w.AddAbsence(ctx, &absence); err != nil {
		return Moved{}, err
	}
	h := newHandover(absence.Kind, "absence:%d", absence.ID)
	begun := !absence.FromOn.After(w.today())
	leaving := parting{who: p.ID, h: h, freed: func(i domain.Invitation) bool {
		during := absence.Kind == "holiday" && w.falls(absence, i.VisitAt)
		if i.State.Live() {
			return begun || during
		}
		return during && w.ahead(i)
	}}
	if begun && absence.Kind == "holiday" {
		leaving.owned = w.misplaced
	}
	if err := w.part(ctx, requests, leaving); err != nil {
		return Moved{}, err
	}
	return w.tell(ctx, h)
}

// absence reads a time away from what was typed.
func (w *work) absence(cmd AddAbsence) (domain.Absence, error) {
	var wrong domain.Errors
	a := domain.Absence{PersonID: cmd.PersonID, Kind: cmd.Kind, FromOn: w.today()}
	if a.Kind != "holiday" && a.Kind != "pause" {
		wrong.Add("kind", "Please choose a holiday, or a rest from being asked.")
	}
	if cmd.From != nil && dateOnly(*cmd.From).After(a.FromOn) {
		a.FromOn = dateOnly(*cmd.From)
	}
	if cmd.To != nil {
		back := dateOnly(*cmd.To)
		if !back.After(a.FromOn) {
			wrong.Add("to", "Please choose the first day back: a day after the first day away.")
		}
		a.ToOn = &back
	}
	return a, wrong.Err()
}

// falls reports whether an instant is on a day of a time away.
func (w *work) falls(a domain.Absence, t time.Time) bool {
	day := dateOf(t, w.app.zone)
	return !day.Before(a.FromOn) && (a.ToOn == nil || day.Before(*a.ToOn))
}

// EndAbsence makes today the first day back. What was passed on stays where it is: whoever has it may hand it back.
func (a *App) EndAbsence(ctx context.Context, actor domain.Actor, id int64) error {
	g, err := a.authorise(ctx, actor, domain.ChangeMyTime, a.onOwnAbsence(actor, id))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		return w.EndAbsence(ctx, id, w.today())
	})
}

// onOwnAbsence finds whose absence it is. For staff who may change that person it is as if it were their own.
func (a *App) onOwnAbsence(actor domain.Actor, id int64) target {
	return func(ctx context.Context) (domain.Target, error) {
		absence, err := a.db.Store().Absence(ctx, id)
		if err != nil {
			return absent(err)
		}
		t, err := a.onPerson(absence.PersonID)(ctx)
		if err == nil && actor.Kind == domain.PersonActor && domain.May(actor, domain.EditPeople, t) {
			t.PersonID = actor.PersonID
		}
		return t, err
	}
}
