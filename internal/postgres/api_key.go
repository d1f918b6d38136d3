package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// apiKeyRow selects keys with the names of where they are for and of who made them.
const apiKeyRow = `
	SELECT k.district_id, k.id, k.name, k.hash, k.scope, k.town_id, k.section_id, k.street_id, k.created_by, k.created_at,
		k.expires_at, k.last_used_at, k.revoked_at, k.revoked_by,
		coalesce(s.name, n.name, t.name, d.name) AS place_name, trim(p.first_name || ' ' || p.last_name) AS created_by_name
	FROM api_keys k
	JOIN districts d ON d.id = k.district_id
	JOIN persons p ON p.district_id = k.district_id AND p.id = k.created_by
	LEFT JOIN towns t ON t.district_id = k.district_id AND t.id = k.town_id
	LEFT JOIN sections n ON n.district_id = k.district_id AND n.id = k.section_id
	LEFT JOIN streets s ON s.district_id = k.district_id AND s.id = k.street_id`

// AddAPIKey inserts a key and sets its id.
func (s *Store) AddAPIKey(ctx context.Context, k *domain.APIKey) (err error) {
	defer wrap(&err, "Store.AddAPIKey")
	_, err = s.db.NewInsert().Model(k).ModelTableExpr("api_keys").Returning("id").Exec(ctx)
	return err
}

// APIKey reads a key of a district; NotFound when it has none of that number.
func (s *Store) APIKey(ctx context.Context, district domain.DistrictID, id domain.APIKeyID) (k domain.APIKey, err error) {
	defer wrap(&err, "Store.APIKey(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(apiKeyRow+`
		WHERE k.district_id = ? AND k.id = ?`, district, id).Scan(ctx, &k)
	return k, err
}

// APIKeyOf finds the key that a hash stands for; NotFound when there is none. One that has ended is found too.
func (s *Store) APIKeyOf(ctx context.Context, hash []byte) (k domain.APIKey, err error) {
	defer wrap(&err, "Store.APIKeyOf")
	defer orNotFound(&err)
	err = s.db.NewRaw(apiKeyRow+`
		WHERE k.hash = ?`, hash).Scan(ctx, &k)
	return k, err
}

// APIKeys returns the keys of a district, the newest first; before 0 begins at the top.
func (s *Store) APIKeys(ctx context.Context, district domain.DistrictID, before domain.APIKeyID, limit int) (out []domain.APIKey, err error) {
	defer wrap(&err, "Store.APIKeys(%d)", district)
	err = s.db.NewRaw(apiKeyRow+`
		WHERE k.district_id = ? AND (? = 0 OR k.id < ?)
		ORDER BY k.id DESC
		LIMIT ?`, district, before, before, limit).Scan(ctx, &out)
	return out, err
}

// APIKeyNamed tells whether a key of a name, in capitals or not, is in use in a district.
func (s *Store) APIKeyNamed(ctx context.Context, district domain.DistrictID, name string, now time.Time) (there bool, err error) {
	defer wrap(&err, "Store.APIKeyNamed(%d)", district)
	err = s.db.NewRaw(`
		SELECT EXISTS (
			SELECT FROM api_keys
			WHERE district_id = ? AND lower(name) = lower(?) AND revoked_at IS NULL AND expires_at > ?)`, district, name, now).Scan(ctx, &there)
	return there, err
}

// CountAPIKeys counts the keys of a district that hold.
func (s *Store) CountAPIKeys(ctx context.Context, district domain.DistrictID, now time.Time) (n int, err error) {
	defer wrap(&err, "Store.CountAPIKeys(%d)", district)
	err = s.db.NewRaw(`
		SELECT count(*)
		FROM api_keys
		WHERE district_id = ? AND revoked_at IS NULL AND expires_at > ?`, district, now).Scan(ctx, &n)
	return n, err
}

// RevokeAPIKey ends a key. One that has been ended keeps when and by whom.
func (s *Store) RevokeAPIKey(ctx context.Context, district domain.DistrictID, id domain.APIKeyID, by domain.PersonID, now time.Time) (err error) {
	defer wrap(&err, "Store.RevokeAPIKey(%d)", id)
	_, err = s.db.NewRaw(`
		UPDATE api_keys
		SET revoked_at = ?, revoked_by = nullif(?, 0)
		WHERE district_id = ? AND id = ? AND revoked_at IS NULL`, now, by, district, id).Exec(ctx)
	return err
}

// TouchAPIKey notes that a key is in use, unless that was noted after since.
func (s *Store) TouchAPIKey(ctx context.Context, k domain.APIKey, now, since time.Time) (err error) {
	defer wrap(&err, "Store.TouchAPIKey(%d)", k.ID)
	_, err = s.db.NewRaw(`
		UPDATE api_keys
		SET last_used_at = ?
		WHERE district_id = ? AND id = ? AND (last_used_at IS NULL OR last_used_at <= ?)`, now, k.DistrictID, k.ID, since).Exec(ctx)
	return err
}
