package importer

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"waymark/domain"
)

func TestRound(t *testing.T) {
	if got := round(domain.Point{Lat: 52.123456789, Lon: -0.76543214999}); got != (domain.Point{Lat: 52.1234568, Lon: -0.7654321}) {
		t.Errorf("got %v", got)
	}
}

func TestJoinLines(t *testing.T) {
	p := func(lat, lon float64) domain.Point { return domain.Point{Lat: lat, Lon: lon} }
	a, b, c, d, e := p(52, 1), p(52, 2), p(52, 3), p(53, 3), p(54, 9)
	for _, k := range []struct {
		name string
		in   domain.Shape
		want domain.Shape
	}{
		{"nothing", nil, domain.Shape{}},
		{"a point is no line", domain.Shape{{a}}, domain.Shape{}},
		{"one line", domain.Shape{{a, b}}, domain.Shape{{a, b}}},
		{"one line, drawn the other way", domain.Shape{{b, a}}, domain.Shape{{a, b}}},
		{"end to end", domain.Shape{{a, b}, {b, c}, {c, d}}, domain.Shape{{a, b, c, d}}},
		{"in any direction", domain.Shape{{c, b}, {d, c}, {a, b}}, domain.Shape{{a, b, c, d}}},
		{"begun in the middle", domain.Shape{{b, c}, {c, d}, {a, b}}, domain.Shape{{a, b, c, d}}},
		{"apart: the longer first", domain.Shape{{a, b}, {d, e}}, domain.Shape{{d, e}, {a, b}}},
		{"one drawn twice", domain.Shape{{a, b}, {b, a}}, domain.Shape{{a, b}}},
		{"a ring stays closed", domain.Shape{{a, b}, {b, d}, {d, a}}, domain.Shape{{a, b, d, a}}},
	} {
		t.Run(k.name, func(t *testing.T) {
			before := slices.Clone(k.in)
			if got := joinLines(k.in); !reflect.DeepEqual(got, k.want) {
				t.Errorf("got %v, want %v", got, k.want)
			}
			if !reflect.DeepEqual(before, k.in) {
				t.Errorf("what was given is now %v", k.in)
			}
		})
	}
}

func TestJoinLines_IsTheSameInAnyOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	var lines domain.Shape
	for range 40 { // many share an end
		point := func() domain.Point {
			return domain.Point{Lat: 52 + float64(random.IntN(4)), Lon: 1 + float64(random.IntN(4))}
		}
		lines = append(lines, domain.Line{point(), {Lat: 52 + random.Float64(), Lon: 1 + random.Float64()}, point()})
	}
	want := joinLines(lines)
	for range 30 {
		random.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		for i := range lines {
			if random.IntN(2) == 0 {
				slices.Reverse(lines[i])
			}
		}
		if got := joinLines(lines); !reflect.DeepEqual(got, want) {
			t.Fatal("another order gives other lines")
		}
	}
}
