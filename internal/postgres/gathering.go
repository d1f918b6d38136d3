package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	"github.com/uptrace/bun"

	"waymark/domain"
)

// exclusionViolation is PostgreSQL's code for two rows that may not stand side by side.
const exclusionViolation pqerror.Code = "23P01"

// BenchTaken tells whether another gathering is on a bench at that time.
func BenchTaken(err error) bool {
	e := pq.As(err, exclusionViolation)
	return e != nil && e.Constraint == "gathering_dates_one_a_bench"
}

// GatheringKinds returns the kinds of gatherings of a district, in their order.
func (s *Store) GatheringKinds(ctx context.Context, district domain.DistrictID) (out []domain.GatheringKind, err error) {
	defer wrap(&err, "Store.GatheringKinds(%d)", district)
	err = s.db.NewRaw(`
		SELECT district_id, code, name, minutes, bench, offered, position
		FROM gathering_kinds
		WHERE district_id = ?
		ORDER BY position, code`, district).Scan(ctx, &out)
	return out, err
}

// SaveGatheringKinds stores kinds of gatherings, those that are known by their codes and new ones.
func (s *Store) SaveGatheringKinds(ctx context.Context, kinds ...domain.GatheringKind) (err error) {
	defer wrap(&err, "Store.SaveGatheringKinds")
	_, err = s.db.NewInsert().Model(&kinds).ModelTableExpr("gathering_kinds").
		On("CONFLICT (district_id, code) DO UPDATE").
		Set("name = excluded.name, minutes = excluded.minutes, bench = excluded.bench, offered = excluded.offered, position = excluded.position").Exec(ctx)
	return err
}

// KeepGatheringPlace finds or makes a place by its kind and name in its town, and sets its id. What is newly said of it replaces what
// was, and what is not said stays.
func (s *Store) KeepGatheringPlace(ctx context.Context, p *domain.GatheringPlace) (err error) {
	defer wrap(&err, "Store.KeepGatheringPlace")
	return s.db.NewRaw(`
		INSERT INTO gathering_places AS p (district_id, town_id, kind, name, name_key, getting_there, lat, lon)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (district_id, town_id, kind, name_key) DO UPDATE
		SET getting_there = coalesce(nullif(excluded.getting_there, ''), p.getting_there),
			lat = CASE WHEN excluded.lat = 0 AND excluded.lon = 0 THEN p.lat ELSE excluded.lat END,
			lon = CASE WHEN excluded.lat = 0 AND excluded.lon = 0 THEN p.lon ELSE excluded.lon END
		RETURNING id`, p.DistrictID, p.TownID, p.Kind, p.Name, domain.NameKey(p.Name), p.GettingThere, p.Point.Lat, p.Point.Lon).Scan(ctx, &p.ID)
}

// AddGathering stores a gathering without its dates, and sets its id. It is in its first phase.
func (s *Store) AddGathering(ctx context.Context, g *domain.Gathering) (err error) {
	defer wrap(&err, "Store.AddGathering")
	return s.db.NewRaw(`
		INSERT INTO gatherings (district_id, town_id, kind, place_id, every, first_on, last_on, starts, ends, holidays, welcome, host_id,
			host_shown, created_at, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		RETURNING id`, g.DistrictID, g.TownID, g.Kind.Code, g.Place.ID, g.Every, g.FirstOn, g.LastOn, g.Starts, g.Ends, g.Holidays, g.Welcome,
		bun.NullZero(g.HostID), g.HostShown, g.CreatedAt, g.ChangedAt).Scan(ctx, &g.ID)
}

