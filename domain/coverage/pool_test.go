package coverage

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
)

func TestPool(t *testing.T) {
	for _, one := range []struct {
		counts [][]int
		want   []Pooled
	}{
		{[][]int{{5}, {9}}, []Pooled{{0, 1, []int{5}}, {1, 2, []int{9}}}},
		{[][]int{{4}, {9}, {7}}, []Pooled{{0, 2, []int{13}}, {2, 3, []int{7}}}},
		{[][]int{{9}, {7}, {4}}, []Pooled{{0, 1, []int{9}}, {1, 3, []int{11}}}}, // what is left over goes to the last
		{[][]int{{30, 4}, {1, 1}}, []Pooled{{0, 2, []int{31, 5}}}},              // both come to five
		{[][]int{{0, 0}, {0, 9}, {9, 0}}, []Pooled{{0, 3, []int{9, 9}}}},        // none is a count like any other
		{[][]int{{30, 4}, {20, 0}}, nil},                                        // nothing is told
		{[][]int{{5, 5}, {0, 0}, {0, 0}}, []Pooled{{0, 3, []int{5, 5}}}},        // not even that there is nothing
		{nil, nil},
	} {
		if got := Pool(one.counts); !reflect.DeepEqual(got, one.want) {
			t.Errorf("%v is told as %v, want %v", one.counts, got, one.want)
		}
	}
}

