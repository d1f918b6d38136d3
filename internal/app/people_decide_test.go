package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/pgtest"
)

// Rule 7: people decide, and the story says who and what.

// step checks that a step of a request's story is in it, by whom, and reads as it should.
func (w *world) step(id domain.RequestID, kind, by, words string) domain.Event {
	w.Helper()
	store, err := w.app.read(w.Context(), w.allowed(domain.Clock()))
	w.must(err)
	story, err := store.story(w.Context(), id)
	w.must(err)
	n := slices.IndexFunc(story, func(e domain.Event) bool { return e.Kind == kind })
	if n < 0 {
		w.Fatalf("the story has no step %q", kind)
	}
	if story[n].ActorName != by || !strings.Contains(story[n].Words, words) {
		w.Errorf("the step %q is by %q and reads %q; want by %q, with %q", kind, story[n].ActorName, story[n].Words, by, words)
	}
	return story[n]
}

func TestPeopleDecide_Assign(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom, una := w.volunteer("Tom", "Castle Row"), w.volunteer("Una", "Mill Lane")
	r := w.ask("Joan", "Castle Row", "dog")
	pgtest.Advance(t, w.db, time.Hour)
	w.beat()
	asked := w.live(r.ID)
	if asked.PersonID != tom {
		t.Fatalf("%s was asked first", w.whoIs(asked.PersonID))
	}
	at := w.now().Add(5 * time.Hour)
	w.must(w.app.AssignHelper(t.Context(), w.as("Maggie"), AssignHelper{RequestID: r.ID, PersonID: una, VisitAt: &at}))
	w.beat()
	now := w.request(r.ID)
	if now.State != domain.Assigned || !now.VisitAt.Equal(at) {
		t.Errorf("it is %s, for %v", now.State, now.VisitAt)
	}
	w.step(r.ID, evAccepted, "Maggie", "Una said yes")
	w.step(r.ID, evWithdrawn, "Maggie", "Tom need not answer")
	if w.messages(tom, sayInvitationClosed) != 1 || w.messages(una, sayVisit) != 1 || w.messages(r.PersonID, sayHelperComing) != 1 {
		t.Error("not everybody was told, or not once")
	}

	w.must(w.app.AssignHelper(t.Context(), w.as("Maggie"), AssignHelper{RequestID: r.ID, PersonID: tom}))
	w.beat()
	if w.messages(una, sayVisitOff) != 1 || w.messages(tom, sayVisit) != 1 {
		t.Error("Una was not told that there is no need to go, or Tom not where to")
	}
	w.step(r.ID, evTakenBack, "Maggie", "Una is not going after all")
	if w.messages(r.PersonID, sayHelperChanged) != 0 {
		t.Error("Joan is told that nobody comes, when Tom does")
	}
	w.intact()
}

// Whoever is assigned while a question to them waits is not thanked for nothing.
func TestPeopleDecide_AssignWhoWasAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	pgtest.Advance(t, w.db, time.Hour)
	w.beat()
	w.must(w.app.AssignHelper(t.Context(), w.as("Maggie"), AssignHelper{RequestID: r.ID, PersonID: tom}))
	w.beat()
	if n := w.messages(tom, sayInvitationClosed); n != 0 {
		t.Error("Tom reads that somebody else is going")
	}
	if n := w.messages(tom, sayVisit); n != 1 {
		t.Errorf("Tom was told %d times where to go", n)
	}
	w.intact()
}

