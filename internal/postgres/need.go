package postgres

import (
	"context"

	"waymark/domain"
)

// Needs returns the kinds of help of a town, its own rows before the district's, in their order. all also gives those that
// are switched off.
func (s *Store) Needs(ctx context.Context, district domain.DistrictID, town domain.TownID, all bool) (out []domain.Need, err error) {
	defer wrap(&err, "Store.Needs(%d, %d)", district, town)
	err = s.db.NewRaw(`
		SELECT n.*
		FROM (
			SELECT DISTINCT ON (code) *
			FROM needs
			WHERE district_id = ? AND (town_id IS NULL OR town_id = ?)
			ORDER BY code, town_id NULLS LAST) n
		WHERE n.active OR ?
		ORDER BY n.position, n.id`, district, town, all).Scan(ctx, &out)
	return out, err
}

// Need reads one kind of help; NotFound when there is none.
func (s *Store) Need(ctx context.Context, id domain.NeedID) (n domain.Need, err error) {
	defer wrap(&err, "Store.Need(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM needs WHERE id = ?`, id).Scan(ctx, &n)
	return n, err
}

// AddNeeds inserts kinds of help.
func (s *Store) AddNeeds(ctx context.Context, needs []domain.Need) (err error) {
	defer wrap(&err, "Store.AddNeeds")
	_, err = s.db.NewInsert().Model(&needs).ModelTableExpr("needs").Returning("id").Exec(ctx)
	return err
}

// SaveNeed writes everything of a kind of help but its code and its place.
func (s *Store) SaveNeed(ctx context.Context, n *domain.Need) (err error) {
	defer wrap(&err, "Store.SaveNeed(%d)", n.ID)
	_, err = s.db.NewUpdate().Model(n).ModelTableExpr("needs AS need").
		ExcludeColumn("id", "district_id", "town_id", "code").
		Where("district_id = ? AND id = ?", n.DistrictID, n.ID).Exec(ctx)
	return err
}

// TownNeed reads a town's own row of a kind of help; NotFound when it has none.
func (s *Store) TownNeed(ctx context.Context, town domain.TownID, code string) (n domain.Need, err error) {
	defer wrap(&err, "Store.TownNeed(%d)", town)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM needs WHERE town_id = ? AND code = ?`, town, code).Scan(ctx, &n)
	return n, err
}
