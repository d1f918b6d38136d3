package importer

import (
	"math/rand/v2"
	"strings"
	"testing"

	"waymark/domain"
)

// square is a closed line round a square of the map.
func square(south, west, side float64) domain.Line {
	north, east := south+side, west+side
	return domain.Line{{Lat: south, Lon: west}, {Lat: south, Lon: east}, {Lat: north, Lon: east}, {Lat: north, Lon: west}, {Lat: south, Lon: west}}
}

// mapped builds ways of points: each way's nodes are numbered by where they lie.
func mapped(lines ...domain.Line) (ways map[int64]*way, nodes *points, ids []int64) {
	ways, nodes = map[int64]*way{}, &points{index: map[int64]int{}}
	number := map[domain.Point]int64{}
	for i, l := range lines {
		w := &way{}
		for _, p := range l {
			if number[p] == 0 {
				number[p] = int64(len(number) + 1)
				nodes.want(number[p])
				nodes.at[nodes.index[number[p]]] = p
			}
			w.nodes = append(w.nodes, number[p])
		}
		ways[int64(i+1)] = w
		ids = append(ids, int64(i+1))
	}
	return ways, nodes, ids
}

func TestBoundary_Assemble(t *testing.T) {
	ring := square(50, 1, 10)
	hole := square(53, 4, 2)
	parts := []domain.Line{ring[:2], {ring[2], ring[1]}, ring[2:4], {ring[4], ring[3]}, hole[:3], hole[2:]}
	random := rand.New(rand.NewPCG(7, 8))
	for range 20 {
		random.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		ways, nodes, ids := mapped(parts...)
		b := boundary{ways: ids}
		b.assemble(ways, nodes)
		if !b.closed || b.missing != 0 {
			t.Fatalf("closed %v, missing %d", b.closed, b.missing)
		}
		if !b.area.Covers(domain.Point{Lat: 51, Lon: 2}) || b.area.Covers(domain.Point{Lat: 54, Lon: 5}) {
			t.Fatal("the ring or its hole is not where it should be")
		}
	}
}

func TestBoundary_AssembleWithGaps(t *testing.T) {
	ring := square(50, 1, 10)
	ways, nodes, ids := mapped(ring[:2], ring[1:3], ring[2:4], ring[3:])
	t.Run("is not closed when a side is missing", func(t *testing.T) {
		b := boundary{ways: append(ids[:3:3], 99)}
		b.assemble(ways, nodes)
		if b.closed || b.missing != 1 {
			t.Errorf("closed %v, missing %d", b.closed, b.missing)
		}
	})
	t.Run("is closed by a straight line when a little is missing", func(t *testing.T) {
		corner := domain.Line{{Lat: 50, Lon: 1}, {Lat: 50, Lon: 1.5}}
		ways, nodes, ids := mapped(domain.Line{{Lat: 50, Lon: 1.5}, ring[1]}, ring[1:4], ring[3:], corner)
		delete(ways, ids[3])
		b := boundary{ways: ids}
		b.assemble(ways, nodes)
		if !b.closed || b.missing != 1 || !b.area.Covers(domain.Point{Lat: 50.01, Lon: 1.2}) {
			t.Errorf("closed %v, missing %d", b.closed, b.missing)
		}
	})
	t.Run("is nothing without any way", func(t *testing.T) {
		b := boundary{ways: []int64{99}}
		b.assemble(ways, nodes)
		if b.closed {
			t.Error("closed")
		}
	})
}

// closedBoundary is a whole square boundary.
func closedBoundary(id int64, level int, names string, line domain.Line) *boundary {
	return &boundary{id: id, level: level, names: strings.Split(names, "/"), closed: true, ways: []int64{id}, area: domain.NewRegion([]domain.Line{line})}
}

