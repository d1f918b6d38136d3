package coverage

import (
	"math"
	"slices"
	"testing"
)

func TestSteps(t *testing.T) {
	all := Steps()
	if !slices.IsSorted(all) || all[0] != 5 || all[len(all)-1] != 60*24*60 {
		t.Errorf("%v", all)
	}
	for i := 1; i < len(all); i++ {
		// No step is longer than the wait was before it, so that a wait is never given as twice what it was.
		if all[i]-all[i-1] > all[i-1] {
			t.Errorf("the step from %d to %d minutes is too long", all[i-1], all[i])
		}
	}
	for minutes, want := range map[int]int{0: 0, 1: 0, 5: 0, 6: 1, 60: 11, 61: 12, 75: 12, 60 * 24 * 60: len(all) - 1, 60*24*60 + 1: len(all)} {
		if got := StepOf(minutes); got != want {
			t.Errorf("%d minutes belong to step %d, want %d", minutes, got, want)
		}
	}
}

func TestWaits_Within(t *testing.T) {
	for _, c := range []struct {
		name    string
		minutes []int
		share   float64
		want    int
		ok      bool
	}{
		{"nobody", nil, 0.5, 0, false},
		{"one", []int{7}, 0.5, 10, true},
		{"two: the first is the half", []int{5, 50}, 0.5, 5, true},
		{"three: the middle one", []int{5, 20, 50}, 0.5, 20, true},
		{"nine of ten", []int{1, 2, 3, 4, 5, 6, 7, 8, 60, 600}, 0.9, 60, true},
		{"all", []int{1, 600}, 1, 600, true},
		{"longer than can be told", []int{1, 100000}, 1, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := Waits{}
			for _, m := range c.minutes {
				w[StepOf(m)]++
			}
			if got, ok := w.Within(c.share); got != c.want || ok != c.ok {
				t.Errorf("%d minutes, %v", got, ok)
			}
		})
	}
}

// Whatever the waits are, what is told is never less than the one of that rank, and less than twice it, or within five minutes.
func FuzzWaits_Within(f *testing.F) {
	f.Add([]byte{1, 2, 3}, uint8(50))
	f.Fuzz(func(t *testing.T, raw []byte, percent uint8) {
		share := float64(percent%101) / 100
		w, minutes := Waits{}, []int{}
		for i, b := range raw {
			m := int(b) * (1 + i%300)
			minutes = append(minutes, m)
			w[StepOf(m)]++
		}
		slices.Sort(minutes)
		got, ok := w.Within(share)
		if !ok {
			return
		}
		exact := minutes[max(int(math.Ceil(share*float64(len(minutes)))), 1)-1]
		if got < exact || got > max(2*exact, 5) {
			t.Errorf("%d minutes are told for %d", got, exact)
		}
	})
}
