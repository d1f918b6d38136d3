package web

import (
	"net/http"
	"regexp"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// actionForm is who does what by when, as somebody wrote it; or how it stands.
type actionForm struct {
	Words   string `form:"words" max:"200" label:"What is to be done"`
	OwnerID string `form:"ownerId"`
	DueOn   string `form:"dueOn" label:"The day"`
	About   string `form:"about" max:"40" label:"The reference"`
	From    string `form:"from"`
	Stands  string `form:"stands"`
	Why     string `form:"why" max:"200" label:"What you wrote"`
}

// tomorrow is the usual day, as a field for a date has it.
func (c clock) tomorrow() string { return c.now.In(c.zone).AddDate(0, 0, 1).Format(time.DateOnly) }

// form asks who does what by when.
func (v meetingView) form(f actionForm, wrong domain.Errors) []block {
	return recordBlocks(v.People, f, wrong)
}

func recordBlocks(people []domain.Name, f actionForm, wrong domain.Errors) []block {
	return []block{
		asking(Field{Name: "words", Label: "What is to be done?", Value: f.Words, Autocomplete: "off"}, wrong),
		{Select: ownerSelection(people, f.OwnerID, "Choose")},
		asking(Field{Name: "dueOn", Label: "By when?", Type: "date", Short: true, Value: f.DueOn}, wrong),
		asking(Field{Name: "about", Label: "About which ask?", Optional: true, Value: f.About, Autocomplete: "off"}, wrong),
		{Hidden: &Choice{Text: "from", Value: f.From}},
	}
}

// ownerSelection offers those who may be given an action.
func ownerSelection(people []domain.Name, chosen, none string) *selection {
	out := selection{Name: "ownerId", Label: "Who does it?"}
	if none != "" {
		out.Choices = append(out.Choices, Choice{Text: none})
	}
	for _, p := range people {
		id := idOf(p.ID)
		out.Choices = append(out.Choices, Choice{Value: id, Text: p.Name, Checked: id == chosen})
	}
	return &out
}

// newActionForm asks who does what about an ask.
func (s *Server) newActionForm(w http.ResponseWriter, r *http.Request) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	return s.showNewAction(w, r, actionForm{About: wordIn(r, "about"), From: cameFrom(r), DueOn: c.tomorrow()}, nil)
}

func (s *Server) showNewAction(w http.ResponseWriter, r *http.Request, f actionForm, wrong domain.Errors) error {
	v, err := s.meetingView(r)
	if err != nil {
		return err
	}
	return s.showForm(w, r, formPage{
		Head:   Head{Back: &Link{Text: "Back to the meeting", Href: backTo(r, f.From)}, Title: "Who does what?", Lead: "It shows on their desk, and at the next meetings until it is done."},
		Blocks: v.form(f, wrong), Button: Button{Text: "Write it down", Style: Arm}, Action: "/meeting/actions",
	}, wrong)
}

// recordAction writes down who does what.
func (s *Server) recordAction(w http.ResponseWriter, r *http.Request) error {
	var f actionForm
	err := ReadForm(w, r, &f)
	if err == nil {
		err = s.record(r, f)
	}
	to := backTo(r, f.From)
	if to != "/meeting" {
		to = "/meeting/screen?show=say"
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showNewAction(w, r, f, wrong) }, to, "It is written down.")
}

