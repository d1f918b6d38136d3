// Package escalation says what is due next and when: how long a request stays at each level, until when an invitation
// lives, how many may be out at once, who owns it, and the one thing that the clock does next.
//
// Everything here is a pure function of instants and lengths of time that are stored. No deadline is ever a timer, so a
// ladder that pauses over a night, with a restart in it, goes on in the morning where it was.
package escalation

import (
	"slices"
	"time"

	"waymark/domain"
)

// Hours are the hours in which a town may be asked for help; the ladder and the life of an invitation count only these.
// Open and Close are times on the wall of Zone, as lengths since midnight; Close may be 24 hours. Hours without a Zone are in
// UTC. Hours that never open would stop the clock for ever, so a Close that is not after Open stands for the default hours.
type Hours struct {
	Open, Close  time.Duration
	Sundays      bool // open on Sundays too
	BankHolidays bool // open on the bank holidays of England and Wales too
	Zone         *time.Location
}

// DefaultHours are half past eight to eight in the evening, not on Sundays and bank holidays.
func DefaultHours(zone *time.Location) Hours {
	return HoursOf(domain.DefaultOpenHours(), zone)
}

// HoursOf are a district's open hours on the wall of a zone.
func HoursOf(h domain.OpenHours, zone *time.Location) Hours {
	return Hours{Open: h.Opens, Close: h.Closes, Sundays: h.Sundays, BankHolidays: h.BankHolidays, Zone: zone}
}

// sane puts the zone and hours in order, so that every search for an open day ends.
func (h Hours) sane() Hours {
	if h.Zone == nil {
		h.Zone = time.UTC
	}
	if h.Open < 0 || h.Close <= h.Open || h.Close > 24*time.Hour {
		d := DefaultHours(h.Zone)
		h.Open, h.Close = d.Open, d.Close
	}
	return h
}

// Day is the length of an ordinary open day: what "one day" means in a Policy.
func (h Hours) Day() time.Duration {
	h = h.sane()
	return h.Close - h.Open
}

// at returns the instant at which the wall clock shows a time, days after the day of t. On the clock change nights an hour
// that does not exist, or exists twice, becomes one definite instant, as time.Date defines it.
func (h Hours) at(t time.Time, days int, clock time.Duration) time.Time {
	y, m, d := t.In(h.Zone).Date()
	return h.onDay(y, m, d+days, clock)
}

// opening returns when the day that lies some days after t's opens and closes; false when it stays closed.
func (h Hours) opening(t time.Time, days int) (open, closes time.Time, ok bool) {
	y, m, d := t.In(h.Zone).Date()
	return h.openingOf(y, m, d+days)
}

// openingOf is opening for a day of the calendar, which may be numbered past the end of its month.
func (h Hours) openingOf(y int, m time.Month, d int) (open, closes time.Time, ok bool) {
	noon := time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
	if noon.Weekday() == time.Sunday && !h.Sundays || !h.BankHolidays && IsBankHoliday(noon) {
		return time.Time{}, time.Time{}, false
	}
	return h.onDay(y, m, d, h.Open), h.onDay(y, m, d, h.Close), true
}

func (h Hours) onDay(y int, m time.Month, d int, clock time.Duration) time.Time {
	return time.Date(y, m, d, int(clock/time.Hour), int(clock%time.Hour/time.Minute), int(clock%time.Minute/time.Second), 0, h.Zone)
}

// IsOpen reports whether the town may be asked at t. The closing instant is closed.
func (h Hours) IsOpen(t time.Time) bool {
	open, closes, ok := h.sane().opening(t, 0)
	return ok && !t.Before(open) && t.Before(closes)
}

// NextOpen returns t when that is open, else the next opening.
func (h Hours) NextOpen(t time.Time) time.Time {
	h = h.sane()
	for days := 0; ; days++ {
		open, closes, ok := h.opening(t, days)
		if !ok || !t.Before(closes) {
			continue
		}
		return later(t, open)
	}
}

// Add returns the instant at which d of open time will have passed since t; t itself when d is not above 0. A length that
// is used up as the day closes ends then, not the next morning.
func (h Hours) Add(t time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return t
	}
	h = h.sane()
	for days := 0; ; days++ {
		open, closes, ok := h.opening(t, days)
		if !ok || !t.Before(closes) {
			continue
		}
		from := later(t, open)
		if today := closes.Sub(from); d > today {
			d -= today
			continue
		}
		return from.Add(d)
	}
}

// Between returns the open time from a to b; 0 when b is not after a.
func (h Hours) Between(a, b time.Time) time.Duration {
	h = h.sane()
	if !a.Before(b) {
		return 0
	}
	y, m, d := a.In(h.Zone).Date()
	lastY, lastM, lastD := b.In(h.Zone).Date()
	first, last := time.Date(y, m, d, 0, 0, 0, 0, time.UTC), time.Date(lastY, lastM, lastD, 0, 0, 0, 0, time.UTC)
	var sum time.Duration
	for days := range int(last.Sub(first)/(24*time.Hour)) + 1 {
		open, closes, ok := h.openingOf(y, m, d+days)
		if !ok {
			continue
		}
		if today := earlier(b, closes).Sub(later(a, open)); today > 0 {
			sum += today
		}
	}
	return sum
}

// NextAt returns the first instant after t at which the wall shows the time, on an open day that is one of the weekdays, or
// any open day when none is named. A time outside the open hours becomes the opening.
func (h Hours) NextAt(t time.Time, clock time.Duration, weekdays ...time.Weekday) time.Time {
	h = h.sane()
	if clock < h.Open || clock >= h.Close {
		clock = h.Open
	}
	for days := 0; ; days++ {
		at := h.at(t, days, clock)
		// A town that is open on none of the days named is served on any: nothing may wait for ever.
		named := len(weekdays) == 0 || slices.Contains(weekdays, at.Weekday()) || days > 60
		if _, _, ok := h.opening(t, days); ok && named && at.After(t) {
			return at
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
