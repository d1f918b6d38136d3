package matching

// demand finds out how many rows can be served, class by class, and by whom it is that too many ask: maximum matchings by
// the phases of Hopcroft and Karp, and the labels of Dulmage and Mendelsohn. Costs play no part in it.
type demand struct {
	m *market

	label []int8 // by column: the first class that over-demands it; classes when none does
	block []int8 // by row: the label of the columns that it can have

	// The phase under way: a search by layers from all the rows of a class that are left out.
	phase   int32
	reached []int32 // by column: the last phase that reached it
	layer   []int32 // by column: how many rows before it
	depth   []int32 // by row: how many rows before it
	tried   []int32 // by row: the last phase in which a path was looked for from it
	rows    []int32 // reached, in order
	columns []int32 // reached, in order
}

// settle matches and labels. In the end the market holds a matching that serves as many as possible of the first class,
// then of the first two, and so on. What it held before is tried first.
func (d *demand) settle(m *market) error {
	d.reset(m)
	hint := make([]int32, len(m.rows))
	for q := range m.rows {
		hint[q] = m.rows[q].match
	}
	m.vacate()
	for from := 0; from < len(m.rows); {
		to := from
		for to < len(m.rows) && m.rows[to].class == m.rows[from].class {
			to++
		}
		if err := d.serve(int32(from), int32(to), hint); err != nil {
			return err
		}
		from = to
	}
	return nil
}

func (d *demand) reset(m *market) {
	d.m, d.phase = m, 0
	n, k := len(m.rows), len(m.cols)
	d.label, d.block = sized(d.label, k), sized(d.block, n)
	d.reached, d.layer = sized(d.reached, k), sized(d.layer, k)
	d.depth, d.tried = sized(d.depth, n), sized(d.tried, n)
	for v := range d.label {
		d.label[v] = classes
	}
	for q := range d.block {
		d.block[q] = classes
	}
	clear(d.reached)
	clear(d.tried)
}

// vacate leaves every row out and lowers the prices to the least there may be.
func (m *market) vacate() {
	for q := range m.rows {
		r := &m.rows[q]
		r.match, r.next, r.value = None, None, r.worth
	}
	for v := range m.cols {
		c := &m.cols[v]
		c.head, c.used = None, 0
		m.restock(int32(v))
		c.price = c.next
	}
}

// serve extends the matching to the rows of one class, without leaving out any that was served, and labels the columns
// that those of them which stay out can reach.
func (d *demand) serve(from, to int32, hint []int32) error {
	var left []int32
	for q := from; q < to; q++ {
		if err := d.m.ended(); err != nil {
			return err
		}
		if !d.seat(q, hint[q]) {
			left = append(left, q)
		}
	}
	for len(left) > 0 {
		found, err := d.spread(left)
		if err != nil {
			return err
		}
		if !found {
			class := d.m.rows[from].class
			for _, v := range d.columns {
				d.label[v] = class
			}
			for _, q := range d.rows {
				d.block[q] = class
			}
			return nil
		}
		still := left[:0]
		for _, q := range left {
			if err := d.m.ended(); err != nil {
				return err
			}
			if !d.augment(q) {
				still = append(still, q)
			}
		}
		left = still
	}
	return nil
}

// seat gives row q a column that has room, first of all the hinted one; false if there is none.
func (d *demand) seat(q, hint int32) bool {
	if hint >= 0 && d.free(hint) {
		d.m.take(q, hint)
		return true
	}
	for g := range d.m.rows[q].groups {
		for _, a := range d.m.arcs(q, g) {
			if d.free(a.to) {
				d.m.take(q, a.to)
				return true
			}
		}
	}
	return false
}

func (d *demand) free(v int32) bool { return d.m.cols[v].used < d.m.cols[v].room }

// spread begins a phase: it reaches out from rows that are left out, layer by layer, to the first layer in which a column
// has room; false if no layer has. Columns labelled before are full, and so is all that can be reached over them.
func (d *demand) spread(left []int32) (found bool, err error) {
	d.phase++
	d.rows, d.columns = append(d.rows[:0], left...), d.columns[:0]
	for _, q := range left {
		d.depth[q] = 0
	}
	last := int32(len(d.m.rows)) // the layer of the first column with room
	for i := 0; i < len(d.rows) && d.depth[d.rows[i]] <= last; i++ {
		d.m.pops++
		if err := d.m.ended(); err != nil {
			return false, err
		}
		q := d.rows[i]
		for g := range d.m.rows[q].groups {
			for _, a := range d.m.arcs(q, g) {
				if d.label[a.to] == classes && d.reached[a.to] != d.phase && d.reach(a.to, d.depth[q]) {
					last, found = d.depth[q], true
				}
			}
		}
	}
	return found, nil
}

// reach notes that column v stands in a layer, and its rows before the next one; it reports whether the column has room.
func (d *demand) reach(v, layer int32) bool {
	d.reached[v], d.layer[v] = d.phase, layer
	d.columns = append(d.columns, v)
	for q := d.m.cols[v].head; q != None; q = d.m.rows[q].next {
		d.depth[q] = layer + 1
		d.rows = append(d.rows, q)
	}
	return d.free(v)
}

// augment looks for a path from row q through the layers to a column with room, and if there is one moves its rows along.
// In each phase a row is tried once only, and a column whose rows have all failed is given up.
func (d *demand) augment(q int32) bool {
	d.tried[q] = d.phase
	for g := range d.m.rows[q].groups {
		for i := 0; i < len(d.m.arcs(q, g)); i++ { // asked for each time: what is tried below may make others
			a := d.m.arcs(q, g)[i]
			if d.reached[a.to] != d.phase || d.layer[a.to] != d.depth[q] {
				continue
			}
			if d.free(a.to) || d.clear(a.to) {
				d.m.take(q, a.to)
				return true
			}
			d.reached[a.to] = 0
		}
	}
	return false
}

// clear moves one row of column v on, if any can.
func (d *demand) clear(v int32) bool {
	for q := d.m.cols[v].head; q != None; q = d.m.rows[q].next {
		if d.tried[q] != d.phase && d.depth[q] == d.layer[v]+1 && d.augment(q) {
			return true
		}
	}
	return false
}
