package postgres

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"waymark/domain"
)

// roleRow selects roles with the names of who holds them and where.
const roleRow = `
	SELECT r.district_id, r.id, r.person_id, r.kind, r.town_id, r.section_id, r.street_id, r.begins_on, r.ends_on, r.ended_why,
		trim(p.first_name || ' ' || p.last_name) AS person_name, coalesce(s.name, n.name, t.name, d.name) AS place_name
	FROM roles r
	JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
	JOIN districts d ON d.id = r.district_id
	LEFT JOIN towns t ON t.district_id = r.district_id AND t.id = r.town_id
	LEFT JOIN sections n ON n.district_id = r.district_id AND n.id = r.section_id
	LEFT JOIN streets s ON s.district_id = r.district_id AND s.id = r.street_id`

// AllRoles returns all roles of a person, those to come and those that ended too, the newest first.
func (s *Store) AllRoles(ctx context.Context, id domain.PersonID) (out []domain.Role, err error) {
	defer wrap(&err, "Store.AllRoles(%d)", id)
	err = s.db.NewRaw(roleRow+`
		WHERE r.person_id = ?
		ORDER BY r.begins_on DESC, r.id DESC`, id).Scan(ctx, &out)
	return out, err
}

// StreetRoles returns who looks after a street today, main or stand-in: the street's own before those of its section.
func (s *Store) StreetRoles(ctx context.Context, spot domain.Spot, today time.Time) (out []domain.Role, err error) {
	defer wrap(&err, "Store.StreetRoles(%d)", spot.StreetID)
	err = s.db.NewRaw(roleRow+`
		WHERE r.district_id = ? AND r.kind IN ('coordinator', 'reserve') AND (r.street_id = ? OR r.section_id = ?)
			AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?) AND p.left_at IS NULL
		ORDER BY r.street_id IS NULL, r.id`, spot.DistrictID, spot.StreetID, spot.SectionID, today, today).Scan(ctx, &out)
	return out, err
}

