package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// AddPolicy stores a new version of a district's table, as JSON; from then on Settings returns it. None is ever changed.
func (s *Store) AddPolicy(ctx context.Context, district domain.DistrictID, policy string, by domain.PersonID, now time.Time) (err error) {
	defer wrap(&err, "Store.AddPolicy(%d)", district)
	_, err = s.db.NewRaw(`
		INSERT INTO policies (district_id, policy, made_by, made_at)
		VALUES (?, ?::jsonb, ?, ?)`, district, policy, by, now).Exec(ctx)
	return err
}

// PolicyVersion returns how many versions of a district's table there are beside the usual one.
func (s *Store) PolicyVersion(ctx context.Context, district domain.DistrictID) (n int, err error) {
	defer wrap(&err, "Store.PolicyVersion(%d)", district)
	err = s.db.NewRaw(`
		SELECT count(*)
		FROM policies
		WHERE district_id = ?`, district).Scan(ctx, &n)
	return n, err
}

// Policies returns the last versions of a district's table, the newest first.
func (s *Store) Policies(ctx context.Context, district domain.DistrictID, limit int) (out []domain.PolicyChange, err error) {
	defer wrap(&err, "Store.Policies(%d)", district)
	err = s.db.NewRaw(`
		SELECT c.made_at AS at, c.made_by, p.first_name AS made_name, c.policy::text AS policy
		FROM policies c
		JOIN persons p ON p.district_id = c.district_id AND p.id = c.made_by
		WHERE c.district_id = ?
		ORDER BY c.id DESC
		LIMIT ?`, district, limit).Scan(ctx, &out)
	return out, err
}

// LookAgain makes the clock look at once at what is under way in a district. It works out anew what comes next, and when, before it does
// anything: what is written here is only what wakes it, because what waits for a plan is not its own to look at.
func (s *Store) LookAgain(ctx context.Context, district domain.DistrictID, now time.Time) (err error) {
	defer wrap(&err, "Store.LookAgain(%d)", district)
	_, err = s.db.NewRaw(`
		UPDATE requests
		SET next_action_at = ?, next_action = CASE next_action WHEN 'plan' THEN 'widen' ELSE next_action END
		WHERE district_id = ? AND state = 'open' AND next_action_at > ?`, now, district, now).Exec(ctx)
	return err
}

// pastRequest is a request with whom it may not be put to: themselves, better apart, and whom it was put to and in what states that is now.
const pastRequest = `
	SELECT r.*, s.x, s.y, p.address,
		coalesce((
			SELECT i.person_id
			FROM invitations i
			WHERE i.district_id = r.district_id AND i.request_id = r.id AND i.state = 'accepted'), 0) AS helper,
		ARRAY(
			SELECT CASE WHEN b.person_a = r.person_id THEN b.person_b ELSE b.person_a END
			FROM better_apart b
			WHERE b.district_id = r.district_id AND r.person_id IN (b.person_a, b.person_b)
			UNION
			SELECT i.person_id
			FROM invitations i
			WHERE ? AND i.district_id = r.district_id AND i.request_id = r.id AND (? OR i.state IN ('declined', 'expired'))
			UNION
			SELECT r.person_id) AS apart
	FROM requests r
	JOIN streets s ON s.district_id = r.district_id AND s.id = r.street_id
	JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id`

// PastQuery says which past requests are looked at.
type PastQuery struct {
	DistrictID domain.DistrictID
	From, To   time.Time     // raised between these
	TownID     domain.TownID // 0: any
	Answered   bool          // nobody is put to them again who said no, or did not answer
	NotFound   bool          // only those for which nobody was found in their town, or at all, and that were not helped after all
	Limit      int           // the newest so many
}

// PastRequests returns requests that a plan could find helpers for, as they were raised, before anybody was asked; the newest so many.
func (s *Store) PastRequests(ctx context.Context, q PastQuery) (out []domain.PastRequest, err error) {
	defer wrap(&err, "Store.PastRequests(%d)", q.DistrictID)
	err = s.db.NewRaw(pastRequest+`
		WHERE r.district_id = ? AND r.raised_at >= ? AND r.raised_at <= ? AND (? = 0 OR r.town_id = ?)
			AND r.knows = 'agreed' AND r.goes_out <> 'never' AND r.came_by <> 'series' AND r.duplicate_of IS NULL
			AND r.ending IS DISTINCT FROM 'mistake'
			AND (NOT ? OR `+notHelped+` AND (r.failed_at IS NOT NULL OR r.level = 3 AND r.start_level < 3))
		ORDER BY r.raised_at DESC, r.id
		LIMIT ?`, q.Answered, false, q.DistrictID, q.From, q.To, q.TownID, q.TownID, q.NotFound, q.Limit).Scan(ctx, &out)
	return out, err
}

// RivalRequests returns the requests of a district, but for one, that wait for a plan within a while; the most urgent so many.
func (s *Store) RivalRequests(ctx context.Context, district domain.DistrictID, but domain.RequestID, until time.Time, limit int) (out []domain.PastRequest, err error) {
	defer wrap(&err, "Store.RivalRequests(%d)", but)
	err = s.db.NewRaw(pastRequest+`
		WHERE r.district_id = ? AND r.id <> ? AND r.state = 'open' AND r.next_action = 'plan' AND r.next_action_at <= ?
		ORDER BY position(r.urgency IN 'HTWF'), r.next_action_at, r.id
		LIMIT ?`, true, true, district, but, until, limit).Scan(ctx, &out)
	return out, err
}

// NobodyYet is a helper of whom no more is known than the street; NotFound when that is not there any more.
func (s *Store) NobodyYet(ctx context.Context, street domain.StreetID) (h domain.Helper, err error) {
	defer wrap(&err, "Store.NobodyYet(%d)", street)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT id AS street_id, name AS street_name, section_id, town_id, x, y
		FROM streets
		WHERE id = ? AND gone_at IS NULL`, street).Scan(ctx, &h)
	return h, err
}
