package web

import (
	"net/http"
	"net/url"

	"waymark/domain"
	"waymark/internal/words"
)

// rippleView is what came of one's own conversations.
type rippleView struct {
	Head   Head
	Themes []domain.RippleLine
	LedTo  []pointedLine
	Town   string // address of the whole town’s
	Empty  *Empty
}

// pointedLine is something that a connector pointed people to.
type pointedLine struct {
	domain.RippleLine
	Href   string
	Stands string // "" where it is open to newcomers
}

// ripplePage shows a connector what came of their own conversations.
func (s *Server) ripplePage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	l, err := s.app.LogPage(r.Context(), actor)
	if err != nil {
		return err
	}
	in := words.From(r.Context())
	v := rippleView{Head: Head{Back: &Link{Text: "Log a talk", Href: "/log/" + url.PathEscape(r.PathValue("token"))}, Title: "Your ripple", Lead: rippleLine(in, l.Ripple)},
		Themes: l.Ripple.Themes, Town: addressOf("/ripple?town=", l.Connector.TownID)}
	for _, p := range l.Ripple.LedTo {
		line := pointedLine{RippleLine: p, Href: addressOf("/directory/", p.ServiceID)}
		if p.Status != domain.ServiceOpen {
			line.Stands = statusWords[p.Status]
		}
		v.LedTo = append(v.LedTo, line)
	}
	if l.Ripple.Conversations == 0 {
		v.Empty = &Empty{Title: "It starts with one", Text: "Each talk that you log stands here, by what it was about and where it led. Never who it was with."}
	}
	p := s.logFrame(w, r, l, v.Head.Title)
	p.Content = v
	s.rd.Render(w, r, "log_ripple", p)
	return nil
}

// rippleLine says in a sentence what somebody's year came to.
func rippleLine(in *words.Words, r domain.Ripple) string {
	if r.Conversations == 0 {
		return in.Say("Your first one starts your ripple.")
	}
	if r.Services == 0 {
		return in.Say("%s so far this year.", upperFirst(Count(in, r.Conversations, "%s talk", "%s talks")))
	}
	return in.Say("%s so far this year, and %s that you pointed people to.", upperFirst(Count(in, r.Conversations, "%s talk", "%s talks")), Count(in, r.Services, "%s place", "%s places"))
}
