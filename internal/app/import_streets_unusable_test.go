package app

import (
	"testing"

	"waymark/domain"
)

// A row that cannot be used takes no street away: neither its own, nor any other that might be meant.
func TestApp_ImportStreets_unusableRows(t *testing.T) {
	w := newWorld(t)
	rows := mapRows()
	w.importStreets(rows)
	before := w.number(`SELECT count(*) FROM streets WHERE gone_at IS NULL`)
	in := ImportStreets{District: "North Wendle", Streets: rows[2:], Unusable: []StreetRow{{Name: rows[0].Name, Town: rows[0].Town}}}
	out, err := w.app.ImportStreets(t.Context(), domain.Clock(), in)
	w.must(err)
	if out.Gone != 0 || len(out.Missing) != 1 || out.Missing[0].Name != rows[1].Name {
		t.Errorf("gone %d, missing %+v; want none gone, and %s listed", out.Gone, out.Missing, rows[1].Name)
	}
	if n := w.number(`SELECT count(*) FROM streets WHERE gone_at IS NULL`); n != before {
		t.Errorf("%d streets are left of %d", n, before)
	}
	in.Unusable = nil
	if out, err = w.app.ImportStreets(t.Context(), domain.Clock(), in); err != nil || out.Gone != 2 {
		t.Errorf("without such rows: %d gone, %v; want 2", out.Gone, err)
	}
}
