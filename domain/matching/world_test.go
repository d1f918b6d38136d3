package matching

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// shape says what kind of small instances to draw.
type shape struct {
	name                          string
	streets, volunteers, requests int
	districts                     int32
	skills                        int     // the fewer, the more pairs
	capacity                      int     // at most
	busy                          float64 // share of places taken before
	offers, exclusions            float64 // share of requests that have some
	anywhere                      float64
	near                          bool // many streets on the same few spots, so that many pairs cost the same
}

var (
	mixed   = shape{name: "mixed", streets: 24, volunteers: 30, requests: 30, districts: 2, skills: 4, capacity: 3, busy: .3, offers: .2, exclusions: .3}
	crowded = shape{name: "crowded", streets: 12, volunteers: 10, requests: 45, districts: 1, skills: 2, capacity: 2, busy: .4, offers: .2, exclusions: .2}
	roomy   = shape{name: "roomy", streets: 20, volunteers: 40, requests: 20, districts: 1, skills: 2, capacity: 8, busy: .2, offers: .5, exclusions: .6}
	picky   = shape{name: "picky", streets: 20, volunteers: 40, requests: 50, districts: 3, skills: 9, capacity: 3, busy: .3, offers: .1, exclusions: .1}
	tied    = shape{name: "tied", streets: 8, volunteers: 14, requests: 30, districts: 2, skills: 1, capacity: 3, busy: .1, offers: 0, exclusions: .1, near: true}
	distant = shape{name: "distant", streets: 16, volunteers: 16, requests: 24, districts: 2, skills: 3, capacity: 2, busy: .2, offers: .3, exclusions: .2, anywhere: .4}
	tiny    = shape{name: "tiny", streets: 5, volunteers: 4, requests: 5, districts: 1, skills: 1, capacity: 2, busy: .2, offers: .3, exclusions: .2, anywhere: .2, near: true}

	shapes = []shape{mixed, crowded, roomy, picky, tied, distant, tiny}
)

// draw makes an instance of the shape; the same seed gives the same one.
func (s shape) draw(seed uint64) *Instance {
	rng := rand.New(rand.NewPCG(seed, 7))
	chance := func(p float64) bool { return rng.Float64() < p }
	mask := func(bits int, p float64) (m uint32) {
		for b := range bits {
			if chance(p) {
				m |= 1 << b
			}
		}
		return m
	}
	in := &Instance{Seed: seed}
	side := int32(3000)
	if s.near {
		side = 3
	}
	for range s.streets {
		section := rng.Int32N(6 * s.districts) // three sections a town, two towns a district
		in.Streets = append(in.Streets, Street{rng.Int32N(side), rng.Int32N(side), section, section / 3, section / 6})
	}
	for range s.volunteers {
		v := Volunteer{Street: rng.Int32N(int32(s.streets)), Reach: int8(rng.IntN(levels)), Capacity: int16(rng.IntN(s.capacity + 1)),
			Have: mask(s.skills, .7), Available: mask(5, .5)}
		for range v.Capacity + 1 {
			if chance(s.busy) {
				v.Load++ // now and then above the capacity
			}
		}
		in.Volunteers = append(in.Volunteers, v)
	}
	for r := range s.requests {
		q := Request{Street: rng.Int32N(int32(s.streets)), Class: int8(rng.IntN(classes)), Level: int8(rng.IntN(levels)),
			Need: mask(s.skills, .3), Window: mask(5, .5), Age: rng.Int32N(1000), Offer: None, Anywhere: chance(s.anywhere)}
		if chance(s.offers) {
			q.Offer = rng.Int32N(int32(s.volunteers))
		}
		for chance(s.exclusions) {
			in.Exclusions = append(in.Exclusions, Exclusion{int32(r), rng.Int32N(int32(s.volunteers))})
		}
		in.Requests = append(in.Requests, q)
	}
	return in
}

// each runs check on n drawn instances of every shape, each as the solver left them.
func each(t *testing.T, n uint64, check func(t *testing.T, in *Instance, plan *Plan)) {
	t.Helper()
	for _, s := range shapes {
		for seed := range n {
			t.Run(fmt.Sprintf("%s/%d", s.name, seed), func(t *testing.T) {
				in := s.draw(seed)
				check(t, in, solved(t, in))
			})
		}
	}
}

// solved solves and certifies: no plan of these tests goes without its proof.
func solved(t *testing.T, in *Instance) *Plan {
	t.Helper()
	plan, err := Solve(context.Background(), in, Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if err := Certify(in, plan); err != nil {
		t.Fatalf("not certified: %v", err)
	}
	return plan
}

// allows is the definition of a feasible pair, written down once more from the rules.
func allows(in *Instance, r, v int32) bool {
	q, w := in.Requests[r], in.Volunteers[v]
	if q.Street == None || slices.Contains(in.Exclusions, Exclusion{r, v}) {
		return false
	}
	a, b := in.Streets[q.Street], in.Streets[w.Street]
	distance := int8(3)
	switch {
	case a.District != b.District:
		return false
	case q.Anywhere, q.Street == w.Street:
		distance = 0
	case a.Section == b.Section:
		distance = 1
	case a.Town == b.Town:
		distance = 2
	}
	return distance <= q.Level && distance <= w.Reach && w.Load < w.Capacity && q.Need|w.Have == w.Have && q.Window&w.Available > 0
}

// objective is what a choice of volunteers is worth: served by class, then minus the cost.
func objective(in *Instance, choice []int32) [5]int64 {
	var out [5]int64
	costs, used := in.Costs.orDefault(), make([]int, len(in.Volunteers))
	for r, v := range choice {
		if v == None {
			continue
		}
		used[v]++
		out[in.Requests[r].Class]++
		out[4] -= in.pairCost(costs, int32(r), v) + in.Volunteers[v].LoadPrice(costs.LoadBase, used[v])
	}
	return out
}

func (p *Plan) objective() [5]int64 {
	return [5]int64{int64(p.Served[0]), int64(p.Served[1]), int64(p.Served[2]), int64(p.Served[3]), -p.Cost}
}

// bruteForce tries every choice and returns the canonical best one.
func bruteForce(in *Instance) []int32 {
	order := make([]int32, len(in.Requests))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(in.Requests[a].Class, in.Requests[b].Class) })
	choice, best := make([]int32, len(order)), []int32(nil)
	used := make([]int, len(in.Volunteers))
	var try func(i int)
	try = func(i int) {
		if i == len(order) {
			// Choices come in canonical order, so the first of equals stays.
			if now := objective(in, choice); best == nil || slices.Compare(now[:], sliceOf(objective(in, best))) > 0 {
				best = slices.Clone(choice)
			}
			return
		}
		r := order[i]
		for v := range int32(len(in.Volunteers)) {
			if allows(in, r, v) && used[v] < in.Volunteers[v].room() {
				choice[r] = v
				used[v]++
				try(i + 1)
				used[v]--
			}
		}
		choice[r] = None
		try(i + 1)
	}
	try(0)
	return best
}

func sliceOf(o [5]int64) []int64 { return o[:] }

// shared finds a file that is kept beside the project, and fails when it is not there.
func shared(t *testing.T, path ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
	}
	name := filepath.Join(append([]string{filepath.Dir(dir), "shared"}, path...)...)
	if _, err := os.Stat(name); err != nil {
		t.Fatalf("the tests need this file beside the project: %v", err)
	}
	return name
}
