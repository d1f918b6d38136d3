package simulation

import (
	"math/rand/v2"

	"waymark/domain/matching"
)

// shape says what kind of small district to draw.
type shape struct {
	name                          string
	streets, volunteers, requests int
	anywhere                      float64 // share of requests for which distance does not matter
}

var shapes = []shape{{"mixed", 24, 30, 30, 0}, {"crowded", 12, 10, 45, 0}, {"roomy", 20, 40, 20, 0}, {"distant", 16, 16, 24, .4}}

// draw makes a district of the shape; the same seed gives the same one.
func (s shape) draw(seed uint64) *matching.Instance {
	rng := rand.New(rand.NewPCG(seed, 11))
	mask := func(bits int, p float64) (m uint32) {
		for b := range bits {
			if rng.Float64() < p {
				m |= 1 << b
			}
		}
		return m
	}
	in := &matching.Instance{Seed: seed}
	for range s.streets {
		section := rng.Int32N(6) // three a town
		in.Streets = append(in.Streets, matching.Street{X: rng.Int32N(3000), Y: rng.Int32N(3000), Section: section, Town: section / 3})
	}
	street := func() int32 { return rng.Int32N(int32(s.streets)) }
	for range s.volunteers {
		in.Volunteers = append(in.Volunteers, matching.Volunteer{Street: street(), Reach: int8(rng.IntN(4)), Capacity: int16(1 + rng.IntN(3)),
			Have: mask(3, .6), Available: mask(21, .3)})
	}
	for r := range s.requests {
		in.Requests = append(in.Requests, matching.Request{Street: street(), Class: int8(rng.IntN(4)), Need: mask(3, .2), Window: mask(21, .4),
			Offer: matching.None, Anywhere: rng.Float64() < s.anywhere})
		if rng.Float64() < .2 {
			in.Exclusions = append(in.Exclusions, matching.Exclusion{Request: int32(r), Volunteer: rng.Int32N(int32(s.volunteers))})
		}
	}
	return in
}
