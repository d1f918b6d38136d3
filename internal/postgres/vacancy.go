package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"waymark/domain"
)

// VacancyQuery says which streets without somebody a list shows.
type VacancyQuery struct {
	Scope     domain.Scope
	TownID    domain.TownID    // 0: any
	SectionID domain.SectionID // 0: any
	Kind      domain.RoleKind  // who is missing; "": either
	Today     time.Time
	After     VacancyCursor
	Limit     int
}

// VacancyCursor is where a part of the list of vacancies ended.
type VacancyCursor struct {
	Rank    int
	Waiting int
	Key     string
	ID      domain.StreetID
}

// holders is the rest of a select of the roles r of a kind that are held today, each with its person p.
func holders(kind domain.RoleKind, today time.Time) schema.QueryWithArgs {
	return bun.SafeQuery(`
		FROM roles r
		JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
		WHERE r.kind = ? AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?) AND p.left_at IS NULL`, kind, today, today)
}

// holding are those of them around a street s.
func holding(kind domain.RoleKind, today time.Time) schema.QueryWithArgs {
	return bun.SafeQuery(`? AND r.district_id = s.district_id AND (r.street_id = s.id OR r.section_id = s.section_id)`, holders(kind, today))
}

// without is the condition that a street s, which is still there, has nobody who holds a role of a kind around it today. All that are held
// are gathered once, not looked for street by street.
func without(kind domain.RoleKind, today time.Time) schema.QueryWithArgs {
	return bun.SafeQuery(`(s.gone_at IS NULL
			AND (s.district_id, s.id) NOT IN (SELECT r.district_id, r.street_id ?0 AND r.street_id IS NOT NULL)
			AND (s.district_id, s.section_id) NOT IN (SELECT r.district_id, r.section_id ?0 AND r.section_id IS NOT NULL))`, holders(kind, today))
}

// holderName is the name of whoever holds a role of a kind around a street s today, the street's own before the section's; empty for nobody.
func holderName(kind domain.RoleKind, today time.Time) schema.QueryWithArgs {
	return bun.SafeQuery(`coalesce((
			SELECT trim(p.first_name || ' ' || p.last_name) ?
			ORDER BY r.street_id IS NULL, r.id
			LIMIT 1), '')`, holding(kind, today))
}

// lastHeld selects who was the last to hold a role of a kind around a street, and since when nobody does: the day on which they stopped, or
// left. It is the one place that says so. A row of the street goes by the name of street.
func lastHeld(street string, kind schema.QueryWithArgs, today time.Time) schema.QueryWithArgs {
	return bun.SafeQuery(`
			SELECT least(r.ends_on, (p.left_at)::date) AS since, p.first_name
			FROM roles r
			JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
			WHERE r.district_id = ?0.district_id AND r.kind = ?1 AND (r.street_id = ?0.id OR r.section_id = ?0.section_id)
				AND least(r.ends_on, (p.left_at)::date) <= ?2
			ORDER BY 1 DESC, r.id DESC
			LIMIT 1`, bun.Safe(street), kind, today)
}

// lacking selects the streets of a scope with who is missing: 0 a coordinator, 1 a stand-in alone, null nobody. OFFSET 0 keeps it whole: else who
// is missing is looked up again for each time that it is used.
func lacking(scope domain.Scope, today time.Time) schema.QueryWithArgs {
	return bun.SafeQuery(`
			SELECT s.district_id, s.id, s.town_id, s.section_id, s.name, s.search_key,
				CASE WHEN ? THEN 0 WHEN ? THEN 1 END AS rank
			FROM streets s
			WHERE ? AND s.gone_at IS NULL
			OFFSET 0`, without(domain.Coordinator, today), without(domain.Reserve, today),
		inScope(scope, "s.district_id", "s.town_id", "s.section_id", "s.id"))
}

// vacant selects the streets without a coordinator (rank 0), and those with one and without a stand-in (rank 1).
func (q VacancyQuery) vacant() schema.QueryWithArgs {
	return bun.SafeQuery(`
		SELECT v.*
		FROM (?) v
		WHERE v.rank IS NOT NULL AND (? = 0 OR v.town_id = ?) AND (? = 0 OR v.section_id = ?)
			AND (? = '' OR v.rank = CASE ? WHEN 'coordinator' THEN 0 ELSE 1 END)`,
		lacking(q.Scope, q.Today), q.TownID, q.TownID, q.SectionID, q.SectionID, q.Kind, q.Kind)
}

