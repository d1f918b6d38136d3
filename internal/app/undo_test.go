package app

import (
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// Whoever said "done" by mistake, or finds that nobody came, puts it right, and nobody asks anew.
func TestApp_NotDoneAfterAll(t *testing.T) {
	for name, tt := range map[string]struct {
		undo func(*world, domain.Request, domain.Invitation) error
		told bool // the owner, that a hand is needed
	}{
		"the helper": {func(w *world, _ domain.Request, i domain.Invitation) error {
			return w.app.ReportVisit(w.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: "not_done"})
		}, false},
		"the desk": {func(w *world, r domain.Request, _ domain.Invitation) error {
			return w.app.NotDoneAfterAll(w.Context(), w.as("Dee"), r.ID)
		}, false},
		"the person": {func(w *world, r domain.Request, _ domain.Invitation) error {
			return w.app.TellHowItWent(w.Context(), asking(r), "not_done")
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r, i := w.going("dog")
			w.must(w.app.ReportVisit(t.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: "done"}))
			status, err := w.app.Status(t.Context(), asking(r))
			w.must(err)
			visit, err := w.app.Visit(t.Context(), w.holding(i, domain.ForVisit))
			w.must(err)
			if !status.MayUndo || !visit.MayUndo {
				t.Errorf("may undo: the person %v, the helper %v; want both", status.MayUndo, visit.MayUndo)
			}
			w.must(tt.undo(w, r, i))
			after := w.request(r.ID)
			if after.State != domain.Assigned || after.NextAction == "" || after.Ending != "" || after.KeepUntil != nil {
				t.Errorf("it is %s, next %q, ending %q, kept until %v", after.State, after.NextAction, after.Ending, after.KeepUntil)
			}
			if n := w.number(`SELECT count(*) FROM outbox WHERE request_id = $1 AND kind = $2`, r.ID, sayHandWanted); (n == 1) != tt.told {
				t.Errorf("the owner is told %d times", n)
			}
			w.must(w.app.ReportVisit(t.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: "done"}))
			w.beat()
			if n := w.messages(r.PersonID, sayEnded); n != 1 && !tt.told {
				t.Errorf("%d messages tell of the end, want the last alone", n)
			}
			w.intact()
		})
	}
}

// Whoever has read that it is over reads that it was a mistake, and who still comes; whom nobody has told, and whoever says so now, do
// not.
func TestApp_NotDoneAfterAll_tellsWhoReadThatItIsOver(t *testing.T) {
	for name, tt := range map[string]struct {
		sent, late bool
		undo       func(*world, domain.Request, domain.Invitation) error
		told       int
		says       string
	}{
		"before it went out": {false, false, helperUndoes, 0, ""},
		"the helper":         {true, false, helperUndoes, 1, "That was a mistake: Tom still comes"},
		"after the visit":    {true, true, helperUndoes, 1, "That was a mistake: it is not over"},
		"the person": {true, true, func(w *world, r domain.Request, _ domain.Invitation) error {
			return w.app.TellHowItWent(w.Context(), asking(r), "not_done")
		}, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r, i := w.going("dog")
			w.must(w.app.ReportVisit(t.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: "done"}))
			if tt.sent {
				w.beat()
			}
			if tt.late {
				pgtest.Advance(t, w.db, 5*time.Hour)
			}
			for range 2 { // and once more, after it was done once more
				w.must(tt.undo(w, r, i))
				w.beat()
				w.must(w.app.ReportVisit(t.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: "home_safe"}))
				w.exec(`UPDATE requests SET person_said = '' WHERE id = $1`, r.ID)
				w.must(w.app.ReportVisit(t.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: "done"}))
				if tt.sent {
					w.beat()
				}
			}
			if n := w.messages(r.PersonID, sayNotOver); n != 2*tt.told {
				t.Errorf("Joan reads %d times that it was a mistake, want %d", n, 2*tt.told)
			}
			if mail := w.mailTo("Joan.asks"); !strings.Contains(mail, tt.says) {
				t.Errorf("Joan does not read %q:\n%s", tt.says, mail)
			}
			w.intact()
		})
	}
}

// helperUndoes is the helper's saying that it was not done after all.
func helperUndoes(w *world, _ domain.Request, i domain.Invitation) error {
	return w.app.ReportVisit(w.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: "not_done"})
}

// What ended long ago, or in another way, stays as it is.
func TestApp_NotDoneAfterAll_tooLate(t *testing.T) {
	w := newWorld(t)
	r, i := w.going("dog")
	w.must(w.app.ReportVisit(t.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: "done"}))
	pgtest.Advance(t, w.db, 72*time.Hour)
	w.refused(w.app.NotDoneAfterAll(t.Context(), w.as("Dee"), r.ID), domain.Conflict)
	if v, err := w.app.Visit(t.Context(), w.holding(i, domain.ForVisit)); err != nil || v.MayUndo {
		t.Errorf("the helper may undo: %v, %v", v.MayUndo, err)
	}
	other := w.ask("Jim", "Castle Row", "dog")
	w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: other.ID, Ending: domain.Sorted}))
	w.refused(w.app.NotDoneAfterAll(t.Context(), w.as("Dee"), other.ID), domain.Conflict)
}

// asking is whoever asked, by the link to how their ask stands.
func asking(r domain.Request) domain.Actor {
	return domain.Actor{Kind: domain.BearerActor, DistrictID: r.DistrictID, PersonID: r.PersonID, Purpose: domain.ForStatus, RequestID: r.ID}
}
