package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"waymark/domain"
)

// requestColumns are what may change after a request was raised.
var requestColumns = []string{
	"need_id", "skills", "check_required", "distance", "minutes", "private", "goes_inside", "goes_out", "start_level",
	"town_id", "section_id", "street_id", "place_words", "knows", "wanted_from", "useful_until", "slots", "duplicate_of",
	"state", "approved_at", "approved_by", "level", "started_at", "level_since", "level_used", "fan_out",
	"asleep", "ask_first_at", "planned_at", "freed_at", "nobody", "missed_at", "reviewed_at", "owner_id", "owner_since",
	"next_action", "next_action_at", "tries", "hold_reason", "hold_until", "failed_at", "visit_at", "visit_ends_at",
	"nudged_at", "home_asked_at", "home_safe_at", "helper_said", "person_said", "after_asked_at", "rung_at", "door_words",
	"closed_at", "closed_by", "ending", "ending_note", "keep_until", "version",
}

// orNotFound turns "no such row" into what people are told.
func orNotFound(err *error) {
	if IsNoRows(*err) {
		*err = domain.Errorf(domain.NotFound, "", "We cannot find that. It may have been put away, or it may not be yours to see.")
	}
}

// RequestTarget returns where a request stands and who owns it; NotFound when there is none.
func (s *Store) RequestTarget(ctx context.Context, id domain.RequestID) (t domain.Target, err error) {
	defer wrap(&err, "Store.RequestTarget(%d)", id)
	defer orNotFound(&err)
	var row struct {
		DistrictID domain.DistrictID
		TownID     domain.TownID
		SectionID  domain.SectionID
		StreetID   domain.StreetID
		OwnerID    domain.PersonID
	}
	err = s.db.NewRaw(`
		SELECT district_id, town_id, section_id, street_id, owner_id
		FROM requests
		WHERE id = ?`, id).Scan(ctx, &row)
	return domain.Target{
		Spot:      domain.Spot{DistrictID: row.DistrictID, TownID: row.TownID, SectionID: row.SectionID, StreetID: row.StreetID},
		OwnerID:   row.OwnerID,
		RequestID: id,
	}, err
}

// NextRequestNumber returns the number that a new reference is made from.
func (s *Store) NextRequestNumber(ctx context.Context) (n uint64, err error) {
	defer wrap(&err, "Store.NextRequestNumber")
	err = s.db.NewRaw(`SELECT nextval('request_numbers')`).Scan(ctx, &n)
	return n, err
}

// AddRequest inserts a request and sets its id.
func (s *Store) AddRequest(ctx context.Context, r *domain.Request) (err error) {
	defer wrap(&err, "Store.AddRequest")
	_, err = s.db.NewInsert().Model(r).ModelTableExpr("requests").Returning("id").Exec(ctx)
	return err
}

// AddSecret keeps what a helper must know apart from the request, so that it can be erased by itself.
func (s *Store) AddSecret(ctx context.Context, r domain.Request, mustKnow string) (err error) {
	defer wrap(&err, "Store.AddSecret(%d)", r.ID)
	_, err = s.db.NewRaw(`
		INSERT INTO request_secrets (district_id, request_id, must_know)
		VALUES (?, ?, ?)`, r.DistrictID, r.ID, mustKnow).Exec(ctx)
	return err
}

// Secret returns what a helper must know, or "".
func (s *Store) Secret(ctx context.Context, id domain.RequestID) (words string, err error) {
	defer wrap(&err, "Store.Secret(%d)", id)
	err = s.db.NewRaw(`
		SELECT coalesce((SELECT must_know FROM request_secrets WHERE request_id = ?), '')`, id).Scan(ctx, &words)
	return words, err
}

