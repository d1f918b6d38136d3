package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// printRoutes are the pages that are there to be printed: for everybody what says how to ask, for staff what names somebody.
func (s *Server) printRoutes(mux *http.ServeMux) {
	for address, page := range map[string]page{
		"GET /print":         s.printPage,
		"GET /print/leaflet": s.leaflet,
		"GET /print/sheet":   s.blankSheet,
	} {
		mux.Handle(address, s.open(page))
	}
	for address, page := range map[string]page{
		"GET /print/street/{id}":  s.streetPoster,
		"GET /print/badge/{id}":   s.badge,
		"GET /print/request/{id}": s.requestSheet,
		"GET /print/gap/{id}":     s.gapLeaflet,
		"GET /print/looking":      s.lookingLeaflet,
	} {
		mux.Handle(address, s.signedIn(page))
	}
}

// paper is what every printed page has: where it is from, how to ring, and the code that opens the asking page.
type paper struct {
	Head  Head
	Note  string // for whoever prints it
	Sizes []Link // other sizes of the same
	A5    bool
	Seeks bool // it looks for people who would help, and its code opens the page on which they say so
	Town  string
	Phone string
	Short string // the page that the code opens as one types it, "help.example.org/ask"
	QR    qrCode
}

// lendPath is the page on which people offer to help.
const lendPath = "/lend-a-hand"

// newPaper begins a page of paper for a town; 0 is the whole district. Its code opens the page on which people ask.
func (s *Server) newPaper(r *http.Request, head Head, town domain.TownID) (paper, error) {
	return s.paperTo(r, head, town, "/ask")
}

// paperTo is newPaper with a code that opens another page for everybody, of that town.
func (s *Server) paperTo(r *http.Request, head Head, town domain.TownID, path string) (paper, error) {
	desk, err := s.app.DeskHours(r.Context(), who(r), 0, town)
	if err != nil {
		return paper{}, err
	}
	address := s.base(r) + path
	p := paper{Head: head, Town: desk.Town, Phone: desk.Phone, Short: shortAddress(address), A5: r.FormValue("size") == "a5", Seeks: path == lendPath}
	if town != 0 {
		address += addressOf("?town=", town)
	}
	p.QR, err = newQR(address)
	return p, err
}

// base is where people reach us, as the settings say it.
func (s *Server) base(r *http.Request) string {
	if s.url != "" {
		return s.url
	}
	return "http://" + r.Host
}

// shortAddress is an address without what a browser adds by itself.
func shortAddress(address string) string {
	_, rest, found := strings.Cut(address, "://")
	if !found {
		return address
	}
	return strings.TrimPrefix(rest, "www.")
}

// sized offers the other size of a page.
func (p paper) sized(address string) paper {
	mark := "?"
	if strings.Contains(address, "?") {
		mark = "&"
	}
	p.Sizes = []Link{{Text: words.Later("A4, for a notice board"), Href: address, Current: !p.A5}, {Text: words.Later("A5, for a letter box"), Href: address + mark + "size=a5", Current: p.A5}}
	return p
}

// showPaper answers with a page to print.
func (s *Server) showPaper(w http.ResponseWriter, r *http.Request, name string, title string, content any) error {
	p := s.rd.Page(w, r, title)
	p.Content, p.Islands = content, []string{"print"}
	s.rd.Render(w, r, name, p)
	return nil
}

// printable is one thing on the list of what can be printed.
type printable struct {
	Title, Text string
	Links       []Link
}

// printList is the page that leads to everything that can be printed without naming anybody.
type printList struct {
	Head   Head
	Towns  []Link
	Things []printable
	Chosen []printable // for staff: what is printed from a page of its own
	Own    *Notice     // nobody else can open the address on them
}

// printPage lists what can be printed.
func (s *Server) printPage(w http.ResponseWriter, r *http.Request) error {
	towns := s.house.rooms(r.Context()).towns
	chosen := townIn(r, towns)
	out := printList{Head: Head{Title: "Things to print", Lead: "For the notice board, the letter box and the counter. Everything fits plain paper."}}
	if len(towns) > 1 && len(towns) <= mostLinks {
		for _, t := range towns {
			out.Towns = append(out.Towns, Link{Text: t.Name, Href: addressOf("/print?town=", t.ID), Current: t.ID == chosen})
		}
	}
	if mayAnywhere(r, domain.SeePlaces) {
		out.Chosen = chosenToPrint(r)
		out.Own = s.ownAddress(words.From(r.Context()), r)
	}
	query := ""
	if chosen != 0 {
		query = addressOf("town=", chosen)
	}
	leaflet, sheet := strings.TrimSuffix("/print/leaflet?"+query, "?"), strings.TrimSuffix("/print/sheet?"+query, "?")
	small := strings.TrimSuffix("/print/leaflet?size=a5&"+query, "&")
	out.Things = []printable{
		{Title: "Leaflet: how to ask for help", Text: "With the number to ring, a code for a phone’s camera, and strips to tear off.", Links: []Link{{Text: "A4, for a notice board", Href: leaflet}, {Text: "A5, for a letter box", Href: small}}},
		{Title: "Asking on paper", Text: "A sheet to fill in with a pen, for somebody without a phone. Hand it in, and the desk types it in.", Links: []Link{{Text: "One side of A4", Href: sheet}}},
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "print", p)
	return nil
}

