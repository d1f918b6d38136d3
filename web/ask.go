package web

import (
	"net/http"
	"net/url"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/words"
)

// asked is an ask on its way: what was typed, and what the place offers.
type asked struct {
	clock
	form    asksForm
	needs   []domain.Need
	desk    app.DeskHours
	town    string   // "" when none was chosen
	streets []Choice // to choose from, where what was typed may mean several
	wrong   domain.Errors
	before  *sentBefore // sent before with something else in it
}

// askPage is the first step of a new ask.
func (s *Server) askPage(w http.ResponseWriter, r *http.Request) error {
	f := asksForm{Step: stepWhat, Whom: "me", Town: r.FormValue("town")}
	known := s.house.rooms(r.Context())
	if len(known.districts) == 0 { // nobody has begun here: the first page says so
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	if typed := wordIn(r, "in"); typed != "" {
		town := townTyped(known.towns, len(known.districts), typed)
		if town == 0 {
			http.Redirect(w, r, "/?in="+url.QueryEscape(typed), http.StatusSeeOther)
			return nil
		}
		f.Town = idOf(town)
	}
	if numberIn[domain.TownID](f.Town) == 0 {
		f.Town = ""
		if len(known.districts) > 1 {
			http.Redirect(w, r, "/", http.StatusSeeOther)
			return nil
		}
		if len(known.towns) == 1 {
			f.Town = idOf(known.towns[0].ID)
		}
	}
	if r.FormValue("for") == "other" {
		f.Whom = "other"
	}
	a, err := s.asked(r, f)
	if err != nil {
		return err
	}
	if a.desk.Doors.Shut() {
		return s.askShut(w, r, a.desk)
	}
	return s.showAsk(w, r, a)
}

// shutView says that nobody can ask here just now.
type shutView struct {
	Head Head
}

// askShut tells whoever would ask that the doors are shut, and whom to ring.
func (s *Server) askShut(w http.ResponseWriter, r *http.Request, desk app.DeskHours) error {
	p := s.linkPage(w, r, shutTitle(desk.Doors), Place{Town: desk.Town, Phone: desk.Phone})
	p.Content = shutView{Head: Head{Title: shutTitle(desk.Doors), Lead: shutLead(desk.Doors)}}
	s.rd.Render(w, r, "ask_shut", p)
	return nil
}

// shutTitle and shutLead say why nobody can ask here just now.
func shutTitle(doors domain.Doors) string {
	if doors == domain.DoorsPaused {
		return words.Later("We are having a break")
	}
	return words.Later("We begin soon")
}

func shutLead(doors domain.Doors) string {
	if doors == domain.DoorsPaused {
		return words.Later("You cannot ask here just now. If somebody has promised to come to you, they still come.")
	}
	return words.Later("Neighbours here are getting ready to help each other. You cannot ask on this page yet.")
}

// asked reads what the place of an ask offers.
func (s *Server) asked(r *http.Request, f asksForm) (a asked, err error) {
	a.form = f
	town := numberIn[domain.TownID](f.Town)
	if a.clock, err = s.clock(r); err != nil {
		return a, err
	}
	if a.needs, err = s.app.Needs(r.Context(), who(r), town); err != nil {
		return a, err
	}
	a.desk, err = s.app.DeskHours(r.Context(), who(r), 0, town)
	if town != 0 {
		a.town = a.desk.Town
	}
	return a, err
}

// askStep takes one step of an ask, and shows the next, the one before, or this one with what is to be mended.
func (s *Server) askStep(w http.ResponseWriter, r *http.Request) error {
	var f asksForm
	err := ReadForm(w, r, &f)
	tooLong := Problems(err)
	if err != nil && tooLong == nil {
		return err
	}
	settleEmail(&f.Email, &f.EmailIs)
	settleEmail(&f.AskerEmail, &f.AskerEmailIs)
	a, err := s.asked(r, f)
	if err != nil {
		return err
	}
	if len(tooLong) > 0 && f.Go != "back" {
		a.show(tooLong)
		return s.showAsk(w, r, a)
	}
	if _, known := askFields[f.Go]; known || f.Go == "back" {
		a.leap(f.Go)
		return s.showAsk(w, r, a)
	}
	if err := s.check(r, &a, f.Step); err != nil {
		return err
	}
	switch {
	case len(a.wrong) > 0:
		return s.showAsk(w, r, a)
	case a.form.Step == stepCheck:
		return s.sendAsk(w, r, a)
	}
	a.next()
	return s.showAsk(w, r, a)
}

// leap goes back by one step, or to the step that somebody wants to change.
func (a *asked) leap(to string) {
	if to == "back" {
		a.form.Step, a.form.Change = askSteps[max(0, a.form.at()-1)], ""
		return
	}
	a.form.Step, a.form.Change = to, "yes"
}

// next goes on to the next step: after a change to the last one, where all is read over again. Whoever now asks for another
// person has more to tell first; so has whoever has changed to a kind of help that comes once.
func (a *asked) next() {
	n := min(a.form.at()+1, len(askSteps)-1)
	switch once := a.form.Step == stepWhat && a.form.regular() && a.comesOnce(); {
	case once:
		app.ComesOnce(&a.wrong, "often", a.need())
	case a.form.Change != "" && a.form.Step == stepWhen && a.form.Whom == "other" && a.form.AskerFirst == "":
	case a.form.Change != "":
		n = len(askSteps) - 1
	}
	a.form.Step = askSteps[n]
	if a.form.Step == stepCheck {
		a.form.Change = ""
	}
}

// sendAsk sends it. What the use case finds wrong is shown at the first step that asks for it.
func (s *Server) sendAsk(w http.ResponseWriter, r *http.Request, a asked) error {
	for _, step := range askSteps {
		if err := s.check(r, &a, step); err != nil {
			return err
		}
		if len(a.wrong) > 0 {
			a.form.Step = step
			return s.showAsk(w, r, a)
		}
	}
	if err := s.sent.check(auth.IP(r.Context())); err != nil {
		return err
	}
	cmd := a.form.command(a.clock)
	cmd.IdempotencyKey = sentKey(r)
	raised, err := s.app.RaiseRequest(r.Context(), who(r), cmd)
	wrong := toMend(err)
	if sentOtherwise(raised, err) {
		a.before = &sentBefore{Reference: raised.Reference.String(), Look: &Button{Text: "See it, or change it", Href: "/status/" + raised.StatusToken}, Send: a.nextWords()}
		wrong = a.before.problem(err)
	}
	if wrong != nil {
		a.show(wrong)
		return s.showAsk(w, r, a)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/ask/sent/"+raised.StatusToken, http.StatusSeeOther)
	return nil
}

// show turns to the first step with something to mend, with the problems of that step alone: the others are met on the way.
func (a *asked) show(problems domain.Errors) {
	renamed := map[string]string{"streetId": "street", "wantedFrom": "day", "usefulUntil": "day", "townId": "street", "slots": "parts",
		"repeat": "often", "repeat.everyWeeks": "often", "repeat.weekday": "weekday", "repeat.starts": "dayTime", "repeat.until": "until"}
	for _, step := range askSteps {
		a.wrong = nil
		for _, e := range problems {
			field := e.Field
			if to := renamed[field]; to != "" {
				field = to
			}
			if stepOf(field) == step {
				moved := *e
				moved.Field = field
				a.wrong = append(a.wrong, &moved)
			}
		}
		if len(a.wrong) > 0 {
			a.form.Step = step
			return
		}
	}
	a.wrong = problems
}

// sentView is the page after an ask was sent.
type sentView struct {
	Reference string
	Headline  string
	Words     []string
	StatusURL string
	Give      giving
}

// askSentPage shows the reference, what happens next, and where to look how it stands.
func (s *Server) askSentPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	v, err := s.app.Status(r.Context(), actor)
	if err != nil {
		return err
	}
	p := s.linkPage(w, r, "Thank you. We have it", Place{Town: v.TownName, Phone: v.Phone, Desk: v.OwnerFirstName})
	status := "/status/" + r.PathValue("token")
	p.Content = sentView{Reference: v.Reference.String(), Headline: v.Headline, Words: v.Words, StatusURL: status, Give: newGiving(status, "", nil)}
	s.rd.Render(w, r, "ask_sent", p)
	return nil
}
