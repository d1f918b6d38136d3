package matching

import (
	"slices"

	"waymark/domain"
)

// Snapshot is a Live as an instance and its plan, for [Certify], for [Unserved] and for a comparison with [Solve].
type Snapshot struct {
	Instance   *Instance
	Plan       *Plan
	Requests   []domain.RequestID // by their numbers in the instance
	Volunteers []domain.PersonID  // 0 stands for somebody who holds an invitation, but is not in the Live
}

// Snapshot copies the state; it takes milliseconds.
func (l *Live) Snapshot() Snapshot {
	s := Snapshot{
		Instance: &Instance{Streets: slices.Clone(l.streets), Costs: l.costs},
		Plan:     &Plan{Costs: l.costs, Worth: l.worth, Candidates: l.market.candidates, Pops: l.market.pops},
	}
	numbers, people := make([]int32, len(l.volunteers)), map[int32]int32{}
	for v, id := range l.volunteers {
		if id != 0 {
			numbers[v] = int32(len(s.Volunteers))
			people[l.place.helpers[v].person] = numbers[v]
			l.addVolunteer(&s, int32(v))
		}
	}
	for q, id := range l.requests {
		if id != 0 {
			l.addRequest(&s, int32(q), numbers, people)
		}
	}
	return s
}

func (l *Live) addVolunteer(s *Snapshot, v int32) {
	s.Volunteers, s.Instance.Volunteers = append(s.Volunteers, l.volunteers[v]), append(s.Instance.Volunteers, l.helpers[v])
	c, price := &l.market.cols[v], int64(0)
	if c.room > 0 {
		price = c.price
	}
	s.Plan.Price = append(s.Plan.Price, price)
	for j := range c.used {
		s.Plan.Cost += l.market.unit(c, j+1)
	}
}

// addRequest adds row q; numbers are those of the columns in the instance, and people those of the persons.
func (l *Live) addRequest(s *Snapshot, q int32, numbers []int32, people map[int32]int32) {
	in, plan, n := s.Instance, s.Plan, int32(len(s.Requests))
	a, r, record := &l.place.asks[q], &l.market.rows[q], l.records[q]
	record.Offer = None
	if a.offer != None {
		holder, ok := people[a.offer]
		if !ok {
			holder = s.stranger()
			people[a.offer] = holder
		}
		record.Offer = holder
	}
	s.Requests, in.Requests = append(s.Requests, l.requests[q]), append(in.Requests, record)
	for _, person := range a.apart {
		if v, ok := people[person]; ok {
			in.Exclusions = append(in.Exclusions, Exclusion{n, v})
		}
	}
	match := None
	if r.match >= 0 {
		match = numbers[r.match]
		plan.Served[r.class]++
		plan.Cost += r.value - l.market.cols[r.match].price
	}
	plan.Of[r.class]++
	plan.Volunteer, plan.Value = append(plan.Volunteer, match), append(plan.Value, r.value)
}

// stranger adds somebody without room to the instance, who can hold an invitation.
func (s *Snapshot) stranger() int32 {
	n := int32(len(s.Volunteers))
	s.Volunteers = append(s.Volunteers, 0)
	s.Instance.Volunteers = append(s.Instance.Volunteers, Volunteer{})
	s.Plan.Price = append(s.Plan.Price, 0)
	return n
}
