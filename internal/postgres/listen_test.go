package postgres_test

import (
	"context"
	"testing"
	"time"

	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

func receive(t *testing.T, from <-chan string) (payload string, open bool) {
	t.Helper()
	select {
	case payload, open = <-from:
		return payload, open
	case <-time.After(20 * time.Second):
		t.Fatal("nothing came")
		return "", false
	}
}

func TestListen(t *testing.T) {
	db := pgtest.New(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	news, err := postgres.Listen(ctx, db.DSN(), "requests")
	check(t, err)

	exec(t, db, "NOTIFY requests, '17'")
	if got, _ := receive(t, news); got != "17" {
		t.Errorf("received %q, want 17", got)
	}

	// The listener's connection is cut: it comes back and says "look again".
	exec(t, pgtest.Owner(t, db), `
		SELECT pg_terminate_backend(pid)
		FROM pg_stat_activity
		WHERE datname = current_database() AND query LIKE 'LISTEN%'`)
	if got, _ := receive(t, news); got != "" {
		t.Errorf("received %q after a lost connection, want an empty string", got)
	}
	exec(t, db, "NOTIFY requests, '18'")
	if got, _ := receive(t, news); got != "18" {
		t.Errorf("received %q, want 18", got)
	}

	stop()
	if got, open := receive(t, news); open {
		t.Errorf("received %q after the end", got)
	}
}

func TestListen_NobodyThere(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := postgres.Listen(ctx, "host=/nowhere user=waymark sslmode=disable", "requests"); err == nil {
		t.Error("it listens to nobody")
	}
}
