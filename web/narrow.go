package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"waymark/domain"
)

// narrowing is what a list of asks, or the desk, is narrowed to: all of it stands in the address bar.
type narrowing struct {
	path    string
	Town    domain.TownID
	Section domain.SectionID // always of Town
	Need    domain.NeedID
	Urgency domain.Urgency
	State   string
	Mine    bool
	Query   string

	towns    []domain.Town // those to choose from
	sections []domain.Section
	needs    []domain.Need
}

// narrowed reads what the address narrows to, with what there is to choose from. A part of another town than the one that was chosen
// does not count.
func (s *Server) narrowed(r *http.Request) (n narrowing, err error) {
	n = narrowing{path: r.URL.Path, Town: numberIn[domain.TownID](r.FormValue("town")), Section: numberIn[domain.SectionID](r.FormValue("section")),
		Need: numberIn[domain.NeedID](r.FormValue("need")), Urgency: domain.Urgency(wordIn(r, "urgency")), State: wordIn(r, "state"),
		Mine: r.FormValue("mine") != "", Query: wordIn(r, "q")}
	if n.towns, err = s.townsOf(r); err != nil {
		return n, err
	}
	if len(n.towns) == 1 {
		n.Town = 0 // it is all there is
	}
	within := n.Town
	if len(n.towns) == 1 {
		within = n.towns[0].ID
	}
	if within != 0 {
		if n.sections, err = s.app.Sections(r.Context(), who(r), within); err != nil {
			return n, err
		}
	}
	if !slices.ContainsFunc(n.sections, func(one domain.Section) bool { return one.ID == n.Section }) {
		n.Section = 0
	}
	n.needs, err = s.app.Needs(r.Context(), who(r), 0)
	return n, err
}

// values are what it is narrowed to, as an address carries it, without some of it.
func (n narrowing) values(without ...string) url.Values {
	q := url.Values{}
	add := func(name, value string) {
		if value != "" && value != "0" && !slices.Contains(without, name) {
			q.Set(name, value)
		}
	}
	add("town", idOf(n.Town))
	add("section", idOf(n.Section))
	add("need", idOf(n.Need))
	add("urgency", string(n.Urgency))
	add("state", n.State)
	add("mine", ticked(n.Mine))
	add("q", n.Query)
	return q
}

// address is a page with what it is narrowed to, without some of it.
func (n narrowing) address(path string, without ...string) string {
	if q := n.values(without...); len(q) > 0 {
		return path + "?" + q.Encode()
	}
	return path
}

// narrowView is what stands above a list: what it may be narrowed to, and what it is.
type narrowView struct {
	Base   []Link // all, or the reader's own
	Chosen []Link // each takes itself off
	None   string // address without any of it
	Action string
	Hidden []Choice // what is kept: Text is the name
	Towns  *selection
	Groups []Picks
}

// view puts it into words.
func (n narrowing) view() narrowView {
	out := narrowView{Action: n.path, None: n.address(n.path, "town", "section", "need", "urgency", "state"), Chosen: n.chosen(), Groups: n.groups(),
		Base: []Link{{Text: "All", Href: n.address(n.path, "mine"), Current: !n.Mine}}}
	mine := n
	mine.Mine = true
	out.Base = append(out.Base, Link{Text: "Mine", Href: mine.address(n.path), Current: n.Mine})
	out.Hidden = n.hidden("town", "section", "need", "urgency", "state")
	if len(n.towns) >= manyTowns {
		towns := townSelection(n.towns, n.Town)
		out.Towns = &towns
	}
	return out
}

// hidden is what a form carries along, without what it asks for.
func (n narrowing) hidden(without ...string) (out []Choice) {
	for name, values := range n.values(without...) {
		out = append(out, Choice{Text: name, Value: values[0]})
	}
	slices.SortFunc(out, func(a, b Choice) int { return strings.Compare(a.Text, b.Text) })
	return out
}

// chosen are the words for what it is narrowed to, each with the address without it.
func (n narrowing) chosen() (out []Link) {
	off := func(text string, names ...string) {
		if text != "" {
			out = append(out, Link{Text: text, Href: n.address(n.path, names...)})
		}
	}
	off(stateWords[n.State], "state")
	off(townNamed(n.towns, n.Town, ""), "town", "section")
	for _, one := range n.sections {
		if one.ID == n.Section {
			off(one.Name, "section")
		}
	}
	for _, one := range n.needs {
		if one.ID == n.Need {
			off(one.Name, "need")
		}
	}
	if n.Urgency.Valid() {
		off(upperFirst(n.Urgency.Plain()), "urgency")
	}
	return out
}

// states are how an ask may stand, as lists are narrowed to it.
var states = []string{string(domain.NeedsYou), string(domain.NewHere), string(domain.Waiting), "open", "assigned", "closed"}

// stateWords say them.
var stateWords = map[string]string{string(domain.NeedsYou): "Needs a person now", string(domain.NewHere): "New since yesterday",
	string(domain.Waiting): "On its way", "open": "Somebody is looked for", "assigned": "Somebody is going", "closed": "Ended"}

// groups are the questions of the form that narrows. How an ask stands is asked on lists alone: the desk has its parts.
func (n narrowing) groups() (out []Picks) {
	ask := func(name, legend, any, chosen string, choices []Choice) {
		if len(choices) > 1 {
			p := Picks{Name: name, Legend: legend, Choices: append([]Choice{{Text: any}}, choices...)}
			out = append(out, p.Chosen(chosen))
		}
	}
	var stands, needs, soon []Choice
	for _, state := range states {
		stands = append(stands, Choice{Value: state, Text: stateWords[state]})
	}
	for _, one := range n.needs {
		needs = append(needs, Choice{Value: idOf(one.ID), Text: one.Name})
	}
	for _, u := range domain.Urgencies() {
		soon = append(soon, Choice{Value: string(u), Text: upperFirst(u.Plain())})
	}
	q := n.values()
	if n.path != "/desk" {
		ask("state", "How it stands", "Any", q.Get("state"), stands)
	}
	if len(n.towns) < manyTowns {
		ask("town", "Which town", "All towns", q.Get("town"), townChoices(n.towns))
	}
	ask("section", "Which part of the town", "All of it", q.Get("section"), sectionChoices(n.sections))
	ask("urgency", "How soon", "Any time", q.Get("urgency"), soon)
	ask("need", "Which kind of help", "Any kind", q.Get("need"), needs)
	return out
}
