package web

import (
	"net/http"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// tasksPage is the list of calls to make and letters to post.
type tasksPage struct {
	Head  Head
	Lines []Line
	Pager Pager
	Empty Empty
}

// tasksPage lists calls and letters; what it shows is in the address bar, as on the desk.
func (s *Server) tasksPage(w http.ResponseWriter, r *http.Request) error {
	n, err := s.narrowed(r)
	if err != nil {
		return err
	}
	lines, info, err := s.app.Tasks(r.Context(), who(r), n.desk(), listPage(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := tasksPage{Head: Head{Back: &Link{Text: "Back to the desk", Href: n.address("/desk")}, Title: "Calls and letters"}, Pager: next(r, info),
		Empty: Empty{Title: "Nobody to ring, nothing to post", Text: "Calls and letters show here when there are some."}}
	for _, l := range lines {
		out.Lines = append(out.Lines, c.callOf(l))
	}
	p := s.rd.Page(w, r, out.Head.Title)
	withKeys(r, &p)
	p.Content = out
	s.rd.Render(w, r, "tasks", p)
	return nil
}

// taskContent is one call with its script, or one letter.
type taskContent struct {
	Head    Head
	Wish    string // about who comes; "" for none
	Phone   Fact
	Message string // whether a message may be left; "" where nobody can be rung
	Where   *Link  // to where they live, where nobody can be rung; nil for none
	Say     []string
	Do      []string
	Write   []string
	Letter  string
	Done    bool
	Blocks  []block
	Button  Button
}

type taskForm struct {
	Outcome string `form:"outcome"`
	Answer  string `form:"answer"`
	Words   string `form:"words" max:"1000" label:"What you wrote"`
}

// taskPage shows one call or letter. Showing the number or the address is written down.
func (s *Server) taskPage(w http.ResponseWriter, r *http.Request) error {
	return s.showTask(w, r, taskForm{}, nil)
}

func (s *Server) showTask(w http.ResponseWriter, r *http.Request, f taskForm, wrong domain.Errors) error {
	id, err := pathID[domain.TaskID](r)
	if err != nil {
		return err
	}
	v, err := s.app.Task(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := c.task(v)
	out.Head.Back = leadBack(r)
	if out.Where != nil && leads(r, out.Where.Href) == "" {
		out.Where = nil
	}
	out.Blocks = taskBlocks(v, f, wrong)
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Errors, p.Narrow = out, wrong, true
	p.FitTo(v.LargePrint && v.Kind == "letter", r)
	s.rd.Render(w, r, "task", p)
	return nil
}

// task puts one call or letter into words.
func (c clock) task(v app.TaskView) taskContent {
	out := taskContent{Head: Head{Title: c.Say("Ring %s", v.FirstName), Tags: []Tag{{State: StateSoon, Icon: "soon", Text: c.Say("By %s", c.time(v.DueAt))}}},
		Say: v.Script.Say, Do: v.Script.Do, Write: v.Script.Write, Letter: v.Letter, Done: v.State != "open", Button: Button{Text: "Write it down", Style: Arm}}
	if len(v.Wishes) > 0 {
		out.Wish = c.Say("They wished for %s.", domain.WishList(v.Wishes))
	}
	if v.Reference != "" {
		out.Head.Over = v.Reference
	}
	if v.Kind == "letter" {
		out.Head.Title, out.Head.Lead = c.Say("Post a letter to %s", v.FirstName), strings.TrimSpace(v.Address)
		return out
	}
	out.Phone, out.Message = Fact{Name: "Phone", Text: v.Phone, Phone: true}, "Please leave no message: somebody else may hear it."
	switch {
	case v.Phone == "":
		out.Head.Title, out.Message = c.Say("Tell %s", v.FirstName), ""
		out.Phone = Fact{Name: "Phone", Text: "We have no number for them. Please write, or go by."}
		if v.Unsafe {
			out.Phone.Text = "It is not safe to ring them. Please write, or go by."
		}
		out.Where = &Link{Text: "Where they live", Href: addressOf("/people/", v.PersonID)}
		if v.Theirs {
			out.Where = &Link{Text: "Where they live, and who asked", Href: addressOf("/requests/", v.RequestID)}
		}
	case v.LeaveMessage:
		out.Message = "You may leave a message."
	}
	if out.Done {
		out.Head.Tags = []Tag{{State: StateDone, Icon: "done", Text: "Done, or not needed any more"}}
	}
	return out
}

// taskBlocks ask how it went, and what was answered where it was a question.
func taskBlocks(v app.TaskView, f taskForm, wrong domain.Errors) []block {
	outcome := Picks{Name: "outcome", Legend: "How did it go?", Choices: []Choice{{Value: "reached", Text: "I reached them"}, {Value: "no_answer", Text: "No answer", Small: "It comes up again in an hour"}, {Value: "not_needed", Text: "Not needed any more"}}}
	if v.Kind == "letter" {
		outcome.Choices = []Choice{{Value: "posted", Text: "It is posted"}, {Value: "not_needed", Text: "Not needed any more"}}
	}
	blocks := []block{choosing(outcome, wrong, f.Outcome)}
	answer := Picks{Name: "answer", Legend: "What did they say?", Hint: "When you reached them."}
	switch {
	case v.AsksForHelp:
		answer.Choices = []Choice{{Value: "yes", Text: "Yes, they go"}, {Value: "not_this_time", Text: "Not this time"}, {Value: "not_this_week", Text: "Not this week"}}
	case v.AsksHowItWent:
		answer.Choices = []Choice{{Value: "done", Text: "It is done"}, {Value: "not_done", Text: "Nobody came"}, {Value: "could_not", Text: "They could not go"}, {Value: "need_a_hand", Text: "A hand is needed"}}
	}
	if len(answer.Choices) > 0 {
		blocks = append(blocks, choosing(answer, wrong, f.Answer))
	}
	return append(blocks, asking(Field{Name: "words", Label: "A note", Optional: true, Type: "textarea", Rows: 3, Value: f.Words}, wrong))
}

// reportTask notes how a call or a letter went.
func (s *Server) reportTask(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.TaskID](r)
	if err != nil {
		return err
	}
	var f taskForm
	var out app.Answered
	if err = ReadForm(w, r, &f); err == nil {
		out, err = s.app.ReportTask(r.Context(), who(r), app.ReportTask{TaskID: id, Outcome: f.Outcome, Answer: f.Answer, Words: f.Words})
	}
	if domain.KindOf(err) == domain.Conflict && f.Words == "" { // nothing is to be mended, and nothing typed is lost
		return press(w, r, err, "/desk", "")
	}
	again := func(wrong domain.Errors) error { return s.showTask(w, r, f, wrong) }
	return finish(w, r, err, again, "/desk", orThe(out.Words, "Thank you."))
}
