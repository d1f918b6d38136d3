package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// asking is a request with an invitation that has arrived.
func (w *world) asking(need string, helpers ...string) (domain.Request, domain.Invitation) {
	w.Helper()
	for _, h := range helpers {
		w.volunteer(h, "Castle Row")
	}
	r := w.ask("Joan", "Castle Row", need)
	w.until("somebody is asked", 10*time.Minute, 5*24*time.Hour, func() bool {
		return w.number(`SELECT count(*) FROM invitations WHERE request_id = $1 AND state = 'delivered'`, r.ID) > 0
	})
	return w.request(r.ID), w.live(r.ID)
}

func (w *world) answers(i domain.Invitation, answer string) Answered {
	w.Helper()
	got, err := w.app.AnswerInvitation(w.Context(), w.holding(i, domain.ForInvitation), answer)
	w.must(err)
	return got
}

func TestApp_AnswerInvitation_Twice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first, second string
		going         bool
		words         string
	}{
		{SaysYes, SaysYes, true, "You said yes"},
		{SaysYes, SaysNotThisTime, true, "You said yes"},
		{SaysNotThisTime, SaysYes, false, "can’t this time"},
		{SaysNotThisWeek, SaysNotThisTime, false, "can’t this time"},
	} {
		t.Run(c.first+" then "+c.second, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r, i := w.asking("dog", "Tom")
			w.answers(i, c.first)
			got := w.answers(i, c.second)
			if got.Yes != c.going || (w.request(r.ID).State == domain.Assigned) != c.going || !strings.Contains(got.Words, c.words) {
				t.Errorf("the second answer came to %+v, and it is %s", got, w.request(r.ID).State)
			}
			w.intact()
		})
	}
}

func TestApp_AnswerInvitation_NotOneOfTheThree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, i := w.asking("dog", "Tom")
	_, err := w.app.AnswerInvitation(t.Context(), w.holding(i, domain.ForInvitation), "perhaps")
	w.refusedField(err, "answer")
	stranger := w.holding(i, domain.ForInvitation)
	stranger.PersonID = w.who["Dee"]
	_, err = w.app.AnswerInvitation(t.Context(), stranger, SaysYes)
	w.refused(err, domain.NotFound)
	_, err = w.app.AnswerInvitation(t.Context(), w.holding(i, domain.ForVisit), SaysYes)
	w.refused(err, domain.NotFound)
}

// A yes that comes after silence counts while nobody else goes, and takes its place in the right week.
func TestApp_AnswerInvitation_LateYes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, i := w.asking("dog", "Tom")
	w.until("it has expired", time.Hour, 72*time.Hour, func() bool { return w.count(domain.Expired, i.PersonID) == 1 })
	if got := w.answers(i, SaysYes); !got.Yes {
		t.Fatalf("a late yes came to %+v", got)
	}
	now := w.request(r.ID)
	if now.State != domain.Assigned || now.VisitAt.Before(w.now()) {
		t.Errorf("it is %s, and the visit at %v; want it ahead", now.State, now.VisitAt)
	}
	if n := w.number(`SELECT count(*) FROM volunteer_weeks WHERE extract(isodow FROM week) <> 1`); n != 0 {
		t.Error("capacity was booked in a week that does not begin on Monday")
	}
	if n := w.number(`SELECT silences FROM volunteers WHERE person_id = $1`, i.PersonID); n != 0 {
		t.Error("whoever said yes still counts as silent")
	}
	w.beat()
	w.intact()
}

// An invitation names its earliest time. Somebody who says yes when that has begun goes at the next time that suits both.
func TestApp_AnswerInvitation_YesWhenTheTimeHasBegun(t *testing.T) {
	t.Parallel()
	for name, wait := range map[string]time.Duration{"the next morning": 24 * time.Hour, "in the next week": 5*24*time.Hour - time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			need := map[bool]string{true: "garden", false: "dog"}[wait > 24*time.Hour] // the one waits for days for an answer
			r, i := w.asking(need, "Tom")
			w.exec(`UPDATE volunteers SET availability = $1`, domain.At(time.Thursday, domain.Afternoon)|domain.At(time.Tuesday, domain.Afternoon))
			w.exec(`UPDATE invitations SET expires_at = $1`, w.now().Add(8*24*time.Hour))
			pgtest.Advance(t, w.db, wait)
			if !i.VisitAt.Before(w.now()) {
				t.Fatalf("the visit is at %s, not past at %s", i.VisitAt, w.now())
			}
			w.answers(i, SaysYes)
			got := w.request(r.ID).VisitAt.In(w.app.zone)
			if got.Before(w.now()) || got.Hour() < 12 || got.Hour() > 16 || (got.Weekday() != time.Thursday && got.Weekday() != time.Tuesday) {
				t.Errorf("Tom, free on Tuesday and Thursday afternoons, goes at %s", got)
			}
			if n := w.number(`SELECT count(*) FROM invitations WHERE state = 'accepted' AND week = date_trunc('week', visit_at AT TIME ZONE 'Europe/London')::date`); n != 1 {
				t.Error("the visit is booked in another week than it is in")
			}
			if n := w.messages(i.PersonID, sayInvitationClosed); n != 0 {
				t.Error("Tom reads that somebody else is going")
			}
			w.intact()
		})
	}
}

