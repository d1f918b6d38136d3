package postgres

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/lib/pq"

	"waymark/domain"
)

// Due says which requests wait for a plan.
type Due struct {
	Now     time.Time
	Hurried bool             // only what cannot wait for the beat of the others:
	AtOnce  []domain.Urgency // these, whenever they are due
	Freed   []domain.Urgency // these, when somebody has said no or fallen away since they were last planned
}

// where writes the conditions for a row of requests r.
func (d Due) where() (lines string, args []any) {
	lines, args = "r.state = 'open' AND r.next_action = 'plan' AND r.next_action_at <= ?", []any{d.Now}
	if d.Hurried {
		lines += ` AND (r.urgency = ANY (?)
			OR (r.urgency = ANY (?) AND r.freed_at > coalesce(r.planned_at, r.level_since) AND r.freed_at > r.level_since))`
		args = append(args, codes(d.AtOnce), codes(d.Freed))
	}
	return lines, args
}

// codes are words of ours as PostgreSQL reads an array of them.
func codes[T ~string](words []T) pq.StringArray {
	out := make(pq.StringArray, len(words))
	for n, w := range words {
		out[n] = string(w)
	}
	return out
}

// DistrictsToMatch returns the districts in which a request waits for a plan at an instant.
func (s *Store) DistrictsToMatch(ctx context.Context, now time.Time) (out []domain.DistrictID, err error) {
	defer wrap(&err, "Store.DistrictsToMatch")
	where, args := Due{Now: now}.where()
	err = s.each(ctx, `
		SELECT DISTINCT r.district_id
		FROM requests r
		WHERE `+where+`
			AND EXISTS (SELECT FROM districts d WHERE d.id = r.district_id AND d.doors = 'open')
		ORDER BY r.district_id`, args, func(rows *sql.Rows) error {
		var id domain.DistrictID
		err := rows.Scan(&id)
		out = append(out, id)
		return err
	})
	return out, err
}

// RequestsToMatch returns the requests of a district that a plan may find helpers for now. They have what a plan and the clock's rules
// look at, and nothing else. It takes one statement a table, however many there are.
func (s *Store) RequestsToMatch(ctx context.Context, district domain.DistrictID, due Due) (out []domain.OpenRequest, err error) {
	defer wrap(&err, "Store.RequestsToMatch(%d)", district)
	where, args := due.where()
	return s.openRequests(ctx, district, where, args)
}

// RequestToMatch returns one request as RequestsToMatch does, whatever its time; NotFound when it has no street.
func (s *Store) RequestToMatch(ctx context.Context, district domain.DistrictID, id domain.RequestID) (r domain.OpenRequest, err error) {
	defer wrap(&err, "Store.RequestToMatch(%d)", id)
	defer orNotFound(&err)
	out, err := s.openRequests(ctx, district, "r.id = ?", []any{id})
	if err == nil && len(out) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return r, err
	}
	return out[0], nil
}

// TheseToMatch returns some requests as RequestToMatch does, those of them that have a street.
func (s *Store) TheseToMatch(ctx context.Context, district domain.DistrictID, ids []domain.RequestID) (out []domain.OpenRequest, err error) {
	defer wrap(&err, "Store.TheseToMatch(%d)", district)
	return s.openRequests(ctx, district, "r.id = ANY (?)", []any{numbers(ids)})
}

// OpenRequests returns the requests of a district for which helpers are looked for, the next that are due first, up to most.
func (s *Store) OpenRequests(ctx context.Context, district domain.DistrictID, most int) (out []domain.OpenRequest, err error) {
	defer wrap(&err, "Store.OpenRequests(%d)", district)
	return s.openRequests(ctx, district, `r.id IN (
			SELECT id
			FROM requests
			WHERE district_id = ? AND state = 'open' AND approved_at IS NOT NULL AND NOT asleep AND street_id IS NOT NULL
			ORDER BY next_action_at, id
			LIMIT ?)`, []any{district, most})
}

