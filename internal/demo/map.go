package demo

import (
	"math"
	"math/rand/v2"

	"waymark/domain"
	"waymark/internal/app"
)

// townPlan is where a town lies, in metres east and north of the district's middle, and how it grew.
type townPlan struct {
	name       string
	x, y       float64
	shore      bool // the sea is north of it
	first, gap float64
}

var towns = []townPlan{
	{name: "Saltcombe", x: 2600, y: 5200, shore: true, first: 430, gap: 470},
	{name: "Market Orrin", x: -3400, y: -600, first: 400, gap: 450},
	{name: "Brackle", x: 3100, y: -4300, first: 380, gap: 420},
}

// origin is the district's middle: open sea on every real map, so that no made-up street lies on a real one.
var origin = domain.Point{Lat: 54.6, Lon: 0.9}

// streetsASection is how many streets a neighbourhood has.
const streetsASection = 10

// spot is a place on a plane, in metres.
type spot struct{ x, y float64 }

func (p spot) toward(angle, metres float64) spot {
	return spot{p.x + metres*math.Cos(angle), p.y + metres*math.Sin(angle)}
}

// draughtsman draws the streets of one town.
type draughtsman struct {
	town   townPlan
	random *rand.Rand
	names  *namer
	out    []app.StreetRow
	ends   []spot // where the main streets of the neighbourhoods end, for the next ring to go on from
}

// drawStreets draws the whole district: each town is a middle with rings of neighbourhoods around it. A neighbourhood is a
// main street that goes outwards from where another ends, with side streets off its corners and some that join these.
func drawStreets(random *rand.Rand) []app.StreetRow {
	var out []app.StreetRow
	for _, t := range towns {
		d := &draughtsman{town: t, random: random, names: newNamer(t.name, random)}
		d.draw()
		out = append(out, d.out...)
	}
	return out
}

func (d *draughtsman) draw() {
	sections := sectionNames[d.town.name]
	d.section(sections[0], spot{-d.town.first / 2, 0}, 0, 0.55)
	middle := spot{}
	inner := (len(sections) - 1) * 2 / 5
	for n, s := range sections[1 : 1+inner] {
		d.ends = append(d.ends, d.section(s, middle.toward(d.angle(n, inner), 120), d.angle(n, inner), 0.8))
	}
	outer := sections[1+inner:]
	for n, s := range outer {
		angle := d.angle(n, len(outer))
		d.section(s, d.nearestEnd(middle.toward(angle, d.town.first+d.town.gap)), angle, 1.1)
	}
}

// angle spreads n of so many around the middle; a town by the sea has no north.
func (d *draughtsman) angle(n, of int) float64 {
	if d.town.shore {
		return math.Pi + math.Pi*(float64(n)+0.5)/float64(of)
	}
	return 2 * math.Pi * (float64(n) + 0.3) / float64(of)
}

func (d *draughtsman) nearestEnd(p spot) spot {
	best := d.ends[0]
	for _, e := range d.ends {
		if math.Hypot(e.x-p.x, e.y-p.y) < math.Hypot(best.x-p.x, best.y-p.y) {
			best = e
		}
	}
	return best
}

// section draws one neighbourhood and returns where its main street ends. scale is 1 for a street of usual length.
func (d *draughtsman) section(name [2]string, from spot, angle, scale float64) spot {
	const corners = 5
	main := d.walk(from, angle, d.town.gap*scale*1.05, corners)
	d.add(name[0], name[1], main)
	var tips []spot
	for n := 1; len(tips) < streetsASection-3; n++ {
		corner := main[1+(n/2)%corners]
		side := math.Pi / 2
		if n%2 == 0 {
			side = -side
		}
		length := (70 + 190*d.random.Float64()) * scale
		if n > 2*corners-2 {
			side, length = side*0.55, length*0.8
		}
		street := d.walk(corner, angle+side+d.jitter(0.2), length, 2+d.random.IntN(3))
		d.add(name[0], d.names.next(length < 130), street)
		tips = append(tips, street[len(street)-1])
	}
	d.add(name[0], d.names.next(false), d.join(tips[0], tips[2]))
	d.add(name[0], d.names.next(true), d.walk(tips[1], angle+d.jitter(0.5), 60+80*d.random.Float64(), 2))
	return main[len(main)-1]
}

