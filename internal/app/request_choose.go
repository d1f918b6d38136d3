package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/domain/matching"
)

// What somebody says who looks past a time that is not a volunteer's own, or a no that has become a yes.
const (
	overTime = "time"
	overNo   = "earlier_no"
)

// pick is a volunteer whom a person chose for an ask.
type pick struct {
	who  domain.PersonID
	past []string   // what the person says they look past
	at   *time.Time // when the visit is, where that is agreed
	yes  bool       // they have said yes to a person, so that others need not answer
}

// chosen makes an invitation for a volunteer whom a person chose. A live one that they hold already is used up. When others hold all
// places, a yes makes one of these way, and a question is refused: nobody is to hear that plans changed when none did.
func (w *work) chosen(ctx context.Context, r *domain.Request, pick pick) (domain.Invitation, error) {
	if !r.Placed() {
		return domain.Invitation{}, domain.Errorf(domain.Invalid, "streetId", "Please say first in which street it is.")
	}
	if r.Knows != domain.Agreed {
		return domain.Invitation{}, domain.Errorf(domain.Unacceptable, "", "They do not know of this yet. Please talk to them first.")
	}
	if err := w.makeWay(ctx, r, pick); err != nil {
		return domain.Invitation{}, err
	}
	b, err := w.boardForOne(ctx, *r)
	if err != nil {
		return domain.Invitation{}, err
	}
	v, err := w.askable(ctx, b, *r, pick)
	if err != nil {
		return domain.Invitation{}, err
	}
	if err := w.pastWish(ctx, b, *r, v, pick.past); err != nil {
		return domain.Invitation{}, err
	}
	i := b.invitation(*r, 0, v, w.now, w.app.zone)
	if err := w.goAt(ctx, &i, *r, pick.at); err != nil {
		return i, err
	}
	if err := w.hasRoom(b.helpers[v], i); err != nil {
		return i, err
	}
	if i.Place, err = w.freePlace(ctx, r); err != nil {
		return i, err
	}
	i.AskedBy, i.Overrides = w.by.PersonID, w.lookedPast(b, v, pick.past)
	return i, nil
}

// lookedPast lists what a person looked past when they chose: what they said, and what the plan would have minded. An earlier
// no is never assumed: a person says that it has become a yes.
func (w *work) lookedPast(b *board, v int32, said []string) []string {
	out := []string{"budget"}
	why := matching.Pair(&b.instance, 0, v).Why
	for _, c := range []struct {
		cause matching.Cause
		name  string
	}{{matching.NotYet, "distance"}, {matching.OutOfReach, "reach"}, {matching.NoTime, overTime}} {
		if why&c.cause != 0 {
			out = append(out, c.name)
		}
	}
	if len(b.unmet(b.requests[0].Request, v)) > 0 {
		out = append(out, overWish)
	}
	if slices.Contains(said, overNo) {
		out = append(out, overNo)
	}
	return out
}

// makeWay takes back a live invitation of the same volunteer. When others hold all three places it takes back the newest of these for
// somebody who said yes; of whom all then hear that someone is going, see accept.
func (w *work) makeWay(ctx context.Context, r *domain.Request, pick pick) error {
	all, err := w.Invitations(ctx, r.ID)
	if err != nil {
		return err
	}
	live := waiting(all)
	for _, i := range live {
		if i.PersonID == pick.who {
			return w.withdrawQuietly(ctx, &i, *r, "reassigned")
		}
	}
	switch {
	case len(live) < mostAtOnce:
		return nil
	case !pick.yes:
		return domain.Errorf(domain.Conflict, "", "Three people are being asked already. Please wait for an answer before you ask another.")
	}
	return w.withdraw(ctx, &live[len(live)-1], *r, "another_accepted")
}

// askable finds whom a person chose on a board, or says why they cannot be asked. What anybody may know of a volunteer has its own words
// and comes first; all else is one sentence, see notFree.
func (w *work) askable(ctx context.Context, b *board, r domain.Request, pick pick) (int32, error) {
	v, on := b.who[pick.who]
	if !on {
		volunteer, err := w.Volunteer(ctx, pick.who, w.today())
		if err == nil && volunteer.Standing != domain.Met {
			return 0, unacceptable(ruleWords["WM012"])
		}
		return 0, notFree()
	}
	no, err := w.saidNo(ctx, r, pick)
	if err != nil {
		return 0, err
	}
	timed := pick.at != nil || slices.Contains(pick.past, overTime)
	switch why := matching.Pair(&b.instance, 0, v); {
	case why.Lacks&b.skilled(r) != 0:
		return 0, unacceptable(ruleWords["WM013"])
	case b.helpers[v].CheckRank < r.CheckRequired.Rank():
		return 0, unacceptable(ruleWords["WM014"])
	case no:
		return 0, unacceptable(ruleWords["WM017"])
	case why.Slot < 0 && !timed:
		return 0, notFree()
	}
	return v, nil
}

// saidNo reports whether somebody said no to an ask, and nobody says that it is a yes now.
func (w *work) saidNo(ctx context.Context, r domain.Request, pick pick) (bool, error) {
	all, err := w.Invitations(ctx, r.ID)
	return !slices.Contains(pick.past, overNo) && slices.ContainsFunc(all, func(i domain.Invitation) bool {
		return i.PersonID == pick.who && i.State == domain.Declined
	}), err
}

// goAt gives an invitation the time that is agreed; without one it keeps the first that suits both, or is as soon as may be.
func (w *work) goAt(ctx context.Context, i *domain.Invitation, r domain.Request, at *time.Time) error {
	if at == nil {
		if i.Reasons.Slot >= 0 {
			return nil
		}
		return w.nextVisit(ctx, i, r)
	}
	i.VisitAt, i.VisitEndsAt = *at, at.Add(time.Duration(r.Minutes)*time.Minute)
	i.Week = dateOf(domain.ISOWeek(i.VisitAt, w.app.zone), w.app.zone)
	return nil
}

// hasRoom refuses a visit in a week that is full, this one or the next; the database does for any.
func (w *work) hasRoom(h domain.Helper, i domain.Invitation) error {
	monday := dateOf(domain.ISOWeek(w.now, w.app.zone), w.app.zone)
	if i.Week.After(monday.AddDate(0, 0, 7)) || room(h, i.Week, monday) > 0 {
		return nil
	}
	return weekFull(w.lang, i.Week)
}
