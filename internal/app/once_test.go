package app

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/notify/smtpsink"
	"waymark/internal/pgtest"
)

// Rule 6: escalation happens once, and a message that is repeated is the same message.

// counted are the rows that a repeated beat must not add to.
func (w *world) counted() [4]int {
	w.Helper()
	return [4]int{
		w.number(`SELECT count(*) FROM escalations`), w.number(`SELECT count(*) FROM outbox`), w.number(`SELECT count(*) FROM events`),
		w.number(`SELECT count(*) FROM tasks`),
	}
}

func TestOnce_TheSameBeatAgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Mill Lane")
	w.ask("Joan", "Castle Row", "prescription")
	for range 30 {
		pgtest.Advance(t, w.db, 17*time.Minute)
		w.beat()
		w.beat() // a plan that found nobody moves nothing itself, but what waited behind it
		before := w.counted()
		w.beat()
		if after := w.counted(); after != before {
			t.Fatalf("at %s the same beat again made rows: %v, before %v", w.now(), after, before)
		}
	}
	if w.number(`SELECT count(*) FROM escalations`) == 0 {
		t.Error("nothing was widened at all")
	}
	w.intact()
}

// Two servers run every beat at the same time, over a day and a night.
func TestOnce_TwoServers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	w.volunteer("Una", "Mill Lane")
	other := *w.app
	other.db = pgtest.Open(t, w.db.DSN())
	for _, name := range []string{"Joan", "Ken", "Lea"} {
		w.ask(name, "Castle Row", "prescription")
	}
	for range 14 {
		pgtest.Advance(t, w.db, 45*time.Minute)
		var both sync.WaitGroup
		for _, app := range []*App{w.app, &other} {
			both.Go(func() {
				for _, job := range []func() (int, error){
					func() (int, error) { return app.AdvanceRequests(t.Context(), domain.Clock()) },
					func() (int, error) { return app.MatchDue(t.Context(), domain.Clock()) },
					func() (int, error) { return app.DeliverOutbox(t.Context(), domain.Clock()) },
				} {
					if _, err := job(); err != nil {
						t.Error(err)
					}
				}
			})
		}
		both.Wait()
		w.beat()
		w.intact()
	}
	if n := w.number(`SELECT count(*) FROM (SELECT 1 FROM events WHERE kind = 'widened' GROUP BY request_id, data ->> 'level' HAVING count(*) > 1) twice`); n != 0 {
		t.Errorf("%d levels were reached twice", n)
	}
	if n := w.number(`SELECT count(*) FROM outbox WHERE attempts > 1`); n != 0 {
		t.Errorf("%d messages were sent more than once", n)
	}
	if w.number(`SELECT count(*) FROM requests WHERE failed_at IS NOT NULL`)+w.number(`SELECT count(*) FROM escalations`) == 0 {
		t.Error("nothing was widened at all")
	}
}

// On the nights on which the clocks change each level still gets its open time, once.
func TestOnce_OverTheNightsOnWhichTheClocksChange(t *testing.T) {
	t.Parallel()
	for name, evening := range map[string]time.Time{
		"an hour twice":  time.Date(2026, time.October, 24, 17, 0, 0, 0, time.UTC), // Saturday, six in the evening
		"an hour is not": time.Date(2027, time.March, 27, 18, 0, 0, 0, time.UTC),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			pgtest.Freeze(t, w.db, evening)
			w.exec(`UPDATE districts SET sundays = true`)
			w.volunteer("Tom", "Castle Row")
			r := w.ask("Joan", "Castle Row", "dog")
			began := r.LevelSince
			w.until("the neighbourhood", 10*time.Minute, 72*time.Hour, func() bool { return w.request(r.ID).Level == domain.AtSection })
			at := w.request(r.ID).LevelSince
			hours := escalation.DefaultHours(w.app.zone)
			hours.Sundays = true
			if open := hours.Between(began, at); open < hours.Day() || open > hours.Day()+10*time.Minute {
				t.Errorf("the street had %s of open time, want one day of %s", open, hours.Day())
			}
			if local := at.In(w.app.zone); local.Hour() != 18 || local.Day() == evening.Day() {
				t.Errorf("it was widened at %s, want the next evening at six on the wall", local)
			}
			if n := w.number(`SELECT count(*) FROM escalations WHERE request_id = $1`, r.ID); n != 1 {
				t.Errorf("%d escalations, want 1", n)
			}
		})
	}
}

// crash makes the database what it would be had the process died between sending a person's mail and noting it.
func (w *world) crash(sent int) {
	w.exec(`BEGIN; SET LOCAL session_replication_role = replica;
		UPDATE outbox SET state = 'claimed', sent_at = NULL, claimed_until = '` + w.now().Add(2*time.Minute).Format(time.RFC3339) + `' WHERE id = ` + fmt.Sprint(sent) + `;
		UPDATE invitations SET state = 'queued', expires_at = NULL
		WHERE id = (SELECT invitation_id FROM outbox WHERE id = ` + fmt.Sprint(sent) + ` AND kind = 'invitation') AND state = 'delivered';
		COMMIT`)
}

