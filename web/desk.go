package web

import (
	"net/http"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/words"
)

// deskPage is what needs a person now, and what is on its way without one.
type deskPage struct {
	Head    Head
	Find    *filter // nil: the reader may look for nothing
	Narrow  narrowView
	Live    *liveView // nil: nothing is told
	Notices []Notice
	Parts   []deskPart // those that have something
	Empty   *Empty     // nothing needs anybody
	Promise Promise
	Board   Panel
}

// deskPart is one part of the desk: tasks for a person, or lines.
type deskPart struct {
	ID    string
	Title string
	Short string // the title in a word or two, where space is dear
	Count int
	Say   string // about them: how they are sorted, or that they are on the way
	Fold  bool   // it needs nobody while other things do: it stands closed, and opens by its heading
	Items []deskItem
	Lines []Line
	More  *Button // what is not shown
}

// What the desk shows of each part, so that it is no longer than a phone likes; the lists have the others.
const (
	tasksShown = 4
	callsShown = 3
	linesShown = 5
)

// deskPage shows the desk: all the reader's places, or one town, or only what the reader owns.
// The streets of those who look after streets alone are their desk: one page says what needs them.
func (s *Server) deskPage(w http.ResponseWriter, r *http.Request) error {
	if onlyStreets(who(r)) {
		http.Redirect(w, r, "/my-streets", http.StatusSeeOther)
		return nil
	}
	n, err := s.narrowed(r)
	if err != nil {
		return err
	}
	f := n.desk()
	lists := mayAnywhere(r, domain.SeeAsk)
	var after domain.ChangeID
	if lists { // before anything is read, so that nothing is missed
		if after, err = s.app.NewestChange(r.Context(), who(r)); err != nil {
			return err
		}
	}
	d, err := s.app.Desk(r.Context(), who(r), f)
	if err != nil {
		return err
	}
	c := clock{Words: words.From(r.Context()), now: d.Checked, zone: s.zone}
	p := s.rd.Page(w, r, "Desk")
	view := deskView{clock: c, Desk: d, narrowing: n, first: auth.Who(r.Context()).FirstName, place: deskPlace(who(r), f, townNamed(n.towns, f.TownID, p.Place.Town)),
		lists: lists}
	if lists {
		if view.opened, err = s.app.OpenedBy(r.Context(), who(r), view.ids()); err != nil {
			return err
		}
	}
	content := view.page()
	district, err := s.forTheDistrict(r, c)
	if err != nil {
		return err
	}
	sessions, err := s.vacantToday(r, c, f.TownID)
	if err != nil {
		return err
	}
	content.Parts = append(append(district, content.Parts...), sessions...)
	if lists {
		content.Live = liveDesk(n, after, d.Checked)
		p.Islands = []string{"live"}
	}
	withKeys(r, &p)
	vacant, err := s.vacancyLink(r, f.TownID)
	if err != nil {
		return err
	}
	content.Board.Buttons, content.Board.Later = append(content.Board.Buttons, vacant...), deskLinks(c.Words, who(r), n.towns)
	p.Title, p.Content = content.Head.Title, content
	s.rd.Render(w, r, "desk", p)
	return nil
}

// desk is what a desk is narrowed to.
func (n narrowing) desk() app.DeskFilter {
	return app.DeskFilter{TownID: n.Town, SectionID: n.Section, NeedID: n.Need, Urgency: n.Urgency, Mine: n.Mine}
}

// deskView is a desk that is put into words.
type deskView struct {
	clock
	app.Desk
	narrowing
	first  string                        // whose desk it is
	place  string                        // of which it counts all asks; "": it counts those that the reader looks after
	opened map[domain.RequestID][]string // who has which ask open now
	lists  bool                          // whether the reader may open the lists of asks too: else all that there is is shown here
}

// ids are the asks that it lists.
func (v deskView) ids() (out []domain.RequestID) {
	for _, part := range [][]domain.RequestLine{v.NeedsYou, v.New, v.Waiting} {
		for _, l := range part {
			out = append(out, l.ID)
		}
	}
	return out
}

// open puts into a line who has it open.
func (v deskView) open(line Line, l domain.RequestLine) Line {
	line.Here = hereWords(v.Words, v.opened[l.ID])
	return line
}

// busy reports whether something needs a person now, so that what needs nobody steps back.
func (v deskView) busy() bool { return v.Counts.NeedsYou+v.Counts.Tasks > 0 }

