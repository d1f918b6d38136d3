package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// GapWindow says what counts as a sign of a gap.
type GapWindow struct {
	Since time.Time // nothing older counts
	Month time.Time // of what is counted by the month, this one and all later
	Today time.Time
	Least int // so many searches that found nothing
}

// notHelped is the condition that an ask r was not helped, and nobody is on their way.
const notHelped = `r.state <> 'assigned' AND coalesce(r.ending, '') NOT IN ('helped', 'mistake')`

// waitsNow is the condition that an ask r waits in a gap: nobody was found for it in its town, or at all, and it was not helped after all. ?1 is since when.
const waitsNow = `
			` + notHelped + `
			AND (r.failed_at >= ?1 OR r.level = 3 AND r.start_level < 3 AND r.level_since >= ?1)`

// GapSigns are what shows now in a district of asks, searches, services that take nobody, and streets that nobody looks after. What was
// counted before somebody closed its gap does not show again.
func (s *Store) GapSigns(ctx context.Context, district domain.DistrictID, at GapWindow) (out []domain.GapSign, err error) {
	defer wrap(&err, "Store.GapSigns(%d)", district)
	err = s.db.NewRaw(`
		WITH shut AS (
			SELECT s.kind, s.subject, s.words, s.town_id, g.closed_at
			FROM gap_signs s
			JOIN gaps g ON g.district_id = s.district_id AND g.id = s.gap_id
			WHERE s.district_id = ?0 AND g.stage = 'closed' AND NOT g.gone)
		SELECT 'help' AS kind, r.need_id AS subject, '' AS words, coalesce(r.town_id, 0) AS town_id, 0 AS section_id, count(*) AS times,
			min(r.raised_at) AS first_seen, max(coalesce(r.failed_at, r.level_since)) AS last_seen
		FROM requests r
		WHERE r.district_id = ?0 AND `+waitsNow+`
			AND NOT EXISTS (
				SELECT
				FROM gap_waits w
				JOIN gaps g ON g.district_id = w.district_id AND g.id = w.gap_id
				WHERE w.district_id = r.district_id AND w.request_id = r.id AND g.stage = 'closed')
		GROUP BY r.need_id, r.town_id
		UNION ALL
		SELECT 'search', 0, m.words, coalesce(m.town_id, 0), 0, sum(m.times), min(m.day), max(m.day)
		FROM missed_searches m
		LEFT JOIN shut ON shut.kind = 'search' AND shut.words = m.words AND shut.town_id = coalesce(m.town_id, 0)
		WHERE m.district_id = ?0 AND m.day >= ?1 AND (shut.closed_at IS NULL OR m.day > shut.closed_at)
		GROUP BY m.words, m.town_id
		HAVING sum(m.times) >= ?4
		UNION ALL
		SELECT 'full', v.id, '', l.town_id, 0, sum(l.n), min(l.month), max(l.month)
		FROM conversation_leads l
		JOIN services v ON v.district_id = l.district_id AND v.id = l.service_id
		LEFT JOIN shut ON shut.kind = 'full' AND shut.subject = v.id AND shut.town_id = l.town_id
		WHERE l.district_id = ?0 AND l.month >= ?2 AND v.status <> 'open' AND (shut.closed_at IS NULL OR l.month > shut.closed_at)
		GROUP BY v.id, l.town_id
		UNION ALL
		SELECT 'street', s.id, '', s.town_id, s.section_id, count(DISTINCT r.person_id), min(r.raised_at), max(r.raised_at)
		FROM requests r
		JOIN streets s ON s.district_id = r.district_id AND s.id = r.street_id
		LEFT JOIN shut ON shut.kind = 'street' AND shut.subject = s.id
		WHERE r.district_id = ?0 AND r.raised_at >= ?1 AND (shut.closed_at IS NULL OR r.raised_at > shut.closed_at) AND coalesce(r.ending, '') <> 'mistake' AND ?3
		GROUP BY s.id, s.town_id, s.section_id`, district, at.Since, at.Month, without(domain.Coordinator, at.Today), at.Least).Scan(ctx, &out)
	return out, err
}

// KnownSigns are the signs that have shown before in a district. Its gaps stay as they are until the transaction ends.
func (s *Store) KnownSigns(ctx context.Context, district domain.DistrictID) (out []domain.KnownSign, err error) {
	defer wrap(&err, "Store.KnownSigns(%d)", district)
	if _, err = s.db.NewRaw(`SELECT FROM gaps WHERE district_id = ? AND stage <> 'closed' ORDER BY id FOR UPDATE`, district).Exec(ctx); err != nil {
		return nil, err
	}
	err = s.db.NewRaw(`
		SELECT s.kind, s.subject, s.words, s.town_id, s.times, s.first_seen, s.last_seen, s.gap_id, s.here, g.stage, g.gone, g.closed_at,
			coalesce(w.waiting, 0) AS waiting
		FROM gap_signs s
		JOIN gaps g ON g.district_id = s.district_id AND g.id = s.gap_id
		LEFT JOIN (
			SELECT gap_id, count(*) AS waiting
			FROM gap_waits
			WHERE district_id = ?0 AND told_at IS NULL
			GROUP BY gap_id) w ON w.gap_id = s.gap_id
		WHERE s.district_id = ?0
		ORDER BY s.gap_id, s.kind, s.subject, s.words, s.town_id`, district).Scan(ctx, &out)
	return out, err
}

