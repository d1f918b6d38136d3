package web

import (
	"net/http"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/words"
)

// soonVacant is how long before a date that has nobody it stands out.
const soonVacant = 7 * 24 * time.Hour

// tableContent is what the card on a table opens.
type tableContent struct {
	Over    string
	Title   string
	On      bool // a session is on now
	Counted bool
	Next    string // when the next is; "" where none is planned
	About   string // the page of the session
}

// tablePage welcomes whoever has pointed a phone at the card on a table. Nothing is counted before they press.
func (s *Server) tablePage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	at, err := s.app.AtTable(r.Context(), actor)
	if err != nil {
		return err
	}
	return s.showTable(w, r, at)
}

func (s *Server) showTable(w http.ResponseWriter, r *http.Request, at app.AtTable) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := tableContent{Over: joinWords(", ", c.Say(at.Gathering.Kind.Name), at.Gathering.TownName), Title: at.Gathering.Place.Name, On: at.Turn != nil, About: addressOf("/whats-on/", at.Gathering.ID),
		Counted: at.Turn != nil && r.FormValue("counted") == "yes"}
	if at.Next != nil {
		out.Next = c.day(at.Next.HeldOn) + ", " + c.hours(at.Next.StartsAt, at.Next.EndsAt)
	}
	p := s.linkPage(w, r, out.Title, Place{})
	p.Content = out
	s.rd.Render(w, r, "here", p)
	return nil
}

// countMeIn counts whoever sits there. The next page says so by its address: nothing is put on the phone.
func (s *Server) countMeIn(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	if _, err := s.app.CountMeIn(r.Context(), actor, app.CountMeIn{IP: auth.IP(r.Context()), Phone: r.UserAgent() + " " + r.Header.Get("Accept-Language")}); err != nil {
		return err
	}
	http.Redirect(w, r, r.URL.Path+"?counted=yes", http.StatusSeeOther)
	return nil
}

// tablePaper is the card for a table.
type tablePaper struct {
	paper
	Kind  string
	Place string
}

// tableCard is the card for a table, to print.
func (s *Server) tableCard(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GatheringID](r)
	if err != nil {
		return err
	}
	g, link, err := s.app.TableCard(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	p, err := s.newPaper(r, Head{Back: &Link{Text: "Who hosts, and who came", Href: addressOf("/gatherings/", id) + "/hosts"}, Title: "Card for the table"}, g.TownID)
	if err != nil {
		return err
	}
	if p.QR, err = newQR(link); err != nil {
		return err
	}
	p.A5 = true
	p.Note = words.Later("Print it and lay it on the table. Whoever likes points a phone at it and presses once, and one more has come.")
	return s.showPaper(w, r, "print_table", p.Head.Title, tablePaper{paper: p, Kind: g.Kind.Name, Place: g.Place.Name})
}
