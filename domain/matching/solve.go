package matching

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strconv"
	"sync"
	"sync/atomic"
)

// Options say how to solve, never what comes out.
type Options struct {
	Workers int   // how many districts are solved side by side; below 1 means 1
	Costs   Costs // when set, stand in for the instance's own: what would the plan be at these rates?
}

// Plan is who helps whom. All lists are by id.
type Plan struct {
	Volunteer  []int32 // by request: who helps, or None
	Served, Of [4]int  // by class: how many requests are served, how many there are
	Cost       int64   // metres: the cost of all pairs and the load prices of all new cases
	Candidates int64   // how many feasible pairs were made
	Pops       int64   // how many columns were removed from search queues, abandoned searches included

	// What Certify needs, in metres: what serving a request of each class is worth, the price of a volunteer's place, and
	// what each request pays in all.
	Costs Costs
	Worth [4]int64
	Price []int64 // by volunteer
	Value []int64 // by request
}

// Solve returns the best plan, the canonical one where several are best. It returns the error of Validate, one that says
// that the instance is too large for exact arithmetic, or that of the context, within 50 ms of its end.
func Solve(ctx context.Context, in *Instance, opt Options) (*Plan, error) {
	costs := in.Costs.orDefault()
	if opt.Costs != (Costs{}) {
		costs = opt.Costs
	}
	if err := costs.validate(); err != nil {
		return nil, err
	}
	steps := &pulse{ctx: ctx}
	if err := in.validate(steps); err != nil {
		return nil, ended(ctx, err)
	}
	l, err := newLayout(in, costs, steps)
	if err != nil {
		return nil, ended(ctx, err)
	}
	plan := newPlan(l)
	districts := l.districts()
	tallies, faults := make([]tally, len(districts)), make([]error, len(districts))
	var next atomic.Int32
	var group sync.WaitGroup
	for range min(max(1, opt.Workers), len(districts)) {
		group.Go(func() {
			k := &desk{layout: l}
			k.market.pulse = pulse{ctx: ctx}
			for i := int(next.Add(1)) - 1; i < len(districts); i = int(next.Add(1)) - 1 {
				if faults[i] = k.solve(districts[i]); faults[i] != nil {
					return
				}
				tallies[i] = k.report(plan)
			}
		})
	}
	group.Wait()
	if err := errors.Join(faults...); err != nil {
		return nil, ended(ctx, err)
	}
	for _, t := range tallies {
		plan.add(t)
	}
	return plan, nil
}

// ended is the reason why a context ended, when that is what an error is about.
func ended(ctx context.Context, err error) error {
	if errors.Is(err, ctx.Err()) {
		return context.Cause(ctx)
	}
	return err
}

// newPlan is the plan in which nobody is served, with prices that suit it.
func newPlan(l *layout) *Plan {
	plan := &Plan{
		Volunteer: make([]int32, len(l.in.Requests)), Value: make([]int64, len(l.in.Requests)),
		Price: make([]int64, len(l.in.Volunteers)), Costs: l.costs, Worth: l.worth,
	}
	for r := range l.in.Requests {
		class := l.in.Requests[r].Class
		plan.Of[class]++
		plan.Volunteer[r], plan.Value[r] = None, l.worth[class]
	}
	return plan
}

// tally is what one district adds to the figures of a plan.
type tally struct {
	served                 [classes]int
	cost, candidates, pops int64
}

func (p *Plan) add(t tally) {
	for k, n := range t.served {
		p.Served[k] += n
	}
	p.Cost += t.cost
	p.Candidates += t.candidates
	p.Pops += t.pops
}

// solve solves one district.
func (k *desk) solve(district int32) error {
	k.lay(district)
	if err := k.market.solve(&k.crowd); err != nil {
		return err
	}
	return k.settleTies()
}

// solve inserts all rows, which stand by class. Where there is enough for nearly all, less than one column and a half is
// looked at for each; when it gets to be more, the district is a crowded one, and is solved as such.
func (m *market) solve(c *crowd) error {
	for q := range m.rows {
		if err := m.ended(); err != nil {
			return err
		}
		if err := m.insert(int32(q)); err != nil {
			return err
		}
		if m.pops > int64(len(m.rows)+q) {
			return c.solve(m)
		}
	}
	return nil
}

func (k *desk) settleTies() error {
	return k.ties.settle(&k.market, k.settling, func(v int32) int32 { return k.volunteers[v] })
}

// report fills in the part of the plan that belongs to the district just solved. Districts share no request and no
// volunteer, so several may be reported at once.
func (k *desk) report(p *Plan) tally {
	t := tally{candidates: k.candidates, pops: k.pops}
	for q, r := range k.requests {
		row := &k.rows[q]
		p.Value[r] = row.value
		if row.match != None {
			p.Volunteer[r] = k.volunteers[row.match]
			t.served[row.class]++
			t.cost += row.value - k.cols[row.match].price
		}
	}
	for col, v := range k.volunteers {
		c := &k.cols[col]
		p.Price[v] = c.price
		for j := range c.used {
			t.cost += k.unit(c, j+1)
		}
	}
	return t
}

// WriteSolution writes one line "request volunteer" for each served request, by id.
func (p *Plan) WriteSolution(w io.Writer) error {
	out := bufio.NewWriter(w) // remembers its first error until Flush
	var line []byte
	for r, v := range p.Volunteer {
		if v == None {
			continue
		}
		line = append(strconv.AppendInt(line[:0], int64(r), 10), ' ')
		line = append(strconv.AppendInt(line, int64(v), 10), '\n')
		out.Write(line)
	}
	return out.Flush()
}
