package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

var stressFor = flag.Duration("stress", 3*time.Second, "for how long the stress test lasts")

// Three servers keep the clock at once, without a leader, and a fourth follows plans that are old; four people answer, two ask wider and choose helpers by hand, while
// connections are cut and twenty minutes pass in three seconds. Afterwards everything is recounted: nobody is booked above what they can do,
// nothing is forgotten, no message lost. And all the while somebody looks whether what is due next is what the rules say.
//
// Built with the tag mutants and with WAYMARK_MUTANT set (make stress does both), the statement that applies plans lacks a safeguard:
// then the recount must find something.
func TestStress(t *testing.T) {
	s := newStorm(t)
	mutant := os.Getenv("WAYMARK_MUTANT")
	if mutant == "capacity" { // what the statement overlooks the database would refuse: this shows that the recount sees it too
		s.exec(`ALTER TABLE volunteer_weeks DROP CONSTRAINT volunteer_weeks_capacity`)
	}
	s.rage(*stressFor)
	s.calm()
	broken := s.broken()
	t.Logf("%d invitations, %d yes, %d no, %d widened, %d messages, %d sessions cut", s.number(`SELECT count(*) FROM invitations`),
		s.number(`SELECT count(*) FROM events WHERE kind = 'accepted'`), s.number(`SELECT count(*) FROM events WHERE kind = 'declined'`),
		s.number(`SELECT count(*) FROM escalations`), s.number(`SELECT count(*) FROM outbox`), s.cut)
	switch {
	case mutant != "" && len(broken) == 0:
		t.Errorf("nobody sees that the safeguard %q is missing", mutant)
	case mutant != "":
		t.Logf("without the safeguard %q: %s", mutant, strings.Join(broken, "; "))
	case len(broken) > 0:
		t.Errorf("after the storm:\n%s", strings.Join(broken, "\n"))
	}
	if mutant == "" && s.number(`SELECT count(*) FROM invitations WHERE kind = 'matched'`) < 20 {
		t.Error("so little was asked that nothing is shown")
	}
}

// storm is a world in which much happens at once.
type storm struct {
	*world
	asks  []domain.RequestID
	helps []domain.PersonID
	cut   int // sessions; written by one alone

	mu     sync.Mutex
	strays []string // errors that nobody should see
}

func newStorm(t *testing.T) *storm {
	s := &storm{world: newWorld(t)}
	streets := []string{"Castle Row", "Main Street", "Quay Lane", "Hill Road", "Saint Mary's Close", "Mill Lane"}
	for n := range 36 {
		s.helps = append(s.helps, s.volunteer(fmt.Sprintf("Helper%d", n), streets[n%len(streets)]))
	}
	s.exec(`UPDATE volunteers SET capacity = 1 + person_id % 2, budget_week = 50, budget_day = 10`)
	needs := []string{"dog", "garden", "small_jobs", "visit"}
	for n := range 60 {
		raised, err := s.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{
			FirstName: fmt.Sprintf("Asker%d", n), Address: "1", Email: fmt.Sprintf("asker%d@example.org", n), StreetID: s.street[streets[n%5]],
			NeedID: s.need[needs[n%len(needs)]], Urgency: []domain.Urgency{domain.InHours, domain.InHours, domain.InADay, domain.InHours, domain.ThisWeek}[n/2%5],
			SafeToWrite: true, AgreedShare: true,
		})
		s.must(err)
		s.must(s.app.ApproveRequest(t.Context(), domain.Clock(), raised.RequestID))
		s.asks = append(s.asks, raised.RequestID)
	}
	return s
}

// server is a program of its own on the same database.
func (s *storm) server() *App {
	a := *s.app
	a.db = pgtest.Open(s.T, s.db.DSN())
	return &a
}

