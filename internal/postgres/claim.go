package postgres

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/lib/pq"

	"waymark/domain"
)

// Asking is who asks, when, and when the message about it may go out.
type Asking struct {
	DistrictID domain.DistrictID
	Now        time.Time
	AskedOn    time.Time // the local date: budgets are spent on it
	Due        time.Time // no message goes out before
	Actor      string    // as in the story: "clock", "person"
	ActorID    domain.PersonID
}

// Claim is what a plan says about one request: put it to a volunteer, or note that there is nobody; and how the request stands when
// that is done.
type Claim struct {
	RequestID  domain.RequestID
	Version    int               // of the request as the plan has seen it
	Invitation domain.Invitation // with person 0: the plan found nobody
	FanOut     int               // of the request, from now on
	Settled    bool              // it has been planned at this beat; else one more of it may be asked
	Nobody     bool              // nobody is left to ask at its level, from now on
	SayNobody  bool              // and its story says so

	NextAction   string // when Settled
	NextActionAt time.Time
}

// Claimed is what came of a claim.
type Claimed struct {
	Seen         bool                // the request is open and as the plan saw it
	Busy         bool                // somebody else had the volunteer locked: it may fit, a moment later
	Done         bool                // what the claim says is done; else, if it was seen and not busy, the pair does not fit any more
	InvitationID domain.InvitationID // 0: nobody was asked
}

// reached is how a person p is reached: as domain.Person.Reached.
const reached = `CASE
				WHEN p.preferred = 'letter' AND p.safe_to_write THEN 'letter'
				WHEN p.preferred = 'call' AND p.phone <> '' AND p.safe_to_ring THEN 'call'
				WHEN p.email <> '' AND p.email_bounced_at IS NULL AND p.safe_to_write THEN 'email'
				WHEN (p.phone <> '' AND p.safe_to_ring) OR NOT p.safe_to_write THEN 'call'
				ELSE 'letter' END`

// inviting writes the rows of chosen c: the invitation, the step of the story, the message. The first parameters are Asking's.
const inviting = `
	invited AS (
		INSERT INTO invitations (district_id, id, request_id, person_id, kind, asked_by, overrides, channel, state, place, level, scope,
			metres, cost, reasons, visit_at, visit_ends_at, week, asked_on, queued_at)
		SELECT ?0::bigint, c.id, c.request_id, c.person_id, c.kind, c.asked_by, c.overrides, c.channel, 'queued', c.place, c.level, c.scope,
			c.metres, c.cost, c.reasons, c.visit_at, c.visit_ends_at, c.week, ?2::date, ?1::timestamptz
		FROM chosen c),
	noted AS (
		INSERT INTO events (district_id, request_id, at, kind, actor, actor_id, person_id, invitation_id, data)
		SELECT ?0::bigint, c.request_id, ?1::timestamptz, 'asked', ?4::text, nullif(?5::bigint, 0), c.person_id, c.id,
			jsonb_build_object('way', c.channel)
		FROM chosen c),
	told AS (
		INSERT INTO outbox (district_id, key, kind, channel, person_id, request_id, invitation_id, created_at, due_at, deadline)
		SELECT ?0::bigint, 'invitation:' || c.id, CASE WHEN c.series_id IS NULL THEN 'invitation' ELSE 'series_cover' END, c.channel,
			c.person_id, c.request_id, c.id, ?1::timestamptz, ?3::timestamptz, c.useful_until
		FROM chosen c)`

