package domain

import "testing"

func TestStreetKey(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b string
		same bool
	}{
		{"white space does not count", " Main  Street\u00a0", "Main Street", true},
		{"two ways of writing an accent are one", "Carrer del Moli\u0301", "Carrer del Molí", true},
		{"a capital's too", "E\u0301glise", "Église", true},
		{"accents count", "Carrer del Molì", "Carrer del Molí", false},
		{"case counts", "Main street", "Main Street", false},
		{"an apostrophe counts", "Love's Lane", "Loves Lane", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if a, b := StreetKey(c.a), StreetKey(c.b); (a == b) != c.same {
				t.Errorf("%q and %q", a, b)
			}
		})
	}
}

func TestNameKey(t *testing.T) {
	for in, want := range map[string]string{
		"Main Street":               "main street",
		"ST. MARY’S  ROAD":          "st marys road",
		"St Mary's Road":            "st marys road",
		"Belton-in-Rutland":         "belton in rutland",
		"Belton in Rutland":         "belton in rutland",
		"Avinguda del Paral·lel":    "avinguda del parallel",
		"Sant Julià de Lòria":       "sant julià de lòria",
		"Sant Julia\u0300 de Lòria": "sant julià de lòria",
		"A606":                      "a606",
		"(Rose) & Crown":            "rose crown",
		"Laufamholzstraße":          "laufamholzstraße",
		"x\u0302":                   "x", // a mark that no letter of ours bears
		"\u0301":                    "",
		" -.'":                      "",
		"":                          "",
	} {
		if got := NameKey(in); got != want {
			t.Errorf("NameKey(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSearchKey(t *testing.T) {
	for _, group := range [][]string{
		{"st marys road", "St. Mary's Rd", "St Marys Rd.", "SAINT MARY'S ROAD"},
		{"high street", "High St", "high st.", "High Str"},
		{"high street north", "High St North", "High Street North"},
		{"old saint annes lane", "Old St. Anne's Ln", "Old Saint Annes Lane"},
		{"saint johns street", "St John's St", "Saint Johns Street"},
		{"great northern avenue", "Gt Northern Ave", "Great Northern Av."},
		{"rose and crown close", "Rose & Crown Cl", "Rose and Crown Close"},
		{"queens crescent", "Queen's Cres", "Queens Cresc."},
		{"park gardens", "Park Gdns", "Park Gardens"},
		{"market square", "Market Sq", "Market Square"},
		{"victoria terrace", "Victoria Terr", "Victoria Ter."},
		{"king drive", "King Dr", "King Drive"},
		{"mill place", "Mill Pl", "Mill Place"},
		{"church court", "Church Ct", "Church Court"},
		{"carrer del moli", "Carrer del Molì", "Carrer del Molí", "CARRER DEL MOLI"},
		{"hauptstraße", "Hauptstrasse", "HAUPTSTRAßE"},
		{"rue de l'église", "Rue de lEglise"},
	} {
		want := SearchKey(group[0])
		for _, name := range group[1:] {
			if got := SearchKey(name); got != want {
				t.Errorf("SearchKey(%q) = %q, but SearchKey(%q) = %q", name, got, group[0], want)
			}
		}
		if again := SearchKey(want); again != want {
			t.Errorf("SearchKey(%q) is not stable: %q", want, again)
		}
	}
}

func TestSearchKey_KeepsApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"Park Street", "Park Road"},
		{"Close Lane", "Lane Close"}, // a first word is never an abbreviation
		{"Dr Bell Lane", "Drive Bell Lane"},
		{"Main Street", "Mains Street"},
	} {
		if a, b := SearchKey(pair[0]), SearchKey(pair[1]); a == b {
			t.Errorf("%q and %q are both %q", pair[0], pair[1], a)
		}
	}
	// What is typed so far must be the beginning of what is stored.
	for typed, name := range map[string]string{"st mar": "St Mary's Road", "Main Str": "Main Street", "mar": "Market Place"} {
		if key := SearchKey(name); len(key) < len(SearchKey(typed)) || key[:len(SearchKey(typed))] != SearchKey(typed) {
			t.Errorf("%q (%q) does not begin %q", typed, SearchKey(typed), key)
		}
	}
}
