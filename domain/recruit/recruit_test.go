package recruit

import (
	"math/rand/v2"
	"slices"
	"testing"

	"waymark/domain/matching"
)

// A village of two sections, Hill (streets 0 and 1) and Quay (street 2), and the skills drive and dogs. Monday morning and Thursday afternoon
// are the times.
const (
	drive, dogs   = 1, 2
	monday        = 1 << 0
	thursday      = 1 << (3*3 + 1)
	hill, lane    = 0, 1
	quay          = 2
	sectionsReach = 1
)

var village = []matching.Street{{X: 0, Section: 0}, {X: 200, Section: 0}, {X: 900, Section: 1}}

func ask(street int32, need, window uint32) matching.Request {
	return matching.Request{Street: street, Class: 2, Need: need, Window: window, Offer: matching.None}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestPlace_AVillage(t *testing.T) {
	p := Past{
		Instance: matching.Instance{Streets: village,
			Volunteers: []matching.Volunteer{
				{Street: lane, Reach: 1, Capacity: 1, Have: drive, Available: thursday},      // 0
				{Street: quay, Reach: 3, Capacity: 1, Have: drive | dogs, Available: monday}, // 1: there in week 1, once
			},
			Requests: []matching.Request{
				ask(hill, drive, thursday), // 0, in week 0: by 0, from the section
				ask(lane, drive, thursday), // 1, in week 0: by 0, on the street; so ask 0 has nobody
				ask(hill, dogs, monday),    // 2, in week 0: 1 was not there
				ask(hill, dogs, monday),    // 3, in week 1: by 1, from the town
				ask(lane, drive, thursday), // 4, in week 1: by 0 again, a week later
				ask(hill, drive, thursday), // 5, in week 2: 0 said no to it
			},
			Exclusions: []matching.Exclusion{{Request: 5, Volunteer: 0}},
		},
		Week: []int32{0, 0, 0, 1, 1, 2}, Room: []map[int32]int16{nil, {1: 1}},
	}
	without := must[[]int8](t)(Place(t.Context(), p, nil))
	if want := []int8{Unplaced, 0, Unplaced, 2, 0, Unplaced}; !slices.Equal(without, want) {
		t.Fatalf("without them the levels are %v, want %v", without, want)
	}
	behind := 0
	with := must[[]int8](t)(Place(t.Context(), p.With(matching.Volunteer{Street: hill, Reach: sectionsReach, Capacity: 1, Have: drive | dogs, Available: monday | thursday}), func(done int) { behind = done }))
	// One place a week: of asks 0 and 2 the first (both are on the street; the lower id decides nothing, the plan serves one).
	if with[1] != 0 || with[3] != 0 || with[4] != 0 || with[5] != 0 || (with[0] == 0) == (with[2] == 0) {
		t.Errorf("with them the levels are %v", with)
	}
	if behind != 6 {
		t.Errorf("it told of %d asks", behind)
	}
	if len(p.Instance.Volunteers) != 2 || len(p.Room) != 2 {
		t.Error("the past itself has changed")
	}
}

// drawn is a small past; the same seed gives the same one.
func drawn(seed uint64) (Past, matching.Volunteer) {
	rng := rand.New(rand.NewPCG(seed, 3))
	mask := func(bits int, p float64) (m uint32) {
		for b := range bits {
			if rng.Float64() < p {
				m |= 1 << b
			}
		}
		return m
	}
	streets, near := int32(4+rng.IntN(8)), int32(1)
	if rng.IntN(2) == 0 {
		near = 900
	}
	somebody := func() matching.Volunteer {
		return matching.Volunteer{Street: rng.Int32N(streets), Reach: int8(rng.IntN(4)), Capacity: int16(1 + rng.IntN(3)), Have: mask(3, .6), Available: mask(21, .15)}
	}
	var p Past
	for range streets {
		section := rng.Int32N(6)
		p.Instance.Streets = append(p.Instance.Streets, matching.Street{X: rng.Int32N(3) * near, Y: rng.Int32N(3) * near, Section: section, Town: section / 2})
	}
	for range 1 + rng.IntN(8) {
		p.Instance.Volunteers, p.Room = append(p.Instance.Volunteers, somebody()), append(p.Room, map[int32]int16{0: int16(rng.IntN(4)), 1: int16(rng.IntN(4))})
	}
	for r := range 4 + rng.IntN(16) {
		q := ask(rng.Int32N(streets), mask(3, .3), mask(21, .3))
		q.Class, q.Level, q.Anywhere = int8(rng.IntN(4)), int8(rng.IntN(3)), rng.IntN(6) == 0
		p.Instance.Requests, p.Week = append(p.Instance.Requests, q), append(p.Week, rng.Int32N(2))
		if rng.IntN(4) == 0 {
			p.Instance.Exclusions = append(p.Instance.Exclusions, matching.Exclusion{Request: int32(r), Volunteer: rng.Int32N(int32(len(p.Room)))})
		}
	}
	return p, somebody()
}

func TestPlace_SomebodyMoreNeverMakesItWorse(t *testing.T) {
	changed := 0
	for seed := range uint64(1000) {
		p, more := drawn(seed)
		without := must[[]int8](t)(Place(t.Context(), p, nil))
		with := must[[]int8](t)(Place(t.Context(), p.With(more), nil))
		for r := range without {
			if with[r] > without[r] {
				t.Fatalf("seed %d: with somebody more, ask %d went from level %d to %d", seed, r, without[r], with[r])
			}
			if with[r] < without[r] {
				changed++
			}
		}
	}
	if changed < 300 {
		t.Errorf("only %d asks came nearer in all: the pasts are too dull to show anything", changed)
	}
}

func TestBest_AVillage(t *testing.T) {
	p := Past{Instance: matching.Instance{Streets: village, Requests: []matching.Request{
		ask(hill, drive, thursday), ask(hill, drive, thursday), // week 0: the driver on Thursdays does both
		ask(lane, drive, thursday|monday), // week 0: and has no room for this; it counts for the driver on Mondays
		ask(hill, drive, thursday),        // week 1
		ask(hill, dogs, monday),           // week 1
		ask(lane, dogs, thursday),         // week 1: nobody is offered for it
	}}, Week: []int32{0, 0, 0, 1, 1, 1}}
	offers := []Offer{{dogs, monday}, {drive, monday}, {drive, thursday}, {drive | dogs, 1 << 20}}
	found := must[[]Found](t)(Best(t.Context(), p, 2, offers, 3))
	var got [][2]int
	for _, f := range found {
		got = append(got, [2]int{f.Offer, len(f.Asks)})
	}
	if want := [][2]int{{2, 3}, {0, 1}, {1, 1}}; !slices.Equal(got, want) {
		t.Errorf("the best are %v, want %v (offer, asks)", got, want)
	}
	if found = must[[]Found](t)(Best(t.Context(), p, 2, offers, 1)); len(found) != 1 {
		t.Errorf("asked for one there are %d", len(found))
	}
}

func TestBest_IsGreedyWithoutASkip(t *testing.T) {
	for seed := range uint64(25) {
		p, _ := drawn(seed)
		p.Room, p.Instance.Volunteers, p.Instance.Exclusions = nil, nil, nil
		for r := range p.Instance.Requests {
			p.Instance.Requests[r].Street = 0
		}
		var offers []Offer
		for have := range uint32(8) {
			for slot := range 21 {
				offers = append(offers, Offer{have, 1 << slot})
			}
		}
		found := must[[]Found](t)(Best(t.Context(), p, 2, offers, 3))
		left := make([]int32, len(p.Week))
		for r := range left {
			left[r] = int32(r)
		}
		picked := map[int]bool{}
		for _, f := range found { // each is as good as any that is not picked yet, tried one by one
			most := 0
			for n, o := range offers {
				if picked[n] {
					continue
				}
				most = max(most, len(must[[]int32](t)(p.Only(left).alone(t.Context(), 2, o))))
			}
			if len(f.Asks) != most || most == 0 {
				t.Fatalf("seed %d: offer %d places %d, and another would place %d", seed, f.Offer, len(f.Asks), most)
			}
			picked[f.Offer] = true
			left = slices.DeleteFunc(left, func(r int32) bool { return slices.Contains(f.Asks, r) })
		}
	}
}
