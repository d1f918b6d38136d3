package web

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var numerals = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}

// Numeral writes a number as running text does: up to ten in words.
func Numeral(n int) string {
	if n >= 0 && n < len(numerals) {
		return numerals[n]
	}
	return strconv.Itoa(n)
}

// Count begins a sentence with a number of things: "Four things need you" from Count(4, "thing needs you", "things
// need you").
func Count(n int, one, many string) string {
	word := many
	if n == 1 {
		word = one
	}
	return upperFirst(Numeral(n)) + " " + word
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

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

func firstLetter(word string) string {
	r, _ := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r))
}
