package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/words"
)

// deskPage is what needs a person now, and what is on its way without one.
type deskPage struct {
	Head    Head
	Filter  filter
	Chips   []Link
	Towns   []selection // when there are too many for chips
	Notices []Notice
	Now     []Task
	Calls   []Task
	New     []Line
	NewSay  string
	Waiting []Line
	WaitSay string
	More    *Button
	Empty   Empty
	Promise Promise
	Board   Panel
}

// waitingShown is how many asks the desk shows of those that need nobody; the list has the others.
const waitingShown = 25

// deskPage shows the desk: all the reader's places, or one town, or only what the reader owns.
func (s *Server) deskPage(w http.ResponseWriter, r *http.Request) error {
	f := app.DeskFilter{TownID: numberIn[domain.TownID](r.FormValue("town")), Mine: r.FormValue("mine") != ""}
	d, err := s.app.Desk(r.Context(), who(r), f)
	if err != nil {
		return err
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return err
	}
	c := clock{now: d.Checked, zone: s.zone}
	p := s.rd.Page(w, r, "Desk")
	content := c.desk(d, auth.Who(r.Context()).FirstName, deskWhere(who(r), f, townNamed(towns, f.TownID, p.Place.Town)))
	content.Towns, content.Chips = deskChoices(towns, f)
	content.Board.Buttons = append(content.Board.Buttons, deskLinks(who(r), towns)...)
	p.Title, p.Content = content.Head.Title, content
	s.rd.Render(w, r, "desk", p)
	return nil
}

// desk puts the desk into words.
func (c clock) desk(d app.Desk, first, where string) deskPage {
	needs := len(d.NeedsYou) + len(d.Tasks)
	out := deskPage{
		Head:    Head{Title: deskTitle(c.Words, needs), Lead: c.deskLead(d, first, where)},
		Filter:  filter{Action: "/requests", Label: "Find an ask by name, street or reference", Placeholder: "Name, street or reference", Button: "Find"},
		Promise: Promise{Forgotten: d.Forgotten, Checked: c.now.In(c.zone).Format("15:04")},
		Empty: Empty{Title: "Nothing needs you", Text: "Everything open is with somebody. New asks show here when you open the page again.",
			Button: &Button{Text: "See all that is open", Href: "/requests?state=open"}},
		Board: Panel{Title: "Also", Buttons: []Button{{Text: "Write down a call", Icon: "phone", Href: "/call"},
			{Text: "See all asks", Icon: "form", Href: "/requests"}, {Text: "People not met yet", Icon: "people", Href: "/people?notMet=yes"}}},
	}
	if d.MailDownSince != nil {
		out.Notices = append(out.Notices, c.mailDown(*d.MailDownSince, d.MailWhy))
	}
	for n, l := range d.NeedsYou {
		t := c.taskOf(l, d.Tasks)
		if n == 0 {
			t.Buttons[0].Style = Arm
		}
		out.Now = append(out.Now, t)
	}
	for _, t := range d.Tasks {
		out.Calls = append(out.Calls, c.callOf(t))
	}
	for _, l := range d.New {
		line := c.lineOf(l)
		line.State, line.End = StateNew, c.time(l.RaisedAt)
		out.New = append(out.New, line)
	}
	out.NewSay, out.WaitSay = strconv.Itoa(len(d.New)), strconv.Itoa(len(d.Waiting))
	for _, l := range d.Waiting[:min(len(d.Waiting), waitingShown)] {
		out.Waiting = append(out.Waiting, c.lineOf(l))
	}
	if more := len(d.Waiting) - len(out.Waiting); more > 0 {
		out.More = &Button{Text: fmt.Sprintf("Show the other %d", more), Href: "/requests?state=open"}
	}
	return out
}

