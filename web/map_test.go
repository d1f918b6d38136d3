package web

import (
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/app"
	"waymark/web/browsertest"
)

// onTheGround gives all streets of a village a line but the first by name.
func (v *village) onTheGround() {
	v.Helper()
	_, err := v.db.SQL.ExecContext(v.Context(), `UPDATE streets SET lines = jsonb_build_array(jsonb_build_array(jsonb_build_array(lon, lat), jsonb_build_array(lon + 0.001, lat + 0.0005),
		jsonb_build_array(lon + 0.002, lat))) WHERE id <> $1`, v.street["Castle Row"])
	v.must(err)
}

// taken fetches an address as it is.
func (b *visitor) taken(path, ifNot string) (*http.Response, string) {
	b.Helper()
	ask, err := http.NewRequestWithContext(b.Context(), http.MethodGet, b.site.URL+path, nil)
	b.must(err)
	if ifNot != "" {
		ask.Header.Set("If-None-Match", ifNot)
	}
	answer, err := b.client.Do(ask)
	b.must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	b.must(err)
	return answer, string(body)
}

// TestMap: page, file and GeoJSON say the same of the same streets.
func TestMap(t *testing.T) {
	v := newVillage(t)
	v.onTheGround()
	priya := v.signedIn("Priya")
	home := fmt.Sprintf("/map?town=%d", v.town)
	page := priya.opens(home).reads(http.StatusOK, "Who looks after Saltcombe?")
	page.tells([]string{"Withy Terrace", "Mill Lane", "one street is not drawn", "Choose a street on the map"}, "Chosen street")
	priya.opens(home+fmt.Sprintf("&street=%d", v.street["Withy Row"])).tells([]string{"Chosen street", "Withy Row"}, "Choose a street on the map")
	priya.opens(home+"&layer=helpers&skill=dogs&order=step&page=7&period=1999Q9").reads(http.StatusOK, "Who would come in Saltcombe?")
	priya.opens(home+"&layer=nonsense&street=99999&page=x").reads(http.StatusOK, "Who looks after Saltcombe?").tells(nil, "Chosen street")

	// Each column's name leads to the table in its order, and back from its other end; what is equal stays by name.
	order := func(by string) (names []string) {
		_, body := priya.taken(fmt.Sprintf("/map.csv?town=%d&order=%s", v.town, by), "")
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		v.must(err)
		for _, row := range rows[1:] {
			names = append(names, row[1])
		}
		return names
	}
	if up, down := order("street"), order("-street"); len(up) != 4 || up[0] != "Castle Row" || down[3] != "Castle Row" || order("nonsense")[0] != "Castle Row" {
		t.Errorf("by name: %v, %v", up, down)
	}
	if least, most := order("step"), order("-step"); least[3] != "Castle Row" || most[0] != "Castle Row" { // the one that somebody looks after
		t.Errorf("least first: %v; most first: %v", least, most)
	}
	for _, c := range mapColumns {
		order(string(c.Code))
		_, body := priya.taken(home+"&order="+string(c.Code), "")
		if !strings.Contains(body, `aria-sort="ascending"`) || !strings.Contains(body, "order=-"+string(c.Code)) {
			t.Errorf("the table by %s does not say so", c.Code)
		}
	}
	priya.opens(home + "&layer=helpers").tells([]string{"Nobody would come to Saltcombe yet."})

	file, body := priya.taken("/map.csv?"+strings.TrimPrefix(home, "/map?"), "")
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || len(rows) != 5 || rows[0][0] != "street_id" || rows[1][1] != "Castle Row" || !strings.HasPrefix(file.Header.Get("Content-Type"), "text/csv") {
		t.Errorf("the file: %v %v", rows, err)
	}

	answer, body := priya.taken(fmt.Sprintf("/geo/streets?town=%d&detail=near", v.town), "")
	var got struct {
		Features []struct {
			ID         int64
			Properties struct {
				Name string
				Step int
			}
		}
	}
	v.must(json.Unmarshal([]byte(body), &got))
	if len(got.Features) != 3 || got.Features[0].Properties.Step < 1 || answer.Header.Get("Content-Type") != "application/geo+json" {
		t.Errorf("the lines: %s", body)
	}
	again, body := priya.taken(fmt.Sprintf("/geo/streets?town=%d&detail=near", v.town), answer.Header.Get("ETag"))
	if again.StatusCode != http.StatusNotModified || body != "" {
		t.Errorf("the same once more: %d, %d bytes", again.StatusCode, len(body))
	}
	for box, want := range map[string]int{"-90,-180,90,180": 3, "0,0,1,1": 0, "1,2,3": 422, "north": 422, "52,-1,51,1": 422, "NaN,0,1,1": 422} {
		answer, body := priya.taken(fmt.Sprintf("/geo/streets?town=%d&box=%s", v.town, box), "")
		if n := strings.Count(body, `"Feature"`); n != want && answer.StatusCode != want {
			t.Errorf("box %s: %d, %d streets", box, answer.StatusCode, n)
		}
	}
	if _, body := priya.taken(fmt.Sprintf("/geo/sections?town=%d", v.town), ""); !strings.Contains(body, `"Polygon"`) || strings.Contains(body, "Withy") {
		t.Errorf("the sections: %s", body)
	}
	for _, path := range []string{"/map", "/map.csv", "/geo/streets", "/geo/sections"} {
		if _, body := v.visitor().taken(path, ""); strings.Contains(body, "Withy") || strings.Contains(body, "FeatureCollection") {
			t.Errorf("everybody reads %s", path)
		}
	}
}

