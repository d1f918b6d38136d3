package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// visitView is where to go, for the helper alone.
type visitView struct {
	app.VisitView
	Here    string
	Title   string
	Mine    string // the page of when and whether we may ask
	Confirm *confirm
	Facts   Facts
	Learnt  *learningView // nil: there is nothing to say of it
}

// Soon reports whether the day has come, and we have not heard that the helper is there.
func (v visitView) Soon() bool { return v.Phase == app.VisitToday }

// There reports whether the helper has said that they are there.
func (v visitView) There() bool { return v.Phase == app.VisitThere }

// Past reports whether it should be over, and we have not heard.
func (v visitView) Past() bool { return v.Phase == app.VisitPast }

// visitTitle says in the words of its time whom a visit is to.
func visitTitle(in *words.Words, v app.VisitView) string {
	switch v.Phase {
	case app.VisitOver:
		return in.Say("Thank you")
	case app.VisitThere:
		return in.Say("You are with %s", v.FirstName)
	case app.VisitPast:
		return in.Say("How did it go with %s?", v.FirstName)
	}
	return in.Say("You are going to %s", v.FirstName)
}

var visitSaid = map[string]confirm{
	"done":        {Title: "Is it done?", Text: "Thank you. Press the button, and we tell whoever asked.", Yes: "Yes, it is done", Words: true},
	"home_safe":   {Title: "Are you home safe?", Yes: "Yes, I am home safe"},
	"could_not":   {Title: "Couldn’t you do it?", Text: "That is fine. Press the button, and we ask somebody else.", Yes: "I could not do it", Words: true},
	"need_a_hand": {Title: "Is something not right?", Text: "Press the button, and a person gets in touch with you. In danger, ring 999.", Yes: "I need a hand", Words: true},
	"no_answer": {Title: "Did nobody answer the door?", Text: "Please ring them, if you can. Then press the button, and ring us: a person looks at it at once. If you are worried, ring 101. In danger, ring 999.",
		Yes: "Nobody answered the door", Words: true},
	"not_done":  {Title: "Was it not done after all?", Text: "Press the button: the visit is yours again, and nobody need ask anew.", Yes: "Not done after all"},
	"hand_back": {Title: "Has something come up?", Text: "That is fine. Press the button: they are told, and we ask somebody else at once.", Yes: "Hand it back", Words: true, Bad: true},
}

// visitPage shows the helper where to go. The first look is written down. No browser keeps the page.
func (s *Server) visitPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	return s.showVisit(w, r, actor, visitForm{Said: r.FormValue("said")}, nil)
}

func (s *Server) showVisit(w http.ResponseWriter, r *http.Request, actor domain.Actor, f visitForm, wrong domain.Errors) error {
	visit, err := s.app.Visit(r.Context(), actor)
	if err != nil {
		return err
	}
	v := visitView{VisitView: visit, Here: "/visit/" + r.PathValue("token"), Mine: "/helping/" + r.PathValue("token"), Facts: visitFacts(visit)}
	if c, ok := visitSaid[f.Said]; ok && v.mayBeSaid(f.Said) {
		c.Said = f.Said
		if f.Said == "done" && v.Early != "" {
			c.Title = "Is it done already?"
			c.Text = words.From(r.Context()).Say("The visit is %s. If it is done, press the button, and we tell whoever asked. If not, please leave it as it is.", v.Early)
		}
		if f.Said == "could_not" && v.Knocks {
			c.Text = "Did somebody come to the door? Then it is fine: press the button, and we ask somebody else. If nobody came to the door, please tell us that."
		}
		c = c.asking(f.Words, wrong)
		v.Confirm = &c
	}
	v.Title = visitTitle(words.From(r.Context()), visit)
	v.Learnt = learning(visit.Learning, "What can they do by now?", v.Here, wrong)
	p := s.linkPage(w, r, v.Title, Place{Town: visit.TownName, Phone: visit.RingPhone, Desk: visit.WhomToRing})
	p.Errors, p.Content = wrong, v
	s.rd.Render(w, r, "visit", p)
	return nil
}

