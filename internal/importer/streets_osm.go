package importer

import (
	"context"
	"slices"
	"strconv"

	"github.com/paulmach/osm"

	"waymark/domain"
)

// roads are the values of highway that are streets: where people live and have an address, and the main roads through.
// Slip roads, service roads, tracks and paths are none.
var roads = []string{"motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "pedestrian"}

// nameTags are the tags under which a boundary's name may stand, the one shown first.
var nameTags = []string{"name", "name:en", "official_name", "short_name", "alt_name"}

// way is a way of OpenStreetMap: its name when it is a street, and the nodes along it.
type way struct {
	name  string
	nodes []int64
}

// extract is what is kept of an OpenStreetMap file.
type extract struct {
	boundaries []*boundary
	edges      map[int64]*way // ways of boundaries
	streets    []*way
	nameless   int
	nodes      points
}

// points are where the nodes of edges and streets lie. Which nodes they are is known before the first is read, and does not
// change from then on: the format's reader asks for it from several goroutines.
type points struct {
	index map[int64]int
	at    []domain.Point
}

func (p *points) want(node int64) {
	if _, ok := p.index[node]; !ok {
		p.index[node] = len(p.at)
		p.at = append(p.at, domain.Point{})
	}
}

func (p *points) wants(n *osm.Node) bool {
	_, ok := p.index[int64(n.ID)]
	return ok
}

func (p *points) take(o osm.Object) {
	n := o.(*osm.Node)
	if i, ok := p.index[int64(n.ID)]; ok {
		p.at[i] = round(domain.Point{Lat: n.Lat, Lon: n.Lon})
	}
}

// line returns the way's points; complete is false when the file does not hold all of them.
func (p *points) line(w *way) (line domain.Line, complete bool) {
	for _, n := range w.nodes {
		if at := p.at[p.index[n]]; at.Known() {
			line = append(line, at)
		}
	}
	return line, len(line) == len(w.nodes)
}

// osmStreets reads the file three times, for relations, for ways and for nodes: each time it is known what is wanted of
// the next kind, so that only boundaries and streets stay in memory however large the file.
func osmStreets(ctx context.Context, path string, o Options) (StreetsFile, error) {
	f, err := openOSM(path, o.Progress)
	if err != nil {
		return StreetsFile{}, err
	}
	defer f.close()
	e := extract{edges: map[int64]*way{}, nodes: points{index: map[int64]int{}}}
	for _, pass := range []struct {
		kind osm.Type
		take func(osm.Object)
	}{{osm.TypeRelation, e.relation}, {osm.TypeWay, e.way}, {osm.TypeNode, e.nodes.take}} {
		if err := f.scan(ctx, pass.kind, e.nodes.wants, pass.take); err != nil {
			return StreetsFile{}, err
		}
		if pass.kind == osm.TypeWay {
			e.markNodes()
		}
	}
	for _, b := range e.boundaries {
		b.assemble(e.edges, &e.nodes)
	}
	return e.file(path, o)
}

func (e *extract) relation(o osm.Object) {
	r := o.(*osm.Relation)
	b := newBoundary(int64(r.ID), r.Tags)
	if b == nil {
		return
	}
	for _, m := range r.Members {
		if m.Type == osm.TypeWay && (m.Role == "outer" || m.Role == "inner" || m.Role == "") && !slices.Contains(b.ways, m.Ref) {
			b.ways = append(b.ways, m.Ref)
			e.edges[m.Ref] = nil
		}
	}
	e.boundaries = append(e.boundaries, b)
}

// newBoundary returns nil when the tags are not those of an administrative boundary with a name and a level.
func newBoundary(id int64, tags osm.Tags) *boundary {
	level, err := strconv.Atoi(tags.Find("admin_level"))
	if err != nil || tags.Find("boundary") != "administrative" {
		return nil
	}
	b := &boundary{id: id, level: level}
	for _, tag := range nameTags {
		if name := tidy(tags.Find(tag)); domain.NameKey(name) != "" {
			b.names = append(b.names, name)
		}
	}
	if len(b.names) == 0 {
		return nil
	}
	return b
}

func (e *extract) way(o osm.Object) {
	w := o.(*osm.Way)
	name := tidy(w.Tags.Find("name"))
	street := slices.Contains(roads, w.Tags.Find("highway"))
	if street && domain.NameKey(name) == "" {
		e.nameless++
		street = false
	}
	_, edge := e.edges[int64(w.ID)]
	closed := len(w.Nodes) > 3 && w.Nodes[0].ID == w.Nodes[len(w.Nodes)-1].ID
	if b := newBoundary(int64(w.ID), w.Tags); b != nil && closed {
		b.ways = []int64{int64(w.ID)}
		e.boundaries = append(e.boundaries, b)
		edge = true
	}
	if !street && !edge {
		return
	}
	kept := &way{name: name, nodes: make([]int64, len(w.Nodes))}
	for i, n := range w.Nodes {
		kept.nodes[i] = int64(n.ID)
	}
	if edge {
		e.edges[int64(w.ID)] = kept
	}
	if street {
		e.streets = append(e.streets, kept)
	}
}

// markNodes makes a place for every node whose point is wanted.
func (e *extract) markNodes() {
	mark := func(w *way) {
		for _, n := range w.nodes {
			e.nodes.want(n)
		}
	}
	for _, w := range e.streets {
		mark(w)
	}
	for _, w := range e.edges {
		if w != nil {
			mark(w)
		}
	}
}

// file makes the streets of what was kept.
func (e *extract) file(path string, o Options) (StreetsFile, error) {
	if len(e.streets) == 0 {
		return StreetsFile{}, unreadable("%s holds no road with a name: check that it is the right extract and was fetched to its end.", path)
	}
	where, err := newPlaces(e.boundaries, o)
	if err != nil {
		return StreetsFile{}, err
	}
	file := StreetsFile{}
	file.Import.Nameless = e.nameless
	var pieces []piece
	for _, w := range e.streets {
		line, _ := e.nodes.line(w)
		mid := line.Midpoint()
		if len(line) < 2 || !where.inside(mid) {
			file.Import.Outside++
			continue
		}
		pieces = append(pieces, piece{name: w.name, town: where.town(mid), line: line})
	}
	file.Import.Streets = join(pieces)
	file.Notes = where.notes()
	return file, nil
}
