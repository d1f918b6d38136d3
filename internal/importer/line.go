package importer

import (
	"cmp"
	"math"
	"slices"

	"waymark/domain"
)

// round cuts a point to 7 decimals of a degree, 1 cm, which is what OpenStreetMap keeps: without it the same place read
// twice may differ in the last bit.
func round(p domain.Point) domain.Point {
	return domain.Point{Lat: math.Round(p.Lat*1e7) / 1e7, Lon: math.Round(p.Lon*1e7) / 1e7}
}

// joinLines joins lines that touch end to end, in whatever order and direction they come, into as few as that gives, the
// longest first. The result depends on the lines alone and not on their order, so that a street that did not change
// reads the same in every extract.
func joinLines(lines domain.Shape) domain.Shape {
	open := make(domain.Shape, 0, len(lines))
	for _, l := range lines {
		if len(l) > 1 {
			open = append(open, westward(l))
		}
	}
	slices.SortFunc(open, compareLines)
	open = slices.CompactFunc(open, func(a, b domain.Line) bool { return compareLines(a, b) == 0 })
	joined := domain.Shape{}
	for len(open) > 0 {
		line := slices.Clone(open[0])
		open = slices.Delete(open, 0, 1)
		for range 2 { // from one end on, then from the other
			line = extend(line, &open)
			slices.Reverse(line)
		}
		joined = append(joined, westward(line))
	}
	slices.SortFunc(joined, func(a, b domain.Line) int {
		return cmp.Or(cmp.Compare(b.Length(), a.Length()), compareLines(a, b))
	})
	return joined
}

// extend adds to the line's end, for as long as there is one, the first line that touches it, and takes it out of the rest.
func extend(line domain.Line, rest *domain.Shape) domain.Line {
	for {
		end := line[len(line)-1]
		at := slices.IndexFunc(*rest, func(l domain.Line) bool { return l[0] == end || l[len(l)-1] == end })
		if at < 0 {
			return line
		}
		next := slices.Clone((*rest)[at])
		if next[0] != end {
			slices.Reverse(next)
		}
		line = append(line, next[1:]...)
		*rest = slices.Delete(*rest, at, at+1)
	}
}

// westward turns a line so that it reads the same whichever way it was drawn: of its points and the same in reverse, the
// order that comes first.
func westward(l domain.Line) domain.Line {
	back := slices.Clone(l)
	slices.Reverse(back)
	if compareLines(back, l) < 0 {
		return back
	}
	return l
}

func compareLines(a, b domain.Line) int { return slices.CompareFunc(a, b, comparePoints) }

func comparePoints(p, q domain.Point) int {
	return cmp.Or(cmp.Compare(p.Lon, q.Lon), cmp.Compare(p.Lat, q.Lat))
}
