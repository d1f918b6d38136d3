package domain

import (
	"math/rand/v2"
	"testing"
	"time"
	_ "time/tzdata"
)

func londonAt(t *testing.T, text string) (time.Time, *time.Location) {
	t.Helper()
	loc, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, loc)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC(), loc
}

func TestAvailability_Rotate(t *testing.T) {
	for today := time.Sunday; today <= time.Saturday; today++ {
		for ahead := range 7 {
			for part := Morning; part <= Evening; part++ {
				a := At((today+time.Weekday(ahead))%7, part)
				if got, want := a.Rotate(today), uint32(1)<<(3*ahead+int(part)); got != want {
					t.Fatalf("%s, %d days ahead, part %d: %b, want %b", today, ahead, part, got, want)
				}
			}
		}
	}
	if got := (AnyTime | 1<<30).Rotate(time.Friday); got != uint32(AnyTime) {
		t.Errorf("any time turns into %b", got)
	}
	if !At(time.Sunday, Evening).Has(time.Sunday, Evening) || At(time.Sunday, Evening).Has(time.Monday, Evening) {
		t.Error("Has is not At")
	}
}

func TestSlotTime(t *testing.T) {
	for _, c := range []struct {
		now        string
		slot       Slot
		start, end string
	}{
		{"2026-06-16 23:30", 0, "2026-06-16 08:00", "2026-06-16 12:00"},
		{"2026-06-16 00:10", 20, "2026-06-22 17:00", "2026-06-22 21:00"},
		{"2026-03-28 10:00", 3, "2026-03-29 08:00", "2026-03-29 12:00"}, // spring forward in between
		{"2026-10-24 10:00", 4, "2026-10-25 12:00", "2026-10-25 17:00"}, // fall back in between
	} {
		now, loc := londonAt(t, c.now)
		start, end := SlotTime(c.slot, now, loc)
		if wantStart, _ := londonAt(t, c.start); !start.Equal(wantStart) {
			t.Errorf("%s slot %d begins %s", c.now, c.slot, start)
		}
		if wantEnd, _ := londonAt(t, c.end); !end.Equal(wantEnd) {
			t.Errorf("%s slot %d ends %s", c.now, c.slot, end)
		}
	}
}

func TestSlotsBetween(t *testing.T) {
	now, loc := londonAt(t, "2026-06-16 12:30")
	from, _ := londonAt(t, "2026-06-16 17:00")
	until, _ := londonAt(t, "2026-06-17 12:00")
	if got := SlotsBetween(from, until, now, loc); got != 1<<2|1<<3 {
		t.Errorf("this evening and tomorrow morning: %b", got)
	}
	if got := SlotsBetween(time.Time{}, time.Time{}, now, loc); got != uint32(AnyTime)&^1 {
		t.Errorf("all but this morning: %b", got)
	}
	if got := SlotsBetween(until, from, now, loc); got != 0 {
		t.Errorf("a period that ends before it begins: %b", got)
	}
	if s, ok := FirstSlot(1<<9 | 1<<4); !ok || s != 4 || s.Day() != 1 || s.Part() != Afternoon {
		t.Errorf("the first slot is %d, %v", s, ok)
	}
	if _, ok := FirstSlot(1 << 25); ok {
		t.Error("a slot after a week")
	}
}

func TestISOWeek(t *testing.T) {
	for text, want := range map[string]string{
		"2026-06-16 10:00": "2026-06-15", "2026-06-21 23:59": "2026-06-15", "2026-06-22 00:00": "2026-06-22",
		"2026-03-29 12:00": "2026-03-23", "2027-01-01 12:00": "2026-12-28",
	} {
		at, loc := londonAt(t, text)
		monday, _ := londonAt(t, want+" 00:00")
		if got := ISOWeek(at, loc); !got.Equal(monday) {
			t.Errorf("%s is of the week of %s", text, got)
		}
	}
}

func TestParseAvailability(t *testing.T) {
	parts := func(days []time.Weekday, parts ...Part) (a Availability) {
		for _, d := range days {
			for _, p := range parts {
				a |= At(d, p)
			}
		}
		return a
	}
	const mon, tue, wed, thu, fri, sat, sun = time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday
	week := []time.Weekday{mon, tue, wed, thu, fri}
	all := append(week[:5:5], sat, sun)
	for text, want := range map[string]Availability{
		"any time": AnyTime, "Anytime": AnyTime, "every day": AnyTime, "always": AnyTime, "Weekdays, weekends": AnyTime,
		"weekday mornings":                parts(week, Morning),
		"Mon-Fri am":                      parts(week, Morning),
		"Monday to Wednesday":             parts([]time.Weekday{mon, tue, wed}, Morning, Afternoon, Evening),
		"Tuesday and Thursday evenings":   parts([]time.Weekday{tue, thu}, Evening),
		"mornings":                        parts(all, Morning),
		"weekdays daytime, Saturdays":     parts(week, Morning, Afternoon) | parts([]time.Weekday{sat}, Morning, Afternoon, Evening),
		"mornings and evenings; Sundays.": parts(all, Morning, Evening) | parts([]time.Weekday{sun}, Afternoon),
		"fri to mon in the afternoon":     parts([]time.Weekday{fri, sat, sun, mon}, Afternoon),
		"Weds pm / Thurs pm":              parts([]time.Weekday{wed, thu}, Afternoon),
	} {
		got, err := ParseAvailability("when", text)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got.Words(), err)
		}
	}
	for text, part := range map[string]string{
		"": "say when", " and ": "say when", "not Mondays": "not", "Mondays except mornings": "except", "after 5": "after", "to Friday": "to",
		"Monday to mornings": "mornings",
	} {
		_, err := ParseAvailability("when", text)
		wantInvalid(t, err, "when", part)
	}
}

func TestAvailability_Words(t *testing.T) {
	for a, want := range map[Availability]string{
		0: "no regular times", AnyTime: "any time",
		At(time.Monday, Morning): "Monday mornings",
		At(time.Monday, Morning) | At(time.Tuesday, Morning) | At(time.Sunday, Evening): "Monday and Tuesday mornings; Sunday evenings",
	} {
		if got := a.Words(); got != want {
			t.Errorf("%b: %q, want %q", a, got, want)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		a := Availability(r.Uint32N(1<<slotsAWeek-1) + 1)
		if r.IntN(2) == 0 { // whole groups of days
			parts := Availability(1 + r.IntN(7))
			a = parts * 0b1001001001001
			if r.IntN(2) == 0 {
				a |= Availability(1+r.IntN(7)) * 0b1001 << 15
			}
		}
		if got, err := ParseAvailability("", a.Words()); err != nil || got != a {
			t.Fatalf("%021b is said as %q and read as %021b, %v", a, a.Words(), got, err)
		}
	}
}
