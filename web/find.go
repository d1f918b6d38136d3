package web

import (
	"net/http"
	"net/url"

	"waymark/domain"
	"waymark/internal/app"
)

// findBox is the field that finds asks, people and streets at once.
func findBox(typed string) *filter {
	return &filter{Action: "/find", Label: "Find a person, a street or an ask: name, street, phone or reference", Placeholder: "Name, street or number", Query: typed, Button: "Find"}
}

// findContent is what was found.
type findContent struct {
	Head  Head
	Find  *filter
	Parts []foundPart
	Empty *Empty
}

// foundPart is what was found of one kind.
type foundPart struct {
	ID     string
	Title  string
	Lines  []Line
	People []neighbour
	More   *Button
}

// findPage looks for asks, people and streets at once; what is looked for is in the address bar.
func (s *Server) findPage(w http.ResponseWriter, r *http.Request) error {
	typed := wordIn(r, "q")
	found, err := s.app.Find(r.Context(), who(r), app.Find{Query: typed})
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := c.found(found, typed)
	out.Head.Back = leadBack(r)
	p := s.rd.Page(w, r, out.Head.Title)
	withKeys(r, &p)
	p.Content = out
	s.rd.Render(w, r, "find", p)
	return nil
}

// found puts what was found into words.
func (c clock) found(found app.Found, typed string) findContent {
	out := findContent{Head: Head{Title: "Find"}, Find: findBox(typed)}
	if typed == "" {
		out.Head.Lead = "A name, a street, a phone number, or the reference of an ask. A slip or two does no harm."
		return out
	}
	out.Head.Title = c.Say("Found for “%s”", typed)
	add := func(part foundPart, more bool, path string) {
		if len(part.Lines)+len(part.People) == 0 {
			return
		}
		if more {
			part.More = &Button{Text: "Show more of these", Href: path + "?q=" + url.QueryEscape(typed)}
		}
		out.Parts = append(out.Parts, part)
	}
	asks, people, streets := foundPart{ID: "asks", Title: "Asks"}, foundPart{ID: "people", Title: "People"}, foundPart{ID: "streets", Title: "Streets"}
	for _, one := range found.Requests {
		line := c.lineOf(one.RequestLine)
		line.Why = fitWords[one.Fit]
		asks.Lines = append(asks.Lines, line)
	}
	for n, one := range found.People {
		line := personLine(n, one.PersonLine)
		line.Why = fitWords[one.Fit]
		people.People = append(people.People, line)
	}
	for _, one := range found.Streets {
		streets.Lines = append(streets.Lines, c.foundStreet(one))
	}
	add(asks, found.MoreRequests, "/requests")
	add(people, found.MorePeople, "/people")
	add(streets, found.MoreStreets, "/streets")
	if len(out.Parts) == 0 {
		out.Empty = &Empty{Title: "Nothing is like that", Text: "Try fewer letters, another spelling, or only the street."}
	}
	return out
}

// foundStreet is a street as a line: where it is, and who looks after it.
func (c clock) foundStreet(f app.FoundStreet) Line {
	line := Line{State: StatePlain, Icon: "pin", Title: f.Name, Href: addressOf("/streets/", f.ID), Why: fitWords[f.Fit]}
	line.Say = besides(f.Name, f.SectionName, f.TownName)
	if f.CoordinatorName != "" {
		line.Say += dot + c.Say("%s looks after it", f.CoordinatorName)
	} else {
		line.Say += dot + c.Say("nobody looks after it yet")
	}
	return line
}

// fitWords say why something was found.
var fitWords = map[domain.Fit]string{
	domain.FitsPhone:     "Found by the phone number.",
	domain.FitsReference: "Found by the reference.",
	domain.FitsName:      "Found by the name.",
	domain.FitsStreet:    "Found by the street.",
	domain.NearlyName:    "The name looks like it.",
	domain.NearlyStreet:  "The street looks like it.",
}
