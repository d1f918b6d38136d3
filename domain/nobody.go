package domain

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Clue is what in a text looks like somebody: the words, and what they look like.
type Clue struct {
	Words string
	Looks string // "somebody’s name", as it stands in a sentence
}

// What a clue can look like.
const (
	looksName     = "a name"
	looksPhone    = "a phone number"
	looksEmail    = "an e-mail address"
	looksAddress  = "an address"
	looksNHS      = "an NHS number"
	looksBirthday = "a date of birth"
)

// The shapes of what says who somebody is. A house number belongs to a street or a postcode; alone it is a number.
var (
	emailShape    = regexp.MustCompile(`[^\s,;:()<>"“”]+@[^\s,;:()<>"“”]+`)
	figures       = regexp.MustCompile(`\+?\(?\d[\d ().\x{a0}\x{2010}\x{2011}\x{2013}-]{5,}\d`)
	houseStreet   = regexp.MustCompile(`(?i)\b(?:flat |number |no\.? ?)?\d{1,4}[a-z]?,? (?:\p{L}[\p{L}’'-]* ){1,3}(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|way|row|terrace|crescent|court|gardens|place|hill|square|park|mews|view|rise|walk|green)\b`)
	housePostcode = regexp.MustCompile(`(?i)\b(?:flat |number |no\.? ?)?\d{1,4}[a-z]?,? (?:at |in |of )?[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b`)
	fullPostcode  = regexp.MustCompile(`(?i)\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b`)
	datedDay      = regexp.MustCompile(`\b\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})\b`)
	isoDay        = regexp.MustCompile(`\b(\d{4})-\d{2}-\d{2}\b`)
	spokenDay     = regexp.MustCompile(`(?i)\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (\d{4})\b`)
	bornDay       = regexp.MustCompile(`(?i)\b(?:born|dob|d\.o\.b\.?|date of birth|birthday)\b[ :]*(?:on |in |is )?(?:the )?[\d]+[^.!?\n]{0,12}`)
	titledName    = regexp.MustCompile(`(?i)\b(?:mr|mrs|ms|miss|mx|dr|sir|lady|rev|reverend|father|nurse)\b\.? (?:[A-Z]\.? )?\p{L}[\p{L}’'-]+`)
	calledName    = regexp.MustCompile(`\b(?:[Cc]alled|[Nn]amed|[Nn]ame is|[Nn]ame’s|[Nn]ame's|surname) (\p{L}[\p{L}’'-]+)`)
	initialName   = regexp.MustCompile(`\b[A-Z]\.? ?[A-Z]?\.? \p{Lu}\p{Ll}{2,}\b`)
	wordShape     = regexp.MustCompile(`\p{L}[\p{L}’'-]*`)
)

// capitals are words with a capital letter that are nobody: days, months, peoples and what helps people here. Names of places, groups
// and shelves come from the caller.
var capitals = wordSet(`
	monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
	christmas easter ramadan eid diwali hanukkah lent english welsh cornish scottish irish polish ukrainian romanian portuguese spanish french german italian arabic
	urdu punjabi bengali gujarati somali turkish chinese kurdish british britain england wales scotland ireland ukraine poland london europe european
	nhs gp pip uc esa dla hmrc dwp dvla mot tv dbs adhd lgbt lgbtq ptsd copd okay ok uk eu bbc age concern citizens advice samaritans mind alzheimer's alzheimer’s
	parkinson's parkinson’s macmillan relate shelter cruse headway stepchange turn2us christians facebook whatsapp zoom google skype youtube nextdoor instagram
	universal credit attendance allowance council housing benefit blue badge talking bench café cafe ideas men's men’s women's women’s shed warm hub food bank library
	surgery hospital job centre jobcentre plus town hall village church chapel methodist baptist catholic anglican quaker muslim jewish christian hindu sikh buddhist salvation army
	i i'm i’m i've i’ve i'll i’ll i'd i’d`)

