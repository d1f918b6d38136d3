package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// held says of a row of the outbox that it waits for the doors of its district: before they open whatever is about a request, in a pause
// what would ask somebody new. Sign-in links, worries and what people of the house tell each other are about no request, and go.
const held = `(outbox.request_id IS NOT NULL AND EXISTS (
	SELECT FROM districts d
	WHERE d.id = outbox.district_id
		AND (d.doors = 'not_yet' OR (d.doors = 'paused' AND outbox.kind IN ('invitation', 'series_cover')))))`

// SetDoors opens or shuts the doors of a district. Nobody (0) does so for a demo.
func (s *Store) SetDoors(ctx context.Context, id domain.DistrictID, doors domain.Doors, by domain.PersonID, at time.Time) (err error) {
	defer wrap(&err, "Store.SetDoors(%d)", id)
	return s.one(ctx, `UPDATE districts SET doors = ?, doors_by = nullif(?, 0), doors_at = ? WHERE id = ?`, doors, by, at, id)
}

// OpenTowns lets asks go out by themselves in the towns of a district that have a safeguarding lead and were not open yet, and returns
// their names.
func (s *Store) OpenTowns(ctx context.Context, id domain.DistrictID, at time.Time) (names []string, err error) {
	defer wrap(&err, "Store.OpenTowns(%d)", id)
	err = s.db.NewRaw(`
		WITH opened AS (
			UPDATE towns
			SET opened_at = ?
			WHERE district_id = ? AND opened_at IS NULL AND safeguarding_lead_id IS NOT NULL
			RETURNING name)
		SELECT name
		FROM opened
		ORDER BY lower(name)`, at, id).Scan(ctx, &names)
	return names, err
}

// LockSearches locks the requests of a district for which nobody has said yes yet, and returns them in order.
func (s *Store) LockSearches(ctx context.Context, id domain.DistrictID) (out []domain.Request, err error) {
	defer wrap(&err, "Store.LockSearches(%d)", id)
	err = s.db.NewRaw(`
		SELECT *
		FROM requests
		WHERE district_id = ? AND state = 'open'
		ORDER BY id
		FOR UPDATE`, id).Scan(ctx, &out)
	return out, err
}

// Beginnings returns what a district has so far.
func (s *Store) Beginnings(ctx context.Context, id domain.DistrictID, today time.Time) (b domain.Beginnings, err error) {
	defer wrap(&err, "Store.Beginnings(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT d.id AS district_id, d.name, d.phone, d.doors, d.doors_at, coalesce(by.first_name, '') AS doors_name,
			(SELECT count(*) FROM towns t WHERE t.district_id = d.id) AS towns,
			(SELECT count(*) FROM streets s WHERE s.district_id = d.id AND s.gone_at IS NULL) AS streets,
			(SELECT count(*) FROM towns t WHERE t.district_id = d.id AND t.safeguarding_lead_id IS NOT NULL) AS led,
			coalesce((
				SELECT trim(p.first_name || ' ' || p.last_name)
				FROM towns t
				JOIN persons p ON p.district_id = t.district_id AND p.id = t.safeguarding_lead_id
				WHERE t.district_id = d.id
				ORDER BY lower(t.name)
				LIMIT 1), '') AS lead_name,
			coalesce((
				SELECT trim(p.first_name || ' ' || p.last_name)
				FROM roles r
				JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
				WHERE r.district_id = d.id AND r.kind = 'builder' AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?)
				ORDER BY r.id
				LIMIT 1), '') AS builder
		FROM districts d
		LEFT JOIN persons by ON by.district_id = d.id AND by.id = d.doors_by
		WHERE d.id = ?`, today, today, id).Scan(ctx, &b)
	return b, err
}

// Ticked returns which steps somebody has said are done.
func (s *Store) Ticked(ctx context.Context, id domain.DistrictID) (out []domain.Ticked, err error) {
	defer wrap(&err, "Store.Ticked(%d)", id)
	err = s.db.NewRaw(`
		SELECT b.step, b.at, b.person_id, p.first_name AS name
		FROM begin_steps b
		JOIN persons p ON p.district_id = b.district_id AND p.id = b.person_id
		WHERE b.district_id = ?
		ORDER BY b.at`, id).Scan(ctx, &out)
	return out, err
}

// Tick keeps that somebody says a step is done. Whoever said so first stays.
func (s *Store) Tick(ctx context.Context, id domain.DistrictID, step domain.BeginStep, by domain.PersonID, at time.Time) (err error) {
	defer wrap(&err, "Store.Tick(%d)", id)
	_, err = s.db.NewRaw(`
		INSERT INTO begin_steps (district_id, step, person_id, at)
		VALUES (?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, id, step, by, at).Exec(ctx)
	return err
}

// Untick takes that back.
func (s *Store) Untick(ctx context.Context, id domain.DistrictID, step domain.BeginStep) (err error) {
	defer wrap(&err, "Store.Untick(%d)", id)
	_, err = s.db.NewRaw(`DELETE FROM begin_steps WHERE district_id = ? AND step = ?`, id, step).Exec(ctx)
	return err
}

// Administrated reports whether somebody looks after a district anywhere.
func (s *Store) Administrated(ctx context.Context, today time.Time) (yes bool, err error) {
	defer wrap(&err, "Store.Administrated")
	err = s.db.NewRaw(`
		SELECT EXISTS (
			SELECT FROM roles
			WHERE kind IN ('district_coordinator', 'administrator') AND begins_on <= ? AND (ends_on IS NULL OR ends_on > ?))`, today, today).Scan(ctx, &yes)
	return yes, err
}

// OneBeginning lets one person at a time begin, until the transaction ends: the row of the installation is locked.
func (s *Store) OneBeginning(ctx context.Context) (err error) {
	defer wrap(&err, "Store.OneBeginning")
	var id bool
	return s.db.NewRaw(`SELECT id FROM installation FOR UPDATE`).Scan(ctx, &id)
}
