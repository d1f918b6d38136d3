package postgres

import (
	"context"

	"waymark/domain"
)

// PeopleOnFile returns the people of a district who have not left, with what tells one from another, and which of them
// volunteer.
func (s *Store) PeopleOnFile(ctx context.Context, id domain.DistrictID) (people []domain.Person, volunteers map[domain.PersonID]bool, err error) {
	defer wrap(&err, "Store.PeopleOnFile(%d)", id)
	err = s.db.NewRaw(`
		SELECT district_id, id, first_name, last_name, email_key, phone, coalesce(street_id, 0) AS street_id
		FROM persons
		WHERE district_id = ? AND left_at IS NULL
		ORDER BY id`, id).Scan(ctx, &people)
	if err != nil {
		return nil, nil, err
	}
	var ids []domain.PersonID
	err = s.db.NewRaw(`
		SELECT person_id
		FROM volunteers
		WHERE district_id = ? AND ended_at IS NULL`, id).Scan(ctx, &ids)
	volunteers = map[domain.PersonID]bool{}
	for _, id := range ids {
		volunteers[id] = true
	}
	return people, volunteers, err
}

// AddVolunteer inserts a person and what they give, and sets their id.
func (s *Store) AddVolunteer(ctx context.Context, p *domain.Person, v domain.Volunteer) (err error) {
	defer wrap(&err, "Store.AddVolunteer")
	if err := s.AddPerson(ctx, p); err != nil {
		return err
	}
	v.PersonID = p.ID
	_, err = s.db.NewInsert().Model(&v).ModelTableExpr("volunteers").Exec(ctx)
	return err
}
