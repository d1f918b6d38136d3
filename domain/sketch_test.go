package domain

import (
	"slices"
	"testing"
)

func street(name string, after, standIn string, helpers ...string) SketchStreet {
	s := SketchStreet{Name: name}
	if after != "" {
		s.After = []string{after}
	}
	if standIn != "" {
		s.StandIns = []string{standIn}
	}
	for _, h := range helpers {
		s.Helpers = append(s.Helpers, SketchHelper{Name: h})
	}
	return s
}

func TestFirstDoors(t *testing.T) {
	homes := func(n int, s SketchStreet) SketchStreet { s.Homes = n; return s }
	part := func(name string, s SketchStreet) SketchStreet { s.Part = name; return s }
	for name, c := range map[string]struct {
		streets []SketchStreet
		want    []string // street, why, whose door, beside
	}{
		"nothing":     {nil, nil},
		"all is well": {[]SketchStreet{street("A", "Ann", "Bo")}, nil},
		"most people first": {[]SketchStreet{street("A", "", "", "Tom"), street("B", "", "", "Ivy", "Ned")},
			[]string{"B people Ivy ", "A people Tom "}},
		"then most homes": {[]SketchStreet{homes(3, street("A", "", "")), homes(9, street("B", "", ""))}, []string{"B homes  ", "A homes  "}},
		"then between two that are looked after": {[]SketchStreet{street("X", "", ""), street("Y", "Ann", "Bo"), street("A", "", ""), street("Z", "Cy", "Di")},
			[]string{"A between Ann Y", "X nobody Ann Y"}},
		"a part of town ends the neighbourhood": {[]SketchStreet{part("Old", street("Y", "Ann", "Bo")), part("New", street("A", "", "")), part("New", street("Z", "Cy", "Di"))},
			[]string{"A nobody Cy Z"}},
		"streets with nobody go before those without a stand-in": {[]SketchStreet{street("A", "Ann", "", "Tom", "Ivy"), street("B", "", "")},
			[]string{"B nobody Ann A", "A stand_in Ann "}},
		"a stand-in alone is asked": {[]SketchStreet{street("A", "", "Ravi")}, []string{"A people Ravi "}},
		"three at most": {[]SketchStreet{street("A", "", ""), street("B", "", ""), street("C", "", ""), street("D", "", "")},
			[]string{"A nobody  ", "B nobody  ", "C nobody  "}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, d := range FirstDoors(c.streets) {
				got = append(got, d.Street.Name+" "+string(d.Why)+" "+d.Who+" "+d.Beside)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestCountSketch(t *testing.T) {
	got := CountSketch([]SketchStreet{street("A", "Ann", "Bo", "Tom"), street("B", "Cy", ""), street("C", "", "", "Ivy", "Ned")})
	if want := (SketchCount{Streets: 3, After: 2, StandIns: 1, NoStandIn: 1, Nobody: 1, Helpers: 3}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestBeginnings_Undone(t *testing.T) {
	all := Beginnings{Streets: 3, Led: 1, Builder: "Bo Field", Phone: "01632 960142"}
	ticked := []Ticked{{Step: StepNeeds}, {Step: StepLadder}, {Step: StepLeaflets}}
	if got := all.Undone(ticked); len(got) != 0 {
		t.Errorf("to do: %v", got)
	}
	if got := (Beginnings{}).Undone([]Ticked{{Step: StepStreets}}); !slices.Equal(got, BeginSteps()) {
		t.Errorf("to do: %v: a tick does not bring streets in", got)
	}
	for _, s := range BeginSteps() {
		if s.Plain() == "" {
			t.Errorf("%s has no words", s)
		}
	}
}
