package scheduler_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
	"waymark/scheduler"
)

func newApp(t *testing.T, db *postgres.DB) *app.App {
	return app.New(db, app.Options{
		Secret: []byte("a secret of thirty-two bytes....."), BaseURL: "https://help.example.org", Zone: time.UTC,
		Sender: notify.NewBox(10), Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Policy: escalation.DefaultPolicy(),
	})
}

// Every job runs as soon as the clock starts, and is written down for administrators. Two servers on one database: only the one
// that leads does anything.
func TestStart_RunsEveryJobOnTheLeader(t *testing.T) {
	dsn := pgtest.DSN(t)
	first, second := pgtest.Open(t, dsn), pgtest.Open(t, dsn)
	a := newApp(t, first)
	leader, standby := postgres.NewLeader(first), postgres.NewLeader(second)
	if err := leader.IsLeader(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := standby.IsLeader(t.Context()); !errors.Is(err, postgres.ErrNotLeader) {
		t.Fatalf("two lead: %v", err)
	}
	for _, o := range []struct {
		app     *app.App
		elector scheduler.Elector
	}{{newApp(t, second), standby}, {a, leader}} {
		s, err := scheduler.Start(t.Context(), o.app, scheduler.Options{Elector: o.elector, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := s.Stop(); err != nil {
				t.Error(err)
			}
		}()
	}
	waited, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		runs, _, err := a.JobRuns(waited, domain.Clock(), app.Page{})
		if err != nil {
			t.Fatalf("not every job has run in time: %v", err)
		}
		ran := map[string]int{}
		for _, r := range runs {
			if r.Failed != 0 {
				t.Errorf("%s failed: %s", r.Name, r.Error)
			}
			ran[r.Name]++
		}
		if len(ran) == len(scheduler.Jobs(a)) {
			for name, n := range ran {
				if n != 1 {
					t.Errorf("%s was written down %d times, want once: the standby must do nothing", name, n)
				}
			}
			return
		}
		<-look.C
	}
}

func TestJobs_EachIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, j := range scheduler.Jobs(newApp(t, pgtest.New(t))) {
		if j.Name == "" || seen[j.Name] || j.Every <= 0 || j.Timeout <= 0 || j.Do == nil {
			t.Errorf("a job is not whole: %+v", j)
		}
		seen[j.Name] = true
	}
}
