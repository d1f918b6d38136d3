package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// lookAfterContent is what somebody has been asked to look after.
type lookAfterContent struct {
	Head  Head
	Here  string
	Asked []offerView
}

// offerView is one street that somebody is asked to look after.
type offerView struct {
	ID      int64
	Title   string
	Over    string
	Words   []string
	Done    string // what came of it, once it is answered
	StandIn bool
}

// lookAfterPage asks somebody, by a link or signed in, whether they would look after a street.
func (s *Server) lookAfterPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	offers, err := s.app.MyOffers(r.Context(), actor)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := lookAfterContent{Head: Head{Title: "Would you look after a street?", Lead: "A street coordinator sees who asks there and who helps, and finds somebody when nobody has said yes."}, Here: r.URL.Path}
	for n, o := range offers {
		if o.Answer == "" || n == 0 {
			out.Asked = append(out.Asked, c.offer(o))
		}
	}
	if len(offers) == 0 {
		out.Head = Head{Title: "Nobody has asked you yet", Lead: "Would you like to look after a street? Ring us: we would be glad."}
	}
	p := s.pageFor(w, r, actor, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "look_after", p)
	return nil
}

// offer puts one question into words.
func (c clock) offer(o domain.StreetOffer) offerView {
	v := offerView{ID: int64(o.ID), Over: o.TownName, StandIn: o.Kind == domain.Reserve, Title: c.Say("Look after %s", o.StreetName), Words: []string{
		c.Say("%s thought of you.", o.AskedName),
		c.Say("It is a few minutes now and then. When you go away, somebody stands in."),
		c.Say("You would see names and telephone numbers of those who ask, and keep them to yourself. Who looks is written down.")}}
	if v.StandIn {
		v.Title = c.Say("Stand in for %s", o.StreetName)
		v.Words[1] = c.Say("Somebody looks after the street. You would be there when they are away.")
	}
	switch o.Answer {
	case "yes":
		v.Done = c.Say("You said yes. Thank you. Sign in, and your streets are there.")
	case "no":
		v.Done = c.Say("You said no, and that is fine.")
	case "taken":
		v.Done = c.Say("Thank you. Somebody was quicker, so there is nothing for you to do.")
	}
	return v
}

// lookAfterForm is somebody's answer.
type lookAfterForm struct {
	Offer  string `form:"offer"`
	Answer string `form:"answer" max:"10"`
}

// answerOffer takes somebody's answer.
func (s *Server) answerOffer(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f lookAfterForm
	err := ReadForm(w, r, &f)
	if err == nil && f.Answer != "yes" && f.Answer != "no" {
		err = domain.Errorf(domain.Invalid, "", "Please press yes or no.")
	}
	var o domain.StreetOffer
	if err == nil {
		o, err = s.app.AnswerOffer(r.Context(), actor, app.AnswerOffer{OfferID: numberIn[domain.OfferID](f.Offer), Yes: f.Answer == "yes"})
	}
	if said := offerSaid[[2]string{f.Answer, o.Answer}]; err != nil || said != "" {
		return press(w, r, err, r.URL.Path, said)
	}
	http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
	return nil
}

// offerSaid is what somebody hears on an answer, by what they pressed and what holds: they may have answered on another page before. Of a
// street that another has by now the page says so itself.
var offerSaid = map[[2]string]string{
	{"yes", "yes"}: words.Later("Thank you. That is good news for the street."),
	{"no", "no"}:   words.Later("Thank you for telling us."),
	{"yes", "no"}:  words.Later("You said no to this before. If you would like to after all, please ring us."),
	{"no", "yes"}:  words.Later("You said yes to this before. If it is not for you after all, please ring us."),
}
