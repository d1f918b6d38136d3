package domain

import (
	"strings"
	"unicode"
)

// StreetKey returns the form of a street's name that must be unique in its town: the name itself, with one space for any
// white space and accents written one way. Case and punctuation count, and so do accents (Carrer del Molì and Carrer del
// Molí are two streets): what a map draws as two names is not made one by a guess. NameKey finds those that look alike.
func StreetKey(name string) string {
	return strings.Join(strings.Fields(string(composed(name))), " ")
}

// NameKey returns the form in which two spellings of a place are taken for one: without regard to case, white space,
// hyphens, apostrophes and full stops, but with accents. "St. Mary's Road" and "ST MARYS  ROAD" have one. It is "" when
// the name has no letter or digit.
func NameKey(name string) string {
	var key []rune
	gap := false
	for _, r := range composed(name) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && len(key) > 0 {
				key = append(key, ' ')
			}
			gap = false
			key = append(key, unicode.ToLower(r))
		case !isApostrophe(r):
			gap = true
		}
	}
	return string(key)
}

// composed returns a name with each letter and its accent as one rune.
func composed(name string) []rune {
	var runes []rune
	for _, r := range name {
		if isMark(r) && len(runes) > 0 {
			runes[len(runes)-1] = compose(runes[len(runes)-1], r)
			continue
		}
		runes = append(runes, r)
	}
	return runes
}

// isApostrophe also knows the raised dot of Catalan (Paral·lel): none of them parts one word from the next.
func isApostrophe(r rune) bool { return strings.ContainsRune("'`´‘’ʼ′·", r) }

// SearchKey returns the form in which streets are looked for: NameKey without accents and "and", and with every
// abbreviation written out, so that "st marys rd" finds "Saint Mary's Road". Both what is stored and what is typed go
// through it. Two streets of one town may share it.
func SearchKey(name string) string {
	words := strings.Fields(fold(NameKey(name)))
	out := words[:0]
	for i, w := range words {
		if w == "and" {
			continue
		}
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		out = append(out, writeOut(w, i == 0, next))
	}
	return strings.Join(out, " ")
}

// writeOut turns one word of a name from its abbreviation into the whole word. In front of a name "St" is Saint; behind
// one, also with a point of the compass after it ("High St North"), it is Street.
func writeOut(word string, first bool, next string) string {
	switch {
	case word == "st" && (first || next != "" && !isSide(next)):
		return "saint"
	case first:
		return longFirst(word)
	}
	return longLast(word)
}

func isSide(word string) bool {
	switch word {
	case "north", "south", "east", "west", "upper", "lower":
		return true
	}
	return false
}

func longFirst(word string) string {
	switch word {
	case "gt":
		return "great"
	case "mt":
		return "mount"
	case "upr":
		return "upper"
	case "lwr":
		return "lower"
	}
	return word
}

func longLast(word string) string {
	if long, ok := streetWords[word]; ok {
		return long
	}
	return word
}

// streetWords are the short forms that people write at the end of a street's name.
var streetWords = map[string]string{
	"st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close",
	"cres": "crescent", "cresc": "crescent", "dr": "drive", "drv": "drive", "gdn": "garden", "gdns": "gardens",
	"pl": "place", "sq": "square", "ter": "terrace", "terr": "terrace", "ct": "court", "crt": "court", "gr": "grove",
	"grv": "grove", "pk": "park", "wk": "walk", "wy": "way", "yd": "yard", "grn": "green", "pde": "parade",
	"mws": "mews", "vw": "view", "hse": "house", "est": "estate", "cotts": "cottages",
}
