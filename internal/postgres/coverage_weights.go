package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// CoverWeights are what the parts of the points count for in a district, 0 to 100 each.
type CoverWeights struct{ LookedAfter, Reach, Helped, Nearby, Company int }

// CoverWeighed is one time that somebody said what they count for.
type CoverWeighed struct {
	CoverWeights `bun:"embed:"`
	At           time.Time
	MadeBy       domain.PersonID
	MadeName     string // first name
}

// CoverWeighed returns what the parts of the points of a district count for, as it was changed, the newest first.
func (s *Store) CoverWeighed(ctx context.Context, id domain.DistrictID, limit int) (out []CoverWeighed, err error) {
	defer wrap(&err, "Store.CoverWeighed(%d)", id)
	err = s.db.NewRaw(`
		SELECT w.looked_after, w.reach, w.helped, w.nearby, w.company, w.made_at AS at, w.made_by, p.first_name AS made_name
		FROM coverage_weights w
		JOIN persons p ON p.district_id = w.district_id AND p.id = w.made_by
		WHERE w.district_id = ?
		ORDER BY w.id DESC
		LIMIT ?`, id, limit).Scan(ctx, &out)
	return out, err
}

// AddCoverWeights stores what the parts of the points of a district count for from now on. None is ever changed.
func (s *Store) AddCoverWeights(ctx context.Context, id domain.DistrictID, w CoverWeights, by domain.PersonID, now time.Time) (err error) {
	defer wrap(&err, "Store.AddCoverWeights(%d)", id)
	_, err = s.db.NewRaw(`
		INSERT INTO coverage_weights (district_id, looked_after, reach, helped, nearby, company, made_by, made_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, id, w.LookedAfter, w.Reach, w.Helped, w.Nearby, w.Company, by, now).Exec(ctx)
	return err
}
