package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/postgres"
)

// What a district asks and talks about in a year, and how long it may take to read, keep and recount what came of it.
const (
	coveredPeople  = 10_000
	coveredStreets = 5000
	asks           = 1_000_000
	asksPart       = 250_000
	askedNow       = 300 // asked while it is measured
	coverageTimes  = 300 // reads of each kind in a round
	talksAtOnce    = 250 // logged before it is changed whether they are added up, so that a slow moment weighs on both alike
	talksFirst     = 20  // logged before these are measured: what PostgreSQL plans anew once a table was changed counts for neither
	talkPairs      = 16  // of those, in a round
	coverageMS     = 50
	rollUpPercent  = 10
	recountSeconds = 60
)

// The streets lie about a town, every other has a coordinator, and they are in 150 areas with figures of deprivation. An ask has one who said yes
// eight times of ten, and a fifth of the others waited in vain. The checks of each row, which are the same for all, are left out, and what has
// changed is told as it is when asks change.
const (
	manyStreets = `
	INSERT INTO streets (district_id, id, town_id, section_id, name, name_key, search_key, lat, lon, x, y, length_m)
	SELECT 1, i, i %% 4 + 1, i %% 40 + 1, 'Street ' || i, 'street ' || i, 'street ' || i, 52.6 + i %% 71 * 0.001, -0.7 + i / 71 * 0.001, i * 37 %% 9000, i * 91 %% 9000, 300
	FROM generate_series(1001, %d) i;
	SELECT setval(pg_get_serial_sequence('streets', 'id'), %[1]d);
	INSERT INTO roles (district_id, person_id, kind, street_id, begins_on)
	SELECT 1, 2 + i, 'coordinator', i, current_date FROM generate_series(1, %[1]d, 2) i;
	INSERT INTO areas (district_id, id, kind, year, code, name, rings)
	SELECT 1, i, 'lsoa', 2021, 'E01' || lpad(i::text, 6, '0'), 'Area ' || i, '[]' FROM generate_series(1, 150) i;
	INSERT INTO deprivation (edition, year, code, rank, decile)
	SELECT 2025, 2021, 'E01' || lpad(i::text, 6, '0'), i, i %% 10 + 1 FROM generate_series(1, 33755) i;
	INSERT INTO street_areas (district_id, street_id, kind, year, area_id)
	SELECT 1, i, 'lsoa', 2021, i %% 150 + 1 FROM generate_series(1, %[1]d) i`
	manyAsks = `
	SET session_replication_role = replica;
	INSERT INTO requests (district_id, id, reference, person_id, need_id, skills, check_required, distance, minutes, goes_out, town_id, section_id, street_id, urgency,
		wanted_from, useful_until, came_by, door_words, raised_by, raised_at, approved_at, approved_by, start_level, level, started_at, level_since, owner_id, owner_since,
		state, closed_at, ending, failed_at)
	SELECT 1, 1000000 + n, 'c' || n, %[3]d + 1 + n %% %[3]d, n %% 5 + 1, '{errands}', 'met', 'near', 45, 'ask_first', s.town_id, s.section_id, s.id, 'W',
		t.at, t.at + interval '9 days', 'web', 'blue kettle', NULL, t.at, t.at, 1, 0, n / 7 %% 4, t.at, t.at, 1, t.at,
		'closed', t.at + interval '5 days', CASE WHEN n %% 10 < 8 THEN 'helped' ELSE 'withdrawn' END, CASE WHEN n %% 50 = 9 THEN t.at + interval '4 days' END
	FROM generate_series(%[1]d, %[2]d) n
	CROSS JOIN LATERAL (SELECT now() - (n::bigint * 7919 %% 525600) * interval '1 minute' AS at) t
	JOIN streets s ON s.district_id = 1 AND s.id = 1 + n::bigint * 104729 %% %[4]d;
	INSERT INTO invitations (district_id, id, request_id, person_id, kind, channel, state, place, level, scope, visit_at, visit_ends_at, week, asked_on, queued_at, answered_at)
	SELECT 1, r.id, r.id, 2 + r.id %% %[3]d, 'matched', 'email', 'accepted', 1, r.level, r.level, r.raised_at + interval '2 days', r.raised_at + interval '2 days 1 hour',
		date_trunc('week', r.raised_at)::date, r.raised_at::date, r.raised_at, r.raised_at + r.id * 17 %% 4000 * interval '1 minute'
	FROM requests r
	WHERE r.id BETWEEN 1000000 + %[1]d AND 1000000 + %[2]d AND r.ending = 'helped';
	INSERT INTO events (district_id, request_id, at, kind, actor, person_id, invitation_id)
	SELECT 1, i.request_id, i.answered_at, 'accepted', 'helper', i.person_id, i.id
	FROM invitations i
	WHERE i.id BETWEEN 1000000 + %[1]d AND 1000000 + %[2]d;
	INSERT INTO request_changes (district_id, request_id, change_id, by_xact)
	SELECT 1, 1000000 + n, nextval('request_change_numbers'), pg_current_xact_id() FROM generate_series(%[1]d, %[2]d) n`
	asksMade = `
	SELECT setval(pg_get_serial_sequence('requests', 'id'), 3000000), setval(pg_get_serial_sequence('invitations', 'id'), 3000000)`
	// What is not added up is taken away again.
	talksAlone = `ALTER TABLE conversations DISABLE TRIGGER USER`
	talksAdded = `DELETE FROM conversations WHERE district_id = 1 AND client_key BETWEEN 'eeeeeeee-0000-4000-8000-%06[1]d000000' AND 'eeeeeeee-0000-4000-8000-%06[1]d999999'; ALTER TABLE conversations ENABLE TRIGGER USER`
)

