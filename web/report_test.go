package web

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
)

// TestReport: each number leads to how it was counted, a quarter that runs says so, and whoever is not staff reads nothing.
func TestReport(t *testing.T) {
	v := newVillage(t)
	priya := v.signedIn("Priya")
	priya.opens("/reports").reads(http.StatusOK, "Report: January to March 2026").tells([]string{"How each number is counted", "The months before", "Ended with help"}, "NaN", "have not ended")
	for _, link := range find(t, priya.doc, `td a[href^="#how-"], th a[href^="#how-"]`) {
		if id := attr(link, "href"); len(find(t, priya.doc, id)) != 1 {
			t.Errorf("%s leads nowhere", id)
		}
	}
	_, err := v.db.SQL.ExecContext(t.Context(), `UPDATE streets SET lines = jsonb_build_array(jsonb_build_array(jsonb_build_array(id / 900.0, 51), jsonb_build_array(id / 900.0, 51.01), jsonb_build_array(id / 900.0 + 0.01, 51)))`)
	v.must(err)
	priya.opens("/reports").tells([]string{"How well neighbourhoods are covered", "The map as a table"})
	if len(find(t, priya.doc, `#places-part.is-later table`)) != 1 {
		t.Error("the table of the map does not stand closed on a phone")
	}
	if len(find(t, priya.doc, `.map svg[role="img"][aria-label] path.area`)) == 0 {
		t.Error("there is no map of the sections, or it says nothing")
	}
	priya.opens("/reports?period=2026").reads(http.StatusOK, "Report: January to December 2026").tells([]string{"These months have not ended"})
	priya.opens("/reports?period=2026Q2").reads(http.StatusOK, "Report: April to June 2026").tells([]string{"These months have not ended"}, "The months before")
	priya.opens("/reports?period=1999Q1").reads(http.StatusOK, "Report: January to March 2026")
	town := v.count(`SELECT id FROM towns WHERE name = 'Saltcombe'`)
	priya.opens("/reports?for=everybody&town=" + strconv.Itoa(town)).tells([]string{"No quarter has been told to everybody yet", "See the list"})
}

// TestReport_NobodyAsked: places where nobody asked share a row; one where somebody did has its own.
func TestReport_NobodyAsked(t *testing.T) {
	v := newVillage(t, "Brackle", "Oldbury")
	priya := v.signedIn("Priya")
	month := "/reports?period=" + morning.Format("2006-01")
	priya.opens(month).tells([]string{"Three places where nobody asked"}, "No place kept")
	v.joans("dog")
	_, err := v.app.FollowAsks(t.Context(), domain.Clock())
	v.must(err)
	priya.opens(month)
	if said := textOf(t, priya.doc, "#place tbody"); !strings.Contains(said, "Saltcombe1") || !strings.Contains(said, "Two places where nobody asked0") {
		t.Errorf("place by place: %s", said)
	}
}

// TestReportHTML: the file needs nothing that is not in it.
func TestReportHTML(t *testing.T) {
	v := newVillage(t)
	report, err := v.app.Report(t.Context(), v.priya, app.ReportAsked{DistrictID: domain.DistrictID(v.count(`SELECT min(id) FROM districts`)), Drawn: true})
	v.must(err)
	var out bytes.Buffer
	v.must(ReportHTML(report, &out))
	for _, wrong := range []string{"<script", "<link", "url(/", `src="`, "NaN"} {
		if strings.Contains(out.String(), wrong) {
			t.Errorf("the file has %s", wrong)
		}
	}
	if !strings.Contains(out.String(), "<style>") || !strings.Contains(out.String(), "How each number is counted") {
		t.Error("the file is not whole")
	}
}
