package postgres

import (
	"context"

	"github.com/lib/pq"

	"waymark/domain"
)

// OrganizationNamed finds an organisation by its key, or makes it.
func (s *Store) OrganizationNamed(ctx context.Context, o domain.Organization) (out domain.Organization, err error) {
	defer wrap(&err, "Store.OrganizationNamed(%d)", o.DistrictID)
	err = s.db.NewRaw(`
		INSERT INTO organizations AS o (district_id, name, name_key)
		VALUES (?, ?, ?)
		ON CONFLICT (district_id, name_key) DO UPDATE SET name_key = o.name_key
		RETURNING *`, o.DistrictID, o.Name, o.NameKey).Scan(ctx, &out)
	return out, err
}

// SaveLocation writes a location by its key, or makes it, and sets its ID. A neighbourhood that is known is not forgotten.
func (s *Store) SaveLocation(ctx context.Context, l *domain.Location) (err error) {
	defer wrap(&err, "Store.SaveLocation(%d)", l.TownID)
	return s.db.NewRaw(`
		INSERT INTO locations AS l (district_id, town_id, section_id, name, name_key, address, postcode)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (district_id, town_id, name_key) DO UPDATE
		SET section_id = coalesce(EXCLUDED.section_id, l.section_id),
			postcode = coalesce(nullif(EXCLUDED.postcode, ''), l.postcode)
		RETURNING id, coalesce(section_id, 0), postcode`, l.DistrictID, l.TownID, nullable(l.SectionID), l.Name, l.NameKey, l.Address, l.Postcode).
		Scan(ctx, &l.ID, &l.SectionID, &l.Postcode)
}

// AddService inserts a service with what hangs on it, and sets its ID.
func (s *Store) AddService(ctx context.Context, v *domain.Service) (err error) {
	defer wrap(&err, "Store.AddService(%d)", v.DistrictID)
	title, body, shelf := domain.ServiceText(*v)
	err = s.db.NewRaw(`
		INSERT INTO services (district_id, organization_id, town_id, name, name_key, description, when_words, how_to_join, eligibility, phone, email,
			website, staff_words, audience, status, checked_on, checked_by, created_at, changed_at, search_title, search_body,
			search_shelf)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		RETURNING id`, v.DistrictID, v.OrganizationID, nullable(v.TownID), v.Name, v.NameKey, v.Description, v.WhenWords, v.HowToJoin, v.Eligibility,
		v.Phone, v.Email, v.Website, v.StaffWords, v.Audience, v.Status, v.CheckedOn, nullable(v.CheckedBy), v.CreatedAt, v.ChangedAt, title, body, shelf).
		Scan(ctx, &v.ID)
	if err != nil {
		return err
	}
	return s.hang(ctx, *v, title, body, shelf)
}

// SaveService writes a service with what hangs on it.
func (s *Store) SaveService(ctx context.Context, v *domain.Service) (err error) {
	defer wrap(&err, "Store.SaveService(%d)", v.ID)
	title, body, shelf := domain.ServiceText(*v)
	err = s.one(ctx, `
		UPDATE services
		SET organization_id = ?, town_id = ?, name = ?, name_key = ?, description = ?, when_words = ?, how_to_join = ?, eligibility = ?, phone = ?,
			email = ?, website = ?, staff_words = ?, audience = ?, status = ?, checked_on = ?, checked_by = ?, changed_at = ?,
			version = version + 1, search_title = ?, search_body = ?, search_shelf = ?
		WHERE district_id = ? AND id = ?`, v.OrganizationID, nullable(v.TownID), v.Name, v.NameKey, v.Description, v.WhenWords, v.HowToJoin,
		v.Eligibility, v.Phone, v.Email, v.Website, v.StaffWords, v.Audience, v.Status, v.CheckedOn, nullable(v.CheckedBy), v.ChangedAt, title, body, shelf,
		v.DistrictID, v.ID)
	if err != nil {
		return err
	}
	v.Version++
	for _, table := range []string{"service_themes", "service_at_locations", "schedules", "cost_options"} {
		if _, err = s.db.ExecContext(ctx, `DELETE FROM `+table+` WHERE district_id = ? AND service_id = ?`, v.DistrictID, v.ID); err != nil {
			return err
		}
	}
	return s.hang(ctx, *v, title, body, shelf)
}

