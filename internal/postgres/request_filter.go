package postgres

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/lib/pq"

	"waymark/domain"
)

// where writes the conditions, each a line with its parameters: values never become text of the statement.
func (f RequestFilter) where() (string, []any) {
	var lines []string
	var args []any
	add := func(line string, values ...any) {
		lines = append(lines, line)
		args = append(args, values...)
	}
	add("r.district_id = ?", f.DistrictID)
	f.scope(add)
	f.narrow(add)
	switch f.Part {
	case domain.NeedsYou:
		add("r.state <> 'closed' AND " + needsPerson)
	case domain.NewHere:
		add("NOT "+needsPerson+" AND "+isNew, f.NewSince)
	case domain.Waiting:
		add("r.state <> 'closed' AND NOT ("+needsPerson+" OR "+isNew+")", f.NewSince)
	}
	switch {
	case f.Phone != "":
		add("r.person_id = ANY (ARRAY(SELECT id FROM persons WHERE district_id = ? AND phone = ? AND phone <> ''))", f.DistrictID, f.Phone)
	case f.Query != "" && f.Nearly != "":
		f.lookNearly(add)
	case f.Query != "":
		f.lookFor(add)
	}
	if f.Before.ID != 0 && f.Order == DueFirst {
		add("(r.next_action_at, r.id) > (?, ?)", f.Before.At, f.Before.ID)
	} else if f.Before.ID != 0 {
		add("(r.raised_at, r.id) < (?, ?)", f.Before.At, f.Before.ID)
	}
	return "\nWHERE " + strings.Join(lines, "\n\tAND "), args
}

// narrow keeps a list to what is looked at: a place, a person, a kind of help, how it stands, how soon it is wanted.
func (f RequestFilter) narrow(add func(string, ...any)) {
	if f.ID != 0 {
		add("r.id = ?", f.ID)
	}
	if f.TownID != 0 {
		add("r.town_id = ?", f.TownID)
	}
	if f.SectionID != 0 {
		add("r.section_id = ?", f.SectionID)
	}
	if f.StreetID != 0 {
		add("r.street_id = ?", f.StreetID)
	}
	if f.NeedID != 0 {
		f.ofKind(add)
	}
	if f.PersonID != 0 {
		add("(r.person_id = ? OR r.asker_id = ?)", f.PersonID, f.PersonID)
	}
	if f.OwnerID != 0 {
		add("r.owner_id = ?", f.OwnerID)
	}
	if f.State != "" {
		add("r.state = ?", f.State)
	}
	if f.NotClosed {
		add("r.state <> 'closed'")
	}
	if f.Urgency != "" {
		add("r.urgency = ?", f.Urgency)
	}
}

// ofKind keeps a list to a kind of help: all towns' rows of it.
func (f RequestFilter) ofKind(add func(string, ...any)) {
	add(`r.need_id IN (
		SELECT n.id
		FROM needs k
		JOIN needs n ON n.district_id = k.district_id AND n.code = k.code
		WHERE k.district_id = ? AND k.id = ?)`, f.DistrictID, f.NeedID)
}

// shortName is how short a part of a name is of which the index persons_name knows nothing. So many people have it that a list is soon
// full.
const shortName = 2

// lookFor keeps a list to what somebody looks for: a part of a name, the beginning of a street, or a reference. People and streets are
// looked up first, each by their own index, and not row by row.
func (f RequestFilter) lookFor(add func(string, ...any)) {
	lines, args := []string{"r.reference = ANY (?)"}, []any{pq.Array(domain.NearReferences(f.Query))}
	is := func(line string, values ...any) {
		lines, args = append(lines, line), append(args, values...)
	}
	part := "%" + escapeLike(strings.ToLower(f.Query)) + "%"
	switch {
	case !strings.ContainsFunc(f.Query, letterOrDigit): // the index has nothing else
	case utf8.RuneCountInString(f.Query) <= shortName:
		is(personName+" LIKE ?", part)
	default:
		is("r.person_id = ANY (ARRAY(SELECT id FROM persons p WHERE district_id = ? AND "+personName+" LIKE ?))", f.DistrictID, part)
	}
	if key := domain.SearchKey(f.Query); key != "" {
		is("r.street_id = ANY (ARRAY(SELECT id FROM streets WHERE district_id = ? AND search_key LIKE ?))", f.DistrictID, escapeLike(key)+"%")
	}
	add("("+strings.Join(lines, " OR ")+")", args...)
}

