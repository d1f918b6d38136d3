package web

import (
	"encoding/csv"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"
)

func TestExport(t *testing.T) {
	v := newVillage(t)
	b := v.signedIn("Priya")
	b.opens("/exports").presses("Make the file", url.Values{}).reads(422, "Take a list away").tells([]string{"Please choose a list."})
	b.opens("/people").follows("Take a list away").reads(200, "Take a list away")
	b.presses("Make the file", url.Values{"list": {"streets"}, "contact": {"true"}}).over().tells([]string{"Your file is ready.", "Save the file", "for whoever began this alone"})
	file := b.path + "/file"
	answer, err := b.client.Get(v.site.URL + file)
	v.must(err)
	header := answer.Header
	raw, err := io.ReadAll(answer.Body)
	v.must(errors.Join(err, answer.Body.Close()))
	body := string(raw)
	if header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(header.Get("Content-Disposition"), `filename=streets-20`) || header.Get("Cache-Control") != "no-store" {
		t.Errorf("it comes as %v", header)
	}
	text, marked := strings.CutPrefix(body, "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	v.must(err)
	if !marked || rows[0][0] != "street_id" || !strings.Contains(text, "Castle Row") {
		t.Errorf("it holds %q", body)
	}
	b.opens("/work").tells([]string{"Streets and who looks after them", "Taking a list away", "Take a list away"})
	maggie := v.signedIn("Maggie")
	maggie.opens("/exports").reads(403, "This is not for you to do")
	maggie.opens(file).reads(404, "There is nothing here")
}

// What is missing leads to where it is put right.
func TestMissing(t *testing.T) {
	v := newVillage(t)
	change := func(query string) {
		_, err := v.db.SQL.ExecContext(t.Context(), query)
		v.must(err)
	}
	change(`UPDATE streets SET lat = NULL, lon = NULL WHERE name = 'Castle Row'`)
	b := v.signedIn("Priya").opens("/work").follows("What is not written down yet").reads(200, "Not written down yet")
	b.follows("Streets without a place on the map").reads(200, "Streets without a place on the map").follows("Castle Row").reads(200, "Castle Row")
	change(`UPDATE streets SET lat = 51, lon = -4`)
	b.opens("/exports/missing?what=street_without_point").tells([]string{"All of it is written down"})
	v.signedIn("Maggie").opens("/exports/missing").reads(403, "This is not for you to do")
}
