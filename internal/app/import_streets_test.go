package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
)

// mapRows are the streets of the world as a map has them, 100 m apart.
func mapRows() []StreetRow {
	rows := []StreetRow{
		{Town: "Saltcombe", Name: "Castle Row"}, {Town: "Saltcombe", Name: "Main Street"}, {Town: "Saltcombe", Name: "Quay Lane"},
		{Town: "Saltcombe", Name: "Hill Road"}, {Town: "Saltcombe", Name: "Saint Mary's Close"},
		{Town: "Brackle", Name: "Main Street"}, {Town: "Brackle", Name: "Mill Lane"},
	}
	for i := range rows {
		at := domain.Point{Lat: 51.2, Lon: -4.1 + float64(i)*0.0015}
		rows[i].Mid, rows[i].Shape = at, domain.Shape{{{Lat: 51.199, Lon: at.Lon}, {Lat: 51.201, Lon: at.Lon}}}
	}
	return rows
}

func (w *world) importStreets(rows []StreetRow) StreetsImported {
	w.Helper()
	out, err := w.app.ImportStreets(w.Context(), domain.Clock(), ImportStreets{District: "North Wendle", Streets: rows})
	w.must(err)
	return out
}

// streetNow reads one street of the database: town, section and name.
func (w *world) streetNow(id domain.StreetID) string {
	w.Helper()
	s, err := w.db.Store().Street(w.Context(), id)
	if domain.KindOf(err) == domain.NotFound {
		return "deleted"
	}
	w.must(err)
	return s.TownName + "/" + s.SectionName + "/" + s.Name
}

func TestApp_ImportStreets_TakesUpWhatIsThere(t *testing.T) {
	w := newWorld(t)
	out := w.importStreets(mapRows())
	if out.Streets != 7 || out.New != 0 || out.Changed != 7 || out.Gone != 0 || out.Towns != 2 || out.Sections != 3 {
		t.Errorf("the first time: %+v", out)
	}
	if out = w.importStreets(mapRows()); out.New != 0 || out.Changed != 0 {
		t.Errorf("the second time: %+v", out)
	}
	rows := mapRows()
	slices.Reverse(rows)
	if out = w.importStreets(rows); out.New != 0 || out.Changed != 0 {
		t.Errorf("in another order: %+v", out)
	}
	if got := w.streetNow(w.street["Castle Row"]); got != "Saltcombe/Old Town/Castle Row" {
		t.Errorf("Castle Row is now %s", got)
	}
	// East of the first import's middle by half of six steps of 105 m.
	if x := w.number(`SELECT x FROM streets WHERE name = 'Mill Lane'`); x < 310 || x > 320 {
		t.Errorf("Mill Lane lies %d m east of the middle", x)
	}
}

