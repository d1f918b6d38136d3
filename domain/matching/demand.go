package matching

// demand finds out how many rows can be served, class by class, and by whom it is that too many ask: maximum matchings by
// the phases of Hopcroft and Karp, and the labels of Dulmage and Mendelsohn. Costs play no part in it.
type demand struct {
	m *market
	byColumn

	label []int8 // by column: the first class that over-demands it; classes when none does
	block []int8 // by row: the label of the columns that it can have

	// The search or the phase of searches under way.
	phase   int32
	reached []int32 // by column: the last phase that reached it
	layer   []int32 // by column: in a sweep the search that reached it, in a phase how many rows are before it
	depth   []int32 // by row: the layer of the nearest column that it can have
	tried   []int32 // by row: the last phase in which it was reached, or a path was looked for from it
	rows    []int32 // reached, in order
	columns []int32 // reached, in order
	met     bool    // the search met a column that is another one's and not labelled
}

// byColumn are the arcs of a market as its columns see them, in compressed rows.
type byColumn struct {
	start []int // by column: where its arcs begin; one more at the end
	arcs  []arc
}

// pack makes all arcs and sorts them by column.
func (b *byColumn) pack(m *market) error {
	b.start = sized(b.start, len(m.cols)+2)
	clear(b.start)
	count := b.start[2:] // moved on to where it belongs as the lists are filled
	each := func(do func(q int32, a arc)) error {
		for q := range m.rows {
			if err := m.ended(); err != nil {
				return err
			}
			for g := range m.rows[q].groups {
				for _, a := range m.arcs(int32(q), g) {
					do(int32(q), a)
				}
			}
		}
		return nil
	}
	if err := each(func(q int32, a arc) { count[a.to]++ }); err != nil {
		return err
	}
	for v := range m.cols {
		b.start[v+2] += b.start[v+1]
	}
	b.arcs = sized(b.arcs, b.start[len(m.cols)+1])
	return each(func(q int32, a arc) {
		at := &b.start[a.to+1]
		b.arcs[*at] = arc{q, a.cost}
		*at++
	})
}

// of lists the arcs of a column.
func (b *byColumn) of(v int32) []arc { return b.arcs[b.start[v]:b.start[v+1]] }

