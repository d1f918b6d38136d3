package importer_test

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/importer"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// data returns the path of a file of the real data.
func data(t *testing.T, path string) string {
	t.Helper()
	full := filepath.Join("..", "..", "..", "shared", "data", path)
	if _, err := os.Stat(full); err != nil {
		t.Fatalf("the real data is missing: %v", err)
	}
	return full
}

func newApp(db *postgres.DB) *app.App {
	return app.New(db, app.Options{
		Secret: []byte(strings.Repeat("x", 32)), BaseURL: "https://help.example.org", Zone: time.UTC,
		Sender: notify.NewBox(1), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Policy: escalation.DefaultPolicy(),
	})
}

// fingerprint is what a table reads, to the byte.
func fingerprint(t *testing.T, db *postgres.DB, table string) (hash string) {
	t.Helper()
	err := db.SQL.QueryRow(`SELECT md5(string_agg(r::text || r.xmin::text, E'\n' ORDER BY id)) FROM ` + table + ` r`).Scan(&hash)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

func number(t *testing.T, db *postgres.DB, query string) (n int) {
	t.Helper()
	if err := db.SQL.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func importFile(t *testing.T, a *app.App, path string, o importer.Options) app.StreetsImported {
	t.Helper()
	file, err := importer.Streets(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	out, err := a.ImportStreets(t.Context(), domain.Clock(), file.Import)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRutlandTwice(t *testing.T) {
	db := pgtest.New(t)
	a := newApp(db)
	began := time.Now()
	first := importFile(t, a, data(t, "osm/rutland.osm.pbf"), importer.Options{District: "Rutland"})
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	want := app.StreetsImported{Streets: 899, New: 899, Outside: 121, Nameless: 461, Towns: 55}
	if first.Streets != want.Streets || first.New != want.New || first.Changed != 0 || first.Gone != 0 ||
		first.Outside != want.Outside || first.Nameless != want.Nameless || first.Towns != want.Towns {
		t.Errorf("first: %+v", first)
	}
	if n := number(t, db, `SELECT count(DISTINCT town_id) FROM streets WHERE name = 'Main Street'`); n != 22 {
		t.Errorf("Main Street is in %d towns", n)
	}
	if n := number(t, db, `
		SELECT count(*)
		FROM (SELECT section_id, count(*) AS n FROM streets GROUP BY section_id) s
		JOIN sections ON sections.id = s.section_id
		WHERE n > 20 OR n < 8 AND n < (SELECT count(*) FROM streets t WHERE t.town_id = sections.town_id)`); n != 0 {
		t.Errorf("%d sections are too small or too large", n)
	}
	if n := number(t, db, `SELECT max(abs(x)) + max(abs(y)) FROM streets`); n < 10_000 || n > 60_000 {
		t.Errorf("the farthest streets lie %d m from the centre", n)
	}
	tables := map[string]string{"streets": "", "sections": "", "towns": "", "districts": "", "needs": ""}
	for table := range tables {
		tables[table] = fingerprint(t, db, table)
	}
	second := importFile(t, a, data(t, "osm/rutland.osm.pbf"), importer.Options{District: "rutland"})
	if second.New != 0 || second.Changed != 0 || second.Gone != 0 || second.Streets != 899 || second.Sections != first.Sections {
		t.Errorf("second: %+v", second)
	}
	for table, before := range tables {
		if after := fingerprint(t, db, table); after != before {
			t.Errorf("%s is not what it was", table)
		}
	}
}

func TestWardsAsSections(t *testing.T) {
	db := pgtest.New(t)
	a := newApp(db)
	path, o := data(t, "osm/rutland.osm.pbf"), importer.Options{District: "Rutland"}
	importFile(t, a, path, o)
	o.Sections = data(t, "boundaries/rutland-wards.geojson")
	regrouped := importFile(t, a, path, o)
	if regrouped.New != 0 || regrouped.Changed < 800 || regrouped.Gone != 0 {
		t.Errorf("with wards: %+v", regrouped)
	}
	if n := number(t, db, `SELECT count(*) FROM sections WHERE name LIKE 'Oakham %'`); n < 4 {
		t.Errorf("%d sections are called after wards of Oakham", n)
	}
	if n := number(t, db, `SELECT count(*) FROM sections n WHERE NOT EXISTS (SELECT FROM streets s WHERE s.section_id = n.id)`); n != 0 {
		t.Errorf("%d sections are left empty", n)
	}
	again := importFile(t, a, path, o)
	if again.New != 0 || again.Changed != 0 || again.Sections != regrouped.Sections {
		t.Errorf("again: %+v", again)
	}
}

func TestAListOfVolunteers(t *testing.T) {
	db := pgtest.New(t)
	a := newApp(db)
	importFile(t, a, data(t, "osm/rutland.osm.pbf"), importer.Options{District: "Rutland"})
	path := filepath.Join(t.TempDir(), "volunteers.csv")
	head, _, _ := strings.Cut(importer.Template(), "\n")
	list := head + "\n" +
		"Ada,Quill,ada@gmial.com,,12,High St,oakham,,,shopping,,weekday mornings,,,,,\n" +
		"Bo,Reed,,+44 1632 960 143,3,Lands End Way,Oakham,,town,driving,Polish,,,,,,\n" +
		"Cy,Moss,,12,3,High Street,Oakham,,,,,,,,,,\n"
	if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := importer.Volunteers(path)
	if err != nil || len(file.Problems) != 2 {
		t.Fatalf("%+v, %v", file.Problems, err)
	}
	out, err := a.ImportVolunteers(t.Context(), domain.Clock(), file.Import)
	if err != nil || out.New != 2 || len(out.Problems) != 0 {
		t.Fatalf("%+v, %v", out, err)
	}
	if n := number(t, db, `SELECT count(*) FROM volunteers WHERE standing = 'not_met'`); n != 2 {
		t.Errorf("%d have not been met", n)
	}
	if n := number(t, db, `SELECT count(*) FROM outbox`); n != 0 {
		t.Errorf("%d messages went out", n)
	}
}
