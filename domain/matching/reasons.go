package matching

import "math/bits"

// Cause is a set of things that keep a volunteer from a request.
type Cause uint16

// The causes. A pair is feasible when there is none.
const (
	Unplaced   Cause = 1 << iota // the request has no street yet
	Elsewhere                    // they live in another district
	NotYet                       // they live farther away than the request is being asked
	OutOfReach                   // the request is farther away than they would go
	Unskilled                    // they lack at least one of the skills: Reason.Lacks
	NoTime                       // they are never free when help is useful
	Apart                        // the two are kept apart, or they said no to this request
	Full                         // their week is full
)

// Reason is all that is needed to tell a person why a volunteer can or cannot help, and what speaks for them. Distances
// and charges are metres.
type Reason struct {
	Feasible bool
	Why      Cause  // every cause that applies; 0 when feasible
	Lacks    uint32 // the skill bits that are needed and missing
	Scope    int8   // where they live: 0 same street, 1 section, 2 town, 3 district, 4 elsewhere or unknown
	Slot     int    // the earliest part of the week that suits both (3·day + part, day 0 is today), or -1

	Metres    int64 // the walk, at least 40; also when distance does not matter; 0 when the request has no street
	Widening  int64 // charged because of the scope
	Stability int64 // charged because another volunteer holds the live invitation
	LoadPrice int64 // charged for the volunteer's next new case; 0 when they are full
	Cost      int64 // all of these: what the plan would weigh for this volunteer's next case, but for Volunteer.Held
}

// Pair explains request r and volunteer v of a valid instance, with no regard to any plan.
func Pair(in *Instance, r, v int32) Reason {
	apart := false
	for _, x := range in.Exclusions {
		apart = apart || x == Exclusion{r, v}
	}
	return in.reason(r, v, apart)
}

// reason is Pair for callers that know whether the two are kept apart.
func (in *Instance) reason(r, v int32, apart bool) Reason {
	q, w := &in.Requests[r], &in.Volunteers[v]
	costs := in.Costs.orDefault()
	out := Reason{Scope: elsewhere, Slot: -1, Lacks: q.Need &^ w.Have}
	note := func(c Cause, holds bool) {
		if holds {
			out.Why |= c
		}
	}
	note(Unskilled, out.Lacks != 0)
	note(Apart, apart)
	note(Full, w.room() == 0)
	if common := q.Window & w.Available; common != 0 {
		out.Slot = bits.TrailingZeros32(common)
	}
	note(NoTime, out.Slot < 0)
	if q.Street == None {
		note(Unplaced, true)
		return out
	}
	out.Scope = in.Scope(q.Street, w.Street)
	out.Metres = Metres(in.Streets[q.Street], in.Streets[w.Street])
	if out.Scope == elsewhere {
		note(Elsewhere, true)
		return out
	}
	if !q.Anywhere {
		note(NotYet, out.Scope > q.Level)
		note(OutOfReach, out.Scope > w.Reach)
		out.Widening = costs.Widening[out.Scope]
	}
	if q.Offer != None && q.Offer != v {
		out.Stability = costs.Stability
	}
	if w.room() > 0 {
		out.LoadPrice = w.LoadPrice(costs.LoadBase, 1)
	}
	out.Cost = in.pairCost(costs, r, v) - int64(w.Held) + out.LoadPrice
	out.Feasible = out.Why == 0
	return out
}

// Obstacle is the main thing that keeps a request unserved: the last hurdle that anybody reached.
type Obstacle int8

// The obstacles, in the order in which hurdles are taken.
const (
	NoObstacle    Obstacle = iota // it is served, or a volunteer who could help has room (no best plan leaves that)
	NoStreet                      // it has no street yet
	NobodyNear                    // nobody lives within the level and would go that far
	NobodySkilled                 // they are near, but none has all the skills
	NobodyInTime                  // some have the skills, but none is free when help is useful
	AllApart                      // those who are left are all kept apart, or said no
	AllFull                       // those who are left had full weeks before the plan
	ToMoreUrgent                  // those who are left are given to more urgent requests only
	ToOthers                      // some of those who are left are given to requests of the same urgency
)