// rage lets everybody act for a while.
func (s *storm) rage(span time.Duration) {
	ctx, stop := context.WithTimeout(s.Context(), span)
	defer stop()
	var all sync.WaitGroup
	again := func(act func(context.Context, *rand.Rand) error) {
		luck := rand.New(rand.NewPCG(7, uint64(len(s.strays))))
		all.Go(func() {
			for ctx.Err() == nil {
				s.judge(ctx, act(ctx, luck))
			}
		})
	}
	for range 3 {
		a := s.server()
		for _, job := range []func(context.Context, domain.Actor) (int, error){a.AdvanceRequests, a.MatchAtOnce, a.MatchDue, a.DeliverOutbox} {
			again(func(ctx context.Context, _ *rand.Rand) error { _, err := job(ctx, domain.Clock()); return err })
		}
	}
	frozen := s.server()
	all.Go(func() { s.frozen(ctx, frozen) })
	people, priya := s.server(), s.as("Priya")
	for range 4 {
		again(func(ctx context.Context, luck *rand.Rand) error { return s.answer(ctx, people, luck) })
	}
	for range 2 {
		again(func(ctx context.Context, luck *rand.Rand) error { return s.byHand(ctx, people, priya, luck) })
	}
	again(func(ctx context.Context, luck *rand.Rand) error { return s.look(ctx, people, luck) })
	all.Go(func() { s.every(ctx, 50*time.Millisecond, s.later) })
	all.Go(func() { s.every(ctx, 300*time.Millisecond, s.cutOne) })
	all.Wait()
}

// every does something at each tick.
func (s *storm) every(ctx context.Context, span time.Duration, do func(context.Context) error) {
	tick := time.NewTicker(span)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.judge(ctx, do(ctx))
		}
	}
}

// frozen is a server that stands still between making a plan and following it, as one may that has just lost the lead.
func (s *storm) frozen(ctx context.Context, a *App) {
	still := time.NewTicker(150 * time.Millisecond)
	defer still.Stop()
	g := s.allowed(domain.Clock())
	for ctx.Err() == nil {
		w, err := a.read(ctx, g)
		if err != nil {
			s.judge(ctx, err)
			continue
		}
		requests, err := w.OpenRequests(ctx, s.district, len(s.asks)) // due or not: the more it says, the more of it is old
		s.judge(ctx, err)
		b, choice, err := a.plan(ctx, g, s.district, requests, planning{again: true})
		s.judge(ctx, err)
		select {
		case <-ctx.Done():
			return
		case <-still.C:
		}
		if err != nil {
			continue
		}
		var which []int
		for n := range requests {
			which = append(which, n)
		}
		c := claiming{App: a, grant: g, board: b, choice: choice}
		s.judge(ctx, c.all(ctx, which))
	}
}

func (s *storm) later(ctx context.Context) error {
	return s.behind.Store().AdvanceClock(ctx, 20*time.Second)
}

// cutOne ends a session of somebody, wherever they are.
func (s *storm) cutOne(ctx context.Context) error {
	_, err := s.behind.SQL.ExecContext(ctx, `
		SELECT pg_terminate_backend(pid)
		FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' AND query NOT LIKE '%pg_terminate%'
		ORDER BY random()
		LIMIT 1`)
	s.cut++
	return err
}

