package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/postgres"
)

// What connectors log, and how long that and reading it may take.
const (
	talkers      = 1000       // connectors
	talks        = 10_000_000 // conversations of five years
	talksPart    = 1_000_000  // made in one statement
	talksARound  = 1000
	logMS        = 5   // the 99th percentile of counting one, from the question to the last byte
	logTimes     = 3   // how many times as fast pgbench may be with the insert alone
	rippleMS     = 100 // the 99th percentile of what a town's page reads
	rippleTimes  = 50  // in a round
	talkServices = 50
)

// manyTalks are connectors in the four towns, and something to talk of and to point to. Conversations are made in parts, without the
// checks of each row, which are the same for all; and what was counted is added up at the end, as a recount does it.
const (
	manyTalkers = `
	INSERT INTO themes (district_id, id, code, name, position) SELECT 1, n, 'theme_' || chr(96 + n), 'Theme ' || n, n FROM generate_series(1, 10) n;
	INSERT INTO organizations (district_id, id, name, name_key) VALUES (1, 1, 'The club', 'the club');
	INSERT INTO services (district_id, id, organization_id, name, name_key, status, created_at, changed_at, search_title, search_body, search_shelf)
	SELECT 1, n, 1, 'Service ' || n, 'service ' || n, CASE WHEN n %% 10 = 0 THEN 'full' ELSE 'open' END, now(), now(), '', '', '' FROM generate_series(1, %[2]d) n;
	INSERT INTO service_themes SELECT 1, n, 1 + n %% 9 FROM generate_series(1, %[2]d) n;
	INSERT INTO connector_kinds (district_id, id, code, name) VALUES (1, 1, 'community', 'Community connector');
	INSERT INTO connectors (district_id, person_id, kind_id, town_id, joined_by, notice_version, agreed_at, badge_until)
	SELECT 1, n + 1, 1, 1 + n %% 4, 'link', '1', now() - interval '5 years', current_date + 365 FROM generate_series(1, %[1]d) n`
	somewhatOf = `
	SET session_replication_role = replica;
	INSERT INTO conversations (district_id, client_key, connector_id, town_id, section_id, day, theme_id, led_to, service_id, channel, people)
	SELECT 1, lpad(to_hex(n), 32, '0')::uuid, c.person_id, c.town_id, CASE WHEN k / 7 %% 11 < 10 THEN c.town_id + 4 * (k / 7 %% 11) END,
		current_date - (n %% 1800)::integer, 1 + k %% 10, CASE WHEN k / 10 %% 12 > 0 THEN (ARRAY['listened', 'rang', 'elsewhere'])[1 + k %% 3] ELSE 'service' END,
		CASE WHEN k / 10 %% 12 = 0 THEN 1 + k / 120 %% %[4]d END, (ARRAY['face', 'phone', 'online', 'bench', 'cafe'])[1 + k / 3 %% 5], 1 + n %% 2
	FROM generate_series(%[1]d::bigint, %[2]d) n
	CROSS JOIN LATERAL (SELECT n / %[3]d AS k) once
	JOIN connectors c ON c.person_id = 2 + n * 7919 %% %[3]d`
	addedUp = `
	INSERT INTO conversation_counts (district_id, town_id, month, theme_id, channel, section_id, n, people)
	SELECT district_id, town_id, month_of(day), theme_id, channel, section_id, count(*), sum(people) FROM conversations GROUP BY 1, 2, 3, 4, 5, 6;
	INSERT INTO conversation_leads (district_id, town_id, month, theme_id, led_to, service_id, n)
	SELECT district_id, town_id, month_of(day), theme_id, led_to, service_id, count(*) FROM conversations GROUP BY 1, 2, 3, 4, 5, 6`
)

// sameInsert is for pgbench what the log writes, with what is added up by it.
const sameInsert = `\set who random(2, %d)
\set theme random(1, 10)
INSERT INTO conversations (district_id, client_key, connector_id, town_id, section_id, day, theme_id, led_to, service_id, channel, people, note, keep_until)
VALUES (1, gen_random_uuid(), :who, 1, NULL, current_date, :theme, 'listened', NULL, 'face', 1, '', NULL)
ON CONFLICT (district_id, client_key) DO NOTHING;
`

