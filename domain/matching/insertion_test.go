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
// column used once. Mutant: insert scans with base d instead of d - value.
func TestMarket_ORLibrary(t *testing.T) {
	for _, c := range []struct {
		file string
		want int64
	}{
		{"assign100.txt", 305}, {"assign200.txt", 475}, {"assign300.txt", 626}, {"assign400.txt", 804}, {"assignp800.txt", 2239},
	} {
		t.Run(c.file, func(t *testing.T) {
			b := &bare{rows: assignment(t, shared(t, "data", "assignment", c.file))}
			for range b.rows {
				b.worth = append(b.worth, 1<<20) // no row is better left out
				b.columns = append(b.columns, [2]int16{0, 1})
			}
			for name, solve := range map[string]func(m *market) error{
				"inserted": insertAll, "crowded": func(m *market) error { return new(crowd).solve(m) },
			} {
				m := b.market()
				check(t, solve(m))
				if got := total(t, b, m); got != c.want {
					t.Errorf("%s: the cost is %d, published is %d", name, got, c.want)
				}
				check(t, settleTies(m))
				if got := total(t, b, m); got != c.want {
					t.Errorf("%s and settled: the cost is %d, published is %d", name, got, c.want)
				}
			}
		})
	}
}

// assignment reads a file of either form: the size and then all costs by row, or the size and then "row column cost"
// with numbers from 1.
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
			rows[i/n] = append(rows[i/n], arc{int32(i % n), int32(cost)})
		}
	case len(numbers)%3 == 0:
		for at := range slices.Chunk(numbers, 3) {
			rows[at[0]-1] = append(rows[at[0]-1], arc{int32(at[1] - 1), int32(at[2])})
		}
	default:
		t.Fatalf("%s has %d numbers after its size %d", name, len(numbers), n)
	}
	return rows
}

// total is the cost of a market in which every row must have a column of its own.
func total(t *testing.T, b *bare, m *market) (sum int64) {
	t.Helper()
	seen := map[int32]bool{}
	for q := range m.rows {
		v := m.rows[q].match
		i := slices.IndexFunc(b.rows[q], func(a arc) bool { return a.to == v })
		if i < 0 || seen[v] {
			t.Fatalf("row %d has column %d: not one of its own", q, v)
		}
		seen[v] = true
		sum += int64(b.rows[q][i].cost)
	}
	return sum
}

// Markets so small and with so few different costs that most of them have many best plans, which leave rows out that
// others take in: the plan must be the canonical one whatever the order of insertion, and when rows and columns come and go.
// Mutants: each way into or out of the hub is closed; fixed rows may move; next prices a unit as the first one; components
// are joined without the edges of the hub.
func TestMarket_EqualsBruteForceToTheByte(t *testing.T) {
	for seed := range uint64(4000) {
		rng := rand.New(rand.NewPCG(seed, 3))
		b := &bare{base: rng.Int64N(3)}
		for range 2 + rng.IntN(3) {
			load := int16(rng.IntN(3))
			b.columns = append(b.columns, [2]int16{load, load + int16(rng.IntN(3))})
		}
		b.rows = make([][]arc, 6)
		for q := range b.rows {
			b.worth = append(b.worth, 1+rng.Int64N(5))
			for v, c := range b.columns {
				if c[1] > c[0] && rng.IntN(2) > 0 {
					b.rows[q] = append(b.rows[q], arc{int32(v), rng.Int32N(2)})
				}
			}
		}
		m := b.market()
		for _, q := range rng.Perm(len(b.rows)) {
			check(t, m.insert(int32(q)))
			sound(t, b, m)
		}
		check(t, settleTies(m))
		sound(t, b, m)
		if got, want := matches(m), cheapest(b, m); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %+v: got %v, want %v", seed, b, got, want)
		}
	}
}

// cheapest tries all choices in canonical order and returns the first of the cheapest.
func cheapest(b *bare, m *market) []int32 {
	var best []int32
	least := int64(1 << 40)
	choice, used := make([]int32, len(b.rows)), make([]int32, len(b.columns))
	var try func(q int, cost int64)
	try = func(q int, cost int64) {
		if q == len(b.rows) {
			if cost < least {
				best, least = slices.Clone(choice), cost
			}
			return
		}
		byColumn := slices.Clone(b.rows[q])
		slices.SortFunc(byColumn, func(a, b arc) int { return cmp.Compare(a.to, b.to) })
		for _, a := range byColumn {
			if c := &m.cols[a.to]; used[a.to] < c.room {
				choice[q] = a.to
				used[a.to]++
				try(q+1, cost+int64(a.cost)+m.unit(c, used[a.to]))
				used[a.to]--
			}
		}
		choice[q] = None
		try(q+1, cost+b.worth[q])
	}
	try(0, 0)
	return best
}

// Mutant: pop does not look at the second child.
func TestQueue_GivesBackInOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	var q queue
	var in, out []int64
	for range 500 {
		e := entry{rng.Int64N(400), rng.Int32N(40)}
		in = append(in, e.dist)
		q.push(e)
	}
	for len(q) > 0 {
		out = append(out, q.pop().dist)
	}
	slices.Sort(in)
	if !slices.Equal(in, out) {
		t.Errorf("came back as %v", out)
	}
}
