package matching

import (
	"errors"
	"fmt"
	"math"

	"waymark/domain"
)

// Costs are the exchange rates of a plan, all in metres of walking. They belong to configuration: a town may change
// them, and they are explained to people in these terms.
type Costs struct {
	Widening  [4]int64 // extra for a helper from the same street, section, town, district
	Stability int64    // extra when another volunteer holds the live invitation
	LoadBase  int64    // see Volunteer.LoadPrice
}

// DefaultCosts are the rates for a town that has chosen none.
func DefaultCosts() Costs {
	return Costs{Widening: [4]int64{0, 200, 1000, 4000}, Stability: 150, LoadBase: 60}
}

// CostsOf are the rates of a district's table.
func CostsOf(w domain.Weights) Costs {
	out := Costs{Stability: int64(w.Stability), LoadBase: int64(w.Load)}
	for l, m := range w.Widening {
		out.Widening[l] = int64(m)
	}
	return out
}

func (c Costs) orDefault() Costs {
	if c == (Costs{}) {
		return DefaultCosts()
	}
	return c
}

// validate keeps every rate small enough for the sums of dearest, which then decides about their products.
func (c Costs) validate() error {
	last := int64(0)
	for _, w := range c.Widening {
		if w < last || w > 1<<50 {
			return errors.New("costs: the widening charges must not be negative, nor fall from level to level, nor pass 2^50")
		}
		last = w
	}
	if c.Stability < 0 || c.Stability > 1<<50 || c.LoadBase < 0 || c.LoadBase > 1<<40 {
		return errors.New("costs: the stability charge must be from 0 to 2^50 and the load base from 0 to 2^40")
	}
	return nil
}

// nearest is the least that a pair costs: helping on one's own street is a walk as well.
const nearest = 40

// Scope is the narrowest place that holds two streets, given by their ids: 0 the same street, 1 the same section, 2 the
// same town, 3 the same district, 4 none of these. Two streets may have equal numbers and still not be the same one.
func (in *Instance) Scope(a, b int32) int8 {
	s, t := &in.Streets[a], &in.Streets[b]
	switch {
	case a == b:
		return 0
	case s.Section == t.Section:
		return 1
	case s.Town == t.Town:
		return 2
	case s.District == t.District:
		return 3
	}
	return elsewhere
}

// Metres is the walk between the centres of two streets: 1.3 times the straight line, rounded down to 10 m, at least
// 40. It is computed in whole numbers, so that every machine agrees.
func Metres(a, b Street) int64 {
	return walk(int64(a.X)-int64(b.X), int64(a.Y)-int64(b.Y))
}

// walk is Metres for a distance along each axis.
func walk(dx, dy int64) int64 {
	return max(nearest, squareRoot(169*(dx*dx+dy*dy))/100*10)
}

// squareRoot is the whole part of the square root of n, n below 2^62: the floating one, put right where it rounded.
func squareRoot(n int64) int64 {
	s := int64(math.Sqrt(float64(n)))
	if n < 1<<52 {
		return s // n is exact as a float, and its root is too far from the next whole number to be rounded up to it
	}
	for s*s > n {
		s--
	}
	for (s+1)*(s+1) <= n {
		s++
	}
	return s
}

// LoadPrice is what the j-th new case (j from 1) adds for this volunteer: floor(base·(2·(load+j)-1)/capacity) metres.
// With the usual base of 60 and room for two a week, the first of the week counts as 30 m and the second as 90 m. The
// capacity must not be 0.
func (v Volunteer) LoadPrice(base int64, j int) int64 {
	return base * (2*(int64(v.Load)+int64(j)) - 1) / int64(v.Capacity)
}

// pairCost is what it costs when volunteer v helps request r, load price apart. The pair must be of one district. When
// distance does not matter only the stability charge, and what the volunteer is held back, are added to the flat cost.
func (in *Instance) pairCost(c Costs, r, v int32) int64 {
	q, w := &in.Requests[r], &in.Volunteers[v]
	cost := int64(nearest)
	if !q.Anywhere {
		cost = Metres(in.Streets[q.Street], in.Streets[w.Street]) + c.Widening[in.Scope(q.Street, w.Street)]
	}
	if q.Offer != None && q.Offer != v {
		cost += c.Stability
	}
	return cost + int64(w.Held)
}

// dearest bounds from above the cost of any pair, and any load price: the diagonal of the box around a district stands in
// for its longest walk.
func (in *Instance) dearest(c Costs) (pair, load int64) {
	type box struct{ low, high Street }
	var districts numbering
	var boxes []box
	for _, s := range in.Streets {
		d, isNew := districts.number(s.District)
		if isNew {
			boxes = append(boxes, box{s, s})
		}
		b := &boxes[d]
		b.low.X, b.low.Y = min(b.low.X, s.X), min(b.low.Y, s.Y)
		b.high.X, b.high.Y = max(b.high.X, s.X), max(b.high.Y, s.Y)
	}
	pair = nearest
	for _, b := range boxes {
		pair = max(pair, Metres(b.low, b.high))
	}
	held := int64(0)
	for _, v := range in.Volunteers {
		held = max(held, int64(v.Held))
		if v.room() > 0 {
			load = max(load, v.LoadPrice(c.LoadBase, v.room()))
		}
	}
	return pair + c.Widening[levels-1] + c.Stability + held, load
}

// worth returns what serving a request of each class is worth: (4-k)·G with G = n·dearest + 1. No alternating path has
// more than n requests, so none changes the cost by as much as G, and one more request of a class always outweighs all
// that it costs. An instance too large for whole numbers of 64 bits is refused.
func (in *Instance) worth(c Costs) ([classes]int64, error) {
	pair, load := in.dearest(c)
	return worth(int64(len(in.Requests)), pair, load)
}

// worth is Instance.worth for n requests, a dearest pair and a dearest load price.
func worth(n, pair, load int64) (out [classes]int64, err error) {
	n = max(1, n)
	if most := pair + load; most >= (1<<62)/classes/n {
		return out, fmt.Errorf("the instance is too large to be solved exactly: %d requests times a dearest pair of %d m "+
			"times 4 must stay below 2^62: lower the costs or split the districts into several instances", n, most)
	}
	if pair > pairMost {
		return out, fmt.Errorf("the dearest pair costs %d m, and %d is the most: lower the costs", pair, int64(pairMost))
	}
	for k := range out {
		out[k] = (classes - int64(k)) * (n*(pair+load) + 1)
	}
	return out, nil
}