// SaveGapSign writes a sign down, as one of a gap.
func (s *Store) SaveGapSign(ctx context.Context, district domain.DistrictID, k domain.KnownSign) (err error) {
	defer wrap(&err, "Store.SaveGapSign(%d)", k.GapID)
	_, err = s.db.NewRaw(`
		INSERT INTO gap_signs (district_id, kind, subject, words, town_id, gap_id, here, times, first_seen, last_seen)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (district_id, kind, subject, words, town_id) DO UPDATE
		SET gap_id = excluded.gap_id, here = excluded.here, times = excluded.times, first_seen = excluded.first_seen, last_seen = excluded.last_seen`,
		district, k.Kind, k.Subject, k.Words, k.TownID, k.GapID, k.Here, k.Times, k.FirstSeen, k.LastSeen).Exec(ctx)
	return err
}

// FollowGapWaits lets asks wait in the gap of their sign, and those wait no more that were helped after all. Whoever has been told stays, and so
// does everybody in a gap that is closed.
func (s *Store) FollowGapWaits(ctx context.Context, district domain.DistrictID, since time.Time) (err error) {
	defer wrap(&err, "Store.FollowGapWaits(%d)", district)
	_, err = s.db.NewRaw(`
		DELETE FROM gap_waits w
		USING requests r, gaps g
		WHERE w.district_id = ?0 AND r.district_id = w.district_id AND r.id = w.request_id AND g.district_id = w.district_id AND g.id = w.gap_id
			AND g.stage <> 'closed' AND w.told_at IS NULL AND (r.state = 'assigned' OR r.ending IN ('helped', 'mistake'))`, district).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = s.db.NewRaw(`
		INSERT INTO gap_waits (district_id, request_id, gap_id, person_id)
		SELECT r.district_id, r.id, s.gap_id, r.person_id
		FROM requests r
		JOIN gap_signs s ON s.district_id = r.district_id AND s.kind = 'help' AND s.subject = r.need_id AND s.town_id = coalesce(r.town_id, 0)
		JOIN gaps g ON g.district_id = s.district_id AND g.id = s.gap_id AND g.stage <> 'closed'
		WHERE r.district_id = ?0 AND `+waitsNow+`
		ON CONFLICT DO NOTHING`, district, since).Exec(ctx)
	if err != nil {
		return err
	}
	return s.CountGapsAnew(ctx, district)
}

// countedGaps is what each open gap is counted by: who waits in it, and its signs. All are gathered once, not looked for gap by gap.
const countedGaps = `
		SELECT g.id, coalesce(w.people, 0) AS people, s.times, s.first_seen, s.last_seen
		FROM gaps g
		JOIN (
			SELECT gap_id, sum(times) AS times, min(first_seen) AS first_seen, max(last_seen) AS last_seen
			FROM gap_signs
			WHERE district_id = ?0
			GROUP BY gap_id) s ON s.gap_id = g.id
		LEFT JOIN (
			SELECT gap_id, count(DISTINCT person_id) AS people
			FROM gap_waits
			WHERE district_id = ?0
			GROUP BY gap_id) w ON w.gap_id = g.id
		WHERE g.district_id = ?0 AND g.stage <> 'closed'`

// CountGapsAnew counts who waits in the open gaps of a district, and how often they show.
func (s *Store) CountGapsAnew(ctx context.Context, district domain.DistrictID) (err error) {
	defer wrap(&err, "Store.CountGapsAnew(%d)", district)
	_, err = s.db.NewRaw(`
		UPDATE gaps g
		SET people = c.people, times = c.times, first_seen = c.first_seen, last_seen = c.last_seen
		FROM (`+countedGaps+`) c
		WHERE g.district_id = ?0 AND g.id = c.id AND (g.people, g.times, g.first_seen, g.last_seen) IS DISTINCT FROM (c.people, c.times, c.first_seen, c.last_seen)`,
		district).Exec(ctx)
	return err
}

// GapDifferences counts the open gaps that a recount makes larger or smaller.
func (s *Store) GapDifferences(ctx context.Context, district domain.DistrictID) (n int, err error) {
	defer wrap(&err, "Store.GapDifferences(%d)", district)
	err = s.db.NewRaw(`
		SELECT count(*)
		FROM gaps g
		JOIN (`+countedGaps+`) c ON c.id = g.id
		WHERE g.district_id = ?0 AND (g.people, g.times) IS DISTINCT FROM (c.people, c.times)`, district).Scan(ctx, &n)
	return n, err
}
