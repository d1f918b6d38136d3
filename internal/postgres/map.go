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

// ShapesStamp changes whenever a street of a district does.
func (s *Store) ShapesStamp(ctx context.Context, id domain.DistrictID) (stamp string, err error) {
	defer wrap(&err, "Store.ShapesStamp(%d)", id)
	// Each write of a row leaves its transaction's number in xmin.
	err = s.db.NewRaw(`SELECT count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) FROM streets WHERE district_id = ?`, id).Scan(ctx, &stamp)
	return stamp, err
}

// StreetShapes returns how the streets of a district run. Those without a line are left out.
func (s *Store) StreetShapes(ctx context.Context, id domain.DistrictID) (out []StreetShape, err error) {
	defer wrap(&err, "Store.StreetShapes(%d)", id)
	err = s.db.NewRaw(`
		SELECT id, lines
		FROM streets
		WHERE district_id = ? AND gone_at IS NULL AND lines <> '[]'`, id).Scan(ctx, &out)
	return out, err
}

// OpenGaps returns where something is missing in a district, once for each gap that nothing answers yet. Of one on a street the section stands
// there too.
func (s *Store) OpenGaps(ctx context.Context, id domain.DistrictID) (out []domain.Spot, err error) {
	defer wrap(&err, "Store.OpenGaps(%d)", id)
	err = s.db.NewRaw(`
		SELECT g.district_id, coalesce(g.town_id, 0) AS town_id, coalesce(g.section_id, s.section_id, 0) AS section_id, coalesce(g.street_id, 0) AS street_id
		FROM gaps g
		LEFT JOIN streets s ON s.district_id = g.district_id AND s.id = g.street_id
		WHERE g.district_id = ? AND g.stage NOT IN ('running', 'told', 'closed')`, id).Scan(ctx, &out)
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