// chosenToPrint is what somebody prints who looks after people, from the page of a street, a person or an ask that they may see.
func chosenToPrint(r *http.Request) []printable {
	all := []printable{
		{Title: "Poster of who looks after a street", Text: "Open the street, and choose “Print the poster”.", Links: []Link{{Text: "Choose a street", Href: "/streets"}}},
		{Title: "Badge of a neighbour who helps", Text: "Open the person, and choose “Print a badge”. Only who has been met has one.", Links: []Link{{Text: "Choose a person", Href: "/people?volunteers=yes"}}},
		{Title: "A sheet for the person who asked", Text: "What they asked for, who comes, and whom to ring. Open the ask, and choose “Print it for them”.", Links: []Link{{Text: "Choose an ask", Href: "/requests?state=open"}}},
	}
	return slices.DeleteFunc(all, func(p printable) bool { return leads(r, p.Links[0].Href) == "" })
}

// townIn is the town that the address names, or the only one; 0 when there are several and none is named.
func townIn(r *http.Request, towns []domain.Town) domain.TownID {
	id := numberIn[domain.TownID](r.FormValue("town"))
	if id == 0 && len(towns) == 1 {
		return towns[0].ID
	}
	return id
}

// leafletPaper is the leaflet: Tears are the strips at its foot.
type leafletPaper struct {
	paper
	Tears []int
}

// How many strips stand side by side and can still be read.
const (
	tearsA4 = 8
	tearsA5 = 6
)

// leaflet is how to ask, to pin up or to post.
func (s *Server) leaflet(w http.ResponseWriter, r *http.Request) error {
	town := townIn(r, s.house.rooms(r.Context()).towns)
	back := "/print"
	address := "/print/leaflet"
	if town != 0 {
		back, address = addressOf("/print?town=", town), addressOf("/print/leaflet?town=", town)
	}
	p, err := s.newPaper(r, Head{Back: &Link{Text: "Things to print", Href: back}, Title: "Leaflet: how to ask for help"}, town)
	if err != nil {
		return err
	}
	out := leafletPaper{paper: p.sized(address), Tears: make([]int, tearsA4)}
	if p.A5 {
		out.Tears = out.Tears[:tearsA5]
	}
	out.Note = words.Later("Cut along the lines between the strips, up to the dashes, so that people can tear one off.")
	return s.showPaper(w, r, "print_leaflet", out.Head.Title, out)
}

// sheetPaper is asking on paper, with the needs that a town helps with.
type sheetPaper struct {
	paper
	Needs []string
}

// blankSheet is asking on paper: filled in with a pen, and typed in at the desk.
func (s *Server) blankSheet(w http.ResponseWriter, r *http.Request) error {
	towns := s.house.rooms(r.Context()).towns
	town := townIn(r, towns)
	back := "/print"
	if town != 0 {
		back = addressOf("/print?town=", town)
	}
	p, err := s.newPaper(r, Head{Back: &Link{Text: "Things to print", Href: back}, Title: "Asking on paper"}, town)
	if err != nil {
		return err
	}
	if town == 0 && len(towns) > 0 {
		town = towns[0].ID // the words for needs differ little between the towns of a district
	}
	out := sheetPaper{paper: p}
	out.Note = words.Later("Whoever takes it hands it in at the desk the same day, folded. It is destroyed when it is typed in.")
	needs, err := s.app.Needs(r.Context(), who(r), town)
	if err != nil {
		return err
	}
	for _, n := range needs {
		out.Needs = append(out.Needs, n.Name)
	}
	return s.showPaper(w, r, "print_sheet", out.Head.Title, out)
}

// posterPaper is who looks after a street, by their first names alone.
type posterPaper struct {
	paper
	Street, Where string
	Main, StandIn string // first names; "" where there is nobody
}

