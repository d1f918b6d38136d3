package web

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/app"
	"waymark/internal/geo"
)

// drawnStreets is up to how many streets the server draws each; of more than that it draws the sections.
const drawnStreets = 600

// drawing is a map as the server draws it: for paper, and for browsers without scripts.
type drawing struct {
	Width, Height int
	Areas         []mapPath
	Streets       []mapPath
	Chosen        string // the path of the chosen street
	Names         []drawnName
	Pins          []drawnName
	Scale         int     // how long the bar of the scale is
	Metres        int     // and on the ground
	Bounds        string  // south, west, north, east
	Open          string  // the same of what is missing most
	view          viewBox // how places come to lie on it
}

// mapStep is a step of a layer as it is drawn.
type mapStep int

// Class is the class attribute of a line or an area on it.
func (n mapStep) Class() string {
	return [coverage.LayerSteps + 1]string{"s0", "s1", "s2", "s3", "s4", "s5"}[n]
}

// mapPath is a line or an area with its step.
type mapPath struct {
	Step mapStep
	D    string
}

// drawnName is a name on the map.
type drawnName struct {
	X, Y int
	Text string
}

// Letters of a name take about so much room on a drawing.
const (
	letterWide = 15
	letterHigh = 32
)

// name puts a name on the drawing where it lies over no other.
func (d *drawing) name(n drawnName) {
	for _, o := range d.Names {
		if 2*abs(n.X-o.X) < letterWide*(utf8.RuneCountInString(n.Text)+utf8.RuneCountInString(o.Text)) && abs(n.Y-o.Y) < letterHigh {
			return
		}
	}
	d.Names = append(d.Names, n)
}

func abs(n int) int { return max(n, -n) }

// viewBox lays places on a drawing.
type viewBox struct {
	origin domain.Point
	shrink float64 // units a metre
}

const (
	mapWidth = 1000
	mapEdge  = 40 // that stays empty around
)

// draw makes the picture of a map.
func draw(v mapView, m app.Map, pins []mapPin) drawing {
	box := newBounds()
	bySection := map[domain.SectionID][]domain.Shape{}
	for _, s := range m.Streets {
		box.add(s.Lines)
		bySection[s.SectionID] = append(bySection[s.SectionID], s.Lines)
	}
	if box.empty() {
		return drawing{}
	}
	d := box.drawing()
	d.Open = openOn(v, m)
	for _, s := range m.Sections {
		hull := geo.Hull(bySection[domain.SectionID(s.ID)])
		if len(hull) == 0 {
			continue
		}
		step := mapStep(0)
		if len(m.Streets) > drawnStreets {
			step = mapStep(s.Step(v.Layer))
		}
		d.Areas = append(d.Areas, mapPath{Step: step, D: d.path(domain.Shape{hull}) + "Z"})
		if !severalTowns(m) {
			middle := newBounds()
			middle.add(domain.Shape{hull})
			d.nameOn(middle, s.Name)
		}
	}
	if severalTowns(m) {
		d.nameTowns(m)
	}
	for _, p := range pins {
		if x, y := d.lay(p.point); p.N > 0 && x > 0 && x < mapWidth && y > 0 && y < float64(d.Height) {
			d.Pins = append(d.Pins, drawnName{X: int(x), Y: int(y), Text: strconv.Itoa(p.N)})
		}
	}
	for _, s := range m.Streets {
		path := ""
		if chosen := s.ID == int64(v.Street); chosen || len(m.Streets) <= drawnStreets {
			path = d.path(geo.Simplify(s.Lines, 0.5/d.view.shrink))
			if chosen {
				d.Chosen = path
			}
		}
		if len(m.Streets) <= drawnStreets && path != "" {
			d.Streets = append(d.Streets, mapPath{Step: mapStep(s.Step(v.Layer)), D: path})
		}
	}
	return d
}

