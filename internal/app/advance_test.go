package app

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// What comes up at nine in the evening waits for the morning: nobody is asked, and no owner is woken, before half past eight. Whoever
// has just asked reads at once that we have it.
func TestApp_AdvanceRequests_QuietHours(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	night := time.Date(2026, time.June, 10, 20, 0, 0, 0, time.UTC) // nine in the evening on the wall
	pgtest.Freeze(t, w.db, night)
	tom := w.volunteer("Tom", "Castle Row")
	w.byPhone(w.volunteer("Una", "Castle Row"))
	w.exec(`UPDATE needs SET goes_out = 'by_itself' WHERE code = 'dog'`)
	raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Address: "1", Email: "joan@example.org", StreetID: w.street["Castle Row"],
		NeedID: w.need["dog"], Urgency: domain.InADay, SafeToWrite: true})
	w.must(err)
	_, err = w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Ken", Address: "1", Email: "ken@example.org", StreetID: w.street["Castle Row"],
		NeedID: w.need["garden"], SafeToWrite: true}) // which waits for a word of its owner
	w.must(err)
	opens := time.Date(2026, time.June, 11, 7, 30, 0, 0, time.UTC)
	for w.now().Before(opens.Add(-time.Minute)) {
		pgtest.Advance(t, w.db, min(30*time.Minute, opens.Add(-time.Minute).Sub(w.now())))
		w.beat()
		if n := w.number(`SELECT count(*) FROM outbox WHERE state = 'sent' AND kind <> $1`, sayRequestReceived); n != 0 {
			t.Fatalf("at %s in the night %d messages were sent", w.now().In(w.app.zone), n)
		}
		if n := w.number(`SELECT count(*) FROM tasks`); n != 0 {
			t.Fatal("somebody is to ring in the night")
		}
	}
	if w.messages(w.request(raised.RequestID).PersonID, sayRequestReceived) != 1 || w.number(`SELECT count(*) FROM outbox WHERE state = 'sent'`) != 2 {
		t.Error("Joan and Ken were not told at once that we have it")
	}
	if now := w.request(raised.RequestID); now.Level != domain.AtStreet || now.LevelUsed != 0 {
		t.Error("the ladder went on in the night")
	}
	w.minutes(2)
	if i := w.live(raised.RequestID); i.PersonID != tom || i.State != domain.Delivered {
		t.Errorf("in the morning %s is asked, and it is %s", w.whoIs(i.PersonID), i.State)
	}
	if w.number(`SELECT count(*) FROM outbox WHERE kind = $1 AND state = 'sent'`, sayOwnerNew) != 1 {
		t.Error("the owner heard nothing in the morning")
	}
	w.intact()
}

func TestApp_AdvanceRequests_SleepsUntilAWeekBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	w.exec(`UPDATE needs SET goes_out = 'by_itself'`)
	from := w.now().AddDate(0, 0, 20)
	raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Address: "1", Email: "joan@example.org", StreetID: w.street["Castle Row"],
		NeedID: w.need["dog"], WantedFrom: &from, SafeToWrite: true})
	w.must(err)
	r := w.request(raised.RequestID)
	if !r.Asleep || r.OwnerID != w.who["Maggie"] || r.NextAction != "wake" {
		t.Fatalf("it is asleep: %v, owned by %s, and the next action is %q", r.Asleep, w.whoIs(r.OwnerID), r.NextAction)
	}
	w.until("it wakes", 6*time.Hour, 20*24*time.Hour, func() bool { return !w.request(r.ID).Asleep })
	if early := from.Sub(w.now()); early < 6*24*time.Hour || early > 7*24*time.Hour {
		t.Errorf("it woke %s before its day", early)
	}
	if w.number(`SELECT count(*) FROM invitations WHERE queued_at < $1`, from.AddDate(0, 0, -7)) != 0 {
		t.Error("somebody was asked while it slept")
	}
	w.until("somebody is asked", time.Hour, 26*time.Hour, func() bool { return w.number(`SELECT count(*) FROM invitations`) == 1 })
	if i := w.live(r.ID); i.VisitAt.Before(from) {
		t.Errorf("the visit is at %s, before the day that was asked for", i.VisitAt)
	}
	w.intact()
}

func TestApp_AdvanceRequests_AMissedWindow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	r, i := w.asking("prescription")
	w.until("the time has passed", 30*time.Minute, 72*time.Hour, func() bool { return w.request(r.ID).MissedAt != nil })
	now := w.request(r.ID)
	if now.State != domain.Open || now.NextAction != "review" || w.count(domain.Delivered, tom) != 0 {
		t.Errorf("it is %s, next comes %q, and %d are still asked", now.State, now.NextAction, w.count(domain.Delivered, tom))
	}
	if w.messages(r.PersonID, sayNewTime) != 1 {
		t.Error("Joan was not asked for a new time")
	}
	if n := w.number(`SELECT count(*) FROM outbox WHERE kind = $1 AND person_id = $2 AND data ->> 'code' = 'time_passed'`, sayOwnerNew, now.OwnerID); n != 1 {
		t.Errorf("its owner was told %d times", n)
	}
	if got := w.answers(i, SaysYes); got.Yes {
		t.Error("a yes counted when help was of no use any more")
	}
	w.until("the owner is reminded", 6*time.Hour, 96*time.Hour, func() bool { return w.request(r.ID).ReviewedAt != nil })
	asker := domain.Actor{Kind: domain.BearerActor, DistrictID: r.DistrictID, PersonID: r.PersonID, Purpose: domain.ForStatus, RequestID: r.ID}
	w.refusedField(w.app.ChangeMyTime(t.Context(), asker, ChangeTime{UsefulUntil: w.now()}), "usefulUntil")
	w.must(w.app.ChangeMyTime(t.Context(), asker, ChangeTime{UsefulUntil: w.now().AddDate(0, 0, 3)}))
	if now := w.request(r.ID); now.MissedAt != nil || now.NextAction == "review" {
		t.Errorf("with a new time the next action is %q", now.NextAction)
	}
	w.beat()
	w.intact()
}

