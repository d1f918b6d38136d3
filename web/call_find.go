package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"unicode"

	"waymark/domain"
	"waymark/internal/app"
)

// foundCaller is somebody whose number is being typed, as the call-taker's page reads it: no more than a list of people shows.
type foundCaller struct {
	ID       domain.PersonID `json:"id"`
	First    string          `json:"first"`
	Last     string          `json:"last"`
	Where    string          `json:"where"`
	Street   string          `json:"street"`
	StreetID domain.StreetID `json:"streetId"`
}

// Callers are looked for from so many figures on, and so many of them are shown: fewer figures would turn the page into a way to read on.
const (
	fewestFigures = 6
	mostCallers   = 4
)

// findCallers answers the call-taker's page while a number is typed: whom we know by it, of those whom the call-taker may see.
func (s *Server) findCallers(w http.ResponseWriter, r *http.Request) error {
	if !mayAnywhere(r, domain.TakeAsk) {
		return notYours(r)
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "application/json")
	out := []foundCaller{}
	typed := wordIn(r, "q")
	if figures := len(strings.Map(onlyFigures, typed)); figures >= fewestFigures {
		found, _, err := s.app.People(r.Context(), who(r), app.PeopleFilter{Query: typed}, app.Page{First: mostCallers})
		if err != nil {
			return err
		}
		for _, p := range found {
			out = append(out, foundCaller{ID: p.ID, First: p.FirstName, Last: p.LastName, Where: placeWords(p.StreetName, p.SectionName, p.TownName),
				Street: p.StreetName, StreetID: p.StreetID})
		}
	}
	return json.NewEncoder(w).Encode(out)
}

func onlyFigures(r rune) rune {
	if unicode.IsDigit(r) {
		return r
	}
	return -1
}