// openOn is the ground of the section of the chosen street; else, of several towns, of the one that misses most. "" is all of them: also where people meet,
// which is looked at as a whole.
func openOn(v mapView, m app.Map) string {
	var section domain.SectionID
	var town domain.TownID
	missing := map[domain.TownID]int{}
	for _, s := range m.Streets {
		if s.ID == int64(v.Street) {
			section = s.SectionID
		}
		if s.Step(v.Layer) == 1 && len(s.Lines) > 0 {
			if missing[s.TownID]++; missing[s.TownID] > missing[town] {
				town = s.TownID
			}
		}
	}
	if section == 0 && (town == 0 || v.Layer == coverage.Sessions || !severalTowns(m)) {
		return ""
	}
	box := newBounds()
	for _, s := range m.Streets {
		if section != 0 && s.SectionID == section || section == 0 && s.TownID == town {
			box.add(s.Lines)
		}
	}
	if box.empty() {
		return ""
	}
	return box.String()
}

// bounds are how far something reaches.
type bounds struct{ south, west, north, east float64 }

func newBounds() bounds { return bounds{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)} }

func (b *bounds) add(s domain.Shape) {
	for _, l := range s {
		for _, p := range l {
			b.south, b.north = min(b.south, p.Lat), max(b.north, p.Lat)
			b.west, b.east = min(b.west, p.Lon), max(b.east, p.Lon)
		}
	}
}

func (b *bounds) empty() bool { return b.south > b.north }

// meets reports whether two have ground in common.
func (b *bounds) meets(o bounds) bool {
	return b.south <= o.north && o.south <= b.north && b.west <= o.east && o.west <= b.east
}

func (b *bounds) middle() domain.Point {
	return domain.Point{Lat: (b.south + b.north) / 2, Lon: (b.west + b.east) / 2}
}

// String writes them as addresses and scripts read them.
func (b *bounds) String() string {
	var out []string
	for _, x := range []float64{b.south, b.west, b.north, b.east} {
		out = append(out, strconv.FormatFloat(x, 'f', 5, 64))
	}
	return strings.Join(out, ",")
}

// drawing lays the ground on paper.
func (b *bounds) drawing() drawing {
	origin := b.middle()
	east, north := domain.Point{Lat: b.north, Lon: b.east}.Offset(origin)
	half := max(east, north*0.8, 50)
	shrink := (mapWidth/2 - mapEdge) / half
	d := drawing{Width: mapWidth, Height: int(2*max(north, half/2)*shrink) + 2*mapEdge, Bounds: b.String(), view: viewBox{origin: origin, shrink: shrink}}
	for _, metres := range []int{50, 100, 250, 500, 1000, 2500, 5000, 10000} {
		if bar := float64(metres) * shrink; bar < mapWidth/4 || d.Metres == 0 {
			d.Metres, d.Scale = metres, int(bar)
		}
	}
	return d
}

func (d drawing) lay(p domain.Point) (x, y float64) {
	east, north := p.Offset(d.view.origin)
	return mapWidth/2 + east*d.view.shrink, float64(d.Height)/2 - north*d.view.shrink
}

// name puts a name into the middle of something.
func (d *drawing) nameOn(on bounds, text string) {
	x, y := d.lay(on.middle())
	half := letterWide * utf8.RuneCountInString(text) / 2
	d.name(drawnName{X: max(half, min(int(x), mapWidth-half)), Y: int(y), Text: text})
}

// nameTowns puts the name of each town into its middle: those with most streets first, where names lie close.
func (d *drawing) nameTowns(m app.Map) {
	type town struct {
		bounds
		name string
		n    int
	}
	var all []*town
	at := map[domain.TownID]*town{}
	for _, s := range m.Streets {
		t := at[s.TownID]
		if t == nil {
			t = &town{bounds: newBounds(), name: s.Town}
			at[s.TownID], all = t, append(all, t)
		}
		t.add(s.Lines)
		t.n++
	}
	slices.SortStableFunc(all, func(a, b *town) int { return b.n - a.n })
	for _, t := range all {
		if !t.empty() {
			d.nameOn(t.bounds, t.name)
		}
	}
}

// path writes lines as a drawing has them.
func (d drawing) path(s domain.Shape) string {
	var out strings.Builder
	for _, l := range s {
		for i, p := range l {
			x, y := d.lay(p)
			letter := "L"
			if i == 0 {
				letter = "M"
			}
			out.WriteString(letter + strconv.FormatFloat(x, 'f', 1, 64) + " " + strconv.FormatFloat(y, 'f', 1, 64))
		}
	}
	return out.String()
}

// Kilometres is how long the bar of the scale is on the ground, where it is that long.
func (d drawing) Kilometres() string {
	return strconv.FormatFloat(float64(d.Metres)/1000, 'f', -1, 64)
}
