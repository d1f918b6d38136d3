package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// SaveHostPhoto keeps the photo of a host; it takes the place of one that they had.
func (s *Store) SaveHostPhoto(ctx context.Context, district domain.DistrictID, host, by domain.PersonID, p domain.HostPhoto, jpeg []byte) (err error) {
	defer wrap(&err, "Store.SaveHostPhoto(%d)", host)
	_, err = s.db.NewRaw(`
		INSERT INTO host_photos (district_id, person_id, name, image, width, height, alt, agreed_at, added_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (district_id, person_id) DO UPDATE
		SET name = excluded.name, image = excluded.image, width = excluded.width, height = excluded.height, alt = excluded.alt,
			agreed_at = excluded.agreed_at, added_by = excluded.added_by`, district, host, p.Name, jpeg, p.Width, p.Height, p.Alt, p.AgreedAt, by).Exec(ctx)
	return err
}

// EraseHostPhoto forgets the photo of a host.
func (s *Store) EraseHostPhoto(ctx context.Context, district domain.DistrictID, host domain.PersonID) (err error) {
	defer wrap(&err, "Store.EraseHostPhoto(%d)", host)
	_, err = s.db.NewRaw(`DELETE FROM host_photos WHERE district_id = ? AND person_id = ?`, district, host).Exec(ctx)
	return err
}

// hostsStill are those who host something that is not over, with whether they wish to be named there. Its parameter is a day.
const hostsStill = `
	SELECT g.district_id, g.host_id AS person_id, g.host_shown AS shown
	FROM gatherings g
	WHERE g.last_on >= ?1
	UNION ALL
	SELECT x.district_id, x.person_id, x.shown
	FROM gathering_hosts x
	JOIN gatherings g ON g.district_id = x.district_id AND g.id = x.gathering_id
	WHERE g.last_on >= ?1`

// PhotoOf returns what is known of the photo of a host; the zero one where there is none.
func (s *Store) PhotoOf(ctx context.Context, host domain.PersonID) (p domain.HostPhoto, err error) {
	defer wrap(&err, "Store.PhotoOf(%d)", host)
	var all []domain.HostPhoto
	err = s.db.NewRaw(`SELECT name, alt, width, height, agreed_at FROM host_photos WHERE person_id = ?`, host).Scan(ctx, &all)
	for _, p := range all {
		return p, err
	}
	return p, err
}

// HostPhoto reads a photo by its name, as JPEG; NotFound unless its host wishes to be named somewhere where they still sit.
func (s *Store) HostPhoto(ctx context.Context, name string, today time.Time) (jpeg []byte, err error) {
	defer wrap(&err, "Store.HostPhoto")
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT f.image
		FROM host_photos f
		JOIN persons p ON p.district_id = f.district_id AND p.id = f.person_id AND p.left_at IS NULL
		WHERE f.name = ?0 AND (f.district_id, f.person_id) IN (SELECT district_id, person_id FROM (`+hostsStill+`) h WHERE h.shown)`, name, today).Scan(ctx, &jpeg)
	return jpeg, err
}
