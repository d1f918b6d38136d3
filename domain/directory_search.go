package domain

import (
	"slices"
	"strings"
	"unicode"
)

// How much of what is typed the search looks at.
const (
	mostSearchWords   = 8
	longestSearchWord = 30
	longestPhrase     = 3 // words of a synonym
	shortestPrefix    = 4 // letters from which on the last word may be the beginning of one
	shortestTypo      = 4 // letters from which on a word may be mistyped
)

// PlainWords writes text as the search compares it: lower case, without accents and punctuation, its words one space apart.
func PlainWords(text string) string { return fold(NameKey(text)) }

// SearchWords are the words of what somebody typed, as far as they are looked at.
func SearchWords(typed string) []string {
	words := strings.FieldsFunc(PlainWords(typed), func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	words = words[:min(len(words), mostSearchWords)]
	for i, w := range words {
		words[i] = w[:min(len(w), longestSearchWord)]
	}
	return words
}

// SearchPhrases are the words, pairs and triples for which there may be a synonym.
func SearchPhrases(words []string) (out []string) {
	for i := range words {
		for n := 1; n <= longestPhrase && i+n <= len(words); n++ {
			out = append(out, strings.Join(words[i:i+n], " "))
		}
	}
	return out
}

// MayBeMistyped reports whether a word is long enough that slips in it can be told from another word.
func MayBeMistyped(word string) bool { return len(word) >= shortestTypo }

// LikelyMeant are those of some words that differ from a typed one by slips of the keyboard: one in a short word, two in a longer one.
func LikelyMeant(typed string, words []string) (out []string) {
	slips := 1
	if len(typed) > 6 {
		slips = 2
	}
	for _, w := range words {
		if w != typed && typingDistance(typed, w) <= slips {
			out = append(out, w)
		}
	}
	return out
}

// SearchDepth says how far a search goes.
type SearchDepth int

// The depths: services that say all of the words themselves; those that say some of them on a shelf that says the others; those with
// any of the words.
const (
	SearchOwn SearchDepth = iota
	SearchShelf
	SearchAny
)

// SearchQuery writes what was typed as a query of PostgreSQL's text search. meant: for each word that may be mistyped, what it may be;
// synonyms: for each phrase, what else it is called. It holds letters, digits and operators alone.
func SearchQuery(words []string, meant, synonyms map[string][]string, depth SearchDepth) string {
	in := ""
	if depth == SearchOwn {
		in = "AC" // the weights of a service's own words; see the table
	}
	var parts []string
	for i := 0; i < len(words); {
		n := min(longestPhrase, len(words)-i)
		for n > 1 && synonyms[strings.Join(words[i:i+n], " ")] == nil {
			n--
		}
		own := make([]string, n)
		for k, w := range words[i : i+n] {
			own[k] = wordQuery(w, meant[w], in, i+k == len(words)-1)
		}
		either := []string{strings.Join(own, " & ")}
		for _, other := range synonyms[strings.Join(words[i:i+n], " ")] {
			if also := SearchWords(other); len(also) > 0 {
				either = append(either, "("+strings.Join(also, ":"+in+" & ")+":"+in+")")
			}
		}
		parts = append(parts, "("+strings.Join(either, " | ")+")")
		i += n
	}
	if depth == SearchAny {
		return strings.Join(parts, " | ")
	}
	return strings.Join(parts, " & ")
}

// wordQuery is one word and what it may have been meant for, each with the weights in which it is looked for. The last one may be the
// beginning of a word.
func wordQuery(word string, meant []string, in string, last bool) string {
	either := []string{word + ":" + in}
	if last && len(word) >= shortestPrefix {
		either[0] += "*"
	}
	for _, m := range meant {
		either = append(either, m+":"+in)
	}
	return "(" + strings.Join(either, " | ") + ")"
}

// ServiceText is what the search reads of a service: what it is called, what else the public may read of it, and what its shelf is called.
func ServiceText(s Service) (title, body, shelf string) {
	titles := []string{s.Name, s.OrganizationName}
	bodies := []string{s.Description, s.Eligibility, s.WhenWords, s.TownName}
	var shelves []string
	for _, t := range s.Themes {
		shelves = append(shelves, t.Name, t.Words)
	}
	for _, l := range s.Locations {
		bodies = append(bodies, l.Name, l.SectionName, l.TownName)
	}
	for _, w := range s.Schedules {
		bodies = append(bodies, WeekdayName(w.Weekday))
	}
	return PlainWords(strings.Join(titles, " ")), PlainWords(strings.Join(bodies, " ")), PlainWords(strings.Join(shelves, " "))
}

// DirectoryWords are the words of texts that a mistyped one may have meant, each once: none with digits, none that are short.
func DirectoryWords(texts ...string) []string {
	var out []string
	for _, w := range strings.Fields(strings.Join(texts, " ")) {
		letters := strings.IndexFunc(w, func(r rune) bool { return r < 'a' || r > 'z' }) < 0
		if letters && MayBeMistyped(w) && len(w) <= longestSearchWord {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
