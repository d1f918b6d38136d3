package app

import (
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/pgtest"
)

// beat lets the clock do all that is due now, until nothing more happens.
func (w *world) beat() {
	w.Helper()
	for range 20 {
		did := 0
		for _, job := range []func() (int, error){
			func() (int, error) { return w.app.AdvanceRequests(w.Context(), domain.Clock()) },
			func() (int, error) { return w.app.MatchDue(w.Context(), domain.Clock()) },
			func() (int, error) { return w.app.DeliverOutbox(w.Context(), domain.Clock()) },
		} {
			n, err := job()
			w.must(err)
			did += n
		}
		if did == 0 {
			return
		}
	}
	w.Fatal("the clock does not come to rest")
}

// until moves the clock on, in steps, and lets it act at each, until something holds.
func (w *world) until(what string, step, most time.Duration, holds func() bool) {
	w.Helper()
	for waited := time.Duration(0); waited <= most; waited += step {
		w.beat()
		if holds() {
			return
		}
		pgtest.Advance(w.T, w.db, step)
	}
	w.Fatalf("after %s still not: %s", most, what)
}

// live returns the invitation of a request that waits for an answer.
func (w *world) live(id domain.RequestID) domain.Invitation {
	w.Helper()
	all, err := w.db.Store().Invitations(w.Context(), id)
	w.must(err)
	for _, i := range all {
		if i.State.Live() {
			return i
		}
	}
	w.Fatalf("nobody is being asked for request %d", id)
	return domain.Invitation{}
}

// whoIs returns somebody's first name.
func (w *world) whoIs(id domain.PersonID) string {
	w.Helper()
	p, err := w.db.Store().Person(w.Context(), id)
	w.must(err)
	return p.FirstName
}

func TestStory_FromAskingToTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	w.volunteer("Una", "Castle Row")
	r := w.ask("Joan", "Castle Row", "prescription")

	w.beat()
	pgtest.Advance(t, w.db, 10*time.Minute)
	w.beat()
	first := w.live(r.ID)
	if first.State != domain.Delivered || first.ExpiresAt == nil {
		t.Fatalf("the first invitation is %s and ends %v; it should have been delivered", first.State, first.ExpiresAt)
	}

	pgtest.Advance(t, w.db, time.Minute)
	if _, err := w.app.AnswerInvitation(t.Context(), w.holding(first, domain.ForInvitation), SaysNotThisTime); err != nil {
		t.Fatal(err)
	}
	w.beat() // a refusal of something for today is replaced at once
	second := w.live(r.ID)
	if second.PersonID == first.PersonID {
		t.Fatal("whoever said no was asked again")
	}

	got, err := w.app.AnswerInvitation(t.Context(), w.holding(second, domain.ForInvitation), SaysYes)
	w.must(err)
	if !got.Yes || got.VisitToken == "" {
		t.Fatalf("a yes came to %+v", got)
	}
	w.beat()
	visit, err := w.app.Visit(t.Context(), w.holding(second, domain.ForVisit))
	w.must(err)
	if visit.FirstName != "Joan" || visit.DoorWords != r.DoorWords {
		t.Errorf("the visit page shows %s %s", visit.FirstName, visit.LastName)
	}
	if n := w.number(`SELECT count(*) FROM reveals WHERE viewer_id = $1 AND what = 'visit'`, second.PersonID); n != 1 {
		t.Errorf("%d reveals were written down, want 1", n)
	}
	w.must(w.app.ReportVisit(t.Context(), w.holding(second, domain.ForVisit), ReportVisit{Said: "done"}))
	w.beat()
	if now := w.request(r.ID); now.State != domain.Closed || now.Ending != domain.Helped {
		t.Fatalf("it is %s, ended %q; want closed, helped", now.State, now.Ending)
	}
	w.intact()
}

// intact checks that every invariant of the database holds.
func (w *world) intact() {
	w.Helper()
	found, err := w.db.Store().Invariants(w.Context(), w.now())
	w.must(err)
	for _, i := range found {
		if i.Count != 0 {
			w.Errorf("invariant broken %d times: %s", i.Count, i.Name)
		}
	}
}

