package matching

import (
	"fmt"
	"slices"

	"waymark/domain"
)

// Every change of a Live comes down to two steps of its market, each of which leaves a best plan of what is there:
//
//	insert: a row that was away looks for a column (a request arrives);
//	fill:   a column with a unit that is free, or cheaper than its price, looks for a row (a request goes, a volunteer joins).
//
// What changes in any other way goes first and then comes again. Rows are made anew when somebody they can see changes.

// PutRequest lets a request arrive, or puts another in the place of one that is in the Live.
func (l *Live) PutRequest(id domain.RequestID, a Asking) error {
	if err := l.checkRequest(id, a); err != nil {
		return err
	}
	l.DropRequest(id)
	return l.market.insert(l.enterRequest(id, a))
}

// DropRequest takes a request out, as when it was met, closed or pinned; nothing happens when it is not in the Live.
func (l *Live) DropRequest(id domain.RequestID) {
	q, ok := l.requestIDs[id]
	if !ok {
		return
	}
	l.release(q)
	l.listRow(q, func(list *[]candidate) { drop(list, q) })
	delete(l.requestIDs, id)
	l.requests[q] = 0
	l.spareRows = append(l.spareRows, q)
}

// Widen asks for a request at a wider level. What is not in the Live, or is asked as wide already, stays as it is.
func (l *Live) Widen(id domain.RequestID, level int8) error {
	if level >= levels {
		return fmt.Errorf("there is no level %d", level)
	}
	q, ok := l.requestIDs[id]
	if !ok || level <= l.place.asks[q].level {
		return nil
	}
	l.listRow(q, func(list *[]candidate) { drop(list, q) })
	a, r := &l.place.asks[q], &l.market.rows[q]
	a.level, l.records[q].Level = level, level
	r.groups, r.made = groupsOf(a), 0
	l.listRow(q, func(list *[]candidate) { *list = append(*list, l.want(q)) })
	if !l.market.content(q) {
		l.release(q)
		return l.market.insert(q)
	}
	return nil
}

// Decline keeps a request and a person apart from now on: they said no, or are better apart. The person need not be in the
// Live; nothing happens when the request is not.
func (l *Live) Decline(id domain.RequestID, person domain.PersonID) error {
	q, ok := l.requestIDs[id]
	if !ok {
		return nil
	}
	a, r := &l.place.asks[q], &l.market.rows[q]
	a.apart = append(a.apart[:len(a.apart):len(a.apart)], l.person(person))
	r.made = 0
	if r.match < 0 || l.volunteers[r.match] != person {
		return nil
	}
	l.release(q)
	return l.market.insert(q)
}

// PutVolunteer lets a volunteer join, or changes anything about one who is in the Live: load, capacity, times, skills, reach,
// street.
func (l *Live) PutVolunteer(id domain.PersonID, w Volunteer) error {
	if err := l.checkVolunteer(id, w); err != nil {
		return err
	}
	rows := l.removeVolunteer(id)
	v := l.enterVolunteer(id, w)
	l.market.welcome(v)
	if err := l.market.fill(v); err != nil {
		return err
	}
	return l.insertAll(rows)
}

// DropVolunteer takes a volunteer out; nothing happens when they are not in the Live.
func (l *Live) DropVolunteer(id domain.PersonID) error { return l.insertAll(l.removeVolunteer(id)) }

// removeVolunteer takes a volunteer out and returns the rows that they leave behind, which are away now.
func (l *Live) removeVolunteer(id domain.PersonID) (rows []int32) {
	v, ok := l.volunteerIDs[id]
	if !ok {
		return nil
	}
	m := &l.market
	for q := m.cols[v].head; q != None; q = m.rows[q].next {
		rows = append(rows, q)
	}
	for _, q := range rows {
		m.take(q, away)
	}
	l.disturb(v)
	l.listColumn(v, func(list *[]candidate) { drop(list, v) })
	m.furnish(v, 0, 0) // nobody
	delete(l.volunteerIDs, id)
	l.volunteers[v] = 0
	l.spareColumns = append(l.spareColumns, v)
	return rows
}

func (l *Live) insertAll(rows []int32) error {
	for _, q := range rows {
		if err := l.market.insert(q); err != nil {
			return err
		}
	}
	return nil
}

// release takes a row out of the market and finds the best use of the unit that it leaves.
func (l *Live) release(q int32) {
	v := l.market.rows[q].match
	l.market.take(q, away)
	if v >= 0 {
		// Only a context can end a search early, and there is none.
		_ = l.market.fill(v)
	}
}

