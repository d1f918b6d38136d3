package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// InvitationTarget returns what an invitation is about: its request and its volunteer.
func (s *Store) InvitationTarget(ctx context.Context, id domain.InvitationID) (t domain.Target, err error) {
	defer wrap(&err, "Store.InvitationTarget(%d)", id)
	defer orNotFound(&err)
	var row struct {
		DistrictID domain.DistrictID
		RequestID  domain.RequestID
		PersonID   domain.PersonID
	}
	err = s.db.NewRaw(`
		SELECT district_id, request_id, person_id
		FROM invitations
		WHERE id = ?`, id).Scan(ctx, &row)
	return domain.Target{
		Spot:         domain.Spot{DistrictID: row.DistrictID},
		RequestID:    row.RequestID,
		PersonID:     row.PersonID,
		InvitationID: id,
	}, err
}

// AddInvitation inserts an invitation and sets its id. The database refuses whoever may not be asked: see RuleBroken.
func (s *Store) AddInvitation(ctx context.Context, i *domain.Invitation) (err error) {
	defer wrap(&err, "Store.AddInvitation(request %d, volunteer %d)", i.RequestID, i.PersonID)
	_, err = s.db.NewInsert().Model(i).ModelTableExpr("invitations").Returning("id").Exec(ctx)
	return err
}

// Invitation reads one invitation, with the volunteer's names.
func (s *Store) Invitation(ctx context.Context, id domain.InvitationID) (i domain.Invitation, err error) {
	defer wrap(&err, "Store.Invitation(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT i.*, p.first_name, p.last_name
		FROM invitations i
		JOIN persons p ON p.district_id = i.district_id AND p.id = i.person_id
		WHERE i.id = ?`, id).Scan(ctx, &i)
	return i, err
}

// Invitations reads all invitations of a request, oldest first.
func (s *Store) Invitations(ctx context.Context, id domain.RequestID) (out []domain.Invitation, err error) {
	defer wrap(&err, "Store.Invitations(%d)", id)
	err = s.db.NewRaw(`
		SELECT i.*, p.first_name, p.last_name
		FROM invitations i
		JOIN persons p ON p.district_id = i.district_id AND p.id = i.person_id
		WHERE i.request_id = ?
		ORDER BY i.id`, id).Scan(ctx, &out)
	return out, err
}

// SaveInvitation writes what may change of an invitation. Its request must have been locked in this transaction.
func (s *Store) SaveInvitation(ctx context.Context, i *domain.Invitation) (err error) {
	defer wrap(&err, "Store.SaveInvitation(%d)", i.ID)
	_, err = s.db.NewUpdate().Model(i).ModelTableExpr("invitations AS invitation").
		Column("state", "delivered_at", "expires_at", "held_until", "answered_at", "ended_why", "place", "visit_at", "visit_ends_at").
		Where("district_id = ? AND id = ?", i.DistrictID, i.ID).Exec(ctx)
	return err
}

// LockVolunteer locks a volunteer's row, after the request and before the weeks, and reports whether there is one.
func (s *Store) LockVolunteer(ctx context.Context, id domain.PersonID) (v domain.Volunteer, err error) {
	defer wrap(&err, "Store.LockVolunteer(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM volunteers WHERE person_id = ? FOR UPDATE`, id).Scan(ctx, &v)
	return v, err
}

// CountSilence notes how a volunteer met an ask: a silence adds one, and from restAfter in a row on they rest; a restAfter of 0 is an
// answer, which sets the count to 0. It returns the new count.
func (s *Store) CountSilence(ctx context.Context, id domain.PersonID, restAfter int) (n int, err error) {
	defer wrap(&err, "Store.CountSilence(%d)", id)
	answered := restAfter == 0
	err = s.db.NewRaw(`
		UPDATE volunteers
		SET silences = CASE WHEN ? THEN 0 ELSE silences + 1 END,
			resting = CASE WHEN ? THEN false ELSE silences + 1 >= ? END
		WHERE person_id = ?
		RETURNING silences`, answered, answered, restAfter, id).Scan(ctx, &n)
	return n, err
}

// AddReveal writes down who was shown what of whom.
func (s *Store) AddReveal(ctx context.Context, r domain.Reveal) (err error) {
	defer wrap(&err, "Store.AddReveal")
	_, err = s.db.NewInsert().Model(&r).ModelTableExpr("reveals").Exec(ctx)
	return err
}

// Revealed reports whether the viewer has been shown the visit of a request before.
func (s *Store) Revealed(ctx context.Context, request domain.RequestID, viewer domain.PersonID) (at time.Time, err error) {
	defer wrap(&err, "Store.Revealed(%d)", request)
	var t *time.Time
	err = s.db.NewRaw(`
		SELECT max(at) FROM reveals WHERE request_id = ? AND viewer_id = ? AND what = 'visit'`, request, viewer).Scan(ctx, &t)
	if t != nil {
		at = *t
	}
	return at, err
}
