package coverage

// Pooled is some of a list of places that stand next to each other, told as one, with what they come to together.
type Pooled struct {
	From, Until int   // the places list[From:Until]
	Counts      []int // one for each thing that is counted, each at least Least
}

// Pool tells counts of places to everybody: places are put together in the order of the list until each of their counts comes to Least, and what
// is left over goes to the last. Nothing is told where the whole list does not come to that.
//
// All that can be worked out from what is told is then a sum of such groups, and no such sum is small: there is no figure beside them from
// which they could be taken. Nor can a place of a group be worked out by knowing how groups are made: the first of it can be anything that is
// too small to stand alone, and the last makes up for it.
func Pool(counts [][]int) []Pooled {
	var out []Pooled
	var open Pooled
	for i, place := range counts {
		if open.Counts == nil {
			open = Pooled{From: i, Counts: make([]int, len(place))}
		}
		open.Until = i + 1
		add(open.Counts, place)
		if tellable(open.Counts) {
			out = append(out, open)
			open = Pooled{}
		}
	}
	if last := len(out) - 1; open.Counts != nil && last >= 0 {
		out[last].Until = open.Until
		add(out[last].Counts, open.Counts)
	}
	return out
}

func add(to, counts []int) {
	for i, n := range counts {
		to[i] += n
	}
}

func tellable(counts []int) bool {
	for _, n := range counts {
		if n < Least {
			return false
		}
	}
	return true
}

// Named is a place by its id and name. The zero value is what lies in none of a list of places.
type Named struct {
	ID   int64  `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// Tree is what is counted of a place and of those in it: the same kinds of things, none of which is of two kinds.
type Tree struct {
	Named
	Counts []int
	Waits  Waits // of what is counted; told of nobody alone
	Within []Tree
}

// Told is some places of a tree that are told as one. Where it is a single place, those in it are told in the same way; else each of several is
// told by what all its kinds come to, again with as many as it takes.
type Told struct {
	Places []Named // in their order
	Counts []int
	Waits  Waits
	Each   []ToldSum
	Within []Told
}

// ToldSum is what all kinds of things come to in some places of those that are told as one.
type ToldSum struct {
	Places []Named `json:"places"`
	Sum    int     `json:"sum"`
}

// Tell tells everybody what may be told of the places in a place, and what lies in none of them, which stands last whether or not there is any.
func Tell(t Tree) []Told {
	if len(t.Within) == 0 {
		return nil
	}
	list := append(append([]Tree(nil), t.Within...), t.rest())
	counts := make([][]int, len(list))
	for i, place := range list {
		counts[i] = place.Counts
	}
	var out []Told
	for _, pooled := range Pool(counts) {
		places := list[pooled.From:pooled.Until]
		one := Tree{Named: places[0].Named, Counts: pooled.Counts, Waits: Waits{}, Within: places[0].Within}
		for _, place := range places {
			one.Waits.add(place.Waits, 1)
		}
		told := Told{Places: namesOf(places), Counts: one.Counts, Waits: one.Waits}
		if alone(told.Places) { // what lies in none is then told with what lies in none of this one's
			told.Within = Tell(one)
		} else {
			told.Each = sums(places)
		}
		out = append(out, told)
	}
	return out
}

// rest is what lies in none of the places in a place.
func (t Tree) rest() Tree {
	out := Tree{Counts: append([]int(nil), t.Counts...), Waits: Waits{}}
	out.Waits.add(t.Waits, 1)
	for _, place := range t.Within {
		out.Waits.add(place.Waits, -1)
		for i, n := range place.Counts {
			out.Counts[i] -= n
		}
	}
	return out
}

// sums tells what all kinds come to in each of some places.
func sums(places []Tree) (out []ToldSum) {
	all := make([][]int, len(places))
	for i, place := range places {
		all[i] = []int{0}
		for _, n := range place.Counts {
			all[i][0] += n
		}
	}
	for _, pooled := range Pool(all) {
		out = append(out, ToldSum{namesOf(places[pooled.From:pooled.Until]), pooled.Counts[0]})
	}
	return out
}

// alone reports whether a list is one place, or one with what lies in none.
func alone(places []Named) bool {
	return len(places) == 1 || len(places) == 2 && places[1] == Named{}
}

func namesOf(places []Tree) (out []Named) {
	for _, place := range places {
		out = append(out, place.Named)
	}
	return out
}
