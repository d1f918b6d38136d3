package postgres_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func exec(t *testing.T, db *postgres.DB, query string) {
	t.Helper()
	check(t, db.Store().Exec(t.Context(), query))
}

func count(t *testing.T, db *postgres.DB, table string) int {
	t.Helper()
	var n int
	check(t, db.SQL.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n))
	return n
}

func TestOpen_SessionSettings(t *testing.T) {
	dsn := pgtest.DSN(t)
	tests := []struct{ name, dsn, setting, want string }{
		{"jit", dsn, "jit", "off"},
		{"time zone", dsn, "timezone", "UTC"},
		{"application", dsn, "application_name", "waymark"},
		{"isolation", dsn, "default_transaction_isolation", "read committed"},
		{"timeout", dsn, "statement_timeout", "30s"},
		{"the string wins", dsn + " statement_timeout=7s", "statement_timeout", "7s"},
		{"its name wins", dsn + " application_name=other", "application_name", "other"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got string
			check(t, pgtest.Open(t, tt.dsn).SQL.QueryRow("SHOW "+tt.setting).Scan(&got))
			if got != tt.want {
				t.Errorf("%s = %s, want %s", tt.setting, got, tt.want)
			}
		})
	}
}

func TestOpen_Unreadable(t *testing.T) {
	if _, err := postgres.Open("postgres://%zz"); err == nil {
		t.Error("a connection string that cannot be read was taken")
	}
}

func TestTransact(t *testing.T) {
	db := pgtest.Owner(t, pgtest.New(t))
	exec(t, db, "CREATE TABLE kept (n int)")
	insert := func(ctx context.Context, s *postgres.Store) error {
		return s.Exec(ctx, "INSERT INTO kept VALUES (1)")
	}
	refusal := errors.New("no")

	check(t, db.Transact(t.Context(), insert))
	err := db.Transact(t.Context(), func(ctx context.Context, s *postgres.Store) error {
		check(t, insert(ctx, s))
		return refusal
	})
	if !errors.Is(err, refusal) {
		t.Errorf("error = %v, want %v", err, refusal)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = db.Transact(t.Context(), func(ctx context.Context, s *postgres.Store) error {
			check(t, insert(ctx, s))
			panic("half way")
		})
	}()
	if n := count(t, db, "kept"); n != 1 {
		t.Errorf("%d rows kept, want the one of the transaction that was committed", n)
	}
	if open := db.SQL.Stats().InUse; open != 0 {
		t.Errorf("%d connections were not given back", open)
	}
}

// Two transactions take two rows in opposite order: one of them must lose, and be tried again.
func TestTransact_DeadlockIsTriedAgain(t *testing.T) {
	db := pgtest.Owner(t, pgtest.New(t))
	exec(t, db, "CREATE TABLE purse (id int PRIMARY KEY, n int)")
	exec(t, db, "INSERT INTO purse VALUES (1, 0), (2, 0)")
	var tries atomic.Int32
	var both sync.WaitGroup
	both.Add(2)
	take := func(first, second int) error {
		var once sync.Once
		return db.Transact(context.Background(), func(ctx context.Context, s *postgres.Store) error {
			tries.Add(1)
			if err := s.Exec(ctx, "UPDATE purse SET n = n + 1 WHERE id = ?", first); err != nil {
				return err
			}
			once.Do(func() { both.Done(); both.Wait() }) // both hold their first row before either asks for its second
			return s.Exec(ctx, "UPDATE purse SET n = n + 1 WHERE id = ?", second)
		})
	}
	other := make(chan error)
	go func() { other <- take(2, 1) }()
	check(t, take(1, 2))
	check(t, <-other)

	if tries.Load() < 3 {
		t.Errorf("%d tries: there was no deadlock", tries.Load())
	}
	var least, most int
	check(t, db.SQL.QueryRow("SELECT min(n), max(n) FROM purse").Scan(&least, &most))
	if least != 2 || most != 2 {
		t.Errorf("purses hold %d and %d, want 2 and 2", least, most)
	}
}

func TestTransact_GivesUp(t *testing.T) {
	db := pgtest.New(t)
	tries := 0
	lose := func(ctx context.Context, s *postgres.Store) error {
		tries++
		return s.Exec(ctx, "DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$")
	}
	if err := db.Transact(t.Context(), lose); err == nil || tries != 6 {
		t.Errorf("error %v after %d tries, want an error after 6", err, tries)
	}
	tries = 0
	ctx, cancel := context.WithCancel(t.Context())
	err := db.Transact(ctx, func(ctx context.Context, s *postgres.Store) error {
		defer cancel()
		return lose(ctx, s)
	})
	if err == nil || tries != 1 {
		t.Errorf("error %v after %d tries of somebody who went away, want an error after 1", err, tries)
	}
}

// Only what the transaction has changed is counted: the rest, and the system's own, would cost many times as much.
func TestStore_Analyze(t *testing.T) {
	db := pgtest.New(t)
	check(t, db.Transact(t.Context(), func(ctx context.Context, s *postgres.Store) error {
		if err := s.Exec(ctx, `INSERT INTO districts (name) VALUES ('North Wendle'), ('Wolds')`); err != nil {
			return err
		}
		return s.Analyze(ctx)
	}))
	var counted string
	check(t, db.SQL.QueryRowContext(t.Context(), `
		SELECT string_agg(relname || ' ' || reltuples, ', ' ORDER BY relname)
		FROM pg_class
		WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples > 0`).Scan(&counted))
	if counted != "districts 2" {
		t.Errorf("counted: %s", counted)
	}
}

func TestStore_Now(t *testing.T) {
	db := pgtest.Owner(t, pgtest.New(t))
	before := time.Now().Add(-time.Minute)
	now, err := db.Store().Now(t.Context())
	check(t, err)
	if now.Before(before) || now.After(time.Now().Add(time.Minute)) || now.Location() != time.UTC {
		t.Errorf("now = %v", now)
	}
	check(t, db.Transact(t.Context(), func(ctx context.Context, s *postgres.Store) error {
		one, err := s.Now(ctx)
		check(t, err)
		two, err := s.Now(ctx)
		if !one.Equal(two) {
			t.Errorf("the clock moved within a transaction, from %v to %v", one, two)
		}
		return err
	}))
	exec(t, db, "DELETE FROM clock")
	if err := db.Store().AdvanceClock(t.Context(), time.Hour); !postgres.IsNoRows(err) {
		t.Errorf("moving a clock that is not there: %v", err)
	}
}

func TestCountStatements(t *testing.T) {
	db := pgtest.New(t)
	ctx, counter := postgres.CountStatements(t.Context())
	check(t, db.Transact(ctx, func(ctx context.Context, s *postgres.Store) error {
		if err := s.Exec(ctx, "UPDATE clock SET ahead = '0'"); err != nil {
			return err
		}
		_, err := s.Int(ctx, "1")
		return err
	}))
	_, err := db.Store().Int(t.Context(), "1") // another context: not counted
	check(t, err)
	if got, want := counter.Operations(), []string{"UPDATE", "SELECT"}; !slices.Equal(got, want) || counter.N() != 2 {
		t.Errorf("counted %d: %v, want %v", counter.N(), got, want)
	}
}
