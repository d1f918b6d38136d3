// Package coverage is about who is there and what is missing, and what of that may be told to everybody.
package coverage

// Least is the smallest count that everybody may read. A smaller one may be about people whom somebody knows.
const Least = 5

// Figure is a count as it may be shown.
type Figure struct {
	N      int  // 0 where it is hidden
	Hidden bool // it is under Least, or would give away one that is
}

// Known is a count for whoever may read all of them.
func Known(n int) Figure { return Figure{N: n} }

// Whole is a count that everybody may read unless it is small.
func Whole(n int) Figure {
	if n < Least {
		return Figure{Hidden: true}
	}
	return Known(n)
}

// Parts are counts that add up to a whole which is shown beside them. Those under Least are hidden, none among them as well: which of a
// list has nothing would say as much. So that taking those that are shown from the whole gives nothing away, those that follow them in the
// list are hidden too, whatever they are, until there are two or more with Least or more between them. It is their place that settles
// which, never their size: who knows that the smallest are hidden would know more of them. Nothing is shown of a whole that is hidden itself.
func Parts(counts []int) []Figure {
	out := make([]Figure, len(counts))
	whole, hidden, spread, last := 0, 0, 0, 0
	hide := func(i int) {
		out[i] = Figure{Hidden: true}
		hidden++
		spread += counts[i]
		last = i
	}
	for i, n := range counts {
		out[i] = Known(n)
		whole += n
	}
	for i, n := range counts {
		if n < Least || whole < Least {
			hide(i)
		}
	}
	// Counts that are all as large as a small one can be are known from what they come to, like those that are all none.
	for hidden > 0 && hidden < len(counts) && (hidden == 1 || spread < Least || spread == hidden*(Least-1)) {
		next := (last + 1) % len(counts)
		for out[next].Hidden {
			next = (next + 1) % len(counts)
		}
		hide(next)
	}
	return out
}