// How many people, and how many streets, that look like what was typed are taken for it: those that look most like it.
const (
	mostAlikePeople  = 20
	mostAlikeStreets = 3
)

// lookNearly keeps a list to what looks like a name, or a street, that somebody looks for. Only people and streets whose asks the list may
// show are compared: else those most alike might all be elsewhere. Who is like it as a whole is asked only when no part of a name is like
// it, as it has many more people to compare.
func (f RequestFilter) lookNearly(add func(string, ...any)) {
	if f.Nearly == domain.NearlyStreet {
		key := domain.SearchKey(f.Query)
		shown, args := f.shown("r.street_id = s.id")
		add(`r.street_id = ANY (ARRAY(
			SELECT id
			FROM streets s
			WHERE district_id = ? AND `+streetAlike+` AND `+shown+`
			ORDER BY greatest(similarity(s.search_key, ?), word_similarity(?, s.search_key)) DESC, id
			LIMIT ?))`, slices.Concat([]any{f.DistrictID, key, key, nearEnough, key}, args, []any{key, key, mostAlikeStreets})...)
		return
	}
	name := strings.ToLower(f.Query)
	shown, args := f.shown("r.person_id = p.id")
	args = slices.Concat([]any{f.DistrictID, name}, args, []any{name, mostAlikePeople})
	add(`r.person_id = ANY (ARRAY(
			WITH part AS MATERIALIZED (
				SELECT id
				FROM persons p
				WHERE district_id = ? AND `+nameHasLike+` AND `+shown+`
				ORDER BY word_similarity(?, `+personName+`) DESC, id
				LIMIT ?)
			SELECT id
			FROM part
			UNION ALL (
				SELECT id
				FROM persons p
				WHERE NOT EXISTS (SELECT FROM part) AND district_id = ? AND `+nameIsLike+` AND `+shown+`
				ORDER BY similarity(?, `+personName+`) DESC, id
				LIMIT ?)))`, slices.Concat(args, args)...)
}

// shown is whether an ask that is of somebody, or of a street, is in the list.
func (f RequestFilter) shown(of string) (exists string, args []any) {
	lines := []string{"r.district_id = ?", of}
	args = []any{f.DistrictID}
	add := func(line string, values ...any) {
		lines, args = append(lines, line), append(args, values...)
	}
	f.scope(add)
	f.narrow(add)
	return "EXISTS (SELECT FROM requests r WHERE " + strings.Join(lines, " AND ") + ")", args
}

// scope keeps a list to the places that the roles cover, and to what somebody owns.
func (f RequestFilter) scope(add func(string, ...any)) {
	if f.Everything {
		return
	}
	towns, sections, streets := []int64{}, []int64{}, []int64{}
	for _, role := range f.Roles {
		switch {
		case role.DistrictID != f.DistrictID:
		case role.StreetID != 0:
			streets = append(streets, int64(role.StreetID))
		case role.SectionID != 0:
			sections = append(sections, int64(role.SectionID))
		case role.TownID != 0:
			towns = append(towns, int64(role.TownID))
		default:
			return // the whole district
		}
	}
	add("(r.owner_id = ? OR r.town_id = ANY (?) OR r.section_id = ANY (?) OR r.street_id = ANY (?))", f.SeenBy,
		pq.Array(towns), pq.Array(sections), pq.Array(streets))
}

// escapeLike keeps what people type from being a pattern.
func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
