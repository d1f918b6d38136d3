package matching

// crowd solves a crowded district: one in which more is asked for than can be given. Insertion alone degrades there, as
// each request that stays unserved searches all around before that is known.
//
// What can be served at all is found out first, without costs and class by class, by maximum matchings (Hopcroft and Karp,
// "An n^5/2 algorithm for maximum matchings in bipartite graphs", SIAM Journal on Computing 2, 1973). The columns that
// rows left out can still reach are over-demanded by that class (Dulmage and Mendelsohn, "Coverings of bipartite graphs",
// Canadian Journal of Mathematics 10, 1958). In every best plan a column that class k over-demands is full, and serves
// only rows of its own block: those that reach such columns, of class k or more urgent, and none that an earlier class
// over-demands. So the blocks are problems of their own, and in each of them it is known who must be served:
//
//   - in the last block, of the columns that no class over-demands, every row: they are inserted as usual;
//   - in block k every row more urgent than k. They are inserted while free units cost what they are worth to class k
//     (setFloors); then each unit that is left takes in a row of class k along the shortest path, searched backwards
//     from it (fill).
//
// Prices in block k begin near the worth of class k. So what comes out is a normal state of the whole market: an arc that
// leads out of a block leads to one of a more urgent class, where prices are higher by more than any path costs.
type crowd struct {
	demand
	members []int32 // the columns of the block being solved
	floors  []int64 // behind market.floors
}

// packed is the source of a crowded district: the pairs as before, and seen from the columns as they were packed.
type packed struct {
	source
	*crowd
}

func (p packed) askers(v int32, _ []row, _ int64) []arc { return p.of(v) }

// solve solves a market from the beginning; what was matched before is only a hint.
func (c *crowd) solve(m *market) error {
	if err := c.settle(m); err != nil {
		return err
	}
	m.vacate()
	for v := range m.cols {
		if c.label[v] < classes {
			m.cols[v].price = never // until its block is solved: nobody of the blocks before that can have it
		}
	}
	if err := c.insert(classes); err != nil {
		return err
	}
	plain := m.source
	m.source = packed{plain, c}
	for k := int8(classes) - 1; k >= 0; k-- {
		if err := c.solveBlock(k); err != nil {
			return err
		}
	}
	m.source = plain
	return nil
}

// insert inserts the rows of a block that must be served.
func (c *crowd) insert(k int8) error {
	for q := range c.m.rows {
		if c.block[q] != k || c.m.rows[q].class == k {
			continue
		}
		if err := c.m.ended(); err != nil {
			return err
		}
		if err := c.m.insert(int32(q)); err != nil {
			return err
		}
	}
	return nil
}

// solveBlock serves those of block k who must be served, and then as many of class k as there is room for.
func (c *crowd) solveBlock(k int8) error {
	m := c.m
	c.members = c.members[:0]
	for v := range m.cols {
		if c.label[v] == k {
			c.members = append(c.members, int32(v))
		}
	}
	if len(c.members) == 0 {
		return nil
	}
	c.setFloors(k)
	if err := c.insert(k); err != nil {
		return err
	}
	m.floors = nil
	for _, v := range c.members {
		m.restock(v)
	}
	for _, v := range c.members {
		if err := m.fill(v); err != nil {
			return err
		}
	}
	return nil
}

// setFloors says what a unit of block k is worth while those are inserted who must be served: what its nearest row of
// class k would gain by it. Any price would do at which no such row wants it more than to be left out; this one, the
// lowest, leads those who must be served away from units that others will be glad of, and saves most of the work of
// filling them. A unit that no row of class k can have is worth as little as any.
func (c *crowd) setFloors(k int8) {
	m, farthest, worth := c.m, int64(nearest), int64(0)
	m.floors = sized(c.floors, len(m.cols))
	c.floors = m.floors
	for _, v := range c.members {
		near := never
		for _, a := range c.of(v) {
			if r := &m.rows[a.to]; r.class == k && c.block[a.to] == k {
				near, worth = min(near, int64(a.cost)), r.worth
			}
		}
		m.floors[v] = near
		if near < never {
			farthest = max(farthest, near)
		}
	}
	for _, v := range c.members {
		m.floors[v] = worth - min(m.floors[v], farthest)
		m.restock(v)
		m.cols[v].price = m.floors[v]
	}
}
