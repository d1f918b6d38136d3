package importer

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/peterstace/simplefeatures/geom"

	"waymark/domain"
	"waymark/internal/app"
)

// AreaOptions say what of a file of boundaries its properties do not.
type AreaOptions struct {
	District string          // the district whose streets lie in them
	Kind     domain.AreaKind // "": as the names of the properties say
	Year     int             // 0: as the names of the properties say
}

// AreasFile is what a file of boundaries holds.
type AreasFile struct {
	Import   app.ImportAreas // in order of code
	Problems []Problem
}

// codeNames are the names that the Office for National Statistics gives to the property with an area's code, such as LSOA11CD, LSOA21CD,
// WD13CD: what it is, and the last two figures of the year.
var codeNames = regexp.MustCompile(`^(LSOA|WD)(\d\d)CD$`)

var codeKinds = map[string]domain.AreaKind{"LSOA": domain.LSOA, "WD": domain.Ward}

// Areas reads boundaries of wards or of areas of the census: GeoJSON polygons in degrees, with a code and a name each, as the Office for
// National Statistics publishes them. A polygon whose line crosses itself is mended where that leaves its ground as it is, and refused
// where it does not. An error is about the file as a whole; what is wrong with one area is a problem.
func Areas(path string, o AreaOptions) (AreasFile, error) {
	f, _, err := open(path)
	if err != nil {
		return AreasFile{}, err
	}
	defer f.Close()
	r := areaReader{path: path, kind: o.Kind, year: o.Year, seen: map[string]int{}}
	if err := readFeatures(f, path, r.take); err != nil {
		return AreasFile{}, err
	}
	if err := r.look(); err != nil {
		return AreasFile{}, err
	}
	r.overlaps()
	file := AreasFile{Import: app.ImportAreas{District: o.District, Kind: r.kind, Year: r.year}, Problems: r.problems}
	slices.SortFunc(r.areas, func(a, b readArea) int { return cmp.Compare(a.row.Code, b.row.Code) })
	for _, a := range r.areas {
		file.Import.Areas = append(file.Import.Areas, a.row)
	}
	return file, nil
}

type readArea struct {
	line  int
	row   app.AreaRow
	shape geom.Geometry
}

// areaReader reads one file.
type areaReader struct {
	path       string
	kind       domain.AreaKind
	year       int
	areas      []readArea
	seen       map[string]int // the line of each code
	problems   []Problem
	outOfGrid  int // features whose positions are no degrees
	exchanged  int // features whose positions have latitude first
	featuresIn int
}

func (r *areaReader) refuse(line int, column, format string, args ...any) {
	r.problems = append(r.problems, Problem{Line: line, Column: column, Reason: fmt.Sprintf(format, args...)})
}

func (r *areaReader) keep(line int, column, format string, args ...any) {
	r.problems = append(r.problems, Problem{Line: line, Column: column, Reason: fmt.Sprintf(format, args...), Kept: true})
}

// take reads one feature.
func (r *areaReader) take(n int, f feature) error {
	r.featuresIn++
	code, err := r.code(n, f)
	if err != nil {
		return err
	}
	switch before, twice := r.seen[code]; {
	case code == "":
		r.refuse(n, "code", "This area has no code, so nobody can tell which one it is. Fill in the property code.")
		return nil
	case domain.CheckAreaCode(code) != nil:
		r.refuse(n, "code", "%s is no code of the Office for National Statistics. It is a letter and eight figures, such as E01013787.", strconv.Quote(clip(code)))
		return nil
	case twice:
		r.refuse(n, "code", "%s is feature %d already.", code, before)
		return nil
	}
	rings, err := f.rings()
	switch {
	case errors.Is(err, errOtherGeometry):
		r.refuse(n, "geometry", "%s is no Polygon or MultiPolygon, so it has no ground.", code)
		return nil
	case err != nil && f.Geometry != nil && inMetres(f.Geometry.Coordinates):
		r.outOfGrid++
		return nil
	case err != nil:
		r.refuse(n, "geometry", "The positions of %s cannot be used: %v.", code, err)
		return nil
	case len(rings) > 0 && len(rings[0]) > 0 && rings[0][0].Exchanged():
		r.exchanged++
		return nil
	}
	r.shape(n, app.AreaRow{Code: code, Name: cmp.Or(sectionName(f), code), Rings: rings})
	return nil
}

