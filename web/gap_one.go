package web

import (
	"fmt"
	"net/http"
	"net/url"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// gapContent is one gap.
type gapContent struct {
	Head   Head
	Notice *Notice
	Rungs  []Tag // the way, with where it stands
	Next   []string
	Acts   []Button
	Facts  Facts
	Waits  []held
	Who    string // how many waited, said before their names
	Days   string
	Helps  []held
	Could  string
	Dates  []Line
	Ideas  []Line
	Path   []Step
	Also   []Button
	Note   string // where a note is posted; "" where nobody may write one
	Field  *Field
	IsHelp bool
	Paper  Button // the leaflet that asks who would help
}

// gapAt reads the gap in the address.
func (s *Server) gapAt(r *http.Request) (app.GapView, error) {
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return app.GapView{}, err
	}
	return s.app.Gap(r.Context(), who(r), id)
}

// gapToRun reads the gap in the address for a form that only those who may run it see.
func (s *Server) gapToRun(r *http.Request) (clock, app.GapView, error) {
	v, err := s.gapAt(r)
	if err != nil {
		return clock{}, v, err
	}
	if !v.MayRun {
		return clock{}, v, domain.NotYours(who(r))
	}
	c, err := s.clock(r)
	return c, v, err
}

// gapPage shows one gap: how it stands, who waits, who might help, and what comes next.
func (s *Server) gapPage(w http.ResponseWriter, r *http.Request) error {
	return s.showGap(w, r, "", nil)
}

