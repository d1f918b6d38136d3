package domain

import (
	"strings"
	"testing"
)

func TestNearNames(t *testing.T) {
	names := []string{"Oakham", "Uppingham", "Oakham", "Ketton", "Great Casterton", "Little Casterton", "Preston", "Sant Julià de Lòria", "-"}
	for typed, want := range map[string]string{
		"Okaham":              "Oakham",
		"casterton":           "Great Casterton|Little Casterton",
		"Kettn":               "Ketton",
		"Upingam":             "Uppingham",
		"Sant Julia de Loria": "Sant Julià de Lòria",
		"London":              "",
		"":                    "",
	} {
		if got := strings.Join(NearNames(typed, names), "|"); got != want {
			t.Errorf("near %q lie %q, want %q", typed, got, want)
		}
	}
	many := []string{"Lane 1", "Lane 2", "Lane 3", "Lane 4", "Lane 5", "Lane 6"}
	if got := NearNames("Lane 4", many); len(got) != 5 || got[0] != "Lane 4" {
		t.Errorf("got %v", got)
	}
}

func TestOrList(t *testing.T) {
	for _, c := range []struct {
		names []string
		want  string
	}{{nil, ""}, {[]string{"A"}, "“A”"}, {[]string{"A", "B"}, "“A” or “B”"}, {[]string{"A", "B", "C"}, "“A”, “B” or “C”"}} {
		if got := OrList(c.names); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}
