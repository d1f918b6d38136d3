package coverage

import "sort"

// steps are the minutes up to which each step of a wait reaches. They grow with it: a wait is known to the quarter of an hour or better up
// to three hours, to the hour up to two days, to the day up to two months.
var steps = makeSteps()

func makeSteps() (out []int) {
	until := func(end, by int) {
		last := 0
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		for at := last + by; at <= end; at += by {
			out = append(out, at)
		}
	}
	const hour, day = 60, 24 * 60
	until(hour, 5)
	until(3*hour, 15)
	until(12*hour, 30)
	until(2*day, hour)
	until(7*day, 6*hour)
	until(60*day, day)
	return out
}

// Steps returns the minutes up to which each step of a wait reaches, the shortest first. What is longer than the last belongs to one more.
func Steps() []int { return append([]int(nil), steps...) }

// StepOf returns the step that a wait of so many minutes belongs to, from 0. One that is just as long as a step reaches belongs to it.
func StepOf(minutes int) int { return sort.SearchInts(steps, minutes) }

// Waits says how many waits belong to each step.
type Waits map[int]int

// Total is how many waits there are.
func (w Waits) Total() (n int) {
	for _, of := range w {
		n += of
	}
	return n
}

// add adds other waits, so many times each.
func (w Waits) add(others Waits, times int) {
	for step, n := range others {
		w[step] += times * n
	}
}

// Within returns in how many minutes a share of the waits had ended, 0.5 for the median: the end of the step that the wait of that rank
// belongs to, so that it is never less than it was, and at most a step more. ok is false where there is no wait, or where it was longer than the
// last step.
func (w Waits) Within(share float64) (minutes int, ok bool) {
	total := w.Total()
	if total == 0 {
		return 0, false
	}
	// The nearest rank: the smallest wait that is not exceeded by the share of all (R. J. Hyndman and Y. Fan, "Sample quantiles in statistical
	// packages", The American Statistician 50, 1996, definition 1).
	rank := int(share * float64(total))
	if float64(rank) < share*float64(total) {
		rank++
	}
	rank = max(rank, 1)
	for step, reach := range steps {
		if rank -= w[step]; rank <= 0 {
			return reach, true
		}
	}
	return 0, false
}
