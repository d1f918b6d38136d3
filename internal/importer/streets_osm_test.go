package importer

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
)

// townsOf counts the streets of each town.
func townsOf(streets []app.StreetRow) map[string]int {
	towns := map[string]int{}
	for _, s := range streets {
		towns[s.Town]++
	}
	return towns
}

// namesIn lists the names of a town's streets.
func namesIn(streets []app.StreetRow, town string) []string {
	var names []string
	for _, s := range streets {
		if s.Town == town {
			names = append(names, s.Name)
		}
	}
	return names
}

func TestStreets_Rutland(t *testing.T) {
	var last, total int64
	got, err := Streets(context.Background(), shared(t, "osm/rutland.osm.pbf"), Options{
		District: "Rutland",
		Progress: func(done, of int64) { last, total = done, of },
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got.Import.Streets); n != 899 {
		t.Errorf("%d streets, want 899", n)
	}
	if got.Import.Nameless != 461 || got.Import.Outside != 121 || got.Import.District != "Rutland" {
		t.Errorf("nameless %d, outside %d, district %q", got.Import.Nameless, got.Import.Outside, got.Import.District)
	}
	main := 0
	seen := map[string]bool{}
	for _, s := range got.Import.Streets {
		if s.Name == "Main Street" {
			main++
		}
		if key := s.Town + "|" + domain.StreetKey(s.Name); seen[key] {
			t.Errorf("%s twice", key)
		} else {
			seen[key] = true
		}
		if !s.Mid.Known() || len(s.Shape) == 0 || s.Shape.Length() == 0 || strings.HasSuffix(s.Town, " CP") {
			t.Errorf("%+v", s)
		}
	}
	if main != 22 {
		t.Errorf("Main Street is in %d towns, want 22", main)
	}
	towns := townsOf(got.Import.Streets)
	if len(towns) != 55 || towns["Oakham"] < 180 || towns["Uppingham"] != 65 {
		t.Errorf("%d towns: %v", len(towns), towns)
	}
	if len(got.Notes) != 0 || len(got.Problems) != 0 {
		t.Errorf("notes %v, problems %v", got.Notes, got.Problems)
	}
	if last == 0 || last != total {
		t.Errorf("the progress ended at %d of %d", last, total)
	}
	if !slices.IsSortedFunc(got.Import.Streets, func(a, b app.StreetRow) int { return strings.Compare(a.Town+"\x00"+a.Name, b.Town+"\x00"+b.Name) }) {
		t.Error("the streets are in no order")
	}
	again, err := Streets(context.Background(), shared(t, "osm/rutland.osm.pbf"), Options{District: "Rutland"})
	if err != nil || !reflect.DeepEqual(got.Import, again.Import) {
		t.Errorf("read again it is not the same: %v", err)
	}
}

func TestStreets_OtherFiles(t *testing.T) {
	for _, c := range []struct {
		name, path         string
		options            Options
		streets, nameless  int
		outside            int
		towns, town, holds string // holds: names, parted by |, that the town has
		note               string
	}{
		{"no boundary at all", "osm/leeds-its.osm.pbf", Options{District: "Leeds", Town: "Headingley"}, 29, 2, 0, "1", "Headingley", "", ""},
		{"accents, and a border cut off", "osm/andorra.osm.pbf", Options{District: "Andorra"}, 212, 669, 0, "7", "La Massana", "", "Andorra is not whole"},
		{"old, and packed", "osm/monaco.osm.gz", Options{District: "Monaco"}, 127, 157, 14, "4", "La Condamine", "Rue Grimaldi", ""},
		{"XML", "osm/laufamholz.osm", Options{District: "Nürnberg", Town: "Laufamholz"}, 9, 0, 0, "1", "Laufamholz", "", ""},
		{"a level of towns", "osm/rutland.osm.pbf", Options{District: "Rutland", TownLevels: []int{6}}, 692, 461, 121, "1", "Rutland", "Main Street", ""},
		{"boundaries by name", "osm/rutland.osm.pbf", Options{District: "Two towns", Boundaries: []string{"Oakham", "uppingham"}}, 254, 461, 1195, "2", "Oakham", "High Street|Market Place", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Streets(context.Background(), shared(t, c.path), c.options)
			if err != nil {
				t.Fatal(err)
			}
			i := got.Import
			if len(i.Streets) != c.streets || i.Nameless != c.nameless || i.Outside != c.outside {
				t.Errorf("%d streets, %d nameless, %d outside", len(i.Streets), i.Nameless, i.Outside)
			}
			towns := townsOf(i.Streets)
			if len(towns) != int(c.towns[0]-'0') || towns[c.town] == 0 {
				t.Errorf("towns %v", towns)
			}
			names := namesIn(i.Streets, c.town)
			for _, name := range strings.FieldsFunc(c.holds, func(r rune) bool { return r == '|' }) {
				if !slices.Contains(names, name) {
					t.Errorf("%s has no %s", c.town, name)
				}
			}
			if notes := strings.Join(got.Notes, "\n"); !strings.Contains(notes, c.note) || c.note == "" && notes != "" {
				t.Errorf("notes: %s", notes)
			}
		})
	}
}

