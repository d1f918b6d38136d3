package postgres

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"waymark/domain"
)

// missingHelpers are those who help, and where they live.
const missingHelpers = `FROM volunteers v
	JOIN persons p ON p.district_id = v.district_id AND p.id = v.person_id
	LEFT JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id
	WHERE v.ended_at IS NULL AND p.left_at IS NULL`

// missingFrom are the rows m of what nobody has written down yet, numbered. Of an ask it is the last year's that are looked at, of a
// session the last three months'; what has ended, gone or closed needs nothing more.
func missingFrom(q ExportQuery) schema.QueryWithArgs {
	return bun.SafeQuery(`FROM (
		SELECT 1 AS kind, 'street_without_point' AS what, s.district_id, s.town_id, s.section_id, s.id AS street_id, s.id AS thing, s.id::text AS number, s.name, '/streets/' || s.id AS page
		FROM streets s WHERE s.gone_at IS NULL AND s.lat IS NULL
		UNION ALL
		SELECT 2, 'street_without_area', s.district_id, s.town_id, s.section_id, s.id, s.id, s.id::text, s.name, '/streets/' || s.id
		FROM streets s WHERE s.gone_at IS NULL AND s.lat IS NOT NULL
			AND EXISTS (SELECT FROM areas a WHERE a.district_id = s.district_id AND a.kind = 'lsoa')
			AND NOT EXISTS (SELECT FROM street_areas a WHERE a.district_id = s.district_id AND a.street_id = s.id AND a.kind = 'lsoa')
		UNION ALL
		SELECT 3, 'ask_without_street', r.district_id, r.town_id, r.section_id, NULL, r.id, r.reference, '', '/requests/' || r.id || '/place'
		FROM requests r WHERE r.street_id IS NULL AND r.raised_at > ?0::date - interval '1 year' AND r.state <> 'closed'
		UNION ALL
		SELECT 4, 'helper_without_street', p.district_id, p.town_id, NULL, NULL, p.id, p.id::text, p.first_name || ' ' || p.last_name, '/people/' || p.id || '/move'
		`+missingHelpers+` AND p.street_id IS NULL
		UNION ALL
		SELECT 5, 'helper_without_skill', p.district_id, p.town_id, s.section_id, p.street_id, p.id, p.id::text, p.first_name || ' ' || p.last_name, '/people/' || p.id || '/volunteer'
		`+missingHelpers+` AND v.skills = '{}'
		UNION ALL
		SELECT 6, 'helper_without_way', p.district_id, p.town_id, s.section_id, p.street_id, p.id, p.id::text, p.first_name || ' ' || p.last_name, '/people/' || p.id || '/change'
		`+missingHelpers+` AND p.email = '' AND p.phone = ''
		UNION ALL
		SELECT 7, 'service_without_time', v.district_id, v.town_id, NULL, NULL, v.id, v.id::text, v.name, '/services/' || v.id || '/change'
		FROM services v WHERE v.status <> 'closed' AND v.when_words = ''
			AND NOT EXISTS (SELECT FROM schedules x WHERE x.district_id = v.district_id AND x.service_id = v.id)
		UNION ALL
		SELECT 8, 'service_without_way', v.district_id, v.town_id, NULL, NULL, v.id, v.id::text, v.name, '/services/' || v.id || '/change'
		FROM services v WHERE v.status <> 'closed' AND v.how_to_join = '' AND v.phone = '' AND v.email = '' AND v.website = ''
		UNION ALL
		SELECT 9, 'service_without_theme', v.district_id, v.town_id, NULL, NULL, v.id, v.id::text, v.name, '/services/' || v.id || '/change'
		FROM services v WHERE v.status <> 'closed'
			AND NOT EXISTS (SELECT FROM service_themes x WHERE x.district_id = v.district_id AND x.service_id = v.id)
		UNION ALL
		SELECT 10, 'service_unchecked', v.district_id, v.town_id, NULL, NULL, v.id, v.id::text, v.name, '/services/' || v.id
		FROM services v WHERE v.status <> 'closed' AND (v.checked_on IS NULL OR v.checked_on < ?1)
		UNION ALL
		SELECT 11, 'place_without_point', g.district_id, g.town_id, NULL, NULL, g.id, g.id::text, l.name, '/gatherings/' || g.id || '/change'
		FROM gatherings g JOIN gathering_places l ON l.district_id = g.district_id AND l.id = g.place_id
		WHERE g.last_on >= ?0 AND l.kind <> 'online' AND l.lat = 0 AND l.lon = 0
		UNION ALL
		SELECT 12, 'session_without_count', g.district_id, g.town_id, NULL, NULL, `+dateNumber+`, g.id::text, l.name || ', ' || d.held_on, '/gatherings/' || g.id || '/dates/' || d.day
		FROM gathering_dates d
		JOIN gatherings g ON g.district_id = d.district_id AND g.id = d.gathering_id
		JOIN gathering_places l ON l.district_id = d.district_id AND l.id = d.place_id
		LEFT JOIN gathering_counts c ON c.district_id = d.district_id AND c.gathering_id = d.gathering_id AND c.day = d.day
		WHERE NOT d.off AND d.held_on < ?0 AND d.held_on >= ?0::date - 90 AND c.heads IS NULL
	) AS u
	CROSS JOIN LATERAL (SELECT u.*, u.kind * 1000000000000000 + u.thing AS id) AS m
	LEFT JOIN towns t ON t.district_id = m.district_id AND t.id = m.town_id
	LEFT JOIN sections n ON n.district_id = m.district_id AND n.id = m.section_id
	LEFT JOIN streets st ON st.district_id = m.district_id AND st.id = m.street_id
	WHERE (?2 = '' OR m.what = ?2)`, q.Today, domain.CheckBefore(q.Today), q.Lack)
}

func missingCells(q ExportQuery, e exportPlace) schema.QueryWithArgs {
	return bun.SafeQuery(`m.what, m.number, CASE WHEN m.kind NOT IN (4, 5, 6) OR ? THEN trim(m.name) ELSE '' END,
		coalesce(st.name, ''), coalesce(n.name, ''), coalesce(t.name, ''), m.page`, e.in(q.Names))
}

// CountMissing counts what nobody has written down yet, by what it is.
func (s *Store) CountMissing(ctx context.Context, q ExportQuery) (out map[domain.Lack]int, err error) {
	defer wrap(&err, "Store.CountMissing")
	var rows []struct {
		What domain.Lack
		N    int
	}
	err = s.db.NewRaw(`SELECT m.what, count(*) AS n ? GROUP BY m.what`, exports[domain.ExportMissing].where(q)).Scan(ctx, &rows)
	out = map[domain.Lack]int{}
	for _, r := range rows {
		out[r.What] = r.N
	}
	return out, err
}
