package postgres

import (
	"context"

	"github.com/uptrace/bun/dialect/pgdialect"

	"waymark/domain"
)

// factsOf is what each ask counts for now: ?0 is the time zone of the people, ?1 the reach of each step of a wait. Which asks follows. The first
// yes is what counts: a helper who falls away later makes no wait longer. A mistake counts for nothing.
const factsOf = `
	SELECT r.district_id, r.id AS request_id, month_of((r.raised_at AT TIME ZONE ?0)::date) AS month, r.town_id, r.section_id, r.street_id,
		r.state = 'closed' AS closed, coalesce(r.ending = 'helped', false) AS helped, y.level AS yes_level,
		width_bucket(ceil(extract(epoch FROM y.at - r.raised_at) / 60) - 1, ?1::numeric[])::smallint AS yes_step,
		(SELECT count(*) FROM escalations e WHERE e.district_id = r.district_id AND e.request_id = r.id)::smallint AS widened,
		r.failed_at IS NOT NULL AS failed
	FROM requests r
	LEFT JOIN LATERAL (
		SELECT i.level, e.at
		FROM events e
		JOIN invitations i ON i.district_id = e.district_id AND i.id = e.invitation_id
		WHERE e.district_id = r.district_id AND e.request_id = r.id AND e.kind = 'accepted'
		ORDER BY e.id
		LIMIT 1) y ON true
	WHERE r.ending IS DISTINCT FROM 'mistake'`

// countsOf adds facts up for the places that an ask lies in, by month; sign is 1, or -1 for what an ask counted for before.
const countsOf = `
	SELECT f.district_id, p.level, p.place_id, f.month, sum(f.sign) AS asked, sum(f.sign * f.closed::int) AS closed, sum(f.sign * f.helped::int) AS helped,
		coalesce(sum(f.sign) FILTER (WHERE f.yes_level = 0), 0) AS yes_street, coalesce(sum(f.sign) FILTER (WHERE f.yes_level = 1), 0) AS yes_section,
		coalesce(sum(f.sign) FILTER (WHERE f.yes_level = 2), 0) AS yes_town, coalesce(sum(f.sign) FILTER (WHERE f.yes_level = 3), 0) AS yes_district,
		sum(f.sign * f.widened) AS widened, sum(f.sign * f.failed::int) AS failed
	FROM signed f
	CROSS JOIN LATERAL (VALUES (0, f.street_id), (1, f.section_id), (2, f.town_id), (3, f.district_id)) p (level, place_id)
	WHERE p.place_id IS NOT NULL
	GROUP BY 1, 2, 3, 4`

const waitsOf = `
	SELECT f.district_id, p.level, p.place_id, f.month, f.yes_step AS step, sum(f.sign) AS n
	FROM signed f
	CROSS JOIN LATERAL (VALUES (0, f.street_id), (1, f.section_id), (2, f.town_id), (3, f.district_id)) p (level, place_id)
	WHERE p.place_id IS NOT NULL AND f.yes_step IS NOT NULL
	GROUP BY 1, 2, 3, 4, 5`

// FigureRules are what figures of asks are added up by.
type FigureRules struct {
	Zone  string // of the people: which month it is there
	Steps []int  // coverage.Steps
}

// FollowAsks adds to the figures of a district what the next asks that changed count for now, takes off what they counted for before, and
// returns how many they were. Whoever follows at the same time waits.
func (s *Store) FollowAsks(ctx context.Context, id domain.DistrictID, rules FigureRules, most int) (n int, err error) {
	defer wrap(&err, "Store.FollowAsks(%d)", id)
	_, err = s.db.NewRaw(`INSERT INTO figures_seen (district_id, change_id) VALUES (?, 0) ON CONFLICT DO NOTHING`, id).Exec(ctx)
	if err != nil {
		return 0, err
	}
	var seen int64
	if err := s.db.NewRaw(`SELECT change_id FROM figures_seen WHERE district_id = ? FOR UPDATE`, id).Scan(ctx, &seen); err != nil {
		return 0, err
	}
	var changes []struct {
		RequestID domain.RequestID
		ChangeID  int64
	}
	err = s.db.NewRaw(`
		SELECT request_id, change_id
		FROM request_changes
		WHERE district_id = ? AND change_id > ?
		ORDER BY change_id
		LIMIT ?`, id, seen, most).Scan(ctx, &changes)
	if err != nil || len(changes) == 0 {
		return 0, err
	}
	ids := make([]domain.RequestID, len(changes))
	for i, c := range changes {
		ids[i], seen = c.RequestID, c.ChangeID
	}
	if err := s.countAgain(ctx, id, rules, ids); err != nil {
		return 0, err
	}
	return len(ids), s.one(ctx, `UPDATE figures_seen SET change_id = ? WHERE district_id = ?`, seen, id)
}

