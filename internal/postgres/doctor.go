package postgres

import (
	"context"
	"fmt"
	"time"
)

// Clocks are the database's own clock and what Waymark makes of it.
type Clocks struct {
	Database time.Time     // when the database was asked
	Ahead    time.Duration // how far Waymark's clock stands before it
	Frozen   bool          // Waymark's clock stands still
	Moved    time.Time     // when, by the database's own clock, a demo was last moved to another day; zero: never
}

// Clocks reads the clocks.
func (s *Store) Clocks(ctx context.Context) (c Clocks, err error) {
	defer wrap(&err, "Store.Clocks")
	var row struct {
		Database time.Time
		Ahead    float64
		Frozen   bool
		Moved    time.Time
	}
	err = s.db.NewRaw(`
		SELECT clock_timestamp() AS database, extract(epoch FROM ahead) AS ahead, frozen_at IS NOT NULL AS frozen, moved_at AS moved
		FROM clock`).Scan(ctx, &row)
	return Clocks{Database: row.Database, Ahead: time.Duration(row.Ahead * float64(time.Second)), Frozen: row.Frozen, Moved: row.Moved}, err
}

// HourIn returns the hour of the day that an instant has in a time zone, by the database's own tables of zones.
func (s *Store) HourIn(ctx context.Context, zone string, at time.Time) (hour int, err error) {
	defer wrap(&err, "Store.HourIn(%s)", zone)
	err = s.db.NewRaw(`SELECT extract(hour FROM ?::timestamptz AT TIME ZONE ?)::integer`, at, zone).Scan(ctx, &hour)
	return hour, err
}

// overdueAfter is how late the clock may be with a request before that is called forgetting.
const overdueAfter = 5 * time.Minute

// Overdue returns the references of requests whose next action is late by five minutes, the latest first, up to n of them, and
// how many there are in all.
func (s *Store) Overdue(ctx context.Context, now time.Time, n int) (references []string, all int, err error) {
	defer wrap(&err, "Store.Overdue")
	late := now.Add(-overdueAfter)
	if err = s.db.NewRaw(`
		SELECT count(*)
		FROM requests
		WHERE state <> 'closed' AND next_action_at < ?`, late).Scan(ctx, &all); err != nil {
		return nil, 0, err
	}
	err = s.db.NewRaw(`
		SELECT reference
		FROM requests
		WHERE state <> 'closed' AND next_action_at < ?
		ORDER BY next_action_at, id
		LIMIT ?`, late, n).Scan(ctx, &references)
	return references, all, err
}

// Unowned counts the requests that are not closed and have no owner or no next action.
func (s *Store) Unowned(ctx context.Context) (n int, err error) {
	defer wrap(&err, "Store.Unowned")
	err = s.db.NewRaw(`
		SELECT count(*)
		FROM requests
		WHERE state <> 'closed' AND (owner_id IS NULL OR next_action IS NULL OR next_action_at IS NULL)`).Scan(ctx, &n)
	return n, err
}

// StuckMessages counts the messages that should have gone out by an instant, that nobody is about to send.
func (s *Store) StuckMessages(ctx context.Context, by time.Time) (n int, err error) {
	defer wrap(&err, "Store.StuckMessages")
	err = s.db.NewRaw(`
		SELECT count(*)
		FROM outbox
		WHERE ((state = 'queued' AND due_at < ?) OR (state = 'claimed' AND claimed_until < ?)) AND NOT `+held, by, by).Scan(ctx, &n)
	return n, err
}

// Invariant is something that must be true of every row at the end of every transaction. Count is of how many rows it is not.
type Invariant struct {
	Name  string
	Count int
}

// Invariants counts what contradicts the rules that never bend: all counts must be 0, also after a crash. They ask the rows
// anew, apart from the constraints and triggers that keep them.
func (s *Store) Invariants(ctx context.Context, now time.Time) (out []Invariant, err error) {
	defer wrap(&err, "Store.Invariants")
	for _, i := range invariants {
		found := Invariant{Name: i.name}
		args := []any{}
		if i.late {
			args = append(args, now.Add(-overdueAfter))
		}
		if err := s.db.NewRaw(i.query, args...).Scan(ctx, &found.Count); err != nil {
			return nil, fmt.Errorf("%s: %w", i.name, err)
		}
		out = append(out, found)
	}
	return out, nil
}