// settle matches and labels. In the end the market holds a matching that serves as many as possible of the first class,
// then of the first two, and so on. What it held before is tried first.
func (d *demand) settle(m *market) error {
	d.reset(m)
	if err := d.pack(m); err != nil {
		return err
	}
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
	for before := 4*len(left) + 1; len(left) > 0 && 4*len(left) < before; {
		var err error
		before = len(left)
		if left, err = d.sweep(left); err != nil {
			return err
		}
	}
	for len(left) > 0 {
		found, err := d.spread(d.m.rows[from].class)
		if err != nil {
			return err
		}
		if !found {
			return d.close(left)
		}
		still := left[:0]
		for _, q := range left {
			if d.tried[q] != d.phase || !d.augment(q) {
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

// sweep looks for a path from each row at once, deep first. It is how nearly all of those that nobody can serve are told from
// the rest: where a search ends without having met anything that another one went through and did not close, nothing that
// it reached will ever be free again, and nobody needs to look there any more. It returns the rows that it is not sure of.
func (d *demand) sweep(left []int32) ([]int32, error) {
	d.phase++
	unsure := left[:0]
	for i, q := range left {
		if err := d.m.ended(); err != nil {
			return nil, err
		}
		d.rows, d.columns, d.met = d.rows[:0], d.columns[:0], false
		switch {
		case d.dig(q, int32(i)):
		case d.met:
			unsure = append(unsure, q)
		default:
			d.mark(d.m.rows[q].class)
		}
	}
	return unsure, nil
}

// mark labels what was reached as over-demanded.
func (d *demand) mark(class int8) {
	for _, v := range d.columns {
		d.label[v] = class
	}
	for _, q := range d.rows {
		d.block[q] = class
	}
}

// dig looks for a path from row q to a column with room, for one of the searches of a sweep, and moves its rows along.
func (d *demand) dig(q, search int32) bool {
	d.m.pops++
	d.rows = append(d.rows, q)
	if d.seat(q, None) {
		return true
	}
	for g := range d.m.rows[q].groups {
		for i := 0; i < len(d.m.arcs(q, g)); i++ { // asked for each time: what is tried below may make others
			v := d.m.arcs(q, g)[i].to
			if d.label[v] < classes {
				continue
			}
			if d.reached[v] == d.phase {
				d.met = d.met || d.layer[v] != search
				continue
			}
			d.reached[v], d.layer[v] = d.phase, search
			d.columns = append(d.columns, v)
			for r := d.m.cols[v].head; r != None; r = d.m.rows[r].next {
				if d.dig(r, search) {
					d.m.take(q, v)
					return true
				}
			}
		}
	}
	return false
}

// spread begins a phase: it reaches back from the columns that have room, layer by layer over the rows that could have
// them, to the first layer in which there is a row that is left out; false if no layer has one. So the rows that nobody
// can serve are never met.
func (d *demand) spread(class int8) (found bool, err error) {
	d.phase++
	d.columns = d.columns[:0]
	for v := range d.m.cols {
		if d.label[v] == classes && d.free(int32(v)) {
			d.reach(int32(v), 0)
		}
	}
	last := int32(len(d.m.rows))
	for i := 0; i < len(d.columns) && d.layer[d.columns[i]] <= last; i++ {
		d.m.pops++
		if err := d.m.ended(); err != nil {
			return false, err
		}
		v := d.columns[i]
		for _, a := range d.of(v) {
			r := &d.m.rows[a.to]
			if d.tried[a.to] == d.phase || r.class > class {
				continue
			}
			d.tried[a.to], d.depth[a.to] = d.phase, d.layer[v]
			if r.match == None {
				last, found = d.layer[v], true
			} else if d.reached[r.match] != d.phase {
				d.reach(r.match, d.layer[v]+1)
			}
		}
	}
	return found, nil
}

func (d *demand) reach(v, layer int32) {
	d.reached[v], d.layer[v] = d.phase, layer
	d.columns = append(d.columns, v)
}

// augment looks for a path from row q down the layers to a column with room, and if there is one moves its rows along. In
// each phase a row is tried once only, and a column whose rows have all failed is given up.
func (d *demand) augment(q int32) bool {
	d.tried[q] = 0
	for g := range d.m.rows[q].groups {
		for i := 0; i < len(d.m.arcs(q, g)); i++ { // asked for each time: what is tried below may make others
			v := d.m.arcs(q, g)[i].to
			if d.reached[v] != d.phase || d.layer[v] != d.depth[q] {
				continue
			}
			if d.free(v) || d.clear(v) {
				d.m.take(q, v)
				return true
			}
			d.reached[v] = 0
		}
	}
	return false
}

// clear moves one row of column v on, if any can.
func (d *demand) clear(v int32) bool {
	for q := d.m.cols[v].head; q != None; q = d.m.rows[q].next {
		if d.tried[q] == d.phase && d.depth[q] == d.layer[v]-1 && d.augment(q) {
			return true
		}
	}
	return false
}

// close labels the columns that the rows which are left out can reach.
func (d *demand) close(left []int32) error {
	d.phase++
	d.rows, d.columns = append(d.rows[:0], left...), d.columns[:0]
	for i := 0; i < len(d.rows); i++ {
		d.m.pops++
		if err := d.m.ended(); err != nil {
			return err
		}
		q := d.rows[i]
		for g := range d.m.rows[q].groups {
			for _, a := range d.m.arcs(q, g) {
				if d.label[a.to] < classes || d.reached[a.to] == d.phase {
					continue
				}
				d.reach(a.to, 0)
				for r := d.m.cols[a.to].head; r != None; r = d.m.rows[r].next {
					d.rows = append(d.rows, r)
				}
			}
		}
	}
	d.mark(d.m.rows[left[0]].class)
	return nil
}
