package web

import (
	"net/http"
	"strings"
	"unicode"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// filter is the form above a list: what it shows is in the address bar.
type filter struct {
	Action      string
	Label       string // of the field to look for something; "" is without it
	Placeholder string
	Query       string
	Button      string
	Selects     []selection
	Boxes       []Choice // Text is the name, Small the words
	Hidden      []Choice // carried along: Text is the name
}

// selection is a question with many answers, as a list that opens.
type selection struct {
	Name    string
	Label   string
	Hint    string
	Error   *domain.Error
	Choices []Choice
}

// Describes lists the ids that describe the question.
func (s selection) Describes() string { return describes(s.Name, s.Hint, s.Error) }

// chosen ticks the answer with this value.
func (s selection) chosen(value string) selection {
	for n, c := range s.Choices {
		s.Choices[n].Checked = c.Value == value
	}
	return s
}

// townSelection offers the towns, with none of them first.
func townSelection(towns []domain.Town, chosen domain.TownID) selection {
	return selection{Name: "town", Label: "Town", Choices: append([]Choice{{Text: "All towns"}}, townChoices(towns)...)}.chosen(idOf(chosen))
}

// townChoices are towns to choose from.
func townChoices(towns []domain.Town) (out []Choice) {
	for _, t := range towns {
		out = append(out, Choice{Value: idOf(t.ID), Text: t.Name})
	}
	return out
}

// sectionChoices are parts of a town to choose from.
func sectionChoices(sections []domain.Section) (out []Choice) {
	for _, n := range sections {
		out = append(out, Choice{Value: idOf(n.ID), Text: n.Name})
	}
	return out
}

// next is the address of the next part of a list: what is in the address bar, and the cursor.
func next(r *http.Request, info app.PageInfo) Pager {
	p := Pager{More: "Show the next ones"}
	q := r.URL.Query()
	if info.HasNext {
		q.Set("after", info.End)
		p.Next = r.URL.Path + "?" + q.Encode()
	}
	if r.FormValue("after") != "" {
		q.Del("after")
		p.First = r.URL.Path + "?" + q.Encode()
	}
	if info.Total > 0 && (info.HasNext || p.First != "") {
		p.Text = words.From(r.Context()).Say("%d in all", info.Total)
	}
	return p
}

// wordIn is what the address bar asks for under a name, without the signs that nobody can have typed and no database takes.
func wordIn(r *http.Request, name string) string {
	return tidy(strings.Map(func(letter rune) rune {
		if unicode.IsControl(letter) {
			return ' '
		}
		return letter
	}, strings.ToValidUTF8(r.FormValue(name), "")))
}

// asMany is the longest window of a list: for a part of another page, and for choices, which do not go on.
var asMany = app.Page{First: 100}

// listPage is the window of a list that the address asks for.
func listPage(r *http.Request) app.Page { return app.Page{First: 20, After: wordIn(r, "after")} }