// Role reads one role; NotFound when there is none.
func (s *Store) Role(ctx context.Context, id domain.RoleID) (r domain.Role, err error) {
	defer wrap(&err, "Store.Role(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(roleRow+` WHERE r.id = ?`, id).Scan(ctx, &r)
	return r, err
}

// RoleSpot returns where a role stands in the tree of places, with the places above it; NotFound when there is none.
func (s *Store) RoleSpot(ctx context.Context, id domain.RoleID) (spot domain.Spot, err error) {
	defer wrap(&err, "Store.RoleSpot(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT r.district_id, coalesce(r.town_id, n.town_id, s.town_id, 0) AS town_id,
			coalesce(r.section_id, s.section_id, 0) AS section_id, coalesce(r.street_id, 0) AS street_id
		FROM roles r
		LEFT JOIN sections n ON n.district_id = r.district_id AND n.id = r.section_id
		LEFT JOIN streets s ON s.district_id = r.district_id AND s.id = r.street_id
		WHERE r.id = ?`, id).Scan(ctx, &spot)
	return spot, err
}

// AddRole inserts a role and sets its id. IsCheck(err, "roles_right_place") when it is not held on such a place.
func (s *Store) AddRole(ctx context.Context, r *domain.Role) (err error) {
	defer wrap(&err, "Store.AddRole(%s)", r.Kind)
	_, err = s.db.NewInsert().Model(r).ModelTableExpr("roles").Returning("id").Exec(ctx)
	return err
}

// EndRole sets the first day without a role.
func (s *Store) EndRole(ctx context.Context, r domain.Role, on time.Time, why string) (err error) {
	defer wrap(&err, "Store.EndRole(%d)", r.ID)
	return s.one(ctx, `
		UPDATE roles
		SET ends_on = greatest(begins_on, ?::date), ended_why = ?
		WHERE district_id = ? AND id = ?`, on, why, r.DistrictID, r.ID)
}

// SameRole finds a role of the same kind, person and place that has not ended by a day, or 0.
func (s *Store) SameRole(ctx context.Context, r domain.Role, on time.Time) (id domain.RoleID, err error) {
	defer wrap(&err, "Store.SameRole(%s)", r.Kind)
	err = s.db.NewRaw(`
		SELECT coalesce((
			SELECT id
			FROM roles
			WHERE district_id = ? AND person_id = ? AND kind = ? AND coalesce(town_id, 0) = ? AND coalesce(section_id, 0) = ?
				AND coalesce(street_id, 0) = ? AND (ends_on IS NULL OR ends_on > ?)
			ORDER BY id
			LIMIT 1), 0)`, r.DistrictID, r.PersonID, r.Kind, r.TownID, r.SectionID, r.StreetID, on).Scan(ctx, &id)
	return id, err
}

// OtherHolders counts the people, besides one, who hold a role of a whole district on a day and keep it.
func (s *Store) OtherHolders(ctx context.Context, of domain.Role, on time.Time) (n int, err error) {
	defer wrap(&err, "Store.OtherHolders(%d)", of.DistrictID)
	err = s.db.NewRaw(`
		SELECT count(DISTINCT r.person_id)
		FROM roles r
		JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
		WHERE r.district_id = ? AND r.kind = ? AND r.person_id <> ? AND p.left_at IS NULL
			AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?)`, of.DistrictID, of.Kind, of.PersonID, on, on).Scan(ctx, &n)
	return n, err
}

// HeldAlready returns the name of somebody else who holds a role of this kind on just this place while it would be held; "" when nobody does.
func (s *Store) HeldAlready(ctx context.Context, r domain.Role) (name string, err error) {
	defer wrap(&err, "Store.HeldAlready(%s)", r.Kind)
	err = s.db.NewRaw(`
		SELECT coalesce((
			SELECT trim(p.first_name || ' ' || p.last_name)
			FROM roles o
			JOIN persons p ON p.district_id = o.district_id AND p.id = o.person_id
			WHERE o.district_id = ? AND o.kind = ? AND o.person_id <> ? AND p.left_at IS NULL AND coalesce(o.town_id, 0) = ?
				AND coalesce(o.section_id, 0) = ? AND coalesce(o.street_id, 0) = ?
				AND (o.ends_on IS NULL OR o.ends_on > ?) AND (?::date IS NULL OR o.begins_on < ?::date)
			ORDER BY o.id
			LIMIT 1), '')`,
		r.DistrictID, r.Kind, r.PersonID, r.TownID, r.SectionID, r.StreetID, r.BeginsOn, r.EndsOn, r.EndsOn).Scan(ctx, &name)
	return name, err
}

// TownsLedBy returns the towns whose safeguarding lead somebody is, locked.
func (s *Store) TownsLedBy(ctx context.Context, district domain.DistrictID, id domain.PersonID) (out []domain.TownDoor, err error) {
	defer wrap(&err, "Store.TownsLedBy(%d)", id)
	err = s.db.NewRaw(`
		SELECT district_id, id AS town_id, name, phone, opened_at, safeguarding_lead_id
		FROM towns
		WHERE district_id = ? AND safeguarding_lead_id = ?
		ORDER BY id
		FOR NO KEY UPDATE`, district, id).Scan(ctx, &out)
	return out, err
}

// ReplaceLead gives the role of a town's safeguarding lead to whom the town names, and ends it for everybody else. It returns the
// new role; 0 when they hold it already.
func (s *Store) ReplaceLead(ctx context.Context, town domain.TownDoor, today time.Time) (id domain.RoleID, err error) {
	defer wrap(&err, "Store.ReplaceLead(%d)", town.TownID)
	_, err = s.db.NewRaw(`
		UPDATE roles
		SET ends_on = greatest(begins_on, ?::date), ended_why = 'another_lead'
		WHERE district_id = ? AND town_id = ? AND kind = 'safeguarding_lead' AND person_id <> ?
			AND (ends_on IS NULL OR ends_on > ?)`, today, town.DistrictID, town.TownID, town.SafeguardingLeadID, today).Exec(ctx)
	if err != nil {
		return 0, err
	}
	err = s.db.NewRaw(`
		INSERT INTO roles (district_id, person_id, kind, town_id, begins_on)
		SELECT ?, ?, 'safeguarding_lead', ?, ?
		WHERE NOT EXISTS (
			SELECT FROM roles
			WHERE district_id = ? AND town_id = ? AND kind = 'safeguarding_lead' AND person_id = ?
				AND begins_on <= ? AND ends_on IS NULL)
		RETURNING id`,
		town.DistrictID, town.SafeguardingLeadID, town.TownID, today,
		town.DistrictID, town.TownID, town.SafeguardingLeadID, today).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// LeadBefore returns whose place somebody took as a town's safeguarding lead; 0 when they are not it, or took nobody's.
func (s *Store) LeadBefore(ctx context.Context, town domain.TownID, lead domain.PersonID) (id domain.PersonID, err error) {
	defer wrap(&err, "Store.LeadBefore(%d)", town)
	err = s.db.NewRaw(`
		SELECT coalesce((
			SELECT o.person_id
			FROM roles n
			JOIN roles o ON o.district_id = n.district_id AND o.town_id = n.town_id AND o.kind = n.kind AND o.id < n.id
				AND o.ended_why = 'another_lead' AND o.ends_on = n.begins_on
			WHERE n.town_id = ? AND n.kind = 'safeguarding_lead' AND n.person_id = ? AND n.ends_on IS NULL
			ORDER BY o.id DESC
			LIMIT 1), 0)`, town, lead).Scan(ctx, &id)
	return id, err
}

// BuildersOf returns the community builders of a town, or of its whole district.
func (s *Store) BuildersOf(ctx context.Context, district domain.DistrictID, town domain.TownID, today time.Time) (out []domain.PersonID, err error) {
	defer wrap(&err, "Store.BuildersOf(%d)", town)
	err = s.db.NewRaw(`
		SELECT DISTINCT r.person_id
		FROM roles r
		JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
		WHERE r.district_id = ? AND r.kind = 'builder' AND (r.town_id IS NULL OR r.town_id = ?)
			AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?) AND p.left_at IS NULL
		ORDER BY r.person_id`, district, town, today, today).Scan(ctx, &out)
	return out, err
}

// AddShift inserts a turn on the desk and sets its id.
func (s *Store) AddShift(ctx context.Context, d *domain.DeskShift) (err error) {
	defer wrap(&err, "Store.AddShift(%d)", d.TownID)
	_, err = s.db.NewInsert().Model(d).ModelTableExpr("desk_shifts").Returning("id").Exec(ctx)
	return err
}

// Shift reads one turn; NotFound when there is none.
func (s *Store) Shift(ctx context.Context, id int64) (d domain.DeskShift, err error) {
	defer wrap(&err, "Store.Shift(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM desk_shifts WHERE id = ?`, id).Scan(ctx, &d)
	return d, err
}