// code returns the feature's code, and learns from the name of its property what the areas are.
func (r *areaReader) code(n int, f feature) (string, error) {
	for name := range f.Properties {
		m := codeNames.FindStringSubmatch(strings.ToUpper(name))
		if m == nil || f.text(name) == "" {
			continue
		}
		year, _ := strconv.Atoi("20" + m[2])
		if r.kind != "" && r.kind != codeKinds[m[1]] || r.year != 0 && r.year != year {
			return "", unreadable("Feature %d of %s is of the areas of %d, and others, or what you said, of another year or kind. Bring each in from a file of its own.", n, r.path, year)
		}
		r.kind, r.year = codeKinds[m[1]], year
		return f.text(name), nil
	}
	return f.text("code"), nil
}

// inMetres reports whether positions are like those of a national grid: the first number is metres, far beyond any degree.
func inMetres(coordinates json.RawMessage) bool {
	first := firstNumber.Find(coordinates)
	n, err := strconv.ParseFloat(string(first), 64)
	return err == nil && math.Abs(n) >= 1000
}

var firstNumber = regexp.MustCompile(`[-\d.eE+]+`)

// look refuses a file that is wrong as a whole.
func (r *areaReader) look() error {
	switch {
	case r.outOfGrid > 0:
		return unreadable("The positions in %s are metres of a national grid, not degrees. Save it anew as GeoJSON in WGS 84 (EPSG:4326).", r.path)
	case r.exchanged > 0:
		return unreadable("In %s the latitude stands before the longitude. GeoJSON has the longitude first, such as [-0.73, 52.67]: save it anew with the two exchanged.", r.path)
	case r.kind == "" || r.year == 0:
		return domain.Errorf(domain.Invalid, "kind", "The properties of %s do not say which areas these are, as LSOA11CD does. Say so with --kind lsoa or --kind ward, and --year.", r.path)
	case len(r.areas) == 0:
		return unreadable("None of the %d features of %s can be used, so nothing came in. The first: %s", r.featuresIn, r.path, r.problems[0].Reason)
	}
	return nil
}

// sameGround is how much of its ground a polygon may lose or win when it is mended, or share with another, as a part of all: what is less
// comes of rounding.
const sameGround = 0.001

// shape takes an area in whose polygon can be used.
func (r *areaReader) shape(line int, row app.AreaRow) {
	shape, err := polygon(row.Rings)
	if err != nil {
		rings, mended, ok := mend(row.Rings)
		if !ok {
			r.refuse(line, "geometry", "The line round %s cannot be used, because %s, and nobody can tell which ground is meant.", row.Code, saidOf(err))
			return
		}
		r.keep(line, "geometry", "The line round %s was mended, because %s. Its ground stays the same.", row.Code, saidOf(err))
		row.Rings, shape = rings, mended
	}
	r.seen[row.Code] = line
	r.areas = append(r.areas, readArea{line: line, row: row, shape: shape})
}

// overlaps says which areas share ground. Whoever lives there is counted in the first.
func (r *areaReader) overlaps() {
	for i, a := range r.areas {
		for _, b := range r.areas[i+1:] {
			if !a.shape.Envelope().Intersects(b.shape.Envelope()) {
				continue
			}
			shared, err := geom.Intersection(a.shape, b.shape)
			if err != nil {
				r.keep(b.line, "geometry", "Nobody can tell whether %s and %s share ground (%v). Please look at the map.", a.row.Code, b.row.Code, err)
				continue
			}
			if part := shared.Area() / min(a.shape.Area(), b.shape.Area()); part > sameGround {
				r.keep(b.line, "geometry", "%s and %s share ground: %.1f %% of the smaller. A street in both counts for the one whose code comes first.", a.row.Code, b.row.Code, part*100)
			}
		}
	}
}
