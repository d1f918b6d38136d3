package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"waymark/domain"
)

// PeopleQuery says which people a list shows.
type PeopleQuery struct {
	Scope      domain.Scope
	Name       string // in lower case, as typed: with slips; "": any
	Phone      string // E.164; "": none is looked for
	StreetKey  string // domain.SearchKey of what was typed; "": none is looked for
	TownID     domain.TownID
	StreetID   domain.StreetID
	Role       domain.RoleKind // who holds it today; "": any
	Volunteers bool            // only those who help
	NotMet     bool            // only volunteers whom nobody has met yet
	Today      time.Time
	After      PeopleKey
	Limit      int
}

// PeopleKey is the place of a person in the list: how well they fit, then last name, first name, id.
type PeopleKey struct {
	Place       int
	Last, First string
	ID          domain.PersonID
}

// looked is the condition that a person is somebody who was looked for, and how well they fit: 0 by phone or the beginning of a
// name, 1 by a name that looks like it, 2 by street.
func (q PeopleQuery) looked() (condition, place schema.QueryWithArgs) {
	if q.Name == "" && q.Phone == "" && q.StreetKey == "" {
		return bun.SafeQuery("true"), bun.SafeQuery("0")
	}
	const name = "lower(p.first_name || ' ' || p.last_name)"
	begins := escapeLike(q.Name) + "%"
	byPhone := bun.SafeQuery("(? <> '' AND p.phone = ?)", q.Phone, q.Phone)
	byName := bun.SafeQuery("(? <> '' AND ("+name+" LIKE ? OR "+name+" LIKE ?))", q.Name, begins, "% "+begins)
	byLikeness := bun.SafeQuery("(? <> '' AND (? <% "+name+" OR "+name+" % ?))", q.Name, q.Name, q.Name)
	byStreet := bun.SafeQuery("(? <> '' AND (s.search_key LIKE ? OR s.search_key LIKE ?))", q.StreetKey, q.StreetKey+"%", "% "+q.StreetKey+"%")
	return bun.SafeQuery("(? OR ? OR ? OR ?)", byPhone, byName, byLikeness, byStreet),
		bun.SafeQuery("CASE WHEN ? OR ? THEN 0 WHEN ? THEN 1 ELSE 2 END", byPhone, byName, byLikeness)
}

// PersonLines returns people of a scope, those who fit best first, then by name. Those who only asked for help are people too;
// those who left are shown only where somebody was looked for.
func (s *Store) PersonLines(ctx context.Context, q PeopleQuery) (out []domain.PersonLine, err error) {
	defer wrap(&err, "Store.PersonLines")
	looked, place := q.looked()
	anybody := q.Name == "" && q.Phone == "" && q.StreetKey == ""
	err = s.db.NewRaw(`
		SELECT *
		FROM (
			SELECT p.id, p.first_name, p.last_name, coalesce(p.street_id, 0) AS street_id, coalesce(s.name, '') AS street_name,
				coalesce(n.name, '') AS section_name, coalesce(t.name, '') AS town_name, p.left_at,
				v.person_id IS NOT NULL AS volunteer, coalesce(v.standing, '') AS standing, coalesce(v.resting, false) AS resting,
				EXISTS (
					SELECT FROM absences a
					WHERE a.district_id = p.district_id AND a.person_id = p.id
						AND a.from_on <= ? AND (a.to_on IS NULL OR a.to_on > ?)) AS away,
				ARRAY(
					SELECT DISTINCT r.kind
					FROM roles r
					WHERE r.district_id = p.district_id AND r.person_id = p.id
						AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?)
					ORDER BY r.kind) AS roles,
				? AS place
			FROM persons p
			LEFT JOIN volunteers v ON v.district_id = p.district_id AND v.person_id = p.id AND v.ended_at IS NULL
			LEFT JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id
			LEFT JOIN sections n ON n.district_id = s.district_id AND n.id = s.section_id
			LEFT JOIN towns t ON t.district_id = p.district_id AND t.id = coalesce(s.town_id, p.town_id)
			WHERE ? AND ?
				AND (p.left_at IS NULL OR NOT ?)
				AND (? = 0 OR coalesce(s.town_id, p.town_id) = ?) AND (? = 0 OR p.street_id = ?)
				AND (NOT ? OR v.person_id IS NOT NULL) AND (NOT ? OR v.standing = 'not_met')) l
		WHERE (? = '' OR ? = ANY(l.roles))
			AND (l.place, lower(l.last_name), lower(l.first_name), l.id) > (?, ?, ?, ?)
		ORDER BY l.place, lower(l.last_name), lower(l.first_name), l.id
		LIMIT ?`,
		q.Today, q.Today, q.Today, q.Today, place,
		inScope(q.Scope, "p.district_id", "coalesce(s.town_id, p.town_id)", "s.section_id", "p.street_id"), looked, anybody,
		q.TownID, q.TownID, q.StreetID, q.StreetID, q.Volunteers, q.NotMet, q.Role, q.Role,
		q.After.Place, q.After.Last, q.After.First, q.After.ID, q.Limit).Scan(ctx, &out)
	return out, err
}