// hang writes what hangs on a service, and the words by which it is found.
func (s *Store) hang(ctx context.Context, v domain.Service, texts ...string) error {
	themes, places := make([]int64, len(v.Themes)), make([]int64, len(v.Locations))
	for i, t := range v.Themes {
		themes[i] = int64(t.ID)
	}
	for i, l := range v.Locations {
		places[i] = int64(l.ID)
	}
	_, err := s.db.NewRaw(`
		WITH t AS (
			INSERT INTO service_themes (district_id, service_id, theme_id)
			SELECT ?0, ?1, x FROM unnest(?2::bigint[]) x),
		l AS (
			INSERT INTO service_at_locations (district_id, service_id, location_id, position)
			SELECT ?0, ?1, x, n FROM unnest(?3::bigint[]) WITH ORDINALITY u (x, n))
		INSERT INTO directory_words (district_id, word)
		SELECT ?0, x FROM unnest(?4::text[]) x
		ON CONFLICT DO NOTHING`, v.DistrictID, v.ID, pq.Array(themes), pq.Array(places), pq.Array(domain.DirectoryWords(texts...))).Exec(ctx)
	if err != nil {
		return err
	}
	if len(v.Schedules) > 0 {
		for i := range v.Schedules {
			v.Schedules[i].DistrictID, v.Schedules[i].ServiceID = v.DistrictID, v.ID
		}
		if _, err := s.db.NewInsert().Model(&v.Schedules).ModelTableExpr("schedules").Exec(ctx); err != nil {
			return err
		}
	}
	if len(v.Costs) > 0 {
		for i := range v.Costs {
			v.Costs[i].DistrictID, v.Costs[i].ServiceID = v.DistrictID, v.ID
		}
		if _, err := s.db.NewInsert().Model(&v.Costs).ModelTableExpr("cost_options").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// CheckService notes that somebody has asked whether all of a service still holds.
func (s *Store) CheckService(ctx context.Context, v domain.Service) (err error) {
	defer wrap(&err, "Store.CheckService(%d)", v.ID)
	return s.one(ctx, `
		UPDATE services
		SET checked_on = ?, checked_by = ?
		WHERE district_id = ? AND id = ?`, v.CheckedOn, nullable(v.CheckedBy), v.DistrictID, v.ID)
}

// Reword brings what the search reads of services up to date after the words of a theme or the name of a place have changed.
func (s *Store) Reword(ctx context.Context, services []domain.Service) (err error) {
	defer wrap(&err, "Store.Reword(%d)", len(services))
	for _, v := range services {
		title, body, shelf := domain.ServiceText(v)
		err = s.one(ctx, `
			UPDATE services
			SET search_title = ?, search_body = ?, search_shelf = ?
			WHERE district_id = ? AND id = ?`, title, body, shelf, v.DistrictID, v.ID)
		if err != nil {
			return err
		}
		_, err = s.db.NewRaw(`
			INSERT INTO directory_words (district_id, word)
			SELECT ?, x FROM unnest(?::text[]) x
			ON CONFLICT DO NOTHING`, v.DistrictID, pq.Array(domain.DirectoryWords(title, body, shelf))).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// AddServiceChange writes what was done to a service.
func (s *Store) AddServiceChange(ctx context.Context, c domain.ServiceChange) (err error) {
	defer wrap(&err, "Store.AddServiceChange(%d)", c.ServiceID)
	if c.Fields == nil {
		c.Fields = []string{}
	}
	if c.Before == nil {
		c.Before = map[string]string{}
	}
	_, err = s.db.NewInsert().Model(&c).ModelTableExpr("service_changes").ExcludeColumn("id").Returning("NULL").Exec(ctx)
	return err
}

// AddServiceReport writes what somebody says is wrong with a service.
func (s *Store) AddServiceReport(ctx context.Context, r domain.ServiceReport) (err error) {
	defer wrap(&err, "Store.AddServiceReport(%d)", r.ServiceID)
	_, err = s.db.NewInsert().Model(&r).ModelTableExpr("service_reports").ExcludeColumn("id").Returning("NULL").Exec(ctx)
	return err
}

// ServiceReport reads one report; NotFound when there is none.
func (s *Store) ServiceReport(ctx context.Context, id domain.ReportID) (r domain.ServiceReport, err error) {
	defer wrap(&err, "Store.ServiceReport(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM service_reports WHERE id = ?`, id).Scan(ctx, &r)
	return r, err
}

// ServiceReports are what people have written about a service and nobody has looked at, the oldest first.
func (s *Store) ServiceReports(ctx context.Context, id domain.ServiceID) (out []domain.ServiceReport, err error) {
	defer wrap(&err, "Store.ServiceReports(%d)", id)
	err = s.db.NewRaw(`
		SELECT *
		FROM service_reports
		WHERE service_id = ? AND done_at IS NULL
		ORDER BY id`, id).Scan(ctx, &out)
	return out, err
}

// EndServiceReport notes that somebody has looked at a report; one that is done already stays as it is.
func (s *Store) EndServiceReport(ctx context.Context, r domain.ServiceReport) (err error) {
	defer wrap(&err, "Store.EndServiceReport(%d)", r.ID)
	_, err = s.db.NewRaw(`
		UPDATE service_reports
		SET done_at = ?, done_by = ?
		WHERE district_id = ? AND id = ? AND done_at IS NULL`, r.DoneAt, r.DoneBy, r.DistrictID, r.ID).Exec(ctx)
	return err
}

// ServicesOnFile reads all services of a district with what hangs on them, for an import to compare with.
func (s *Store) ServicesOnFile(ctx context.Context, district domain.DistrictID) (out []domain.Service, err error) {
	defer wrap(&err, "Store.ServicesOnFile(%d)", district)
	err = s.db.NewRaw(serviceColumns+serviceTables+`
		WHERE s.district_id = ?
		ORDER BY s.id`, district).Scan(ctx, &out)
	if err != nil {
		return nil, err
	}
	return out, s.FillServices(ctx, out)
}

// ImportedAs are the services of a district that a list has brought in, with the hash of the row that each was brought in from.
func (s *Store) ImportedAs(ctx context.Context, district domain.DistrictID) (out map[domain.ServiceID][]byte, err error) {
	defer wrap(&err, "Store.ImportedAs(%d)", district)
	var rows []struct {
		ID         domain.ServiceID
		ImportedAs []byte
	}
	err = s.db.NewRaw(`
		SELECT id, imported_as
		FROM services
		WHERE district_id = ? AND imported_as IS NOT NULL`, district).Scan(ctx, &rows)
	out = map[domain.ServiceID][]byte{}
	for _, r := range rows {
		out[r.ID] = r.ImportedAs
	}
	return out, err
}

// SetImportedAs notes the row of a list that a service was brought in from.
func (s *Store) SetImportedAs(ctx context.Context, v domain.Service, hash []byte) (err error) {
	defer wrap(&err, "Store.SetImportedAs(%d)", v.ID)
	return s.one(ctx, `
		UPDATE services
		SET imported_as = ?
		WHERE district_id = ? AND id = ?`, hash, v.DistrictID, v.ID)
}
