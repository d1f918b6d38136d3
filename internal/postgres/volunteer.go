package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun/dialect/pgdialect"

	"waymark/domain"
)

// Volunteer reads what somebody gives, with the checks that hold today; NotFound when they never volunteered.
func (s *Store) Volunteer(ctx context.Context, id domain.PersonID, today time.Time) (v domain.Volunteer, err error) {
	defer wrap(&err, "Store.Volunteer(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT v.*, ARRAY(
			SELECT DISTINCT c.level
			FROM checks c
			WHERE c.district_id = v.district_id AND c.person_id = v.person_id AND (c.review_on IS NULL OR c.review_on > ?)
			ORDER BY c.level) AS checks
		FROM volunteers v
		WHERE v.person_id = ?`, today, id).Scan(ctx, &v)
	return v, err
}

// SaveVolunteer writes what somebody gives; it makes them a volunteer if they were none.
func (s *Store) SaveVolunteer(ctx context.Context, v *domain.Volunteer) (err error) {
	defer wrap(&err, "Store.SaveVolunteer(%d)", v.PersonID)
	_, err = s.db.NewRaw(`
		INSERT INTO volunteers (district_id, person_id, reach, skills, availability, short_notice, capacity, budget_week, budget_day,
			gender, standing, met_by, met_on, silences, resting, agreed_at, began_at, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?)
		ON CONFLICT (district_id, person_id) DO UPDATE
		SET reach = excluded.reach, skills = excluded.skills, availability = excluded.availability,
			short_notice = excluded.short_notice, capacity = excluded.capacity, budget_week = excluded.budget_week,
			budget_day = excluded.budget_day, gender = excluded.gender, standing = excluded.standing, met_by = excluded.met_by,
			met_on = excluded.met_on, silences = excluded.silences, resting = excluded.resting, agreed_at = excluded.agreed_at,
			began_at = excluded.began_at, ended_at = excluded.ended_at`,
		v.DistrictID, v.PersonID, v.Reach, pgdialect.Array(v.Skills), v.Availability, v.ShortNotice, v.Capacity, v.BudgetWeek, v.BudgetDay,
		v.Gender, v.Standing, v.MetBy, v.MetOn, v.Silences, v.Resting, v.AgreedAt, v.BeganAt, v.EndedAt).Exec(ctx)
	return err
}

// EndVolunteer notes that somebody does not help any more, and takes them out of the series in which they are the regular helper.
func (s *Store) EndVolunteer(ctx context.Context, p domain.Person, now time.Time) (err error) {
	defer wrap(&err, "Store.EndVolunteer(%d)", p.ID)
	_, err = s.db.NewRaw(`
		UPDATE volunteers
		SET ended_at = ?
		WHERE district_id = ? AND person_id = ? AND ended_at IS NULL`, now, p.DistrictID, p.ID).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = s.db.NewRaw(`
		UPDATE series
		SET helper_id = NULL
		WHERE district_id = ? AND helper_id = ?`, p.DistrictID, p.ID).Exec(ctx)
	return err
}

// AddCheck writes down a check that somebody saw, and sets its id.
func (s *Store) AddCheck(ctx context.Context, c *domain.Check) (err error) {
	defer wrap(&err, "Store.AddCheck(%d)", c.PersonID)
	_, err = s.db.NewInsert().Model(c).ModelTableExpr("checks").Returning("id").Exec(ctx)
	return err
}

// Checks returns the checks of a person, the newest first.
func (s *Store) Checks(ctx context.Context, id domain.PersonID) (out []domain.Check, err error) {
	defer wrap(&err, "Store.Checks(%d)", id)
	err = s.db.NewRaw(`
		SELECT c.district_id, c.id, c.person_id, c.level, c.seen_on, c.seen_by, c.review_on, p.first_name AS seen_by_name
		FROM checks c
		JOIN persons p ON p.district_id = c.district_id AND p.id = c.seen_by
		WHERE c.person_id = ?
		ORDER BY c.seen_on DESC, c.id DESC`, id).Scan(ctx, &out)
	return out, err
}
