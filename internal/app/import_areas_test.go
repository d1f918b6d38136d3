package app

import (
	"strings"
	"testing"

	"waymark/domain"
)

// ground is a square of the map round the streets of mapRows from one to another.
func ground(from, to int) domain.Shape {
	west, east := -4.1+(float64(from)-0.5)*0.0015, -4.1+(float64(to)+0.5)*0.0015
	return domain.Shape{{{Lat: 51, Lon: west}, {Lat: 51, Lon: east}, {Lat: 51.4, Lon: east}, {Lat: 51.4, Lon: west}, {Lat: 51, Lon: west}}}
}

// inArea reads in which area of an edition each street lies.
func (w *world) inArea(kind domain.AreaKind, year int) map[string]string {
	w.Helper()
	out := map[string]string{}
	for _, s := range must(w.db.Store().StreetsOnFile(w.Context(), w.district)) {
		out[s.TownName+"/"+s.Name] = ""
	}
	rows := must(w.db.SQL.QueryContext(w.Context(), `
		SELECT t.name || '/' || s.name, a.code
		FROM street_areas x
		JOIN streets s ON s.district_id = x.district_id AND s.id = x.street_id
		JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
		JOIN areas a ON a.district_id = x.district_id AND a.id = x.area_id
		WHERE x.kind = $1 AND x.year = $2`, kind, year))
	defer rows.Close()
	for rows.Next() {
		var street, code string
		w.must(rows.Scan(&street, &code))
		out[street] = code
	}
	w.must(rows.Err())
	return out
}

func TestApp_ImportAreas(t *testing.T) {
	w := newWorld(t)
	w.importStreets(mapRows())
	in := ImportAreas{District: "North Wendle", Kind: domain.LSOA, Year: 2021, Areas: []AreaRow{
		{Code: "E01000001", Name: "West", Rings: ground(0, 1)}, {Code: "E01000002", Name: "Middle", Rings: ground(1, 4)}}}
	out, err := w.app.ImportAreas(t.Context(), domain.Clock(), in)
	if err != nil || out.New != 2 || out.Streets != 5 || len(out.Nowhere) != 2 || out.Unplaced != 0 {
		t.Fatalf("%v, %+v", err, out)
	}
	now := w.inArea(domain.LSOA, 2021)
	if now["Saltcombe/Castle Row"] != "E01000001" || now["Saltcombe/Main Street"] != "E01000001" || now["Saltcombe/Quay Lane"] != "E01000002" || now["Brackle/Mill Lane"] != "" {
		t.Errorf("in two areas the first by code counts: %v", now)
	}
	if again, err := w.app.ImportAreas(t.Context(), domain.Clock(), in); err != nil || again.New+again.Changed != 0 || again.Same != 2 {
		t.Errorf("again: %v, %+v", err, again)
	}

	in.Areas = []AreaRow{{Code: "E01000002", Name: "Middle and east", Rings: ground(2, 6)}}
	if out, err = w.app.ImportAreas(t.Context(), domain.Clock(), in); err != nil || out.Changed != 1 || out.Streets != 7 {
		t.Errorf("drawn anew: %v, %+v", err, out)
	}
	wards := ImportAreas{Kind: domain.Ward, Year: 2024, Areas: []AreaRow{{Code: "E05000001", Name: "All", Rings: ground(0, 6)}}}
	if out, err = w.app.ImportAreas(t.Context(), domain.Clock(), wards); err != nil || out.Streets != 7 {
		t.Errorf("wards: %v, %+v", err, out)
	}
	if now := w.inArea(domain.LSOA, 2021); now["Brackle/Mill Lane"] != "E01000002" {
		t.Errorf("wards took the other areas away: %v", now)
	}
}

