package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// issuesContent is what people brought up at sessions.
type issuesContent struct {
	Head  Head
	Chips []Link
	Lines []Line
	Pager Pager
	Empty Empty
}

// issueStates say how far a thing is.
var issueStates = map[domain.IssueState]Tag{
	domain.IssueNoted:  {State: StateNew, Icon: "fresh", Text: words.Later("Noted")},
	domain.IssuePassed: {State: StateWaiting, Icon: "wait", Text: words.Later("Passed on")},
	domain.IssueDone:   {State: StateDone, Icon: "done", Text: words.Later("Done")},
	domain.IssueIdea:   {State: StateMeeting, Icon: "idea", Text: words.Later("An idea now")},
}

// issuesPage lists what people brought up at sessions; how far it is stands in the address.
func (s *Server) issuesPage(w http.ResponseWriter, r *http.Request) error {
	state := domain.IssueState(wordIn(r, "state"))
	if _, known := issueStates[state]; !known {
		state = domain.IssueNoted
	}
	all, info, err := s.app.Issues(r.Context(), who(r), state, listPage(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := issuesContent{Head: Head{Back: &Link{Text: "What’s missing", Href: "/builder"}, Title: "What people brought up", Lead: "At benches and cafés, as the hosts wrote it down. Nobody is in it."},
		Pager: next(r, info), Empty: Empty{Title: "Nothing stands here", Text: "What hosts write down at a bench or a café comes here by itself."}}
	for _, one := range domain.IssueStates {
		out.Chips = append(out.Chips, Link{Text: issueStates[one].Text, Href: "/raised?state=" + string(one), Current: one == state})
	}
	for _, i := range all {
		out.Lines = append(out.Lines, c.issueLine(i))
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Narrow = out, true
	s.rd.Render(w, r, "issues", p)
	return nil
}

// issueLine is one thing, with the one most likely thing to do.
func (c clock) issueLine(i domain.Issue) Line {
	to := addressOf("/raised/", i.ID)
	line := Line{State: issueStates[i.State].State, Icon: issueStates[i.State].Icon, Title: i.Words, Href: to, Say: c.issueWhere(i), End: i.Outcome, Do: &Button{Text: "Pass it on", Href: to}}
	switch i.State {
	case domain.IssuePassed:
		line.Do.Text = "What came of it?"
	case domain.IssueDone:
		line.Do.Text, line.Do.Style = "Look again", Quiet
	case domain.IssueIdea:
		line.Do = ideaOf(i)
	}
	return line
}

// ideaOf leads to what something became, or makes an idea of it.
func ideaOf(i domain.Issue) *Button {
	if i.IdeaID != 0 {
		return &Button{Text: "See the idea", Icon: "idea", Href: addressOf("/ideas/", i.IdeaID)}
	}
	return &Button{Text: "Make it an idea", Icon: "idea", Post: addressOf("/raised/", i.ID), Name: "state", Value: string(domain.IssueIdea)}
}

func (c clock) issueWhere(i domain.Issue) string {
	return joinWords(dot, placeWords(i.PlaceName, i.TownName), c.day(i.Day))
}

// issueForm is how far a thing is.
type issueForm struct {
	State string `form:"state" max:"10"`
	Words string `form:"words" max:"300" label:"What you wrote"`
}

// issuePage asks how far a thing is.
func (s *Server) issuePage(w http.ResponseWriter, r *http.Request) error {
	return s.showIssue(w, r, nil, nil)
}

func (s *Server) showIssue(w http.ResponseWriter, r *http.Request, f *issueForm, wrong domain.Errors) error {
	id, err := pathID[domain.IssueID](r)
	if err != nil {
		return err
	}
	i, err := s.app.Issue(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	if f == nil {
		f = &issueForm{State: string(i.State), Words: i.Outcome}
		switch i.State {
		case domain.IssueNoted:
			f.State = string(domain.IssuePassed)
		case domain.IssueIdea:
			f.State = string(domain.IssueDone)
		}
	}
	picks := Picks{Name: "state", Legend: "How far is it?", Row: true}
	for _, one := range []domain.IssueState{domain.IssueNoted, domain.IssuePassed, domain.IssueDone} {
		picks.Choices = append(picks.Choices, Choice{Value: string(one), Text: issueStates[one].Text})
	}
	back := "/raised?state=" + string(i.State)
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: "What people brought up", Href: back}, Over: c.issueWhere(i), Title: i.Words},
		Blocks: []block{choosing(picks, wrong, f.State),
			asking(Field{Name: "words", Label: "To whom, or what came of it", Optional: true, Hint: "Such as “the council’s bus team”. What, never who.", Value: f.Words}, wrong)},
		Button: Button{Text: "Write it down", Style: Arm}, Back: Link{Text: "Leave it", Href: back}, Also: ideaOf(i)}, wrong)
}

// settleIssue says how far something is.
func (s *Server) settleIssue(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.IssueID](r)
	if err != nil {
		return err
	}
	var f issueForm
	if err = ReadForm(w, r, &f); err == nil {
		err = s.app.SettleIssue(r.Context(), who(r), app.SettleIssue{IssueID: id, State: domain.IssueState(f.State), Words: f.Words})
	}
	to, said := "/raised?state="+f.State, "It is written down."
	if err == nil && f.State == string(domain.IssueIdea) {
		var i domain.Issue
		i, err = s.app.Issue(r.Context(), who(r), id)
		to, said = addressOf("/ideas/", i.IdeaID), "It is an idea now. Say whether it should look for people."
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showIssue(w, r, &f, wrong) }, to, said)
}
