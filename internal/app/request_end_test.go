package app

import (
	"testing"

	"waymark/domain"
)

// However it ends, whoever was asked or was going is told kindly, and so is the person, unless they have died.
func TestApp_EndRequest_TellsWhoeverMustKnow(t *testing.T) {
	t.Parallel()
	for _, ending := range []domain.Ending{domain.Sorted, domain.PassedOn, domain.Withdrawn, domain.Moved, domain.Hospital, domain.Died, domain.Mistake} {
		t.Run(string(ending), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			asked, i := w.asking("dog", "Tom")
			going := w.ask("Ken", "Castle Row", "garden")
			una := w.volunteer("Una", "Castle Row")
			w.must(w.app.AssignHelper(t.Context(), w.as("Dee"), AssignHelper{RequestID: going.ID, PersonID: una}))
			w.beat()
			for _, r := range []domain.Request{asked, going} {
				cmd := EndRequest{RequestID: r.ID, Ending: ending}
				if ending == domain.PassedOn {
					w.refusedField(w.app.EndRequest(t.Context(), w.as("Dee"), cmd), "note")
					cmd.Note = "Age UK"
				}
				w.must(w.app.EndRequest(t.Context(), w.as("Dee"), cmd))
				w.must(w.app.EndRequest(t.Context(), w.as("Dee"), cmd))
			}
			w.refused(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: asked.ID, Ending: domain.Helped}), domain.Conflict)
			w.beat()
			if w.messages(i.PersonID, sayInvitationClosed) != 1 || w.messages(una, sayVisitOff) != 1 {
				t.Error("whoever was asked or going was not told")
			}
			want := map[bool]int{true: 0, false: 1}[ending == domain.Died || ending == domain.Mistake]
			if n := w.messages(going.PersonID, sayEnded); n != want {
				t.Errorf("Ken was told %d times that it has ended, want %d", n, want)
			}
			if got := w.answers(i, SaysYes); got.Yes || w.request(asked.ID).State != domain.Closed {
				t.Error("a yes woke what has ended")
			}
			if w.number(`SELECT count(*) FROM tasks WHERE state = 'open'`) != 0 || w.number(`SELECT sum(booked) FROM volunteer_weeks`) != 0 {
				t.Error("calls are still to be made, or places still held")
			}
			w.intact()
		})
	}
	w := newWorld(t)
	r := w.ask("Joan", "Castle Row", "dog")
	w.refusedField(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: "lost"}), "ending")
	w.refused(w.app.EndRequest(t.Context(), w.as("Cal"), EndRequest{RequestID: r.ID, Ending: domain.Sorted}), domain.NotFound)
}

// Mail to the person that waited is no longer true when the helper has changed meanwhile, and does not go out.
func TestApp_StaleWordsDoNotGoOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sink := w.bySMTP()
	r, _ := w.asking("dog", "Tom", "Una")
	sink.Down()
	w.must(w.app.AssignHelper(t.Context(), w.as("Dee"), AssignHelper{RequestID: r.ID, PersonID: w.who["Tom"]}))
	w.minutes(5)
	w.must(w.app.AssignHelper(t.Context(), w.as("Dee"), AssignHelper{RequestID: r.ID, PersonID: w.who["Una"]}))
	w.minutes(5)
	w.must(sink.Up())
	w.minutes(2)
	var coming []string
	for _, m := range sink.To("Joan.asks@example.org") {
		if s := m.Subject(); len(s) > 9 && s[:9] == "Good news" {
			coming = append(coming, s)
		}
	}
	if len(coming) != 1 || coming[0] != "Good news: Una is coming" {
		t.Errorf("with mail back Joan reads %q", coming)
	}
	if len(sink.To("Tom@example.org")) > 2 {
		t.Errorf("Tom has %d mails", len(sink.To("Tom@example.org")))
	}
	w.intact()
}
