package matching

import (
	"context"
	"slices"
)

// arc is one feasible pair, seen from its row.
type arc struct {
	column int32
	cost   int64
}

// market is the core of the solver: a b-matching of rows to columns. Each row takes at most one column, each column as
// many rows as it has units; a unit has a price, and the prices of a column do not fall. Leaving a row out costs its
// worth. The market keeps the total at its minimum while rows are inserted one by one.
//
// At all times, for the rows that are in:
//
//	cost + price[column] - value[row] >= 0 on every arc, and = 0 on the arcs taken;
//	value[row] <= worth[row], and = worth[row] for a row left out;
//	price[column] is at least the price of the last unit used and at most that of the next one, if there is one.
//
// These are the conditions of optimality (linear programming duality); value and price are the dual variables u and p
// of the literature.
type market struct {
	row   func(q int32) []arc // the arcs of a row, cheapest first; asked once, when the row is inserted
	worth []int64             // by row
	units [][]int64           // by column: the prices of its units, none negative, not falling

	arcs  [][]arc   // by row, once inserted
	match []int32   // by row: the column taken, or None
	held  [][]int32 // by column: the rows that have taken it
	value []int64   // by row
	price []int64   // by column

	search     // scratch of the insertion under way
	candidates int64
	pops       int64
}

// search is the state of one shortest-path search from a new row.
type search struct {
	round  int32   // stamps what belongs to this search, so that nothing has to be cleared
	stamp  []int32 // by column: the round in which dist and via were set
	dist   []int64 // by column: the least cost of a path that ends with one row too many there
	via    []int32 // by column: the row that would move in
	queue  queue
	popped []int32 // columns whose dist is final

	best  int64 // the cost of the best way found so far to end the path
	end   int32 // its last column; None: leave the new row out
	giver int32 // the row of that column that would be left out; None: the column has a unit free
}

// newMarket makes a market without rows. The three arguments are described at the fields.
func newMarket(row func(q int32) []arc, worth []int64, units [][]int64) *market {
	n, k := len(worth), len(units)
	m := &market{
		row: row, worth: worth, units: units,
		arcs: make([][]arc, n), match: make([]int32, n), value: make([]int64, n),
		held: make([][]int32, k), price: make([]int64, k),
		search: search{stamp: make([]int32, k), dist: make([]int64, k), via: make([]int32, k)},
	}
	for q := range m.match {
		m.match[q] = None
		m.value[q] = worth[q]
	}
	for v, u := range units {
		if len(u) > 0 {
			m.price[v] = u[0]
		}
	}
	return m
}

// patience is how many columns a search takes between two looks at its context.
const patience = 64

// insert adds row r, along the cheapest of all the paths that either find a free unit, or put out a row whose worth is
// less, or leave r itself out. The error is the context's; the market is then of no further use.
func (m *market) insert(ctx context.Context, r int32) error {
	m.arcs[r] = m.row(r)
	m.candidates += int64(len(m.arcs[r]))
	m.round++
	m.queue, m.popped = m.queue[:0], m.popped[:0]
	m.best, m.end, m.giver = m.worth[r], None, None
	m.scan(r, 0)
	for len(m.queue) > 0 && m.queue[0].dist < m.best {
		e := m.queue.pop()
		m.pops++
		if m.pops%patience == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if e.dist == m.dist[e.column] { // else a shorter path was found after this entry was pushed
			m.popped = append(m.popped, e.column)
			m.crowd(e.column)
		}
	}
	m.reprice(r)
	if m.end != None {
		m.move(r)
	}
	return nil
}

// scan extends the search over the arcs of row q; base is the cost of the path that makes q look for a column.
func (m *market) scan(q int32, base int64) {
	for _, a := range m.arcs[q] {
		if base+a.cost >= m.best {
			return // no price is negative and the arcs that follow are no cheaper
		}
		d, v := base+a.cost+m.price[a.column], a.column
		if d >= m.best || m.stamp[v] == m.round && m.dist[v] <= d {
			continue
		}
		m.stamp[v], m.dist[v], m.via[v] = m.round, d, q
		if k := len(m.held[v]); k < len(m.units[v]) {
			if end := d + m.units[v][k] - m.price[v]; end < m.best {
				m.best, m.end, m.giver = end, v, None
			}
		}
		m.queue.push(entry{d, v})
	}
}

// crowd extends the search from column v, which has one row too many: each row it holds could be left out, or move on.
func (m *market) crowd(v int32) {
	d := m.dist[v]
	for _, q := range m.held[v] {
		if end := d + m.worth[q] - m.value[q]; end < m.best {
			m.best, m.end, m.giver = end, v, q
		}
		m.scan(q, d-m.value[q])
	}
}

// reprice raises the prices of the columns that the search went through and the values of their rows, just so much that
// the path found becomes tight.
func (m *market) reprice(r int32) {
	for _, v := range m.popped {
		up := m.best - m.dist[v]
		m.price[v] += up
		for _, q := range m.held[v] {
			m.value[q] += up
		}
	}
	m.value[r] = m.best
}

// move lets the rows of the path found move on by one column each, beginning at its end.
func (m *market) move(r int32) {
	if m.giver != None {
		m.take(m.giver, None)
	}
	for v := m.end; ; {
		q := m.via[v]
		left := m.match[q]
		m.take(q, v)
		if q == r {
			return
		}
		v = left
	}
}

// take moves row q from the column it holds, if any, to column v, or out if that is None.
func (m *market) take(q, v int32) {
	if old := m.match[q]; old != None {
		i := slices.Index(m.held[old], q)
		m.held[old] = slices.Delete(m.held[old], i, i+1)
	}
	m.match[q] = v
	if v != None {
		m.held[v] = append(m.held[v], q)
	}
}