func TestApp_ImportStreets_NewStreetsJoinTheNearestSection(t *testing.T) {
	w := newWorld(t)
	w.importStreets(mapRows())
	rows := append(mapRows(),
		StreetRow{Town: "Saltcombe", Name: "New Row", Mid: domain.Point{Lat: 51.2, Lon: -4.1001}},
		StreetRow{Town: "Saltcombe", Name: "Newer Row", Mid: domain.Point{Lat: 51.2, Lon: -4.0939}},
		StreetRow{Town: "saltcombe", Name: "Newest Row", Section: "Docks"},
		StreetRow{Town: "Market Orrin", Name: "Square"},
	)
	out := w.importStreets(rows)
	if out.New != 4 || out.Changed != 0 || out.Towns != 3 || out.Sections != 5 {
		t.Errorf("got %+v", out)
	}
	for name, want := range map[string]string{
		"New Row": "Saltcombe/Old Town/New Row", "Newer Row": "Saltcombe/Hillside/Newer Row",
		"Newest Row": "Saltcombe/Docks/Newest Row", "Square": "Market Orrin/Square/Square",
	} {
		id := domain.StreetID(w.number(`SELECT id FROM streets WHERE name = $1`, name))
		if got := w.streetNow(id); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestApp_ImportStreets_Changes(t *testing.T) {
	w := newWorld(t)
	w.importStreets(mapRows())
	rows := mapRows()
	rows[4].Name = "St Mary's Close"                 // renamed on the map, at its place
	rows[2].Town = "Brackle"                         // a boundary moved
	rows[3].Section = "Up the Hill"                  // put into a section by the file
	rows[0].Mid.Lat += 0.0001                        // drawn anew
	rows[6].Mid, rows[6].Shape = domain.Point{}, nil // a list that does not say where
	r := w.ask("Nell", "Quay Lane", "dog")
	out := w.importStreets(rows)
	if out.New != 0 || out.Changed != 4 || out.Gone != 0 {
		t.Errorf("got %+v", out)
	}
	for name, want := range map[string]string{
		"Saint Mary's Close": "Saltcombe/Hillside/St Mary's Close", "Quay Lane": "Brackle/Market Place/Quay Lane",
		"Hill Road": "Saltcombe/Up the Hill/Hill Road", "Castle Row": "Saltcombe/Old Town/Castle Row",
	} {
		if got := w.streetNow(w.street[name]); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if w.number(`SELECT count(*) FROM streets WHERE name = 'Mill Lane' AND lat IS NOT NULL AND lines <> '[]'`) != 1 {
		t.Error("a list without coordinates wiped out the map")
	}
	if after := w.request(r.ID); after.TownID != w.town["Brackle"] || after.SectionID != w.section["Market Place"] || after.Version != r.Version+1 {
		t.Errorf("the ask on Quay Lane is in town %d, section %d, version %d", after.TownID, after.SectionID, after.Version)
	}
	if out = w.importStreets(rows); out.Changed != 0 {
		t.Errorf("again: %+v", out)
	}
}

func TestApp_ImportStreets_EditedSectionsKeepTheirStreets(t *testing.T) {
	w := newWorld(t)
	w.importStreets(mapRows())
	w.must(w.db.Store().RenameSection(w.Context(), w.section["Hillside"], "The Hill"))
	rows := mapRows()
	rows[3].Section, rows[4].Section, rows[0].Section = "Elsewhere", "Elsewhere", "Elsewhere"
	out := w.importStreets(rows)
	if out.Changed != 1 || out.Sections != 4 {
		t.Errorf("got %+v", out)
	}
	for name, want := range map[string]string{
		"Hill Road": "Saltcombe/The Hill/Hill Road", "Castle Row": "Saltcombe/Elsewhere/Castle Row",
	} {
		if got := w.streetNow(w.street[name]); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestApp_ImportStreets_LetsGo(t *testing.T) {
	w := newWorld(t)
	w.importStreets(mapRows())
	w.exec(`UPDATE sections SET edited = false`)
	var left []StreetRow
	for _, r := range mapRows() {
		if r.Name != "Castle Row" && r.Town != "Brackle" { // Castle Row has people, the streets of Brackle have none
			left = append(left, r)
		}
	}
	for _, round := range []string{"the first time", "again"} {
		out := w.importStreets(left)
		wantGone := map[string]int{"the first time": 3, "again": 1}[round]
		if out.Streets != 4 || out.Gone != wantGone || out.Changed != 0 || out.Towns != 1 {
			t.Errorf("%s: %+v", round, out)
		}
		if len(out.GoneKept) != 1 || out.GoneKept[0].Name != "Castle Row" || out.GoneKept[0].TownName != "Saltcombe" ||
			out.GoneKept[0].People != 2 || out.GoneKept[0].Roles != 2 {
			t.Errorf("%s, kept: %+v", round, out.GoneKept)
		}
	}
	if got := w.streetNow(w.street["Mill Lane"]); got != "deleted" {
		t.Errorf("Mill Lane is %s", got)
	}
	out := w.importStreets(mapRows())
	if out.New != 2 || out.Changed != 1 || out.Gone != 0 || len(out.GoneKept) != 0 || out.Streets != 7 {
		t.Errorf("when they come back: %+v", out)
	}
}

func TestApp_ImportStreets_EveryTableThatHoldsAPlaceIsLookedAt(t *testing.T) {
	w := newWorld(t)
	for place, looked := range map[string]string{
		"streets":  "api_keys connector_streets gaps persons requests roles street_areas street_offers street_tenths", // a street goes from its areas and from the patch of connectors by itself
		"sections": "api_keys connectors conversations gaps locations requests roles streets",
		"towns":    "api_keys connector_invites connector_wishes connectors conversations desk_shifts devices gaps gathering_places gatherings ideas locations missed_searches needs offers persons requests roles sections services stories streets tasks",
	} {
		rows, err := w.db.SQL.QueryContext(w.Context(), `
			SELECT DISTINCT conrelid::regclass::text
			FROM pg_constraint
			WHERE contype = 'f' AND confrelid = $1::regclass
			ORDER BY 1`, place)
		w.must(err)
		var tables []string
		for rows.Next() {
			var table string
			w.must(rows.Scan(&table))
			tables = append(tables, table)
		}
		w.must(rows.Close())
		if got := strings.Join(tables, " "); got != looked {
			t.Errorf("what holds on to %s is %s: look at it before one is deleted (now: %s)", place, got, looked)
		}
	}
}

func TestApp_ImportStreets_WrongFile(t *testing.T) {
	w := newWorld(t)
	var many []StreetRow
	for i := range 50 {
		many = append(many, StreetRow{Town: "Saltcombe", Name: fmt.Sprintf("Lane %d", i), Mid: domain.Point{Lat: 51, Lon: -4 + float64(i)/1000}})
	}
	w.importStreets(append(mapRows(), many...))
	_, err := w.app.ImportStreets(w.Context(), domain.Clock(), ImportStreets{District: "North Wendle", Streets: mapRows()})
	w.refused(err, domain.Invalid)
	if err == nil || !strings.Contains(err.Error(), "50 of the 57 streets") {
		t.Errorf("it says %v", err)
	}
	if n := w.number(`SELECT count(*) FROM streets`); n != 57 {
		t.Errorf("%d streets are left", n)
	}
	out, err := w.app.ImportStreets(w.Context(), domain.Clock(), ImportStreets{District: "North Wendle", Streets: mapRows()[:3], Part: true})
	if err != nil || out.Gone != 0 || out.Streets != 57 {
		t.Errorf("a part of the district: %+v, %v", out, err)
	}
	_, err = w.app.ImportStreets(w.Context(), domain.Clock(), ImportStreets{District: "North Wendle"})
	w.refused(err, domain.Invalid)
}

func TestApp_ImportStreets_MayBeDoneBy(t *testing.T) {
	w := newWorld(t)
	do := func(actor domain.Actor, district string) error {
		_, err := w.app.ImportStreets(w.Context(), actor, ImportStreets{District: district, Streets: mapRows()})
		return err
	}
	w.must(do(w.as("Priya"), "North Wendle"))
	w.must(do(w.as("Ada"), "north wendle"))
	w.must(do(domain.Clock(), "Southshire"))
	for _, c := range []struct {
		name     string
		actor    domain.Actor
		district string
		kind     domain.Kind
	}{
		{"nobody", domain.Public(), "North Wendle", domain.SignedOut},
		{"a builder", w.as("Bo"), "North Wendle", domain.Forbidden},
		{"somebody of another district", w.as("Priya"), "Southshire", domain.Forbidden},
		{"somebody who mistypes the district", w.as("Priya"), "North Wendel", domain.NotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.refused(do(c.actor, c.district), c.kind)
		})
	}
	if n := w.number(`SELECT count(*) FROM districts`); n != 2 {
		t.Errorf("there are %d districts", n)
	}
	if n := w.number(`SELECT count(*) FROM needs n JOIN districts d ON d.id = n.district_id WHERE d.name = 'Southshire'`); n != len(domain.DefaultNeeds()) {
		t.Errorf("the new district has %d kinds of help", n)
	}
}

func TestApp_ImportStreets_AllOrNothing(t *testing.T) {
	w := newWorld(t)
	rows := mapRows()
	rows = append(rows, rows[0]) // the same street twice: the database refuses
	_, err := w.app.ImportStreets(w.Context(), domain.Clock(), ImportStreets{District: "Southshire", Streets: rows})
	if err == nil {
		t.Fatal("two streets of one name came in")
	}
	if n := w.number(`SELECT count(*) FROM districts`); n != 1 {
		t.Errorf("a failed import left a district behind")
	}
	ctx, stop := context.WithCancel(w.Context())
	stop()
	if _, err := w.app.ImportStreets(ctx, domain.Clock(), ImportStreets{District: "Southshire", Streets: mapRows()}); err == nil {
		t.Error("it went on when it was stopped")
	}
}
