package web

import (
	"net/http"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/words"
)

// myStreetsContent is what somebody looks after, on one screen.
type myStreetsContent struct {
	Head     Head
	Handings []handingView
	Away     *Notice
	Back     *Button
	Tasks    []Task
	Needs    string // beside the title of what needs them
	More     *Button
	Calls    []Line
	Empty    *Empty
	Asked    []Line
	AskedN   string
	Others   []Line
	OthersN  string
	AllAsks  *Button
	People   []neighbour
	PeopleN  string
	AllHelp  *Button
	Nobody   *Empty // nobody helps there
	Covers   []covers
	Go       *Button
	HandOver string // address; empty for those who only stand in
	Streets  []streetBrief
	NextDoor *Panel
	Month    string
	Poster   *Button
}

// handingView is the word of somebody who handed streets over.
type handingView struct {
	ID    int64
	Title string
	Words string
	Asks  []handingAsk
}

type handingAsk struct {
	Title string
	Href  string
	Words string
}

// fewStreets is how many stand open beside what happens on them; more are folded.
const fewStreets = 5

// StreetsOpen reports whether the list of streets is short enough to stand open.
func (m myStreetsContent) StreetsOpen() bool { return len(m.Streets) <= fewStreets }

// streetBrief is a street in the list of somebody's own.
type streetBrief struct {
	Name string
	Href string
	Say  string
}

// How much of each the page of somebody's streets shows before it leads to a list.
const (
	needsShown   = 4
	askedShown   = 6
	helpersShown = 6
	askedWithin  = 7 * 24 * time.Hour
)

