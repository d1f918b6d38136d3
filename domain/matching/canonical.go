package matching

import (
	"cmp"
	"slices"
)

// ties turns a best plan into the canonical one among the equally good plans: the first row gets the lowest person that
// any of them gives it (somebody comes before nobody), then the second with the first fixed, and so on.
//
// By complementary slackness every best plan takes only tight arcs (those of reduced cost 0 under the prices at hand), and
// any two best plans differ by cycles in this graph:
//
//	a row may move to a column to which it has a tight arc;
//	a column with a row too many passes on one of its rows, or uses one more unit if the price of that equals its own;
//	a row whose value is its worth may as well be left out.
//
// What enters or leaves the plan as a whole passes through one further node, the hub: after something ended there (a
// unit used, a row left out) the balance is restored from there (a unit given up, a row taken in).
//
// Few rows have a tight arc besides the one they take, and a cycle stays within a strongly connected component of the
// graph (Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1, 1972). Moving along a
// cycle never joins components. So only rows with another tight arc inside a component are looked at, and each search
// stays inside it.
type ties struct {
	m      *market
	person func(v int32) int32 // the id that decides between columns

	spans []span  // by row: its tight arcs, if it need not stay where it is
	tight []int32 // columns; by person within a row
	components
	members []int32 // the columns of the hub's component
	waiting []int32 // the rows of the hub's component that may be left out

	first int32   // the row being settled
	fixed []bool  // by row: settled, so that it stays where it is
	turn  int32   // numbers the searches
	seen  []int32 // by column
	from  []int32 // by column: the row that would move in, or None: a unit would be given up
	todo  []int32 // columns seen whose rows have not been tried yet

	hub    bool  // whether the hub was reached in this search
	hubRow int32 // the row that would be left out, or None: then hubCol would use one more unit
	hubCol int32
}

// settle settles the rows in this order. Values and prices stay as they are and prove the new plan as well.
func (t *ties) settle(m *market, order []int32, person func(v int32) int32) error {
	t.m, t.person = m, person
	if err := t.list(); err != nil || len(t.tight) == 0 {
		return err
	}
	t.prepare()
	for _, q := range order {
		if t.spans[q].from < t.spans[q].to {
			if err := t.settleRow(q); err != nil {
				return err
			}
		}
		t.fixed[q] = true
	}
	return nil
}

// list finds the tight arcs of the rows that have a choice.
func (t *ties) list() error {
	m := t.m
	t.spans, t.tight = sized(t.spans, len(m.rows)), t.tight[:0]
	for q := range m.rows {
		if err := m.ended(); err != nil {
			return err
		}
		r, from := &m.rows[q], len(t.tight)
		for g := int8(0); g < r.groups && m.bounds[g] <= r.value; g++ {
			for _, a := range m.arcs(int32(q), g) {
				if int64(a.cost)+m.cols[a.to].price == r.value {
					t.tight = append(t.tight, a.to)
				}
			}
		}
		if r.value < r.worth && len(t.tight) == from+1 {
			t.tight = t.tight[:from] // it can neither move nor be left out
		}
		t.spans[q] = span{int32(from), int32(len(t.tight))}
		slices.SortFunc(t.tight[from:], func(v, w int32) int { return cmp.Compare(t.person(v), t.person(w)) })
	}
	return nil
}

// columns are those to which row q has a tight arc, when it has a choice.
func (t *ties) columns(q int32) []int32 { return t.tight[t.spans[q].from:t.spans[q].to] }

// prepare finds the components, and what of the hub's may be reached from it.
func (t *ties) prepare() {
	n, k := len(t.m.rows), len(t.m.cols)
	t.fixed, t.seen, t.from, t.turn = sized(t.fixed, n), sized(t.seen, k), sized(t.from, k), 0
	clear(t.fixed)
	clear(t.seen)
	hub := int32(k)
	t.components.reset(k + 1)
	for q := range t.m.rows {
		r := &t.m.rows[q]
		for _, v := range t.columns(int32(q)) {
			switch {
			case r.match == None:
				t.join(hub, v)
			case v != r.match:
				t.join(r.match, v)
			}
		}
		if r.match != None && r.value == r.worth {
			t.join(r.match, hub)
		}
	}
	for v := range t.m.cols {
		if c := &t.m.cols[v]; c.next == c.price {
			t.join(int32(v), hub)
		}
		if t.spare(int32(v)) {
			t.join(hub, int32(v))
		}
	}
	t.components.find()
	t.members, t.waiting = t.members[:0], t.waiting[:0]
	for v := range t.m.cols {
		if t.component[v] == t.component[hub] {
			t.members = append(t.members, int32(v))
		}
	}
	for q := range t.m.rows {
		if r := &t.m.rows[q]; r.value == r.worth && len(t.columns(int32(q))) > 0 {
			t.waiting = append(t.waiting, int32(q))
		}
	}
}

