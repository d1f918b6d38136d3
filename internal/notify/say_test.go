package notify

import (
	"testing"
	"time"
)

func TestClockDayBy(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 6, 15, 23, 30, 0, 0, london)
	for _, c := range []struct {
		at             time.Time
		clock, day, by string
	}{
		{time.Date(2026, 6, 15, 11, 30, 0, 0, london), "11:30 am", "today", "11:30 am"},
		{time.Date(2026, 6, 16, 0, 0, 0, 0, london), "midnight", "tomorrow", "midnight tomorrow"},
		{time.Date(2026, 6, 16, 12, 0, 0, 0, london), "noon", "tomorrow", "noon tomorrow"},
		{time.Date(2026, 6, 14, 16, 0, 0, 0, london), "4 pm", "yesterday", "4 pm yesterday"},
		{time.Date(2026, 6, 23, 10, 5, 0, 0, london), "10:05 am", "Tuesday 23 June", "10:05 am on Tuesday 23 June"},
	} {
		if got := Clock(c.at); got != c.clock {
			t.Errorf("Clock(%v) = %q, want %q", c.at, got, c.clock)
		}
		// now is given in another zone: it is still the 15th in London, though the 15th at 22:30 in UTC
		if got := Day(c.at, now.UTC()); got != c.day {
			t.Errorf("Day(%v) = %q, want %q", c.at, got, c.day)
		}
		if got := By(c.at, now); got != c.by {
			t.Errorf("By(%v) = %q, want %q", c.at, got, c.by)
		}
	}
}

// In the night when clocks go back a day has 25 hours, and tomorrow is still the next day.
func TestDay_OverAClockChange(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	saturday := time.Date(2026, 10, 24, 23, 30, 0, 0, london)
	if got := Day(time.Date(2026, 10, 25, 23, 0, 0, 0, london), saturday); got != "tomorrow" {
		t.Errorf("Sunday 25 October is %q on Saturday", got)
	}
	if got := Day(time.Date(2026, 10, 26, 0, 30, 0, 0, london), saturday); got != "Monday 26 October" {
		t.Errorf("Monday 26 October is %q on Saturday", got)
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "no", 1: "one", 10: "ten", 11: "11", -1: "-1"} {
		if got := Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestList(t *testing.T) {
	for want, in := range map[string][]string{"": nil, "A": {"A"}, "A and B": {"A", "B"}, "A, B and C": {"A", "B", "C"}} {
		if got := list(in); got != want {
			t.Errorf("list(%q) = %q, want %q", in, got, want)
		}
	}
}
