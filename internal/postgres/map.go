package postgres

import (
	"context"

	"waymark/domain"
)

// StreetShape is a street as it is drawn.
type StreetShape struct {
	ID    domain.StreetID
	Lines domain.Shape `bun:"type:jsonb"`
}

// StreetShapes returns how the streets of a district, or of one of its towns where town is not 0, run. Those without a line are left out.
func (s *Store) StreetShapes(ctx context.Context, id domain.DistrictID, town domain.TownID) (out []StreetShape, err error) {
	defer wrap(&err, "Store.StreetShapes(%d)", id)
	err = s.db.NewRaw(`
		SELECT id, lines
		FROM streets
		WHERE district_id = ?0 AND (?1 = 0 OR town_id = ?1) AND gone_at IS NULL AND lines <> '[]'`, id, town).Scan(ctx, &out)
	return out, err
}

// OpenAsks is what waits for help on a street now.
type OpenAsks struct {
	StreetID domain.StreetID
	Asks     int
	Reached  domain.Level // how far the one that went furthest is asked
	Failed   bool         // the district's time was up for one
}

// OpenAsks counts the asks of a district, or of one of its towns where town is not 0, that nobody has taken yet, by street.
func (s *Store) OpenAsks(ctx context.Context, id domain.DistrictID, town domain.TownID) (out []OpenAsks, err error) {
	defer wrap(&err, "Store.OpenAsks(%d)", id)
	err = s.db.NewRaw(`
		SELECT street_id, count(*) AS asks, max(level) AS reached, bool_or(failed_at IS NOT NULL) AS failed
		FROM requests
		WHERE district_id = ?0 AND (?1 = 0 OR town_id = ?1) AND state = 'open' AND street_id IS NOT NULL
		GROUP BY street_id`, id, town).Scan(ctx, &out)
	return out, err
}
