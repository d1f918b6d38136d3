package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// RequestChanges is the channel on which the database tells that requests have changed.
const RequestChanges = "requests"

// Watch says which changes of requests are wanted: those in a place that the roles of whoever watches cover.
type Watch struct {
	Place  domain.Spot   // with all the places above it; the smallest one counts
	Only   RequestFilter // of these only those that it narrows to
	Roles  []domain.Role
	SeenBy domain.PersonID // they see what they own, too
	Last   bool            // the newest step of a request is wanted with it
}

// Change is a request that has changed, as it is now.
type Change struct {
	ChangeID domain.ChangeID
	domain.RequestLine
}

// where writes the conditions for a row of request_changes ch and of requests r.
func (w Watch) where(after domain.ChangeID) (lines string, args []any) {
	lines, args = "\nWHERE ch.district_id = ? AND ch.change_id > ?", []any{w.Place.DistrictID, after}
	add := func(line string, values ...any) {
		lines += "\n\tAND " + line
		args = append(args, values...)
	}
	switch {
	case w.Place.StreetID != 0:
		add("r.street_id = ?", w.Place.StreetID)
	case w.Place.SectionID != 0:
		add("r.section_id = ?", w.Place.SectionID)
	case w.Place.TownID != 0:
		add("r.town_id = ?", w.Place.TownID)
	}
	w.Only.narrow(add)
	RequestFilter{DistrictID: w.Place.DistrictID, Roles: w.Roles, SeenBy: w.SeenBy}.scope(add)
	return lines, args
}

// NextChange returns the first change after another; NotFound when there is none yet.
func (s *Store) NextChange(ctx context.Context, w Watch, after domain.ChangeID) (c Change, err error) {
	defer wrap(&err, "Store.NextChange(%d)", after)
	defer orNotFound(&err)
	where, args := w.where(after)
	var next struct {
		ChangeID  domain.ChangeID
		RequestID domain.RequestID
	}
	err = s.db.NewRaw(`
		SELECT ch.change_id, ch.request_id
		FROM request_changes ch
		JOIN requests r ON r.district_id = ch.district_id AND r.id = ch.request_id`+where+`
		ORDER BY ch.change_id
		LIMIT 1`, args...).Scan(ctx, &next)
	if err != nil {
		return c, err
	}
	// It may have left the place since then: what is shown is read under the same conditions.
	where, args = w.where(next.ChangeID - 1)
	c.ChangeID = next.ChangeID
	line := RequestFilter{Last: w.Last}
	found, err := readLines(ctx, s, line.columns(), line.from()+`
		JOIN request_changes ch ON ch.district_id = r.district_id AND ch.request_id = r.id`+where+`
			AND r.id = ?`, append(args, next.RequestID), 1)
	if err != nil {
		return c, err
	}
	if len(found) == 0 {
		return s.NextChange(ctx, w, next.ChangeID)
	}
	c.RequestLine = found[0]
	return c, err
}

// ChangesAfter counts the changes after another, up to most.
func (s *Store) ChangesAfter(ctx context.Context, w Watch, after domain.ChangeID, most int) (n int, err error) {
	defer wrap(&err, "Store.ChangesAfter(%d)", after)
	where, args := w.where(after)
	err = s.db.NewRaw(`
		SELECT count(*)
		FROM (
			SELECT
			FROM request_changes ch
			JOIN requests r ON r.district_id = ch.district_id AND r.id = ch.request_id`+where+`
			LIMIT ?) few`, append(args, most)...).Scan(ctx, &n)
	return n, err
}

// NewestChange returns the number of the newest change in a district; 0 when there is none.
func (s *Store) NewestChange(ctx context.Context, district domain.DistrictID) (id domain.ChangeID, err error) {
	defer wrap(&err, "Store.NewestChange(%d)", district)
	err = s.db.NewRaw(`
		SELECT coalesce(max(change_id), 0)
		FROM request_changes
		WHERE district_id = ?`, district).Scan(ctx, &id)
	return id, err
}

// SessionHolds reports whether a sign-in has not ended, and its person has not left.
func (s *Store) SessionHolds(ctx context.Context, person domain.PersonID, id int64, now time.Time) (holds bool, err error) {
	defer wrap(&err, "Store.SessionHolds(%d)", id)
	err = s.db.NewRaw(`
		SELECT EXISTS (
			SELECT
			FROM sessions s
			JOIN persons p ON p.district_id = s.district_id AND p.id = s.person_id
			WHERE s.id = ? AND s.person_id = ? AND s.ended_at IS NULL AND s.expires_at > ? AND p.left_at IS NULL)`,
		id, person, now).Scan(ctx, &holds)
	return holds, err
}
