package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
)

// TestPublished: everybody reads the same, without a sign-in; the map has the colours of the table, and an address that means nothing is told so.
func TestPublished(t *testing.T) {
	t.Parallel()
	c := newCrowd(t)
	public := c.visitor()
	public.opens("/how-we-do").reads(http.StatusOK, "How we do").tells([]string{"North Wendle", "Nothing to tell yet"})
	_, err := c.db.SQL.ExecContext(t.Context(), `UPDATE streets SET lines = jsonb_build_array(jsonb_build_array(jsonb_build_array(lon, lat), jsonb_build_array(lon + 0.001, lat + 0.0005), jsonb_build_array(lon + 0.002, lat)))`)
	c.must(err)
	c.asked("2026Q1", func() (int, int) { return 9, 6 })
	c.publishes()

	c.signedIn("Priya").opens(fmt.Sprintf("/reports?for=everybody&town=%d", c.town)).tells([]string{"No number here is under five", "Had help within four weeks"}, "See the list", "What is missing")
	public.opens("/").tells([]string{"How we do"})
	public.opens("/ripple").tells([]string{"What became of those who asked for help"})
	public.opens("/how-we-do").reads(http.StatusOK, "How we do").tells([]string{"January to March 2026", "60 %", "of them had help within four weeks", "Brackle", "Told on Wednesday 10 June 2026"}, "town partnership")
	public.opens(fmt.Sprintf("/how-we-do?town=%d", c.town)).reads(http.StatusOK, "How we do").tells([]string{"Saltcombe", "Alder", "On no street yet"}, "Birch", "Alder Way")
	if n := len(find(t, public.doc, "svg .area.s2")); n < 3 {
		t.Errorf("%d neighbourhoods have their colour", n)
	}
	for path, says := range map[string]string{
		"/how-we-do?quarter=2031Q1": "That quarter has not begun yet.",
		"/how-we-do?quarter=2026Q2": "That quarter has not ended yet.",
		"/how-we-do?quarter=2025Q1": "There are no figures of that quarter here.",
		"/how-we-do?quarter=spring": "Please write a quarter such as 2026Q1.",
	} {
		public.opens(path).reads(http.StatusOK, "How we do").tells([]string{says, "Here are the last figures that there are.", "January to March 2026"})
		if answer, body := public.taken(strings.Replace(path, "/how", "/geo/how", 1), ""); answer.StatusCode != http.StatusUnprocessableEntity || strings.Contains(body, "FeatureCollection") {
			t.Errorf("the map of %s answers %d", path, answer.StatusCode)
		}
	}
	for _, path := range []string{"/how-we-do?town=99999", "/how-we-do?town=abc", "/how-we-do?district=99999", "/geo/how-we-do?town=99999"} {
		if public.opens(path); public.status != http.StatusNotFound {
			t.Errorf("%s answers %d", path, public.status)
		}
	}

	c.role(c.person("Pat", "Castle Row", nil), app.GrantRole{Kind: domain.PartnershipViewer, TownID: c.town})
	pat := c.signedIn("Pat")
	for _, path := range []string{"/how-we-do", "/coverage", "/map", "/reports", fmt.Sprintf("/coverage?street=%d", c.street["Castle Row"])} {
		pat.opens(path).reads(http.StatusOK, "How we do").tells([]string{"Saltcombe", "You see this for the town partnership", "ask for the community builder"}, "Castle Row")
	}
}

// TestPeriodInTheAddress: a time that cannot be shown is not passed over in silence, and one that runs says so.
func TestPeriodInTheAddress(t *testing.T) {
	v := newVillage(t)
	priya := v.signedIn("Priya")
	for _, path := range []string{"/coverage", "/map"} {
		for period, says := range map[string]string{"2031Q1": "That has not begun yet.", "1999Q9": "Please write a year such as 2026, a quarter such as 2026Q1, or a month such as 2026-06."} {
			if priya.opens(path + "?period=" + period).tells([]string{says, "This is the last twelve months."}); priya.status != http.StatusOK {
				t.Errorf("%s of %s answers %d", path, period, priya.status)
			}
		}
		for _, period := range []string{"2026Q1", "2026Q2", "2026-05", "2026"} {
			if priya.opens(path+"?period="+period).tells(nil, "This is the last twelve months."); priya.status != http.StatusOK {
				t.Errorf("%s of %s answers %d", path, period, priya.status)
			}
		}
	}
	for _, path := range []string{"/map.csv", "/geo/streets", "/geo/sections"} {
		if answer, _ := priya.taken(path+"?period=2031Q1", ""); answer.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s of a quarter to come answers %d", path, answer.StatusCode)
		}
	}
	priya.opens("/reports?period=2031Q1").tells([]string{"That has not begun yet.", "Here are the last figures"})
}
