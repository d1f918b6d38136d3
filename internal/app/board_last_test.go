package app

import (
	"fmt"
	"testing"

	"waymark/domain"
)

// A plan sees by itself that nobody is left for one more invitation: a request is written once for each, and not again to say so. It
// stands as if another plan had looked.
func TestApp_MatchDue_looksAhead(t *testing.T) {
	for _, tt := range []struct {
		helpers, asked int
		budget         int // of asks, a day
		nobody         bool
	}{
		{helpers: 0, asked: 0, budget: 5, nobody: true},
		{helpers: 1, asked: 1, budget: 5, nobody: true},
		{helpers: 1, asked: 1, budget: 1, nobody: true},
		{helpers: 2, asked: 2, budget: 1, nobody: true},
		{helpers: 3, asked: 3, budget: 1, nobody: false}, // as many as are asked at once: nobody looks for more
		{helpers: 4, asked: 3, budget: 5, nobody: false},
	} {
		t.Run(fmt.Sprintf("%d helpers with %d asks a day", tt.helpers, tt.budget), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			for n := range tt.helpers {
				w.volunteer([]string{"Una", "Vic", "Wim", "Yan"}[n], "Castle Row")
			}
			w.exec(`UPDATE volunteers SET budget_day = $1`, tt.budget)
			before := w.ask("Joan", "Castle Row", "dog")
			w.exec(`UPDATE requests SET urgency = 'H', next_action = 'plan', next_action_at = $1 WHERE id = $2`, w.now(), before.ID)
			told := w.number(`SELECT change_id FROM request_changes WHERE request_id = $1`, before.ID)
			if _, err := w.app.MatchDue(t.Context(), domain.Clock()); err != nil {
				t.Fatal(err)
			}
			after := w.request(before.ID)
			if asked := w.number(`SELECT count(*) FROM invitations`); asked != tt.asked || after.Nobody != tt.nobody {
				t.Errorf("%d were asked, and nobody is left: %t; want %d, %t", asked, after.Nobody, tt.asked, tt.nobody)
			}
			if wrote := after.Version - before.Version; wrote != max(tt.asked, 1) {
				t.Errorf("the request was written %d times for %d invitations", wrote, tt.asked)
			}
			if after.PlannedAt == nil || !after.NextActionAt.After(w.now()) {
				t.Errorf("it is not settled: planned at %v, next %s at %v", after.PlannedAt, after.NextAction, after.NextActionAt)
			}
			if now := w.number(`SELECT change_id FROM request_changes WHERE request_id = $1`, before.ID); now <= told {
				t.Errorf("nobody was told: change %d is the newest, as before", now)
			}
		})
	}
}

// A plan tells of its own requests at its end; what else changes in its transaction is told of by the database, as ever.
func TestStore_ClaimPlan_tellsOfTheRest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.ask("Joan", "Castle Row", "dog")
	before := w.number(`SELECT change_id FROM request_changes WHERE request_id = $1`, r.ID)
	tx, err := w.db.SQL.BeginTx(t.Context(), nil)
	w.must(err)
	defer func() { _ = tx.Rollback() }() // nothing is left to roll back when it was committed
	for _, q := range []string{
		`SELECT set_config('waymark.tells', 'later', true)`,
		`SELECT tell_changes(1, '{}'), set_config('waymark.tells', '', true)`,
		fmt.Sprintf(`UPDATE requests SET next_action_at = next_action_at + interval '1 minute' WHERE id = %d`, r.ID),
	} {
		_, err := tx.ExecContext(t.Context(), q)
		w.must(err)
	}
	w.must(tx.Commit())
	if now := w.number(`SELECT change_id FROM request_changes WHERE request_id = $1`, r.ID); now <= before {
		t.Errorf("nobody was told: change %d is the newest, as before", now)
	}
}
