package matching

import (
	"cmp"
	"slices"
)

// district is the part of an instance that is solved on its own: its requests by class and id, its volunteers with room
// by id. Their positions in these lists are the rows and columns of the market.
type district struct {
	requests, volunteers []int32
}

// districts splits an instance, largest first so that the last worker is not left with the longest job. Requests
// without a street belong to none.
func (in *Instance) districts() []*district {
	byNumber := map[int32]*district{}
	of := func(street int32) *district {
		number := in.Streets[street].District
		if byNumber[number] == nil {
			byNumber[number] = &district{}
		}
		return byNumber[number]
	}
	for r, q := range in.Requests {
		if q.Street != None {
			d := of(q.Street)
			d.requests = append(d.requests, int32(r))
		}
	}
	for v, w := range in.Volunteers {
		if w.room() > 0 {
			d := of(w.Street)
			d.volunteers = append(d.volunteers, int32(v))
		}
	}
	var out []*district
	for _, d := range byNumber {
		if len(d.requests) == 0 {
			continue
		}
		slices.SortStableFunc(d.requests, func(a, b int32) int {
			return cmp.Compare(in.Requests[a].Class, in.Requests[b].Class)
		})
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b *district) int {
		return cmp.Or(cmp.Compare(b.size(), a.size()), cmp.Compare(a.requests[0], b.requests[0]))
	})
	return out
}

func (d *district) size() int { return len(d.requests) * (1 + len(d.volunteers)) }

// rows makes the rows of one district's market: who could help a request, and at what cost.
type rows struct {
	in    *Instance
	costs Costs
	*district
	apart map[int32][]int32    // of the whole instance
	near  [3]map[int32][]int32 // columns by street, by section, by town
	all   []int32              // every column
}

func newRows(in *Instance, costs Costs, d *district, apart map[int32][]int32) *rows {
	rs := &rows{in: in, costs: costs, district: d, apart: apart, all: make([]int32, len(d.volunteers))}
	for l := range rs.near {
		rs.near[l] = map[int32][]int32{}
	}
	for col, v := range d.volunteers {
		rs.all[col] = int32(col)
		for l, place := range in.places(in.Volunteers[v].Street) {
			rs.near[l][place] = append(rs.near[l][place], int32(col))
		}
	}
	return rs
}

// places are the numbers of a street, its section and its town.
func (in *Instance) places(street int32) [3]int32 {
	s := &in.Streets[street]
	return [3]int32{street, s.Section, s.Town}
}

// row lists the feasible pairs of a row of the market, cheapest first, ties by column.
func (rs *rows) row(q int32) []arc {
	r := rs.requests[q]
	var out []arc
	for _, col := range rs.within(&rs.in.Requests[r]) {
		if v := rs.volunteers[col]; rs.feasible(r, v) {
			out = append(out, arc{col, rs.in.pairCost(rs.costs, r, v)})
		}
	}
	slices.SortFunc(out, func(a, b arc) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.column, b.column))
	})
	return out
}

// within lists the columns that live no farther away than the request is being asked.
func (rs *rows) within(q *Request) []int32 {
	if q.Anywhere || q.Level == levels-1 {
		return rs.all
	}
	return rs.near[q.Level][rs.in.places(q.Street)[q.Level]]
}

// feasible reports whether v, who lives within the level of r and has room, can help.
func (rs *rows) feasible(r, v int32) bool {
	q, w := &rs.in.Requests[r], &rs.in.Volunteers[v]
	return w.Have&q.Need == q.Need &&
		w.Available&q.Window != 0 &&
		(q.Anywhere || rs.in.Scope(q.Street, w.Street) <= w.Reach) &&
		!slices.Contains(rs.apart[r], v)
}
