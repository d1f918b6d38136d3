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
		"a place of nothing": {Points, Shown{}, 1},
	} {
		if got := c.shown.Step(c.layer); got != c.want {
			t.Errorf("%s: step %d, want %d", name, got, c.want)
		}
	}
}
