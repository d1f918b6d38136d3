package domain

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// square is a closed line round a square of the map.
func square(south, west, side float64) Line {
	north, east := south+side, west+side
	return Line{{Lat: south, Lon: west}, {Lat: south, Lon: east}, {Lat: north, Lon: east}, {Lat: north, Lon: west}, {Lat: south, Lon: west}}
}

func TestRegion_Covers(t *testing.T) {
	ringWithHoleAndIsland := NewRegion([]Line{square(50, 0, 10), square(52, 2, 6), square(54, 4, 2)})
	reversed := slices.Clone(square(50, 0, 10))
	slices.Reverse(reversed)
	for _, c := range []struct {
		name     string
		region   Region
		lat, lon float64
		want     bool
	}{
		{"inside", NewRegion([]Line{square(50, 0, 10)}), 55, 5, true},
		{"outside", NewRegion([]Line{square(50, 0, 10)}), 45, 5, false},
		{"drawn the other way round", NewRegion([]Line{reversed}), 55, 5, true},
		{"in the ring", ringWithHoleAndIsland, 51, 1, true},
		{"in the hole", ringWithHoleAndIsland, 53, 3, false},
		{"on the island in the hole", ringWithHoleAndIsland, 55, 5, true},
		{"level with a corner", NewRegion([]Line{{{Lat: 50, Lon: 0}, {Lat: 51, Lon: 1}, {Lat: 52, Lon: 0}, {Lat: 51, Lon: -1}, {Lat: 50, Lon: 0}}}), 51, 0, true},
		{"level with a corner, beside it", NewRegion([]Line{{{Lat: 50, Lon: 0}, {Lat: 51, Lon: 1}, {Lat: 52, Lon: 0}, {Lat: 51, Lon: -1}, {Lat: 50, Lon: 0}}}), 51, -2, false},
		{"nothing", NewRegion(nil), 0, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.region.Covers(Point{Lat: c.lat, Lon: c.lon}); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestRegion_NeighboursShareNoPoint(t *testing.T) {
	border := Line{{Lat: 50, Lon: 1}, {Lat: 50.3, Lon: 1.2}, {Lat: 50.6, Lon: 0.9}, {Lat: 51, Lon: 1}}
	west := NewRegion([]Line{border, {{Lat: 51, Lon: 1}, {Lat: 51, Lon: 0}, {Lat: 50, Lon: 0}, {Lat: 50, Lon: 1}}})
	back := slices.Clone(border)
	slices.Reverse(back)
	east := NewRegion([]Line{back, {{Lat: 50, Lon: 1}, {Lat: 50, Lon: 2}, {Lat: 51, Lon: 2}, {Lat: 51, Lon: 1}}})
	random := rand.New(rand.NewPCG(5, 6))
	for range 1000 {
		p := border[1+random.IntN(2)]
		if random.IntN(2) == 0 {
			share := random.Float64()
			p = Point{Lat: border[1].Lat + share*(border[2].Lat-border[1].Lat), Lon: border[1].Lon + share*(border[2].Lon-border[1].Lon)}
		}
		if west.Covers(p) == east.Covers(p) {
			t.Fatalf("%v on the border is in both or in neither", p)
		}
	}
}
