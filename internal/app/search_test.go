package app

import (
	"fmt"
	"strings"
	"testing"

	"waymark/domain"
)

// Who fits best comes first: whose name begins so, then whose name looks like it, then who lives in such a street; nobody twice, on
// whichever page. It is the same when few streets are meant and when many are.
func TestApp_People_Search(t *testing.T) {
	w := newWorld(t)
	for n := range 60 {
		w.addSection("Saltcombe", fmt.Sprintf("Part %d", n), fmt.Sprintf("Magpie Lane %d", n))
	}
	add := func(first, last, street string) {
		w.exec(`UPDATE persons SET last_name = $1 WHERE id = $2`, last, w.person(first, street))
	}
	add("Magda", "Zimmer", "Hill Road")
	add("Ann", "Magpie", "Magpie Lane 3")
	add("Maggi", "Early", "Magpie Lane 4")
	add("Bert", "Quick", "Magpie Lane 59")
	add("Carl", "Abel", "Magpie Lane 1")
	find := func(query string, first int) (out []string) {
		for page := (Page{First: first}); ; {
			lines, info, err := w.app.People(t.Context(), w.as("Priya"), PeopleFilter{Query: query}, page)
			w.must(err)
			for _, l := range lines {
				out = append(out, l.FirstName)
			}
			if page.After = info.End; !info.HasNext || len(out) > 50 {
				return out
			}
		}
	}
	for query, want := range map[string][]string{
		"magpie":          {"Ann", "Carl", "Maggi", "Bert"},
		"mag":             {"Maggi", "Ann", "Maggie", "Magda", "Carl", "Bert"},
		"magpie lane":     {"Ann", "Carl", "Maggi", "Bert"},
		"magpie lane 4":   {"Ann", "Maggi"},
		"maggie":          {"Maggie", "Maggi"},
		"_":               nil,
		"%":               nil,
		"'":               nil,
		"m_gpie":          nil,
		`\\`:              nil,
		"magpie%":         nil,
		"nobody at all":   nil,
		"+44 1632 960999": nil,
	} {
		got := find(query, 100)
		if want != nil || len(got) > 0 && query != "magpie%" && query != "m_gpie" {
			w.same(query, got, want)
		}
		for first := 1; first < 4; first++ {
			w.same(fmt.Sprintf("%s, %d at a time", query, first), find(query, first), got)
		}
	}
	lines, _, err := w.app.People(t.Context(), w.as("Priya"), PeopleFilter{Query: "magpie"}, Page{After: cursor(-1<<62, "", "", 1)})
	if err != nil || len(lines) != 4 {
		t.Errorf("from before the beginning: %d people, %v", len(lines), err)
	}
}

// Requests are found by a part of a name, by a street, and by a reference with a slip; what is a pattern elsewhere is only text here.
func TestApp_Requests_Search(t *testing.T) {
	w := newWorld(t)
	joan, jim := w.ask("Joan", "Castle Row", "dog"), w.ask("Jim", "Hill Road", "dog")
	ref := domain.Reference(joan.Reference)
	digits := strings.NewReplacer("Q", "0", "K", "8", "F", "5").Replace(string(ref))
	swapped := string(ref[1]) + string(ref[0]) + string(ref[2:])
	find := func(query string) (out []string) {
		lines, info, err := w.app.Requests(t.Context(), w.as("Priya"), RequestFilter{Query: query}, Page{})
		w.must(err)
		for _, l := range lines {
			out = append(out, l.FirstName)
		}
		if info.Total != len(lines) {
			t.Errorf("%q: %d in all, and %d are listed", query, info.Total, len(lines))
		}
		return out
	}
	for query, want := range map[string][]string{
		"joan": {"Joan"}, "oan": {"Joan"}, "j": {"Jim", "Joan"}, "hill rd": {"Jim"}, "castle": {"Joan"},
		ref.String(): {"Joan"}, strings.ToLower(string(ref[:3])) + " " + string(ref[3:]): {"Joan"}, digits: {"Joan"},
		domain.Reference(jim.Reference).String(): {"Jim"},
		"%":                                      nil, "_": nil, "j_m": nil, "j%n": nil, "nobody": nil,
	} {
		w.same(query, find(query), want)
	}
	if strings.ContainsAny(swapped, "0123456789") {
		w.same("two signs changed places", find(swapped), []string{"Joan"})
	} else {
		t.Errorf("%s has no digit: choose another ask", ref)
	}
}
