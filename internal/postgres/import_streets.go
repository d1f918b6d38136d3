package postgres

import (
	"context"
	"encoding/json"
	"math"
	"time"

	"github.com/uptrace/bun/dialect/pgdialect"

	"waymark/domain"
)

// DistrictNamed returns the district of a name, in whatever case, and keeps other imports waiting until the transaction
// ends; NotFound when there is none. What only refers to the district goes on meanwhile.
func (s *Store) DistrictNamed(ctx context.Context, name string) (d domain.District, err error) {
	defer wrap(&err, "Store.DistrictNamed")
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT id, name, centre_lat, centre_lon
		FROM districts
		WHERE lower(name) = lower(?)
		FOR NO KEY UPDATE`, name).Scan(ctx, &d)
	return d, err
}

// AddDistrict inserts a district and sets its id. Its hours are the usual ones, and its doors are not open yet.
func (s *Store) AddDistrict(ctx context.Context, d *domain.District) (err error) {
	defer wrap(&err, "Store.AddDistrict")
	return s.db.NewRaw(`
		INSERT INTO districts (name, centre_lat, centre_lon, doors)
		VALUES (?, ?, ?, 'not_yet')
		RETURNING id`, d.Name, d.Centre.Lat, d.Centre.Lon).Scan(ctx, &d.ID)
}

// SetCentre keeps the point that x and y of a district's streets are counted from.
func (s *Store) SetCentre(ctx context.Context, d domain.District) (err error) {
	defer wrap(&err, "Store.SetCentre(%d)", d.ID)
	return s.one(ctx, `UPDATE districts SET centre_lat = ?, centre_lon = ? WHERE id = ?`, d.Centre.Lat, d.Centre.Lon, d.ID)
}

// TownsAndSections returns a district's towns and sections, the oldest first.
func (s *Store) TownsAndSections(ctx context.Context, id domain.DistrictID) (towns []domain.Town, sections []domain.Section, err error) {
	defer wrap(&err, "Store.TownsAndSections(%d)", id)
	err = s.db.NewRaw(`
		SELECT district_id, id, name
		FROM towns
		WHERE district_id = ?
		ORDER BY id`, id).Scan(ctx, &towns)
	if err != nil {
		return nil, nil, err
	}
	err = s.db.NewRaw(`
		SELECT district_id, id, town_id, name, edited
		FROM sections
		WHERE district_id = ?
		ORDER BY id`, id).Scan(ctx, &sections)
	return towns, sections, err
}

// AddTowns inserts towns.
func (s *Store) AddTowns(ctx context.Context, id domain.DistrictID, names []string) (err error) {
	defer wrap(&err, "Store.AddTowns(%d)", id)
	list, err := json.Marshal(names)
	if err != nil {
		return err
	}
	_, err = s.db.NewRaw(`
		INSERT INTO towns (district_id, name)
		SELECT ?, name
		FROM jsonb_array_elements_text(?::jsonb) WITH ORDINALITY AS n (name, place)
		ORDER BY place`, id, string(list)).Exec(ctx)
	return err
}

// AddSections inserts sections: of each, the town and the name.
func (s *Store) AddSections(ctx context.Context, id domain.DistrictID, sections []domain.Section) (err error) {
	defer wrap(&err, "Store.AddSections(%d)", id)
	list, err := json.Marshal(sections)
	if err != nil {
		return err
	}
	_, err = s.db.NewRaw(`
		INSERT INTO sections (district_id, town_id, name)
		SELECT ?, (n.section->>'TownID')::bigint, n.section->>'Name'
		FROM jsonb_array_elements(?::jsonb) WITH ORDINALITY AS n (section, place)
		ORDER BY place`, id, string(list)).Exec(ctx)
	return err
}

// StreetsOnFile returns all streets of a district with the names of their towns, also those that are gone, the oldest first.
func (s *Store) StreetsOnFile(ctx context.Context, id domain.DistrictID) (streets []domain.Street, err error) {
	defer wrap(&err, "Store.StreetsOnFile(%d)", id)
	err = s.db.NewRaw(`
		SELECT s.district_id, s.id, s.town_id, s.section_id, s.name, coalesce(s.lat, 0) AS lat, coalesce(s.lon, 0) AS lon,
			s.lines, s.gone_at, t.name AS town_name
		FROM streets s
		JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
		WHERE s.district_id = ?
		ORDER BY s.id`, id).Scan(ctx, &streets)
	return streets, err
}

// streetValues is a street as the table has it, with what is worked out from its name and place.
type streetValues struct {
	ID        domain.StreetID  `json:"id"`
	TownID    domain.TownID    `json:"town_id"`
	SectionID domain.SectionID `json:"section_id"`
	Name      string           `json:"name"`
	NameKey   string           `json:"name_key"`
	SearchKey string           `json:"search_key"`
	Lat       *float64         `json:"lat"`
	Lon       *float64         `json:"lon"`
	X         int              `json:"x"`
	Y         int              `json:"y"`
	LengthM   int              `json:"length_m"`
	Lines     domain.Shape     `json:"lines"`
}

// streetColumns are the columns of streetValues as PostgreSQL reads them from JSON.
const streetColumns = `id bigint, town_id bigint, section_id bigint, name text, name_key text, search_key text,
	lat double precision, lon double precision, x integer, y integer, length_m integer, lines jsonb`

// streetsAtOnce keeps a statement at a megabyte or two.
const streetsAtOnce = 1000

// inParts hands the streets to do in parts, as JSON, and tells wrote how many are in each that is done.
func inParts(d domain.District, streets []domain.Street, wrote func(n int), do func(list string) error) error {
	for len(streets) > 0 {
		n := min(len(streets), streetsAtOnce)
		values := make([]streetValues, n)
		for i, s := range streets[:n] {
			values[i] = valuesOf(s, d.Centre)
		}
		list, err := json.Marshal(values)
		if err != nil {
			return err
		}
		if err := do(string(list)); err != nil {
			return err
		}
		wrote(n)
		streets = streets[n:]
	}
	return nil
}

func valuesOf(s domain.Street, centre domain.Point) streetValues {
	v := streetValues{
		ID: s.ID, TownID: s.TownID, SectionID: s.SectionID, Name: s.Name,
		NameKey: domain.StreetKey(s.Name), SearchKey: domain.SearchKey(s.Name),
		LengthM: int(math.Round(s.Shape.Length())), Lines: s.Shape,
	}
	if v.Lines == nil {
		v.Lines = domain.Shape{}
	}
	if s.Mid.Known() {
		east, north := s.Mid.Offset(centre)
		v.Lat, v.Lon = &s.Mid.Lat, &s.Mid.Lon
		v.X, v.Y = int(math.Round(east)), int(math.Round(north))
	}
	return v
}

// AddStreets inserts streets, tells wrote now and then how many more of them are, and returns their ids.
func (s *Store) AddStreets(ctx context.Context, d domain.District, streets []domain.Street, wrote func(n int)) (made []domain.StreetID, err error) {
	defer wrap(&err, "Store.AddStreets(%d)", d.ID)
	err = inParts(d, streets, wrote, func(list string) error {
		var ids []domain.StreetID
		err := s.db.NewRaw(`
			INSERT INTO streets (district_id, town_id, section_id, name, name_key, search_key, lat, lon, x, y, length_m, lines)
			SELECT ?, town_id, section_id, name, name_key, search_key, lat, lon, x, y, length_m, lines
			FROM jsonb_to_recordset(?::jsonb) AS v (`+streetColumns+`)
			RETURNING id`, d.ID, list).Scan(ctx, &ids)
		made = append(made, ids...)
		return err
	})
	return made, err
}

// SaveStreets writes streets that are on file and on the map, and returns how many of them were not so before. A row in
// which nothing differs is not touched.
func (s *Store) SaveStreets(ctx context.Context, d domain.District, streets []domain.Street, wrote func(n int)) (changed int, err error) {
	defer wrap(&err, "Store.SaveStreets(%d)", d.ID)
	err = inParts(d, streets, wrote, func(list string) error {
		result, err := s.db.NewRaw(`
			UPDATE streets s
			SET town_id = v.town_id, section_id = v.section_id, name = v.name, name_key = v.name_key, search_key = v.search_key,
				lat = v.lat, lon = v.lon, x = v.x, y = v.y, length_m = v.length_m, lines = v.lines, gone_at = NULL
			FROM jsonb_to_recordset(?::jsonb) AS v (`+streetColumns+`)
			WHERE s.district_id = ? AND s.id = v.id
				AND (s.town_id, s.section_id, s.name, s.name_key, s.search_key, s.lat, s.lon, s.x, s.y, s.length_m, s.lines, s.gone_at)
					IS DISTINCT FROM
					(v.town_id, v.section_id, v.name, v.name_key, v.search_key, v.lat, v.lon, v.x, v.y, v.length_m, v.lines, NULL)`,
			list, d.ID).Exec(ctx)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		changed += int(n)
		return err
	})
	return changed, err
}

// LockRezoned locks what is open on streets that have come into another town or section, and returns the ids.
func (s *Store) LockRezoned(ctx context.Context, id domain.DistrictID) (out []domain.RequestID, err error) {
	defer wrap(&err, "Store.LockRezoned(%d)", id)
	err = s.db.NewRaw(`
		SELECT r.id
		FROM requests r
		JOIN streets s ON s.district_id = r.district_id AND s.id = r.street_id
		WHERE r.district_id = ? AND r.state <> 'closed' AND (r.town_id, r.section_id) IS DISTINCT FROM (s.town_id, s.section_id)
		ORDER BY r.id
		FOR UPDATE OF r`, id).Scan(ctx, &out)
	return out, err
}

// LetStreetsGo deletes those of the streets that nothing hangs on, marks the others as gone, and returns these with what
// is on them.
func (s *Store) LetStreetsGo(ctx context.Context, id domain.DistrictID, streets []domain.StreetID, now time.Time) (kept []domain.GoneStreet, err error) {
	defer wrap(&err, "Store.LetStreetsGo(%d)", id)
	if len(streets) == 0 {
		return nil, nil
	}
	_, err = s.db.NewRaw(`
		DELETE FROM streets s
		WHERE s.district_id = ? AND s.id = ANY(?)
			AND NOT EXISTS (SELECT FROM persons p WHERE p.district_id = s.district_id AND p.street_id = s.id)
			AND NOT EXISTS (SELECT FROM requests r WHERE r.district_id = s.district_id AND r.street_id = s.id)
			AND NOT EXISTS (SELECT FROM roles r WHERE r.district_id = s.district_id AND r.street_id = s.id)
			AND NOT EXISTS (SELECT FROM street_offers o WHERE o.district_id = s.district_id AND o.street_id = s.id)
			AND NOT EXISTS (SELECT FROM api_keys k WHERE k.district_id = s.district_id AND k.street_id = s.id)
			AND NOT EXISTS (SELECT FROM gaps g WHERE g.district_id = s.district_id AND g.street_id = s.id)`,
		id, pgdialect.Array(streets)).Exec(ctx)
	if err != nil {
		return nil, err
	}
	_, err = s.db.NewRaw(`
		UPDATE streets
		SET gone_at = ?
		WHERE district_id = ? AND id = ANY(?) AND gone_at IS NULL`, now, id, pgdialect.Array(streets)).Exec(ctx)
	if err != nil {
		return nil, err
	}
	err = s.db.NewRaw(`
		SELECT s.id, s.name, t.name AS town_name,
			(SELECT count(*) FROM persons p WHERE p.district_id = s.district_id AND p.street_id = s.id) AS people,
			(SELECT count(*) FROM requests r WHERE r.district_id = s.district_id AND r.street_id = s.id) AS requests,
			(SELECT count(*) FROM roles r WHERE r.district_id = s.district_id AND r.street_id = s.id) AS roles
		FROM streets s
		JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
		WHERE s.district_id = ? AND s.id = ANY(?)
		ORDER BY t.name, s.name, s.id`, id, pgdialect.Array(streets)).Scan(ctx, &kept)
	return kept, err
}

// TidyPlaces deletes sections without a street, unless a person has edited them or something hangs on them, and then towns
// without a section in the same way.
func (s *Store) TidyPlaces(ctx context.Context, id domain.DistrictID) (err error) {
	defer wrap(&err, "Store.TidyPlaces(%d)", id)
	_, err = s.db.NewRaw(`
		DELETE FROM sections n
		WHERE n.district_id = ? AND NOT n.edited
			AND NOT EXISTS (SELECT FROM streets s WHERE s.district_id = n.district_id AND s.section_id = n.id)
			AND NOT EXISTS (SELECT FROM requests r WHERE r.district_id = n.district_id AND r.section_id = n.id)
			AND NOT EXISTS (SELECT FROM roles r WHERE r.district_id = n.district_id AND r.section_id = n.id)
			AND NOT EXISTS (SELECT FROM api_keys k WHERE k.district_id = n.district_id AND k.section_id = n.id)
			AND NOT EXISTS (SELECT FROM connectors c WHERE c.district_id = n.district_id AND c.section_id = n.id)
			AND NOT EXISTS (SELECT FROM conversations c WHERE c.district_id = n.district_id AND c.section_id = n.id)`, id).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = s.db.NewRaw(`
		DELETE FROM towns t
		WHERE t.district_id = ? AND t.opened_at IS NULL
			AND NOT EXISTS (SELECT FROM sections n WHERE n.district_id = t.district_id AND n.town_id = t.id)
			AND NOT EXISTS (SELECT FROM streets s WHERE s.district_id = t.district_id AND s.town_id = t.id)
			AND NOT EXISTS (SELECT FROM persons p WHERE p.district_id = t.district_id AND p.town_id = t.id)
			AND NOT EXISTS (SELECT FROM requests r WHERE r.district_id = t.district_id AND r.town_id = t.id)
			AND NOT EXISTS (SELECT FROM roles r WHERE r.district_id = t.district_id AND r.town_id = t.id)
			AND NOT EXISTS (SELECT FROM api_keys k WHERE k.district_id = t.district_id AND k.town_id = t.id)
			AND NOT EXISTS (SELECT FROM desk_shifts d WHERE d.district_id = t.district_id AND d.town_id = t.id)
			AND NOT EXISTS (SELECT FROM needs n WHERE n.district_id = t.district_id AND n.town_id = t.id)
			AND NOT EXISTS (SELECT FROM services s WHERE s.district_id = t.district_id AND s.town_id = t.id)
			AND NOT EXISTS (SELECT FROM locations l WHERE l.district_id = t.district_id AND l.town_id = t.id)
			AND NOT EXISTS (SELECT FROM offers o WHERE o.district_id = t.district_id AND o.town_id = t.id)
			AND NOT EXISTS (SELECT FROM tasks k WHERE k.district_id = t.district_id AND k.town_id = t.id)
			AND NOT EXISTS (SELECT FROM connectors x WHERE x.district_id = t.district_id AND x.town_id = t.id)
			AND NOT EXISTS (SELECT FROM connector_invites x WHERE x.district_id = t.district_id AND x.town_id = t.id)
			AND NOT EXISTS (SELECT FROM connector_wishes x WHERE x.district_id = t.district_id AND x.town_id = t.id)
			AND NOT EXISTS (SELECT FROM conversations x WHERE x.district_id = t.district_id AND x.town_id = t.id)
			AND NOT EXISTS (SELECT FROM gathering_places x WHERE x.district_id = t.district_id AND x.town_id = t.id)
			AND NOT EXISTS (SELECT FROM gatherings x WHERE x.district_id = t.district_id AND x.town_id = t.id)
			AND NOT EXISTS (SELECT FROM devices x WHERE x.district_id = t.district_id AND x.town_id = t.id)
			AND NOT EXISTS (SELECT FROM ideas x WHERE x.district_id = t.district_id AND x.town_id = t.id)
			AND NOT EXISTS (SELECT FROM gaps x WHERE x.district_id = t.district_id AND x.town_id = t.id)
			AND NOT EXISTS (SELECT FROM stories x WHERE x.district_id = t.district_id AND x.town_id = t.id)`, id).Exec(ctx)
	return err
}

// CountPlaces counts a district's streets that are on the map, its towns and its sections.
func (s *Store) CountPlaces(ctx context.Context, id domain.DistrictID) (streets, towns, sections int, err error) {
	defer wrap(&err, "Store.CountPlaces(%d)", id)
	err = s.db.NewRaw(`
		SELECT
			(SELECT count(*) FROM streets WHERE district_id = ? AND gone_at IS NULL),
			(SELECT count(*) FROM towns WHERE district_id = ?),
			(SELECT count(*) FROM sections WHERE district_id = ?)`, id, id, id).Scan(ctx, &streets, &towns, &sections)
	return streets, towns, sections, err
}