// softNames are first names that are words as well: a name only where the capital letter says so.
var softNames = wordSet(`grace hope will may rose mark joy faith dawn heather hazel ivy iris lily olive daisy violet robin jack frank bill dean drew guy holly ivan jasmine
	june april august summer ray rob pat penny peg ruby pearl amber ginger sandy sky terry carol harry victor chase miles`)

// PersonIn finds what in a text may say who somebody is. known are names of places, streets, groups and services, which are nobody.
// It would rather stop one text too many: whoever writes reads why, and writes it without.
func PersonIn(text string, known ...string) []Clue {
	f := finder{text: text, places: capitals}
	if len(known) > 0 {
		f.places = wordSet(strings.ToLower(strings.Join(known, " ")))
		for w := range capitals {
			f.places[w] = true
		}
	}
	f.all(emailShape, looksEmail)
	f.all(bornDay, looksBirthday)
	f.days()
	f.numbers()
	f.all(houseStreet, looksAddress)
	f.all(housePostcode, looksAddress)
	f.all(fullPostcode, looksAddress)
	f.all(titledName, looksName)
	f.called()
	f.names()
	slices.SortStableFunc(f.found, func(a, b span) int { return a.from - b.from })
	out := make([]Clue, len(f.found))
	for i, s := range f.found {
		out[i] = Clue{Words: strings.TrimSpace(text[s.from:s.to]), Looks: s.looks}
	}
	return out
}

// PersonInError says of a text with somebody in it which words are meant and what they look like; nil where there is nobody. The first
// three are named, the same words once.
func PersonInError(field, text string, known ...string) *Error {
	var named []any
	more := false
	for _, c := range PersonIn(text, known...) {
		if slices.Contains(named, any(c.Words)) {
			continue
		}
		if more = len(named) == 6; more {
			break
		}
		named = append(named, c.Words, Text(c.Looks))
	}
	switch {
	case len(named) == 0:
		return nil
	case more:
		return Errorf(Invalid, field, "“%s” looks like %s, “%s” like %s, “%s” like %s, and there is more. This is about what you talked of, never about who. Please take them out: all else stays as it is.", named...)
	case len(named) == 6:
		return Errorf(Invalid, field, "“%s” looks like %s, “%s” like %s, and “%s” like %s. This is about what you talked of, never about who. Please take them out: all else stays as it is.", named...)
	case len(named) == 4:
		return Errorf(Invalid, field, "“%s” looks like %s, and “%s” like %s. This is about what you talked of, never about who. Please take them out: all else stays as it is.", named...)
	}
	return Errorf(Invalid, field, "“%s” looks like %s. This is about what you talked of, never about who. Please take it out: all else stays as it is.", named...)
}

// span is a stretch of a text.
type span struct {
	from, to int
	looks    string
}

type finder struct {
	text   string
	places map[string]bool
	found  []span
}

// add notes a stretch that no earlier clue covers.
func (f *finder) add(from, to int, looks string) {
	for _, s := range f.found {
		if from < s.to && s.from < to {
			return
		}
	}
	f.found = append(f.found, span{from, to, looks})
}

func (f *finder) all(shape *regexp.Regexp, looks string) {
	for _, at := range shape.FindAllStringIndex(f.text, -1) {
		f.add(at[0], at[1], looks)
	}
}

// Years in which somebody who is alive was born, and who is not a child of today: a day in a year of now is when something takes place.
const (
	oldestBirth = 1905
	newestBirth = 2019
)

// days finds days of years in which people were born.
func (f *finder) days() {
	for _, shape := range []*regexp.Regexp{datedDay, isoDay, spokenDay} {
		for _, at := range shape.FindAllStringSubmatchIndex(f.text, -1) {
			year, _ := strconv.Atoi(f.text[at[2]:at[3]]) // the shape has figures alone
			if at[3]-at[2] == 2 && year > 25 {
				year += 1900
			}
			if year >= oldestBirth && year <= newestBirth {
				f.add(at[0], at[1], looksBirthday)
			}
		}
	}
}

