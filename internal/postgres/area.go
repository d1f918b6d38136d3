package postgres

import (
	"context"
	"encoding/json"

	"waymark/domain"
)

// Areas returns the areas that others count a district by, in order of code.
func (s *Store) Areas(ctx context.Context, id domain.DistrictID) (areas []domain.Area, err error) {
	defer wrap(&err, "Store.Areas(%d)", id)
	err = s.db.NewRaw(`
		SELECT district_id, id, kind, year, code, name, rings
		FROM areas
		WHERE district_id = ?
		ORDER BY code, kind, year`, id).Scan(ctx, &areas)
	return areas, err
}

// SaveAreas writes areas, which are known by kind, year and code, and returns how many there were not yet, and how many of the others were
// not so before.
func (s *Store) SaveAreas(ctx context.Context, id domain.DistrictID, areas []domain.Area) (fresh, changed int, err error) {
	defer wrap(&err, "Store.SaveAreas(%d)", id)
	list, err := json.Marshal(areas)
	if err != nil {
		return 0, 0, err
	}
	err = s.db.NewRaw(`
		WITH written AS (
			INSERT INTO areas AS a (district_id, kind, year, code, name, rings)
			SELECT ?, v."Kind", v."Year", v."Code", v."Name", v."Rings"
			FROM jsonb_to_recordset(?::jsonb) AS v ("Kind" text, "Year" smallint, "Code" text, "Name" text, "Rings" jsonb)
			ON CONFLICT (district_id, kind, year, code) DO UPDATE
			SET name = excluded.name, rings = excluded.rings
			WHERE (a.name, a.rings) IS DISTINCT FROM (excluded.name, excluded.rings)
			RETURNING xmax = 0 AS fresh
		)
		SELECT count(*) FILTER (WHERE fresh), count(*) FILTER (WHERE NOT fresh)
		FROM written`, id, string(list)).Scan(ctx, &fresh, &changed)
	return fresh, changed, err
}

// SaveStreetAreas writes in which areas a district's streets lie; what stood there before goes.
func (s *Store) SaveStreetAreas(ctx context.Context, id domain.DistrictID, placed []domain.StreetArea) (err error) {
	defer wrap(&err, "Store.SaveStreetAreas(%d)", id)
	list, err := json.Marshal(placed)
	if err != nil {
		return err
	}
	if _, err := s.db.NewRaw(`DELETE FROM street_areas WHERE district_id = ?`, id).Exec(ctx); err != nil {
		return err
	}
	_, err = s.db.NewRaw(`
		INSERT INTO street_areas (district_id, street_id, kind, year, area_id)
		SELECT ?, v."StreetID", v."Edition"->>'Kind', (v."Edition"->>'Year')::smallint, v."AreaID"
		FROM jsonb_to_recordset(?::jsonb) AS v ("StreetID" bigint, "AreaID" bigint, "Edition" jsonb)`, id, string(list)).Exec(ctx)
	return err
}

// SaveDeprivation writes figures of the Indices of Deprivation, and returns how many there were not yet, and how many of the others differed.
func (s *Store) SaveDeprivation(ctx context.Context, rows []domain.Deprivation) (fresh, changed int, err error) {
	defer wrap(&err, "Store.SaveDeprivation")
	list, err := json.Marshal(rows)
	if err != nil {
		return 0, 0, err
	}
	err = s.db.NewRaw(`
		WITH written AS (
			INSERT INTO deprivation AS d (edition, year, code, rank, decile)
			SELECT v."Edition", v."Year", v."Code", v."Rank", v."Decile"
			FROM jsonb_to_recordset(?::jsonb) AS v ("Edition" smallint, "Year" smallint, "Code" text, "Rank" integer, "Decile" smallint)
			ON CONFLICT (edition, code) DO UPDATE
			SET year = excluded.year, rank = excluded.rank, decile = excluded.decile
			WHERE (d.year, d.rank, d.decile) IS DISTINCT FROM (excluded.year, excluded.rank, excluded.decile)
			RETURNING xmax = 0 AS fresh
		)
		SELECT count(*) FILTER (WHERE fresh), count(*) FILTER (WHERE NOT fresh)
		FROM written`, string(list)).Scan(ctx, &fresh, &changed)
	return fresh, changed, err
}

// OtherDeprivation is the newest edition of the Indices of Deprivation that is here, where none is for the LSOAs of a year; else 0.
func (s *Store) OtherDeprivation(ctx context.Context, year int) (edition int, err error) {
	defer wrap(&err, "Store.OtherDeprivation(%d)", year)
	err = s.db.NewRaw(`SELECT CASE WHEN bool_or(year = ?) THEN 0 ELSE coalesce(max(edition), 0) END FROM deprivation`, year).Scan(ctx, &edition)
	return edition, err
}
