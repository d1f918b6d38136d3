package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// connectForm is somebody's answer whether they would be a connector.
type connectForm struct {
	patchFields
	Do     string `form:"do" max:"10"`
	Agreed string `form:"agreed" max:"10"`
}

// connectView is the page of the question.
type connectView struct {
	Head   Head
	Answer string // given before: "yes" or "no"
	Town   string
	Blocks []block
}

func (s *Server) connectPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	return s.showConnect(w, r, actor, connectForm{}, nil)
}

func (s *Server) showConnect(w http.ResponseWriter, r *http.Request, actor domain.Actor, f connectForm, wrong domain.Errors) error {
	i, err := s.app.MyConnectorInvite(r.Context(), actor)
	if err != nil {
		return err
	}
	in := words.From(r.Context())
	v := connectView{Head: Head{Title: "Would you be a connector?", Lead: in.Say("%s thought of you. Lots of people talk to you: you could tell them what there is.", i.AskedName)}, Answer: i.Answer, Town: i.TownName}
	if v.Blocks, err = s.patchBlocks(r, i.TownID, i.TownName, f.patchFields, yourPatch, wrong); err != nil {
		return err
	}
	v.Blocks = append(v.Blocks, choosing(yesNo("agreed", "I agree", "You keep my name, how to reach me, and how many talks I count. I never write down who it was. I can stop whenever I like."), wrong, f.Agreed))
	p := s.linkPage(w, r, v.Head.Title, Place{})
	p.Errors, p.Content = wrong, v
	s.rd.Render(w, r, "connect", p)
	return nil
}

// answerConnect takes the answer.
func (s *Server) answerConnect(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f connectForm
	err := ReadForm(w, r, &f)
	if err == nil {
		err = s.app.AnswerConnect(r.Context(), actor, app.AnswerConnect{Yes: f.Do == "yes", Agreed: f.Agreed != "", Patch: f.patch()})
	}
	if wrong := Problems(err); wrong != nil {
		return s.showConnect(w, r, actor, f, wrong)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
	return nil
}
