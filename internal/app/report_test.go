package app

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/coverage"
)

func reportLineOf(t *testing.T, r PlaceReport, part, code string) coverage.Line {
	t.Helper()
	for _, l := range r.Lines {
		if l.Part == part && l.Code == code {
			return l
		}
	}
	t.Fatalf("the report has no %s of %s", code, part)
	return coverage.Line{}
}

// TestApp_Report: the quarter that runs counts up to today and says so; each way of parting asks comes to all of them; the file for a spreadsheet and the one
// for a program have the same numbers.
func TestApp_Report(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, i := w.asking("shopping", "Tom")
	w.answers(i, "yes")
	w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Helped}))
	w.ask("Jo", "Quay Lane", "dog")
	must(w.app.FollowAsks(t.Context(), domain.Clock()))
	must(w.app.FollowGaps(t.Context(), domain.Clock()))

	town := w.town["Saltcombe"]
	got := must(w.app.Report(t.Context(), w.as("Priya"), ReportAsked{TownID: town, Period: "2026Q2"}))
	if got.Ended || !got.Exact || got.Place != "Saltcombe" || reportLineOf(t, got, coverage.InShort, "asked").N != 2 || reportLineOf(t, got, coverage.InShort, "helped").N != 1 {
		t.Errorf("the quarter that runs: %+v", got)
	}
	sums := map[string]int{}
	for _, l := range got.Lines {
		sums[l.Part] += l.N
		if l.Before != nil {
			t.Errorf("%s of a part of a quarter is compared with a whole one", l.Code)
		}
	}
	for _, part := range []string{coverage.ByOutcome, coverage.ByLevel, coverage.ByPlace, coverage.ByMonth} {
		if sums[part] != 2 {
			t.Errorf("asks by %s come to %d", part, sums[part])
		}
	}
	covered := must(w.app.Coverage(t.Context(), w.as("Priya"), CoverageAsked{TownID: town}))
	if n := reportLineOf(t, got, coverage.InShort, "helpers").N; n != covered.Place.Helpers {
		t.Errorf("%d would come here, and by the page of coverage %d", n, covered.Place.Helpers)
	}
	sameFiles(t, got)
	before := must(w.app.Report(t.Context(), domain.Clock(), ReportAsked{DistrictID: w.as("Priya").DistrictID, Period: "2026Q1"}))
	if asked := reportLineOf(t, before, coverage.InShort, "asked"); !before.Ended || asked.N != 0 || asked.Before == nil || reportLineOf(t, before, coverage.InShort, "helped_share").Known {
		t.Errorf("a quarter of nothing: %+v", asked)
	}
	for _, period := range []string{"2031Q1", "2027", "26", "Q2", "2026-13"} {
		_, err := w.app.Report(t.Context(), w.as("Priya"), ReportAsked{TownID: town, Period: period})
		w.refused(err, domain.Invalid)
	}
	_, err := w.app.Report(t.Context(), domain.Public(), ReportAsked{TownID: town})
	if err == nil {
		t.Error("everybody reads a report")
	}
}

func sameFiles(t *testing.T, r PlaceReport) {
	t.Helper()
	var table, text bytes.Buffer
	if err := r.WriteCSV(&table); err != nil {
		t.Fatal(err)
	}
	if err := r.WriteJSON(&text); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&table).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Period string
		Lines  []struct {
			Part, Code string
			Value      *int
		}
	}
	if err := json.Unmarshal(text.Bytes(), &file); err != nil || file.Period != r.Period || len(file.Lines) != len(r.Lines) || len(rows) != len(r.Lines)+1 {
		t.Fatalf("%v: %d lines of the report, %d in JSON, %d rows", err, len(r.Lines), len(file.Lines), len(rows)-1)
	}
	for i, l := range r.Lines {
		want := ""
		if l.Known {
			want = strconv.Itoa(l.N)
		}
		in := file.Lines[i]
		if row := rows[i+1]; row[7] != l.Part || row[8] != l.Code || row[12] != want || in.Part != l.Part || in.Code != l.Code || written(in.Value) != want {
			t.Errorf("%s of %s is %q: %v in the table, %v in JSON", l.Code, l.Part, want, row, in)
		}
	}
}

