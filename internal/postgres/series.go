package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// AddSeries inserts a series and sets its id.
func (s *Store) AddSeries(ctx context.Context, x *domain.Series) (err error) {
	defer wrap(&err, "Store.AddSeries")
	return s.db.NewRaw(`
		INSERT INTO series (district_id, person_id, need_id, helper_id, weekday, starts, every_weeks, begins_on, ends_on, next_on, notes)
		VALUES (?, ?, ?, nullif(?, 0), ?, make_interval(secs => ?), ?, ?, ?, ?, ?)
		RETURNING id`, x.DistrictID, x.PersonID, x.NeedID, x.HelperID, x.Weekday, x.Starts.Seconds(), x.EveryWeeks, x.BeginsOn, x.EndsOn,
		x.NextOn, x.Notes).Scan(ctx, &x.ID)
}

// ClaimDueSeries locks one series whose next day is on or before a date, skipping those seen already; NotFound when there is
// none left.
func (s *Store) ClaimDueSeries(ctx context.Context, until time.Time, after domain.SeriesID) (x domain.Series, err error) {
	defer wrap(&err, "Store.ClaimDueSeries")
	defer orNotFound(&err)
	var row struct {
		domain.Series
		StartsS int64 `bun:"starts_s"`
	}
	err = s.db.NewRaw(`
		SELECT district_id, id, person_id, need_id, coalesce(helper_id, 0) AS helper_id, weekday, every_weeks, begins_on, ends_on, next_on,
			notes, extract(epoch FROM starts)::bigint AS starts_s
		FROM series
		WHERE next_on <= ? AND (ends_on IS NULL OR ends_on >= next_on) AND id > ?
		ORDER BY id
		LIMIT 1
		FOR UPDATE SKIP LOCKED`, until, after).Scan(ctx, &row)
	row.Series.Starts = time.Duration(row.StartsS) * time.Second
	return row.Series, err
}

// RollSeries writes the next day of a series that has no request yet.
func (s *Store) RollSeries(ctx context.Context, id domain.SeriesID, next time.Time) (err error) {
	defer wrap(&err, "Store.RollSeries(%d)", id)
	return s.one(ctx, `UPDATE series SET next_on = ? WHERE id = ?`, next, id)
}

// LastOfSeries returns the newest request of a series: the next is made like it.
func (s *Store) LastOfSeries(ctx context.Context, id domain.SeriesID) (r domain.Request, err error) {
	defer wrap(&err, "Store.LastOfSeries(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM requests WHERE series_id = ? ORDER BY id DESC LIMIT 1`, id).Scan(ctx, &r)
	return r, err
}

// Series reads one series; NotFound when there is none.
func (s *Store) Series(ctx context.Context, id domain.SeriesID) (x domain.Series, err error) {
	defer wrap(&err, "Store.Series(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT district_id, id, person_id, need_id, coalesce(helper_id, 0) AS helper_id, weekday, every_weeks, begins_on, ends_on, next_on, notes
		FROM series
		WHERE id = ?`, id).Scan(ctx, &x)
	return x, err
}

// SetRegularHelper makes a volunteer the one who comes each time.
func (s *Store) SetRegularHelper(ctx context.Context, id domain.SeriesID, helper domain.PersonID) (err error) {
	defer wrap(&err, "Store.SetRegularHelper(%d)", id)
	return s.one(ctx, `UPDATE series SET helper_id = ? WHERE id = ?`, helper, id)
}

// EndSeries ends a series on a day: no request is made for a later one.
func (s *Store) EndSeries(ctx context.Context, id domain.SeriesID, on time.Time, why string) (err error) {
	defer wrap(&err, "Store.EndSeries(%d)", id)
	return s.one(ctx, `UPDATE series SET ends_on = ?, ended_why = ? WHERE id = ?`, on, why, id)
}
