package domain

import (
	"math/bits"
	"time"
)

// Part is a part of the day in which people plan: the morning 08-12, the afternoon 12-17, the evening 17-21.
type Part uint8

// The parts of a day.
const (
	Morning Part = iota
	Afternoon
	Evening
)

// partHours are the hours at which each part begins and, at the next place, ends.
var partHours = [4]int{8, 12, 17, 21}

// slotsAWeek is 7 days of 3 parts.
const slotsAWeek = 21

// Slot is one part of one of the seven days that begin today: 0 is this morning, 1 this afternoon, 3 tomorrow morning, 20
// the evening six days ahead. A set of slots is a uint32 with bit s for Slot s, as the solver takes it.
type Slot uint8

// Day returns how many days ahead the slot is: 0 is today.
func (s Slot) Day() int { return int(s) / 3 }

// Part returns the part of the day.
func (s Slot) Part() Part { return Part(s % 3) }

// FirstSlot returns the earliest slot of a set; false when it is empty.
func FirstSlot(slots uint32) (Slot, bool) {
	slots &= 1<<slotsAWeek - 1
	return Slot(bits.TrailingZeros32(slots)), slots != 0
}

// SlotTime returns when a slot begins and ends on the clock of loc, today being the day of now there. Hours are those on the
// wall, also across a clock change.
func SlotTime(s Slot, now time.Time, loc *time.Location) (start, end time.Time) {
	year, month, day := now.In(loc).Date()
	at := func(hour int) time.Time { return time.Date(year, month, day+s.Day(), hour, 0, 0, 0, loc) }
	return at(partHours[s.Part()]), at(partHours[s.Part()+1])
}

// SlotsBetween returns the slots of the coming seven days that have something of the time from one instant to another in
// them and are not over yet. Zero instants set no bound.
func SlotsBetween(from, until, now time.Time, loc *time.Location) uint32 {
	slots := uint32(0)
	for s := range Slot(slotsAWeek) {
		start, end := SlotTime(s, now, loc)
		if end.After(now) && (from.IsZero() || end.After(from)) && (until.IsZero() || start.Before(until)) {
			slots |= 1 << s
		}
	}
	return slots
}

// Availability says when somebody can help in any week: 21 bits, bit 3*day+part, Monday first. The zero value is "never".
type Availability uint32

// AnyTime is every part of every day.
const AnyTime Availability = 1<<slotsAWeek - 1

// At returns the availability of one part of one day.
func At(day time.Weekday, part Part) Availability {
	return 1 << (3*mondayFirst(day) + int(part))
}

// AllDay returns the availability of every part of one day.
func AllDay(day time.Weekday) Availability { return 7 << (3 * mondayFirst(day)) }

// Has reports whether the part of the day is among the times.
func (a Availability) Has(day time.Weekday, part Part) bool { return a&At(day, part) != 0 }

// Rotate turns a week that begins on Monday into the seven days that begin today: bits 0 to 2 of the result are today.
func (a Availability) Rotate(today time.Weekday) uint32 {
	shift := 3 * mondayFirst(today)
	week := uint32(a & AnyTime)
	return (week>>shift | week<<(slotsAWeek-shift)) & uint32(AnyTime)
}

// mondayFirst counts the days of the week from Monday, 0, to Sunday, 6.
func mondayFirst(d time.Weekday) int { return (int(d) + 6) % 7 }

// ISOWeek returns the midnight, on the clock of loc, at which the week of t began there: a Monday (ISO 8601).
func ISOWeek(t time.Time, loc *time.Location) time.Time {
	t = t.In(loc)
	return time.Date(t.Year(), t.Month(), t.Day()-mondayFirst(t.Weekday()), 0, 0, 0, 0, loc)
}
