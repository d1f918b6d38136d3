package importer

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/domain"
)

// realAreas are the areas of Rutland as the Office for National Statistics publishes them, to be spoilt by a test.
func realAreas(t *testing.T) map[string]any {
	t.Helper()
	raw, err := os.ReadFile(shared(t, "boundaries/rutland-lsoa.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// outerRing is the outer line of the nth area.
func outerRing(t *testing.T, all map[string]any, n int) []any {
	t.Helper()
	geometry := all["features"].([]any)[n].(map[string]any)["geometry"].(map[string]any)
	if geometry["type"] != "Polygon" {
		t.Fatalf("area %d is a %s", n, geometry["type"])
	}
	return geometry["coordinates"].([]any)[0].([]any)
}

// moved changes each position of some areas, or of what they are made of.
func moved(part any, to func(lon, lat float64) (x, y float64)) {
	switch part := part.(type) {
	case map[string]any:
		moved(part["features"], to)
		moved(part["geometry"], to)
		moved(part["coordinates"], to)
	case []any:
		if len(part) == 2 {
			if lon, ok := part[0].(float64); ok {
				part[0], part[1] = to(lon, part[1].(float64))
				return
			}
		}
		for _, p := range part {
			moved(p, to)
		}
	}
}

// readAreas writes areas into a file, after a mark if need be, and reads it.
func readAreas(t *testing.T, mark string, all map[string]any) (AreasFile, error) {
	t.Helper()
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "areas.geojson")
	if err := os.WriteFile(path, append([]byte(mark), raw...), 0o600); err != nil {
		t.Fatal(err)
	}
	return Areas(path, AreaOptions{})
}

// TestAreas_RealFilesSpoilt: a real file that was saved in another projection or with swapped axes is refused as a whole, with what to do.
func TestAreas_RealFilesSpoilt(t *testing.T) {
	for name, c := range map[string]struct {
		to   func(lon, lat float64) (x, y float64)
		says string
	}{
		"Web Mercator (EPSG:3857)": {func(lon, lat float64) (x, y float64) {
			const radius = 6378137
			return radius * lon * math.Pi / 180, radius * math.Log(math.Tan(math.Pi/4+lat*math.Pi/360))
		}, "metres of a national grid, not degrees. Save it anew as GeoJSON in WGS 84 (EPSG:4326)."},
		// Near enough for a county: the true origin of the National Grid is 49° N, 2° W, at 400 km east and 100 km north of its false one.
		"the National Grid (EPSG:27700)": {func(lon, lat float64) (x, y float64) {
			east, north := domain.Point{Lat: lat, Lon: lon}.Offset(domain.Point{Lat: 49, Lon: -2})
			return 400_000 + east, north - 100_000
		}, "metres of a national grid, not degrees. Save it anew as GeoJSON in WGS 84 (EPSG:4326)."},
		"the latitude first": {func(lon, lat float64) (x, y float64) { return lat, lon }, "the latitude stands before the longitude. GeoJSON has the longitude first, such as [-0.73, 52.67]"},
	} {
		t.Run(name, func(t *testing.T) {
			all := realAreas(t)
			moved(all, c.to)
			if file, err := readAreas(t, "", all); err == nil || !strings.Contains(err.Error(), c.says) || len(file.Import.Areas) > 0 {
				t.Errorf("%d areas come in, and it says %v", len(file.Import.Areas), err)
			}
		})
	}
	t.Run("one position that is none", func(t *testing.T) {
		all := realAreas(t)
		outerRing(t, all, 3)[2] = []any{190.52341, 52.66}
		file, err := readAreas(t, "", all)
		if err != nil || len(file.Import.Areas) != 22 || !strings.Contains(saidOfAll(file), "52.66, 190.52341 is not a latitude and a longitude in degrees") {
			t.Errorf("%d areas, %v, it says %s", len(file.Import.Areas), err, saidOfAll(file))
		}
	})
	t.Run("a byte-order mark changes nothing", func(t *testing.T) {
		if file, err := readAreas(t, utf8Mark, realAreas(t)); err != nil || len(file.Import.Areas) != 23 {
			t.Errorf("%d areas, %v", len(file.Import.Areas), err)
		}
	})
}

// TestAreas_RealLinesSpoilt: of a real file all areas come in but the one that nobody can tell the ground of; two that share ground are told of.
func TestAreas_RealLinesSpoilt(t *testing.T) {
	t.Run("a line that crosses itself", func(t *testing.T) {
		all := realAreas(t)
		ring := outerRing(t, all, 0)
		a, b := len(ring)/4, 3*len(ring)/4
		ring[a], ring[b] = ring[b], ring[a]
		file, err := readAreas(t, "", all)
		if err != nil || len(file.Import.Areas) != 22 || !strings.Contains(saidOfAll(file), "E01013787 cannot be used, because it touches or crosses itself near") {
			t.Errorf("%d areas, %v, it says %s", len(file.Import.Areas), err, saidOfAll(file))
		}
	})
	t.Run("areas that overlap", func(t *testing.T) {
		all := realAreas(t)
		moved(all["features"].([]any)[0], func(lon, lat float64) (x, y float64) { return lon + 0.002, lat })
		file, err := readAreas(t, "", all)
		if err != nil || len(file.Import.Areas) != 23 || !strings.Contains(saidOfAll(file), "share ground: ") || !strings.Contains(saidOfAll(file), "A street in both counts for the one whose code comes first.") {
			t.Errorf("%d areas, %v, it says %s", len(file.Import.Areas), err, saidOfAll(file))
		}
	})
}

func saidOfAll(file AreasFile) string {
	var out strings.Builder
	for _, p := range file.Problems {
		out.WriteString(p.Reason + "\n")
	}
	return out.String()
}