func TestStreets_AccentsKeepStreetsApart(t *testing.T) {
	got, err := Streets(context.Background(), shared(t, "osm/andorra.osm.pbf"), Options{District: "Andorra"})
	if err != nil {
		t.Fatal(err)
	}
	spellings := map[string]bool{}
	for _, s := range got.Import.Streets {
		if domain.SearchKey(s.Name) == domain.SearchKey("Baixada del Molí") {
			spellings[s.Name] = true
		}
	}
	if !spellings["Baixada del Molí"] || !spellings["Baixada del Molì"] {
		t.Errorf("found %v", spellings)
	}
}

// smallMap is two towns side by side in one county, in XML: relations before ways before nodes, as no program writes them.
const smallMap = `<?xml version='1.0' encoding='UTF-8'?>
<osm version="0.6">
 <relation id="1"><member type="way" ref="1" role="outer"/><member type="way" ref="3" role="outer"/>
  <tag k="boundary" v="administrative"/><tag k="admin_level" v="8"/><tag k="name" v="West"/></relation>
 <relation id="2"><member type="way" ref="2" role="outer"/><member type="way" ref="3" role="outer"/>
  <tag k="boundary" v="administrative"/><tag k="admin_level" v="8"/><tag k="name" v="East"/></relation>
 <relation id="3"><member type="way" ref="2" role=""/><member type="way" ref="1" role=""/><member type="node" ref="1" role="admin_centre"/>
  <tag k="boundary" v="administrative"/><tag k="admin_level" v="6"/><tag k="name" v="Wendle"/></relation>
 <relation id="4"><tag k="boundary" v="administrative"/><tag k="admin_level" v="many"/><tag k="name" v="Odd"/></relation>
 <way id="1"><nd ref="2"/><nd ref="1"/><nd ref="6"/><nd ref="5"/></way>
 <way id="2"><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="5"/></way>
 <way id="3"><nd ref="5"/><nd ref="2"/></way>
 <way id="4"><nd ref="10"/><nd ref="11"/><tag k="highway" v="residential"/><tag k="name" v="Main  Street"/></way>
 <way id="5"><nd ref="11"/><nd ref="12"/><tag k="highway" v="tertiary"/><tag k="name" v="Main Street"/></way>
 <way id="6"><nd ref="13"/><nd ref="14"/><tag k="highway" v="residential"/><tag k="name" v="Main Street"/></way>
 <way id="7"><nd ref="13"/><nd ref="14"/><tag k="highway" v="service"/><tag k="name" v="Back Drive"/></way>
 <way id="8"><nd ref="13"/><nd ref="14"/><tag k="highway" v="residential"/></way>
 <way id="9"><nd ref="15"/><nd ref="16"/><tag k="highway" v="residential"/><tag k="name" v="Far Road"/></way>
 <way id="10"><nd ref="13"/><nd ref="99"/><tag k="highway" v="residential"/><tag k="name" v="Torn Lane"/></way>
 <way id="11"><nd ref="20"/><nd ref="21"/><nd ref="22"/><nd ref="20"/>
  <tag k="boundary" v="administrative"/><tag k="admin_level" v="10"/><tag k="name" v="Nook"/></way>
 <way id="12"><nd ref="23"/><nd ref="24"/><tag k="highway" v="pedestrian"/><tag k="name" v="Nook Yard"/></way>
 <node id="1" lat="50" lon="1"/><node id="2" lat="50" lon="2"/><node id="3" lat="50" lon="3"/>
 <node id="4" lat="51" lon="3"/><node id="5" lat="51" lon="2"/><node id="6" lat="51" lon="1"/>
 <node id="10" lat="50.5" lon="1.2"/><node id="11" lat="50.5" lon="1.3"/><node id="12" lat="50.5" lon="1.4"/>
 <node id="13" lat="50.5" lon="2.2"/><node id="14" lat="50.5" lon="2.3"/>
 <node id="15" lat="52.5" lon="2.2"/><node id="16" lat="52.5" lon="2.3"/>
 <node id="20" lat="50.8" lon="2.8"/><node id="21" lat="50.8" lon="2.9"/><node id="22" lat="50.9" lon="2.8"/>
 <node id="23" lat="50.82" lon="2.81"/><node id="24" lat="50.82" lon="2.83"/>
</osm>`