// TestMap_Layers: a gap colours its street, and a bench has its pin with the next date.
func TestMap_Layers(t *testing.T) {
	v := newVillage(t)
	v.onTheGround()
	priya := v.signedIn("Priya")
	_, err := v.db.SQL.ExecContext(t.Context(), `INSERT INTO gaps (district_id, kind, town_id, street_id, stage, people, times, first_seen, last_seen)
		SELECT district_id, 'street', town_id, id, 'noticed', 0, 3, now(), now() FROM streets WHERE id = $1`, v.street["Withy Row"])
	v.must(err)
	_, err = v.app.AddGathering(t.Context(), v.priya, app.AddGathering{TownID: v.town, Kind: "bench", PlaceKind: domain.OnBench, PlaceName: "Elm bench", Point: domain.Point{Lat: 51.2, Lon: -4.1},
		Every: domain.Weekly, FirstOn: morning.AddDate(0, 0, 6), LastOn: morning.AddDate(0, 2, 0), Starts: 630, Ends: 660})
	v.must(err)
	_, err = v.app.AddGathering(t.Context(), v.priya, app.AddGathering{TownID: v.town, Kind: "cafe", PlaceKind: domain.Indoors, PlaceName: "The chapel", Every: domain.Weekly,
		FirstOn: morning.AddDate(0, 0, 7), LastOn: morning.AddDate(0, 2, 0), Starts: 840, Ends: 960})
	v.must(err)
	at := fmt.Sprintf("/map?town=%d&layer=", v.town)
	priya.opens(at+"gaps").reads(http.StatusOK, "What is missing in Saltcombe?").tells([]string{"On 1 of 4 streets something is missing on the street itself."})
	priya.opens(at + fmt.Sprintf("gaps&street=%d", v.street["Withy Row"])).tells([]string{"See what is missing", "Missing here or near"})
	priya.opens(at+fmt.Sprintf("sessions&street=%d", v.street["Withy Row"])).tells([]string{"Start a bench", "Elm bench", "Tuesday 16 June, 10:30 am", "The chapel", "(not on the map)"}, "See what is missing")
	priya.opens(at+"coordinators").tells(nil, "Elm bench")
	if _, body := priya.taken(at+"sessions", ""); !strings.Contains(body, `data-pin="51.20000,-4.10000"`) || strings.Count(body, "data-pin") != 1 {
		t.Error("the bench has no pin, or the café has one")
	}
}

// TestMap_Tiles: the pictures of one other server lie under the map where the setting names it, and nothing foreign is fetched without.
func TestMap_Tiles(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t), browsertest.Start(t)
	v.onTheGround()
	var asked atomic.Int64
	dot, err := base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
	v.must(err)
	tiles := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write(dot)
	}))
	t.Cleanup(tiles.Close)
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	tab := browser.Open(t, browsertest.View{})
	for _, with := range []MapTiles{{}, {URL: tiles.URL + "/{z}/{x}/{y}.png", Attribution: "© Those who drew the tiles"}} {
		v.handler, err = New(v.app, Options{Log: log, Zone: v.zone(), Dev: true, Tiles: with, Islands: []fs.FS{bundled(t)}})
		v.must(err)
		if with.URL == "" {
			tab.Go(v.signInLink("Priya"))
			tab.Follow("main form button")
		}
		tab.Go(fmt.Sprintf("%s/map?town=%d", v.site.URL, v.town))
		tab.WaitFor(`[data-map][data-drawn="3"]`)
		page, _ := v.signedIn("Priya").taken("/map", "")
		if policy := page.Header.Get("Content-Security-Policy"); strings.Contains(policy, "img-src 'self' "+tiles.URL+" data:") != (with.URL != "") || strings.Contains(policy, "connect-src 'self' http") {
			t.Errorf("the policy of %+v: %s", with, policy)
		}
		if with.URL == "" {
			if asked.Load() != 0 {
				t.Error("tiles were fetched without the setting")
			}
			continue
		}
		tab.WaitUntil(`document.querySelector('.leaflet-tile-loaded')?.naturalWidth === 1`)
		if asked.Load() == 0 || !strings.Contains(tab.Text("main"), "© Those who drew the tiles") {
			t.Errorf("%d tiles, and nobody is named", asked.Load())
		}
	}
}

