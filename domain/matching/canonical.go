package matching

import (
	"context"
	"slices"
)

// residual is the graph of all the equally good plans. By complementary slackness every best plan takes only tight arcs
// (those of reduced cost 0 under the prices at hand), and any two best plans differ by cycles in this graph:
//
//	a row may move to a column to which it has a tight arc;
//	a column with a row too many passes on one of its rows, or uses one more unit if the price of that equals its own;
//	a row whose value is its worth may as well be left out.
//
// What enters or leaves the plan as a whole passes through one further node, the hub: after something ended there (a
// unit used, a row left out) the balance is restored from there (a unit given up, a row taken in).
type residual struct {
	*market
	tight [][]int32 // by row: its tight columns, in order

	first int32   // the row being settled; rows before it stay where they are
	turn  int32   // stamps the visits of the search under way
	seen  []int32 // by column
	from  []int32 // by column: the row that would move in, or None: a unit would be given up
	todo  []int32 // columns seen whose rows have not been tried yet

	hub    bool  // whether the hub was reached in this search
	hubRow int32 // the row that would be left out, or None: then hubColumn would use one more unit
	hubCol int32
}

// settle turns the plan into the canonical one among the equally good plans: row 0 gets the lowest column that any of
// them gives it (a column comes before none), then row 1 with row 0 fixed, and so on. Values and prices stay as they
// are and prove the new plan as well.
func (m *market) settle(ctx context.Context) error {
	g := &residual{market: m, tight: make([][]int32, len(m.arcs)), seen: make([]int32, len(m.units)), from: make([]int32, len(m.units))}
	for q, arcs := range m.arcs {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for _, a := range arcs {
			if a.cost+m.price[a.column] == m.value[q] {
				g.tight[q] = append(g.tight[q], a.column)
			}
		}
		slices.Sort(g.tight[q])
	}
	for q := range m.arcs {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		g.settleRow(int32(q))
	}
	return nil
}

// settleRow gives row q the lowest column it can have. Columns that fail are not tried again: nothing has moved yet, so
// what could not be reached from them still cannot.
func (g *residual) settleRow(q int32) {
	g.first, g.hub = q, false
	g.turn++
	for _, v := range g.tight[q] {
		if v == g.match[q] {
			return
		}
		if g.visit(v, q) && g.reaches(g.match[q]) {
			g.rotate(g.match[q])
			return
		}
	}
}

// visit notes that column v is reached by row x, or by giving up a unit if x is None; false if it was reached before.
func (g *residual) visit(v, x int32) bool {
	if g.seen[v] == g.turn {
		return false
	}
	g.seen[v], g.from[v] = g.turn, x
	g.todo = append(g.todo, v)
	return true
}

// reaches explores until the goal is seen: the column that the first row leaves, or the hub (None) if it was left out.
func (g *residual) reaches(goal int32) bool {
	for len(g.todo) > 0 {
		if goal == None && g.hub || goal != None && g.seen[goal] == g.turn {
			g.todo = g.todo[:0]
			return true
		}
		v := g.todo[len(g.todo)-1]
		g.todo = g.todo[:len(g.todo)-1]
		if k := len(g.held[v]); k < len(g.units[v]) && g.units[v][k] == g.price[v] {
			g.reachHub(None, v, goal)
		}
		for _, x := range g.held[v] {
			if x <= g.first {
				continue
			}
			if g.value[x] == g.worth[x] {
				g.reachHub(x, None, goal)
			}
			g.visitAll(x)
		}
	}
	return goal == None && g.hub || goal != None && g.seen[goal] == g.turn
}

func (g *residual) visitAll(x int32) {
	for _, v := range g.tight[x] {
		g.visit(v, x)
	}
}

// reachHub notes that the hub is reached, by leaving row x out or by one more unit of column v, and goes on from there
// unless the goal is at hand.
func (g *residual) reachHub(x, v, goal int32) {
	if g.hub {
		return
	}
	g.hub, g.hubRow, g.hubCol = true, x, v
	if goal == None || g.spare(goal) {
		if goal != None {
			g.visit(goal, None)
		}
		return
	}
	for v := range g.units {
		if g.spare(int32(v)) {
			g.visit(int32(v), None)
		}
	}
	for x := int(g.first) + 1; x < len(g.match); x++ {
		if g.match[x] == None {
			g.visitAll(int32(x))
		}
	}
}

// spare reports whether column v could as well do with one unit less.
func (g *residual) spare(v int32) bool {
	k := len(g.held[v])
	return k > 0 && g.units[v][k-1] == g.price[v]
}

// rotate carries out the cycle found, walking back from its goal to the first row.
func (g *residual) rotate(goal int32) {
	type step struct{ row, column int32 }
	var steps []step
	for at := goal; ; {
		x, to := g.hubRow, None
		switch {
		case at != None:
			x, to = g.from[at], at
			if x == None { // a unit given up: on from the hub
				at = None
				continue
			}
		case x == None: // a unit more
			at = g.hubCol
			continue
		}
		steps = append(steps, step{x, to})
		if x == g.first {
			break
		}
		at = g.match[x]
	}
	for _, s := range steps {
		g.take(s.row, s.column)
	}
}
