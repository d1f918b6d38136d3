package coverage

import "math"

// Near is how far people walk to meet others, in metres: ten minutes ("20-minute neighbourhoods", Town and Country Planning Association,
// 2021: ten minutes there and ten back, about 800 m).
const Near = 800

// FullReach is how many helpers a street needs in reach for its part of the index to be full: that somebody says yes is likely then, even
// when most are away or are asked for something else.
const FullReach = 5

// Place is what is counted of a street, a section, a town or a district.
type Place struct {
	Key
	Name   string
	Within Key // the place one level up that it is in; the zero key for a district

	Streets  int            // 1 for a street
	Main     int            // streets that somebody looks after
	Reserve  int            // streets that somebody stands in for
	Helpers  int            // people who help now and would come here
	Skills   map[string]int // of these, how many have each skill
	Talkers  int            // connectors whose patch it lies in, or is
	Meetings int            // benches and cafés that meet here, or for a street within 800 m of its middle
	Services int            // of the directory: open, for this place or one that it lies in
	Talks    int            // conversations of connectors here in the period; 0 for a street: they are not kept so near
	Asks     Asks

	reach   float64 // the sum over its streets of how full the reach of helpers is, 0 to 1 each
	company float64 // the same of who and what is near to meet
}

// Asks is what became of the asks that were made in a period.
type Asks struct {
	Asked   int // without mistakes
	Closed  int
	Helped  int
	Yes     [4]int // somebody said yes while it was asked at this level
	Widened int    // how often asks were asked wider
	Failed  int    // asks for which the district's time was up
	Waits   Waits  // from asking to the first yes
}

// Said is how many asks somebody said yes to.
func (a Asks) Said() int { return a.Yes[0] + a.Yes[1] + a.Yes[2] + a.Yes[3] }

// HelpedShare is the share of the asks that have ended of which the end was help; ok is false where none has ended.
func (a Asks) HelpedShare() (share float64, ok bool) { return part(a.Helped, a.Closed) }

// NearShare is the share of the yeses that came from the street or the section; ok is false where there was none.
func (a Asks) NearShare() (share float64, ok bool) { return part(a.Yes[0]+a.Yes[1], a.Said()) }

func part(n, of int) (float64, bool) {
	if of == 0 {
		return 0, false
	}
	return float64(n) / float64(of), true
}

// The parts of the index, by name.
const (
	LookedAfter = "looked_after"
	Reach       = "reach"
	Helped      = "helped"
	Nearby      = "nearby"
	Company     = "company"
)

// Part is one part of the index: how full it is, from 0 to 1, and how much it counts of 100.
type Part struct {
	Name  string
	Full  float64
	Known bool // false: there is nothing yet to tell it by, so the others count for more
	Of    float64
}

// Index is how well a place is covered.
type Index struct {
	Points int // 0 to 100
	Parts  []Part
}

// Index works out how well a place is covered: the mean of its parts, each as full as it is and weighted. A part for which there is nothing
// to go by is left out, and the others count for more. A place without a street has 0 points.
func (p Place) Index(w Weights) Index {
	var x Index
	add := func(name string, weight int, full float64, known bool) {
		x.Parts = append(x.Parts, Part{Name: name, Full: full, Known: known && weight > 0, Of: float64(weight)})
	}
	streets := p.Streets > 0
	add(LookedAfter, w.LookedAfter, share(float64(p.Main+p.Reserve), 2*p.Streets), streets)
	add(Reach, w.Reach, share(p.reach, p.Streets), streets)
	helped, ok := p.Asks.HelpedShare()
	add(Helped, w.Helped, helped, ok)
	near, ok := p.Asks.NearShare()
	add(Nearby, w.Nearby, near, ok)
	add(Company, w.Company, share(p.company, p.Streets), streets)
	whole, points := 0.0, 0.0
	for _, part := range x.Parts {
		if part.Known {
			whole += part.Of
			points += part.Of * part.Full
		}
	}
	if whole == 0 {
		return x
	}
	for i := range x.Parts {
		x.Parts[i].Of *= 100 / whole
		if !x.Parts[i].Known {
			x.Parts[i].Of = 0
		}
	}
	x.Points = int(math.Round(100 * points / whole))
	return x
}

func share(sum float64, of int) float64 {
	if of == 0 {
		return 0
	}
	return sum / float64(of)
}
