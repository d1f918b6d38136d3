package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// AddAbsence writes down a time away, and sets its id.
func (s *Store) AddAbsence(ctx context.Context, a *domain.Absence) (err error) {
	defer wrap(&err, "Store.AddAbsence(%d)", a.PersonID)
	return s.db.NewRaw(`
		INSERT INTO absences (district_id, person_id, kind, from_on, to_on)
		VALUES (?, ?, ?, ?, ?)
		RETURNING id`, a.DistrictID, a.PersonID, a.Kind, a.FromOn, a.ToOn).Scan(ctx, &a.ID)
}

// Absence reads one time away; NotFound when there is none.
func (s *Store) Absence(ctx context.Context, id int64) (a domain.Absence, err error) {
	defer wrap(&err, "Store.Absence(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT district_id, id, person_id, kind, from_on, to_on
		FROM absences
		WHERE id = ?`, id).Scan(ctx, &a)
	return a, err
}

// Absences returns the times away of a person that are not over, the earliest first.
func (s *Store) Absences(ctx context.Context, id domain.PersonID, today time.Time) (out []domain.Absence, err error) {
	defer wrap(&err, "Store.Absences(%d)", id)
	err = s.db.NewRaw(`
		SELECT district_id, id, person_id, kind, from_on, to_on
		FROM absences
		WHERE person_id = ? AND (to_on IS NULL OR to_on > ?)
		ORDER BY from_on, id`, id, today).Scan(ctx, &out)
	return out, err
}

// EndAbsence makes today the first day back; what had not begun before today goes as if it had never been.
func (s *Store) EndAbsence(ctx context.Context, id int64, today time.Time) (err error) {
	defer wrap(&err, "Store.EndAbsence(%d)", id)
	_, err = s.db.NewRaw(`DELETE FROM absences WHERE id = ? AND from_on >= ?`, id, today).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = s.db.NewRaw(`
		UPDATE absences
		SET to_on = ?
		WHERE id = ? AND (to_on IS NULL OR to_on > ?)`, today, id, today).Exec(ctx)
	return err
}

// EndPauses ends the rests that a volunteer takes, and those that they were going to take.
func (s *Store) EndPauses(ctx context.Context, id domain.PersonID, today time.Time) (err error) {
	defer wrap(&err, "Store.EndPauses(%d)", id)
	all, err := s.Absences(ctx, id, today)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.Kind != "pause" {
			continue
		}
		if err := s.EndAbsence(ctx, a.ID, today); err != nil {
			return err
		}
	}
	return nil
}

// MarkMoved notes that what somebody owned has been passed on for each absence of theirs that has begun.
func (s *Store) MarkMoved(ctx context.Context, district domain.DistrictID, now, today time.Time) (err error) {
	defer wrap(&err, "Store.MarkMoved(%d)", district)
	_, err = s.db.NewRaw(`
		UPDATE absences
		SET moved_at = ?
		WHERE district_id = ? AND moved_at IS NULL AND kind = 'holiday' AND from_on <= ?`, now, district, today).Exec(ctx)
	return err
}

// AbsencesOver returns the holidays of a district that are over, and whose people have not been given back what they look after.
func (s *Store) AbsencesOver(ctx context.Context, district domain.DistrictID, today time.Time) (out []domain.Absence, err error) {
	defer wrap(&err, "Store.AbsencesOver(%d)", district)
	err = s.db.NewRaw(`
		SELECT district_id, id, person_id, kind, from_on, to_on
		FROM absences
		WHERE district_id = ? AND kind = 'holiday' AND returned_at IS NULL AND moved_at IS NOT NULL AND to_on <= ?
		ORDER BY id`, district, today).Scan(ctx, &out)
	return out, err
}

// MarkReturned notes that somebody who was away has been given back what they look after.
func (s *Store) MarkReturned(ctx context.Context, id int64, now time.Time) (err error) {
	defer wrap(&err, "Store.MarkReturned(%d)", id)
	_, err = s.db.NewRaw(`UPDATE absences SET returned_at = ? WHERE id = ?`, now, id).Exec(ctx)
	return err
}