// numbers finds NHS numbers, by their check digit, and telephone numbers.
func (f *finder) numbers() {
	for _, at := range figures.FindAllStringIndex(f.text, -1) {
		digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, f.text[at[0]:at[1]])
		switch {
		case nhsNumber(digits):
			f.add(at[0], at[1], looksNHS)
		case len(digits) >= 7:
			f.add(at[0], at[1], looksPhone)
		}
	}
}

// nhsNumber checks ten figures by the last, modulo 11. The NHS gives none that begin with 0.
func nhsNumber(digits string) bool {
	if len(digits) != 10 || digits[0] == '0' {
		return false
	}
	sum := 0
	for i := range 9 {
		sum += int(digits[i]-'0') * (10 - i)
	}
	check := (11 - sum%11) % 11
	return check != 10 && check == int(digits[9]-'0')
}

// called finds the name after "called" and its like, with or without a capital letter where it is a name.
func (f *finder) called() {
	for _, at := range calledName.FindAllStringSubmatchIndex(f.text, -1) {
		word := f.text[at[2]:at[3]]
		if upperFirst(word) && !f.nobody(word) || firstNames[strings.ToLower(word)] {
			f.add(at[2], at[3], looksName)
		}
	}
}

// nobody reports whether a word with a capital letter belongs to a place, a day or a group.
func (f *finder) nobody(word string) bool {
	low := strings.ToLower(word)
	return f.places[low] || f.places[strings.TrimSuffix(strings.TrimSuffix(low, "s"), "’")] || f.places[strings.TrimSuffix(low, "'s")] || f.places[strings.TrimSuffix(low, "’s")] ||
		strings.ToUpper(word) == word && len(word) > 1 // letters that stand for a name of something: "CAB"
}

// names finds first names, and words within a sentence that have a capital letter and belong to nothing that is known.
func (f *finder) names() {
	words := wordShape.FindAllStringIndex(f.text, -1)
	for i, at := range words {
		word := f.text[at[0]:at[1]]
		bare := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(word), "’s"), "'s")
		upper, begins := upperFirst(word), f.begins(at[0])
		switch {
		case softNames[bare]:
			if upper && !begins && !f.nobody(word) {
				f.name(words, i)
			}
		case firstNames[bare]:
			if !f.places[bare] || upper && f.surnameAfter(words, i) {
				f.name(words, i)
			}
		case upper && !begins && !f.nobody(word):
			f.name(words, i)
		case upper && begins && !f.nobody(word) && f.surnameAfter(words, i):
			f.name(words, i)
		}
	}
	f.all(initialName, looksName)
}

// name notes a word, with the surname that follows it.
func (f *finder) name(words [][]int, i int) {
	to := words[i][1]
	if f.surnameAfter(words, i) {
		to = words[i+1][1]
	}
	f.add(words[i][0], to, looksName)
}

// surnameAfter reports whether the next word follows at once, has a capital letter and belongs to nothing that is known.
func (f *finder) surnameAfter(words [][]int, i int) bool {
	if i+1 == len(words) || f.text[words[i][1]:words[i+1][0]] != " " {
		return false
	}
	next := f.text[words[i+1][0]:words[i+1][1]]
	return upperFirst(next) && !f.nobody(next)
}

// begins reports whether a sentence begins at a place of the text.
func (f *finder) begins(at int) bool {
	before := strings.TrimRightFunc(f.text[:at], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("“\"‘'(-–•", r) })
	return before == "" || strings.ContainsAny(before[len(before)-1:], ".!?:\n") || strings.Contains(f.text[len(before):at], "\n")
}

func upperFirst(word string) bool {
	for _, r := range word {
		return unicode.IsUpper(r)
	}
	return false
}
