package words

import "time"

// The days of the week and the months.
var (
	weekdays = [7]string{Later("Sunday"), Later("Monday"), Later("Tuesday"), Later("Wednesday"), Later("Thursday"), Later("Friday"), Later("Saturday")}
	months   = [12]string{Later("January"), Later("February"), Later("March"), Later("April"), Later("May"), Later("June"), Later("July"),
		Later("August"), Later("September"), Later("October"), Later("November"), Later("December")}
)

// Month names a month.
func (w *Words) Month(m time.Month) string { return w.Say(months[m-1]) }

// Weekday names a day of the week.
func (w *Words) Weekday(d time.Weekday) string { return w.Say(weekdays[d]) }

// Time puts an instant as people say it: "today, 10:30 am", "tomorrow, noon", "Tuesday 16 June, 2 pm". The year is added when it
// is not this year's and more than half a year away.
func (w *Words) Time(t, now time.Time, loc *time.Location) string {
	return w.Day(t, now, loc) + ", " + w.Clock(t.In(loc))
}

// Period puts a time with a beginning and an end as people say it: "today, 2 pm to 4 pm", "tomorrow, 10 am to noon", and over
// several days "Tuesday 16 June, 2 pm, to Friday 19 June, 5 pm".
func (w *Words) Period(start, end, now time.Time, loc *time.Location) string {
	return w.period(w.Time, start, end, now, loc)
}

// SentTime is Time in a message, as SentDay is Day.
func (w *Words) SentTime(t, now time.Time, loc *time.Location) string {
	return w.SentDay(t, now, loc) + ", " + w.Clock(t.In(loc))
}

// SentPeriod is Period in a message, as SentDay is Day.
func (w *Words) SentPeriod(start, end, now time.Time, loc *time.Location) string {
	return w.period(w.SentTime, start, end, now, loc)
}

func (w *Words) period(say func(t, now time.Time, loc *time.Location) string, start, end, now time.Time, loc *time.Location) string {
	if !end.After(start) {
		return say(start, now, loc)
	}
	if last := end.Add(-time.Minute); daysBetween(start, last, loc) == 0 {
		return w.Say("%s to %s", say(start, now, loc), w.Clock(end.In(loc)))
	}
	return w.Say("%s, to %s", say(start, now, loc), say(end, now, loc))
}

// Day names the day of t: "today", "tomorrow", "yesterday", else "Tuesday 16 June", with the year when it helps.
func (w *Words) Day(t, now time.Time, loc *time.Location) string {
	days := daysBetween(now, t, loc)
	switch days {
	case -1:
		return w.Say("yesterday")
	case 0:
		return w.Say("today")
	case 1:
		return w.Say("tomorrow")
	}
	local := t.In(loc)
	if (days > 183 || days < -183) && local.Year() != now.In(loc).Year() {
		return w.Date(local) + local.Format(" 2006")
	}
	return w.Date(local)
}

// SentDay is Day in a message, which may be read on another day than it is sent: "tomorrow, Tuesday 16 June". now is the moment that caused
// the message and not that of sending: a delivery that is repeated after midnight must say the same.
func (w *Words) SentDay(t, now time.Time, loc *time.Location) string {
	day := w.Day(t, now, loc)
	if days := daysBetween(now, t, loc); -1 <= days && days <= 1 {
		day += ", " + w.Date(t.In(loc))
	}
	return day
}

// Date writes a day out, on t's own clock: "Tuesday 16 June".
func (w *Words) Date(t time.Time) string {
	return w.Say("%[1]s %[2]d %[3]s", w.Weekday(t.Weekday()), t.Day(), w.Say(months[t.Month()-1]))
}

// daysBetween counts the midnights of loc from a to b.
func daysBetween(a, b time.Time, loc *time.Location) int {
	// Days in UTC are all of 24 hours, so the division is exact.
	day := func(t time.Time) time.Time {
		y, m, d := t.In(loc).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(day(b).Sub(day(a)) / (24 * time.Hour))
}

// Clock gives the time of the day in twelve hours, on t's own clock: "9 am", "10:30 am", "noon", "midnight". No line end parts the
// figures from what follows them.
func (w *Words) Clock(t time.Time) string {
	hour, minute := t.Hour(), t.Minute()
	if minute == 0 && hour == 0 {
		return w.Say("midnight")
	}
	if minute == 0 && hour == 12 {
		return w.Say("noon")
	}
	figures := t.Format("3:04")
	if minute == 0 {
		figures = t.Format("3")
	}
	if hour < 12 {
		return w.Say("%s\u00a0am", figures)
	}
	return w.Say("%s\u00a0pm", figures)
}
