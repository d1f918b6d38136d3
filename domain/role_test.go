package domain

import (
	"testing"
	"time"
)

func TestRole_HeldOn(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, time.June, n, 0, 0, 0, 0, time.UTC) }
	ends := day(20)
	for _, tt := range []struct {
		day          int
		open, closed bool
	}{{9, false, false}, {10, true, true}, {19, true, true}, {20, true, false}} {
		if got := (Role{BeginsOn: day(10)}).HeldOn(day(tt.day)); got != tt.open {
			t.Errorf("on the %dth a role without an end is held: %t", tt.day, got)
		}
		if got := (Role{BeginsOn: day(10), EndsOn: &ends}).HeldOn(day(tt.day)); got != tt.closed {
			t.Errorf("on the %dth a role to the 20th is held: %t", tt.day, got)
		}
	}
}
