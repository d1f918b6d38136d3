package app

import (
	"testing"

	"waymark/domain"
)

func TestPage(t *testing.T) {
	for first, want := range map[int]int{0: 50, -1: 50, 7: 7, 100: 100, 5000: 100} {
		if got := (Page{First: first}).rows(); got != want {
			t.Errorf("First %d gives %d rows, want %d", first, got, want)
		}
	}
	var name string
	var id domain.StreetID
	if err := (Page{After: cursor("quay lane", domain.StreetID(7))}).key(&name, &id); err != nil || name != "quay lane" || id != 7 {
		t.Errorf("the key came back as %q, %d, %v", name, id, err)
	}
	name = "as it was"
	if err := (Page{}).key(&name, &id); err != nil || name != "as it was" {
		t.Errorf("the beginning changed the key to %q, %v", name, err)
	}
	for _, after := range []string{"!", cursor("one"), cursor("a", "b"), cursor("a", 1, 2), "bnVsbA"} {
		if err := (Page{After: after}).key(&name, &id); domain.KindOf(err) != domain.Invalid {
			t.Errorf("the cursor %q gives %v", after, err)
		}
	}
}

func TestWindow(t *testing.T) {
	of := func(n int) string { return cursor(n) }
	rows, info := window([]int{1, 2, 3}, Page{First: 2}, of)
	if len(rows) != 2 || !info.HasNext || info.End != cursor(2) || info.Total != -1 {
		t.Errorf("got %v, %+v", rows, info)
	}
	rows, info = window([]int{1, 2}, Page{First: 2}, of)
	if len(rows) != 2 || info.HasNext {
		t.Errorf("got %v, %+v, want all and no more", rows, info)
	}
	if _, info = window(nil, Page{}, of); info.HasNext || info.End != "" {
		t.Errorf("nothing has %+v", info)
	}
}
