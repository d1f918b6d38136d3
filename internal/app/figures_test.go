package app

import (
	"slices"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/coverage"
)

// followed brings the figures up to date, compares them with a recount, and returns those of a place this month: asked, closed, helped, and a
// yes at each level.
func (w *world) followed(level domain.Level, place int64) (out [7]int) {
	w.Helper()
	must(w.app.FollowAsks(w.Context(), domain.Clock()))
	if n := must(w.db.Store().AskDifferences(w.Context(), w.district, w.app.figureRules())); n != 0 {
		w.Errorf("%d figures are not what a recount makes them", n)
	}
	err := w.db.SQL.QueryRowContext(w.Context(), `
		SELECT coalesce(sum(asked), 0), coalesce(sum(closed), 0), coalesce(sum(helped), 0), coalesce(sum(yes_street), 0), coalesce(sum(yes_section), 0),
			coalesce(sum(yes_town), 0), coalesce(sum(yes_district), 0)
		FROM ask_counts
		WHERE level = $1 AND place_id = $2 AND tenth = 0 AND month = '2026-06-01'`, level, place).Scan(&out[0], &out[1], &out[2], &out[3], &out[4], &out[5], &out[6])
	w.must(err)
	return out
}

func TestApp_FollowAsks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	street, town := int64(w.street["Castle Row"]), int64(w.town["Saltcombe"])
	is := func(what string, level domain.Level, place int64, want [7]int) {
		t.Helper()
		if got := w.followed(level, place); got != want {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	r, i := w.asking("shopping", "Tom")
	is("asked", domain.AtStreet, street, [7]int{1})
	w.answers(i, "yes")
	is("a yes", domain.AtStreet, street, [7]int{1, 0, 0, 1})
	is("a yes, in the town", domain.AtTown, town, [7]int{1, 0, 0, 1})
	w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Helped}))
	is("helped", domain.AtDistrict, int64(w.district), [7]int{1, 1, 1, 1})

	other := w.ask("Jo", "Castle Row", "dog")
	is("another", domain.AtStreet, street, [7]int{2, 1, 1, 1})
	w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: other.ID, Ending: domain.Mistake}))
	is("that was a mistake", domain.AtStreet, street, [7]int{1, 1, 1, 1})
	if n := must(w.app.FollowAsks(t.Context(), domain.Clock())); n != 0 {
		t.Errorf("%d asks are added up although nothing has changed", n)
	}
	if got := w.number(`SELECT sum(n) FROM ask_waits WHERE level = 0 AND place_id = $1`, street); got != 1 {
		t.Errorf("%d waits", got)
	}
}

// What has not been followed yet is no difference, and what somebody has meddled with is one.
func TestStore_AskDifferences(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ask("Joan", "Castle Row", "shopping")
	w.followed(domain.AtStreet, 0)
	w.ask("Jo", "Quay Lane", "dog")
	differ := func() int {
		return must(w.db.Store().AskDifferences(t.Context(), w.district, w.app.figureRules()))
	}
	if n := differ(); n != 0 {
		t.Errorf("%d differences before the second ask is followed", n)
	}
	w.exec(`UPDATE ask_counts SET helped = helped + 1 WHERE level = 2`)
	if n := differ(); n != 2 {
		t.Errorf("%d differences, want the figure as it is and as it should be", n)
	}
	report, err := w.app.Recount(t.Context(), domain.Clock())
	w.must(err)
	i := slices.IndexFunc(report.Checks, func(c Check) bool { return c.Name == "recount_asks" })
	if i < 0 || report.Checks[i].OK || report.Checks[i].Count != 2 {
		t.Errorf("%+v", report.Checks)
	}
}

// The database takes the steps of a wait as the domain does.
func TestStore_WaitSteps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, i := w.asking("shopping", "Tom")
	w.answers(i, "yes")
	for _, wait := range []time.Duration{0, 30 * time.Second, 5 * time.Minute, 5*time.Minute + time.Second, 6 * time.Minute, time.Hour, 61 * time.Minute, 50 * time.Hour, 70 * 24 * time.Hour} {
		w.exec(`BEGIN; SET LOCAL session_replication_role = replica;
			UPDATE events SET at = '2026-06-01 09:00Z'::timestamptz + '` + wait.String() + `'::interval WHERE kind = 'accepted';
			UPDATE requests SET raised_at = '2026-06-01 09:00Z'; DELETE FROM figures_seen; DELETE FROM ask_waits; DELETE FROM ask_counts; DELETE FROM request_facts; COMMIT`)
		w.followed(domain.AtStreet, 0)
		minutes := int((wait + time.Minute - 1) / time.Minute)
		if got, want := w.number(`SELECT yes_step FROM request_facts WHERE request_id = $1`, r.ID), coverage.StepOf(minutes); got != want {
			t.Errorf("%v is step %d, want %d", wait, got, want)
		}
	}
}
