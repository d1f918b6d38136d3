package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// ideaChange is what an idea is called and says, as it is typed.
type ideaChange struct {
	Name   string `form:"name" max:"80" label:"The idea"`
	Words  string `form:"words" max:"1000" label:"What it says"`
	Theme  string `form:"theme" max:"20"`
	Looked string `form:"lookedFor" max:"100"`
}

// mostLookedFor is how many searches are offered to choose from.
const mostLookedFor = 20

// changeIdeaForm shows an idea to be changed.
func (s *Server) changeIdeaForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.ideaAt(r)
	if err != nil {
		return err
	}
	themes, err := s.app.AllThemes(r.Context(), who(r))
	if err != nil {
		return err
	}
	f := ideaChange{Name: v.Name, Words: v.Idea.Words, Looked: v.LookedFor}
	for _, t := range themes {
		if t.ID == v.ThemeID {
			f.Theme = t.Code
		}
	}
	return s.showChangeIdea(w, r, f, nil)
}

func (s *Server) showChangeIdea(w http.ResponseWriter, r *http.Request, f ideaChange, wrong domain.Errors) error {
	v, err := s.ideaAt(r)
	if err != nil {
		return err
	}
	themes, err := s.app.AllThemes(r.Context(), who(r))
	if err != nil {
		return err
	}
	missed, _, err := s.app.MissedSearches(r.Context(), who(r), asMany)
	if err != nil {
		return err
	}
	in := words.From(r.Context())
	shelf := selection{Name: "theme", Label: "What it is for", Choices: []Choice{{Text: "Nobody has said yet"}}, Error: problemWith(wrong, "theme")}
	for _, t := range themes {
		if t.Kind != domain.SafetyTheme {
			shelf.Choices = append(shelf.Choices, Choice{Value: t.Code, Text: t.Name})
		}
	}
	answers := selection{Name: "lookedFor", Label: "What people looked for, and it answers", Hint: "What was typed in the directory of late, and not found.", Choices: []Choice{{Text: "None of these"}}}
	if f.Looked != "" {
		answers.Choices = append(answers.Choices, Choice{Value: f.Looked, Text: f.Looked})
	}
	for _, m := range missed {
		if m.Words != f.Looked && (m.TownID == 0 || m.TownID == v.TownID) && len(answers.Choices) <= mostLookedFor {
			answers.Choices = append(answers.Choices, Choice{Value: m.Words, Text: joinWords(", ", m.Words, in.Count(m.Times, "%s time", "%s times"))})
		}
	}
	shelf, answers = shelf.chosen(f.Theme), answers.chosen(f.Looked)
	here := addressOf("/ideas/", v.ID)
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: "Back to the idea", Href: here}, Title: in.Say("Change “%s”", v.Name), Lead: "Everybody reads this while it looks for people. Names of people stay out."},
		Blocks: []block{asking(Field{Name: "name", Label: "The idea in a few words", Value: f.Name}, wrong),
			asking(Field{Name: "words", Label: "What it is", Optional: true, Type: "textarea", Rows: 5, Value: f.Words}, wrong), {Select: &shelf}, {Select: &answers}},
		Button: Button{Text: "Save", Style: Arm}, Back: Link{Text: "Leave it as it is", Href: here}}, wrong)
}

// changeIdea changes an idea.
func (s *Server) changeIdea(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.IdeaID](r)
	if err != nil {
		return err
	}
	var f ideaChange
	if err = ReadForm(w, r, &f); err == nil {
		_, err = s.app.ChangeIdea(r.Context(), who(r), app.ChangeIdea{IdeaID: id, Name: &f.Name, Words: &f.Words, Theme: &f.Theme, LookedFor: &f.Looked})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showChangeIdea(w, r, f, wrong) }, addressOf("/ideas/", id), "It is saved.")
}

// meetingFields are a first meeting as it is typed.
type meetingFields struct {
	On        string `form:"firstOn" max:"20"`
	Starts    string `form:"starts" max:"10"`
	Ends      string `form:"ends" max:"10"`
	PlaceKind string `form:"placeKind" max:"20"`
	PlaceName string `form:"placeName" max:"80" label:"The name of the place"`
	There     string `form:"gettingThere" max:"1000" label:"How to find it"`
}

// ideaMeetingForm asks when and where those who join in meet first.
func (s *Server) ideaMeetingForm(w http.ResponseWriter, r *http.Request) error {
	return s.showIdeaMeeting(w, r, meetingFields{Starts: "18:00", Ends: "19:30", PlaceKind: string(domain.Indoors)}, nil)
}

