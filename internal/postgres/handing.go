package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"waymark/domain"
)

// AddHanding keeps the word of somebody who hands streets over, and sets its id.
func (s *Store) AddHanding(ctx context.Context, h *domain.Handing) (err error) {
	defer wrap(&err, "Store.AddHanding(%d)", h.FromID)
	_, err = s.db.NewInsert().Model(h).ModelTableExpr("handings").Returning("id").Exec(ctx)
	return err
}

// UnreadHandings returns the words that somebody has not read yet, the oldest first, with the notes about asks that are open and theirs.
func (s *Store) UnreadHandings(ctx context.Context, district domain.DistrictID, to domain.PersonID) (out []domain.Handing, err error) {
	defer wrap(&err, "Store.UnreadHandings(%d)", to)
	err = s.db.NewRaw(`
		SELECT h.*, p.first_name AS from_name
		FROM handings h
		JOIN persons p ON p.district_id = h.district_id AND p.id = h.from_id
		WHERE h.district_id = ? AND h.to_id = ? AND h.read_at IS NULL
		ORDER BY h.id
		LIMIT 20`, district, to).Scan(ctx, &out)
	if err != nil || len(out) == 0 {
		return out, err
	}
	ids := make([]domain.HandingID, len(out))
	for n, h := range out {
		ids[n] = h.ID
	}
	var notes []domain.HandingNote
	err = s.db.NewRaw(`
		SELECT n.handing_id, n.request_id, r.reference, p.first_name, d.name AS need_name, n.words
		FROM request_notes n
		JOIN requests r ON r.district_id = n.district_id AND r.id = n.request_id
		JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
		JOIN needs d ON d.district_id = r.district_id AND d.id = r.need_id
		WHERE n.district_id = ? AND n.handing_id IN (?) AND r.state <> 'closed' AND r.owner_id = ?
		ORDER BY n.id`, district, bun.List(ids), to).Scan(ctx, &notes)
	for _, note := range notes {
		for n := range out {
			if out[n].ID == note.HandingID {
				out[n].Asks = append(out[n].Asks, note)
			}
		}
	}
	return out, err
}

// Handing reads the word of somebody who handed streets over; NotFound when there is none.
func (s *Store) Handing(ctx context.Context, id domain.HandingID) (h domain.Handing, err error) {
	defer wrap(&err, "Store.Handing(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM handings WHERE id = ?`, id).Scan(ctx, &h)
	return h, err
}

// ReadHanding notes that whoever has the streets now has read it, and how long it is kept from then on. Once is enough.
func (s *Store) ReadHanding(ctx context.Context, id domain.HandingID, now, keepUntil time.Time) (err error) {
	defer wrap(&err, "Store.ReadHanding(%d)", id)
	_, err = s.db.NewRaw(`UPDATE handings SET read_at = ?, keep_until = ? WHERE id = ? AND read_at IS NULL`, now, keepUntil, id).Exec(ctx)
	return err
}

// offerRow selects offers with the names of who is asked, who asks, and for which street.
const offerRow = `
	SELECT o.*, s.name AS street_name, s.town_id, t.name AS town_name, trim(p.first_name || ' ' || p.last_name) AS person_name,
		b.first_name AS asked_name
	FROM street_offers o
	JOIN streets s ON s.district_id = o.district_id AND s.id = o.street_id
	JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
	JOIN persons p ON p.district_id = o.district_id AND p.id = o.person_id
	JOIN persons b ON b.district_id = o.district_id AND b.id = o.asked_by`

// AddOffer asks somebody to look after a street, and sets its id. IsUnique(err, "street_offers_open") when they are asked already.
func (s *Store) AddOffer(ctx context.Context, o *domain.StreetOffer) (err error) {
	defer wrap(&err, "Store.AddOffer(%d)", o.StreetID)
	_, err = s.db.NewInsert().Model(o).ModelTableExpr("street_offers").Returning("id").Exec(ctx)
	return err
}

// LockOffer locks an offer; NotFound when there is none.
func (s *Store) LockOffer(ctx context.Context, id domain.OfferID) (o domain.StreetOffer, err error) {
	defer wrap(&err, "Store.LockOffer(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(offerRow+` WHERE o.id = ? FOR NO KEY UPDATE OF o`, id).Scan(ctx, &o)
	return o, err
}

// OffersTo returns what somebody was asked to look after, what waits for their answer first and then the newest.
func (s *Store) OffersTo(ctx context.Context, id domain.PersonID) (out []domain.StreetOffer, err error) {
	defer wrap(&err, "Store.OffersTo(%d)", id)
	err = s.db.NewRaw(offerRow+`
		WHERE o.person_id = ?
		ORDER BY o.answered_at IS NOT NULL, o.id DESC
		LIMIT 20`, id).Scan(ctx, &out)
	return out, err
}

// OffersFor returns who has been asked to look after a street and has not answered, or not with a yes, the newest first.
func (s *Store) OffersFor(ctx context.Context, id domain.StreetID) (out []domain.StreetOffer, err error) {
	defer wrap(&err, "Store.OffersFor(%d)", id)
	err = s.db.NewRaw(offerRow+`
		WHERE o.street_id = ?
		ORDER BY o.id DESC
		LIMIT 50`, id).Scan(ctx, &out)
	return out, err
}

// AnswerOffer keeps somebody's answer.
func (s *Store) AnswerOffer(ctx context.Context, o domain.StreetOffer) (err error) {
	defer wrap(&err, "Store.AnswerOffer(%d)", o.ID)
	return s.one(ctx, `UPDATE street_offers SET answered_at = ?, answer = ? WHERE id = ?`, o.AnsweredAt, o.Answer, o.ID)
}
