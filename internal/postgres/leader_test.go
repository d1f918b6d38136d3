package postgres_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	osexec "os/exec"
	"testing"
	"time"

	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

func TestLeader_OneAtATime(t *testing.T) {
	dsn := pgtest.DSN(t)
	first := postgres.NewLeader(pgtest.Open(t, dsn))
	second := postgres.NewLeader(pgtest.Open(t, dsn))
	check(t, first.IsLeader(t.Context()))
	check(t, first.IsLeader(t.Context()))
	if err := second.IsLeader(t.Context()); !errors.Is(err, postgres.ErrNotLeader) {
		t.Errorf("error = %v, want %v", err, postgres.ErrNotLeader)
	}
	check(t, first.Close())
	check(t, second.IsLeader(t.Context()))
	if err := first.IsLeader(t.Context()); !errors.Is(err, postgres.ErrNotLeader) {
		t.Errorf("error = %v, want %v", err, postgres.ErrNotLeader)
	}
	check(t, second.Close())
	check(t, second.Close())
}

// The connection of the leader is cut: the lock is gone, and the next question finds out and stands again.
func TestLeader_LosesItsConnection(t *testing.T) {
	dsn := pgtest.DSN(t)
	other := pgtest.Open(t, dsn)
	leader := postgres.NewLeader(pgtest.Open(t, dsn))
	check(t, leader.IsLeader(t.Context()))
	exec(t, pgtest.Owner(t, other), `
		SELECT pg_terminate_backend(pid, 5000)
		FROM pg_locks
		WHERE locktype = 'advisory' AND pid <> pg_backend_pid()`)
	usurper := postgres.NewLeader(other)
	check(t, usurper.IsLeader(t.Context()))
	if err := leader.IsLeader(t.Context()); !errors.Is(err, postgres.ErrNotLeader) {
		t.Errorf("error = %v, want %v", err, postgres.ErrNotLeader)
	}
	check(t, usurper.Close())
	check(t, leader.IsLeader(t.Context()))
	check(t, leader.Close())
}

func TestLeader_ImpatientCallerCostsNothing(t *testing.T) {
	leader := postgres.NewLeader(pgtest.New(t))
	check(t, leader.IsLeader(t.Context()))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	check(t, leader.IsLeader(gone))
	check(t, leader.Close())
}

// leadUntilKilled is what the other process of the next test does. It waits with a timer: without one the runtime would see that
// nothing can happen any more, and end the process by itself.
func leadUntilKilled(t *testing.T, dsn string) {
	leader := postgres.NewLeader(pgtest.Open(t, dsn))
	check(t, leader.IsLeader(t.Context()))
	fmt.Println("\nleading")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	<-ctx.Done()
	check(t, leader.Close())
}

func TestLeader_StandbyTakesOverAfterKill(t *testing.T) {
	if dsn := os.Getenv("LEADER_TEST_DSN"); dsn != "" {
		leadUntilKilled(t, dsn)
		return
	}
	dsn := pgtest.DSN(t)
	cmd := osexec.Command(os.Args[0], "-test.run=^TestLeader_StandbyTakesOverAfterKill$")
	cmd.Env = append(os.Environ(), "LEADER_TEST_DSN="+dsn)
	out, err := cmd.StdoutPipe()
	check(t, err)
	cmd.Stderr = cmd.Stdout
	check(t, cmd.Start())
	lines, said := bufio.NewScanner(out), ""
	for lines.Scan() && lines.Text() != "leading" {
		said += lines.Text() + "\n"
	}
	if lines.Text() != "leading" {
		t.Fatalf("the other process does not lead; it said:\n%s", said)
	}
	standby := postgres.NewLeader(pgtest.Open(t, dsn))
	if err := standby.IsLeader(t.Context()); !errors.Is(err, postgres.ErrNotLeader) {
		t.Fatalf("while the other lives: %v, want %v", err, postgres.ErrNotLeader)
	}
	check(t, cmd.Process.Kill())
	began := time.Now()
	_ = cmd.Wait() // "signal: killed" is what we asked for

	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if standby.IsLeader(t.Context()) == nil {
			break
		}
		if time.Since(began) > 20*time.Second {
			t.Fatal("nobody took over")
		}
	}
	t.Logf("took over after %v", time.Since(began))
	check(t, standby.Close())
}
