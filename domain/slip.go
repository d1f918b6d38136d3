package domain

import (
	"strings"
	"unicode"
)

// How long a word is in which a slip is looked for: shorter ones are like too many others.
const (
	shortestSlip = 4
	longestSlip  = 24
)

const anyVowel = "[aeiouy]"

// SlipPattern is a regular expression, in small letters, that knows a word also where one letter of it was left out, put in, mistaken for
// another or swapped with the next, and whichever vowels were heard: "dylis" is Dilys, "joice" Joyce and "hebdon" Hebden. It is empty for
// what is no word, or too short or too long a one.
func SlipPattern(word string) string {
	var letters []string
	for _, r := range strings.ToLower(word) {
		switch {
		case !unicode.IsLetter(r):
			return ""
		case strings.ContainsRune("aeiouy", r):
			letters = append(letters, anyVowel)
		default:
			letters = append(letters, string(r))
		}
	}
	if len(letters) < shortestSlip || len(letters) > longestSlip {
		return ""
	}
	var ways []string
	for i := range len(letters) + 1 {
		before := strings.Join(letters[:i], "")
		ways = append(ways, before+"."+strings.Join(letters[i:], ""))
		if i < len(letters) {
			ways = append(ways, before+".?"+strings.Join(letters[i+1:], ""))
		}
		if i+1 < len(letters) {
			ways = append(ways, before+letters[i+1]+letters[i]+strings.Join(letters[i+2:], ""))
		}
	}
	return "^(" + strings.Join(ways, "|") + ")$"
}
