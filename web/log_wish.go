package web

import (
	"net/http"
	"net/url"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// wishForm is what somebody would like whom a connector has just met.
type wishForm struct {
	What   string `form:"what" max:"20"`
	First  string `form:"firstName" max:"80" label:"Their first name"`
	Phone  string `form:"phone" max:"60" label:"Their phone number"`
	Email  string `form:"email" max:"254" label:"Their e-mail address"`
	Words  string `form:"words" max:"500" label:"What they wrote"`
	Agreed string `form:"agreed" max:"10"`
}

func (s *Server) wishPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	return s.showWish(w, r, actor, wishForm{What: r.FormValue("what")}, nil)
}

func (s *Server) showWish(w http.ResponseWriter, r *http.Request, actor domain.Actor, f wishForm, wrong domain.Errors) error {
	l, err := s.app.LogPage(r.Context(), actor)
	if err != nil {
		return err
	}
	what := Picks{Name: "what", Legend: "What would they like?", Choices: wishChoices}
	form := formPage{Head: Head{Back: &Link{Text: "Log a talk", Href: "/log/" + url.PathEscape(r.PathValue("token"))}, Title: "Somebody would like to hear from us",
		Lead: "Hand them the phone, or fill it in with them. It goes to your community builder, and is linked to no talk."},
		Button: Button{Text: "Pass it on", Style: Arm}}
	form.Blocks = []block{choosing(what, wrong, f.What),
		asking(Field{Name: "firstName", Label: "First name", Value: f.First, Autocomplete: "off"}, wrong),
		asking(Field{Name: "phone", Label: "Phone", Type: "tel", Mode: "tel", Short: true, Value: f.Phone, Autocomplete: "off"}, wrong),
		asking(Field{Name: "email", Label: "E-mail", Hint: "One of the two will do.", Type: "email", Value: f.Email, Autocomplete: "off"}, wrong),
		asking(Field{Name: "words", Label: "Anything to add?", Optional: true, Type: "textarea", Rows: 2, Value: f.Words}, wrong),
		choosing(yesNo("agreed", "They are here, and agree", "We keep this for three months at most, and use it for nothing else."), wrong, f.Agreed)}
	p := s.logFrame(w, r, l, form.Head.Title)
	p.Errors, p.Content, p.Islands = wrong, form, nil
	s.rd.Render(w, r, "form", p)
	return nil
}

// wishChoices are what somebody may want to hear about.
var wishChoices = []Choice{{Value: string(domain.CallWish), Text: words.Later("A call from a link worker"), Small: words.Later("Somebody with time to talk things through")},
	{Value: string(domain.IdeaWish), Text: words.Later("They have an idea"), Small: words.Later("For something that is not here yet")},
	{Value: string(domain.JoinWish), Text: words.Later("They would be a connector"), Small: words.Later("Like you")}}

// sendWish passes on what somebody would like.
func (s *Server) sendWish(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f wishForm
	err := ReadForm(w, r, &f)
	if err == nil {
		err = s.app.WishOfSomebody(r.Context(), actor, app.WishOfSomebody{What: domain.WishKind(f.What), FirstName: f.First, Phone: f.Phone, Email: f.Email, Words: f.Words, Agreed: f.Agreed != ""})
	}
	if wrong := Problems(err); wrong != nil {
		return s.showWish(w, r, actor, f, wrong)
	}
	if err != nil {
		return err
	}
	return done(w, r, "/log/"+url.PathEscape(r.PathValue("token")), "Passed on. Somebody gets in touch with them.")
}
