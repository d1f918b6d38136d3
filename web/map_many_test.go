package web

import (
	"fmt"
	"testing"
	"time"
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

func TestMap_City(t *testing.T) {
	v := newVillage(t)
	v.onTheGround()
	v.aCity()
	priya := v.signedIn("Priya")
	for range 2 {
		for _, path := range []string{"/map?town=0", "/geo/sections?town=0", "/geo/streets?town=0&detail=far", "/geo/streets?town=0&detail=half", "/geo/streets?town=0&detail=near"} {
			began := time.Now()
			answer, body := priya.taken(path, "")
			z, _ := compress([]byte(body))
			fmt.Println(path, time.Since(began).Milliseconds(), "ms", answer.StatusCode, len(body)/1000, "kB", len(z)/1000, "kB")
		}
	}
}