func (s *Server) record(r *http.Request, f actionForm) error {
	var wrong domain.Errors
	cmd := app.RecordAction{Words: f.Words, OwnerID: numberIn[domain.PersonID](f.OwnerID), DueOn: dateIn(&wrong, "dueOn", f.DueOn), IdempotencyKey: sentKey(r)}
	if f.About != "" {
		id, err := s.app.RequestByReference(r.Context(), who(r), f.About)
		if cmd.RequestID = id; err != nil {
			cmd.RequestID = -1 // nobody's: it is said with all else that is wrong
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	_, err := s.app.RecordAction(r.Context(), who(r), cmd)
	for _, e := range Problems(err) {
		if e.Field == "requestId" {
			e.Field = "about"
		}
	}
	return err
}

// ourScreen is an address that what was pressed may lead back to.
var ourScreen = regexp.MustCompile(`^(/desk|/meeting|/meeting/screen\?show=[0-9]{1,4})$`)

// backTo is where a form came from, if that is one of ours. Whoever has no part there, and has only something to do, goes to where they begin.
func backTo(r *http.Request, from string) string {
	if !ourScreen.MatchString(from) {
		from = "/meeting"
	}
	if sees := from == "/desk" && mayAnywhere(r, domain.SeeDesk) || from != "/desk" && mayAnywhere(r, domain.HoldMeeting); !sees {
		return "/signed-in"
	}
	return from
}

// cameFrom is where the address says that somebody came from.
func cameFrom(r *http.Request) string { return backTo(r, wordIn(r, "from")) }

// actionForm asks how an action stands: done, or carried over.
func (s *Server) actionForm(w http.ResponseWriter, r *http.Request) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	return s.showAction(w, r, actionForm{Stands: "carry", DueOn: c.tomorrow(), From: cameFrom(r)}, nil)
}

func (s *Server) showAction(w http.ResponseWriter, r *http.Request, f actionForm, wrong domain.Errors) error {
	id, err := pathID[domain.MeetingActionID](r)
	if err != nil {
		return err
	}
	a, people, err := s.app.MeetingAction(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	if f.OwnerID == "" {
		f.OwnerID = idOf(a.OwnerID)
	}
	stands := Picks{Name: "stands", Legend: "How does it stand?", Choices: []Choice{{Value: "carry", Text: "Not done yet", Small: "Carry it over to another day"}, {Value: "done", Text: "It is done"}}}
	owner := ownerSelection(people, f.OwnerID, "")
	owner.Label = "Who does it, if it is not done?"
	head := Head{Back: &Link{Text: "Back", Href: backTo(r, f.From)}, Over: c.Say("%s, for %s", a.OwnerName, c.day(a.DueOn)), Title: a.Words, Lead: c.actionStory(a)}
	if tag := c.actionStands(a); tag != nil {
		head.Tags = []Tag{*tag}
	}
	return s.showForm(w, r, formPage{Head: head, Button: Button{Text: "Write it down", Style: Arm},
		Blocks: []block{choosing(stands, wrong, f.Stands),
			asking(Field{Name: "why", Label: "How did it go, or why is it not done yet?", Hint: "A few words. Whoever reads about the meeting later reads them too.", Value: f.Why}, wrong),
			asking(Field{Name: "dueOn", Label: "By when, if it is not done?", Type: "date", Short: true, Value: f.DueOn}, wrong),
			{Select: owner}, {Hidden: &Choice{Text: "from", Value: f.From}}}}, wrong)
}

// settleAction says that an action is done, or carries it over.
func (s *Server) settleAction(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.MeetingActionID](r)
	if err != nil {
		return err
	}
	var f actionForm
	if err = ReadForm(w, r, &f); err == nil {
		err = s.settle(r, id, f)
	}
	said := "It is carried over. It comes up again until it is done."
	if f.Stands == "done" {
		said = "It is done. Thank you."
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showAction(w, r, f, wrong) }, backTo(r, f.From), said)
}

func (s *Server) settle(r *http.Request, id domain.MeetingActionID, f actionForm) error {
	if f.Stands == "done" {
		_, err := s.app.FinishAction(r.Context(), who(r), app.FinishAction{ActionID: id, Outcome: f.Why})
		return err
	}
	var wrong domain.Errors
	cmd := app.CarryOverAction{ActionID: id, DueOn: dateIn(&wrong, "dueOn", f.DueOn), OwnerID: numberIn[domain.PersonID](f.OwnerID), Why: f.Why, IdempotencyKey: sentKey(r)}
	if err := wrong.Err(); err != nil {
		return err
	}
	_, err := s.app.CarryOverAction(r.Context(), who(r), cmd)
	return err
}

// finishAction says with one press that an action is done.
func (s *Server) finishAction(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.MeetingActionID](r)
	if err != nil {
		return err
	}
	_, err = s.app.FinishAction(r.Context(), who(r), app.FinishAction{ActionID: id})
	return press(w, r, err, backTo(r, r.FormValue("from")), "It is done. Thank you.")
}

// reopenAction puts an action back on the list.
func (s *Server) reopenAction(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.MeetingActionID](r)
	if err != nil {
		return err
	}
	_, err = s.app.ReopenAction(r.Context(), who(r), id)
	return press(w, r, err, backTo(r, r.FormValue("from")), "It is on the list again.")
}
