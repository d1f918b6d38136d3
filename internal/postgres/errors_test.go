package postgres_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

func TestErrors_ByConstraint(t *testing.T) {
	db := pgtest.Owner(t, pgtest.New(t))
	exec(t, db, `
		CREATE TABLE parents (id int CONSTRAINT parents_key PRIMARY KEY, n int CONSTRAINT parents_small CHECK (n < 5));
		CREATE TABLE children (parent int CONSTRAINT children_parent REFERENCES parents);
		INSERT INTO parents VALUES (1, 1)`)
	tests := []struct {
		name, statement string
		is              func(error) bool
		isNot           func(error) bool
	}{
		{
			"unique", "INSERT INTO parents VALUES (1, 1)",
			func(err error) bool { return postgres.IsUnique(err, "parents_key") && postgres.IsUnique(err, "") },
			func(err error) bool { return postgres.IsUnique(err, "other") || postgres.IsCheck(err, "") },
		},
		{
			"check", "INSERT INTO parents VALUES (2, 9)",
			func(err error) bool { return postgres.IsCheck(err, "parents_small") },
			func(err error) bool { return postgres.IsCheck(err, "parents_key") || postgres.IsUnique(err, "") },
		},
		{
			"foreign", "INSERT INTO children VALUES (7)",
			func(err error) bool { return postgres.IsForeign(err, "children_parent") },
			func(err error) bool { return postgres.IsForeign(err, "other") || postgres.IsNoRows(err) },
		},
		{
			"our rule", "DO $$ BEGIN RAISE EXCEPTION 'never' USING ERRCODE = 'WM001'; END $$",
			func(err error) bool { code, ok := postgres.RuleBroken(err); return ok && code == "WM001" },
			func(err error) bool { return postgres.IsCheck(err, "") },
		},
		{
			"a mistake of ours", "SELECT nothing",
			func(err error) bool { return domain.KindOf(err) == "" },
			func(err error) bool { _, ok := postgres.RuleBroken(err); return ok },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := db.Store().Wrapped(t.Context(), tt.statement)
			if err == nil || !strings.HasPrefix(err.Error(), "Wrapped: ") {
				t.Fatalf("error = %v, want one that names the method", err)
			}
			if !tt.is(err) || tt.isNot(err) {
				t.Errorf("%v was not told for what it is", err)
			}
		})
	}
}

func TestErrors_LostConnection(t *testing.T) {
	db := pgtest.Owner(t, pgtest.New(t))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name string
		err  error
		want domain.Kind
	}{
		{"the server ends the session", db.Store().Wrapped(t.Context(), "SELECT pg_terminate_backend(pg_backend_pid())"),
			domain.Unavailable},
		{"nobody is there", pgtest.Open(t, "host=/nowhere user=waymark sslmode=disable").Ping(t.Context()),
			domain.Unavailable},
		{"the caller went away", db.Store().Wrapped(gone, "SELECT 1"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.err == nil || domain.KindOf(tt.err) != tt.want {
				t.Errorf("error = %v of kind %q, want %q", tt.err, domain.KindOf(tt.err), tt.want)
			}
		})
	}
	check(t, db.Store().Wrapped(t.Context(), "SELECT 1")) // the pool is none the worse
}

// Whoever goes away has their statement stopped: that is no fault of ours, and a time limit is.
func TestErrors_GaveUp(t *testing.T) {
	store := pgtest.Owner(t, pgtest.New(t)).Store()
	if err := store.Wrapped(t.Context(), "SELECT pg_cancel_backend(pg_backend_pid())"); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped for who asked: %v", err)
	}
	const late = "DO $$ BEGIN RAISE EXCEPTION 'canceling statement due to statement timeout' USING ERRCODE = '57014'; END $$"
	if err := store.Wrapped(t.Context(), late); err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("stopped by a time limit: %v", err)
	}
}

func TestErrors_NoneStaysNone(t *testing.T) {
	check(t, pgtest.New(t).Store().Wrapped(t.Context(), "SELECT 1"))
	if _, ok := postgres.RuleBroken(nil); ok || postgres.IsUnique(nil, "") || postgres.IsNoRows(nil) {
		t.Error("no error was taken for one")
	}
}
