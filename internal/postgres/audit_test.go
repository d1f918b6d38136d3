package postgres_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

func audited(t *testing.T, db *postgres.DB, n int) {
	t.Helper()
	for range n {
		exec(t, db, auditRow)
	}
}

// quiet waits until no other database of the server has a transaction under way, as the making of the next test's has: numbers are
// the server's, so it would hold the seals back.
func quiet(t testing.TB, db *postgres.DB) {
	t.Helper()
	owner := pgtest.Owner(t, db)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for n := 1; n > 0; <-tick.C {
		if err := owner.SQL.QueryRowContext(t.Context(), `
			SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND datname <> current_database()`).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
}

func seal(t *testing.T, db *postgres.DB, want int) {
	t.Helper()
	quiet(t, db)
	got, err := db.Store().SealAudits(t.Context())
	check(t, err)
	if got != want {
		t.Fatalf("%d rows were sealed, want %d", got, want)
	}
}

func seals(t *testing.T, db *postgres.DB) postgres.Seals {
	t.Helper()
	s, err := db.Store().CheckSeals(t.Context())
	check(t, err)
	return s
}

func TestStore_AddAudit_OnlyOfChanges(t *testing.T) {
	db := pgtest.New(t)
	row := domain.Audit{At: noon, Actor: domain.ClockActor, Action: domain.TurnClock, UseCase: "X", PersonID: 7}
	check(t, db.Transact(t.Context(), func(ctx context.Context, s *postgres.Store) error {
		if _, err := s.Now(ctx); err != nil {
			return err
		}
		return s.AddAudit(ctx, row)
	}))
	if s := seals(t, db); s.Waiting != 0 {
		t.Errorf("%d rows of what changed nothing", s.Waiting)
	}
	check(t, db.Transact(t.Context(), func(ctx context.Context, s *postgres.Store) error {
		if err := s.FreezeClock(ctx, noon); err != nil {
			return err
		}
		return s.AddAudit(ctx, row)
	}))
	var n int
	check(t, db.SQL.QueryRow(`
		SELECT count(*)
		FROM audits
		WHERE at = $1 AND actor = 'clock' AND actor_id IS NULL AND action = 'turn_clock' AND use_case = 'X' AND person_id = 7
			AND request_id IS NULL AND txid < pg_snapshot_xmax(pg_current_snapshot())`, noon).Scan(&n))
	if n != 1 {
		t.Errorf("%d rows, want one", n)
	}
}

// A transaction that began before others and ends after a seal is in the next one: its number stops the seal below it.
func TestSealAudits_WaitsForWhatIsUnderWay(t *testing.T) {
	db := pgtest.New(t)
	audited(t, db, 3)
	late := begun(t, db)
	audited(t, db, 2) // ended, but above the number of one that has not
	seal(t, db, 3)
	seal(t, db, 0)
	if s := seals(t, db); s.Sealed != 3 || s.Waiting != 2 || len(s.Broken) != 0 {
		t.Errorf("with one under way: %+v", s)
	}
	check(t, late.Commit())
	seal(t, db, 3)
	gone := begun(t, db)
	check(t, gone.Rollback())
	seal(t, db, 0)
	if s := seals(t, db); s.Sealed != 6 || s.Waiting != 0 || s.Last != 2 || len(s.Broken) != 0 || len(s.Hash) != 64 {
		t.Errorf("at the end: %+v", s)
	}
}

// Many write, commit late or roll back, and three seal at once: in the end each row is in exactly one seal, and all agree.
func TestSealAudits_AtOnce(t *testing.T) {
	db := pgtest.New(t)
	var writing, sealing sync.WaitGroup
	for n := range 6 {
		writing.Go(func() {
			for i := range 40 {
				tx, err := db.SQL.Begin()
				if err != nil {
					t.Error(err)
					return
				}
				_, err = tx.Exec(auditRow)
				if i%3 == n%3 {
					_, _ = tx.Exec(auditRow)
				}
				if end := tx.Commit; i%7 == 0 {
					err = tx.Rollback()
				} else if err == nil {
					err = end()
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	written := make(chan struct{})
	for range 3 {
		sealing.Go(func() {
			for last := false; ; {
				n, err := db.Store().SealAudits(context.Background())
				if err != nil {
					t.Error(err)
					return
				}
				if last && n == 0 {
					return
				}
				select {
				case <-written:
					last = true
				default:
				}
			}
		})
	}
	writing.Wait()
	close(written)
	sealing.Wait()
	quiet(t, db)
	for n := 1; n > 0; { // whoever came second to the last seal left the rest
		var err error
		n, err = db.Store().SealAudits(t.Context())
		check(t, err)
	}
	var rows, sealed int64
	check(t, db.SQL.QueryRow(`SELECT count(*), (SELECT sum(rows) FROM audit_seals) FROM audits`).Scan(&rows, &sealed))
	if s := seals(t, db); len(s.Broken) != 0 || s.Waiting != 0 || s.Sealed != rows || sealed != rows {
		t.Errorf("%d rows, %d sealed: %+v", rows, sealed, s)
	}
}

// Whatever the owner does with triggers off is found at the first seal that it touches.
func TestCheckSeals_Broken(t *testing.T) {
	for _, tt := range []struct {
		name, do string
		at       int64 // the first
	}{
		{"a row is changed", `UPDATE audits SET actor_id = 9 WHERE id = 5`, 2},
		{"a time is changed", `UPDATE audits SET at = at + interval '1 microsecond' WHERE id = 1`, 1},
		{"the recorded time is changed", `UPDATE audits SET recorded_at = recorded_at - interval '1 day' WHERE id = 5`, 2},
		{"a row is taken away", `DELETE FROM audits WHERE id = 4`, 2},
		{"a row is slipped in", `INSERT INTO audits (txid, at, actor, purpose, action, use_case)
			SELECT txid, at, actor, purpose, action, use_case FROM audits WHERE id = 8`, 3},
		{"two rows change places", `UPDATE audits a SET txid = (SELECT b.txid FROM audits b WHERE b.id = 3 - a.id) WHERE id IN (1, 2)`, 1},
		{"a row moves to the next seal", `UPDATE audits SET txid = (SELECT txid FROM audits WHERE id = 4) WHERE id = 3`, 1},
		{"a seal counts wrong", `UPDATE audit_seals SET rows = 4 WHERE id = 2`, 2},
		{"a seal is later than it was", `UPDATE audit_seals SET at = at + interval '1 day' WHERE id = 2`, 2},
		{"a seal ends elsewhere", `UPDATE audit_seals SET upto_txid = (SELECT txid FROM audits WHERE id = 5) WHERE id = 2`, 2},
		{"a seal has another hash", `UPDATE audit_seals SET hash = sha256('') WHERE id = 1`, 1},
		{"a seal is taken away", `DELETE FROM audit_seals WHERE id = 2`, 3},
		{"the first seal is taken away", `DELETE FROM audit_seals WHERE id = 1`, 2},
		{"a seal is worked out anew", `UPDATE audits SET actor_id = 9 WHERE id = 5;
			UPDATE audit_seals s SET hash = d.hash FROM audit_seals b, audit_seals c, audit_digest(b, c) d WHERE s.id = 2 AND b.id = 1 AND c.id = 2`, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db := pgtest.New(t)
			for range 3 {
				audited(t, db, 3)
				seal(t, db, 3)
			}
			audited(t, db, 1)
			if s := seals(t, db); len(s.Broken) != 0 || s.Sealed != 9 || s.Waiting != 1 {
				t.Fatalf("before: %+v", s)
			}
			owner := pgtest.Owner(t, db)
			exec(t, owner, "BEGIN; SET LOCAL session_replication_role = replica; "+tt.do+"; COMMIT")
			if s := seals(t, db); len(s.Broken) == 0 || s.Broken[0] != tt.at {
				t.Errorf("broken are %d, want %d first", s.Broken, tt.at)
			}
		})
	}
}

// All seals that are broken are found, not only the first.
func TestCheckSeals_All(t *testing.T) {
	db := pgtest.New(t)
	for range 5 {
		audited(t, db, 2)
		seal(t, db, 2)
	}
	exec(t, pgtest.Owner(t, db), "BEGIN; SET LOCAL session_replication_role = replica; UPDATE audits SET actor_id = 9 WHERE id IN (3, 9); COMMIT")
	if s := seals(t, db); fmt.Sprint(s.Broken) != "[2 5]" || s.Sealed != 6 || s.Last != 4 {
		t.Errorf("%+v, want 2 and 5 broken", s)
	}
}

// Who looked is in the chain, with the time of the server, whatever time the application says it was.
func TestSealAudits_Reveals(t *testing.T) {
	for name, do := range map[string]string{
		"as it was":               "",
		"somebody else looked":    `UPDATE reveals SET viewer_id = 2`,
		"they looked at another":  `UPDATE reveals SET person_id = 2`,
		"they looked before":      `UPDATE reveals SET at = at - interval '1 day'`,
		"it was recorded before":  `UPDATE reveals SET recorded_at = recorded_at - interval '1 day'`,
		"nobody looked":           `DELETE FROM reveals`,
		"they looked once more":   `INSERT INTO reveals (district_id, viewer_id, person_id, what, at, txid) SELECT district_id, viewer_id, person_id, what, at, txid FROM reveals`,
		"with a key":              `UPDATE reveals SET key_id = 7`,
		"for another reason":      `UPDATE reveals SET what = 'visit'`,
		"it was for some request": `UPDATE reveals SET request_id = 7`,
	} {
		t.Run(name, func(t *testing.T) {
			db := pgtest.New(t)
			owner := pgtest.Owner(t, db)
			exec(t, owner, `INSERT INTO districts (id, name) VALUES (1, 'North Wendle');
				INSERT INTO persons (district_id, id, first_name, created_at) SELECT 1, n, 'Vera', now() FROM generate_series(1, 2) n`)
			tx := begun(t, db)
			_, err := tx.Exec(`INSERT INTO reveals (district_id, viewer_id, person_id, what, at) VALUES (1, 1, 1, 'contact', '2020-01-01')`)
			check(t, err)
			check(t, tx.Commit())
			if s := seals(t, db); s.Waiting != 2 {
				t.Fatalf("before: %+v", s)
			}
			seal(t, db, 2)
			var fresh bool
			check(t, db.SQL.QueryRow(`SELECT now() - recorded_at < interval '1 hour' FROM reveals`).Scan(&fresh))
			if !fresh {
				t.Error("it was recorded when the application said")
			}
			exec(t, owner, "BEGIN; SET LOCAL session_replication_role = replica; "+do+"; COMMIT")
			if s := seals(t, db); (len(s.Broken) == 0) != (do == "") {
				t.Errorf("broken are %v after %s", s.Broken, do)
			}
		})
	}
}

// A copy of the database on a server that has counted fewer transactions: an era of its own, and the chain goes on.
func TestMigrate_AnotherServer(t *testing.T) {
	db := pgtest.New(t)
	audited(t, db, 2)
	seal(t, db, 2)
	owner := pgtest.Owner(t, db)
	// As if these rows had been written elsewhere: one that is not sealed, with a number that this server has yet to come to.
	exec(t, owner, `INSERT INTO audits (txid, at, actor, purpose, action, use_case) VALUES ('4000000000', now(), 'clock', '', 'turn_clock', 'X')`)
	_, err := postgres.Migrate(t.Context(), owner)
	check(t, err)
	audited(t, db, 3)
	seal(t, db, 4)
	_, err = postgres.Migrate(t.Context(), owner) // again: nothing is ahead any more
	check(t, err)
	audited(t, db, 1)
	seal(t, db, 1)
	var eras string
	check(t, db.SQL.QueryRow(`SELECT string_agg(era || ':' || n, ' ' ORDER BY era) FROM (SELECT era, count(*) AS n FROM audits GROUP BY era) e`).Scan(&eras))
	if s := seals(t, db); eras != "1:3 2:4" || len(s.Broken) != 0 || s.Sealed != 7 || s.Waiting != 0 {
		t.Errorf("eras %s: %+v", eras, s)
	}
}

// A seal takes so many rows at most, but never half of a transaction.
func TestSealAudits_AtMost(t *testing.T) {
	db := pgtest.New(t)
	audited(t, db, 2)
	tx := begun(t, db)
	for range 2 {
		_, err := tx.Exec(auditRow)
		check(t, err)
	}
	check(t, tx.Commit())
	audited(t, db, 1)
	quiet(t, db)
	var got []int64
	for range 4 {
		var n int64
		check(t, db.SQL.QueryRow(`SELECT seal_audits(3)`).Scan(&n))
		got = append(got, n)
	}
	if fmt.Sprint(got) != "[5 1 0 0]" {
		t.Errorf("sealed %v", got)
	}
}

// BenchmarkCheckSeals works a million rows out anew: seconds an operation.
func BenchmarkCheckSeals(b *testing.B) {
	db := pgtest.New(b)
	owner := pgtest.Owner(b, db)
	_, err := owner.SQL.Exec(`
		INSERT INTO audits (era, txid, at, actor, actor_id, purpose, action, use_case, district_id, town_id, request_id)
		SELECT 0, n::text::xid8, now(), 'person', n % 900, '', 'run_ask', 'AssignHelper', 1, 1 + n % 3, n
		FROM generate_series(1, 1000000) n`)
	if err == nil {
		_, err = owner.SQL.Exec(`VACUUM ANALYZE audits`)
	}
	if err != nil {
		b.Fatal(err)
	}
	quiet(b, db)
	for n := 1; n > 0; {
		if n, err = db.Store().SealAudits(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if s, err := db.Store().CheckSeals(b.Context()); err != nil || len(s.Broken) != 0 || s.Sealed != 1_000_000 {
			b.Fatal(s, err)
		}
	}
}
