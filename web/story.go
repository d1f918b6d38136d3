package web

import (
	"net/http"
	"strconv"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// storiesContent is what people let us tell.
type storiesContent struct {
	Head    Head
	New     Button
	Stories []storyLine
	Empty   Empty
	Pager   Pager
}

type storyLine struct{ Where, Words, Yes, Post string }

// storyReaders say who may read a story, as its form has it.
var storyReaders = map[string]bool{"staff": false, "everybody": true}

// reportRoutes are the report, and what people let us tell in it.
func (s *Server) reportRoutes(mux *http.ServeMux) {
	for address, page := range map[string]page{
		"GET /reports":                forPartners(s.reportPage),
		"GET /stories":                s.storiesPage,
		"GET /stories/new":            s.newStoryForm,
		"POST /stories/new":           s.tellStory,
		"POST /stories/{id}/withdraw": s.withdrawStory,
	} {
		mux.Handle(address, s.signedIn(page))
	}
}

// storiesPage lists what people let us tell, with whose yes it stands by.
func (s *Server) storiesPage(w http.ResponseWriter, r *http.Request) error {
	all, info, err := s.app.Stories(r.Context(), who(r), listPage(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := storiesContent{Head: Head{Back: &Link{Text: "Report", Href: "/reports"}, Title: "Stories", Lead: "How help was, in a few words with nobody in them. Reports have them for as long as the yes holds."},
		New: Button{Text: "Write a story down", Icon: "pen", Style: Arm, Href: "/stories/new"}, Pager: next(r, info),
		Empty: Empty{Title: "No story yet", Text: "When somebody says that you may tell how it was, write it down. Ask first: each stands by the yes of one person."}}
	for _, one := range all {
		year := domain.Text(strconv.Itoa(one.AgreedOn.Year()))
		yes := c.Say("%s said yes on %s %s: for those who look after the place.", one.PersonName, c.Date(one.AgreedOn), year)
		if one.Everybody {
			yes = c.Say("%s said yes on %s %s: for everybody.", one.PersonName, c.Date(one.AgreedOn), year)
		}
		out.Stories = append(out.Stories, storyLine{Where: c.storyWhere(one), Words: one.Words, Yes: yes, Post: addressOf("/stories/", one.ID) + "/withdraw"})
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Narrow = out, true
	s.rd.Render(w, r, "stories", p)
	return nil
}

// storyWhere says where and when a story is from: "Oakham · September 2026".
func (c clock) storyWhere(s domain.Story) string {
	return joinWords(dot, s.TownName, c.reportMonths(domain.RippleMonths{From: s.Month, Until: s.Month.AddDate(0, 1, 0)}))
}

// storyForm is a story as it is written down.
type storyForm struct {
	Query    string `form:"q" max:"100" label:"The name"`
	Person   string `form:"personId"`
	Town     string `form:"townId"`
	Month    string `form:"month"`
	Words    string `form:"words" max:"600" label:"What you wrote"`
	AgreedOn string `form:"agreedOn" label:"The day"`
	Readers  string `form:"everybody"`
}

// newStoryForm asks whose yes it is, and then for the story.
func (s *Server) newStoryForm(w http.ResponseWriter, r *http.Request) error {
	return s.showNewStory(w, r, storyForm{Query: wordIn(r, "q"), Person: wordIn(r, "person")}, nil)
}

func (s *Server) showNewStory(w http.ResponseWriter, r *http.Request, f storyForm, wrong domain.Errors) error {
	if !mayAnywhere(r, domain.RunStories) {
		return notYours(r)
	}
	const action = "/stories/new"
	page := formPage{Head: Head{Back: &Link{Text: "Stories", Href: "/stories"}, Title: "Write a story down", Lead: "Who said that you may tell it? Find them by name first. Their name is in no report."}, Action: action,
		Search: &filter{Action: action, Label: "Find a person by name", Placeholder: "Name, street or phone", Query: f.Query, Button: "Find"}}
	people, err := s.peopleMeant(r, loanForm{Query: f.Query, Person: f.Person})
	if err != nil {
		return err
	}
	if len(people) == 0 && f.Words == "" {
		if f.Query != "" {
			page.Words = []string{"We know nobody like that."}
		}
		return s.showForm(w, r, page, wrong)
	}
	if len(people) == 1 {
		f.Person = people[0].Value
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	page.Hidden = []Choice{{Text: "q", Value: f.Query}}
	page.Blocks = []block{choosingFrom(Picks{Name: "personId", Legend: "Who said yes?", Choices: people}, "Choose a name", wrong, f.Person)}
	if len(towns) == 1 {
		page.Hidden = append(page.Hidden, Choice{Text: "townId", Value: idOf(towns[0].ID)})
	} else {
		page.Blocks = append(page.Blocks, choosingFrom(Picks{Name: "townId", Legend: "Which town is it from?", Pairs: true, Choices: townChoices(towns)}, "Please choose", wrong, f.Town))
	}
	page.Blocks = append(page.Blocks, c.storyBlocks(f, wrong)...)
	page.Button = Button{Text: "Keep it", Style: Arm}
	return s.showForm(w, r, page, wrong)
}

// storyBlocks ask for a story, and for the yes that it stands by.
func (c clock) storyBlocks(f storyForm, wrong domain.Errors) []block {
	month := Picks{Name: "month", Legend: "Which month does it tell of?"}
	for _, m := range domain.YearOf(c.now.In(c.zone)).Each() {
		month.Choices = append([]Choice{{Value: m.Format("2006-01"), Text: c.reportMonths(domain.RippleMonths{From: m, Until: m.AddDate(0, 1, 0)})}}, month.Choices...)
	}
	if f.Month == "" {
		f.Month = month.Choices[0].Value
	}
	if f.AgreedOn == "" {
		f.AgreedOn = c.now.In(c.zone).Format(time.DateOnly)
	}
	readers := Picks{Name: "everybody", Legend: "Who may read it? Ask them.", Choices: []Choice{
		{Value: "staff", Text: "Those who look after the place", Small: "It stands in reports for staff."},
		{Value: "everybody", Text: "Everybody", Small: "It stands in reports for everybody too."}}}
	return []block{
		choosingFrom(month, "Please choose", wrong, f.Month),
		asking(Field{Name: "words", Label: "How it was", Hint: "Up to 600 letters. No name, street, phone or illness: nobody may be known by it.", Type: "textarea", Rows: 5, Value: f.Words}, wrong),
		choosing(readers, wrong, f.Readers),
		asking(Field{Name: "agreedOn", Label: "When did they say yes?", Type: "date", Short: true, Value: f.AgreedOn}, wrong),
		{Say: "Read it to them as it stands here. Tell them that they can take it back at any time: then it is deleted, and no report has it any more."},
	}
}

// tellStory keeps a story.
func (s *Server) tellStory(w http.ResponseWriter, r *http.Request) error {
	var f storyForm
	err := ReadForm(w, r, &f)
	if err == nil {
		err = s.tell(r, f)
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showNewStory(w, r, f, wrong) }, "/stories", "It is kept. Reports of that month have it now.")
}

func (s *Server) tell(r *http.Request, f storyForm) error {
	var wrong domain.Errors
	cmd := app.TellStory{PersonID: numberIn[domain.PersonID](f.Person), TownID: numberIn[domain.TownID](f.Town), Words: f.Words, IdempotencyKey: sentKey(r)}
	if cmd.TownID == 0 {
		wrong.Add("townId", "Please choose the town.")
	}
	if m, ok := domain.ParsePeriod(f.Month); ok && m.Count() == 1 {
		cmd.Month = m.From
	}
	if everybody, said := storyReaders[f.Readers]; said {
		cmd.Everybody = &everybody
	}
	cmd.AgreedOn = dayIn(&wrong, "agreedOn", f.AgreedOn)
	if err := wrong.Err(); err != nil {
		return err
	}
	_, err := s.app.TellStory(r.Context(), who(r), cmd)
	return err
}

// withdrawStory deletes a story.
func (s *Server) withdrawStory(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.StoryID](r)
	if err != nil {
		return err
	}
	return putAway(w, r, s.app.WithdrawStory(r.Context(), who(r), id), "/stories", "It is deleted. No report has it any more.")
}

// reportStories are the stories of a report.
type reportStories struct {
	Stories []storyLine
	Write   []Link // for those who may write them; none in a file
}

// storyLines puts stories into words, without whose yes each stands by.
func (c clock) storyLines(all []domain.Story) (out []storyLine) {
	for _, s := range all {
		out = append(out, storyLine{Where: c.storyWhere(s), Words: s.Words})
	}
	return out
}

// storyLinks lead whoever may write stories to where they do.
func storyLinks(r *http.Request) []Link {
	if !mayAnywhere(r, domain.RunStories) {
		return nil
	}
	return []Link{{Text: words.Later("Write a story down"), Href: "/stories/new"}, {Text: words.Later("All stories"), Href: "/stories"}}
}
