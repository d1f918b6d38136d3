package app

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"waymark/domain"
	"waymark/domain/matching"
	"waymark/internal/words"
)

// Candidate is somebody who could go, or could if a person looked past something. Better-apart pairs never appear, and how
// often somebody says yes is never shown.
type Candidate struct {
	PersonID   domain.PersonID
	FirstName  string
	LastName   string // where the reader may see people there; elsewhere its first letter, to tell one from another
	StreetName string
	Scope      domain.Level
	Metres     int
	Fits       bool     // nothing speaks against it
	Why        []string // what speaks for them, in words
	WhyNot     []string // what speaks against, in words
	OffTime    bool     // not free when it is wanted: whoever asks them looks past "time", and must say so

	home domain.Spot // where they live
}

const shortlistMost = 10

// Shortlist returns the best ten for an ask, for a person to choose from: first those who fit, nearest first by the plan's own
// reckoning, then those for whom one would have to look past reach, distance, time or a full budget. Nobody is listed, nor looked for,
// where nobody can be asked, nor for a key, which asks nobody: see WhyNoShortlist.
func (a *App) Shortlist(ctx context.Context, actor domain.Actor, id domain.RequestID) ([]Candidate, error) {
	g, err := a.authorise(ctx, actor, choosing(actor), a.onRequest(id))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	r, err := w.Request(ctx, id)
	if err != nil || whyNoShortlist(r, actor) != "" {
		return nil, err
	}
	b, err := w.boardForOne(ctx, r)
	if err != nil {
		return nil, err
	}
	out := b.shortlist(0)
	for i, c := range out {
		c.hideName(actor, r.DistrictID)
		out[i] = c
	}
	return out, nil
}

// choosing is what somebody does who asks for a shortlist: a key, which has none, no more than see the ask.
func choosing(actor domain.Actor) domain.Action {
	if actor.Kind == domain.KeyActor {
		return domain.SeeAsk
	}
	return domain.RunAsk
}

// hideName leaves of a last name its first letter, for those who may not see people where somebody lives: who looks after a street
// knows its people by name, and not those of others.
func (c *Candidate) hideName(actor domain.Actor, district domain.DistrictID) {
	home := c.home
	home.DistrictID = district
	if domain.May(actor, domain.SeePeople, domain.Target{Spot: home}) {
		return
	}
	first, size := utf8.DecodeRuneInString(c.LastName)
	if size > 0 {
		c.LastName = string(first) + "."
	}
}

// WhyNoShortlist says in a sentence why nobody is listed for an ask; "" when somebody could be.
func (v RequestView) WhyNoShortlist() string { return whyNoShortlist(v.Request, v.reader) }

func whyNoShortlist(r domain.Request, reader domain.Actor) string {
	switch {
	case reader.Kind == domain.KeyActor:
		return words.Later("A key only reads: people choose whom to ask.")
	case r.State == domain.Closed:
		return words.Later("It has ended, so nobody is looked for.")
	case r.State != domain.Open:
		return words.Later("Somebody goes already, so nobody else is looked for.")
	case !r.Placed():
		return words.Later("We do not know the street yet, so nobody can be looked for.")
	case r.Knows != domain.Agreed:
		return words.Later("They have not agreed to it yet, so nobody can be asked.")
	}
	return ""
}

// never are the causes that nobody may look past: such people are not offered at all.
const never = matching.Unskilled | matching.Apart | matching.Full | matching.Elsewhere | matching.Unplaced

// scored is a helper with what the plan makes of them for one request.
type scored struct {
	v    int32
	why  matching.Reason
	over bool // beyond their budget
}

func (s scored) fits() bool { return s.why.Feasible && !s.over }

// compare puts those who fit first, then by the plan's own reckoning; where distance does not matter to the plan, the nearer first all the
// same. No two are equal.
func (s scored) compare(other scored) int {
	switch {
	case s.fits() != other.fits() && s.fits():
		return -1
	case s.fits() != other.fits():
		return 1
	}
	return cmp.Or(cmp.Compare(s.why.Cost, other.why.Cost), cmp.Compare(s.why.Metres, other.why.Metres), cmp.Compare(s.v, other.v))
}

// shortlist is the best ten for the nth request of a board.
func (b *board) shortlist(n int) []Candidate {
	best := make([]scored, 0, shortlistMost+1)
	for v, h := range b.helpers {
		why := matching.Pair(&b.instance, int32(n), int32(v))
		if why.Why&never != 0 {
			continue
		}
		s := scored{int32(v), why, h.AsksLeft <= 0}
		if len(best) == shortlistMost && s.compare(best[shortlistMost-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, s, scored.compare)
		best = slices.Insert(best, at, s)
		best = best[:min(len(best), shortlistMost)]
	}
	var out []Candidate
	for _, s := range best {
		out = append(out, b.candidate(n, s.v, s.why, s.over))
	}
	return out
}

func (b *board) candidate(n int, v int32, why matching.Reason, over bool) Candidate {
	h := b.helpers[v]
	c := Candidate{PersonID: h.PersonID, FirstName: h.FirstName, LastName: h.LastName, StreetName: h.StreetName, home: h.Spot(),
		Scope: domain.Level(min(why.Scope, 3)), Metres: int(why.Metres), Fits: why.Feasible && !over,
		OffTime: why.Why&matching.NoTime != 0}
	c.Why = append(c.Why, b.in.Text(scopeWords(c.Scope)))
	for _, wish := range b.requests[n].Wishes {
		c.Why = append(c.Why, upperFirst(b.in.Say("%s, as they wished", domain.Text(domain.WishMet(wish)))))
	}
	if why.Slot >= 0 {
		c.Why = append(c.Why, slotWords(b.in, domain.Slot(why.Slot)))
	}
	switch booked := h.BookedNow; {
	case booked == 0:
		c.Why = append(c.Why, b.in.Say("Nothing else this week"))
	default:
		c.Why = append(c.Why, b.in.Say("Has %d of %d visits this week", booked, h.Capacity))
	}
	for _, not := range []struct {
		cause matching.Cause
		says  string
	}{
		{matching.NotYet, words.Later("It is not being asked that wide yet")},
		{matching.OutOfReach, words.Later("Farther than they said they would go")},
		{matching.NoTime, words.Later("Not free when it is wanted")},
	} {
		if why.Why&not.cause != 0 {
			c.WhyNot = append(c.WhyNot, b.in.Text(not.says))
		}
	}
	if over {
		c.WhyNot = append(c.WhyNot, b.in.Say("Has been asked as often as they like"))
	}
	return c
}

func scopeWords(l domain.Level) string {
	return [...]string{words.Later("In the same street"), words.Later("In the same neighbourhood"), words.Later("In the same town"), words.Later("In the district")}[l]
}

// slotWords says a part of the coming week from today: "Free this morning", "Free tomorrow afternoon", "Free in three days, in the evening".
func slotWords(in *words.Words, s domain.Slot) string {
	part := [...]domain.Text{domain.Text("morning"), domain.Text("afternoon"), domain.Text("evening")}[s.Part()]
	switch s.Day() {
	case 0:
		return in.Say("Free this %s", part)
	case 1:
		return in.Say("Free tomorrow %s", part)
	}
	return in.Say("Free in %d days, in the %s", s.Day(), part)
}
