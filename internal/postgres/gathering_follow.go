package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// AskFollower notes that an address would follow a gathering, and sets its id and whether it has said yes. One that is known stays as it is, but for when it was asked.
func (s *Store) AskFollower(ctx context.Context, f *domain.GatheringFollower) (err error) {
	defer wrap(&err, "Store.AskFollower(%d)", f.GatheringID)
	return s.db.NewRaw(`
		INSERT INTO gathering_followers AS f (district_id, gathering_id, email, email_key, language, notice_version, asked_at, keep_until)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (district_id, gathering_id, email_key) DO UPDATE
		SET asked_at = excluded.asked_at, keep_until = greatest(f.keep_until, excluded.keep_until)
		RETURNING id, confirmed_at`, f.DistrictID, f.GatheringID, f.Email, f.Email.Key(), f.Language, f.NoticeVersion, f.AskedAt, f.KeepUntil).Scan(ctx, &f.ID, &f.ConfirmedAt)
}

const followerColumns = `district_id, id, gathering_id, email, language, notice_version, asked_at, confirmed_at, keep_until`

// Follower reads one; NotFound when there is none, or none any more.
func (s *Store) Follower(ctx context.Context, id domain.FollowerID) (f domain.GatheringFollower, err error) {
	defer wrap(&err, "Store.Follower(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT `+followerColumns+` FROM gathering_followers WHERE id = ?`, id).Scan(ctx, &f)
	return f, err
}

// Followers returns those of a gathering who have said yes.
func (s *Store) Followers(ctx context.Context, id domain.GatheringID) (out []domain.GatheringFollower, err error) {
	defer wrap(&err, "Store.Followers(%d)", id)
	err = s.db.NewRaw(`
		SELECT `+followerColumns+`
		FROM gathering_followers
		WHERE gathering_id = ? AND confirmed_at IS NOT NULL
		ORDER BY id`, id).Scan(ctx, &out)
	return out, err
}

// ConfirmFollower notes that a follower has said yes; a second time changes nothing.
func (s *Store) ConfirmFollower(ctx context.Context, id domain.FollowerID, keepUntil, now time.Time) (err error) {
	defer wrap(&err, "Store.ConfirmFollower(%d)", id)
	_, err = s.db.NewRaw(`
		UPDATE gathering_followers
		SET confirmed_at = ?, keep_until = ?
		WHERE id = ? AND confirmed_at IS NULL`, now, keepUntil, id).Exec(ctx)
	return err
}

// EraseFollower forgets a follower, with all messages to them. Where they are gone already nothing happens.
func (s *Store) EraseFollower(ctx context.Context, id domain.FollowerID) (err error) {
	defer wrap(&err, "Store.EraseFollower(%d)", id)
	_, err = s.db.NewRaw(`DELETE FROM gathering_followers WHERE id = ?`, id).Exec(ctx)
	return err
}

// KeepFollowers says until when those who follow a gathering are kept.
func (s *Store) KeepFollowers(ctx context.Context, id domain.GatheringID, until time.Time) (err error) {
	defer wrap(&err, "Store.KeepFollowers(%d)", id)
	_, err = s.db.NewRaw(`UPDATE gathering_followers SET keep_until = ? WHERE gathering_id = ? AND confirmed_at IS NOT NULL`, until, id).Exec(ctx)
	return err
}

// VoidFollowed takes back what has not gone out yet to those who follow a gathering: about one of its days, or with nil about all of it.
func (s *Store) VoidFollowed(ctx context.Context, id domain.GatheringID, day *time.Time) (err error) {
	defer wrap(&err, "Store.VoidFollowed(%d)", id)
	_, err = s.db.NewRaw(`
		UPDATE outbox o
		SET state = 'void'
		FROM gathering_followers f
		WHERE f.gathering_id = ?0 AND o.district_id = f.district_id AND o.follower_id = f.id AND o.state = 'queued' AND o.kind = 'gathering_news'
			AND (?1::timestamptz IS NULL OR (o.data ->> 'at')::timestamptz = ?1)`, id, day).Exec(ctx)
	return err
}
