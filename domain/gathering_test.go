package domain_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
)

func day(text string) time.Time {
	t, err := time.Parse("2006-01-02", text)
	if err != nil {
		panic(err)
	}
	return t
}

// listed writes days as "06-09 06-16".
func listed(days []time.Time) string {
	var out []string
	for _, d := range days {
		out = append(out, d.Format("01-02"))
	}
	return strings.Join(out, " ")
}

func TestRhythm_Days(t *testing.T) {
	for name, c := range map[string]struct {
		every         domain.Every
		first, last   string
		holidays      bool
		days, fallout string
	}{
		"each week":                           {domain.Weekly, "2026-06-09", "2026-06-30", false, "06-09 06-16 06-23 06-30", ""},
		"the last day counts, the next not":   {domain.Weekly, "2026-06-09", "2026-06-29", false, "06-09 06-16 06-23", ""},
		"each fortnight":                      {domain.Fortnightly, "2026-06-09", "2026-07-31", false, "06-09 06-23 07-07 07-21", ""},
		"the second Tuesday":                  {domain.Monthly, "2026-06-09", "2026-09-30", false, "06-09 07-14 08-11 09-08", ""},
		"the fourth Sunday":                   {domain.Monthly, "2026-11-22", "2027-03-01", false, "11-22 12-27 01-24 02-28", ""},
		"a fifth Tuesday is the last":         {domain.Monthly, "2026-06-30", "2026-09-30", false, "06-30 07-28 08-25 09-29", ""},
		"not on bank holidays":                {domain.Weekly, "2026-08-24", "2026-09-07", false, "08-24 09-07", "08-31"},
		"on bank holidays where they want to": {domain.Weekly, "2026-08-24", "2026-09-07", true, "08-24 08-31 09-07", ""},
		"Easter and its Monday":               {domain.Weekly, "2027-03-22", "2027-04-05", false, "03-22 04-05", "03-29"},
		"once, whatever comes after":          {domain.Once, "2026-12-25", "2027-12-25", false, "12-25", ""},
		"over the new year":                   {domain.Weekly, "2026-12-31", "2027-01-07", false, "12-31 01-07", ""},
	} {
		t.Run(name, func(t *testing.T) {
			days, out := domain.Rhythm{Every: c.every, FirstOn: day(c.first), LastOn: day(c.last), Holidays: c.holidays}.Days(escalation.IsBankHoliday)
			if listed(days) != c.days || listed(out) != c.fallout {
				t.Errorf("%s and out %s, want %s and %s", listed(days), listed(out), c.days, c.fallout)
			}
		})
	}
}

// Two weeks around each clock change the wall shows the same time, and the instant is an hour off.
func TestRhythm_ClockChanges(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		first string
		want  []string
	}{
		"forward on 28 March 2027":  {"2027-03-16", []string{"03-16 10:30Z", "03-23 10:30Z", "03-30 09:30Z", "04-06 09:30Z"}},
		"back on 25 October 2026":   {"2026-10-13", []string{"10-13 09:30Z", "10-20 09:30Z", "10-27 10:30Z", "11-03 10:30Z"}},
		"on the Sunday of each, it": {"2026-10-18", []string{"10-18 09:30Z", "10-25 10:30Z", "11-01 10:30Z", "11-08 10:30Z"}},
	} {
		t.Run(name, func(t *testing.T) {
			first := day(c.first)
			r := domain.Rhythm{Every: domain.Weekly, FirstOn: first, LastOn: first.AddDate(0, 0, 21), Starts: 630, Ends: 660, Holidays: true}
			days, _ := r.Days(escalation.IsBankHoliday)
			var got []string
			for _, d := range days {
				at := domain.OnWall(d, r.Starts, zone)
				if wall := at.In(zone).Format("15:04"); wall != "10:30" {
					t.Errorf("on %s the wall shows %s", d.Format("02 Jan"), wall)
				}
				if length := domain.OnWall(d, r.Ends, zone).Sub(at); length != 30*time.Minute {
					t.Errorf("on %s it lasts %s", d.Format("02 Jan"), length)
				}
				got = append(got, at.UTC().Format("01-02 15:04Z"))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

// In the night when the clocks go forward nothing ends before it begins, also what begins in the hour that is left out.
func TestGatheringDate_HoldInTheHourLeftOut(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		starts, ends int
		lasts        time.Duration
	}{{60, 90, 30 * time.Minute}, {90, 150, time.Hour}, {105, 135, 30 * time.Minute}, {30, 150, time.Hour}} {
		var d domain.GatheringDate
		if d.Hold(day("2027-03-28"), c.starts, c.ends, zone); d.EndsAt.Sub(d.StartsAt) != c.lasts {
			t.Errorf("from minute %d to %d it lasts %s, want %s", c.starts, c.ends, d.EndsAt.Sub(d.StartsAt), c.lasts)
		}
	}
}

func TestRhythm_Check(t *testing.T) {
	today := day("2026-06-10")
	good := domain.Rhythm{Every: domain.Weekly, FirstOn: today, LastOn: day("2027-06-10"), Starts: 630, Ends: 660}
	if err := good.Check(today); err != nil {
		t.Errorf("a year of a half hour is refused: %v", err)
	}
	for name, c := range map[string]struct {
		spoil func(*domain.Rhythm)
		field string
	}{
		"for ever":                  {func(r *domain.Rhythm) { r.LastOn = time.Time{} }, "lastOn"},
		"more than a year":          {func(r *domain.Rhythm) { r.LastOn = day("2027-06-11") }, "lastOn"},
		"the last before first":     {func(r *domain.Rhythm) { r.LastOn = day("2026-06-09") }, "lastOn"},
		"begun yesterday":           {func(r *domain.Rhythm) { r.FirstOn = day("2026-06-09") }, "firstOn"},
		"begins in two years":       {func(r *domain.Rhythm) { r.FirstOn, r.LastOn = day("2028-06-10"), day("2028-07-10") }, "firstOn"},
		"no day":                    {func(r *domain.Rhythm) { r.FirstOn = time.Time{} }, "firstOn"},
		"ends before it begins":     {func(r *domain.Rhythm) { r.Ends = 600 }, "ends"},
		"ends as it begins":         {func(r *domain.Rhythm) { r.Ends = r.Starts }, "ends"},
		"over midnight":             {func(r *domain.Rhythm) { r.Ends = 1441 }, "ends"},
		"begins at no time":         {func(r *domain.Rhythm) { r.Starts = -1 }, "starts"},
		"how often nobody has said": {func(r *domain.Rhythm) { r.Every = "always" }, "every"},
	} {
		t.Run(name, func(t *testing.T) {
			r := good
			c.spoil(&r)
			var wrong domain.Errors
			if err := r.Check(today); err != nil {
				wrong = err.(domain.Errors)
			}
			if !wrong.At(c.field) {
				t.Errorf("%s is not refused: %v", c.field, wrong)
			}
		})
	}
}
