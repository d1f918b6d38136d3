package web

import (
	"testing"

	"waymark/domain"
)

func TestTownTyped(t *testing.T) {
	towns := []domain.Town{{ID: 1, Name: "Oakham"}, {ID: 2, Name: "Uppingham"}, {ID: 3, Name: "Upper Hambleton"}, {ID: 4, Name: "St Mary’s"}}
	for typed, want := range map[string]domain.TownID{"Oakham": 1, " oakham ": 1, "oak": 1, "upp": 0, "uppi": 2, "St Marys": 4, "Leeds": 0, "": 0} {
		if got := townTyped(towns, 1, typed); got != want {
			t.Errorf("%q is town %d, want %d", typed, got, want)
		}
	}
}
