package importer

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"waymark/domain"
)

// boundary is an administrative boundary of OpenStreetMap.
type boundary struct {
	id      int64
	names   []string // the first is the one shown
	level   int      // admin level: the higher the finer
	ways    []int64
	missing int  // ways that are not in the file
	closed  bool // its lines close, of themselves or with straight lines across small gaps
	area    domain.Region
}

// assemble puts the boundary together from its ways. Where every point at which a way ends is the end of an even number of
// them, the ways form closed rings, whatever their order and direction.
func (b *boundary) assemble(ways map[int64]*way, nodes *points) {
	loose := map[domain.Point]bool{}
	var edges domain.Shape
	for _, id := range b.ways {
		w := ways[id]
		if w == nil {
			b.missing++
			continue
		}
		line, complete := nodes.line(w)
		if !complete {
			b.missing++
		}
		if len(line) == 0 {
			continue
		}
		edges = append(edges, line)
		for _, end := range []domain.Point{line[0], line[len(line)-1]} {
			if loose[end] {
				delete(loose, end)
			} else {
				loose[end] = true
			}
		}
	}
	gaps := bridge(loose)
	b.closed = len(edges) > 0 && gaps.Length() <= edges.Length()*mostGap
	b.area = domain.NewRegion(append(edges, gaps...))
}

// mostGap is how much of a boundary may be missing, by length, for straight lines to stand in for it. Extracts that were cut
// along a border lose a stretch of it here and there; of a neighbour they hold little more than one side.
const mostGap = 0.1

// bridge joins loose ends by straight lines, the nearest two first.
func bridge(loose map[domain.Point]bool) domain.Shape {
	ends := slices.SortedFunc(maps.Keys(loose), comparePoints)
	var gaps domain.Shape
	for len(ends) > 1 {
		from, to, least := 0, 1, math.Inf(1)
		for i, p := range ends {
			for j := i + 1; j < len(ends); j++ {
				if d := p.Distance(ends[j]); d < least {
					from, to, least = i, j, d
				}
			}
		}
		gaps = append(gaps, domain.Line{ends[from], ends[to]})
		ends = slices.Delete(slices.Delete(ends, to, to+1), from, from+1)
	}
	return gaps
}

func (b *boundary) called(name string) bool {
	key := domain.SearchKey(name)
	return slices.ContainsFunc(b.names, func(n string) bool {
		return domain.SearchKey(n) == key || domain.SearchKey(townName(n)) == key
	})
}

// places answers for a point of the map whether it is in the district, and in which town.
type places struct {
	district []*boundary // empty: everything is inside
	towns    []*boundary // the finest first
	fallback string
	used     map[*boundary]bool
}

// newPlaces finds the district and the towns among the file's boundaries. A name that several boundaries carry, as a
// county and its county town may, means the widest; several of one level count together.
func newPlaces(all []*boundary, o Options) (*places, error) {
	closed := slices.DeleteFunc(slices.Clone(all), func(b *boundary) bool { return !b.closed })
	if len(closed) == 0 && len(o.Boundaries) == 0 {
		if o.Town == "" {
			return nil, domain.Errorf(domain.Invalid, "town",
				"This file has no whole boundary in it, so nobody can say which town a street is in. Name the town with --town.")
		}
		return &places{fallback: o.Town}, nil
	}
	wanted := o.Boundaries
	if len(wanted) == 0 {
		wanted = []string{o.District}
	}
	p := &places{fallback: cmp.Or(o.Town, o.District), used: map[*boundary]bool{}}
	for _, name := range wanted {
		found, err := findBoundary(all, closed, name)
		if err != nil {
			return nil, err
		}
		p.district = append(p.district, found...)
	}
	p.towns = townBoundaries(closed, p.district, o)
	return p, nil
}

func findBoundary(all, closed []*boundary, name string) ([]*boundary, error) {
	called := func(b *boundary) bool { return b.called(name) }
	var found []*boundary
	for _, b := range closed {
		if !called(b) {
			continue
		}
		if len(found) > 0 && b.level < found[0].level {
			found = nil
		}
		if len(found) == 0 || b.level == found[0].level {
			found = append(found, b)
		}
	}
	switch {
	case len(found) > 0:
		return found, nil
	case slices.ContainsFunc(all, called):
		return nil, domain.Errorf(domain.Invalid, "boundary",
			"Only a part of the boundary %q is in this file: use an extract that holds all of it.", name)
	}
	return nil, notFound(closed, name)
}

func notFound(closed []*boundary, name string) error {
	var names []string
	for _, b := range closed {
		names = append(names, townName(b.names[0]))
	}
	near := domain.NearNames(name, names)
	switch {
	case len(names) == 0:
		return domain.Errorf(domain.Invalid, "boundary",
			"There is no boundary %q in this file, nor any other: use an extract with boundaries, or check that it was fetched to its end.", name)
	case len(near) == 0:
		return domain.Errorf(domain.Invalid, "boundary",
			"There is no boundary %q in this file, and none with a name like it. Name the right one with --boundary.", name)
	}
	return domain.Errorf(domain.Invalid, "boundary",
		"There is no boundary %q in this file. Did you mean %s? Name it with --boundary.", name, domain.OrList(near))
}

// townBoundaries returns the boundaries that may be a street's town, the finest first. Without --town-level every
// boundary counts, the district's own as well: a place that has no finer one is in a town of that name. With --town it is
// in that town instead. Of one level, one that is not whole gives way: it may reach too far.
func townBoundaries(closed, district []*boundary, o Options) []*boundary {
	var towns []*boundary
	for _, b := range closed {
		if len(o.TownLevels) > 0 && !slices.Contains(o.TownLevels, b.level) {
			continue
		}
		if o.Town != "" && b.level <= district[0].level {
			continue
		}
		towns = append(towns, b)
	}
	slices.SortFunc(towns, func(a, b *boundary) int {
		return cmp.Or(cmp.Compare(b.level, a.level), cmp.Compare(a.missing, b.missing), cmp.Compare(a.id, b.id))
	})
	return towns
}

func (p *places) inside(at domain.Point) bool {
	return len(p.district) == 0 || p.first(p.district, at) != nil
}

func (p *places) town(at domain.Point) string {
	if b := p.first(p.towns, at); b != nil {
		return townName(b.names[0])
	}
	return p.fallback
}

// townName takes off what the map adds for its makers and nobody says: CP, for civil parish.
func townName(name string) string {
	if short, ok := strings.CutSuffix(name, " CP"); ok && short != "" {
		return short
	}
	return name
}

// first returns the first of the boundaries that covers a point, and remembers that it was used.
func (p *places) first(of []*boundary, at domain.Point) *boundary {
	for _, b := range of {
		if b.area.Covers(at) {
			p.used[b] = true
			return b
		}
	}
	return nil
}

// notes says of which boundaries that were used a part was missing.
func (p *places) notes() []string {
	var notes []string
	for b := range p.used {
		if b.missing > 0 {
			notes = append(notes, fmt.Sprintf("The boundary of %s is not whole in this file (%d of its %d lines are missing): straight lines stand in for them, so look at the streets along it.",
				b.names[0], b.missing, len(b.ways)))
		}
	}
	slices.Sort(notes)
	return notes
}