func TestStreets_Rules(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.WriteString(z, smallMap); err != nil || z.Close() != nil {
		t.Fatal("cannot pack")
	}
	for _, path := range []string{file(t, "small.osm", smallMap), file(t, "SMALL.OSM.GZ", packed.String())} {
		got, err := Streets(context.Background(), path, Options{District: "Wendle"})
		if err != nil {
			t.Fatal(err)
		}
		p := func(lat, lon float64) domain.Point { return domain.Point{Lat: lat, Lon: lon} }
		want := app.ImportStreets{
			District: "Wendle",
			Outside:  2, // Far Road, and Torn Lane of which only one point is here
			Nameless: 1,
			Streets: []app.StreetRow{
				{Name: "Main Street", Town: "East", Mid: p(50.5, 2.25), Shape: domain.Shape{{p(50.5, 2.2), p(50.5, 2.3)}}},
				{Name: "Nook Yard", Town: "Nook", Mid: p(50.82, 2.82), Shape: domain.Shape{{p(50.82, 2.81), p(50.82, 2.83)}}},
				{Name: "Main Street", Town: "West", Mid: p(50.5, 1.3), Shape: domain.Shape{{p(50.5, 1.2), p(50.5, 1.3), p(50.5, 1.4)}}},
			},
		}
		if !reflect.DeepEqual(got.Import, want) {
			t.Errorf("%s: got\n%+v, want\n%+v", path, got.Import, want)
		}
	}
}

// bzippedNothing is an empty <osm/> packed by bzip2, which Go can only read.
const bzippedNothing = "QlpoOTFBWSZTWY2DNN4AAACZgAAAgAUAAogAIAAhgAwCR67i7kinChIRsGabwA=="

