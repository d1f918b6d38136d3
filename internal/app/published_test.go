package app

import (
	"reflect"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// askedInFebruary has so many people ask in a section in February 2026, half of whom were helped soon.
func (w *world) askedInFebruary(section string, n int) {
	w.Helper()
	like := w.ask("Jo", "Quay Lane", "dog")
	w.exec(`INSERT INTO requests
		SELECT (jsonb_populate_record(r, jsonb_build_object('id', 1000000 + n, 'reference', 'X' || n, 'town_id', s.town_id, 'section_id', s.id, 'street_id', NULL, 'state', 'closed',
			'raised_at', '2026-02-10 10:00Z'::timestamptz, 'closed_at', '2026-02-10 10:00Z'::timestamptz + n % 2 * interval '1 month' + interval '1 day', 'ending', 'helped', 'keep_until', '2030-01-01',
			'owner_id', NULL, 'owner_since', NULL, 'next_action', NULL, 'next_action_at', NULL))).*
		FROM requests r, sections s, generate_series(1, $3::int) n
		WHERE r.id = $1 AND s.name = $2`, like.ID, section, n)
}

// TestApp_PublishFigures: a quarter is told 28 days after it has ended, once, and stays as it was.
func TestApp_PublishFigures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	told := func() int { return w.number(`SELECT count(*) FROM public_figures`) }
	if must(w.app.PublishFigures(t.Context(), domain.Clock())); told() != 0 {
		t.Errorf("%d quarters are told of before the first ask", told())
	}
	w.askedInFebruary("Old Town", 12)
	pgtest.Freeze(t, w.db, time.Date(2026, time.April, 28, 9, 0, 0, 0, time.UTC))
	if must(w.app.PublishFigures(t.Context(), domain.Clock())); told() != 0 {
		t.Error("it is told within 28 days")
	}
	pgtest.Freeze(t, w.db, time.Date(2026, time.April, 29, 9, 0, 0, 0, time.UTC))
	if n := must(w.app.PublishFigures(t.Context(), domain.Clock())); n != 1 || told() != 1 {
		t.Errorf("%d quarters are told", n)
	}
	before := must(w.app.Published(t.Context(), domain.Public(), PublishedAsked{DistrictID: w.as("Priya").DistrictID}))
	w.exec(`UPDATE requests SET ending = 'mistake' WHERE id > 1000000`)
	must(w.app.PublishFigures(t.Context(), domain.Clock()))
	after := must(w.app.Published(t.Context(), domain.Public(), PublishedAsked{TownID: w.town["Saltcombe"]}))
	if before.Asks == nil || before.Asks.Asked != 12 || before.Asks.Helped != 6 || !reflect.DeepEqual(before.Published, after.Published) || !before.ToldAt.Equal(after.ToldAt) {
		t.Errorf("it was told as %+v, and is told as %+v", before.Asks, after.Asks)
	}
	for _, quarter := range []string{"2025Q4", "2026Q2", "2031Q1", "2026-02"} {
		_, err := w.app.Published(t.Context(), domain.Public(), PublishedAsked{TownID: w.town["Saltcombe"], Quarter: quarter})
		w.refused(err, domain.Invalid)
	}
	_, err := w.app.Published(t.Context(), domain.Public(), PublishedAsked{DistrictID: 99})
	w.refused(err, domain.NotFound)
}
