package domain

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How long a word is in which a slip is looked for: shorter ones are like too many others.
const (
	shortestSlip = 4
	longestSlip  = 24
)

// MayHaveSlip reports whether a slip can be looked for in what was typed: it is one word, not too short and not too long.
func MayHaveSlip(word string) bool {
	n := utf8.RuneCountInString(word)
	return n >= shortestSlip && n <= longestSlip && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
}

// WithSlip returns those words that may be meant by a typed one, nearest first: it is one of them, or differs from it by one letter that was
// left out, put in, mistaken for another or swapped with the next, whichever vowels were heard: "dylis" is Dilys, "joice" Joyce and
// "hebdon" Hebden. All are in small letters.
func WithSlip(typed string, words []string) (out []string) {
	far := map[string]int{}
	for _, word := range words {
		if _, seen := far[word]; !seen && typingDistance(sounded(typed), sounded(word)) <= 1 {
			far[word] = typingDistance(typed, word)
			out = append(out, word)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(far[a], far[b]), cmp.Compare(a, b)) })
	return out
}

// sounded is a word in which all vowels are one.
func sounded(word string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("aeiouy", r) {
			return 'a'
		}
		return r
	}, word)
}

// Spellings puts queries together from what may be meant by each of their words, most likely first: meant has as many entries as words. A
// word for which there is nothing stands as it was typed. The query as it was typed is none of them.
func Spellings(words []string, meant [][]string) (out []string) {
	most := 0
	for _, m := range meant {
		most = max(most, len(m))
	}
	typed := strings.Join(words, " ")
	for n := range most {
		query := slices.Clone(words)
		for i, m := range meant {
			if len(m) > 0 {
				query[i] = m[min(n, len(m)-1)]
			}
		}
		if q := strings.Join(query, " "); q != typed {
			out = append(out, q)
		}
	}
	return out
}
