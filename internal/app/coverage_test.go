package app

import (
	"testing"

	"waymark/domain"
	"waymark/domain/coverage"
)

func TestApp_Coverage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, i := w.asking("shopping", "Tom")
	w.answers(i, "yes")
	w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Helped}))
	w.ask("Jo", "Quay Lane", "dog")
	must(w.app.FollowAsks(t.Context(), domain.Clock()))

	all := must(w.app.Coverage(t.Context(), w.as("Priya"), CoverageAsked{}))
	if p := all.Place; p.Level != domain.AtDistrict || p.Name != "North Wendle" || p.Asks.Asked != 2 || p.Asks.Helped != 1 || p.Asks.Yes[0] != 1 || p.Streets != w.number(`SELECT count(*) FROM streets`) {
		t.Errorf("the district: %+v", p)
	}
	if minutes, ok := all.Place.Asks.Waits.Within(0.5); !ok || minutes < 5 {
		t.Errorf("a yes took %d minutes, %v", minutes, ok)
	}
	if len(all.Within) != 2 || all.Within[0].Level != domain.AtTown || len(all.Over) != 0 {
		t.Errorf("in it: %+v", all.Within)
	}
	town := must(w.app.Coverage(t.Context(), w.as("Priya"), CoverageAsked{TownID: w.town["Saltcombe"]}))
	if town.Place.Asks.Asked != 2 || len(town.Over) != 1 || len(town.Within) != w.number(`SELECT count(*) FROM sections WHERE town_id = $1`, w.town["Saltcombe"]) {
		t.Errorf("the town: %+v", town)
	}
	street := must(w.app.Coverage(t.Context(), w.as("Priya"), CoverageAsked{StreetID: w.street["Castle Row"]}))
	if p := street.Place; p.Key != (coverage.Key{Level: domain.AtStreet, ID: int64(w.street["Castle Row"])}) || p.Asks.Asked != 1 || p.Helpers == 0 || len(street.Over) != 3 || len(street.Within) != 0 {
		t.Errorf("the street: %+v over %+v", p, street.Over)
	}
	if p, q := street.Place, town.Place; p.Helpers > q.Helpers {
		t.Errorf("%d would come to the street, and %d to its town", p.Helpers, q.Helpers)
	}
	if none := must(w.app.Coverage(t.Context(), w.as("Priya"), CoverageAsked{Period: all.Quarters[1]})); none.Place.Asks.Asked != 0 || none.Place.Streets != all.Place.Streets {
		t.Errorf("the quarter before: %+v", none.Place)
	}
	for period, ended := range map[string]bool{"2026Q2": false, "2026": false, "2026-06": false, "2026-05": true, "2025": true} {
		if v := must(w.app.Coverage(t.Context(), w.as("Priya"), CoverageAsked{Period: period})); v.Ended != ended || v.Place.Asks.Asked != map[bool]int{false: 2}[ended] {
			t.Errorf("%s has ended: %v, with %d asks", period, v.Ended, v.Place.Asks.Asked)
		}
	}
	for _, period := range []string{"2031Q1", "2026-07", "2027", "26", "Q2", "last year"} {
		_, err := w.app.Coverage(t.Context(), w.as("Priya"), CoverageAsked{Period: period})
		w.refused(err, domain.Invalid)
	}
	_, err := w.app.Coverage(t.Context(), w.as("Bo"), CoverageAsked{TownID: w.town["Brackle"]})
	w.refused(err, domain.NotFound)
	_, err = w.app.Coverage(t.Context(), domain.Public(), CoverageAsked{TownID: w.town["Saltcombe"]})
	if err == nil {
		t.Error("everybody reads small figures")
	}
}
