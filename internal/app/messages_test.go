package app

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/notify"
	"waymark/internal/notify/smtpsink"
	"waymark/internal/pgtest"
)

// Rule 8: messages are not lost.

// bySMTP lets the world's mail go to a real mail server.
func (w *world) bySMTP() *smtpsink.Sink {
	w.Helper()
	sink := smtpsink.Start(w.T)
	sender, err := notify.NewSMTP(sink.URL(), notify.SMTPOptions{})
	w.must(err)
	w.Cleanup(func() { _ = sender.Close() })
	w.app.sender = sender
	return sink
}

// minutes lets the clock act each minute for a while.
func (w *world) minutes(n int) {
	w.Helper()
	for range n {
		pgtest.Advance(w.T, w.db, time.Minute)
		w.beat()
	}
}

// byPhone makes somebody one who has a landline only.
func (w *world) byPhone(id domain.PersonID) {
	w.exec(`UPDATE persons SET email = '', email_key = '' WHERE id = $1`, id)
}

// calls returns the open calls to somebody.
func (w *world) calls(id domain.PersonID) (out []domain.TaskID) {
	w.Helper()
	rows, err := w.db.SQL.QueryContext(w.Context(), `SELECT id FROM tasks WHERE person_id = $1 AND kind = 'call' AND state = 'open' ORDER BY id`, id)
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var id domain.TaskID
		w.must(rows.Scan(&id))
		out = append(out, id)
	}
	w.must(rows.Err())
	return out
}

func (w *world) count(state domain.InvitationState, helper domain.PersonID) int {
	w.Helper()
	return w.number(`SELECT count(*) FROM invitations WHERE state = $1 AND person_id = $2`, state, helper)
}

func TestMessages_MailDownForAnHour(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sink := w.bySMTP()
	tom := w.volunteer("Tom", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	w.exec(`UPDATE requests SET urgency = 'T' WHERE id = $1`, r.ID) // an hour at each level
	w.must(w.app.ChangeMyTime(t.Context(), domain.Actor{Kind: domain.BearerActor, DistrictID: r.DistrictID, PersonID: r.PersonID, Purpose: domain.ForStatus, RequestID: r.ID},
		ChangeTime{UsefulUntil: w.now().Add(30 * time.Hour)}))
	w.beat()
	began := w.now()
	sink.Down()
	for minute := range 61 {
		pgtest.Advance(t, w.db, time.Minute)
		w.beat()
		if minute == 30 && w.request(r.ID).Level != domain.AtStreet {
			t.Error("the street was passed as if Tom did not live there")
		}
	}
	if n := w.count(domain.Undelivered, tom); n != 1 {
		t.Errorf("%d invitations are void, want the one that was made before it was known that mail is down", n)
	}
	if n := w.number(`SELECT coalesce(sum(asked), 0) FROM volunteer_weeks WHERE person_id = $1`, tom); n != 0 {
		t.Error("an ask that never arrived was counted")
	}
	if n := w.number(`SELECT silences FROM volunteers WHERE person_id = $1`, tom); n != 0 {
		t.Error("an ask that never arrived was counted as a silence")
	}
	if now := w.request(r.ID); now.Level != domain.AtSection {
		t.Errorf("after an hour it is at the %s: the ladder should have gone on by time", now.Level)
	}
	desk, err := w.app.Desk(t.Context(), w.as("Dee"), DeskFilter{})
	w.must(err)
	if desk.MailDownSince == nil || desk.MailWhy == "" || desk.MailDownSince.Before(began) {
		t.Errorf("the desk does not say since when mail is down, and why: %v %q", desk.MailDownSince, desk.MailWhy)
	}
	if n := len(sink.Messages()); n == 0 {
		t.Error("not even what went out before arrived")
	}

	w.must(sink.Up())
	w.minutes(11)
	if i := w.live(r.ID); i.State != domain.Delivered || i.PersonID != tom || len(sink.To("Tom@example.org")) != 1 {
		t.Errorf("with mail back Tom's invitation is %s, and %d mails reached Tom", i.State, len(sink.To("Tom@example.org")))
	}
	if n := len(sink.To("Priya@example.org")); n != 1 {
		t.Errorf("Priya was told %d times that mail was down, want once", n)
	}
	if n := w.number(`SELECT count(*) FROM outbox WHERE state IN ('queued', 'claimed') AND attempts > 0`); n != 0 {
		t.Errorf("%d messages still wait", n)
	}
	w.intact()
}

// Whoever is reached by telephone is asked also while mail is down.
func TestMessages_MailDownAndSomebodyByPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sink := w.bySMTP()
	w.volunteer("Tom", "Castle Row")
	una := w.volunteer("Una", "Castle Row")
	w.byPhone(una)
	sink.Down()
	w.ask("Joan", "Castle Row", "prescription")
	w.minutes(35)
	if len(w.calls(una)) != 1 {
		t.Error("Una, who has a telephone, was not asked")
	}
	w.intact()
}

