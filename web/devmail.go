package web

import (
	"net/http"
	"strings"

	"waymark/domain"
)

// DevMail is a message that would have been mailed, for development and for a made-up town.
type DevMail struct {
	Number  int
	To      string
	Subject string
	Text    string
	HTML    string
	Links   []Link // of the text, in their order
}

// Paragraphs are the parts of the text between empty lines.
func (m DevMail) Paragraphs() []string { return strings.Split(strings.TrimSpace(m.Text), "\n\n") }

// Box and Host are the two sides of the @ in To, between which a line may end.
func (m DevMail) Box() string { box, _, _ := strings.Cut(m.To, "@"); return box }

// Host is what comes after the @: see Box.
func (m DevMail) Host() string { _, host, _ := strings.Cut(m.To, "@"); return host }

// devMailPage lists what would have been mailed, newest first.
func (s *Server) devMailPage(w http.ResponseWriter, r *http.Request) error {
	p := s.rd.Page(w, r, "Mail that stays here")
	p.Content = s.mail()
	s.rd.Render(w, r, "devmail", p)
	return nil
}

// oneMail finds a message by its number.
func (s *Server) oneMail(r *http.Request) (DevMail, error) {
	n, err := pathID[domain.EventID](r)
	if err != nil {
		return DevMail{}, err
	}
	for _, m := range s.mail() {
		if int64(m.Number) == int64(n) {
			return m, nil
		}
	}
	return DevMail{}, domain.Errorf(domain.NotFound, "", "This message is not here any more: only the newest are kept.")
}

// devMailOne shows the text of one message, with its links to press.
func (s *Server) devMailOne(w http.ResponseWriter, r *http.Request) error {
	m, err := s.oneMail(r)
	if err != nil {
		return err
	}
	p := s.simplePage(w, r, m.Subject)
	p.Content = m
	s.rd.Render(w, r, "devmail_one", p)
	return nil
}

// devMailHTML is a message as a mail program shows it. Its colours are written into it, as mail needs, so it has a policy of its
// own; nothing in it can run.
func (s *Server) devMailHTML(w http.ResponseWriter, r *http.Request) error {
	m, err := s.oneMail(r)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation-by-user-activation")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(m.HTML)) // the reader has gone: nobody is left to tell
	return nil
}
