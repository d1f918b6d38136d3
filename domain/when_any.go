package domain

import (
	"math/bits"
	"strings"
)

// AnyOf says at which times somebody could come of whom one time is wanted, as people do, to stand after "on": "any weekday", "any morning except Sunday",
// "a Thursday afternoon". Each time that it names is one of a; what would make it long is left out, so that it is
// short and true. "" is any time, or none.
func (a Availability) AnyOf() string {
	if a &= AnyTime; a == 0 || a == AnyTime {
		return ""
	}
	first := a.bestTimes(a)
	out, left := first.words(), a&^first.week()
	if left == 0 {
		return out
	}
	second := a.bestTimes(left)
	both := out + " or " + second.words()
	if strings.Count(both, " ") < longTimes {
		return both
	}
	return out
}

// longTimes is how many words the times of a week may have that are said in two phrases.
const longTimes = 9

// slots counts the times.
func (a Availability) slots() int { return bits.OnesCount32(uint32(a)) }

// someTimes are the same parts of some days.
type someTimes struct{ days, parts uint8 }

// week is when they are.
func (t someTimes) week() (a Availability) {
	for day := range 7 {
		if t.days>>day&1 == 1 {
			a |= Availability(t.parts) << (3 * day)
		}
	}
	return a
}

// bestTimes are those of a that cover most of what is wanted; of two that cover about as much the one that is said in fewer words.
func (a Availability) bestTimes(wanted Availability) (best someTimes) {
	most := -100
	for days := uint8(1); days <= everyDay; days++ {
		for parts := uint8(1); parts <= wholeDay; parts++ {
			t := someTimes{days, parts}
			if t.week()&^a != 0 {
				continue
			}
			words := t.words()
			if worth := 7*(t.week()&wanted).slots() - 3*strings.Count(words, " "); words != "" && worth > most {
				best, most = t, worth
			}
		}
	}
	return best
}

// words say the times; "" of days that nobody would say in one breath.
func (t someTimes) words() string {
	var parts []string
	for i, name := range []string{"morning", "afternoon", "evening"} {
		if t.parts>>i&1 == 1 && t.parts != wholeDay {
			parts = append(parts, name)
		}
	}
	part := strings.Join(parts, " or ")
	joined := func(before string) string { return strings.TrimSpace(before + " " + part) }
	switch n := bits.OnesCount8(t.days); {
	case t.days == everyDay && part == "":
		return "any day"
	case t.days == everyDay:
		return "any " + part
	case t.days == weekdaysSet:
		return joined("any weekday")
	case t.days == weekendSet && part == "":
		return "a Saturday or Sunday"
	case t.days == weekendSet:
		return joined("any weekend")
	case n <= 3:
		names := dayNames(t.days)
		return joined("a " + strings.TrimPrefix(strings.Join(names[:n-1], ", ")+" or "+names[n-1], " or "))
	case t.days&^weekdaysSet == 0: // four of five
		return joined("any weekday") + " except " + dayNames(weekdaysSet &^ t.days)[0]
	case n >= 5:
		return someTimes{everyDay, t.parts}.words() + " except " + inWords(dayNames(everyDay&^t.days))
	}
	return ""
}
