package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"waymark/internal/pgtest"
)

// rutland is the real map of a county.
func rutland(t *testing.T) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", "osm", "rutland.osm.pbf")
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("the real data is missing: %v", err)
	}
	return path
}

// settingsFor are the settings of a program on a database.
func settingsFor(t *testing.T, dsn string) []string {
	t.Helper()
	return []string{"DATABASE_URL", asURL(dsn), "WAYMARK_DATA", dataDir(t), "WAYMARK_SECRET", strings.Repeat("s", 40)}
}

func writeFile(t *testing.T, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestProgram_ImportStreetsTwice(t *testing.T) {
	// An empty database gets its tables.
	settings := settingsFor(t, pgtest.Empty(t).DSN())
	for i, want := range []map[string]int{
		{"streets": 899, "new": 899, "changed": 0, "gone": 0, "outside": 121, "nameless": 461, "towns": 55},
		{"streets": 899, "new": 0, "changed": 0, "gone": 0, "outside": 121, "nameless": 461, "towns": 55},
	} {
		code, out, errOut := typed(t.Context(), settings, "import", "streets", rutland(t), "--district", "Rutland", "--json")
		if code != exitOK {
			t.Fatalf("round %d ends with %d: %s", i+1, code, errOut)
		}
		var got map[string]float64
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		for key, n := range want {
			if got[key] != float64(n) {
				t.Errorf("round %d: %s is %v, want %d", i+1, key, got[key], n)
			}
		}
		keys := strings.Join(slices.Sorted(maps.Keys(got)), " ")
		if keys != "changed gone nameless new outside seconds sections streets towns" || got["seconds"] <= 0 || got["sections"] < 55 {
			t.Errorf("round %d prints %s", i+1, out)
		}
	}
}

func TestProgram_ImportStreetsInWords(t *testing.T) {
	settings := settingsFor(t, pgtest.DSN(t))
	path := writeFile(t, "streets.csv", "street,town,section", "Main Street,Saltcombe,North", "Main street,Saltcombe,South", ",Brackle,")
	code, out, errOut := typed(t.Context(), settings, "import", "streets", "--district", "North Wendle", path)
	if code != exitOK || !strings.Contains(out, "North Wendle has 2 streets in 1 town and 2 sections: 2 new, 0 changed, 0 gone.") {
		t.Errorf("ends with %d, prints %q", code, out)
	}
	if !strings.Contains(errOut, "Saltcombe: “Main Street” or “Main street”") || !strings.Contains(errOut, path+".problems.csv (1)") {
		t.Errorf("says %q", errOut)
	}
	list, err := os.ReadFile(path + ".problems.csv")
	if err != nil || !strings.Contains(string(list), "4,street,The name of the street is missing.,no") {
		t.Errorf("the list of problems reads %q, %v", list, err)
	}
}

func TestProgram_ImportStreetsWrong(t *testing.T) {
	page := writeFile(t, "map.osm.pbf", "<!DOCTYPE html><title>404</title>")
	nowhere := []string{"DATABASE_URL", "postgres://u@127.0.0.1:1/waymark?sslmode=disable"}
	for _, c := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"no file", []string{"--district", "X"}, exitUsage, "name one file"},
		{"two files", []string{"a.csv", "b.csv", "--district", "X"}, exitUsage, "2 were given"},
		{"no district", []string{"a.csv"}, exitUsage, "--district"},
		{"no level", []string{"a.csv", "--district", "X", "--town-level", "8,parish"}, exitUsage, `"parish" was given`},
		{"a level beyond all", []string{"a.csv", "--district", "X", "--town-level", "13"}, exitUsage, "from 1 to 12"},
		{"no such file", []string{"none.csv", "--district", "X"}, exitFailed, "cannot be opened"},
		{"a web page", []string{page, "--district", "X"}, exitFailed, "is a web page"},
		{"a boundary that is not there", []string{rutland(t), "--district", "X", "--boundary", "Ruttland", "--boundary", "Oakham, and more"}, exitFailed, `Did you mean “Rutland”?`},
		{"no database", []string{rutland(t), "--district", "Rutland"}, exitFailed, "the database does not answer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out, errOut := typed(t.Context(), nowhere, append([]string{"import", "streets"}, c.args...)...)
			if code != c.code || out != "" || !strings.Contains(errOut, c.says) {
				t.Errorf("ends with %d, prints %q, says %q", code, out, errOut)
			}
		})
	}
}

