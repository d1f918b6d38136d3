package domain

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Span is a length of open time as a district writes it: hours and minutes as they are, or half days. A day is the open hours of an
// ordinary day, so "1 day" from Monday at three ends on Tuesday at three, however long people may be asked.
type Span struct {
	Time     time.Duration
	HalfDays int
}

// Minutes is a number of minutes of open time.
func Minutes(n int) Span { return Span{Time: time.Duration(n) * time.Minute} }

// Days is a number of open days.
func Days(n int) Span { return Span{HalfDays: 2 * n} }

// In returns the span as a length of open time, where an ordinary day is open so long.
func (s Span) In(day time.Duration) time.Duration {
	return s.Time + time.Duration(s.HalfDays)*day/2
}

// IsZero reports whether nothing was said.
func (s Span) IsZero() bool { return s == Span{} }

// String writes the span as people do, and as ParseSpan reads it: "15 minutes", "1 hour 30 minutes", "half a day", "1 day"; "" for none.
func (s Span) String() string {
	var words []string
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			words = append(words, "1 "+one)
		case n > 1:
			words = append(words, strconv.Itoa(n)+" "+many)
		}
	}
	add(s.HalfDays/2, "day", "days")
	if s.HalfDays%2 == 1 {
		words = append(words, "half a day")
	}
	add(int(s.Time/time.Hour), "hour", "hours")
	add(int(s.Time%time.Hour/time.Minute), "minute", "minutes")
	return strings.Join(words, " ")
}

// longestSpan is more than any time at a level needs, in days and in hours.
const longestSpan = 60

// ParseSpan reads a length of open time: "15 minutes", "1 hour 30 minutes", "90 min", "2 h", "half a day", "3 days". "" is none. The
// error is Invalid, for the given field.
func ParseSpan(field, text string) (Span, error) {
	wrong := Errorf(Invalid, field, "We do not understand “%.40s”. Please write a time like “15 minutes”, “2 hours”, “half a day” or “3 days”.", text)
	words := strings.Fields(spaced(strings.NewReplacer("half a day", "1 half", ",", " ", " and ", " ").Replace(strings.ToLower(text))))
	var out Span
	for i := 0; i < len(words); i += 2 {
		n, err := strconv.Atoi(words[i])
		if err != nil || n < 0 || i+1 == len(words) {
			return Span{}, wrong
		}
		if n > longestSpan*60 {
			return Span{}, Errorf(Invalid, field, "“%.40s” is too long. Please write %d days at most.", text, longestSpan)
		}
		switch words[i+1] {
		case "m", "min", "mins", "minute", "minutes":
			out.Time += time.Duration(n) * time.Minute
		case "h", "hour", "hours":
			out.Time += time.Duration(n) * time.Hour
		case "half":
			out.HalfDays += n
		case "d", "day", "days":
			out.HalfDays += 2 * n
		default:
			return Span{}, wrong
		}
	}
	if out.HalfDays > 2*longestSpan || out.Time > longestSpan*time.Hour {
		return Span{}, Errorf(Invalid, field, "“%.40s” is too long. Please write %d days or %d hours at most.", text, longestSpan, longestSpan)
	}
	return out, nil
}

// spaced puts a space between numbers and letters: "1h30m".
func spaced(text string) string {
	var out strings.Builder
	was := ' '
	for _, c := range text {
		if isDigit(was) && isLetter(c) || isLetter(was) && isDigit(c) {
			out.WriteByte(' ')
		}
		out.WriteRune(c)
		was = c
	}
	return out.String()
}

func isDigit(c rune) bool { return c >= '0' && c <= '9' }

func isLetter(c rune) bool { return c >= 'a' && c <= 'z' }

// SayClock writes a time of the day, a length since midnight, as "08:30".
func SayClock(t time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(t.Hours()), int(t.Minutes())%60)
}

// ParseClock reads a time of the day, "08:30" to "24:00", as a length since midnight. The error is Invalid, for the given field.
func ParseClock(field, text string) (time.Duration, error) {
	text = strings.TrimSpace(text)
	if text == "24:00" {
		return 24 * time.Hour, nil
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, Errorf(Invalid, field, "Please write a time of the day such as 08:30.")
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, nil
}