// Vacancies returns the streets without somebody: those that nobody looks after first, and of these where most people wait.
func (s *Store) Vacancies(ctx context.Context, q VacancyQuery) (out []domain.Vacancy, err error) {
	defer wrap(&err, "Store.Vacancies")
	err = s.db.NewRaw(`
		WITH vacant AS (?), page AS (
			SELECT v.*, coalesce(w.waiting, 0) AS waiting
			FROM vacant v
			LEFT JOIN (
				SELECT district_id, street_id, count(DISTINCT person_id) AS waiting
				FROM requests
				WHERE state <> 'closed'
				GROUP BY district_id, street_id) w ON w.district_id = v.district_id AND w.street_id = v.id
			WHERE ? = 0 OR (v.rank, -coalesce(w.waiting, 0), v.search_key, v.id) > (?, ?, ?, ?)
			ORDER BY v.rank, -coalesce(w.waiting, 0), v.search_key, v.id
			LIMIT ?)
		SELECT s.district_id, s.id, s.town_id, s.section_id, s.name, n.name AS section_name, t.name AS town_name, s.waiting,
			CASE s.rank WHEN 0 THEN 'coordinator' ELSE 'reserve' END AS kind, l.since, coalesce(l.first_name, '') AS last,
			CASE s.rank WHEN 0 THEN ? ELSE '' END AS stand_in,
			(SELECT count(*) FROM volunteers v JOIN persons p ON p.district_id = v.district_id AND p.id = v.person_id
				WHERE p.district_id = s.district_id AND p.street_id = s.id AND v.ended_at IS NULL AND p.left_at IS NULL) AS helpers
		FROM page s
		JOIN sections n ON n.district_id = s.district_id AND n.id = s.section_id
		JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
		LEFT JOIN LATERAL (?) l ON true
		ORDER BY s.rank, s.waiting DESC, s.search_key, s.id`,
		q.vacant(), q.After.ID, q.After.Rank, -q.After.Waiting, q.After.Key, q.After.ID, q.Limit, holderName(domain.Reserve, q.Today),
		lastHeld("s", bun.SafeQuery("CASE s.rank WHEN 0 THEN 'coordinator' ELSE 'reserve' END"), q.Today)).Scan(ctx, &out)
	return out, err
}

// CountVacancies counts the streets without somebody.
func (s *Store) CountVacancies(ctx context.Context, q VacancyQuery) (v domain.Vacancies, err error) {
	defer wrap(&err, "Store.CountVacancies")
	err = s.db.NewRaw(`
		SELECT count(*) FILTER (WHERE rank = 0) AS nobody, count(*) FILTER (WHERE rank = 1) AS no_stand_in
		FROM (?) v`, q.vacant()).Scan(ctx, &v)
	return v, err
}

// Vacated is the end of somebody's looking after a street, or all streets of a section, that nobody has been told of.
type Vacated struct {
	ID       domain.RoleID
	Kind     domain.RoleKind
	TownID   domain.TownID
	StreetID domain.StreetID // one that has nobody of this kind now; 0: each has somebody
}

// LockVacated locks the coordinators' and stand-ins' roles of a district that have ended and of which nobody has been told, and says
// which streets they leave without one.
func (s *Store) LockVacated(ctx context.Context, district domain.DistrictID, today time.Time) (out []Vacated, err error) {
	defer wrap(&err, "Store.LockVacated(%d)", district)
	err = s.db.NewRaw(`
		WITH ended AS (
			SELECT *
			FROM roles
			WHERE district_id = ? AND kind IN ('coordinator', 'reserve') AND ends_on <= ? AND vacated_at IS NULL
			ORDER BY id
			LIMIT 1000
			FOR NO KEY UPDATE SKIP LOCKED)
		SELECT e.id, e.kind, coalesce(s.town_id, 0) AS town_id, coalesce(s.id, 0) AS street_id
		FROM ended e
		LEFT JOIN streets s ON s.district_id = e.district_id AND (s.id = e.street_id OR s.section_id = e.section_id)
			AND CASE e.kind WHEN 'coordinator' THEN ? ELSE ? END
		ORDER BY e.kind, s.town_id, s.search_key, s.id, e.id`,
		district, today, without(domain.Coordinator, today), without(domain.Reserve, today)).Scan(ctx, &out)
	return out, err
}

// MarkVacated notes that the builder has been told what the end of a role leaves.
func (s *Store) MarkVacated(ctx context.Context, district domain.DistrictID, ids []domain.RoleID, now time.Time) (err error) {
	defer wrap(&err, "Store.MarkVacated(%d)", district)
	_, err = s.db.NewRaw(`UPDATE roles SET vacated_at = ? WHERE district_id = ? AND id IN (?)`, now, district, bun.List(ids)).Exec(ctx)
	return err
}

// DistrictsVacated returns the districts where the end of a coordinator's or a stand-in's role has been told to nobody.
func (s *Store) DistrictsVacated(ctx context.Context, today time.Time) (out []domain.DistrictID, err error) {
	defer wrap(&err, "Store.DistrictsVacated")
	err = s.db.NewRaw(`
		SELECT DISTINCT district_id
		FROM roles
		WHERE kind IN ('coordinator', 'reserve') AND ends_on <= ? AND vacated_at IS NULL
		ORDER BY district_id`, today).Scan(ctx, &out)
	return out, err
}

// HasMessage reports whether there is a message with a key.
func (s *Store) HasMessage(ctx context.Context, key string) (yes bool, err error) {
	defer wrap(&err, "Store.HasMessage")
	err = s.db.NewRaw(`SELECT EXISTS (SELECT FROM outbox WHERE key = ?)`, key).Scan(ctx, &yes)
	return yes, err
}

// WatchersOf returns who is told that a street has nobody: the community builders of a town or of its district, and where there are none
// the district coordinators.
func (s *Store) WatchersOf(ctx context.Context, district domain.DistrictID, town domain.TownID, today time.Time) (out []domain.PersonID, err error) {
	defer wrap(&err, "Store.WatchersOf(%d)", town)
	out, err = s.BuildersOf(ctx, district, town, today)
	if err != nil || len(out) > 0 {
		return out, err
	}
	err = s.db.NewRaw(`
		SELECT DISTINCT r.person_id
		FROM roles r
		JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
		WHERE r.district_id = ? AND r.kind = 'district_coordinator' AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?)
			AND p.left_at IS NULL
		ORDER BY r.person_id`, district, today, today).Scan(ctx, &out)
	return out, err
}
