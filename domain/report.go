package domain

import (
	"fmt"
	"strconv"
	"time"
)

// ParsePeriod reads a month such as "2026-09", a quarter such as "2026Q3", or a year such as "2026".
func ParsePeriod(text string) (m RippleMonths, ok bool) {
	if m, ok = ParseQuarter(text); ok {
		return m, true
	}
	layout, months := "2006-01", 1
	if len(text) == len("2006") {
		layout, months = "2006", 12
	}
	first, err := time.Parse(layout, text)
	if err != nil || first.Year() < 2000 {
		return m, false
	}
	return RippleMonths{From: first, Until: first.AddDate(0, months, 0)}, true
}

// Years are the year of a day and those before it, n in all, the newest first.
func Years(day time.Time, n int) (out []string) {
	for year := day.Year(); year > day.Year()-n; year-- {
		out = append(out, strconv.Itoa(year))
	}
	return out
}

// Periods are what reports can be asked for on a day, the newest first: the quarter that runs and the last ones before, and the month that runs with
// those of the two quarters before.
func Periods(day time.Time, quarters int) (quarter, month []string) {
	running := time.Date(day.Year(), (day.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	quarter = append([]string{fmt.Sprintf("%04dQ%d", running.Year(), (running.Month()+2)/3)}, Quarters(day, quarters)...)
	for at := firstOf(day); !at.Before(running.AddDate(0, -6, 0)); at = at.AddDate(0, -1, 0) {
		month = append(month, at.Format("2006-01"))
	}
	return quarter, month
}

// Past are as many months as these, just before them.
func (m RippleMonths) Past() RippleMonths {
	return RippleMonths{From: m.From.AddDate(0, -m.Count(), 0), Until: m.From}
}
