package domain

import (
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// mostTimes is how many times a week one service may have.
const mostTimes = 42

// ParseTimes reads one line of times of a week, such as "Tuesday and Thursday 10am to 12", "Mon-Fri 9:00-17:00" or "Sat 14.30". Days
// stand before their time. The error is Invalid, for the given field, and names what was not understood.
func ParseTimes(field, text string) ([]Schedule, error) {
	p := timesParser{field: field, text: text}
	for _, word := range timeWords(text) {
		if err := p.take(word); err != nil {
			return nil, err
		}
	}
	if err := p.flush(); err != nil {
		return nil, err
	}
	if len(p.out) == 0 {
		return nil, p.unclear(strings.TrimSpace(text))
	}
	return p.out, nil
}

// ParseWeek reads several lines of times, and refuses one that begins at the same minute as another.
func ParseWeek(field string, lines []string) (out []Schedule, err error) {
	type start struct{ day, minute int }
	seen := map[start]bool{}
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		times, err := ParseTimes(field, line)
		if err != nil {
			return nil, err
		}
		for _, t := range times {
			if seen[start{t.Weekday, t.Opens}] {
				return nil, Errorf(Invalid, field, "The time “%s” is there twice. Please take one of them out.", t.String())
			}
			seen[start{t.Weekday, t.Opens}] = true
			out = append(out, t)
		}
	}
	if len(out) > mostTimes {
		return nil, Errorf(Invalid, field, "Those are more than %d times a week. Please write them in words instead.", mostTimes)
	}
	return out, nil
}

// timeWords parts a line into days, times and what joins them: a dash between two of them is "to".
func timeWords(text string) []string {
	text = strings.NewReplacer("–", " to ", "-", " to ", ",", " ", ";", " ", "&", " ", "+", " ", "/", " ", "(", " ", ")", " ").Replace(strings.ToLower(text))
	return strings.Fields(text)
}

// timesParser gathers days, then a time or two; a day after a time begins the next phrase.
type timesParser struct {
	field, text string
	days, last  uint8 // sets of days; last: the day named last, for "Monday to Friday"
	opens       *int
	closes      *int
	early       bool // the beginning was said without am or pm, and may be meant by what follows
	through     bool // "to" was the last word
	out         []Schedule
}

func (p *timesParser) take(word string) error {
	switch word {
	case "and", "on", "at", "from", "every", "each", "in", "the":
		return nil
	case "to", "till", "until":
		p.through = true
		return nil
	case "am", "pm":
		return p.half(word == "pm")
	}
	if day, ok := dayWords[strings.TrimSuffix(strings.TrimSuffix(word, "."), "s")]; ok {
		return p.day(day)
	}
	if day, ok := dayWords[strings.TrimSuffix(word, ".")]; ok { // "tues", "weds": a short form that ends in an s
		return p.day(day)
	}
	if word == "tues" || word == "thurs" {
		return p.day(dayWords[word[:3]])
	}
	minute, vague, ok := minuteOf(word)
	if !ok {
		return p.unclear(word)
	}
	return p.time(minute, vague)
}

func (p *timesParser) day(day uint8) error {
	if p.opens != nil {
		if err := p.flush(); err != nil {
			return err
		}
	}
	if p.through && p.last != 0 && bits.OnesCount8(day) == 1 {
		for d := p.last; d != day; {
			if d <<= 1; d > 64 {
				d = 1
			}
			p.days |= d
		}
	}
	p.days |= day
	p.last, p.through = day, false
	return nil
}

func (p *timesParser) time(minute int, vague bool) error {
	switch {
	case p.days == 0:
		return Errorf(Invalid, p.field, "Please write the day before its time, such as “Tuesday 10:00 to 12:00”.")
	case p.opens == nil:
		p.opens, p.early = &minute, vague
	case p.closes == nil && p.through:
		p.closes = &minute
		p.between(vague)
	default:
		days := p.days // another time of the same days: "Monday 10:00 to 12:00, 14:00 to 16:00"
		if err := p.flush(); err != nil {
			return err
		}
		p.days, p.opens, p.early = days, &minute, vague
	}
	p.through = false
	return nil
}

// between reads the end by the beginning where neither half of the day was said: "10 to 12" is in the morning, "10 to 2" goes over
// noon, "2 to 4" is meant after it; "2 to 4pm" has its beginning after noon too.
func (p *timesParser) between(vague bool) {
	const half = 12 * 60
	if p.early && *p.opens < 7*60 && (vague || *p.closes > half) {
		*p.opens += half
	}
	if vague && *p.closes <= *p.opens && *p.closes < half {
		*p.closes += half
	}
}

