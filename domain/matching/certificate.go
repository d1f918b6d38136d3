package matching

import (
	"errors"
	"fmt"
)

// Certify proves that a plan is the best one for its instance, or returns an error that says what is wrong with it. It
// trusts nothing in the plan and shares no code with the search; only the definitions of scope, metres and load price are
// common. A nil error means: every pair is feasible, no place is used twice, the figures are right, and the prices
// satisfy complementary slackness for every feasible pair, hence no plan has a better objective. For a request it
// goes through those whose reach and whose street are such that they could be asked; that is the whole work.
func Certify(in *Instance, plan *Plan) error {
	if len(plan.Volunteer) != len(in.Requests) || len(plan.Value) != len(in.Requests) || len(plan.Price) != len(in.Volunteers) {
		return errors.New("the plan is not for this instance: its lists have other lengths")
	}
	if err := errors.Join(in.Validate(), plan.Costs.validate()); err != nil {
		return err
	}
	a := &auditor{in: in, plan: plan, used: make([]int, len(in.Volunteers)), kept: map[Exclusion]bool{}}
	for _, x := range in.Exclusions {
		a.kept[x] = true
	}
	if err := a.pairs(); err != nil {
		return err
	}
	if err := a.places(); err != nil {
		return err
	}
	if err := a.prices(); err != nil {
		return err
	}
	return a.figures()
}

// auditor carries what the steps of Certify find out.
type auditor struct {
	in   *Instance
	plan *Plan
	used []int              // by volunteer: new cases in the plan
	kept map[Exclusion]bool // pairs kept apart

	served, of [classes]int
	cost       int64
	dearest    int64 // of all feasible pairs
	unit       int64 // the dearest load price
}

// bound keeps the sums below from overflowing, whatever a plan claims.
const bound = int64(1) << 60

// pairs checks the pairs of the plan one by one and counts them.
func (a *auditor) pairs() error {
	for r, v := range a.plan.Volunteer {
		class := a.in.Requests[r].Class
		a.of[class]++
		value, worth := a.plan.Value[r], a.plan.Worth[class]
		if value < 0 || value > worth || worth > 4*bound {
			return fmt.Errorf("request %d: its value %d is not between 0 and its worth %d", r, value, worth)
		}
		if v == None {
			if value != worth {
				return fmt.Errorf("request %d is not served, but its value %d is less than its worth %d", r, value, worth)
			}
			continue
		}
		if v < 0 || int(v) >= len(a.in.Volunteers) {
			return fmt.Errorf("request %d: there is no volunteer %d", r, v)
		}
		cost, ok := a.judge(int32(r), v)
		if !ok {
			return fmt.Errorf("request %d cannot go to volunteer %d", r, v)
		}
		if cost+a.plan.Price[v] != value {
			return fmt.Errorf("request %d and volunteer %d are paired, but cost %d and price %d do not make its value %d",
				r, v, cost, a.plan.Price[v], value)
		}
		a.used[v]++
		a.served[class]++
		a.cost += cost
	}
	return nil
}

// places checks that nobody has more new cases than room, and that each price lies between the load price of the last
// place used and that of the next one.
func (a *auditor) places() error {
	for v, w := range a.in.Volunteers {
		used, room, price := a.used[v], int(w.Capacity)-int(w.Load), a.plan.Price[v]
		if used > 0 && used > room {
			return fmt.Errorf("volunteer %d has room for %d more cases and got %d", v, room, used)
		}
		if price < 0 || price > bound*4 {
			return fmt.Errorf("volunteer %d: the price %d is out of range", v, price)
		}
		for j := 1; j <= room; j++ {
			unit := w.LoadPrice(a.plan.Costs.LoadBase, j)
			a.unit = max(a.unit, unit)
			if j <= used {
				a.cost += unit
			}
			if j == used && price < unit || j == used+1 && price > unit {
				return fmt.Errorf("volunteer %d: with %d new cases the price %d does not fit the load price %d of case %d",
					v, used, price, unit, j)
			}
		}
	}
	return nil
}

