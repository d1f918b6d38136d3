package matching

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// twoNear is a request with two who could help, the first 130 m nearer than the second.
func twoNear() *Instance {
	return &Instance{
		Streets:    []Street{{}, {X: 100}, {X: 200}},
		Volunteers: []Volunteer{{Street: 1, Reach: 3, Capacity: 1, Available: 1}, {Street: 2, Reach: 3, Capacity: 1, Available: 1}},
		Requests:   []Request{{Level: 3, Window: 1, Offer: None}},
	}
}

func TestHeld_LetsAnotherHaveATurn(t *testing.T) {
	for _, c := range []struct{ held, want int32 }{{0, 0}, {129, 0}, {131, 1}} {
		in := twoNear()
		in.Volunteers[0].Held = c.held
		plan, err := Solve(t.Context(), in, Options{})
		if err != nil || plan.Volunteer[0] != c.want {
			t.Errorf("held back by %d m: volunteer %v goes, want %d (%v)", c.held, plan, c.want, err)
		}
	}
}

// Nobody who could be helped goes without because somebody is held back.
func TestHeld_CostsNobodyTheirHelp(t *testing.T) {
	for _, shape := range shapes {
		for seed := range uint64(5) {
			in := shape.draw(seed)
			plain, err := Solve(t.Context(), in, Options{})
			if err != nil {
				t.Fatal(err)
			}
			rng := rand.New(rand.NewPCG(seed, 5))
			for v := range in.Volunteers {
				in.Volunteers[v].Held = rng.Int32N(300)
			}
			held, err := Solve(t.Context(), in, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := Certify(in, held); err != nil {
				t.Errorf("%s %d: %v", shape.name, seed, err)
			}
			if held.Served != plain.Served {
				t.Errorf("%s %d: %v are served, and %v with some held back", shape.name, seed, plain.Served, held.Served)
			}
		}
	}
}

// What people read of a pair, and the order in which they see them, is the same whatever anybody is held back.
func TestHeld_IsNeverShown(t *testing.T) {
	for _, shape := range shapes {
		in := shape.draw(2)
		other := *in
		other.Volunteers = append([]Volunteer{}, in.Volunteers...)
		for v := range other.Volunteers {
			other.Volunteers[v].Held = int32(500 - v)
		}
		for r := range in.Requests {
			for v := range in.Volunteers {
				if a, b := Pair(in, int32(r), int32(v)), Pair(&other, int32(r), int32(v)); a != b {
					t.Fatalf("%s: %+v, and held back %+v", shape.name, a, b)
				}
			}
			if a, b := Shortlist(in, int32(r), 10), Shortlist(&other, int32(r), 10); !reflect.DeepEqual(a, b) {
				t.Fatalf("%s: the shortlist is %+v, and with some held back %+v", shape.name, a, b)
			}
		}
	}
}

func TestHeld_HasBounds(t *testing.T) {
	for _, held := range []int32{-1, mostHeld + 1} {
		in := twoNear()
		in.Volunteers[1].Held = held
		if _, err := Solve(t.Context(), in, Options{}); err == nil || !strings.Contains(err.Error(), "held back") {
			t.Errorf("%d m: %v", held, err)
		}
	}
}