// page is the whole of it.
func (v deskView) page() deskPage {
	needs := v.Counts.NeedsYou + v.Counts.Tasks
	out := deskPage{
		Head:    Head{Title: deskTitle(v.Words, needs), Lead: v.lead()},
		Narrow:  v.view(),
		Promise: Promise{Forgotten: v.Forgotten, Checked: v.Clock(v.now.In(v.zone))},
		Board: Panel{Title: "Also", Buttons: []Button{{Text: "Write down a call", Icon: "phone", Href: "/call"},
			{Text: "People not met yet", Icon: "people", Href: "/people?notMet=yes"}}},
	}
	if needs == 0 {
		out.Empty = &Empty{Title: "Everything open is with somebody", Text: "New asks show here as they come in."}
	}
	if v.lists {
		out.Find = findBox("")
		out.Board.Buttons = append(out.Board.Buttons, Button{Text: "See all asks", Icon: "form", Href: "/requests"})
		if out.Empty != nil {
			out.Empty.Button = &Button{Text: "See all that is open", Href: "/requests?state=open"}
		}
	}
	if v.MailDownSince != nil {
		out.Notices = append(out.Notices, v.mailDown(*v.MailDownSince, v.MailWhy))
	}
	for _, p := range []deskPart{v.needsYou(), v.calls(), v.newAsks(), v.waiting()} {
		if len(p.Items)+len(p.Lines) > 0 {
			out.Parts = append(out.Parts, p)
		}
	}
	return out
}

func (v deskView) needsYou() deskPart {
	p := deskPart{ID: "now", Title: "Needs you now", Short: "Now", Count: v.Counts.NeedsYou, Say: "what is due first comes first"}
	var tasks []Task
	for _, l := range v.few(&p, v.NeedsYou, tasksShown, domain.NeedsYou) {
		t := v.taskOf(l, v.Tasks)
		t.Here = hereWords(v.Words, v.opened[l.ID])
		tasks = append(tasks, t)
	}
	p.Items = gather(tasks)
	if len(p.Items) > 0 && p.Items[0].Task != nil {
		p.Items[0].Task.Buttons[0].Style = Arm
	}
	return p
}

func (v deskView) calls() deskPart {
	p := deskPart{ID: "calls", Title: "Calls and letters", Short: "Calls", Count: v.Counts.Tasks}
	if p.Count > callsShown {
		p.More = v.showAll(p.Count, v.address("/tasks"))
	}
	for _, t := range v.Tasks[:min(len(v.Tasks), callsShown)] {
		p.Lines = append(p.Lines, v.callOf(t))
	}
	return p
}

func (v deskView) newAsks() deskPart {
	p := deskPart{ID: "new", Title: "New since yesterday", Short: "New", Count: v.Counts.New, Say: "on the way", Fold: v.busy()}
	for _, l := range v.few(&p, v.New, linesShown, domain.NewHere) {
		line := v.lineOf(l)
		line.State, line.End = StateNew, v.time(l.RaisedAt)
		p.Lines = append(p.Lines, v.open(line, l))
	}
	return p
}

func (v deskView) waiting() deskPart {
	p := deskPart{ID: "wait", Title: "Waiting", Short: "Waiting", Count: v.Counts.Waiting, Fold: v.busy()}
	for _, l := range v.few(&p, v.Waiting, linesShown, domain.Waiting) {
		p.Lines = append(p.Lines, v.open(v.lineOf(l), l))
	}
	return p
}

// few is as many of a part's asks as are shown; the part leads to its list when these are not all.
func (v deskView) few(p *deskPart, asks []domain.RequestLine, shown int, part domain.DeskPart) []domain.RequestLine {
	if !v.lists || p.Count <= shown {
		return asks
	}
	of := v.narrowing
	of.State = string(part)
	p.More = v.showAll(p.Count, of.address("/requests"))
	return asks[:min(len(asks), shown)]
}

func (v deskView) showAll(n int, href string) *Button {
	return &Button{Text: v.Say("Show all %d", n), Href: href}
}

// deskLinks lead to what only some roles have, and to the reader's own page.
func deskLinks(in *words.Words, actor domain.Actor, towns []domain.Town) (links []Button) {
	if domain.May(actor, domain.ReadWorry, domain.Target{Somewhere: true}) {
		links = append(links, Button{Text: "What people are worried about", Icon: "heart", Href: "/worries"})
	}
	for _, t := range towns {
		spot := domain.Target{Spot: domain.Spot{DistrictID: t.DistrictID, TownID: t.ID}}
		if len(towns) < manyTowns && domain.May(actor, domain.EditPlaces, spot) {
			links = append(links, Button{Text: in.Say("Set up %s", t.Name), Icon: "tool", Href: addressOf("/towns/", t.ID)})
		}
	}
	if here := actor.DistrictID; domain.May(actor, domain.SeePlaces, domain.Target{Spot: domain.Spot{DistrictID: here}}) {
		links = append(links, Button{Text: "How we ask", Icon: "people", Href: policyAddress(here)})
	}
	if here := actor.DistrictID; domain.May(actor, domain.OpenDoors, domain.Target{Spot: domain.Spot{DistrictID: here}}) {
		links = append(links, Button{Text: "Open or shut the doors", Icon: "home", Href: "/begin"})
	}
	if domain.May(actor, domain.SeeJobs, domain.Target{Somewhere: true}) {
		links = append(links, Button{Text: "What the clock did", Icon: "late", Href: "/jobs"})
	}
	return append(links, Button{Text: "Where you are signed in", Icon: "lock", Href: "/me"})
}