// A no that comes after silence is a no: nobody is asked again who has said it.
func TestApp_AnswerInvitation_LateNo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, i := w.asking("dog", "Tom")
	w.until("it has expired", time.Hour, 72*time.Hour, func() bool { return w.count(domain.Expired, i.PersonID) == 1 })
	w.answers(i, SaysNotThisWeek)
	if n := w.number(`SELECT count(*) FROM absences WHERE person_id = $1 AND kind = 'pause'`, i.PersonID); n != 1 {
		t.Error("Tom cannot this week, and is asked all the same")
	}
	w.until("the district was asked", 6*time.Hour, 20*24*time.Hour, func() bool { return w.request(r.ID).FailedAt != nil || w.request(r.ID).MissedAt != nil })
	if n := w.number(`SELECT count(*) FROM invitations WHERE person_id = $1 AND state <> 'declined'`, i.PersonID); n != 1 {
		t.Errorf("Tom was asked %d times, and had said no", n)
	}
	w.intact()
}

// Not this week: no ask before next Monday. Not this time: the next ask may come at once.
func TestApp_AnswerInvitation_NotThisWeek(t *testing.T) {
	t.Parallel()
	for answer, asked := range map[string]int{SaysNotThisTime: 2, SaysNotThisWeek: 1} {
		t.Run(answer, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			_, i := w.asking("dog", "Tom")
			w.answers(i, answer)
			w.ask("Ken", "Castle Row", "prescription")
			w.minutes(11)
			if n := w.number(`SELECT count(*) FROM invitations WHERE person_id = $1`, i.PersonID); n != asked {
				t.Errorf("Tom was asked %d times, want %d", n, asked)
			}
			w.intact()
		})
	}
}

func TestApp_HoldInvitation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, i := w.asking("dog", "Tom")
	pgtest.Advance(t, w.db, i.ExpiresAt.Sub(w.now())-time.Minute)
	w.must(w.app.HoldInvitation(t.Context(), w.holding(i, domain.ForInvitation)))
	w.must(w.app.HoldInvitation(t.Context(), w.holding(i, domain.ForInvitation)))
	pgtest.Advance(t, w.db, 5*time.Minute)
	_, err := w.app.AdvanceRequests(t.Context(), domain.Clock())
	w.must(err)
	if held := w.live(r.ID); held.State != domain.Held || held.HeldUntil.Sub(*i.ExpiresAt) != 9*time.Minute {
		t.Errorf("it is %s until %v: a first tap keeps the place for ten minutes", held.State, held.HeldUntil)
	}
	w.minutes(6)
	if n := w.count(domain.Expired, i.PersonID); n != 1 {
		t.Error("after ten minutes the place was not free")
	}
	w.intact()
}

// Whoever has stopped such questions is not asked them, and rests all the same after four silences.
func TestApp_Silences_Stopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	w.exec(`UPDATE volunteers SET budget_day = 10, budget_week = 50, silences = 1`)
	tap := domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: tom, Purpose: domain.ForMessages}
	w.must(w.app.ChooseNews(t.Context(), tap, ChooseNews{Stop: []domain.Topic{domain.Reminders}}))
	w.must(w.app.ChooseNews(t.Context(), tap, ChooseNews{Stop: []domain.Topic{domain.Reminders}}))
	for n := 2; n <= 4; n++ {
		r := w.ask("Joan", "Castle Row", "prescription")
		w.until(fmt.Sprintf("silence %d", n), 10*time.Minute, 24*time.Hour, func() bool { return w.number(`SELECT silences FROM volunteers`) == n })
		w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Sorted}))
	}
	if still, resting := w.messages(tom, sayStillAllRight), w.messages(tom, sayResting); still != 0 || resting != 1 {
		t.Errorf("Tom was asked %d times, and told of his rest %d times", still, resting)
	}
	if got := must(w.app.MyNews(t.Context(), tap)); got.Wants(domain.Reminders) || !got.Helps || got.FirstName != "Tom" {
		t.Errorf("Tom's own page says %+v", got)
	}
	w.intact()
}

// After two silences we ask whether it is still all right, after four they rest until they tap.
func TestApp_Silences(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	w.exec(`UPDATE volunteers SET budget_day = 10, budget_week = 50`)
	said := func() string {
		return fmt.Sprint(w.messages(tom, sayStillAllRight), w.messages(tom, sayResting))
	}
	for n, want := range []string{"0 0", "1 0", "1 0", "1 1"} {
		r := w.ask("Joan", "Castle Row", "prescription")
		w.until(fmt.Sprintf("silence %d", n+1), 10*time.Minute, 24*time.Hour, func() bool { return w.number(`SELECT silences FROM volunteers`) == n+1 })
		w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Sorted}))
		if got := said(); got != want {
			t.Errorf("after %d silences the messages are %s, want %s", n+1, got, want)
		}
	}
	r := w.ask("Ken", "Castle Row", "prescription")
	w.minutes(15)
	if n := w.number(`SELECT count(*) FROM invitations WHERE request_id = $1`, r.ID); n != 0 {
		t.Error("Tom rests, and is asked")
	}
	tap := domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: tom, Purpose: domain.ForVolunteer}
	w.must(w.app.ChangeMyAsking(t.Context(), tap, ChangeMyAsking{StillAllRight: true}))
	r = w.ask("Lea", "Castle Row", "meal")
	w.minutes(15)
	if i := w.live(r.ID); i.PersonID != tom {
		t.Error("Tom tapped, and is not asked")
	}
	w.intact()
}