// content reports whether a row has no arc that would be better than what it has.
func (m *market) content(q int32) bool {
	r := &m.rows[q]
	for g := int8(0); g < r.groups && m.bounds[g] < r.value; g++ {
		for _, a := range m.arcs(q, g) {
			if int64(a.cost)+m.cols[a.to].price < r.value {
				return false
			}
		}
	}
	return true
}

// welcome gives a new column the lowest price at which no row would rather have it.
func (m *market) welcome(v int32) {
	c := &m.cols[v]
	for _, a := range m.source.askers(v, m.rows, -never) {
		if r := &m.rows[a.to]; r.match != away {
			c.price = max(c.price, r.value-int64(a.cost))
		}
	}
}

// enterRequest gives a request a row, which is away.
func (l *Live) enterRequest(id domain.RequestID, in Asking) int32 {
	q := int32(len(l.requests))
	if n := len(l.spareRows); n > 0 {
		q, l.spareRows = l.spareRows[n-1], l.spareRows[:n-1]
	} else {
		l.requests, l.records = append(l.requests, 0), append(l.records, Request{})
		l.place.asks, l.market.rows = append(l.place.asks, ask{}), append(l.market.rows, row{})
	}
	a := &l.place.asks[q]
	*a = ask{need: in.Need, window: in.Window, street: in.Street, offer: None, level: in.Level, anywhere: in.Anywhere}
	if in.Holder != 0 {
		a.offer = l.person(in.Holder)
	}
	for _, person := range in.Apart {
		a.apart = append(a.apart, l.person(person))
	}
	l.requestIDs[id], l.requests[q], l.records[q] = q, id, in.Request
	l.market.open(q, l.worth[in.Class], in.Class, groupsOf(a))
	l.listRow(q, func(list *[]candidate) { *list = append(*list, l.want(q)) })
	return q
}

// enterVolunteer gives a volunteer a column.
func (l *Live) enterVolunteer(id domain.PersonID, w Volunteer) int32 {
	v := int32(len(l.volunteers))
	if n := len(l.spareColumns); n > 0 {
		v, l.spareColumns = l.spareColumns[n-1], l.spareColumns[:n-1]
	} else {
		l.volunteers, l.helpers = append(l.volunteers, 0), append(l.helpers, Volunteer{})
		l.place.helpers, l.market.cols = append(l.place.helpers, helper{}), append(l.market.cols, column{})
	}
	l.volunteerIDs[id], l.volunteers[v], l.helpers[v] = v, id, w
	l.place.helpers[v] = helper{have: w.Have, free: w.Available, street: w.Street, person: l.person(id), held: w.Held, reach: w.Reach}
	l.place.holding = l.place.holding || w.Held > 0
	l.market.furnish(v, w.Load, w.Capacity)
	l.listColumn(v, func(list *[]candidate) {
		*list = append(*list, candidate{w.Have, w.Available, w.Street, v})
	})
	l.disturb(v)
	return v
}

// disturb forgets the rows that a volunteer is in, or will be.
func (l *Live) disturb(v int32) {
	if l.market.cols[v].room == 0 {
		return
	}
	for _, a := range l.place.askers(v, l.market.rows, -never) {
		l.market.rows[a.to].made = 0
	}
}

// listRow does something to each list of requests that row q belongs to.
func (l *Live) listRow(q int32, do func(list *[]candidate)) {
	a := &l.place.asks[q]
	if a.anywhere {
		do(&l.place.remote)
		return
	}
	for level := range a.level + 1 {
		do(&l.place.wants[level][l.place.place(level, a.street)])
	}
}

// listColumn does something to each list of volunteers that column v belongs to: none when it has no room.
func (l *Live) listColumn(v int32, do func(list *[]candidate)) {
	if l.market.cols[v].room == 0 {
		return
	}
	h := &l.place.helpers[v]
	for level := range h.reach + 1 {
		do(&l.place.offers[level][l.place.place(level, h.street)])
	}
}

func (l *Live) want(q int32) candidate {
	a := &l.place.asks[q]
	return candidate{a.need, a.window, a.street, q}
}

// drop removes a candidate from a list; the order of a list is of no effect.
func drop(list *[]candidate, id int32) {
	i := slices.IndexFunc(*list, func(c candidate) bool { return c.id == id })
	last := len(*list) - 1
	(*list)[i] = (*list)[last]
	*list = (*list)[:last]
}

// person is the number of a person, who keeps it even when they are not in the Live.
func (l *Live) person(id domain.PersonID) int32 {
	n, ok := l.people[id]
	if !ok {
		n = int32(len(l.people))
		l.people[id] = n
	}
	return n
}
