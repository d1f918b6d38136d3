package web

import (
	"net/http"
	"net/url"
	"slices"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// picking puts a box before each ask of a list when the address asks for that, for those who may do something to several; else it offers it.
func (p *requestsPage) picking(r *http.Request, n narrowing, lines []domain.RequestLine) {
	if !mayAnywhere(r, domain.RunAsk) || len(lines) == 0 {
		return
	}
	q := n.values()
	if after := wordIn(r, "after"); after != "" {
		q.Set("after", after)
	}
	if r.FormValue("pick") == "" {
		q.Set("pick", "yes")
		p.Pick = &Button{Text: "Pick several", Icon: "done", Href: "/requests?" + q.Encode()}
		return
	}
	p.Pick = &Button{Text: "Stop picking", Style: Quiet, Href: "/requests?" + q.Encode()}
	for i, l := range lines {
		if l.State != domain.Closed {
			p.Lines[i].Pick = idOf(l.ID)
		}
	}
	p.List = n.values().Encode()
	p.Many = []Button{{Text: "Ask wider", Icon: "up", Name: "do", Value: app.ManyWider}, {Text: "Take them over", Icon: "hand", Name: "do", Value: "take"},
		{Text: "Hand them over", Icon: "people", Name: "do", Value: app.ManyHand}, {Text: "Hold", Icon: "pause", Name: "do", Value: app.ManyHold}}
}

// manyForm is one thing that is done to several asks.
type manyForm struct {
	IDs    []string `form:"id"`
	Do     string   `form:"do"`
	To     string   `form:"to"`
	Reason string   `form:"reason" max:"1000" label:"The reason"`
	Until  string   `form:"until" label:"The time"`
	List   string   `form:"list" max:"2000"` // what the list is narrowed to, which they go back to
}

// list is the address of the list that they were picked from.
func (f manyForm) list(picking bool) string {
	q, err := url.ParseQuery(f.List)
	if err != nil {
		q = url.Values{}
	}
	if picking {
		q.Set("pick", "yes")
	}
	if len(q) == 0 {
		return "/requests"
	}
	return "/requests?" + q.Encode()
}

// many reads it as a command. To take over is to hand over to oneself.
func (f *manyForm) many(reader domain.Actor, c clock) (app.Many, error) {
	if f.Do == "take" {
		f.Do, f.To = app.ManyHand, idOf(reader.PersonID)
	}
	cmd := app.Many{Do: f.Do, To: numberIn[domain.PersonID](f.To), Reason: f.Reason}
	for _, id := range f.IDs {
		cmd.Requests = append(cmd.Requests, numberIn[domain.RequestID](id))
	}
	var wrong domain.Errors
	if until := c.moment(&wrong, "until", f.Until); until != nil {
		cmd.Until = *until
	}
	return cmd, wrong.Err()
}

// manyContent says what would happen to each.
type manyContent struct {
	Head   Head
	Asks   bool // what has to be known first is asked
	Blocks []block
	Hidden []Choice
	Lines  []Line
	Cannot []Line
	Button *Button // does it; nil: it can be done to none
	Back   Link
}

// manyPage asks what has to be known, or shows what would happen to each ask that was picked. Nothing is done yet.
func (s *Server) manyPage(w http.ResponseWriter, r *http.Request) error {
	f := manyForm{IDs: r.URL.Query()["id"], Do: wordIn(r, "do"), To: wordIn(r, "to"), Reason: wordIn(r, "reason"), Until: wordIn(r, "until"), List: wordIn(r, "list")}
	return s.showMany(w, r, f, nil)
}

func (s *Server) showMany(w http.ResponseWriter, r *http.Request, f manyForm, wrong domain.Errors) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	cmd, err := f.many(who(r), c)
	var plan app.ManyPlan
	if err == nil {
		plan, err = s.app.PreviewMany(r.Context(), who(r), cmd)
	}
	problems := toMend(err)
	if err != nil && problems == nil {
		return err
	}
	if slices.ContainsFunc(problems, func(e *domain.Error) bool { return e.Field == "id" || e.Field == "do" }) {
		LeaveNotice(w, Notice{State: StateLate, Text: problems.Error()})
		http.Redirect(w, r, f.list(true), http.StatusSeeOther)
		return nil
	}
	out := manyContent{Back: Link{Text: "Leave them as they are", Href: f.list(true)}, Hidden: f.hidden(problems == nil)}
	if problems != nil {
		if f.To == "" && f.Reason == "" && f.Until == "" {
			problems = nil // nothing was asked yet
		}
		wrong = append(wrong, problems...)
		out.Asks, out.Head = true, Head{Title: manyTitles[f.Do]}
		if out.Blocks, err = s.manyBlocks(r, f, c, wrong); err != nil {
			return err
		}
	} else {
		out.previewed(c, plan, f)
	}
	p := s.simplePage(w, r, out.Head.Title)
	p.Content, p.Errors = out, wrong
	s.rd.Render(w, r, "many", p)
	return nil
}

