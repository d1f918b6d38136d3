package matching

import (
	"cmp"
	"slices"
)

// layout is an instance taken apart by districts, ready to be solved side by side: nothing in it changes any more.
type layout struct {
	in      *Instance
	costs   Costs
	worth   [classes]int64
	streets *register
	asks    shelf // by district: its requests, by id
	helpers shelf // by position of the street in the register: the volunteers with room there, by id
	apart   shelf // by request: the volunteers that it is kept apart from
}

func newLayout(in *Instance, costs Costs, p *pulse) (*layout, error) {
	l := &layout{in: in, costs: costs}
	var err error
	if l.worth, err = in.worth(costs); err != nil {
		return nil, err
	}
	steps := []func(){
		func() { l.streets = newRegister(in.Streets) },
		l.sortRequests, l.sortVolunteers, l.sortExclusions,
	}
	for _, step := range steps {
		if err := p.now(); err != nil {
			return nil, err
		}
		step()
	}
	return l, nil
}

func (l *layout) sortRequests() {
	keys := make([]int32, len(l.in.Requests))
	for r := range l.in.Requests {
		keys[r] = None
		if street := l.in.Requests[r].Street; street != None {
			keys[r] = l.streets.district[street]
		}
	}
	l.asks.sort(keys, l.streets.count())
}

func (l *layout) sortVolunteers() {
	keys := make([]int32, len(l.in.Volunteers))
	for v := range l.in.Volunteers {
		keys[v] = None
		if w := &l.in.Volunteers[v]; w.room() > 0 {
			keys[v] = l.streets.rank[w.Street]
		}
	}
	l.helpers.sort(keys, len(l.streets.order))
}

func (l *layout) sortExclusions() {
	keys := make([]int32, len(l.in.Exclusions))
	for i, x := range l.in.Exclusions {
		keys[i] = x.Request
	}
	l.apart.sort(keys, len(l.in.Requests))
	for i, x := range l.apart.order {
		l.apart.order[i] = l.in.Exclusions[x].Volunteer
	}
}

// districts lists those in which somebody asks, largest first so that the last worker is not left with the longest job.
func (l *layout) districts() []int32 {
	var out []int32
	for d := range int32(l.streets.count()) {
		if len(l.asks.at(d)) > 0 {
			out = append(out, d)
		}
	}
	size := func(d int32) int {
		return len(l.asks.at(d)) * (1 + len(l.helpers.between(l.streets.first[d], l.streets.first[d+1])))
	}
	slices.SortStableFunc(out, func(a, b int32) int { return cmp.Compare(size(b), size(a)) })
	return out
}

// desk is where one worker lays one district after the other out, in the same memory.
type desk struct {
	*layout
	place district
	market
	crowd crowd
	ties  ties

	requests   []int32 // by row: the request
	volunteers []int32 // by column: the volunteer
	settling   []int32 // the rows by class and id, the order in which ties are settled

	sorted   shelf
	keys     []int32
	lists    [levels][]candidate // behind place.offers
	askers   []Request           // copies, so that what lies all over the tables is fetched at once
	offering []Volunteer
}

// lay lays a district out: its rows by class and street, its columns by street, so that those who are near each other are
// near each other in memory too.
func (k *desk) lay(d int32) {
	first, last := k.streets.first[d], k.streets.first[d+1]
	section, town := k.streets.section[first], k.streets.town[first]
	k.place.costs = k.costs
	k.place.offers.reset(int(last-first), int(k.streets.section[last-1]-section)+1, int(k.streets.town[last-1]-town)+1)
	k.place.spots = k.place.spots[:0]
	for rank := first; rank < last; rank++ {
		s := &k.in.Streets[k.streets.order[rank]]
		k.place.spots = append(k.place.spots, spot{s.X, s.Y, k.streets.section[rank] - section, k.streets.town[rank] - town})
	}
	k.market.reset(&k.place, k.costs)
	k.layColumns(first, last)
	k.layRows(d, first, last-first)
}

func (k *desk) layColumns(first, last int32) {
	k.volunteers = k.helpers.between(first, last)
	n := len(k.volunteers)
	k.offering = sized(k.offering, n)
	for i, v := range k.volunteers {
		k.offering[i] = k.in.Volunteers[v]
	}
	k.cols, k.place.helpers = sized(k.cols, n), sized(k.place.helpers, n)
	for level := range k.lists {
		k.lists[level] = sized(k.lists[level], n)[:0]
	}
	col := int32(0)
	k.place.holding = false
	for street := range last - first {
		for range k.helpers.at(first + street) {
			w := &k.offering[col]
			k.place.helpers[col] = helper{have: w.Have, free: w.Available, street: street, person: k.volunteers[col], held: w.Held, reach: w.Reach}
			k.place.holding = k.place.holding || w.Held > 0
			k.furnish(col, w.Load, w.Capacity)
			k.offer(col)
			col++
		}
	}
}

// offer puts a column at the end of each list that it belongs to. Columns come by street, so each list grows in one piece.
func (k *desk) offer(col int32) {
	h := &k.place.helpers[col]
	for level := range h.reach + 1 {
		all, list := &k.lists[level], &k.place.offers[level][k.place.place(level, h.street)]
		from := len(*all) - len(*list)
		*all = append(*all, candidate{h.have, h.free, h.street, col})
		*list = (*all)[from:len(*all):len(*all)]
	}
}

func (k *desk) layRows(d, first, streets int32) {
	requests := k.asks.at(d)
	n := len(requests)
	k.askers, k.keys = sized(k.askers, n), sized(k.keys, n)
	for i, r := range requests {
		k.askers[i] = k.in.Requests[r]
	}
	for i := range k.askers {
		q := &k.askers[i]
		q.Street = k.streets.rank[q.Street] - first
		k.keys[i] = int32(q.Class)*streets + q.Street
	}
	k.sorted.sort(k.keys, classes*int(streets))
	k.rows, k.place.asks = sized(k.rows, n), sized(k.place.asks, n)
	k.requests, k.settling = sized(k.requests, n), sized(k.settling, n)
	for row, i := range k.sorted.order {
		q := &k.askers[i]
		a := &k.place.asks[row]
		*a = ask{need: q.Need, window: q.Window, street: q.Street, offer: q.Offer, level: q.Level, anywhere: q.Anywhere}
		if apart := k.apart.at(requests[i]); len(apart) > 0 {
			a.apart = apart
		}
		k.requests[row], k.keys[i] = requests[i], int32(row)
		k.open(int32(row), k.worth[q.Class], q.Class, groupsOf(a))
	}
	k.settling = k.settling[:0]
	for class := range int8(classes) { // classes are few and the requests come by id
		for i := range k.askers {
			if k.askers[i].Class == class {
				k.settling = append(k.settling, k.keys[i])
			}
		}
	}
}
