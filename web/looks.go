package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
)

// looksContent is who was shown how to reach somebody.
type looksContent struct {
	Head  Head
	Looks []held
	Pager Pager
	Empty Empty
}

// looksShown is how many of them another page shows before it leads here.
const looksShown = 5

// looksPage shows those who look after a place who was shown how to reach one of its people.
func (s *Server) looksPage(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.PersonID](r)
	if err != nil {
		return err
	}
	return s.showLooks(w, r, id, Head{Title: "Who looked", Back: &Link{Text: "Back to the person", Href: addressOf("/people/", id)},
		Lead: "Each time somebody was shown how to reach this person, or where they live, it is written here."})
}

// myLooksPage shows the reader who was shown how to reach them.
func (s *Server) myLooksPage(w http.ResponseWriter, r *http.Request) error {
	return s.showLooks(w, r, who(r).PersonID, Head{Title: "Who looked", Back: &Link{Text: "Back", Href: "/me"},
		Lead: "Each time somebody was shown how to reach you, or where you live, it is written here."})
}

func (s *Server) showLooks(w http.ResponseWriter, r *http.Request, id domain.PersonID, head Head) error {
	lines, info, err := s.app.Reveals(r.Context(), who(r), id, listPage(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	p := s.rd.Page(w, r, head.Title)
	p.Content = looksContent{Head: head, Looks: c.looks(lines), Pager: next(r, info),
		Empty: Empty{Title: "Nobody has looked", Text: "Whoever does is written down here."}}
	p.Narrow = true
	s.rd.Render(w, r, "looks", p)
	return nil
}

// lastLooks are the newest few, for a page about other things; none where the reader came by a link that does not open them.
func (s *Server) lastLooks(r *http.Request, actor domain.Actor, c clock) ([]held, error) {
	if !domain.May(actor, domain.SeeReveals, domain.Target{PersonID: actor.PersonID}) {
		return nil, nil
	}
	lines, _, err := s.app.Reveals(r.Context(), actor, actor.PersonID, app.Page{First: looksShown})
	return c.looks(lines), err
}

// looks puts reveals into words.
func (c clock) looks(lines []domain.RevealLine) []held {
	var out []held
	for _, l := range lines {
		line := held{Text: c.Say("%s saw phone and address", l.ViewerName), Say: upperFirst(c.time(l.At))}
		if l.What == "visit" {
			line.Text = c.Say("%s saw where to go and whom to ring", l.ViewerName)
		}
		if l.KeyName != "" {
			line.Text = c.Say("A machine saw phone and address, by the key “%s” that %s made", l.KeyName, l.ViewerName)
		}
		if l.Reference != "" {
			line.Say = c.Say("%s, for the ask %s", line.Say, domain.Reference(l.Reference))
		}
		out = append(out, line)
	}
	return out
}
