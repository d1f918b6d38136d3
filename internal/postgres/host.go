package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"waymark/domain"
)

// present is the rest of a join of the persons h who are there on the day of a date d: not gone, and not on holiday then. It is the one
// place that says so: whoever goes away hosts nothing meanwhile, and whoever is back early has their dates again.
const present = `h.left_at IS NULL AND NOT EXISTS (
			SELECT FROM absences a
			WHERE a.district_id = h.district_id AND a.person_id = h.id AND a.kind = 'holiday' AND a.from_on <= d.held_on
				AND (a.to_on IS NULL OR a.to_on > d.held_on))`

// turns selects dates with whoever hosts each: who has said so, else the usual host. Names and counts are looked up, not joined: to
// plan that many joins takes longer than to read them.
const turns = `
		SELECT d.district_id, d.gathering_id, g.town_id, d.day, d.held_on, d.starts_at, d.ends_at, d.off, coalesce(h.id, 0) AS host_id,
			CASE WHEN h.id IS NOT NULL THEN t.offered_at END AS offered_at, t.changed_at,
			(SELECT heads FROM gathering_counts c WHERE c.district_id = d.district_id AND c.gathering_id = d.gathering_id AND c.day = d.day) AS heads,
			coalesce((SELECT scans FROM gathering_counts c WHERE c.district_id = d.district_id AND c.gathering_id = d.gathering_id AND c.day = d.day), 0) AS scans,
			k.code AS kind_code, k.name AS kind_name, k.minutes AS kind_minutes, k.bench AS kind_bench,
			(SELECT name FROM gathering_places WHERE district_id = d.district_id AND id = d.place_id) AS place_name,
			(SELECT name FROM towns WHERE district_id = g.district_id AND id = g.town_id) AS town_name, coalesce(h.first_name, '') AS host_first
		FROM gathering_dates d
		JOIN gatherings g ON g.district_id = d.district_id AND g.id = d.gathering_id
		JOIN gathering_kinds k ON k.district_id = g.district_id AND k.code = g.kind
		LEFT JOIN gathering_turns t ON t.district_id = d.district_id AND t.gathering_id = d.gathering_id AND t.day = d.day
		LEFT JOIN persons h ON h.district_id = d.district_id AND h.id = CASE WHEN t.day IS NULL THEN g.host_id ELSE t.host_id END AND ` + present

// hostsOf is the condition that a person, by an expression, is among the hosts of a gathering g.
func hostsOf(person domain.PersonID) schema.QueryWithArgs {
	return bun.SafeQuery(`(g.host_id = ?0 OR EXISTS (
				SELECT FROM gathering_hosts x
				WHERE x.district_id = g.district_id AND x.gathering_id = g.id AND x.person_id = ?0))`, person)
}

// TurnKey is the place of a date in a list, the earliest first.
type TurnKey struct {
	StartsAt    time.Time
	GatheringID domain.GatheringID // 0: from the beginning
	Day         time.Time
}

// TurnQuery says which dates are read: those that end after From and begin before Until.
type TurnQuery struct {
	Scope       domain.Scope
	TownID      domain.TownID // 0: any
	GatheringID domain.GatheringID
	From        time.Time
	Until       time.Time
	Vacant      bool    // only what is on and has nobody
	Newest      bool    // the latest first
	After       TurnKey // not with Newest
	Limit       int
}

// Turns returns dates with who hosts them, the earliest first.
func (s *Store) Turns(ctx context.Context, q TurnQuery) (out []domain.Turn, err error) {
	defer wrap(&err, "Store.Turns(%d)", q.TownID)
	err = s.db.NewRaw(turns+`
		WHERE ? AND (?1 = 0 OR g.town_id = ?1) AND (?2 = 0 OR g.id = ?2) AND d.ends_at > ?3 AND d.starts_at < ?4
			AND (NOT ?5 OR (h.id IS NULL AND NOT d.off)) AND (?8 = 0 OR (d.starts_at, d.gathering_id, d.day) > (?9, ?8, ?10))
		ORDER BY CASE WHEN ?6 THEN -extract(epoch FROM d.starts_at) ELSE extract(epoch FROM d.starts_at) END, d.gathering_id, d.day
		LIMIT ?7`, inScope(q.Scope, "g.district_id", "g.town_id", "NULL::bigint", "NULL::bigint"), q.TownID, q.GatheringID, q.From, q.Until, q.Vacant, q.Newest,
		q.Limit, q.After.GatheringID, q.After.StartsAt, q.After.Day).Scan(ctx, &out)
	return out, err
}

