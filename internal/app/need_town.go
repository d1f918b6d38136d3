package app

import (
	"context"

	"waymark/domain"
)

// needHere is the row of a kind of help that counts in a town, known by any row of it. In a town that is not open a person looks at each
// ask first.
func (w *work) needHere(ctx context.Context, door domain.TownDoor, id domain.NeedID) (domain.Need, error) {
	n, err := w.NeedHere(ctx, door.DistrictID, door.TownID, id)
	if err == nil && door.OpenedAt == nil && n.GoesOut != domain.NeverOut {
		n.GoesOut = domain.AskMeFirst
	}
	return n, err
}

// place puts a request where it is now known to be, under the rules of the town there: with another town than before it is as if it had
// been raised there, but what a person has let out stays out. Whoever lacks the check by then is not asked, and does not go.
func (w *work) place(ctx context.Context, r *domain.Request, to domain.Spot) error {
	from := r.TownID
	r.TownID, r.SectionID, r.StreetID = to.TownID, to.SectionID, to.StreetID
	return w.underTown(ctx, r, from)
}

// underTown puts a request under the rules of its town, which it has come to from another, or from none that was known.
func (w *work) underTown(ctx context.Context, r *domain.Request, from domain.TownID) error {
	if r.TownID == from {
		return nil
	}
	door, err := w.TownDoor(ctx, r.DistrictID, r.TownID)
	if err != nil {
		return err
	}
	need, err := w.needHere(ctx, door, r.NeedID)
	if err != nil {
		return err
	}
	check := r.CheckRequired
	r.Follow(need)
	if r.State == domain.Open && r.ApprovedBy == 0 {
		rules, err := w.rules(ctx, r.DistrictID)
		if err != nil {
			return err
		}
		r.ApprovedAt, r.AskFirstAt = nil, nil
		w.goingOut(r, rules)
	}
	if check == r.CheckRequired {
		return nil
	}
	return w.turnAway(ctx, r)
}

// holdToCheck asks for the check of a row, where it counts, of all that is open and asks for less. A visit that was promised stays as it
// was agreed, unless it is looked for again: see stricter.
func (w *work) holdToCheck(ctx context.Context, n domain.Need) error {
	about := *w.about
	defer func() { *w.about = about }() // the audit tells of the kind of help, not of the first of its asks
	ids, err := w.LockLaxer(ctx, n)
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := w.LockRequest(ctx, id)
		if err != nil {
			return err
		}
		r.CheckRequired = n.CheckRequired
		if err := w.turnAway(ctx, &r); err != nil {
			return err
		}
		if err := w.settle(ctx, &r); err != nil {
			return err
		}
	}
	return nil
}

// stricter asks, of a request for which helpers are looked for anew, for the check that its kind of help needs by now.
func (w *work) stricter(ctx context.Context, r *domain.Request) error {
	need, err := w.NeedHere(ctx, r.DistrictID, r.TownID, r.NeedID)
	if err == nil {
		r.CheckRequired = r.CheckRequired.Stricter(need.CheckRequired)
	}
	return err
}

// turnAway takes a request back from those who lack the check that it asks for from now on. It is left to settle.
func (w *work) turnAway(ctx context.Context, r *domain.Request) error {
	if err := w.SaveRequest(ctx, r); err != nil {
		return err
	}
	if err := w.note(ctx, *r, domain.Event{Kind: evStricter}); err != nil {
		return err
	}
	held, err := w.Unchecked(ctx, *r, w.today())
	if err != nil {
		return err
	}
	for _, i := range held {
		if i.State == domain.Accepted {
			err = w.lookAgain(ctx, r, "reassigned")
		} else {
			r.FreedAt = &w.now
			err = w.withdraw(ctx, &i, *r, "reassigned")
		}
		if err != nil {
			return err
		}
	}
	return nil
}