// home is the component in which the cycles of row q are: that of its column, or of the hub.
func (t *ties) home(q int32) int32 {
	if v := t.m.rows[q].match; v != None {
		return t.component[v]
	}
	return t.component[len(t.m.cols)]
}

// settleRow gives row q the lowest column it can have. Columns that fail are not tried again: nothing has moved yet, so
// what could not be reached from them still cannot.
func (t *ties) settleRow(q int32) error {
	t.first, t.hub, t.todo = q, false, t.todo[:0]
	t.turn++
	goal, home := t.m.rows[q].match, t.home(q)
	for _, v := range t.columns(q) {
		if v == goal {
			return nil
		}
		if t.component[v] != home || !t.visit(v, q) {
			continue
		}
		reached, err := t.reaches(goal)
		if err != nil {
			return err
		}
		if reached {
			t.rotate(goal)
			return nil
		}
	}
	return nil
}

// visit notes that column v is reached by row x, or by giving up a unit if x is None; false if it was reached before.
func (t *ties) visit(v, x int32) bool {
	if t.seen[v] == t.turn {
		return false
	}
	t.seen[v], t.from[v] = t.turn, x
	t.todo = append(t.todo, v)
	return true
}

// reached reports whether the search is at its goal: the column that the first row leaves, or the hub (None) if it was
// left out.
func (t *ties) reached(goal int32) bool {
	return goal == None && t.hub || goal != None && t.seen[goal] == t.turn
}

// reaches explores until the goal is reached.
func (t *ties) reaches(goal int32) (bool, error) {
	home := t.home(t.first)
	for len(t.todo) > 0 && !t.reached(goal) {
		if err := t.m.ended(); err != nil {
			return false, err
		}
		v := t.todo[len(t.todo)-1]
		t.todo = t.todo[:len(t.todo)-1]
		if c := &t.m.cols[v]; c.next == c.price {
			t.reachHub(None, v, home)
		}
		for x := t.m.cols[v].head; x != None; x = t.m.rows[x].next {
			if x == t.first || t.fixed[x] {
				continue
			}
			if r := &t.m.rows[x]; r.value == r.worth {
				t.reachHub(x, None, home)
			}
			t.visitAll(x, home)
		}
	}
	return t.reached(goal), nil
}

func (t *ties) visitAll(x, home int32) {
	for _, v := range t.columns(x) {
		if t.component[v] == home {
			t.visit(v, x)
		}
	}
}

// reachHub notes that the hub is reached, by leaving row x out or by one more unit of column v, and goes on from there.
func (t *ties) reachHub(x, v, home int32) {
	if t.hub || t.component[len(t.m.cols)] != home {
		return
	}
	t.hub, t.hubRow, t.hubCol = true, x, v
	goal := t.m.rows[t.first].match
	if goal == None {
		return
	}
	if t.spare(goal) {
		t.visit(goal, None)
		return
	}
	for _, w := range t.members {
		if t.spare(w) {
			t.visit(w, None)
		}
	}
	for _, q := range t.waiting {
		if t.m.rows[q].match == None && !t.fixed[q] {
			t.visitAll(q, home)
		}
	}
}

// spare reports whether column v could as well do with one unit less.
func (t *ties) spare(v int32) bool { return t.m.cols[v].last == t.m.cols[v].price }

// rotate carries out the cycle found, walking back from its goal to the first row.
func (t *ties) rotate(goal int32) {
	type step struct{ row, column int32 }
	var steps []step
	for at := goal; ; {
		x, to := t.hubRow, None
		switch {
		case at != None:
			x, to = t.from[at], at
			if x == None { // a unit given up: on from the hub
				at = None
				continue
			}
		case x == None: // a unit more
			at = t.hubCol
			continue
		}
		steps = append(steps, step{x, to})
		if x == t.first {
			break
		}
		at = t.m.rows[x].match
	}
	for _, s := range steps {
		t.m.take(s.row, s.column)
	}
}
