package web

import (
	"net/http"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// casesContent are the asks that no town could place.
type casesContent struct {
	Head  Head
	Tasks []Task // the first, with who is free for each
	Later string // how many come after them
	Lines []Line // those
	More  string
	Empty Empty
}

// casesPage lists what came up to the district, by when help is last of use.
func (s *Server) casesPage(w http.ResponseWriter, r *http.Request) error {
	cases, all, err := s.app.Cases(r.Context(), who(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := casesContent{Head: Head{Back: &Link{Text: "Back to the desk", Href: "/desk"}, Title: "Came up to the district",
		Lead: "No town could place these. What help is of use for soonest comes first."},
		Empty: Empty{Title: "Nothing has come up", Text: "Each town has somebody for what is asked there, or is still looking.", Button: &Button{Text: "Back to the desk", Href: "/desk"}}}
	for n, k := range cases[:min(len(cases), app.FreeCases)] {
		t := c.caseOf(k)
		if n == 0 {
			t.Buttons[0].Style = Arm
		}
		out.Tasks = append(out.Tasks, t)
	}
	for _, k := range cases[len(out.Tasks):] {
		out.Lines = append(out.Lines, c.caseLine(k.Case))
	}
	out.Later = Count(c.Words, len(out.Lines), "%s more, of use for longer", "%s more, of use for longer")
	if all > len(cases) {
		out.More = Count(c.Words, all-len(cases), "%s more is not shown here. It comes up when one of these is settled.", "%s more are not shown here. They come up when some of these are settled.")
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "cases", p)
	return nil
}

// caseOf is an ask that came up: by when, since when, what was tried, and who is free now.
func (c clock) caseOf(k app.FreeCase) Task {
	page := addressOf("/requests/", k.ID)
	t := Task{State: StateSoon, Title: askTitle(c.Words, k.NeedName, k.FirstName), Href: page, Where: c.where(k.RequestLine), Why: c.cameUp(k.Case),
		Buttons: []Button{{Text: "Choose somebody", Style: ArmPlain, Href: page + "#who"}, {Text: "Who does what?", Icon: "pen", Style: Quiet,
			Href: "/meeting/actions/new?about=" + domain.Reference(k.Reference).String()}}}
	t.Tags = []Tag{{State: StateSoon, Icon: "soon", Text: c.Say("Of use until %s", c.time(k.UsefulUntil))}}
	if c.passed(k.RequestLine) {
		t.State, t.Tags = StateLate, []Tag{{State: StateLate, Icon: "late", Text: c.Say("Help was of use until %s", c.time(k.UsefulUntil))}}
		t.Strong = "Nobody came in time. Ask when it would suit now."
		t.Buttons[0] = Button{Text: "Give it a new time", Style: ArmPlain, Href: page + "/time"}
		return t
	}
	if k.FailedAt != nil {
		t.State = StateFailed
		t.Tags = append(t.Tags, Tag{State: StateFailed, Icon: "fail", Text: "Not found yet"})
	}
	var names []string
	for _, f := range k.Free {
		names = append(names, fullName(f.FirstName, f.LastName))
	}
	switch {
	case len(names) == 0:
		t.Strong = c.Say("Nobody is free whom we know.")
	case k.Fit > len(names):
		t.Strong = c.Say("Free now: %s, and %d more.", strings.Join(names, ", "), k.Fit-len(names))
	default:
		t.Strong = c.Say("Free now: %s.", c.List(names))
	}
	return t
}

// cameUp says since when the whole district is asked, and what was tried.
func (c clock) cameUp(k domain.Case) string {
	out := c.tried(k)
	if k.CameUpAt != nil {
		out += " " + c.Say("It came up to the district %s.", c.time(*k.CameUpAt))
	}
	return out
}

// caseLine is an ask that came up, in a line.
func (c clock) caseLine(k domain.Case) Line {
	line := Line{State: StateSoon, Title: askTitle(c.Words, k.NeedName, k.FirstName), Href: addressOf("/requests/", k.ID), Say: c.where(k.RequestLine),
		End: c.Say("Until %s", c.day(k.UsefulUntil.In(c.zone)))}
	if k.FailedAt != nil {
		line.State = StateFailed
	}
	return line
}

// casesOnDesk is how many of what came up a desk shows.
const casesOnDesk = 2

// forTheDistrict is what a desk shows besides: what its reader said at a meeting, and to whoever holds that meeting what came up.
func (s *Server) forTheDistrict(r *http.Request, c clock) (out []deskPart, err error) {
	mine, err := s.app.OwnActions(r.Context(), who(r), false)
	if err != nil {
		return nil, err
	}
	if len(mine) > 0 {
		out = append(out, c.promised(mine))
	}
	if !domain.May(who(r), domain.HoldMeeting, domain.Target{Spot: domain.Spot{DistrictID: who(r).DistrictID}}) {
		return out, nil
	}
	cases, all, err := s.app.CameUp(r.Context(), who(r), casesOnDesk)
	if err != nil || len(cases) == 0 {
		return out, err
	}
	p := deskPart{ID: "district", Title: "Came up to the district", Short: "Came up", Count: all, Say: "what help is of use for soonest comes first",
		More: &Button{Text: "See who is free for each", Icon: "people", Href: "/cases"}}
	for _, k := range cases {
		p.Lines = append(p.Lines, c.caseLine(k))
	}
	return append(out, p), nil
}

// promised is what the reader said they would do, what is past its day first.
func (c clock) promised(mine []domain.MeetingAction) deskPart {
	p := deskPart{ID: "said", Title: "What you said you would do", Short: "You said", Count: len(mine), Say: "until it is done"}
	for _, a := range mine {
		page := addressOf("/meeting/actions/", a.ID)
		t := Task{State: StateWaiting, Title: a.Words, Href: page + fromQuery("?", "/desk"), Where: c.Say("Said at the meeting of %s", c.day(a.SaidOn)), Why: c.actionStory(a),
			Tags:    []Tag{{State: StateWaiting, Text: c.Say("By %s", c.day(a.DueOn))}},
			Buttons: []Button{{Text: "Done", Style: ArmPlain, Post: page + "/done", Name: "from", Value: "/desk"}, {Text: "Carry over", Style: Quiet, Href: page + fromQuery("?", "/desk")}}}
		if tag := c.actionStands(a); tag != nil {
			t.State, t.Tags = tag.State, []Tag{*tag}
		}
		p.Items = append(p.Items, deskItem{Task: &t})
	}
	return p
}
