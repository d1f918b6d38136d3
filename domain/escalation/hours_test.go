package escalation

import (
	"math/rand/v2"
	"testing"
	"time"
	_ "time/tzdata"
)

func london(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// wall reads "2026-06-16 14:30" on the clock of London.
func wall(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, london(t))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func wantTime(t *testing.T, what string, got, want time.Time) {
	t.Helper()
	if !got.Equal(want) {
		t.Errorf("%s: got %s, want %s", what, got.In(london(t)).Format("Mon 2006-01-02 15:04:05"), want.Format("Mon 2006-01-02 15:04:05"))
	}
}

func TestHours_Add(t *testing.T) {
	h := DefaultHours(london(t))
	allDay := Hours{Close: 24 * time.Hour, Sundays: true, BankHolidays: true, Zone: london(t)}
	for _, c := range []struct {
		name  string
		hours Hours
		from  string
		add   time.Duration
		want  string
	}{
		{"within a day", h, "2026-06-16 10:00", 2 * time.Hour, "2026-06-16 12:00"},
		{"nothing to add", h, "2026-06-16 23:00", 0, "2026-06-16 23:00"},
		{"before opening", h, "2026-06-16 05:00", time.Hour, "2026-06-16 09:30"},
		{"after closing", h, "2026-06-16 22:00", time.Hour, "2026-06-17 09:30"},
		{"to the closing minute", h, "2026-06-16 19:00", time.Hour, "2026-06-16 20:00"},
		{"over a night", h, "2026-06-16 19:00", 2 * time.Hour, "2026-06-17 09:30"},
		{"one open day", h, "2026-06-16 15:00", h.Day(), "2026-06-17 15:00"},
		{"over a Sunday", h, "2026-06-20 19:30", time.Hour, "2026-06-22 09:00"},
		{"over Easter", h, "2026-04-02 19:30", time.Hour, "2026-04-04 09:00"},
		{"Easter Saturday to Tuesday", h, "2026-04-04 19:30", time.Hour, "2026-04-07 09:00"},
		{"over Christmas on a Friday", h, "2026-12-24 19:00", 2 * time.Hour, "2026-12-29 09:30"},
		{"spring forward, closed on Sunday", h, "2026-03-28 19:30", time.Hour, "2026-03-30 09:00"},
		{"fall back, closed on Sunday", h, "2026-10-24 19:30", time.Hour, "2026-10-26 09:00"},
		{"spring forward, never closed: an hour is missing", allDay, "2026-03-29 00:30", 2 * time.Hour, "2026-03-29 03:30"},
		{"fall back, never closed: an hour comes twice", allDay, "2026-10-25 00:30", 3 * time.Hour, "2026-10-25 02:30"},
		{"a spring day has 23 hours", allDay, "2026-03-29 00:00", 24 * time.Hour, "2026-03-30 01:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantTime(t, "Add", c.hours.Add(wall(t, c.from), c.add), wall(t, c.want))
		})
	}
}

func TestHours_openOnSundaysOverBothClockChanges(t *testing.T) {
	h := DefaultHours(london(t))
	h.Sundays = true
	for _, saturday := range []string{"2026-03-28", "2026-10-24"} {
		from := wall(t, saturday+" 19:30")
		sunday := from.AddDate(0, 0, 1).Format("2006-01-02")
		wantTime(t, saturday, h.Add(from, 90*time.Minute), wall(t, sunday+" 09:30"))
		if got := h.Between(from, wall(t, sunday+" 09:30")); got != 90*time.Minute {
			t.Errorf("between over %s: %s", saturday, got)
		}
	}
}

func TestHours_IsOpenAndNextOpen(t *testing.T) {
	h := DefaultHours(london(t))
	for _, c := range []struct {
		at, next string
		open     bool
	}{
		{"2026-06-16 08:29", "2026-06-16 08:30", false},
		{"2026-06-16 08:30", "2026-06-16 08:30", true},
		{"2026-06-16 19:59", "2026-06-16 19:59", true},
		{"2026-06-16 20:00", "2026-06-17 08:30", false},
		{"2026-06-21 12:00", "2026-06-22 08:30", false}, // a Sunday
		{"2026-05-25 12:00", "2026-05-26 08:30", false}, // spring bank holiday
		{"2027-12-25 12:00", "2027-12-29 08:30", false}, // Saturday to Tuesday
	} {
		if got := h.IsOpen(wall(t, c.at)); got != c.open {
			t.Errorf("IsOpen(%s) = %v", c.at, got)
		}
		wantTime(t, "NextOpen "+c.at, h.NextOpen(wall(t, c.at)), wall(t, c.next))
	}
	h.Sundays, h.BankHolidays = true, true
	if !h.IsOpen(wall(t, "2026-06-21 12:00")) || !h.IsOpen(wall(t, "2026-12-25 12:00")) {
		t.Error("a town that opens on Sundays and bank holidays is closed")
	}
}

