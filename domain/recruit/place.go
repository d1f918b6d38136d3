// Package recruit says what somebody more would have changed, and whom to look for: it gives the asks of past weeks to volunteers by the
// solver, week by week and wider and wider, with somebody more and without. It is pure: the same past comes to the same answer.
//
// Whoever helped did so as often as they really said yes: that is all the room they have in a week. A week stands by itself: what was promised
// in one leaves nothing to do in the next. In each, all its asks are placed on the street as well
// as the solver can; who has no helper then is asked for in the section, then in the town, then in the district, as a district widens. Whoever
// is chosen is taken to say yes.
//
// Somebody more never makes an ask wait, nor its helper come from farther away: on each level the plan is the only best one (the solver
// settles ties by ids, and theirs is the last), so the two plans differ by one path a place, which begins at theirs and ends where somebody
// else is free again or one more ask is served.
package recruit

import (
	"context"

	"waymark/domain/matching"
)

// levels is how many levels an ask can be placed on.
const levels = 4

// Unplaced is the level of an ask for which there is nobody.
const Unplaced int8 = levels

// Past is what is placed: asks of past weeks as they were raised, and who could be asked.
type Past struct {
	Instance matching.Instance // each request with the level on which it begins, each volunteer with what they could do in any week
	Week     []int32           // by request: in which week it was wanted
	Room     []map[int32]int16 // by volunteer: for how many asks they were there in a week; a nil map: as their capacity says, in every week
}

// With is the past with one volunteer more, who was there all the time.
func (p Past) With(v matching.Volunteer) Past {
	n := len(p.Instance.Volunteers)
	p.Instance.Volunteers = append(p.Instance.Volunteers[:n:n], v)
	p.Room = append(p.Room[:n:n], nil)
	return p
}

// Place says on which level each ask is placed: 0 street, 1 section, 2 town, 3 district, or Unplaced. Tell, if any, hears how many asks are
// behind it. The error is that of the instance, or of the context soon after its end.
func Place(ctx context.Context, p Past, tell func(done int)) ([]int8, error) {
	out := make([]int8, len(p.Instance.Requests))
	weeks := map[int32][]int32{}
	for r, week := range p.Week {
		out[r] = Unplaced
		weeks[week] = append(weeks[week], int32(r))
	}
	apart := map[int32][]int32{}
	for _, x := range p.Instance.Exclusions {
		apart[x.Request] = append(apart[x.Request], x.Volunteer)
	}
	done := 0
	for week, requests := range weeks {
		if err := p.week(week, apart).place(ctx, requests, out); err != nil {
			return nil, err
		}
		if done += len(requests); tell != nil {
			tell(done)
		}
	}
	return out, nil
}

// aWeek is who was there in a week, as an instance without requests.
type aWeek struct {
	past  *matching.Instance
	in    matching.Instance
	known map[int32]int32 // by volunteer of the past: their place in this week
	apart map[int32][]int32
}

func (p *Past) week(week int32, apart map[int32][]int32) *aWeek {
	w := &aWeek{past: &p.Instance, in: matching.Instance{Streets: p.Instance.Streets, Costs: p.Instance.Costs}, known: map[int32]int32{}, apart: apart}
	for v, who := range p.Instance.Volunteers {
		if rooms := p.Room[v]; rooms != nil {
			who.Capacity = rooms[week]
		}
		if who.Capacity > 0 {
			w.known[int32(v)] = int32(len(w.in.Volunteers))
			w.in.Volunteers = append(w.in.Volunteers, who)
		}
	}
	return w
}

// place places the requests of the week, wider and wider, and writes their levels.
func (w *aWeek) place(ctx context.Context, requests []int32, out []int8) error {
	for level := range int8(levels) {
		var asked []int32
		for _, r := range requests {
			if out[r] == Unplaced && w.past.Requests[r].Level <= level {
				asked = append(asked, r)
			}
		}
		if len(asked) == 0 {
			continue
		}
		helpers, err := w.solve(ctx, asked, level)
		if err != nil {
			return err
		}
		for n, v := range helpers {
			if v != matching.None {
				out[asked[n]] = level
				w.in.Volunteers[v].Load++
			}
		}
	}
	return nil
}

// solve says who helps with each of some requests when they are asked for on a level.
func (w *aWeek) solve(ctx context.Context, asked []int32, level int8) ([]int32, error) {
	in := w.in
	for n, r := range asked {
		q := w.past.Requests[r]
		q.Level, q.Offer = level, matching.None
		in.Requests = append(in.Requests, q)
		for _, v := range w.apart[r] {
			if here, is := w.known[v]; is {
				in.Exclusions = append(in.Exclusions, matching.Exclusion{Request: int32(n), Volunteer: here})
			}
		}
	}
	plan, err := matching.Solve(ctx, &in, matching.Options{})
	if err != nil {
		return nil, err
	}
	return plan.Volunteer, nil
}
