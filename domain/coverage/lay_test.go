package coverage

import (
	"math/rand/v2"
	"testing"

	"waymark/domain"
)

func town(id int64) Key     { return Key{domain.AtTown, id} }
func section(id int64) Key  { return Key{domain.AtSection, id} }
func street(id int64) Key   { return Key{domain.AtStreet, id} }
func district(id int64) Key { return Key{domain.AtDistrict, id} }

// small is a district of two towns: one of two sections with a street each, and one of a section with two.
func small() Laid {
	at := func(metres float64) domain.Point { return domain.Point{Lat: 51.2 + metres/111_195, Lon: -4.1} }
	return Laid{
		District: domain.District{ID: 1, Name: "Wendle"},
		Towns:    []domain.Town{{ID: 1, Name: "A"}, {ID: 2, Name: "B"}},
		Sections: []domain.Section{{ID: 1, TownID: 1}, {ID: 2, TownID: 1}, {ID: 3, TownID: 2}},
		Streets: []Street{
			{ID: 1, SectionID: 1, Mid: at(1), Main: true, Reserve: true}, {ID: 2, SectionID: 2, Mid: at(790)},
			{ID: 3, SectionID: 3, Mid: at(5000), Main: true}, {ID: 4, SectionID: 3}},
		Helpers:  Counted{street(1): 1, section(1): 2, town(1): 4, town(2): 8, district(1): 16},
		Skills:   map[string]Counted{"driving": {street(1): 1, town(2): 3}},
		Talkers:  Counted{section(3): 1},
		Services: Counted{town(1): 2},
		Meetings: []Meeting{{TownID: 1, Mid: at(0)}, {TownID: 2}},
		Asks:     map[Key]Asks{street(1): {Asked: 3, Closed: 2, Helped: 1, Yes: [4]int{1, 0, 1}}},
		Talks:    Counted{town(1): 7},
	}
}

func laid(t *testing.T, l Laid) map[Key]Place {
	t.Helper()
	out := map[Key]Place{}
	for _, p := range Lay(l) {
		if _, twice := out[p.Key]; twice {
			t.Errorf("%v comes twice", p.Key)
		}
		out[p.Key] = p
	}
	return out
}

func TestLay(t *testing.T) {
	got := laid(t, small())
	if len(got) != 10 {
		t.Fatalf("%d places", len(got))
	}
	for key, want := range map[Key][7]int{ // streets, main, reserve, helpers, connectors, meetings, services
		district(1): {4, 2, 1, 31, 1, 2, 2},
		town(1):     {2, 1, 1, 23, 0, 1, 2},
		town(2):     {2, 1, 0, 24, 1, 1, 0},
		section(1):  {1, 1, 1, 23, 0, 1, 2},
		section(2):  {1, 0, 0, 20, 0, 1, 2},
		section(3):  {2, 1, 0, 24, 1, 0, 0},
		street(1):   {1, 1, 1, 23, 0, 1, 2},
		street(2):   {1, 0, 0, 20, 0, 1, 2},
		street(3):   {1, 1, 0, 24, 1, 0, 0},
		street(4):   {1, 0, 0, 24, 1, 0, 0},
	} {
		p := got[key]
		if is := [7]int{p.Streets, p.Main, p.Reserve, p.Helpers, p.Talkers, p.Meetings, p.Services}; is != want {
			t.Errorf("%v: %v, want %v", key, is, want)
		}
	}
	if got[town(1)].Talks != 7 || got[street(1)].Asks.Asked != 3 || got[town(1)].Asks.Asked != 0 {
		t.Error("asks and talks are of their own place")
	}
	if got[street(2)].Skills["driving"] != 0 || got[section(1)].Skills["driving"] != 1 || got[street(4)].Skills["driving"] != 3 || got[district(1)].Skills["driving"] != 4 {
		t.Errorf("by skill: %v, %v, %v", got[street(2)].Skills, got[section(1)].Skills, got[district(1)].Skills)
	}
}

func TestPlace_Index(t *testing.T) {
	got := laid(t, small())
	w := DefaultWeights()
	// Looked after 1, reach 1, helped 1/2, nearby 1/2, company 2/3 (a bench and a group): 25 + 25 + 10 + 7.5 + 10.
	if x := got[street(1)].Index(w); x.Points != 78 {
		t.Errorf("%+v", x)
	}
	// Without an ask, what is known counts for all: (0 + 25 + 15·2/3) of 65.
	if x := got[street(2)].Index(w); x.Points != 54 || x.Parts[2].Known || x.Parts[2].Of != 0 {
		t.Errorf("%+v", x)
	}
	if x := (Place{}).Index(w); x.Points != 0 {
		t.Errorf("a place without a street: %+v", x)
	}
	if x := got[street(1)].Index(Weights{Helped: 3}); x.Points != 50 || x.Parts[2].Of != 100 {
		t.Errorf("one part alone: %+v", x)
	}
}

// Whatever is there, an index is from 0 to 100, what its parts count for comes to 100, and one more of anything that helps never lowers it.
func TestPlace_Index_OneMoreNeverLowersIt(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 7))
	for range 2000 {
		l := small()
		for i := range l.Streets {
			l.Streets[i].Main, l.Streets[i].Reserve = random.IntN(2) == 0, random.IntN(2) == 0
		}
		for key := range l.Helpers {
			l.Helpers[key] = random.IntN(3)
		}
		before := laid(t, l)
		more := random.IntN(4)
		switch more {
		case 0:
			l.Helpers[street(int64(1+random.IntN(4)))]++
		case 1:
			l.Streets[random.IntN(4)].Main = true
		case 2:
			l.Talkers = Counted{section(3): 1, section(int64(1 + random.IntN(3))): 2}
		case 3:
			l.Meetings = append(l.Meetings, Meeting{TownID: 2, Mid: l.Streets[2].Mid})
		}
		for key, p := range laid(t, l) {
			x, was := p.Index(DefaultWeights()), before[key].Index(DefaultWeights())
			whole := 0.0
			for _, part := range x.Parts {
				whole += part.Of
				if part.Full < 0 || part.Full > 1 {
					t.Fatalf("%v: %+v", key, part)
				}
			}
			if x.Points < was.Points || x.Points > 100 || whole < 99.999 || whole > 100.001 {
				t.Fatalf("%v: %d before, %d after %d; its parts come to %g", key, was.Points, x.Points, more, whole)
			}
		}
	}
}