// manyTitles ask what has to be known.
var manyTitles = map[string]string{app.ManyHand: words.Later("Who looks after them from now on?"), app.ManyHold: words.Later("Hold them, with a reason"), app.ManyWider: words.Later("Ask wider")}

// hidden is what the form carries along: all of it when nothing is asked any more.
func (f manyForm) hidden(all bool) (out []Choice) {
	for _, id := range f.IDs {
		out = append(out, Choice{Text: "id", Value: id})
	}
	out = append(out, Choice{Text: "do", Value: f.Do}, Choice{Text: "list", Value: f.List})
	if all {
		out = append(out, Choice{Text: "to", Value: f.To}, Choice{Text: "reason", Value: f.Reason}, Choice{Text: "until", Value: f.Until})
	}
	return out
}

// manyBlocks ask to whom they go, or why and until when they are held.
func (s *Server) manyBlocks(r *http.Request, f manyForm, c clock, wrong domain.Errors) ([]block, error) {
	if f.Do == app.ManyHold {
		until := orThe(f.Until, c.momentValue(c.laterDay(1)))
		return []block{asking(Field{Name: "reason", Label: "Why?", Hint: "Colleagues read this.", Value: f.Reason}, wrong),
			asking(Field{Name: "until", Label: "Until when?", Type: "datetime-local", Short: true, Value: until}, wrong)}, nil
	}
	people, err := s.holders(r, domain.DeskHelper, domain.Builder, domain.DistrictCoordinator)
	return []block{choosing(Picks{Name: "to", Legend: "Who looks after them?", Silent: true, Choices: people}, wrong, f.To)}, err
}

// previewed says what would happen, and to which of them it cannot be done. What cannot be done is left out of what the button does.
func (out *manyContent) previewed(c clock, plan app.ManyPlan, f manyForm) {
	var can []Choice
	for _, l := range plan.Lines {
		line := c.lineOf(l.Request)
		if l.Why != "" {
			line.State, line.Why, line.End = StatePlain, l.Why, ""
			line.Icon = "no"
			out.Cannot = append(out.Cannot, line)
			continue
		}
		line.Why = c.manyWords(l, f.Do)
		line.End = ""
		out.Lines = append(out.Lines, line)
		can = append(can, Choice{Text: "id", Value: idOf(l.Request.ID)})
	}
	out.Head = Head{Title: Count(c.Words, plan.Can, "This would change %s ask", "This would change %s asks"), Lead: c.toldWords(plan.Told)}
	if plan.Can == 0 {
		out.Head = Head{Title: "This cannot be done to any of them", Lead: "Below it says why."}
		return
	}
	out.Hidden = append(can, slices.DeleteFunc(out.Hidden, func(h Choice) bool { return h.Text == "id" })...)
	out.Button = &Button{Text: Count(c.Words, plan.Can, "Do it to %s ask", "Do it to %s asks"), Style: Arm}
}

// widenedWords say who is asked when an ask is asked one level wider, by that level.
var widenedWords = map[domain.Level]string{domain.AtSection: "The neighbourhood is asked from now on.", domain.AtTown: "The town is asked from now on.",
	domain.AtDistrict: "The district is asked from now on."}

// manyWords say what would happen to one.
func (c clock) manyWords(l app.ManyLine, do string) string {
	said := map[string]string{app.ManyWider: widenedWords[min(l.Request.Level+1, domain.AtDistrict)], app.ManyHand: words.Later("It changes hands."),
		app.ManyHold: words.Later("Nobody new is asked until then.")}[do]
	return c.Say(said) + " " + c.toldWords(l.Told)
}

func (c clock) toldWords(n int) string {
	if n == 0 {
		return c.Say("Nobody gets a message.")
	}
	return Count(c.Words, n, "%s person gets a message.", "%s people get a message.")
}

// doMany does it to all that were shown, or to none.
func (s *Server) doMany(w http.ResponseWriter, r *http.Request) error {
	var f manyForm
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	var cmd app.Many
	if err = ReadForm(w, r, &f); err == nil {
		cmd, err = f.many(who(r), c)
	}
	var plan app.ManyPlan
	if err == nil {
		plan, err = s.app.DoMany(r.Context(), who(r), cmd)
	}
	again := func(wrong domain.Errors) error { return s.showMany(w, r, f, wrong) }
	return finish(w, r, err, again, f.list(false), Count(c.Words, plan.Can, "It is done to %s ask. Each has “Put back” on its page, where that can be.", "It is done to %s asks. Each has “Put back” on its page, where that can be."))
}
