package matching

import (
	"cmp"
	"slices"
	"testing"
)

func TestPair_SaysWhy(t *testing.T) {
	streets := []Street{{}, {}, {X: 300, Y: 400}, {X: 3000, Section: 1}, {X: 4000, Section: 2, Town: 1}, {X: 1, Section: 3, Town: 2, District: 1}}
	asked := Request{Level: 3, Need: 5, Window: 1<<4 | 1<<9, Offer: None}
	helper := Volunteer{Street: 0, Reach: 3, Capacity: 2, Have: 7, Available: 1<<9 | 1<<20}
	feasible := Reason{Feasible: true, Slot: 9, Metres: 40, LoadPrice: 30, Cost: 70}
	for name, c := range map[string]struct {
		change func(q *Request, v *Volunteer, r *Reason)
		apart  []Exclusion
	}{
		"same street":    {change: func(*Request, *Volunteer, *Reason) {}},
		"other one kept": {change: func(*Request, *Volunteer, *Reason) {}, apart: []Exclusion{{1, 0}, {0, 1}}},
		"same spot, section": {change: func(_ *Request, v *Volunteer, r *Reason) {
			v.Street, r.Scope, r.Widening, r.Cost = 1, 1, 200, 270
		}},
		"same section": {change: func(_ *Request, v *Volunteer, r *Reason) {
			v.Street, r.Scope, r.Metres, r.Widening, r.Cost = 2, 1, 650, 200, 880
		}},
		"same town": {change: func(_ *Request, v *Volunteer, r *Reason) {
			v.Street, r.Scope, r.Metres, r.Widening, r.Cost = 3, 2, 3900, 1000, 4930
		}},
		"same district, second case": {change: func(_ *Request, v *Volunteer, r *Reason) {
			v.Street, v.Load, r.Scope, r.Metres, r.Widening, r.LoadPrice, r.Cost = 4, 1, 3, 5200, 4000, 90, 9290
		}},
		"anywhere": {change: func(q *Request, v *Volunteer, r *Reason) {
			q.Anywhere, q.Level, v.Street, v.Reach, r.Scope, r.Metres = true, 0, 4, 0, 3, 5200
		}},
		"invited already":     {change: func(q *Request, _ *Volunteer, r *Reason) { q.Offer = 0 }},
		"another one invited": {change: func(q *Request, _ *Volunteer, r *Reason) { q.Offer, r.Stability, r.Cost = 1, 150, 220 }},
		"lacks a skill":       {change: func(q *Request, _ *Volunteer, r *Reason) { q.Need, r.Lacks, r.Why = 13, 8, Unskilled }},
		"no common time":      {change: func(_ *Request, v *Volunteer, r *Reason) { v.Available, r.Slot, r.Why = 2, -1, NoTime }},
		"kept apart":          {change: func(_ *Request, _ *Volunteer, r *Reason) { r.Why = Apart }, apart: []Exclusion{{0, 0}}},
		"full":                {change: func(_ *Request, v *Volunteer, r *Reason) { v.Load, r.LoadPrice, r.Cost, r.Why = 2, 0, 40, Full }},
		"overfull, no places": {change: func(_ *Request, v *Volunteer, r *Reason) {
			v.Capacity, v.Load, r.LoadPrice, r.Cost, r.Why = 0, 3, 0, 40, Full
		}},
		"asked too near, and they stay near": {change: func(q *Request, v *Volunteer, r *Reason) {
			q.Level, v.Reach, v.Street = 0, 0, 1
			r.Scope, r.Widening, r.Cost, r.Why = 1, 200, 270, NotYet|OutOfReach
		}},
		"another district": {change: func(_ *Request, v *Volunteer, r *Reason) {
			v.Street = 5
			*r = Reason{Scope: 4, Slot: 9, Metres: 40, Why: Elsewhere}
		}},
		"no street": {change: func(q *Request, _ *Volunteer, r *Reason) {
			q.Street = None
			*r = Reason{Scope: 4, Slot: 9, Why: Unplaced}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			q, v, want := asked, helper, feasible
			c.change(&q, &v, &want)
			want.Feasible = want.Why == 0
			in := &Instance{Streets: streets, Requests: []Request{q, asked}, Volunteers: []Volunteer{v, helper}, Exclusions: c.apart}
			if got := Pair(in, 0, 0); got != want {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

// Mutant: reason forgets the reach.
func TestPair_AgreesWithTheSolver(t *testing.T) {
	for _, s := range shapes {
		in := s.draw(6)
		for r := range int32(len(in.Requests)) {
			for v := range int32(len(in.Volunteers)) {
				got := Pair(in, r, v)
				if got.Feasible != allows(in, r, v) {
					t.Fatalf("%s: request %d, volunteer %d: %+v", s.name, r, v, got)
				}
				if got.Feasible && got.Cost != in.pairCost(DefaultCosts(), r, v)+in.Volunteers[v].LoadPrice(60, 1) {
					t.Fatalf("%s: request %d, volunteer %d: cost %d", s.name, r, v, got.Cost)
				}
			}
		}
	}
}

// crowdOf is one unserved request (0) of class 2 among volunteers who each fail in one way, by the plan or before it.
func crowdOf(volunteers ...Volunteer) (*Instance, *Plan) {
	in := &Instance{
		Streets:    []Street{{}, {Section: 1}, {Section: 2, Town: 1}, {Section: 3, Town: 2, District: 1}},
		Volunteers: volunteers,
		Requests:   []Request{{Class: 2, Need: 3, Window: 1, Offer: None}, {Class: 1, Offer: None}, {Class: 2, Offer: None}},
		Exclusions: []Exclusion{{0, 1}},
	}
	return in, &Plan{Volunteer: []int32{None, None, None}}
}

func TestUnserved_NamesTheMainObstacle(t *testing.T) {
	good := Volunteer{Reach: 3, Capacity: 1, Have: 3, Available: 1}
	unskilled, late, full, far := good, good, good, good
	unskilled.Have, late.Available, full.Load, far.Street = 2, 2, 1, 3
	out := far
	out.Street, out.Reach = 2, 1
	for name, c := range map[string]struct {
		first Volunteer // volunteer 1 is the one kept apart
		other []Volunteer
		taken [2]int32 // who helps the more urgent request 1 and the equal request 2
		want  Reasons
	}{
		"nobody near":    {far, nil, [2]int32{None, None}, Reasons{Main: NobodyNear}},
		"out of reach":   {out, nil, [2]int32{None, None}, Reasons{Main: NobodyNear}},
		"nobody skilled": {unskilled, nil, [2]int32{None, None}, Reasons{Main: NobodySkilled, Near: 1, Unskilled: 1, Skill: 1, Learners: 1}},
		"wrong time":     {late, nil, [2]int32{None, None}, Reasons{Main: NobodyInTime, Near: 1, NoTime: 1}},
		"apart":          {unskilled, []Volunteer{good}, [2]int32{None, None}, Reasons{Main: AllApart, Near: 2, Unskilled: 1, Apart: 1, Skill: 1, Learners: 1}},
		"full":           {full, []Volunteer{good, late}, [2]int32{None, None}, Reasons{Main: AllFull, Near: 3, Full: 1, Apart: 1, NoTime: 1}},
		"to more urgent": {good, []Volunteer{good, full}, [2]int32{0, None}, Reasons{Main: ToMoreUrgent, Near: 3, ToMoreUrgent: 1, Apart: 1, Full: 1}},
		"to others":      {good, []Volunteer{good, good}, [2]int32{0, 2}, Reasons{Main: ToOthers, Near: 3, ToMoreUrgent: 1, ToOthers: 1, Apart: 1}},
		"overlooked":     {good, nil, [2]int32{None, None}, Reasons{Main: NoObstacle, Near: 1, Free: 1, Wider: [4]int{1, 1, 1, 1}}},
	} {
		t.Run(name, func(t *testing.T) {
			in, plan := crowdOf(append([]Volunteer{c.first}, c.other...)...)
			if c.other == nil {
				in.Exclusions = nil
			}
			plan.Volunteer[1], plan.Volunteer[2] = c.taken[0], c.taken[1]
			c.want.NextLevel = -1
			if got := Unserved(in, plan, 0); got != c.want {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestUnserved_SaysWhatWouldChangeIt(t *testing.T) {
	good := Volunteer{Reach: 3, Capacity: 1, Have: 3, Available: 1}
	section, town := good, good
	section.Street, town.Street = 1, 2
	in, plan := crowdOf(section, town, town, town)
	in.Requests[0].Level = 0
	in.Streets[1].Section = 0 // volunteer 0 in the section, 1 (apart), 2 and 3 in another town
	plan.Volunteer[1] = 2     // who is taken
	want := Reasons{Main: NobodyNear, Wider: [4]int{0, 1, 1, 2}, NextLevel: 1}
	if got := Unserved(in, plan, 0); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got, want := Unserved(in, plan, 1), (Reasons{NextLevel: -1}); got != want {
		t.Errorf("a served request: %+v", got)
	}
	in.Requests[0].Street = None
	if got, want := Unserved(in, plan, 0), (Reasons{Main: NoStreet, NextLevel: -1}); got != want {
		t.Errorf("without a street: %+v", got)
	}
}

// What is said holds: the counts add up, nobody is overlooked, and the request is served at the level that is named.
// Mutant: count lists those who have no room after the plan under Wider.
func TestUnserved_HoldsForEveryPlan(t *testing.T) {
	widened := 0
	each(t, 4, func(t *testing.T, in *Instance, plan *Plan) {
		for r, q := range in.Requests {
			got := Unserved(in, plan, int32(r))
			if got.Near != got.Unskilled+got.NoTime+got.Apart+got.Full+got.ToMoreUrgent+got.ToOthers+got.Free || got.Free > 0 {
				t.Errorf("request %d: the counts do not fit: %+v", r, got)
			}
			if plan.Volunteer[r] == None != (got.Main != NoObstacle) {
				t.Errorf("request %d: the obstacle is %d", r, got.Main)
			}
			if got.NextLevel < 0 {
				continue
			}
			widened++
			in.Requests[r].Level = got.NextLevel
			if after := solved(t, in); after.Served[q.Class] <= plan.Served[q.Class] {
				t.Errorf("request %d asked at level %d: served %v as before", r, got.NextLevel, after.Served)
			}
			in.Requests[r] = q
		}
	})
	if widened < 20 {
		t.Errorf("only %d requests could be widened: the test says nothing", widened)
	}
}

// Mutant: sorts by the pair's cost without the load price.
func TestShortlist_IsCheapestFirst(t *testing.T) {
	for _, s := range shapes {
		in := s.draw(9)
		for r := range int32(len(in.Requests)) {
			var want []int32
			for v := range int32(len(in.Volunteers)) {
				if allows(in, r, v) {
					want = append(want, v)
				}
			}
			cost := func(v int32) int64 {
				return in.pairCost(DefaultCosts(), r, v) + in.Volunteers[v].LoadPrice(60, 1)
			}
			slices.SortFunc(want, func(a, b int32) int { return cmp.Or(cmp.Compare(cost(a), cost(b)), cmp.Compare(a, b)) })
			for _, k := range []int{-1, 0, 1, 3, 1000} {
				got := Shortlist(in, r, k)
				if len(got) != min(max(k, 0), len(want)) {
					t.Fatalf("%s: request %d: %d of %d come out when %d are asked for", s.name, r, len(got), len(want), k)
				}
				for i, c := range got {
					if c.Volunteer != want[i] || c.Reason != Pair(in, r, c.Volunteer) {
						t.Fatalf("%s: request %d: place %d is %+v, want volunteer %d", s.name, r, i, c, want[i])
					}
				}
			}
		}
	}
}
