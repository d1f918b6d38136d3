package web

import (
	"fmt"
	"testing"
	"time"

	"waymark/web/browsertest"
)

// cityStreets is how many streets a large district has.
const cityStreets = 20_000

// aCity adds streets to a village until there are as many as in a large district, each with a dozen corners.
func (v *village) aCity() {
	v.Helper()
	_, err := v.db.SQL.ExecContext(v.Context(), `
		INSERT INTO streets (district_id, town_id, section_id, name, name_key, search_key, lat, lon, x, y, length_m, lines)
		SELECT s.district_id, s.town_id, s.section_id, 'Street ' || n, 'street ' || n, 'street ' || n, p.lat, p.lon, 0, 0, 150, (
			SELECT jsonb_build_array(jsonb_agg(jsonb_build_array(round((p.lon + k * 0.0001)::numeric, 6), round((p.lat + sin(k * (n % 7 + 1) / 9.0) * 0.0006)::numeric, 6)) ORDER BY k))
			FROM generate_series(0, 11) k)
		FROM generate_series(1, $1::int) n
		CROSS JOIN LATERAL (SELECT s.lat + n % 141 * 0.0015 AS lat, s.lon + n / 141 * 0.0015 AS lon FROM streets s WHERE s.id = $2) p
		CROSS JOIN LATERAL (SELECT * FROM streets s WHERE s.lines = '[]' AND s.section_id IS NOT NULL ORDER BY s.section_id LIMIT 1) s;`, cityStreets-3, v.street["Castle Row"])
	v.must(err)
	_, err = v.db.SQL.ExecContext(v.Context(), `ANALYZE streets`)
	v.must(err)
}

// aMapMoved drags the map by script, a step each frame, and tells in a promise how long each took, in milliseconds, and how long after the
// page was asked for the streets were there.
const aMapMoved = `new Promise(done => {
	const at = document.querySelector('[data-live]'), box = at.getBoundingClientRect(), times = []
	const say = (kind, n) => at.querySelector('.leaflet-pane').dispatchEvent(
		new MouseEvent(kind, {bubbles: true, button: 0, buttons: 1, clientX: box.x + 250 - n * 3 % 200, clientY: box.y + 200 - n % 100, view: window}))
	let n = 0, last = performance.now()
	say('mousedown', 0)
	requestAnimationFrame(function step(now) {
		times.push(now - last); last = now
		if (n++ < 60) { say('mousemove', n); return requestAnimationFrame(step) }
		say('mouseup', n)
		times.sort((a, b) => a - b)
		done([times[30], times[57], times[times.length - 1], Number(document.querySelector('[data-map]').dataset.shown)])
	})
})`

// TestMap_City: a district of 20,000 streets is drawn and moved. How fast is told by -v.
func TestMap_City(t *testing.T) {
	v, browser := newVillage(t), browsertest.Start(t)
	v.onTheGround()
	v.aCity()
	v.withIslands(bundled(t))
	priya := v.signedIn("Priya")
	var lat, lon float64
	v.must(v.db.SQL.QueryRowContext(v.Context(), `SELECT avg(lat), avg(lon) FROM streets`).Scan(&lat, &lon))
	box := fmt.Sprintf("&box=%f,%f,%f,%f", lat-0.03, lon-0.05, lat+0.03, lon+0.05)
	for _, part := range []string{"whole", "far", "half" + box, "near" + box} {
		path := fmt.Sprintf("/geo/streets?town=%d&detail=%s", v.town, part)
		began := time.Now()
		_, body := priya.taken(path, "")
		packed, err := compress([]byte(body))
		v.must(err)
		t.Logf("%s: %d kB, %d kB packed, in %d ms", part, len(body)/1000, len(packed)/1000, time.Since(began).Milliseconds())
		if len(packed) < 20_000 || len(packed) > 320_000 {
			t.Errorf("%s takes %d bytes", part, len(packed))
		}
	}
	tab := browser.Open(t, browsertest.View{})
	tab.Go(v.signInLink("Priya"))
	tab.Follow("main form button")
	for _, zoom := range []int{0, 14, 16} {
		view := ""
		if zoom > 0 {
			view = fmt.Sprintf("#%d/%f/%f", zoom, lat, lon)
		}
		tab.Go("about:blank")
		tab.Go(fmt.Sprintf("%s/map?town=%d%s", v.site.URL, v.town, view))
		tab.WaitFor(`[data-map][data-drawn]`)
		var times [4]float64
		var before, spans string
		tab.Script("location.hash", &before)
		tab.Wait(aMapMoved, &times)
		tab.WaitUntil(fmt.Sprintf("location.hash !== %q", before)) // it has come to rest elsewhere
		tab.Script(`JSON.stringify(performance.getEntries().filter(e => /map|geo/.test(e.name) || e.entryType === 'paint').map(e => [e.name.replace(/.*\//, ''), Math.round(e.startTime), Math.round(e.responseEnd || 0)]))`, &spans)
		t.Logf("at %d: drawn %.0f ms after it was asked for; a frame while it is moved takes %.0f ms, %.0f at the 95th percentile, %.0f at most %s", zoom, times[3], times[0], times[1], times[2], spans)
	}
}
