package web

import (
	"encoding/json"
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
)

// foundStreet is one street as the street finder reads it.
type foundStreet struct {
	ID      domain.StreetID `json:"id"`
	Name    string          `json:"name"`
	Section string          `json:"section"`
	Town    string          `json:"town"`
}

// findStreets answers the street finder while somebody types: eight streets at most, of one town when the address names it.
func (s *Server) findStreets(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "application/json")
	if err := s.typed.check(auth.IP(r.Context())); err != nil {
		w.WriteHeader(http.StatusTooManyRequests)
		return nil
	}
	found, err := s.app.FindStreets(r.Context(), who(r), app.FindStreets{
		Query: wordIn(r, "q"), TownID: numberIn[domain.TownID](r.PathValue("town")),
	})
	if err != nil {
		return err
	}
	out := make([]foundStreet, 0, len(found))
	for _, street := range found {
		one := foundStreet{ID: street.ID, Name: street.Name, Section: street.SectionName, Town: street.TownName}
		if one.Section == one.Name {
			one.Section = ""
		}
		out = append(out, one)
	}
	return json.NewEncoder(w).Encode(out)
}
