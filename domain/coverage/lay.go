package coverage

import (
	"math"
	"slices"

	"waymark/domain"
)

// Street is a street of the map, with who looks after it today.
type Street struct {
	ID        domain.StreetID
	Name      string
	SectionID domain.SectionID
	Mid       domain.Point // the zero point: nobody knows where it lies
	Main      bool
	Reserve   bool
}

// Key names a place.
type Key struct {
	Level domain.Level
	ID    int64
}

// KeyOf is the finest place that a spot names.
func KeyOf(s domain.Spot) Key {
	switch {
	case s.StreetID != 0:
		return Key{domain.AtStreet, int64(s.StreetID)}
	case s.SectionID != 0:
		return Key{domain.AtSection, int64(s.SectionID)}
	case s.TownID != 0:
		return Key{domain.AtTown, int64(s.TownID)}
	}
	return Key{domain.AtDistrict, int64(s.DistrictID)}
}

// Counted is how many of something belong to a place and to all that lies in it.
type Counted map[Key]int

// nearDegrees is more than Near in degrees of latitude, of which none is shorter than 110.5 km: what lies farther off need not be measured.
const nearDegrees = Near / 110_000.0

// Meeting is a bench or café, where it is known.
type Meeting struct {
	TownID domain.TownID
	Mid    domain.Point // the zero point: it is somewhere in the town, or on the telephone
}

// Laid is what coverage is worked out of. Towns, sections and streets are those of one district.
type Laid struct {
	District domain.District
	Towns    []domain.Town
	Sections []domain.Section
	Streets  []Street
	Helpers  Counted            // who help now, by the place that they would go to
	Skills   map[string]Counted // of these, who have a skill; of those skills that are looked at everywhere
	Talkers  Counted            // connectors, by their patch
	Services Counted            // of the directory that are open, by whom they are for
	Meetings []Meeting
	Asks     map[Key]Asks // of those places that are looked at
	Talks    Counted

	At  Key            // the place that is looked at
	Can map[string]int // of those who would come there, how many have each skill; nil where nobody asks
}

// Within are the places one level down that are in a place.
func (l Laid) Within(k Key) (keys []Key) {
	switch k.Level {
	case domain.AtDistrict:
		for _, t := range l.Towns {
			keys = append(keys, Key{domain.AtTown, int64(t.ID)})
		}
	case domain.AtTown:
		for _, s := range l.Sections {
			if int64(s.TownID) == k.ID {
				keys = append(keys, Key{domain.AtSection, int64(s.ID)})
			}
		}
	case domain.AtSection:
		for _, s := range l.Streets {
			if int64(s.SectionID) == k.ID {
				keys = append(keys, Key{domain.AtStreet, int64(s.ID)})
			}
		}
	}
	return keys
}

// Lay works out who is there and what is missing in every place of a district: the district first, then its towns, sections and streets, each
// in the order given. A place counts what belongs to it, to what it lies in, and to what lies in it, each person and thing once. A section
// counts a bench or café that is near one of its streets.
func Lay(l Laid) []Place {
	t := l.tree()
	helpers, talkers, services, meetings := t.spread(l.Helpers), t.spread(l.Talkers), t.spread(l.Services), t.meetings(l)
	for i := range t.places {
		p := &t.places[i]
		p.Asks, p.Talks = l.Asks[p.Key], l.Talks[p.Key]
		p.Helpers, p.Talkers, p.Services, p.Meetings = helpers[i], talkers[i], services[i], meetings[i]
	}
	if at, ok := t.at[l.At]; ok {
		t.places[at].Skills = l.Can
	}
	for skill, counted := range l.Skills {
		for i, n := range t.spread(counted) {
			if n > 0 {
				t.places[i].can(skill, n, len(l.Skills))
			}
		}
	}
	for i := len(t.places) - 1; i >= 0; i-- { // from the streets up
		p := &t.places[i]
		if p.Level == domain.AtStreet {
			p.Streets = 1
			p.reach = min(1, float64(p.Helpers)/FullReach)
			p.company = float64(one(p.Talkers > 0)+one(p.Meetings > 0)+one(p.Services > 0)) / 3
		}
		if i == 0 {
			break // the district lies in nothing
		}
		wide := &t.places[t.up[i]]
		wide.Streets += p.Streets
		wide.Main += p.Main
		wide.Reserve += p.Reserve
		wide.reach += p.reach
		wide.company += p.company
	}
	return t.places
}

// can says how many of those who would come have a skill, of so many skills that there are.
func (p *Place) can(skill string, n, skills int) {
	if p.Skills == nil {
		p.Skills = make(map[string]int, skills)
	}
	p.Skills[skill] = n
}

// tree is the places of a district, the wide ones first, and where in the list each is.
type tree struct {
	places []Place
	up     []int // where the place one level up is; of the district, which lies in nothing, itself
	at     map[Key]int
}

func (l Laid) tree() tree {
	most := 1 + len(l.Towns) + len(l.Sections) + len(l.Streets)
	t := tree{places: make([]Place, 0, most), up: make([]int, 0, most), at: make(map[Key]int, most)}
	add := func(p Place) {
		t.at[p.Key] = len(t.places)
		t.up = append(t.up, t.at[p.Within])
		t.places = append(t.places, p)
	}
	district := Key{domain.AtDistrict, int64(l.District.ID)}
	add(Place{Key: district, Name: l.District.Name})
	for _, town := range l.Towns {
		add(Place{Key: Key{domain.AtTown, int64(town.ID)}, Name: town.Name, Within: district})
	}
	for _, s := range l.Sections {
		add(Place{Key: Key{domain.AtSection, int64(s.ID)}, Name: s.Name, Within: Key{domain.AtTown, int64(s.TownID)}})
	}
	for _, s := range l.Streets {
		add(Place{Key: Key{domain.AtStreet, int64(s.ID)}, Name: s.Name, Within: Key{domain.AtSection, int64(s.SectionID)}, Main: one(s.Main), Reserve: one(s.Reserve)})
	}
	return t
}

// spread says of each place how many belong to it, to those that it lies in, and to those in it.
func (t tree) spread(counted Counted) []int {
	own := make([]int, len(t.places))
	for key, n := range counted {
		if i, ok := t.at[key]; ok {
			own[i] = n
		}
	}
	all, above := slices.Clone(own), make([]int, len(own))
	for i := len(own) - 1; i > 0; i-- {
		all[t.up[i]] += all[i]
	}
	for i := 1; i < len(own); i++ {
		above[i] = above[t.up[i]] + own[t.up[i]]
		all[i] += above[i]
	}
	return all
}

// meetings says of each place how many benches and cafés are near.
func (t tree) meetings(l Laid) []int {
	out := make([]int, len(t.places))
	first := len(t.places) - len(l.Streets)
	for _, m := range l.Meetings {
		out[0]++
		if town, ok := t.at[Key{domain.AtTown, int64(m.TownID)}]; ok {
			out[town]++
		}
		if !m.Mid.Known() {
			continue
		}
		sections := map[int]bool{}
		for i, s := range l.Streets {
			if math.Abs(m.Mid.Lat-s.Mid.Lat) > nearDegrees || !s.Mid.Known() || m.Mid.Distance(s.Mid) > Near {
				continue
			}
			out[first+i]++
			if section := t.up[first+i]; !sections[section] {
				sections[section] = true
				out[section]++
			}
		}
	}
	return out
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}
