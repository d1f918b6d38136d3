package coverage

import (
	"fmt"
	"testing"
)

// talks is one whole in three lists: by theme, of which the first is somebody's safety and the second the small one that it is told with; by
// place, of which the last is no place; and by way, of which the first led to the directory.
type talks struct{ themes, places, ways []int }

// happen reports whether there can be such talks: those about somebody's safety keep no place, and lead to nothing in the directory. All else
// in one list may be anything in another.
func (x talks) happen(whole int) bool {
	safety := x.themes[0]
	return safety <= x.places[len(x.places)-1] && safety <= whole-x.ways[0]
}

func (x talks) lists() [][]int { return [][]int{x.themes, x.places, x.ways} }

// told is what everybody reads of each list, and which of its parts are not told by themselves.
func told(rows [][]int, themes bool) (looks []string, untold [][]int) {
	for _, row := range rows {
		hidden, counts := []int{}, row
		if themes {
			counts = append([]int{row[0] + row[1]}, row[2:]...)
			hidden = []int{0, 1}
		}
		figures := Parts(counts)
		for i, f := range figures {
			if f.Hidden && !themes {
				hidden = append(hidden, i)
			} else if f.Hidden && i > 0 {
				hidden = append(hidden, i+1)
			}
		}
		looks, untold = append(looks, fmt.Sprint(figures)), append(untold, hidden)
	}
	return looks, untold
}

// TestParts_AnAttackerWithSeveralLists plays somebody who reads all lists of one whole, knows how they are made, and what cannot be: of each three
// lists of three parts and a whole of up to 12 they work out all that would look the same. Nothing that is not told by itself is the same in
// all of them.
func TestParts_AnAttackerWithSeveralLists(t *testing.T) {
	tries := 0
	for whole := Least; whole <= 12; whole++ {
		var rows [][]int
		tables(3, whole, nil, func(row []int) { rows = append(rows, row) })
		themes, inThemes := told(rows, true)
		others, inOthers := told(rows, false)
		looks := map[[3]string][]talks{}
		hidden := map[[3]string][3][]int{}
		for i := range rows {
			for j := range rows {
				for k := range rows {
					if x := (talks{rows[i], rows[j], rows[k]}); x.happen(whole) {
						tries++
						key := [3]string{themes[i], others[j], others[k]}
						looks[key] = append(looks[key], x)
						hidden[key] = [3][]int{inThemes[i], inOthers[j], inOthers[k]}
					}
				}
			}
		}
		for key, same := range looks {
			for list, parts := range hidden[key] {
				for _, part := range parts {
					if known(same, list, part) {
						t.Errorf("%s, a whole of %d: part %d of list %d can only be %d", key, whole, part, list, same[0].lists()[list][part])
					}
				}
			}
		}
	}
	t.Logf("%d times three lists were tried", tries)
}

// known reports whether a part of a list is the same in all that look alike.
func known(same []talks, list, part int) bool {
	for _, x := range same {
		if x.lists()[list][part] != same[0].lists()[list][part] {
			return false
		}
	}
	return true
}
