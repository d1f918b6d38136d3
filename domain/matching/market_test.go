package matching

import "testing"

// bare is a market of numbers only, without streets or people.
type bare struct {
	rows    [][]arc    // by row: its arcs
	worth   []int64    // by row
	columns [][2]int16 // load and capacity
	base    int64      // Costs.LoadBase
}

func (b *bare) pairs(q int32, g int, out []arc) []arc { return append(out, b.rows[q]...) }

func (b *bare) askers(v int32, _ []row, _ int64) (out []arc) {
	for q, arcs := range b.rows {
		for _, a := range arcs {
			if a.to == v {
				out = append(out, arc{int32(q), a.cost})
			}
		}
	}
	return out
}

// market is a market with no row in it yet. A row has the class that its worth says: the more, the more urgent.
func (b *bare) market() *market {
	m := &market{rows: make([]row, len(b.rows)), cols: make([]column, len(b.columns))}
	m.reset(b, Costs{LoadBase: b.base})
	m.bounds = [groups]int64{}
	for v, c := range b.columns {
		m.furnish(int32(v), c[0], c[1])
	}
	for q := range b.rows {
		m.open(int32(q), b.worth[q], 0, 1)
	}
	return m
}

func insertAll(m *market) error {
	for q := range m.rows {
		if err := m.insert(int32(q)); err != nil {
			return err
		}
	}
	return nil
}

// settleTies settles a market in the order of its rows; columns count by their number.
func settleTies(m *market) error {
	var order []int32
	for q := range m.rows {
		order = append(order, int32(q))
	}
	return new(ties).settle(m, order, func(v int32) int32 { return v })
}

func matches(m *market) (out []int32) {
	for q := range m.rows {
		out = append(out, m.rows[q].match)
	}
	return out
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sound fails unless the market is in its normal state: the three conditions at the type market, for every arc.
func sound(t *testing.T, from source, m *market) {
	t.Helper()
	used := make([]int32, len(m.cols))
	for q := range m.rows {
		r := &m.rows[q]
		if r.match == away {
			continue
		}
		if r.value > r.worth || r.match == None && r.value != r.worth {
			t.Fatalf("row %d: value %d, worth %d, column %d", q, r.value, r.worth, r.match)
		}
		taken := r.match == None
		for g := range r.groups {
			for _, a := range from.pairs(int32(q), int(g), nil) {
				reduced := int64(a.cost) + m.cols[a.to].price - r.value
				if reduced < 0 || a.to == r.match && reduced != 0 {
					t.Fatalf("row %d, column %d: the reduced cost is %d", q, a.to, reduced)
				}
				taken = taken || a.to == r.match
			}
		}
		if !taken {
			t.Fatalf("row %d takes column %d, to which it has no arc", q, r.match)
		}
		if r.match != None {
			used[r.match]++
		}
	}
	for v := range m.cols {
		c := &m.cols[v]
		if used[v] != c.used || c.used > c.room {
			t.Fatalf("column %d: %d units of %d used, not %d", v, used[v], c.room, c.used)
		}
		if c.used > 0 && (c.last != m.unit(c, c.used) || c.price < c.last) || c.used < c.room && (c.next != m.unit(c, c.used+1) || c.price > c.next) {
			t.Fatalf("column %d: price %d, %d of %d units used, the last at %d, the next at %d", v, c.price, c.used, c.room, c.last, c.next)
		}
	}
}