// half is am or pm that stands apart from its hour.
func (p *timesParser) half(after bool) error {
	at := p.opens
	if p.closes != nil {
		at = p.closes
	}
	if at == nil {
		return p.unclear("pm")
	}
	const half = 12 * 60
	if after && *at < half {
		*at += half
	}
	if at == p.opens {
		p.early = false
	} else if p.early && *p.opens+half < *at {
		*p.opens += half
	}
	return nil
}

// flush ends a phrase: its time on each of its days.
func (p *timesParser) flush() error {
	if p.days == 0 && p.opens == nil {
		return nil
	}
	if p.opens == nil {
		return Errorf(Invalid, p.field, "Please write when it begins, such as “Tuesday 10:00 to 12:00”. It reads “%s”.", strings.TrimSpace(p.text))
	}
	if p.early && p.closes == nil && *p.opens < 7*60 {
		*p.opens += 12 * 60 // nobody begins at two in the night
	}
	if p.closes != nil && *p.closes <= *p.opens {
		return endFirst(p.field, p.text)
	}
	for d := range 7 {
		if p.days>>d&1 == 1 {
			p.out = append(p.out, Schedule{Weekday: d + 1, Opens: *p.opens, Closes: p.closes})
		}
	}
	p.days, p.last, p.opens, p.closes, p.early, p.through = 0, 0, nil, nil, false, false
	return nil
}

func endFirst(field, text string) *Error {
	return Errorf(Invalid, field, "The end is before the beginning. It reads “%s”.", strings.TrimSpace(text))
}

// IsEndFirst reports whether times were refused because one ends before it begins: nobody can know which of the two is wrong, so it may
// not be kept as words either.
func IsEndFirst(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Format == endFirst("", "").Format
}

func (p *timesParser) unclear(word string) error {
	return Errorf(Invalid, p.field, "We do not understand “%s”. Please write a day and a time, such as “Tuesday 10:00 to 12:00”.", word)
}

// minuteOf reads a time of day: 10, 10:30, 10.30, 1030, 10am, 2.30pm, noon. vague: it may be meant before noon or after.
func minuteOf(word string) (minute int, vague, ok bool) {
	switch word {
	case "noon", "midday":
		return 12 * 60, false, true
	case "midnight":
		return 24 * 60, false, true
	}
	text, after := strings.CutSuffix(word, "pm")
	text, before := strings.CutSuffix(text, "am")
	hour, min, found := strings.Cut(strings.ReplaceAll(text, ".", ":"), ":")
	if !found && len(text) == 4 {
		hour, min = text[:2], text[2:]
	}
	h, err := strconv.Atoi(hour)
	m := 0
	if err == nil && min != "" {
		m, err = strconv.Atoi(min)
	}
	switch {
	case err != nil || len(min) != 0 && len(min) != 2 || m < 0 || m > 59 || h < 0 || h > 24 || h == 24 && m > 0:
		return 0, false, false
	case (after || before) && (h < 1 || h > 12):
		return 0, false, false
	case after && h < 12:
		h += 12
	case before && h == 12:
		h = 0
	}
	return h*60 + m, !after && !before && h <= 12 && len(hour) < 2, true
}

var weekdayNames = [...]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// WeekdayName is the English name of a day by its number in ISO 8601: Monday is 1; "" for any other number.
func WeekdayName(day int) string {
	if day < 1 || day > len(weekdayNames) {
		return ""
	}
	return weekdayNames[day-1]
}

// ClockTime writes a minute of the day as 14:30.
func ClockTime(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// OpensAt is when it begins, as 14:30.
func (s Schedule) OpensAt() string { return ClockTime(s.Opens) }

// ClosesAt is when it ends, as 16:00; nil when nobody has said.
func (s Schedule) ClosesAt() *string {
	if s.Closes == nil {
		return nil
	}
	at := ClockTime(*s.Closes)
	return &at
}

// String writes a time as ParseTimes reads it: "Tuesday 10:00 to 12:00".
func (s Schedule) String() string {
	out := WeekdayName(s.Weekday) + " " + ClockTime(s.Opens)
	if s.Closes != nil {
		out += " to " + ClockTime(*s.Closes)
	}
	return out
}
