package app

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// What needs a person is on the desk however much else is due before it, and each open ask stands in one part.
func TestApp_Desk_HidesNothingThatNeedsAPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	first := w.ask("Joan", "Castle Row", "dog")
	w.exec(`
		INSERT INTO requests
		SELECT (jsonb_populate_record(r, jsonb_build_object('id', nextval(pg_get_serial_sequence('requests', 'id')), 'reference', to_char(n, 'FM000000')))).*
		FROM requests r, generate_series(1, 60) n
		WHERE r.id = $1`, first.ID)
	pgtest.Advance(t, w.db, 25*time.Hour)
	for range 3 {
		w.ask("Ken", "Main Street", "dog")
	}
	waits := w.ask("Lea", "Quay Lane", "dog")
	w.exec(`UPDATE requests SET next_action = 'review', next_action_at = $2 WHERE id = $1`, waits.ID, w.now().Add(90*24*time.Hour))
	d, err := w.app.Desk(t.Context(), w.as("Priya"), DeskFilter{})
	w.must(err)
	if len(d.NeedsYou) != 1 || d.NeedsYou[0].ID != waits.ID {
		t.Errorf("what needs a person: %+v", d.NeedsYou)
	}
	if want := (domain.DeskCounts{NeedsYou: 1, New: 3, Waiting: 61}); d.Counts != want || d.Open() != 65 || len(d.Waiting) != deskMost {
		t.Errorf("it counts %+v and lists %d that wait, want %+v and %d", d.Counts, len(d.Waiting), want, deskMost)
	}
	seen := map[domain.RequestID]domain.DeskPart{}
	for part, want := range map[domain.DeskPart]int{domain.NeedsYou: 1, domain.NewHere: 3, domain.Waiting: 61} {
		f, page, all := RequestFilter{Part: part, DueFirst: true}, Page{First: 40}, 0
		for {
			lines, info, err := w.app.Requests(t.Context(), w.as("Priya"), f, page)
			w.must(err)
			for _, l := range lines {
				if was := seen[l.ID]; was != "" {
					t.Errorf("request %d is in %s and in %s", l.ID, was, part)
				}
				seen[l.ID] = part
			}
			if all += len(lines); !info.HasNext {
				break
			}
			page.After = info.End
		}
		if all != want {
			t.Errorf("the list of %s has %d, want %d", part, all, want)
		}
	}
}