// mayBeSaid reports whether something that may be said of a visit still means anything.
func (v visitView) mayBeSaid(said string) bool {
	switch {
	case v.Over:
		return said == "not_done" && v.MayUndo
	case said == "home_safe":
		return !v.HomeSafe
	case said == "no_answer":
		return v.Knocks
	}
	return said != "not_done"
}

func visitFacts(v app.VisitView) Facts {
	facts := []Fact{
		{Name: "When", Text: upperFirst(v.When)},
		{Name: "What", Text: v.NeedName},
		{Name: "Name", Text: joinWords(" ", v.FirstName, v.LastName)},
		{Name: "Where", Text: joinWords(", ", v.Address, v.StreetName, v.TownName)},
	}
	if v.PlaceWords != "" {
		facts = append(facts, Fact{Name: "How to find it", Text: v.PlaceWords})
	}
	if v.Phone != "" {
		facts = append(facts, Fact{Name: "Phone", Text: v.Phone, Phone: true})
	}
	if v.Notes != "" {
		facts = append(facts, Fact{Name: "Good to know", Text: v.Notes})
	}
	if v.MustKnow != "" {
		facts = append(facts, Fact{Name: "What you must know", Text: v.MustKnow})
	}
	return Facts{Columns: 2, Facts: facts}
}

// visitForm is what the visit page posts.
type visitForm struct {
	Said  string `form:"said" max:"20"`
	Sure  bool   `form:"sure"` // it was asked about on a page of its own
	Words string `form:"words" max:"1000" label:"What you wrote"`
}

// reportVisit takes what the helper says of the visit.
func (s *Server) reportVisit(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f visitForm
	err := ReadForm(w, r, &f)
	if err == nil && f.Said == "done" && !f.Sure {
		if early, err := s.tooEarly(w, r, actor, f); early || err != nil {
			return err
		}
	}
	if err == nil && f.Said == "learnt" {
		err = s.visitLearnt(r, actor)
	} else if err == nil {
		err = s.app.ReportVisit(r.Context(), actor, app.ReportVisit{Said: f.Said, Words: f.Words})
	}
	if wrong := Problems(err); wrong != nil {
		return s.showVisit(w, r, actor, f, wrong)
	}
	thanks := map[string]string{"there": "Thank you. When it is done, tell us here.", "not_there": "That is fine. Press it when you are there.", "done": "Thank you. It is good that you went.", "home_safe": "Good. Thank you for telling us.",
		"could_not": "Thank you for telling us. We ask somebody else.", "need_a_hand": "Thank you for telling us. A person gets in touch with you.",
		"no_answer": "Thank you for telling us. A person looks at it at once. In danger, ring 999.",
		"not_done":  "Thank you for telling us. The visit is yours again.",
		"hand_back": "Thank you for telling us. We ask somebody else.", "learnt": learntThanks}
	return press(w, r, err, "/visit/"+r.PathValue("token"), thanks[f.Said])
}

// visitLearnt takes what the helper says was learnt.
func (s *Server) visitLearnt(r *http.Request, actor domain.Actor) error {
	v, err := s.app.Visit(r.Context(), actor)
	if err != nil {
		return err
	}
	return s.app.ReportLearnt(r.Context(), actor, learntIn(r, v.Learning))
}

// tooEarly asks whether it is done already, where the visit has not begun, and reports whether it did.
func (s *Server) tooEarly(w http.ResponseWriter, r *http.Request, actor domain.Actor, f visitForm) (bool, error) {
	v, err := s.app.Visit(r.Context(), actor)
	if err != nil || v.Early == "" {
		return false, err
	}
	return true, s.showVisit(w, r, actor, f, nil)
}

// visitCalendar is the visit as a calendar file, without the address.
func (s *Server) visitCalendar(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	file, err := s.app.VisitCalendar(r.Context(), actor)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="visit.ics"`)
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(file) // the reader has gone: nobody is left to tell
	return nil
}
