package app

import (
	"context"

	"waymark/domain/matching"
)

// anybody reports whether waiting at a request's level is of use: somebody could be asked if everybody had room.
func (b *board) anybody(n int) bool {
	for v := range b.helpers {
		if b.couldHelp(n, int32(v)) {
			return true
		}
	}
	return false
}

// anybodyElse is anybody once a plan is followed that puts the request to a helper: they and those whose last ask went into the plan do
// not count.
func (b *board) anybodyElse(n int, helper int32) bool {
	for _, v := range b.unspent {
		if v != helper && b.couldHelp(n, v) {
			return true
		}
	}
	return false
}

// couldHelp reports whether a helper could be asked if they had room.
func (b *board) couldHelp(n int, v int32) bool {
	return matching.Pair(&b.instance, int32(n), v).Why&^matching.Full == 0
}

// last looks a plan ahead: for which requests, by their numbers, would the next plan find nobody to ask besides the one whom this plan
// chooses. What it says of these is said at once, instead of reading, solving and writing all of them again. Where it is not sure it
// says no, and the next plan looks: it leaves helpers more room than they will have, and passes over requests for which those who did
// not answer before may be asked again.
func (b *board) last(ctx context.Context, choice []int32) ([]bool, error) {
	next := matching.Instance{Streets: b.instance.Streets, Costs: b.instance.Costs}
	next.Volunteers = append(next.Volunteers, b.instance.Volunteers...)
	spent := make([]bool, len(b.helpers))
	var asked []int                          // the numbers of the requests of next
	number := make([]int32, len(b.requests)) // and the way back
	for n, v := range choice {
		number[n] = matching.None
		if v == matching.None {
			continue
		}
		if b.helpers[v].AsksLeft <= 1 {
			spent[v], next.Volunteers[v].Capacity = true, next.Volunteers[v].Load
		}
		if b.again || len(b.requests[n].Silent) == 0 {
			number[n] = int32(len(asked))
			asked = append(asked, n)
			next.Requests = append(next.Requests, b.instance.Requests[n])
			next.Exclusions = append(next.Exclusions, matching.Exclusion{Request: number[n], Volunteer: v})
		}
	}
	for _, x := range b.instance.Exclusions {
		if n := number[x.Request]; n != matching.None {
			next.Exclusions = append(next.Exclusions, matching.Exclusion{Request: n, Volunteer: x.Volunteer})
		}
	}
	b.unspent = nil
	for v := range b.helpers {
		if !spent[v] {
			b.unspent = append(b.unspent, int32(v))
		}
	}
	plan, err := matching.Solve(ctx, &next, matching.Options{})
	if err != nil {
		return nil, err
	}
	out := make([]bool, len(b.requests))
	for i, n := range asked {
		out[n] = plan.Volunteer[i] == matching.None
	}
	return out, nil
}
