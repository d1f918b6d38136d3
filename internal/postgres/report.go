package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"waymark/domain"
)

// ReportSums is what a report counts of a place besides what became of asks.
type ReportSums struct {
	People  int // in conversations
	Held    int // dates of gatherings that somebody counted
	Came    int // to them
	Noticed int // gaps that showed first
	Closed  int // gaps that were closed
	Half    int // within how many days half of these were; 0 where there are none
}

// ReportSums adds up the talks, gatherings and gaps of a district, or of one of its towns where town is not 0, in some months. zone is the time zone
// of the people. Gaps that were joined with another are not counted again.
func (s *Store) ReportSums(ctx context.Context, id domain.DistrictID, town domain.TownID, m domain.RippleMonths, zone string) (out ReportSums, err error) {
	defer wrap(&err, "Store.ReportSums(%d)", id)
	err = s.db.NewRaw(`
		SELECT (
				SELECT coalesce(sum(people), 0)
				FROM conversation_counts
				WHERE district_id = ?0 AND (?1 = 0 OR town_id = ?1) AND month >= ?2 AND month < ?3) AS people,
			count(c.day) AS held, coalesce(sum(coalesce(c.heads, c.scans)), 0) AS came, (
				SELECT count(*)
				FROM gaps
				WHERE district_id = ?0 AND (?1 = 0 OR town_id = ?1) AND merged_into IS NULL
					AND (first_seen AT TIME ZONE ?4)::date >= ?2 AND (first_seen AT TIME ZONE ?4)::date < ?3) AS noticed, (
				SELECT count(*)
				FROM gaps
				WHERE district_id = ?0 AND (?1 = 0 OR town_id = ?1) AND merged_into IS NULL
					AND (closed_at AT TIME ZONE ?4)::date >= ?2 AND (closed_at AT TIME ZONE ?4)::date < ?3) AS closed, (
				SELECT coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY (closed_at AT TIME ZONE ?4)::date - (first_seen AT TIME ZONE ?4)::date), 0)
				FROM gaps
				WHERE district_id = ?0 AND (?1 = 0 OR town_id = ?1) AND merged_into IS NULL
					AND (closed_at AT TIME ZONE ?4)::date >= ?2 AND (closed_at AT TIME ZONE ?4)::date < ?3) AS half
		FROM gathering_counts c
		JOIN gatherings g ON g.district_id = c.district_id AND g.id = c.gathering_id
		WHERE c.district_id = ?0 AND (?1 = 0 OR g.town_id = ?1) AND c.day >= ?2 AND c.day < ?3`, id, town, m.From, m.Until, zone).Scan(ctx, &out)
	return out, err
}

// ReportCount is how many of something there were in one month, theme or way.
type ReportCount struct {
	Month time.Time // of asks by month
	Code  string    // of a theme or a way
	Name  string    // of a theme
	N     int
}

// AsksByMonth counts the asks of a place in each of some months that had any.
func (s *Store) AsksByMonth(ctx context.Context, id domain.DistrictID, level domain.Level, place int64, m domain.RippleMonths) (out []ReportCount, err error) {
	defer wrap(&err, "Store.AsksByMonth(%d)", id)
	err = s.db.NewRaw(`
		SELECT month, asked AS n
		FROM ask_counts
		WHERE district_id = ? AND level = ? AND place_id = ? AND tenth = 0 AND month >= ? AND month < ?
		ORDER BY month`, id, level, place, m.From, m.Until).Scan(ctx, &out)
	return out, err
}

// TalksBy counts the conversations of a district, or of one of its towns where town is not 0, by theme, and by where they led without a theme.
func (s *Store) TalksBy(ctx context.Context, id domain.DistrictID, town domain.TownID, m domain.RippleMonths) (themes, ways []ReportCount, err error) {
	defer wrap(&err, "Store.TalksBy(%d)", id)
	err = s.db.NewRaw(`
		SELECT h.code, h.name, coalesce(sum(c.n), 0) AS n
		FROM themes h
		LEFT JOIN conversation_counts c ON c.district_id = h.district_id AND c.theme_id = h.id AND (?1 = 0 OR c.town_id = ?1) AND c.month >= ?2 AND c.month < ?3
		WHERE h.district_id = ?0
		GROUP BY h.id, h.code, h.name, h.position
		ORDER BY h.position, h.id`, id, town, m.From, m.Until).Scan(ctx, &themes)
	if err != nil {
		return nil, nil, err
	}
	err = s.db.NewRaw(`
		SELECT led_to AS code, sum(n) AS n
		FROM conversation_leads
		WHERE district_id = ?0 AND (?1 = 0 OR town_id = ?1) AND month >= ?2 AND month < ?3
		GROUP BY led_to`, id, town, m.From, m.Until).Scan(ctx, &ways)
	return themes, ways, err
}

// GapsReported returns the gaps of a district, or of one of its towns where town is not 0, that were closed in some months, and then those that are
// open and not small: most people first, and of each so many at most.
func (s *Store) GapsReported(ctx context.Context, id domain.DistrictID, town domain.TownID, m domain.RippleMonths, today time.Time, zone string, closed, open int) (out []domain.Gap, err error) {
	defer wrap(&err, "Store.GapsReported(%d)", id)
	const order = ` ORDER BY g.closed_at IS NULL, g.people DESC, g.times DESC, g.first_seen, g.id`
	page := bun.SafeQuery(`
		SELECT *
		FROM (
			SELECT g.*, coalesce((g.closed_at AT TIME ZONE ?4)::date - (g.first_seen AT TIME ZONE ?4)::date, 0) AS days, row_number() OVER (PARTITION BY g.closed_at IS NULL`+order+`) AS nth
			FROM gaps g
			WHERE g.district_id = ?0 AND (?1 = 0 OR g.town_id = ?1) AND g.merged_into IS NULL AND (g.closed_at IS NULL AND NOT ?7
				OR (g.closed_at AT TIME ZONE ?4)::date >= ?2 AND (g.closed_at AT TIME ZONE ?4)::date < ?3)) g
		WHERE g.nth <= CASE WHEN g.closed_at IS NULL THEN ?6 ELSE ?5 END`, id, town, m.From, m.Until, zone, closed, open, smallGap(today))
	err = s.db.NewRaw(gapColumns+order, today, page).Scan(ctx, &out)
	return out, err
}
