package postgres

import (
	"context"
	"strings"

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

// askPlaces are what an ask f counts for: the places that it lies in, and in a town and the district also the tenth t of its street.
const (
	askPlaces = `(0, f.street_id, 0), (1, f.section_id, 0), (2, f.town_id, 0), (3, f.district_id, 0), ` + askTenths
	askTenths = `(2, f.town_id, t.tenth), (3, f.district_id, t.tenth)`
)

// countsOf adds facts up for places, by month; sign is 1, or -1 for what an ask counted for before.
func countsOf(places string) string {
	return `
	SELECT f.district_id, p.level, p.place_id, p.tenth, f.month, sum(f.sign) AS asked, sum(f.sign * f.closed::int) AS closed, sum(f.sign * f.helped::int) AS helped,
		coalesce(sum(f.sign) FILTER (WHERE f.yes_level = 0), 0) AS yes_street, coalesce(sum(f.sign) FILTER (WHERE f.yes_level = 1), 0) AS yes_section,
		coalesce(sum(f.sign) FILTER (WHERE f.yes_level = 2), 0) AS yes_town, coalesce(sum(f.sign) FILTER (WHERE f.yes_level = 3), 0) AS yes_district,
		sum(f.sign * f.widened) AS widened, sum(f.sign * f.failed::int) AS failed
	FROM signed f` + inPlaces(places) + `
	GROUP BY 1, 2, 3, 4, 5`
}

func waitsOf(places string) string {
	return `
	SELECT f.district_id, p.level, p.place_id, p.tenth, f.month, f.yes_step AS step, sum(f.sign) AS n
	FROM signed f` + inPlaces(places) + ` AND f.yes_step IS NOT NULL
	GROUP BY 1, 2, 3, 4, 5, 6`
}

func inPlaces(places string) string {
	return `
	LEFT JOIN street_tenths t ON t.district_id = f.district_id AND t.street_id = f.street_id
	CROSS JOIN LATERAL (VALUES ` + places + `) p (level, place_id, tenth)
	WHERE p.place_id IS NOT NULL AND p.tenth IS NOT NULL`
}

const (
	addCounts = `
	INSERT INTO ask_counts AS c (district_id, level, place_id, tenth, month, asked, closed, helped, yes_street, yes_section, yes_town, yes_district, widened, failed)`
	addWaits = `
	INSERT INTO ask_waits AS w (district_id, level, place_id, tenth, month, step, n)`
)

// FigureRules are what figures of asks are added up by.
type FigureRules struct {
	Zone  string // of the people: which month it is there
	Steps []int  // coverage.Steps
}

// FollowAsks adds to the figures of a district what the next asks that changed count for now, takes off what they counted for before, and
// returns how many they were. Whoever follows at the same time waits.
func (s *Store) FollowAsks(ctx context.Context, id domain.DistrictID, rules FigureRules, most int) (n int, err error) {
	defer wrap(&err, "Store.FollowAsks(%d)", id)
	seen, err := s.holdFigures(ctx, id)
	if err != nil {
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

// holdFigures lets nobody else change the figures of a district until the transaction ends, and says how far they have come.
func (s *Store) holdFigures(ctx context.Context, id domain.DistrictID) (seen int64, err error) {
	if _, err := s.db.NewRaw(`INSERT INTO figures_seen (district_id, change_id) VALUES (?, 0) ON CONFLICT DO NOTHING`, id).Exec(ctx); err != nil {
		return 0, err
	}
	return seen, s.db.NewRaw(`SELECT change_id FROM figures_seen WHERE district_id = ? FOR UPDATE`, id).Scan(ctx, &seen)
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
			`+addWaits+`
			SELECT * FROM (`+waitsOf(askPlaces)+`) d
			WHERE n <> 0
			ON CONFLICT (district_id, level, place_id, tenth, month, step) DO UPDATE
			SET n = w.n + excluded.n)
		`+addCounts+`
		SELECT * FROM (`+countsOf(askPlaces)+`) d
		WHERE (asked, closed, helped, yes_street, yes_section, yes_town, yes_district, widened, failed) <> (0, 0, 0, 0, 0, 0, 0, 0, 0)
		ON CONFLICT (district_id, level, place_id, tenth, month) DO UPDATE
		SET asked = c.asked + excluded.asked, closed = c.closed + excluded.closed, helped = c.helped + excluded.helped,
			yes_street = c.yes_street + excluded.yes_street, yes_section = c.yes_section + excluded.yes_section, yes_town = c.yes_town + excluded.yes_town,
			yes_district = c.yes_district + excluded.yes_district, widened = c.widened + excluded.widened, failed = c.failed + excluded.failed`,
		rules.Zone, pgdialect.Array(rules.Steps), id, pgdialect.Array(ids)).Exec(ctx)
	return err
}

// SettleTenths works out anew in which tenth of the Indices of Deprivation the area of each street of a district is, by the newest edition that
// counts areas that are here, and where that has changed adds the asks of each tenth up from the beginning.
func (s *Store) SettleTenths(ctx context.Context, id domain.DistrictID) (err error) {
	defer wrap(&err, "Store.SettleTenths(%d)", id)
	if _, err := s.holdFigures(ctx, id); err != nil {
		return err
	}
	var changed bool
	err = s.db.NewRaw(`
		WITH now AS (`+streetTenths+`),
		gone AS (
			DELETE FROM street_tenths WHERE district_id = ?0 AND street_id NOT IN (SELECT street_id FROM now) RETURNING 1),
		kept AS (
			INSERT INTO street_tenths AS t
			SELECT * FROM now
			ON CONFLICT (district_id, street_id) DO UPDATE
			SET tenth = excluded.tenth, edition = excluded.edition, year = excluded.year
			WHERE (t.tenth, t.edition, t.year) <> (excluded.tenth, excluded.edition, excluded.year)
			RETURNING 1)
		SELECT EXISTS (TABLE gone) OR EXISTS (TABLE kept)`, id).Scan(ctx, &changed)
	if err != nil || !changed {
		return err
	}
	for _, again := range []string{
		`DELETE FROM ask_waits WHERE district_id = ? AND tenth > 0`, `DELETE FROM ask_counts WHERE district_id = ? AND tenth > 0`,
		`WITH signed AS (` + allFacts + `)` + addWaits + waitsOf(askTenths), `WITH signed AS (` + allFacts + `)` + addCounts + countsOf(askTenths),
	} {
		if _, err := s.db.NewRaw(again, id).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

const allFacts = `SELECT f.*, 1 AS sign FROM request_facts f WHERE f.district_id = ?`

// streetTenths are the tenths in which the areas of a district's streets are.
const streetTenths = `
	SELECT x.district_id, x.street_id, d.decile AS tenth, e.edition, e.year
	FROM (
		SELECT d.edition, d.year
		FROM areas a
		JOIN deprivation d ON d.code = a.code AND d.year = a.year
		WHERE a.district_id = ?0 AND a.kind = 'lsoa'
		ORDER BY d.edition DESC
		LIMIT 1) e
	JOIN street_areas x ON x.district_id = ?0 AND x.kind = 'lsoa' AND x.year = e.year
	JOIN areas a ON a.district_id = x.district_id AND a.id = x.area_id
	JOIN deprivation d ON d.code = a.code AND d.edition = e.edition`

// AskDifferences counts the figures of asks of a district that are not what a recount of all asks makes them. An ask that has changed since
// they were last followed counts as it did then.
func (s *Store) AskDifferences(ctx context.Context, id domain.DistrictID, rules FigureRules) (n int, err error) {
	defer wrap(&err, "Store.AskDifferences(%d)", id)
	err = s.db.NewRaw(`
		WITH street_tenths AS (`+strings.ReplaceAll(streetTenths, "?0", "?2")+`),
		changed AS (
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
		counted AS (`+countsOf(askPlaces)+`),
		counts AS (
			SELECT district_id, level, place_id, tenth, month, asked::bigint, closed::bigint, helped::bigint, yes_street::bigint, yes_section::bigint, yes_town::bigint, yes_district::bigint,
				widened::bigint, failed::bigint
			FROM ask_counts
			WHERE district_id = ?2 AND (asked, widened, failed) <> (0, 0, 0)),
		waited AS (`+waitsOf(askPlaces)+`),
		waits AS (
			SELECT district_id, level, place_id, tenth, month, step, n::bigint
			FROM ask_waits
			WHERE district_id = ?2 AND n <> 0)
		SELECT (SELECT count(*) FROM (TABLE counted EXCEPT TABLE counts) a) + (SELECT count(*) FROM (TABLE counts EXCEPT TABLE counted) b)
			+ (SELECT count(*) FROM (TABLE waited EXCEPT TABLE waits) c) + (SELECT count(*) FROM (TABLE waits EXCEPT TABLE waited) d)`,
		rules.Zone, pgdialect.Array(rules.Steps), id).Scan(ctx, &n)
	return n, err
}
