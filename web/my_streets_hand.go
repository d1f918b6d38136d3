package web

import (
	"fmt"
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// handForm is to whom somebody hands their streets over, and what the new one should know. Notes about single asks come under names of
// their own: "note-17".
type handForm struct {
	To    string `form:"to"`
	Words string `form:"words" max:"2000" label:"Your note"`
}

// handStreetsForm asks who looks after the reader's streets from now on.
func (s *Server) handStreetsForm(w http.ResponseWriter, r *http.Request) error {
	return s.showHandStreets(w, r, handForm{}, nil)
}

func (s *Server) showHandStreets(w http.ResponseWriter, r *http.Request, f handForm, wrong domain.Errors) error {
	v, err := s.app.MyStreets(r.Context(), who(r))
	if err != nil {
		return err
	}
	c := clock{Words: words.From(r.Context()), now: v.Now, zone: s.zone}
	to, err := s.successors(r, v)
	if err != nil {
		return err
	}
	to.Error = problemWith(wrong, "to")
	blocks := []block{{Picks: &to},
		asking(Field{Name: "words", Label: "What should they know?", Optional: true, Type: "textarea", Rows: 4, Value: f.Words,
			Hint: "Only they read it. It stands on top of their streets until they have read it."}, wrong)}
	if len(to.Choices) == 0 {
		blocks = nil
	}
	asks := ownAsks(v)
	if len(asks) > 0 && len(blocks) > 0 {
		blocks = append(blocks, titled("A word about each open ask"), block{Say: "Whoever looks after the ask may read these, and the person themselves if they ask. Write what helps, and nothing about anybody’s health."})
	}
	for _, l := range asks {
		if len(blocks) > 0 {
			name := fmt.Sprintf("note-%d", l.ID)
			blocks = append(blocks, asking(Field{Name: name, Label: c.Say("%s, %s", askTitle(c.Words, l.NeedName, l.FirstName), orThe(l.StreetName, l.TownName)), Optional: true, Type: "textarea", Rows: 2, Value: r.PostFormValue(name)}, wrong))
		}
	}
	page := formPage{Head: Head{Back: &Link{Text: "My streets", Href: "/my-streets"}, Title: "Hand over for good",
		Lead: "All your streets, and what is open there, go to one person today. They and your community builder are told."},
		Blocks: blocks, Button: Button{Text: "Hand them over", Style: Arm}, Back: Link{Text: "Leave it as it is", Href: "/my-streets"}}
	if len(blocks) == 0 {
		page.Words = []string{"Nobody near your streets can take them yet: it takes somebody who helps and has been met. Your community builder can find somebody."}
	}
	return s.showForm(w, r, page, wrong)
}

// ownAsks are the open asks that the reader owns.
func ownAsks(v app.MyStreets) (out []domain.RequestLine) {
	for _, l := range v.Asked {
		if l.State != domain.Closed && l.OwnerID == v.Me {
			out = append(out, l)
		}
	}
	return out
}

// successors are those to choose from: who stands in first, then the neighbours who help and have been met.
func (s *Server) successors(r *http.Request, v app.MyStreets) (Picks, error) {
	out := Picks{Name: "to", Legend: "Who looks after them from now on?"}
	seen := map[domain.PersonID]bool{0: true, v.Me: true}
	add := func(id domain.PersonID, name, small string) {
		if !seen[id] {
			seen[id] = true
			value := idOf(id)
			out.Choices = append(out.Choices, Choice{Value: value, Text: name, Small: small, Checked: r.PostFormValue("to") == value})
		}
	}
	in := words.From(r.Context())
	full := map[domain.PersonID]string{}
	for _, h := range v.Helpers {
		full[h.PersonID] = joinWords(" ", h.FirstName, h.LastName)
	}
	for _, h := range v.Cover {
		said := in.Say("Stands in for %s", coveredBy(v.Cover, h))
		if h.StandsIn {
			said = in.Say("Looks after %s", coveredBy(v.Cover, h))
		}
		add(h.PersonID, orThe(full[h.PersonID], h.Name), said)
	}
	for _, h := range v.Helpers {
		if h.Standing == domain.Met && !h.Young {
			add(h.PersonID, joinWords(" ", h.FirstName, h.LastName), in.Say("Helps on %s", h.StreetName))
		}
	}
	return out, nil
}

// handStreets hands the reader's streets over.
func (s *Server) handStreets(w http.ResponseWriter, r *http.Request) error {
	var f handForm
	var m app.Moved
	err := ReadForm(w, r, &f)
	if err == nil {
		cmd := app.HandStreets{From: who(r).PersonID, To: numberIn[domain.PersonID](f.To), Words: f.Words, IdempotencyKey: sentKey(r)}
		if cmd.Notes, err = askNotes(r); err == nil {
			m, err = s.app.HandStreets(r.Context(), who(r), cmd)
		}
	}
	again := func(wrong domain.Errors) error { return s.showHandStreets(w, r, f, wrong) }
	return finish(w, r, err, again, "/me", moved(words.From(r.Context()), "Your streets are in good hands. Thank you for all that you did.", m))
}

// askNotes reads the notes about single asks.
func askNotes(r *http.Request) (out []app.AskNote, err error) {
	for _, name := range sortedKeys(r.PostForm) { // in the same order each time that it is sent
		var id domain.RequestID
		values := r.PostForm[name]
		if n, scanned := fmt.Sscanf(name, "note-%d", &id); n != 1 || scanned != nil || len(values) == 0 {
			continue
		}
		if len(out) == notesMost {
			return nil, tooMuch()
		}
		out = append(out, app.AskNote{RequestID: id, Words: tidy(values[0])})
	}
	return out, nil
}

// notesMost is how many notes about single asks are taken at once.
const notesMost = 100
