package domain

import (
	"slices"
	"testing"
)

func TestPerson_Postal(t *testing.T) {
	for _, c := range []struct {
		house, street, town string
		want                []string
	}{
		{"14", "Castle Row", "Saltcombe", []string{"14 Castle Row", "Saltcombe"}},
		{"14a", "Castle Row", "Saltcombe", []string{"14a Castle Row", "Saltcombe"}},
		{"Flat 2, 14", "Castle Row", "Saltcombe", []string{"Flat 2, 14 Castle Row", "Saltcombe"}},
		{" Rose Cottage ", "Castle Row", "Saltcombe", []string{"Rose Cottage", "Castle Row", "Saltcombe"}},
		{"14 castle row", "Castle Row", "Saltcombe", []string{"14 castle row", "Saltcombe"}},
		{"", "Castle Row", "Saltcombe", []string{"Castle Row", "Saltcombe"}},
		{"The caravan", "", "Saltcombe", []string{"The caravan", "Saltcombe"}},
		{"", "", "", nil},
	} {
		if got := (Person{Address: c.house, StreetName: c.street, TownName: c.town}).Postal(); !slices.Equal(got, c.want) {
			t.Errorf("%q in %q is %q, want %q", c.house, c.street, got, c.want)
		}
	}
}
