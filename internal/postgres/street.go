package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"waymark/domain"
)

// NeighbourQuery says whose neighbours who help are wanted.
type NeighbourQuery struct {
	District domain.DistrictID
	Sections []domain.SectionID
	Streets  []domain.StreetID
	Now      time.Time
	Today    time.Time
}

// Neighbours returns the volunteers who live in some streets, by name, with how things stand with them now.
func (s *Store) Neighbours(ctx context.Context, q NeighbourQuery) (out []domain.Neighbour, err error) {
	defer wrap(&err, "Store.Neighbours")
	err = s.db.NewRaw(`
		SELECT p.id AS person_id, p.first_name, p.last_name, v.standing, v.skills, v.resting, v.availability, p.young, t.id AS street_id,
			t.name AS street_name, a.person_id IS NOT NULL AS away, a.to_on AS away_to,
			EXISTS (
				SELECT FROM invitations i
				WHERE i.district_id = v.district_id AND i.person_id = v.person_id AND i.state IN ('queued', 'delivered', 'held')) AS asked,
			(SELECT min(i.visit_at)
				FROM invitations i
				JOIN requests r ON r.district_id = i.district_id AND r.id = i.request_id
				WHERE i.district_id = v.district_id AND i.person_id = v.person_id AND i.state = 'accepted' AND r.state = 'assigned'
					AND i.visit_ends_at > ?) AS visit_at
		FROM streets t
		JOIN persons p ON p.district_id = t.district_id AND p.street_id = t.id
		JOIN volunteers v ON v.district_id = p.district_id AND v.person_id = p.id
		LEFT JOIN LATERAL (
			SELECT person_id, to_on
			FROM absences
			WHERE district_id = p.district_id AND person_id = p.id AND from_on <= ? AND (to_on IS NULL OR to_on > ?)
			ORDER BY to_on DESC NULLS FIRST
			LIMIT 1) a ON true
		WHERE t.district_id = ? AND (t.id = ANY (?) OR t.section_id = ANY (?)) AND v.ended_at IS NULL AND p.left_at IS NULL
		ORDER BY lower(p.first_name), lower(p.last_name), p.id
		LIMIT 500`, q.Now, q.Today, q.Today, q.District, pgdialect.Array(q.Streets), pgdialect.Array(q.Sections)).Scan(ctx, &out)
	return out, err
}

// CoverOf says, for each street that somebody looks after or stands in for on a day, who else is there for it from that day until another
// (nil: on that day), a coordinator before a stand-in and the street's own before the section's, and for whom on holiday they stand in.
func (s *Store) CoverOf(ctx context.Context, p domain.Person, from time.Time, to *time.Time) (out []domain.Cover, err error) {
	defer wrap(&err, "Store.CoverOf(%d)", p.ID)
	until := from.AddDate(0, 0, 1)
	if to != nil {
		until = *to
	}
	err = s.db.NewRaw(`
		SELECT s.id AS street_id, s.name AS street_name, s.town_id, coalesce(c.id, 0) AS person_id, coalesce(c.name, '') AS name,
			NOT mine.main AS stands_in, coalesce(away.id, 0) AS away_id, coalesce(away.name, '') AS away_name, away.to_on AS back_on
		FROM streets s
		JOIN LATERAL (
			SELECT bool_or(m.kind = 'coordinator') AS main
			FROM roles m
			WHERE m.district_id = s.district_id AND m.person_id = ? AND m.kind IN ('coordinator', 'reserve')
				AND (m.street_id = s.id OR m.section_id = s.section_id) AND m.begins_on <= ? AND (m.ends_on IS NULL OR m.ends_on > ?)) mine
			ON mine.main IS NOT NULL
		LEFT JOIN LATERAL (
			SELECT p.id, trim(p.first_name || ' ' || p.last_name) AS name
			FROM roles r
			JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
			WHERE r.district_id = s.district_id AND r.kind IN ('coordinator', 'reserve') AND (r.street_id = s.id OR r.section_id = s.section_id)
				AND r.person_id <> ? AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?) AND p.left_at IS NULL
				AND NOT EXISTS (
					SELECT FROM absences a
					WHERE a.district_id = r.district_id AND a.person_id = r.person_id AND a.kind = 'holiday'
						AND a.from_on < ? AND (a.to_on IS NULL OR a.to_on > ?))
			ORDER BY r.kind, r.street_id IS NULL, r.id
			LIMIT 1) c ON true
		LEFT JOIN LATERAL (
			SELECT p.id, trim(p.first_name || ' ' || p.last_name) AS name, a.to_on
			FROM roles r
			JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
			JOIN absences a ON a.district_id = r.district_id AND a.person_id = r.person_id AND a.kind = 'holiday'
			WHERE NOT mine.main AND r.district_id = s.district_id AND r.kind = 'coordinator' AND (r.street_id = s.id OR r.section_id = s.section_id)
				AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?) AND p.left_at IS NULL
				AND a.from_on <= ? AND (a.to_on IS NULL OR a.to_on > ?)
			ORDER BY r.street_id IS NULL, r.id
			LIMIT 1) away ON true
		WHERE s.district_id = ?
		ORDER BY s.search_key, s.id`, p.ID, from, from, p.ID, from, from, until, from, from, from, from, from, p.DistrictID).Scan(ctx, &out)
	return out, err
}

