package postgres

import (
	"context"

	"github.com/lib/pq"

	"waymark/domain"
)

// serviceColumns are a row of services s with the names that go with it.
const serviceColumns = `
	SELECT s.district_id, s.id, s.organization_id, s.town_id, s.name, s.name_key, s.description, s.when_words, s.how_to_join, s.eligibility,
		s.phone, s.email, s.website, s.staff_words, s.audience, s.status, s.checked_on, s.checked_by, s.created_at, s.changed_at, s.version,
		o.name AS organization_name, coalesce(t.name, '') AS town_name,
		coalesce((SELECT p.first_name FROM persons p WHERE p.district_id = s.district_id AND p.id = s.checked_by), '') AS checked_by_name,
		(SELECT count(*) FROM service_reports r WHERE r.district_id = s.district_id AND r.service_id = s.id AND r.done_at IS NULL) AS reports`

const serviceTables = `
	FROM services s
	JOIN organizations o ON o.district_id = s.district_id AND o.id = s.organization_id
	LEFT JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id`

// Service reads one service with all that hangs on it; NotFound when there is none.
func (s *Store) Service(ctx context.Context, id domain.ServiceID) (out domain.Service, err error) {
	defer wrap(&err, "Store.Service(%d)", id)
	defer orNotFound(&err)
	if err = s.db.NewRaw(serviceColumns+serviceTables+` WHERE s.id = ?`, id).Scan(ctx, &out); err != nil {
		return out, err
	}
	one := []domain.Service{out}
	err = s.FillServices(ctx, one)
	return one[0], err
}

// LockService reads a service like Service, and keeps it from being changed by others until the transaction ends.
func (s *Store) LockService(ctx context.Context, id domain.ServiceID) (out domain.Service, err error) {
	defer wrap(&err, "Store.LockService(%d)", id)
	if err = s.one(ctx, `SELECT FROM services WHERE id = ? FOR UPDATE`, id); err != nil {
		orNotFound(&err)
		return out, err
	}
	return s.Service(ctx, id)
}

// FillServices reads what hangs on services: themes, locations, times and prices, in a statement each.
func (s *Store) FillServices(ctx context.Context, services []domain.Service) (err error) {
	defer wrap(&err, "Store.FillServices(%d)", len(services))
	if len(services) == 0 {
		return nil
	}
	at := map[domain.ServiceID]*domain.Service{}
	ids := make([]int64, len(services))
	for i := range services {
		at[services[i].ID], ids[i] = &services[i], int64(services[i].ID)
	}
	for _, fill := range []func(context.Context, []int64, map[domain.ServiceID]*domain.Service) error{
		s.fillThemes, s.fillLocations, s.fillSchedules, s.fillCosts} {
		if err := fill(ctx, ids, at); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) fillThemes(ctx context.Context, ids []int64, at map[domain.ServiceID]*domain.Service) error {
	var rows []struct {
		domain.Theme `bun:",extend"`
		ServiceID    domain.ServiceID
	}
	err := s.db.NewRaw(`
		SELECT t.*, st.service_id
		FROM service_themes st
		JOIN themes t ON t.district_id = st.district_id AND t.id = st.theme_id
		WHERE st.service_id = ANY (?)
		ORDER BY t.position, t.id`, pq.Array(ids)).Scan(ctx, &rows)
	for _, r := range rows {
		at[r.ServiceID].Themes = append(at[r.ServiceID].Themes, r.Theme)
	}
	return err
}

func (s *Store) fillLocations(ctx context.Context, ids []int64, at map[domain.ServiceID]*domain.Service) error {
	var rows []domain.Location
	err := s.db.NewRaw(`
		SELECT l.*, t.name AS town_name, coalesce(n.name, '') AS section_name, sl.service_id
		FROM service_at_locations sl
		JOIN locations l ON l.district_id = sl.district_id AND l.id = sl.location_id
		JOIN towns t ON t.district_id = l.district_id AND t.id = l.town_id
		LEFT JOIN sections n ON n.district_id = l.district_id AND n.id = l.section_id
		WHERE sl.service_id = ANY (?)
		ORDER BY sl.position, l.id`, pq.Array(ids)).Scan(ctx, &rows)
	for _, r := range rows {
		at[r.ServiceID].Locations = append(at[r.ServiceID].Locations, r)
	}
	return err
}

func (s *Store) fillSchedules(ctx context.Context, ids []int64, at map[domain.ServiceID]*domain.Service) error {
	var rows []domain.Schedule
	err := s.db.NewRaw(`
		SELECT *
		FROM schedules
		WHERE service_id = ANY (?)
		ORDER BY weekday, opens`, pq.Array(ids)).Scan(ctx, &rows)
	for _, r := range rows {
		at[r.ServiceID].Schedules = append(at[r.ServiceID].Schedules, r)
	}
	return err
}

func (s *Store) fillCosts(ctx context.Context, ids []int64, at map[domain.ServiceID]*domain.Service) error {
	var rows []domain.CostOption
	err := s.db.NewRaw(`
		SELECT *
		FROM cost_options
		WHERE service_id = ANY (?)
		ORDER BY position`, pq.Array(ids)).Scan(ctx, &rows)
	for _, r := range rows {
		at[r.ServiceID].Costs = append(at[r.ServiceID].Costs, r)
	}
	return err
}

// Themes returns the themes of a district in their order; all gives those that are closed too.
func (s *Store) Themes(ctx context.Context, district domain.DistrictID, all bool) (out []domain.Theme, err error) {
	defer wrap(&err, "Store.Themes(%d)", district)
	err = s.db.NewRaw(`
		SELECT *
		FROM themes
		WHERE district_id = ? AND (open OR ?)
		ORDER BY position, id`, district, all).Scan(ctx, &out)
	return out, err
}

// Theme reads one theme; NotFound when there is none.
func (s *Store) Theme(ctx context.Context, id domain.ThemeID) (t domain.Theme, err error) {
	defer wrap(&err, "Store.Theme(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM themes WHERE id = ?`, id).Scan(ctx, &t)
	return t, err
}

// AddThemes inserts themes.
func (s *Store) AddThemes(ctx context.Context, themes []domain.Theme) (err error) {
	defer wrap(&err, "Store.AddThemes")
	_, err = s.db.NewInsert().Model(&themes).ModelTableExpr("themes").Returning("id").Exec(ctx)
	return err
}

// SaveTheme writes everything of a theme but its code and kind.
func (s *Store) SaveTheme(ctx context.Context, t *domain.Theme) (err error) {
	defer wrap(&err, "Store.SaveTheme(%d)", t.ID)
	return s.one(ctx, `
		UPDATE themes
		SET name = ?, words = ?, position = ?, open = ?
		WHERE district_id = ? AND id = ?`, t.Name, t.Words, t.Position, t.Open, t.DistrictID, t.ID)
}

// ServiceChanges are what was done to a service, newest first.
func (s *Store) ServiceChanges(ctx context.Context, id domain.ServiceID) (out []domain.ServiceChange, err error) {
	defer wrap(&err, "Store.ServiceChanges(%d)", id)
	err = s.db.NewRaw(`
		SELECT c.*, coalesce(p.first_name, '') AS actor_name
		FROM service_changes c
		LEFT JOIN persons p ON p.district_id = c.district_id AND p.id = c.actor_id
		WHERE c.service_id = ?
		ORDER BY c.id DESC`, id).Scan(ctx, &out)
	return out, err
}
