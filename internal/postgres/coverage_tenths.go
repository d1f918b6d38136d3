package postgres

import (
	"context"

	"waymark/domain"
)

// CoverTenth is what became of the asks of the streets whose area is in one tenth of the Indices of Deprivation.
type CoverTenth struct {
	Edition int // of the figures of deprivation
	Year    int // of the areas
	Decile  int
	Streets int // in use
	CoverAsks
}

// CoverTenths adds up what became of the asks of some months in a district or town, by how deprived the area of the street is. Asks without a
// street, or from one in no such area, are not in it.
func (s *Store) CoverTenths(ctx context.Context, id domain.DistrictID, m domain.RippleMonths, place CoverKey) (out []CoverTenth, err error) {
	defer wrap(&err, "Store.CoverTenths(%d)", id)
	err = s.db.NewRaw(`
		SELECT t.*, c.*
		FROM (
			SELECT t.tenth AS decile, t.edition, t.year, count(*) FILTER (WHERE s.gone_at IS NULL) AS streets
			FROM street_tenths t
			JOIN streets s ON s.district_id = t.district_id AND s.id = t.street_id
			WHERE t.district_id = ?0 AND (?1 = 3 OR s.town_id = ?2)
			GROUP BY t.tenth, t.edition, t.year) t
		CROSS JOIN LATERAL (
			SELECT coalesce(sum(asked), 0) AS asked, coalesce(sum(closed), 0) AS closed, coalesce(sum(helped), 0) AS helped, coalesce(sum(yes_street), 0) AS yes_street,
				coalesce(sum(yes_section), 0) AS yes_section, coalesce(sum(yes_town), 0) AS yes_town, coalesce(sum(yes_district), 0) AS yes_district,
				coalesce(sum(widened), 0) AS widened, coalesce(sum(failed), 0) AS failed
			FROM ask_counts
			WHERE district_id = ?0 AND level = ?1 AND place_id = ?2 AND tenth = t.decile AND month >= ?3 AND month < ?4) c
		ORDER BY t.decile`, id, place.Level, place.ID, m.From, m.Until).Scan(ctx, &out)
	return out, err
}

// CoverTenthWaits adds up how long a yes took to these asks. PlaceID is the tenth.
func (s *Store) CoverTenthWaits(ctx context.Context, id domain.DistrictID, m domain.RippleMonths, place CoverKey) (out []CoverWait, err error) {
	defer wrap(&err, "Store.CoverTenthWaits(%d)", id)
	err = s.db.NewRaw(`
		SELECT tenth AS place_id, step, sum(n) AS n
		FROM ask_waits
		WHERE district_id = ? AND level = ? AND place_id = ? AND tenth > 0 AND month >= ? AND month < ?
		GROUP BY tenth, step`, id, place.Level, place.ID, m.From, m.Until).Scan(ctx, &out)
	return out, err
}
