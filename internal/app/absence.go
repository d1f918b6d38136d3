package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
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
	h.who, h.back = p.ID, absence.ToOn
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
	moved, err := w.tell(ctx, h)
	if err != nil || absence.Kind != "holiday" {
		return moved, err
	}
	if begun {
		moved.Stays = owned(requests, p.ID) - moved.Requests
	}
	return w.standIn(ctx, p, absence, moved)
}

// owned counts the requests that somebody owned.
func owned(requests []domain.Request, id domain.PersonID) (n int) {
	for _, r := range requests {
		if r.OwnerID == id {
			n++
		}
	}
	return n
}

// standIn tells those who are there for the streets of somebody who goes on holiday, and whoever builds the community there which streets
// have nobody meanwhile.
func (w *work) standIn(ctx context.Context, p domain.Person, away domain.Absence, moved Moved) (Moved, error) {
	cover, err := w.CoverOf(ctx, p, away.FromOn, away.ToOn)
	if err != nil {
		return moved, err
	}
	by, alone := map[domain.PersonID][]domain.StreetID{}, map[domain.TownID][]domain.StreetID{}
	for _, c := range cover {
		if c.PersonID == 0 {
			alone[c.TownID] = append(alone[c.TownID], c.StreetID)
			moved.NoStandIn = append(moved.NoStandIn, c.StreetName)
			continue
		}
		if by[c.PersonID] == nil {
			moved.StandsIn = append(moved.StandsIn, c.Name)
		}
		by[c.PersonID] = append(by[c.PersonID], c.StreetID)
	}
	data := domain.MessageData{PersonID: p.ID, At: &away.FromOn, By: away.ToOn}
	for _, id := range slices.Sorted(maps.Keys(by)) {
		data.Streets = by[id]
		m := domain.Message{Key: fmt.Sprintf("absence:%d:%d", away.ID, id), Kind: sayStandingIn, PersonID: id, Data: data}
		if err := w.say(ctx, m); err != nil {
			return moved, err
		}
	}
	for _, town := range slices.Sorted(maps.Keys(alone)) {
		if err := w.tellAlone(ctx, p, away, town, alone[town], &moved); err != nil {
			return moved, err
		}
	}
	return moved, nil
}

// tellAlone tells whoever builds the community of a town which of its streets have nobody while somebody is away.
func (w *work) tellAlone(ctx context.Context, p domain.Person, away domain.Absence, town domain.TownID, streets []domain.StreetID, moved *Moved) error {
	readers, err := w.WatchersOf(ctx, p.DistrictID, town, w.today())
	if err != nil {
		return err
	}
	for n, id := range readers {
		m := domain.Message{Key: fmt.Sprintf("absence:%d:alone:%d:%d", away.ID, town, id), Kind: sayNoStandIn, PersonID: id,
			Data: domain.MessageData{PersonID: p.ID, TownID: town, At: &away.FromOn, By: away.ToOn, Streets: streets}}
		if err := w.say(ctx, m); err != nil {
			return err
		}
		if n > 0 || moved.BuilderName != "" {
			continue
		}
		reader, err := w.Person(ctx, id)
		if err != nil {
			return err
		}
		moved.BuilderName = reader.FirstName
	}
	return nil
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

// EndAbsence makes today the first day back. A coordinator or a stand-in who had been away has the requests of their streets again.
func (a *App) EndAbsence(ctx context.Context, actor domain.Actor, id int64) (Moved, error) {
	g, err := a.authorise(ctx, actor, domain.ChangeMyTime, a.onOwnAbsence(actor, id))
	if err != nil {
		return Moved{}, err
	}
	var out Moved
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		absence, err := w.Absence(ctx, id)
		if err != nil {
			return err
		}
		begun := absence.Kind == "holiday" && !absence.FromOn.After(w.today())
		out, err = w.bringBack(ctx, absence, begun, func() error { return w.EndAbsence(ctx, id, w.today()) })
		return err
	})
	return out, err
}

// bringBackIn gives back to those of a district whose holiday is over what they look after. Each is a transaction of its own.
func (a *App) bringBackIn(ctx context.Context, g grant, id domain.DistrictID) (int, error) {
	w, err := a.read(ctx, g)
	if err != nil {
		return 0, err
	}
	over, err := w.AbsencesOver(ctx, id, w.today())
	if err != nil {
		return 0, err
	}
	did := 0
	var failed []error
	for _, absence := range over {
		var moved Moved
		err := a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
			moved, err = w.bringBack(ctx, absence, true, func() error { return w.MarkReturned(ctx, absence.ID, w.now) })
			return err
		})
		if err != nil {
			failed = append(failed, fmt.Errorf("absence %d: %w", absence.ID, err))
			continue
		}
		did += moved.Requests
	}
	return did, errors.Join(failed...)
}

// bringBack ends a time away. Where it had begun, the open requests that others have by the rules, on the streets that the person looks
// after or stands in for, are theirs again; what was given to somebody by hand stays there.
func (w *work) bringBack(ctx context.Context, absence domain.Absence, begun bool, end func() error) (Moved, error) {
	p, err := w.Person(ctx, absence.PersonID)
	if err != nil || !begun || p.LeftAt != nil {
		return Moved{}, errors.Join(err, end())
	}
	roles, err := w.RolesHeld(ctx, p.ID, w.today())
	if err != nil {
		return Moved{}, err
	}
	requests, err := w.LockRequestsAround(ctx, p, localRoles(roles))
	if err != nil {
		return Moved{}, err
	}
	if err := end(); err != nil {
		return Moved{}, err
	}
	h := newHandover("back", "back:%d", absence.ID)
	h.who = p.ID
	for _, r := range requests {
		if err := w.takeBackTo(ctx, r, p.ID, h); err != nil {
			return Moved{}, err
		}
	}
	return w.tell(ctx, h)
}

// takeBackTo gives a request to somebody who is back, if the rules say that it is theirs.
func (w *work) takeBackTo(ctx context.Context, r domain.Request, id domain.PersonID, h *handover) error {
	byRule, err := w.ownedByRule(ctx, r)
	if err != nil || !byRule {
		return err
	}
	to, _, err := w.ownerOf(ctx, r)
	if err != nil || to != id {
		return err
	}
	if _, err := w.rehome(ctx, &r, h); err != nil {
		return err
	}
	return w.settle(ctx, &r)
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
