package postgres

import (
	"context"
	"time"
)

// A Forgetter erases one kind of thing that has been kept for as long as it may be. Its parameters are the date, the instant
// and how many rows at most.
type Forgetter struct {
	Name string
	sql  string
}

// Forgetting is everything that is erased in time, in an order in which nothing points to what has gone.
var Forgetting = []Forgetter{
	{"what helpers must know", `
		DELETE FROM request_secrets
		WHERE (district_id, request_id) IN (
			SELECT district_id, request_id FROM request_secrets WHERE keep_until <= ?0 LIMIT ?2)`},
	{"notes", `
		DELETE FROM request_notes
		WHERE (district_id, id) IN (
			SELECT district_id, id FROM request_notes WHERE keep_until <= ?0 LIMIT ?2)`},
	{"words between coordinators", `
		DELETE FROM handings
		WHERE (district_id, id) IN (
			SELECT district_id, id FROM handings WHERE keep_until <= ?0 LIMIT ?2)`},
	{"who was asked to look after a street", `
		DELETE FROM street_offers
		WHERE (district_id, id) IN (
			SELECT district_id, id FROM street_offers WHERE keep_until <= ?0 LIMIT ?2)`},
	{"who was asked to host a date", `
		DELETE FROM gathering_asks
		WHERE ctid = ANY (ARRAY (SELECT ctid FROM gathering_asks WHERE keep_until <= ?0 LIMIT ?2))`},
	{"what was brought up at sessions", `
		DELETE FROM gathering_issues
		WHERE (district_id, id) IN (SELECT district_id, id FROM gathering_issues WHERE keep_until <= ?0 LIMIT ?2)`},
	{"words of requests", `
		UPDATE requests
		SET notes = '', place_words = '', relationship = '', ending_note = '', keep_until = NULL
		WHERE (district_id, id) IN (
			SELECT district_id, id FROM requests WHERE state = 'closed' AND keep_until <= ?0 LIMIT ?2)`},
	{"offers", `
		DELETE FROM offers
		WHERE (district_id, id) IN (SELECT district_id, id FROM offers WHERE keep_until <= ?0 LIMIT ?2)`},
	{"who had a device", `
		DELETE FROM device_loans
		WHERE (district_id, id) IN (SELECT district_id, id FROM device_loans WHERE keep_until <= ?0 LIMIT ?2)`},
	{"ideas, and who had them", `
		DELETE FROM ideas
		WHERE (district_id, id) IN (SELECT district_id, id FROM ideas WHERE keep_until <= ?0 LIMIT ?2)`},
	{"gaps that are closed", `
		DELETE FROM gaps
		WHERE (district_id, id) IN (SELECT district_id, id FROM gaps WHERE keep_until <= ?0 LIMIT ?2)`},
	// Somebody who asked, and neither helps nor offers to nor has a part or a device of ours here, becomes "somebody" when the last of their asks has been forgotten.
	{"people", `
		UPDATE persons
		SET first_name = 'Somebody', last_name = '', email = '', email_key = '', phone = '', address = '', keep_until = NULL, left_at = ?1
		WHERE (district_id, id) IN (
			SELECT p.district_id, p.id
			FROM persons p
			WHERE p.keep_until <= ?0
				AND NOT EXISTS (SELECT FROM roles r WHERE r.district_id = p.district_id AND r.person_id = p.id AND (r.ends_on IS NULL OR r.ends_on > ?0))
				AND NOT EXISTS (SELECT FROM volunteers v WHERE v.district_id = p.district_id AND v.person_id = p.id AND v.ended_at IS NULL)
				AND NOT EXISTS (SELECT FROM connectors c WHERE c.district_id = p.district_id AND c.person_id = p.id AND c.ended_at IS NULL)
				AND NOT EXISTS (SELECT FROM offers o WHERE o.district_id = p.district_id AND o.person_id = p.id)
				AND NOT EXISTS (SELECT FROM idea_people x WHERE x.district_id = p.district_id AND x.person_id = p.id)
				AND NOT EXISTS (SELECT FROM device_loans l WHERE l.district_id = p.district_id AND l.person_id = p.id AND l.ended_at IS NULL)
				AND NOT EXISTS (
					SELECT FROM gathering_hosts h
					JOIN gatherings g ON g.district_id = h.district_id AND g.id = h.gathering_id
					WHERE h.district_id = p.district_id AND h.person_id = p.id AND g.last_on >= ?0)
				AND NOT EXISTS (SELECT FROM gathering_turns t WHERE t.district_id = p.district_id AND t.host_id = p.id AND t.day >= ?0)
				AND NOT EXISTS (SELECT FROM gatherings g WHERE g.district_id = p.district_id AND g.host_id = p.id AND g.last_on >= ?0)
				AND NOT EXISTS (SELECT FROM requests q WHERE q.district_id = p.district_id AND q.state <> 'closed' AND p.id IN (q.person_id, q.asker_id))
			LIMIT ?2)`},
	{"what people learnt, also of those who have left or were forgotten just now", `
		DELETE FROM learnt
		WHERE (district_id, person_id, goal) IN (
			SELECT l.district_id, l.person_id, l.goal
			FROM learnt l
			JOIN persons p ON p.district_id = l.district_id AND p.id = l.person_id
			WHERE l.keep_until <= ?0 OR p.left_at <= ?1
			LIMIT ?2)`},
	{"stories, also of those who have left or were forgotten just now", `
		DELETE FROM stories
		WHERE (district_id, id) IN (
			SELECT s.district_id, s.id
			FROM stories s
			JOIN persons p ON p.district_id = s.district_id AND p.id = s.person_id
			WHERE s.keep_until <= ?0 OR p.left_at <= ?1
			LIMIT ?2)`},
	{"who followed a gathering", `
		DELETE FROM gathering_followers
		WHERE (district_id, id) IN (SELECT district_id, id FROM gathering_followers WHERE keep_until <= ?0 LIMIT ?2)`},
	{"photos of those who host nothing any more", `
		DELETE FROM host_photos
		WHERE (district_id, person_id) IN (
			SELECT f.district_id, f.person_id
			FROM host_photos f
			JOIN persons p ON p.district_id = f.district_id AND p.id = f.person_id
			WHERE p.left_at IS NOT NULL
				OR NOT EXISTS (SELECT FROM gatherings g WHERE g.district_id = f.district_id AND g.host_id = f.person_id AND g.last_on >= ?0)
					AND NOT EXISTS (
						SELECT FROM gathering_hosts x
						JOIN gatherings g ON g.district_id = x.district_id AND g.id = x.gathering_id
						WHERE x.district_id = f.district_id AND x.person_id = f.person_id AND g.last_on >= ?0)
			LIMIT ?2)`},
	{"notes of conversations", `
		UPDATE conversations
		SET note = '', keep_until = NULL
		WHERE (district_id, client_key) IN (SELECT district_id, client_key FROM conversations WHERE keep_until <= ?0 LIMIT ?2)`},
	{"who was asked to be a connector", `
		DELETE FROM connector_invites
		WHERE (district_id, id) IN (SELECT district_id, id FROM connector_invites WHERE keep_until <= ?0 LIMIT ?2)`},
	{"who would like to hear from somebody", `
		DELETE FROM connector_wishes
		WHERE (district_id, id) IN (SELECT district_id, id FROM connector_wishes WHERE keep_until <= ?0 LIMIT ?2)`},
	{"what was looked for in the directory", `
		DELETE FROM missed_searches
		WHERE ctid = ANY (ARRAY (SELECT ctid FROM missed_searches WHERE keep_until <= ?0 LIMIT ?2))`},
	{"what was said to be wrong in the directory", `
		DELETE FROM service_reports
		WHERE (district_id, id) IN (SELECT district_id, id FROM service_reports WHERE keep_until <= ?0 LIMIT ?2)`},
	{"worries", `
		DELETE FROM worries
		WHERE (district_id, id) IN (SELECT district_id, id FROM worries WHERE keep_until <= ?0 LIMIT ?2)`},
	{"what was said at meetings, once it is done", `
		DELETE FROM meeting_actions
		WHERE (district_id, id) IN (SELECT district_id, id FROM meeting_actions WHERE done_at IS NOT NULL AND keep_until <= ?0 LIMIT ?2)`},
	{"sign-in links", `
		DELETE FROM sign_in_links
		WHERE id IN (SELECT id FROM sign_in_links WHERE expires_at < ?1::timestamptz - interval '7 days' LIMIT ?2)`},
	{"sessions", `
		DELETE FROM sessions
		WHERE id IN (SELECT id FROM sessions WHERE expires_at < ?1::timestamptz - interval '30 days' LIMIT ?2)`},
	{"long work", `
		DELETE FROM works
		WHERE (district_id, id) IN (SELECT district_id, id FROM works WHERE state <> 'running' AND keep_until <= ?0 LIMIT ?2)`},
	{"counts of limits", `DELETE FROM rate_counts WHERE from_at < ?1::timestamptz - interval '2 days'`},
	{"keys against repeating", `DELETE FROM idempotency_keys WHERE at < ?1::timestamptz - interval '48 hours'`},
	{"pages that were open", `DELETE FROM request_openings WHERE seen_at < ?1::timestamptz - interval '1 hour'`},
	{"runs of jobs", `DELETE FROM job_runs WHERE started_at < ?1::timestamptz - interval '14 days'`},
}

// Forget erases one kind of thing and returns how many rows it took.
func (s *Store) Forget(ctx context.Context, f Forgetter, today, now time.Time, most int) (n int, err error) {
	defer wrap(&err, "Store.Forget(%s)", f.Name)
	res, err := s.db.NewRaw(f.sql, today, now, most).Exec(ctx)
	if err != nil {
		return 0, err
	}
	rows, err := res.RowsAffected()
	return int(rows), err
}