func TestProgram_ImportVolunteers(t *testing.T) {
	settings := settingsFor(t, pgtest.DSN(t))
	streets := writeFile(t, "streets.csv", "street,town", "Main Street,Saltcombe")
	for range 2 { // the second time the district is there, and its people see it on a page
		if code, _, errOut := typed(t.Context(), settings, "import", "streets", streets, "--district", "North Wendle"); code != exitOK {
			t.Fatal(errOut)
		}
	}
	code, template, errOut := typed(t.Context(), nil, "import", "volunteers", "--template")
	if code != exitOK || errOut != "" || !strings.HasPrefix(template, "first_name,last_name,email,") {
		t.Fatalf("--template ends with %d, prints %q, says %q", code, template, errOut)
	}
	path := writeFile(t, "volunteers.csv", "first_name;last_name;email;phone;street;availability",
		"Ada;Quill;ada@example.org;+44 1632 960 142;Main St;weekday mornings",
		"Bo;Reed;bo@gmial.com;01632 960142;Main Street;",
		"Cy;Moss;;12;Main Street;",
		"Di;Lark;di@example.org;;Mane Street;")
	listed := []string{path + ".problems.csv", path + ".problems.2.csv"} // what the first round has listed is not lost
	for i, want := range []map[string]any{
		{"new": 2.0, "already": 0.0, "duplicates": 1.0, "leftOut": 2.0, "problems": 4.0, "problemsFile": path + ".problems.csv"},
		{"new": 0.0, "already": 2.0, "duplicates": 0.0, "leftOut": 2.0, "problems": 3.0, "problemsFile": path + ".problems.2.csv"},
	} {
		code, out, errOut := typed(t.Context(), settings, "import", "volunteers", path, "--json")
		var got map[string]any
		if err := json.Unmarshal([]byte(out), &got); err != nil || code != exitOK || !maps.Equal(got, want) {
			t.Errorf("round %d: %d, %s, %s, want %v", i+1, code, out, errOut, want)
		}
		list, err := os.ReadFile(listed[i])
		lines := strings.Split(strings.TrimSpace(string(list)), "\n")
		if err != nil || len(lines) != int(want["problems"].(float64))+1 || !strings.HasPrefix(lines[1], "3,") || !strings.HasPrefix(lines[len(lines)-1], "5,street,") {
			t.Errorf("round %d lists %q, %v", i+1, list, err)
		}
	}
	code, out, _ := typed(t.Context(), settings, "import", "volunteers", path)
	if code != exitOK || !strings.Contains(out, "as not met yet: 0. On file already: 2. Lines left out: 2.") {
		t.Errorf("in words: %d, %q", code, out)
	}
	if code, _, errOut := typed(t.Context(), settings, "import", "volunteers"); code != exitUsage || !strings.Contains(errOut, "name one file") {
		t.Errorf("without a file: %d, %q", code, errOut)
	}
}

