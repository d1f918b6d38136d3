package words

import (
	"time"

	"waymark/domain"
)

// eachMonth says which of a weekday in a month it is; -1 is the last.
var eachMonth = map[int]string{1: Later("The first %s of each month, from %s to %s."), 2: Later("The second %s of each month, from %s to %s."),
	3: Later("The third %s of each month, from %s to %s."), 4: Later("The fourth %s of each month, from %s to %s."), -1: Later("The last %s of each month, from %s to %s.")}

// Rhythm says how often a gathering is, and when: "Every Tuesday, from 10:30 am to 11 am."
func (w *Words) Rhythm(r domain.Rhythm) string {
	wall := func(minutes int) string { return w.Clock(time.Time{}.Add(time.Duration(minutes) * time.Minute)) }
	day, from, to := w.Weekday(r.FirstOn.Weekday()), wall(r.Starts), wall(r.Ends)
	switch r.Every {
	case domain.Once:
		return w.Say("On %s, from %s to %s.", w.Date(r.FirstOn), from, to)
	case domain.Fortnightly:
		return w.Say("Every other %s, from %s to %s.", day, from, to)
	case domain.Monthly:
		return w.Say(eachMonth[r.WeekOfMonth()], day, from, to)
	}
	return w.Say("Every %s, from %s to %s.", day, from, to)
}
