package importer

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"waymark/domain"
	"waymark/internal/app"
)

const geo = `{"type": "FeatureCollection", "name": {"nested": [1, {"features": 2}]}, "features": [
 {"type": "Feature", "properties": {"name": "Main  Street", "town": "Saltcombe", "section": "Harbour"},
  "geometry": {"type": "LineString", "coordinates": [[1, 50], [1.2, 50, 17]]}},
 {"type": "Feature", "properties": {"NAME": "Main Street", "town": "saltcombe", "section": null},
  "geometry": {"type": "MultiLineString", "coordinates": [[[1.2, 50], [1.3, 50]], [[1.3, 50], [1.6, 50]]]}},
 {"type": "Feature", "properties": {"name": "Hill Road"}, "geometry": {"type": "LineString", "coordinates": [[1, 50], [1, 51]]}},
 {"type": "Feature", "properties": {"name": ""}, "geometry": {"type": "LineString", "coordinates": [[1, 50], [1, 51]]}},
 {"type": "Feature", "properties": null, "geometry": {"type": "LineString", "coordinates": [[1, 50], [1, 51]]}}
 %s
]}`

func TestStreets_GeoJSON(t *testing.T) {
	path := file(t, "a.geojson", fmt.Sprintf(geo, ""))
	got, err := Streets(context.Background(), path, Options{District: "North Wendle", Town: "Brackle"})
	if err != nil {
		t.Fatal(err)
	}
	p := func(lat, lon float64) domain.Point { return domain.Point{Lat: lat, Lon: lon} }
	want := app.ImportStreets{District: "North Wendle", Nameless: 2, Streets: []app.StreetRow{
		{Name: "Hill Road", Town: "Brackle", Mid: p(50.5, 1), Shape: domain.Shape{{p(50, 1), p(51, 1)}}},
		{Name: "Main Street", Town: "Saltcombe", Section: "Harbour", Mid: p(50, 1.3), Shape: domain.Shape{{p(50, 1), p(50, 1.2), p(50, 1.3), p(50, 1.6)}}},
	}}
	if !reflect.DeepEqual(got.Import, want) || len(got.Problems) != 0 {
		t.Errorf("got\n%+v\n%v, want\n%+v", got.Import, got.Problems, want)
	}
}

func TestStreets_GeoJSONProblems(t *testing.T) {
	feature := func(properties, geometry string) string {
		return `, {"type": "Feature", "properties": {` + properties + `}, "geometry": ` + geometry + `}`
	}
	line := func(coordinates string) string { return `{"type": "LineString", "coordinates": ` + coordinates + `}` }
	for _, c := range []struct{ name, feature, column, says string }{
		{"a point", feature(`"name": "X", "town": "Y"`, `{"type": "Point", "coordinates": [1, 50]}`), "geometry", "not a line"},
		{"nothing drawn", feature(`"name": "X", "town": "Y"`, `null`), "geometry", "not a line"},
		{"metres of a national grid", feature(`"name": "X", "town": "Y"`, line(`[[485900, 308800], [485950, 308800]]`)), "geometry", "not a latitude"},
		{"half a position", feature(`"name": "X", "town": "Y"`, line(`[[1], [2]]`)), "geometry", "longitude and a latitude"},
		{"one point", feature(`"name": "X", "town": "Y"`, line(`[[1, 50]]`)), "geometry", "fewer than two points"},
		{"no town", feature(`"name": "X"`, line(`[[1, 50], [1, 51]]`)), "town", "--town"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Streets(context.Background(), file(t, "a.json", fmt.Sprintf(geo, c.feature)), Options{District: "North Wendle"})
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Import.Streets) != 1 { // Hill Road has no town here
				t.Errorf("good lines: %+v", got.Import.Streets)
			}
			last := got.Problems[len(got.Problems)-1]
			if len(got.Problems) != 2 || last.Line != 6 || last.Column != c.column || !strings.Contains(last.Reason, c.says) || last.Kept {
				t.Errorf("problems %+v", got.Problems)
			}
		})
	}
}

