package words

import (
	"strings"
	"testing"
	"time"
)

func london(t *testing.T, text string) (time.Time, *time.Location) {
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

func TestTime(t *testing.T) {
	now, loc := london(t, "2026-06-10 23:30")
	for text, want := range map[string][2]string{
		"2026-06-10 10:30": {"today, 10:30 am", "heddiw, 10:30 yb"},
		"2026-06-11 12:00": {"tomorrow, noon", "yfory, hanner dydd"},
		"2026-06-11 00:00": {"tomorrow, midnight", "yfory, hanner nos"},
		"2026-06-09 09:05": {"yesterday, 9:05 am", "ddoe, 9:05 yb"},
		"2026-06-16 14:00": {"Tuesday 16 June, 2 pm", "dydd Mawrth 16 Mehefin, 2 yp"},
		"2026-12-31 00:30": {"Thursday 31 December, 12:30 am", "dydd Iau 31 Rhagfyr, 12:30 yb"},
		"2027-06-16 12:15": {"Wednesday 16 June 2027, 12:15 pm", "dydd Mercher 16 Mehefin 2027, 12:15 yp"},
		"2025-06-10 08:00": {"Tuesday 10 June 2025, 8 am", "dydd Mawrth 10 Mehefin 2025, 8 yb"},
	} {
		at, _ := london(t, text)
		for i, w := range []*Words{nil, In("cy")} {
			if got := strings.ReplaceAll(w.Time(at, now, loc), "\u00a0", " "); got != want[i] {
				t.Errorf("%s: %q, want %q", text, got, want[i])
			}
		}
	}
	for _, night := range []string{"2026-03-28 12:00", "2026-10-24 12:00"} {
		now, _ := london(t, night)
		if got := (*Words)(nil).Time(now.Add(21*time.Hour), now, loc); got[:9] != "tomorrow," {
			t.Errorf("over the clock change of %s: %q", night, got)
		}
	}
}

// No line end parts the figures of a time from what follows them.
func TestClock_StaysWhole(t *testing.T) {
	eight, _ := london(t, "2026-06-10 20:00")
	for _, w := range []*Words{nil, In("cy")} {
		if got := w.Clock(eight); strings.Contains(got, " ") || !strings.Contains(got, "\u00a0") {
			t.Errorf("%q can be parted", got)
		}
	}
}

// A message may be read a day after it was sent: "tomorrow" alone would lead to the wrong day.
func TestSentTime(t *testing.T) {
	now, loc := london(t, "2026-06-10 23:30")
	for text, want := range map[string][2]string{
		"2026-06-10 10:30": {"today, Wednesday 10 June, 10:30 am", "heddiw, dydd Mercher 10 Mehefin, 10:30 yb"},
		"2026-06-11 12:00": {"tomorrow, Thursday 11 June, noon", "yfory, dydd Iau 11 Mehefin, hanner dydd"},
		"2026-06-16 14:00": {"Tuesday 16 June, 2 pm", "dydd Mawrth 16 Mehefin, 2 yp"},
	} {
		at, _ := london(t, text)
		for i, w := range []*Words{nil, In("cy")} {
			if got := strings.ReplaceAll(w.SentTime(at, now, loc), "\u00a0", " "); got != want[i] {
				t.Errorf("%s: %q, want %q", text, got, want[i])
			}
		}
	}
	end := now.Add(11 * time.Hour)
	if got, want := strings.ReplaceAll((*Words)(nil).SentPeriod(now.Add(10*time.Hour), end, now, loc), "\u00a0", " "), "tomorrow, Thursday 11 June, 9:30 am to 10:30 am"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestPeriod(t *testing.T) {
	now, loc := london(t, "2026-06-10 09:00")
	for _, c := range [][3]string{
		{"2026-06-10 14:00", "2026-06-10 16:00", "today, 2 pm to 4 pm"},
		{"2026-06-11 08:00", "2026-06-11 12:00", "tomorrow, 8 am to noon"},
		{"2026-06-10 20:00", "2026-06-11 00:00", "today, 8 pm to midnight"},
		{"2026-06-16 14:00", "2026-06-19 17:00", "Tuesday 16 June, 2 pm, to Friday 19 June, 5 pm"},
		{"2026-06-16 14:00", "2026-06-16 14:00", "Tuesday 16 June, 2 pm"},
	} {
		start, _ := london(t, c[0])
		end, _ := london(t, c[1])
		if got := strings.ReplaceAll((*Words)(nil).Period(start, end, now, loc), "\u00a0", " "); got != c[2] {
			t.Errorf("%s to %s: %q", c[0], c[1], got)
		}
	}
}
