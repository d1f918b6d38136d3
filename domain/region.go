package domain

import "math"

// Region is a part of the map within closed lines, holes and islands included. The zero region covers nothing.
type Region struct {
	edges                    []Line
	south, west, north, east float64
}

// NewRegion makes the region that lines enclose: closed rings in any order and direction, or lines that make such rings together.
func NewRegion(edges []Line) Region {
	r := Region{edges: edges, south: math.Inf(1), west: math.Inf(1), north: math.Inf(-1), east: math.Inf(-1)}
	for _, l := range edges {
		for _, p := range l {
			r.south, r.north = min(r.south, p.Lat), max(r.north, p.Lat)
			r.west, r.east = min(r.west, p.Lon), max(r.east, p.Lon)
		}
	}
	return r
}

// Covers says whether a point lies in the region: a ray to the east from it crosses the lines an odd number of times (Jordan
// curve theorem; M. Shimrat, "Algorithm 112: position of point relative to polygon", Communications of the ACM 5, 1962).
// Counting crossings needs neither the order nor the direction of the lines, nor which is an outer and which an inner
// ring, and bears a ring that touches itself. Of two regions with a common edge exactly one covers a point on it.
func (r Region) Covers(p Point) bool {
	if p.Lat < r.south || p.Lat > r.north || p.Lon < r.west || p.Lon > r.east {
		return false
	}
	inside := false
	for _, l := range r.edges {
		for i := 1; i < len(l); i++ {
			if crosses(l[i-1], l[i], p) {
				inside = !inside
			}
		}
	}
	return inside
}

// crosses puts the lower end first, so that an edge gives the same answer for both regions that share it.
func crosses(from, to, p Point) bool {
	if from.Lat > to.Lat {
		from, to = to, from
	}
	if p.Lat < from.Lat || p.Lat >= to.Lat {
		return false
	}
	return p.Lon < from.Lon+(p.Lat-from.Lat)/(to.Lat-from.Lat)*(to.Lon-from.Lon)
}
