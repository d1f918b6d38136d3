package web

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/mail"
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/notify"
	"waymark/internal/notify/smtpsink"
)

// bySMTP lets the village's mail go over a real conversation with a mail server.
func (v *village) bySMTP() *smtpsink.Sink {
	v.Helper()
	sink := smtpsink.Start(v.T)
	smtp, err := notify.NewSMTP(sink.URL(), notify.SMTPOptions{})
	v.must(err)
	v.Cleanup(func() { smtp.Close() })
	log := slog.New(slog.NewTextHandler(v.Output(), nil))
	v.app = app.New(v.db, app.Options{Secret: []byte("a secret of thirty-two bytes....."), BaseURL: v.site.URL, Zone: v.zone(),
		Sender: smtp, From: "help@example.org", Log: log, Policy: escalation.DefaultPolicy()})
	v.handler, err = New(v.app, Options{Log: log, Zone: v.zone()})
	v.must(err)
	return sink
}

// still is the question whether it is all right to ask, as it came in over SMTP.
func (v *village) still(sink *smtpsink.Sink, tom domain.PersonID, key string) smtpsink.Message {
	v.Helper()
	_, err := v.app.DeliverOutbox(v.Context(), domain.Clock()) // what came before
	v.must(err)
	before := len(sink.Messages())
	_, err = v.db.SQL.ExecContext(v.Context(), `INSERT INTO outbox (district_id, key, kind, purpose, channel, person_id, created_at, due_at)
		SELECT district_id, $2, 'still_all_right', 'news', 'email', id, $3, $3 FROM persons WHERE id = $1`, tom, key, morning)
	v.must(err)
	_, err = v.app.DeliverOutbox(v.Context(), domain.Clock())
	v.must(err)
	got, err := sink.Wait(before+1, 5*time.Second)
	v.must(err)
	return got[before]
}

func TestNews_OneClick(t *testing.T) {
	v := newVillage(t)
	sink, tom := v.bySMTP(), v.volunteer("Tom", "Castle Row")
	m := v.still(sink, tom, "one")
	parsed, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	v.must(err)
	if got := parsed.Header.Get("List-Unsubscribe-Post"); got != "List-Unsubscribe=One-Click" {
		t.Errorf("List-Unsubscribe-Post: %q", got)
	}
	link, ok := strings.CutPrefix(parsed.Header.Get("List-Unsubscribe"), "<"+v.site.URL)
	link, closed := strings.CutSuffix(link, ">")
	if !ok || !closed || !strings.HasPrefix(link, "/messages/") || !strings.HasSuffix(link, "?topic=reminders") || strings.ContainsAny(link, " ,<>=\t") && strings.Count(link, "=") != 1 {
		t.Fatalf("List-Unsubscribe: %q", parsed.Header.Get("List-Unsubscribe"))
	}
	if got := smtpsink.LinkAfter(m, "Would you rather not get messages like this? Choose what we write to you"); got != v.site.URL+link {
		t.Errorf("the text leads to %q, the header to %q", got, link)
	}
	stops := func() int { return v.count(`SELECT count(*) FROM message_stops WHERE person_id = $1`, tom) }

	// A scanner opens every link, by itself and more than once.
	for range 2 {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			r, err := http.NewRequestWithContext(t.Context(), method, v.site.URL+link, nil)
			v.must(err)
			answer, err := http.DefaultClient.Do(r)
			v.must(err)
			if answer.Body.Close(); answer.StatusCode != http.StatusOK || stops() != 0 {
				t.Fatalf("%s answers %d, and %d topics are stopped", method, answer.StatusCode, stops())
			}
		}
	}

	// The mail program presses, without a cookie, twice, as RFC 8058 says it: as a form of either kind.
	for _, kind := range []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=b"} {
		body := "List-Unsubscribe=One-Click"
		if strings.HasPrefix(kind, "multipart") {
			body = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n"
		}
		answer, err := http.Post(v.site.URL+link, kind, strings.NewReader(body))
		v.must(err)
		if answer.Body.Close(); answer.StatusCode != http.StatusOK || len(answer.Cookies()) != 0 || stops() != 1 {
			t.Fatalf("%s answers %d with %v, and %d topics are stopped", kind, answer.StatusCode, answer.Cookies(), stops())
		}
	}

	before := len(sink.Messages())

	// What was on its way already does not come any more, and what is about a visit still does.
	_, err = v.db.SQL.ExecContext(t.Context(), `INSERT INTO outbox (district_id, key, kind, purpose, channel, person_id, created_at, due_at)
		SELECT district_id, k, k, 'case', 'email', id, $2, $2 FROM persons, unnest(ARRAY['still_all_right', 'resting']) k WHERE id = $1`, tom, morning)
	v.must(err)
	_, err = v.app.DeliverOutbox(t.Context(), domain.Clock())
	v.must(err)
	got, err := sink.Wait(before+1, 5*time.Second)
	v.must(err)
	last := got[len(got)-1]
	if len(got) != before+1 || !strings.HasPrefix(last.Subject(), "Shall we let you rest") || last.Header("List-Unsubscribe") != "" || last.Header("List-Unsubscribe-Post") != "" {
		t.Errorf("%d messages came, the last %q", len(got)-before, last.Subject())
	}

	// The page says so, and takes it back.
	b := v.visitor().opens(link).reads(200, "What do we write to you about?").tells([]string{"We do not send you these questions any more."})
	button := find(t, b.doc, ".undo")[0]
	b.sends(attr(button, "action"), nil).tells([]string{"We have changed that.", "Stop these questions"}, "any more")
	if stops() != 0 {
		t.Error("it cannot be undone")
	}
	b.presses("Stop these questions", nil).tells([]string{"We do not send you these questions any more.", "Put back"})
	if len(find(t, b.doc, ".flash")) != 0 || stops() != 1 {
		t.Error("it is said twice, or not done")
	}
}

func TestNews_OwnPage(t *testing.T) {
	v := newVillage(t)
	v.volunteer("Tom", "Castle Row")
	b := v.signedIn("Tom").opens("/helping").follows("Choose what we write to you about").reads(200, "What do we write to you about?")
	offered := len(find(t, b.doc, "input[name=topics]"))
	b.presses("Keep it like this", url.Values{"topics": {}}).tells([]string{"We have changed that.", "Would you like to be asked less, or to rest?"})
	if n := v.count(`SELECT count(*) FROM message_stops`); n != offered || n < 2 {
		t.Errorf("%d topics of %d are stopped", n, offered)
	}
	b.presses("Keep it like this", url.Values{"topics": {"reminders"}})
	if n := v.count(`SELECT count(*) FROM message_stops WHERE topic <> 'reminders'`); n != offered-1 || n != v.count(`SELECT count(*) FROM message_stops`) {
		t.Errorf("%d topics of %d are stopped besides reminders", n, offered)
	}
	for _, values := range []url.Values{{}, {"do": {"stop"}}, {"List-Unsubscribe": {strings.Repeat("x", 30)}}} {
		if b.sends("/me/messages?topic=nonsense", values); b.status != http.StatusUnprocessableEntity || len(b.errors()) != 1 {
			t.Errorf("%v answers %d %v", values, b.status, b.errors())
		}
	}
	v.visitor().opens("/me/messages").reads(200, "Sign in")
	v.visitor().opens("/messages/nonsense").reads(404, "We can’t open this page")
}
