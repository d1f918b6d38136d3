package matching

// fill finds the best use of the free units of column v whose price is above that of its next unit: such a column was
// added, or lost a row, or was given more room. Each unit goes along the shortest path backwards, from the column over
// the rows that could take it: it either takes in a row that is left out, or takes the place of a unit of another
// column, or stays free at a lower price. The market must be in its normal state but for that price.
func (m *market) fill(v int32) error {
	for m.cols[v].next < m.cols[v].price {
		if err := m.fillOne(v); err != nil {
			return err
		}
	}
	return nil
}

func (m *market) fillOne(v int32) error {
	c := &m.cols[v]
	m.begin(c.price - c.next)
	c.round, c.dist = m.round, 0
	m.queue.push(entry{0, v})
	for {
		w, err := m.nearest()
		if err != nil {
			return err
		}
		if w == None {
			break
		}
		m.draw(w)
	}
	m.reprice(-1)
	if m.end != None {
		m.retreat(v)
	}
	return nil
}

// draw extends the search from column w, which has a unit to give: to each row that could take it.
func (m *market) draw(w int32) {
	base := m.cols[w].dist + m.cols[w].price
	for _, a := range m.source.askers(w, m.rows, base-m.best) {
		r := &m.rows[a.to]
		d := base + int64(a.cost) - r.value
		if d >= m.best || r.match == w || r.match == away {
			continue
		}
		if r.match == None {
			m.best, m.end, m.giver = d, w, a.to
			continue
		}
		c := &m.cols[r.match]
		if c.round == m.round && c.dist <= d {
			continue
		}
		c.round, c.dist, c.via, c.to = m.round, d, a.to, w
		if end := d + c.price - c.last; end < m.best {
			m.best, m.end, m.giver = end, r.match, None
		}
		if d < m.best {
			m.queue.push(entry{d, r.match})
		}
	}
}

// retreat lets the rows of the path found move by one column each towards column v.
func (m *market) retreat(v int32) {
	w := m.end
	if m.giver != None {
		m.take(m.giver, w)
	}
	for w != v {
		q, to := m.cols[w].via, m.cols[w].to
		m.take(q, to)
		w = to
	}
}
