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

// Tree is what is counted of a place and of those in it.
type Tree struct {
	Name   string
	Counts []int
	Within []Tree
}

// Told is some places of a tree that are told as one. Where it is a single place, those in it are told in the same way.
type Told struct {
	Names  []string // in their order; "": what lies in none of them
	Counts []int
	Within []Told
}

// Tell tells everybody what may be told of the places in a place, and what lies in none of them, which stands last whether or not there is any.
func Tell(t Tree) []Told {
	if len(t.Within) == 0 {
		return nil
	}
	rest := Tree{Counts: append([]int(nil), t.Counts...)}
	counts := make([][]int, 0, len(t.Within)+1)
	for _, place := range t.Within {
		counts = append(counts, place.Counts)
		for i, n := range place.Counts {
			rest.Counts[i] -= n
		}
	}
	list := append(append([]Tree(nil), t.Within...), rest)
	var out []Told
	for _, pooled := range Pool(append(counts, rest.Counts)) {
		told := Told{Counts: pooled.Counts}
		for _, place := range list[pooled.From:pooled.Until] {
			told.Names = append(told.Names, place.Name)
		}
		if len(told.Names) == 1 {
			told.Within = Tell(list[pooled.From])
		}
		out = append(out, told)
	}
	return out
}
