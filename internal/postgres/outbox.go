package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// AddMessage writes a message to the outbox. A key that is there already is the same message: it is left as it is.
func (s *Store) AddMessage(ctx context.Context, m domain.Message) (err error) {
	defer wrap(&err, "Store.AddMessage(%s)", m.Key)
	_, err = s.db.NewInsert().Model(&m).ModelTableExpr("outbox").On("CONFLICT (key) DO NOTHING").Exec(ctx)
	return err
}

// ClaimMessages takes up to n messages that are due, or whose taker died, in the order in which they are due, and counts the attempt.
// first_claimed_at is set once: it is the Date of the message on every try.
func (s *Store) ClaimMessages(ctx context.Context, now time.Time, n int) (out []domain.Message, err error) {
	defer wrap(&err, "Store.ClaimMessages")
	err = s.db.NewRaw(`
		WITH taken AS (
			UPDATE outbox
			SET state = 'claimed', attempts = least(attempts + 1, 1000), claimed_until = ?::timestamptz + interval '2 minutes',
				first_claimed_at = coalesce(first_claimed_at, ?)
			WHERE (district_id, id) IN (
				SELECT district_id, id
				FROM outbox
				WHERE ((state = 'queued' AND due_at <= ?) OR (state = 'claimed' AND claimed_until <= ?)) AND NOT `+held+`
				ORDER BY due_at, id
				LIMIT ?
				FOR UPDATE SKIP LOCKED)
			RETURNING *)
		SELECT *
		FROM taken
		ORDER BY due_at, id`, now, now, now, now, n).Scan(ctx, &out)
	return out, err
}

// SaveMessage writes how a delivery went.
func (s *Store) SaveMessage(ctx context.Context, m *domain.Message) (err error) {
	defer wrap(&err, "Store.SaveMessage(%d)", m.ID)
	_, err = s.db.NewUpdate().Model(m).ModelTableExpr("outbox AS message").
		Column("state", "channel", "data", "due_at", "attempts", "claimed_until", "first_claimed_at", "sent_at", "error").
		Where("district_id = ? AND id = ?", m.DistrictID, m.ID).Exec(ctx)
	return err
}

// VoidMessages ends what has not gone out yet for an invitation, or, with invitation 0, for a request: all but what takes back what
// somebody had in their hands. It is of one kind, or with the kind "" of all. The calls that it led to end with it.
func (s *Store) VoidMessages(ctx context.Context, request domain.RequestID, invitation domain.InvitationID, kind string) (err error) {
	defer wrap(&err, "Store.VoidMessages")
	_, err = s.db.NewRaw(`
		WITH voided AS (
			UPDATE outbox
			SET state = 'void'
			WHERE request_id = ?0 AND CASE ?1 WHEN 0 THEN kind NOT IN ('invitation_closed', 'visit_off') ELSE invitation_id = ?1 END
				AND ?2 IN ('', kind) AND state = 'queued'
			RETURNING 1),
		tasks_voided AS (
			UPDATE tasks t
			SET state = 'void'
			FROM outbox o
			WHERE o.district_id = t.district_id AND o.id = t.message_id AND t.state = 'open'
				AND o.request_id = ?0 AND CASE ?1 WHEN 0 THEN o.kind NOT IN ('invitation_closed', 'visit_off') ELSE o.invitation_id = ?1 END
				AND ?2 IN ('', o.kind)
			RETURNING 1)
		SELECT (SELECT count(*) FROM voided) + (SELECT count(*) FROM tasks_voided)`,
		request, invitation, kind).Exec(ctx)
	return err
}

// ToldOfEnd returns whom a message of the last end of a closed request has reached, or is on its way to: by mail or letter, or by a call
// that was made.
func (s *Store) ToldOfEnd(ctx context.Context, r domain.Request) (out []domain.PersonID, err error) {
	defer wrap(&err, "Store.ToldOfEnd(%d)", r.ID)
	err = s.db.NewRaw(`
		SELECT DISTINCT o.person_id
		FROM outbox o
		WHERE o.district_id = ? AND o.request_id = ? AND o.kind = 'ended' AND o.state IN ('claimed', 'sent') AND o.created_at >= ?
			AND NOT EXISTS (SELECT FROM tasks t WHERE t.district_id = o.district_id AND t.message_id = o.id AND t.state = 'void')
		ORDER BY o.person_id`, r.DistrictID, r.ID, r.ClosedAt).Scan(ctx, &out)
	return out, err
}

// HurryMessages makes what waits for another try due now: mail goes out again.
func (s *Store) HurryMessages(ctx context.Context, now time.Time) (err error) {
	defer wrap(&err, "Store.HurryMessages")
	_, err = s.db.NewRaw(`
		UPDATE outbox
		SET due_at = ?
		WHERE state = 'queued' AND channel = 'email' AND attempts > 0 AND due_at > ?`, now, now).Exec(ctx)
	return err
}

// MailHealth returns since when mail has not been going out; nil while it does.
func (s *Store) MailHealth(ctx context.Context) (h domain.MailHealth, err error) {
	defer wrap(&err, "Store.MailHealth")
	err = s.db.NewRaw(`SELECT down_since, last_ok_at, last_error FROM mail_health`).Scan(ctx, &h)
	return h, err
}

// MailWorked notes that a message went out, and reports since when none had; nil when mail was well.
func (s *Store) MailWorked(ctx context.Context, now time.Time) (since *time.Time, err error) {
	defer wrap(&err, "Store.MailWorked")
	err = s.db.NewRaw(`
		UPDATE mail_health new
		SET down_since = NULL, last_ok_at = ?, last_error = ''
		FROM (SELECT id, down_since FROM mail_health FOR UPDATE) old
		WHERE old.id = new.id
		RETURNING old.down_since`, now).Scan(ctx, &since)
	return since, err
}

// MailFailed notes that the mail server could not be reached.
func (s *Store) MailFailed(ctx context.Context, now time.Time, why string) (err error) {
	defer wrap(&err, "Store.MailFailed")
	_, err = s.db.NewRaw(`
		UPDATE mail_health
		SET down_since = coalesce(down_since, ?), last_error = ?`, now, why).Exec(ctx)
	return err
}

// NewestMessage returns the id of the newest message about a request; 0 when there is none.
func (s *Store) NewestMessage(ctx context.Context, district domain.DistrictID, request domain.RequestID) (id domain.MessageID, err error) {
	defer wrap(&err, "Store.NewestMessage(%d)", request)
	err = s.db.NewRaw(`SELECT coalesce(max(id), 0) FROM outbox WHERE district_id = ? AND request_id = ?`, district, request).Scan(ctx, &id)
	return id, err
}

// ToldSince returns who gets a message about a request of those written after another.
func (s *Store) ToldSince(ctx context.Context, district domain.DistrictID, request domain.RequestID, after domain.MessageID) (out []domain.PersonID, err error) {
	defer wrap(&err, "Store.ToldSince(%d)", request)
	err = s.db.NewRaw(`
		SELECT DISTINCT person_id
		FROM outbox
		WHERE district_id = ? AND request_id = ? AND id > ?
		ORDER BY person_id`, district, request, after).Scan(ctx, &out)
	return out, err
}