// countAgain adds up what asks count for now, less what they counted for before.
func (s *Store) countAgain(ctx context.Context, id domain.DistrictID, rules FigureRules, ids []domain.RequestID) error {
	_, err := s.db.NewRaw(`
		WITH now AS (`+factsOf+` AND r.district_id = ?2 AND r.id = ANY(?3)),
		before AS (
			SELECT * FROM request_facts WHERE district_id = ?2 AND request_id = ANY(?3)),
		signed AS (
			SELECT n.*, 1 AS sign FROM now n
			UNION ALL
			SELECT b.*, -1 FROM before b),
		gone AS (
			DELETE FROM request_facts f
			WHERE f.district_id = ?2 AND f.request_id = ANY(?3) AND NOT EXISTS (SELECT FROM now n WHERE n.request_id = f.request_id)),
		kept AS (
			INSERT INTO request_facts
			SELECT * FROM now
			ON CONFLICT (district_id, request_id) DO UPDATE
			SET month = excluded.month, town_id = excluded.town_id, section_id = excluded.section_id, street_id = excluded.street_id, closed = excluded.closed,
				helped = excluded.helped, yes_level = excluded.yes_level, yes_step = excluded.yes_step, widened = excluded.widened, failed = excluded.failed),
		waited AS (
			INSERT INTO ask_waits AS w (district_id, level, place_id, month, step, n)
			SELECT * FROM (`+waitsOf+`) d
			WHERE n <> 0
			ON CONFLICT (district_id, level, place_id, month, step) DO UPDATE
			SET n = w.n + excluded.n)
		INSERT INTO ask_counts AS c (district_id, level, place_id, month, asked, closed, helped, yes_street, yes_section, yes_town, yes_district, widened, failed)
		SELECT * FROM (`+countsOf+`) d
		WHERE (asked, closed, helped, yes_street, yes_section, yes_town, yes_district, widened, failed) <> (0, 0, 0, 0, 0, 0, 0, 0, 0)
		ON CONFLICT (district_id, level, place_id, month) DO UPDATE
		SET asked = c.asked + excluded.asked, closed = c.closed + excluded.closed, helped = c.helped + excluded.helped,
			yes_street = c.yes_street + excluded.yes_street, yes_section = c.yes_section + excluded.yes_section, yes_town = c.yes_town + excluded.yes_town,
			yes_district = c.yes_district + excluded.yes_district, widened = c.widened + excluded.widened, failed = c.failed + excluded.failed`,
		rules.Zone, pgdialect.Array(rules.Steps), id, pgdialect.Array(ids)).Exec(ctx)
	return err
}

// AskDifferences counts the figures of asks of a district that are not what a recount of all asks makes them. An ask that has changed since
// they were last followed counts as it did then.
func (s *Store) AskDifferences(ctx context.Context, id domain.DistrictID, rules FigureRules) (n int, err error) {
	defer wrap(&err, "Store.AskDifferences(%d)", id)
	err = s.db.NewRaw(`
		WITH changed AS (
			SELECT c.request_id
			FROM request_changes c
			WHERE c.district_id = ?2 AND c.change_id > coalesce((SELECT change_id FROM figures_seen WHERE district_id = ?2), 0)),
		signed AS (
			SELECT f.*, 1 AS sign
			FROM (`+factsOf+` AND r.district_id = ?2 AND r.id NOT IN (SELECT request_id FROM changed)) f
			UNION ALL
			SELECT f.*, 1
			FROM request_facts f
			WHERE f.district_id = ?2 AND f.request_id IN (SELECT request_id FROM changed)),
		counted AS (`+countsOf+`),
		counts AS (
			SELECT district_id, level, place_id, month, asked::bigint, closed::bigint, helped::bigint, yes_street::bigint, yes_section::bigint, yes_town::bigint, yes_district::bigint,
				widened::bigint, failed::bigint
			FROM ask_counts
			WHERE district_id = ?2 AND (asked, widened, failed) <> (0, 0, 0)),
		waited AS (`+waitsOf+`),
		waits AS (
			SELECT district_id, level, place_id, month, step, n::bigint
			FROM ask_waits
			WHERE district_id = ?2 AND n <> 0)
		SELECT (SELECT count(*) FROM (TABLE counted EXCEPT TABLE counts) a) + (SELECT count(*) FROM (TABLE counts EXCEPT TABLE counted) b)
			+ (SELECT count(*) FROM (TABLE waited EXCEPT TABLE waits) c) + (SELECT count(*) FROM (TABLE waits EXCEPT TABLE waited) d)`,
		rules.Zone, pgdialect.Array(rules.Steps), id).Scan(ctx, &n)
	return n, err
}
