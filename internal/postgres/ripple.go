package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// RippleSums adds up what was counted in a town in some months, each way by which it is looked at. What had nothing is not in it.
func (s *Store) RippleSums(ctx context.Context, at domain.Spot, m domain.RippleMonths) (out []domain.RippleSum, err error) {
	defer wrap(&err, "Store.RippleSums(%d)", at.TownID)
	err = s.db.NewRaw(`
		SELECT CASE grouping(theme_id, section_id, channel, month)
				WHEN 7 THEN 'theme' WHEN 11 THEN 'place' WHEN 13 THEN 'channel' WHEN 14 THEN 'month' ELSE 'all' END AS cut,
			coalesce(theme_id, 0) AS theme_id, coalesce(section_id, 0) AS section_id, coalesce(channel, '') AS channel,
			coalesce(month, 'epoch') AS month, '' AS led_to, sum(n) AS n, sum(people) AS people
		FROM conversation_counts
		WHERE district_id = ?0 AND town_id = ?1 AND month >= ?2 AND month < ?3
		GROUP BY GROUPING SETS ((theme_id), (section_id), (channel), (month), ())
		HAVING count(*) > 0
		UNION ALL
		SELECT 'way', 0, 0, '', 'epoch', led_to, sum(n), 0
		FROM conversation_leads
		WHERE district_id = ?0 AND town_id = ?1 AND month >= ?2 AND month < ?3
		GROUP BY led_to`, at.DistrictID, at.TownID, m.From, m.Until).Scan(ctx, &out)
	return out, err
}

// WhoLogs returns how many connectors a town had in some months, and how many of them logged a conversation.
func (s *Store) WhoLogs(ctx context.Context, at domain.Spot, m domain.RippleMonths) (all, logging int, err error) {
	defer wrap(&err, "Store.WhoLogs(%d)", at.TownID)
	err = s.db.NewRaw(`
		SELECT count(*), count(*) FILTER (WHERE EXISTS (
			SELECT
			FROM conversations v
			WHERE v.district_id = c.district_id AND v.connector_id = c.person_id AND v.day >= ?2 AND v.day < ?3))
		FROM connectors c
		WHERE c.district_id = ?0 AND c.town_id = ?1 AND c.agreed_at < ?3 AND (c.ended_at IS NULL OR c.ended_at >= ?2)`,
		at.DistrictID, at.TownID, m.From, m.Until).Scan(ctx, &all, &logging)
	return all, logging, err
}

// PointedInVain returns what people of a town were pointed to in some months and what takes nobody today, most often first.
func (s *Store) PointedInVain(ctx context.Context, at domain.Spot, m domain.RippleMonths, limit int) (out []domain.PointedService, err error) {
	defer wrap(&err, "Store.PointedInVain(%d)", at.TownID)
	err = s.db.NewRaw(`
		SELECT v.id AS service_id, v.name, v.status, sum(l.n) AS n
		FROM conversation_leads l
		JOIN services v ON v.district_id = l.district_id AND v.id = l.service_id
		WHERE l.district_id = ? AND l.town_id = ? AND l.month >= ? AND l.month < ? AND v.status <> 'open'
		GROUP BY v.id, v.name, v.status
		ORDER BY n DESC, v.name
		LIMIT ?`, at.DistrictID, at.TownID, m.From, m.Until, limit).Scan(ctx, &out)
	return out, err
}

// ThemeTalks returns how often each theme was talked of in the towns of a scope since a month, and how much there is for it. What somebody
// fears for, and what is none of the themes, has a place of its own to be sent to.
func (s *Store) ThemeTalks(ctx context.Context, in domain.Scope, m domain.RippleMonths) (out []domain.ThemeTalks, err error) {
	defer wrap(&err, "Store.ThemeTalks")
	err = s.db.NewRaw(`
		SELECT h.id AS theme_id, h.code, h.name, t.id AS town_id, t.name AS town_name, l.n, l.pointed, (
			SELECT count(*)
			FROM service_themes x
			JOIN services v ON v.district_id = x.district_id AND v.id = x.service_id
			WHERE x.district_id = h.district_id AND x.theme_id = h.id AND v.status = 'open' AND v.audience = 'public'
				AND (v.town_id IS NULL OR v.town_id = t.id)) AS open
		FROM (
			SELECT l.district_id, l.town_id, l.theme_id, sum(l.n) AS n, coalesce(sum(l.n) FILTER (WHERE l.led_to = 'service'), 0) AS pointed
			FROM conversation_leads l
			WHERE ?0 AND l.month >= ?1 AND l.month < ?2
			GROUP BY l.district_id, l.town_id, l.theme_id) l
		JOIN themes h ON h.district_id = l.district_id AND h.id = l.theme_id
		JOIN towns t ON t.district_id = l.district_id AND t.id = l.town_id
		WHERE h.kind = 'theme'
		ORDER BY l.n DESC, h.position, lower(t.name)`, inScope(in, "l.district_id", "l.town_id", "0", "0"), m.From, m.Until).Scan(ctx, &out)
	return out, err
}

// RippleDifferences counts the sums since a month that are not what a recount makes of the conversations.
func (s *Store) RippleDifferences(ctx context.Context, since time.Time) (n int, err error) {
	defer wrap(&err, "Store.RippleDifferences")
	err = s.db.NewRaw(`
		WITH talks AS ( -- a district at a time: the index of days begins with it
			SELECT v.*
			FROM districts d
			JOIN conversations v ON v.district_id = d.id AND v.day >= ?0),
		counted AS (
			SELECT district_id, town_id, month_of(day) AS month, theme_id, channel, section_id, count(*) AS n, sum(people) AS people
			FROM talks
			GROUP BY 1, 2, 3, 4, 5, 6),
		counts AS (
			SELECT district_id, town_id, month, theme_id, channel, section_id, n, people
			FROM conversation_counts
			WHERE month >= ?0),
		led AS (
			SELECT district_id, town_id, month_of(day) AS month, theme_id, led_to, service_id, count(*) AS n
			FROM talks
			GROUP BY 1, 2, 3, 4, 5, 6),
		leads AS (
			SELECT district_id, town_id, month, theme_id, led_to, service_id, n
			FROM conversation_leads
			WHERE month >= ?0)
		SELECT (SELECT count(*) FROM (TABLE counted EXCEPT TABLE counts) a) + (SELECT count(*) FROM (TABLE counts EXCEPT TABLE counted) b)
			+ (SELECT count(*) FROM (TABLE led EXCEPT TABLE leads) c) + (SELECT count(*) FROM (TABLE leads EXCEPT TABLE led) d)`, since).Scan(ctx, &n)
	return n, err
}