// While it is held nobody new is asked and the ladder stands; afterwards it goes on with the time that was left, also over a night.
func TestPeopleDecide_Hold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Mill Lane")
	r := w.ask("Joan", "Castle Row", "dog") // a day at each level, from ten in the morning
	w.exec(`UPDATE volunteers SET availability = 1`)
	hours := escalation.DefaultHours(w.app.zone)
	pgtest.Advance(t, w.db, 4*time.Hour)
	until := w.now().Add(30 * time.Hour) // Thursday, eight in the evening
	w.exec(`UPDATE requests SET nobody = false WHERE id = $1`, r.ID)
	w.must(w.app.HoldRequest(t.Context(), w.as("Maggie"), HoldRequest{RequestID: r.ID, Reason: "Joan is with her sister", Until: until}))
	before := w.counted()
	for w.now().Add(3 * time.Hour).Before(until) {
		pgtest.Advance(t, w.db, 3*time.Hour)
		w.beat()
	}
	if now := w.request(r.ID); now.Level != domain.AtStreet || now.HoldUntil == nil || w.counted()[0] != before[0] {
		t.Fatalf("while held it went to the %s", now.Level)
	}
	held := w.request(r.ID)
	if used := time.Duration(held.LevelUsed) * time.Second; used != 4*time.Hour {
		t.Errorf("it had used %s of its street's time, want 4h", used)
	}
	pgtest.Advance(t, w.db, until.Sub(w.now()))
	_, err := w.app.AdvanceRequests(t.Context(), domain.Clock())
	w.must(err)
	now := w.request(r.ID)
	rules := escalation.Rules{Policy: w.app.policy, Hours: hours}
	left := hours.Between(w.now(), rules.LevelDeadline(ladder(now)))
	if now.HoldUntil != nil || left != hours.Day()-4*time.Hour {
		t.Errorf("it goes on with %s of %s left, held until %v", left, hours.Day(), now.HoldUntil)
	}
	w.step(r.ID, evPaused, "Maggie", "Maggie put it on hold")
	w.step(r.ID, evReleased, "", "The hold is over")

	for field, cmd := range map[string]HoldRequest{
		"reason": {RequestID: r.ID, Until: w.now().Add(time.Hour)},
		"until":  {RequestID: r.ID, Reason: "Away", Until: w.now().Add(61 * 24 * time.Hour)},
	} {
		w.refusedField(w.app.HoldRequest(t.Context(), w.as("Maggie"), cmd), field)
	}
	w.intact()
}

func TestPeopleDecide_TakeBackAndAskWider(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	w.refused(w.app.TakeBack(t.Context(), w.as("Maggie"), TakeBack{RequestID: r.ID}), domain.Conflict)
	w.must(w.app.AssignHelper(t.Context(), w.as("Maggie"), AssignHelper{RequestID: r.ID, PersonID: tom}))
	w.must(w.app.TakeBack(t.Context(), w.as("Maggie"), TakeBack{RequestID: r.ID, Why: "Tom rang, he has a cold"}))
	w.step(r.ID, evTakenBack, "Maggie", "Tom is not going after all")
	w.step(r.ID, evNoted, "Maggie", "note")
	for want := domain.AtSection; want <= domain.AtDistrict; want++ {
		w.must(w.app.AskWider(t.Context(), w.as("Priya"), r.ID))
		w.must(ignoring(domain.Conflict, w.app.AskWider(t.Context(), w.as("Priya"), r.ID))) // a second press is still the first
		if now := w.request(r.ID); now.Level != want {
			t.Fatalf("it is at the %s, want the %s", now.Level, want)
		}
		pgtest.Advance(t, w.db, time.Minute)
		w.step(r.ID, evWidened, "Priya", "somebody chose to")
	}
	w.refused(w.app.AskWider(t.Context(), w.as("Priya"), r.ID), domain.Conflict)
	if owner := w.whoIs(w.request(r.ID).OwnerID); owner != "Priya" {
		t.Errorf("%s owns what the whole district is asked", owner)
	}
	pgtest.Advance(t, w.db, time.Hour)
	w.beat()
	if n := w.number(`SELECT count(*) FROM invitations WHERE person_id = $1 AND state = 'queued'`, tom); n != 0 {
		t.Error("Tom, from whom it was taken back, is asked again")
	}
	w.intact()
}

