package auth_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"waymark/domain"
	"waymark/internal/auth"
)

func checkCookie(t *testing.T, c *http.Cookie, name, value string, secure bool) {
	t.Helper()
	if c.Name != name || c.Value != value || c.Secure != secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode ||
		c.Path != "/" || c.Domain != "" || c.MaxAge != 37*24*60*60 {
		t.Errorf("cookie %+v", c)
	}
}

// through runs a handler behind the middleware, as a browser that holds a cookie (or "") would see it.
func (w *town) through(token string, site auth.Option, do func(http.ResponseWriter, *http.Request) error) *http.Response {
	w.Helper()
	r := request("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0")
	if token != "" {
		r.AddCookie(&http.Cookie{Name: "waymark", Value: token})
	}
	rec := httptest.NewRecorder()
	auth.Middleware(w.app, site)(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if err := do(rw, r); err != nil {
			w.Error(err)
		}
	})).ServeHTTP(rec, r)
	return rec.Result()
}

func (w *town) holds(token string) bool {
	w.Helper()
	_, _, err := w.app.SessionActor(w.Context(), domain.Public(), token)
	if err != nil && domain.KindOf(err) != domain.SignedOut {
		w.Fatal(err)
	}
	return err == nil
}

func TestBegin(t *testing.T) {
	for _, tt := range []struct {
		site   auth.Option
		name   string
		secure bool
	}{{safe, "__Host-waymark", true}, {home, "waymark", false}} {
		w := newTown(t)
		s := w.signsIn()
		resp := w.through("", tt.site, func(rw http.ResponseWriter, r *http.Request) error { return auth.Begin(rw, r, w.app, s) })
		if len(resp.Cookies()) != 1 {
			t.Fatalf("%s: cookies %v", tt.name, resp.Cookies())
		}
		checkCookie(t, resp.Cookies()[0], tt.name, s.Token, tt.secure)
		actor, _, err := w.app.SessionActor(t.Context(), domain.Public(), s.Token)
		if err != nil {
			t.Fatal(err)
		}
		if lines, err := w.app.Sessions(t.Context(), actor); err != nil || len(lines) != 1 || lines[0].Device != "Firefox on Windows" {
			t.Errorf("%s: sessions %+v, %v", tt.name, lines, err)
		}
	}
}

// Whoever signs in anew on one browser leaves no older sign-in behind on it; other browsers keep theirs.
func TestBegin_EndsTheOneBefore(t *testing.T) {
	w := newTown(t)
	old, elsewhere, next := w.signsIn(), w.signsIn(), w.signsIn()
	w.through(old.Token, home, func(rw http.ResponseWriter, r *http.Request) error { return auth.Begin(rw, r, w.app, next) })
	if w.holds(old.Token) || !w.holds(elsewhere.Token) || !w.holds(next.Token) {
		t.Errorf("old %t, elsewhere %t, new %t", w.holds(old.Token), w.holds(elsewhere.Token), w.holds(next.Token))
	}
}

func TestEnd(t *testing.T) {
	w := newTown(t)
	s, elsewhere := w.signsIn(), w.signsIn()
	resp := w.through(s.Token, home, func(rw http.ResponseWriter, r *http.Request) error { return auth.End(rw, r, w.app) })
	if c := resp.Cookies(); len(c) != 2 || c[0].Name != "waymark-ended" || c[0].Value != s.Token || c[1].Name != "waymark" || c[1].MaxAge >= 0 || c[1].Value != "" {
		t.Errorf("cookies %v", c)
	}
	if w.holds(s.Token) || !w.holds(elsewhere.Token) {
		t.Error("the wrong one was signed out")
	}
	w.through("", home, func(rw http.ResponseWriter, r *http.Request) error { return auth.End(rw, r, w.app) })
}