// An ask whose street nobody knows is taken down and owned; nobody is asked until it is placed, and then its street is.
func TestApp_PlaceRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Phone: "01632 960155", TownID: w.town["Saltcombe"],
		PlaceWords: "the caravans behind the mill", NeedID: w.need["dog"], SafeToRing: true})
	w.must(err)
	r := w.request(raised.RequestID)
	if w.whoIs(r.OwnerID) != "Dee" || r.NextAction != "review" {
		t.Errorf("%s owns it, and the next action is %q; want the desk, and a look at it", w.whoIs(r.OwnerID), r.NextAction)
	}
	w.refusedField(w.app.ApproveRequest(t.Context(), w.as("Dee"), r.ID), "streetId")
	w.refusedField(w.app.AskHelper(t.Context(), w.as("Dee"), AskHelper{RequestID: r.ID, PersonID: tom}), "streetId")
	for range 10 {
		pgtest.Advance(t, w.db, 5*time.Hour)
		w.beat()
	}
	if w.number(`SELECT count(*) FROM invitations`) != 0 || w.request(r.ID).Level != domain.AtStreet {
		t.Error("it went out without a place")
	}
	w.refusedField(w.app.PlaceRequest(t.Context(), w.as("Dee"), PlaceRequest{RequestID: r.ID, StreetID: 999}), "streetId")
	w.must(w.app.PlaceRequest(t.Context(), w.as("Dee"), PlaceRequest{RequestID: r.ID, StreetID: w.street["Castle Row"]}))
	if owner := w.whoIs(w.request(r.ID).OwnerID); owner != "Maggie" {
		t.Errorf("%s owns it now, want whoever looks after the street", owner)
	}
	w.must(w.app.ApproveRequest(t.Context(), w.as("Maggie"), r.ID))
	w.until("Tom is asked", time.Hour, 26*time.Hour, func() bool { return w.count(domain.Delivered, tom) == 1 })
	w.intact()
}

// Nobody is invited for a person who does not know of the ask, whoever tries.
func TestApp_ConfirmKnows(t *testing.T) {
	t.Parallel()
	for _, knows := range []domain.Knows{domain.NotYet, domain.CannotDecide} {
		t.Run(string(knows), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tom := w.volunteer("Tom", "Castle Row")
			w.exec(`UPDATE needs SET goes_out = 'by_itself'`)
			raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Address: "1", StreetID: w.street["Castle Row"], NeedID: w.need["dog"],
				CameBy: domain.ByNeighbour, Asker: &Asker{FirstName: "Ann", Phone: "01632 960177", Relationship: "neighbour", Knows: knows}})
			w.must(err)
			r := w.request(raised.RequestID)
			if w.whoIs(r.OwnerID) != "Dee" {
				t.Errorf("%s owns it, want the desk", w.whoIs(r.OwnerID))
			}
			w.refused(w.app.AskHelper(t.Context(), w.as("Dee"), AskHelper{RequestID: r.ID, PersonID: tom}), domain.Unacceptable)
			w.refused(w.app.AssignHelper(t.Context(), w.as("Dee"), AssignHelper{RequestID: r.ID, PersonID: tom}), domain.Unacceptable)
			w.must(w.app.AskWider(t.Context(), w.as("Dee"), r.ID))
			for range 8 {
				pgtest.Advance(t, w.db, 6*time.Hour)
				w.beat()
			}
			if w.number(`SELECT count(*) FROM invitations`) != 0 || w.number(`SELECT count(*) FROM outbox WHERE person_id = $1`, r.PersonID) != 0 {
				t.Error("somebody was asked, or Joan written to, who does not know of it")
			}
			w.must(w.app.ConfirmKnows(t.Context(), w.as("Dee"), r.ID))
			w.until("Tom is asked", time.Hour, 26*time.Hour, func() bool { return w.count(domain.Delivered, tom) == 1 })
			w.intact()
		})
	}
}

// A support failure is recorded once; the request goes on, and may still find its helper.
func TestApp_SupportFailureOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.ask("Joan", "Castle Row", "prescription")
	w.until("a support failure", 30*time.Minute, 72*time.Hour, func() bool { return w.request(r.ID).FailedAt != nil })
	for range 12 {
		pgtest.Advance(t, w.db, time.Hour)
		w.beat()
	}
	if n := w.number(`SELECT count(*) FROM events WHERE kind = 'support_failure'`); n != 1 {
		t.Errorf("%d support failures in the story", n)
	}
	if _, err := w.db.SQL.Exec(`UPDATE requests SET failed_at = NULL WHERE id = $1`, r.ID); err == nil {
		t.Error("a support failure could be unwritten")
	}
	tom := w.volunteer("Tom", "Mill Lane")
	asker := domain.Actor{Kind: domain.BearerActor, DistrictID: r.DistrictID, PersonID: r.PersonID, Purpose: domain.ForStatus, RequestID: r.ID}
	w.must(w.app.ChangeMyTime(t.Context(), asker, ChangeTime{UsefulUntil: w.now().AddDate(0, 0, 3)}))
	w.until("Tom is asked", 10*time.Minute, 24*time.Hour, func() bool { return w.count(domain.Delivered, tom) == 1 })
	if v, err := w.app.Status(t.Context(), asker); err != nil || v.Headline != "We have not found anyone yet" {
		t.Errorf("Joan reads %q (%v)", v.Headline, err)
	}
	w.intact()
}
