package app

import (
	"strings"
	"testing"
	"time"

	"waymark/domain"
)

// Every message to a helper about a visit leads to their own page, where they say how often we may ask.
func TestApp_DeliverOutbox_VisitMailsLeadToTheHelpersPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, i := w.asking("dog", "Tom")
	w.answers(i, SaysYes)
	w.must(w.deliver())
	w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Sorted}))
	w.to(w.now().Add(time.Hour))
	w.must(w.deliver())
	seen := 0
	for _, m := range w.mailsTo("Tom") {
		seen++
		if !strings.Contains(m.Text, "https://help.example.org/helping/") || !strings.Contains(m.HTML, "https://help.example.org/helping/") {
			t.Errorf("%q does not lead there:\n%s", m.Subject, m.Text)
		}
	}
	if n := w.number(`SELECT count(*) FROM outbox WHERE kind IN ('visit', 'visit_off') AND person_id = $1 AND state = 'sent'`, w.who["Tom"]); n != 2 || seen < 3 {
		t.Errorf("Tom was mailed %d times, %d of them about the visit", seen, n)
	}
}
