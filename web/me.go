package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/auth"
)

// meContent is what the reader sees of themselves: their roles, and where they are signed in.
type meContent struct {
	Head     Head
	Roles    []string
	Sessions []held
	Looks    []held // at how to reach them: the newest few
	Language Picks  // that we write to them in
	Previews bool   // they may look at what we write to people
	Keys     Picks  // whether keys act by themselves on this device
}

// mePage shows the reader where they are signed in.
func (s *Server) mePage(w http.ResponseWriter, r *http.Request) error {
	sessions, err := s.app.Sessions(r.Context(), who(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	me := auth.Who(r.Context())
	out := meContent{Head: Head{Title: me.Name, Lead: "Where you are signed in, and what you do here."}}
	out.Previews = mayAnywhere(r, domain.PreviewMail)
	for _, role := range who(r).Roles {
		out.Roles = append(out.Roles, c.roleWords(role))
	}
	for _, v := range sessions {
		line := held{Text: orThe(v.Device, "A device that did not say what it is"), Say: c.Say("Last used %s", c.time(v.SeenAt)),
			End: &Button{Text: "Sign out there", Post: addressOf("/me/sessions/", v.ID)}}
		if v.ID == me.SessionID {
			line.Say, line.End.Text = "The one that you use now", "Sign out here"
		}
		out.Sessions = append(out.Sessions, line)
	}
	if out.Looks, err = s.lastLooks(r, who(r), c); err != nil {
		return err
	}
	out.Keys = keyPicks(r)
	if out.Language, err = s.languagePicks(r, who(r)); err != nil {
		return err
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Narrow = out, true
	s.rd.Render(w, r, "me", p)
	return nil
}

// endSession signs the reader out on one of their devices.
func (s *Server) endSession(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[int64](r)
	if err != nil {
		return err
	}
	return press(w, r, s.app.EndSession(r.Context(), who(r), id), "/me", "You are signed out there.")
}

// chooseLanguage sets the language that we write to the reader in.
func (s *Server) chooseLanguage(w http.ResponseWriter, r *http.Request) error {
	return press(w, r, s.app.ChooseLanguage(r.Context(), who(r), r.PostFormValue("language")), "/me", "We write to you in that language from now on.")
}
