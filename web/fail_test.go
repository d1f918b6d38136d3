package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"waymark/domain"
)

func TestFail(t *testing.T) {
	say := func(kind domain.Kind) error {
		return fmt.Errorf("app: do: %w", domain.Errorf(kind, "", "A sentence for people."))
	}
	for name, c := range map[string]struct {
		method, title, text string
		err                 error
		status              int
		header              string // Retry-After
		logged              bool
	}{
		"nothing there":      {"GET", "There is nothing here", "A sentence for people.", say(domain.NotFound), 404, "", false},
		"not for you":        {"GET", "This is not for you to do", "A sentence for people.", say(domain.Forbidden), 403, "", false},
		"signed out":         {"POST", "You are not signed in", "A sentence for people.", say(domain.SignedOut), 401, "", false},
		"moved on":           {"POST", "This has moved on", "A sentence for people.", say(domain.Conflict), 409, "", false},
		"against a rule":     {"POST", "This cannot be done", "A sentence for people.", say(domain.Unacceptable), 422, "", false},
		"cannot be used":     {"POST", "Something is to be mended", "A sentence for people.", say(domain.Invalid), 422, "", false},
		"several":            {"POST", "Something is to be mended", "One. Two.", domain.Errors{domain.Errorf(domain.Invalid, "a", "One."), domain.Errorf(domain.Invalid, "b", "Two.")}, 422, "", false},
		"too many":           {"POST", "Please wait a little", "A sentence for people.", say(domain.TooMany), 429, "60", false},
		"database away":      {"GET", "Not just now", "A sentence for people.", say(domain.Unavailable), 503, "10", false},
		"internal":           {"GET", "Something broke", brokenText, errors.New("pq: secret"), 500, "", true},
		"our own time limit": {"GET", "Something broke", brokenText, context.DeadlineExceeded, 500, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			rd, log := newFrame(t)
			w := httptest.NewRecorder()
			rd.Fail(w, httptest.NewRequest(c.method, "/desk/1?token=secret", nil), c.err)
			if w.Code != c.status || w.Header().Get("Retry-After") != c.header {
				t.Errorf("answered %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
			}
			doc := document(t, w.Body.String())
			if title, text := textOf(t, doc, "h1"), textOf(t, doc, ".lead"); title != c.title || text != c.text {
				t.Errorf("reads %q, %q", title, text)
			}
			if (log.Len() > 0) != c.logged || strings.Contains(log.String(), "token") {
				t.Errorf("logged %q", log)
			}
			if strings.Contains(w.Body.String(), "pq:") || strings.Contains(w.Body.String(), "app: do") {
				t.Error("the page tells what is inside")
			}
			refreshes := len(find(t, doc, "meta[http-equiv=refresh]")) == 1
			if refreshes != (c.status == 503) {
				t.Errorf("tries again by itself: %v", refreshes)
			}
		})
	}
}

func TestFail_SaysWhomToAsk(t *testing.T) {
	rd, _ := newFrame(t)
	w := httptest.NewRecorder()
	rd.Fail(w, httptest.NewRequest("GET", "/desk", nil), domain.Errorf(domain.Forbidden, "", "Only the desk may do this."))
	if !strings.Contains(w.Body.String(), "If you are stuck, ask Maggie Trewin at the desk on <a") {
		t.Error("the page names nobody to ask")
	}
}

func TestFail_SignedOutLeadsToSignIn(t *testing.T) {
	rd, _ := newFrame(t)
	w := httptest.NewRecorder()
	rd.Fail(w, httptest.NewRequest("GET", "/desk?late=yes", nil), domain.Errorf(domain.SignedOut, "", "Please sign in."))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sign-in?next=%2Fdesk%3Flate%3Dyes" {
		t.Errorf("answered %d to %s", w.Code, w.Header().Get("Location"))
	}
}

// Who signed out in another tab has no token left by which a form could be kept for them: the page holds it, and asks them to sign in elsewhere.
func TestFail_SignedOutKeepsWhatWasTyped(t *testing.T) {
	rd, _ := newFrame(t)
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", "/requests/1/notes?from=desk", strings.NewReader(url.Values{"words": {"Ring <b>before</b> ten\nשלום"}, "ways": {"ring", "text"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rd.Fail(w, r, domain.Errorf(domain.SignedOut, "", "Please sign in first."))
	doc := document(t, w.Body.String())
	var sent []string
	for _, field := range find(t, doc, "main form[method=post][action='/requests/1/notes?from=desk'] input[type=hidden]") {
		sent = append(sent, attr(field, "name")+"="+attr(field, "value"))
	}
	if got := strings.Join(sent, "|"); got != "ways=ring|ways=text|words=Ring <b>before</b> ten\nשלום" {
		t.Errorf("it holds %q", got)
	}
	if in := find(t, doc, "main a[href='/sign-in']"); len(in) != 1 || attr(in[0], "target") != "_blank" {
		t.Errorf("%d links to sign in, or not in another tab", len(in))
	}
}

func TestFail_WritesNothingToWhoHasGone(t *testing.T) {
	rd, log := newFrame(t)
	ctx, leave := context.WithCancel(context.Background())
	leave()
	w := httptest.NewRecorder()
	rd.Fail(w, httptest.NewRequest("GET", "/desk", nil).WithContext(ctx), fmt.Errorf("postgres: %w", context.Canceled))
	if w.Body.Len() > 0 || log.Len() > 0 {
		t.Errorf("wrote %d bytes, logged %q", w.Body.Len(), log)
	}
}

func TestRender_NeverHalfAPage(t *testing.T) {
	rd, log := newFrame(t)
	for name, p := range map[string]Page{
		"styleguide": {Title: "Broken", Content: struct{ Head Head }{}}, // what comes after Head is missing
		"no-such":    {Title: "Missing"},
	} {
		log.Reset()
		w := httptest.NewRecorder()
		rd.Render(w, httptest.NewRequest("GET", "/", nil), name, p)
		if w.Code != 500 || textOf(t, document(t, w.Body.String()), "h1") != "Something broke" || !strings.Contains(log.String(), name) {
			t.Errorf("%s: answered %d, logged %q", name, w.Code, log)
		}
	}
}
