package importer

import (
	"errors"
	"fmt"
	"math"
	"regexp"

	"github.com/peterstace/simplefeatures/geom"

	"waymark/domain"
)

// polygon makes one shape of rings, outer and inner as they stand, and says what is wrong with it as OGC Simple Feature Access 1.2.1 has it.
func polygon(rings domain.Shape) (geom.Geometry, error) {
	var whole geom.Geometry
	for n, ring := range rings {
		if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
			return geom.Geometry{}, errNotClosed
		}
		p := geom.NewPolygon([]geom.LineString{lineString(ring)})
		if err := p.Validate(); err != nil {
			return geom.Geometry{}, err
		}
		if n == 0 {
			whole = p.AsGeometry()
			continue
		}
		// A ring within another cuts a hole, one within the hole is an island, one beside it more ground.
		var err error
		if whole, err = geom.SymmetricDifference(whole, p.AsGeometry()); err != nil {
			return geom.Geometry{}, err
		}
	}
	return whole, nil
}

func lineString(ring domain.Line) geom.LineString {
	positions := make([]float64, 0, 2*len(ring))
	for _, p := range ring {
		positions = append(positions, p.Lon, p.Lat)
	}
	return geom.NewLineString(geom.NewSequence(positions, geom.DimXY))
}

var errNotClosed = errors.New("it is not closed, or has fewer than three corners")

var nearPlace = regexp.MustCompile(`near \{(\S+) (\S+)\}`)

// saidOf says in plain words what is wrong with a polygon.
func saidOf(err error) string {
	if at := nearPlace.FindStringSubmatch(err.Error()); at != nil {
		return fmt.Sprintf("it touches or crosses itself near %s, %s", at[2], at[1])
	}
	return err.Error()
}

// mend makes clean shapes of a line that touches or crosses itself: a buffer of no width leaves the ground out that such a line goes round
// the wrong way. Where that is more than what comes of rounding, nobody can tell which ground was meant, and it is not mended.
func mend(rings domain.Shape) (domain.Shape, geom.Geometry, bool) {
	var whole geom.Geometry
	for n, ring := range rings {
		said := geom.NewPolygon([]geom.LineString{lineString(ring)}).AsGeometry()
		clean, err := geom.Buffer(said, 0)
		if err != nil || math.Abs(clean.Area()-math.Abs(said.Area(geom.SignedArea))) > sameGround*clean.Area() {
			return nil, geom.Geometry{}, false
		}
		if n == 0 {
			whole = clean
		} else if whole, err = geom.SymmetricDifference(whole, clean); err != nil {
			return nil, geom.Geometry{}, false
		}
	}
	return ringsOf(whole), whole, !whole.IsEmpty()
}

// ringsOf returns the rings of all polygons of a shape, outer and inner.
func ringsOf(g geom.Geometry) domain.Shape {
	var rings domain.Shape
	for _, part := range g.Dump() {
		p, ok := part.AsPolygon()
		if !ok {
			continue
		}
		for _, ring := range p.DumpRings() {
			positions := ring.Coordinates()
			line := make(domain.Line, positions.Length())
			for i := range line {
				at := positions.GetXY(i)
				line[i] = round(domain.Point{Lat: at.Y, Lon: at.X})
			}
			rings = append(rings, line)
		}
	}
	return rings
}
