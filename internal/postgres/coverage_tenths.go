package postgres

import (
	"context"

	"waymark/domain"
)

// tenths says in which tenth of the Indices of Deprivation the area of a street is, by the newest edition that counts areas that are here.
const tenths = `
	WITH newest AS (
		SELECT d.edition, d.year
		FROM areas a
		JOIN deprivation d ON d.code = a.code AND d.year = a.year
		WHERE a.district_id = ?0 AND a.kind = 'lsoa'
		ORDER BY d.edition DESC
		LIMIT 1),
	tenths AS (
		SELECT s.id, s.gone_at IS NULL AS there, d.decile, e.edition, e.year
		FROM newest e
		JOIN street_areas x ON x.district_id = ?0 AND x.kind = 'lsoa' AND x.year = e.year
		JOIN areas a ON a.district_id = x.district_id AND a.id = x.area_id
		JOIN deprivation d ON d.code = a.code AND d.year = e.year AND d.edition = e.edition
		JOIN streets s ON s.district_id = x.district_id AND s.id = x.street_id AND (?1 = 0 OR s.town_id = ?1))`

// CoverTenth is what became of the asks of the streets whose area is in one tenth of the Indices of Deprivation.
type CoverTenth struct {
	Edition int // of the figures of deprivation
	Year    int // of the areas
	Decile  int
	Streets int // in use
	CoverAsks
}

// CoverTenths adds up what became of the asks of some months in a district, or in one of its towns where town is not 0, by how deprived the area of
// the street is. Asks without a street, or from one in no such area, are not in it.
func (s *Store) CoverTenths(ctx context.Context, id domain.DistrictID, town domain.TownID, m domain.RippleMonths) (out []CoverTenth, err error) {
	defer wrap(&err, "Store.CoverTenths(%d)", id)
	err = s.db.NewRaw(tenths+`
		SELECT t.decile, t.edition, t.year, count(*) FILTER (WHERE t.there) AS streets, coalesce(sum(c.asked), 0) AS asked, coalesce(sum(c.closed), 0) AS closed,
			coalesce(sum(c.helped), 0) AS helped, coalesce(sum(c.yes_street), 0) AS yes_street, coalesce(sum(c.yes_section), 0) AS yes_section,
			coalesce(sum(c.yes_town), 0) AS yes_town, coalesce(sum(c.yes_district), 0) AS yes_district, coalesce(sum(c.widened), 0) AS widened, coalesce(sum(c.failed), 0) AS failed
		FROM tenths t
		LEFT JOIN (
			SELECT place_id, sum(asked) AS asked, sum(closed) AS closed, sum(helped) AS helped, sum(yes_street) AS yes_street, sum(yes_section) AS yes_section,
				sum(yes_town) AS yes_town, sum(yes_district) AS yes_district, sum(widened) AS widened, sum(failed) AS failed
			FROM ask_counts
			WHERE district_id = ?0 AND level = 0 AND month >= ?2 AND month < ?3 AND EXISTS (SELECT FROM newest)
			GROUP BY place_id) c ON c.place_id = t.id
		GROUP BY t.decile, t.edition, t.year
		ORDER BY t.decile`, id, town, m.From, m.Until).Scan(ctx, &out)
	return out, err
}

// CoverTenthWaits adds up how long a yes took to these asks. PlaceID is the tenth.
func (s *Store) CoverTenthWaits(ctx context.Context, id domain.DistrictID, town domain.TownID, m domain.RippleMonths) (out []CoverWait, err error) {
	defer wrap(&err, "Store.CoverTenthWaits(%d)", id)
	err = s.db.NewRaw(tenths+`
		SELECT t.decile AS place_id, c.step, sum(c.n) AS n
		FROM tenths t
		JOIN ask_waits c ON c.district_id = ?0 AND c.level = 0 AND c.place_id = t.id AND c.month >= ?2 AND c.month < ?3
		GROUP BY t.decile, c.step`, id, town, m.From, m.Until).Scan(ctx, &out)
	return out, err
}