// Request reads a request without locking it; NotFound when there is none.
func (s *Store) Request(ctx context.Context, id domain.RequestID) (r domain.Request, err error) {
	defer wrap(&err, "Store.Request(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM requests WHERE id = ?`, id).Scan(ctx, &r)
	return r, err
}

// LockRequest reads a request for changing. It is the first lock that any use case takes.
func (s *Store) LockRequest(ctx context.Context, id domain.RequestID) (r domain.Request, err error) {
	defer wrap(&err, "Store.LockRequest(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM requests WHERE id = ? FOR UPDATE`, id).Scan(ctx, &r)
	return r, err
}

// ClaimDueRequest locks one request whose next action (but for matching, which is done by plan) is due and that nobody else has locked, skipping those seen already in
// this round; NotFound when there is none left.
func (s *Store) ClaimDueRequest(ctx context.Context, now time.Time, seen []domain.RequestID) (r domain.Request, err error) {
	defer wrap(&err, "Store.ClaimDueRequest")
	defer orNotFound(&err)
	if len(seen) == 0 {
		seen = []domain.RequestID{0}
	}
	err = s.db.NewRaw(`
		SELECT *
		FROM requests
		WHERE state <> 'closed' AND next_action_at <= ? AND next_action <> 'plan' AND id NOT IN (?)
		ORDER BY next_action_at, id
		LIMIT 1
		FOR UPDATE SKIP LOCKED`, now, bun.List(seen)).Scan(ctx, &r)
	return r, err
}

// SaveRequest writes what may change, and raises the version. The row must have been locked in this transaction.
func (s *Store) SaveRequest(ctx context.Context, r *domain.Request) (err error) {
	defer wrap(&err, "Store.SaveRequest(%d)", r.ID)
	r.Version++
	_, err = s.db.NewUpdate().Model(r).ModelTableExpr("requests AS request").
		Column(requestColumns...).
		Where("district_id = ? AND id = ?", r.DistrictID, r.ID).Exec(ctx)
	return err
}

// PostponeRequest notes that the next action failed, and puts it off, so that it does not stop the others. The row is not
// locked: whatever else happens to it meanwhile is newer and stands.
func (s *Store) PostponeRequest(ctx context.Context, id domain.RequestID, seen int, until time.Time) (err error) {
	defer wrap(&err, "Store.PostponeRequest(%d)", id)
	_, err = s.db.NewRaw(`
		UPDATE requests
		SET tries = tries + 1, next_action_at = ?
		WHERE id = ? AND version = ?`, until, id, seen).Exec(ctx)
	return err
}

// OtherOpenRequest finds an open request of the same need from the same phone or e-mail in this district, or 0. It is how a
// likely duplicate is flagged to the desk.
func (s *Store) OtherOpenRequest(ctx context.Context, p domain.Person, need domain.NeedID) (id domain.RequestID, err error) {
	defer wrap(&err, "Store.OtherOpenRequest")
	err = s.db.NewRaw(`
		SELECT coalesce((
			SELECT r.id
			FROM requests r
			JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
			JOIN needs n ON n.district_id = r.district_id AND n.id = r.need_id
			WHERE r.district_id = ? AND r.state <> 'closed' AND n.code = (SELECT code FROM needs WHERE id = ?)
				AND (p.id = ?
					OR (p.phone <> '' AND p.phone = ?)
					OR (p.email_key <> '' AND p.email_key = lower(?)))
			ORDER BY r.id
			LIMIT 1), 0)`, p.DistrictID, need, p.ID, p.Phone, p.Email).Scan(ctx, &id)
	return id, err
}

// AddEvent writes one step of a request's story.
func (s *Store) AddEvent(ctx context.Context, e domain.Event) (err error) {
	defer wrap(&err, "Store.AddEvent(%s)", e.Kind)
	_, err = s.db.NewInsert().Model(&e).ModelTableExpr("events").Exec(ctx)
	return err
}

// Events returns a request's story, newest first, with the first names of those in it.
func (s *Store) Events(ctx context.Context, id domain.RequestID) (out []domain.Event, err error) {
	defer wrap(&err, "Store.Events(%d)", id)
	err = s.db.NewRaw(`
		SELECT e.*, coalesce(a.first_name, '') AS actor_name, coalesce(p.first_name, '') AS person_name
		FROM requests r
		JOIN events e ON e.district_id = r.district_id AND e.request_id = r.id
		LEFT JOIN persons a ON a.district_id = e.district_id AND a.id = e.actor_id
		LEFT JOIN persons p ON p.district_id = e.district_id AND p.id = e.person_id
		WHERE r.id = ?
		ORDER BY e.id DESC
		LIMIT 500`, id).Scan(ctx, &out)
	return out, err
}

// AddEscalation records that a level is reached; it reports false when that has been recorded before.
func (s *Store) AddEscalation(ctx context.Context, r domain.Request, level domain.Level, at time.Time, why string, by domain.PersonID) (first bool, err error) {
	defer wrap(&err, "Store.AddEscalation(%d, %d)", r.ID, level)
	res, err := s.db.NewRaw(`
		INSERT INTO escalations (district_id, request_id, level, at, why, by_id)
		VALUES (?, ?, ?, ?, ?, nullif(?, 0))
		ON CONFLICT DO NOTHING`, r.DistrictID, r.ID, level, at, why, by).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// References returns the references of requests as people read them, in the order of their ids.
func (s *Store) References(ctx context.Context, ids []domain.RequestID) (out []string, err error) {
	defer wrap(&err, "Store.References")
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []domain.Reference
	err = s.db.NewRaw(`SELECT reference FROM requests WHERE id IN (?) ORDER BY id`, bun.List(ids)).Scan(ctx, &rows)
	for _, r := range rows {
		out = append(out, r.String())
	}
	return out, err
}