// LockRequestsAround locks, in the order of their ids, the requests that are not closed, stand where some roles cover, and are owned by
// somebody else than their holder.
func (s *Store) LockRequestsAround(ctx context.Context, p domain.Person, roles []domain.Role) (out []domain.Request, err error) {
	defer wrap(&err, "Store.LockRequestsAround(%d)", p.ID)
	streets, sections := placesOf(roles)
	err = s.db.NewRaw(`
		SELECT r.*
		FROM requests r
		WHERE r.district_id = ? AND r.state <> 'closed' AND r.owner_id <> ? AND (r.street_id = ANY (?) OR r.section_id = ANY (?))
		ORDER BY r.id
		FOR UPDATE`, p.DistrictID, p.ID, pgdialect.Array(streets), pgdialect.Array(sections)).Scan(ctx, &out)
	return out, err
}

// placesOf are the streets and sections on which roles are held.
func placesOf(roles []domain.Role) (streets []domain.StreetID, sections []domain.SectionID) {
	for _, r := range roles {
		switch {
		case r.StreetID != 0:
			streets = append(streets, r.StreetID)
		case r.SectionID != 0:
			sections = append(sections, r.SectionID)
		}
	}
	return streets, sections
}

// HelpedSince counts the asks from where some roles cover that ended with help since an instant.
func (s *Store) HelpedSince(ctx context.Context, district domain.DistrictID, roles []domain.Role, since time.Time) (n int, err error) {
	defer wrap(&err, "Store.HelpedSince(%d)", district)
	streets, sections := placesOf(roles)
	err = s.db.NewRaw(`
		SELECT count(*)
		FROM requests
		WHERE district_id = ? AND state = 'closed' AND ending = 'helped' AND closed_at >= ?
			AND (street_id = ANY (?) OR section_id = ANY (?))`,
		district, since, pgdialect.Array(streets), pgdialect.Array(sections)).Scan(ctx, &n)
	return n, err
}

// NextDoor returns up to three streets, of the sections in which some roles are held, that nobody looks after.
func (s *Store) NextDoor(ctx context.Context, district domain.DistrictID, roles []domain.Role, today time.Time) (out []string, err error) {
	defer wrap(&err, "Store.NextDoor(%d)", district)
	streets, sections := placesOf(roles)
	err = s.db.NewRaw(`
		SELECT s.name
		FROM streets s
		WHERE s.district_id = ? AND s.section_id IN (
				SELECT m.section_id
				FROM streets m
				WHERE m.district_id = ? AND (m.id = ANY (?) OR m.section_id = ANY (?)))
			AND NOT s.id = ANY (?) AND ?
		ORDER BY s.search_key, s.id
		LIMIT 3`, district, district, pgdialect.Array(streets), pgdialect.Array(sections), pgdialect.Array(streets),
		without(domain.Coordinator, today)).Scan(ctx, &out)
	return out, err
}

// StreetNames returns the names of streets, by name.
func (s *Store) StreetNames(ctx context.Context, ids []domain.StreetID) (out []string, err error) {
	defer wrap(&err, "Store.StreetNames")
	if len(ids) == 0 {
		return nil, nil
	}
	err = s.db.NewRaw(`SELECT name FROM streets WHERE id IN (?) ORDER BY search_key, id`, bun.List(ids)).Scan(ctx, &out)
	return out, err
}