func TestStreets_GeoJSONBad(t *testing.T) {
	good := fmt.Sprintf(geo, "")
	for _, c := range []struct {
		name, content string
		options       Options
		says          string
	}{
		{"cut off", good[:len(good)-60], Options{}, "cut off"},
		{"cut off before the first feature", good[:60], Options{}, "cut off"},
		{"not JSON", "street,town\n", Options{}, "not GeoJSON"},
		{"a comma too much", `{"features": [,]}`, Options{}, "not GeoJSON"},
		{"a list", `[1, 2]`, Options{}, "FeatureCollection"},
		{"one feature", `{"type": "Feature", "geometry": null}`, Options{}, "FeatureCollection"},
		{"features of another kind", `{"features": {"a": 1}}`, Options{}, "FeatureCollection"},
		{"a feature that is a number", `{"features": [1]}`, Options{}, "not GeoJSON that can be read"},
		{"no feature", `{"features": []}`, Options{}, "no feature"},
		{"no name", `{"features": [{"properties": {"title": "X"}, "geometry": {"type": "LineString", "coordinates": [[1, 50], [1, 51]]}}]}`, Options{}, "property name"},
		{"a boundary asked for", good, Options{Boundaries: []string{"X"}}, "no boundaries"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.options.District = "North Wendle"
			_, err := Streets(context.Background(), file(t, "a.geojson", c.content), c.options)
			wantRefused(t, err, c.says)
		})
	}
}

func TestStreets_CSV(t *testing.T) {
	got, err := Streets(context.Background(), file(t, "a.csv", strings.Join([]string{
		"street,section,town,district,lat,lon",
		"Main Street,Harbour,Saltcombe,North Wendle,50.1,-3.5",
		"Hill  Road,,SALTCOMBE,north wendle,,",
		"Far Road,,Farville,Southshire,50.1,-3.5",
		"Mill Lane,,,,\"50,2\",\"-3,6\"",
		",,Saltcombe,,,",
		"Main Street,,Saltcombe,,,",
		"Main Street,,Brackle,,,",
		"No Place,,Saltcombe,,fifty,-3",
		"Half A Place,,Saltcombe,,50.1,",
		"Grid Way,,Saltcombe,,308800,485900",
	}, "\n")), Options{District: "North Wendle", Town: "Brackle"})
	if err != nil {
		t.Fatal(err)
	}
	want := app.ImportStreets{District: "North Wendle", Outside: 1, Streets: []app.StreetRow{
		{Name: "Main Street", Town: "Brackle"},
		{Name: "Mill Lane", Town: "Brackle", Mid: domain.Point{Lat: 50.2, Lon: -3.6}},
		{Name: "Hill Road", Town: "Saltcombe"},
		{Name: "Main Street", Town: "Saltcombe", Section: "Harbour", Mid: domain.Point{Lat: 50.1, Lon: -3.5}},
	}, Unusable: []app.StreetRow{{Town: "Saltcombe"}, {Name: "No Place", Town: "Saltcombe"}, {Name: "Half A Place", Town: "Saltcombe"}, {Name: "Grid Way", Town: "Saltcombe"}}}
	if !reflect.DeepEqual(got.Import, want) {
		t.Errorf("got\n%+v, want\n%+v", got.Import, want)
	}
	wantProblems := []struct {
		line   int
		column string
		says   string
	}{
		{6, "street", "missing"},
		{7, "street", "already on line 2"},
		{9, "lat", `"fifty" is not a number`},
		{10, "lon", `"" is not a number`},
		{11, "lat", "not a latitude"},
	}
	for i, w := range wantProblems {
		if len(got.Problems) != len(wantProblems) {
			t.Fatalf("problems %+v", got.Problems)
		}
		if p := got.Problems[i]; p.Line != w.line || p.Column != w.column || !strings.Contains(p.Reason, w.says) {
			t.Errorf("problem %+v, want %+v", p, w)
		}
	}
}

func TestStreets_CSVOfASpreadsheet(t *testing.T) {
	text, err := charmap.Windows1252.NewEncoder().String("Street;Town\r\nRue de l’Église;Saint-Mélaine\r\n")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Streets(context.Background(), file(t, "a.CSV", text), Options{District: "Test"})
	if err != nil || len(got.Problems) != 0 || len(got.Import.Streets) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	if s := got.Import.Streets[0]; s.Name != "Rue de l’Église" || s.Town != "Saint-Mélaine" {
		t.Errorf("got %+v", s)
	}
}

