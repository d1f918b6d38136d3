package web

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"waymark/internal/words"
)

// Count begins a sentence with a number of things: "Four things need you" from Count(in, 4, "%s thing needs you", "%s things
// need you"). More arguments stand after the number.
func Count(in *words.Words, n int, one, many string, args ...any) string {
	return upperFirst(in.Count(n, one, many, args...))
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// fullName is a name as staff read it.
func fullName(first, last string) string { return strings.TrimSpace(first + " " + last) }

// initials takes the first letters of the first and the last word of a name.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	out := firstLetter(words[0])
	if len(words) > 1 {
		out += firstLetter(words[len(words)-1])
	}
	return out
}

// dot stands between things that share a line: it never begins the next one.
const dot = "\u00a0· "

func firstLetter(word string) string {
	r, _ := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r))
}
