package matching

import (
	"context"
	"math"
	"slices"
)

// arc is one feasible pair: seen from a row, where it leads is a column; seen from a column, a row.
type arc struct {
	to   int32
	cost int32
}

// groups is how many groups the arcs of a row come in at most: street and section, town, district.
const groups = 3

// source says which pairs there are. It must give the same answer each time, until the market is told otherwise.
type source interface {
	// pairs appends group g of row q. No arc of it costs less than market.bounds[g].
	pairs(q int32, g int, out []arc) []arc
	// askers returns the arcs of column v from the rows of the market. It may leave out those that cost so much that
	// the value of their row is not above over plus the cost. The slice is good until the next call.
	askers(v int32, rows []row, over int64) []arc
}

// market is the core of the solver: a b-matching of rows to columns. Each row takes at most one column, each column as
// many rows as it has units; a unit has a price, and the prices of a column do not fall. Leaving a row out costs its
// worth. The market keeps the total at its minimum while rows are inserted, and units filled, one by one.
//
// It is in its normal state when, for the rows that are in:
//
//	cost + price[column] - value[row] >= 0 on every arc, and = 0 on the arcs taken;
//	value[row] <= worth[row], and = worth[row] for a row left out;
//	price[column] is at least the price of the last unit used and at most that of the next one, if there is one.
//
// These are the conditions of optimality (linear programming duality); value and price are the dual variables u and p
// of the literature.
type market struct {
	source source
	bounds [groups]int64 // no arc of a group costs less, in rising order
	base   int64         // Costs.LoadBase
	floors []int64       // by column: what its next unit costs, for a while in a crowded district; else nil

	rows []row
	cols []column

	arena []arc // the groups made so far; only a cache: see arcs
	most  int   // how many arcs the arena may hold

	search
	pulse
	candidates int64   // pairs made
	pops       int64   // columns and rows taken from the queue of a search
	moved      []int32 // the rows that were taken somewhere, when watched
	watched    bool
}

// row is one row of a market.
type row struct {
	value, worth int64
	match        int32 // the column taken, or None, or away
	next         int32 // the next row of the same column, or None
	groups       int8  // how many there are
	made         int8  // how many of them are in the arena
	class        int8
	spans        [groups]span
}

// span is where in the arena the arcs of a group are.
type span struct{ from, to int32 }

// away stands for the match of a row that is not in the market, so that it wants nothing.
const away int32 = -2

// column is one column of a market.
type column struct {
	price int64
	next  int64 // the price of the next unit; never when there is none
	last  int64 // the price of the last unit used; -never when there is none

	dist     int64 // in the search under way: how far away the column is
	round    int32 // the search that dist, via and to belong to
	via      int32 // the row whose move leads here
	to       int32 // in a search backwards: the column that via would move to
	head     int32 // the first row that takes this column, or None
	used     int32
	room     int32 // units in all
	load     int32 // Volunteer.Load
	capacity int32 // Volunteer.Capacity
}

// never is a price that nothing reaches. Twice its size and all the sums of a search still fit an int64.
const never = int64(1) << 61

// arenaMost keeps positions in the arena within 32 bits, and one district's pairs within 2 GB.
const arenaMost = 1 << 28

// arenaStep is how many arcs there is room for whenever a group is made.
const arenaStep = 1 << 12

// reset takes everything out of a market and gives it another source, for rows and columns of these costs.
func (m *market) reset(from source, costs Costs) {
	m.source, m.bounds, m.base, m.floors = from, costs.bounds(), costs.LoadBase, nil
	m.arena, m.candidates, m.pops, m.most = m.arena[:0], 0, 0, arenaMost
}

// open makes a row that is not in the market yet.
func (m *market) open(q int32, worth int64, class, groups int8) {
	m.rows[q] = row{value: worth, worth: worth, match: away, next: None, class: class, groups: groups}
}

// furnish makes a column with the units that a volunteer of this load and capacity has, and the lowest price it may have.
func (m *market) furnish(v int32, load, capacity int16) {
	m.cols[v] = column{head: None, room: max(0, int32(capacity)-int32(load)), load: int32(load), capacity: int32(capacity), round: m.round}
	m.restock(v)
	c := &m.cols[v]
	if c.room > 0 {
		c.price = c.next
	}
}

// restock works out the prices of the last and the next unit anew, after the number of units used has changed.
func (m *market) restock(v int32) {
	c := &m.cols[v]
	c.last, c.next = -never, never
	if c.used > 0 {
		c.last = m.unit(c, c.used)
	}
	if c.used < c.room {
		c.next = m.unit(c, c.used+1)
		if m.floors != nil {
			c.next = m.floors[v]
		}
	}
}

// unit is the price of the j-th unit, j from 1: Volunteer.LoadPrice once more, for the layout of a market.
func (m *market) unit(c *column, j int32) int64 {
	return m.base * (2*int64(c.load+j) - 1) / int64(c.capacity)
}

// arcs returns group g of row q, making it when a search gets there first. What is made is kept, but only as long as the
// arena has room: when it is full everything is forgotten and made once more when needed. The slice is good until the next call.
func (m *market) arcs(q int32, g int8) []arc {
	r := &m.rows[q]
	if r.made <= g && len(m.arena) > m.most {
		m.forget()
	}
	for r.made <= g {
		if cap(m.arena)-len(m.arena) < arenaStep {
			m.arena = slices.Grow(m.arena, len(m.arena)+arenaStep) // append alone would grow it by too little, too often
		}
		from := len(m.arena)
		m.arena = m.source.pairs(q, int(r.made), m.arena)
		r.spans[r.made] = span{int32(from), int32(len(m.arena))}
		m.candidates += int64(len(m.arena) - from)
		r.made++
	}
	s := r.spans[g]
	return m.arena[s.from:s.to]
}

// forget empties the arena.
func (m *market) forget() {
	m.arena = m.arena[:0]
	for q := range m.rows {
		m.rows[q].made = 0
	}
}

// take moves row q from the column that it holds, if any, to column v, out if that is None, or away.
func (m *market) take(q, v int32) {
	r := &m.rows[q]
	if r.match >= 0 {
		link := &m.cols[r.match].head
		for *link != q {
			link = &m.rows[*link].next
		}
		*link = r.next
		m.cols[r.match].used--
		m.restock(r.match)
	}
	if m.watched {
		m.moved = append(m.moved, q)
	}
	r.match, r.next = v, None
	if v >= 0 {
		r.next, m.cols[v].head = m.cols[v].head, q
		m.cols[v].used++
		m.restock(v)
	}
}

// pulse is how a long computation notices that nobody waits for it any more.
type pulse struct {
	ctx  context.Context // nil: it never ends
	left int             // steps until it is asked next
}

// patience is how many steps of at most some microseconds are made between two looks at the context.
const patience = 64

// ended returns the context's error when that has ended; it is called at each step.
func (p *pulse) ended() error {
	if p.left--; p.left > 0 || p.ctx == nil {
		return nil
	}
	p.left = patience
	return p.ctx.Err()
}

// now looks at the context at once.
func (p *pulse) now() error {
	p.left = 0
	return p.ended()
}

// pairMost is what a pair may cost at most, so that an arc stays small.
const pairMost = math.MaxInt32
