package postgres

import (
	"context"

	"waymark/domain"
)

// InvitationsOf returns what a volunteer is going to do, by the time of the visit, and after that what waits for their answer.
func (s *Store) InvitationsOf(ctx context.Context, district domain.DistrictID, id domain.PersonID) (out []domain.Invitation, err error) {
	defer wrap(&err, "Store.InvitationsOf(%d)", id)
	err = s.db.NewRaw(`
		SELECT i.*
		FROM invitations i
		JOIN requests r ON r.district_id = i.district_id AND r.id = i.request_id
		WHERE i.district_id = ? AND i.person_id = ?
			AND (i.state = 'accepted' AND r.state = 'assigned' OR i.state IN ('delivered', 'held') AND r.state = 'open')
		ORDER BY i.state <> 'accepted', i.visit_at, i.id
		LIMIT 50`, district, id).Scan(ctx, &out)
	return out, err
}

// CountHelped counts the asks that ended as helped by a visit of somebody.
func (s *Store) CountHelped(ctx context.Context, district domain.DistrictID, id domain.PersonID) (n int, err error) {
	defer wrap(&err, "Store.CountHelped(%d)", id)
	err = s.db.NewRaw(`
		SELECT count(*)
		FROM invitations i
		JOIN requests r ON r.district_id = i.district_id AND r.id = i.request_id
		WHERE i.district_id = ? AND i.person_id = ? AND i.state = 'accepted' AND r.state = 'closed' AND r.ending = 'helped'`,
		district, id).Scan(ctx, &n)
	return n, err
}