func TestPeopleDecide_HandOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	w.exec(`UPDATE persons SET email = '', email_key = '' WHERE id = $1`, tom)
	r := w.ask("Joan", "Castle Row", "dog")
	pgtest.Advance(t, w.db, time.Hour)
	w.beat()
	w.refusedField(w.app.HandOver(t.Context(), w.as("Maggie"), HandOver{RequestID: r.ID, To: tom}), "to")
	w.must(w.app.HandOver(t.Context(), w.as("Maggie"), HandOver{RequestID: r.ID, To: w.who["Bo"]}))
	w.step(r.ID, evOwner, "Maggie", "Maggie gave this to Bo.")
	if w.messages(w.who["Bo"], sayOwnerNew) != 1 || w.messages(w.who["Maggie"], sayHandover) != 1 {
		t.Error("not both were told, once")
	}
	if n := w.number(`SELECT count(*) FROM tasks WHERE request_id = $1 AND owner_id = $2 AND state = 'open'`, r.ID, w.who["Bo"]); n != 1 {
		t.Error("the call to Tom did not go along")
	}
	w.must(w.app.HandOver(t.Context(), w.as("Bo"), HandOver{RequestID: r.ID, To: w.who["Bo"]}))
	if w.messages(w.who["Bo"], sayOwnerNew) != 1 {
		t.Error("Bo was told twice of the same")
	}
	w.refused(w.app.HandOver(t.Context(), w.holding(w.live(r.ID), domain.ForInvitation), HandOver{RequestID: r.ID, To: w.who["Dee"]}), domain.NotFound)
	w.beat()
	w.intact()
}

// An ask that waits for a word goes out only when somebody says so; at_ten it goes out by itself unless it is held.
func TestPeopleDecide_WhatGoesOut(t *testing.T) {
	t.Parallel()
	for how, asked := range map[domain.GoesOut]int{domain.AskMeFirst: 0, domain.NeverOut: 0, domain.AtTen: 1, domain.ByItself: 1} {
		t.Run(string(how), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.volunteer("Tom", "Castle Row")
			w.exec(`UPDATE needs SET goes_out = $1`, how)
			raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Phone: "01632 960155",
				StreetID: w.street["Castle Row"], NeedID: w.need["dog"], SafeToRing: true})
			w.must(err)
			for range 27 {
				w.beat()
				pgtest.Advance(t, w.db, time.Hour)
			}
			if n := w.number(`SELECT count(DISTINCT person_id) FROM invitations WHERE request_id = $1`, raised.RequestID); n != asked {
				t.Errorf("%d were asked, want %d", n, asked)
			}
			if how == domain.AskMeFirst && w.number(`SELECT count(*) FROM events WHERE kind = 'reminded'`) == 0 {
				t.Error("its owner was not reminded")
			}
			w.beat()
			w.intact()
		})
	}
}

// ignoring is the error, unless it is of a kind that may be.
func ignoring(kind domain.Kind, err error) error {
	if domain.KindOf(err) == kind {
		return nil
	}
	return err
}

// The visit that a message names begins after the answer is due, and nobody is put down for a time that has passed.
func TestPeopleDecide_VisitsLieAhead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	r := w.ask("Joan", "Castle Row", "prescription")
	pgtest.Advance(t, w.db, 10*time.Minute)
	w.beat()
	i := w.live(r.ID)
	if i.ExpiresAt == nil || i.VisitAt.Before(*i.ExpiresAt) {
		t.Errorf("the visit is at %s, and the answer is due by %v", i.VisitAt, i.ExpiresAt)
	}
	past := w.now().AddDate(-6, 0, 0)
	w.refusedField(w.app.AssignHelper(t.Context(), w.as("Dee"), AssignHelper{RequestID: r.ID, PersonID: tom, VisitAt: &past}), "visitAt")

	w.must(w.app.AskHelper(t.Context(), w.as("Dee"), AskHelper{RequestID: r.ID, PersonID: tom})) // asked already: nothing happens
	if n := w.messages(tom, sayInvitation); n != 1 {
		t.Errorf("%d questions went to one person, want 1", n)
	}
	w.intact()
}