func TestHours_NextAt(t *testing.T) {
	h := DefaultHours(london(t))
	nine, six := 9*time.Hour, 6*time.Hour
	wantTime(t, "later today", h.NextAt(wall(t, "2026-06-16 08:45"), nine), wall(t, "2026-06-16 09:00"))
	wantTime(t, "strictly after", h.NextAt(wall(t, "2026-06-16 09:00"), nine), wall(t, "2026-06-17 09:00"))
	wantTime(t, "before opening", h.NextAt(wall(t, "2026-06-16 08:45"), six), wall(t, "2026-06-17 08:30"))
	wantTime(t, "a day that is closed", h.NextAt(wall(t, "2026-06-17 08:45"), nine, time.Sunday), h.NextAt(wall(t, "2026-08-16 12:00"), nine))
}

func TestHours_thatNeverOpenAreTheDefault(t *testing.T) {
	at := wall(t, "2026-06-16 10:00")
	for _, h := range []Hours{{}, {Open: 20 * time.Hour, Close: 8 * time.Hour}, {Open: -1, Close: 5}, {Open: 1, Close: 25 * time.Hour}} {
		h.Zone = london(t)
		if got := h.Day(); got != 11*time.Hour+30*time.Minute {
			t.Errorf("%+v: a day of %s", h, got)
		}
		wantTime(t, "Add", h.Add(at, time.Hour), at.Add(time.Hour))
	}
	if !(Hours{}).IsOpen(time.Date(2026, 1, 6, 8, 30, 0, 0, time.UTC)) {
		t.Error("hours without a zone are not in UTC")
	}
}

// someHours and someInstant are made for property tests: all kinds of hours, and instants that are often near a clock change.
func someHours(r *rand.Rand, zone *time.Location) Hours {
	open := time.Duration(r.IntN(13*60)) * time.Minute
	return Hours{
		Open: open, Close: open + time.Duration(30+r.IntN(11*60-30))*time.Minute,
		Sundays: r.IntN(2) == 0, BankHolidays: r.IntN(2) == 0, Zone: zone,
	}
}

func someInstant(r *rand.Rand, zone *time.Location) time.Time {
	near := [3]time.Time{
		time.Date(2026, 3, 27, 0, 0, 0, 0, zone), time.Date(2026, 10, 23, 0, 0, 0, 0, zone), time.Date(2026, 12, 20, 0, 0, 0, 0, zone),
	}[r.IntN(3)]
	return near.Add(time.Duration(r.IntN(12*24*3600)) * time.Second)
}

func TestHours_properties(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	zone := london(t)
	for range 3000 {
		h, at := someHours(r, zone), someInstant(r, zone)
		d := time.Duration(r.Int64N(int64(80 * time.Hour)))
		more := time.Duration(r.Int64N(int64(20 * time.Hour)))
		end := h.Add(at, d)
		if got := h.Between(at, end); got != d {
			t.Fatalf("%+v: Add %s to %s and back gives %s", h, d, at, got)
		}
		if h.Add(at, d+more).Before(end) {
			t.Fatalf("%+v: %s more than %s from %s ends sooner", h, more, d, at)
		}
		if d > 0 && more > 0 && !h.Add(end, more).Equal(h.Add(at, d+more)) {
			t.Fatalf("%+v: a stop after %s of %s from %s changes the end", h, d, d+more, at)
		}
		if open := h.NextOpen(at); !h.IsOpen(open) || h.Between(at, open) != 0 {
			t.Fatalf("%+v: NextOpen(%s) = %s", h, at, open)
		}
		if h.Between(end.Add(time.Second), at) != 0 {
			t.Fatalf("time runs backwards from %s to %s", end, at)
		}
	}
}

// The dates are those of www.gov.uk/bank-holidays, without what was done for one occasion only: in 2022 the spring holiday
// moved to June and two days were added, in 2023 one.
func TestBankHolidays(t *testing.T) {
	for year, want := range map[int][]string{
		2021: {"01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-25", "12-26", "12-27", "12-28"},
		2022: {"01-01", "01-03", "04-15", "04-18", "05-02", "05-30", "08-29", "12-25", "12-26", "12-27"},
		2023: {"01-01", "01-02", "04-07", "04-10", "05-01", "05-29", "08-28", "12-25", "12-26"},
		2024: {"01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"},
		2025: {"01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"},
		2026: {"01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-26", "12-28"},
		2027: {"01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-25", "12-26", "12-27", "12-28"},
		2028: {"01-01", "01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"},
	} {
		var got []string
		for day := time.Date(year, 1, 1, 12, 0, 0, 0, time.UTC); day.Year() == year; day = day.AddDate(0, 0, 1) {
			if IsBankHoliday(day) {
				got = append(got, day.Format("01-02"))
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d: got %v, want %v", year, got, want)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%d: got %v, want %v", year, got, want)
				break
			}
		}
	}
}

func TestEasterSunday(t *testing.T) {
	// The earliest, the latest, and the two exceptions of the Gregorian calendar.
	for year, want := range map[int]string{1818: "03-22", 2285: "03-22", 1943: "04-25", 2038: "04-25", 1981: "04-19", 1954: "04-18", 2026: "04-05"} {
		if got := easterSunday(year).Format("01-02"); got != want {
			t.Errorf("%d: %s, want %s", year, got, want)
		}
	}
}
