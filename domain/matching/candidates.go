package matching

import "slices"

// spot is where somebody lives, as numbers within one district.
type spot struct {
	x, y                  int32
	street, section, town int32
}

// ask is a request as a row of its district's market.
type ask struct {
	need, window uint32
	at           spot
	offer        int32 // the person who holds the live invitation, or None
	level        int8
	anywhere     bool
	apart        []int32 // the people that it is kept apart from
}

// helper is a volunteer as a column of their district's market.
type helper struct {
	have, free uint32
	at         spot
	person     int32 // who they are in ask.offer and ask.apart
	reach      int8
}

// candidate is what decides first whether a pair is feasible, for one side of it: a volunteer's skills and free time in
// a list that requests read, or a request's needs and window in a list that volunteers read.
type candidate struct {
	skills, time uint32
	id           int32 // the column, or the row
}

// streams are lists of candidates by place: of a street, of a section, of a town and of the whole district. In a list of
// a wider place are only those who go, or ask, as far as that.
type streams [levels][][]candidate

// district is the part of an instance that is solved on its own: its requests are the rows and its volunteers with room
// the columns of the market. It makes their pairs when a search gets there.
type district struct {
	costs   Costs
	asks    []ask    // by row
	helpers []helper // by column
	offers  streams  // candidates for requests: columns
	wants   streams  // candidates for volunteers: rows, those that can be met from anywhere left out; only in a Live
	remote  []candidate
}

// reset makes room for so many streets, sections and towns, with nobody in them.
func (s *streams) reset(streets, sections, towns int) {
	for l, n := range [levels]int{streets, sections, towns, 1} {
		s[l] = sized(s[l], n)
		clear(s[l])
	}
}

// list is where the candidates of a spot stand at a level.
func (s *streams) list(level int8, at spot) *[]candidate {
	return &s[level][[levels]int32{at.street, at.section, at.town, 0}[level]]
}

// groupsOf is how many groups the pairs of a request come in.
func groupsOf(a *ask) int8 {
	if a.anywhere {
		return 1
	}
	return max(1, a.level)
}

// bounds returns what a pair of each group costs at least.
func (c Costs) bounds() [groups]int64 {
	return [groups]int64{nearest, nearest + c.Widening[2], nearest + c.Widening[3]}
}

// pairs appends group g of the feasible pairs of row q: those of its street and section, of the rest of its town, of the
// rest of the district. Where distance does not matter there is one group of all.
func (d *district) pairs(q int32, g int, out []arc) []arc {
	a := &d.asks[q]
	switch {
	case a.anywhere:
		for _, list := range d.offers[0] {
			out = d.offered(a, 0, list, out)
		}
	case g == 0:
		out = d.offered(a, 0, *d.offers.list(0, a.at), out)
		if a.level > 0 {
			out = d.offered(a, 1, *d.offers.list(1, a.at), out)
		}
	default:
		out = d.offered(a, int8(g)+1, *d.offers.list(int8(g)+1, a.at), out)
	}
	return out
}

// offered appends the feasible pairs of a request with those of a list of its place at a level.
func (d *district) offered(a *ask, level int8, list []candidate, out []arc) []arc {
	for _, c := range list {
		if c.skills&a.need != a.need || c.time&a.window == 0 {
			continue
		}
		if cost, ok := d.cost(a, c.id, level); ok {
			out = append(out, arc{c.id, cost})
		}
	}
	return out
}

// askers appends the feasible pairs of column v, seen from it: the same pairs, without a list of them all.
func (d *district) askers(v int32, out []arc) []arc {
	h := &d.helpers[v]
	for level := range h.reach + 1 {
		for _, c := range *d.wants.list(level, h.at) {
			out = d.asked(h, v, level, c, out)
		}
	}
	for _, c := range d.remote {
		out = d.asked(h, v, 0, c, out)
	}
	return out
}

func (d *district) asked(h *helper, v int32, level int8, c candidate, out []arc) []arc {
	if h.have&c.skills == c.skills && h.free&c.time != 0 {
		if cost, ok := d.cost(&d.asks[c.id], v, level); ok {
			out = append(out, arc{c.id, cost})
		}
	}
	return out
}

// cost is what a pair costs whose skills and time agree, the two of the same place at this level; false if they share a
// narrower one, so that they stand in its list as well, or are kept apart. It fits: see Instance.worth.
func (d *district) cost(a *ask, v int32, level int8) (int32, bool) {
	h := &d.helpers[v]
	if a.apart != nil && slices.Contains(a.apart, h.person) {
		return 0, false
	}
	cost := int64(nearest)
	if !a.anywhere {
		if a.at.scope(&h.at) != level {
			return 0, false
		}
		cost = walk(int64(a.at.x)-int64(h.at.x), int64(a.at.y)-int64(h.at.y)) + d.costs.Widening[level]
	}
	if a.offer != None && a.offer != h.person {
		cost += d.costs.Stability
	}
	return int32(cost), true
}

// scope is Instance.Scope within a district.
func (s *spot) scope(t *spot) int8 {
	switch {
	case s.street == t.street:
		return 0
	case s.section == t.section:
		return 1
	case s.town == t.town:
		return 2
	}
	return 3
}
