package web

import (
	"net/http"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// invitationView is "Can you help?".
type invitationView struct {
	app.InvitationView
	Title  string
	Answer string // what was tapped in the message: to be confirmed here
	Ring   bool   // who said no, or gave it back, can go after all only by a call
	Me     Door
	Them   Door
	Way    string // how far, to stand on the path between two doors; "" shows no path
	By     string // by when an answer is of use
	Facts  Facts
	Then   Panel
	Mine   string // the page of when and whether we may ask
}

// invitationPage asks. It changes nothing: mail programs open links by themselves.
func (s *Server) invitationPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	asks, err := s.app.Invitation(r.Context(), actor)
	if err != nil {
		return err
	}
	if asks.VisitToken != "" {
		http.Redirect(w, r, visitAfter(asks.VisitToken, r.FormValue("answer")), http.StatusSeeOther)
		return nil
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	v := newInvitationView(asks, c)
	v.Answer, v.Mine = r.FormValue("answer"), "/helping/"+r.PathValue("token")
	if !v.Open {
		v.Title = c.Say("Thank you")
	}
	if no := v.State == domain.Declined; v.SaidNo && (!no || v.Answer == app.SaysYes) {
		v.Ring = true
		if no {
			v.Late = c.Say("You said no to this before")
		}
	}
	p := s.linkPage(w, r, v.Title, Place{Town: v.TownName, Phone: v.Phone, Desk: v.OwnerFirstName})
	p.Content = v
	s.rd.Render(w, r, "invitation", p)
	return nil
}

func newInvitationView(asks app.InvitationView, c clock) invitationView {
	v := invitationView{InvitationView: asks, Title: c.Say("Could you %s?", asks.Question), Me: Door{Name: asks.HelperName, Tint: 3}, Them: Door{Name: asks.FirstName}}
	if asks.Open && asks.AnswerBy.After(c.now) {
		v.By = c.soon(asks.AnswerBy)
	}
	v.Way = asks.Way
	facts := []Fact{{Name: "What", Text: asks.NeedName}, {Name: "When", Text: upperFirst(asks.When)}, {Name: "How long", Text: upperFirst(asks.HowLong)}}
	if asks.Private {
		facts = append(facts, Fact{Name: "Where", Text: c.Say("In %s", asks.TownName)})
	}
	if asks.Notes != "" {
		facts = append(facts, Fact{Name: "Good to know", Text: asks.Notes})
	}
	v.Facts = Facts{Columns: 2, Facts: facts}
	name := asks.FirstName
	if name == "" {
		name = c.Say("Your neighbour")
	}
	v.Then = Panel{Title: "When you say yes", List: []string{"You see the full name, the address and the phone number.",
		c.Say("%s hears that %s is coming.", name, asks.HelperName), "You get a note for your calendar.", "If something comes up, one tap hands it back."}}
	return v
}

// answerForm is what "Can you help?" posts.
type answerForm struct {
	Answer string `form:"answer" max:"20"`
	Back   string `form:"back" max:"600"` // the page of their own helping, where they answered there
}

// answerInvitation takes yes or no, or keeps the place for ten minutes while somebody thinks.
func (s *Server) answerInvitation(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f answerForm
	if err := ReadForm(w, r, &f); err != nil {
		return err
	}
	here := "/can-you-help/" + r.PathValue("token")
	if f.Answer == "hold" {
		if err := s.app.HoldInvitation(r.Context(), actor); err != nil {
			return press(w, r, err, here, "")
		}
		http.Redirect(w, r, here, http.StatusSeeOther) // the page says whether it is kept: they may have answered elsewhere, or somebody else did
		return nil
	}
	got, err := s.app.AnswerInvitation(r.Context(), actor, f.Answer)
	switch {
	case err != nil:
		return press(w, r, err, here, "")
	case got.Yes:
		return done(w, r, visitAfter(got.VisitToken, f.Answer), got.Words)
	}
	if strings.HasPrefix(f.Back, "/helping") {
		return done(w, r, localPage("//"+r.Host+f.Back, r.Host), got.Words)
	}
	if f.Answer == app.SaysYes {
		here += "?answer=" + app.SaysYes
	}
	http.Redirect(w, r, here, http.StatusSeeOther)
	return nil
}

// visitAfter is the page of a visit that was said yes to. To whoever says no after their yes, in the same message or on an old page, it
// offers to hand the visit back: a no that nobody hears leaves somebody waiting at their door.
func visitAfter(token, answer string) string {
	if answer == app.SaysNotThisTime || answer == app.SaysNotThisWeek {
		return "/visit/" + token + "?said=hand_back"
	}
	return "/visit/" + token
}