func (s *Server) showIdeaMeeting(w http.ResponseWriter, r *http.Request, f meetingFields, wrong domain.Errors) error {
	v, err := s.ideaAt(r)
	if err != nil {
		return err
	}
	here := addressOf("/ideas/", v.ID)
	page := formPage{Head: Head{Back: &Link{Text: "Back to the idea", Href: here}, Title: words.From(r.Context()).Say("The first meeting of “%s”", v.Name),
		Lead: "It stands on the page of what is on. All who had the idea or would join in hear of it."}, Button: Button{Text: "Plan it, and tell them", Style: Arm}, Back: Link{Text: "Leave it", Href: here}}
	if err := v.MayGo(domain.IdeaMeeting); err != nil {
		page.Words = []string{err.Error()}
		return s.showForm(w, r, page, wrong)
	}
	page.Blocks = []block{asking(Field{Name: "firstOn", Label: "On which day?", Type: "date", Short: true, Value: f.On}, wrong),
		{Side: []block{asking(Field{Name: "starts", Label: "It begins at", Type: "time", Value: f.Starts}, wrong), asking(Field{Name: "ends", Label: "It ends at", Type: "time", Value: f.Ends}, wrong)}},
		choosing(Picks{Name: "placeKind", Legend: "What sort of place is it?", Row: true, Choices: []Choice{{Value: "indoors", Text: "Indoors"}, {Value: "outdoors", Text: "Outdoors"},
			{Value: "online", Text: "Online or by phone"}}}, wrong, f.PlaceKind),
		asking(Field{Name: "placeName", Label: "The name of the place", Hint: "Such as “Wesley Hall”. Nobody’s home.", Value: f.PlaceName}, wrong),
		asking(Field{Name: "gettingThere", Label: "How to find it, or how to join", Optional: true, Type: "textarea", Rows: 2, Value: f.There}, wrong)}
	return s.showForm(w, r, page, wrong)
}

// planIdeaMeeting plans a first meeting.
func (s *Server) planIdeaMeeting(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.IdeaID](r)
	if err != nil {
		return err
	}
	var f meetingFields
	if err = ReadForm(w, r, &f); err == nil {
		var wrong domain.Errors
		cmd := app.PlanIdeaMeeting{IdeaID: id, On: dayIn(&wrong, "firstOn", f.On), Starts: minutesIn(&wrong, "starts", f.Starts), Ends: minutesIn(&wrong, "ends", f.Ends),
			PlaceKind: domain.PlaceKind(f.PlaceKind), PlaceName: f.PlaceName, GettingThere: f.There}
		if err = wrong.Err(); err == nil {
			_, err = s.app.PlanIdeaMeeting(r.Context(), who(r), cmd)
		}
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showIdeaMeeting(w, r, f, wrong) }, addressOf("/ideas/", id), "It is planned, and they are told.")
}

// letGoFields are why an idea is let go.
type letGoFields struct {
	Why string `form:"why" max:"400" label:"The reason"`
}

// letIdeaGoForm asks why an idea is let go.
func (s *Server) letIdeaGoForm(w http.ResponseWriter, r *http.Request) error {
	return s.showLetGo(w, r, letGoFields{}, nil)
}

func (s *Server) showLetGo(w http.ResponseWriter, r *http.Request, f letGoFields, wrong domain.Errors) error {
	v, err := s.ideaAt(r)
	if err != nil {
		return err
	}
	here := addressOf("/ideas/", v.ID)
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: "Back to the idea", Href: here}, Title: words.From(r.Context()).Say("Let “%s” go", v.Name), Lead: "Those who had it, or would join in, read your words. It may be taken up again."},
		Blocks: []block{asking(Field{Name: "why", Label: "Why does it not go on for now?", Hint: "Thank them, and say what is so: “There is no hall free on a Tuesday this year.”", Type: "textarea", Rows: 3, Value: f.Why}, wrong)},
		Button: Button{Text: "Let it go, with thanks", Style: Arm}, Back: Link{Text: "Leave it as it is", Href: here}}, wrong)
}

// letIdeaGo lets an idea go.
func (s *Server) letIdeaGo(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.IdeaID](r)
	if err != nil {
		return err
	}
	var f letGoFields
	if err = ReadForm(w, r, &f); err == nil {
		_, err = s.app.MoveIdea(r.Context(), who(r), app.MoveIdea{IdeaID: id, To: domain.IdeaLetGo, Why: f.Why})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showLetGo(w, r, f, wrong) }, addressOf("/ideas/", id), "It is let go, and they are thanked.")
}

// moveIdea takes an idea to the stage that a button names.
func (s *Server) moveIdea(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.IdeaID](r)
	if err != nil {
		return err
	}
	_, err = s.app.MoveIdea(r.Context(), who(r), app.MoveIdea{IdeaID: id, To: domain.IdeaStage(r.PostFormValue("to"))})
	return press(w, r, err, addressOf("/ideas/", id), "It has gone on.")
}

// draftIdeaGroup writes a group down that an idea has become, for somebody to read through.
func (s *Server) draftIdeaGroup(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.IdeaID](r)
	if err != nil {
		return err
	}
	_, err = s.app.DraftIdeaGroup(r.Context(), who(r), id)
	return press(w, r, err, addressOf("/ideas/", id), "It is written down, for staff alone. Read it through.")
}

// takeUpWish makes an idea of what somebody told a connector.
func (s *Server) takeUpWish(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.WishID](r)
	if err != nil {
		return err
	}
	idea, err := s.app.TakeUpWish(r.Context(), who(r), id)
	to := addressOf("/ideas/", idea)
	if err != nil {
		to = "/connector-wishes"
	}
	return press(w, r, err, to, "It is an idea now. They hear of each step.")
}
