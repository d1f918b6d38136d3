package app

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// going is a request whose helper is Tom, with the visit in two hours.
func (w *world) going(need string) (domain.Request, domain.Invitation) {
	w.Helper()
	tom := w.volunteer("Tom", "Castle Row")
	r := w.ask("Joan", "Castle Row", need)
	at := w.now().Add(2 * time.Hour)
	w.must(w.app.AssignHelper(w.Context(), w.as("Maggie"), AssignHelper{RequestID: r.ID, PersonID: tom, VisitAt: &at}))
	w.beat()
	all, err := w.db.Store().Invitations(w.Context(), r.ID)
	w.must(err)
	return w.request(r.ID), all[0]
}

func TestApp_ReportVisit(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]struct {
		state  domain.RequestState
		step   string
		off    int // "no need to go" to the helper
		told   int // to the owner, that a hand is needed
		thanks int // "Tom can't come after all" to the person
	}{
		"done":         {domain.Closed, "Tom said: it is done", 0, 0, 0},
		"could_not":    {domain.Open, "Tom handed it back", 0, 0, 1},
		"hand_back":    {domain.Open, "Tom handed it back", 0, 0, 1},
		"need_a_hand":  {domain.Assigned, "Tom said: a hand is needed", 0, 1, 0},
		"no_answer":    {domain.Assigned, "Tom said: nobody answered the door", 0, 1, 0},
		"home_safe":    {domain.Assigned, "Tom is home safe", 0, 0, 0},
		"lost the dog": {domain.Assigned, "", 0, 0, 0},
	} {
		t.Run(said, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r, i := w.going("dog")
			err := w.app.ReportVisit(t.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: said, Words: "Rex was fine"})
			if want.step == "" {
				w.refusedField(err, "said")
				if w.number(`SELECT count(*) FROM request_notes`) != 0 {
					t.Error("the words of what was refused were kept")
				}
				return
			}
			w.must(err)
			w.beat()
			if got := w.request(r.ID).State; got != want.state {
				t.Errorf("it is %s, want %s", got, want.state)
			}
			if got := w.messages(r.PersonID, sayHelperChanged); got != want.thanks {
				t.Errorf("Joan reads %d times that Tom cannot come, want %d", got, want.thanks)
			}
			if got := w.messages(i.PersonID, sayVisitOff); got != want.off {
				t.Errorf("Tom reads %d times that there is no need to go", got)
			}
			if got := w.messages(r.OwnerID, sayHandWanted); got != want.told {
				t.Errorf("the owner is told %d times that a hand is needed, want %d", got, want.told)
			}
			view, err := w.app.read(t.Context(), w.allowed(domain.Clock()))
			w.must(err)
			story, err := view.story(t.Context(), r.ID)
			w.must(err)
			found := false
			for _, e := range story {
				found = found || len(e.Words) >= len(want.step) && e.Words[:len(want.step)] == want.step
			}
			if !found {
				t.Errorf("the story does not say %q", want.step)
			}
			w.intact()
		})
	}
}

// A visit inside a home: reminded before, asked afterwards whether they are home safe, and when nothing is heard somebody rings, also at
// night. There is one call to make, however long nobody makes it, and none once they are safe.
func TestApp_HomeSafe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, i := w.going("small_jobs")
	w.exec(`UPDATE requests SET nudged_at = NULL WHERE id = $1`, r.ID)
	tom := i.PersonID
	w.until("asked whether they are home safe", 5*time.Minute, 4*time.Hour, func() bool { return w.messages(tom, sayHomeSafe) == 1 })
	if now := w.now(); now.Before(*r.VisitEndsAt) || now.Sub(*r.VisitEndsAt) > 5*time.Minute {
		t.Errorf("Tom was asked at %s; the visit ended at %s", now, r.VisitEndsAt)
	}
	for range 30 {
		pgtest.Advance(t, w.db, 30*time.Minute)
		w.beat()
	}
	calls := w.calls(tom)
	if len(calls) != 1 {
		t.Fatalf("after a night %d calls to Tom are to be made, want 1", len(calls))
	}
	w.must(w.app.ReportVisit(t.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: "home_safe"}))
	if len(w.calls(tom)) != 0 {
		t.Error("Tom is home safe, and is to be rung")
	}
	w.until("both were asked how it went", 30*time.Minute, 24*time.Hour, func() bool {
		return w.messages(tom, sayAfterHelper) == 1 && w.messages(r.PersonID, sayAfterPerson) == 1
	})
	w.until("it is time to ring both", time.Hour, 72*time.Hour, func() bool { return len(w.calls(tom))+len(w.calls(r.PersonID)) == 2 })
	w.until("help is looked for again", time.Hour, 72*time.Hour, func() bool { return w.request(r.ID).State == domain.Open })
	if n := len(w.calls(tom)) + len(w.calls(r.PersonID)); n != 0 {
		t.Errorf("%d calls are still to be made about a visit that is off", n)
	}
	w.step(r.ID, evTakenBack, "", "Nobody told us how it went")
	w.beat()
	w.intact()
}

// What the person says counts like what the helper says.
func TestApp_TellHowItWent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, _ := w.going("dog")
	asker := domain.Actor{Kind: domain.BearerActor, DistrictID: r.DistrictID, PersonID: r.PersonID, Purpose: domain.ForStatus, RequestID: r.ID}
	w.refusedField(w.app.TellHowItWent(t.Context(), asker, "great"), "said")
	w.must(w.app.TellHowItWent(t.Context(), asker, "not_done"))
	if now := w.request(r.ID); now.State != domain.Assigned || w.messages(r.OwnerID, sayHandWanted) != 1 {
		t.Errorf("nobody came, and it is %s", now.State)
	}
	w.must(w.app.TellHowItWent(t.Context(), asker, "done"))
	if now := w.request(r.ID); now.Ending != domain.Helped {
		t.Errorf("it is %s %q", now.State, now.Ending)
	}
	w.must(w.app.TellHowItWent(t.Context(), asker, "done"))
	w.beat()
	w.intact()
}
