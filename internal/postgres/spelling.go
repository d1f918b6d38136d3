package postgres

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"waymark/domain"
)

// How many names are looked at for what a word may mean, and how many spellings of it are tried. Where very many are called alike, the rest
// tells nothing new.
const (
	mostAlikeNames = 1000
	mostSpellings  = 3
)

// named finds names with a word in them that may differ by a slip from a word: the index finds those that have one of its slip_keys.
type named struct {
	query string // up to the word
	args  []any
}

// inStreets are the names of the streets that are looked among.
func (f Find) inStreets() named {
	return named{`
		SELECT s.search_key
		FROM streets s
		WHERE ` + foundIn + ` AND slip_keys(s.search_key)`, f.place()}
}

// inPeople are the names of those on file in a district.
func inPeople(district domain.DistrictID) named {
	return named{`
		SELECT lower(first_name || ' ' || last_name)
		FROM persons
		WHERE district_id = ? AND slip_keys(first_name || ' ' || last_name)`, []any{district}}
}

// Spellings returns what may have been meant by words in which slips are, most likely first: each of the words is put as a person or a street
// of a district is called that it differs from by a slip.
func (s *Store) Spellings(ctx context.Context, district domain.DistrictID, typed string) (out []string, err error) {
	defer wrap(&err, "Store.Spellings(%d)", district)
	return s.spellings(ctx, typed, inPeople(district), Find{District: district}.inStreets())
}

// spellings looks for each word among names of each sort.
func (s *Store) spellings(ctx context.Context, typed string, among ...named) ([]string, error) {
	words := strings.Fields(strings.ToLower(typed))
	meant := make([][]string, len(words))
	for i, word := range words {
		if !domain.MayHaveSlip(word) {
			continue
		}
		var known []string
		for _, n := range among {
			var names []string
			if err := s.db.NewRaw(n.query+` && slip_keys(?)
		LIMIT ?`, slices.Concat(n.args, []any{word, mostAlikeNames})...).Scan(ctx, &names); err != nil {
				return nil, err
			}
			for _, name := range names {
				known = append(known, strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })...)
			}
		}
		near := domain.WithSlip(word, known)
		meant[i] = near[:min(len(near), mostSpellings)]
	}
	return domain.Spellings(words, meant), nil
}