// measureCoverage measures how fast is read what came of a district's year, and what it costs to keep and to recount that.
func measureCoverage(ctx context.Context, b *bench) (err error) {
	c, err := startCluster(ctx, b.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	a := &api{b: b, cluster: c}
	b.out.say("  making %d streets, %d asks and %d conversations ...", coveredStreets, asks, talks)
	if err := a.fillCoverage(ctx); err != nil {
		return err
	}
	db, err := postgres.Open(c.DSN(served) + " statement_timeout=0")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Store().SettleTenths(ctx, 1); err != nil {
		return err
	}
	use := useCases(db)
	began := time.Now()
	n, err := use.FollowAsks(ctx, domain.Clock())
	if err != nil {
		return err
	}
	b.out.say("  %d asks were added up in %.0f s", n, time.Since(began).Seconds())
	for _, q := range []string{"VACUUM ANALYZE", "CHECKPOINT"} { // what was filled in is written out before anything is measured
		if err := c.do(ctx, served, q); err != nil {
			return err
		}
	}
	return errors.Join(a.measureReads(ctx, use), a.measureRollUp(ctx, use), a.measureRecount(ctx, db))
}

func (a *api) fillCoverage(ctx context.Context) error {
	if err := a.cluster.world(ctx, served, coveredPeople); err != nil {
		return err
	}
	queries := []string{fmt.Sprintf(manyStreets, coveredStreets)}
	for from := 1; from <= asks; from += asksPart {
		queries = append(queries, fmt.Sprintf(manyAsks, from, from+asksPart-1, coveredPeople, coveredStreets))
	}
	for _, q := range append(queries, asksMade, "VACUUM ANALYZE") {
		if err := a.cluster.do(ctx, served, q); err != nil {
			return err
		}
	}
	return a.fillTalks(ctx)
}

// measureReads reads how well a district, a town and a street are covered, in this process.
func (a *api) measureReads(ctx context.Context, use *app.App) error {
	coordinator := domain.Actor{Kind: domain.PersonActor, DistrictID: 1, PersonID: 1, Roles: []domain.Role{{Kind: domain.DistrictCoordinator, DistrictID: 1}}}
	read := func(name string, asked func(n int) app.CoverageAsked) error {
		var slow []float64
		for round := range a.b.rounds + 1 { // the first warms up
			took, err := timed(coverageTimes, func(n int) error {
				got, err := use.Coverage(ctx, coordinator, asked(n))
				if err == nil && got.Place.Asks.Asked == 0 {
					err = fmt.Errorf("nobody asked in %+v", asked(n))
				}
				return err
			})
			if err != nil {
				return err
			}
			if round > 0 {
				slow = append(slow, took)
			}
		}
		a.b.out.add(measured(name, "ms", atMost(coverageMS), slow))
		return nil
	}
	reads := map[string]func(n int) app.CoverageAsked{
		"coverage.district.p99": func(int) app.CoverageAsked { return app.CoverageAsked{} },
		"coverage.town.p99":     func(n int) app.CoverageAsked { return app.CoverageAsked{TownID: domain.TownID(n%4 + 1)} },
		"coverage.section.p99":  func(n int) app.CoverageAsked { return app.CoverageAsked{SectionID: domain.SectionID(n%40 + 1)} },
		"coverage.street.p99": func(n int) app.CoverageAsked {
			return app.CoverageAsked{StreetID: domain.StreetID(n*77%coveredStreets + 1)}
		},
	}
	for _, name := range slices.Sorted(maps.Keys(reads)) {
		if err := read(name, reads[name]); err != nil {
			return err
		}
	}
	return nil
}

// measureRollUp compares what it costs to add up new asks and conversations with what it costs to write them down.
func (a *api) measureRollUp(ctx context.Context, use *app.App) error {
	var forAsks, forTalks []float64
	for round := range a.b.rounds {
		wrote, err := took(func() error { return askMany(ctx, use) })
		if err != nil {
			return err
		}
		added, err := took(func() error {
			_, err := use.FollowAsks(ctx, domain.Clock())
			return err
		})
		if err != nil {
			return err
		}
		forAsks = append(forAsks, 100*added/wrote)
		talks, err := a.rollUpTalks(ctx, use, round)
		if err != nil {
			return err
		}
		forTalks = append(forTalks, talks)
	}
	a.b.out.add(measured("coverage.rollup.asks", "%", atMost(rollUpPercent), forAsks))
	a.b.out.add(measured("coverage.rollup.talks", "%", atMost(rollUpPercent), forTalks))
	return nil
}

// rollUpTalks says how many per cent more processor time it takes to log where conversations are added up, here and in the database
// together: a disk that is busy for a moment says nothing of it.
func (a *api) rollUpTalks(ctx context.Context, use *app.App, round int) (float64, error) {
	var bare, whole time.Duration
	for pair := range talkPairs {
		turn := 2 * (round*talkPairs + pair)
		if err := a.talkAfter(ctx, use, talksAlone, turn, &bare); err != nil {
			return 0, err
		}
		if err := a.talkAfter(ctx, use, fmt.Sprintf(talksAdded, turn), turn+1, &whole); err != nil {
			return 0, err
		}
	}
	return 100 * (whole - bare).Seconds() / bare.Seconds(), nil
}

// talkAfter adds up the processor time that connectors take to log once the database was changed.
func (a *api) talkAfter(ctx context.Context, use *app.App, change string, turn int, into *time.Duration) error {
	if err := a.cluster.do(ctx, served, change); err != nil {
		return err
	}
	if err := talkMuch(ctx, use, turn, 0, talksFirst); err != nil {
		return err
	}
	before, err := cpuOf(a.cluster.PID(), os.Getpid())
	if err != nil {
		return err
	}
	if err := talkMuch(ctx, use, turn, talksFirst, talksFirst+talksAtOnce); err != nil {
		return err
	}
	after, err := cpuOf(a.cluster.PID(), os.Getpid())
	*into += after - before
	return err
}

// took is how many seconds something took.
func took(do func() error) (float64, error) {
	began := time.Now()
	err := do()
	return time.Since(began).Seconds(), err
}

func askMany(ctx context.Context, use *app.App) error {
	for n := range askedNow {
		_, err := use.RaiseRequest(ctx, domain.Public(), app.RaiseRequest{FirstName: "Ada", LastName: "Marsh", Phone: fmt.Sprintf("01632 %06d", 960000+n), SafeToRing: true,
			StreetID: domain.StreetID(n*31%coveredStreets + 1), NeedID: domain.NeedID(n%5 + 1), AgreedShare: true})
		if err != nil {
			return err
		}
	}
	return nil
}

func talkMuch(ctx context.Context, use *app.App, turn, from, until int) error {
	for n := from; n < until; n++ {
		who := domain.Actor{Kind: domain.BearerActor, Purpose: domain.ForLog, DistrictID: 1, PersonID: domain.PersonID(n%talkers + 2), Badge: 1}
		_, err := use.LogConversation(ctx, who, app.LogConversation{ClientKey: fmt.Sprintf("eeeeeeee-0000-4000-8000-%06d%06d", turn, n), ThemeID: domain.ThemeID(n%10 + 1), LedTo: domain.JustListened})
		if err != nil {
			return err
		}
	}
	return nil
}

// measureRecount recounts the year: what all asks and conversations come to, against what was kept of them.
func (a *api) measureRecount(ctx context.Context, db *postgres.DB) error {
	var seconds []float64
	for range a.b.rounds {
		s, err := took(func() error {
			r, err := useCases(db).Recount(ctx, domain.Clock())
			if err == nil && !r.OK() {
				err = fmt.Errorf("figures are not what a recount makes them: %+v", r)
			}
			return err
		})
		if err != nil {
			return err
		}
		seconds = append(seconds, s)
	}
	a.b.out.add(measured("coverage.recount", "s", atMost(recountSeconds), seconds))
	return nil
}
