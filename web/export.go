package web

import (
	"mime"
	"net/http"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// exportForm is what is asked for of a list that is taken away.
type exportForm struct {
	List    string `form:"list"`
	Town    string `form:"town"`
	Contact bool   `form:"contact"`
}

// exportPage asks which list is wanted.
func (s *Server) exportPage(w http.ResponseWriter, r *http.Request) error {
	return s.showExport(w, r, exportForm{List: r.FormValue("list"), Town: r.FormValue("town")}, nil)
}

func (s *Server) showExport(w http.ResponseWriter, r *http.Request, f exportForm, wrong domain.Errors) error {
	if !mayExport(r) {
		return notYours(r)
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return err
	}
	town := Picks{Name: "town", Legend: "Where?"}
	if len(towns) > 1 {
		town.Choices = append(town.Choices, Choice{Text: "Wherever you look after people"})
	}
	for _, t := range towns {
		town.Choices = append(town.Choices, Choice{Value: strconv.FormatInt(int64(t.ID), 10), Text: t.Name})
	}
	if f.Town == "" && len(towns) == 1 {
		f.Town = town.Choices[0].Value
	}
	page := formPage{Head: Head{Back: &Link{Text: "All long work", Href: "/work"}, Title: "Take a list away", Lead: "As a file for your spreadsheet. It waits here for you alone, for a week."},
		Action: "/exports", Button: Button{Text: "Make the file", Style: Arm}, Back: Link{Text: "Leave it for now", Href: "/work"},
		Blocks: []block{choosing(Picks{Name: "list", Legend: "Which list?", Choices: []Choice{
			{Value: string(domain.ExportHelpers), Text: "People who help", Small: "Where they live, what they like to do, and whether somebody has met them"},
			{Value: string(domain.ExportStreets), Text: "Streets", Small: "Who looks after each, and who stands in"},
			{Value: string(domain.ExportAsks), Text: "Asks for help", Small: "What was asked, when and where, and how it ended"},
			{Value: string(domain.ExportServices), Text: "The directory", Small: "Every group and service, and when it was last checked"},
			{Value: string(domain.ExportSessions), Text: "Dates of sessions", Small: "Benches and cafés, and how many came"},
			{Value: string(domain.ExportMissing), Text: "What is not written down yet", Small: "What to ask for, and the page where it goes"},
			{Value: string(domain.ExportDictionary), Text: "What each column means", Small: "For whoever reads the other lists with a program"}}}, wrong, f.List),
			choosingFrom(town, "Wherever you look after people", wrong, f.Town)}}
	if mayAnywhere(r, domain.SeeContact) {
		contact := Picks{Name: "contact", Legend: "How to reach people", Many: true, Hint: "It is written down that you took it, and each person can see that.",
			Choices: []Choice{{Value: "true", Text: "With phone, e-mail and address", Small: "Please keep such a file safe, and throw it away when you are done"}}}
		chosen := ""
		if f.Contact {
			chosen = "true"
		}
		page.Blocks = append(page.Blocks, choosing(contact, wrong, chosen))
	}
	return s.showForm(w, r, page, wrong)
}

func mayExport(r *http.Request) bool {
	return mayAnywhere(r, domain.ExportLists)
}

// beginExport begins to make the file, which is long work.
func (s *Server) beginExport(w http.ResponseWriter, r *http.Request) error {
	var f exportForm
	if err := ReadForm(w, r, &f); err != nil {
		return err
	}
	piece, err := s.app.BeginExport(r.Context(), who(r), app.Export{List: domain.ExportList(f.List), TownID: numberIn[domain.TownID](f.Town), Contact: f.Contact, IdempotencyKey: sentKey(r)})
	if wrong := toMend(err); wrong != nil {
		return s.showExport(w, r, f, wrong)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, workAddress(piece.ID), http.StatusSeeOther)
	return nil
}

// byteMark tells a spreadsheet that a file is UTF-8. A file for programs goes without: see waymark export.
const byteMark = "\ufeff"

// exportFile hands the file over.
func (s *Server) exportFile(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.LongWorkID](r)
	if err != nil {
		return err
	}
	name, body, err := s.app.ExportFile(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	_, err = w.Write(append([]byte(byteMark), body...))
	return err
}

// exportedContent is a file that waits.
type exportedContent struct {
	Say    string
	Button *Button
	Again  Button
}

// exportedOf lays out what came of taking a list away; nil while it is not over.
func exportedOf(in *words.Words, r *http.Request, piece domain.LongWork, notice *Notice) (*exportedContent, error) {
	came, err := app.ExportedBy(piece)
	if err != nil || piece.State == domain.WorkRunning {
		return nil, err
	}
	out := &exportedContent{Again: Button{Text: "Take another list", Href: "/exports"}}
	switch {
	case piece.State != domain.WorkDone:
	case piece.BegunBy != who(r).PersonID:
		out.Say = "Only whoever began this can have the file. You can make your own."
	default:
		notice.Strong, notice.Text = "Your file is ready.", Count(in, came.Rows, "it has %s row.", "it has %s rows.")
		out.Button = &Button{Text: "Save the file", Style: Arm, Href: workAddress(piece.ID) + "/file"}
		out.Say = "What you may not see of people is left empty in it."
	}
	return out, nil
}
