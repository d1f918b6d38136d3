package pgtest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
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

func TestNew_EachTestAlone(t *testing.T) {
	began := time.Now()
	one := pgtest.New(t)
	check(t, one.Ping(t.Context()))
	t.Logf("the first took %v", time.Since(began))
	began = time.Now()
	two := pgtest.New(t)
	check(t, two.Ping(t.Context()))
	t.Logf("the second took %v", time.Since(began))

	_, err := pgtest.Owner(t, one).SQL.Exec("CREATE TABLE mine (n int)")
	check(t, err)
	if _, err := pgtest.Owner(t, two).SQL.Exec("SELECT FROM mine"); err == nil {
		t.Error("two tests share a database")
	}
}

func TestNew_IsMigrated(t *testing.T) {
	steps, err := postgres.Status(t.Context(), pgtest.New(t))
	check(t, err)
	for _, step := range steps {
		if step.AppliedAt.IsZero() {
			t.Errorf("%s is not applied", step.Name)
		}
	}
	if len(steps) == 0 {
		t.Error("there are no migrations")
	}
}

func TestNew_Parallel(t *testing.T) {
	for i := range 8 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			_, err := pgtest.Owner(t, pgtest.New(t)).SQL.Exec("CREATE TABLE mine (n int)")
			check(t, err)
		})
	}
}

// What is filled once is copied for each test, and no copy sees what another does.
func TestFilled(t *testing.T) {
	var filled pgtest.Filled[int]
	times := 0
	fill := func(_, owner *postgres.DB) int {
		_, err := owner.SQL.Exec("CREATE TABLE mine AS SELECT 7 AS n; GRANT ALL ON mine TO PUBLIC")
		check(t, err)
		times++
		return 10 * times
	}
	for _, want := range []struct {
		name         string
		known, times int
	}{{"seven", 10, 1}, {"seven", 10, 1}, {"another", 20, 2}} {
		db, known := filled.New(t, want.name, fill)
		if known != want.known || times != want.times {
			t.Errorf("%s is known as %d after filling %d times, want %d and %d", want.name, known, times, want.known, want.times)
		}
		var sum int
		check(t, db.SQL.QueryRow("INSERT INTO mine VALUES (1) RETURNING n").Scan(&sum))
		check(t, db.SQL.QueryRow("SELECT sum(n) FROM mine").Scan(&sum))
		if sum != 8 {
			t.Errorf("%s sums up to %d, want 8", want.name, sum)
		}
	}
}

func TestEmpty(t *testing.T) {
	var n int
	check(t, pgtest.Empty(t).SQL.QueryRow("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").Scan(&n))
	if n != 0 {
		t.Errorf("%d tables in an empty database", n)
	}
}

func TestFreezeAndAdvance(t *testing.T) {
	db := pgtest.New(t)
	noon := time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)
	pgtest.Freeze(t, db, noon)
	pgtest.Advance(t, db, 36*time.Hour)
	got, err := db.Store().Now(t.Context())
	check(t, err)
	if want := noon.Add(36 * time.Hour); !got.Equal(want) || got.Location() != time.UTC {
		t.Errorf("now = %v, want %v", got, want)
	}
}

func TestRehearse_LeavesNothing(t *testing.T) {
	at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	pgtest.Rehearse(t, func(ctx context.Context, s *postgres.Store) {
		check(t, s.FreezeClock(ctx, at))
	})
	pgtest.Rehearse(t, func(ctx context.Context, s *postgres.Store) {
		now, err := s.Now(ctx)
		check(t, err)
		if now.Equal(at) {
			t.Error("a rehearsal was kept")
		}
	})
}

// A test binary that is killed leaves neither a server nor a folder.
func TestKilledBinaryLeavesNothing(t *testing.T) {
	if os.Getenv("PGTEST_STAY") != "" {
		var pid int
		var dir string
		db := pgtest.Owner(t, pgtest.New(t))
		check(t, db.SQL.QueryRow("SELECT current_setting('data_directory')").Scan(&dir))
		text, err := os.ReadFile(dir + "/postmaster.pid")
		check(t, err)
		_, err = fmt.Sscan(string(text), &pid)
		check(t, err)
		fmt.Printf("\n%d %s\n", pid, dir)
		<-t.Context().Done() // until it is killed
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledBinaryLeavesNothing$")
	cmd.Env = append(os.Environ(), "PGTEST_STAY=1")
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	var pid int
	var dir string
	for lines := bufio.NewScanner(out); pid == 0 && lines.Scan(); {
		if strings.HasSuffix(lines.Text(), "/postgres") {
			_, err = fmt.Sscan(lines.Text(), &pid, &dir)
			check(t, err)
		}
	}
	if pid == 0 {
		t.Fatal("the other binary did not start a server")
	}
	check(t, cmd.Process.Kill())
	_ = cmd.Wait() // "signal: killed" is what we asked for

	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(20 * time.Second)
	for {
		select {
		case <-tick.C:
			_, err := os.Stat(dir)
			if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) && errors.Is(err, os.ErrNotExist) {
				return
			}
		case <-limit:
			t.Fatalf("process %d or its folder %s is still there", pid, dir)
		}
	}
}
