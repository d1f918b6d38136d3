package postgres

import (
	"context"
	"database/sql"
	"time"

	"waymark/domain"
)

// Session is one sign-in that holds, with whose it is, and all that has to be known of them with each request.
type Session struct {
	ID         int64
	DistrictID domain.DistrictID
	PersonID   domain.PersonID
	FirstName  string
	LastName   string
	SeenAt     time.Time
	ExpiresAt  time.Time
	Now        time.Time     // when this was read, by Waymark's clock
	Roles      []domain.Role // that they hold about now: a day begins and ends by the clock on the wall there, which is not known here
}

// AddSession stores a sign-in by the hash of its token, and returns its id.
func (s *Store) AddSession(ctx context.Context, p domain.Person, tokenHash []byte, now, expires time.Time) (id int64, err error) {
	defer wrap(&err, "Store.AddSession(%d)", p.ID)
	err = s.db.NewRaw(`
		INSERT INTO sessions (district_id, person_id, token_hash, created_at, seen_at, expires_at)
		VALUES (?, ?, ?, ?, ?, ?)
		RETURNING id`, p.DistrictID, p.ID, tokenHash, now, now, expires).Scan(ctx, &id)
	return id, err
}

// Session finds the sign-in that a token's hash stands for; NotFound when it has ended, or its person has left. It is one statement,
// as each request begins with it.
func (s *Store) Session(ctx context.Context, tokenHash []byte) (one Session, err error) {
	defer wrap(&err, "Store.Session")
	defer orNotFound(&err)
	err = s.each(ctx, `
		SELECT c.now, s.id, s.district_id, s.person_id, p.first_name, p.last_name, s.seen_at, s.expires_at, coalesce(r.id, 0),
			coalesce(r.kind, ''), coalesce(r.town_id, 0), coalesce(r.section_id, 0), coalesce(r.street_id, 0),
			coalesce(r.begins_on, c.today), r.ends_on, coalesce(r.ended_why, ''), trim(p.first_name || ' ' || p.last_name), `+placeOfRole+`
		FROM (
			SELECT now, (now AT TIME ZONE 'UTC')::date AS today
			FROM (SELECT coalesce(frozen_at, now()) + ahead AS now FROM clock) n) c
		JOIN sessions s ON s.token_hash = ? AND s.ended_at IS NULL AND s.expires_at > c.now
		JOIN persons p ON p.district_id = s.district_id AND p.id = s.person_id AND p.left_at IS NULL
		LEFT JOIN roles r ON r.district_id = s.district_id AND r.person_id = s.person_id
			AND r.begins_on <= c.today + 1 AND (r.ends_on IS NULL OR r.ends_on >= c.today)
		ORDER BY r.id`, []any{tokenHash}, func(rows *sql.Rows) error {
		var r domain.Role
		err := rows.Scan(&one.Now, &one.ID, &one.DistrictID, &one.PersonID, &one.FirstName, &one.LastName, &one.SeenAt, &one.ExpiresAt, &r.ID,
			&r.Kind, &r.TownID, &r.SectionID, &r.StreetID, &r.BeginsOn, &r.EndsOn, &r.EndedWhy, &r.PersonName, &r.PlaceName)
		if r.DistrictID, r.PersonID = one.DistrictID, one.PersonID; r.ID != 0 {
			one.Roles = append(one.Roles, r)
		}
		return err
	})
	if err == nil && one.ID == 0 {
		err = sql.ErrNoRows
	}
	one.Now = one.Now.UTC()
	return one, err
}

// placeOfRole is the name of the place of a role r.
const placeOfRole = `coalesce(
				(SELECT name FROM streets WHERE district_id = r.district_id AND id = r.street_id),
				(SELECT name FROM sections WHERE district_id = r.district_id AND id = r.section_id),
				(SELECT name FROM towns WHERE district_id = r.district_id AND id = r.town_id),
				(SELECT name FROM districts WHERE id = r.district_id), '')`

// RenewSession moves the end of a sign-in that is in use.
func (s *Store) RenewSession(ctx context.Context, id int64, now, expires time.Time) (err error) {
	defer wrap(&err, "Store.RenewSession(%d)", id)
	_, err = s.db.NewRaw(`
		UPDATE sessions
		SET seen_at = ?, expires_at = ?
		WHERE id = ? AND ended_at IS NULL`, now, expires, id).Exec(ctx)
	return err
}

// NameDevice notes on which device a sign-in is.
func (s *Store) NameDevice(ctx context.Context, tokenHash []byte, device string) (err error) {
	defer wrap(&err, "Store.NameDevice")
	_, err = s.db.NewRaw(`
		UPDATE sessions
		SET device = ?
		WHERE token_hash = ? AND ended_at IS NULL`, device, tokenHash).Exec(ctx)
	return err
}

// Sessions lists the sign-ins of a person that hold, the one last used first.
func (s *Store) Sessions(ctx context.Context, person domain.PersonID, now time.Time) (out []domain.SessionLine, err error) {
	defer wrap(&err, "Store.Sessions(%d)", person)
	err = s.db.NewRaw(`
		SELECT id, device, created_at, seen_at, expires_at
		FROM sessions
		WHERE person_id = ? AND ended_at IS NULL AND expires_at > ?
		ORDER BY seen_at DESC, id DESC
		LIMIT 100`, person, now).Scan(ctx, &out)
	return out, err
}

// EndSession ends one sign-in of a person; NotFound when they have none of that number.
func (s *Store) EndSession(ctx context.Context, person domain.PersonID, id int64, now time.Time) (err error) {
	defer wrap(&err, "Store.EndSession(%d)", id)
	defer orNotFound(&err)
	return s.one(ctx, `
		UPDATE sessions
		SET ended_at = ?
		WHERE id = ? AND person_id = ? AND ended_at IS NULL`, now, id, person)
}

// EndSessionOf ends the sign-in that a token's hash stands for, if it holds.
func (s *Store) EndSessionOf(ctx context.Context, tokenHash []byte, now time.Time) (err error) {
	defer wrap(&err, "Store.EndSessionOf")
	_, err = s.db.NewRaw(`
		UPDATE sessions
		SET ended_at = ?
		WHERE token_hash = ? AND ended_at IS NULL`, now, tokenHash).Exec(ctx)
	return err
}

// RolesHeld returns the roles that a person holds on a day, with their own name and the names of the places.
func (s *Store) RolesHeld(ctx context.Context, person domain.PersonID, today time.Time) (out []domain.Role, err error) {
	defer wrap(&err, "Store.RolesHeld(%d)", person)
	err = s.each(ctx, `
		SELECT r.id, r.district_id, r.person_id, r.kind, coalesce(r.town_id, 0), coalesce(r.section_id, 0), coalesce(r.street_id, 0),
			r.begins_on, r.ends_on, r.ended_why, trim(p.first_name || ' ' || p.last_name), `+placeOfRole+`
		FROM roles r
		JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
		WHERE r.person_id = ? AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?)
		ORDER BY r.id`, []any{person, today, today}, func(rows *sql.Rows) error {
		var r domain.Role
		err := rows.Scan(&r.ID, &r.DistrictID, &r.PersonID, &r.Kind, &r.TownID, &r.SectionID, &r.StreetID, &r.BeginsOn, &r.EndsOn,
			&r.EndedWhy, &r.PersonName, &r.PlaceName)
		out = append(out, r)
		return err
	})
	return out, err
}