// judge keeps errors that nobody should see: those of a cut session, of a lost race and of a person who came late are expected.
func (s *storm) judge(ctx context.Context, err error) {
	if err == nil || ctx.Err() != nil || domain.KindOf(err) != "" || errors.Is(err, context.Canceled) {
		return
	}
	words := err.Error()
	for _, fine := range []string{"could not be moved", "could not be matched", "terminating connection", "bad connection", "connection reset", "EOF", "no rows", "deadlock detected"} {
		if strings.Contains(words, fine) {
			return
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.strays = append(s.strays, words)
}

// answer lets somebody who holds an invitation answer it, or a helper report of the visit.
func (s *storm) answer(ctx context.Context, a *App, luck *rand.Rand) error {
	var i domain.Invitation
	err := a.db.SQL.QueryRowContext(ctx, `
		SELECT i.district_id, i.id, i.person_id, i.state
		FROM invitations i
		JOIN requests r ON r.district_id = i.district_id AND r.id = i.request_id
		WHERE i.state IN ('queued', 'delivered', 'held', 'accepted') OR (i.state = 'expired' AND random() < 0.1)
		ORDER BY random() + CASE r.next_action WHEN 'plan' THEN 0 ELSE 0.5 END -- those about to be planned again make the races
		LIMIT 1`).Scan(&i.DistrictID, &i.ID, &i.PersonID, &i.State)
	if err != nil {
		return err
	}
	asked := s.holding(i, domain.ForInvitation)
	switch n := luck.IntN(10); {
	case i.State == domain.Accepted && n < 2:
		return a.ReportVisit(ctx, s.holding(i, domain.ForVisit), ReportVisit{Said: "hand_back"})
	case i.State == domain.Accepted && n < 3:
		return a.ReportVisit(ctx, s.holding(i, domain.ForVisit), ReportVisit{Said: "done"})
	case i.State == domain.Accepted:
		return nil
	case n < 2:
		return a.HoldInvitation(ctx, asked)
	case n < 6:
		_, err = a.AnswerInvitation(ctx, asked, SaysNotThisTime)
	default:
		_, err = a.AnswerInvitation(ctx, asked, SaysYes)
	}
	return err
}

// byHand lets a coordinator ask wider, or choose a helper.
func (s *storm) byHand(ctx context.Context, a *App, who domain.Actor, luck *rand.Rand) error {
	r := s.asks[luck.IntN(len(s.asks))]
	if luck.IntN(4) == 0 {
		return a.AskHelper(ctx, who, AskHelper{RequestID: r, PersonID: s.helps[luck.IntN(len(s.helps))]})
	}
	return a.AskWider(ctx, who, r)
}

// calm lets the clock do what is left: what a dead session had claimed is anybody's after two minutes.
func (s *storm) calm() {
	for range 4 {
		pgtest.Advance(s.T, s.db, 3*time.Minute)
		s.beat()
	}
}

// broken recounts everything, and says what is wrong.
func (s *storm) broken() (out []string) {
	out = append(out, s.strays...)
	found, err := s.db.Store().Invariants(s.Context(), s.now())
	s.must(err)
	for _, i := range found {
		if i.Count != 0 {
			out = append(out, fmt.Sprintf("broken %d times: %s", i.Count, i.Name))
		}
	}
	for what, query := range map[string]string{
		"messages that are neither sent nor void": `SELECT count(*) FROM outbox WHERE state IN ('queued', 'claimed') AND due_at < (SELECT coalesce(frozen_at, now()) + ahead FROM clock)`,
		"claims without a row of the audit": `
			SELECT count(*)
			FROM invitations i
			WHERE i.kind = 'matched' AND i.overrides = '{}' AND NOT EXISTS (SELECT FROM audits a WHERE a.invitation_id = i.id AND a.request_id = i.request_id)`,
		"invitations without their step in the story": `
			SELECT count(*)
			FROM invitations i
			WHERE i.kind = 'matched' AND i.overrides = '{}' AND (
				SELECT count(*) FROM events e WHERE e.district_id = i.district_id AND e.invitation_id = i.id AND e.kind = 'asked') <> 1`,
	} {
		if n := s.number(query); n != 0 {
			out = append(out, fmt.Sprintf("%d %s", n, what))
		}
	}
	for _, id := range s.asks {
		s.must(s.app.transact(s.Context(), s.allowed(domain.Clock()), func(ctx context.Context, w *work) error {
			words, err := w.misjudged(ctx, id)
			if words != "" {
				out = append(out, words)
			}
			return err
		}))
	}
	return out
}

// look looks at a request under way, while nobody else can change it.
func (s *storm) look(ctx context.Context, a *App, luck *rand.Rand) error {
	words := ""
	err := a.transact(ctx, s.allowed(domain.Clock()), func(ctx context.Context, w *work) (err error) {
		words, err = w.misjudged(ctx, s.asks[luck.IntN(len(s.asks))])
		return err
	})
	if err == nil && words != "" {
		err = errors.New(words)
	}
	return err
}

// misjudged says what is wrong with the next action of a request: it must be what the clock's rules say of its rows.
func (w *work) misjudged(ctx context.Context, id domain.RequestID) (string, error) {
	r, err := w.LockRequest(ctx, id)
	if err != nil || r.State == domain.Closed || r.Tries > 0 {
		return "", err
	}
	all, err := w.Invitations(ctx, id)
	if err != nil {
		return "", err
	}
	rules, err := w.rules(ctx, r.DistrictID)
	if err != nil {
		return "", err
	}
	at, action := rules.Next(facts(r, waiting(all)))
	if at.After(w.now) && (string(action) != r.NextAction || !at.Equal(r.NextActionAt)) {
		return fmt.Sprintf("request %d, %s, is due to %s at %s, and by the rules to %s at %s", id, r.State, r.NextAction, r.NextActionAt, action, at), nil
	}
	return "", nil
}

// What a plan says of a request that has changed since, or that somebody is changing, is left undone; what says more than fits is done
// as far as it fits, and what has no fit is done at once with the rest.
func TestStore_ClaimPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom, una := w.volunteer("Tom", "Castle Row"), w.volunteer("Una", "Castle Row")
	w.exec(`UPDATE volunteers SET capacity = 2, budget_day = 1 WHERE person_id = $1`, tom)
	w.exec(`UPDATE volunteers SET capacity = 1, budget_day = 5 WHERE person_id = $1`, una)
	var claims []postgres.Claim
	claim := func(name string, who domain.PersonID) domain.Request {
		r := w.ask(name, "Castle Row", "dog")
		visit := w.now().Add(24 * time.Hour)
		claims = append(claims, postgres.Claim{RequestID: r.ID, Version: r.Version, FanOut: 1, Settled: true, Nobody: who == 0, SayNobody: who == 0,
			NextAction: "widen", NextActionAt: visit, Invitation: domain.Invitation{PersonID: who, Place: 1, VisitAt: visit, VisitEndsAt: visit.Add(time.Hour),
				Week: dateOf(domain.ISOWeek(visit, w.app.zone), w.app.zone)}})
		return r
	}
	moved := claim("Joan", tom)
	w.exec(`UPDATE requests SET version = version + 1 WHERE id = $1`, moved.ID)
	claim("Ken", tom) // fits
	claim("Lea", tom) // beyond the day's budget
	claim("Max", una) // fits
	claim("Nan", una) // beyond capacity
	alone := claim("Olga", 0)
	apart := claim("Pat", una)
	w.must(w.db.Store().KeepApart(t.Context(), w.district, una, apart.PersonID, w.who["Dee"], w.now()))
	busy := claim("Quin", una)

	held, err := w.behind.SQL.BeginTx(t.Context(), nil)
	w.must(err)
	defer held.Rollback()
	_, err = held.ExecContext(t.Context(), `SELECT FROM requests WHERE id = $1 FOR UPDATE`, busy.ID)
	w.must(err)
	var came []postgres.Claimed
	err = w.app.transact(t.Context(), w.allowed(domain.Clock()), func(ctx context.Context, k *work) error {
		by, err := k.asking(ctx, w.district)
		w.must(err)
		came, err = k.ClaimPlan(ctx, by, domain.Audit{Actor: domain.ClockActor, Action: domain.TurnClock, UseCase: "MatchDue"}, claims)
		return err
	})
	w.must(err)
	want := []struct{ seen, done, asked bool }{{}, {true, true, true}, {true, false, false}, {true, true, true}, {true, false, false}, {true, true, false}, {true, false, false}, {}}
	for n, c := range came {
		if c.Seen != want[n].seen || c.Done != want[n].done || (c.InvitationID != 0) != want[n].asked {
			t.Errorf("claim %d came to %+v, want %+v", n, c, want[n])
		}
	}
	now := w.request(alone.ID)
	if !now.Nobody || now.PlannedAt == nil || now.NextAction != "widen" || now.Version != alone.Version+1 {
		t.Errorf("of whom nobody was found for: nobody %v, planned %v, next %s, version %d", now.Nobody, now.PlannedAt, now.NextAction, now.Version)
	}
	if n := w.number(`SELECT count(*) FROM events WHERE request_id = $1 AND kind = 'nobody'`, alone.ID); n != 1 {
		t.Errorf("its story says so %d times", n)
	}
	if n := w.number(`SELECT count(*) FROM audits WHERE use_case = 'MatchDue' AND request_id IS NOT NULL`); n != 3 {
		t.Errorf("%d requests were audited, want 3", n)
	}
	w.must(held.Rollback())
	w.intact()
}
