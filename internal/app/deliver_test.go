package app

import (
	"context"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// dies lets a mail that asks Tom reach the mail server, whose answer its sender does not live to hear.
func (w *world) dies() (domain.Request, domain.Invitation) {
	w.Helper()
	sink := w.bySMTP()
	r := w.chosen()
	held := sink.Hold()
	ctx, die := context.WithCancel(w.Context())
	died := make(chan error, 1)
	go func() {
		_, err := w.app.DeliverOutbox(ctx, domain.Clock())
		died <- err
	}()
	select {
	case <-held.Reached():
	case err := <-died:
		w.Fatalf("no mail went out: %v", err)
	}
	die()
	<-died
	held.Release()
	i := w.live(r.ID)
	if i.State != domain.Queued || len(sink.To("Tom@example.org")) != 1 {
		w.Fatalf("the invitation is %s, and Tom has %d mails: want it under way, and one", i.State, len(sink.To("Tom@example.org")))
	}
	return r, i
}

// chosen is a request for which Tom is to be asked; nothing has gone out of it yet.
func (w *world) chosen() domain.Request {
	w.Helper()
	tom := w.volunteer("Tom", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	w.beat()
	for range 24 {
		pgtest.Advance(w.T, w.db, 10*time.Minute)
		if _, err := w.app.MatchDue(w.Context(), domain.Clock()); err != nil {
			w.Fatal(err)
		}
		if w.count(domain.Queued, tom) == 1 {
			return r
		}
	}
	w.Fatal("Tom was not chosen")
	return r
}

// Whoever may hold a mail of which we do not know that it arrived is told, once, when the ask is taken or ends.
func TestApp_DeliverOutbox_DiedAfterTheMailWentOut(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*world, domain.Request){
		"it ends": func(w *world, r domain.Request) {
			w.must(w.app.EndRequest(w.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Sorted}))
		},
		"another goes": func(w *world, r domain.Request) {
			w.must(w.app.AssignHelper(w.Context(), w.as("Dee"), AssignHelper{RequestID: r.ID, PersonID: w.volunteer("Una", "Castle Row")}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r, i := w.dies()
			end(w, r)
			w.minutes(10)
			if n := w.messages(i.PersonID, sayInvitationClosed); n != 1 {
				t.Errorf("Tom was told %d times that there is nothing to do, want once", n)
			}
			if n := w.number(`SELECT count(*) FROM outbox WHERE kind = $1 AND state = 'void'`, sayInvitation); n != 1 {
				t.Error("Tom was asked again")
			}
			w.intact()
		})
	}
}

// Nobody is thanked for a question that was never put to them: the server died before it came to it.
func TestApp_DeliverOutbox_DiedBeforeTheMailWentOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.chosen()
	i := w.live(r.ID)
	_, err := w.db.Store().ClaimMessages(t.Context(), w.now(), 20)
	w.must(err)
	w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Sorted}))
	w.minutes(10)
	if n := w.messages(i.PersonID, sayInvitationClosed); n != 0 {
		t.Errorf("Tom, who was never asked, was told %d times that there is nothing to do", n)
	}
	w.intact()
}

// An ask that is widened before the mail is tried again leaves the question standing: it may be in their hands.
func TestApp_DeliverOutbox_DiedBeforeItWasWidened(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, i := w.dies()
	w.must(w.app.AskWider(t.Context(), w.as("Dee"), r.ID))
	pgtest.Advance(t, w.db, 3*time.Minute)
	w.beat()
	if now := w.live(r.ID); now.ID != i.ID || now.State != domain.Delivered || now.ExpiresAt == nil {
		t.Errorf("invitation %d is %s, want the same one, delivered", now.ID, now.State)
	}
	if got := w.answers(i, SaysYes); !got.Yes {
		t.Errorf("Tom's yes came to %q", got.Words)
	}
	w.intact()
}

// A mail server that puts off one invitation is not down: the others go out, nobody counts as never asked, and this one goes later.
func TestMessages_AnInvitationPutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sink := w.bySMTP()
	tom := w.volunteer("Tom", "Castle Row")
	r := w.ask("Joan", "Castle Row", "prescription")
	_, err := w.app.DeliverOutbox(t.Context(), domain.Clock())
	w.must(err)
	sink.Busy(1)
	w.until("Tom is asked", time.Minute, 30*time.Minute, func() bool { return w.count(domain.Queued, tom)+w.count(domain.Undelivered, tom) == 1 })
	if i := w.live(r.ID); i.State != domain.Queued || i.DeliveredAt != nil {
		t.Errorf("it is %s since %v, want it to wait, and that nobody has it", i.State, i.DeliveredAt)
	}
	if n := w.number(`SELECT count(*) FROM mail_health WHERE down_since IS NOT NULL`); n != 0 {
		t.Error("mail counts as down")
	}
	w.minutes(2)
	if i := w.live(r.ID); i.State != domain.Delivered || len(sink.To("Tom@example.org")) != 1 {
		t.Errorf("it is %s, and Tom has %d mails", i.State, len(sink.To("Tom@example.org")))
	}
	w.intact()
}