func TestMessages_BusyThenTaken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sink := w.bySMTP()
	w.volunteer("Tom", "Castle Row")
	sink.Busy(2) // the first two messages: a confirmation, and a word to the owner
	r := w.ask("Joan", "Castle Row", "prescription")
	w.minutes(15)
	if n := len(sink.To("Joan.asks@example.org")); n != 1 {
		t.Errorf("Joan has %d confirmations, want 1", n)
	}
	if n := len(sink.To("Dee@example.org")); n != 1 {
		t.Errorf("Dee was told %d times, want once", n)
	}
	if i := w.live(r.ID); i.State != domain.Delivered {
		t.Errorf("the invitation is %s", i.State)
	}
	sink.Busy(1)
	w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Sorted}))
	w.minutes(3)
	if n := len(sink.To("Tom@example.org")); n != 2 {
		t.Errorf("Tom has %d mails, want the question and that it is not needed any more", n)
	}
	w.intact()
}

func TestMessages_NoSuchAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sink := w.bySMTP()
	tom, una := w.volunteer("Tom", "Castle Row"), w.volunteer("Una", "Castle Row")
	sink.Reject("Tom@example.org")
	sink.Reject("Joan.asks@example.org")
	r := w.ask("Joan", "Castle Row", "prescription")
	w.minutes(21)
	if n := w.number(`SELECT count(*) FROM persons WHERE id IN ($1, $2) AND email_bounced_at IS NOT NULL`, tom, r.PersonID); n != 2 {
		t.Errorf("%d of two addresses are marked", n)
	}
	if w.count(domain.Undelivered, tom) != 1 || w.count(domain.Delivered, una) != 1 {
		t.Errorf("Tom was not reached %d times, Una %d times: want somebody else asked, once", w.count(domain.Undelivered, tom), w.count(domain.Delivered, una))
	}
	if n := len(w.calls(r.PersonID)); n != 1 {
		t.Errorf("%d calls are to be made to Joan, whose confirmation came back; want 1", n)
	}
	if n := w.number(`SELECT coalesce(sum(asked), 0) FROM volunteer_weeks WHERE person_id = $1`, tom); n != 0 {
		t.Error("an ask that came back was counted")
	}
	_, err := w.app.AnswerInvitation(t.Context(), w.holding(w.live(r.ID), domain.ForInvitation), SaysNotThisTime)
	w.must(err)
	w.minutes(1)
	if n := len(w.calls(tom)); n != 1 {
		t.Errorf("nobody else is left, and %d calls are to be made to Tom; want 1", n)
	}
	w.intact()
}

// rungFor asks somebody with a landline and returns the call that is to be made to them.
func rungFor(t *testing.T) (w *world, r domain.Request, tom domain.PersonID, call domain.TaskID) {
	t.Helper()
	w = newWorld(t)
	tom = w.volunteer("Tom", "Castle Row")
	w.byPhone(tom)
	r = w.ask("Joan", "Castle Row", "prescription")
	w.minutes(10)
	calls := w.calls(tom)
	if len(calls) != 1 {
		t.Fatalf("%d calls are to be made, want 1", len(calls))
	}
	return w, r, tom, calls[0]
}

