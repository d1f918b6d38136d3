package web

import "net/http"

// privacyPage says what we hold of people, why, and for how long.
func (s *Server) privacyPage(w http.ResponseWriter, r *http.Request) error {
	p := s.simplePage(w, r, "Your details and how we keep them")
	s.rd.Render(w, r, "privacy", p)
	return nil
}
