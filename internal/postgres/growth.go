package postgres

import (
	"context"
	"time"

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
		SELECT v.id, v.name, t.name AS town_name, v.since, v.people, v.open
		FROM (
			SELECT s.*, (
					SELECT max(least(o.ends_on, (q.left_at)::date))
					FROM roles o
					JOIN persons q ON q.district_id = o.district_id AND q.id = o.person_id
					WHERE o.district_id = s.district_id AND o.kind = 'coordinator' AND (o.street_id = s.id OR o.section_id = s.section_id)
						AND o.begins_on < ?1) AS since,
				(SELECT count(*) FROM persons p WHERE p.district_id = s.district_id AND p.street_id = s.id AND p.left_at IS NULL) AS people,
				(SELECT count(*) FROM requests r
					WHERE r.district_id = s.district_id AND r.street_id = s.id AND r.state <> 'closed') AS open
			FROM (?0) s
			WHERE s.rank = 0) v
		JOIN towns t ON t.district_id = v.district_id AND t.id = v.town_id
		ORDER BY (v.since >= ?2) IS TRUE DESC, v.open DESC, v.people DESC, v.name, v.id
		LIMIT ?3`, lacking(scope, today), today, since, limit).Scan(ctx, &out)
	return out, err
}

// MissingHelp returns, by kind of help and town, how many people asked since an instant for what nobody was found for in the whole district.
// Who was helped after all does not count.
func (s *Store) MissingHelp(ctx context.Context, scope domain.Scope, since time.Time) (out []domain.MissingHelp, err error) {
	defer wrap(&err, "Store.MissingHelp")
	err = s.db.NewRaw(`
		SELECT n.id AS need_id, n.name AS need_name, coalesce(t.id, 0) AS town_id, coalesce(t.name, '') AS town_name,
			count(DISTINCT r.person_id) AS people, count(*) FILTER (WHERE r.state = 'open') AS open, max(r.failed_at) AS latest
		FROM requests r
		JOIN needs n ON n.district_id = r.district_id AND n.id = r.need_id
		LEFT JOIN towns t ON t.district_id = r.district_id AND t.id = r.town_id
		WHERE r.failed_at >= ?1 AND r.state <> 'assigned' AND coalesce(r.ending, '') NOT IN ('helped', 'mistake') AND ?0
		GROUP BY n.id, n.name, t.id, t.name
		ORDER BY n.name, n.id, lower(t.name)`, inScope(scope, "r.district_id", "r.town_id", "r.section_id", "r.street_id"), since).Scan(ctx, &out)
	return out, err
}

// lastHeard is when we last heard from a person p, or met them: an answer, a visit, a look at our pages, a note or a call that they made.
const lastHeard = `greatest(
				(SELECT max(i.answered_at) FROM invitations i WHERE i.district_id = p.district_id AND i.person_id = p.id),
				(SELECT max(i.visit_ends_at) FROM invitations i
					WHERE i.district_id = p.district_id AND i.person_id = p.id AND i.state = 'accepted' AND i.visit_ends_at < ?3),
				(SELECT max(e.seen_at) FROM sessions e WHERE e.district_id = p.district_id AND e.person_id = p.id))`

// QuietPeople returns those of a scope who help or look after a street since before an instant, and of whom we have heard nothing since then: they have
// answered nothing, been nowhere, looked at no page. Whoever is away or taking a rest is left out: we know why. Those come first whom we asked, then
// those who look after a street, then the longest silence.
func (s *Store) QuietPeople(ctx context.Context, scope domain.Scope, today, since, now time.Time, limit int) (out []domain.QuietPerson, counts domain.QuietCounts, err error) {
	defer wrap(&err, "Store.QuietPeople")
	var rows []struct {
		domain.QuietPerson
		Total, Ours int
	}
	err = s.db.NewRaw(`
		WITH here AS (
			SELECT p.district_id, p.id, p.first_name, p.last_name, p.created_at, s.name AS street_name, t.name AS town_name,
				(SELECT greatest(v.began_at, v.met_on) FROM volunteers v
					WHERE v.district_id = p.district_id AND v.person_id = p.id AND v.ended_at IS NULL) AS helps_since,
				(SELECT max(o.begins_on) FROM roles o
					WHERE o.district_id = p.district_id AND o.person_id = p.id AND o.kind IN ('coordinator', 'reserve')
						AND o.begins_on <= ?1 AND (o.ends_on IS NULL OR o.ends_on > ?1)) AS looks_since
			FROM persons p
			JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id
			JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
			WHERE p.left_at IS NULL AND ?0
				AND NOT EXISTS (
					SELECT FROM absences b
					WHERE b.district_id = p.district_id AND b.person_id = p.id AND b.from_on <= ?1 AND (b.to_on IS NULL OR b.to_on > ?1))),
		heard AS (
			SELECT p.*, `+lastHeard+` AS heard_at,
				(SELECT max(i.queued_at) FROM invitations i WHERE i.district_id = p.district_id AND i.person_id = p.id) AS asked_at
			FROM here p
			WHERE greatest(p.helps_since, p.looks_since) < ?2),
		silent AS (
			SELECT h.*, h.helps_since IS NOT NULL AND (h.asked_at IS NULL OR h.asked_at < ?2) AS our_turn
			FROM heard h
			WHERE h.heard_at IS NULL OR h.heard_at < ?2)
		SELECT h.id AS person_id, h.first_name, h.last_name, h.street_name, h.town_name, h.helps_since IS NOT NULL AS helps,
			h.looks_since IS NOT NULL AS looks_after, greatest(h.helps_since, h.looks_since) AS began_at, h.heard_at, h.asked_at, h.our_turn,
			count(*) OVER () AS total, count(*) FILTER (WHERE h.our_turn) OVER () AS ours
		FROM silent h
		ORDER BY h.our_turn, h.looks_since IS NULL, coalesce(h.heard_at, h.helps_since, h.looks_since), h.id
		LIMIT ?4`, inScope(scope, "p.district_id", "s.town_id", "s.section_id", "s.id"), today, since, now, limit).Scan(ctx, &rows)
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
