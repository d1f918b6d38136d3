package importer

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/domain"
)

// areaFile writes features, each given by its properties and its geometry.
func areaFile(t *testing.T, features ...[2]string) string {
	t.Helper()
	var all []string
	for _, f := range features {
		all = append(all, fmt.Sprintf(`{"type":"Feature","properties":{%s},"geometry":%s}`, f[0], f[1]))
	}
	path := filepath.Join(t.TempDir(), "areas.geojson")
	if err := os.WriteFile(path, []byte(`{"type":"FeatureCollection","features":[`+strings.Join(all, ",")+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func lsoa(code string) string { return `"LSOA21CD":"` + code + `","LSOA21NM":"Here"` }

func polygonOf(corners string) string { return `{"type":"Polygon","coordinates":[[` + corners + `]]}` }

// Grounds of one hundredth of a degree, west of Oakham.
const (
	westGround  = `[-0.76,52.66],[-0.75,52.66],[-0.75,52.67],[-0.76,52.67],[-0.76,52.66]`
	eastGround  = `[-0.75,52.66],[-0.74,52.66],[-0.74,52.67],[-0.75,52.67],[-0.75,52.66]`
	halfGround  = `[-0.755,52.66],[-0.745,52.66],[-0.745,52.67],[-0.755,52.67],[-0.755,52.66]`
	figureEight = `[-0.76,52.66],[-0.75,52.67],[-0.75,52.66],[-0.76,52.67],[-0.76,52.66]`
)

func TestAreas_OfTheOfficeForNationalStatistics(t *testing.T) {
	for _, c := range []struct {
		file   string
		kind   domain.AreaKind
		year   int
		areas  int
		mended string
	}{
		{"rutland-lsoa", domain.LSOA, 2011, 23, "E01013792"},
		{"rutland-wards", domain.Ward, 2013, 16, ""},
		{"mendip-lsoa", domain.LSOA, 2011, 66, ""},
		{"mendip-wards", domain.Ward, 2013, 34, ""},
		{"north-devon-lsoa", domain.LSOA, 2011, 58, ""},
		{"north-devon-wards", domain.Ward, 2013, 27, ""},
	} {
		t.Run(c.file, func(t *testing.T) {
			file, err := Areas(shared(t, "boundaries/"+c.file+".geojson"), AreaOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if in := file.Import; len(in.Areas) != c.areas || in.Kind != c.kind || in.Year != c.year {
				t.Errorf("%d areas, %s of %d", len(in.Areas), in.Kind, in.Year)
			}
			said := ""
			for _, p := range file.Problems {
				said += fmt.Sprintln(p.Reason, p.Kept)
			}
			if c.mended == "" && said != "" || !strings.Contains(said, c.mended) || strings.Count(said, "\n") > 1 {
				t.Errorf("it says %s", said)
			}
		})
	}
}

func TestAreas_MendedKeepsItsGround(t *testing.T) {
	// A square with a spike that runs out and back: nothing is on the spike.
	spike := `[-0.76,52.66],[-0.75,52.66],[-0.74,52.66],[-0.75,52.66],[-0.75,52.67],[-0.76,52.67],[-0.76,52.66]`
	file, err := Areas(areaFile(t, [2]string{lsoa("E01000001"), polygonOf(spike)}), AreaOptions{})
	if err != nil || len(file.Import.Areas) != 1 {
		t.Fatalf("%v, %d areas, %v", err, len(file.Import.Areas), file.Problems)
	}
	region := domain.NewRegion(file.Import.Areas[0].Rings)
	if !region.Covers(domain.Point{Lat: 52.665, Lon: -0.755}) || region.Covers(domain.Point{Lat: 52.665, Lon: -0.745}) {
		t.Error("its ground is another")
	}
	if n := len(file.Import.Areas[0].Rings[0]); n != 5 {
		t.Errorf("the mended line has %d points, want the square's 5", n)
	}
	if len(file.Problems) != 1 || !file.Problems[0].Kept || !strings.Contains(file.Problems[0].Reason, "was mended, because it touches or crosses itself near") {
		t.Errorf("it says %+v", file.Problems)
	}
}

func TestAreas_HolesAndIslands(t *testing.T) {
	geometry := `{"type":"MultiPolygon","coordinates":[
		[[[-0.8,52.6],[-0.7,52.6],[-0.7,52.7],[-0.8,52.7],[-0.8,52.6]],[[-0.78,52.62],[-0.72,52.62],[-0.72,52.68],[-0.78,52.68],[-0.78,52.62]]],
		[[[-0.76,52.64],[-0.74,52.64],[-0.74,52.66],[-0.76,52.66],[-0.76,52.64]]]]}`
	file, err := Areas(areaFile(t, [2]string{lsoa("E01000001"), geometry}), AreaOptions{})
	if err != nil || len(file.Problems) > 0 {
		t.Fatal(err, file.Problems)
	}
	region := domain.NewRegion(file.Import.Areas[0].Rings)
	for lon, want := range map[float64]bool{-0.79: true, -0.77: false, -0.75: true} {
		if region.Covers(domain.Point{Lat: 52.65, Lon: lon}) != want {
			t.Errorf("at %g it is %v", lon, !want)
		}
	}
}

func TestAreas_WhatCannotBeUsed(t *testing.T) {
	file, err := Areas(areaFile(t,
		[2]string{lsoa("E01000001"), polygonOf(westGround)},
		[2]string{lsoa("E01000001"), polygonOf(eastGround)},
		[2]string{lsoa("E01000003"), polygonOf(figureEight)},
		[2]string{lsoa("E01000004"), `{"type":"Point","coordinates":[-0.75,52.66]}`},
		[2]string{lsoa("Oakham <b>"), polygonOf(eastGround)},
		[2]string{`"LSOA21NM":"Nobody"`, polygonOf(eastGround)},
		[2]string{lsoa("E01000007"), polygonOf(`[-0.75,52.66],[-0.74,52.66]`)},
		[2]string{lsoa("E01000008"), polygonOf(halfGround)},
		[2]string{lsoa("E01000009"), `null`},
	), AreaOptions{})
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, p := range file.Problems {
		said += fmt.Sprintf("%d %v %s\n", p.Line, p.Kept, p.Reason)
	}
	want := `2 false E01000001 is feature 1 already.
3 false The line round E01000003 cannot be used, because it touches or crosses itself near 52.66, -0.76, and nobody can tell which ground is meant.
4 false E01000004 is no Polygon or MultiPolygon, so it has no ground.
5 false "Oakham <b>" is no code of the Office for National Statistics. It is a letter and eight figures, such as E01013787.
6 false This area has no code, so nobody can tell which one it is. Fill in the property code.
7 false The line round E01000007 cannot be used, because it is not closed, or has fewer than three corners, and nobody can tell which ground is meant.
9 false E01000009 is no Polygon or MultiPolygon, so it has no ground.
8 true E01000001 and E01000008 share ground: 50.0 % of the smaller. A street in both counts for the one whose code comes first.
`
	if said != want {
		t.Errorf("it says\n%s", said)
	}
	if len(file.Import.Areas) != 2 {
		t.Errorf("%d areas can be used", len(file.Import.Areas))
	}
}

func TestAreas_WrongAsAWhole(t *testing.T) {
	named := `"code":"E01000001","name":"Here"`
	for _, c := range []struct {
		name    string
		path    string
		options AreaOptions
		says    string
	}{
		{"metres of the national grid", areaFile(t, [2]string{lsoa("E01000001"), polygonOf(`[486000.5,308000.1],[487000,308000],[487000,309000],[486000.5,308000.1]`)}), AreaOptions{}, "are metres of a national grid, not degrees"},
		{"latitude first", areaFile(t, [2]string{lsoa("E01000001"), polygonOf(`[52.66,-0.76],[52.66,-0.75],[52.67,-0.75],[52.66,-0.76]`)}), AreaOptions{}, "the latitude stands before the longitude"},
		{"nobody says what they are", areaFile(t, [2]string{named, polygonOf(westGround)}), AreaOptions{}, "Say so with --kind lsoa or --kind ward, and --year."},
		{"another kind than was said", areaFile(t, [2]string{lsoa("E01000001"), polygonOf(westGround)}), AreaOptions{Kind: domain.Ward}, "of another year or kind"},
		{"two years in one", areaFile(t, [2]string{lsoa("E01000001"), polygonOf(westGround)}, [2]string{`"LSOA11CD":"E01000002"`, polygonOf(eastGround)}), AreaOptions{}, "of another year or kind"},
		{"nothing of use", areaFile(t, [2]string{lsoa("E01000003"), polygonOf(figureEight)}), AreaOptions{}, "None of the 1 features"},
		{"no feature", areaFile(t), AreaOptions{}, "holds no feature"},
		{"a packed file", shared(t, "deprivation/imd2019.csv.gz"), AreaOptions{}, "is not GeoJSON. Fetch it as GeoJSON; unpack it first"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Areas(c.path, c.options)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("it says %v", err)
			}
		})
	}
	if file, err := Areas(areaFile(t, [2]string{named, polygonOf(westGround)}), AreaOptions{Kind: domain.Ward, Year: 2024}); err != nil || file.Import.Year != 2024 || file.Import.Areas[0].Name != "Here" {
		t.Errorf("what was said is not taken: %v, %+v", err, file.Import)
	}
}