func TestTell(t *testing.T) {
	place := func(id int64, n int, within ...Tree) Tree {
		return Tree{Named: Named{ID: id}, Counts: []int{n}, Waits: Waits{3: n}, Within: within}
	}
	named := func(ids ...int64) (out []Named) {
		for _, id := range ids {
			out = append(out, Named{ID: id})
		}
		return out
	}
	got := Tell(place(0, 47, place(1, 25, place(11, 7), place(12, 3), place(13, 14)), place(2, 4, place(21, 4)), place(3, 9), place(4, 8, place(41, 6), place(42, 2))))
	want := []Told{
		{Places: named(1), Counts: []int{25}, Waits: Waits{3: 25}, Within: []Told{{Places: named(11), Counts: []int{7}, Waits: Waits{3: 7}},
			{Places: named(12, 13, 0), Counts: []int{18}, Waits: Waits{3: 18}, Each: []ToldSum{{named(12, 13, 0), 18}}}}},
		{Places: named(2, 3), Counts: []int{13}, Waits: Waits{3: 13}, Each: []ToldSum{{named(2, 3), 13}}}, // of the place in 2 nothing is told
		{Places: named(4, 0), Counts: []int{9}, Waits: Waits{3: 9}, Within: []Told{{Places: named(41, 42, 0), Counts: []int{9}, Waits: Waits{3: 9}, Each: []ToldSum{{named(41, 42, 0), 9}}}}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	two := func(id int64, a, b int) Tree { return Tree{Named: Named{ID: id}, Counts: []int{a, b}} }
	many := Tree{Counts: []int{30, 6}, Within: []Tree{two(1, 7, 1), two(2, 3, 0), two(3, 10, 3), two(4, 10, 2)}}
	if got := Tell(many); len(got) != 1 || !reflect.DeepEqual(got[0].Each, []ToldSum{{named(1), 8}, {named(2, 3), 16}, {named(4, 0), 12}}) {
		t.Errorf("what all kinds come to: %+v", got)
	}
}

// TestTell_AnAttacker plays somebody who knows how groups are made and reads all that is told of a tree: of each tree of these shapes with counts up to a
// bound they work out every tree that would look the same. Of places that are told as one, no count is the same in all of them, neither
// of a place nor of one in it; and what is told of a single place is never small.
func TestTell_AnAttacker(t *testing.T) {
	tries := 0
	for _, shape := range []struct {
		towns, sections, kinds, most int
	}{{1, 3, 1, 12}, {2, 2, 1, 12}, {2, 3, 1, 7}, {4, 0, 1, 12}, {3, 0, 2, 7}, {1, 2, 2, 12}, {1, 3, 2, 6}} {
		looks := map[string][][]int{}
		parts := shape.towns * max(1, shape.sections) * shape.kinds
		upTo(parts, shape.most, func(cells []int) {
			tries++
			key := looksLike(plant(cells, shape.sections, shape.kinds))
			looks[key] = append(looks[key], append([]int(nil), cells...))
		})
		for key, same := range looks {
			unsure(t, key, same, shape.sections, shape.kinds, shape.most)
		}
	}
	t.Logf("%d trees were tried", tries)
}

// upTo calls do with each list of so many counts up to a bound.
func upTo(parts, most int, do func([]int)) {
	cells := make([]int, parts)
	for {
		do(cells)
		i := 0
		for i < parts && cells[i] == most {
			cells[i] = 0
			i++
		}
		if i == parts {
			return
		}
		cells[i]++
	}
}

// plant makes a tree of towns with so many sections (0: none) with so many kinds of counts, by the cells of its finest places.
func plant(cells []int, sections, kinds int) Tree {
	district := Tree{Counts: make([]int, kinds)}
	for at := 0; at < len(cells); {
		town := Tree{Named: Named{1, fmt.Sprint("town at ", at)}, Counts: make([]int, kinds)}
		for range max(1, sections) {
			place := Tree{Named: Named{1, fmt.Sprint(at)}, Counts: cells[at : at+kinds]}
			add(town.Counts, place.Counts)
			if sections > 0 {
				town.Within = append(town.Within, place)
			}
			at += kinds
		}
		add(district.Counts, town.Counts)
		district.Within = append(district.Within, town)
	}
	return district
}

func looksLike(t Tree) string { return fmt.Sprint(Tell(t)) }

// unsure fails where something that is not told for itself is the same in all trees that look alike.
func unsure(t *testing.T, key string, same [][]int, sections, kinds, most int) {
	first := plant(same[0], sections, kinds)
	check := func(what string, told Told, pick func(Tree) []int) {
		for kind := range kinds {
			if always(same, sections, kinds, func(tree Tree) int { return pick(tree)[kind] }) {
				t.Errorf("%s: %s is always %d", key, what, pick(first)[kind])
			}
		}
		for _, s := range told.Each {
			if !alone(s.Places) && slices.ContainsFunc(s.Places, func(n Named) bool { return n.Name == what }) && always(same, sections, kinds, func(tree Tree) int { return sum(pick(tree)) }) {
				t.Errorf("%s: all of %s is always %d", key, what, sum(pick(first)))
			}
		}
	}
	town := 0
	for _, told := range Tell(first) {
		for _, place := range told.Places {
			if place == (Named{}) {
				continue
			}
			if at := town; !alone(told.Places) && !tooBig(told.Counts, most) {
				check(place.Name, told, func(tree Tree) []int { return tree.Within[at].Counts })
			}
			town++
		}
		large(t, key, told)
		place, left := 0, told.Counts[0]
		for _, in := range told.Within {
			left -= in.Counts[0]
			large(t, key, in)
			for _, name := range in.Places {
				if here, at := town-1, place; name != (Named{}) && len(in.Places) > 2 && !tooBig(in.Counts, most) {
					check(name.Name, in, func(tree Tree) []int { return tree.Within[here].Within[at].Counts })
				}
				place++
			}
		}
		if told.Within != nil && left != 0 {
			t.Errorf("%s: %d are left over, and can be told from the whole", key, left)
		}
	}
}

// always reports whether a number is the same in all trees that look alike.
func always(same [][]int, sections, kinds int, of func(Tree) int) bool {
	first := of(plant(same[0], sections, kinds))
	for _, cells := range same {
		if of(plant(cells, sections, kinds)) != first {
			return false
		}
	}
	return true
}

func sum(counts []int) (all int) {
	for _, n := range counts {
		all += n
	}
	return all
}

// large fails where something is told that is small, or what is told of each does not come to the whole.
func large(t *testing.T, key string, told Told) {
	t.Helper()
	left := 0
	for _, n := range told.Counts {
		left += n
		if n < Least {
			t.Errorf("%s tells %d", key, n)
		}
	}
	for _, s := range told.Each {
		left -= s.Sum
		if s.Sum < Least {
			t.Errorf("%s tells %d", key, s.Sum)
		}
	}
	if told.Each != nil && left != 0 {
		t.Errorf("%s: %d of no place", key, left)
	}
}

// tooBig reports whether a count can be made of cells that are larger than those tried, so that not all trees that look alike were.
func tooBig(counts []int, most int) bool {
	for _, n := range counts {
		if n > most {
			return true
		}
	}
	return false
}