// claiming applies a plan. The locks come first, requests before volunteers, each in the order of ids; what somebody else has locked is left
// to the next plan. Of the pairs of a volunteer those that come first in the plan are kept, as far as week and budget go. No two of
// its parts are joined with each other, and what is on file is looked up row by row: the planner knows nothing of the sizes of the parts,
// and would compare each row with each.
const claiming = `
	WITH asked AS (
		SELECT *, nullif(whom, 0) AS person_id
		FROM unnest(?6::bigint[], ?7::int[], ?8::bigint[], ?9::smallint[], ?10::smallint[], ?11::int[], ?12::bigint[], ?13::jsonb[],
				?14::timestamptz[], ?15::timestamptz[], ?16::date[], ?17::smallint[], ?18::bool[], ?19::bool[], ?20::bool[], ?21::text[],
				?22::timestamptz[])
			WITH ORDINALITY a (request_id, version, whom, place, scope, metres, cost, reasons, visit_at, visit_ends_at, week, fan_out,
				settled, nobody, say_nobody, next_action, next_action_at, n)),
	open AS MATERIALIZED (
		SELECT a.*, r.level, r.series_id, r.useful_until, r.town_id, r.section_id, r.street_id
		FROM requests r
		JOIN asked a ON a.request_id = r.id
		WHERE r.district_id = ?0::bigint AND r.state = 'open' AND r.version = a.version
		ORDER BY r.id
		FOR UPDATE OF r SKIP LOCKED),
	free AS MATERIALIZED (
		SELECT v.person_id
		FROM volunteers v
		WHERE v.district_id = ?0::bigint AND v.person_id IN (SELECT o.person_id FROM open o)
		ORDER BY v.person_id
		FOR UPDATE SKIP LOCKED),
	judged AS MATERIALIZED (
		SELECT o.*, ` + reached + ` AS channel, o.person_id IN (SELECT f.person_id FROM free f) AS is_free,
			coalesce(w.capacity - w.booked, p.capacity) AS room,
			least(coalesce(a.budget - a.asked, p.budget_week), CASE a.day WHEN ?2::date THEN a.day_budget - a.day_asked ELSE p.budget_day END) AS asks,
			p.resting IS FALSE AND p.fault IS NULL AND (p.checked_until > ?2::date) IS TRUE AND o.place <= o.fan_out AND NOT EXISTS (
					SELECT
					FROM invitations i
					WHERE i.district_id = ?0::bigint AND i.request_id = o.request_id
						AND ((i.person_id = o.person_id AND i.state IN ('queued', 'delivered', 'held', 'accepted', 'declined'))
							OR (i.place = o.place AND i.state IN ('queued', 'delivered', 'held', 'accepted')))) AS fits
		FROM open o
		LEFT JOIN pair_faults p ON p.district_id = ?0::bigint AND p.request_id = o.request_id AND p.person_id = o.person_id
		LEFT JOIN volunteer_weeks w ON w.district_id = ?0::bigint AND w.person_id = o.person_id AND w.week = o.week
		LEFT JOIN volunteer_weeks a ON a.district_id = ?0::bigint AND a.person_id = o.person_id AND a.week = week_of(?2::date)),
	roomy AS (
		SELECT j.*, j.fits AND j.is_free AND count(*) FILTER (WHERE j.fits) OVER (PARTITION BY j.person_id, j.week ORDER BY j.n) <= j.room AS has_room
		FROM judged j),
	ranked AS (
		SELECT r.*, r.has_room AND count(*) FILTER (WHERE r.has_room) OVER (PARTITION BY r.person_id ORDER BY r.n) <= r.asks AS is_chosen
		FROM roomy r),
	weighed AS MATERIALIZED (
		SELECT r.*, CASE WHEN r.is_chosen THEN nextval('invitations_id_seq') END AS id
		FROM ranked r
		ORDER BY r.n),
	chosen AS (
		SELECT *, 'matched' AS kind, NULL::bigint AS asked_by, '{}'::text[] AS overrides
		FROM weighed
		WHERE id IS NOT NULL),
	done AS (
		SELECT *
		FROM weighed
		WHERE id IS NOT NULL OR person_id IS NULL),
	stands AS (
		UPDATE requests r
		SET version = r.version + 1, fan_out = d.fan_out,
			planned_at = CASE WHEN d.settled THEN ?1::timestamptz ELSE r.planned_at END,
			nobody = d.nobody,
			tries = CASE WHEN d.settled AND (r.next_action, r.next_action_at) IS DISTINCT FROM (d.next_action, d.next_action_at) THEN 0 ELSE r.tries END,
			next_action = CASE WHEN d.settled THEN d.next_action ELSE r.next_action END,
			next_action_at = CASE WHEN d.settled THEN d.next_action_at ELSE r.next_action_at END
		FROM done d
		WHERE r.district_id = ?0::bigint AND r.id = d.request_id),` + inviting + `,
	lonely AS (
		INSERT INTO events (district_id, request_id, at, kind, actor, actor_id, data)
		SELECT ?0::bigint, d.request_id, ?1::timestamptz, 'nobody', ?4::text, nullif(?5::bigint, 0),
			jsonb_strip_nulls(jsonb_build_object('level', nullif(d.level, 0)))
		FROM done d
		WHERE d.say_nobody),
	audited AS (
		INSERT INTO audits (at, actor, purpose, action, use_case, district_id, town_id, section_id, street_id, request_id, invitation_id)
		SELECT ?1::timestamptz, ?23::text, '', ?24::text, ?25::text, ?0::bigint, d.town_id, d.section_id, d.street_id, d.request_id, d.id
		FROM done d)
	SELECT n, fits AND NOT is_free, id IS NOT NULL OR person_id IS NULL, coalesce(id, 0)
	FROM weighed`

