package coverage

import (
	"fmt"
	"reflect"
	"testing"
)

func TestParts(t *testing.T) {
	const h = -1 // hidden
	for _, one := range []struct{ counts, want []int }{
		{[]int{5, 9, 30}, []int{5, 9, 30}},
		{[]int{4, 9, 30}, []int{h, h, 30}},              // 4 is what is left of the whole
		{[]int{0, 9, 30}, []int{h, h, 30}},              // and none is a count like any other
		{[]int{30, 9, 3}, []int{h, 9, h}},               // the list goes round
		{[]int{2, 3, 30}, []int{h, h, 30}},              // five between two
		{[]int{1, 1, 30, 8}, []int{h, h, h, 8}},         // two between two are few
		{[]int{4, 4, 30, 8}, []int{h, h, h, 8}},         // eight between two that are under five
		{[]int{0, 0, 0, 50, 60}, []int{h, h, h, h, 60}}, // nothing between three
		{[]int{3, 7, 7, 7}, []int{h, h, 7, 7}},
		{[]int{1, 2}, []int{h, h}},
		{[]int{6}, []int{6}},
		{[]int{4}, []int{h}},
		{nil, []int{}},
	} {
		got := []int{}
		for _, f := range Parts(one.counts) {
			if f.Hidden {
				f.N = h
			}
			got = append(got, f.N)
		}
		if !reflect.DeepEqual(got, one.want) {
			t.Errorf("%v is shown as %v, want %v", one.counts, got, one.want)
		}
	}
	if !Whole(4).Hidden || Whole(4).N != 0 || Whole(5).N != 5 || Whole(5).Hidden {
		t.Errorf("%+v, %+v", Whole(4), Whole(5))
	}
}

// TestParts_AnAttacker plays somebody who knows how figures are hidden, the whole, and all that is shown: for each table of up to five parts and a
// whole of up to 26 they work out every table that would look the same. No hidden count is the same in all of them.
func TestParts_AnAttacker(t *testing.T) {
	tries := 0
	for parts := 2; parts <= 5; parts++ {
		for whole := Least; whole <= 26; whole++ {
			looks := map[string][][]int{}
			tables(parts, whole, nil, func(table []int) {
				tries++
				key := fmt.Sprint(Parts(table))
				looks[key] = append(looks[key], table)
			})
			for key, same := range looks {
				for i, f := range Parts(same[0]) {
					if f.Hidden && alike(same, i) {
						t.Errorf("%s, a whole of %d: part %d can only be %d", key, whole, i, same[0][i])
					}
					if !f.Hidden && f.N < Least {
						t.Errorf("%s: part %d is shown", key, i)
					}
				}
			}
		}
	}
	t.Logf("%d tables were tried", tries)
}

// tables calls do with each way to make a whole of so many parts.
func tables(parts, whole int, begun []int, do func([]int)) {
	if parts == 1 {
		do(append(append([]int(nil), begun...), whole))
		return
	}
	for n := range whole + 1 {
		tables(parts-1, whole-n, append(append([]int(nil), begun...), n), do)
	}
}

// alike reports whether a part is the same in all tables.
func alike(same [][]int, part int) bool {
	for _, table := range same {
		if table[part] != same[0][part] {
			return false
		}
	}
	return true
}
