package domain

import (
	"slices"
	"strings"
	"time"
)

const (
	wholeDay    = 1<<Morning | 1<<Afternoon | 1<<Evening // a set of parts
	everyDay    = 1<<7 - 1                               // a set of days, bit 0 Monday
	weekdaysSet = 1<<5 - 1
	weekendSet  = everyDay &^ weekdaysSet
)

// dayWords and partWords are what ParseAvailability understands, in the singular; an s at the end is taken off first.
var (
	dayWords = map[string]uint8{
		"monday": 1, "mon": 1, "tuesday": 2, "tue": 2, "wednesday": 4, "wed": 4, "weds": 4, "thursday": 8, "thu": 8, "thur": 8,
		"friday": 16, "fri": 16, "saturday": 32, "sat": 32, "sunday": 64, "sun": 64,
		"weekday": weekdaysSet, "weekend": weekendSet, "every": everyDay, "any": everyDay, "daily": everyDay,
	}
	partWords = map[string]uint8{
		"morning": 1 << Morning, "am": 1 << Morning, "afternoon": 1 << Afternoon, "pm": 1 << Afternoon,
		"evening": 1 << Evening, "daytime": 1<<Morning | 1<<Afternoon, "all": wholeDay, "anytime": wholeDay, "always": wholeDay,
	}
	smallWords = strings.Fields("and on in the or day time of week & -")
)

// ParseAvailability reads times in plain words: "weekday mornings", "Monday to Friday", "Tuesday and Thursday evenings,
// Saturdays", "any time". Days without a part are meant from morning to evening; parts without a day on every day. The
// error is Invalid, for the given field, and names the word that was not understood.
func ParseAvailability(field, text string) (Availability, error) {
	var p weekParser
	text = strings.NewReplacer("-", " to ", "\u2013", " to ", ",", " ", ";", " ; ", "/", " ", ".", " ", "+", " ", "&", " ").Replace(strings.ToLower(text))
	for _, word := range strings.Fields(text) {
		if !p.take(word) {
			return 0, Errorf(Invalid, field, "We do not understand “%s”. Please write times like “weekday mornings, Saturday afternoons”.", word)
		}
	}
	p.flush()
	if p.week == 0 {
		return 0, Errorf(Invalid, field, "Please say when, such as “weekday mornings, Saturday afternoons”.")
	}
	return p.week, nil
}

// weekParser gathers days, then parts; a day after a part begins the next phrase.
type weekParser struct {
	week        Availability
	days, parts uint8
	last        uint8 // the day named last, for "Monday to Friday"
	through     bool  // "to" was the last word
}

func (p *weekParser) take(word string) bool {
	if slices.Contains(smallWords, word) {
		return true
	}
	if word == "to" || word == "till" || word == "until" {
		p.through = p.last != 0
		return p.through
	}
	if word == ";" {
		p.flush()
		return true
	}
	if days, ok := lookUp(dayWords, word); ok {
		p.addDays(days)
		return true
	}
	parts, ok := lookUp(partWords, word)
	p.parts |= parts
	return ok && !p.through
}

// lookUp finds a word, or its singular.
func lookUp(words map[string]uint8, word string) (uint8, bool) {
	if set, ok := words[word]; ok {
		return set, true
	}
	set, ok := words[strings.TrimSuffix(word, "s")]
	return set, ok
}

func (p *weekParser) addDays(days uint8) {
	if p.parts != 0 {
		p.flush()
	}
	// "Friday to Monday" goes over the end of the week.
	for day := p.last; p.through && day != days && days&(days-1) == 0; {
		day = day << 1
		if day > weekendSet {
			day = 1
		}
		p.days |= day
	}
	p.days |= days
	p.through, p.last = false, 0
	if days&(days-1) == 0 {
		p.last = days
	}
}

// flush adds the phrase that has been read to the week.
func (p *weekParser) flush() {
	if p.days == 0 && p.parts == 0 {
		return
	}
	if p.days == 0 {
		p.days = everyDay
	}
	if p.parts == 0 {
		p.parts = wholeDay
	}
	for day := range 7 {
		if p.days>>day&1 == 1 {
			p.week |= Availability(p.parts) << (3 * day)
		}
	}
	*p = weekParser{week: p.week}
}

// Words says the times as people do: "weekday mornings; Saturday afternoons and evenings", "any time", "no regular times".
// ParseAvailability reads them back, the last apart.
func (a Availability) Words() string {
	switch a & AnyTime {
	case 0:
		return "no regular times"
	case AnyTime:
		return "any time"
	}
	var phrases []string
	done := uint8(0)
	for day := range 7 {
		parts := uint8(a>>(3*day)) & wholeDay
		if parts == 0 || done>>day&1 == 1 {
			continue
		}
		same := uint8(0)
		for other := day; other < 7; other++ {
			if uint8(a>>(3*other))&wholeDay == parts {
				same |= 1 << other
			}
		}
		done |= same
		phrases = append(phrases, phrase(same, parts))
	}
	return strings.Join(phrases, "; ")
}

// phrase says one set of days with its parts of the day: "Monday and Thursday mornings", "weekends all day".
func phrase(days, parts uint8) string {
	var names []string
	switch days {
	case everyDay:
	case weekdaysSet:
		names = []string{"weekday"}
	case weekendSet:
		names = []string{"weekend"}
	default:
		names = dayNames(days)
	}
	if parts == wholeDay {
		return inWords(names) + " all day"
	}
	var times []string
	for i, name := range []string{"mornings", "afternoons", "evenings"} {
		if parts>>i&1 == 1 {
			times = append(times, name)
		}
	}
	return strings.TrimSpace(inWords(names) + " " + inWords(times))
}

// dayNames are the days of a set, Monday first.
func dayNames(days uint8) (names []string) {
	for day := range 7 {
		if days>>day&1 == 1 {
			names = append(names, time.Weekday((day+1)%7).String())
		}
	}
	return names
}

// inWords joins words: "a", "a and b", "a, b and c".
func inWords(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