// openRequests reads the requests for which a condition holds.
func (s *Store) openRequests(ctx context.Context, district domain.DistrictID, where string, args []any) (out []domain.OpenRequest, err error) {
	err = s.each(ctx, `
		SELECT r.district_id, r.id, r.version, r.person_id, r.knows, r.skills, r.check_required, r.distance, r.minutes, r.goes_inside,
			r.goes_out, r.wishes, coalesce(r.town_id, 0), coalesce(r.section_id, 0), r.street_id, r.urgency, r.wanted_from, r.useful_until,
			r.slots, coalesce(r.series_id, 0), r.raised_at, r.state, r.approved_at, r.level, r.started_at, r.level_since, r.level_used,
			r.fan_out, r.asleep, r.ask_first_at, r.planned_at, r.freed_at, r.nobody, r.missed_at, r.reviewed_at,
			coalesce(r.next_action, ''), coalesce(r.next_action_at, r.raised_at), r.tries, r.hold_until, r.failed_at, s.x, s.y, p.address
		FROM requests r
		JOIN streets s ON s.district_id = r.district_id AND s.id = r.street_id
		JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
		WHERE r.district_id = ? AND `+where+`
		ORDER BY r.id`, append([]any{district}, args...), func(rows *sql.Rows) error {
		var r domain.OpenRequest
		err := rows.Scan(&r.DistrictID, &r.ID, &r.Version, &r.PersonID, &r.Knows, (*pq.StringArray)(&r.Skills), &r.CheckRequired, &r.Distance,
			&r.Minutes, &r.GoesInside, &r.GoesOut, (*pq.StringArray)(&r.Wishes), &r.TownID, &r.SectionID, &r.StreetID, &r.Urgency,
			&r.WantedFrom, &r.UsefulUntil, &r.Slots, &r.SeriesID, &r.RaisedAt, &r.State, &r.ApprovedAt, &r.Level, &r.StartedAt, &r.LevelSince,
			&r.LevelUsed, &r.FanOut, &r.Asleep, &r.AskFirstAt, &r.PlannedAt, &r.FreedAt, &r.Nobody, &r.MissedAt, &r.ReviewedAt,
			&r.NextAction, &r.NextActionAt, &r.Tries, &r.HoldUntil, &r.FailedAt, &r.X, &r.Y, &r.Address)
		out = append(out, r)
		return err
	})
	if err != nil || len(out) == 0 {
		return out, err
	}
	if err := s.whoWasAsked(ctx, district, out); err != nil {
		return nil, err
	}
	return out, s.whoIsApart(ctx, district, out)
}

// whoWasAsked fills in whom requests, in the order of their ids, have been put to. Somebody who did not answer may be asked again at a
// wider level, and somebody who was not reached at any, when nobody else is left; somebody who said no, or gave it back, may not.
func (s *Store) whoWasAsked(ctx context.Context, district domain.DistrictID, requests []domain.OpenRequest) error {
	ids := make([]domain.RequestID, len(requests))
	for n, r := range requests {
		ids[n] = r.ID
	}
	return s.each(ctx, `
		SELECT i.request_id, i.person_id, i.state, i.place, i.level, i.expires_at, i.held_until, i.answered_at, i.ended_why
		FROM invitations i
		WHERE i.district_id = ? AND i.request_id = ANY (?)
		ORDER BY i.id`, []any{district, numbers(ids)}, func(rows *sql.Rows) error {
		var i domain.Invitation
		err := rows.Scan(&i.RequestID, &i.PersonID, &i.State, &i.Place, &i.Level, &i.ExpiresAt, &i.HeldUntil, &i.AnsweredAt, &i.EndedWhy)
		if err != nil {
			return err
		}
		n, _ := slices.BinarySearch(ids, i.RequestID)
		r := &requests[n]
		if i.State.Live() || i.State == domain.Accepted {
			r.Waiting = append(r.Waiting, i)
		}
		switch r.MayAskAgain(i) {
		case domain.AskNever:
			r.Apart = append(r.Apart, i.PersonID)
		case domain.AskLast:
			r.Silent = append(r.Silent, i.PersonID)
		}
		return nil
	})
}

// whoIsApart fills in who is kept apart from whoever asks; nobody is asked to help themselves.
func (s *Store) whoIsApart(ctx context.Context, district domain.DistrictID, requests []domain.OpenRequest) error {
	apart := map[domain.PersonID][]domain.PersonID{}
	err := s.each(ctx, `
		SELECT person_a, person_b
		FROM better_apart
		WHERE district_id = ?`, []any{district}, func(rows *sql.Rows) error {
		var a, b domain.PersonID
		err := rows.Scan(&a, &b)
		apart[a], apart[b] = append(apart[a], b), append(apart[b], a)
		return err
	})
	for n := range requests {
		r := &requests[n]
		r.Apart = append(append(r.Apart, r.PersonID), apart[r.PersonID]...)
	}
	return err
}

// numbers are ids as PostgreSQL reads an array of them.
func numbers[T ~int64](ids []T) pq.Int64Array {
	out := make(pq.Int64Array, len(ids))
	for n, id := range ids {
		out[n] = int64(id)
	}
	return out
}

// Around is the part of a district in which helpers are looked for: who lives in one of these streets, sections or towns.
type Around struct {
	Everywhere bool
	Streets    []domain.StreetID
	Sections   []domain.SectionID
	Towns      []domain.TownID
	Askable    bool // only those who may still be asked: today, and this week
}

// Has reports whether somebody who lives there is in this part.
func (a Around) Has(spot domain.Spot) bool {
	return a.Everywhere || slices.Contains(a.Streets, spot.StreetID) || slices.Contains(a.Sections, spot.SectionID) ||
		slices.Contains(a.Towns, spot.TownID)
}

