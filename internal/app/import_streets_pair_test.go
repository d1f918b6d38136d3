package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
)

func TestPairStreets(t *testing.T) {
	here, there := domain.Point{Lat: 51.2, Lon: -4.1}, domain.Point{Lat: 51.3, Lon: -4.2}
	street := func(id domain.StreetID, town, name string, mid domain.Point) domain.Street {
		return domain.Street{ID: id, TownName: town, Name: name, Mid: mid}
	}
	row := func(town, name string, mid domain.Point) StreetRow {
		return StreetRow{Town: town, Name: name, Mid: mid}
	}
	var nowhere domain.Point
	for _, c := range []struct {
		name  string
		known []domain.Street
		rows  []StreetRow
		want  string // pairs as id=town/name, then fresh as +town/name, then gone as -id
	}{
		{"the same name in the same town", []domain.Street{street(1, "A", "Main Street", here)}, []StreetRow{row("A", "Main Street", there)}, "1=A/Main Street"},
		{"the same name in two towns", []domain.Street{street(1, "A", "Main Street", here), street(2, "B", "Main Street", there)},
			[]StreetRow{row("B", "Main Street", nowhere), row("A", "Main Street", nowhere)}, "2=B/Main Street 1=A/Main Street"},
		{"a name put right", []domain.Street{street(1, "A", "Marys road", here)}, []StreetRow{row("A", "Mary's Road", there)}, "1=A/Mary's Road"},
		{"two spellings stay two", []domain.Street{street(1, "A", "Marys Road", here), street(2, "A", "Mary's Road", here)},
			[]StreetRow{row("A", "Mary's Road", here), row("A", "Marys Road", here)}, "2=A/Mary's Road 1=A/Marys Road"},
		{"a doubtful spelling is new", []domain.Street{street(1, "A", "Marys Road", nowhere)},
			[]StreetRow{row("A", "Mary's Road", nowhere), row("A", "Mary’s Road", nowhere)}, "+A/Mary's Road +A/Mary’s Road -1"},
		{"a boundary moved over it", []domain.Street{street(1, "A", "Hill Road", here)}, []StreetRow{row("B", "Hill Road", here)}, "1=B/Hill Road"},
		{"the same name elsewhere is another street", []domain.Street{street(1, "A", "Hill Road", here)}, []StreetRow{row("B", "Hill Road", there)}, "+B/Hill Road -1"},
		{"a new name for the same place", []domain.Street{street(1, "A", "Gas Lane", here)}, []StreetRow{row("A", "Garden Lane", here)}, "1=A/Garden Lane"},
		{"without a place only names count", []domain.Street{street(1, "A", "Gas Lane", nowhere)}, []StreetRow{row("A", "Garden Lane", nowhere)}, "+A/Garden Lane -1"},
		{"names go before places", []domain.Street{street(1, "A", "Gas Lane", here), street(2, "A", "Hill Road", there)},
			[]StreetRow{row("A", "Hill Road", here), row("A", "Gas Lane", there)}, "2=A/Hill Road 1=A/Gas Lane"},
		{"nothing on file", nil, []StreetRow{row("A", "Hill Road", here)}, "+A/Hill Road"},
		{"nothing in the file", []domain.Street{street(1, "A", "Hill Road", here)}, nil, "-1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			kept, fresh, gone := pairStreets(c.rows, c.known)
			var got []string
			for _, k := range kept {
				got = append(got, fmt.Sprintf("%d=%s/%s", k.street.ID, k.row.Town, k.row.Name))
			}
			for _, r := range fresh {
				got = append(got, "+"+r.Town+"/"+r.Name)
			}
			for _, s := range gone {
				got = append(got, fmt.Sprintf("-%d", s.ID))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %s, want %s", strings.Join(got, " "), c.want)
			}
		})
	}
}

func TestAlike(t *testing.T) {
	got := alike([]StreetRow{
		{Town: "B", Name: "Love's Lane"}, {Town: "B", Name: "Loves Lane"}, {Town: "A", Name: "Main street"},
		{Town: "A", Name: "Main Street"}, {Town: "C", Name: "Loves Lane"}, {Town: "C", Name: "Molì"}, {Town: "C", Name: "Molí"},
	})
	want := []string{"A: “Main Street” or “Main street”", "B: “Love's Lane” or “Loves Lane”"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestMiddleOf(t *testing.T) {
	p := func(lat, lon float64) domain.Point { return domain.Point{Lat: lat, Lon: lon} }
	for _, c := range []struct {
		rows []StreetRow
		want domain.Point
	}{
		{nil, domain.Point{}},
		{[]StreetRow{{}}, domain.Point{}},
		{[]StreetRow{{Mid: p(50, -4)}, {}, {Mid: p(52, -3)}, {Mid: p(50.5, -3.5)}}, p(51, -3.5)},
	} {
		if got := middleOf(c.rows); got != c.want {
			t.Errorf("got %v, want %v", got, c.want)
		}
	}
}
