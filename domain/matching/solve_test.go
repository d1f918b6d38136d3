package matching

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Each test of an invariant names the mutant of the solver that was tried and made it fail.

// Mutant: between forgets those kept apart.
func TestSolve_PairsAreFeasible(t *testing.T) {
	each(t, 15, func(t *testing.T, in *Instance, plan *Plan) {
		for r, v := range plan.Volunteer {
			if v != None && !allows(in, int32(r), v) {
				t.Errorf("request %d went to volunteer %d, who cannot help", r, v)
			}
		}
	})
}

// Mutant: furnish gives each column as many units as the capacity, whatever the load.
func TestSolve_CapacitiesAreKept(t *testing.T) {
	each(t, 15, func(t *testing.T, in *Instance, plan *Plan) {
		used := make([]int, len(in.Volunteers))
		for _, v := range plan.Volunteer {
			if v != None {
				used[v]++
			}
		}
		for v, w := range in.Volunteers {
			if used[v] > 0 && used[v]+int(w.Load) > int(w.Capacity) {
				t.Errorf("volunteer %d: %d of %d places were taken and %d more were given", v, w.Load, w.Capacity, used[v])
			}
		}
	})
}

// Mutant: scan ends a path at a free unit without paying for it (end := d).
func TestSolve_EqualsBruteForceToTheByte(t *testing.T) {
	for seed := range uint64(400) {
		in := tiny.draw(seed)
		plan, want := solved(t, in), bruteForce(in)
		if !slices.Equal(plan.Volunteer, want) {
			t.Fatalf("seed %d: got %v %v, the canonical best is %v %v", seed, plan.Volunteer, plan.objective(), want, objective(in, want))
		}
	}
}

// Mutant: each worker stops after its first district.
func TestSolve_WorkersChangeNothing(t *testing.T) {
	s := mixed
	s.districts, s.streets, s.volunteers, s.requests = 9, 90, 120, 120
	for seed := range uint64(10) {
		in := s.draw(seed)
		one := solved(t, in)
		for _, workers := range []int{-1, 0, 1, 3, 50} {
			got, err := Solve(context.Background(), in, Options{Workers: workers})
			if err != nil || !reflect.DeepEqual(got, one) {
				t.Fatalf("seed %d: %d workers gave another plan (%v)", seed, workers, err)
			}
		}
		if !reflect.DeepEqual(in, s.draw(seed)) {
			t.Fatalf("seed %d: the instance was changed", seed)
		}
	}
}

// Mutant: desk.solve does not settle ties.
func TestSolve_OrderOfArrivalChangesNothing(t *testing.T) {
	each(t, 10, func(t *testing.T, in *Instance, plan *Plan) {
		rng := rand.New(rand.NewPCG(in.Seed, 1))
		eachDistrict(t, in, func(k *desk) {
			for _, q := range rng.Perm(len(k.rows)) {
				check(t, k.insert(int32(q)))
			}
			check(t, k.settleTies())
			k.expect(t, plan)
		})
		shuffled := *in
		shuffled.Exclusions = slices.Clone(in.Exclusions)
		rng.Shuffle(len(in.Exclusions), reflect.Swapper(shuffled.Exclusions))
		if !reflect.DeepEqual(solved(t, &shuffled), plan) {
			t.Error("the order of the exclusions changed the plan")
		}
	})
}

// Mutants: offer puts a column only into the list of its reach (for reach and level); offered asks for the very skills that
// are needed (for skills), for the very times (for slots); furnish gives fewer units as the capacity grows.
func TestSolve_AddingNeverLowersTheServed(t *testing.T) {
	additions := map[string]func(in *Instance, rng *rand.Rand){
		"volunteer": func(in *Instance, rng *rand.Rand) {
			v := in.Volunteers[rng.IntN(len(in.Volunteers))]
			v.Street = rng.Int32N(int32(len(in.Streets)))
			in.Volunteers = append(in.Volunteers, v)
		},
		"capacity": func(in *Instance, rng *rand.Rand) { in.Volunteers[rng.IntN(len(in.Volunteers))].Capacity++ },
		"reach": func(in *Instance, rng *rand.Rand) {
			v := &in.Volunteers[rng.IntN(len(in.Volunteers))]
			v.Reach = min(levels-1, v.Reach+1)
		},
		"skill": func(in *Instance, rng *rand.Rand) {
			in.Volunteers[rng.IntN(len(in.Volunteers))].Have |= 1 << rng.IntN(9)
		},
		"slot": func(in *Instance, rng *rand.Rand) {
			in.Volunteers[rng.IntN(len(in.Volunteers))].Available |= 1 << rng.IntN(5)
		},
		"level": func(in *Instance, rng *rand.Rand) {
			r := &in.Requests[rng.IntN(len(in.Requests))]
			r.Level = min(levels-1, r.Level+1)
		},
	}
	for name, add := range additions {
		t.Run(name, func(t *testing.T) {
			each(t, 2, func(t *testing.T, in *Instance, plan *Plan) {
				rng := rand.New(rand.NewPCG(in.Seed, 2))
				before := plan.Served
				for range 6 {
					add(in, rng)
					after := solved(t, in).Served
					if slices.Compare(after[:], before[:]) < 0 {
						t.Fatalf("served %v before and %v after", before, after)
					}
					before = after
				}
			})
		})
	}
}

