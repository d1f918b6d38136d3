package walls

import (
	"net/http"
	"strings"
	"testing"

	"waymark/domain"
)

// TestWalls_NoStreetIsTold breaks at "public figures are never finer than a section" from outside: whoever does not look after a place asks each page, map and
// file of figures for a street or a section, in every way in which one can be named, and reads of no street.
func TestWalls_NoStreetIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, overPages)
	w.exec(`INSERT INTO requests
		SELECT (jsonb_populate_record(r, jsonb_build_object('id', 1000000 + n, 'reference', 'X' || n, 'raised_at', '2026-02-10 10:00Z'::timestamptz, 'state', 'closed',
			'closed_at', '2026-02-11 10:00Z'::timestamptz, 'ending', CASE n % 2 WHEN 0 THEN 'helped' ELSE 'sorted' END, 'keep_until', '2030-01-01',
			'owner_id', NULL, 'owner_since', NULL, 'next_action', NULL, 'next_action_at', NULL))).*
		FROM requests r, generate_series(1, 12) n
		WHERE r.id = ` + w.fill("<fresh>", plain))
	if did, err := w.app.PublishFigures(t.Context(), domain.Clock()); err != nil || did == 0 {
		t.Fatalf("%d quarters are told: %v", did, err)
	}
	tried, told := 0, 0
	for _, a := range w.cast {
		if domain.May(a.as, domain.SeePlaces, domain.Target{Somewhere: true}) || a.link != "" {
			continue
		}
		for _, path := range []string{"/how-we-do", "/how-we-do?format=csv", "/how-we-do?format=json", "/geo/how-we-do", "/ripple", "/coverage", "/map", "/map.csv", "/geo/streets", "/geo/sections",
			"/reports?for=everybody", "/reports?for=everybody&format=csv", "/reports?for=everybody&format=json"} {
			for _, of := range []string{"", "street=<CastleRow>", "section=<OldTown>", "town=<CastleRow>", "town=<Saltcombe>&street=<CastleRow>", "layer=helpers&street=<CastleRow>", "town=<Saltcombe>", "town=0"} {
				with := "?"
				if strings.Contains(path, "?") {
					with = "&"
				}
				got := w.send(a, http.MethodGet, path+with+w.fill(of, plain), "", "")
				tried++
				if strings.Contains(got.body, "Saltcombe") && got.status == http.StatusOK {
					told++
				}
				for _, street := range []string{"Castle Row", "Main Street", "Hill Road", "Mill Lane", "Green Lane"} {
					if strings.Contains(got.body, street) {
						t.Errorf("%s opens %s%s%s and reads of %s", a.name, path, with, of, street)
					}
				}
				if figures := strings.Contains(path, "how-we-do"); figures && strings.Contains(of, "street=") && got.status != http.StatusUnprocessableEntity {
					t.Errorf("%s opens %s%s%s: %d", a.name, path, with, of, got.status)
				}
			}
		}
	}
	if t.Logf("%d addresses were tried, %d told of the town", tried, told); told == 0 {
		t.Error("nothing is told at all")
	}
}