// deskLinks lead to what only some roles have, and to the reader's own page.
func deskLinks(actor domain.Actor, towns []domain.Town) (links []Button) {
	if domain.May(actor, domain.ReadWorry, domain.Target{Somewhere: true}) {
		links = append(links, Button{Text: "What people are worried about", Icon: "heart", Href: "/worries"})
	}
	for _, t := range towns {
		spot := domain.Target{Spot: domain.Spot{DistrictID: t.DistrictID, TownID: t.ID}}
		if len(towns) < manyTowns && domain.May(actor, domain.EditPlaces, spot) {
			links = append(links, Button{Text: "Set up " + t.Name, Icon: "tool", Href: addressOf("/towns/", t.ID)})
		}
	}
	if here := actor.DistrictID; domain.May(actor, domain.SeePlaces, domain.Target{Spot: domain.Spot{DistrictID: here}}) {
		links = append(links, Button{Text: "How we ask", Icon: "people", Href: policyAddress(here)})
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

// deskWhere says which asks the desk counts: all of a place only for those who see all of it.
func deskWhere(reader domain.Actor, f app.DeskFilter, place string) string {
	spot := domain.Spot{DistrictID: reader.DistrictID, TownID: f.TownID}
	if f.Mine || place == "" || !domain.May(reader, domain.SeeAsk, domain.Target{Spot: spot}) {
		return " that you look after"
	}
	return " in " + place
}

// deskLead greets, and says how much goes on by itself.
func (c clock) deskLead(d app.Desk, first, where string) string {
	greeting := "Good morning"
	switch hour := c.now.In(c.zone).Hour(); {
	case hour >= 18:
		greeting = "Good evening"
	case hour >= 12:
		greeting = "Good afternoon"
	}
	if first != "" {
		greeting = c.Say(greeting) + ", " + first
	}
	lead := c.Say(greeting) + ". " + Count(c.Words, d.Open, "%s ask is open%s.", "%s asks are open%s.", where)
	if alone := d.Open - len(d.NeedsYou); alone > 0 {
		lead += " " + Count(c.Words, alone, "%s of them is on the way without you.", "%s of them are on the way without you.")
	}
	return lead
}

// mailDown says since when nothing goes out by mail, and why.
func (c clock) mailDown(since time.Time, why string) Notice {
	text := "Nobody new is asked by e-mail until it runs again. Asking wider goes on, and you can ring."
	if why != "" {
		text += " The mail server said: " + why
	}
	return Notice{State: StateLate, Strong: "No mail has gone out since " + c.time(since) + ".", Text: text}
}

// deskChoices are the towns to choose from, as chips while they are few, and what the reader owns.
func deskChoices(towns []domain.Town, f app.DeskFilter) ([]selection, []Link) {
	chips := []Link{{Text: "All", Href: "/desk", Current: f.TownID == 0 && !f.Mine}, {Text: "Mine", Href: "/desk?mine=yes", Current: f.Mine}}
	if len(towns) < 2 {
		return nil, chips
	}
	for _, t := range towns {
		if len(towns) < manyTowns || t.ID == f.TownID {
			chips = append(chips, Link{Text: t.Name, Href: addressOf("/desk?town=", t.ID), Current: t.ID == f.TownID})
		}
	}
	if len(towns) < manyTowns {
		return nil, chips
	}
	return []selection{townSelection(towns, f.TownID)}, chips
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

// taskOf is an ask that needs a person, with the one most likely thing to do.
func (c clock) taskOf(l domain.RequestLine, tasks []domain.TaskLine) Task {
	page := addressOf("/requests/", l.ID)
	t := Task{State: StateSoon, Title: askTitle(l), Href: page, Where: where(l)}
	act := func(tag, strong, why, button, href string) Task {
		t.Tags, t.Strong, t.Why = append(t.Tags, Tag{State: t.State, Text: tag}), strong, why
		t.Buttons = []Button{{Text: button, Style: ArmPlain, Href: href}, {Text: "See the story", Href: page}}
		return t
	}
	until := "Help is of use until " + c.time(l.UsefulUntil) + "."
	switch {
	case !l.Placed:
		return act("Street not known", "", "Nobody can be looked for until we know where it is. "+until, "Say which street", page+"/place")
	case l.FailedAt != nil && l.State == domain.Open:
		t.State = StateFailed
		return act("Nobody found", "", "The whole district was asked. It is on the list for the next meeting, and we go on looking.", "Choose somebody", page+"#who")
	}
	switch escalation.Action(l.NextAction) {
	case escalation.AskFirst:
		return c.waitsForWord(t, l, until)
	case escalation.NewTime:
		t.State = StateLate
		return act("The time has passed", "Help was of use until "+c.time(l.UsefulUntil)+".", "Nobody came in time. Ask when it would suit now.", "Give it a new time", page+"/time")
	case escalation.Ring, escalation.Reopen:
		ring := page
		for _, task := range tasks {
			if task.RequestID == l.ID {
				ring = addressOf("/tasks/", task.ID)
			}
		}
		return act("Not heard how it went", "", "We asked both how the visit went, and have heard nothing.", "Ring and ask", ring)
	case escalation.Review:
		return act("Look again by "+c.time(l.NextActionAt), "", "The clock cannot take it further by itself. "+until, "Look at it", page)
	}
	return act("Needs a look", "", until, "Look at it", page)
}

// waitsForWord is an ask that goes out when a person says so.
func (c clock) waitsForWord(t Task, l domain.RequestLine, until string) Task {
	page := t.Href
	t.Tags = []Tag{{State: StateSoon, Text: "Waits for your word"}}
	t.Why = "It came in " + c.time(l.RaisedAt) + ". " + until
	t.Buttons = []Button{{Text: "Let it go out", Style: ArmPlain, Post: page + "/approve"}, {Text: "See the story", Href: page}}
	if l.DuplicateOf != 0 {
		t.Strong = "It may be the same as another open ask."
		t.Buttons = []Button{{Text: "Look at both", Style: ArmPlain, Href: page}}
	}
	return t
}

// callOf is a call to make or a letter to post.
func (c clock) callOf(l domain.TaskLine) Task {
	href := addressOf("/tasks/", l.ID)
	t := Task{State: StateWaiting, Title: "Ring " + l.FirstName, Href: href, Where: callAbout(l.MessageKind),
		Tags: []Tag{{State: StateSoon, Text: "By " + c.time(l.DueAt)}}, Buttons: []Button{{Text: "Open the script", Icon: "phone", Href: href}}}
	if l.Kind == "letter" {
		t.Title, t.Buttons[0] = "Post a letter to "+l.FirstName, Button{Text: "Open the letter", Icon: "print", Href: href}
	}
	if l.DueAt.Before(c.now) {
		t.State, t.Tags = StateLate, []Tag{{State: StateLate, Text: "Was to be done " + c.time(l.DueAt)}}
	}
	if l.Tries > 0 {
		t.Why = Count(c.Words, l.Tries, "%s try so far, without an answer.", "%s tries so far, without an answer.")
	}
	if l.Reference != "" {
		t.Where += " · " + unbroken(l.Reference)
	}
	return t
}

// callAbout says what a call is about, by the kind of message that goes this way.
func callAbout(kind string) string {
	words := map[string]string{
		"invitation": "Ask whether they can help", "series_cover": "Ask whether they can help", "request_received": "Say that we have their ask",
		"helper_coming": "Say who is coming", "visit": "Tell the helper what they need to know", "visit_reminder": "Remind them of the visit",
		"home_safe": "Ask whether they are home safe", "after_visit_helper": "Ask how it went", "after_visit_person": "Ask how it went",
		"helper_changed": "Say that somebody else comes", "visit_off": "Say that the visit is off", "new_time": "Ask for a new time",
		"ended": "Say that it has ended", "support_failure_person": "Say that nobody has been found yet", "still_all_right": "Ask whether we may go on asking them",
	}[kind]
	if words == "" {
		return "Something to tell them"
	}
	return words
}

// askTitle names an ask in a list: "Shopping for Joan".
func askTitle(l domain.RequestLine) string { return l.NeedName + " for " + l.FirstName }

// where says where an ask is, and its reference.
func where(l domain.RequestLine) string {
	parts := placeWords(l.StreetName, l.SectionName, l.TownName)
	if parts == "" {
		parts = "Street not known yet"
	}
	return parts + " · " + unbroken(l.Reference)
}

// unbroken is a reference that no line end cuts in two.
func unbroken(reference string) string {
	return strings.ReplaceAll(domain.Reference(reference).String(), "-", "\u2011")
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
