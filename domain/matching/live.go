package matching

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"waymark/domain"
)

// Live is the best plan of one district, kept best while people come, go and change their minds: each change costs some
// microseconds where there is enough for nearly all, and is as exact as a new plan. It knows requests and volunteers by
// their own ids, which stay the same. It is a cache and no more: it can be made from the database at any time.
//
// Between changes the plan is a best one, with prices that prove it ([Live.Snapshot] and [Certify]). Where several plans
// are best it depends on the order of changes which one it is: the objective is that of [Solve], the pairs need not be.
//
// A change that is refused changes nothing. A Live is not safe for use by several goroutines at once.
type Live struct {
	costs  Costs
	worth  [classes]int64
	place  district
	market market

	streetIDs map[domain.StreetID]int32
	streets   []Street
	sections  numbering
	towns     numbering
	tree      tree

	requestIDs map[domain.RequestID]int32 // rows
	requests   []domain.RequestID         // by row; 0: the row is free
	records    []Request                  // by row
	spareRows  []int32

	volunteerIDs map[domain.PersonID]int32 // columns
	volunteers   []domain.PersonID         // by column; 0: the column is free
	helpers      []Volunteer               // by column
	spareColumns []int32

	people map[domain.PersonID]int32 // the numbers of ask.offer, ask.apart and helper.person
}

// Asking is a request of a Live.
type Asking struct {
	Request                   // Street as Live.Street gave it; Offer is of no effect
	Holder  domain.PersonID   // who holds a live invitation to it, or 0
	Apart   []domain.PersonID // who is kept apart from it, whether they are in the Live or not
}

// liveMost is how many requests a Live may hold: the worths are made for so many, and stay the same for its life.
const liveMost = 1 << 24

// liveArena is how many pairs a Live keeps in memory at least: 32 MB of them.
const liveArena = 1 << 22

// NewLive returns the state of a district in which nobody asks or helps yet; zero costs stand for DefaultCosts.
func NewLive(costs Costs) (*Live, error) {
	costs = costs.orDefault()
	if err := costs.validate(); err != nil {
		return nil, err
	}
	longest := walk(2*farthest, 2*farthest) + costs.Widening[levels-1] + costs.Stability + mostHeld
	worth, err := worth(liveMost, longest, 2*costs.LoadBase)
	if err != nil {
		return nil, err
	}
	l := &Live{
		costs: costs, worth: worth, tree: newTree(),
		streetIDs: map[domain.StreetID]int32{}, requestIDs: map[domain.RequestID]int32{},
		volunteerIDs: map[domain.PersonID]int32{}, people: map[domain.PersonID]int32{},
	}
	l.place.costs = costs
	l.place.offers[levels-1], l.place.wants[levels-1] = make([][]candidate, 1), make([][]candidate, 1)
	l.market.reset(&l.place, costs)
	l.market.watched, l.market.most = true, liveArena
	return l, nil
}

// Street makes a street known, and returns its number for Request.Street and Volunteer.Street; the same each time. All
// streets must be of one district. A street that has moved is refused: that wants a new Live.
func (l *Live) Street(id domain.StreetID, s Street) (int32, error) {
	if n, ok := l.streetIDs[id]; ok {
		if l.streets[n] != s {
			return None, fmt.Errorf("street %d has moved", id)
		}
		return n, nil
	}
	if err := streetFields.check(s.record()); err != nil {
		return None, fmt.Errorf("street %d: %w", id, err)
	}
	if len(l.streets) > 0 && l.streets[0].District != s.District {
		return None, fmt.Errorf("street %d is of district %d, not %d", id, s.District, l.streets[0].District)
	}
	if err := l.tree.add(s); err != nil {
		return None, fmt.Errorf("street %d: %w", id, err)
	}
	n := int32(len(l.streets))
	section, newSection := l.sections.number(s.Section)
	town, newTown := l.towns.number(s.Town)
	for _, lists := range []*streams{&l.place.offers, &l.place.wants} {
		lists[0] = append(lists[0], nil)
		if newSection {
			lists[1] = append(lists[1], nil)
		}
		if newTown {
			lists[2] = append(lists[2], nil)
		}
	}
	l.streetIDs[id], l.streets = n, append(l.streets, s)
	l.place.spots = append(l.place.spots, spot{s.X, s.Y, section, town})
	return n, nil
}

