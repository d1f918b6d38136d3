package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// Settings returns what a district has settled for itself.
func (s *Store) Settings(ctx context.Context, id domain.DistrictID) (d domain.Settings, err error) {
	defer wrap(&err, "Store.Settings(%d)", id)
	defer orNotFound(&err)
	var row struct {
		domain.Settings
		OpensS  int64 `bun:"opens_s"`
		ClosesS int64 `bun:"closes_s"`
	}
	err = s.db.NewRaw(`
		SELECT id AS district_id, name, phone, section_label, sundays, bank_holidays, doors,
			extract(epoch FROM opens)::bigint AS opens_s, extract(epoch FROM closes)::bigint AS closes_s,
			coalesce((
				SELECT p.policy::text
				FROM policies p
				WHERE p.district_id = districts.id
				ORDER BY p.id DESC
				LIMIT 1), '') AS policy
		FROM districts
		WHERE id = ?`, id).Scan(ctx, &row)
	d = row.Settings
	d.Opens, d.Closes = time.Duration(row.OpensS)*time.Second, time.Duration(row.ClosesS)*time.Second
	return d, err
}

// TownDoor returns what a town shows to whoever comes to it. Town 0 is the district as a whole, or where there is just one
// district, that one.
func (s *Store) TownDoor(ctx context.Context, district domain.DistrictID, town domain.TownID) (d domain.TownDoor, err error) {
	defer wrap(&err, "Store.TownDoor(%d, %d)", district, town)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT d.id AS district_id, d.name AS district_name, coalesce(t.id, 0) AS town_id,
			coalesce(t.name, d.name) AS name, coalesce(nullif(t.phone, ''), d.phone) AS phone, d.doors,
			t.opened_at, coalesce(t.safeguarding_lead_id, 0) AS safeguarding_lead_id
		FROM districts d
		LEFT JOIN towns t ON t.district_id = d.id AND t.id = ?
		WHERE (d.id = ? OR ? = 0) AND (? = 0 OR t.id IS NOT NULL)
		ORDER BY d.id
		LIMIT 1`, town, district, district, town).Scan(ctx, &d)
	return d, err
}

// Installation reports whether the people here are made up, and from which seed.
func (s *Store) Installation(ctx context.Context) (demo bool, seed int64, err error) {
	defer wrap(&err, "Store.Installation")
	err = s.db.NewRaw(`SELECT demo, demo_seed FROM installation`).Scan(ctx, &demo, &seed)
	return demo, seed, err
}

// MarkDemo notes that the people here are made up. It cannot be undone: a demo is thrown away, never opened to people.
func (s *Store) MarkDemo(ctx context.Context, seed int64) (err error) {
	defer wrap(&err, "Store.MarkDemo")
	return s.one(ctx, `UPDATE installation SET demo = true, demo_seed = ?`, seed)
}
