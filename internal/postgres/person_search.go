package postgres

import (
	"context"
	"strings"
	"unicode"

	"github.com/lib/pq"

	"waymark/domain"
)

// How well somebody fits what was looked for.
const (
	fitsWell   = iota // by phone, or the beginning of a name
	fitsPart          // by a part of a name that looks like it
	fitsNearly        // by a name that looks like it as a whole
	fitsStreet        // by street
)

// personName is a name as the index persons_name has it. A part of it is like what was typed when the part has six tenths of its trigrams:
// that leaves the index few people to compare. A whole name is like it from three tenths on, so that slips in both of its words do no
// harm; those are so many to compare that it is asked only when it has to be.
const (
	personName  = "lower(p.first_name || ' ' || p.last_name)"
	nameHasLike = "? <% " + personName
	nameIsLike  = personName + " % ?"
)

// fewStreets is how many streets are gone through one by one to find who lives there. With more, it is quicker to go through people in
// the order of the list, as some soon live in one of them.
const fewStreets = 50

// lookedFor returns those who fit, the best first. How well they fit is asked one after the other, each with an index of its own: all in
// one condition would have PostgreSQL read everybody.
func (s *Store) lookedFor(ctx context.Context, q PeopleQuery) (out []domain.PersonLine, err error) {
	limit := q.Limit
	for place := max(q.After.Place, fitsWell); place <= fitsStreet && len(out) < limit; place++ {
		some, ok, err := s.whoFits(ctx, q, place)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if place != q.After.Place {
			q.After = PeopleKey{}
		}
		q.Limit = limit - len(out)
		found, err := s.personLines(ctx, q, some)
		if err != nil {
			return nil, err
		}
		for i := range found {
			found[i].Place = place
		}
		out = append(out, found...)
	}
	return out, nil
}

// whoFits is who fits so well, and not better; ok is false when nobody can. What has to be found by an index stands in a query of its
// own, behind OFFSET 0: else PostgreSQL might go through everybody in the order of the list, in the hope of meeting them soon.
func (s *Store) whoFits(ctx context.Context, q PeopleQuery, place int) (a among, ok bool, err error) {
	begins := escapeLike(q.Name) + "%"
	const byName = "(" + personName + " LIKE ? OR " + personName + " LIKE ?)"
	switch {
	case place == fitsWell && q.Phone != "":
		return among{from: "(SELECT * FROM persons WHERE phone = ? AND phone <> '' OFFSET 0)", args: []any{q.Phone}}, true, nil
	case !strings.ContainsFunc(q.Name, letterOrDigit) && place < fitsStreet: // the index has nothing else
		return a, false, nil
	case place == fitsWell:
		return among{from: "(SELECT * FROM persons p WHERE " + byName + " OFFSET 0)", args: []any{begins, "% " + begins}}, true, nil
	case place == fitsPart:
		return among{
			from: "(SELECT * FROM persons p WHERE " + nameHasLike + " AND NOT " + byName + " OFFSET 0)",
			args: []any{q.Name, begins, "% " + begins},
		}, true, nil
	case place == fitsNearly:
		return among{
			from: "(SELECT * FROM persons p WHERE " + nameIsLike + " AND NOT " + byName + " AND NOT (" + nameHasLike + ") OFFSET 0)",
			args: []any{q.Name, begins, "% " + begins, q.Name},
		}, true, nil
	case q.StreetKey == "":
		return a, false, nil
	}
	streets, err := s.streetsLike(ctx, q.StreetKey)
	if err != nil || len(streets) == 0 {
		return a, false, err
	}
	not := []string{"NOT " + byName, "NOT (" + nameHasLike + ")", "NOT (" + nameIsLike + ")"}
	args := []any{pq.Array(streets), begins, "% " + begins, q.Name, q.Name}
	if len(streets) > fewStreets {
		return among{from: "persons", is: append([]string{"coalesce(p.street_id, 0) = ANY (?)"}, not...), args: args}, true, nil
	}
	return among{from: `(
			SELECT p.*
			FROM streets w
			JOIN persons p ON p.district_id = w.district_id AND p.street_id = w.id
			WHERE w.id = ANY (?)
			OFFSET 0)`, is: not, args: args}, true, nil
}

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// streetsLike finds the streets of which a word begins like what was typed, by their keys.
func (s *Store) streetsLike(ctx context.Context, key string) ([]int64, error) {
	type one struct{ id int64 }
	begins := escapeLike(key) + "%"
	found, err := readLines(ctx, s, []column[one]{{"id", func(o *one) any { return &o.id }}}, `
		FROM streets
		WHERE search_key LIKE ? OR search_key LIKE ?`, []any{begins, "% " + begins}, 0)
	ids := make([]int64, len(found))
	for i, o := range found {
		ids[i] = o.id
	}
	return ids, err
}
