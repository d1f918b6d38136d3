package postgres

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"

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
	Brief      bool // what is in personRest is not wanted: it is left empty
	After      PeopleKey
	Limit      int
}

// PeopleKey is the place of a person in the list: how well they fit, then last name, first name, id.
type PeopleKey struct {
	Place       int
	Last, First string
	ID          domain.PersonID
}

// PersonLines returns people of a scope, those who fit best first, then by name. Those who only asked for help are people too;
// those who left are shown only where somebody was looked for.
func (s *Store) PersonLines(ctx context.Context, q PeopleQuery) (out []domain.PersonLine, err error) {
	defer wrap(&err, "Store.PersonLines")
	if q.Name == "" && q.Phone == "" && q.StreetKey == "" {
		return s.everybody(ctx, q)
	}
	return s.lookedFor(ctx, q)
}

// everybody returns those whom nobody looks for by name: in the order of an index, so that a page is read and no more.
func (s *Store) everybody(ctx context.Context, q PeopleQuery) ([]domain.PersonLine, error) {
	if q.After.Place > 0 {
		return nil, nil // the place is that of a search, behind all of these
	}
	return s.personLines(ctx, q, among{from: "persons", is: []string{"p.left_at IS NULL"}})
}

// among is whom a list is taken from: some of the rows of persons.
type among struct {
	from string
	is   []string // conditions for a row p
	args []any    // of from, then of is
}

// personLines reads those of a part of persons whom a query wants, by name.
func (s *Store) personLines(ctx context.Context, q PeopleQuery, a among) ([]domain.PersonLine, error) {
	columns, args := q.columns()
	args = append(args, a.args...)
	from := `
		FROM ` + a.from + ` p
		` + q.helpers() + ` volunteers v ON v.district_id = p.district_id AND v.person_id = p.id AND v.ended_at IS NULL`
	where, streets := q.where(a.is, &args)
	if streets {
		from += `
		LEFT JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id`
	}
	return readLines(ctx, s, columns, from+where+`
		ORDER BY lower(p.last_name), lower(p.first_name), p.id
		LIMIT `+strconv.Itoa(q.Limit), args, q.Limit)
}

// helpers is how volunteers are joined: where only they are wanted, nobody else is.
func (q PeopleQuery) helpers() string {
	if q.Volunteers || q.NotMet {
		return "JOIN"
	}
	return "LEFT JOIN"
}

// personLineColumns are read for every line; personRest unless the list is a brief one; personPlaces, and personToday with the day four
// times, where they are wanted.
var (
	personLineColumns = []column[domain.PersonLine]{
		{"p.id", func(l *domain.PersonLine) any { return &l.ID }},
		{"p.first_name", func(l *domain.PersonLine) any { return &l.FirstName }},
		{"p.last_name", func(l *domain.PersonLine) any { return &l.LastName }},
		{
			"coalesce((SELECT name FROM streets WHERE district_id = p.district_id AND id = p.street_id), '')",
			func(l *domain.PersonLine) any { return &l.StreetName },
		},
		{"coalesce(v.skills, '{}')", func(l *domain.PersonLine) any { return (*pq.StringArray)(&l.Skills) }},
	}
	personRest = []column[domain.PersonLine]{
		{"coalesce(p.street_id, 0)", func(l *domain.PersonLine) any { return &l.StreetID }},
		{"p.left_at", func(l *domain.PersonLine) any { return &l.LeftAt }},
		{"v.person_id IS NOT NULL", func(l *domain.PersonLine) any { return &l.Volunteer }},
		{"coalesce(v.standing, '')", func(l *domain.PersonLine) any { return &l.Standing }},
		{"coalesce(v.resting, false)", func(l *domain.PersonLine) any { return &l.Resting }},
	}
	personPlaces = []column[domain.PersonLine]{
		{
			"coalesce((SELECT name FROM sections WHERE district_id = s.district_id AND id = s.section_id), '')",
			func(l *domain.PersonLine) any { return &l.SectionName },
		},
		{
			"coalesce((SELECT name FROM towns WHERE district_id = p.district_id AND id = coalesce(s.town_id, p.town_id)), '')",
			func(l *domain.PersonLine) any { return &l.TownName },
		},
	}
	personToday = []column[domain.PersonLine]{
		{`EXISTS (
				SELECT FROM absences
				WHERE district_id = p.district_id AND person_id = p.id AND from_on <= ? AND (to_on IS NULL OR to_on > ?))`,
			func(l *domain.PersonLine) any { return &l.Away }},
		{`ARRAY(
				SELECT DISTINCT kind
				FROM roles
				WHERE district_id = p.district_id AND person_id = p.id AND begins_on <= ? AND (ends_on IS NULL OR ends_on > ?)
				ORDER BY kind)`,
			func(l *domain.PersonLine) any { return (*roleKinds)(&l.Roles) }},
	}
)

// roleKinds are read from an array.
type roleKinds []domain.RoleKind

// Scan reads them.
func (k *roleKinds) Scan(v any) error {
	var words pq.StringArray
	if err := words.Scan(v); err != nil {
		return err
	}
	*k = nil
	for _, word := range words {
		*k = append(*k, domain.RoleKind(word))
	}
	return nil
}

// columns are those of a line, and what they need to know.
func (q PeopleQuery) columns() (out []column[domain.PersonLine], args []any) {
	out = slices.Clone(personLineColumns)
	if !q.Brief {
		out = append(out, personRest...)
	}
	if !q.Placeless {
		out = append(out, personPlaces...)
	}
	if !q.Plain {
		out, args = append(out, personToday...), []any{q.Today, q.Today, q.Today, q.Today}
	}
	return out, args
}

// where writes the conditions, each with its parameters: values never become text of the statement. streets is whether they, or the
// columns, need to know the street s.
func (q PeopleQuery) where(lines []string, args *[]any) (where string, streets bool) {
	add := func(line string, values ...any) {
		lines = append(lines, line)
		*args = append(*args, values...)
	}
	streets = q.within(add) || !q.Placeless
	if q.TownID != 0 {
		streets = true
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
	if len(lines) == 0 {
		return "", streets
	}
	return "\n\t\tWHERE " + strings.Join(lines, "\n\t\t\tAND "), streets
}

// within keeps the list to a scope: see inScope. That of one whole district lets the index give the order. It reports whether it asks
// about the street s.
func (q PeopleQuery) within(add func(string, ...any)) (streets bool) {
	s := q.Scope
	switch {
	case s.All:
		return false
	case len(s.Districts) == 1 && len(s.Towns)+len(s.Sections)+len(s.Streets) == 0:
		add("p.district_id = ?", s.Districts[0])
		return false
	}
	add("(p.district_id = ANY (?) OR coalesce(s.town_id, p.town_id) = ANY (?) OR s.section_id = ANY (?) OR p.street_id = ANY (?))",
		pq.Array(s.Districts), pq.Array(s.Towns), pq.Array(s.Sections), pq.Array(s.Streets))
	return true
}
