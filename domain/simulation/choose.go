package simulation

import (
	"cmp"
	"context"
	"slices"

	"waymark/domain/matching"
)

// choose picks a volunteer, or matching.None, for each of the requests: by a plan, or as the simple query does. With again, those who did not
// answer at a narrower level are in it.
func (w *town) choose(ctx context.Context, requests []int32, again bool) ([]int32, error) {
	if w.NearestFirst {
		return w.nearestFirst(requests, again), nil
	}
	in := matching.Instance{Streets: w.Instance.Streets, Costs: matching.CostsOf(w.Policy.Weights), Volunteers: slices.Clone(w.Instance.Volunteers)}
	for v := range in.Volunteers {
		who, h := &in.Volunteers[v], &w.hands[v]
		who.Held = int32(w.Policy.Weights.Held(h.yeses, h.asked))
		who.Load = int16(min(h.booked+h.live, int(who.Capacity)))
		if !w.free(int32(v)) {
			who.Load = who.Capacity
		}
	}
	for n, r := range requests {
		a, q := &w.asks[r], w.Instance.Requests[r]
		q.Level, q.Offer = a.level, matching.None
		in.Requests = append(in.Requests, q)
		for _, v := range w.apart[r] {
			in.Exclusions = append(in.Exclusions, matching.Exclusion{Request: int32(n), Volunteer: v})
		}
		for v := range a.said {
			if a.asked(v, again) {
				in.Exclusions = append(in.Exclusions, matching.Exclusion{Request: int32(n), Volunteer: v})
			}
		}
		for v, short := range w.Short {
			if q.Class == 0 && !short {
				in.Exclusions = append(in.Exclusions, matching.Exclusion{Request: int32(n), Volunteer: int32(v)})
			}
		}
	}
	plan, err := matching.Solve(ctx, &in, matching.Options{})
	if err != nil {
		return nil, err
	}
	return plan.Volunteer, nil
}

// nearestFirst is what a simple query does: the oldest request first, each to the nearest who is free and can.
func (w *town) nearestFirst(requests []int32, again bool) []int32 {
	order := make([]int, len(requests))
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(w.asks[requests[a]].raised, w.asks[requests[b]].raised)
	})
	out := make([]int32, len(requests))
	taken := map[int32]int{}
	for _, n := range order {
		r := requests[n]
		best, metres := matching.None, int64(0)
		for _, v := range w.within(r) {
			if !w.could(r, v, again) || !w.free(v) || w.hands[v].booked+w.hands[v].live+taken[v] >= int(w.Instance.Volunteers[v].Capacity) {
				continue
			}
			if m := w.walk(r, v); best == matching.None || m < metres {
				best, metres = v, m
			}
		}
		if best != matching.None {
			taken[best]++
		}
		out[n] = best
	}
	return out
}

// within are those who live as near as a request is asked, by id.
func (w *town) within(r int32) []int32 {
	q, level := &w.Instance.Requests[r], w.asks[r].level
	if q.Anywhere {
		level = levels - 1
	}
	return w.near[level][w.placesOf(q.Street)[level]]
}

// asked reports whether somebody has been asked and may not be asked again now: they wait, they said no, or they did not answer at
// this level, or again is false.
func (a *ask) asked(v int32, again bool) bool {
	level, known := a.said[v]
	return known && (!again || level >= a.level)
}

// could reports whether a volunteer could be asked for a request at its level, had they room.
func (w *town) could(r, v int32, again bool) bool {
	q, a, who := &w.Instance.Requests[r], &w.asks[r], &w.Instance.Volunteers[v]
	if who.Have&q.Need != q.Need || who.Available&q.Window == 0 || (!q.Anywhere && w.Instance.Scope(q.Street, who.Street) > who.Reach) {
		return false
	}
	if q.Class == 0 && w.Short != nil && !w.Short[v] {
		return false
	}
	return !a.asked(v, again) && !slices.Contains(w.apart[r], v)
}

// anybody reports whether somebody is left to ask at the level of a request, with room or without.
func (w *town) anybody(r int32) bool {
	return slices.ContainsFunc(w.within(r), func(v int32) bool { return w.could(r, v, true) })
}
