package web

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/importer"
)

// mostList bounds a list that comes in by a page, in bytes. A map of OpenStreetMap is larger, and comes in at the command line.
const mostList = 4 << 20

// listForm is a list as it is sent.
type listForm struct {
	Text string
	Town string // of streets
	Sure bool   // the columns are right, although they do not look it
}

// listContent is the page that takes a list.
type listContent struct {
	Head   Head
	Post   string
	Sample string // how a list looks
	Text   Field
	File   string // what kinds of file
	Town   *Field
	Sure   *Picks // asked only of a list whose columns look wrong
	Leave  Link
}

// listText is the box for the rows.
func listText(f listForm, hint string, wrong domain.Errors) Field {
	return Field{Name: "text", Label: "Paste the rows", Type: "textarea", Rows: 8, Value: f.Text, Hint: hint}.With(wrong)
}

func (s *Server) showList(w http.ResponseWriter, r *http.Request, c listContent, wrong domain.Errors) error {
	p := s.rd.Page(w, r, c.Head.Title)
	p.Errors, p.Narrow, p.Content = wrong, true, c
	s.rd.Render(w, r, "list_import", p)
	return nil
}

// readList reads the form. A file that was chosen goes before what stands in the box.
func readList(w http.ResponseWriter, r *http.Request) (f listForm, raw []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, mostList)
	if err = r.ParseForm(); err == nil {
		err = r.ParseMultipartForm(mostList)
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return f, nil, domain.Errorf(domain.Invalid, "text", "That is more than fits here: four megabytes. Please send it in parts. A whole map comes in at the command line.")
	}
	f.Text, f.Town, f.Sure = r.PostFormValue("text"), tidy(r.PostFormValue("town")), r.PostFormValue("sure") == "yes"
	if raw = []byte(f.Text); r.MultipartForm == nil {
		return f, raw, fullList(raw)
	}
	for _, header := range r.MultipartForm.File["file"] {
		file, err := header.Open()
		if err != nil {
			return f, nil, err
		}
		read, err := io.ReadAll(file)
		if err = errors.Join(err, file.Close()); err != nil {
			return f, nil, err
		}
		if len(read) > 0 { // a browser forgets which file it was: what was in it comes back in the box
			raw, f.Text = read, importer.Text(read)
		}
	}
	return f, raw, fullList(raw)
}

func fullList(raw []byte) error {
	if strings.TrimSpace(string(raw)) == "" {
		return domain.Errorf(domain.Invalid, "text", "Please paste your rows here, or choose a file with something in it.")
	}
	return nil
}

// looked leads to what came of looking a list through. What is wrong with the list as a whole is said beside it, and it stays in its box.
func looked(w http.ResponseWriter, r *http.Request, piece domain.LongWork, err error, again func(domain.Errors) error) error {
	if kind := domain.KindOf(err); kind == domain.TooMany || kind == domain.Forbidden {
		err = domain.Errorf(domain.Invalid, "text", "%s", plainError(err))
	}
	if wrong := toMend(err); wrong != nil {
		for _, e := range wrong {
			if e.Field != "sure" {
				e.Field = "text"
			}
		}
		return again(wrong)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, workAddress(piece.ID), http.StatusSeeOther)
	return nil
}

const volunteerSample = `first_name,last_name,email,phone,street,town,skills
Robin,Example,robin@example.org,01632 960142,Castle Row,Saltcombe,"shopping, dogs"
Kit,Example,,01632 960143,Quay Lane,Saltcombe,driving`

// volunteersForm asks for a list of people who want to help.
func (s *Server) volunteersForm(w http.ResponseWriter, r *http.Request) error {
	return s.showVolunteerList(w, r, listForm{}, nil)
}

func (s *Server) showVolunteerList(w http.ResponseWriter, r *http.Request, f listForm, wrong domain.Errors) error {
	if !mayAnywhere(r, domain.ImportPeople) {
		return notYours(r)
	}
	return s.showList(w, r, listContent{Post: "/people/import", Sample: volunteerSample, File: "CSV, up to four megabytes.", Leave: Link{Text: "Leave it for now", Href: "/people"},
		Head: Head{Back: &Link{Text: "All people", Href: "/people"}, Title: "Bring in a list of helpers", Lead: "The first line names the columns: first_name, street, and email or phone. All come in as not met yet, and nobody is written to."},
		Text: listText(f, "Straight from your spreadsheet. Whoever is here already stays as they are.", wrong)}, wrong)
}

// checkVolunteers looks a list of helpers through.
func (s *Server) checkVolunteers(w http.ResponseWriter, r *http.Request) error {
	f, raw, err := readList(w, r)
	var file importer.VolunteersFile
	if err == nil {
		file, err = importer.VolunteerList(raw)
	}
	if err == nil && len(file.Import.Volunteers) == 0 && len(file.Problems) == 0 {
		err = domain.Errorf(domain.Invalid, "text", "There is nobody in it. Please look at the columns.")
	}
	var piece domain.LongWork
	if err == nil {
		piece, err = s.app.CheckVolunteers(r.Context(), who(r), app.BringVolunteers{Import: file.Import, Left: file.Problems, IdempotencyKey: sentKey(r)})
	}
	return looked(w, r, piece, err, func(wrong domain.Errors) error { return s.showVolunteerList(w, r, f, wrong) })
}

// bringIn brings in a list that was looked through.
func (s *Server) bringIn(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.LongWorkID](r)
	if err != nil {
		return err
	}
	piece, err := s.app.BringIn(r.Context(), who(r), id)
	switch domain.KindOf(err) {
	case domain.NotFound:
		LeaveNotice(w, Notice{State: StateLate, Text: "This list is not here any more: it lies ready for an hour. Please send it again."})
		http.Redirect(w, r, "/work", http.StatusSeeOther)
		return nil
	case domain.Conflict, domain.TooMany:
		LeaveNotice(w, Notice{State: StateLate, Text: plainError(err).Message})
		http.Redirect(w, r, workAddress(id), http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, workAddress(piece.ID), http.StatusSeeOther)
	return nil
}
