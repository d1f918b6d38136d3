package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// CaseKind says which asks are cases of a list.
type CaseKind string

// The kinds: each is a condition on a row r of requests, and an order.
const (
	NotFound CaseKind = "not_found" // the whole district was asked
	Waiting  CaseKind = "waiting"   // longer than we said
	CameUp   CaseKind = "came_up"   // no town could place them
	ComingUp CaseKind = "coming_up" // within a day
)

// waitsSince is since when a row r waits for what should have been.
const waitsSince = `CASE
		WHEN r.next_action IN ('hand', 'ring', 'reopen') THEN coalesce(r.visit_ends_at, r.visit_at, r.raised_at)
		WHEN r.next_action = 'new_time' THEN r.useful_until
		WHEN r.next_action = 'review' THEN coalesce(r.reviewed_at, r.raised_at)
		ELSE r.raised_at END`

// cases say which rows r are of a kind, and in which order they come. ?1 is a day before now, ?2 a day after.
var cases = map[CaseKind][2]string{
	NotFound: {"r.state = 'open' AND r.failed_at IS NOT NULL", "r.useful_until, r.id"},
	Waiting: {"r.state <> 'closed' AND " + needsPerson + ` AND NOT (r.state = 'open' AND r.failed_at IS NOT NULL)
			AND (r.next_action IN ('hand', 'new_time') OR ` + waitsSince + " < ?1)", "waits_since, r.id"},
	CameUp:   {"r.state = 'open' AND r.level = 3", "r.useful_until, r.id"},
	ComingUp: {"r.state = 'open' AND r.level = 2 AND r.next_action = 'widen' AND r.next_action_at < ?2", "r.next_action_at, r.id"},
}

// Cases returns the asks of a district that are of a kind, the most pressing first, with what was tried; and how many there are in all.
// Names are looked up, not joined: to plan nine joins takes three times as long as to read what they join.
func (s *Store) Cases(ctx context.Context, district domain.DistrictID, kind CaseKind, now time.Time, limit int) (out []domain.Case, all int, err error) {
	defer wrap(&err, "Store.Cases(%d, %s)", district, kind)
	is := cases[kind]
	before, after := now.AddDate(0, 0, -1), now.AddDate(0, 0, 1)
	var rows []struct {
		domain.Case
		Total int
	}
	err = s.db.NewRaw(`
		SELECT r.id, r.reference, r.private, (SELECT name FROM needs WHERE district_id = r.district_id AND id = r.need_id) AS need_name,
			(SELECT first_name FROM persons WHERE district_id = r.district_id AND id = r.person_id) AS first_name,
			coalesce((SELECT name FROM towns WHERE district_id = r.district_id AND id = r.town_id), '') AS town_name,
			coalesce((SELECT name FROM sections WHERE district_id = r.district_id AND id = r.section_id), '') AS section_name,
			coalesce((SELECT name FROM streets WHERE district_id = r.district_id AND id = r.street_id), '') AS street_name,
			coalesce((SELECT first_name FROM persons WHERE district_id = r.district_id AND id = r.owner_id), '') AS owner_name,
			r.state, r.urgency, r.level, coalesce(r.owner_id, 0) AS owner_id, r.raised_at, r.useful_until,
			coalesce(r.next_action, '') AS next_action, coalesce(r.next_action_at, r.raised_at) AS next_action_at, r.failed_at, r.visit_at,
			r.helper_said, r.person_said, r.street_id IS NOT NULL AS placed, r.approved_at IS NOT NULL AS approved,
			coalesce((SELECT h.first_name `+helperNow+`), '') AS helper_name,
			coalesce((SELECT e.at FROM escalations e WHERE e.district_id = r.district_id AND e.request_id = r.id AND e.level = 3),
				CASE WHEN r.level = 3 THEN r.level_since END) AS came_up_at,
			l.waits_since, l.total, i.asked, i.could_not, i.silent
		FROM (
			SELECT r.district_id, r.id, `+waitsSince+` AS waits_since, count(*) OVER () AS total
			FROM requests r
			WHERE r.district_id = ?0 AND `+is[0]+`
			ORDER BY `+is[1]+`
			LIMIT ?3) l
		JOIN requests r ON r.district_id = l.district_id AND r.id = l.id
		CROSS JOIN LATERAL (
			SELECT count(DISTINCT i.person_id) AS asked, count(DISTINCT i.person_id) FILTER (WHERE i.state = 'declined') AS could_not,
				count(DISTINCT i.person_id) FILTER (WHERE i.state = 'expired') AS silent
			FROM invitations i
			WHERE i.district_id = r.district_id AND i.request_id = r.id) i
		ORDER BY `+is[1], district, before, after, limit).Scan(ctx, &rows)
	for _, r := range rows {
		out, all = append(out, r.Case), r.Total
	}
	return out, all, err
}

// TownNews returns, by town, what came in and what was settled since an instant. A town without either is left out.
func (s *Store) TownNews(ctx context.Context, district domain.DistrictID, since time.Time) (out []domain.TownNews, err error) {
	defer wrap(&err, "Store.TownNews(%d)", district)
	err = s.db.NewRaw(`
		WITH asked AS (
			SELECT coalesce(r.town_id, 0) AS town_id, n.name, count(*) AS count
			FROM requests r
			JOIN needs n ON n.district_id = r.district_id AND n.id = r.need_id
			WHERE r.district_id = ?0 AND r.raised_at >= ?1
			GROUP BY 1, 2),
		helped AS (
			SELECT coalesce(r.town_id, 0) AS town_id, count(*) AS count
			FROM requests r
			WHERE r.district_id = ?0 AND r.closed_at >= ?1 AND r.ending = 'helped'
			GROUP BY 1)
		SELECT b.town_id, coalesce(t.name, '') AS town_name, coalesce(b.asked, 0) AS asked, coalesce(b.helped, 0) AS helped, b.needs
		FROM (
			SELECT coalesce(a.town_id, h.town_id) AS town_id, a.asked, h.count AS helped, coalesce(a.needs, '') AS needs
			FROM (
				SELECT town_id, sum(count) AS asked, array_to_string((array_agg(name || ' ' || count ORDER BY count DESC, name))[:4], ', ') AS needs
				FROM asked
				GROUP BY town_id) a
			FULL JOIN helped h ON h.town_id = a.town_id) b
		LEFT JOIN towns t ON t.district_id = ?0 AND t.id = b.town_id
		ORDER BY lower(t.name) NULLS LAST`, district, since).Scan(ctx, &out)
	return out, err
}
