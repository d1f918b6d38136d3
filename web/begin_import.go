package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/importer"
)

const streetSample = `street,town,section
Castle Row,Saltcombe,Old Town
Quay Lane,Saltcombe,Old Town
Main Street,Brackle,`

// streetsForm asks for a list of streets.
func (s *Server) streetsForm(w http.ResponseWriter, r *http.Request) error {
	return s.showStreetList(w, r, listForm{}, nil)
}

func (s *Server) showStreetList(w http.ResponseWriter, r *http.Request, f listForm, wrong domain.Errors) error {
	b, err := s.app.Beginning(r.Context(), who(r), who(r).DistrictID)
	if err != nil {
		return err
	}
	town := Field{Name: "town", Label: "Which town are they in?", Value: f.Town, Optional: true, Hint: "Only where your list has no column for it."}.With(wrong)
	out := listContent{Post: "/begin/streets", Sample: streetSample, Town: &town, Leave: Link{Text: "Leave it for now", Href: "/begin"},
		File: "CSV, up to four megabytes. A whole map of OpenStreetMap comes in at the command line, as the manual says.",
		Head: Head{Back: &Link{Text: "Back to the list", Href: "/begin"}, Over: b.Name, Title: "Bring in your streets", Lead: "The first line names the columns: street, town, and if you have them section, lat and lon."},
		Text: listText(f, "Straight from your spreadsheet. Streets that are here already stay as they are, and none is taken away.", wrong)}
	if wrong.At("sure") {
		sure := Picks{Name: "sure", Legend: "Are the columns right?", Many: true, Choices: []Choice{{Value: "yes", Text: "Yes, they are right as they are"}}}.With(wrong)
		out.Sure = &sure
	}
	return s.showList(w, r, out, wrong)
}

// checkStreets looks a list of streets through, which is long work. What is wrong with the list as a whole is said at once.
func (s *Server) checkStreets(w http.ResponseWriter, r *http.Request) error {
	b, err := s.app.Beginning(r.Context(), who(r), who(r).DistrictID)
	if err != nil {
		return err
	}
	f, raw, err := readList(w, r)
	var file importer.StreetsFile
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
		piece, err = s.app.CheckStreets(r.Context(), who(r), app.BringStreets{Import: file.Import, Left: file.Problems, IdempotencyKey: sentKey(r)})
	}
	return looked(w, r, piece, err, func(wrong domain.Errors) error { return s.showStreetList(w, r, f, wrong) })
}
