package matching

import "slices"

// spot is where a street of a district is: its section and town are numbers within the district.
type spot struct {
	x, y          int32
	section, town int32
}

// ask is a request as a row of its district's market.
type ask struct {
	need, window uint32
	street       int32 // within the district
	offer        int32 // the person who holds the live invitation, or None
	level        int8
	anywhere     bool
	apart        []int32 // the people that it is kept apart from
}

// helper is a volunteer as a column of their district's market.
type helper struct {
	have, free uint32
	street     int32 // within the district
	person     int32 // who they are in ask.offer and ask.apart
	held       int32 // Volunteer.Held
	reach      int8
}

// candidate is what decides first whether a pair is feasible, for one side of it: a volunteer's skills and free time in
// a list that requests read, or a request's needs and window in a list that volunteers read.
type candidate struct {
	skills, time uint32
	street       int32 // within the district
	id           int32 // the column, or the row
}

// streams are lists of candidates by place: of a street, of a section, of a town and of the whole district. In a list of
// a wider place are only those who go, or ask, as far as that.
type streams [levels][][]candidate

// district is the part of an instance that is solved on its own: its requests are the rows and its volunteers with room
// the columns of the market. It makes their pairs when a search gets there.
type district struct {
	costs   Costs
	spots   []spot      // by street
	asks    []ask       // by row
	helpers []helper    // by column
	offers  streams     // candidates for requests: columns
	wants   streams     // candidates for volunteers: rows; only in a Live
	remote  []candidate // the rest of them: rows that can be met from anywhere
	asking  []arc       // scratch of askers
	holding bool        // somebody is held back
}

// reset makes room for so many streets, sections and towns, with nobody in them.
func (s *streams) reset(streets, sections, towns int) {
	for l, n := range [levels]int{streets, sections, towns, 1} {
		s[l] = sized(s[l], n)
		clear(s[l])
	}
}

// place is the number of the place of a street at a level.
func (d *district) place(level int8, street int32) int32 {
	s := &d.spots[street]
	return [levels]int32{street, s.section, s.town, 0}[level]
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
		out = d.offered(a, 0, d.offers[0][a.street], out)
		if a.level > 0 {
			out = d.offered(a, 1, d.offers[1][d.place(1, a.street)], out)
		}
	default:
		level := int8(g) + 1
		out = d.offered(a, level, d.offers[level][d.place(level, a.street)], out)
	}
	return out
}

// offered appends the feasible pairs of a request with those of a list of its place at a level.
func (d *district) offered(a *ask, level int8, list []candidate, out []arc) []arc {
	for i := range list {
		c := &list[i]
		if c.skills&a.need != a.need || c.time&a.window == 0 {
			continue
		}
		cost, ok := d.cost(a, c.street, level)
		if !ok {
			continue
		}
		if d.holding || a.offer != None || a.apart != nil {
			if cost, ok = d.between(a, c.id, cost); !ok {
				continue
			}
		}
		out = append(out, arc{c.id, int32(cost)})
	}
	return out
}

// askers returns the feasible pairs of column v, seen from it: the same pairs as those of the rows. Of a row whose value
// cannot matter the cost is not worked out.
func (d *district) askers(v int32, rows []row, over int64) []arc {
	h, bounds := &d.helpers[v], d.costs.bounds()
	d.asking = d.asking[:0]
	for level := range h.reach + 1 {
		list := d.wants[level][d.place(level, h.street)]
		d.asked(v, level, list, rows, over+bounds[max(0, level-1)])
	}
	d.asked(v, 0, d.remote, rows, over+nearest)
	return d.asking
}

// asked adds the pairs of a column with those of a list whose value is above a least one.
func (d *district) asked(v int32, level int8, list []candidate, rows []row, least int64) {
	h := &d.helpers[v]
	for i := range list {
		c := &list[i]
		if h.have&c.skills != c.skills || h.free&c.time == 0 || rows[c.id].value <= least {
			continue
		}
		a := &d.asks[c.id]
		cost, ok := d.cost(a, h.street, level)
		if !ok {
			continue
		}
		if cost, ok = d.between(a, v, cost); ok {
			d.asking = append(d.asking, arc{c.id, int32(cost)})
		}
	}
}

// cost is what a request and a helper from this street cost, if their places meet at this level and no narrower one: in
// that case they meet in the list of the narrower one as well. It fits an arc: see Instance.worth.
func (d *district) cost(a *ask, street int32, level int8) (int64, bool) {
	if a.anywhere {
		return nearest, true
	}
	s, t := &d.spots[a.street], &d.spots[street]
	scope := int8(3)
	switch {
	case a.street == street:
		scope = 0
	case s.section == t.section:
		scope = 1
	case s.town == t.town:
		scope = 2
	}
	if scope != level {
		return 0, false
	}
	return walk(int64(s.x)-int64(t.x), int64(s.y)-int64(t.y)) + d.costs.Widening[level], true
}

// between adds what is between these two people only, and what the helper is held back; false if they are kept apart.
func (d *district) between(a *ask, v int32, cost int64) (int64, bool) {
	h := &d.helpers[v]
	person := h.person
	if slices.Contains(a.apart, person) {
		return 0, false
	}
	if a.offer != None && a.offer != person {
		cost += d.costs.Stability
	}
	return cost + int64(h.held), true
}
