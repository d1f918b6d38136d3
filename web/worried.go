package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
)

// worriedForm is what somebody writes who is worried about someone.
type worriedForm struct {
	Town    string `form:"townId" max:"20"`
	Words   string `form:"words" max:"4000" label:"What you wrote"`
	ReachMe string `form:"reachMe" max:"200" label:"How to reach you"`
}

// worriedView is the page of a worry.
type worriedView struct {
	Head   Head
	Sent   bool
	Blocks []block
	Hidden []Choice
}

// mostTowns is for how many towns the page of a worry asks which it is; where there are more, the district's own reader finds out.
const mostTowns = 12

// worriedPage begins with the numbers, and asks for no more than is needed.
func (s *Server) worriedPage(w http.ResponseWriter, r *http.Request) error {
	if r.FormValue("said") == "yes" {
		return s.showWorried(w, r, worriedView{Head: Head{Title: "Thank you for telling us"}, Sent: true}, nil)
	}
	return s.showWorried(w, r, s.worriedView(r, worriedForm{Town: r.FormValue("town")}, nil), nil)
}

func (s *Server) worriedView(r *http.Request, f worriedForm, wrong domain.Errors) worriedView {
	v := worriedView{Head: Head{Title: "I’m worried about someone", Lead: "Is somebody not safe, or not cared for? One named person here reads this. It goes to nobody else."}}
	known := s.house.rooms(r.Context())
	if len(known.towns) > 1 && (len(known.towns) <= mostTowns || len(known.districts) > 1) {
		picks := Picks{Name: "townId", Legend: "Which town?", Pairs: true, Choices: known.choices()}
		v.Blocks = append(v.Blocks, choosing(picks, wrong, f.Town))
	} else if len(known.towns) == 1 {
		v.Hidden = append(v.Hidden, Choice{Text: "townId", Value: idOf(known.towns[0].ID)})
	}
	v.Blocks = append(v.Blocks,
		asking(Field{Name: "words", Label: "What worries you?", Type: "textarea", Rows: 6, Value: f.Words, Hint: "Say what you saw or heard, and where. A few words will do."}, wrong),
		asking(Field{Name: "reachMe", Label: "How may we reach you?", Optional: true, Value: f.ReachMe, Hint: "A phone number or an e-mail address. You can leave it empty."}, wrong))
	return v
}

func (s *Server) showWorried(w http.ResponseWriter, r *http.Request, v worriedView, wrong domain.Errors) error {
	p := s.simplePage(w, r, v.Head.Title)
	p.Errors, p.Content, p.Keep = wrong, v, r.Method == http.MethodGet // it has no words yet, and its key stays when somebody goes back
	s.rd.Render(w, r, "worried", p)
	return nil
}

// sayWorry keeps a worry for the named person who reads it.
func (s *Server) sayWorry(w http.ResponseWriter, r *http.Request) error {
	var f worriedForm
	err := ReadForm(w, r, &f)
	if err == nil {
		err = s.app.SayWorry(r.Context(), who(r), app.SayWorry{
			TownID: numberIn[domain.TownID](f.Town), Words: f.Words, ReachMe: f.ReachMe, IP: auth.IP(r.Context()), IdempotencyKey: sentKey(r),
		})
	}
	if wrong := toMend(err); wrong != nil {
		return s.showWorried(w, r, s.worriedView(r, f, wrong), wrong)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/worried?said=yes", http.StatusSeeOther)
	return nil
}
