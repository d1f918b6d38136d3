package matching

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func TestMetres(t *testing.T) {
	for _, c := range []struct {
		a, b Street
		want int64
	}{
		{Street{}, Street{}, 40},
		{Street{X: 30}, Street{}, 40},             // 39 m
		{Street{X: 38}, Street{}, 40},             // 49.4 m, rounded down
		{Street{X: 39}, Street{}, 50},             // 50.7 m
		{Street{X: 300}, Street{Y: 400}, 650},     // 500 m straight
		{Street{X: -300}, Street{Y: -400}, 650},   // whatever the side
		{Street{X: 100}, Street{}, 130},           // exactly, not 120
		{Street{X: 1000}, Street{X: -1000}, 2600}, // exactly
		{Street{X: 999}, Street{X: -1000}, 2590},  // 2598.7 m
		{Street{X: 10_000_000}, Street{X: -10_000_000, Y: 0}, 26_000_000},
	} {
		if got := Metres(c.a, c.b); got != c.want || Metres(c.b, c.a) != got {
			t.Errorf("from %v to %v: %d m, want %d", c.a, c.b, got, c.want)
		}
	}
}

// Mutant: squareRoot without its corrections.
func TestSquareRoot_IsExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 20_000 {
		root := rng.Int64N(1 << 31)
		for _, n := range []int64{root*root - 1, root * root, root*root + 1} {
			if n < 0 || n >= 1<<62 {
				continue
			}
			if got, want := squareRoot(n), new(big.Int).Sqrt(big.NewInt(n)).Int64(); got != want {
				t.Fatalf("the root of %d is %d, not %d", n, want, got)
			}
		}
	}
}

func TestInstance_Scope(t *testing.T) {
	in := &Instance{Streets: []Street{{}, {}, {Section: 1}, {Section: 2, Town: 1}, {Section: 3, Town: 2, District: 1}}}
	for b, want := range []int8{0, 1, 2, 3, 4} { // street 1 has the very same numbers as street 0
		if got := in.Scope(0, int32(b)); got != want || in.Scope(int32(b), 0) != want {
			t.Errorf("streets 0 and %d: scope %d, want %d", b, got, want)
		}
	}
}

func TestVolunteer_LoadPrice(t *testing.T) {
	for _, c := range []struct {
		capacity, load int16
		j              int
		want           int64
	}{
		{2, 0, 1, 30}, {2, 0, 2, 90}, {2, 1, 1, 90}, {1, 0, 1, 60}, {7, 0, 1, 8}, {7, 0, 7, 111}, {5, 3, 2, 108},
	} {
		if got := (Volunteer{Capacity: c.capacity, Load: c.load}).LoadPrice(60, c.j); got != c.want {
			t.Errorf("room for %d, %d taken: new case %d counts %d m, want %d", c.capacity, c.load, c.j, got, c.want)
		}
	}
}

// No pair and no place may cost more than what dearest promises, or the worths would not outweigh them.
// Mutant: dearest forgets the stability charge.
func TestInstance_DearestIsABound(t *testing.T) {
	costs := DefaultCosts()
	for _, s := range shapes {
		in := s.draw(4)
		for i := range in.Streets {
			in.Streets[i].X *= 1000 // walks that matter beside the charges
		}
		pair, load := in.dearest(costs)
		bound, tight := pair+load, int64(0)
		for r := range in.Requests {
			for v, w := range in.Volunteers {
				if w.room() > 0 && in.Scope(in.Requests[r].Street, w.Street) < elsewhere {
					tight = max(tight, in.pairCost(costs, int32(r), int32(v))+w.LoadPrice(60, w.room()))
				}
			}
		}
		if tight > bound {
			t.Errorf("%s: a pair and a place cost %d together, above %d", s.name, tight, bound)
		}
	}
	corner := &Instance{ // every part of the bound at once
		Streets:    []Street{{}, {X: 3000, Y: 4000, Section: 1, Town: 1}},
		Volunteers: []Volunteer{{Street: 1, Capacity: 1}, {Street: 1, Capacity: 1}},
		Requests:   []Request{{Offer: 0}},
	}
	pair, load := corner.dearest(costs)
	if want := corner.pairCost(costs, 0, 1); pair != want || want != 6500+4000+150 || load != 60 {
		t.Errorf("the bounds are %d and %d, the dearest pair costs %d", pair, load, want)
	}
}