func TestApp_ImportAreas_StreetsThatComeLater(t *testing.T) {
	w := newWorld(t)
	w.importStreets(mapRows())
	must(w.app.ImportAreas(t.Context(), domain.Clock(), ImportAreas{Kind: domain.LSOA, Year: 2021, Areas: []AreaRow{{Code: "E01000001", Name: "Here", Rings: ground(0, 9)}}}))
	rows := mapRows()
	rows[0].Mid = domain.Point{Lat: 51.39, Lon: -4.08} // out of the area
	at := domain.Point{Lat: 51.2, Lon: -4.1 + 7*0.0015}
	w.importStreets(append(rows, StreetRow{Town: "Brackle", Name: "New Row", Mid: at, Shape: domain.Shape{{{Lat: 51.199, Lon: at.Lon}, {Lat: 51.201, Lon: at.Lon}}}}))
	now := w.inArea(domain.LSOA, 2021)
	if now["Brackle/New Row"] != "E01000001" || now["Saltcombe/Castle Row"] != "" {
		t.Errorf("after a newer map: %v", now)
	}
}

func TestApp_ImportAreas_Refused(t *testing.T) {
	w := newWorld(t)
	in := ImportAreas{Kind: domain.LSOA, Year: 2021, Areas: []AreaRow{{Code: "E01000001", Name: "Here", Rings: ground(0, 9)}}}
	must(w.behind.SQL.ExecContext(t.Context(), `UPDATE streets SET lat = NULL, lon = NULL`))
	if _, err := w.app.ImportAreas(t.Context(), domain.Clock(), in); err == nil || !strings.Contains(err.Error(), "No street here has a place on the map yet") {
		t.Errorf("without a map it says %v", err)
	}
	w.importStreets(mapRows())
	in.Areas[0].Rings = ground(500, 600)
	if _, err := w.app.ImportAreas(t.Context(), domain.Clock(), in); err == nil || !strings.Contains(err.Error(), "probably the file of another district") {
		t.Errorf("elsewhere it says %v", err)
	}
	if len(must(w.db.Store().Areas(t.Context(), w.district))) != 0 {
		t.Error("it came in all the same")
	}
}

func TestApp_ImportDeprivation(t *testing.T) {
	w := newWorld(t)
	w.importStreets(mapRows())
	must(w.app.ImportAreas(t.Context(), domain.Clock(), ImportAreas{Kind: domain.LSOA, Year: 2011, Areas: []AreaRow{
		{Code: "E01000001", Name: "West", Rings: ground(0, 1)}, {Code: "E01000002", Name: "Middle", Rings: ground(2, 4)}}}))
	of := func(code string, rank, decile int) domain.Deprivation {
		return domain.Deprivation{Edition: 2019, Year: 2011, Code: code, Rank: rank, Decile: decile}
	}
	in := ImportDeprivation{Edition: 2019, Rows: []domain.Deprivation{of("E01000001", 5, 1), of("E01999999", 900, 9)}}
	out, err := w.app.ImportDeprivation(t.Context(), domain.Clock(), in)
	if err != nil || out.New != 2 || out.Areas != 1 || len(out.Without) != 1 || out.Without[0].Code != "E01000002" || out.Other.Year != 0 {
		t.Errorf("%v, %+v", err, out)
	}
	in.Rows[1].Decile = 10
	if out, err = w.app.ImportDeprivation(t.Context(), domain.Clock(), in); err != nil || out.New != 0 || out.Changed != 1 || out.Same != 1 {
		t.Errorf("again, with a change: %v, %+v", err, out)
	}
	other := ImportDeprivation{Edition: 2025, Rows: []domain.Deprivation{{Edition: 2025, Year: 2021, Code: "E01000001", Rank: 4, Decile: 1}}}
	if out, err = w.app.ImportDeprivation(t.Context(), domain.Clock(), other); err != nil || out.Areas != 0 || out.Other.Year != 2011 {
		t.Errorf("figures for the areas of another year: %v, %+v", err, out)
	}
	if _, err := w.app.ImportDeprivation(t.Context(), w.as("Priya"), in); err == nil {
		t.Error("a person of one district changed the figures of all")
	}
}
