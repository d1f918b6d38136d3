// Package readable measures how plain English is: for how old a reader it is, and how long its sentences are.
package readable

import (
	"strings"
	"unicode"
)

// Familiar are long words that everybody who reads our pages knows. They count like short ones.
var Familiar = []string{"volunteer", "coordinator", "neighbourhood", "neighbour", "neighbours", "prescription", "appointment", "safeguarding", "somebody"}

// familiarLetters is what a familiar word counts for: the usual length of an English word.
const familiarLetters = 4

// Age is how old somebody is who reads a text with ease: the Automated Readability Index of R. J. Senter and E. A. Smith
// (AMRL-TR-66-220, 1967), which needs letters, words and sentences only, plus five: a child in the n-th American grade is n + 5
// years old. It means little for less than a few sentences. The age of no text is 0.
func Age(text string) float64 {
	letters, words, sentences := 0, 0, 0
	for _, s := range Sentences(text) {
		sentences++
		for _, w := range strings.Fields(s) {
			if n := lettersOf(w); n > 0 {
				words, letters = words+1, letters+n
			}
		}
	}
	if words == 0 {
		return 0
	}
	grade := 4.71*float64(letters)/float64(words) + 0.5*float64(words)/float64(sentences) - 21.43
	return grade + 5
}

// lettersOf counts the letters and figures of a word.
func lettersOf(word string) int {
	n := 0
	for _, r := range word {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	bare := strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }))
	for _, f := range Familiar {
		if bare == f {
			return familiarLetters
		}
	}
	return n
}

// Sentences are the sentences of a text: each ends with a full stop, a question mark or a colon before a space, or with its line.
func Sentences(text string) (out []string) {
	for line := range strings.SplitSeq(text, "\n") {
		from := 0
		words := strings.Fields(line)
		for i, w := range words {
			if last := i == len(words)-1; last || strings.ContainsRune(".?:", lastSign(w)) {
				out = append(out, strings.Join(words[from:i+1], " "))
				from = i + 1
			}
		}
	}
	return out
}

// lastSign is the last sign of a word inside its quotation marks and brackets.
func lastSign(word string) rune {
	word = strings.TrimRight(word, "”’\")")
	if word == "" {
		return ' '
	}
	r := []rune(word)
	return r[len(r)-1]
}

// Longest is the sentence with the most words, and how many they are.
func Longest(text string) (sentence string, words int) {
	for _, s := range Sentences(text) {
		if n := len(strings.Fields(s)); n > words {
			sentence, words = s, n
		}
	}
	return sentence, words
}
