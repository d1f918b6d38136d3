package scheduler_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/notify"
	"waymark/internal/notify/smtpsink"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
	"waymark/scheduler"
)

func newApp(t *testing.T, db *postgres.DB) *app.App {
	return appWith(db, notify.NewBox(10), slog.New(slog.NewTextHandler(t.Output(), nil)))
}

func appWith(db *postgres.DB, sender notify.Sender, log *slog.Logger) *app.App {
	return app.New(db, app.Options{
		Secret: []byte("a secret of thirty-two bytes....."), BaseURL: "https://help.example.org", Zone: time.UTC,
		Sender: sender, From: "help@example.org", Log: log, Policy: escalation.DefaultPolicy(),
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

// lines is a log that several may write to.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// addLetter writes a mail to somebody into the outbox.
func addLetter(t *testing.T, db *postgres.DB) {
	t.Helper()
	_, err := db.SQL.ExecContext(t.Context(), `
		WITH d AS (INSERT INTO districts (name, phone) VALUES ('North Wendle', '') RETURNING id),
		t AS (INSERT INTO towns (district_id, name) SELECT id, 'Saltcombe' FROM d RETURNING district_id, id),
		p AS (
			INSERT INTO persons (district_id, town_id, first_name, last_name, email, preferred, lawful_basis, safe_to_write, created_at)
			SELECT district_id, id, 'Tom', 'Tester', 'tom@example.org', 'email', 'legitimate_interests', true, now() FROM t
			RETURNING district_id, id)
		INSERT INTO outbox (district_id, key, kind, channel, person_id, created_at, due_at)
		SELECT district_id, 'resting:1', 'resting', 'email', id, now(), now() FROM p`)
	if err != nil {
		t.Fatal(err)
	}
}

// A stop that was asked for is no fault of the job that it cuts off.
func TestStart_CtrlCCutsAJobOffWithoutAWord(t *testing.T) {
	db := pgtest.New(t)
	sink := smtpsink.Start(t)
	held := sink.Hold()
	mail, err := notify.NewSMTP(sink.URL(), notify.SMTPOptions{})
	if err != nil {
		t.Fatal(err)
	}
	said := &lines{}
	log := slog.New(scheduler.Hush(slog.NewTextHandler(said, nil)))
	addLetter(t, db)
	ctx, ctrlC := context.WithCancel(t.Context())
	defer ctrlC()
	leader := postgres.NewLeader(db)
	s, err := scheduler.Start(ctx, appWith(db, mail, log), scheduler.Options{Elector: leader, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-held.Reached():
	case <-time.After(20 * time.Second):
		t.Fatalf("the letter is not under way: %s", said)
	}
	ctrlC()
	if err := errors.Join(s.Stop(), leader.Close()); err != nil {
		t.Errorf("it does not stop: %v", err)
	}
	if got := said.String(); got != "" {
		t.Errorf("a stop says\n%s", got)
	}
}

// A job that fails by itself is said, whatever is hushed when we stop.
func TestStart_AJobThatFailsIsSaid(t *testing.T) {
	db := pgtest.New(t)
	said := &lines{}
	log := slog.New(scheduler.Hush(slog.NewTextHandler(said, nil)))
	if _, err := pgtest.Owner(t, db).SQL.ExecContext(t.Context(), `ALTER TABLE mail_health RENAME TO gone`); err != nil {
		t.Fatal(err)
	}
	a := appWith(db, notify.NewBox(1), log)
	s, err := scheduler.Start(t.Context(), a, scheduler.Options{Elector: postgres.NewLeader(db), Log: log})
	if err != nil {
		t.Fatal(err)
	}
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for deadline := time.Now().Add(20 * time.Second); !bytes.Contains([]byte(said.String()), []byte(`level=ERROR msg="job failed" job=deliver`)); <-look.C {
		if time.Now().After(deadline) {
			t.Fatalf("nobody was told that the post fails: %s", said)
		}
	}
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
}
