package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/schema"

	"waymark/domain"
)

// CoverStreet is a street of the map, with whether somebody looks after it and stands in on a day.
type CoverStreet struct {
	ID        domain.StreetID
	Name      string
	SectionID domain.SectionID
	Mid       domain.Point
	Main      bool
	Reserve   bool
}

// CoverStreets returns the streets of a district, town or section that are on the map, by name; of a street, those of its section. Where nobody
// reads their names they come without them, in no order. A district has thousands: they come as one row of lists, which takes a fraction of the
// time of a row each.
func (s *Store) CoverStreets(ctx context.Context, at domain.Spot, named bool, today time.Time) (out []CoverStreet, err error) {
	defer wrap(&err, "Store.CoverStreets(%d)", at.DistrictID)
	var all struct {
		ID, SectionID, Held pq.Int64Array
		Name                pq.StringArray
		Lat, Lon            pq.Float64Array
	}
	err = s.db.NewRaw(`
		WITH held AS (
			SELECT kind, section_id, street_id
			FROM roles
			WHERE district_id = ?0 AND kind IN ('coordinator', 'reserve') AND begins_on <= ?3 AND (ends_on IS NULL OR ends_on > ?3)),
		listed AS (
			SELECT id, name, section_id, coalesce(lat, 0) AS lat, coalesce(lon, 0) AS lon,
				id IN (SELECT street_id FROM held WHERE kind = 'coordinator' AND street_id IS NOT NULL)
					OR section_id IN (SELECT section_id FROM held WHERE kind = 'coordinator' AND section_id IS NOT NULL) AS main,
				id IN (SELECT street_id FROM held WHERE kind = 'reserve' AND street_id IS NOT NULL)
					OR section_id IN (SELECT section_id FROM held WHERE kind = 'reserve' AND section_id IS NOT NULL) AS reserve
			FROM streets
			WHERE district_id = ?0 AND (?1 = 0 OR town_id = ?1) AND (?2 = 0 OR section_id = ?2) AND gone_at IS NULL
			ORDER BY CASE WHEN ?4 THEN search_key END COLLATE "C", id)
		SELECT array_agg(id) AS id, array_agg(name) FILTER (WHERE ?4) AS name, array_agg(section_id) AS section_id, array_agg(lat) AS lat, array_agg(lon) AS lon,
			array_agg(main::integer + 2 * reserve::integer) AS held
		FROM listed`, at.DistrictID, at.TownID, at.SectionID, today, named).Scan(ctx, &all)
	out = make([]CoverStreet, len(all.ID))
	for i := range out {
		out[i] = CoverStreet{ID: domain.StreetID(all.ID[i]), SectionID: domain.SectionID(all.SectionID[i]), Mid: domain.Point{Lat: all.Lat[i], Lon: all.Lon[i]},
			Main: all.Held[i]&1 != 0, Reserve: all.Held[i]&2 != 0}
		if named {
			out[i].Name = all.Name[i]
		}
	}
	return out, err
}

// CoverKey names a place.
type CoverKey struct {
	Level domain.Level
	ID    int64
}

// CoverCount is how many of something belong to a place and all that lies in it.
type CoverCount struct {
	CoverKey
	N int
}

// CoverHelpers counts those who help now and would come to a place or to one in it, by the place that they would go to; and by the skills that
// they have. Whoever lives there would come, and whoever goes so far. With a skill, only those who have it are counted.
func (s *Store) CoverHelpers(ctx context.Context, at domain.Spot, with string) (out []CoverCount, can map[string]int, err error) {
	defer wrap(&err, "Store.CoverHelpers(%d)", at.DistrictID)
	var rows []struct {
		CoverCount
		Skills pq.StringArray // of those who have just these; nil: N is of the place
	}
	err = s.db.NewRaw(`
		WITH helping AS (
			SELECT v.reach AS level, CASE v.reach WHEN 0 THEN s.id WHEN 1 THEN s.section_id WHEN 2 THEN s.town_id ELSE s.district_id END AS id, v.skills
			FROM volunteers v
			JOIN persons p ON p.district_id = v.district_id AND p.id = v.person_id
			JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id
			WHERE v.district_id = ?0 AND v.ended_at IS NULL AND p.left_at IS NULL AND NOT v.resting AND (?4 = '' OR ?4 = ANY(v.skills))
				AND (v.reach = 3 OR ?1 = 0 OR s.town_id = ?1 AND (v.reach = 2 OR ?2 = 0 OR s.section_id = ?2 AND (v.reach = 1 OR ?3 = 0 OR s.id = ?3))))
		SELECT coalesce(level, 0) AS level, coalesce(id, 0) AS id, skills, count(*) AS n
		FROM helping
		GROUP BY GROUPING SETS ((level, id), (skills))`, at.DistrictID, at.TownID, at.SectionID, at.StreetID, with).Scan(ctx, &rows)
	can = map[string]int{}
	for _, r := range rows {
		for _, skill := range r.Skills {
			can[skill] += r.N
		}
		if r.Skills == nil {
			out = append(out, r.CoverCount)
		}
	}
	return out, can, err
}

// CoverTalkers counts the connectors of a district by their patch.
func (s *Store) CoverTalkers(ctx context.Context, id domain.DistrictID) (out []CoverCount, err error) {
	defer wrap(&err, "Store.CoverTalkers(%d)", id)
	err = s.db.NewRaw(`
		SELECT CASE WHEN section_id IS NULL THEN 2 ELSE 1 END AS level, coalesce(section_id, town_id) AS id, count(*) AS n
		FROM connectors
		WHERE district_id = ? AND ended_at IS NULL
		GROUP BY 1, 2`, id).Scan(ctx, &out)
	return out, err
}