// ClaimPlan applies a plan, or a part of it, to one district, in the transaction of this store: see claiming. What it has done is audited
// by the template. It returns what came of each claim, in their order. Nobody has to lead for it to be safe: what another has changed
// since, or is changing, is left as it is. It is an error when another's change came between its look at the rows and its locks: then
// it may be tried again (see Transact).
func (s *Store) ClaimPlan(ctx context.Context, by Asking, template domain.Audit, claims []Claim) (out []Claimed, err error) {
	defer wrap(&err, "Store.ClaimPlan(%d, %d claims)", by.DistrictID, len(claims))
	columns, err := columnsOf(claims)
	if err != nil {
		return nil, err
	}
	args := append(by.args(), columns...)
	args = append(args, template.Actor, template.Action, template.UseCase)
	if _, err := s.db.ExecContext(ctx, alone); err != nil {
		return nil, err
	}
	out = make([]Claimed, len(claims))
	err = s.beside(ctx, mutant(claiming), args, func(rows *sql.Rows) error {
		n, c := 0, Claimed{Seen: true}
		err := rows.Scan(&n, &c.Busy, &c.Done, &c.InvitationID)
		out[n-1] = c
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, s.tellChanges(ctx, by.DistrictID, claims, out)
}

// alone makes a transaction ready for a plan. Rows are looked up one by one, whatever the planner believes of tables that were empty when it
// last counted them. And it tells of its changes by itself: see tellChanges.
const alone = `
	SET LOCAL enable_seqscan = off;
	SET LOCAL enable_hashjoin = off;
	SET LOCAL enable_mergejoin = off;
	SET LOCAL waymark.tells = 'later'`

// tellChanges tells of all requests of a plan at once, as the last thing in its transaction, instead of one by one as it ends. What else
// the transaction changes is told of as ever.
func (s *Store) tellChanges(ctx context.Context, id domain.DistrictID, claims []Claim, came []Claimed) error {
	var changed pq.Int64Array
	for n, c := range came {
		if c.Done {
			changed = append(changed, int64(claims[n].RequestID))
		}
	}
	_, err := s.db.ExecContext(ctx, `SELECT tell_changes(?, ?::bigint[]), set_config('waymark.tells', '', true)`, id, changed)
	return err
}

// Invite puts a request to one volunteer whom a person chose: the invitation, which is given its id, the step of the story and the
// message. The database refuses whoever may not be asked: see RuleBroken.
func (s *Store) Invite(ctx context.Context, by Asking, r domain.Request, i *domain.Invitation) (err error) {
	defer wrap(&err, "Store.Invite(request %d, volunteer %d)", r.ID, i.PersonID)
	reasons, err := json.Marshal(i.Reasons)
	if err != nil {
		return err
	}
	args := append(by.args(), i.RequestID, i.PersonID, i.Kind, i.AskedBy, pq.StringArray(i.Overrides), i.Place, i.Level, i.Scope, i.Metres,
		i.Cost, string(reasons), i.VisitAt, i.VisitEndsAt, i.Week, r.SeriesID, r.UsefulUntil)
	return s.only(ctx, `
		WITH chosen AS MATERIALIZED (
			SELECT 1 AS n, nextval('invitations_id_seq') AS id, ?6::bigint AS request_id, p.id AS person_id, ?8 AS kind,
				nullif(?9::bigint, 0) AS asked_by, ?10::text[] AS overrides, `+reached+` AS channel, ?11::smallint AS place, ?12::smallint AS level,
				?13::smallint AS scope, ?14::int AS metres, ?15::bigint AS cost, ?16::jsonb AS reasons, ?17::timestamptz AS visit_at,
				?18::timestamptz AS visit_ends_at, ?19::date AS week, nullif(?20::bigint, 0) AS series_id, ?21::timestamptz AS useful_until
			FROM persons p
			WHERE p.district_id = ?0 AND p.id = ?7),`+inviting+`
		SELECT id FROM chosen`, args, &i.ID)
}

func (a Asking) args() []any {
	return []any{a.DistrictID, a.Now, a.AskedOn, a.Due, a.Actor, a.ActorID}
}