// Shifts returns the turns on a town's desk that are not over, the next first.
func (s *Store) Shifts(ctx context.Context, town domain.TownID, now time.Time) (out []domain.DeskShift, err error) {
	defer wrap(&err, "Store.Shifts(%d)", town)
	err = s.db.NewRaw(`
		SELECT d.district_id, d.id, d.town_id, d.person_id, d.starts_at, d.ends_at,
			trim(p.first_name || ' ' || p.last_name) AS person_name
		FROM desk_shifts d
		JOIN persons p ON p.district_id = d.district_id AND p.id = d.person_id
		WHERE d.town_id = ? AND d.ends_at > ?
		ORDER BY d.starts_at, d.id
		LIMIT 500`, town, now).Scan(ctx, &out)
	return out, err
}

// EndShift ends a turn now; one that has not begun goes as if it had never been.
func (s *Store) EndShift(ctx context.Context, id int64, now time.Time) (err error) {
	defer wrap(&err, "Store.EndShift(%d)", id)
	_, err = s.db.NewRaw(`DELETE FROM desk_shifts WHERE id = ? AND starts_at >= ?`, id, now).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = s.db.NewRaw(`UPDATE desk_shifts SET ends_at = ? WHERE id = ? AND ends_at > ?`, now, id, now).Exec(ctx)
	return err
}

// EndShifts takes somebody off the desk of a town (0: of all) from now on.
func (s *Store) EndShifts(ctx context.Context, district domain.DistrictID, person domain.PersonID, town domain.TownID, now time.Time) (err error) {
	defer wrap(&err, "Store.EndShifts(%d)", person)
	_, err = s.db.NewRaw(`
		DELETE FROM desk_shifts
		WHERE district_id = ? AND person_id = ? AND (? = 0 OR town_id = ?) AND starts_at >= ?`,
		district, person, town, town, now).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = s.db.NewRaw(`
		UPDATE desk_shifts
		SET ends_at = ?
		WHERE district_id = ? AND person_id = ? AND (? = 0 OR town_id = ?) AND ends_at > ?`,
		now, district, person, town, town, now).Exec(ctx)
	return err
}

// EndSessions signs somebody out everywhere.
func (s *Store) EndSessions(ctx context.Context, district domain.DistrictID, person domain.PersonID, now time.Time) (err error) {
	defer wrap(&err, "Store.EndSessions(%d)", person)
	_, err = s.db.NewRaw(`
		UPDATE sessions
		SET ended_at = ?
		WHERE district_id = ? AND person_id = ? AND ended_at IS NULL`, now, district, person).Exec(ctx)
	return err
}
