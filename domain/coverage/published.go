package coverage

import "waymark/domain"

// Settled is how many days after a quarter its figures are told to everybody, and within how many an ask counts as helped.
const Settled = 28

// Published is what everybody may read of the asks of a district in a quarter. It is made once and never again, whatever changes later: of two that
// are not the same, one could be taken from the other.
type Published struct {
	Quarter  string          `json:"quarter"`
	District Named           `json:"district"`
	Towns    []Named         `json:"towns"`  // as they were then
	Asks     *PublishedAsks  `json:"asks"`   // nil: too few
	Places   []PublishedAsks `json:"places"` // the towns, each with its sections
	Grounds  []Ground        `json:"grounds"`
}

// PublishedAsks is what became of the asks of some places that are told as one.
type PublishedAsks struct {
	Places []Named         `json:"places"`
	Asked  int             `json:"asked"`
	Helped int             `json:"helped"`                // within Settled days
	Half   int             `json:"halfMinutes,omitempty"` // within how many minutes half of those with a yes had it; 0: too few to tell
	Each   []ToldSum       `json:"each,omitempty"`        // how many were asked in some of these places
	Within []PublishedAsks `json:"within,omitempty"`
}

// Of is what is told of a town, or of those that it is told with, and of the places in it; of the whole district for 0. Asks is nil where nothing is.
func (p Published) Of(town int64) (asks *PublishedAsks, within []PublishedAsks) {
	if town == 0 {
		return p.Asks, p.Places
	}
	for i := range p.Places {
		if p.Places[i].names(town) {
			return &p.Places[i], p.Places[i].Within
		}
	}
	return nil, nil
}

// Share is the share of the asks that were helped in time.
func (p PublishedAsks) Share() float64 { return share(float64(p.Helped), p.Asked) }

// soonShares are the shares at which the steps of a map after the first begin.
var soonShares = [LayerSteps - 1]float64{0.5, 0.7, 0.8, 0.9}

// Step says where the share stands on a map, from 1 to LayerSteps.
func (p PublishedAsks) Step() int {
	step := 1
	for _, from := range soonShares {
		step += one(p.Share() >= from)
	}
	return step
}

// StepOf says where a section stands on a map: where it stands with those that it is told with, or its town with those; 0 where nothing is told.
func (p Published) StepOf(g Ground) int {
	town, within := p.Of(int64(g.TownID))
	for _, s := range within {
		if s.names(g.ID) {
			return s.Step()
		}
	}
	if town == nil {
		return 0
	}
	return town.Step()
}

// Alone reports whether these are the figures of one place by itself, or with what lies in none.
func (p PublishedAsks) Alone() bool {
	return len(p.Places) == 1 || len(p.Places) == 2 && p.Places[1] == Named{}
}

// names reports whether a place is one of those that are told as one.
func (p PublishedAsks) names(id int64) bool {
	for _, place := range p.Places {
		if id != 0 && place.ID == id {
			return true
		}
	}
	return false
}

// Ground is a section as it was when figures were told, with how many of its streets somebody looked after. That is no secret: it stands on a poster.
type Ground struct {
	Named
	TownID domain.TownID `json:"townId"`
	Kept   Kept          `json:"kept"`
	Ring   domain.Line   `json:"ring,omitempty"` // none: nobody knows where it lies
}

// Kept says how many streets of a place have somebody who looks after them.
type Kept string

// All of them, some, none.
const (
	KeptAll  Kept = "all"
	KeptSome Kept = "some"
	KeptNone Kept = "none"
)

// KeptOf says it by numbers.
func KeptOf(streets, main int) Kept {
	switch main {
	case 0:
		return KeptNone
	case streets:
		return KeptAll
	}
	return KeptSome
}

// The kinds of asks that are told: each ask is of one of them.
const (
	helpedSoon = iota
	notSoon
	askKinds
)

// CountedAsks are asks of one town, section and wait.
type CountedAsks struct {
	TownID        int64 // 0: none
	SectionID     int64 // 0: none
	Step          int   // of Steps: how long a yes took; -1: nobody said yes
	Asked, Helped int   // Helped: within Settled days
}

// Publish makes what everybody may read, of towns and sections in the order given.
func Publish(quarter string, l Laid, counted []CountedAsks) Published {
	district := Named{int64(l.District.ID), l.District.Name}
	out := Published{Quarter: quarter, District: district}
	whole := plot(district, func(CountedAsks) bool { return true }, counted)
	for _, town := range l.Towns {
		name := Named{int64(town.ID), town.Name}
		out.Towns = append(out.Towns, name)
		in := plot(name, func(c CountedAsks) bool { return c.TownID == int64(town.ID) }, counted)
		for _, s := range l.Sections {
			if s.TownID == town.ID {
				in.Within = append(in.Within, plot(Named{int64(s.ID), s.Name}, func(c CountedAsks) bool { return c.TownID == int64(town.ID) && c.SectionID == int64(s.ID) }, counted))
			}
		}
		whole.Within = append(whole.Within, in)
	}
	out.Places = published(Tell(whole))
	if tellable(whole.Counts) {
		asks := published([]Told{{Places: []Named{district}, Counts: whole.Counts, Waits: whole.Waits}})
		out.Asks = &asks[0]
	}
	return out
}

// plot counts the asks of one place.
func plot(of Named, in func(CountedAsks) bool, counted []CountedAsks) Tree {
	t := Tree{Named: of, Counts: make([]int, askKinds), Waits: Waits{}}
	for _, c := range counted {
		if !in(c) {
			continue
		}
		t.Counts[helpedSoon] += c.Helped
		t.Counts[notSoon] += c.Asked - c.Helped
		if c.Step >= 0 {
			t.Waits[c.Step] += c.Asked
		}
	}
	return t
}

func published(told []Told) (out []PublishedAsks) {
	for _, t := range told {
		p := PublishedAsks{Places: t.Places, Helped: t.Counts[helpedSoon], Asked: t.Counts[helpedSoon] + t.Counts[notSoon], Each: t.Each, Within: published(t.Within)}
		if t.Waits.Total() >= 2*Least { // as many before the half as after it
			p.Half, _ = t.Waits.Within(0.5)
		}
		out = append(out, p)
	}
	return out
}
