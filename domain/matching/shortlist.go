package matching

import (
	"cmp"
	"slices"
)

// Candidate is a volunteer who could help, and why.
type Candidate struct {
	Volunteer int32
	Reason    Reason
}

// Shortlist returns the k volunteers who could help request r at the lowest cost (Reason.Cost, load price included),
// cheapest first, ties by id, for a person to choose from; fewer when there are fewer. No plan is considered.
func Shortlist(in *Instance, r int32, k int) []Candidate {
	var out []Candidate
	apart := in.apartFrom(r)
	for v := range in.Volunteers {
		if reason := in.reason(r, int32(v), apart[int32(v)]); reason.Feasible {
			out = append(out, Candidate{int32(v), reason})
		}
	}
	slices.SortStableFunc(out, func(a, b Candidate) int { return cmp.Compare(a.Reason.Cost, b.Reason.Cost) })
	return out[:min(max(0, k), len(out))]
}
