package web

import (
	"net/http"
)

// worriesContent is what was written to the reader by people who fear for somebody.
type worriesContent struct {
	Head    Head
	Worries []worryLine
	Empty   Empty
}

type worryLine struct {
	New   bool
	At    string
	Town  string
	Words string
	Reach string
}

// worriesPage shows what was written to the reader, and to nobody else.
func (s *Server) worriesPage(w http.ResponseWriter, r *http.Request) error {
	all, err := s.app.Worries(r.Context(), who(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := worriesContent{Head: Head{Title: "What people are worried about", Lead: "Only you can read this. Opening the page notes that you have read it."},
		Empty: Empty{Title: "Nobody has written", Text: "When somebody is worried, you get a message that there is something to read."}}
	for _, v := range all {
		out.Worries = append(out.Worries, worryLine{New: v.SeenAt == nil, At: upperFirst(c.time(v.At)), Town: v.TownName, Words: v.Words, Reach: v.ReachMe})
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Narrow = out, true
	s.rd.Render(w, r, "worries", p)
	return nil
}
