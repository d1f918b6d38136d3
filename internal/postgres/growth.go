package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"waymark/domain"
)

// TownStreets counts by town the streets of a scope, and those that nobody looks after.
func (s *Store) TownStreets(ctx context.Context, scope domain.Scope, today time.Time) (out []domain.TownStreets, err error) {
	defer wrap(&err, "Store.TownStreets")
	err = s.db.NewRaw(`
		SELECT t.id AS town_id, t.name AS town_name, count(*) AS streets, count(*) FILTER (WHERE w.rank = 0) AS vacant,
			count(*) FILTER (WHERE w.rank = 1) AS alone
		FROM (?) w
		JOIN towns t ON t.district_id = w.district_id AND t.id = w.town_id
		GROUP BY t.id, t.name
		ORDER BY lower(t.name), t.id`, lacking(scope, today)).Scan(ctx, &out)
	return out, err
}

// VacantStreets returns streets of a scope that nobody looks after: those first where somebody stopped since a date, then those from which
// most asks are open, then those with most people.
func (s *Store) VacantStreets(ctx context.Context, scope domain.Scope, today, since time.Time, limit int) (out []domain.VacantStreet, err error) {
	defer wrap(&err, "Store.VacantStreets")
	err = s.db.NewRaw(`
		WITH vacant AS (
			SELECT v.*, l.since
			FROM (?0) v
			LEFT JOIN LATERAL (?4) l ON true
			WHERE v.rank = 0),
		pressing AS ( -- how many live there is asked only where it settles which come first
			SELECT v.*, coalesce(r.open, 0) AS open, rank() OVER (ORDER BY (v.since >= ?2) IS TRUE DESC, coalesce(r.open, 0) DESC) AS nth
			FROM vacant v
			LEFT JOIN (
				SELECT district_id, street_id, count(*) AS open
				FROM requests
				WHERE state <> 'closed'
				GROUP BY district_id, street_id) r ON r.district_id = v.district_id AND r.street_id = v.id)
		SELECT v.id, v.name, t.name AS town_name, v.since, v.open,
			(SELECT count(*) FROM persons p WHERE p.district_id = v.district_id AND p.street_id = v.id AND p.left_at IS NULL) AS people
		FROM pressing v
		JOIN towns t ON t.district_id = v.district_id AND t.id = v.town_id
		WHERE v.nth <= ?3
		ORDER BY v.nth, people DESC, v.name, v.id
		LIMIT ?3`, lacking(scope, today), today, since, limit, lastHeld("v", bun.SafeQuery("'coordinator'"), today)).Scan(ctx, &out)
	return out, err
}

