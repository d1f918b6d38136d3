package app

import (
	"testing"

	"waymark/domain"
	"waymark/domain/coverage"
)

// TestApp_Map: the map counts as coverage does, street by street, and shows who waits.
func TestApp_Map(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.asking("shopping", "Tom")
	w.ask("Jo", "Quay Lane", "dog")
	must(w.app.FollowAsks(t.Context(), domain.Clock()))
	town := must(w.app.Map(t.Context(), w.as("Priya"), MapAsked{TownID: w.town["Saltcombe"]}))
	if len(town.Streets) != w.number(`SELECT count(*) FROM streets WHERE town_id = $1`, w.town["Saltcombe"]) || len(town.Sections) == 0 || len(town.Skills) == 0 {
		t.Errorf("the town: %d streets, %d sections, skills %v", len(town.Streets), len(town.Sections), town.Skills)
	}
	asks, open := 0, 0
	for _, s := range town.Streets {
		one := must(w.app.Coverage(t.Context(), w.as("Priya"), CoverageAsked{StreetID: domain.StreetID(s.ID)})).Place
		if one.Asks.Asked != s.Asks.Asked || one.Helpers != s.Helpers || s.Count(coverage.Points) != one.Index(town.Weights).Points || s.Town != "Saltcombe" {
			t.Errorf("%s: %+v on the map, %+v on its page", s.Name, s.Place, one)
		}
		asks, open = asks+s.Asks.Asked, open+s.Open.Asks
	}
	if asks != 2 || open != w.number(`SELECT count(*) FROM requests WHERE state = 'open'`) || open == 0 {
		t.Errorf("%d asks, %d of them open", asks, open)
	}
	all := must(w.app.Map(t.Context(), w.as("Priya"), MapAsked{}))
	if len(all.Streets) != w.number(`SELECT count(*) FROM streets`) || all.Place.Level != domain.AtDistrict {
		t.Errorf("the district has %d streets", len(all.Streets))
	}
	_, err := w.app.Map(t.Context(), w.as("Bo"), MapAsked{TownID: w.town["Brackle"]})
	w.refused(err, domain.NotFound)
	_, err = w.app.Map(t.Context(), w.as("Priya"), MapAsked{Period: "2031Q1"})
	w.refused(err, domain.Invalid)
	if _, err = w.app.Map(t.Context(), domain.Public(), MapAsked{TownID: w.town["Saltcombe"]}); err == nil {
		t.Error("everybody sees single streets")
	}
}
