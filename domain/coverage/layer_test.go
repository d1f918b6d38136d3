package coverage

import (
	"testing"

	"waymark/domain"
)

func TestShown_Step(t *testing.T) {
	street, wide := Key{domain.AtStreet, 1}, Key{domain.AtSection, 1}
	for name, c := range map[string]struct {
		layer Layer
		shown Shown
		want  int
	}{
		"nobody":             {Coordinators, Shown{Place: Place{Key: street}}, 1},
		"a stand-in only":    {Coordinators, Shown{Place: Place{Key: street, Reserve: 1}}, 2},
		"somebody":           {Coordinators, Shown{Place: Place{Key: street, Main: 1}}, 4},
		"both":               {Coordinators, Shown{Place: Place{Key: street, Main: 1, Reserve: 1}}, 5},
		"half of a section":  {Coordinators, Shown{Place: Place{Key: wide, Streets: 4, Main: 3, Reserve: 1}}, 3},
		"a whole section":    {Coordinators, Shown{Place: Place{Key: wide, Streets: 4, Main: 4, Reserve: 4}}, 5},
		"a section of none":  {Coordinators, Shown{Place: Place{Key: wide}}, 1},
		"no helper":          {Helpers, Shown{}, 1},
		"two helpers":        {Helpers, Shown{Place: Place{Helpers: 2}}, 2},
		"ten helpers":        {Helpers, Shown{Place: Place{Helpers: 10}}, 5},
		"none of them walks": {Helpers, Shown{Place: Place{Helpers: 10, Skills: map[string]int{"driving": 3}}, Skill: "dogs"}, 1},
		"three drive":        {Helpers, Shown{Place: Place{Helpers: 10, Skills: map[string]int{"driving": 3}}, Skill: "driving"}, 3},
		"nobody waits":       {Waiting, Shown{Open: Open{Failed: true}}, 5},
		"asked nearby":       {Waiting, Shown{Open: Open{Asks: 2, Reached: domain.AtSection}}, 4},
		"asked in the town":  {Waiting, Shown{Open: Open{Asks: 2, Reached: domain.AtTown}}, 3},
		"asked everywhere":   {Waiting, Shown{Open: Open{Asks: 1, Reached: domain.AtDistrict}}, 2},
		"not found in time":  {Waiting, Shown{Open: Open{Asks: 1, Reached: domain.AtDistrict, Failed: true}}, 1},
		"no yes yet":         {Yeses, Shown{}, 0},
		"a bench":            {Sessions, Shown{Place: Place{Meetings: 1}}, 2},
		"49 talks":           {Talks, Shown{Place: Place{Talks: 49}}, 3},
		"200 talks":          {Talks, Shown{Place: Place{Talks: 200}}, 5},
		"a connector":        {Connectors, Shown{Place: Place{Talkers: 1}}, 2},
		"nothing missing":    {Gaps, Shown{}, 5},
		"missing here":       {Gaps, Shown{Missing: Missing{Gaps: 2, Near: domain.AtStreet}}, 1},
		"missing in a town":  {Gaps, Shown{Missing: Missing{Gaps: 1, Near: domain.AtTown}}, 3},
		"a place of nothing": {Points, Shown{}, 1},
	} {
		if got := c.shown.Step(c.layer); got != c.want {
			t.Errorf("%s: step %d, want %d", name, got, c.want)
		}
	}
}

func TestMissingNear(t *testing.T) {
	street, section, town, district := Key{domain.AtStreet, 1}, Key{domain.AtSection, 1}, Key{domain.AtTown, 1}, Key{domain.AtDistrict, 1}
	gaps := Counted{street: 1, section: 2, town: 3} // the one of the street is one of the section's too
	for name, c := range map[string]struct {
		places []Key
		want   Missing
	}{
		"on the street":  {[]Key{street, section, town, district}, Missing{5, domain.AtStreet}},
		"beside it":      {[]Key{{domain.AtStreet, 2}, section, town, district}, Missing{5, domain.AtSection}},
		"in the town":    {[]Key{{domain.AtStreet, 3}, {domain.AtSection, 2}, town, district}, Missing{3, domain.AtTown}},
		"in another one": {[]Key{{domain.AtStreet, 4}, {domain.AtSection, 3}, {domain.AtTown, 2}, district}, Missing{}},
	} {
		if got := MissingNear(gaps, c.places...); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
