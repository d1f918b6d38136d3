package domain

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
)

// Point is a place on the earth in WGS 84 degrees: north and east are positive. The zero point means "not known";
// it lies in the sea off Africa, where no street is.
type Point struct {
	Lat, Lon float64
}

var errNoPosition = errors.New("a position has a longitude and a latitude")

// MarshalJSON writes the point as GeoJSON does: [lon, lat].
func (p Point) MarshalJSON() ([]byte, error) { return json.Marshal([2]float64{p.Lon, p.Lat}) }

// UnmarshalJSON reads [lon, lat]; a height that follows is passed over.
func (p *Point) UnmarshalJSON(text []byte) error {
	var position []float64
	if err := json.Unmarshal(text, &position); err != nil {
		return err
	}
	if len(position) < 2 {
		return errNoPosition
	}
	p.Lon, p.Lat = position[0], position[1]
	return nil
}

// Offset returns how many metres east and north of a centre the point lies, on a plane that touches the earth there
// (equirectangular projection): for a district, within a metre or two in a kilometre.
func (p Point) Offset(centre Point) (east, north float64) {
	east = radians(p.Lon-centre.Lon) * math.Cos(radians(centre.Lat)) * earthRadius
	north = radians(p.Lat-centre.Lat) * earthRadius
	return east, north
}

// Known says whether the point says where something is.
func (p Point) Known() bool { return p != Point{} }

// Exchanged reports whether a point lies nowhere in Great Britain and Ireland, but would if its latitude and longitude changed places: as
// two columns of a list do.
func (p Point) Exchanged() bool { return !p.inTheIsles() && Point{Lat: p.Lon, Lon: p.Lat}.inTheIsles() }

// inTheIsles is a box from the Scilly Isles to Shetland, and from the west of Kerry to Lowestoft.
func (p Point) inTheIsles() bool { return p.Lat > 49 && p.Lat < 61.5 && p.Lon > -11 && p.Lon < 2.5 }

// earthRadius is the mean radius of the earth in metres: (2a+b)/3 of the GRS 80 ellipsoid, as the International Union of
// Geodesy and Geophysics defines it (H. Moritz, "Geodetic Reference System 1980", Journal of Geodesy 74, 2000).
const earthRadius = 6371008.8

// Distance returns the metres between two points along the earth's surface. It is the haversine formula (R. W. Sinnott,
// "Virtues of the Haversine", Sky and Telescope 68, 1984), which stays exact for points a few metres apart, on a sphere:
// within 0.6 % of the ellipsoid, 5 m in a kilometre.
func (p Point) Distance(q Point) float64 {
	lat1, lat2 := radians(p.Lat), radians(q.Lat)
	sinLat := math.Sin((lat2 - lat1) / 2)
	sinLon := math.Sin(radians(q.Lon-p.Lon) / 2)
	h := sinLat*sinLat + math.Cos(lat1)*math.Cos(lat2)*sinLon*sinLon
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

// Line is a path along points, as a pen would draw it.
type Line []Point

// Length returns the metres along the line; 0 for fewer than two points.
func (l Line) Length() float64 {
	metres := 0.0
	for i := 1; i < len(l); i++ {
		metres += l[i-1].Distance(l[i])
	}
	return metres
}

// Midpoint returns the point half way along the line by length, which may lie between two of its points; the zero point
// for an empty line.
func (l Line) Midpoint() Point { return Shape{l}.Midpoint() }

// Shape is the lines that make up one street: more than one where it is cut by a junction of another name, or runs as a
// dual carriageway.
type Shape []Line

// UnmarshalJSON reads [[[lon, lat], …], …]; a height that follows is passed over. A map reads many, so it goes through the text once.
func (s *Shape) UnmarshalJSON(text []byte) error {
	*s = nil
	if string(text) == "null" {
		return nil
	}
	var at Point
	depth, numbers := 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '[':
			if depth++; depth == 2 {
				*s = append(*s, nil)
			}
			at, numbers = Point{}, 0
		case ']':
			if depth == 3 && numbers < 2 {
				return errNoPosition
			}
			if depth == 3 {
				line := &(*s)[len(*s)-1]
				*line = append(*line, at)
			}
			depth--
		case ',', ' ', '\t', '\n', '\r':
		default:
			end := i + 1
			for end < len(text) && !strings.ContainsRune(",] \t\n\r", rune(text[end])) {
				end++
			}
			number, err := strconv.ParseFloat(string(text[i:end]), 64)
			if err != nil || depth != 3 {
				return errNoPosition
			}
			switch numbers++; numbers {
			case 1:
				at.Lon = number
			case 2:
				at.Lat = number
			}
			i = end - 1
		}
	}
	return nil
}

// Length returns the metres along all the lines together.
func (s Shape) Length() float64 {
	metres := 0.0
	for _, l := range s {
		metres += l.Length()
	}
	return metres
}

// Midpoint returns the point half way along the lines taken one after the other, so it is always on the street; the zero
// point when there is no line. Half way is meant as drawn on a plain map of degrees (equirectangular projection), as
// geographic databases mean it (OGC Simple Feature Access, which measures in the plane of the coordinates), so that our
// counts of streets agree with theirs; from half way in metres it is a few steps away at most.
func (s Shape) Midpoint() Point {
	whole := 0.0
	for _, l := range s {
		for i := 1; i < len(l); i++ {
			whole += drawn(l[i-1], l[i])
		}
	}
	left, last := whole/2, Point{}
	for _, l := range s {
		if len(l) > 0 && !last.Known() {
			last = l[0]
		}
		for i := 1; i < len(l); i++ {
			step := drawn(l[i-1], l[i])
			if step > 0 && step >= left {
				return between(l[i-1], l[i], left/step)
			}
			left -= step
			last = l[i]
		}
	}
	return last
}

// drawn is the distance of two points on the map, in degrees.
func drawn(p, q Point) float64 { return math.Hypot(q.Lat-p.Lat, q.Lon-p.Lon) }

// between returns the point at a share, 0 to 1, of the way from one point to another.
func between(from, to Point, share float64) Point {
	return Point{
		Lat: from.Lat + (to.Lat-from.Lat)*share,
		Lon: from.Lon + (to.Lon-from.Lon)*share,
	}
}