// walk goes from a place in a direction with bends, so many steps.
func (d *draughtsman) walk(from spot, angle, length float64, steps int) []spot {
	line := []spot{from}
	for range steps {
		angle += d.jitter(0.16)
		line = append(line, line[len(line)-1].toward(angle, length/float64(steps)))
	}
	return line
}

// join draws a street from one place to another with a bend in it; where these lie close together it goes on a little.
func (d *draughtsman) join(a, b spot) []spot {
	angle := math.Atan2(b.y-a.y, b.x-a.x) + math.Pi/2
	if math.Hypot(b.x-a.x, b.y-a.y) < 50 {
		return d.walk(a, angle, 110, 2)
	}
	bend := spot{(a.x + b.x) / 2, (a.y + b.y) / 2}.toward(angle, d.jitter(25))
	return []spot{a, bend, b}
}

func (d *draughtsman) jitter(most float64) float64 { return (2*d.random.Float64() - 1) * most }

// add puts a street on the map. Those of a town by the sea keep to the land.
func (d *draughtsman) add(section, name string, line []spot) {
	path := make(domain.Line, 0, len(line))
	for _, p := range line {
		if d.town.shore {
			p.y = min(p.y, 190+50*math.Sin(p.x/260)-p.x*0.02)
		}
		path = append(path, onEarth(d.town.x+p.x, d.town.y+p.y))
	}
	shape := domain.Shape{path}
	d.out = append(d.out, app.StreetRow{Name: name, Town: d.town.name, Section: section, Shape: shape, Mid: shape.Midpoint()})
}

// onEarth is where a place on the plane lies, to a tenth of a metre: the same place is always the same point.
func onEarth(x, y float64) domain.Point {
	const metresADegree = 111195
	round := func(degrees float64) float64 { return math.Round(degrees*1e6) / 1e6 }
	return domain.Point{
		Lat: round(origin.Lat + y/metresADegree),
		Lon: round(origin.Lon + x/(metresADegree*math.Cos(origin.Lat*math.Pi/180))),
	}
}

// namer gives each street of a town a name that no other there has.
type namer struct {
	random *rand.Rand
	taken  map[string]bool
	ready  []string
	stems  []string
}

func newNamer(town string, random *rand.Rand) *namer {
	n := &namer{random: random, taken: map[string]bool{}}
	for _, s := range sectionNames[town] {
		n.taken[domain.NameKey(s[1])] = true
	}
	n.ready = append(append(n.ready, sharedStreets...), ownStreets[town]...)
	random.Shuffle(len(n.ready), func(i, j int) { n.ready[i], n.ready[j] = n.ready[j], n.ready[i] })
	for range 3 {
		more := append([]string{}, stems...)
		random.Shuffle(len(more), func(i, j int) { more[i], more[j] = more[j], more[i] })
		n.stems = append(n.stems, more...)
	}
	return n
}

// next returns a name; that of a short street sounds like one.
func (n *namer) next(short bool) string {
	for {
		name := ""
		switch {
		case len(n.ready) > 0 && n.random.IntN(3) > 0:
			name, n.ready = n.ready[0], n.ready[1:]
		default:
			suffix := suffixes[n.random.IntN(len(suffixes))]
			if short && n.random.IntN(2) == 0 {
				suffix = "Close"
			}
			name, n.stems = n.stems[0]+" "+suffix, n.stems[1:]
		}
		if key := domain.NameKey(name); !n.taken[key] {
			n.taken[key] = true
			return name
		}
	}
}
