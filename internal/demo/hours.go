package demo

import "time"

// The usual open hours, of every day but Sunday. What is made up here only has to be about right: what follows from it is
// worked out by the clock's own rules.
const (
	opens  = 8*time.Hour + 30*time.Minute
	closes = 20 * time.Hour
)

// back returns the instant that lies so much open time before another.
func (m *maker) back(from time.Time, open time.Duration) time.Time {
	y, mo, d := from.In(m.zone).Date()
	for day := 0; ; day++ {
		wall := func(at time.Duration) time.Time {
			return time.Date(y, mo, d-day, int(at/time.Hour), int(at%time.Hour/time.Minute), 0, 0, m.zone)
		}
		begin, end := wall(opens), wall(closes)
		if end.After(from) {
			end = from
		}
		today := end.Sub(begin)
		if begin.Weekday() == time.Sunday || today <= 0 {
			continue
		}
		if open <= today {
			return end.Add(-open)
		}
		open -= today
	}
}