func TestNewPlaces(t *testing.T) {
	county := closedBoundary(1, 6, "Wendle/County of Wendle", square(50, 1, 10))
	all := []*boundary{
		county,
		closedBoundary(2, 10, "Wendle CP", square(50, 1, 2)),
		closedBoundary(3, 10, "Orrin CP", square(53, 4, 2)),
		closedBoundary(4, 8, "East Ward", square(50, 1, 8)),
		closedBoundary(5, 6, "Farshire", square(70, 1, 5)),
		{id: 6, level: 6, names: []string{"Halfshire"}, missing: 3, ways: []int64{6, 7, 8, 9}},
	}
	spot := func(lat, lon float64) domain.Point { return domain.Point{Lat: lat, Lon: lon} }
	for _, c := range []struct {
		name    string
		options Options
		at      domain.Point
		inside  bool
		town    string
	}{
		{"the finest boundary is the town", Options{District: "Wendle"}, spot(54, 5), true, "Orrin"},
		{"a county town has the county's name and lies in it", Options{District: "wendle"}, spot(51, 2), true, "Wendle"},
		{"another name of the boundary will do", Options{District: "X", Boundaries: []string{"county of wendle"}}, spot(57, 8), true, "East Ward"},
		{"where there is no finer one the district's is the town", Options{District: "Wendle"}, spot(59, 10), true, "Wendle"},
		{"or the town that is given", Options{District: "Wendle", Town: "Outlands"}, spot(59, 10), true, "Outlands"},
		{"the town that is given gives way to a boundary", Options{District: "Wendle", Town: "Outlands"}, spot(54, 5), true, "Orrin"},
		{"only the levels that are asked for are towns", Options{District: "Wendle", TownLevels: []int{8}}, spot(54, 5), true, "East Ward"},
		{"beyond them it is the district's name", Options{District: "North Wendle", Boundaries: []string{"Wendle"}, TownLevels: []int{10}}, spot(59, 10), true, "North Wendle"},
		{"outside is outside", Options{District: "Wendle"}, spot(72, 2), false, "Farshire"},
		{"two boundaries make one district", Options{District: "Both", Boundaries: []string{"Wendle", "Farshire"}}, spot(72, 2), true, "Farshire"},
		{"a parish may be meant by its plain name", Options{District: "Orrin"}, spot(51, 2), false, "Wendle"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := newPlaces(all, c.options)
			if err != nil {
				t.Fatal(err)
			}
			if got := p.inside(c.at); got != c.inside {
				t.Errorf("inside: %v", got)
			}
			if got := p.town(c.at); got != c.town {
				t.Errorf("town %q, want %q", got, c.town)
			}
		})
	}
}

func TestNewPlaces_Refuses(t *testing.T) {
	all := []*boundary{
		closedBoundary(1, 6, "Wendle", square(50, 1, 10)),
		closedBoundary(2, 10, "North Wendle CP", square(50, 1, 2)),
		{id: 6, level: 6, names: []string{"Halfshire"}, missing: 3},
	}
	for _, c := range []struct {
		name    string
		all     []*boundary
		options Options
		says    []string
	}{
		{"a slip of the keyboard", all, Options{District: "Wnedle"}, []string{`no boundary "Wnedle"`, `Did you mean “Wendle”?`}},
		{"a part of a name", all, Options{District: "North"}, []string{`Did you mean “North Wendle”?`}},
		{"a name like no other", all, Options{District: "Timbuktu"}, []string{"none with a name like it"}},
		{"a boundary cut off", all, Options{District: "Halfshire"}, []string{"Only a part of the boundary"}},
		{"no boundary, no town", nil, Options{District: "Wendle"}, []string{"--town"}},
		{"no boundary, but one is asked for", nil, Options{District: "X", Boundaries: []string{"Wendle"}, Town: "Y"}, []string{"nor any other"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := newPlaces(c.all, c.options)
			wantRefused(t, err, c.says...)
		})
	}
}

func TestPlaces_Notes(t *testing.T) {
	patched := closedBoundary(1, 6, "Wendle", square(50, 1, 10))
	patched.missing, patched.ways = 2, []int64{1, 2, 3}
	unused := closedBoundary(2, 6, "Farshire", square(70, 1, 10))
	unused.missing = 1
	p, err := newPlaces([]*boundary{patched, unused}, Options{District: "Wendle"})
	if err != nil {
		t.Fatal(err)
	}
	if notes := p.notes(); len(notes) != 0 {
		t.Errorf("before use: %v", notes)
	}
	p.inside(domain.Point{Lat: 55, Lon: 5})
	if notes := p.notes(); len(notes) != 1 || !strings.Contains(notes[0], "Wendle is not whole in this file (2 of its 3 lines") {
		t.Errorf("after use: %v", notes)
	}
}
