package coverage

import "waymark/domain"

// Street is a street of the map, with who looks after it today.
type Street struct {
	ID        domain.StreetID
	Name      string
	SectionID domain.SectionID
	TownID    domain.TownID
	Mid       domain.Point `bun:"embed:"` // the zero point: nobody knows where it lies
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

// Meeting is a bench or café, where it is known.
type Meeting struct {
	TownID domain.TownID
	Mid    domain.Point `bun:"embed:"` // the zero point: it is somewhere in the town, or on the telephone
}

// Laid is what coverage is worked out of. Towns, sections and streets are those of one district.
type Laid struct {
	District domain.District
	Towns    []domain.Town
	Sections []domain.Section
	Streets  []Street
	Helpers  Counted            // who help now, by the place that they would go to
	Skills   map[string]Counted // of these, who have each skill
	Talkers  Counted            // connectors, by their patch
	Services Counted            // of the directory that are open, by whom they are for
	Meetings []Meeting
	Asks     map[Key]Asks // of those places that are looked at
	Talks    Counted
}

// Within are the places one level down that are in a place.
func (l Laid) Within(k Key) (ids []int64) {
	switch k.Level {
	case domain.AtDistrict:
		for _, t := range l.Towns {
			ids = append(ids, int64(t.ID))
		}
	case domain.AtTown:
		for _, s := range l.Sections {
			if int64(s.TownID) == k.ID {
				ids = append(ids, int64(s.ID))
			}
		}
	case domain.AtSection:
		for _, s := range l.Streets {
			if int64(s.SectionID) == k.ID {
				ids = append(ids, int64(s.ID))
			}
		}
	}
	return ids
}

// Lay works out who is there and what is missing in every place of a district: the district first, then its towns, sections and streets, each
// in the order given. A place counts what belongs to it, to what it lies in, and to what lies in it, each person and thing once. A section
// counts a bench or café that is near one of its streets.
func Lay(l Laid) []Place {
	t := l.tree()
	helpers, talkers, services := t.spread(l.Helpers), t.spread(l.Talkers), t.spread(l.Services)
	skills := map[string]Counted{}
	for skill, counted := range l.Skills {
		skills[skill] = t.spread(counted)
	}
	meetings := t.meetings(l)
	for i := range t.places {
		p, key := &t.places[i], t.places[i].Key
		p.Asks, p.Talks = l.Asks[key], l.Talks[key]
		p.Helpers, p.Talkers, p.Services, p.Meetings = helpers[key], talkers[key], services[key], meetings[key]
		p.Skills = map[string]int{}
		for skill, counted := range skills {
			if n := counted[key]; n > 0 {
				p.Skills[skill] = n
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
		if up, ok := t.at[p.Within]; ok {
			wide := &t.places[up]
			wide.Streets += p.Streets
			wide.Main += p.Main
			wide.Reserve += p.Reserve
			wide.reach += p.reach
			wide.company += p.company
		}
	}
	return t.places
}

// tree is the places of a district, the wide ones first, and where in the list each is.
type tree struct {
	places []Place
	at     map[Key]int
}

func (l Laid) tree() tree {
	t := tree{at: map[Key]int{}}
	add := func(p Place) {
		t.at[p.Key] = len(t.places)
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
func (t tree) spread(own Counted) Counted {
	within, above := Counted{}, Counted{}
	for i := len(t.places) - 1; i >= 0; i-- {
		p := t.places[i]
		within[p.Key] += own[p.Key]
		if p.Within != (Key{}) {
			within[p.Within] += within[p.Key]
		}
	}
	for _, p := range t.places[1:] { // the district lies in nothing
		above[p.Key] = above[p.Within] + own[p.Within]
		within[p.Key] += above[p.Key]
	}
	return within
}

// meetings says of each place how many benches and cafés are near.
func (t tree) meetings(l Laid) Counted {
	out := Counted{}
	for _, m := range l.Meetings {
		out[t.places[0].Key]++
		out[Key{domain.AtTown, int64(m.TownID)}]++
		sections := map[domain.SectionID]bool{}
		for _, s := range l.Streets {
			if !m.Mid.Known() || !s.Mid.Known() || m.Mid.Distance(s.Mid) > Near {
				continue
			}
			out[Key{domain.AtStreet, int64(s.ID)}]++
			if !sections[s.SectionID] {
				sections[s.SectionID] = true
				out[Key{domain.AtSection, int64(s.SectionID)}]++
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
