package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
)

// firstForm is what the first person of a new town types.
type firstForm struct {
	Name     string `form:"name" max:"120" label:"Your name"`
	Email    string `form:"email" max:"254" label:"The e-mail address"`
	District string `form:"district" max:"80" label:"The name"`
	Phone    string `form:"phone" max:"60" label:"The phone number"`
}

// firstPage is where the first person of an installation begins, by the link that the program prints.
func (s *Server) firstPage(w http.ResponseWriter, r *http.Request) error {
	district, err := s.app.CanBegin(r.Context(), who(r), r.PathValue("key"))
	if kind := domain.KindOf(err); kind == domain.NotFound || kind == domain.Conflict {
		return s.deadLink(w, r, err)
	}
	if err != nil {
		return err
	}
	return s.showFirst(w, r, firstForm{District: district}, nil)
}

func (s *Server) showFirst(w http.ResponseWriter, r *http.Request, f firstForm, wrong domain.Errors) error {
	p := s.linkPage(w, r, "You are the first here", Place{})
	p.Errors, p.Content = wrong, formPage{Head: Head{Title: "You are the first here", Lead: "Tell us who you are. Everybody else comes in through you."},
		Blocks: []block{
			asking(Field{Name: "name", Label: "Your name", Value: f.Name, Autocomplete: "name"}, wrong),
			asking(Field{Name: "email", Label: "Your e-mail address", Type: "email", Value: f.Email, Autocomplete: "email", Hint: "You sign in with it. There is no password."}, wrong),
			asking(Field{Name: "district", Label: "What is your town or district called?", Value: f.District, Hint: "It stands at the top of every page. A district may hold many towns."}, wrong),
			asking(Field{Name: "phone", Label: "Which number do people ring?", Type: "tel", Mode: "tel", Short: true, Optional: true, Value: f.Phone}, wrong)},
		Button: Button{Text: "Begin", Style: Arm, Big: true}}
	s.rd.Render(w, r, "form", p)
	return nil
}

// beginDistrict makes the first person and their district, and signs them in.
func (s *Server) beginDistrict(w http.ResponseWriter, r *http.Request) error {
	var f firstForm
	var session app.Session
	err := ReadForm(w, r, &f)
	if err == nil {
		session, err = s.app.BeginDistrict(r.Context(), who(r), app.BeginDistrict{Key: r.PathValue("key"), Name: f.Name, Email: f.Email, District: f.District,
			Phone: f.Phone, Device: r.UserAgent()})
	}
	if wrong := Problems(err); wrong != nil {
		for _, e := range wrong {
			if e.Field == "firstName" || e.Field == "lastName" { // one field asks for both
				e.Field = "name"
			}
		}
		return s.showFirst(w, r, f, wrong)
	}
	if kind := domain.KindOf(err); kind == domain.NotFound || kind == domain.Conflict {
		return s.deadLink(w, r, err)
	}
	if err != nil {
		return err
	}
	s.house.forget()
	return s.beginSession(w, r, session)
}
