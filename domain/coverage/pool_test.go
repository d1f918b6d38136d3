package coverage

import (
	"fmt"
	"reflect"
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
	got := Tell(Tree{Counts: []int{40}, Within: []Tree{
		{Name: "Saltcombe", Counts: []int{25}, Within: []Tree{{Name: "Old Town", Counts: []int{7}}, {Name: "Harbour", Counts: []int{3}}, {Name: "Hill", Counts: []int{14}}}},
		{Name: "Brackle", Counts: []int{4}, Within: []Tree{{Name: "Green", Counts: []int{4}}}},
		{Name: "Wend", Counts: []int{9}}}})
	want := []Told{
		{Names: []string{"Saltcombe"}, Counts: []int{25}, Within: []Told{{Names: []string{"Old Town"}, Counts: []int{7}}, {Names: []string{"Harbour", "Hill", ""}, Counts: []int{18}}}},
		{Names: []string{"Brackle", "Wend", ""}, Counts: []int{15}}} // of the places in Brackle nothing is told
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestTell_AnAttacker plays somebody who knows how groups are made and reads all that is told of a tree: of each tree of these shapes with counts up to a
// bound they work out every tree that would look the same. Of places that are told as one, no count is the same in all of them, neither
// of a place nor of one in it; and what is told of a single place is never small.
func TestTell_AnAttacker(t *testing.T) {
	tries := 0
	for _, shape := range []struct {
		towns, sections, kinds, most int
	}{{1, 3, 1, 12}, {2, 2, 1, 12}, {2, 3, 1, 7}, {4, 0, 1, 12}, {3, 0, 2, 7}, {1, 2, 2, 12}} {
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
		town := Tree{Name: fmt.Sprint("town at ", at), Counts: make([]int, kinds)}
		for range max(1, sections) {
			place := Tree{Name: fmt.Sprint(at), Counts: cells[at : at+kinds]}
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
	check := func(what string, pick func(Tree) []int) {
		for kind := range kinds {
			known := true
			for _, cells := range same {
				known = known && pick(plant(cells, sections, kinds))[kind] == pick(first)[kind]
			}
			if known {
				t.Errorf("%s: %s is always %d", key, what, pick(first)[kind])
			}
		}
	}
	town := 0
	for _, told := range Tell(first) {
		alone := len(told.Names) == 1 || len(told.Names) == 2 && told.Names[1] == ""
		for _, name := range told.Names {
			if name == "" {
				continue
			}
			if at := town; !alone && !tooBig(told.Counts, most) {
				check(name, func(tree Tree) []int { return tree.Within[at].Counts })
			}
			town++
		}
		for _, n := range told.Counts {
			if n < Least {
				t.Errorf("%s tells %d", key, n)
			}
		}
		place, left := 0, told.Counts[0]
		for _, in := range told.Within {
			left -= in.Counts[0]
			for _, name := range in.Names {
				if here, at := town-1, place; name != "" && len(in.Names) > 2 && !tooBig(in.Counts, most) {
					check(name, func(tree Tree) []int { return tree.Within[here].Within[at].Counts })
				}
				place++
			}
		}
		if told.Within != nil && left != 0 {
			t.Errorf("%s: %d are left over, and can be told from the whole", key, left)
		}
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