// Mutant: advance does not put out the giver. Mutant: reprice does not raise the values of rows.
func TestMarket_EachInsertionEqualsAFreshPlan(t *testing.T) {
	for _, s := range []shape{crowded, tied} {
		s.districts, s.requests = 1, 20
		in := s.draw(3)
		part := *in
		part.Requests = slices.Clone(in.Requests)
		for i := range part.Requests {
			part.Requests[i].Street = None // not there yet
		}
		eachDistrict(t, in, func(k *desk) {
			for q, r := range k.requests {
				check(t, k.insert(int32(q)))
				part.Requests[r] = in.Requests[r]
				choice := slices.Repeat([]int32{None}, len(in.Requests))
				for q, r := range k.requests {
					if v := k.rows[q].match; v >= 0 {
						choice[r] = k.volunteers[v]
					}
				}
				if got, want := objective(in, choice), solved(t, &part).objective(); got != want {
					t.Fatalf("%s: after request %d the market has %v, a fresh plan %v", s.name, r, got, want)
				}
			}
		})
	}
}

// eachDistrict lays each district of an instance out.
func eachDistrict(t *testing.T, in *Instance, do func(k *desk)) {
	t.Helper()
	l, err := newLayout(in, in.Costs.orDefault(), &pulse{})
	check(t, err)
	k := &desk{layout: l}
	for _, d := range l.districts() {
		k.lay(d)
		do(k)
	}
}

// expect fails unless each request of the district has the volunteer whom a plan gives it.
func (k *desk) expect(t *testing.T, plan *Plan) {
	t.Helper()
	for q, r := range k.requests {
		got := None
		if v := k.rows[q].match; v != None {
			got = k.volunteers[v]
		}
		if got != plan.Volunteer[r] {
			t.Errorf("request %d went to %d, and to %d in the plan", r, got, plan.Volunteer[r])
		}
	}
}

// The two ways to solve a district give the same plan, wherever the first is broken off.
// Mutants: sweep marks what it is not sure of; spread begins with columns that are labelled; close labels nothing;
// solveBlock does not fill; floors are not taken away before it does.
func TestSolve_CrowdedOrNotIsTheSame(t *testing.T) {
	each(t, 10, func(t *testing.T, in *Instance, plan *Plan) {
		rng := rand.New(rand.NewPCG(in.Seed, 5))
		eachDistrict(t, in, func(k *desk) {
			for q := range rng.IntN(len(k.rows) + 1) {
				check(t, k.insert(int32(q)))
			}
			check(t, k.crowd.solve(&k.market))
			sound(t, &k.place, &k.market)
			check(t, k.settleTies())
			sound(t, &k.place, &k.market)
			k.expect(t, plan)
		})
	})
}

// Rows are only a cache: forgetting them at every turn changes nothing.
// Mutant: forget leaves the rows as if they were made.
func TestSolve_ForgettingRowsChangesNothing(t *testing.T) {
	each(t, 3, func(t *testing.T, in *Instance, plan *Plan) {
		eachDistrict(t, in, func(k *desk) {
			k.most = 0
			check(t, insertAll(&k.market))
			check(t, k.crowd.solve(&k.market))
			check(t, k.settleTies())
			k.expect(t, plan)
		})
	})
}

