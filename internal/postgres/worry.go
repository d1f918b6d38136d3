package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// WorryReader returns who reads what people of a town worry about: its named safeguarding lead, else the district coordinator,
// else an administrator; 0 when there is none of them. Whoever has left is none.
func (s *Store) WorryReader(ctx context.Context, district domain.DistrictID, town domain.TownID, today time.Time) (id domain.PersonID, err error) {
	defer wrap(&err, "Store.WorryReader(%d, %d)", district, town)
	err = s.db.NewRaw(`
		SELECT coalesce(
			(SELECT p.id
			FROM towns t
			JOIN persons p ON p.district_id = t.district_id AND p.id = t.safeguarding_lead_id
			WHERE t.district_id = ? AND t.id = ? AND p.left_at IS NULL),
			(SELECT r.person_id
			FROM roles r
			JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
			WHERE r.district_id = ? AND r.kind IN ('district_coordinator', 'administrator')
				AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?) AND p.left_at IS NULL
			ORDER BY r.kind = 'administrator', r.id
			LIMIT 1), 0)`, district, town, district, today, today).Scan(ctx, &id)
	return id, err
}

// AddWorry stores a worry and sets its id.
func (s *Store) AddWorry(ctx context.Context, w *domain.Worry) (err error) {
	defer wrap(&err, "Store.AddWorry")
	_, err = s.db.NewInsert().Model(w).ModelTableExpr("worries").Returning("id").Exec(ctx)
	return err
}

// Worries returns what was written to one reader, those not read before first, and else the newest first. It is theirs alone.
func (s *Store) Worries(ctx context.Context, reader domain.PersonID) (out []domain.Worry, err error) {
	defer wrap(&err, "Store.Worries(%d)", reader)
	err = s.db.NewRaw(`
		SELECT w.*, coalesce(t.name, '') AS town_name
		FROM worries w
		LEFT JOIN towns t ON t.district_id = w.district_id AND t.id = w.town_id
		WHERE w.lead_id = ?
		ORDER BY w.seen_at IS NOT NULL, w.id DESC
		LIMIT 500`, reader).Scan(ctx, &out)
	return out, err
}

// WorriesSeen notes when a reader first read a worry, for those up to the given id.
func (s *Store) WorriesSeen(ctx context.Context, reader domain.PersonID, upTo int64, now time.Time) (err error) {
	defer wrap(&err, "Store.WorriesSeen(%d)", reader)
	_, err = s.db.NewRaw(`
		UPDATE worries
		SET seen_at = ?
		WHERE lead_id = ? AND id <= ? AND seen_at IS NULL`, now, reader, upTo).Exec(ctx)
	return err
}
