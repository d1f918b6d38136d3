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

// mostStreetList bounds a list of streets that comes in by a page, in bytes. A map of OpenStreetMap is larger, and comes in at the command
// line.
const mostStreetList = 4 << 20

// streetListForm is a list of streets as it is sent.
type streetListForm struct {
	Text string
	Town string
	Sure bool // the columns are right, although they do not look it
}

// streetListContent is the page that takes a list of streets.
type streetListContent struct {
	Head Head
	Text Field
	Town Field
	Sure *Picks // asked only of a list whose columns look wrong

	Sample string // how a list looks
}

const streetSample = `street,town,section
Castle Row,Saltcombe,Old Town
Quay Lane,Saltcombe,Old Town
Main Street,Brackle,`

// streetsForm asks for the list.
func (s *Server) streetsForm(w http.ResponseWriter, r *http.Request) error {
	return s.showStreetList(w, r, streetListForm{}, nil)
}

func (s *Server) showStreetList(w http.ResponseWriter, r *http.Request, f streetListForm, wrong domain.Errors) error {
	b, err := s.app.Beginning(r.Context(), who(r), who(r).DistrictID)
	if err != nil {
		return err
	}
	p := s.rd.Page(w, r, "Bring in your streets")
	p.Errors, p.Narrow = wrong, true
	out := streetListContent{Sample: streetSample,
		Head: Head{Back: &Link{Text: "Back to the list", Href: "/begin"}, Over: b.Name, Title: "Bring in your streets", Lead: "The first line names the columns: street, town, and if you have them section, lat and lon."},
		Text: Field{Name: "text", Label: "Paste the rows", Type: "textarea", Rows: 8, Value: f.Text, Hint: "Straight from your spreadsheet. Streets that are here already stay as they are, and none is taken away."}.With(wrong),
		Town: Field{Name: "town", Label: "Which town are they in?", Value: f.Town, Optional: true, Hint: "Only where your list has no column for it."}.With(wrong)}
	if wrong.At("sure") {
		sure := Picks{Name: "sure", Legend: "Are the columns right?", Many: true, Choices: []Choice{{Value: "yes", Text: "Yes, bring them in as they are"}}}.With(wrong)
		out.Sure = &sure
	}
	p.Content = out
	s.rd.Render(w, r, "begin_streets", p)
	return nil
}

// importStreets reads the list and begins to bring it in, which is long work. What is wrong with the list as a whole is said at once.
func (s *Server) importStreets(w http.ResponseWriter, r *http.Request) error {
	b, err := s.app.Beginning(r.Context(), who(r), who(r).DistrictID)
	if err != nil {
		return err
	}
	f, raw, err := readStreetList(w, r)
	var file importer.StreetsFile
	if err == nil && strings.TrimSpace(string(raw)) == "" {
		err = domain.Errorf(domain.Invalid, "text", "Please paste your rows here, or choose a file with something in it.")
	}
	if err == nil {
		file, err = importer.StreetList(r.Context(), raw, importer.Options{District: b.Name, Town: f.Town})
	}
	if err == nil && len(file.Import.Streets) == 0 && len(file.Problems) == 0 {
		err = domain.Errorf(domain.Invalid, "text", "There is no street of %s in it. Please look at the columns.", b.Name)
	}
	if err == nil && file.Swapped() && !f.Sure {
		first := file.Import.Streets[0]
		err = domain.Errorf(domain.Invalid, "sure", "Please look at the columns: is %s a town, and %s a street in it? If not, change the two names in the first line.", first.Town, first.Name)
	}
	var piece domain.LongWork
	if err == nil {
		file.Import.Part, file.Import.Keep = true, true // a page never takes a street away, nor its name
		piece, err = s.app.BringStreets(r.Context(), who(r), app.BringStreets{Import: file.Import, Left: file.Problems})
	}
	if domain.KindOf(err) == domain.TooMany {
		err = domain.Errorf(domain.Invalid, "text", "%s", plainError(err)) // beside the list, which stays in its box
	}
	if wrong := Problems(err); wrong != nil {
		for _, e := range wrong {
			if e.Field != "sure" {
				e.Field = "text"
			}
		}
		return s.showStreetList(w, r, f, wrong)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, workAddress(piece.ID), http.StatusSeeOther)
	return nil
}

// readStreetList reads the form. A file that was chosen goes before what stands in the box.
func readStreetList(w http.ResponseWriter, r *http.Request) (f streetListForm, raw []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, mostStreetList)
	if err = r.ParseForm(); err == nil {
		err = r.ParseMultipartForm(mostStreetList)
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return f, nil, domain.Errorf(domain.Invalid, "text", "That is more than fits here: four megabytes. Please send it in parts. A whole map comes in at the command line.")
	}
	f.Text, f.Town, f.Sure = r.PostFormValue("text"), tidy(r.PostFormValue("town")), r.PostFormValue("sure") == "yes"
	raw = []byte(f.Text)
	if r.MultipartForm == nil {
		return f, raw, nil
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
	return f, raw, nil
}
