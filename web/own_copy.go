package web

import (
	"encoding/json"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/words"
)

// ownCopyRoutes are where somebody looks at what is known about them: by their own link as somebody who helps, and signed in. The link to an
// ask opens it not: people pass that on, and are told that it does not say what was asked for.
func (s *Server) ownCopyRoutes(mux *http.ServeMux) {
	for address, p := range map[string]page{
		"GET /helping/{token}/known":      s.byLink(s.ownCopyPage, domain.ForVolunteer),
		"GET /helping/{token}/known/file": s.byLink(s.ownCopyFile, domain.ForVolunteer),
		"GET /me/known":                   s.ownHelping(s.ownCopyPage),
		"GET /me/known/file":              s.ownHelping(s.ownCopyFile),
	} {
		mux.Handle(address, s.open(p))
	}
}

// ownCopyContent is all that is known about the reader, to look at, to print and to take away.
type ownCopyContent struct {
	Head  Head
	Note  string // what is not here
	File  string // the address of the same as a file
	Parts []ownCopyPart
}

// ownCopyPart is one kind of thing that is known: several short ones as a table, others as facts, each apart.
type ownCopyPart struct {
	Title string
	Facts []Facts
	Table *Table
	More  string // how many older ones are in the file alone
}

// ownCopyPage shows somebody what is known about them.
func (s *Server) ownCopyPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	known, err := s.app.OwnCopy(r.Context(), actor)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := ownCopyContent{File: r.URL.Path + "/file", Note: "What is about other people is not here: who helped, and what we noted for each other. Ask us, and a person goes through that with you."}
	out.Head = Head{Title: "What we know about you", Back: &Link{Text: "Back", Href: strings.TrimSuffix(r.URL.Path, "/known")},
		Lead: "This is all that is written down here about you. Is something wrong? Tell us, and we put it right. That you looked is written down too."}
	for _, part := range known.Parts {
		out.Parts = append(out.Parts, c.ownPart(part))
	}
	p := s.pageFor(w, r, actor, out.Head.Title)
	p.Content, p.Islands, p.Narrow = out, []string{"print"}, false // a table has room
	s.rd.Render(w, r, "own_copy", p)
	return nil
}

// mostFacts is how many things a row of a table holds, and mostOwn how many rows of a part stand on the page: the newest.
const (
	mostFacts = 6
	mostOwn   = 20
)

// ownPart lays out one kind of thing.
func (c clock) ownPart(part domain.OwnPart) ownCopyPart {
	out := ownCopyPart{Title: ownTitles[part.Name]}
	if older := len(part.Rows) - mostOwn; older > 0 {
		part.Rows = part.Rows[older:]
		out.More = Count(c.Words, older, "%s older one is in the file.", "%s older ones are in the file.")
	}
	var names []string
	for _, row := range part.Rows {
		for _, cell := range row.Cells {
			if !slices.Contains(names, cell.Name) {
				names = append(names, cell.Name)
			}
		}
	}
	if len(part.Rows) == 1 || len(names) > mostFacts {
		for _, row := range part.Rows {
			one := Facts{Columns: 2}
			for _, cell := range row.Cells {
				one.Facts = append(one.Facts, Fact{Name: ownLabels[cell.Name], Text: c.ownText(cell)})
			}
			out.Facts = append(out.Facts, one)
		}
		return out
	}
	out.Table = &Table{Caption: out.Title}
	for _, name := range names {
		out.Table.Columns = append(out.Table.Columns, Column{Name: ownLabels[name]})
	}
	for _, row := range part.Rows {
		line := make([]Cell, len(names))
		for _, cell := range row.Cells {
			line[slices.Index(names, cell.Name)].Text = c.ownText(cell)
		}
		out.Table.Rows = append(out.Table.Rows, line)
	}
	return out
}

// ownText is what is known as people say it: times and days in words, codes by what they mean, and what somebody typed as it is.
func (c clock) ownText(cell domain.OwnCell) string {
	switch cell.Name {
	case "words", "helper_must_know", "place_words", "first_name", "last_name", "address", "relationship", "setting", "device":
		return cell.Text
	case "reference":
		return domain.Reference(cell.Text).String()
	case "phone":
		return domain.Phone(cell.Text).Local()
	case "free":
		return upperFirst(cell.Text)
	}
	if said := ownCode(cell); said != "" {
		return upperFirst(c.Say(said))
	}
	if at, err := time.Parse(time.RFC3339, cell.Text); err == nil {
		return upperFirst(c.time(at))
	}
	if on, err := time.Parse(time.DateOnly, cell.Text); err == nil {
		return upperFirst(c.day(on))
	}
	return cell.Text
}

// ownCode is what a code stands for; "" for what is none.
func ownCode(cell domain.OwnCell) string {
	switch cell.Name {
	case "check":
		if cell.Text == "references" {
			return "Two references"
		}
		return checkWords(domain.CheckLevel(cell.Text))
	case "role":
		return domain.RoleKind(cell.Text).Plain()
	case "reach":
		return ownReach(cell.Text)
	case "came_by":
		return cameBy(domain.CameBy(cell.Text))
	case "urgency":
		return domain.Urgency(cell.Text).Plain()
	case "ending":
		return domain.Ending(cell.Text).Plain()
	case "message":
		return messageName(cell.Text)
	case "need", "gathering", "goal", "idea":
		return cell.Text
	}
	switch cell.Text {
	case "yes":
		return "Yes"
	case "no":
		return "No"
	}
	return ownSaid[cell.Name+" "+cell.Text]
}

// ownReach is how far somebody goes, from the code of a level.
func ownReach(code string) string {
	return map[string]string{"street": words.Later("My own street"), "section": words.Later("My neighbourhood"), "town": words.Later("My town"), "district": words.Later("Anywhere in the district")}[code]
}

// messageName is what a kind of message is called.
func messageName(kind string) string {
	for _, group := range messageGroups {
		for _, k := range group.Kinds {
			if k.Kind == kind {
				return k.Name
			}
		}
	}
	return ""
}

// ownCopyFile hands over the same for a program to read.
func (s *Server) ownCopyFile(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	known, err := s.app.OwnCopy(r.Context(), actor)
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(known, "", "  ")
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "what-we-know-" + known.MadeAt.Format(time.DateOnly) + ".json"}))
	h.Set("Cache-Control", "no-store")
	_, err = w.Write(body)
	return err
}
