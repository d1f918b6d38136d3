package app

import (
	"slices"
	"testing"

	"waymark/domain"
)

// TestApp_Coverage_Tenths: asks are parted by how deprived the area of the street is, of a town and a district alone, and come to all of them; a
// street in no area counts as not known; the report has the same.
func TestApp_Coverage_Tenths(t *testing.T) {
	w := newWorld(t)
	w.importStreets(mapRows())
	town := w.town["Saltcombe"]
	covered := func(asked CoverageAsked) Coverage { return must(w.app.Coverage(t.Context(), w.as("Priya"), asked)) }
	if v := covered(CoverageAsked{}); len(v.Tenths) != 0 {
		t.Errorf("without areas: %+v", v.Tenths)
	}
	must(w.app.ImportAreas(t.Context(), domain.Clock(), ImportAreas{District: "North Wendle", Kind: domain.LSOA, Year: 2011, Areas: []AreaRow{
		{Code: "E01000001", Name: "West", Rings: ground(0, 1)}, {Code: "E01000002", Name: "Middle", Rings: ground(2, 4)}}}))
	if v := covered(CoverageAsked{}); len(v.Tenths) != 0 {
		t.Errorf("without figures: %+v", v.Tenths)
	}
	figures := func(edition, year, decile int) {
		must(w.app.ImportDeprivation(t.Context(), domain.Clock(), ImportDeprivation{Edition: edition, Rows: []domain.Deprivation{
			{Edition: edition, Year: year, Code: "E01000001", Rank: 9, Decile: decile}, {Edition: edition, Year: year, Code: "E01000002", Rank: 90, Decile: decile + 1}}}))
	}
	figures(2019, 2011, 2)
	figures(2025, 2021, 8) // of areas that are not here: it says nothing of them
	r, i := w.asking("shopping", "Tom")
	w.answers(i, "yes")
	w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Helped}))
	w.ask("Jo", "Quay Lane", "dog")
	must(w.app.FollowAsks(t.Context(), domain.Clock()))

	v := covered(CoverageAsked{})
	if v.Edition != 2019 || v.Year != 2011 || len(v.Tenths) != 2 {
		t.Fatalf("by %+v: %+v", v.Deprivation, v.Tenths)
	}
	known, rest := v.Tenths[0], v.Tenths[1]
	if !slices.Equal(known.Deciles, []int{2, 3}) || known.Streets < 5 || len(rest.Deciles) != 0 || known.Streets+rest.Streets != v.Place.Streets || known.Asks.Asked+rest.Asks.Asked != 2 || known.Asks.Helped != 1 {
		t.Errorf("%+v of %+v", v.Tenths, v.Place)
	}
	report := must(w.app.Report(t.Context(), w.as("Priya"), ReportAsked{Period: "2026Q2"}))
	if got := reportLineOf(t, report, "decile", "2-3"); got.N != known.Asks.Asked {
		t.Errorf("the report says %+v", got)
	}
	if got := reportLineOf(t, report, "decile_helped", "2-3"); !got.Known || got.N != 100 {
		t.Errorf("the report says %+v", got)
	}
	if v := covered(CoverageAsked{StreetID: w.street["Castle Row"]}); len(v.Tenths) != 0 {
		t.Errorf("a street tells of its area: %+v", v.Tenths)
	}
	if v := covered(CoverageAsked{TownID: town}); len(v.Tenths) == 1 {
		t.Errorf("the town: %+v", v.Tenths)
	}
	// What was asked before counts by newer figures from the first; what comes later, too.
	w.followed(domain.AtTown, int64(town))
	figures(2025, 2011, 6)
	w.followed(domain.AtTown, int64(town))
	if v := covered(CoverageAsked{}); v.Edition != 2025 || !slices.Equal(v.Tenths[0].Deciles, []int{6, 7}) || v.Tenths[0].Asks.Asked != known.Asks.Asked || v.Tenths[0].Asks.Helped != 1 {
		t.Errorf("by newer figures: %+v %+v", v.Deprivation, v.Tenths)
	}
	w.ask("Pat", "Castle Row", "dog")
	w.followed(domain.AtTown, int64(town))
	if v := covered(CoverageAsked{}); v.Tenths[0].Asks.Asked+v.Tenths[1].Asks.Asked != 3 {
		t.Errorf("with another: %+v", v.Tenths)
	}
	w.exec(`UPDATE street_tenths SET tenth = 1 WHERE street_id = $1`, w.street["Castle Row"])
	w.ask("Sam", "Castle Row", "dog")
	must(w.app.FollowAsks(t.Context(), domain.Clock()))
	if n := must(w.db.Store().AskDifferences(t.Context(), w.district, w.app.figureRules())); n == 0 {
		t.Error("a recount does not notice that a street is in another tenth than its area")
	}
}