func (s *Server) showGap(w http.ResponseWriter, r *http.Request, note string, wrong domain.Errors) error {
	v, err := s.gapAt(r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := c.gap(v)
	if v.MayRun {
		field := asking(Field{Name: "words", Label: "Write something down", Hint: "No names: others read this.", Type: "textarea", Rows: 2, Value: note}, wrong)
		out.Note, out.Field = addressOf("/gaps/", v.ID)+"/note", field.Field
	}
	p := s.rd.Page(w, r, c.gapName(v.Gap))
	p.Errors, p.Content = wrong, out
	s.rd.Render(w, r, "gap", p)
	return nil
}

func (c clock) gap(v app.GapView) gapContent {
	out := gapContent{Head: Head{Back: &Link{Text: "All gaps", Href: "/gaps"}, Over: joinWords(" · ", orThe(v.TownName, c.Say("The whole district")), c.Say(gapKindWords[v.Kind])), Title: c.gapName(v.Gap),
		Tags: []Tag{gapStageWords[v.Stage]}}, Facts: c.gapFacts(v.Gap), IsHelp: v.Kind == domain.GapHelp, Paper: gapPaper(v.Gap)}
	c.gapNext(v, &out)
	if v.AnswerOff && v.Stage != domain.GapRunning {
		out.Notice = &Notice{State: StateLate, Strong: c.Say("“%s” takes nobody any more.", v.Answer), Text: "It has ended, or is full. Look again, and say what is there instead."}
	}
	c.gapPeople(v, &out)
	for _, d := range v.Dates {
		out.Dates = append(out.Dates, Line{State: StateMeeting, Title: joinWords(", ", c.Text(v.Kinds[d.GatheringID]), d.PlaceName), Href: addressOf("/whats-on/", d.GatheringID), Say: upperFirst(c.day(d.HeldOn)) + ", " + c.hours(d.StartsAt, d.EndsAt)})
	}
	for _, i := range v.Ideas {
		line := c.ideaLine(i)
		line.End = c.Text(ideaStageWords[i.Stage].Text)
		out.Ideas = append(out.Ideas, line)
	}
	for _, step := range v.Steps {
		out.Path = append(out.Path, c.gapStep(step))
	}
	return out
}

// gapPaper is what there is to print about a gap: who would help with it, who would look after the street, or else how to ask.
func gapPaper(g domain.Gap) Button {
	switch g.Kind {
	case domain.GapHelp:
		return Button{Text: "Leaflet: who would help?", Icon: "print", Href: addressOf("/print/gap/", g.ID)}
	case domain.GapStreet:
		return Button{Text: "Poster for the street", Icon: "print", Href: addressOf("/print/street/", g.StreetID)}
	}
	return Button{Text: "The leaflet, to print", Icon: "form", Href: "/print"}
}

// gapPeople are who waited, on which days, and who might help.
func (c clock) gapPeople(v app.GapView, out *gapContent) {
	out.Who = upperFirst(c.gapSize(v.Gap)) + "."
	if v.Kind == domain.GapHelp && len(v.Waits) < v.People && v.MaySee {
		out.Who += " " + Count(c.Words, v.People-len(v.Waits), "%s of them has left or was forgotten, and still counts.", "%s of them have left or were forgotten, and still count.")
	}
	for _, x := range v.Waits {
		one := held{Text: fullName(x.FirstName, x.LastName), Say: c.Say("Asked %s.", c.day(x.Since.In(c.zone))), End: &Button{Text: "See them", Style: Quiet, Href: addressOf("/people/", x.ID)}}
		switch {
		case x.ToldAt != nil:
			one.Say = c.Say("Told %s.", c.day(x.ToldAt.In(c.zone)))
		case !x.Agreed:
			one.Say = c.Say("Does not know that somebody asked for them, or lives here no more. They are not told.")
		}
		out.Waits = append(out.Waits, one)
	}
	if v.OneDay {
		out.Days = Count(c.Words, v.Days[0].Asks, "%s ask was for a %s.", "%s asks were for a %s.", c.Weekday(v.Day))
	}
	for _, h := range v.CouldHelp {
		out.Helps = append(out.Helps, held{Text: fullName(h.FirstName, h.LastName), Say: placeWords(h.StreetName, h.TownName), End: &Button{Text: "See them", Style: Quiet, Href: addressOf("/people/", h.PersonID)}})
	}
	if v.Kind == domain.GapHelp {
		out.Could = c.Say("Nobody in the town helps with that yet.")
		if v.CouldAll > 0 {
			out.Could = Count(c.Words, v.CouldAll, "%s person in the town helps with that already. Ask if they could do more, or whom they know.", "%s people in the town help with that already. Ask if they could do more, or whom they know.")
			switch {
			case v.OneDay && v.CouldThen == 0:
				out.Could += " " + c.Say("None of them is free on a %s.", c.Weekday(v.Day))
			case v.OneDay && v.CouldThen < v.CouldAll:
				out.Could += " " + Count(c.Words, v.CouldThen, "%s of them is free on a %s, and stands first.", "%s of them are free on a %s, and stand first.", c.Weekday(v.Day))
			}
		}
	}
}

// gapFacts are what is known of a gap.
func (c clock) gapFacts(g domain.Gap) Facts {
	out := []Fact{{Name: "How large", Text: upperFirst(c.gapSize(g))}, {Name: "First seen", Text: upperFirst(c.day(g.FirstSeen.In(c.zone)))}, {Name: "Last seen", Text: upperFirst(c.day(g.LastSeen.In(c.zone)))},
		{Name: "Who sees to it", Text: orThe(g.Owner, c.Say("Nobody yet"))}}
	step := c.Say("Nothing is planned yet")
	switch {
	case g.NextStep != "" && g.NextOn != nil:
		step = c.Say("%s, by %s", g.NextStep, c.day(*g.NextOn))
	case g.NextStep != "":
		step = g.NextStep
	}
	out = append(out, Fact{Name: "Next step", Text: step})
	if g.FundPence > 0 {
		money := c.Say("%s from %s", pounds(g.FundPence), g.FundFrom)
		if g.FundUntil != nil {
			money = c.Say("%s from %s, until %s", pounds(g.FundPence), g.FundFrom, c.day(*g.FundUntil))
		}
		out = append(out, Fact{Name: "Money", Text: money})
	}
	answer := Fact{Name: "There now", Text: g.Answer}
	switch {
	case g.ServiceID != 0:
		answer.Href = addressOf("/services/", g.ServiceID)
	case g.GatheringID != 0:
		answer.Href = addressOf("/whats-on/", g.GatheringID)
	case g.Helpers:
		answer.Text = c.Say("More people who help")
	}
	if answer.Text != "" {
		out = append(out, answer)
	}
	return Facts{Columns: 2, Facts: out}
}

// pounds is an amount of money as it is written.
func pounds(pence int64) string {
	return fmt.Sprintf("£%d.%02d", pence/100, pence%100)
}

// gapNextWords say what each stage asks for.
var gapNextWords = map[domain.GapStage]string{
	domain.GapNoticed:  words.Later("Nobody has looked at it yet. Take it on, and find out what would help."),
	domain.GapLooking:  words.Later("Talk with those who waited and those who might help. When you know what to try, say that there is a plan. If something is there already, say so."),
	domain.GapProposal: words.Later("There is a plan. Note the money when there is some. If it needs none, say what is there as soon as it runs."),
	domain.GapFunded:   words.Later("There is money for it. As soon as it runs, say what is there."),
	domain.GapTold:     words.Later("Those who waited have been told. Close it when there is nothing left to do."),
}

// gapNext says how a gap stands and offers what comes next.
func (c clock) gapNext(v app.GapView, out *gapContent) {
	here := addressOf("/gaps/", v.ID)
	move := func(text string, to domain.GapStage, style Style) Button {
		return Button{Text: text, Style: style, Post: here + "/move", Name: "to", Value: string(to)}
	}
	out.Next = []string{gapNextWords[v.Stage]}
	switch v.Stage {
	case domain.GapNoticed:
		out.Acts = []Button{{Text: "I will see to it", Style: Arm, Post: here + "/take"}}
	case domain.GapLooking:
		out.Acts = []Button{move("There is a plan", domain.GapProposal, Arm), {Text: "It is there already", Icon: "done", Href: here + "/running"}}
	case domain.GapProposal:
		out.Acts = []Button{{Text: "It runs: say what is there", Style: Arm, Href: here + "/running"}, {Text: "Note the money", Icon: "form", Href: here + "/plan"}}
		if v.FundPence > 0 {
			out.Acts = []Button{move("There is money for it", domain.GapFunded, Arm), {Text: "It runs: say what is there", Href: here + "/running"}}
		}
	case domain.GapFunded:
		out.Acts = []Button{{Text: "It runs: say what is there", Style: Arm, Href: here + "/running"}}
	case domain.GapRunning:
		c.gapRunning(v, out, here, move)
	case domain.GapTold:
		out.Acts = []Button{move("Close it", domain.GapClosed, Arm)}
		if v.Untold > 0 {
			out.Next = []string{Count(c.Words, v.Untold, "%s person has asked since the others were told, and nobody was found. What is there may not be enough.", "%s people have asked since the others were told, and nobody was found. What is there may not be enough.")}
			out.Acts = []Button{move("Look again", domain.GapLooking, Arm)}
		}
	case domain.GapClosed:
		c.gapClosed(v, out, move)
	}
	if !v.MayRun {
		out.Acts = nil
		return
	}
	if v.Stage == domain.GapClosed {
		return
	}
	out.Acts = append(out.Acts, gapMends(v.Gap)...)
	out.Also = append(out.Also, Button{Text: "Who sees to it, next step, money", Icon: "pen", Href: here + "/plan"}, Button{Text: "It is the same as another", Icon: "people", Href: here + "/same"})
	switch v.Stage {
	case domain.GapLooking:
		out.Also = append(out.Also, undoing(move("Nobody looks at it after all", domain.GapNoticed, Ordinary)))
	case domain.GapProposal, domain.GapRunning:
		if v.AnswerOff {
			break // it is what comes next
		}
		out.Also = append(out.Also, undoing(move("Back to looking", domain.GapLooking, Ordinary)))
	case domain.GapFunded:
		out.Also = append(out.Also, undoing(move("The money fell through", domain.GapProposal, Ordinary)))
	}
	if v.Stage != domain.GapTold || v.Untold > 0 {
		out.Also = append(out.Also, Button{Text: "Close it with a reason", Icon: "no", Href: here + "/close"})
	}
}

// gapMends lead to where what is missing can be put right; nowhere once it is there.
func gapMends(g domain.Gap) []Button {
	if g.Stage == domain.GapRunning || g.Stage == domain.GapTold {
		return nil
	}
	switch g.Kind {
	case domain.GapSearch:
		return []Button{{Text: "Add it to the directory", Icon: "plus", Href: "/services/new?" + url.Values{"name": {g.Subject}}.Encode()},
			{Text: "Write down an idea", Icon: "pen", Href: "/ideas/new?" + url.Values{"town": {idOf(g.TownID)}, "looked": {g.Subject}}.Encode()}}
	case domain.GapTheme:
		return []Button{{Text: "Add something to the directory", Icon: "plus", Href: "/services/new?theme=" + g.Code}}
	case domain.GapFull:
		return []Button{{Text: "See the service", Icon: "eye", Href: addressOf("/services/", g.SubjectID)}}
	case domain.GapStreet:
		return []Button{{Text: "Who could look after it?", Icon: "people", Href: addressOf("/vacancies/", g.StreetID)}}
	case domain.GapHost:
		return []Button{{Text: "Who could host it?", Icon: "people", Href: addressOf("/gatherings/", g.SubjectID) + "/hosts"}}
	}
	return nil
}

func undoing(b Button) Button {
	b.Icon = "undo"
	return b
}

// gapRunning says who can be told that what was missing is there.
func (c clock) gapRunning(v app.GapView, out *gapContent, here string, move func(string, domain.GapStage, Style) Button) {
	if v.AnswerOff {
		out.Next = []string{c.Say("“%s” was there, and takes nobody any more. Nobody is told of it. Look again, and say what is there instead.", v.Answer)}
		out.Acts = []Button{move("Look again", domain.GapLooking, Arm)}
		return
	}
	if v.ToldNobody {
		out.Next = []string{"What was missing is there. Nobody waits whom we could tell, so it can be closed with a reason."}
		out.Acts = []Button{{Text: "Close it with a reason", Style: Arm, Href: here + "/close"}}
		return
	}
	out.Next = []string{Count(c.Words, v.Untold, "It is there now, and %s person who waited does not know yet.", "It is there now, and %s people who waited do not know yet.")}
	out.Acts = []Button{{Text: Count(c.Words, v.Untold, "Tell the %s who waited", "Tell the %s who waited"), Style: Arm, Href: here + "/tell"}}
}

// gapClosed says why a gap is closed, and takes it up again.
func (c clock) gapClosed(v app.GapView, out *gapContent, move func(string, domain.GapStage, Style) Button) {
	switch {
	case v.MergedInto != 0:
		out.Next = []string{"It is the same as another, and part of that now."}
		out.Acts = []Button{{Text: "See that one", Style: Arm, Href: addressOf("/gaps/", v.MergedInto)}}
	case v.Gone:
		out.Next = []string{"It closed by itself: what was missing is there now, or nobody asks for it any more."}
	default:
		out.Next = []string{"It is closed. This is why:", v.Why}
	}
	if v.MergedInto == 0 {
		out.Acts = []Button{undoing(move("Take it up again", domain.GapLooking, Ordinary))}
	}
}

// gapStepWords are the words of each step of a gap's story.
var gapStepWords = map[string]string{
	string(domain.GapNoticed): words.Later("It was noticed."), string(domain.GapLooking): words.Later("%s began to look at it."), string(domain.GapProposal): words.Later("%s said that there is a plan."),
	string(domain.GapFunded): words.Later("%s said that there is money for it."), string(domain.GapRunning): words.Later("%s said that it is there now."), string(domain.GapTold): words.Later("%s told those who waited."),
	string(domain.GapClosed): words.Later("%s closed it."), domain.GapOwned: words.Later("%s said who sees to it."), domain.GapPlanned: words.Later("%s changed the plan."),
	domain.GapPaid: words.Later("%s changed the money."), domain.GapNote: words.Later("%s wrote:"), domain.GapMerged: words.Later("%s joined another to it, which was the same."),
	domain.GapReopened: words.Later("%s took it up again."),
}

func (c clock) gapStep(step domain.GapStep) Step {
	tag := gapStageWords[domain.GapStage(step.What)]
	out := Step{State: tag.State, Icon: tag.Icon, When: joinWords(" · ", step.Words, c.time(step.At))}
	if tag.Text == "" {
		out.State, out.Icon = StatePlain, "pen"
	}
	switch {
	case step.What == string(domain.GapClosed) && step.ActorID == 0:
		out.Text = c.Say("It closed by itself.")
	case step.What == string(domain.GapNoticed) && step.ActorID == 0:
		out.Text = c.Say("It was noticed.")
	case step.What == string(domain.GapNoticed):
		out.Text = c.Say("%s put it back among the new ones.", orThe(step.ActorName, c.Say("Somebody")))
	default:
		out.Text = c.Say(gapStepWords[step.What], orThe(step.ActorName, c.Say("Somebody")))
	}
	return out
}