// TestApp_Report_ForEverybody: what was told of a quarter that is settled, and nothing under five.
func TestApp_Report_ForEverybody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	town := w.town["Saltcombe"]
	_, err := w.app.Report(t.Context(), w.as("Priya"), ReportAsked{TownID: town, Public: true})
	w.refused(err, domain.Invalid) // nothing was told yet
	w.askedInFebruary("Old Town", 12)
	for range 2 { // the second time there is nothing left to tell
		must(w.app.PublishFigures(t.Context(), domain.Clock()))
	}
	for _, period := range []string{"2026Q2", "2031Q1", "2025Q4", "2026-02", "soon"} {
		_, err = w.app.Report(t.Context(), w.as("Priya"), ReportAsked{TownID: town, Period: period, Public: true})
		w.refused(err, domain.Invalid)
	}
	got := must(w.app.Report(t.Context(), w.as("Priya"), ReportAsked{TownID: town, Public: true}))
	if got.Exact || len(got.Gaps) > 0 || reportLineOf(t, got, coverage.InShort, "asked").N != 12 || reportLineOf(t, got, coverage.InShort, "helped_soon").N != 6 {
		t.Errorf("%+v", got)
	}
	for _, l := range got.Lines {
		if l.Before != nil || l.Known && l.N < coverage.Least || l.Hidden && l.N != 0 {
			t.Errorf("everybody reads %+v", l)
		}
	}
	sameFiles(t, got)
}

// TestApp_Report_Gaps: each that was closed says how many days it took, and half took so long at most; what a session answers that has ended goes by our clock.
func TestApp_Report_Gaps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n, days := range []int{2, 9, 30} {
		w.exec(`INSERT INTO gaps (district_id, kind, town_id, stage, why, name, people, times, first_seen, last_seen, closed_at)
			VALUES ($1, 'search', $2, 'closed', 'There is one.', 'chess', $3, 3, $4, $4, $5)`, w.district, w.town["Saltcombe"], 3-n, on(time.May, 31).AddDate(0, 0, -days), on(time.May, 31))
	}
	w.exec(`INSERT INTO gaps (district_id, kind, town_id, stage, people, times, first_seen, last_seen) VALUES ($1, 'search', $2, 'noticed', 9, 3, $3, $3)`, w.district, w.town["Saltcombe"], on(time.May, 1))
	got := must(w.app.Report(t.Context(), w.as("Priya"), ReportAsked{Period: "2026-05"}))
	var days []int
	for _, g := range got.Gaps {
		days = append(days, g.Days)
	}
	if half := reportLineOf(t, got, coverage.InShort, "gaps_half"); !slices.Equal(days, []int{2, 9, 30, 0}) || !half.Known || half.N != 9 || half.Unit != coverage.AsDays || got.Gaps[3].ClosedAt != nil {
		t.Errorf("they took %v days, half %+v", days, half)
	}
	sameFiles(t, got)
	if half := reportLineOf(t, must(w.app.Report(t.Context(), w.as("Priya"), ReportAsked{Period: "2026-04"})), coverage.InShort, "gaps_half"); half.Known {
		t.Errorf("of none half took %d days", half.N)
	}
}

// TestApp_Report_Sections: the map of a town has its sections that have streets, with their points as the page of coverage counts them; of a district all.
func TestApp_Report_Sections(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.importStreets(mapRows())
	town := must(w.app.Report(t.Context(), w.as("Priya"), ReportAsked{TownID: w.town["Saltcombe"], Period: "2026-05", Drawn: true}))
	district := must(w.app.Report(t.Context(), w.as("Priya"), ReportAsked{Period: "2026-05"}))
	for _, s := range district.Sections {
		if s.Ring != nil {
			t.Errorf("no map was asked for, and it was looked where %s lies", s.Name)
		}
	}
	if len(town.Sections) == 0 || len(district.Sections) <= len(town.Sections) {
		t.Fatalf("%d sections of the town, %d of the district", len(town.Sections), len(district.Sections))
	}
	for _, s := range town.Sections {
		covered := must(w.app.Coverage(t.Context(), w.as("Priya"), CoverageAsked{SectionID: domain.SectionID(s.ID), Period: "2026-05"}))
		if want := covered.Place.Index(covered.Weights).Points; s.Count(coverage.Points) != want || s.Town != "Saltcombe" || len(s.Ring) < 4 {
			t.Errorf("%s has %d points, want %d: %+v", s.Name, s.Count(coverage.Points), want, s)
		}
	}
}