func TestStreets_CSVBad(t *testing.T) {
	good := "street,town\nMain Street,Saltcombe\nHill Road,\n"
	for _, c := range []struct {
		name, content string
		options       Options
		says          string
	}{
		{"other columns", "road,place\nA,B\n", Options{}, `no column "street"`},
		{"a boundary asked for", good, Options{Boundaries: []string{"X"}}, "no boundaries"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.options.District = "North Wendle"
			_, err := Streets(context.Background(), file(t, "a.csv", c.content), c.options)
			wantRefused(t, err, c.says)
		})
	}
	got, err := Streets(context.Background(), file(t, "a.csv", good), Options{District: "North Wendle"})
	if err != nil || len(got.Import.Streets) != 1 || len(got.Problems) != 1 || got.Problems[0].Column != "town" {
		t.Errorf("a town missing: %+v, %v", got, err)
	}
}

func TestStreets_Sections(t *testing.T) {
	got, err := Streets(context.Background(), shared(t, "osm/rutland.osm.pbf"), Options{
		District: "Rutland",
		Sections: shared(t, "boundaries/rutland-wards.geojson"),
	})
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]map[string]bool{}
	without := 0
	for _, s := range got.Import.Streets {
		if s.Section == "" {
			without++
		}
		if sections[s.Town] == nil {
			sections[s.Town] = map[string]bool{}
		}
		sections[s.Town][s.Section] = true
	}
	for _, ward := range []string{"Oakham North East", "Oakham North West", "Oakham South East", "Oakham South West"} {
		if !sections["Oakham"][ward] {
			t.Errorf("no street of Oakham is in %s: %v", ward, sections["Oakham"])
		}
	}
	if !sections["Ketton"]["Ketton"] || without > 5 {
		t.Errorf("Ketton: %v; %d streets in no ward", sections["Ketton"], without)
	}
}

func TestStreets_SectionsKeepWhatTheFileSays(t *testing.T) {
	streets := file(t, "a.csv", "street,section,town,lat,lon\nIn,Old,T,50.5,1.5\nOut,Old,T,60,1.5\nLost,Old,T,,\n")
	polygons := `{"features": [{"properties": {%s}, "geometry": {"type": "%s", "coordinates": %s}}]}`
	ring := `[[[1, 50], [2, 50], [2, 51], [1, 51], [1, 50]]]`
	for name, path := range map[string]string{
		"a polygon":         file(t, "a.geojson", fmt.Sprintf(polygons, `"name": "New"`, "Polygon", ring)),
		"several polygons":  file(t, "b.geojson", fmt.Sprintf(polygons, `"section": "New", "name": "X"`, "MultiPolygon", "["+ring+"]")),
		"a ward of the ONS": file(t, "c.geojson", fmt.Sprintf(polygons, `"WD13CD": "E05", "WD13NM": "New", "WD13NMW": null`, "Polygon", ring)),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Streets(context.Background(), streets, Options{District: "D", Sections: path})
			if err != nil {
				t.Fatal(err)
			}
			var sections []string
			for _, s := range got.Import.Streets {
				sections = append(sections, s.Name+" "+s.Section)
			}
			if want := []string{"In New", "Lost Old", "Out Old"}; !slices.Equal(sections, want) {
				t.Errorf("got %v", sections)
			}
		})
	}
	for _, c := range []struct{ name, path, says string }{
		{"no name", file(t, "d.geojson", fmt.Sprintf(polygons, `"n": "New"`, "Polygon", ring)), "has no name"},
		{"a line", file(t, "e.geojson", fmt.Sprintf(polygons, `"name": "New"`, "LineString", "[[1, 50], [2, 50]]")), "must be a Polygon"},
		{"metres", file(t, "f.geojson", fmt.Sprintf(polygons, `"name": "New"`, "Polygon", "[[[485900, 308800], [485950, 308800]]]")), "in degrees"},
		{"nothing there", "/nowhere.geojson", "cannot be opened"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Streets(context.Background(), streets, Options{District: "D", Sections: c.path})
			wantRefused(t, err, c.says)
		})
	}
}

func TestStreets_TablesStop(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	for _, path := range []string{file(t, "a.csv", "street,town\nA,B\n"), file(t, "a.geojson", fmt.Sprintf(geo, ""))} {
		if _, err := Streets(ctx, path, Options{District: "D"}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
