package postgres

// holds says that an invitation i keeps a place: it waits for an answer, or was accepted.
const holds = `i.state IN ('queued', 'delivered', 'held', 'accepted')`

// invariants are the queries behind Store.Invariants, each a count of what should not be. late: it takes the instant before which a next
// action is overdue.
var invariants = []struct {
	name  string
	late  bool
	query string
}{
	{name: "what is booked in a week is what is live or accepted in it", query: `
		SELECT count(*)
		FROM (
			SELECT i.district_id, i.person_id, i.week, count(*) AS booked
			FROM invitations i
			WHERE ` + holds + `
			GROUP BY i.district_id, i.person_id, i.week) counted
		FULL JOIN volunteer_weeks w USING (district_id, person_id, week)
		WHERE coalesce(counted.booked, 0) <> coalesce(w.booked, 0)`},
	{name: "what counts as asked in a week is who was asked in it", query: `
		SELECT count(*)
		FROM (
			SELECT i.district_id, i.person_id, week_of(i.asked_on) AS week,
				sum(invitation_spends(i.kind, i.overrides, i.state, i.delivered_at, i.ended_why)) AS asked
			FROM invitations i
			GROUP BY i.district_id, i.person_id, week_of(i.asked_on)) counted
		FULL JOIN volunteer_weeks w USING (district_id, person_id, week)
		WHERE coalesce(counted.asked, 0) <> coalesce(w.asked, 0)`},
	{name: "nobody is booked above what they can do", query: `
		SELECT count(*)
		FROM volunteer_weeks
		WHERE booked > capacity`},
	{name: "no more are asked at once than the request allows", query: `
		SELECT count(*)
		FROM (
			SELECT r.id
			FROM requests r
			JOIN invitations i ON i.district_id = r.district_id AND i.request_id = r.id
			WHERE ` + holds + `
			GROUP BY r.district_id, r.id, r.fan_out
			HAVING count(*) > r.fan_out) crowded`},
	{name: "an assigned request has one helper, an open one none", query: `
		SELECT count(*)
		FROM requests r
		CROSS JOIN LATERAL (
			SELECT count(*) AS n
			FROM invitations i
			WHERE i.district_id = r.district_id AND i.request_id = r.id AND i.state = 'accepted') helpers
		WHERE helpers.n > 1 OR (r.state = 'assigned' AND helpers.n <> 1) OR (r.state = 'open' AND helpers.n <> 0)`},
	{name: "nothing is live once a request is assigned or closed", query: `
		SELECT count(*)
		FROM requests r
		JOIN invitations i ON i.district_id = r.district_id AND i.request_id = r.id
		WHERE r.state <> 'open' AND i.state IN ('queued', 'delivered', 'held')`},
	{name: "nobody is asked who said no, is better apart, lives there or lacks a check", query: `
		SELECT count(*)
		FROM invitations i
		JOIN requests r ON r.district_id = i.district_id AND r.id = i.request_id
		JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
		JOIN persons h ON h.district_id = i.district_id AND h.id = i.person_id
		WHERE r.state <> 'closed' AND ` + holds + `
			AND (i.person_id = r.person_id
				OR (p.street_id = h.street_id AND p.address <> '' AND lower(p.address) = lower(h.address))
				OR EXISTS (
					SELECT FROM better_apart b
					WHERE b.district_id = i.district_id
						AND b.person_a = least(i.person_id, r.person_id) AND b.person_b = greatest(i.person_id, r.person_id))
				OR (NOT 'earlier_no' = ANY (i.overrides) AND EXISTS (
					SELECT FROM invitations d
					WHERE d.district_id = i.district_id AND d.request_id = i.request_id AND d.person_id = i.person_id
						AND d.state = 'declined'))
				OR (check_rank(r.check_required) > 0 AND NOT EXISTS (
					SELECT FROM checks c
					WHERE c.district_id = i.district_id AND c.person_id = i.person_id
						AND check_rank(c.level) >= check_rank(r.check_required)
						AND (c.review_on IS NULL OR c.review_on > i.asked_on))))`},
	// An invitation made in the moment of a late yes was never put to anybody by a message: it is delivered when it is made.
	{name: "each invitation has one message", query: `
		SELECT count(*)
		FROM invitations i
		CROSS JOIN LATERAL (
			SELECT count(*) AS n
			FROM outbox o
			WHERE o.district_id = i.district_id AND o.request_id = i.request_id AND o.invitation_id = i.id AND o.kind IN ('invitation', 'series_cover')) told
		WHERE told.n <> CASE WHEN i.kind = 'assigned' THEN 0 ELSE 1 END
			AND NOT (i.overrides @> ARRAY['budget', 'time'] AND i.delivered_at = i.queued_at)`},
	{name: "each yes has one message about the visit", query: `
		SELECT count(*)
		FROM invitations i
		CROSS JOIN LATERAL (
			SELECT count(*) AS n
			FROM outbox o
			WHERE o.district_id = i.district_id AND o.request_id = i.request_id AND o.invitation_id = i.id AND o.kind = 'visit') told
		WHERE told.n <> CASE WHEN i.state = 'accepted' OR (i.state = 'withdrawn' AND i.answered_at IS NOT NULL) THEN 1 ELSE 0 END`},
	// One that was written and then torn up tells nobody. Nobody writes to those who died.
	{name: "each taking back of what was in somebody's hands has one message", query: `
		SELECT count(*)
		FROM invitations i
		CROSS JOIN LATERAL (
			SELECT count(*) FILTER (WHERE o.kind = 'invitation_closed') AS closed, count(*) FILTER (WHERE o.kind = 'visit_off') AS off
			FROM outbox o
			WHERE o.district_id = i.district_id AND o.request_id = i.request_id AND o.invitation_id = i.id AND o.state <> 'void') told
		WHERE i.state = 'withdrawn' AND i.ended_why <> 'helper_died'
			AND (told.closed <> CASE WHEN i.delivered_at IS NOT NULL AND i.answered_at IS NULL THEN 1 ELSE 0 END
				OR told.off <> CASE WHEN i.answered_at IS NOT NULL AND i.ended_why <> 'handed_back' THEN 1 ELSE 0 END)`},
	{name: "each widening has one message", query: `
		SELECT count(*)
		FROM escalations e
		CROSS JOIN LATERAL (
			SELECT count(*) AS n
			FROM outbox o
			WHERE o.district_id = e.district_id AND o.request_id = e.request_id
				AND o.key = 'escalate:' || e.request_id || ':' || e.level) told
		WHERE told.n <> 1`},
	{name: "a request's level is where it began and its widenings", query: `
		SELECT count(*)
		FROM requests r
		CROSS JOIN LATERAL (
			SELECT count(*) AS n, coalesce(max(e.level), r.start_level) AS top
			FROM escalations e
			WHERE e.district_id = r.district_id AND e.request_id = r.id) widened
		WHERE r.level <> r.start_level + widened.n OR r.level <> widened.top`},
	{name: "an invitation leaves live once", query: `
		SELECT count(*)
		FROM invitations i
		CROSS JOIN LATERAL (
			SELECT count(*) AS n
			FROM events e
			WHERE e.district_id = i.district_id AND e.request_id = i.request_id AND e.invitation_id = i.id
				AND e.kind IN ('accepted', 'declined', 'expired', 'withdrawn', 'undelivered')) ended
		WHERE ended.n > CASE WHEN i.state IN ('queued', 'delivered', 'held') THEN 0 ELSE 1 END`},
	{name: "every request that is not closed has an owner and a next action that is not overdue", late: true, query: `
		SELECT count(*)
		FROM requests
		WHERE state <> 'closed' AND (owner_id IS NULL OR next_action IS NULL OR next_action_at IS NULL OR next_action_at < ?)`},
}
