package demo

import (
	"math/rand/v2"
	"testing"
	"time"

	"waymark/domain"
)

func TestDrawStreets(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		checkMap(t, seed)
	}
}

func checkMap(t *testing.T, seed uint64) {
	t.Helper()
	streets := drawStreets(rand.New(rand.NewPCG(seed, 2)))
	if len(streets) != 400 {
		t.Errorf("got %d streets, want 400", len(streets))
	}
	names, townsOf, at := map[[2]string]bool{}, map[string]int{}, map[domain.Point]int{}
	for _, s := range streets {
		key := [2]string{s.Town, domain.NameKey(s.Name)}
		if names[key] {
			t.Errorf("%s has %s twice", s.Town, s.Name)
		}
		names[key] = true
		townsOf[s.Name]++
		if m := s.Shape.Length(); m < 25 || m > 1200 {
			t.Errorf("%s, %s is %.0f m long", s.Name, s.Town, m)
		}
		for _, p := range s.Shape[0] {
			at[p]++
			if d := p.Distance(origin); d > 9000 {
				t.Errorf("%s, %s lies %.0f m from the middle", s.Name, s.Town, d)
			}
		}
	}
	meet, shared := 0, 0
	for _, s := range streets {
		for _, p := range s.Shape[0] {
			if at[p] > 1 {
				meet++
				break
			}
		}
	}
	for _, n := range townsOf {
		if n > 1 {
			shared++
		}
	}
	if meet < 380 {
		t.Errorf("only %d of 400 streets meet another", meet)
	}
	if shared < 10 {
		t.Errorf("only %d names are shared between towns", shared)
	}
}

func TestMaker_back(t *testing.T) {
	t.Parallel()
	m := &maker{zone: london(t)}
	monday := time.Date(2026, time.June, 8, 9, 0, 0, 0, m.zone)
	for _, c := range []struct {
		open time.Duration
		want time.Time
	}{
		{10 * time.Minute, time.Date(2026, time.June, 8, 8, 50, 0, 0, m.zone)},
		{time.Hour, time.Date(2026, time.June, 6, 19, 30, 0, 0, m.zone)}, // over a Sunday
		{12*time.Hour + 30*time.Minute, time.Date(2026, time.June, 5, 19, 30, 0, 0, m.zone)},
	} {
		if got := m.back(monday, c.open); !got.Equal(c.want) {
			t.Errorf("%s before: got %s, want %s", c.open, got, c.want)
		}
	}
}