// measureLog measures how fast a conversation is counted where ten million are, and how fast what they came to is read.
func measureLog(ctx context.Context, b *bench) (err error) {
	c, err := startCluster(ctx, b.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	a := &api{b: b, cluster: c}
	b.out.say("  making %d conversations ...", talks)
	if err := c.world(ctx, served, talkers); err != nil {
		return err
	}
	if err := a.fillTalks(ctx); err != nil {
		return err
	}
	server, err := a.startWaymark(ctx, served)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	a.ours.head = http.Header{} // a badge is all that a connector has
	if err := a.measureTalks(ctx); err != nil {
		return err
	}
	return a.measureRipple(ctx)
}

// fillTalks writes years of conversations into a district that has as many people as there are connectors, or more.
func (a *api) fillTalks(ctx context.Context) error {
	if err := a.cluster.do(ctx, served, fmt.Sprintf(manyTalkers, talkers, talkServices)); err != nil {
		return err
	}
	for from := 1; from <= talks; from += talksPart {
		if err := a.cluster.do(ctx, served, fmt.Sprintf(somewhatOf, from, from+talksPart-1, talkers, talkServices)); err != nil {
			return err
		}
	}
	for _, q := range []string{addedUp, "VACUUM ANALYZE", "CHECKPOINT"} {
		if err := a.cluster.do(ctx, served, q); err != nil {
			return err
		}
	}
	return nil
}

// measureTalks logs through the server and inserts with pgbench in turn, one client each, into the same tables.
func (a *api) measureTalks(ctx context.Context) error {
	script := filepath.Join(a.b.dir, "talk.sql")
	if err := os.WriteFile(script, fmt.Appendf(nil, sameInsert, talkers+1), 0o644); err != nil {
		return err
	}
	var ours, bare []round
	for n := range a.b.rounds + 1 {
		a.b.out.say("  log, round %d of %d", n, a.b.rounds)
		o, err := a.ours.send(ctx, talkBodies(n))
		if err != nil {
			return err
		}
		p, _, err := a.pgbench(ctx, served, script, "-M", "prepared", "-c", "1", "-t", fmt.Sprint(talksARound))
		if err != nil {
			return err
		}
		if n > 0 {
			ours, bare = append(ours, o), append(bare, p)
		}
	}
	f := measured("log.pgbench", "times", atMost(logTimes), theirsOverOurs(each(ours, round.perSecond), each(bare, round.perSecond)))
	f.Ours, f.Theirs = sideOf(ours), sideOf(bare)
	a.b.out.add(f)
	var slow []float64
	for _, r := range ours {
		slow = append(slow, milliseconds(percentile(r.waited, 99)))
	}
	f = measured("log.p99", "ms", atMost(logMS), slow)
	f.Ours = sideOf(ours)
	a.b.out.add(f)
	return nil
}

// talkBodies are the conversations of a round, each by the badge of another connector.
func talkBodies(round int) (out [][]byte) {
	for n := range talksARound {
		badge := domain.Claim{Purpose: domain.ForLog, DistrictID: 1, PersonID: domain.PersonID(n%talkers + 2), ID: 1, Expires: time.Now().Add(24 * time.Hour)}
		out = append(out, mutation(`mutation ($input: LogConversationInput!) { logConversation(input: $input) { again } }`, map[string]any{
			"token": domain.Seal([]byte(secret), badge), "clientKey": fmt.Sprintf("ffffffff-0000-4000-8000-%06d%06d", round, n),
			"themeId": id("Theme", n%10+1), "ledTo": "LISTENED"}))
	}
	return out
}

// measureRipple reads what the page of a town does, and what a connector's own page does, in this process.
func (a *api) measureRipple(ctx context.Context) (err error) {
	db, err := postgres.Open(a.cluster.DSN(served))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	use := useCases(db)
	coordinator := domain.Actor{Kind: domain.PersonActor, DistrictID: 1, PersonID: 1, Roles: []domain.Role{{Kind: domain.DistrictCoordinator, DistrictID: 1}}}
	reads := map[string]func(n int) error{
		"log.ripple.p99": func(n int) error {
			r, err := use.TownRipple(ctx, coordinator, app.RippleAsked{TownID: domain.TownID(n%4 + 1)})
			if err == nil && (r.Talks.N < talks/30 || len(r.Nowhere) == 0 || len(r.InVain) == 0) {
				err = fmt.Errorf("the ripple has too little: %+v", r)
			}
			return err
		},
		"log.own.p99": func(n int) error {
			_, err := use.LogPage(ctx, domain.Actor{Kind: domain.BearerActor, Purpose: domain.ForLog, DistrictID: 1, PersonID: domain.PersonID(n%talkers + 2), Badge: 1})
			return err
		},
		"log.connectors.p99": func(int) error {
			_, _, err := use.ConnectorList(ctx, coordinator, app.Page{})
			return err
		},
	}
	for _, name := range slices.Sorted(maps.Keys(reads)) {
		var slow []float64
		for range a.b.rounds {
			took, err := timed(rippleTimes, reads[name])
			if err != nil {
				return err
			}
			slow = append(slow, took)
		}
		a.b.out.add(measured(name, "ms", atMost(rippleMS), slow))
	}
	return nil
}

// timed does something many times and returns the 99th percentile in milliseconds.
func timed(times int, do func(n int) error) (float64, error) {
	var took []time.Duration
	for n := range times {
		began := time.Now()
		if err := do(n); err != nil {
			return 0, err
		}
		took = append(took, time.Since(began))
	}
	return milliseconds(percentile(took, 99)), nil
}