// QuietPeople returns those of a scope who help or look after a street since before an instant, and of whom we have heard nothing since then: they have
// answered nothing, been nowhere, looked at no page. Whoever is away or taking a rest is left out: we know why. Those come first whom we asked, then
// those who look after a street, then the longest silence. Whom it may be is gathered in whole sets: looking person by person takes ten times as long
// in a large district. Everything is put together by one number alone, as a person has the same in every district: two take a fifth longer.
func (s *Store) QuietPeople(ctx context.Context, scope domain.Scope, today, since, now time.Time, limit int) (out []domain.QuietPerson, counts domain.QuietCounts, err error) {
	defer wrap(&err, "Store.QuietPeople")
	var rows []struct {
		domain.QuietPerson
		Total, Ours int
	}
	err = s.db.NewRaw(`
		WITH part AS (
			SELECT d.person_id, max(d.helps_since) AS helps_since, max(d.looks_since) AS looks_since
			FROM (
				SELECT v.person_id, greatest(v.began_at, v.met_on) AS helps_since, NULL::date AS looks_since
				FROM volunteers v
				WHERE v.ended_at IS NULL
				UNION ALL
				SELECT o.person_id, NULL, o.begins_on
				FROM roles o
				WHERE o.kind IN ('coordinator', 'reserve') AND o.begins_on <= ?1 AND (o.ends_on IS NULL OR o.ends_on > ?1)) d
			GROUP BY d.person_id
			HAVING greatest(max(d.helps_since), max(d.looks_since)) < ?2),
		asked AS (
			SELECT i.person_id, max(i.queued_at) AS asked_at,
				greatest(max(i.answered_at), max(i.visit_ends_at) FILTER (WHERE i.state = 'accepted' AND i.visit_ends_at < ?3)) AS answered_at
			FROM invitations i
			GROUP BY i.person_id),
		seen AS (
			SELECT e.person_id, max(e.seen_at) AS seen_at
			FROM sessions e
			GROUP BY e.person_id),
		silent AS MATERIALIZED (
			SELECT person_id, w.helps_since, w.looks_since, a.asked_at, greatest(a.answered_at, e.seen_at) AS heard_at,
				w.helps_since IS NOT NULL AND (a.asked_at IS NULL OR a.asked_at < ?2) AS our_turn
			FROM part w
			LEFT JOIN asked a USING (person_id)
			LEFT JOIN seen e USING (person_id)
			WHERE coalesce(greatest(a.answered_at, e.seen_at), '-infinity') < ?2),
		quiet AS MATERIALIZED (
			SELECT h.*, p.district_id, p.first_name, p.last_name, p.street_id, count(*) OVER () AS total,
				count(*) FILTER (WHERE h.our_turn) OVER () AS ours
			FROM silent h
			JOIN persons p ON p.id = h.person_id
			WHERE p.left_at IS NULL
				AND p.street_id IN (SELECT s.id FROM streets s WHERE ?0)
				AND p.id NOT IN (SELECT b.person_id FROM absences b WHERE b.from_on <= ?1 AND (b.to_on IS NULL OR b.to_on > ?1))
			ORDER BY h.our_turn, h.looks_since IS NULL, coalesce(h.heard_at, h.helps_since, h.looks_since), h.person_id
			LIMIT ?4)
		SELECT q.person_id, q.first_name, q.last_name, s.name AS street_name, t.name AS town_name, q.helps_since IS NOT NULL AS helps,
			q.looks_since IS NOT NULL AS looks_after, greatest(q.helps_since, q.looks_since) AS began_at, q.heard_at, q.asked_at, q.our_turn,
			q.total, q.ours
		FROM quiet q
		JOIN streets s ON s.district_id = q.district_id AND s.id = q.street_id
		JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
		ORDER BY q.our_turn, q.looks_since IS NULL, coalesce(q.heard_at, q.helps_since, q.looks_since), q.person_id`,
		inScope(scope, "s.district_id", "s.town_id", "s.section_id", "s.id"), today, since, now, limit).Scan(ctx, &rows)
	for _, r := range rows {
		out, counts = append(out, r.QuietPerson), domain.QuietCounts{All: r.Total, OurTurn: r.Ours}
	}
	return out, counts, err
}

// NotMet returns the volunteers of a scope whom nobody has met yet, those who wait longest first, and how many there are.
func (s *Store) NotMet(ctx context.Context, scope domain.Scope, limit int) (out []domain.NotMetYet, all int, err error) {
	defer wrap(&err, "Store.NotMet")
	var rows []struct {
		domain.NotMetYet
		Total int
	}
	err = s.db.NewRaw(`
		SELECT p.id AS person_id, p.first_name, p.last_name, s.name AS street_name, t.name AS town_name, v.began_at, count(*) OVER () AS total
		FROM volunteers v
		JOIN persons p ON p.district_id = v.district_id AND p.id = v.person_id
		JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id
		JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
		WHERE v.standing = 'not_met' AND v.ended_at IS NULL AND p.left_at IS NULL AND ?0
		ORDER BY v.began_at, p.id
		LIMIT ?1`, inScope(scope, "p.district_id", "s.town_id", "s.section_id", "s.id"), limit).Scan(ctx, &rows)
	for _, r := range rows {
		out, all = append(out, r.NotMetYet), r.Total
	}
	return out, all, err
}
