package postgres

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"
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
	Plain      bool // Away and Roles may be left out, which cost a look into two tables for each
	Placeless  bool // SectionName and TownName may be left out, which cost as much
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
	if q.Name == "" && q.Phone == "" && q.StreetKey == "" {
		return s.everybody(ctx, q)
	}
	looked, place := q.looked()
	err = s.db.NewRaw(`
		SELECT *
		FROM (
			SELECT p.id, p.first_name, p.last_name, coalesce(p.street_id, 0) AS street_id, coalesce(s.name, '') AS street_name,
				coalesce(n.name, '') AS section_name, coalesce(t.name, '') AS town_name, p.left_at,
				v.person_id IS NOT NULL AS volunteer, coalesce(v.standing, '') AS standing, coalesce(v.resting, false) AS resting,
				coalesce(v.skills, '{}') AS skills,
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
				AND (? = 0 OR coalesce(s.town_id, p.town_id) = ?) AND (? = 0 OR p.street_id = ?)
				AND (NOT ? OR v.person_id IS NOT NULL) AND (NOT ? OR v.standing = 'not_met')) l
		WHERE (? = '' OR ? = ANY(l.roles))
			AND (l.place, lower(l.last_name), lower(l.first_name), l.id) > (?, ?, ?, ?)
		ORDER BY l.place, lower(l.last_name), lower(l.first_name), l.id
		LIMIT ?`,
		q.Today, q.Today, q.Today, q.Today, place,
		inScope(q.Scope, "p.district_id", "coalesce(s.town_id, p.town_id)", "s.section_id", "p.street_id"), looked,
		q.TownID, q.TownID, q.StreetID, q.StreetID, q.Volunteers, q.NotMet, q.Role, q.Role,
		q.After.Place, q.After.Last, q.After.First, q.After.ID, q.Limit).Scan(ctx, &out)
	return out, err
}

// everybody returns those whom nobody looks for by name: in the order of an index, so that a page is read and no more.
func (s *Store) everybody(ctx context.Context, q PeopleQuery) ([]domain.PersonLine, error) {
	if q.After.Place > 0 {
		return nil, nil // the place is that of a search, behind all of these
	}
	var args []any
	query := q.columns(&args) + `
		FROM persons p
		` + q.helpers() + ` volunteers v ON v.district_id = p.district_id AND v.person_id = p.id AND v.ended_at IS NULL
		LEFT JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id` + q.where(&args) + `
		ORDER BY lower(p.last_name), lower(p.first_name), p.id
		LIMIT ` + strconv.Itoa(q.Limit)
	out := make([]domain.PersonLine, 0, q.Limit)
	err := s.each(ctx, query, args, func(rows *sql.Rows) error {
		out = append(out, domain.PersonLine{})
		l := &out[len(out)-1]
		var roles []string
		if err := rows.Scan(&l.ID, &l.FirstName, &l.LastName, &l.StreetID, &l.StreetName, &l.SectionName, &l.TownName, &l.LeftAt,
			&l.Volunteer, &l.Standing, &l.Resting, (*pq.StringArray)(&l.Skills), &l.Away, (*pq.StringArray)(&roles)); err != nil {
			return err
		}
		for _, kind := range roles {
			l.Roles = append(l.Roles, domain.RoleKind(kind))
		}
		return nil
	})
	return out, err
}

// helpers is how volunteers are joined: where only they are wanted, nobody else is.
func (q PeopleQuery) helpers() string {
	if q.Volunteers || q.NotMet {
		return "JOIN"
	}
	return "LEFT JOIN"
}

// columns are those of a line, in the order in which everybody reads them.
func (q PeopleQuery) columns(args *[]any) string {
	today := "false, '{}'::text[]"
	if !q.Plain {
		today = `
			EXISTS (
				SELECT FROM absences
				WHERE district_id = p.district_id AND person_id = p.id AND from_on <= ? AND (to_on IS NULL OR to_on > ?)),
			ARRAY(
				SELECT DISTINCT kind
				FROM roles
				WHERE district_id = p.district_id AND person_id = p.id AND begins_on <= ? AND (ends_on IS NULL OR ends_on > ?)
				ORDER BY kind)`
		*args = append(*args, q.Today, q.Today, q.Today, q.Today)
	}
	places := "'', ''"
	if !q.Placeless {
		places = `
			coalesce((SELECT name FROM sections WHERE district_id = s.district_id AND id = s.section_id), ''),
			coalesce((SELECT name FROM towns WHERE district_id = p.district_id AND id = coalesce(s.town_id, p.town_id)), '')`
	}
	return `
		SELECT p.id, p.first_name, p.last_name, coalesce(p.street_id, 0), coalesce(s.name, ''), ` + places + `, p.left_at,
			v.person_id IS NOT NULL, coalesce(v.standing, ''), coalesce(v.resting, false), coalesce(v.skills, '{}'), ` + today
}

// where writes the conditions, each with its parameters: values never become text of the statement.
func (q PeopleQuery) where(args *[]any) string {
	lines := []string{"p.left_at IS NULL"}
	add := func(line string, values ...any) {
		lines = append(lines, line)
		*args = append(*args, values...)
	}
	q.within(add)
	if q.TownID != 0 {
		add("coalesce(s.town_id, p.town_id) = ?", q.TownID)
	}
	if q.StreetID != 0 {
		add("p.street_id = ?", q.StreetID)
	}
	if q.NotMet {
		add("v.standing = 'not_met'")
	}
	if q.Role != "" {
		add(`EXISTS (
			SELECT FROM roles
			WHERE district_id = p.district_id AND person_id = p.id AND kind = ? AND begins_on <= ? AND (ends_on IS NULL OR ends_on > ?))`,
			q.Role, q.Today, q.Today)
	}
	if q.After.ID != 0 {
		add("(lower(p.last_name), lower(p.first_name), p.id) > (?, ?, ?)", q.After.Last, q.After.First, q.After.ID)
	}
	return "\n\t\tWHERE " + strings.Join(lines, "\n\t\t\tAND ")
}

// within keeps the list to a scope: see inScope. That of one whole district lets the index give the order.
func (q PeopleQuery) within(add func(string, ...any)) {
	s := q.Scope
	switch {
	case s.All:
	case len(s.Districts) == 1 && len(s.Towns)+len(s.Sections)+len(s.Streets) == 0:
		add("p.district_id = ?", s.Districts[0])
	default:
		add("(p.district_id = ANY (?) OR coalesce(s.town_id, p.town_id) = ANY (?) OR s.section_id = ANY (?) OR p.street_id = ANY (?))",
			pq.Array(s.Districts), pq.Array(s.Towns), pq.Array(s.Sections), pq.Array(s.Streets))
	}
}
