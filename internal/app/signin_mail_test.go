package app

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// The whole way: asked for, delivered, delivered again after a crash, and opened.
func TestApp_RequestSignIn_Mail(t *testing.T) {
	w := newWorld(t)
	w.exec(`UPDATE persons SET preferred = 'call' WHERE first_name = 'Maggie'`) // a sign-in goes by mail whatever they prefer
	w.must(w.app.RequestSignIn(w.Context(), domain.Public(), RequestSignIn{Email: "Maggie@example.org"}))
	pgtest.Advance(t, w.db, 10*time.Minute)
	w.deliverMail()
	sent := w.mail.List()
	if len(sent) != 1 || sent[0].Message.To.Address != "Maggie@example.org" || !strings.Contains(sent[0].Message.Text, "Maggie") {
		t.Fatalf("sent %+v", sent)
	}
	_, rest, found := strings.Cut(sent[0].Message.Text, "https://help.example.org/sign-in/")
	if !found || len(rest) < 43 {
		t.Fatalf("no link in %s", sent[0].Message.Text)
	}
	token := rest[:43]

	w.exec(`UPDATE outbox SET state = 'claimed', claimed_until = $1, sent_at = NULL`, wednesday) // it died before it noted that it had sent
	w.deliverMail()
	if again := w.mail.List(); len(again) != 1 || !bytes.Equal(again[0].Raw, sent[0].Raw) {
		t.Errorf("a second try has other bytes:\n%s\n%s", sent[0].Raw, again[0].Raw)
	}
	pgtest.Advance(t, w.db, 14*time.Minute) // counted from when it went out
	s, err := w.app.UseSignInLink(w.Context(), domain.Public(), token)
	w.must(err)
	if s.FirstName != "Maggie" {
		t.Errorf("%s is signed in", s.FirstName)
	}
}

// Whoever looks after a whole district signs in for it, and not for the town where they happen to live.
func TestApp_RequestSignIn_ForTheDistrict(t *testing.T) {
	w := newWorld(t)
	for who, place := range map[string]string{"Priya": "North Wendle", "Dee": "Saltcombe"} {
		w.must(w.app.RequestSignIn(w.Context(), domain.Public(), RequestSignIn{Email: who + "@example.org"}))
		w.deliverMail()
		var from []string
		for _, sent := range w.mail.List() {
			if sent.Message.To.Address == who+"@example.org" {
				from = append(from, sent.Message.From.Name)
			}
		}
		w.same(who, from, []string{place})
	}
}

// A message that could not go out for half an hour is of no use to whoever waited for it.
func TestApp_RequestSignIn_TooLate(t *testing.T) {
	w := newWorld(t)
	w.must(w.app.RequestSignIn(w.Context(), domain.Public(), RequestSignIn{Email: "Maggie@example.org"}))
	pgtest.Advance(t, w.db, signInWaits)
	w.deliverMail()
	if sent := w.mail.List(); len(sent) != 0 {
		t.Errorf("sent %+v", sent)
	}
}

func (w *world) deliverMail() {
	w.Helper()
	_, err := w.app.DeliverOutbox(w.Context(), domain.Clock())
	w.must(err)
}
