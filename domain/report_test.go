package domain

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestParsePeriod(t *testing.T) {
	for text, want := range map[string]string{"2026Q3": "2026-07-01 2026-10-01", "2026-09": "2026-09-01 2026-10-01", "2026-12": "2026-12-01 2027-01-01", "2026": "2026-01-01 2027-01-01",
		"": "", "26": "", "1999": "", "year": "", "2026-13": "", "2026-9": "", "2026Q5": "", "1066-10": "", "2026-09-01": ""} {
		m, ok := ParsePeriod(text)
		if got := m.From.Format(time.DateOnly) + " " + m.Until.Format(time.DateOnly); ok != (want != "") || ok && got != want {
			t.Errorf("%q is %s, %v; want %s", text, got, ok, want)
		}
	}
	m, _ := ParsePeriod("2026Q1")
	if past := m.Past(); past.From.Format(time.DateOnly) != "2025-10-01" || !past.Until.Equal(m.From) {
		t.Errorf("before the first quarter: %v", past)
	}
}

// Whatever is offered can be read, and has begun.
func TestPeriods(t *testing.T) {
	for month := range 24 {
		day := time.Date(2026, time.Month(1+month), 28, 0, 0, 0, 0, time.UTC)
		quarters, months := Periods(day, 3)
		if len(quarters) != 4 || len(months) < 7 || len(months) > 9 || months[0] != day.Format("2006-01") {
			t.Errorf("%s: %v, %v", day, quarters, months)
		}
		for _, text := range slices.Concat(quarters, months, Years(day, 3)) {
			if m, ok := ParsePeriod(text); !ok || m.From.After(day) {
				t.Errorf("%s offers %s: %s", day, text, fmt.Sprint(m))
			}
		}
	}
}