func TestMessages_ACallAndItsAnswer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		outcome, answer string
		state           domain.InvitationState
		request         domain.RequestState
	}{
		{"reached", SaysYes, domain.Accepted, domain.Assigned},
		{"reached", SaysNotThisTime, domain.Declined, domain.Open},
		{"reached", "", domain.Delivered, domain.Open},
		{"no_answer", "", domain.Queued, domain.Open},
	} {
		t.Run(c.outcome+" "+c.answer, func(t *testing.T) {
			t.Parallel()
			w, r, tom, call := rungFor(t)
			got, err := w.app.ReportTask(t.Context(), w.as("Cal"), ReportTask{TaskID: call, Outcome: c.outcome, Answer: c.answer})
			w.must(err)
			if w.count(c.state, tom) != 1 || w.request(r.ID).State != c.request {
				t.Errorf("the request is %s; %d invitations are %s", w.request(r.ID).State, w.count(c.state, tom), c.state)
			}
			if got.Yes != (c.answer == SaysYes) || (got.VisitToken != "") != got.Yes || got.Words == "" {
				t.Errorf("Cal reads %+v", got)
			}
			if open := len(w.calls(tom)) == 1; open != (c.outcome == "no_answer") {
				t.Errorf("the call is still to be made: %v", open)
			}
			_, err = w.app.ReportTask(t.Context(), w.as("Cal"), ReportTask{TaskID: call, Outcome: "perhaps"})
			if err == nil {
				t.Error("a call went perhaps")
			}
			w.beat()
			w.intact()
		})
	}
}

// A call that nobody makes in time frees the place for another, and is no silence of theirs.
func TestMessages_ACallNotMadeInTime(t *testing.T) {
	t.Parallel()
	w, r, tom, call := rungFor(t)
	una := w.volunteer("Una", "Hill Road")
	w.until("Tom's place is free", 10*time.Minute, 3*time.Hour, func() bool { return w.count(domain.Undelivered, tom) == 1 })
	if n := w.number(`SELECT silences FROM volunteers WHERE person_id = $1`, tom); n != 0 {
		t.Errorf("%d silences are counted against whom nobody rang", n)
	}
	if n := w.number(`SELECT count(*) FROM tasks WHERE id = $1 AND state = 'void'`, call); n != 1 {
		t.Error("the call is still to be made")
	}
	w.minutes(11)
	if w.count(domain.Delivered, una) != 1 {
		t.Error("nobody else was asked")
	}
	if n := w.number(`SELECT count(*) FROM events WHERE request_id = $1 AND data ->> 'code' = 'not_rung'`, r.ID); n != 1 {
		t.Errorf("the story says so %d times", n)
	}
	w.intact()
}

// A call-taker cannot make the person say what nobody says of a visit.
func TestMessages_AWrongAnswerIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	w.exec(`UPDATE persons SET email = '', email_key = '' WHERE id = $1`, r.PersonID)
	w.must(w.app.AssignHelper(t.Context(), w.as("Dee"), AssignHelper{RequestID: r.ID, PersonID: tom}))
	w.until("Joan is to be rung", time.Hour, 48*time.Hour, func() bool {
		return w.number(`SELECT count(*) FROM outbox WHERE kind = $1 AND state = 'sent'`, sayAfterPerson) == 1
	})
	calls := w.calls(r.PersonID)
	_, err := w.app.ReportTask(t.Context(), w.as("Cal"), ReportTask{TaskID: calls[len(calls)-1], Outcome: "reached", Answer: SaysYes})
	w.refused(err, domain.Invalid)
	_, err = w.app.ReportTask(t.Context(), w.as("Cal"), ReportTask{TaskID: calls[len(calls)-1], Outcome: "reached", Answer: "done"})
	w.must(err)
	if now := w.request(r.ID); now.Ending != domain.Helped {
		t.Errorf("Joan said that it is done, and it is %s %s", now.State, now.Ending)
	}
	if n := w.number(`SELECT count(*) FROM tasks WHERE request_id = $1 AND state = 'open'`, r.ID); n > 1 {
		t.Errorf("%d calls are still to be made about what has ended", n)
	}
}
