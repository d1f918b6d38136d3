package domain

import "slices"

// Around is where most of some places lie, so that one with a slip in its figures stands out.
type Around struct {
	middle Point
	reach  float64 // metres from the middle beyond which a place is none of them; 0: too few to say
}

// What is beyond reach: nearer than this, or than so many times as far as half of the places, nothing is.
const (
	fewPlaces   = 5
	leastReach  = 30_000
	reachFactor = 4
)

// AroundOf looks at places, of which most are right.
func AroundOf(places []Point) Around {
	if len(places) < fewPlaces {
		return Around{}
	}
	lats, lons, far := []float64{}, []float64{}, []float64{}
	for _, p := range places {
		lats, lons = append(lats, p.Lat), append(lons, p.Lon)
	}
	a := Around{middle: Point{Lat: median(lats), Lon: median(lons)}}
	for _, p := range places {
		far = append(far, p.Distance(a.middle))
	}
	a.reach = leastReach + reachFactor*median(far)
	return a
}

// Far returns how many metres a place lies from the middle of the others where that is too far to be one of them, else 0.
func (a Around) Far(p Point) float64 {
	if d := p.Distance(a.middle); a.reach > 0 && d > a.reach {
		return d
	}
	return 0
}

// median is the one in the middle; it sorts them.
func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