// A mail that went out when the process died goes out again with the same Message-ID and the same bytes, whatever has moved on
// meanwhile; one that is of no use any more does not.
func TestOnce_AfterACrashTheSameBytes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sink := w.bySMTP()
	w.volunteer("Tom", "Castle Row")
	raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: "Joan", Address: "1", Email: "joan@example.org", StreetID: w.street["Castle Row"],
		NeedID: w.need["dog"], Urgency: domain.InADay, SafeToWrite: true})
	w.must(err)
	r := w.request(raised.RequestID)
	again := func(to, kind string, meanwhile func()) {
		t.Helper()
		w.beat()
		sent := sink.To(to)
		id := w.number(`SELECT max(id) FROM outbox WHERE kind = $1 AND state = 'sent'`, kind)
		if len(sent) == 0 {
			t.Fatalf("nothing went to %s", to)
		}
		w.crash(id)
		meanwhile()
		w.beat()
		if n := len(sink.To(to)); n != len(sent) {
			t.Errorf("%s went out again while somebody else might be sending it", kind)
		}
		pgtest.Advance(t, w.db, 3*time.Minute)
		w.beat()
		now := sink.To(to)
		if len(now) != len(sent)+1 {
			t.Fatalf("%s: %d mails after the crash, %d before; want one more", kind, len(now), len(sent))
		}
		first := slices.IndexFunc(sent, func(m smtpsink.Message) bool { return m.Header("Message-Id") == now[len(now)-1].Header("Message-Id") })
		if first < 0 || !bytes.Equal(sent[first].Raw, now[len(now)-1].Raw) {
			t.Errorf("%s went out again as another message:\n%s\nwas\n%s", kind, now[len(now)-1].Text(), sent[max(first, 0)].Text())
		}
		if state := w.number(`SELECT count(*) FROM outbox WHERE id = $1 AND state = 'sent' AND attempts = 2`, id); state != 1 {
			t.Errorf("%s is not noted as sent on its second try", kind)
		}
	}
	again("Maggie@example.org", sayOwnerNew, func() {
		w.must(w.app.HoldRequest(t.Context(), w.as("Dee"), HoldRequest{RequestID: r.ID, Reason: "Away", Until: w.now().Add(time.Hour)}))
	})
	again("joan@example.org", sayRequestReceived, func() {
		w.must(w.app.ReleaseRequest(t.Context(), w.as("Dee"), r.ID))
		w.must(w.app.ApproveRequest(t.Context(), w.as("Dee"), r.ID))
		w.must(w.app.HandOver(t.Context(), w.as("Dee"), HandOver{RequestID: r.ID, To: w.who["Dee"]}))
		w.exec(`UPDATE persons SET language = 'cy' WHERE first_name IN ('Joan', 'Tom')`)
	})
	pgtest.Advance(t, w.db, 10*time.Minute)
	again("Tom@example.org", sayInvitation, func() { w.exec(`UPDATE persons SET language = '' WHERE first_name = 'Tom'`) })
	if got := sink.To("Tom@example.org")[0].Subject(); !strings.HasPrefix(got, "Allech chi fynd â chi am dro i Joan") {
		t.Errorf("Tom reads Welsh, and is asked %q", got)
	}
	i := w.live(r.ID)
	_, err = w.app.AnswerInvitation(t.Context(), w.holding(i, domain.ForInvitation), SaysYes)
	w.must(err)
	again("Tom@example.org", sayVisit, func() {})
	again("joan@example.org", sayHelperComing, func() {})

	id := w.number(`SELECT id FROM outbox WHERE kind = $1 AND state = 'sent'`, sayHelperComing)
	w.crash(id)
	w.must(w.app.TakeBack(t.Context(), w.as("Dee"), TakeBack{RequestID: r.ID, Why: "Tom is ill"}))
	pgtest.Advance(t, w.db, 3*time.Minute)
	before := len(sink.To("joan@example.org"))
	w.beat()
	if got := sink.To("joan@example.org")[before:]; len(got) != 0 && got[0].Subject() == "Good news: Tom is coming" {
		t.Error("Joan was told again that Tom is coming, when he is not")
	}
	w.intact()
}

// A server that took so long that its claim ran out leaves the message to whoever claims it next.
func TestOnce_AnOldClaimIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ask("Joan", "Castle Row", "dog")
	claimed, err := w.db.Store().ClaimMessages(t.Context(), w.now(), 1)
	w.must(err)
	pgtest.Advance(t, w.db, 3*time.Minute)
	var down error
	w.must(w.app.deliver(t.Context(), w.allowed(domain.Clock()), claimed[0], &down))
	if n := len(w.mail.List()); n != 0 {
		t.Error("it was sent, although another may have claimed it")
	}
	w.beat()
	if n := w.number(`SELECT count(*) FROM outbox WHERE id = $1 AND state = 'sent'`, claimed[0].ID); n != 1 {
		t.Error("nobody sent it")
	}
}
