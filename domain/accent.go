package domain

import (
	"strings"
	"unicode"
)

// accented lists, for each combining mark of Unicode, letters and what they become with that mark over or under them:
// the letters of the languages of western and central Europe, in lower case.
var accented = map[rune]string{
	'\u0300': "aàeèiìoòuùnǹwẁyỳ",
	'\u0301': "aáeéiíoóuúyýcćlĺnńrŕsśwẃzź",
	'\u0302': "aâeêiîoôuûcĉgĝhĥjĵsŝwŵyŷ",
	'\u0303': "aãoõnñiĩuũ",
	'\u0304': "aāeēiīoōuū",
	'\u0306': "aăeĕiĭoŏuŭgğ",
	'\u0307': "cċeėgġzż",
	'\u0308': "aäeëiïoöuüwẅyÿ",
	'\u030a': "aåuů",
	'\u030b': "oőuű",
	'\u030c': "cčdďeěnňrřsštťzž",
	'\u0326': "sștț",
	'\u0327': "cçgģkķlļnņrŗsştţ",
	'\u0328': "aąeęiįuų",
}

// compose joins a letter and the mark that follows it, so that both ways of writing an accent in Unicode are one. A pair
// that is not in the table loses its mark.
func compose(letter, mark rune) rune {
	pairs := []rune(accented[mark])
	for i := 0; i+1 < len(pairs); i += 2 {
		switch letter {
		case pairs[i]:
			return pairs[i+1]
		case unicode.ToUpper(pairs[i]):
			return unicode.ToUpper(pairs[i+1])
		}
	}
	return letter
}

// isMark says whether the rune is one of Unicode's combining marks of the first block.
func isMark(r rune) bool { return r >= 0x300 && r <= 0x36f }

// plainLetters is accented the other way about, with the letters that are written as two when there is no key for them.
var plainLetters = func() *strings.Replacer {
	var pairs []string
	for _, letters := range accented {
		letters := []rune(letters)
		for i := 0; i+1 < len(letters); i += 2 {
			pairs = append(pairs, string(letters[i+1]), string(letters[i]))
		}
	}
	pairs = append(pairs, "ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")
	return strings.NewReplacer(pairs...)
}()

// fold takes the accents off lower-case text.
func fold(text string) string { return plainLetters.Replace(text) }
