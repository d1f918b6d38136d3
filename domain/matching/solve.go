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
	if err := in.Validate(); err != nil {
		return nil, err
	}
	costs := in.Costs.orDefault()
	if opt.Costs != (Costs{}) {
		costs = opt.Costs
	}
	if err := costs.validate(); err != nil {
		return nil, err
	}
	plan, err := newPlan(in, costs)
	if err != nil {
		return nil, err
	}
	parts, apart := in.districts(), in.apart()
	tallies, faults := make([]tally, len(parts)), make([]error, len(parts))
	var next atomic.Int32
	var group sync.WaitGroup
	for range min(max(1, opt.Workers), len(parts)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(parts); i = int(next.Add(1)) - 1 {
				rs := newRows(in, costs, parts[i], apart)
				tallies[i], faults[i] = plan.solve(ctx, rs)
			}
		})
	}
	group.Wait()
	if err := errors.Join(faults...); err != nil {
		return nil, context.Cause(ctx)
	}
	for _, t := range tallies {
		plan.Cost += t.cost
		plan.Candidates += t.candidates
		plan.Pops += t.pops
	}
	for r, v := range plan.Volunteer {
		if v != None {
			plan.Served[in.Requests[r].Class]++
		}
	}
	return plan, nil
}

// newPlan is the plan in which nobody is served, with prices that suit it.
func newPlan(in *Instance, costs Costs) (*Plan, error) {
	worth, err := in.worth(costs)
	if err != nil {
		return nil, err
	}
	plan := &Plan{
		Volunteer: make([]int32, len(in.Requests)), Value: make([]int64, len(in.Requests)),
		Price: make([]int64, len(in.Volunteers)), Costs: costs, Worth: worth,
	}
	for r, q := range in.Requests {
		plan.Of[q.Class]++
		plan.Volunteer[r] = None
		plan.Value[r] = worth[q.Class]
	}
	return plan, nil
}

// tally is what one district adds to the figures of a plan.
type tally struct{ cost, candidates, pops int64 }

// solve fills in the part of the plan that belongs to one district. Districts share no request and no volunteer, so
// several may be filled in at once.
func (p *Plan) solve(ctx context.Context, rs *rows) (tally, error) {
	m := rs.market(p.Worth)
	for q := range rs.requests {
		// A row may take a millisecond to make in a large district, and few searches reach the check inside insert.
		if ctx.Err() != nil {
			return tally{}, ctx.Err()
		}
		if err := m.insert(ctx, int32(q)); err != nil {
			return tally{}, err
		}
	}
	if err := m.settle(ctx); err != nil {
		return tally{}, err
	}
	t := tally{candidates: m.candidates, pops: m.pops}
	for q, r := range rs.requests {
		p.Value[r] = m.value[q]
		if col := m.match[q]; col != None {
			p.Volunteer[r] = rs.volunteers[col]
			t.cost += rs.in.pairCost(rs.costs, r, rs.volunteers[col])
		}
	}
	for col, v := range rs.volunteers {
		p.Price[v] = m.price[col]
		for j := range m.held[col] {
			t.cost += m.units[col][j]
		}
	}
	return t, nil
}

// market is the district as the core sees it.
func (rs *rows) market(byClass [classes]int64) *market {
	worth := make([]int64, len(rs.requests))
	for q, r := range rs.requests {
		worth[q] = byClass[rs.in.Requests[r].Class]
	}
	units := make([][]int64, len(rs.volunteers))
	for col, v := range rs.volunteers {
		w := rs.in.Volunteers[v]
		units[col] = make([]int64, w.room())
		for j := range units[col] {
			units[col][j] = w.LoadPrice(rs.costs.LoadBase, j+1)
		}
	}
	return newMarket(rs.row, worth, units)
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