// Load fills a Live in which there are only streets, with the plan for all at once: that is much faster than one by one
// where more is asked than can be given. When it fails, also because the context ended, the Live is of no further use.
func (l *Live) Load(ctx context.Context, requests map[domain.RequestID]Asking, volunteers map[domain.PersonID]Volunteer) error {
	if len(l.requestIDs)+len(l.volunteerIDs) > 0 {
		return errors.New("only an empty Live can be loaded")
	}
	for _, id := range sortedKeys(volunteers) {
		if err := l.checkVolunteer(id, volunteers[id]); err != nil {
			return err
		}
		l.enterVolunteer(id, volunteers[id])
	}
	ids := sortedKeys(requests)
	slices.SortStableFunc(ids, func(a, b domain.RequestID) int { return cmp.Compare(requests[a].Class, requests[b].Class) })
	for _, id := range ids {
		if err := l.checkRequest(id, requests[id]); err != nil {
			return err
		}
		l.enterRequest(id, requests[id])
	}
	m := &l.market
	m.pulse = pulse{ctx: ctx}
	if err := m.solve(new(crowd)); err != nil {
		return err
	}
	m.pulse, m.moved = pulse{}, nil
	m.most = max(m.most, 2*len(m.arena))
	return nil
}

func sortedKeys[K cmp.Ordered, V any](from map[K]V) []K {
	keys := make([]K, 0, len(from))
	for k := range from {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (l *Live) checkRequest(id domain.RequestID, a Asking) error {
	a.Offer = None
	err := requestFields.check(a.record())
	if err == nil {
		err = known("street", a.Street, len(l.streets))
	}
	if err == nil && len(l.requestIDs) >= liveMost {
		err = fmt.Errorf("there are %d requests already", liveMost)
	}
	if err == nil && id == 0 {
		err = errors.New("it has no id")
	}
	if err != nil {
		return fmt.Errorf("request %d: %w", id, err)
	}
	return nil
}

func (l *Live) checkVolunteer(id domain.PersonID, v Volunteer) error {
	err := volunteerFields.check(v.record())
	if err == nil {
		err = known("street", v.Street, len(l.streets))
	}
	if err == nil && id == 0 {
		err = errors.New("they have no id")
	}
	if err != nil {
		return fmt.Errorf("volunteer %d: %w", id, err)
	}
	return nil
}

// Match returns who is to help with a request; false when nobody is, or when the request is not in the Live.
func (l *Live) Match(id domain.RequestID) (domain.PersonID, bool) {
	q, ok := l.requestIDs[id]
	if !ok || l.market.rows[q].match < 0 {
		return 0, false
	}
	return l.volunteers[l.market.rows[q].match], true
}

// Moved lists the requests in the Live whose helper may be another one than when it was last called, by id: what changes
// since then have led to. The request that a change was about is among them.
func (l *Live) Moved() []domain.RequestID {
	var out []domain.RequestID
	for _, q := range l.market.moved {
		if id := l.requests[q]; id != 0 {
			out = append(out, id)
		}
	}
	l.market.moved = l.market.moved[:0]
	slices.Sort(out)
	return slices.Compact(out)
}

// Price is what one more place of a volunteer is worth to the plan, in metres: at least the load price of the last place
// that is used. When it is higher than that somebody else would be glad of the place. False when they are not in the Live,
// or have no room for new cases at all.
func (l *Live) Price(id domain.PersonID) (int64, bool) {
	v, ok := l.volunteerIDs[id]
	if !ok || l.market.cols[v].room == 0 {
		return 0, false
	}
	return l.market.cols[v].price, true
}

// Value is what a request pays in all, in metres: its pair, and the price of the place. When it is not served, that is the
// worth of its class. False when it is not in the Live.
func (l *Live) Value(id domain.RequestID) (int64, bool) {
	q, ok := l.requestIDs[id]
	if !ok {
		return 0, false
	}
	return l.market.rows[q].value, true
}
