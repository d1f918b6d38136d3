package main

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/demo"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
	"waymark/web"
)

// stage is a demo with its pages served, whose clock and people move when the test says so.
type stage struct {
	*testing.T
	db   *postgres.DB
	app  *app.App
	beat chan time.Time
}

func newStage(t *testing.T) *stage {
	t.Helper()
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	s := &stage{T: t, db: pgtest.Owner(t, pgtest.New(t)), beat: make(chan time.Time)}
	pgtest.Freeze(t, s.db, time.Date(2026, time.June, 10, 10, 0, 0, 0, time.UTC))
	box := notify.NewBox(2000)
	s.app = app.New(s.db, app.Options{Secret: []byte("a secret of thirty-two bytes....."), BaseURL: "https://help.example.org", Zone: zone,
		Sender: box, From: "waymark@example.org", Demo: true, Log: quiet, Policy: escalation.DefaultPolicy()})
	var progress strings.Builder
	if err := createDemo(t.Context(), s.app, demo.Recipe{Seed: demo.DefaultSeed}, &progress); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(progress.String(), "North Wendle is ready") {
		t.Errorf("the progress does not say that it is ready: %q", progress.String())
	}
	pages, err := web.New(s.app, web.Options{Log: quiet, Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- demo.Run(ctx, demo.Options{App: s.app, BaseURL: server.URL, Mail: postOf(box), Log: quiet, Beat: s.beat})
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return s
}

// tick lets the clock do what is due, time pass, and the people look up.
func (s *stage) tick(pass time.Duration) {
	s.Helper()
	for _, job := range []func(context.Context, domain.Actor) (int, error){s.app.AdvanceRequests, s.app.MatchDue, s.app.DeliverOutbox} {
		if _, err := job(s.Context(), domain.Clock()); err != nil {
			s.Fatal(err)
		}
	}
	s.beat <- time.Time{} // read what came
	if err := s.db.Store().AdvanceClock(s.Context(), pass); err != nil {
		s.Fatal(err)
	}
	s.beat <- time.Time{}
}

// since counts what happened of a kind after the demo was made.
func (s *stage) since(kind string) (n int) {
	s.Helper()
	err := s.db.SQL.QueryRowContext(s.Context(), `SELECT count(*) FROM events WHERE kind = $1 AND at > (SELECT frozen_at FROM clock)`, kind).Scan(&n)
	if err != nil {
		s.Fatal(err)
	}
	return n
}

func TestDemo_moves_within_two_minutes_and_through_the_next_day(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for range 8 {
		s.tick(15 * time.Second)
	}
	for _, kind := range []string{"accepted", "declined", "widened", "raised"} {
		n := s.since(kind)
		t.Logf("after two minutes %d %s", n, kind)
		if n == 0 {
			t.Errorf("nobody saw a step of the kind %q in two minutes", kind)
		}
	}
	before := s.since("accepted")
	if err := s.app.SkipToTomorrow(t.Context(), domain.Public()); err != nil {
		t.Fatal(err)
	}
	for range 12 {
		s.tick(20 * time.Second)
	}
	for _, kind := range []string{"helper_said", "after_asked", "ended"} {
		n := s.since(kind)
		t.Logf("by the next morning %d %s", n, kind)
		if n == 0 {
			t.Errorf("the new day brought no step of the kind %q", kind)
		}
	}
	if s.since("accepted") <= before {
		t.Error("nobody said yes on the new day")
	}
	now, err := s.app.Now(t.Context(), domain.Clock())
	if err != nil {
		t.Fatal(err)
	}
	wrong, err := s.db.Store().Invariants(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range wrong {
		if c.Count != 0 {
			t.Errorf("%s: %d", c.Name, c.Count)
		}
	}
}

func TestDemo_nobody_acts_for_real_people(t *testing.T) {
	db := pgtest.New(t)
	a := app.New(db, app.Options{Secret: []byte("a secret of thirty-two bytes....."), Zone: time.UTC, Policy: escalation.DefaultPolicy()})
	err := demo.Run(t.Context(), demo.Options{App: a, Mail: func() []demo.Mail { return nil }, Log: slog.Default()})
	if domain.KindOf(err) != domain.Forbidden {
		t.Errorf("got %v, want a refusal", err)
	}
}

// postOf gives the demo's people the messages that were delivered to them.
func postOf(box *notify.Box) func() []demo.Mail {
	return func() []demo.Mail {
		var out []demo.Mail
		for _, k := range box.List() {
			out = append(out, demo.Mail{ID: k.Number, To: k.Message.To.Address, Subject: k.Message.Subject, Text: k.Message.Text})
		}
		return out
	}
}
