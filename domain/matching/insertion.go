package matching

import "math"

// search is the state of one shortest-path search.
type search struct {
	round  int32   // numbers the searches, so that nothing has to be cleared between them
	queue  queue   // columns reached, nearest first
	popped []int32 // columns whose distance is final

	best  int64 // the cost of the best way found so far to end the path
	end   int32 // the column where it ends; None: right where it began
	giver int32 // the row that is left out, or taken in, at that end; None: a unit is used, or given up
}

// begin starts a search in which it costs worth to leave everything as it is.
func (m *market) begin(worth int64) {
	if m.round == math.MaxInt32 { // a market that lives long begins to count anew
		m.round = 0
		for v := range m.cols {
			m.cols[v].round = 0
		}
	}
	m.round++
	m.queue, m.popped = m.queue[:0], m.popped[:0]
	m.best, m.end, m.giver = worth, None, None
}

// nearest takes the nearest column that is nearer than the best end from the queue. The column is None when there is no
// such column any more. The error is the context's; the market is then of no further use.
func (m *market) nearest() (v int32, err error) {
	for len(m.queue) > 0 && m.queue[0].dist < m.best {
		e := m.queue.pop()
		m.pops++
		if err := m.ended(); err != nil {
			return None, err
		}
		if e.dist == m.cols[e.column].dist { // else a shorter way was found after this entry was pushed
			m.popped = append(m.popped, e.column)
			return e.column, nil
		}
	}
	return None, nil
}

// insert adds row r, along the cheapest of all the paths that either find a free unit, or put out a row whose worth is
// less, or leave r itself out: the step of Jonker and Volgenant, with several units to a column.
func (m *market) insert(r int32) error {
	m.rows[r].match = None
	m.begin(m.rows[r].worth)
	m.scan(r, 0)
	for {
		v, err := m.nearest()
		if err != nil {
			return err
		}
		if v == None {
			break
		}
		d := m.cols[v].dist
		for q := m.cols[v].head; q != None; q = m.rows[q].next {
			if end := d + m.rows[q].worth - m.rows[q].value; end < m.best {
				m.best, m.end, m.giver = end, v, q // q could give way
			}
			m.scan(q, d-m.rows[q].value) // or move on
		}
	}
	m.reprice(1)
	m.rows[r].value = m.best
	if m.end != None {
		m.advance(r)
	}
	return nil
}

// scan extends the search over the arcs of row q; base is the cost of the path that makes q look for a column.
func (m *market) scan(q int32, base int64) {
	for g := range m.rows[q].groups {
		if base+m.bounds[g] >= m.best {
			return // no price is negative and later groups cost no less
		}
		for _, a := range m.arcs(q, g) {
			d := base + int64(a.cost)
			if d >= m.best {
				continue
			}
			c := &m.cols[a.to]
			if d += c.price; d >= m.best || c.round == m.round && c.dist <= d {
				continue
			}
			c.round, c.dist, c.via = m.round, d, q
			if end := d + c.next - c.price; end < m.best {
				m.best, m.end, m.giver = end, a.to, None
			}
			if d < m.best {
				m.queue.push(entry{d, a.to})
			}
		}
	}
}

// reprice raises (sign 1) or lowers (sign -1) the prices of the columns that the search went through and the values of
// their rows, just so much that the path found becomes tight.
func (m *market) reprice(sign int64) {
	for _, v := range m.popped {
		c := &m.cols[v]
		by := sign * (m.best - c.dist)
		c.price += by
		for q := c.head; q != None; q = m.rows[q].next {
			m.rows[q].value += by
		}
	}
}

// advance lets the rows of the path found move on by one column each, beginning at its end and up to row r.
func (m *market) advance(r int32) {
	if m.giver != None {
		m.take(m.giver, None)
	}
	for v := m.end; ; {
		q := m.cols[v].via
		left := m.rows[q].match
		m.take(q, v)
		if q == r {
			return
		}
		v = left
	}
}
