package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"waymark/domain"
)

// Try runs do within the transaction under way so that, when it fails, only what it did is undone: the rest of the transaction
// goes on. It returns what do returned.
func (s *Store) Try(ctx context.Context, do func(ctx context.Context, s *Store) error) error {
	return s.db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		return do(ctx, &Store{db: tx})
	})
}

// LockRequestsOf locks, in the order of their ids, the requests that are not closed and that somebody owns, is asked for, goes to,
// or (home) has raised themselves.
func (s *Store) LockRequestsOf(ctx context.Context, p domain.Person, home bool) (out []domain.Request, err error) {
	defer wrap(&err, "Store.LockRequestsOf(%d)", p.ID)
	err = s.db.NewRaw(`
		SELECT r.*
		FROM requests r
		WHERE r.district_id = ? AND r.state <> 'closed' AND (r.owner_id = ? OR (? AND r.person_id = ?) OR EXISTS (
			SELECT FROM invitations i
			WHERE i.district_id = r.district_id AND i.request_id = r.id AND i.person_id = ?
				AND i.state IN ('queued', 'delivered', 'held', 'accepted')))
		ORDER BY r.id
		FOR UPDATE`, p.DistrictID, p.ID, home, p.ID, p.ID).Scan(ctx, &out)
	return out, err
}

// LockRequestsBetween locks, in the order of their ids, the requests of one of two people that the other is asked for or goes to.
func (s *Store) LockRequestsBetween(ctx context.Context, a, b domain.PersonID) (out []domain.Request, err error) {
	defer wrap(&err, "Store.LockRequestsBetween")
	err = s.db.NewRaw(`
		SELECT r.*
		FROM requests r
		WHERE r.state <> 'closed' AND r.person_id IN (?, ?) AND EXISTS (
			SELECT FROM invitations i
			WHERE i.district_id = r.district_id AND i.request_id = r.id AND i.person_id IN (?, ?) AND i.person_id <> r.person_id
				AND i.state IN ('queued', 'delivered', 'held', 'accepted'))
		ORDER BY r.id
		FOR UPDATE`, a, b, a, b).Scan(ctx, &out)
	return out, err
}

// DistrictsAtWork returns the districts that have requests which are not closed.
func (s *Store) DistrictsAtWork(ctx context.Context) (out []domain.DistrictID, err error) {
	defer wrap(&err, "Store.DistrictsAtWork")
	err = s.db.NewRaw(`
		SELECT DISTINCT district_id
		FROM requests
		WHERE state <> 'closed'
		ORDER BY district_id`).Scan(ctx, &out)
	return out, err
}

// LockMisplaced locks the requests of a district whose owner may not be there for them any more: they have left, are on holiday,
// hold no role around the place, or sit at the desk while another is on duty. The rules decide; this only finds who must
// be looked at. Requests that somebody else is changing are left for the next time.
func (s *Store) LockMisplaced(ctx context.Context, district domain.DistrictID, now, today time.Time) (out []domain.Request, err error) {
	defer wrap(&err, "Store.LockMisplaced(%d)", district)
	err = s.db.NewRaw(`
		SELECT r.*
		FROM requests r
		JOIN persons p ON p.district_id = r.district_id AND p.id = r.owner_id
		WHERE r.district_id = ? AND r.state <> 'closed' AND (
			p.left_at IS NOT NULL
			OR EXISTS (
				SELECT FROM absences a
				WHERE a.district_id = r.district_id AND a.person_id = r.owner_id AND a.kind = 'holiday'
					AND a.from_on <= ? AND (a.to_on IS NULL OR a.to_on > ?))
			OR NOT EXISTS (
				SELECT FROM roles o
				WHERE o.district_id = r.district_id AND o.person_id = r.owner_id
					AND o.begins_on <= ? AND (o.ends_on IS NULL OR o.ends_on > ?)
					AND CASE
						WHEN o.kind IN ('coordinator', 'reserve') THEN o.street_id = r.street_id OR o.section_id = r.section_id
						WHEN o.kind = 'desk' THEN o.town_id = r.town_id
						WHEN o.kind = 'builder' THEN o.town_id IS NULL OR o.town_id = r.town_id
						ELSE o.kind IN ('district_coordinator', 'administrator') END)
			OR (
				NOT EXISTS (
					SELECT FROM desk_shifts d
					WHERE d.district_id = r.district_id AND d.town_id = r.town_id AND d.person_id = r.owner_id
						AND d.starts_at <= ? AND d.ends_at > ?)
				AND EXISTS (
					SELECT FROM desk_shifts d
					WHERE d.district_id = r.district_id AND d.town_id = r.town_id AND d.person_id <> r.owner_id
						AND d.starts_at <= ? AND d.ends_at > ?)))
		ORDER BY r.id
		FOR UPDATE OF r SKIP LOCKED`, district, today, today, today, today, now, now, now, now).Scan(ctx, &out)
	return out, err
}

// OwnedBecause returns the code with which a request last changed hands.
func (s *Store) OwnedBecause(ctx context.Context, r domain.Request) (code string, err error) {
	defer wrap(&err, "Store.OwnedBecause(%d)", r.ID)
	err = s.db.NewRaw(`
		SELECT coalesce((
			SELECT data ->> 'code'
			FROM events
			WHERE district_id = ? AND request_id = ? AND kind = 'owner'
			ORDER BY id DESC
			LIMIT 1), '')`, r.DistrictID, r.ID).Scan(ctx, &code)
	return code, err
}

// OnDuty reports whether somebody has a turn on a town's desk at an instant.
func (s *Store) OnDuty(ctx context.Context, district domain.DistrictID, town domain.TownID, id domain.PersonID, now time.Time) (yes bool, err error) {
	defer wrap(&err, "Store.OnDuty(%d)", id)
	err = s.db.NewRaw(`
		SELECT EXISTS (
			SELECT FROM desk_shifts
			WHERE district_id = ? AND town_id = ? AND person_id = ? AND starts_at <= ? AND ends_at > ?)`,
		district, town, id, now, now).Scan(ctx, &yes)
	return yes, err
}

// MoveTasks gives what somebody has to do for a request to whoever owns it now.
func (s *Store) MoveTasks(ctx context.Context, r domain.Request, from domain.PersonID) (err error) {
	defer wrap(&err, "Store.MoveTasks(%d)", r.ID)
	_, err = s.db.NewRaw(`
		UPDATE tasks
		SET owner_id = ?
		WHERE district_id = ? AND request_id = ? AND owner_id = ? AND state = 'open'`, r.OwnerID, r.DistrictID, r.ID, from).Exec(ctx)
	return err
}
