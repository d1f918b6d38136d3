package geo

import (
	"math"
	"testing"

	"waymark/domain"
)

func TestSimplify(t *testing.T) {
	bend := func(metres float64) domain.Line {
		return domain.Line{{Lat: 52, Lon: -1}, {Lat: 52 + metres/metresADegree, Lon: -0.999}, {Lat: 52, Lon: -0.998}}
	}
	for name, c := range map[string]struct {
		shape domain.Shape
		lines int
		first int // corners of the first line
	}{
		"a bend that nobody sees": {domain.Shape{bend(3)}, 1, 2},
		"a bend":                  {domain.Shape{bend(30)}, 1, 3},
		"a point":                 {domain.Shape{{{Lat: 52, Lon: -1}}}, 0, 0},
		"nothing":                 {nil, 0, 0},
		"two lines":               {domain.Shape{bend(30), bend(3)}, 2, 3},
	} {
		got := Simplify(c.shape, 5)
		if len(got) != c.lines || c.lines > 0 && len(got[0]) != c.first {
			t.Errorf("%s: %v", name, got)
		}
	}
	line := bend(3)
	got := Simplify(domain.Shape{line}, 5)[0]
	if math.Abs(got[0].Lon-line[0].Lon) > 1e-9 || math.Abs(got[1].Lon-line[2].Lon) > 1e-9 {
		t.Errorf("the ends moved: %v", got)
	}
	// A step to the east is shorter on the ground than one to the north of as many degrees.
	north, east := domain.Line{{Lat: 60}, {Lat: 60.001, Lon: 0.0001}, {Lat: 60.002}}, domain.Line{{Lat: 60}, {Lat: 60.0001, Lon: 0.001}, {Lat: 60, Lon: 0.002}}
	if a, b := Simplify(domain.Shape{north}, 8)[0], Simplify(domain.Shape{east}, 8)[0]; len(a) != 2 || len(b) != 3 {
		t.Errorf("5.6 m to the east kept %d corners, 11 m to the north %d", len(a), len(b))
	}
}

func TestHull(t *testing.T) {
	square := domain.Shape{{{Lat: 0, Lon: 0}, {Lat: 1, Lon: 1}}, {{Lat: 0, Lon: 1}, {Lat: 1, Lon: 0}}, {{Lat: 0.4, Lon: 0.5}, {Lat: 0.5, Lon: 0.6}}}
	hull := Hull([]domain.Shape{square})
	if len(hull) != 5 || hull[0] != hull[4] || !domain.NewRegion([]domain.Line{hull}).Covers(domain.Point{Lat: 0.5, Lon: 0.5}) {
		t.Errorf("a square: %v", hull)
	}
	if flat := Hull([]domain.Shape{{{{Lat: 0}, {Lat: 1}, {Lat: 2}}}}); flat != nil {
		t.Errorf("a straight line lies on %v", flat)
	}
	if none := Hull(nil); none != nil {
		t.Errorf("nothing lies on %v", none)
	}
}

func TestAppend(t *testing.T) {
	line := domain.Line{{Lat: 52.1234567, Lon: -0.7654321}, {Lat: 52.12346, Lon: -0.76544}, {Lat: 52.1334567, Lon: -0.7}}
	for digits, want := range map[int]string{5: `[[-0.76543,52.12346],[-0.76544,52.12346],[-0.7,52.13346]]`, 4: `[[-0.7654,52.1235],[-0.7,52.1335]]`, 0: `[[-1,52],[-1,52]]`} {
		if got := string(Append(nil, line, digits)); got != want {
			t.Errorf("%d digits: %s", digits, got)
		}
	}
}
