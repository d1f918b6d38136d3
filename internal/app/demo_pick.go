package app

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/domain/matching"
)

// demoHelper is a volunteer of a demo as the story of an ask sees them.
type demoHelper struct {
	n      int // in the list of people
	person DemoPerson
	give   domain.Volunteer
	street domain.Street
	at     matching.Street
}

func newDemoHelper(n int, p DemoPerson, v domain.Volunteer, s domain.Street, centre domain.Point) demoHelper {
	return demoHelper{n: n, person: p, give: v, street: s, at: onPlane(s, centre)}
}

// onPlane is a street as the solver measures from it.
func onPlane(s domain.Street, centre domain.Point) matching.Street {
	east, north := s.Mid.Offset(centre)
	return matching.Street{X: int32(math.Round(east)), Y: int32(math.Round(north)), Section: int32(s.SectionID), Town: int32(s.TownID)}
}

// picked is who is asked in a story, and for when.
type picked struct {
	helper     int // in demoBoard.helpers; -1: nobody
	scope      domain.Level
	metres     int
	slot       int
	start, end time.Time
	nobody     bool // nobody could be asked even if everybody had room
}

// pick finds who would be asked for a request now: the nearest who can and may, those asked often lately coming later.
func (s *story) pick() picked {
	best, least := picked{helper: -1, nobody: true}, math.Inf(1)
	here := s.b.spots[s.r.StreetID]
	from := onPlane(here, s.b.district.Centre)
	for n, h := range s.b.helpers {
		scope := scopeOf(here, h.street)
		near := scope <= s.r.Level || s.r.Distance == domain.Anywhere
		if !near || h.give.Reach < scope || !s.may(h) {
			continue
		}
		p, ok := s.when(h)
		if !ok {
			continue
		}
		best.nobody = false
		p.helper, p.scope, p.metres = n, scope, int(matching.Metres(from, h.at))
		if !s.hasRoom(n, p) {
			continue
		}
		cost := float64(p.metres) + 600*float64(s.b.asked[tally{n, "week", mondayOf(s.now, s.zone())}])
		if cost < least {
			best, least = p, cost
		}
	}
	return best
}

func scopeOf(a, b domain.Street) domain.Level {
	switch {
	case a.ID == b.ID:
		return domain.AtStreet
	case a.SectionID == b.SectionID:
		return domain.AtSection
	case a.TownID == b.TownID:
		return domain.AtTown
	}
	return domain.AtDistrict
}

// may reports whether a volunteer can do what is asked and may be asked for it now.
func (s *story) may(h demoHelper) bool {
	v, p := h.give, s.b.town.People[s.ask.Person]
	switch {
	case v.Standing != domain.Met || v.Capacity == 0 || v.Resting || v.MetOn.After(s.now) || v.BeganAt.After(s.now),
		h.n == s.ask.Person || h.n == s.ask.Asker,
		h.person.Town == p.Town && h.person.Street == p.Street && p.Address != "" && strings.EqualFold(h.person.Address, p.Address),
		s.r.Urgency == domain.InHours && !v.ShortNotice,
		h.person.Young && s.r.GoesInside,
		!s.skilled(h), !s.checked(h), s.away(h), s.answered(h):
		return false
	}
	return true
}

func (s *story) skilled(h demoHelper) bool {
	for _, k := range s.r.Skills {
		if !slices.Contains(h.give.Skills, k) {
			return false
		}
	}
	for _, wish := range s.r.Wishes {
		if wish != h.give.Gender && !slices.Contains(h.give.Skills, wish) && !slices.Contains(h.person.Languages, wish) {
			return false
		}
	}
	return true
}

func (s *story) checked(h demoHelper) bool {
	if s.r.CheckRequired.Rank() == 0 {
		return true
	}
	today := dateOf(s.now, s.zone())
	return slices.ContainsFunc(h.person.Checks, func(c domain.Check) bool {
		return domain.CheckLevel(c.Level).Rank() >= s.r.CheckRequired.Rank() && !c.SeenOn.After(today) && (c.ReviewOn == nil || c.ReviewOn.After(today))
	})
}

func (s *story) away(h demoHelper) bool {
	today := dateOf(s.now, s.zone())
	return slices.ContainsFunc(h.person.Absences, func(a domain.Absence) bool {
		return !a.FromOn.After(today.AddDate(0, 0, 7)) && (a.ToOn == nil || a.ToOn.After(today))
	})
}

// answered reports whether a volunteer has been asked for this before, and may not be asked again at this level.
func (s *story) answered(h demoHelper) bool {
	return slices.ContainsFunc(s.all, func(i *domain.Invitation) bool {
		return i.PersonID == personOf(h.n) && (i.State != domain.Expired || i.Level >= s.r.Level)
	})
}

// lead is how soon somebody who is asked is expected to come.
func lead(u domain.Urgency) time.Duration {
	return [4]time.Duration{0, 2 * time.Hour, 20 * time.Hour, 40 * time.Hour}[u.Class()]
}

// when finds the time that suits both: the first that leaves some time to answer, else the first at all.
func (s *story) when(h demoHelper) (picked, bool) {
	from, today := later(s.now, s.r.WantedFrom), s.now.In(s.zone()).Weekday()
	window := domain.SlotsBetween(from, s.r.UsefulUntil, s.now, s.zone()) & s.r.Slots.Rotate(today) & h.give.Availability.Rotate(today)
	first, ok := domain.FirstSlot(window)
	for ok {
		slot, left := domain.FirstSlot(window)
		if !left {
			break
		}
		if start, _ := visitTimes(s.r, slot, s.now, s.now.In(s.zone())); start.Sub(s.now) >= lead(s.r.Urgency) {
			first = slot
			break
		}
		window &^= 1 << slot
	}
	start, end := visitTimes(s.r, first, s.now, s.now.In(s.zone()))
	return picked{slot: int(first), start: start, end: end}, ok
}

// hasRoom reports whether a volunteer's budget and week leave room for one more.
func (s *story) hasRoom(n int, p picked) bool {
	v := s.b.helpers[n].give
	return s.b.asked[tally{n, "day", dateOf(s.now, s.zone())}] < v.BudgetDay &&
		s.b.asked[tally{n, "week", mondayOf(s.now, s.zone())}] < v.BudgetWeek &&
		s.b.booked[tally{n, "visits", mondayOf(p.start, s.zone())}] < v.Capacity
}

func mondayOf(t time.Time, zone *time.Location) time.Time {
	return dateOf(domain.ISOWeek(t, zone), zone)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// ownerKey is what decides who owns a request of a demo.
type ownerKey struct {
	spot  domain.Spot
	level domain.Level
	knows bool
}

type demoOwner struct {
	id  domain.PersonID
	why escalation.Why
}

// owner returns who owns a request, by the roles held now.
func (b *demoBoard) owner(ctx context.Context, r domain.Request) (demoOwner, error) {
	key := ownerKey{r.Spot(), max(r.Level, domain.AtSection), r.Knows == domain.Agreed}
	if o, ok := b.owners[key]; ok {
		return o, nil
	}
	id, why, err := b.ownerOf(ctx, r)
	b.owners[key] = demoOwner{id, why}
	return b.owners[key], err
}
