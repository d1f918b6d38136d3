package web

import (
	"net/http"
	"net/url"

	"waymark/internal/app"
)

// missedContent is what was looked for and not there.
type missedContent struct {
	Head  Head
	Table Table
	Pager Pager
	Empty Empty
}

// missedPage lists what was looked for and not there.
func (s *Server) missedPage(w http.ResponseWriter, r *http.Request) error {
	missed, info, err := s.app.MissedSearches(r.Context(), who(r), listPage(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	v := missedContent{
		Head: Head{Back: &Link{Text: "The directory", Href: "/services"}, Title: "Looked for, and not there",
			Lead: "What people typed in the last three months and did not find. We count words, never who typed them, and leave out what may be somebody’s name."},
		Table: Table{Caption: "Looked for, and not there", Columns: []Column{{Name: "Words"}, {Name: "Times", Number: true}, {Name: "Where"}, {Name: "Last", Wide: true}, {Name: "What next"}}},
		Pager: next(r, info),
		Empty: Empty{Title: "Everybody found something", Text: "What people look for and do not find stands here."},
	}
	for _, m := range missed {
		v.Table.Rows = append(v.Table.Rows, []Cell{{Text: m.Words}, {Text: addressOf("", int64(m.Times))}, {Text: orThe(m.TownName, c.Say("Town not said"))}, {Text: c.day(m.LastOn)},
			{Text: c.Say("Write down an idea"), Href: "/ideas/new?town=" + idOf(m.TownID) + "&looked=" + url.QueryEscape(m.Words)}})
	}
	p := s.rd.Page(w, r, v.Head.Title)
	p.Content = v
	s.rd.Render(w, r, "directory_missed", p)
	return nil
}

// fewGrowing is how many of what waits in the directory stand on the page of what is missing.
const fewGrowing = 3

// directoryGrowing is what waits in the directory, for the page of what is missing: what may not be true any more.
func (s *Server) directoryGrowing(r *http.Request, c clock) (wrong growing, err error) {
	counts, err := s.app.DirectoryCounts(r.Context(), who(r))
	if err != nil {
		return wrong, err
	}
	wrong = growing{ID: "directory", Number: counts.Reported + counts.ToCheck, Title: "To look at in the directory", Empty: "All of it was checked in the last half year.",
		Say: "What somebody says is wrong, and what nobody has checked for half a year."}
	f, part := app.ServiceFilter{Reported: true, Closed: true, Brief: true}, partReported
	if counts.Reported == 0 {
		f, part = app.ServiceFilter{ToCheck: true, Brief: true}, partToCheck
	}
	found, _, err := s.app.FindServices(r.Context(), who(r), f, app.Page{First: fewGrowing, Uncounted: true})
	if err != nil {
		return wrong, err
	}
	for _, v := range found {
		row := growRow{Name: v.Name, Href: addressOf("/services/", v.ID), Small: c.checkedShort(v)}
		if v.Reports > 0 {
			row.Small = c.Say("Somebody says that something is wrong.")
		}
		wrong.Rows = append(wrong.Rows, row)
	}
	if len(found) > 0 {
		wrong.Next = &Button{Text: "See what to look at", Icon: "eye", Href: "/services?part=" + part}
	}
	return wrong, nil
}
