package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// AddHelpOffer stores an offer and sets its id.
func (s *Store) AddHelpOffer(ctx context.Context, o *domain.Offer) (err error) {
	defer wrap(&err, "Store.AddHelpOffer")
	_, err = s.db.NewInsert().Model(o).ModelTableExpr("offers").Returning("id").Exec(ctx)
	return err
}

// Offer reads one offer; NotFound when there is none.
func (s *Store) Offer(ctx context.Context, id domain.HelpOfferID) (o domain.Offer, err error) {
	defer wrap(&err, "Store.Offer(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM offers WHERE id = ?`, id).Scan(ctx, &o)
	return o, err
}

// Offers returns the offers of a district that nobody has answered, the longest waiting first.
func (s *Store) Offers(ctx context.Context, district domain.DistrictID) (out []domain.Offer, err error) {
	defer wrap(&err, "Store.Offers(%d)", district)
	err = s.db.NewRaw(`
		SELECT o.*, p.first_name, p.last_name, coalesce(t.name, '') AS town_name
		FROM offers o
		JOIN persons p ON p.district_id = o.district_id AND p.id = o.person_id
		LEFT JOIN towns t ON t.district_id = o.district_id AND t.id = o.town_id
		WHERE o.district_id = ? AND o.seen_at IS NULL AND p.left_at IS NULL
		ORDER BY o.at, o.id
		LIMIT 500`, district).Scan(ctx, &out)
	return out, err
}

// OfferSeen notes who has been in touch about an offer, and when: the first time.
func (s *Store) OfferSeen(ctx context.Context, id domain.HelpOfferID, by domain.PersonID, now time.Time) (err error) {
	defer wrap(&err, "Store.OfferSeen(%d)", id)
	_, err = s.db.NewRaw(`
		UPDATE offers
		SET seen_at = ?, seen_by = ?
		WHERE id = ? AND seen_at IS NULL`, now, by, id).Exec(ctx)
	return err
}

// OfferReader returns who is told of an offer in a town: its builder, else a builder or the coordinator of the whole district; 0 when
// there is none.
func (s *Store) OfferReader(ctx context.Context, district domain.DistrictID, town domain.TownID, today time.Time) (id domain.PersonID, err error) {
	defer wrap(&err, "Store.OfferReader(%d, %d)", district, town)
	err = s.db.NewRaw(`
		SELECT coalesce((
			SELECT r.person_id
			FROM roles r
			JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
			WHERE r.district_id = ?0 AND p.left_at IS NULL AND r.begins_on <= ?2 AND (r.ends_on IS NULL OR r.ends_on > ?2)
				AND (r.kind = 'builder' AND coalesce(r.town_id, ?1) = ?1 OR r.kind = 'district_coordinator')
			ORDER BY r.kind <> 'builder', r.town_id IS NULL, r.id
			LIMIT 1), 0)`, district, town, today).Scan(ctx, &id)
	return id, err
}

// KeepNotes lets what was written about a closed request go when the rest of it does.
func (s *Store) KeepNotes(ctx context.Context, r domain.Request) (err error) {
	defer wrap(&err, "Store.KeepNotes(%d)", r.ID)
	_, err = s.db.NewRaw(`
		UPDATE request_notes
		SET keep_until = ?
		WHERE district_id = ? AND request_id = ? AND keep_until IS NULL`, r.KeepUntil, r.DistrictID, r.ID).Exec(ctx)
	return err
}
