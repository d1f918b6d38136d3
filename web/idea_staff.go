package web

import (
	"net/http"
	"slices"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// ideaSourceWords say where an idea was heard.
var ideaSourceWords = map[domain.IdeaSource]string{domain.FromPage: "From the public page", domain.FromLog: "A connector passed it on", domain.FromCafe: "Heard where people meet",
	domain.FromStaff: "Somebody told us"}

// ideasContent are the ideas of whoever builds, by stage.
type ideasContent struct {
	Head   Head
	Chips  []Link
	Stages []ideasAt
	Pager  Pager
	Add    Button
	Empty  Empty
}

// ideasAt are the ideas at one stage.
type ideasAt struct {
	ID    string
	Title string
	Say   string
	Ideas []Line
	More  *Link
}

// ideasOnTheWay is what each stage asks of whoever builds.
var ideasOnTheWay = []struct {
	stage      domain.IdeaStage
	title, say string
}{
	{domain.IdeaHeard, "New", "Read each, and say whether it should look for people."},
	{domain.IdeaLooking, "Look for people", "They stand on the public list. Two or three people are enough for a first meeting."},
	{domain.IdeaMeeting, "Meet first", "When they go on, write the group down for the directory."},
	{domain.IdeaGroup, "Groups now", "They stand in the directory."},
	{domain.IdeaLetGo, "Let go", "With thanks, and a reason. One may be taken up again."},
}

// fewIdeas is how many of a stage stand on the page of all.
const fewIdeas = 10

// ideasPage shows the ideas by stage; what it shows is in the address bar.
func (s *Server) ideasPage(w http.ResponseWriter, r *http.Request) error {
	counts, err := s.app.IdeaCounts(r.Context(), who(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	chosen := domain.IdeaStage(wordIn(r, "stage"))
	if _, known := ideaStageWords[chosen]; !known {
		chosen = ""
	}
	out := ideasContent{Head: Head{Back: &Link{Text: "What’s missing", Href: "/builder"}, Title: "Ideas", Lead: "What people would like and is not there yet. Each looks for people, meets, and becomes a group; or it is let go with thanks."},
		Chips: c.ideaChips(counts, chosen), Add: Button{Text: "Write an idea down", Style: Arm, Href: "/ideas/new"},
		Empty: Empty{Title: "No idea waits", Text: "Ideas come from the public page, from connectors and from cafés.", Button: &Button{Text: "See that page", Href: "/open-ideas"}}}
	for _, at := range ideasOnTheWay {
		over := at.stage == domain.IdeaGroup || at.stage == domain.IdeaLetGo
		if counts[at.stage] == 0 || chosen != "" && chosen != at.stage || chosen == "" && over {
			continue
		}
		page := app.Page{First: fewIdeas}
		if chosen != "" {
			page = listPage(r)
		}
		rows, info, err := s.app.Ideas(r.Context(), who(r), app.IdeaFilter{Stage: at.stage}, page)
		if err != nil {
			return err
		}
		part := ideasAt{ID: string(at.stage), Title: at.title, Say: at.say}
		for _, i := range rows {
			part.Ideas = append(part.Ideas, c.ideaLine(i))
		}
		if chosen != "" {
			out.Pager = next(r, info)
		} else if info.HasNext {
			part.More = &Link{Text: c.Say("See all %d", counts[at.stage]), Href: "/ideas?stage=" + string(at.stage)}
		}
		out.Stages = append(out.Stages, part)
	}
	p := s.rd.Page(w, r, "Ideas")
	p.Content = out
	s.rd.Render(w, r, "ideas", p)
	return nil
}

// ideaChips show one stage each, with how many are in it; a stage without any is left out.
func (c clock) ideaChips(counts map[domain.IdeaStage]int, chosen domain.IdeaStage) []Link {
	out := []Link{{Text: "On the way", Href: "/ideas", Current: chosen == ""}}
	for _, stage := range domain.IdeaStages {
		if counts[stage] > 0 || stage == chosen {
			out = append(out, Link{Text: c.Say("%s, %d", c.Say(ideaStageWords[stage].Text), counts[stage]), Href: "/ideas?stage=" + string(stage), Current: stage == chosen})
		}
	}
	return out
}

// ideaLine is an idea in a list of those who help it on.
func (c clock) ideaLine(i domain.Idea) Line {
	out := Line{State: ideaStageWords[i.Stage].State, Icon: ideaStageWords[i.Stage].Icon, Title: i.Name, Href: addressOf("/ideas/", i.ID),
		Say: joinWords(dot, i.TownName, c.joining(i)), End: upperFirst(c.day(i.CreatedAt.In(c.zone)))}
	if i.Somebody && !i.Over() {
		out.State, out.Icon, out.Why = StateSoon, "lock", "Somebody may be known by its words. It is shown to nobody until they are changed."
	}
	return out
}

// ideaContent is one idea.
type ideaContent struct {
	Head   Head
	Notice *Notice
	Say    []string // what it says
	Next   []string // how it stands, and what to do
	Acts   []Button
	Facts  Facts
	Had    []held
	Joins  []held
	Path   []Step
	Also   []Button
}

// ideaAt reads the idea in the address, for those who help it on.
func (s *Server) ideaAt(r *http.Request) (app.IdeaView, error) {
	id, err := pathID[domain.IdeaID](r)
	if err != nil {
		return app.IdeaView{}, err
	}
	return s.app.Idea(r.Context(), who(r), id)
}

// ideaPage shows one idea: how it stands, the next thing to do, and who has to do with it.
func (s *Server) ideaPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.ideaAt(r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	p := s.rd.Page(w, r, v.Name)
	p.Content = c.idea(v)
	s.rd.Render(w, r, "idea", p)
	return nil
}

func (c clock) idea(v app.IdeaView) ideaContent {
	here := addressOf("/ideas/", v.ID)
	out := ideaContent{Head: Head{Back: &Link{Text: "Ideas", Href: "/ideas"}, Over: joinWords(dot, v.TownName, c.Say(ideaSourceWords[v.CameFrom])), Title: v.Name, Tags: []Tag{ideaStageWords[v.Stage]}},
		Say: paragraphs(v.Words), Facts: c.ideaFacts(v), Also: []Button{{Text: "Change its words", Icon: "pen", Href: here + "/change"}}}
	c.ideaNext(v, &out)
	if len(v.Clues) > 0 && !v.Over() {
		out.Notice = &Notice{State: StateSoon, Strong: c.Say("“%s” may say who somebody is.", v.Clues[0].Words), Text: "So nobody sees this idea but you. Change its words, and it is shown."}
	}
	if v.Public() {
		out.Also = append(out.Also, Button{Text: "As everybody sees it", Icon: "eye", Href: addressOf("/open-ideas/", v.ID)})
	}
	if !v.Over() {
		out.Also = append(out.Also, Button{Text: "Let it go, with thanks", Icon: "no", Href: here + "/let-go"})
	}
	for _, p := range v.People {
		one := held{Text: fullName(p.FirstName, p.LastName), Say: c.Say("Since %s.", c.day(p.AgreedAt.In(c.zone))),
			End: &Button{Text: "How to reach them", Style: Quiet, Href: addressOf("/people/", p.PersonID)}}
		switch {
		case p.Had && !p.Named:
			one.Say = c.Say("Since %s. Their name stands nowhere.", c.day(p.AgreedAt.In(c.zone)))
		case p.Had:
			one.Say = c.Say("Since %s. Their first name may stand beside it.", c.day(p.AgreedAt.In(c.zone)))
		}
		if p.Had {
			out.Had = append(out.Had, one)
		} else {
			out.Joins = append(out.Joins, one)
		}
	}
	for _, step := range v.Steps {
		out.Path = append(out.Path, c.ideaStep(step))
	}
	return out
}

// ideaFacts are what an idea answers.
func (c clock) ideaFacts(v app.IdeaView) Facts {
	out := []Fact{{Name: "What it is for", Text: c.Say(orThe(v.ThemeName, words.Later("Nobody has said yet")))}}
	if v.LookedFor != "" {
		looked := c.Say("“%s”", v.LookedFor)
		if v.Missed > 0 {
			looked = Count(c.Words, v.Missed, "%s search for “%s” in three months found nothing", "%s searches for “%s” in three months found nothing", v.LookedFor)
		}
		out = append(out, Fact{Name: "Looked for, and not there", Text: looked})
	}
	for _, g := range v.Gaps {
		out = append(out, Fact{Name: "It answers", Text: c.gapName(g), Href: addressOf("/gaps/", g.ID)})
	}
	for _, i := range v.Issues {
		out = append(out, Fact{Name: "Brought up", Text: c.issueWhere(i), Href: addressOf("/raised/", i.ID)})
	}
	return Facts{Columns: 2, Facts: out}
}

// ideaSteps are the words of each step in an idea's story.
var ideaSteps = map[domain.IdeaStage]string{domain.IdeaHeard: words.Later("%s wrote it down."), domain.IdeaLooking: words.Later("%s let it look for people."), domain.IdeaMeeting: words.Later("%s planned a first meeting."),
	domain.IdeaGroup: words.Later("%s said that it is a group now."), domain.IdeaLetGo: words.Later("%s let it go, with thanks.")}

func (c clock) ideaStep(step domain.IdeaStep) Step {
	name := orThe(step.ActorName, c.Say("somebody"))
	text := ideaSteps[step.Stage]
	if step.Stage == domain.IdeaHeard && step.N > 1 {
		text = words.Later("%s took it up again.")
	}
	return Step{State: ideaStageWords[step.Stage].State, Icon: ideaStageWords[step.Stage].Icon, Text: upperFirst(c.Say(text, name)), When: c.time(step.At)}
}

// ideaNext says how an idea stands and offers what comes next.
func (c clock) ideaNext(v app.IdeaView, out *ideaContent) {
	here := addressOf("/ideas/", v.ID)
	move := func(text string, to domain.IdeaStage, style Style) Button {
		return Button{Text: text, Style: style, Post: here + "/move", Name: "to", Value: string(to)}
	}
	switch v.Stage {
	case domain.IdeaHeard:
		out.Next = []string{"Would others like it too? Let it look for people: it then stands on the public list, and whoever had it hears of that."}
		out.Acts = []Button{move("Let it look for people", domain.IdeaLooking, Arm)}
	case domain.IdeaLooking:
		out.Next = []string{"Nobody has said yet that they would join in. Tell people of it where they meet."}
		if v.Joining > 0 {
			out.Next = []string{Count(c.Words, v.Joining, "%s person would join in. Two or three are enough for a first meeting.", "%s people would join in. Two or three are enough for a first meeting.")}
		}
		out.Acts = []Button{{Text: "Plan the first meeting", Style: Arm, Href: here + "/meeting"}}
	case domain.IdeaMeeting:
		c.ideaMeets(v, out, here)
		again := move("It looks for people again", domain.IdeaLooking, Ordinary)
		again.Icon = "undo"
		out.Also = append(out.Also, Button{Text: "Another day or place", Icon: "cal", Href: here + "/meeting"}, again)
	case domain.IdeaGroup:
		out.Next = []string{c.Say("It stands in the directory as “%s”.", v.Service.Name)}
		out.Acts = []Button{{Text: "See the group", Style: Arm, Href: addressOf("/services/", v.ServiceID)}}
		if v.Service.Status == domain.ServiceClosed {
			out.Next = []string{c.Say("“%s” has closed. If some would like it back, let the idea look for people again.", v.Service.Name)}
			out.Acts = []Button{move("It looks for people again", domain.IdeaLooking, Arm), {Text: "See the group", Href: addressOf("/services/", v.ServiceID)}}
		}
	case domain.IdeaLetGo:
		out.Next = []string{"It was let go. This is what those who had it have read:", v.Why}
		out.Acts = []Button{move("Take it up again", domain.IdeaHeard, Ordinary)}
	}
}

// ideaMeets says how the first meeting of an idea stands, and what it has led to so far.
func (c clock) ideaMeets(v app.IdeaView, out *ideaContent, here string) {
	ahead := slices.ContainsFunc(v.Meeting.Dates, func(d domain.GatheringDate) bool { return !d.Off && d.EndsAt.After(c.now) })
	off := !slices.ContainsFunc(v.Meeting.Dates, func(d domain.GatheringDate) bool { return !d.Off })
	meets := c.meets(v.OpenIdea)
	switch {
	case v.Service != nil && v.Service.Public() && v.Service.CheckedOn != nil:
		out.Next = []string{c.Say("“%s” stands in the directory, for everybody. Say so to all who wait to hear.", v.Service.Name)}
		out.Acts = []Button{{Text: "It is a group: tell everybody", Style: Arm, Post: here + "/move", Name: "to", Value: string(domain.IdeaGroup)}}
	case v.Service != nil:
		out.Next = []string{c.Say("“%s” is a draft that only staff see. Read it through, say that you have checked it, and show it to everybody.", v.Service.Name)}
		out.Acts = []Button{{Text: "Read the draft through", Style: Arm, Href: addressOf("/services/", v.ServiceID) + "/change"}}
	case off:
		out.Next = []string{c.Say("The meeting at %s is off. Plan another, or let it look for people again.", meets.Where)}
	case ahead:
		out.Next = []string{c.Say("They meet at %s: %s.", meets.Where, meets.When)}
		out.Acts = []Button{{Text: "See the page of the meeting", Style: Arm, Href: meets.Href}, {Text: "Write the group down", Icon: "form", Post: here + "/draft"}}
	default:
		out.Next = []string{c.Say("They met at %s: %s. If they go on, write the group down for the directory.", meets.Where, meets.When)}
		out.Acts = []Button{{Text: "Write the group down", Style: Arm, Post: here + "/draft"}}
	}
}

// ideasGrowing is what people would like to be there, for the page of what is missing: those that nobody has read yet.
func (s *Server) ideasGrowing(r *http.Request, c clock) (growing, error) {
	counts, err := s.app.IdeaCounts(r.Context(), who(r))
	if err != nil {
		return growing{}, err
	}
	out := growing{ID: "ideas", Number: counts[domain.IdeaHeard], Title: "Ideas that nobody has read yet", Say: "What people would like, and is not there yet.", Empty: "All ideas have been read.",
		Next: &Button{Text: "See all ideas", Icon: "talk", Href: "/ideas"}}
	rows, _, err := s.app.Ideas(r.Context(), who(r), app.IdeaFilter{Stage: domain.IdeaHeard}, app.Page{First: fewGrowing})
	for _, i := range rows {
		out.Rows = append(out.Rows, growRow{Name: i.Name, Href: addressOf("/ideas/", i.ID), Small: joinWords(dot, i.TownName, c.day(i.CreatedAt.In(c.zone)))})
	}
	return out, err
}
