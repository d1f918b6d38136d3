package matching

import (
	"bytes"
	"cmp"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
)

// The assignment problems of the OR-Library (J. E. Beasley) with their published optima: the core alone, every row and
// column used once. Mutant: crowd scans with base d instead of d - value.
func TestMarket_ORLibrary(t *testing.T) {
	for _, c := range []struct {
		file string
		want int64
	}{
		{"assign100.txt", 305}, {"assign200.txt", 475}, {"assign300.txt", 626}, {"assign400.txt", 804}, {"assignp800.txt", 2239},
	} {
		t.Run(c.file, func(t *testing.T) {
			arcs := assignment(t, shared(t, "data", "assignment", c.file))
			const worth = 1 << 20 // no row is better left out
			m := newMarket(func(q int32) []arc { return arcs[q] }, slices.Repeat([]int64{worth}, len(arcs)), slices.Repeat([][]int64{{0}}, len(arcs)))
			for q := range arcs {
				if err := m.insert(t.Context(), int32(q)); err != nil {
					t.Fatal(err)
				}
			}
			if got := total(t, m); got != c.want {
				t.Errorf("inserted: the cost is %d, published is %d", got, c.want)
			}
			if err := m.settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := total(t, m); got != c.want {
				t.Errorf("settled: the cost is %d, published is %d", got, c.want)
			}
		})
	}
}

// assignment reads a file of either form: the size and then all costs by row, or the size and then "row column cost"
// with numbers from 1. The arcs of a row come out cheapest first.
func assignment(t *testing.T, name string) [][]arc {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var numbers []int64
	for word := range bytes.FieldsSeq(text) {
		n, err := strconv.ParseInt(string(word), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, n)
	}
	n, numbers := int(numbers[0]), numbers[1:]
	rows := make([][]arc, n)
	switch {
	case len(numbers) == n*n:
		for i, cost := range numbers {
			rows[i/n] = append(rows[i/n], arc{int32(i % n), cost})
		}
	case len(numbers)%3 == 0:
		for at := range slices.Chunk(numbers, 3) {
			rows[at[0]-1] = append(rows[at[0]-1], arc{int32(at[1] - 1), at[2]})
		}
	default:
		t.Fatalf("%s has %d numbers after its size %d", name, len(numbers), n)
	}
	for _, row := range rows {
		slices.SortFunc(row, func(a, b arc) int { return cmp.Compare(a.cost, b.cost) })
	}
	return rows
}

// total is the cost of a market in which every row must have a column of its own.
func total(t *testing.T, m *market) (sum int64) {
	t.Helper()
	seen := map[int32]bool{}
	for q, v := range m.match {
		i := slices.IndexFunc(m.arcs[q], func(a arc) bool { return a.column == v })
		if i < 0 || seen[v] {
			t.Fatalf("row %d has column %d: not one of its own", q, v)
		}
		seen[v] = true
		sum += m.arcs[q][i].cost
	}
	return sum
}

// Markets so small and with so few different costs that most of them have many best plans, which leave rows out that
// others take in: the plan must be the canonical one whatever the order of insertion.
// Mutants: each way into or out of the hub is closed; fixed rows may move; next prices a unit as the first one.
func TestMarket_EqualsBruteForceToTheByte(t *testing.T) {
	for seed := range uint64(4000) {
		rng := rand.New(rand.NewPCG(seed, 3))
		arcs, worth, units := make([][]arc, 6), make([]int64, 6), make([][]int64, 2+rng.IntN(3))
		for v := range units {
			for range rng.IntN(3) {
				units[v] = append(units[v], rng.Int64N(3))
			}
			slices.Sort(units[v])
		}
		for q := range arcs {
			worth[q] = 1 + rng.Int64N(5)
			for v := range units {
				if rng.IntN(2) > 0 {
					arcs[q] = append(arcs[q], arc{int32(v), rng.Int64N(2)})
				}
			}
			slices.SortFunc(arcs[q], func(a, b arc) int { return cmp.Compare(a.cost, b.cost) })
		}
		m := newMarket(func(q int32) []arc { return arcs[q] }, worth, units)
		for _, q := range rng.Perm(len(arcs)) {
			if err := m.insert(t.Context(), int32(q)); err != nil {
				t.Fatal(err)
			}
		}
		if err := m.settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if want := cheapest(arcs, worth, units); !slices.Equal(m.match, want) {
			t.Fatalf("seed %d: arcs %v, worth %v, units %v: got %v, want %v", seed, arcs, worth, units, m.match, want)
		}
	}
}

// cheapest tries all choices in canonical order and returns the first of the cheapest.
func cheapest(arcs [][]arc, worth []int64, units [][]int64) []int32 {
	var best []int32
	least := int64(1 << 40)
	choice, used := make([]int32, len(arcs)), make([]int, len(units))
	var try func(q int, cost int64)
	try = func(q int, cost int64) {
		if q == len(arcs) {
			if cost < least {
				best, least = slices.Clone(choice), cost
			}
			return
		}
		byColumn := slices.Clone(arcs[q])
		slices.SortFunc(byColumn, func(a, b arc) int { return cmp.Compare(a.column, b.column) })
		for _, a := range byColumn {
			if k := used[a.column]; k < len(units[a.column]) {
				choice[q] = a.column
				used[a.column]++
				try(q+1, cost+a.cost+units[a.column][k])
				used[a.column]--
			}
		}
		choice[q] = None
		try(q+1, cost+worth[q])
	}
	try(0, 0)
	return best
}

// Mutant: pop does not look at the second child; before ignores the column.
func TestQueue_GivesBackInOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	var q queue
	var in, out []entry
	for range 500 {
		e := entry{rng.Int64N(40), rng.Int32N(40)}
		in = append(in, e)
		q.push(e)
	}
	for len(q) > 0 {
		out = append(out, q.pop())
	}
	slices.SortFunc(in, func(a, b entry) int { return cmp.Or(cmp.Compare(a.dist, b.dist), cmp.Compare(a.column, b.column)) })
	if !slices.Equal(in, out) {
		t.Errorf("came back as %v", out)
	}
}
