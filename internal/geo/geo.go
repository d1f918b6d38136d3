// Package geo makes of streets what a map draws: their lines with no more corners than can be seen, and the ground that they lie on.
package geo

import (
	"math"
	"strconv"

	"github.com/peterstace/simplefeatures/geom"

	"waymark/domain"
)

// metresADegree is how long a degree of latitude is.
const metresADegree = 111_195

// Simplify leaves out what lies within so many metres of a straighter line (Douglas and Peucker, "Algorithms for the reduction of the number
// of points", The Canadian Cartographer 10, 1973). The ends of each line stay, so that streets still meet.
func Simplify(s domain.Shape, metres float64) domain.Shape {
	var out domain.Shape
	for _, l := range s {
		if len(l) < 2 {
			continue
		}
		scale := math.Cos(l[0].Lat * math.Pi / 180) // a degree of longitude is shorter: measured in degrees of latitude
		short := lineOf(l, scale).Simplify(metres / metresADegree)
		if short.IsEmpty() { // a ring that is smaller than can be seen
			continue
		}
		out = append(out, pointsOf(short.Coordinates(), scale))
	}
	return out
}

// Hull is the ground that streets lie on: the smallest area without a dent that holds them all. Nothing for fewer than three corners.
func Hull(streets []domain.Shape) domain.Line {
	var all domain.Line
	for _, s := range streets {
		for _, l := range s {
			all = append(all, l...)
		}
	}
	if len(all) < 3 {
		return nil
	}
	hull, ok := lineOf(all, 1).AsGeometry().ConvexHull().AsPolygon()
	if !ok {
		return nil
	}
	return pointsOf(hull.ExteriorRing().Coordinates(), 1)
}

func lineOf(l domain.Line, scale float64) geom.LineString {
	positions := make([]float64, 0, 2*len(l))
	for _, p := range l {
		positions = append(positions, p.Lon*scale, p.Lat)
	}
	return geom.NewLineString(geom.NewSequence(positions, geom.DimXY))
}

func pointsOf(seq geom.Sequence, scale float64) domain.Line {
	out := make(domain.Line, seq.Length())
	for i := range out {
		xy := seq.GetXY(i)
		out[i] = domain.Point{Lon: xy.X / scale, Lat: xy.Y}
	}
	return out
}

// Append writes a line as GeoJSON has it, with so many digits after the point: five are about a metre, four about ten. Corners that fall on
// one another are written once; a line keeps two.
func Append(b []byte, l domain.Line, digits int) []byte {
	scale := math.Pow10(digits)
	var last [2]float64
	written := 0
	b = append(b, '[')
	for i, p := range l {
		at := [2]float64{math.Round(p.Lon*scale) / scale, math.Round(p.Lat*scale) / scale}
		if written > 0 && at == last && (written > 1 || i < len(l)-1) {
			continue
		}
		if written > 0 {
			b = append(b, ',')
		}
		b = append(strconv.AppendFloat(append(b, '['), at[0], 'f', -1, 64), ',')
		b = append(strconv.AppendFloat(b, at[1], 'f', -1, 64), ']')
		last = at
		written++
	}
	return append(b, ']')
}
