package web

import (
	"net/http"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// goingForm is how long somebody goes away who looks after streets.
type goingForm struct {
	Back string `form:"back" max:"20"` // days from the first day on, "open", or "day"
	Day  string `form:"to" label:"The date"`
	From string `form:"from" label:"The date"`
}

// goingForm asks how long the reader is away. What is chosen already is a week from today, so that a second tap is enough.
func (s *Server) goingForm(w http.ResponseWriter, r *http.Request) error {
	return s.showGoing(w, r, goingForm{Back: "7"}, nil)
}

func (s *Server) showGoing(w http.ResponseWriter, r *http.Request, f goingForm, wrong domain.Errors) error {
	v, err := s.app.MyStreets(r.Context(), who(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	in := func(days int) string { return c.Say("Back %s", c.day(c.dateToday().AddDate(0, 0, days))) }
	back := Picks{Name: "back", Legend: "For how long?", Choices: []Choice{
		{Value: "7", Text: "A week", Small: in(7)}, {Value: "14", Text: "Two weeks", Small: in(14)},
		{Value: "open", Text: "I don’t know yet", Small: "Until you press “I’m back”"}, {Value: "day", Text: "Until another day", Small: "Give the first day back below"}}}
	lead := c.goingLead(v)
	return s.showForm(w, r, formPage{
		Head:  Head{Back: &Link{Text: "My streets", Href: "/my-streets"}, Title: "Going away", Lead: lead[0]},
		Words: lead[1:],
		Blocks: []block{choosing(back, wrong, f.Back),
			asking(Field{Name: "to", Label: "The first day back", Optional: true, Hint: "Only for “until another day”.", Type: "date", Short: true, Value: f.Day}, wrong),
			asking(Field{Name: "from", Label: "The first day away", Optional: true, Hint: "Left empty: today.", Type: "date", Short: true, Value: f.From}, wrong)},
		Button: Button{Text: "Pass it on, and go", Style: Arm}, Back: Link{Text: "Leave it as it is", Href: "/my-streets"}}, wrong)
}

// goingLead says who takes over what, before anything happens.
func (c clock) goingLead(v app.MyStreets) []string {
	by := map[string][]string{}
	var names, alone []string
	for _, h := range v.Cover {
		if h.PersonID == 0 {
			alone = append(alone, h.StreetName)
			continue
		}
		if by[h.Name] == nil {
			names = append(names, h.Name)
		}
		by[h.Name] = append(by[h.Name], h.StreetName)
	}
	var out []string
	for _, name := range names {
		out = append(out, c.Say("%s takes over %s, and is told at once.", name, c.fewNames(by[name])))
	}
	if len(alone) > 0 {
		said := c.Say("Nobody stands in for %s. What comes up there goes to the desk.", c.fewNames(alone))
		if v.Builder != "" {
			said += " " + c.Say("%s is told, and looks for somebody.", v.Builder)
		}
		out = append(out, said)
	}
	return append(out, c.Say("It all comes back to you by itself on the first day back. Nobody asks you to help while you are away."))
}

// going passes on what the reader looks after, until they are back.
func (s *Server) going(w http.ResponseWriter, r *http.Request) error {
	var f goingForm
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	var m app.Moved
	if err = ReadForm(w, r, &f); err == nil {
		var cmd app.AddAbsence
		if cmd, err = c.absenceOf(f); err == nil {
			cmd.PersonID, cmd.IdempotencyKey = who(r).PersonID, sentKey(r)
			m, err = s.app.AddAbsence(r.Context(), who(r), cmd)
		}
	}
	again := func(wrong domain.Errors) error { return s.showGoing(w, r, f, wrong) }
	return finish(w, r, err, again, "/my-streets", goneWords(words.From(r.Context()), m))
}

// absenceOf reads a time away from what was chosen.
func (c clock) absenceOf(f goingForm) (app.AddAbsence, error) {
	var wrong domain.Errors
	cmd := app.AddAbsence{Kind: "holiday", From: dateIn(&wrong, "from", f.From)}
	first := c.dateToday()
	if cmd.From != nil && cmd.From.After(first) {
		first = *cmd.From
	}
	after := func(days int) *time.Time {
		t := first.AddDate(0, 0, days)
		return &t
	}
	switch f.Back {
	case "7":
		cmd.To = after(7)
	case "14":
		cmd.To = after(14)
	case "open":
	case "day":
		if cmd.To = dateIn(&wrong, "to", f.Day); f.Day == "" {
			wrong.Add("to", "Please give the first day back.")
		}
	default:
		wrong.Add("back", "Please choose for how long.")
	}
	return cmd, wrong.Err()
}

// goneWords say what has changed hands, who is there meanwhile, and what has nobody.
func goneWords(in *words.Words, m app.Moved) string {
	said := moved(in, "Have a good time.", m)
	if len(m.StandsIn) > 0 {
		said += " " + in.Say("%s stands in, and has been told.", in.List(m.StandsIn))
	}
	return said + aloneWords(in, m)
}

// aloneWords say which streets have nobody while somebody is away, and who has been told; "" for none.
func aloneWords(in *words.Words, m app.Moved) (said string) {
	if n := len(m.NoStandIn); n > 0 {
		said = " " + in.Count(n, "Nobody stands in for %[2]s.", "Nobody stands in for %[1]s streets.", m.NoStandIn[0])
		if m.BuilderName != "" {
			said += " " + in.Say("%s has been told.", m.BuilderName)
		}
	}
	if m.Stays > 0 {
		said += " " + in.Count(m.Stays, "Nobody else is there, so %s ask stays as it is.", "Nobody else is there, so %s asks stay as they are.")
	}
	return said
}

// comeBack ends the reader's holiday.
func (s *Server) comeBack(w http.ResponseWriter, r *http.Request) error {
	v, err := s.app.MyStreets(r.Context(), who(r))
	if err != nil {
		return err
	}
	if v.Away == nil {
		return done(w, r, "/my-streets", words.From(r.Context()).Say("You are here already."))
	}
	m, err := s.app.EndAbsence(r.Context(), who(r), v.Away.ID)
	said := words.From(r.Context()).Say("Welcome back.")
	if m.Requests > 0 {
		said += " " + Count(words.From(r.Context()), m.Requests, "%s ask is yours again.", "%s asks are yours again.")
	}
	return press(w, r, err, "/my-streets", said)
}