// Turn reads one date with who hosts it; NotFound when there is none.
func (s *Store) Turn(ctx context.Context, id domain.GatheringID, day time.Time) (t domain.Turn, err error) {
	defer wrap(&err, "Store.Turn(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(turns+` WHERE d.gathering_id = ? AND d.day = ?`, id, day).Scan(ctx, &t)
	return t, err
}

// TurnsOf returns the dates in a time that a person hosts, and those that they may take: of the gatherings that they host, and those that
// they were asked for, where the date has nobody or is offered. What they said no to is not among these.
func (s *Store) TurnsOf(ctx context.Context, id domain.PersonID, from, until time.Time) (mine, open []domain.Turn, err error) {
	defer wrap(&err, "Store.TurnsOf(%d)", id)
	var all []domain.Turn
	err = s.db.NewRaw(turns+`
		LEFT JOIN gathering_asks q ON q.district_id = d.district_id AND q.gathering_id = d.gathering_id AND q.day = d.day AND q.person_id = ?0
		WHERE d.ends_at > ?1 AND d.starts_at < ?2 AND (h.id = ?0
			OR (NOT d.off AND (h.id IS NULL OR t.offered_at IS NOT NULL) AND q.no_at IS NULL AND (q.person_id IS NOT NULL OR ?3)))
		ORDER BY d.starts_at, d.gathering_id
		LIMIT 200`, id, from, until, hostsOf(id)).Scan(ctx, &all)
	for _, t := range all {
		if t.HostID == id {
			mine = append(mine, t)
		} else {
			open = append(open, t)
		}
	}
	return mine, open, err
}

// Hosts reports whether somebody hosts a gathering or, with a day, was asked for that date or has it. With the gathering 0 it is any, from
// a day on.
func (s *Store) Hosts(ctx context.Context, person domain.PersonID, id domain.GatheringID, day time.Time) (yes bool, err error) {
	defer wrap(&err, "Store.Hosts(%d)", id)
	err = s.db.NewRaw(`
		SELECT EXISTS (SELECT FROM gatherings g WHERE (g.id = ?1 OR (?1 = 0 AND g.last_on >= ?2)) AND ?3)
			OR EXISTS (SELECT FROM gathering_asks q WHERE q.person_id = ?0 AND ((q.gathering_id = ?1 AND q.day = ?2) OR (?1 = 0 AND q.day >= ?2)))
			OR EXISTS (SELECT FROM gathering_turns t WHERE t.host_id = ?0 AND ((t.gathering_id = ?1 AND t.day = ?2) OR (?1 = 0 AND t.day >= ?2)))`,
		person, id, day, hostsOf(person)).Scan(ctx, &yes)
	return yes, err
}

// GatheringHosts returns who hosts a gathering, the usual host first, and with a day who else was asked for that date. Who has left is not
// among them.
func (s *Store) GatheringHosts(ctx context.Context, id domain.GatheringID, day time.Time) (out []domain.GatheringHost, err error) {
	defer wrap(&err, "Store.GatheringHosts(%d)", id)
	err = s.db.NewRaw(`
		WITH d AS (SELECT ?1::date AS held_on), hosts AS (
			SELECT g.district_id, g.host_id AS person_id, true AS usual, g.host_shown AS shown FROM gatherings g WHERE g.id = ?0 AND g.host_id IS NOT NULL
			UNION ALL
			SELECT x.district_id, x.person_id, false, x.shown
			FROM gathering_hosts x
			JOIN gatherings g ON g.district_id = x.district_id AND g.id = x.gathering_id
			WHERE x.gathering_id = ?0 AND x.person_id IS DISTINCT FROM g.host_id)
		SELECT h.id AS person_id, h.first_name, h.last_name, x.person_id IS NOT NULL AS hosts, coalesce(x.usual, false) AS usual, coalesce(x.shown, false) AS shown, NOT (`+present+`) AS away,
			q.asked_at, q.no_at
		FROM hosts x
		FULL JOIN (SELECT * FROM gathering_asks WHERE gathering_id = ?0 AND day = ?1) q ON q.district_id = x.district_id AND q.person_id = x.person_id
		JOIN persons h ON h.district_id = coalesce(x.district_id, q.district_id) AND h.id = coalesce(x.person_id, q.person_id)
		CROSS JOIN d
		WHERE h.left_at IS NULL
		ORDER BY coalesce(x.usual, false) DESC, x.person_id IS NULL, lower(h.first_name), h.id`, id, day).Scan(ctx, &out)
	return out, err
}

// HostsAhead returns all who host a gathering, or one date of it from a day on. Who has left is not among them.
func (s *Store) HostsAhead(ctx context.Context, id domain.GatheringID, from time.Time) (out []domain.PersonID, err error) {
	defer wrap(&err, "Store.HostsAhead(%d)", id)
	err = s.db.NewRaw(`
		SELECT h.id
		FROM persons h
		WHERE h.left_at IS NULL AND (h.district_id, h.id) IN (
			SELECT district_id, host_id FROM gatherings WHERE id = ?0
			UNION ALL SELECT district_id, person_id FROM gathering_hosts WHERE gathering_id = ?0
			UNION ALL SELECT district_id, host_id FROM gathering_turns WHERE gathering_id = ?0 AND day >= ?1)
		ORDER BY h.id`, id, from).Scan(ctx, &out)
	return out, err
}

// CouldHost returns who may be asked to host besides a gathering's hosts: connectors of its town, and those there who help and have been
// met. Who is young, or away on the day, is not among them.
func (s *Store) CouldHost(ctx context.Context, id domain.GatheringID, day time.Time, most int) (out []domain.GatheringHost, err error) {
	defer wrap(&err, "Store.CouldHost(%d)", id)
	err = s.db.NewRaw(`
		SELECT h.id AS person_id, h.first_name, h.last_name
		FROM gatherings g
		CROSS JOIN (SELECT ?1::date AS held_on) d
		JOIN persons h ON h.district_id = g.district_id
		LEFT JOIN connectors c ON c.district_id = h.district_id AND c.person_id = h.id AND c.ended_at IS NULL AND c.town_id = g.town_id
		LEFT JOIN volunteers v ON v.district_id = h.district_id AND v.person_id = h.id AND v.ended_at IS NULL AND v.standing = 'met' AND h.town_id = g.town_id
		WHERE g.id = ?0 AND (c.person_id IS NOT NULL OR v.person_id IS NOT NULL) AND NOT h.young AND `+present+`
			AND g.host_id IS DISTINCT FROM h.id
			AND NOT EXISTS (SELECT FROM gathering_hosts x WHERE x.district_id = g.district_id AND x.gathering_id = g.id AND x.person_id = h.id)
			AND NOT EXISTS (SELECT FROM gathering_asks q WHERE q.district_id = g.district_id AND q.gathering_id = g.id AND q.day = ?1 AND q.person_id = h.id)
		ORDER BY c.person_id IS NULL, lower(h.first_name), h.id
		LIMIT ?2`, id, day, most).Scan(ctx, &out)
	return out, err
}

// MayHost reports whether somebody is of those who may host in a town: they have a part, help and have been met, or are a connector there.
func (s *Store) MayHost(ctx context.Context, p domain.Person, today time.Time) (yes bool, err error) {
	defer wrap(&err, "Store.MayHost(%d)", p.ID)
	err = s.db.NewRaw(`
		SELECT EXISTS (SELECT FROM connectors WHERE district_id = ?0 AND person_id = ?1 AND ended_at IS NULL)
			OR EXISTS (SELECT FROM volunteers WHERE district_id = ?0 AND person_id = ?1 AND ended_at IS NULL AND standing = 'met')
			OR EXISTS (SELECT FROM roles WHERE district_id = ?0 AND person_id = ?1 AND begins_on <= ?2 AND (ends_on IS NULL OR ends_on > ?2))`,
		p.DistrictID, p.ID, today).Scan(ctx, &yes)
	return yes, err
}

// AddHost makes somebody one of those who host a gathering, or notes anew whether they wish to be named.
func (s *Store) AddHost(ctx context.Context, g domain.Gathering, person domain.PersonID, shown bool, now time.Time) (err error) {
	defer wrap(&err, "Store.AddHost(%d)", g.ID)
	_, err = s.db.NewRaw(`
		INSERT INTO gathering_hosts (district_id, gathering_id, person_id, shown, added_at)
		VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (district_id, gathering_id, person_id) DO UPDATE
		SET shown = excluded.shown`, g.DistrictID, g.ID, person, shown, now).Exec(ctx)
	return err
}

// UsualHost makes somebody the one who hosts each date of a gathering that nobody else has.
func (s *Store) UsualHost(ctx context.Context, id domain.GatheringID, person domain.PersonID, shown bool, now time.Time) (err error) {
	defer wrap(&err, "Store.UsualHost(%d)", id)
	if _, err = s.db.NewRaw(`DELETE FROM gathering_hosts WHERE gathering_id = ? AND person_id = ?`, id, person).Exec(ctx); err != nil {
		return err
	}
	return s.one(ctx, `
		UPDATE gatherings
		SET host_id = ?, host_shown = ?, version = version + 1, changed_at = ?
		WHERE id = ?`, person, shown, now, id)
}

// RemoveHost takes somebody from those who host a gathering, the usual host too. The dates from a day on that they have are given back, and
// what they were asked goes.
func (s *Store) RemoveHost(ctx context.Context, id domain.GatheringID, person domain.PersonID, today, now time.Time) (err error) {
	defer wrap(&err, "Store.RemoveHost(%d)", id)
	for _, q := range []string{
		`DELETE FROM gathering_hosts WHERE gathering_id = ?0 AND person_id = ?1`,
		`DELETE FROM gathering_asks WHERE gathering_id = ?0 AND person_id = ?1`,
		`UPDATE gathering_turns SET host_id = NULL, offered_at = NULL, changed_at = ?3 WHERE gathering_id = ?0 AND host_id = ?1 AND day >= ?2`,
		`UPDATE gatherings SET host_id = NULL, host_shown = false, version = version + 1, changed_at = ?3 WHERE id = ?0 AND host_id = ?1`,
	} {
		if _, err := s.db.NewRaw(q, id, person, today, now).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// SaveTurn notes who hosts a date from now on, 0 for nobody, and since when they would like another to take it.
func (s *Store) SaveTurn(ctx context.Context, t domain.Turn, now time.Time) (err error) {
	defer wrap(&err, "Store.SaveTurn(%d)", t.GatheringID)
	_, err = s.db.NewRaw(`
		INSERT INTO gathering_turns (district_id, gathering_id, day, host_id, offered_at, changed_at)
		VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (district_id, gathering_id, day) DO UPDATE
		SET host_id = excluded.host_id, offered_at = excluded.offered_at, changed_at = excluded.changed_at`,
		t.DistrictID, t.GatheringID, t.Day, bun.NullZero(t.HostID), t.OfferedAt, now).Exec(ctx)
	return err
}

// AskHost notes that somebody was asked to host a date; again is true where they had been, and have not said no.
func (s *Store) AskHost(ctx context.Context, q domain.HostAsk) (again bool, err error) {
	defer wrap(&err, "Store.AskHost(%d)", q.GatheringID)
	res, err := s.db.NewRaw(`
		INSERT INTO gathering_asks AS q (district_id, gathering_id, day, person_id, asked_by, asked_at, keep_until)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (district_id, gathering_id, day, person_id) DO UPDATE
		SET asked_by = excluded.asked_by, asked_at = excluded.asked_at, no_at = NULL
		WHERE q.no_at IS NOT NULL`, q.DistrictID, q.GatheringID, q.Day, q.PersonID, q.AskedBy, q.AskedAt, q.KeepUntil).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 0, err
}

// AskedBy returns who asked somebody to host a date; 0 where nobody did.
func (s *Store) AskedBy(ctx context.Context, t domain.Turn, person domain.PersonID) (by domain.PersonID, err error) {
	defer wrap(&err, "Store.AskedBy(%d)", t.GatheringID)
	err = s.db.NewRaw(`
		SELECT coalesce((SELECT asked_by FROM gathering_asks WHERE gathering_id = ? AND day = ? AND person_id = ?), 0)`, t.GatheringID, t.Day, person).Scan(ctx, &by)
	return by, err
}

// CannotHost notes that somebody cannot host a date, whether or not they were asked: it is offered to them no more.
func (s *Store) CannotHost(ctx context.Context, q domain.HostAsk) (err error) {
	defer wrap(&err, "Store.CannotHost(%d)", q.GatheringID)
	_, err = s.db.NewRaw(`
		INSERT INTO gathering_asks AS q (district_id, gathering_id, day, person_id, asked_by, asked_at, no_at, keep_until)
		VALUES (?0, ?1, ?2, ?3, ?4, ?5, ?5, ?6)
		ON CONFLICT (district_id, gathering_id, day, person_id) DO UPDATE
		SET no_at = coalesce(q.no_at, excluded.no_at)`, q.DistrictID, q.GatheringID, q.Day, q.PersonID, q.AskedBy, q.AskedAt, q.KeepUntil).Exec(ctx)
	return err
}

// HostNamed returns who hosts a date and wishes to be named, and their first name; 0 and "" else.
func (s *Store) HostNamed(ctx context.Context, id domain.GatheringID, day time.Time) (host domain.PersonID, name string, err error) {
	defer wrap(&err, "Store.HostNamed(%d)", id)
	var named []struct {
		HostID    domain.PersonID
		HostFirst string
	}
	err = s.db.NewRaw(`
		SELECT t.host_id, t.host_first
		FROM (`+turns+` WHERE d.gathering_id = ?0 AND d.day = ?1) t
		JOIN gatherings g ON g.id = t.gathering_id
		LEFT JOIN gathering_hosts x ON x.gathering_id = g.id AND x.person_id = t.host_id
		WHERE t.host_id <> 0 AND CASE WHEN g.host_id = t.host_id THEN g.host_shown ELSE coalesce(x.shown, false) END`, id, day).Scan(ctx, &named)
	for _, n := range named {
		host, name = n.HostID, n.HostFirst
	}
	return host, name, err
}