// Mutant: report books the new cases in the instance.
func TestSolve_RemovingAndAddingAgainRestoresThePlan(t *testing.T) {
	each(t, 5, func(t *testing.T, in *Instance, plan *Plan) {
		for v := range in.Volunteers {
			was := in.Volunteers[v]
			in.Volunteers[v].Capacity = 0
			if less := solved(t, in).objective(); slices.Compare(less[:], sliceOf(plan.objective())) > 0 {
				t.Fatalf("without volunteer %d the plan is better: %v", v, less)
			}
			in.Volunteers[v] = was
		}
		if !reflect.DeepEqual(solved(t, in), plan) {
			t.Error("the plan is another one after everybody was away and came back")
		}
	})
}

// The most that can be served of classes 0 to k together is served, for each k: what the matroid argument promises.
// Mutant: worth uses a gap of 1 instead of n·dearest + 1.
func TestSolve_ServesAsManyAsAnyMatching(t *testing.T) {
	each(t, 15, func(t *testing.T, in *Instance, plan *Plan) {
		served := 0
		for k := range int8(classes) {
			served += plan.Served[k]
			if most := maximumMatching(in, k); served != most {
				t.Errorf("of classes up to %d, %d are served and %d could be", k, served, most)
			}
		}
	})
}

// maximumMatching is how many requests of class k or more urgent can be served at once (Kuhn's algorithm).
func maximumMatching(in *Instance, k int8) int {
	held := make([][]int32, len(in.Volunteers))
	var seen []bool
	var place func(r int32) bool
	place = func(r int32) bool {
		for v := range in.Volunteers {
			if seen[v] || !allows(in, r, int32(v)) {
				continue
			}
			seen[v] = true
			if len(held[v]) < in.Volunteers[v].room() {
				held[v] = append(held[v], r)
				return true
			}
			for i, other := range held[v] {
				if place(other) {
					held[v][i] = r
					return true
				}
			}
		}
		return false
	}
	n := 0
	for r, q := range in.Requests {
		seen = make([]bool, len(in.Volunteers))
		if q.Class <= k && place(int32(r)) {
			n++
		}
	}
	return n
}

// Mutant: scan returns after the first arc of a row.
func TestSolve_NobodyWithRoomIsOverlooked(t *testing.T) {
	each(t, 15, func(t *testing.T, in *Instance, plan *Plan) {
		used := make([]int, len(in.Volunteers))
		for _, v := range plan.Volunteer {
			if v != None {
				used[v]++
			}
		}
		for r, v := range plan.Volunteer {
			for w := range in.Volunteers {
				if v == None && used[w] < in.Volunteers[w].room() && allows(in, int32(r), int32(w)) {
					t.Errorf("request %d is not served though volunteer %d has room", r, w)
				}
			}
		}
	})
}

func TestSolve_EmptyInstances(t *testing.T) {
	street := []Street{{}}
	for name, in := range map[string]*Instance{
		"nothing":            {},
		"nobody asks":        {Streets: street, Volunteers: []Volunteer{{Capacity: 1}}},
		"nobody helps":       {Streets: street, Requests: []Request{{Offer: None, Class: 2}}},
		"no place in a week": {Streets: street, Volunteers: []Volunteer{{Available: 1}}, Requests: []Request{{Offer: None, Window: 1}}},
		"no street yet": {Streets: street, Volunteers: []Volunteer{{Capacity: 1, Available: 1}},
			Requests: []Request{{Street: None, Offer: None, Window: 1, Anywhere: true}}},
	} {
		plan := solved(t, in)
		if plan.Served != [4]int{} || plan.Cost != 0 {
			t.Errorf("%s: served %v at %d", name, plan.Served, plan.Cost)
		}
	}
}

// A live invitation is kept unless somebody else is better by more than the stability charge; other rates give another
// plan without a change to the instance.
func TestSolve_CostsDecide(t *testing.T) {
	in := &Instance{
		Streets:    []Street{{}, {X: 100}, {X: 200}}, // 0 and 1 are 130 m apart, 0 and 2 are 260 m
		Volunteers: []Volunteer{{Street: 1, Reach: 1, Capacity: 1, Available: 1}, {Street: 2, Reach: 1, Capacity: 1, Available: 1}},
		Requests:   []Request{{Level: 1, Window: 1, Offer: 1}},
	}
	if plan := solved(t, in); plan.Volunteer[0] != 1 || plan.Cost != 260+200+60 {
		t.Errorf("with the usual rates volunteer %d helps at %d", plan.Volunteer[0], plan.Cost)
	}
	restless := DefaultCosts()
	restless.Stability = 100
	plan, err := Solve(t.Context(), in, Options{Costs: restless})
	if err != nil || plan.Volunteer[0] != 0 || plan.Cost != 130+200+100+60 {
		t.Fatalf("with a lower charge volunteer %d helps at %d (%v)", plan.Volunteer[0], plan.Cost, err)
	}
	if err := Certify(in, plan); err != nil {
		t.Error(err)
	}
}