// CoverServices counts what is open in the directory, by the town that it is for, or the district.
func (s *Store) CoverServices(ctx context.Context, id domain.DistrictID) (out []CoverCount, err error) {
	defer wrap(&err, "Store.CoverServices(%d)", id)
	err = s.db.NewRaw(`
		SELECT CASE WHEN town_id IS NULL THEN 3 ELSE 2 END AS level, coalesce(town_id, district_id) AS id, count(*) AS n
		FROM services
		WHERE district_id = ? AND status = 'open' AND audience = 'public'
		GROUP BY 1, 2`, id).Scan(ctx, &out)
	return out, err
}

// CoverMeeting is a bench or café, where it is known.
type CoverMeeting struct {
	TownID domain.TownID
	Mid    domain.Point `bun:"embed:"` // the zero point: nobody has said
}

// CoverMeetings returns the benches and cafés of a district that still meet on a day.
func (s *Store) CoverMeetings(ctx context.Context, id domain.DistrictID, today time.Time) (out []CoverMeeting, err error) {
	defer wrap(&err, "Store.CoverMeetings(%d)", id)
	err = s.db.NewRaw(`
		SELECT g.town_id, p.lat, p.lon
		FROM gatherings g
		JOIN gathering_places p ON p.district_id = g.district_id AND p.id = g.place_id
		WHERE g.district_id = ? AND g.last_on >= ?`, id, today).Scan(ctx, &out)
	return out, err
}

// coverKeys are places as a list that a query can join.
func coverKeys(places []CoverKey) schema.QueryWithArgs {
	var levels, ids []int64
	for _, p := range places {
		levels, ids = append(levels, int64(p.Level)), append(ids, p.ID)
	}
	return bun.SafeQuery(`unnest(?::smallint[], ?::bigint[]) AS k (level, place_id)`, pgdialect.Array(levels), pgdialect.Array(ids))
}

// CoverAsks is what became of the asks of one place.
type CoverAsks struct {
	Level                                       domain.Level
	PlaceID                                     int64
	Asked, Closed, Helped                       int
	YesStreet, YesSection, YesTown, YesDistrict int
	Widened, Failed                             int
}

// CoverAsks adds up what became of the asks of some months in some places.
func (s *Store) CoverAsks(ctx context.Context, id domain.DistrictID, m domain.RippleMonths, places []CoverKey) (out []CoverAsks, err error) {
	defer wrap(&err, "Store.CoverAsks(%d)", id)
	err = s.db.NewRaw(`
		SELECT level, place_id, sum(asked) AS asked, sum(closed) AS closed, sum(helped) AS helped, sum(yes_street) AS yes_street, sum(yes_section) AS yes_section,
			sum(yes_town) AS yes_town, sum(yes_district) AS yes_district, sum(widened) AS widened, sum(failed) AS failed
		FROM ?1
		JOIN ask_counts USING (level, place_id)
		WHERE district_id = ?0 AND tenth = 0 AND month >= ?2 AND month < ?3
		GROUP BY level, place_id`, id, coverKeys(places), m.From, m.Until).Scan(ctx, &out)
	return out, err
}

// CoverWait is how many yeses of one place took as long as a step of coverage.Steps.
type CoverWait struct {
	Level   domain.Level
	PlaceID int64
	Step    int
	N       int
}

// CoverWaits adds up how long a yes took to the asks of some months in some places.
func (s *Store) CoverWaits(ctx context.Context, id domain.DistrictID, m domain.RippleMonths, places []CoverKey) (out []CoverWait, err error) {
	defer wrap(&err, "Store.CoverWaits(%d)", id)
	err = s.db.NewRaw(`
		SELECT level, place_id, step, sum(n) AS n
		FROM ?1
		JOIN ask_waits USING (level, place_id)
		WHERE district_id = ?0 AND tenth = 0 AND month >= ?2 AND month < ?3
		GROUP BY level, place_id, step`, id, coverKeys(places), m.From, m.Until).Scan(ctx, &out)
	return out, err
}

// CoverTalks adds up the conversations of some months in a district, its towns and sections; or in one of the towns and its sections.
func (s *Store) CoverTalks(ctx context.Context, at domain.Spot, m domain.RippleMonths) (out []CoverCount, err error) {
	defer wrap(&err, "Store.CoverTalks(%d)", at.DistrictID)
	var rows []struct {
		TownID    domain.TownID
		SectionID domain.SectionID // 0: only the town is known
		N         int
	}
	err = s.db.NewRaw(`
		SELECT town_id, coalesce(section_id, 0) AS section_id, sum(n) AS n
		FROM conversation_counts
		WHERE district_id = ?0 AND (?1 = 0 OR town_id = ?1) AND month >= ?2 AND month < ?3
		GROUP BY town_id, section_id`, at.DistrictID, at.TownID, m.From, m.Until).Scan(ctx, &rows)
	for _, r := range rows {
		out = append(out, CoverCount{CoverKey{domain.AtTown, int64(r.TownID)}, r.N})
		if at.TownID == 0 {
			out = append(out, CoverCount{CoverKey{domain.AtDistrict, int64(at.DistrictID)}, r.N})
		}
		if r.SectionID != 0 {
			out = append(out, CoverCount{CoverKey{domain.AtSection, int64(r.SectionID)}, r.N})
		}
	}
	return out, err
}
