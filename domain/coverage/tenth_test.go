package coverage

import (
	"slices"
	"testing"
)

// TestTenths: tenths with few streets are told together, and all of them with the rest come to the whole place.
func TestTenths(t *testing.T) {
	asks := func(asked, helped int) Asks {
		return Asks{Asked: asked, Closed: helped, Helped: helped, Yes: [4]int{helped}, Waits: Waits{3: helped}}
	}
	whole := Place{Streets: 40, Asks: asks(100, 50)}
	got := Tenths(whole, []Tenth{{Deciles: []int{2}, Streets: 12, Asks: asks(30, 20)}, {Deciles: []int{5}, Streets: 3, Asks: asks(5, 1)}, {Deciles: []int{6}, Streets: 4, Asks: asks(9, 4)},
		{Deciles: []int{9}, Streets: 2, Asks: asks(1, 0)}})
	if len(got) != 3 || !slices.Equal(got[0].Deciles, []int{2}) || !slices.Equal(got[1].Deciles, []int{5, 6, 9}) || len(got[2].Deciles) != 0 {
		t.Fatalf("%+v", got)
	}
	sum, streets := Asks{}, 0
	for _, one := range got {
		if one.Streets < Least {
			t.Errorf("%d streets are told apart", one.Streets)
		}
		sum, streets = sum.plus(one.Asks, 1), streets+one.Streets
	}
	if sum.Asked != 100 || sum.Helped != 50 || sum.Waits[3] != 50 || streets != 40 || got[2].Asks.Asked != 55 {
		t.Errorf("they come to %+v on %d streets", sum, streets)
	}
	if minutes, ok := got[1].Asks.Waits.Within(0.5); !ok || minutes != Steps()[3] {
		t.Errorf("half waited %d, %v", minutes, ok)
	}
	if got := Tenths(whole, []Tenth{{Deciles: []int{2}, Streets: 4}}); got != nil {
		t.Errorf("four streets are told apart: %+v", got)
	}
	if got := Tenths(whole, nil); got != nil {
		t.Errorf("without areas: %+v", got)
	}
}
