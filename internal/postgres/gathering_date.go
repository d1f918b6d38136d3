package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"
	"github.com/uptrace/bun"

	"waymark/domain"
)

// asPlanned says of a date d that it is as its rhythm has it, and nothing was said about it.
const asPlanned = `(NOT d.off AND d.words = '' AND d.held_on = d.day AND d.starts = d.planned_starts AND d.ends = d.planned_ends)`

// PlanGatheringDates makes these the dates of a gathering from a day on. What has begun by now stays as it is. What was called off or moved
// stays so until the gathering's last day, and goes along to its place. The error is BenchTaken where somebody is on the bench.
func (s *Store) PlanGatheringDates(ctx context.Context, g domain.Gathering, from time.Time, dates []domain.GatheringDate, now time.Time) (err error) {
	defer wrap(&err, "Store.PlanGatheringDates(%d)", g.ID)
	bench := domain.GatheringPlaceID(0) // where nobody else may be meanwhile
	if g.Place.Kind == domain.OnBench {
		bench = g.Place.ID
	}
	days := make([]string, len(dates))
	for n, d := range dates {
		days[n] = d.Day.Format(time.DateOnly)
	}
	if _, err := s.db.NewRaw(`
		DELETE FROM gathering_dates d
		WHERE d.gathering_id = ? AND d.day >= ? AND d.starts_at > ? AND (`+asPlanned+` OR d.day > ?) AND d.day <> ALL (?::date[])`, g.ID, from, now, g.LastOn,
		pq.Array(days)).Exec(ctx); err != nil {
		return err
	}
	if _, err := s.db.NewRaw(`
		UPDATE gathering_dates d
		SET place_id = ?0, bench_id = ?1, version = d.version + 1, changed_at = ?2
		WHERE d.gathering_id = ?3 AND d.day >= ?4 AND d.starts_at > ?2 AND d.place_id <> ?0 AND NOT `+asPlanned, g.Place.ID, bun.NullZero(bench), now, g.ID,
		from).Exec(ctx); err != nil {
		return err
	}
	if len(dates) > 0 { // what was called off or moved is put back, if ever, to where the rhythm has it by then
		if _, err := s.db.NewRaw(`
			UPDATE gathering_dates d
			SET planned_starts = ?, planned_ends = ?
			WHERE d.gathering_id = ? AND d.day = ANY (?::date[]) AND d.ends_at > ? AND NOT `+asPlanned, dates[0].PlannedStarts, dates[0].PlannedEnds, g.ID,
			pq.Array(days), now).Exec(ctx); err != nil {
			return err
		}
	}
	for _, d := range dates {
		if _, err := s.db.NewRaw(`
			INSERT INTO gathering_dates AS d (district_id, gathering_id, day, planned_starts, planned_ends, place_id, held_on, starts, ends,
				starts_at, ends_at, bench_id, changed_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (district_id, gathering_id, day) DO UPDATE
			SET planned_starts = excluded.starts, planned_ends = excluded.ends, place_id = excluded.place_id, starts = excluded.starts, ends = excluded.ends,
				starts_at = excluded.starts_at, ends_at = excluded.ends_at, bench_id = excluded.bench_id,
				version = d.version + 1, changed_at = excluded.changed_at
			WHERE d.starts_at > ? AND `+asPlanned+`
				AND (d.starts, d.ends, d.place_id) IS DISTINCT FROM (excluded.starts, excluded.ends, excluded.place_id)`,
			d.DistrictID, g.ID, d.Day, d.PlannedStarts, d.PlannedEnds, d.PlaceID, d.HeldOn, d.Starts, d.Ends, d.StartsAt, d.EndsAt, bun.NullZero(bench),
			now, now).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// dateColumns are those of a date d at a place p, as domain.GatheringDate reads them.
const dateColumns = `
			d.district_id, d.gathering_id, d.day, d.planned_starts, d.planned_ends, d.place_id, d.held_on, d.starts, d.ends, d.starts_at, d.ends_at,
			d.off, d.words, d.version, d.changed_at, p.name AS place_name
		FROM gathering_dates d
		JOIN gathering_places p ON p.district_id = d.district_id AND p.id = d.place_id`

// GatheringDates returns the dates in a time, of one gathering or of all, the earliest first.
func (s *Store) GatheringDates(ctx context.Context, q GatheringQuery) (out []domain.GatheringDate, err error) {
	defer wrap(&err, "Store.GatheringDates(%d)", q.ID)
	err = s.db.NewRaw(`
		SELECT `+dateColumns+`
		JOIN gatherings g ON g.district_id = d.district_id AND g.id = d.gathering_id
		WHERE (?0 = 0 OR g.id = ?0) AND (?1 = 0 OR g.town_id = ?1) AND d.ends_at > ?2 AND d.starts_at < ?3
		ORDER BY d.starts_at, d.gathering_id, d.day
		LIMIT 20000`, q.ID, q.TownID, q.From, q.Until).Scan(ctx, &out)
	return out, err
}

// GatheringDate reads one date by the day of its rhythm; NotFound when there is none.
func (s *Store) GatheringDate(ctx context.Context, id domain.GatheringID, day time.Time) (d domain.GatheringDate, err error) {
	defer wrap(&err, "Store.GatheringDate(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT `+dateColumns+` WHERE d.gathering_id = ? AND d.day = ?`, id, day).Scan(ctx, &d)
	return d, err
}

// ChangeGatheringDate stores when one date is, and whether it is off; its version and its gathering's go up. The error is BenchTaken
// where somebody else is on the bench then.
func (s *Store) ChangeGatheringDate(ctx context.Context, d *domain.GatheringDate, now time.Time) (err error) {
	defer wrap(&err, "Store.ChangeGatheringDate(%d)", d.GatheringID)
	if err := s.db.NewRaw(`
		UPDATE gathering_dates
		SET held_on = ?, starts = ?, ends = ?, starts_at = ?, ends_at = ?, off = ?, words = ?, version = version + 1, changed_at = ?
		WHERE gathering_id = ? AND day = ?
		RETURNING version`, d.HeldOn, d.Starts, d.Ends, d.StartsAt, d.EndsAt, d.Off, d.Words, now, d.GatheringID, d.Day).Scan(ctx, &d.Version); err != nil {
		return err
	}
	_, err = s.db.NewRaw(`UPDATE gatherings SET version = version + 1, changed_at = ? WHERE id = ?`, now, d.GatheringID).Exec(ctx)
	return err
}

// EndGathering takes the dates of a gathering away that begin after an instant, and notes its last day. It returns false where it had ended.
func (s *Store) EndGathering(ctx context.Context, id domain.GatheringID, last, now time.Time) (ended bool, err error) {
	defer wrap(&err, "Store.EndGathering(%d)", id)
	gone, err := s.many(ctx, `DELETE FROM gathering_dates WHERE gathering_id = ? AND starts_at > ?`, id, now)
	if err != nil {
		return false, err
	}
	n, err := s.many(ctx, `
		UPDATE gatherings
		SET last_on = greatest(first_on, least(last_on, ?0)), version = version + 1, changed_at = ?1
		WHERE id = ?2 AND (?3 OR last_on > greatest(first_on, ?0))`, last, now, id, gone > 0)
	return n > 0, err
}

// GatheringPhases returns how gatherings were before, of those that had a date in a time, the earliest first.
func (s *Store) GatheringPhases(ctx context.Context, q GatheringQuery) (out []domain.GatheringPhase, err error) {
	defer wrap(&err, "Store.GatheringPhases(%d)", q.ID)
	err = s.db.NewRaw(`
		SELECT h.district_id, h.gathering_id, h.phase, h.place_id, h.every, h.first_on, h.last_on, h.starts, h.ends, h.holidays
		FROM gathering_phases h
		JOIN gatherings g ON g.district_id = h.district_id AND g.id = h.gathering_id
		WHERE (?0 = 0 OR g.id = ?0) AND (?1 = 0 OR g.town_id = ?1) AND h.last_on >= ?2::date
		ORDER BY h.gathering_id, h.phase`, q.ID, q.TownID, q.From).Scan(ctx, &out)
	return out, err
}