func TestSolve_Refuses(t *testing.T) {
	steep := DefaultCosts()
	steep.Widening[3] = 1 << 50
	bad := DefaultCosts()
	bad.Widening[2] = 100
	for name, c := range map[string]struct {
		in   *Instance
		opt  Options
		want string
	}{
		"an invalid instance": {&Instance{Volunteers: []Volunteer{{Street: 4}}}, Options{}, "volunteer 0: there is no street 4"},
		"falling charges":     {&Instance{}, Options{Costs: bad}, "the widening charges must not"},
		"its own bad charges": {&Instance{Costs: bad}, Options{}, "the widening charges must not"},
		"too large a product": {&Instance{Requests: slices.Repeat([]Request{{Street: None, Offer: None}}, 1024)}, Options{Costs: steep},
			"too large to be solved exactly: 1024 requests"},
	} {
		if _, err := Solve(t.Context(), c.in, c.opt); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want ...%s...", name, err, c.want)
		}
	}
}

// countdown is a context that ends at the n-th look.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// Every long search looks at its context by itself: in each of these no other step does.
// Mutants: nearest does not look; list of ties does not; pack does not.
func TestMarket_LooksAtTheContextWhileItSearches(t *testing.T) {
	s := crowded
	s.requests, s.volunteers, s.skills = 600, 200, 0
	in := s.draw(1)
	for i := range in.Requests {
		in.Requests[i].Level, in.Requests[i].Window = 3, 1<<slots-1
	}
	eachDistrict(t, in, func(k *desk) {
		looked := func(what string, atLeast int64, do func() error) {
			t.Helper()
			looks := &countdown{t.Context(), 1 << 30}
			k.pulse = pulse{ctx: looks}
			check(t, do())
			if got := int64(1<<30 - looks.left); got < atLeast || atLeast == 0 {
				t.Errorf("%s looked at its context %d times, not %d", what, got, atLeast)
			}
		}
		looks := &countdown{t.Context(), 1 << 30}
		k.pulse = pulse{ctx: looks}
		check(t, insertAll(&k.market))
		if got, want := int64(1<<30-looks.left), k.pops/patience; got < want || want < 5 {
			t.Errorf("in %d pops insertion looked at its context %d times", k.pops, got)
		}
		looked("ties", int64(len(k.rows)/patience), k.settleTies)
		looked("packing", int64(2*len(k.rows)/patience), func() error { return k.crowd.pack(&k.market) })
	})
}

// Each of its looks is the one that ends it, in turn; only a
// plan that needed no further look may come out.
func TestSolve_StopsWithItsContext(t *testing.T) {
	s := crowded
	s.requests, s.volunteers, s.skills = 120, 60, 0
	in := s.draw(1)
	for i := range in.Requests {
		in.Requests[i].Level, in.Requests[i].Window = 3, 1<<slots-1 // long rows, so long searches
	}
	looks := &countdown{t.Context(), 1 << 30}
	plan, err := Solve(looks, in, Options{})
	if err != nil {
		t.Fatal(err)
	}
	// Requests are inserted and their tight arcs listed, and columns searched, with a look at every few of these.
	needed, atLeast := 1<<30-looks.left, (2*len(in.Requests)+int(plan.Pops))/patience
	if needed < atLeast || plan.Pops < 2*patience {
		t.Errorf("in %d pops the context was looked at %d times, not even %d", plan.Pops, needed, atLeast)
	}
	for n := range needed {
		if plan, err := Solve(&countdown{t.Context(), n}, in, Options{}); err == nil || plan != nil {
			t.Fatalf("a plan came out though the context ended at look %d of %d", n, needed)
		}
	}
	ended, cancel := context.WithCancelCause(t.Context())
	why := errors.New("the beat is over")
	cancel(why)
	if _, err := Solve(ended, in, Options{Workers: 2}); !errors.Is(err, why) {
		t.Errorf("got %v, want the cause", err)
	}
}

func TestPlan_WriteSolution(t *testing.T) {
	var out bytes.Buffer
	plan := &Plan{Volunteer: []int32{3, None, 0, 12}}
	if err := plan.WriteSolution(&out); err != nil || out.String() != "0 3\n2 0\n3 12\n" {
		t.Errorf("wrote %q (%v)", out.String(), err)
	}
}
