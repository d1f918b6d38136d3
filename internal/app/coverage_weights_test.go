package app

import (
	"testing"

	"waymark/domain"
	"waymark/domain/coverage"
)

// TestApp_WeighCoverage: what counts is changed for the page, the map and the report at once, and it is written down who changed it.
func TestApp_WeighCoverage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	town := w.town["Saltcombe"]
	points := func() [3]int {
		v := must(w.app.Coverage(t.Context(), w.as("Priya"), CoverageAsked{TownID: town}))
		m := must(w.app.Map(t.Context(), w.as("Priya"), MapAsked{TownID: town}))
		r := must(w.app.Report(t.Context(), w.as("Priya"), ReportAsked{TownID: town, Period: "2026Q2"}))
		if v.Weights != m.Weights || v.Weights != r.Weights {
			t.Errorf("the page counts by %+v, the map by %+v, the report by %+v", v.Weights, m.Weights, r.Weights)
		}
		return [3]int{v.Place.Index(v.Weights).Points, m.Place.Index(m.Weights).Points, reportLineOf(t, r, coverage.InShort, "points").N}
	}
	before := points()
	cmd := WeighCoverage{DistrictID: w.district, Company: 100}
	got := must(w.app.WeighCoverage(t.Context(), w.as("Priya"), cmd))
	if got.Weights != (coverage.Weights{Company: 100}) || len(got.Changes) != 1 || got.Changes[0].MadeBy != "Priya" || !got.Changes[0].At.Equal(w.now()) {
		t.Errorf("%+v", got)
	}
	if after := points(); after == before || after[0] != after[2] {
		t.Errorf("%v points, and %v before", after, before)
	}
	if again := must(w.app.WeighCoverage(t.Context(), w.as("Priya"), cmd)); len(again.Changes) != 1 {
		t.Errorf("the same again is a change: %+v", again.Changes)
	}
	if n := w.number(`SELECT count(*) FROM audits WHERE use_case = 'WeighCoverage' AND actor_id = $1`, w.as("Priya").PersonID); n == 0 {
		t.Error("the audit does not say who changed it")
	}
	for _, bad := range []WeighCoverage{{DistrictID: w.district}, {DistrictID: w.district, Reach: 101}, {DistrictID: w.district, Reach: 5, Nearby: -1}} {
		_, err := w.app.WeighCoverage(t.Context(), w.as("Priya"), bad)
		w.refused(err, domain.Invalid)
	}
	_, err := w.app.WeighCoverage(t.Context(), w.as("Bo"), cmd)
	w.refused(err, domain.Forbidden)
	_, err = w.app.CoverageWeights(t.Context(), w.as("Bo"), w.district)
	w.refused(err, domain.Forbidden)
}