// Reasons say why a request is not served and what would change it. Each volunteer who is Near is counted once more,
// under the first hurdle they fail: Near = Unskilled + NoTime + Apart + Full + ToMoreUrgent + ToOthers + Free.
type Reasons struct {
	Main Obstacle

	Near         int // they live within the request's level and would go that far
	Unskilled    int
	NoTime       int
	Apart        int
	Full         int
	ToMoreUrgent int // all their new cases in the plan are of more urgent classes
	ToOthers     int // at least one is not
	Free         int // could help and have room after the plan: none in a best plan

	// What would change it. One more place for any of the Full, ToMoreUrgent or ToOthers would do as well.
	Wider     [4]int // by level: how many could help and have room after the plan, were the request asked at that level
	NextLevel int8   // the first level wider than its own at which somebody could, or -1
	Skill     uint32 // the one skill bit that most of the near lack and that is all they lack, or 0
	Learners  int    // how many these are; they are free in time, not apart, and have room after the plan
}

// Unserved explains why the plan leaves request r without a volunteer; the zero Reasons (but NextLevel -1) when it does
// not. The work is one pass over the instance.
func Unserved(in *Instance, plan *Plan, r int32) Reasons {
	out := Reasons{NextLevel: -1}
	q := in.Requests[r]
	switch {
	case plan.Volunteer[r] != None:
		return out
	case q.Street == None:
		out.Main = NoStreet
		return out
	}
	c := newCensus(in, plan, r)
	for v := range in.Volunteers {
		c.count(&out, int32(v))
	}
	for l := q.Level + 1; l < levels && out.NextLevel < 0 && !q.Anywhere; l++ {
		if out.Wider[l] > out.Wider[q.Level] {
			out.NextLevel = l
		}
	}
	for b, n := range c.single {
		if n > out.Learners {
			out.Skill, out.Learners = 1<<b, n
		}
	}
	out.Main = out.main()
	return out
}

// main is the last hurdle that anybody reached.
func (rs *Reasons) main() Obstacle {
	switch {
	case rs.Free > 0:
		return NoObstacle
	case rs.ToOthers > 0:
		return ToOthers
	case rs.ToMoreUrgent > 0:
		return ToMoreUrgent
	case rs.Full > 0:
		return AllFull
	case rs.Apart > 0:
		return AllApart
	case rs.NoTime > 0:
		return NobodyInTime
	case rs.Unskilled > 0:
		return NobodySkilled
	}
	return NobodyNear
}

// census counts the volunteers of one unserved request by what keeps them from it.
type census struct {
	in     *Instance
	r      int32
	apart  map[int32]bool // volunteers
	taken  []int          // by volunteer: new cases in the plan
	alike  []bool         // by volunteer: one of these is no more urgent than r
	single [32]int        // by skill bit: those who lack only that
}

func newCensus(in *Instance, plan *Plan, r int32) *census {
	c := &census{in: in, r: r, apart: in.apartFrom(r), taken: make([]int, len(in.Volunteers)), alike: make([]bool, len(in.Volunteers))}
	for q, v := range plan.Volunteer {
		if v == None {
			continue
		}
		c.taken[v]++
		if in.Requests[q].Class >= in.Requests[r].Class {
			c.alike[v] = true
		}
	}
	return c
}

func (in *Instance) apartFrom(r int32) map[int32]bool {
	out := map[int32]bool{}
	for _, x := range in.Exclusions {
		if x.Request == r {
			out[x.Volunteer] = true
		}
	}
	return out
}

// count puts volunteer v under the first hurdle that they fail, and under what would change.
func (c *census) count(out *Reasons, v int32) {
	reason := c.in.reason(c.r, v, c.apart[v])
	if reason.Why&(Elsewhere|OutOfReach) != 0 {
		return
	}
	free := c.in.Volunteers[v].room() > c.taken[v]
	if free && reason.Why&^NotYet == 0 {
		for l := c.from(reason); l < levels; l++ {
			out.Wider[l]++
		}
	}
	if reason.Why&NotYet != 0 {
		return
	}
	out.Near++
	if free && reason.Why == Unskilled && bits.OnesCount32(reason.Lacks) == 1 {
		c.single[bits.TrailingZeros32(reason.Lacks)]++
	}
	switch {
	case reason.Why&Unskilled != 0:
		out.Unskilled++
	case reason.Why&NoTime != 0:
		out.NoTime++
	case reason.Why&Apart != 0:
		out.Apart++
	case reason.Why&Full != 0:
		out.Full++
	case free:
		out.Free++
	case c.alike[v]:
		out.ToOthers++
	default:
		out.ToMoreUrgent++
	}
}

// from is the narrowest level at which the pair of this reason is asked.
func (c *census) from(reason Reason) int8 {
	if c.in.Requests[c.r].Anywhere {
		return 0
	}
	return reason.Scope
}