func TestStreets_Bad(t *testing.T) {
	rutland, err := os.ReadFile(shared(t, "osm/rutland.osm.pbf"))
	if err != nil {
		t.Fatal(err)
	}
	monaco, err := os.ReadFile(shared(t, "osm/monaco.osm.gz"))
	if err != nil {
		t.Fatal(err)
	}
	leeds := shared(t, "osm/leeds-its.osm.pbf")
	packed, err := base64.StdEncoding.DecodeString(bzippedNothing)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, path string
		options    Options
		says       []string
	}{
		{"a .pbf cut off", file(t, "cut.osm.pbf", string(rutland[:len(rutland)/2])), Options{District: "Rutland"}, []string{"cut off", "fetch it again"}},
		{"a .pbf cut off near its end", file(t, "cut.osm.pbf", string(rutland[:len(rutland)-10])), Options{District: "Rutland"}, []string{"cut off"}},
		{"a .pbf of which only the head came", file(t, "cut.osm.pbf", string(rutland[:20])), Options{District: "Rutland"}, []string{"cut off"}},
		{"a .gz cut off", file(t, "cut.osm.gz", string(monaco[:len(monaco)/2])), Options{District: "Monaco"}, []string{"cut off"}},
		{"an .osm cut off", file(t, "cut.osm", smallMap[:900]), Options{District: "Wendle"}, []string{"cut off"}},
		{"a web page named .pbf", file(t, "page.osm.pbf", "<!DOCTYPE html><html><body>404 Not Found</body></html>"), Options{District: "Rutland"}, []string{"is a web page", "fetch it again"}},
		{"a text named .pbf", file(t, "text.osm.pbf", "Not found. Please try another address, or come back later."), Options{District: "Rutland"}, []string{"damaged or not an OpenStreetMap file"}},
		{"a text named .gz", file(t, "text.osm.gz", "Not found. Please try another address."), Options{District: "Rutland"}, []string{"damaged or not"}},
		{"a text named .bz2", file(t, "text.osm.bz2", "Not found. Please try another address."), Options{District: "Rutland"}, []string{"damaged or not"}},
		{"another XML", file(t, "other.osm", "<gpx><trk/></gpx>"), Options{District: "Rutland"}, []string{"no map data"}},
		{"a map of nothing", file(t, "nothing.osm.bz2", string(packed)), Options{District: "Rutland"}, []string{"no map data"}},
		{"a .pbf changed on the way", file(t, "bad.osm.pbf", string(rutland[:300000])+strings.Repeat("x", 2000)+string(rutland[302000:])), Options{District: "Rutland"}, []string{"fetch it again"}},
		{"an empty file", file(t, "empty.osm.pbf", ""), Options{District: "Rutland"}, []string{"is empty"}},
		{"an ending that nobody knows", file(t, "a.shp", "x"), Options{District: "Rutland"}, []string{".osm.pbf", ".geojson", ".csv"}},
		{"no district", leeds, Options{District: " "}, []string{"district's name"}},
		{"no boundary and no town", leeds, Options{District: "Leeds"}, []string{"--town"}},
		{"a boundary that is not there", shared(t, "osm/rutland.osm.pbf"), Options{District: "Ruttland"}, []string{`Did you mean “Rutland”?`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Streets(context.Background(), c.path, c.options)
			wantRefused(t, err, c.says...)
		})
	}
}

func TestStreets_CutAnywhere(t *testing.T) {
	leeds, err := os.ReadFile(shared(t, "osm/leeds-its.osm.pbf"))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := Streets(context.Background(), shared(t, "osm/leeds-its.osm.pbf"), Options{District: "Leeds", Town: "Leeds"})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "cut.osm.pbf")
	for length := 1; length < len(leeds); length += 97 {
		if err := os.WriteFile(path, leeds[:length], 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := Streets(context.Background(), path, Options{District: "Leeds", Town: "Leeds"})
		// A cut between two blocks leaves a good file with less in it; it must then hold no street that is not in the whole.
		if err == nil && len(got.Import.Streets) > len(whole.Import.Streets) || err != nil && domain.KindOf(err) != domain.Invalid {
			t.Fatalf("cut at %d: %d streets, %v", length, len(got.Import.Streets), err)
		}
	}
}

func TestStreets_Stops(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	for _, path := range []string{shared(t, "osm/rutland.osm.pbf"), shared(t, "osm/laufamholz.osm")} {
		if _, err := Streets(ctx, path, Options{District: "Rutland", Town: "X"}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
