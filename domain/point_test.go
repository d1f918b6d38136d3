package domain

import (
	"encoding/json"
	"math"
	"testing"
)

func TestPoint_Distance(t *testing.T) {
	oakham, uppingham := Point{52.6705, -0.7333}, Point{52.5887, -0.7234}
	for _, c := range []struct {
		name   string
		from   Point
		to     Point
		metres float64
		within float64
	}{
		{"of a place to itself is nothing", oakham, oakham, 0, 0},
		{"a degree of latitude", Point{0, 1}, Point{1, 1}, 111195.08, 0.01},
		{"a degree of longitude on the equator", Point{0, 1}, Point{0, 2}, 111195.08, 0.01},
		{"half the way round the earth", Point{0, 0.5}, Point{0, -179.5}, math.Pi * 6371008.8, 0.01},
		// Independent: WGS 84 ellipsoid, mean radii of curvature at 52.63 degrees north (M 6,376,000 m, N 6,391,600 m).
		{"two towns", oakham, uppingham, 9127, 30},
		{"across the date line", Point{-17, 179.999}, Point{-17, -179.999}, 212.7, 0.1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.from.Distance(c.to); math.Abs(got-c.metres) > c.within {
				t.Errorf("got %.3f m, want %.3f", got, c.metres)
			}
			if there, back := c.from.Distance(c.to), c.to.Distance(c.from); there != back {
				t.Errorf("there %v, back %v", there, back)
			}
		})
	}
}

func TestPoint_Offset(t *testing.T) {
	centre := Point{52.6705, -0.7333}
	for _, p := range []Point{centre, {52.7, -0.7333}, {52.6705, -0.6}, {52.6, -0.8}} {
		east, north := p.Offset(centre)
		if got, want := math.Hypot(east, north), p.Distance(centre); math.Abs(got-want) > want*0.001 {
			t.Errorf("%v: %.1f m on the plane, %.1f m on the earth", p, got, want)
		}
		if (p.Lon > centre.Lon) != (east > 0) || (p.Lat > centre.Lat) != (north > 0) {
			t.Errorf("%v lies %.0f m east and %.0f m north", p, east, north)
		}
	}
}

func TestPoint_JSON(t *testing.T) {
	shape := Shape{{{52.5, -0.75}, {52.6, -0.7}}}
	text, err := json.Marshal(shape)
	if err != nil || string(text) != "[[[-0.75,52.5],[-0.7,52.6]]]" {
		t.Fatalf("got %s, %v", text, err)
	}
	var back Shape
	if err := json.Unmarshal(text, &back); err != nil || len(back) != 1 || back[0][1] != shape[0][1] {
		t.Errorf("read back %v, %v", back, err)
	}
	for text, want := range map[string]string{"null": "null", "[]": "null", " [ [ [ -1e-1 , 52, 12 ],[0,1] ] , [] ] ": "[[[-0.1,52],[0,1]],null]"} {
		var got Shape
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if again, _ := json.Marshal(got); string(again) != want {
			t.Errorf("%s is read as %s", text, again)
		}
	}
	for _, text := range []string{"[[[1]]]", "[[1,2]]", `[[["a",2]]]`, "7", `{"a":1}`, "[[[1,2],[null,2]]]"} {
		var got Shape
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s is read as %v", text, got)
		}
	}
	var high Point
	if err := json.Unmarshal([]byte("[-0.75, 52.5, 120]"), &high); err != nil || high != (Point{52.5, -0.75}) {
		t.Errorf("with a height: %v, %v", high, err)
	}
	for _, text := range []string{"[1]", `"x"`, "{}"} {
		if err := json.Unmarshal([]byte(text), &high); err == nil {
			t.Errorf("%s was taken for a point", text)
		}
	}
}

func TestShape_Midpoint(t *testing.T) {
	a, b, c, d := Point{1, 1}, Point{1, 2}, Point{1, 3}, Point{2, 3}
	for _, k := range []struct {
		name  string
		shape Shape
		want  Point
	}{
		{"of nothing is not known", nil, Point{}},
		{"of an empty line is not known", Shape{{}}, Point{}},
		{"of one point is the point", Shape{{a}}, a},
		{"of a point drawn twice is the point", Shape{{b, b}}, b},
		{"may lie between two points", Shape{{a, b}}, Point{1, 1.5}},
		{"is by length, not by count of points", Shape{{a, {1, 1.1}, {1, 1.2}, c}}, Point{1, 2}},
		{"goes round the corner", Shape{{a, c, d}}, Point{1, 2.5}},
		{"counts all lines of the street", Shape{{a, b}, {c, d}}, b},
		{"passes an empty line by", Shape{{}, {a, b}}, Point{1, 1.5}},
	} {
		t.Run(k.name, func(t *testing.T) {
			got := k.shape.Midpoint()
			if math.Abs(got.Lat-k.want.Lat) > 1e-12 || math.Abs(got.Lon-k.want.Lon) > 1e-12 {
				t.Errorf("got %v, want %v", got, k.want)
			}
			if got.Known() != (k.want != Point{}) {
				t.Errorf("known: %v", got.Known())
			}
		})
	}
	if got := (Line{a, c}).Midpoint(); got != b {
		t.Errorf("of a line: %v", got)
	}
}

func TestShape_Length(t *testing.T) {
	line := Line{{0, 1}, {0, 2}, {1, 2}}
	if got := line.Length(); math.Abs(got-2*111195.08) > 0.1 {
		t.Errorf("the line is %.2f m long", got)
	}
	if got := (Shape{line, line}).Length(); math.Abs(got-4*111195.08) > 0.1 {
		t.Errorf("the two lines are %.2f m long", got)
	}
	if got := (Line{{0, 1}}).Length(); got != 0 {
		t.Errorf("a point is %v m long", got)
	}
}
