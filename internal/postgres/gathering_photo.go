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

// HostPhoto reads a photo by its name, as JPEG; NotFound unless its host wishes to be named somewhere where they still sit.
func (s *Store) HostPhoto(ctx context.Context, name string, today time.Time) (jpeg []byte, err error) {
	defer wrap(&err, "Store.HostPhoto")
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT f.image
		FROM host_photos f
		JOIN persons p ON p.district_id = f.district_id AND p.id = f.person_id AND p.left_at IS NULL
		WHERE f.name = ? AND EXISTS (
			SELECT FROM gatherings g
			WHERE g.district_id = f.district_id AND g.host_id = f.person_id AND g.host_shown AND g.last_on >= ?)`, name, today).Scan(ctx, &jpeg)
	return jpeg, err
}