// prices checks that no feasible pair at all would be better than what its request has.
func (a *auditor) prices() error {
	near := a.near()
	for r, q := range a.in.Requests {
		if q.Street == None {
			continue
		}
		for reach := range near {
			level := min(int(q.Level), reach)
			if q.Anywhere {
				level = 3
			}
			for _, v := range near[reach][level][a.place(q.Street, level)] {
				if err := a.weigh(int32(r), v); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// weigh checks that request r would not do better with volunteer v.
func (a *auditor) weigh(r, v int32) error {
	cost, ok := a.judge(r, v)
	if !ok {
		return nil
	}
	a.dearest = max(a.dearest, cost)
	if cost+a.plan.Price[v] < a.plan.Value[r] {
		return fmt.Errorf("request %d would do better with volunteer %d: cost %d and price %d are below its value %d",
			r, v, cost, a.plan.Price[v], a.plan.Value[r])
	}
	return nil
}

// place is the number of the street, the section, the town or the district of a street.
func (a *auditor) place(street int32, level int) int32 {
	s := &a.in.Streets[street]
	return [4]int32{street, s.Section, s.Town, s.District}[level]
}

// near lists the volunteers with room by their reach, and for each reach by the places of each level.
func (a *auditor) near() (near [4][4]map[int32][]int32) {
	for reach := range near {
		for level := range near[reach] {
			near[reach][level] = map[int32][]int32{}
		}
	}
	for v, w := range a.in.Volunteers {
		if w.Capacity <= w.Load {
			continue
		}
		for level := range near[w.Reach] {
			place := a.place(w.Street, level)
			near[w.Reach][level][place] = append(near[w.Reach][level][place], int32(v))
		}
	}
	return near
}

// judge says what a pair costs and whether it is feasible, room apart, from the definition.
func (a *auditor) judge(r, v int32) (cost int64, ok bool) {
	q, w := &a.in.Requests[r], &a.in.Volunteers[v]
	if q.Need&^w.Have != 0 || q.Window&w.Available == 0 || q.Street == None {
		return 0, false
	}
	scope := a.in.Scope(q.Street, w.Street)
	if scope == elsewhere || !q.Anywhere && scope > min(q.Level, w.Reach) || a.kept[Exclusion{r, v}] {
		return 0, false
	}
	cost = 40
	if !q.Anywhere {
		cost = a.plan.Costs.Widening[scope] + Metres(a.in.Streets[q.Street], a.in.Streets[w.Street])
	}
	if q.Offer >= 0 && q.Offer != v {
		cost += a.plan.Costs.Stability
	}
	return cost + int64(w.Held), true
}

// figures compares the sums, and checks that the worths are far enough apart for urgency to come before cost.
func (a *auditor) figures() error {
	gap, n := a.plan.Worth[classes-1], int64(max(1, len(a.in.Requests)))
	if gap < 1 || gap > bound || (gap-1)/n < a.dearest+a.unit { // gap <= n·(dearest+unit), said so that nothing overflows
		return fmt.Errorf("the worth %d of the least urgent class does not outweigh %d times the dearest pair of %d and place of %d",
			gap, n, a.dearest, a.unit)
	}
	for k, worth := range a.plan.Worth {
		if worth != int64(classes-k)*gap {
			return fmt.Errorf("the worth of class %d is %d, not %d times %d", k, worth, classes-k, gap)
		}
	}
	if a.served != a.plan.Served || a.of != a.plan.Of {
		return fmt.Errorf("served %v of %v, not %v of %v", a.served, a.of, a.plan.Served, a.plan.Of)
	}
	if a.cost != a.plan.Cost {
		return fmt.Errorf("the cost is %d, not %d", a.cost, a.plan.Cost)
	}
	return nil
}
