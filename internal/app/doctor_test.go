package app

import (
	"strings"
	"testing"
	"time"

	"waymark/domain"
)

// ill returns what the doctor found wrong, by name.
func (w *world) ill() map[string]Check {
	w.Helper()
	r, err := w.app.Doctor(w.Context(), domain.Clock())
	w.must(err)
	out := map[string]Check{}
	for _, c := range r.Checks {
		if c.Words == "" || c.OK != (c.Count == 0) {
			w.Errorf("check %+v", c)
		}
		if !c.OK {
			out[c.Name] = c
		}
	}
	if r.OK() != (len(out) == 0) {
		w.Errorf("all is well: %t, with %v", r.OK(), out)
	}
	return out
}

func TestApp_Doctor_Well(t *testing.T) {
	w := newWorld(t)
	w.exec(`UPDATE installation SET demo = true`) // the world's clock stands still
	helper := w.volunteer("Vera", "Castle Row")
	w.ask("Joan", "Castle Row", "dog")
	w.promise(w.ask("Ted", "Castle Row", "dog"), helper)
	w.exec(`INSERT INTO outbox (district_id, key, kind, channel, person_id, request_id, invitation_id, created_at, due_at)
		SELECT district_id, 'invitation:' || id, 'invitation', 'email', person_id, request_id, id, queued_at, queued_at FROM invitations`)
	if ill := w.ill(); len(ill) != 0 {
		t.Errorf("a healthy town is called ill: %+v", ill)
	}
}

func TestApp_Doctor(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(w *world)
		want string // the check
		says string
	}{
		{"a clock that stands still", func(w *world) { w.exec(`UPDATE installation SET demo = false`) }, "clock", "not a demo"},
		{"a clock ahead", func(w *world) {
			w.exec(`UPDATE installation SET demo = false`)
			w.exec(`UPDATE clock SET frozen_at = NULL, ahead = '1 day'`)
		}, "clock", "not a demo"},
		{"mail is down", func(w *world) { w.exec(`UPDATE mail_health SET down_since = $1, last_error = 'refused'`, wednesday) }, "mail", "10\u00a0am: refused"},
		{"a step is missing", func(w *world) { w.exec(`DELETE FROM bun_migrations WHERE id = 1`) }, "migrations", "lacks a step. Run: waymark migrate up"},
		{"a newer program", func(w *world) {
			w.exec(`INSERT INTO bun_migrations (name, group_id, migrated_at) VALUES ('9999', 9, now())`)
		}, "migrations", "newer"},
		{"forgotten", func(w *world) {
			w.exec(`UPDATE requests SET next_action_at = $1`, wednesday.Add(-6*time.Minute))
		}, "overdue", "One request waits"},
		{"a message is stuck", func(w *world) {
			w.exec(`UPDATE outbox SET due_at = $1`, wednesday.Add(-16*time.Minute))
		}, "messages", "should have gone out"},
		{"a rule is broken", func(w *world) {
			w.exec(`UPDATE volunteer_weeks SET booked = booked + 1`)
		}, "rule: what is booked in a week is what is live or accepted in it", "Broken once"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.exec(`UPDATE installation SET demo = true`)
			w.invite(w.ask("Joan", "Castle Row", "dog"), w.volunteer("Vera", "Castle Row"))
			if _, there := w.ill()[tt.want]; there {
				t.Fatal("it is called ill before it is")
			}
			tt.do(w)
			c, there := w.ill()[tt.want]
			if !there || !strings.Contains(c.Words, tt.says) {
				t.Errorf("found %+v, want %q", c, tt.says)
			}
		})
	}
}

// Rule 1: what is overdue is named, so that somebody can look.
func TestApp_Doctor_NamesTheForgotten(t *testing.T) {
	w := newWorld(t)
	for n := range overdueNamed + 2 {
		w.ask(strings.Repeat("J", n+1), "Castle Row", "dog")
	}
	w.exec(`UPDATE requests SET next_action_at = $1`, wednesday.Add(-5*time.Minute))
	if c, there := w.ill()["overdue"]; there {
		t.Errorf("five minutes are not yet late: %+v", c)
	}
	w.exec(`UPDATE requests SET next_action_at = $1`, wednesday.Add(-5*time.Minute-time.Second))
	c := w.ill()["overdue"]
	first := w.request(domain.RequestID(w.number(`SELECT min(id) FROM requests`)))
	if c.Count != overdueNamed+2 || !strings.Contains(c.Words, domain.Reference(first.Reference).String()) || !strings.Contains(c.Words, "and others") {
		t.Errorf("check %+v", c)
	}
	for n := range 2 { // a server that has just begun says so, and one that began earlier does not
		began := time.Now().Add(-time.Duration(n) * time.Hour)
		w.must(w.app.RecordJob(w.Context(), domain.Clock(), JobRun{Name: "advance", Server: strings.Repeat("s", n+1), StartedAt: began, FinishedAt: &began}))
		ill := w.ill()
		if c := ill["overdue"]; c.Count != overdueNamed+2 || strings.Contains(c.Words, "catching up") != (n == 0) || len(ill) != 2 { // and the world's clock
			t.Errorf("a server that began %d hours ago: %+v", n, ill)
		}
	}
}

func TestApp_Doctor_Database(t *testing.T) {
	w := newWorld(t)
	w.must(w.db.Close())
	r, err := w.app.Doctor(w.Context(), domain.Clock())
	if err != nil || len(r.Checks) != 1 || r.OK() || r.Checks[0].Name != "database" {
		t.Errorf("report %+v, %v", r, err)
	}
}

func TestApp_Doctor_Refused(t *testing.T) {
	w := newWorld(t)
	_, err := w.app.Doctor(w.Context(), domain.Public())
	w.refused(err, domain.SignedOut)
	_, err = w.app.Doctor(w.Context(), w.as("Maggie"))
	w.refused(err, domain.Forbidden)
	_, err = w.app.Doctor(w.Context(), w.as("Ada"))
	w.must(err)
}

func TestNumbers(t *testing.T) {
	for want, in := range map[string][]int64{"": nil, "3": {3}, "3, 7–9": {3, 7, 8, 9}, "1–2, 4": {1, 2, 4}} {
		if got := numbers(in); got != want {
			t.Errorf("%v is %q, want %q", in, got, want)
		}
	}
}