// Helpers returns the volunteers of a district who may be asked at all: met, not ended, not resting, not away today. The budget is
// left to the caller, because a person may look beyond it, unless only those are wanted who may still be asked.
func (s *Store) Helpers(ctx context.Context, district domain.DistrictID, around Around, today, week time.Time) (out []domain.Helper, err error) {
	defer wrap(&err, "Store.Helpers(%d)", district)
	where, args := "", []any{today, today, district, week, district, week, district, district, today, today,
		district, today, today, district, today}
	if !around.Everywhere {
		where = `
			AND (p.street_id = ANY (?) OR st.section_id = ANY (?) OR st.town_id = ANY (?))`
		args = append(args, numbers(around.Streets), numbers(around.Sections), numbers(around.Towns))
	}
	const asksLeft = `least(v.budget_day - CASE w1.day WHEN ? THEN w1.day_asked ELSE 0 END, v.budget_week - coalesce(w1.asked, 0))`
	if around.Askable {
		where += " AND " + asksLeft + " > 0"
		args = append(args, today)
	}
	err = s.each(ctx, `
		SELECT v.person_id, p.first_name, p.last_name, p.street_id, st.name, st.section_id, st.town_id, st.x, st.y, p.address, v.reach,
			v.capacity, v.skills, v.availability, v.short_notice, v.gender, p.languages, p.young, `+reached+` AS way,
			coalesce(c.rank, 0), coalesce(w1.booked, 0), coalesce(w2.booked, 0),
			`+asksLeft+`, v.budget_week, v.budget_day,
			coalesce(met.yeses, 0), coalesce(met.asked, 0), a.from_on, a.to_on
		FROM volunteers v
		JOIN persons p ON p.district_id = v.district_id AND p.id = v.person_id
		JOIN streets st ON st.district_id = p.district_id AND st.id = p.street_id
		LEFT JOIN (
			SELECT person_id, max(check_rank(level)) AS rank
			FROM checks
			WHERE (review_on IS NULL OR review_on > ?) AND district_id = ?
			GROUP BY person_id) c ON c.person_id = v.person_id
		LEFT JOIN volunteer_weeks w1 ON w1.week = ? AND w1.district_id = ? AND w1.person_id = v.person_id
		LEFT JOIN volunteer_weeks w2 ON w2.week = ?::date + 7 AND w2.district_id = ? AND w2.person_id = v.person_id
		LEFT JOIN (
			SELECT person_id, count(*) AS asked, count(*) FILTER (WHERE answered_at IS NOT NULL AND state <> 'declined') AS yeses
			FROM invitations
			WHERE district_id = ? AND asked_on > ?::date - 91 AND asked_on <= ?
				AND (state IN ('accepted', 'declined', 'expired') OR (state = 'withdrawn' AND answered_at IS NOT NULL))
			GROUP BY person_id) met ON met.person_id = v.person_id
		LEFT JOIN (
			SELECT DISTINCT ON (person_id) person_id, from_on, to_on
			FROM absences
			WHERE district_id = ? AND (to_on IS NULL OR to_on > ?) AND from_on < ?::date + 7
			ORDER BY person_id, from_on) a ON a.person_id = v.person_id
		WHERE v.district_id = ? AND v.standing = 'met' AND v.ended_at IS NULL AND NOT v.resting AND p.left_at IS NULL
			AND v.capacity > 0 AND (a.from_on IS NULL OR a.from_on > ?)`+where+`
		ORDER BY v.person_id`, args, func(rows *sql.Rows) error {
		var h domain.Helper
		err := rows.Scan(&h.PersonID, &h.FirstName, &h.LastName, &h.StreetID, &h.StreetName, &h.SectionID, &h.TownID, &h.X, &h.Y, &h.Address,
			&h.Reach, &h.Capacity, (*pq.StringArray)(&h.Skills), &h.Availability, &h.ShortNotice, &h.Gender, (*pq.StringArray)(&h.Languages),
			&h.Young, &h.Way, &h.CheckRank, &h.BookedNow, &h.BookedNext, &h.AsksLeft, &h.BudgetWeek, &h.BudgetDay, &h.Yeses, &h.Asked,
			&h.AwayFrom, &h.AwayTo)
		out = append(out, h)
		return err
	})
	return out, err
}

// HelpersIn counts those who help around a place as wide as a level, and how many of them nobody has met yet.
func (s *Store) HelpersIn(ctx context.Context, at domain.Spot, level domain.Level) (all, notMet int, err error) {
	defer wrap(&err, "Store.HelpersIn(%s)", level)
	err = s.db.NewRaw(`
		SELECT count(*), count(*) FILTER (WHERE v.standing = 'not_met')
		FROM volunteers v
		JOIN persons p ON p.district_id = v.district_id AND p.id = v.person_id
		LEFT JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id
		WHERE v.district_id = ?0 AND v.ended_at IS NULL AND p.left_at IS NULL
			AND CASE ?1 WHEN 0 THEN p.street_id = ?2 WHEN 1 THEN s.section_id = ?3 WHEN 2 THEN p.town_id = ?4 ELSE true END`,
		at.DistrictID, int(level), at.StreetID, at.SectionID, at.TownID).Scan(ctx, &all, &notMet)
	return all, notMet, err
}
