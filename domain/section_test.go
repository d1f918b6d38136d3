package domain

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// grid lays out streets in rows of a metres-wide raster; every street is a short line from west to east.
func grid(columns, rows int, from Point) []Street {
	var streets []Street
	for x := range columns {
		for y := range rows {
			west := Point{Lat: from.Lat + float64(y)*0.001, Lon: from.Lon + float64(x)*0.0016}
			line := Line{west, {west.Lat, west.Lon + 0.001}}
			streets = append(streets, Street{Name: fmt.Sprintf("Street %02d %02d", x, y), Mid: line.Midpoint(), Shape: Shape{line}})
		}
	}
	return streets
}

// describe writes groups with names instead of indexes, for comparing.
func describe(groups []SectionGroup, streets []Street) string {
	var lines []string
	for _, g := range groups {
		var names []string
		for _, i := range g.Streets {
			names = append(names, streets[i].Name)
		}
		slices.Sort(names)
		lines = append(lines, g.Name+": "+strings.Join(names, ", "))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestGroupSections_Sizes(t *testing.T) {
	if got := GroupSections(nil); got != nil {
		t.Errorf("no street gives %v", got)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for n := 1; n <= 300; n++ {
		streets := make([]Street, n)
		for i := range streets {
			streets[i] = Street{Name: fmt.Sprintf("Lane %03d", i)}
			if n%3 > 0 && (n%3 == 1 || i%2 == 0) { // none, some or all of them are on the map
				streets[i].Mid = Point{52 + random.Float64()*0.05, -1 + random.Float64()*0.1}
			}
		}
		seen := map[int]bool{}
		names := map[string]bool{}
		for _, g := range GroupSections(streets) {
			if size := len(g.Streets); size > LargestSection || size < SmallestSection && n >= SmallestSection {
				t.Fatalf("of %d streets a group has %d", n, size)
			}
			if names[g.Name] {
				t.Fatalf("of %d streets two groups are called %q", n, g.Name)
			}
			names[g.Name] = true
			for _, s := range g.Streets {
				if seen[s] {
					t.Fatalf("of %d streets number %d is in two groups", n, s)
				}
				seen[s] = true
			}
		}
		if len(seen) != n {
			t.Fatalf("of %d streets %d are in a group", n, len(seen))
		}
		if n <= LargestSection && len(names) != 1 {
			t.Fatalf("%d streets make %d groups", n, len(names))
		}
	}
}

func TestGroupSections_IsTheSameInAnyOrder(t *testing.T) {
	streets := grid(9, 11, Point{52.6, -0.7})
	streets = append(streets, Street{Name: "Lost Lane"}, Street{Name: "Nowhere Close"})
	want := describe(GroupSections(streets), streets)
	random := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		random.Shuffle(len(streets), func(i, j int) { streets[i], streets[j] = streets[j], streets[i] })
		if got := describe(GroupSections(streets), streets); got != want {
			t.Fatalf("in another order the groups are\n%s\nnot\n%s", got, want)
		}
	}
}

func TestGroupSections_PartsAtTheWidestGap(t *testing.T) {
	west := grid(3, 4, Point{52.6, -0.7}) // 12
	east := grid(3, 3, Point{52.6, -0.6}) // 9, across the fields
	for i := range east {
		east[i].Name = "East " + east[i].Name
	}
	streets := append(west, east...)
	groups := GroupSections(streets)
	if len(groups) != 2 || len(groups[0].Streets) != 12 || len(groups[1].Streets) != 9 {
		t.Fatalf("got\n%s", describe(groups, streets))
	}
	for _, i := range groups[1].Streets {
		if !strings.HasPrefix(streets[i].Name, "East") {
			t.Errorf("%s is in the eastern group", streets[i].Name)
		}
	}
}

func TestGroupSections_Names(t *testing.T) {
	cross := func(name string, points ...Point) Street {
		line := Line(points)
		return Street{Name: name, Mid: line.Midpoint(), Shape: Shape{line}}
	}
	a, b, c := Point{52.6, -0.70}, Point{52.6, -0.69}, Point{52.6, -0.68}
	t.Run("after the street that meets most others, not the longest", func(t *testing.T) {
		streets := []Street{
			cross("The By-pass", Point{52.5, -0.9}, Point{52.7, -0.5}),
			cross("Church Lane", a, Point{52.61, -0.70}),
			cross("High Street", a, b, c),
			cross("Mill Road", b, Point{52.61, -0.69}),
			cross("Abbey Close", c, Point{52.61, -0.68}),
		}
		if got := GroupSections(streets)[0].Name; got != "High Street" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("of equals after the longest", func(t *testing.T) {
		streets := []Street{cross("Short Lane", a, b), cross("Long Lane", a, c)}
		if got := GroupSections(streets)[0].Name; got != "Long Lane" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("of equals after the first by name", func(t *testing.T) {
		streets := []Street{{Name: "B Road"}, {Name: "A Road"}}
		if got := GroupSections(streets)[0].Name; got != "A Road" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("never twice, also when names look alike", func(t *testing.T) {
		streets := make([]Street, 60)
		for i := range streets {
			streets[i] = Street{Name: "Lane", Mid: Point{52, -1 + float64(i)*0.001}}
		}
		names := map[string]bool{}
		for _, g := range GroupSections(streets) {
			if names[NameKey(g.Name)] {
				t.Errorf("%q twice", g.Name)
			}
			names[NameKey(g.Name)] = true
		}
	})
}

func TestNearestSection(t *testing.T) {
	here := Point{52.6, -0.7}
	streets := []Street{
		{SectionID: 4, Mid: Point{52.61, -0.7}},
		{SectionID: 7, Mid: Point{52.601, -0.7}},
		{SectionID: 7},
		{SectionID: 9, Mid: Point{52.599, -0.7}},
		{SectionID: 9},
		{SectionID: 0, Mid: here},
	}
	for _, c := range []struct {
		name    string
		mid     Point
		streets []Street
		want    SectionID
	}{
		{"is that of the nearest street", Point{52.609, -0.7}, streets, 4},
		{"passes over streets without a section", Point{52.5999, -0.7}, streets, 9},
		{"is the smallest for a street that is on no map", Point{}, streets, 4},
		{"is the smallest when no other is on the map", here, []Street{{SectionID: 3}, {SectionID: 3}, {SectionID: 8}}, 8},
		{"is the oldest of equals", here, []Street{{SectionID: 5}, {SectionID: 2}}, 2},
		{"is the oldest of equally near", here, []Street{{SectionID: 5, Mid: Point{52.7, -0.7}}, {SectionID: 2, Mid: Point{52.7, -0.7}}}, 2},
		{"is none in a town without sections", here, nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := NearestSection(c.mid, c.streets); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}