// myStreetsPage shows the reader's streets: where those who look after one begin.
func (s *Server) myStreetsPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.app.MyStreets(r.Context(), who(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := c.myStreets(v)
	if err := s.suggest(r, c, v, &out); err != nil {
		return err
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Place.Under = c.Say("%s’s streets", auth.Who(r.Context()).FirstName)
	p.Content = out
	s.rd.Render(w, r, "my_streets", p)
	return nil
}

// suggest puts the best helper on the first ask that waits for the reader, where one can be asked at once.
func (s *Server) suggest(r *http.Request, c clock, v app.MyStreets, out *myStreetsContent) error {
	if len(v.NeedsYou) == 0 {
		return nil
	}
	l, task := v.NeedsYou[0], &out.Tasks[0]
	if len(task.Buttons) > 0 {
		task.Buttons[0].Style = Arm
	}
	if l.State != domain.Open || c.passed(l) || !l.Placed || l.DuplicateOf != 0 || l.HelperName != "" {
		return nil
	}
	list, err := s.app.Shortlist(r.Context(), who(r), l.ID)
	if err != nil {
		return err
	}
	page := addressOf("/requests/", l.ID)
	choose := Button{Text: "Choose somebody", Href: page + "#who"}
	if l.FailedAt == nil || len(list) == 0 {
		task.Buttons = append(task.Buttons, choose)
	}
	if len(list) == 0 || !list[0].Fits {
		return nil
	}
	best := list[0]
	in := words.From(r.Context())
	ask := Button{Text: in.Say("Ask %s", best.FirstName), Style: Arm, Post: page + "/ask", Name: "person", Value: idOf(best.PersonID)}
	task.Buttons = append([]Button{ask}, choose)
	if l.FailedAt == nil && !l.Approved {
		task.Buttons = append(task.Buttons, Button{Text: "Let it go out", Post: page + "/approve"})
	}
	task.Why += " " + in.Say("%s on %s can do this and is free.", best.FirstName, best.StreetName)
	return nil
}

// myStreets puts somebody's streets into words.
func (c clock) myStreets(v app.MyStreets) myStreetsContent {
	out := myStreetsContent{Head: Head{Title: c.streetsTitle(v.Streets), Lead: c.myLead(v)}, Month: c.monthWords(v.Helped)}
	for _, h := range v.Handings {
		out.Handings = append(out.Handings, c.handing(h))
	}
	for _, l := range v.NeedsYou[:min(len(v.NeedsYou), needsShown)] {
		out.Tasks = append(out.Tasks, c.taskOf(l, v.Tasks))
	}
	out.Needs = words.Figure(v.Needs)
	if v.Needs > needsShown {
		out.More = &Button{Text: c.Say("Show all %d", v.Needs), Href: "/requests?state=needs_you"}
	}
	for _, t := range v.Tasks {
		if !about(v.NeedsYou, t.RequestID) && len(out.Calls) < callsShown {
			out.Calls = append(out.Calls, c.callOf(t))
		}
	}
	if v.Needs+len(v.Tasks) == 0 {
		out.Empty = &Empty{Title: "Nothing needs you", Text: "When a neighbour asks, it shows here, and we send you a message."}
	}
	c.askedOf(v, &out)
	c.helpersOf(v, &out)
	c.coverOf(v, &out)
	for _, l := range v.Streets {
		if len(v.Streets) > 1 {
			out.Streets = append(out.Streets, streetBrief{Name: l.Name, Href: addressOf("/streets/", l.ID), Say: c.goesOn(l.OpenRequests, l.Volunteers)})
		}
	}
	if len(v.Streets) == 1 {
		out.Poster = &Button{Text: "Poster for the street", Icon: "print", Href: addressOf("/print/street/", v.Streets[0].ID)}
	}
	if len(v.NextDoor) > 0 {
		out.NextDoor = &Panel{Title: "Next door has nobody", Words: []string{c.Say("Nobody looks after %s. Do you know somebody there?", c.List(v.NextDoor))}}
		if v.Builder != "" {
			out.NextDoor.Words = append(out.NextDoor.Words, c.Say("Tell %s, your community builder.", v.Builder))
		}
	}
	return out
}

// about reports whether a list has an ask.
func about(asks []domain.RequestLine, id domain.RequestID) bool {
	for _, l := range asks {
		if l.ID == id {
			return true
		}
	}
	return false
}

// goesOn says how much goes on in a street.
func (c clock) goesOn(open, help int) string {
	said := Count(c.Words, help, "%s neighbour helps.", "%s neighbours help.")
	if open > 0 {
		said = Count(c.Words, open, "%s ask is open.", "%s asks are open.") + " " + said
	}
	return said
}

// streetsTitle names the streets while they are few.
func (c clock) streetsTitle(lines []domain.StreetLine) string {
	var names []string
	for _, l := range lines {
		names = append(names, l.Name)
	}
	switch {
	case len(names) == 0:
		return "My streets"
	case len(names) > 3:
		return c.Count(len(names), "Your %s street", "Your %s streets")
	}
	return c.List(names)
}

// myLead says in two sentences how things stand.
func (c clock) myLead(v app.MyStreets) string {
	week := 0
	for _, l := range v.Asked {
		if c.thisWeek(l) {
			week++
		}
	}
	lead := Count(c.Words, len(v.Helpers), "%s neighbour helps here.", "%s neighbours help here.")
	if len(v.Helpers) == 0 {
		lead = c.Say("Nobody helps here yet.")
	}
	switch {
	case week == 0:
		lead += " " + c.Say("Nobody has asked this week.")
	default:
		lead += " " + Count(c.Words, week, "%s person has asked this week.", "%s people have asked this week.")
	}
	if v.Needs > 0 {
		lead += " " + Count(c.Words, v.Needs, "%s ask waits for you.", "%s asks wait for you.")
	}
	return lead
}

func (c clock) thisWeek(l domain.RequestLine) bool { return l.RaisedAt.After(c.now.Add(-askedWithin)) }

// askedOf puts who asked this week into words, and what is open besides.
func (c clock) askedOf(v app.MyStreets, out *myStreetsContent) {
	week, others := 0, 0
	for _, l := range v.Asked {
		switch {
		case c.thisWeek(l):
			if week++; len(out.Asked) < askedShown {
				out.Asked = append(out.Asked, c.shortLine(l))
			}
		case l.State != domain.Closed && !about(v.NeedsYou, l.ID):
			if others++; len(out.Others) < askedShown {
				out.Others = append(out.Others, c.shortLine(l))
			}
		}
	}
	out.AskedN, out.OthersN = words.Figure(week), words.Figure(others)
	if week > askedShown || others > askedShown {
		out.AllAsks = &Button{Text: "See all asks", Href: "/requests"}
	}
}

// shortLine is an ask in the list of those who know the place: the street alone, and no reference.
func (c clock) shortLine(l domain.RequestLine) Line {
	line, stands := c.standsOf(l)
	line.Say = joinWords(dot, l.StreetName, stands)
	return line
}

// helpersOf puts the neighbours who help into words: those who could go today first.
func (c clock) helpersOf(v app.MyStreets, out *myStreetsContent) {
	free := 0
	var first, rest []neighbour
	for n, h := range v.Helpers {
		line := c.helpsHere(n, h)
		if len(v.Streets) > 1 {
			line.Say = joinWords(dot, line.Say, h.StreetName)
		}
		if c.freeToday(h) {
			free++
			first = append(first, line)
		} else {
			rest = append(rest, line)
		}
	}
	out.People = append(first, rest...)
	out.PeopleN = words.Figure(len(v.Helpers))
	if free > 0 {
		out.PeopleN = c.Count(free, "%[2]d, %[1]s free today", "%[2]d, %[1]s free today", len(v.Helpers))
	}
	if len(out.People) > helpersShown {
		out.People = out.People[:helpersShown]
		out.AllHelp = &Button{Text: c.Say("Show all %d", len(v.Helpers)), Href: "/people?volunteers=yes"}
	}
	if len(v.Helpers) == 0 {
		out.Nobody = nobodyHelps()
	}
}

func (c clock) monthWords(helped int) string {
	if helped == 0 {
		return ""
	}
	return c.Count(helped, "Help came once on your streets.", "Help came %s times on your streets.")
}

// handing is the word of somebody who handed streets over.
func (c clock) handing(h domain.Handing) handingView {
	out := handingView{ID: int64(h.ID), Title: c.Say("%s has handed their streets over to you", h.FromName), Words: h.Words}
	for _, a := range h.Asks {
		out.Asks = append(out.Asks, handingAsk{Title: askTitle(c.Words, a.NeedName, a.FirstName), Href: addressOf("/requests/", a.RequestID), Words: a.Words})
	}
	return out
}

// readHanding takes the word of somebody who handed streets over off the reader's screen.
func (s *Server) readHanding(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.HandingID](r)
	if err != nil {
		return err
	}
	return press(w, r, s.app.ReadHanding(r.Context(), who(r), id), "/my-streets", "It is put away. Notes about an ask stay with the ask.")
}
