package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"waymark/domain"
)

// worryReader says of w, which has a district and perhaps a town, who reads what people there worry about: the town's named
// safeguarding lead, else one of those who stand in, by domain.WorryReaders; 0 when there is none of them. Whoever has left is none.
const worryReader = `coalesce(
			(SELECT p.id
			FROM towns t
			JOIN persons p ON p.district_id = t.district_id AND p.id = t.safeguarding_lead_id
			WHERE t.district_id = w.district_id AND t.id = w.town_id AND p.left_at IS NULL),
			(SELECT r.person_id
			FROM roles r
			JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
			WHERE r.district_id = w.district_id AND r.kind IN (?0)
				AND r.begins_on <= ?1 AND (r.ends_on IS NULL OR r.ends_on > ?1) AND p.left_at IS NULL
			ORDER BY array_position(ARRAY[?0], r.kind), r.id
			LIMIT 1), 0)`

// standIns are who reads worries where a town has no lead.
func standIns() schema.QueryAppender { return bun.List(domain.WorryReaders[1:]) }

// WorryReader returns who reads what people of a town worry about; 0 when nobody does.
func (s *Store) WorryReader(ctx context.Context, district domain.DistrictID, town domain.TownID, today time.Time) (id domain.PersonID, err error) {
	defer wrap(&err, "Store.WorryReader(%d, %d)", district, town)
	err = s.db.NewRaw(`
		SELECT `+worryReader+`
		FROM (SELECT ?2::bigint AS district_id, ?3::bigint AS town_id) w`, standIns(), today, district, town).Scan(ctx, &id)
	return id, err
}

// AddWorry stores a worry and sets its id.
func (s *Store) AddWorry(ctx context.Context, w *domain.Worry) (err error) {
	defer wrap(&err, "Store.AddWorry")
	_, err = s.db.NewInsert().Model(w).ModelTableExpr("worries").Returning("id").Exec(ctx)
	return err
}

// Worries returns what is one reader's to read today, what was not read before first, and else the newest first.
func (s *Store) Worries(ctx context.Context, district domain.DistrictID, reader domain.PersonID, today time.Time) (out []domain.Worry, err error) {
	defer wrap(&err, "Store.Worries(%d)", reader)
	err = s.db.NewRaw(`
		SELECT w.*, coalesce(t.name, '') AS town_name
		FROM worries w
		LEFT JOIN towns t ON t.district_id = w.district_id AND t.id = w.town_id
		WHERE w.district_id = ?2 AND `+worryReader+` = ?3
		ORDER BY w.seen_at IS NOT NULL, w.id DESC
		LIMIT 500`, standIns(), today, district, reader).Scan(ctx, &out)
	return out, err
}

// WorriesSeen notes of some worries when they were first read.
func (s *Store) WorriesSeen(ctx context.Context, district domain.DistrictID, ids []int64, now time.Time) (err error) {
	defer wrap(&err, "Store.WorriesSeen(%d)", len(ids))
	_, err = s.db.NewRaw(`
		UPDATE worries
		SET seen_at = ?
		WHERE district_id = ? AND id IN (?) AND seen_at IS NULL`, now, district, bun.List(ids)).Exec(ctx)
	return err
}
