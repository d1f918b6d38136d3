package notify

import "time"

// Clock says a time of day as people do, in t's own zone: "10:30 am", "4 pm", "noon", "midnight".
func Clock(t time.Time) string {
	switch {
	case t.Hour() == 12 && t.Minute() == 0:
		return "noon"
	case t.Hour() == 0 && t.Minute() == 0:
		return "midnight"
	case t.Minute() == 0:
		return t.Format("3 pm")
	}
	return t.Format("3:04 pm")
}

// Day says a day as seen from now, both in t's zone: "today", "tomorrow", "yesterday", else "Tuesday 16 June". For a
// message, now is the moment that caused it and not the moment of sending: a delivery that is repeated after midnight
// must say the same.
func Day(t, now time.Time) string {
	y, m, d := now.In(t.Location()).Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, t.Location())
	ty, tm, td := t.Date()
	switch day := time.Date(ty, tm, td, 0, 0, 0, 0, t.Location()); {
	case day.Equal(today):
		return "today"
	case day.Equal(today.AddDate(0, 0, 1)):
		return "tomorrow"
	case day.Equal(today.AddDate(0, 0, -1)):
		return "yesterday"
	}
	return t.Format("Monday 2 January")
}

// By says a deadline as seen from now: "11:30 am" on the same day, else "10 am tomorrow" or "10 am on Tuesday 16 June".
func By(t, now time.Time) string {
	switch day := Day(t, now); day {
	case "today":
		return Clock(t)
	case "tomorrow", "yesterday":
		return Clock(t) + " " + day
	default:
		return Clock(t) + " on " + day
	}
}
