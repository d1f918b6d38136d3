package domain

import (
	"slices"
	"testing"
	"time"
)

func TestRippleMonths(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	if m := YearOf(day(2026, time.June, 10)); !m.From.Equal(day(2025, time.July, 1)) || !m.Until.Equal(day(2026, time.July, 1)) || m.Count() != 12 || len(m.Each()) != 12 {
		t.Errorf("%+v", m)
	}
	q, ok := ParseQuarter("2025Q4")
	if !ok || !q.From.Equal(day(2025, time.October, 1)) || !q.Until.Equal(day(2026, time.January, 1)) || q.Count() != 3 {
		t.Errorf("%+v, %v", q, ok)
	}
	if n := q.Estimate(120); n != 600 {
		t.Errorf("120 connectors are said to have had %d in a quarter, want 600", n)
	}
	for _, wrong := range []string{"", "2025", "2025Q0", "2025Q5", "2025q4", "25Q4", "2025Q44", " 2025Q4", "2025Q4 ", "-025Q4"} {
		if m, ok := ParseQuarter(wrong); ok {
			t.Errorf("%q is read as %+v", wrong, m)
		}
	}
	for on, want := range map[time.Time][]string{
		day(2026, time.June, 30):   {"2026Q1", "2025Q4", "2025Q3"},
		day(2026, time.July, 1):    {"2026Q2", "2026Q1", "2025Q4"},
		day(2026, time.January, 1): {"2025Q4", "2025Q3", "2025Q2"},
	} {
		if got := Quarters(on, 3); !slices.Equal(got, want) {
			t.Errorf("on %s: %v, want %v", on.Format(time.DateOnly), got, want)
		}
	}
}

func TestThemeTalks_Nowhere(t *testing.T) {
	for talks, want := range map[ThemeTalks]bool{
		{N: 0, Open: 0}:              false,
		{N: 1, Open: 0}:              true,
		{N: 9, Open: 2}:              false,
		{N: 10, Open: 2}:             true,
		{N: 20, Open: 2, Pointed: 2}: false,
		{N: 21, Open: 2, Pointed: 2}: true,
	} {
		if got := talks.Nowhere(); got != want {
			t.Errorf("%+v: %v", talks, got)
		}
	}
}
