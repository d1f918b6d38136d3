package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"waymark/domain"
)

// DistrictsToMatch returns the districts in which a request waits for the plan now.
func (s *Store) DistrictsToMatch(ctx context.Context, now time.Time) (out []domain.DistrictID, err error) {
	defer wrap(&err, "Store.DistrictsToMatch")
	err = s.db.NewRaw(`
		SELECT DISTINCT district_id
		FROM requests
		WHERE state = 'open' AND next_action = 'plan' AND next_action_at <= ?
		ORDER BY district_id`, now).Scan(ctx, &out)
	return out, err
}

// RequestsToMatch returns the requests of a district that a plan may find helpers for now, or, when ids are given, these
// whatever their time.
func (s *Store) RequestsToMatch(ctx context.Context, district domain.DistrictID, now time.Time, ids ...domain.RequestID) (out []domain.OpenRequest, err error) {
	defer wrap(&err, "Store.RequestsToMatch(%d)", district)
	if len(ids) == 0 {
		ids = []domain.RequestID{0}
	}
	// Somebody who did not answer may be asked again at a wider level, and somebody who was not reached at any, when nobody else is
	// left; somebody who said no, or gave it back, may not.
	err = s.db.NewRaw(`
		SELECT r.*, s.x, s.y, p.address,
			ARRAY(
				SELECT i.person_id
				FROM invitations i
				WHERE i.district_id = r.district_id AND i.request_id = r.id AND i.state IN ('queued', 'delivered', 'held')
				ORDER BY i.place) AS live,
			ARRAY(
				SELECT i.person_id
				FROM invitations i
				WHERE i.district_id = r.district_id AND i.request_id = r.id
					AND (i.state IN ('queued', 'delivered', 'held', 'declined')
						OR (i.state = 'expired' AND i.level >= r.level)
						OR (i.state = 'withdrawn' AND i.answered_at IS NOT NULL AND i.ended_why IN ('handed_back', 'reassigned', 'silence')))
				UNION
				SELECT CASE WHEN b.person_a = r.person_id THEN b.person_b ELSE b.person_a END
				FROM better_apart b
				WHERE b.district_id = r.district_id AND r.person_id IN (b.person_a, b.person_b)
				UNION
				SELECT r.person_id) AS apart,
			ARRAY(
				SELECT i.person_id
				FROM invitations i
				WHERE i.district_id = r.district_id AND i.request_id = r.id
					AND ((i.state = 'expired' AND i.level < r.level)
						OR (i.state = 'undelivered' AND i.ended_why IN ('bounced', 'not_rung')))) AS silent
		FROM requests r
		JOIN streets s ON s.district_id = r.district_id AND s.id = r.street_id
		JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
		WHERE r.district_id = ? AND (r.id IN (?)
			OR (r.state = 'open' AND r.next_action = 'plan' AND r.next_action_at <= ?))
		ORDER BY r.id`, district, bun.List(ids), now).Scan(ctx, &out)
	return out, err
}

// Helpers returns the volunteers of a district who may be asked at all: met, not ended, not resting, not away today. The budget is
// left to the caller, because a person may look beyond it.
func (s *Store) Helpers(ctx context.Context, district domain.DistrictID, today, week time.Time) (out []domain.Helper, err error) {
	defer wrap(&err, "Store.Helpers(%d)", district)
	err = s.db.NewRaw(`
		SELECT v.person_id, p.first_name, p.last_name, p.street_id, st.name AS street_name, st.section_id, st.town_id, st.x, st.y,
			p.address, v.reach, v.capacity, v.skills, v.availability, v.short_notice, v.gender, p.languages, p.young,
			CASE
				WHEN p.preferred = 'letter' AND p.safe_to_write THEN 'letter' -- as domain.Person.Reached
				WHEN p.preferred = 'call' AND p.phone <> '' AND p.safe_to_ring THEN 'call'
				WHEN p.email <> '' AND p.email_bounced_at IS NULL AND p.safe_to_write THEN 'email'
				WHEN (p.phone <> '' AND p.safe_to_ring) OR NOT p.safe_to_write THEN 'call'
				ELSE 'letter' END AS way,
			coalesce((
				SELECT max(check_rank(c.level))
				FROM checks c
				WHERE c.district_id = v.district_id AND c.person_id = v.person_id
					AND (c.review_on IS NULL OR c.review_on > ?)), 0) AS check_rank,
			coalesce(w1.booked, 0) AS booked_now, coalesce(w2.booked, 0) AS booked_next,
			least(v.budget_day - coalesce(ad.asked, 0), v.budget_week - coalesce(aw.asked, 0)) AS asks_left,
			a.from_on AS away_from, a.to_on AS away_to
		FROM volunteers v
		JOIN persons p ON p.district_id = v.district_id AND p.id = v.person_id
		JOIN streets st ON st.district_id = p.district_id AND st.id = p.street_id
		LEFT JOIN volunteer_weeks w1 ON w1.district_id = v.district_id AND w1.person_id = v.person_id AND w1.week = ?
		LEFT JOIN volunteer_weeks w2 ON w2.district_id = v.district_id AND w2.person_id = v.person_id AND w2.week = ?::date + 7
		LEFT JOIN volunteer_asks ad ON ad.district_id = v.district_id AND ad.person_id = v.person_id AND ad.span = 'day' AND ad.from_on = ?
		LEFT JOIN volunteer_asks aw ON aw.district_id = v.district_id AND aw.person_id = v.person_id AND aw.span = 'week' AND aw.from_on = ?
		LEFT JOIN LATERAL (
			SELECT from_on, to_on
			FROM absences
			WHERE district_id = v.district_id AND person_id = v.person_id AND (to_on IS NULL OR to_on > ?) AND from_on < ?::date + 7
			ORDER BY from_on
			LIMIT 1) a ON true
		WHERE v.district_id = ? AND v.standing = 'met' AND v.ended_at IS NULL AND NOT v.resting AND p.left_at IS NULL
			AND v.capacity > 0 AND (a.from_on IS NULL OR a.from_on > ?)
		ORDER BY v.person_id`,
		today, week, week, today, week, today, today, district, today).Scan(ctx, &out)
	return out, err
}
