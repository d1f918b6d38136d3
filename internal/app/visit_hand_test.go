package app

import (
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/pgtest"
)

// Whoever says that a visit went wrong has a person at once: the owner reads whom to ring, and the ask stands first on the desk until
// somebody has written what came of it. Nothing that the clock does takes it off.
func TestApp_WantsHand(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		need, mail, desk string
		say              func(*world, domain.Request, domain.Invitation) error
	}{
		"the helper": {"dog", "Somebody needs a hand with a visit", "need_a_hand", func(w *world, _ domain.Request, i domain.Invitation) error {
			return w.app.ReportVisit(w.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: "need_a_hand", Words: "She fell"})
		}},
		"nobody at the door": {"all_right", "nobody answered the door", "no_answer", func(w *world, _ domain.Request, i domain.Invitation) error {
			return w.app.ReportVisit(w.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: "no_answer", Words: "The curtains are shut"})
		}},
		"nobody came": {"dog", "nobody came", "not_done", func(w *world, r domain.Request, _ domain.Invitation) error {
			return w.app.TellHowItWent(w.Context(), asking(r), "not_done")
		}},
		"the person": {"dog", "Somebody needs a hand with a visit", "need_a_hand", func(w *world, r domain.Request, _ domain.Invitation) error {
			return w.app.TellHowItWent(w.Context(), asking(r), "need_a_hand")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r, i := w.going(tt.need)
			other := w.ask("Lea", "Castle Row", "dog")
			w.exec(`UPDATE requests SET next_action = 'review', next_action_at = $2 WHERE id = $1`, other.ID, w.now())
			first := func(when string) {
				t.Helper()
				d, err := w.app.Desk(t.Context(), w.as("Maggie"), DeskFilter{})
				w.must(err)
				if len(d.NeedsYou) == 0 || d.NeedsYou[0].ID != r.ID || d.NeedsYou[0].HelperSaid+d.NeedsYou[0].PersonSaid != tt.desk {
					t.Fatalf("%s: the desk begins with %+v, want the visit that went wrong", when, d.NeedsYou)
				}
			}
			w.must(tt.say(w, r, i))
			if now := w.request(r.ID); now.NextAction != string(escalation.Hand) || now.NextActionAt.After(w.now()) {
				t.Errorf("next is %s at %s, want a person, now", now.NextAction, now.NextActionAt)
			}
			first("at once")
			w.beat()
			first("after a beat")
			ring := "Tom"
			if strings.HasPrefix(name, "nobody came") || name == "the person" {
				ring = "Joan"
			}
			mail := w.mailTo("Maggie")
			for _, want := range []string{"Please look at it now", tt.mail, ring} {
				if !strings.Contains(mail, want) {
					t.Errorf("the owner's mail does not say %q:\n%s", want, mail)
				}
			}
			w.hides("the owner's mail", mail, "She fell", "The curtains")
			for range 60 {
				pgtest.Advance(t, w.db, time.Hour)
				w.beat()
			}
			first("days later")
			w.must(w.app.NoteRequest(t.Context(), w.as("Maggie"), NoteRequest{RequestID: r.ID, Words: "Rang. All is well."}))
			if now := w.request(r.ID); now.WantsHand() || now.NextAction == string(escalation.Hand) {
				t.Errorf("somebody has looked, and next is %s", now.NextAction)
			}
			w.beat()
			w.intact()
		})
	}
}

// While a hand is wanted, a helper who went inside is still asked whether they are safe.
func TestApp_WantsHand_homeSafe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, i := w.going("small_jobs")
	w.must(w.app.ReportVisit(t.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: "need_a_hand"}))
	w.until("asked whether they are home safe", 5*time.Minute, 6*time.Hour, func() bool { return w.messages(i.PersonID, sayHomeSafe) == 1 })
	if now := w.request(r.ID); now.NextAction != string(escalation.Hand) {
		t.Errorf("next is %s, want a person", now.NextAction)
	}
	w.must(w.app.ReportVisit(t.Context(), w.holding(i, domain.ForVisit), ReportVisit{Said: "done"}))
	if now := w.request(r.ID); now.State != domain.Closed {
		t.Errorf("it is done, and %s", now.State)
	}
	if n := w.messages(r.OwnerID, sayHandWanted); n != 1 {
		t.Errorf("the owner is told %d times, want once", n)
	}
	w.beat()
	w.intact()
}
