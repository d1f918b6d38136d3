package domain

import "testing"

func TestAround(t *testing.T) {
	rutland := []Point{{52.67, -0.73}, {52.66, -0.72}, {52.59, -0.72}, {52.73, -0.69}, {52.60, -0.53}}
	cornwall := []Point{{50.06, -5.71}, {50.12, -5.53}, {50.26, -5.05}, {50.47, -4.72}, {50.83, -4.54}}
	for _, c := range []struct {
		name   string
		places []Point
		at     Point
		far    bool
	}{
		{"a village near by", rutland, Point{52.55, -0.60}, false},
		{"a minus that is missing", rutland, Point{52.67, 0.73}, true},
		{"exchanged", rutland, Point{-0.73, 52.67}, true},
		{"the other end of a long county", cornwall, Point{50.93, -4.45}, false},
		{"a minus that is missing there", cornwall, Point{50.26, 5.05}, true},
		{"too few to say", rutland[:fewPlaces-1], Point{-0.73, 52.67}, false},
	} {
		if got := AroundOf(c.places).Far(c.at); (got > 0) != c.far {
			t.Errorf("%s: %.0f m away is far: %v", c.name, got, got > 0)
		}
	}
}

func TestPoint_Exchanged(t *testing.T) {
	for at, want := range map[Point]bool{
		{52.67, -0.73}: false, {-0.73, 52.67}: true, {60.85, -0.90}: false, {-10.2, 51.9}: true, {0, 0}: false, {40.7, -74}: false,
	} {
		if at.Exchanged() != want {
			t.Errorf("%v is exchanged: %v", at, !want)
		}
	}
}
