package web

import (
	"net/http"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/words"
)

// posterView is one street's poster, to print on A4.
type posterView struct {
	Street string
	Part   string
	Who    string // whom to turn to; "" when nobody has agreed to be named
	Ask    string // where to ask; "" leaves a line for a pen
	List   string // carried along, so that the way back shows the streets again
	Hidden []Choice
}

// postersAgain leads whoever opens the address of a poster to the page where one is made: nothing is kept that could be shown.
func (s *Server) postersAgain(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, "/try", http.StatusSeeOther)
	return nil
}

// showPoster makes the poster of one street of a list.
func (s *Server) showPoster(w http.ResponseWriter, r *http.Request) error {
	f, paste, err := s.tried(w, r)
	if wrong := Problems(err); wrong != nil {
		return s.showTry(w, r, f, tryView{}, wrong)
	}
	if err != nil {
		return err
	}
	for _, street := range paste.Streets {
		if strconv.Itoa(street.Line) == f.street || domain.NameKey(street.Name) == domain.NameKey(f.street) {
			v := posterView{Street: street.Name, Part: street.Part, Ask: f.ask, List: strings.ToValidUTF8(f.text, "?"), Hidden: f.hidden()}
			if street.MayName && !street.Nobody() {
				v.Who = street.After[0]
			}
			p := s.simplePage(w, r, "A poster for your street")
			p.Content, p.OtherLanguages, p.Islands = v, nil, []string{"print"}
			s.rd.Render(w, r, "try_poster", p)
			return nil
		}
	}
	wrong := domain.Errors{domain.Errorf(domain.Invalid, "street", "Please choose a street for the poster.")}
	return s.showTry(w, r, f, trySketch(words.From(r.Context()), paste), wrong)
}

// hidden are what somebody has said of the columns, as a form carries it along.
func (f tryForm) hidden() []Choice {
	out := []Choice{{Text: "ask", Value: f.ask}}
	if f.headed == nil {
		return out
	}
	out = append(out, Choice{Text: "columns", Value: "yes"}, Choice{Text: "headed", Value: ticked(*f.headed)})
	for n, part := range f.as {
		out = append(out, Choice{Text: "column" + strconv.Itoa(n), Value: string(part)})
	}
	return out
}
