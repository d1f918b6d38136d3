// Package simulation tries a district's table on people who may say no: requests are matched as the clock would match them, by
// package matching, and asks go out, are answered or are not, and widen, over weeks. It is pure: the same setup comes to the same
// outcome.
package simulation

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"waymark/domain"
	"waymark/domain/matching"
)

// TickMinutes is the step of a simulation, in minutes of open time.
const TickMinutes = 5

// Setup is a stretch of time in which people are asked and may say no: the requests of an instance as they are raised, its
// volunteers, and a district's table. Its clock counts minutes of open time and stands still while it is quiet, as the ladder and
// the life of an invitation do, so it needs no calendar but Calendar.
//
// What people do is drawn from Seed alone, by request, volunteer and level, so that two tables, or two ways to choose, are tried on the
// same people with the same answers.
type Setup struct {
	Instance *matching.Instance // checked by Run; each request begins at its Level
	Raised   []int32            // by request: the minute; nil: all at 0
	Useful   []int32            // by request: the minute from which help is of no use; 0, or a nil list: no limit
	Short    []bool             // by volunteer: may be asked at short notice, for class 0; nil: all

	Policy   domain.Policy
	Hours    domain.OpenHours
	Calendar Calendar
	Budgets  []domain.Budget // by volunteer: Week and Day, where they have chosen; nil: the table's

	Seed       uint64
	Acceptance float64 // the mean share of asks that are a yes, 0 to 1; each volunteer has their own, see willingness
	Ticks      int     // how long it runs

	NearestFirst bool                // not by a plan: the oldest request first, the nearest who is free
	Progress     func(done, all int) // called now and then; nil: never
}

// Calendar says where days and weeks begin on a clock of open minutes.
type Calendar struct {
	Day     int32      // the open minutes of a day; day n begins at n·Day
	Weeks   []int32    // when each week begins, ascending; what lies before the first belongs to it
	Digests [4][]int32 // by class: the beats of a class that has a digest, ascending
}

// PlainCalendar is that of weeks from Monday at the opening, without bank holidays, for so many minutes.
func PlainCalendar(p domain.Policy, h domain.OpenHours, minutes int) Calendar {
	c := Calendar{Day: int32((h.Closes - h.Opens).Minutes())}
	days := 6
	if h.Sundays {
		days = 7
	}
	for d := 0; d*int(c.Day) <= minutes; d++ {
		if d%days == 0 {
			c.Weeks = append(c.Weeks, int32(d)*c.Day)
		}
		for k, u := range domain.Urgencies() {
			pace := p.For(u)
			for _, on := range pace.Digest {
				if (int(on)+6)%7 == d%days { // Monday is day 0
					c.Digests[k] = append(c.Digests[k], int32(d)*c.Day+int32((pace.DigestAt-h.Opens).Minutes()))
				}
			}
		}
	}
	return c
}

// ClassOutcome is what a simulation came to for one urgency class.
type ClassOutcome struct {
	Of          int   `json:"of"`             // requests
	Served      int   `json:"served"`         // with a yes in time
	Failed      int   `json:"failed"`         // for whom the time of the whole district was up first (some are served later)
	Median      int   `json:"median_minutes"` // open minutes from asking to the yes, over the served; 0 when none is
	Invitations int   `json:"invitations"`
	Metres      int64 `json:"metres"` // the walks of those who said yes
}

// Outcome is what a simulation came to, by class.
type Outcome [4]ClassOutcome

// All is the sum over the classes; its median is over all the served.
func (o Outcome) All() (all ClassOutcome) {
	for _, c := range o {
		all.Of += c.Of
		all.Served += c.Served
		all.Failed += c.Failed
		all.Invitations += c.Invitations
		all.Metres += c.Metres
	}
	return all
}

// check refuses what cannot be simulated.
func (s *Setup) check() error {
	if err := s.Instance.Validate(); err != nil {
		return err
	}
	n, v := len(s.Instance.Requests), len(s.Instance.Volunteers)
	wrongLength := (s.Raised != nil && len(s.Raised) != n) || (s.Useful != nil && len(s.Useful) != n) ||
		(s.Short != nil && len(s.Short) != v) || (s.Budgets != nil && len(s.Budgets) != v)
	switch {
	case wrongLength:
		return errors.New("the lists of a simulation do not agree with its instance")
	case !(s.Acceptance >= 0 && s.Acceptance <= 1): // not a number is neither
		return domain.Errorf(domain.Invalid, "acceptance", "The share of people who say yes must be from 0 to 1, not %g.", s.Acceptance)
	case s.Ticks < 1 || s.Ticks > 1_000_000:
		return domain.Errorf(domain.Invalid, "ticks", "The number of ticks must be from 1 to 1,000,000, not %d.", s.Ticks)
	case s.Calendar.Day < 60:
		return fmt.Errorf("a day of %d open minutes is too short", s.Calendar.Day)
	}
	return nil
}

// Run runs a simulation to its end and says what came of it. It is a pure function of the simulation: the same comes out each
// time. The error is that of the instance, a *domain.Error for a bad number, or that of the context soon after its end.
func Run(ctx context.Context, s Setup) (Outcome, error) {
	if err := s.check(); err != nil {
		return Outcome{}, err
	}
	w := newTown(s)
	for tick := range s.Ticks {
		if err := ctx.Err(); err != nil {
			return Outcome{}, context.Cause(ctx)
		}
		w.now = int32(tick * TickMinutes)
		w.turn()
		w.answers()
		w.clock()
		if err := w.beat(ctx); err != nil {
			return Outcome{}, err
		}
		if s.Progress != nil && tick%50 == 0 {
			s.Progress(tick, s.Ticks)
		}
	}
	return w.outcome(), nil
}

// outcome adds up.
func (w *town) outcome() Outcome {
	var out Outcome
	var waits [4][]int32
	for r := range w.asks {
		a, q := &w.asks[r], &w.Instance.Requests[r]
		c := &out[q.Class]
		c.Of++
		c.Invitations += a.invited
		if a.failed >= 0 {
			c.Failed++
		}
		if a.helper == matching.None {
			continue
		}
		c.Served++
		c.Metres += w.walk(int32(r), a.helper)
		waits[q.Class] = append(waits[q.Class], a.helped-a.raised)
	}
	for k := range out {
		out[k].Median = median(waits[k])
	}
	return out
}

// walk is how far the helper comes; nobody walks for what can be done from anywhere.
func (w *town) walk(r, v int32) int64 {
	q := &w.Instance.Requests[r]
	if q.Anywhere {
		return 0
	}
	return matching.Metres(w.Instance.Streets[q.Street], w.Instance.Streets[w.Instance.Volunteers[v].Street])
}

func median(of []int32) int {
	if len(of) == 0 {
		return 0
	}
	slices.Sort(of)
	return int(of[(len(of)-1)/2])
}