func TestProgram_Export(t *testing.T) {
	settings := settingsFor(t, pgtest.DSN(t))
	streets := writeFile(t, "streets.csv", "street,town,lat,lon", "Main Street,Saltcombe,51.2,-4.1", "Quay Lane,Saltcombe,,")
	if code, _, errOut := typed(t.Context(), settings, "import", "streets", streets, "--district", "North Wendle"); code != exitOK {
		t.Fatal(errOut)
	}
	code, out, errOut := typed(t.Context(), settings, "export", "streets")
	if code != exitOK || errOut != "" || !strings.HasPrefix(out, "street_id,street,section,town,lat,lon,") || !strings.Contains(out, ",Main Street,Main Street,Saltcombe,51.2,-4.1,,,0,0\n") {
		t.Errorf("it ends with %d, says %q and prints\n%s", code, errOut, out)
	}
	path := filepath.Join(t.TempDir(), "asks.csv")
	code, out, errOut = typed(t.Context(), settings, "export", "asks", path)
	body, err := os.ReadFile(path)
	if code != exitOK || out != "" || errOut != "Written: "+path+"\n" || err != nil || !strings.HasPrefix(string(body), "reference,") {
		t.Errorf("it ends with %d, says %q, prints %q and writes %q: %v", code, errOut, out, body, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	for args, want := range map[string]int{"export": exitUsage, "export worries": exitUsage, "export asks a b": exitUsage, "export asks --district Southshire": exitFailed, "export asks /nowhere/asks.csv": exitFailed} {
		if code, out, errOut := typed(t.Context(), settings, strings.Fields(args)...); code != want || out != "" || errOut == "" {
			t.Errorf("waymark %s ends with %d, says %q", args, code, errOut)
		}
	}
}

// A list in which each line is wrong says on each what to do.
func TestProgram_ImportStreets_NoLine(t *testing.T) {
	path := writeFile(t, "swapped.csv", "street,town,lat,lon", "Main Street,Oakham,-0.73,52.67")
	code, _, errOut := typed(t.Context(), nil, "import", "streets", path, "--district", "Rutland")
	list, err := os.ReadFile(path + ".problems.csv")
	if code != exitFailed || !strings.Contains(errOut, "No line of swapped.csv can be used") || err != nil || !strings.Contains(string(list), "lat is 52.67 and lon is -0.73") {
		t.Errorf("it ends with %d, says %q and lists %q", code, errOut, list)
	}
}

// Ctrl-C leaves nothing behind, and says so.
func TestProgram_StoppedEarly(t *testing.T) {
	settings := settingsFor(t, pgtest.DSN(t))
	streets := writeFile(t, "streets.csv", "street,town", "Main Street,Saltcombe")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	code, out, errOut := typed(ctx, settings, "import", "streets", streets, "--district", "North Wendle")
	if code != exitFailed || out != "" || !strings.Contains(errOut, "Stopped. Nothing of streets.csv came in, and all is as it was before.") {
		t.Errorf("it ends with %d, prints %q and says %q", code, out, errOut)
	}
}

// What is only looked at says what would come of it, and nothing of it is there afterwards.
func TestProgram_Import_Check(t *testing.T) {
	db := pgtest.New(t)
	settings := settingsFor(t, db.DSN())
	says := func(want, note string, args ...string) {
		t.Helper()
		code, out, errOut := typed(t.Context(), settings, args...)
		if code != exitOK || !strings.Contains(out, want) || !strings.Contains(errOut, note) {
			t.Errorf("%v ends with %d, prints %q and says %q", args, code, out, errOut)
		}
	}
	const nothing = "is in yet: this is what would come of it."
	streets := writeFile(t, "streets.csv", "street,town", "Castle Row,Saltcombe", "Mill Lane,Saltcombe")
	helpers := writeFile(t, "helpers.csv", "first_name,phone,street", "Kit,01632 960142,Castle Row", "Ida,01632 960143,Nowhere")
	services := writeFile(t, "services.csv", "name,town,cost", "Chair yoga,Saltcombe,free", ",Saltcombe,")
	says("2 new, 0 changed", nothing, "import", "streets", "--district", "North Wendle", "--check", streets)
	says("2 new, 0 changed", "", "import", "streets", "--district", "North Wendle", streets)
	says("0 new, 0 changed", nothing, "import", "streets", "--district", "North Wendle", "--check", streets)
	says("Would come in, as not met yet: 1. On file already: 0. Lines left out: 1.", nothing, "import", "volunteers", "--check", helpers)
	says("Came in, as not met yet: 1.", "", "import", "volunteers", helpers)
	says("New: 1. Changed: 0. On file already: 0. Lines left out: 1.", nothing, "import", "services", "--check", services)
	says("New: 1. Changed: 0. On file already: 0. Lines left out: 1.", "", "import", "services", services)
	says("New: 0. Changed: 0. On file already: 1. Lines left out: 1.", "", "import", "services", services)

	var kinds string
	err := db.SQL.QueryRowContext(t.Context(), `SELECT string_agg(kind || ' ' || name, ', ' ORDER BY id) FROM works`).Scan(&kinds)
	if want := "import_volunteers helpers.csv, import_services services.csv, import_services services.csv"; err != nil || kinds != want {
		t.Errorf("the pages tell of %q, want %q (%v)", kinds, want, err)
	}
}

func TestProgram_ImportBoundariesAndDeprivation(t *testing.T) {
	settings := settingsFor(t, pgtest.Empty(t).DSN())
	data := filepath.Join("..", "..", "..", "shared", "data")
	copied := func(path string) string { // what is wrong with a file is listed beside it
		raw, err := os.ReadFile(filepath.Join(data, path))
		if err != nil {
			t.Fatalf("the real data is missing: %v", err)
		}
		return writeFile(t, filepath.Base(path), string(raw))
	}
	lsoas := copied("boundaries/rutland-lsoa.geojson")
	if code, _, says := typed(t.Context(), settings, "import", "boundaries", lsoas); code == exitOK || !strings.Contains(says, "district") {
		t.Errorf("before there is a district it ends with %d: %s", code, says)
	}
	if code, _, says := typed(t.Context(), settings, "import", "streets", rutland(t), "--district", "Rutland"); code != exitOK {
		t.Fatal(says)
	}
	code, out, says := typed(t.Context(), settings, "import", "boundaries", lsoas)
	if code != exitOK || out != "Areas (lsoa of 2011): 23 new, 0 changed, 0 the same.\nStreets: 898 lie in one, 1 in none, and of 0 nobody knows where they lie.\n" {
		t.Errorf("it ends with %d and says %s%s", code, out, says)
	}
	if !strings.Contains(says, "In none of the areas: Edmondthorpe Mere, Teigh\n") || !strings.Contains(says, "rutland-lsoa.geojson.problems.csv (1)") {
		t.Errorf("what to look at: %s", says)
	}
	code, out, says = typed(t.Context(), settings, "import", "deprivation", filepath.Join(data, "deprivation", "imd2019.csv.gz"))
	if code != exitOK || says != "" || out != "Indices of Deprivation 2019: 32844 new, 0 changed, 0 the same. LSOAs here that have a figure now: 23.\n" {
		t.Errorf("it ends with %d and says %s%s", code, out, says)
	}
	if code, _, says = typed(t.Context(), settings, "import", "boundaries", copied("boundaries/mendip-lsoa.geojson")); code == exitOK || !strings.Contains(says, "probably the file of another district") {
		t.Errorf("of another county: %d, %s", code, says)
	}
}

// TestProgram_ImportAnotherEdition: areas of one year and figures of another say nothing of each other, whichever comes in first, and it is said what to bring in.
func TestProgram_ImportAnotherEdition(t *testing.T) {
	data := filepath.Join("..", "..", "..", "shared", "data")
	real := func(path string, renamed ...string) string {
		raw, err := os.ReadFile(filepath.Join(data, path))
		if err != nil {
			t.Fatalf("the real data is missing: %v", err)
		}
		if packed, err := gzip.NewReader(bytes.NewReader(raw)); err == nil {
			if raw, err = io.ReadAll(packed); err != nil {
				t.Fatal(err)
			}
		}
		return writeFile(t, strings.TrimSuffix(filepath.Base(path), ".gz"), strings.NewReplacer(renamed...).Replace(string(raw)))
	}
	areas2011 := real("boundaries/rutland-lsoa.geojson")
	areas2021 := real("boundaries/rutland-lsoa.geojson", "LSOA11CD", "LSOA21CD", "LSOA11NM", "LSOA21NM")
	figures2019 := real("deprivation/imd2019.csv.gz")
	figures2025 := real("deprivation/imd2019.csv.gz", "(2011)", "(2021)", "(2019)", "(2024)", "(IMD) Rank", "(IMD) Rank (where 1 is most deprived)")
	for name, c := range map[string]struct{ first, then, says string }{
		"figures of 2019, areas of 2021": {areas2021, figures2019, "These figures are for the LSOAs of 2011, and those here are of 2021, so they say nothing of them. Bring the boundaries of 2011 in too"},
		"figures of 2025, areas of 2011": {areas2011, figures2025, "These figures are for the LSOAs of 2021, and those here are of 2011, so they say nothing of them. Bring the boundaries of 2021 in too"},
		"areas of 2021, figures of 2019": {figures2019, areas2021, "The Indices of Deprivation here (2019) are for the LSOAs of 2011, so they say nothing of these. Bring in the edition for the LSOAs of 2021 too"},
		"areas of 2011, figures of 2025": {figures2025, areas2011, "The Indices of Deprivation here (2025) are for the LSOAs of 2021, so they say nothing of these. Bring in the edition for the LSOAs of 2011 too"},
		"areas and figures of 2021":      {areas2021, figures2025, ""},
	} {
		t.Run(name, func(t *testing.T) {
			settings := settingsFor(t, pgtest.Empty(t).DSN())
			if code, _, says := typed(t.Context(), settings, "import", "streets", rutland(t), "--district", "Rutland"); code != exitOK {
				t.Fatal(says)
			}
			said := ""
			for _, path := range []string{c.first, c.then} {
				kind := "boundaries"
				if strings.HasSuffix(path, ".csv") {
					kind = "deprivation"
				}
				code, _, says := typed(t.Context(), settings, "import", kind, path)
				if code != exitOK {
					t.Fatalf("it ends with %d and says %s", code, says)
				}
				said = says
			}
			if !strings.Contains(said, c.says) || c.says == "" && strings.Contains(said, "say nothing") {
				t.Errorf("it says %s", said)
			}
		})
	}
}
