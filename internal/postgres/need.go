package postgres

import (
	"context"
	"time"

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

// NeedHere reads the row that counts in a town for a kind of help that is known by any row of its district: the town's own, or else the
// district's; NotFound when neither is there. With town 0 it is the district's.
func (s *Store) NeedHere(ctx context.Context, district domain.DistrictID, town domain.TownID, id domain.NeedID) (n domain.Need, err error) {
	defer wrap(&err, "Store.NeedHere(%d, %d)", town, id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT n.*
		FROM needs k
		JOIN needs n ON n.district_id = k.district_id AND n.code = k.code AND (n.town_id IS NULL OR n.town_id = ?)
		WHERE k.district_id = ? AND k.id = ?
		ORDER BY n.town_id NULLS LAST
		LIMIT 1`, town, district, id).Scan(ctx, &n)
	return n, err
}

// LockLaxer locks the open requests of a kind of help in the places where its row counts that ask for less of a check than the row
// does, and returns their ids.
func (s *Store) LockLaxer(ctx context.Context, n domain.Need) (out []domain.RequestID, err error) {
	defer wrap(&err, "Store.LockLaxer(%d)", n.ID)
	err = s.db.NewRaw(`
		SELECT r.id
		FROM requests r
		JOIN needs k ON k.district_id = r.district_id AND k.id = r.need_id
		WHERE r.district_id = ? AND r.state = 'open' AND k.code = ? AND check_rank(r.check_required) < check_rank(?)
			AND (r.town_id = ? OR (? = 0 AND NOT EXISTS (
				SELECT FROM needs o
				WHERE o.district_id = r.district_id AND o.town_id = r.town_id AND o.code = k.code)))
		ORDER BY r.id
		FOR UPDATE OF r`, n.DistrictID, n.Code, n.CheckRequired, n.TownID, n.TownID).Scan(ctx, &out)
	return out, err
}

// Unchecked returns the invitations of a request that hold a place and whose volunteer lacks the check that it asks for on a day.
func (s *Store) Unchecked(ctx context.Context, r domain.Request, today time.Time) (out []domain.Invitation, err error) {
	defer wrap(&err, "Store.Unchecked(%d)", r.ID)
	err = s.db.NewRaw(`
		SELECT i.*, p.first_name, p.last_name
		FROM invitations i
		JOIN persons p ON p.district_id = i.district_id AND p.id = i.person_id
		WHERE i.district_id = ? AND i.request_id = ? AND `+holds+` AND check_rank(?) > 0 AND NOT EXISTS (
			SELECT FROM checks c
			WHERE c.district_id = i.district_id AND c.person_id = i.person_id AND check_rank(c.level) >= check_rank(?)
				AND (c.review_on IS NULL OR c.review_on > ?))
		ORDER BY i.id`, r.DistrictID, r.ID, r.CheckRequired, r.CheckRequired, today).Scan(ctx, &out)
	return out, err
}

// TownNeed reads a town's own row of a kind of help; NotFound when it has none.
func (s *Store) TownNeed(ctx context.Context, town domain.TownID, code string) (n domain.Need, err error) {
	defer wrap(&err, "Store.TownNeed(%d)", town)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM needs WHERE town_id = ? AND code = ?`, town, code).Scan(ctx, &n)
	return n, err
}