func deskTitle(in *words.Words, needs int) string {
	if needs == 0 {
		return "Nothing needs you"
	}
	return Count(in, needs, "%s thing needs you", "%s things need you")
}

// deskPlace is the place whose asks the desk counts; "" where it counts those that its reader looks after.
func deskPlace(reader domain.Actor, f app.DeskFilter, place string) string {
	spot := domain.Spot{DistrictID: reader.DistrictID, TownID: f.TownID}
	if f.Mine || place == "" || !domain.May(reader, domain.SeeAsk, domain.Target{Spot: spot}) {
		return ""
	}
	return place
}

// lead greets, and says how much goes on by itself.
func (v deskView) lead() string {
	lead := v.greeted() + " "
	if v.place == "" {
		lead += Count(v.Words, v.Open(), "%s ask that you look after is open.", "%s asks that you look after are open.")
	} else {
		lead += Count(v.Words, v.Open(), "%s ask is open in %s.", "%s asks are open in %s.", v.place)
	}
	if alone := v.Open() - v.Counts.NeedsYou; alone > 0 {
		lead += " " + Count(v.Words, alone, "%s of them is on the way without you.", "%s of them are on the way without you.")
	}
	return lead
}

// greeted greets the reader by the time of the day, and by name where they have one.
func (v deskView) greeted() string {
	greeting, named := "Good morning.", "Good morning, %s."
	switch hour := v.now.In(v.zone).Hour(); {
	case hour >= 18:
		greeting, named = "Good evening.", "Good evening, %s."
	case hour >= 12:
		greeting, named = "Good afternoon.", "Good afternoon, %s."
	}
	if v.first == "" {
		return v.Say(greeting)
	}
	return v.Say(named, v.first)
}

// mailDown says since when nothing goes out by mail, and why.
func (c clock) mailDown(since time.Time, why string) Notice {
	text := c.Say("Nobody new is asked by e-mail until it runs again. Asking wider goes on, and you can ring.")
	if why != "" {
		text += " " + c.Say("The mail server said: %s", why)
	}
	return Notice{State: StateLate, Strong: c.Say("No mail has gone out since %s.", c.time(since)), Text: text}
}

// manyTowns is from how many towns on they are chosen from a list that opens.
const manyTowns = 8

// townsOf are the towns in which the reader has a role, all of the district's for a role on the district.
func (s *Server) townsOf(r *http.Request) ([]domain.Town, error) {
	actor := who(r)
	all, err := s.app.Towns(r.Context(), actor, actor.DistrictID)
	if err != nil {
		return nil, err
	}
	var out []domain.Town
	for _, t := range all {
		for _, role := range actor.Roles {
			whole := role.TownID == 0 && role.SectionID == 0 && role.StreetID == 0
			if whole || role.TownID == t.ID {
				out = append(out, t)
				break
			}
		}
	}
	return out, nil
}

func townNamed(towns []domain.Town, id domain.TownID, otherwise string) string {
	for _, t := range towns {
		if t.ID == id {
			return t.Name
		}
	}
	return otherwise
}

// askTitle names an ask in a list: "Shopping for Joan".
func askTitle(in *words.Words, need, first string) string { return in.Say("%s for %s", need, first) }

// where says where an ask is, and its reference.
func (c clock) where(l domain.RequestLine) string {
	return orThe(placeWords(l.StreetName, l.SectionName, l.TownName), c.Say("Street not known yet")) + dot + unbroken(l.Reference)
}

// unbroken is a reference that no line end cuts in two.
func unbroken(reference string) string {
	return strings.ReplaceAll(domain.Reference(reference).String(), "-", "\u2011")
}

// besides is where a street lies, to stand beside its name: without its part of the town where that is named after it.
func besides(street, section, town string) string {
	if section == street {
		section = ""
	}
	return placeWords(section, town)
}

// placeWords joins what is known of a place: "Withy Row, Station, Saltcombe".
func placeWords(names ...string) string {
	var known []string
	for n, name := range names {
		if name != "" && (n == 0 || name != names[n-1]) {
			known = append(known, name)
		}
	}
	return strings.Join(known, ", ")
}
