package web

import (
	"net/http"
	"slices"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/words"
)

// requestsPage is the list of asks.
type requestsPage struct {
	Head   Head
	Find   filter
	Narrow narrowView
	Pick   *Button  // leads to the list with boxes; nil: nothing can be done to several
	Many   []Button // what can be done to those that are picked; none: the list has no boxes
	List   string   // what the list with boxes is narrowed to
	Lines  []Line
	Pager  Pager
	Empty  Empty
}

// requestsPage lists asks; what it shows is in the address bar.
func (s *Server) requestsPage(w http.ResponseWriter, r *http.Request) error {
	n, err := s.narrowed(r)
	if err != nil {
		return err
	}
	f := n.requests(who(r))
	f.StreetID, f.PersonID = numberIn[domain.StreetID](r.FormValue("street")), numberIn[domain.PersonID](r.FormValue("person"))
	lines, info, err := s.app.Requests(r.Context(), who(r), f, listPage(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	p := s.rd.Page(w, r, "Asks for help")
	withKeys(r, &p)
	out := c.requests(lines, info, f.DueFirst, n, next(r, info))
	out.picking(r, n, lines)
	if r.URL.RawQuery == "" { // nothing was looked for: there is none at all
		out.Empty = Empty{Title: "Nobody has asked yet", Text: "Each ask shows here, whether it comes by page, by phone or on paper.", Button: &Button{Text: "Write down a call", Href: "/call"}}
	}
	p.Content = out
	s.rd.Render(w, r, "requests", p)
	return nil
}

func (c clock) requests(lines []domain.RequestLine, info app.PageInfo, dueFirst bool, n narrowing, pager Pager) requestsPage {
	lead := Count(c.Words, info.Total, "%s ask is in this list.", "%s asks, the newest first.")
	if dueFirst {
		lead = Count(c.Words, info.Total, "%s ask is in this list.", "%s asks, what is due first on top.")
	}
	if info.Total == 0 { // an order of nothing; what stands in place of the list says that there is none
		lead = ""
	}
	out := requestsPage{
		Head:  Head{Title: "Asks for help", Lead: lead},
		Find:  filter{Action: "/requests", Label: "Find an ask by name, street, phone or reference", Placeholder: "Name, street or number", Query: n.Query, Button: "Find", Hidden: n.hidden("q")},
		Pager: pager, Narrow: n.view(), Empty: Empty{Title: "No ask is like that", Text: "Try fewer words, or show all of them.", Button: &Button{Text: "Show all", Href: "/requests"}},
	}
	for _, l := range inOneTown(lines) {
		out.Lines = append(out.Lines, c.lineOf(l))
	}
	return out
}

// inOneTown leaves the name of the town out of asks that are all in it.
func inOneTown(lines []domain.RequestLine) []domain.RequestLine {
	for _, l := range lines {
		if l.TownName != lines[0].TownName {
			return lines
		}
	}
	out := slices.Clone(lines)
	for n := range out {
		if out[n].StreetName != "" || out[n].SectionName != "" {
			out[n].TownName = ""
		}
	}
	return out
}

// requests is what a list of asks is narrowed to.
func (n narrowing) requests(reader domain.Actor) app.RequestFilter {
	f := app.RequestFilter{TownID: n.Town, SectionID: n.Section, NeedID: n.Need, Urgency: n.Urgency, Query: n.Query}
	if part := domain.DeskPart(n.State); part.Known() {
		f.Part, f.DueFirst = part, part != domain.NewHere
	} else {
		f.State = domain.RequestState(n.State)
	}
	if n.Mine {
		f.OwnerID = reader.PersonID
	}
	return f
}

// lineOf is an ask as a list shows it: how it stands, where, who goes, and when something happens next. The part of the town stands on
// its own page.
func (c clock) lineOf(l domain.RequestLine) Line {
	line, stands := c.standsOf(l)
	if l.StreetName != "" {
		l.SectionName = ""
	}
	line.Say = c.where(l) + dot + stands
	return line
}

// standsOf is the line of an ask, with the words for how it stands beside it.
func (c clock) standsOf(l domain.RequestLine) (line Line, stands string) {
	line = Line{Title: askTitle(c.Words, l.NeedName, l.FirstName), Href: addressOf("/requests/", l.ID), State: StateSoon, End: c.time(l.NextActionAt)}
	stands = c.Say("we look for somebody")
	switch {
	case l.State == domain.Closed:
		line.State, stands, line.End = StateDone, c.Say(l.Ending.Plain()), c.maybe(l.ClosedAt)
		if l.Ending != domain.Helped && l.Ending != domain.Sorted && l.Ending != domain.PassedOn {
			line.State = StatePlain
		}
	case l.State == domain.Assigned:
		line.State, stands = StateDone, c.Say("%s said yes", l.HelperName)
		if l.VisitAt != nil {
			line.End = c.time(*l.VisitAt)
		}
	case l.NextAction == string(escalation.AwaitDoors):
		line.State, stands, line.End = StatePlain, c.Say("waits for the doors to open"), ""
	case c.passed(l):
		line.State, stands = StateLate, c.Say("its time has passed")
	case l.HoldReason != "":
		line.State, stands = StatePlain, c.Say("held: %s", l.HoldReason)
	case l.FailedAt != nil:
		line.State, stands = StateFailed, c.Say("nobody found yet")
	case !l.Approved && l.OwnerName == "":
		stands = c.Say("waits for a word of its owner")
	case !l.Approved:
		stands = c.Say("waits for a word of %s", l.OwnerName)
	case l.HelperName != "":
		line.State, stands = StateWaiting, c.Say(askedWords[l.HelperBy], l.HelperName)
	}
	return line, stands
}

// askedWords say how far the question has come, by how somebody who does not have it yet is to get it.
var askedWords = map[domain.Way]string{"": words.Later("%s has been asked"), domain.ByEmail: words.Later("%s has been asked"),
	domain.ByCall: words.Later("%s is to be rung"), domain.ByLetter: words.Later("%s is to get a letter")}

func orThe(name, otherwise string) string {
	if name == "" {
		return otherwise
	}
	return name
}

// requestContent is one ask with its people, its story and what can be done.
type requestContent struct {
	Head       Head
	Live       *liveView
	Ladder     []Rung
	Ended      bool
	Next       Step
	Main       []Button    // what the clock waits for a person to do
	Why        []chosenWhy // why those who were asked were
	Near       string      // how many are near, and what keeps them
	Reasons    []string    // why nobody, and what would change it
	Candidates []Candidate
	Somebody   string // address of "somebody else by name"; empty when nobody can be asked
	Path       []Step
	Notes      []Fact
	Facts      Facts
	PersonID   int64
	First      string
	MayShow    bool
	RequestID  int64
	Also       []Button
	NoteTo     string
	Note       Field
}

// requestPage shows one ask.
func (s *Server) requestPage(w http.ResponseWriter, r *http.Request) error {
	return s.showRequest(w, r, "", nil)
}

// requestAt reads the ask that the address names, for those who may see it, and the clock to say its times by.
func (s *Server) requestAt(r *http.Request) (app.RequestView, clock, error) {
	id, err := pathID[domain.RequestID](r)
	if err != nil {
		return app.RequestView{}, clock{}, err
	}
	v, err := s.app.Request(r.Context(), who(r), id)
	if err != nil {
		return app.RequestView{}, clock{}, err
	}
	c, err := s.clock(r)
	return v, c, err
}

// showRequest shows one ask, with a note that could not be kept still in its field.
func (s *Server) showRequest(w http.ResponseWriter, r *http.Request, note string, wrong domain.Errors) error {
	after, err := s.app.NewestChange(r.Context(), who(r)) // before anything is read, so that nothing is missed
	if err != nil {
		return err
	}
	v, c, err := s.requestAt(r)
	if err != nil {
		return err
	}
	runs := domain.May(who(r), domain.RunAsk, domain.Target{Spot: v.Spot(), OwnerID: v.OwnerID, RequestID: v.ID})
	out := c.request(v, runs)
	out.Head.Back = leadBack(r)
	out.MayShow = domain.May(who(r), domain.SeeContact, domain.Target{Spot: v.Spot(), OwnerID: v.OwnerID})
	out.Note = Field{Name: "words", Label: "Add a note", Hint: c.Say("%s may read it.", v.FirstName), Type: "textarea", Rows: 3, Value: note}.With(wrong)
	if runs && v.WhyNoShortlist() == "" {
		list, err := s.app.Shortlist(r.Context(), who(r), v.ID)
		if err != nil {
			return err
		}
		best := Arm
		if len(out.Main) > 0 {
			best = ArmPlain // one filled arm a page
		}
		out.Candidates, out.Somebody = candidates(c.Words, list, v.ID, best), addressOf("/requests/", v.ID)+"/somebody"
	}
	if v.State != domain.Closed {
		m, err := s.app.Matching(r.Context(), who(r), v.ID)
		if err != nil {
			return err
		}
		out.explain(c.Words, m)
	}
	if out.Live, err = s.liveRequest(r, v.ID, after, newestStep(v)); err != nil {
		return err
	}
	p := s.rd.Page(w, r, out.Head.Title)
	if runs {
		p.Undo = c.undoing(v, who(r), out.Path)
	}
	p.Content, p.Errors, p.Islands = out, wrong, []string{"live"}
	s.rd.Render(w, r, "request", p)
	return nil
}

// newestStep is the newest step of a story; 0 when there is none.
func newestStep(v app.RequestView) domain.EventID {
	if len(v.Events) == 0 {
		return 0
	}
	return v.Events[0].ID
}

// chosenWhy is somebody who was asked or goes, and why it was them.
type chosenWhy struct {
	Name string
	Why  []string
}

// explain says what the plan makes of an ask: why those who were chosen were, who is near, why nobody.
func (out *requestContent) explain(in *words.Words, m app.Matching) {
	for _, c := range m.Chosen {
		if c.State.Live() || c.State == domain.Accepted {
			out.Why = append(out.Why, chosenWhy{Name: c.FirstName, Why: c.Why})
		}
	}
	out.Reasons = append(m.WhyNobody, m.WouldHelp...)
	if m.Near.All == 0 {
		return
	}
	out.Near = Count(in, m.Near.All, "%s person helps near enough.", "%s people help near enough.")
	for _, n := range []struct {
		many int
		said string
	}{{m.Near.CouldBeNow, Count(in, m.Near.CouldBeNow, "%s could go.", "%s could go.")},
		{m.Near.Asked, Count(in, m.Near.Asked, "%s asked already.", "%s asked already.")},
		{m.Near.NotFree, Count(in, m.Near.NotFree, "%s not free for this.", "%s not free for this.")},
		{m.Near.CannotDo, Count(in, m.Near.CannotDo, "%s cannot do this.", "%s cannot do this.")},
		{m.Near.ForOthers, Count(in, m.Near.ForOthers, "%s wanted for others who wait.", "%s wanted for others who wait.")}} {
		if n.many > 0 {
			out.Near += " " + n.said
		}
	}
}

// request puts one ask into words.
func (c clock) request(v app.RequestView, runs bool) requestContent {
	out := requestContent{
		Head: Head{Over: domain.Reference(v.Reference).String() + dot + v.NeedName,
			Title: upperFirst(v.Question), Lead: v.Request.Notes, Tags: c.requestTags(v)},
		Ladder: Ladder(int(v.Level), "Street", "Neighbourhood", "Town", "District"), Ended: v.State == domain.Closed,
		Path: c.path(v), First: v.FirstName, PersonID: int64(v.PersonID), RequestID: int64(v.ID), Facts: c.requestFacts(v),
	}
	if runs {
		out.NoteTo, out.Main, out.Also = addressOf("/requests/", v.ID)+"/notes", mainActs(v, c.now), alsoActs(c.Words, v, c.now)
	}
	if !out.Ended {
		out.Next = Step{State: StateSoon, Text: v.Next.Words, When: v.Next.IfNothing, Next: true}
		out.Path = append([]Step{out.Next}, out.Path...)
	}
	for _, n := range v.Notes {
		out.Notes = append(out.Notes, Fact{Name: n.AuthorName + ", " + c.time(n.At), Text: n.Words})
	}
	return out
}

// requestTags say how an ask stands.
func (c clock) requestTags(v app.RequestView) []Tag {
	var tags []Tag
	add := func(show bool, state State, text string) {
		if show {
			tags = append(tags, Tag{State: state, Icon: state.Icon(), Text: text})
		}
	}
	open := v.State != domain.Closed
	add(!open, StateDone, c.Say("Ended: %s", domain.Text(v.Ending.Plain())))
	add(v.State == domain.Assigned, StateDone, c.Say("%s is going", v.HelperName))
	add(open && v.FailedAt != nil, StateFailed, "Nobody found yet")
	add(open && v.HoldUntil != nil, StatePlain, c.Say("Held until %s", c.maybe(v.HoldUntil)))
	add(open && v.UsefulUntil.Before(c.now), StateLate, c.Say("Help was of use until %s", c.time(v.UsefulUntil)))
	add(open && v.Knows != domain.Agreed, StateLate, "They do not know of it yet")
	add(open && v.ApprovedAt == nil && v.State == domain.Open, StateSoon, "Waits for a word")
	add(open && !v.Placed(), StateSoon, "Street not known")
	add(v.DuplicateReference != "", StateSoon, c.Say("May be the same as %s", v.DuplicateReference))
	add(open && len(v.Wishes) > 0, StatePlain, c.Say("Wished for: %s", domain.WishList(v.Wishes)))
	add(v.Private, StatePlain, "Private: no name or street before yes")
	return tags
}

// requestFacts are what a helper and an owner need to know, but for what is behind the button.
func (c clock) requestFacts(v app.RequestView) Facts {
	place := placeWords(v.StreetName, v.SectionName, v.TownName)
	if !v.Placed() {
		place = orThe(v.PlaceWords, "Not known yet")
	}
	facts := []Fact{{Name: "Where", Text: place}, {Name: "When", Text: upperFirst(v.When)}, {Name: "How soon", Text: upperFirst(v.Urgency.Plain())},
		{Name: "How long", Text: upperFirst(app.SayMinutes(c.Words, v.Minutes))}, {Name: "Came in", Text: upperFirst(c.time(v.RaisedAt)) + ", " + c.Say(cameBy(v.CameBy))}}
	add := func(name, text string) {
		if text != "" {
			facts = append(facts, Fact{Name: name, Text: text})
		}
	}
	add("A wish for who comes", upperFirst(domain.WishList(v.Wishes)))
	add("On the leaflet", c.dateWords(v.LeafletOn))
	add("Asked for them", v.AskerName)
	add("Who they are to them", v.Relationship)
	add("Looked after by", v.OwnerName)
	add("Who goes", v.HelperName)
	add("The visit", upperFirst(c.maybe(v.VisitAt)))
	add("Words at the door", v.DoorWords)
	add("Check that is needed", checkWords(v.CheckRequired))
	return Facts{Facts: facts}
}

// dateWords says a date; "" for nil.
func (c clock) dateWords(t *time.Time) string {
	if t == nil {
		return ""
	}
	return upperFirst(c.day(*t))
}

// cameBy says how an ask came in.
func cameBy(by domain.CameBy) string {
	words := map[domain.CameBy]string{domain.ByWeb: "on the page", domain.ByPhone: "by phone", domain.ByLeaflet: "on a leaflet",
		domain.ByAgency: "from an agency", domain.ByNeighbour: "from a neighbour", domain.BySeries: "as each time"}
	return words[by]
}

// checkWords names what must have been seen of a helper.
func checkWords(level domain.CheckLevel) string {
	switch level {
	case domain.CheckEnhanced:
		return "Enhanced"
	case domain.CheckEnhancedBarred:
		return "Enhanced, with the adults’ barred list"
	}
	return "Met, with two references"
}
