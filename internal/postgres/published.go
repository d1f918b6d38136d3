package postgres

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"waymark/domain"
)

// CountedAsks is how many asks of a town and a section had a yes after so long.
type CountedAsks struct {
	TownID, SectionID int64 // 0: none
	Step              int   // of coverage.Steps; -1: nobody said yes
	Asked, Helped     int
}

// CountAsks counts the asks of a district in some months, and which were helped within so many days of the asking.
func (s *Store) CountAsks(ctx context.Context, id domain.DistrictID, m domain.RippleMonths, days int) (out []CountedAsks, err error) {
	defer wrap(&err, "Store.CountAsks(%d)", id)
	err = s.db.NewRaw(`
		SELECT coalesce(f.town_id, 0) AS town_id, coalesce(f.section_id, 0) AS section_id, coalesce(f.yes_step, -1) AS step, count(*) AS asked,
			count(*) FILTER (WHERE f.helped AND r.closed_at <= r.raised_at + make_interval(days => ?3)) AS helped
		FROM request_facts f
		JOIN requests r ON r.district_id = f.district_id AND r.id = f.request_id
		WHERE f.district_id = ?0 AND f.month >= ?1 AND f.month < ?2
		GROUP BY 1, 2, 3`, id, m.From, m.Until, days).Scan(ctx, &out)
	return out, err
}

// FirstAsked is the month of the first ask of a district; the zero time where there is none.
func (s *Store) FirstAsked(ctx context.Context, id domain.DistrictID) (month time.Time, err error) {
	defer wrap(&err, "Store.FirstAsked(%d)", id)
	var first sql.NullTime
	err = s.db.NewRaw(`SELECT min(month) FROM ask_counts WHERE district_id = ? AND level = 3`, id).Scan(ctx, &first)
	return first.Time, err
}

// AddPublished keeps what is told of a quarter; added is false where that was told before: it stays as it was.
func (s *Store) AddPublished(ctx context.Context, id domain.DistrictID, quarter string, told any, now time.Time) (added bool, err error) {
	defer wrap(&err, "Store.AddPublished(%d)", id)
	text, err := json.Marshal(told)
	if err != nil {
		return false, err
	}
	done, err := s.db.NewRaw(`
		INSERT INTO public_figures (district_id, quarter, told, told_at)
		VALUES (?, ?, ?::jsonb, ?)
		ON CONFLICT DO NOTHING`, id, quarter, string(text), now).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// PublishedQuarters are the quarters of a district that were told, the newest first.
func (s *Store) PublishedQuarters(ctx context.Context, id domain.DistrictID) (out []string, err error) {
	defer wrap(&err, "Store.PublishedQuarters(%d)", id)
	err = s.db.NewRaw(`
		SELECT quarter
		FROM public_figures
		WHERE district_id = ?
		ORDER BY quarter DESC`, id).Scan(ctx, &out)
	return out, err
}

// Published reads into told what was told of a quarter, and returns when. NotFound where nothing was.
func (s *Store) Published(ctx context.Context, id domain.DistrictID, quarter string, told any) (at time.Time, err error) {
	defer wrap(&err, "Store.Published(%d)", id)
	var row struct {
		Told   string
		ToldAt time.Time
	}
	err = s.db.NewRaw(`SELECT told::text AS told, told_at FROM public_figures WHERE district_id = ? AND quarter = ?`, id, quarter).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return at, domain.Errorf(domain.NotFound, "quarter", "There are no figures of that quarter.")
	}
	if err != nil {
		return at, err
	}
	return row.ToldAt, json.Unmarshal([]byte(row.Told), told)
}
