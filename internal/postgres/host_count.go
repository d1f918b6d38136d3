package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"waymark/domain"
)

// SaveHeads notes how many came to a date, as its host counts.
func (s *Store) SaveHeads(ctx context.Context, t domain.Turn, heads int) (err error) {
	defer wrap(&err, "Store.SaveHeads(%d)", t.GatheringID)
	_, err = s.db.NewRaw(`
		INSERT INTO gathering_counts (district_id, gathering_id, day, heads)
		VALUES (?, ?, ?, ?)
		ON CONFLICT (district_id, gathering_id, day) DO UPDATE
		SET heads = excluded.heads`, t.DistrictID, t.GatheringID, t.Day, heads).Exec(ctx)
	return err
}

// CountScan counts one more use of the card on the table. Above a number it stays as it is.
func (s *Store) CountScan(ctx context.Context, t domain.Turn, most int) (err error) {
	defer wrap(&err, "Store.CountScan(%d)", t.GatheringID)
	_, err = s.db.NewRaw(`
		INSERT INTO gathering_counts AS c (district_id, gathering_id, day, scans)
		VALUES (?, ?, ?, 1)
		ON CONFLICT (district_id, gathering_id, day) DO UPDATE
		SET scans = least(c.scans + 1, ?)`, t.DistrictID, t.GatheringID, t.Day, most).Exec(ctx)
	return err
}

// RateAt says how many have been counted under a key in the span of time that began at from.
func (s *Store) RateAt(ctx context.Context, key string, from time.Time) (n int, err error) {
	defer wrap(&err, "Store.RateAt")
	err = s.db.NewRaw(`SELECT coalesce((SELECT count FROM rate_counts WHERE key = ? AND from_at = ?), 0)`, key, from).Scan(ctx, &n)
	return n, err
}

// AddIssue keeps what people brought up, and sets its id.
func (s *Store) AddIssue(ctx context.Context, i *domain.Issue) (err error) {
	defer wrap(&err, "Store.AddIssue(%d)", i.GatheringID)
	return s.db.NewRaw(`
		INSERT INTO gathering_issues (district_id, gathering_id, day, words, state, outcome, changed_at, keep_until)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		RETURNING id`, i.DistrictID, i.GatheringID, i.Day, i.Words, i.State, i.Outcome, i.ChangedAt, i.KeepUntil).Scan(ctx, &i.ID)
}

// issues selects what was brought up.
const issues = `
		SELECT i.district_id, i.id, i.gathering_id, i.day, i.words, i.state, i.outcome, i.idea_id, i.changed_at, i.keep_until, g.town_id, p.name AS place_name, n.name AS town_name
		FROM gathering_issues i
		JOIN gatherings g ON g.district_id = i.district_id AND g.id = i.gathering_id
		JOIN gathering_places p ON p.district_id = g.district_id AND p.id = g.place_id
		JOIN towns n ON n.district_id = g.district_id AND n.id = g.town_id`

// Issues returns what was brought up in a scope, in a state ("" any), the newest first, after one of them (0: from the first).
func (s *Store) Issues(ctx context.Context, scope domain.Scope, state domain.IssueState, after domain.IssueID, limit int) (out []domain.Issue, err error) {
	defer wrap(&err, "Store.Issues")
	err = s.db.NewRaw(issues+`
		WHERE ? AND (?1 = '' OR i.state = ?1) AND (?2 = 0 OR i.id < ?2)
		ORDER BY i.id DESC
		LIMIT ?3`, inScope(scope, "g.district_id", "g.town_id", "NULL::bigint", "NULL::bigint"), state, after, limit).Scan(ctx, &out)
	return out, err
}

// IssuesOf returns what was brought up at one date, in the order in which it was.
func (s *Store) IssuesOf(ctx context.Context, id domain.GatheringID, day time.Time) (out []domain.Issue, err error) {
	defer wrap(&err, "Store.IssuesOf(%d)", id)
	err = s.db.NewRaw(issues+` WHERE i.gathering_id = ? AND i.day = ? ORDER BY i.id`, id, day).Scan(ctx, &out)
	return out, err
}

// IssuesOfIdea returns what was brought up and became an idea, the newest first.
func (s *Store) IssuesOfIdea(ctx context.Context, id domain.IdeaID) (out []domain.Issue, err error) {
	defer wrap(&err, "Store.IssuesOfIdea(%d)", id)
	err = s.db.NewRaw(issues+` WHERE i.idea_id = ? ORDER BY i.day DESC, i.id DESC`, id).Scan(ctx, &out)
	return out, err
}

// Issue reads one; NotFound when there is none.
func (s *Store) Issue(ctx context.Context, id domain.IssueID) (i domain.Issue, err error) {
	defer wrap(&err, "Store.Issue(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(issues+` WHERE i.id = ?`, id).Scan(ctx, &i)
	return i, err
}

// SettleIssue notes how far something is that was brought up, and what came of it.
func (s *Store) SettleIssue(ctx context.Context, i domain.Issue) (err error) {
	defer wrap(&err, "Store.SettleIssue(%d)", i.ID)
	return s.one(ctx, `UPDATE gathering_issues SET state = ?, outcome = ?, idea_id = ?, changed_at = ? WHERE id = ?`, i.State, i.Outcome, bun.NullZero(i.IdeaID),
		i.ChangedAt, i.ID)
}

// CountIssues counts what was brought up in a scope and is still only noted.
func (s *Store) CountIssues(ctx context.Context, scope domain.Scope) (n int, err error) {
	defer wrap(&err, "Store.CountIssues")
	err = s.db.NewRaw(`
		SELECT count(*)
		FROM gathering_issues i
		JOIN gatherings g ON g.district_id = i.district_id AND g.id = i.gathering_id
		WHERE ? AND i.state = 'noted'`, inScope(scope, "g.district_id", "g.town_id", "NULL::bigint", "NULL::bigint")).Scan(ctx, &n)
	return n, err
}