// gatheringColumns are those of a gathering g at a place p, as domain.Gathering reads them. The host's name comes only where they wish it.
const gatheringColumns = `
			g.district_id, g.id, g.town_id, g.every, g.first_on, g.last_on, g.starts, g.ends, g.holidays, g.welcome, g.host_id, g.host_shown,
			g.phase, g.version, g.created_at, g.changed_at, k.district_id AS kind_district_id, k.code AS kind_code, k.name AS kind_name, k.minutes AS kind_minutes, k.bench AS kind_bench,
			k.offered AS kind_offered, k.position AS kind_position,
			p.district_id AS place_district_id, p.id AS place_id, p.town_id AS place_town_id, p.kind AS place_kind, p.name AS place_name,
			p.getting_there AS place_getting_there, p.lat AS place_lat, p.lon AS place_lon, t.name AS town_name,
			CASE WHEN g.host_shown AND h.left_at IS NULL THEN h.first_name ELSE '' END AS host_first,
			coalesce(f.name, '') AS photo_name, coalesce(f.alt, '') AS photo_alt, coalesce(f.width, 0) AS photo_width, coalesce(f.height, 0) AS photo_height,
			f.agreed_at AS photo_agreed_at
		FROM gatherings g
		JOIN gathering_kinds k ON k.district_id = g.district_id AND k.code = g.kind
		JOIN gathering_places p ON p.district_id = g.district_id AND p.id = g.place_id
		JOIN towns t ON t.district_id = g.district_id AND t.id = g.town_id
		LEFT JOIN persons h ON h.district_id = g.district_id AND h.id = g.host_id
		LEFT JOIN host_photos f ON g.host_shown AND h.left_at IS NULL AND f.district_id = h.district_id AND f.person_id = h.id`

// Gathering reads one gathering; NotFound when there is none.
func (s *Store) Gathering(ctx context.Context, id domain.GatheringID) (g domain.Gathering, err error) {
	defer wrap(&err, "Store.Gathering(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT `+gatheringColumns+` WHERE g.id = ?`, id).Scan(ctx, &g)
	return g, err
}

// LockGathering keeps others from changing a gathering or its dates until the transaction ends.
func (s *Store) LockGathering(ctx context.Context, id domain.GatheringID) (err error) {
	defer wrap(&err, "Store.LockGathering(%d)", id)
	_, err = s.db.NewRaw(`SELECT FROM gatherings WHERE id = ? FOR UPDATE`, id).Exec(ctx)
	return err
}

// GatheringQuery says which gatherings and dates are read: those with a date that ends after From and begins before Until.
type GatheringQuery struct {
	TownID domain.TownID // 0: any
	ID     domain.GatheringID
	From   time.Time
	Until  time.Time
}

// Gatherings returns the gatherings of which a date is in a time, by town and name.
func (s *Store) Gatherings(ctx context.Context, q GatheringQuery) (out []domain.Gathering, err error) {
	defer wrap(&err, "Store.Gatherings(%d)", q.TownID)
	err = s.db.NewRaw(`
		SELECT `+gatheringColumns+`
		WHERE (?0 = 0 OR g.id = ?0) AND (?1 = 0 OR g.town_id = ?1)
			AND EXISTS (
				SELECT FROM gathering_dates d
				WHERE d.district_id = g.district_id AND d.gathering_id = g.id AND d.ends_at > ?2 AND d.starts_at < ?3)
		ORDER BY lower(t.name), lower(p.name), g.id
		LIMIT 2000`, q.ID, q.TownID, q.From, q.Until).Scan(ctx, &out)
	return out, err
}

// ChangeGathering stores all of a gathering that may change; its version goes up.
func (s *Store) ChangeGathering(ctx context.Context, g domain.Gathering) (err error) {
	defer wrap(&err, "Store.ChangeGathering(%d)", g.ID)
	_, err = s.db.NewRaw(`
		UPDATE gatherings
		SET place_id = ?, every = ?, first_on = ?, last_on = ?, starts = ?, ends = ?, holidays = ?, welcome = ?, host_id = ?, host_shown = ?,
			phase = ?, version = version + 1, changed_at = ?
		WHERE district_id = ? AND id = ?`, g.Place.ID, g.Every, g.FirstOn, g.LastOn, g.Starts, g.Ends, g.Holidays, g.Welcome, bun.NullZero(g.HostID),
		g.HostShown, g.Phase, g.ChangedAt, g.DistrictID, g.ID).Exec(ctx)
	return err
}

// AddGatheringPhase keeps how a gathering was before a change.
func (s *Store) AddGatheringPhase(ctx context.Context, p domain.GatheringPhase) (err error) {
	defer wrap(&err, "Store.AddGatheringPhase(%d)", p.GatheringID)
	_, err = s.db.NewRaw(`
		INSERT INTO gathering_phases (district_id, gathering_id, phase, place_id, every, first_on, last_on, starts, ends, holidays)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, p.DistrictID, p.GatheringID, p.Phase, p.PlaceID, p.Every, p.FirstOn, p.LastOn, p.Starts, p.Ends,
		p.Holidays).Exec(ctx)
	return err
}