// TestMap_InABrowser: with scripts the map moves, and the keys choose streets; the page bears axe.
func TestMap_InABrowser(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t), browsertest.Start(t)
	v.onTheGround()
	v.withIslands(bundled(t))
	tab := browser.Open(t, browsertest.View{})
	tab.Go(v.signInLink("Priya"))
	tab.Follow("main form button")
	tab.Go(fmt.Sprintf("%s/map?town=%d", v.site.URL, v.town))
	tab.WaitFor(`[data-map][data-drawn="3"][data-areas="2"]`)
	tab.Accessible()
	tab.NoSideways()
	var before, after string
	tab.Script("document.querySelector('[data-live]').focus(); location.hash", &before)
	tab.Press("n")
	tab.WaitFor("[data-card] h2")
	if name := tab.Text("[data-card] h2"); !strings.HasPrefix(name, "Withy") && !strings.HasPrefix(name, "Saint") {
		t.Errorf("N chose %q", name)
	}
	tab.Press("+")
	tab.WaitUntil("location.hash !== '' && new URLSearchParams(location.search).has('street')")
	tab.Script("location.hash", &after)
	if before == after {
		t.Errorf("plus leaves the map at %s", after)
	}
}

// TestMap_Size: what a map of a district of 5,000 streets takes on its way, which is less than 300 kB.
func TestMap_Size(t *testing.T) {
	var m app.Map
	for n := range 5000 {
		from := domain.Point{Lat: 52.5 + float64(n%71)*0.003, Lon: -0.8 + float64(n/71)*0.004}
		var l domain.Line
		for k := range 24 { // as many corners as a mapped street has that bends
			l = append(l, domain.Point{Lat: from.Lat + 0.0001*float64(k), Lon: from.Lon + 0.0006*math.Sin(float64(k*(n%7+1))/9)})
		}
		p := coverage.Place{Key: coverage.Key{Level: domain.AtStreet, ID: int64(n + 1)}, Name: fmt.Sprintf("%s Street %d", strings.Repeat("Long", n%4), n), Main: n % 2}
		m.Streets = append(m.Streets, app.MapStreet{Shown: coverage.Shown{Place: p}, Lines: domain.Shape{l}})
	}
	whole, seen := bounds{-90, -180, 90, 180}, bounds{52.55, -0.75, 52.65, -0.65} // at most four squares of the grid by which a script asks
	for name, part := range map[string]bounds{"whole": whole, "far": whole, "half": whole, "near": seen} {
		d := details[name]
		all := streetFeatures(mapView{Layer: coverage.Coordinators}, m, d, part)
		body := collection(all, d.digits)
		zipped, err := compress(body)
		if err != nil || !json.Valid(body) {
			t.Fatalf("%v: %.200s", err, body)
		}
		t.Logf("%s: %d streets, %d kB, %d kB packed", name, len(all), len(body)/1000, len(zipped)/1000)
		if len(all) == 0 || part == whole && len(all) != 5000 || part == seen && len(all) > 1000 || len(zipped) > 300_000 {
			t.Errorf("%s: %d streets take %d bytes", name, len(all), len(zipped))
		}
	}
}

// TestMap_Names: from afar a map of several towns names the towns, from near the neighbourhoods; a name is text, whatever it holds.
func TestMap_Names(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t, "Brackle"), browsertest.Start(t)
	v.onTheGround()
	v.withIslands(bundled(t))
	v.count(`UPDATE streets SET lines = '[[[-4.05, 51.35], [-4.04, 51.36], [-4.03, 51.35]]]' WHERE name = 'Main Street' RETURNING id`)
	v.count(`UPDATE sections SET name = 'Old <b>Town</b>' WHERE name = 'Market Place' RETURNING id`)
	tab := browser.Open(t, browsertest.View{})
	tab.Go(v.signInLink("Priya"))
	tab.Follow("main form button")
	for zoom, want := range map[int]string{11: "Brackle", 15: "Old <b>Town</b>"} {
		tab.Go("about:blank")
		tab.Go(fmt.Sprintf("%s/map?town=0#%d/51.355/-4.04", v.site.URL, zoom))
		tab.WaitFor(`[data-map][data-areas]`)
		var said string
		tab.Script(`[...document.querySelectorAll('.map-name.has-room')].map(e => e.textContent).join(', ')`, &said)
		if !strings.Contains(said, want) || zoom == 11 && strings.Contains(said, "Old") {
			t.Errorf("at %d it names %q, want %q", zoom, said, want)
		}
	}
}
