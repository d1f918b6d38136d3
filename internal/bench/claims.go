package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/notify"
	"waymark/internal/postgres"
)

const (
	claimsAtOnce  = 2000 // by one statement: as the program does
	claimsASecond = 8000
	planSeconds   = 3
	unasked       = "unasked" // the measured district, where nobody has been asked and everybody waits for the plan
)

// ready takes back what the measured district has been asked, and makes all of it due.
const ready = `
	SET session_replication_role = replica; -- history is not written anew, so its rules have nothing to say
	TRUNCATE outbox, tasks, invitations, volunteer_weeks;
	UPDATE requests SET next_action = 'plan', next_action_at = now();
	SET session_replication_role = DEFAULT`

// claims is the part that measures how a plan gets into the database: a real one, that has its data on the disk when it says so.
type claims struct {
	b       *bench
	cluster *cluster
	at      time.Time
}

func measureClaims(ctx context.Context, b *bench) (err error) {
	c, err := startCluster(ctx, b.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	m := claims{b: b, cluster: c, at: openMorning(time.Now())}
	b.out.say("  making a district of %d volunteers and %d open requests ...", people, people)
	if err := c.world(ctx, unasked, people); err != nil {
		return err
	}
	for _, q := range []string{ready, "VACUUM ANALYZE"} {
		if err := c.do(ctx, unasked, q); err != nil {
			return err
		}
	}
	var perSecond, seconds []float64
	for n := range b.rounds + 1 {
		b.out.say("  plan, round %d of %d", n, b.rounds)
		rate, err := m.on(ctx, m.claim)
		if err != nil {
			return err
		}
		took, err := m.on(ctx, m.planned)
		if err != nil {
			return err
		}
		if n > 0 {
			perSecond, seconds = append(perSecond, rate), append(seconds, took)
		}
	}
	b.out.add(measured("matching.claims", "claims a second", atLeast(claimsASecond), perSecond))
	b.out.add(measured("matching.plan_in_database", "s", atMost(planSeconds), seconds))
	return nil
}

// openMorning is ten o'clock of the first Tuesday from a day on: a time at which people may be asked.
func openMorning(now time.Time) time.Time {
	day := time.Date(now.Year(), now.Month(), now.Day(), 10, 0, 0, 0, time.UTC)
	for day.Weekday() != time.Tuesday || day.Before(now) {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// on measures something on a fresh copy of the district, by one connection.
func (m claims) on(ctx context.Context, measure func(context.Context, *postgres.DB) (float64, error)) (value float64, err error) {
	const copied = "planned"
	if err := m.cluster.make(ctx, copied, unasked); err != nil {
		return 0, err
	}
	if err := m.cluster.do(ctx, "postgres", "CHECKPOINT"); err != nil {
		return 0, err
	}
	db, err := postgres.Open(m.cluster.DSN(copied))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SQL.SetMaxOpenConns(1)
	if err := db.Store().FreezeClock(ctx, m.at); err != nil {
		return 0, err
	}
	return measure(ctx, db)
}

// errWarm takes the first claim back.
var errWarm = errors.New("the connection is warm")

// claim puts each request to a volunteer of its own, and returns how many were a second. One claim comes before and is taken back: the
// connection of a server that runs has made its plans.
func (m claims) claim(ctx context.Context, db *postgres.DB) (float64, error) {
	err := m.put(ctx, db, m.pairs(1)[:1], errWarm)
	if !errors.Is(err, errWarm) {
		return 0, err
	}
	before, err := m.spent(ctx, db)
	if err != nil {
		return 0, err
	}
	var took time.Duration
	for first := 1; first <= people; first += claimsAtOnce {
		plan := m.pairs(first)
		began := time.Now()
		if err := m.put(ctx, db, plan, nil); err != nil {
			return 0, err
		}
		took += time.Since(began)
	}
	after, err := m.spent(ctx, db)
	m.b.out.say("  claims: %.0f a second, for %.2f s of the database's processor and %.1f MB of its log", people/took.Seconds(),
		(after.cpu - before.cpu).Seconds(), float64(after.log-before.log)/1e6)
	return people / took.Seconds(), err
}

// spending is what the database has used so far: time of its processor, and bytes of its log.
type spending struct {
	cpu time.Duration
	log int64
}

func (m claims) spent(ctx context.Context, db *postgres.DB) (s spending, err error) {
	if s.cpu, err = cpuOf(m.cluster.PID()); err != nil {
		return s, err
	}
	err = db.SQL.QueryRowContext(ctx, `SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint`).Scan(&s.log)
	return s, err
}

// put applies a plan in one transaction, which ends with an error.
func (m claims) put(ctx context.Context, db *postgres.DB, plan []postgres.Claim, end error) error {
	return db.Transact(ctx, func(ctx context.Context, s *postgres.Store) error {
		by := postgres.Asking{DistrictID: 1, Now: m.at, AskedOn: m.at.Truncate(24 * time.Hour), Due: m.at, Actor: "clock"}
		came, err := s.ClaimPlan(ctx, by, domain.Audit{Actor: domain.ClockActor, Action: domain.TurnClock, UseCase: "MatchDue"}, plan)
		if err != nil {
			return err
		}
		for n, c := range came {
			if c.InvitationID == 0 {
				return fmt.Errorf("request %d was not put to anybody", plan[n].RequestID)
			}
		}
		return end
	})
}

// pairs is a plan for the requests from first on.
func (m claims) pairs(first int) (out []postgres.Claim) {
	visit := m.at.Add(24 * time.Hour)
	week := domain.ISOWeek(visit, time.UTC)
	for id := first; id < first+claimsAtOnce; id++ {
		out = append(out, postgres.Claim{
			RequestID: domain.RequestID(id), Version: 1, FanOut: 1, Settled: true, NextAction: "widen", NextActionAt: m.at.Add(time.Hour),
			Invitation: domain.Invitation{
				PersonID: domain.PersonID(id + 1), Place: 1, Scope: domain.AtSection, Metres: 400, Cost: 620, VisitAt: visit,
				VisitEndsAt: visit.Add(45 * time.Minute), Week: week,
				Reasons: domain.Reasons{Scope: domain.AtSection, Metres: 400, Skills: []string{"errands"}, Slot: 3, LoadPrice: 20},
			},
		})
	}
	return out
}

// planned lets the program match all that is due, and returns how many seconds it took from the first row read to the last message
// written.
func (m claims) planned(ctx context.Context, db *postgres.DB) (float64, error) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return 0, err
	}
	a := app.New(db, app.Options{
		Secret: []byte(secret), BaseURL: "http://127.0.0.1", Zone: zone, Sender: notify.NewBox(1), From: "waymark@localhost",
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Policy: escalation.DefaultPolicy(),
	})
	began := time.Now()
	n, err := a.MatchDue(ctx, domain.Clock())
	took := time.Since(began).Seconds()
	if err != nil {
		return 0, err
	}
	var written int
	err = db.SQL.QueryRowContext(ctx, `SELECT count(*) FROM outbox WHERE kind = 'invitation'`).Scan(&written)
	if err == nil && (n < people/2 || written != n) {
		err = fmt.Errorf("%d were invited, by %d messages", n, written)
	}
	m.b.out.say("  %d of %d were invited in %.2f s", n, people, took)
	return took, err
}