// streetPoster is the poster of a street's coordinator. It shows first names; the number is the desk's, and there is a line for a pen.
func (s *Server) streetPoster(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.StreetID](r)
	if err != nil {
		return err
	}
	v, err := s.app.Street(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	path := "/ask"
	if v.CoordinatorName == "" {
		path = lendPath
	}
	p, err := s.paperTo(r, Head{Back: &Link{Text: v.Name, Href: addressOf("/streets/", id)}, Title: "Poster for a street"}, v.TownID, path)
	if err != nil {
		return err
	}
	out := posterPaper{paper: p.sized(addressOf("/print/street/", id)), Street: v.Name, Where: besides(v.Name, v.SectionName, v.TownName),
		Main: firstWord(v.CoordinatorName), StandIn: firstWord(v.ReserveName)}
	in := words.From(r.Context())
	out.Note = in.Say("Nobody looks after this street yet, so the poster asks who would.")
	if out.Main != "" {
		out.Note = in.Say("Please ask %s before you put it up. They may add their own number with a pen.", out.Main)
	}
	return s.showPaper(w, r, "print_poster", out.Head.Title, out)
}

// firstWord is the first name of a whole name.
func firstWord(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}

// badgePaper is a volunteer's badge, front and back.
type badgePaper struct {
	paper
	First, Number, Until string
}

// badgeLasts is how long a badge holds where no check ends before: it is printed anew each year, so that an old one is known as old.
const badgeLasts = 1

// badge is a volunteer's badge. Only who has been met, and still helps, has one.
func (s *Server) badge(w http.ResponseWriter, r *http.Request) error {
	v, err := s.personAt(r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	if err := mayWearBadge(v); err != nil {
		return err
	}
	p, err := s.newPaper(r, Head{Back: &Link{Text: v.FirstName, Href: addressOf("/people/", v.ID)}, Title: "Badge"}, v.TownID)
	if err != nil {
		return err
	}
	out := badgePaper{paper: p, First: v.FirstName, Number: fmt.Sprintf("%04d", v.ID), Until: c.day(badgeUntil(v, c.now))}
	out.Note = words.Later("Print it on card, cut it out, fold it in the middle and stick a photo on. Take it back when they stop.")
	return s.showPaper(w, r, "print_badge", out.Head.Title, out)
}

func mayWearBadge(v app.PersonView) error {
	switch {
	case v.LeftAt != nil, v.Volunteer == nil, v.Volunteer.EndedAt != nil:
		return domain.Errorf(domain.Forbidden, "", "%s does not help at present, so there is no badge. A badge they still have should come back.", v.FirstName)
	case v.Volunteer.Standing != domain.Met:
		return domain.Errorf(domain.Forbidden, "", "Nobody has met %s yet. A badge says that we know them, so please meet them first.", v.FirstName)
	}
	return nil
}

// badgeUntil is the last day on which a badge holds: a year on, or before the first of their checks is looked at again.
func badgeUntil(v app.PersonView, now time.Time) time.Time {
	until := now.AddDate(badgeLasts, 0, 0)
	for _, check := range v.Checks {
		if check.ReviewOn != nil && check.ReviewOn.After(now) && check.ReviewOn.Before(until) {
			until = check.ReviewOn.AddDate(0, 0, -1)
		}
	}
	return until
}

// copyPaper is an ask on paper, for the person who asked and has no phone to look at.
type copyPaper struct {
	paper
	First, Reference, Need, When, Helper, Visit, Owner string
}

// span says on paper when help is wanted: on one day from when to when, else from which day to which.
func (c clock) span(from, until time.Time) string {
	first, last := c.Day(from, c.now, c.zone), c.Day(until.Add(-time.Minute), c.now, c.zone)
	if first == last {
		return upperFirst(c.Period(from, until, c.now, c.zone))
	}
	return upperFirst(c.Say("%s, to %s", first, last))
}

// requestSheet is an ask on paper, to hand to the person: what they asked for, who comes, and whom to tell when it changes.
func (s *Server) requestSheet(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.RequestID](r)
	if err != nil {
		return err
	}
	v, err := s.app.Request(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	p, err := s.newPaper(r, Head{Back: &Link{Text: "The ask", Href: addressOf("/requests/", id)}, Title: "A sheet for the person who asked"}, v.TownID)
	if err != nil {
		return err
	}
	day := c
	day.now = c.now.AddDate(0, -2, 0) // paper is read on another day: it names the date, and no "today"
	out := copyPaper{paper: p.sized(addressOf("/print/request/", id)), First: v.FirstName, Reference: domain.Reference(v.Reference).String(), Need: v.NeedName, When: day.span(v.WantedFrom, v.UsefulUntil),
		Helper: firstWord(v.HelperName), Owner: firstWord(v.OwnerName)}
	if v.VisitAt != nil {
		out.Visit = day.time(*v.VisitAt)
	}
	out.Sizes[0].Text, out.Sizes[1].Text = words.Later("A4, in large letters"), words.Later("A5, for an envelope")
	out.Note = words.Later("It names what they asked for. Give it into their own hand, or put it in an envelope.")
	return s.showPaper(w, r, "print_copy", out.Head.Title, out)
}