// Nobody says yes, over a night and over the night on which the clocks go back: street, section, town, district, and then a
// support failure, once, while the request goes on.
func TestStory_AllTheWayUpToASupportFailure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	friday := time.Date(2026, time.October, 23, 14, 0, 0, 0, time.UTC) // three in the afternoon, in summer time; clocks go back on Sunday
	pgtest.Freeze(t, w.db, friday)
	for _, home := range []struct{ name, street string }{
		{"Near", "Castle Row"}, {"Close", "Quay Lane"}, {"Across", "Hill Road"}, {"Far", "Mill Lane"},
	} {
		w.volunteer(home.name, home.street)
	}
	r := w.ask("Joan", "Castle Row", "garden") // when it suits: 3, 3, 4 and 7 open days

	w.until("a support failure", time.Hour, 30*24*time.Hour, func() bool { return w.request(r.ID).FailedAt != nil })

	now := w.request(r.ID)
	if now.Level != domain.AtDistrict || now.State != domain.Open {
		t.Errorf("it is %s at the %s, want open at the district", now.State, now.Level)
	}
	if w.whoIs(now.OwnerID) != "Priya" {
		t.Errorf("%s owns it, want the district coordinator", w.whoIs(now.OwnerID))
	}
	hours := escalation.DefaultHours(w.app.zone)
	rows, err := w.db.SQL.QueryContext(t.Context(), `SELECT at FROM escalations WHERE request_id = $1 ORDER BY level`, r.ID)
	w.must(err)
	defer rows.Close()
	var last time.Time
	n := 0
	for rows.Next() {
		var at time.Time
		w.must(rows.Scan(&at))
		if !hours.IsOpen(at) && !hours.IsOpen(at.Add(-time.Minute)) {
			t.Errorf("it was widened at %s, when people sleep", at.In(w.app.zone))
		}
		if !at.After(last) {
			t.Errorf("levels are out of order: %s after %s", at, last)
		}
		last = at
		n++
	}
	w.must(rows.Err())
	if n != 3 {
		t.Errorf("it was widened %d times, want 3", n)
	}
	for _, kind := range []string{sayFailureOwner, sayFailurePerson} {
		if got := w.number(`SELECT count(*) FROM outbox WHERE request_id = $1 AND kind = $2`, r.ID, kind); got != 1 {
			t.Errorf("%d messages of the kind %s, want 1", got, kind)
		}
	}
	asked := w.number(`SELECT count(DISTINCT person_id) FROM invitations WHERE request_id = $1`, r.ID)
	if asked != 4 {
		t.Errorf("%d people were asked on the way up, want all 4", asked)
	}
	if now.NextAction == "" || now.OwnerID == 0 {
		t.Error("after the failure nothing is due any more")
	}
	w.intact()
}

func TestStory_TheSecondYesIsThankedAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.volunteer("Tom", "Castle Row"), w.volunteer("Una", "Castle Row")
	raised, err := w.app.RaiseRequest(t.Context(), w.as("Dee"), RaiseRequest{FirstName: "Joan", Phone: "01632 960155", CameBy: domain.ByPhone,
		StreetID: w.street["Castle Row"], NeedID: w.need["dog"], Urgency: domain.InHours, SafeToRing: true})
	w.must(err)
	w.must(w.app.ApproveRequest(t.Context(), w.as("Dee"), raised.RequestID))
	r := w.request(raised.RequestID)
	w.beat()
	all, err := w.db.Store().Invitations(t.Context(), r.ID)
	w.must(err)
	if len(all) != 2 {
		t.Fatalf("%d were asked at once, want both", len(all))
	}
	answers := make(chan Answered, 2)
	for _, i := range all {
		go func() {
			got, err := w.app.AnswerInvitation(t.Context(), w.holding(i, domain.ForInvitation), SaysYes)
			if err != nil {
				t.Error(err)
			}
			answers <- got
		}()
	}
	yes := 0
	for range all {
		if got := <-answers; got.Yes {
			yes++
		} else if !strings.Contains(got.Words, "someone is going") {
			t.Errorf("the one who came second reads %q", got.Words)
		}
	}
	if yes != 1 {
		t.Fatalf("%d of two are going, want one", yes)
	}
	w.beat()
	if n := w.messages(a, sayVisit) + w.messages(b, sayVisit); n != 1 {
		t.Errorf("%d were told where to go, want 1", n)
	}
	w.intact()
}
