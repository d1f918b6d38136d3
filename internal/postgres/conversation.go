package postgres

import (
	"context"
	"strings"
	"time"

	"waymark/domain"
)

// AddConversations counts conversations, one row a key, whoever sends it again, and that somebody tried: both at once, and nothing but
// the try where they have tried too often. Without a key nobody has tried. It returns how many are new, and how often they have tried.
func (s *Store) AddConversations(ctx context.Context, tried Rate, rows ...domain.Conversation) (fresh, tries int, err error) {
	defer wrap(&err, "Store.AddConversations(%d)", len(rows))
	count, args := countRate, []any{tried.Key, tried.From}
	if tried.Key == "" {
		count, args = `SELECT 0 AS count`, nil
	}
	for _, c := range rows {
		args = append(args, c.DistrictID, c.ClientKey, c.ConnectorID, c.TownID, c.SectionID, c.Day, c.ThemeID, c.LedTo, c.ServiceID, c.Channel, c.People, c.Note, c.KeepUntil)
	}
	const row = ", (?::bigint, ?::uuid, ?::bigint, ?::bigint, nullif(?::bigint, 0), ?::date, ?::bigint, ?, nullif(?::bigint, 0), ?, ?::smallint, ?, ?::date)"
	err = s.only(ctx, `
		WITH tried AS (`+count+`),
		fresh AS (
			INSERT INTO conversations (district_id, client_key, connector_id, town_id, section_id, day, theme_id, led_to, service_id, channel, people,
				note, keep_until)
			SELECT sent.*
			FROM (VALUES `+strings.Repeat(row, len(rows))[2:]+`) AS sent
			JOIN tried ON tried.count <= ?::integer
			ON CONFLICT (district_id, client_key) DO NOTHING
			RETURNING 1)
		SELECT (SELECT count(*) FROM fresh), (SELECT count FROM tried)`, append(args, tried.Most), &fresh, &tries)
	return fresh, tries, err
}

// PointedTo returns the services that a connector pointed to of late, then those that most people of the town are pointed to: at most
// limit, none that is closed or for staff alone.
func (s *Store) PointedTo(ctx context.Context, c domain.Connector, since time.Time, limit int) (out []domain.Service, err error) {
	defer wrap(&err, "Store.PointedTo(%d)", c.PersonID)
	err = s.db.NewRaw(`
		WITH mine AS (
			SELECT service_id, max(day) AS day
			FROM conversations
			WHERE district_id = ?0 AND connector_id = ?1 AND day >= ?3 AND service_id IS NOT NULL
			GROUP BY service_id),
		town AS (
			SELECT service_id, sum(n) AS n
			FROM conversation_leads
			WHERE district_id = ?0 AND town_id = ?2 AND month >= month_of(?3) AND service_id IS NOT NULL
			GROUP BY service_id)
		SELECT v.id, v.name, v.status, v.town_id, t.name AS town_name
		FROM town
		FULL JOIN mine USING (service_id)
		JOIN services v ON v.district_id = ?0 AND v.id = service_id
		LEFT JOIN towns t ON t.district_id = v.district_id AND t.id = v.town_id
		WHERE v.audience = 'public' AND v.status <> 'closed'
		ORDER BY mine.day DESC NULLS LAST, town.n DESC NULLS LAST, v.id
		LIMIT ?4`, c.DistrictID, c.PersonID, c.TownID, since, limit).Scan(ctx, &out)
	return out, err
}

// Ripple adds up what a connector counted since a day.
func (s *Store) Ripple(ctx context.Context, c domain.Connector, since time.Time) (out domain.Ripple, err error) {
	defer wrap(&err, "Store.Ripple(%d)", c.PersonID)
	err = s.db.NewRaw(`
		SELECT count(*), coalesce(sum(people), 0), count(DISTINCT service_id)
		FROM conversations
		WHERE district_id = ? AND connector_id = ? AND day >= ?`, c.DistrictID, c.PersonID, since).Scan(ctx, &out.Conversations, &out.People, &out.Services)
	if err != nil {
		return out, err
	}
	err = s.db.NewRaw(`
		SELECT t.name, count(*) AS n
		FROM conversations v
		JOIN themes t ON t.district_id = v.district_id AND t.id = v.theme_id
		WHERE v.district_id = ? AND v.connector_id = ? AND v.day >= ?
		GROUP BY t.id, t.name, t.position
		ORDER BY n DESC, t.position
		LIMIT 12`, c.DistrictID, c.PersonID, since).Scan(ctx, &out.Themes)
	if err != nil {
		return out, err
	}
	err = s.db.NewRaw(`
		SELECT t.name, t.id AS service_id, t.status, count(*) AS n
		FROM conversations v
		JOIN services t ON t.district_id = v.district_id AND t.id = v.service_id
		WHERE v.district_id = ? AND v.connector_id = ? AND v.day >= ? AND t.audience = 'public'
		GROUP BY t.id, t.name, t.status
		ORDER BY n DESC, t.name
		LIMIT 12`, c.DistrictID, c.PersonID, since).Scan(ctx, &out.LedTo)
	return out, err
}

// KnownNames are the names of a town's places and of what there is in its district: words with a capital letter that are nobody.
func (s *Store) KnownNames(ctx context.Context, district domain.DistrictID, town domain.TownID) (out []string, err error) {
	defer wrap(&err, "Store.KnownNames(%d)", town)
	err = s.db.NewRaw(`
		SELECT name FROM districts WHERE id = ?0
		UNION SELECT name FROM towns WHERE district_id = ?0
		UNION SELECT name FROM sections WHERE district_id = ?0
		UNION SELECT name FROM streets WHERE district_id = ?0 AND town_id = ?1
		UNION SELECT name FROM services WHERE district_id = ?0 AND audience = 'public'
		UNION SELECT name FROM organizations WHERE district_id = ?0
		UNION SELECT name FROM locations WHERE district_id = ?0
		UNION SELECT name FROM themes WHERE district_id = ?0`, district, town).Scan(ctx, &out)
	return out, err
}
