package app

import (
	"regexp"
	"strings"
	"unicode"

	"waymark/domain"
	"waymark/internal/words"
)

// ParseNotes reads what a helper is shown before they say yes. What would lead them to a door or a telephone is refused at the
// field: they get it once they say yes.
func ParseNotes(field, text string) (string, error) {
	text = plain(text)
	if found := reachIn(text); found != "" {
		return "", domain.Errorf(domain.Invalid, field, "Please take the %s out of here. Your helper gets it once they say yes.", domain.Text(found))
	}
	return text, nil
}

// checkDoor refuses notes that lead to the door of whoever asks: their house, by its number or name, in their street or without it.
func checkDoor(field, notes, street, house string) error {
	if notes == "" || !doorIn(notes, street, house) {
		return nil
	}
	return domain.Errorf(domain.Invalid, field, "Please take the house out of here. Your helper gets the address once they say yes.")
}

// Numbers of houses, and what stands before them.
var (
	numbered    = regexp.MustCompile(`(?i)\b(?:at|house|door|flat|number|numbers|no|nr)[.:]? *(?:number|no|nr)?[.:]? *([0-9]{1,4}[a-z]?)\b`)
	clockGoesOn = regexp.MustCompile(`(?i)^(?:[:.][0-9]| *(?:am|pm|a\.m|p\.m|o.clock)\b)`) // then it is a time
	houseOnly   = regexp.MustCompile(`(?i)^[0-9]{1,4}[a-z]?$`)
	aNumber     = regexp.MustCompile(`(?i)\b[0-9]{1,4}[a-z]?\b`)
)

// doorIn finds a house in a text: "number 14" when that is theirs, any number before the name of their street ("14 High St" in High
// Street), and the house as they wrote it where it has a name. A number of something else, of a bus, is none.
func doorIn(text, street, house string) bool {
	house = strings.TrimSpace(house)
	own := aNumber.FindString(house)
	for _, m := range numbered.FindAllStringSubmatchIndex(text, -1) {
		bus := strings.HasSuffix(strings.ToLower(strings.TrimSpace(text[:m[0]])), "bus")
		if own != "" && strings.EqualFold(text[m[2]:m[3]], own) && !bus && !clockGoesOn.MatchString(text[m[3]:]) {
			return true
		}
	}
	if name := domain.SearchKey(house); len(name) > 3 && !houseOnly.MatchString(house) && strings.Contains(" "+domain.SearchKey(text)+" ", " "+name+" ") {
		return true
	}
	key := domain.SearchKey(street)
	for _, at := range aNumber.FindAllStringIndex(text, -1) {
		if key != "" && strings.HasPrefix(domain.SearchKey(strings.TrimLeft(text[at[1]:], " ,"))+" ", key+" ") {
			return true
		}
	}
	return false
}

// joiners hold letters together or apart, as some ways of writing need it; in an emoji of several they are part of it.
const joiners = "\u200c\u200d"

// plain is a text without the spaces around it and the signs that nobody sees: those that control a screen, turn the direction
// of reading, or hide between two letters. Ends of lines stay.
func plain(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && !strings.ContainsRune(joiners, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), "")))
}

// line is plain for what stands in one line: a name, a house.
func line(text string) string { return strings.TrimSpace(strings.ReplaceAll(plain(text), "\n", " ")) }

// reachIn names the way to reach somebody that a text holds: a telephone number, an address for mail, a postcode; "" for none.
func reachIn(text string) string {
	switch {
	case phoneIn(text):
		return words.Later("phone number")
	case emailIn(text):
		return words.Later("e-mail address")
	case postcodeIn(text):
		return words.Later("postcode")
	}
	return ""
}

// Figures that belong together, and what may stand between two parts of one telephone number.
var (
	figureGroup  = regexp.MustCompile(`\+?[0-9]+`)
	withinNumber = regexp.MustCompile(`^[ \x{a0}.()\x{2010}\x{2011}\x{2013}-]{1,3}$`)
)

// phoneIn finds a telephone number with its first 0 or a country code, also where more figures follow it. Without one of these it
// may be a date, a bus or the number of a parcel.
func phoneIn(text string) bool {
	groups := figureGroup.FindAllStringIndex(text, -1)
	for n, first := range groups {
		if !strings.ContainsRune("+0", rune(text[first[0]])) && !strings.HasPrefix(text[first[0]:], "44") {
			continue
		}
		for m := n; m < len(groups); m++ {
			if m > n && !withinNumber.MatchString(text[groups[m-1][1]:groups[m][0]]) {
				break
			}
			if _, err := domain.ParsePhone("", text[first[0]:groups[m][1]]); err == nil {
				return true
			}
		}
	}
	return false
}

func emailIn(text string) bool {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:()<>[]\"“”", r) }) {
		if _, err := domain.ParseEmail("", strings.Trim(word, ".!?'’‘")); err == nil {
			return true
		}
	}
	return false
}

// postcodeShape is what looks like a postcode; domain.ParsePostcode knows which are.
var postcodeShape = regexp.MustCompile(`(?i)\b[A-Z]{1,2}[0-9][A-Z0-9]?[ \x{a0}-]?[0-9OI][A-Z]{2}\b`)

func postcodeIn(text string) bool {
	for _, found := range postcodeShape.FindAllString(text, -1) {
		if _, err := domain.ParsePostcode("", found); err == nil {
			return true
		}
	}
	return false
}
