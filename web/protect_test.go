package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func protected(t *testing.T) (http.Handler, *Renderer, func() string) {
	t.Helper()
	rd, log := newFrame(t)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /ask", func(w http.ResponseWriter, r *http.Request) {
		LeaveNotice(w, Notice{State: StateDone, Text: "We have it: “Òrla” & co."})
		http.Redirect(w, r, "/styleguide", http.StatusSeeOther)
	})
	mux.HandleFunc("GET /styleguide", rd.Styleguide)
	mux.HandleFunc("GET /panic", func(http.ResponseWriter, *http.Request) { panic("a bug") })
	mux.Handle("GET /static/", rd.Assets())
	mux.HandleFunc("/", rd.NoPage)
	return rd.Protect(mux), rd, log.String
}

func TestProtect_Headers(t *testing.T) {
	h, _, _ := protected(t)
	for _, path := range []string{"/styleguide", "/nowhere", "/panic"} {
		w := get(h, httptest.NewRequest("GET", path, nil))
		for key, want := range map[string]string{
			"Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cache-Control": "no-store",
			"X-Robots-Tag": "noindex", "Content-Type": "text/html; charset=utf-8", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := w.Header().Get(key); got != want {
				t.Errorf("%s: %s is %q, want %q", path, key, got, want)
			}
		}
		csp := w.Header().Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"} {
			if !strings.Contains(csp, part) {
				t.Errorf("%s: the policy has no %s: %s", path, part, csp)
			}
		}
		if strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") {
			t.Errorf("the policy lets others in: %s", csp)
		}
	}
}

func TestProtect_FormsOfOtherSites(t *testing.T) {
	h, _, _ := protected(t)
	for name, c := range map[string]struct {
		site, origin string
		status       int
	}{
		"our own page":                 {"same-origin", "https://help.example.org", 303},
		"typed or bookmarked":          {"none", "", 303},
		"an old browser, our origin":   {"", "https://help.example.org", 303},
		"another site":                 {"cross-site", "https://elsewhere.example", 403},
		"an old browser, other origin": {"", "https://elsewhere.example", 403},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "https://help.example.org/ask", nil)
			if c.site != "" {
				r.Header.Set("Sec-Fetch-Site", c.site)
			}
			if c.origin != "" {
				r.Header.Set("Origin", c.origin)
			}
			if w := get(h, r); w.Code != c.status {
				t.Errorf("answered %d, want %d", w.Code, c.status)
			}
		})
	}
}

func TestProtect_Panic(t *testing.T) {
	h, _, log := protected(t)
	w := get(h, httptest.NewRequest("GET", "/panic", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "a bug") {
		t.Errorf("answered %d", w.Code)
	}
	if !strings.Contains(log(), "a bug") || !strings.Contains(log(), "protect_test.go") {
		t.Errorf("the log does not say where: %q", log())
	}
}

func TestLeaveNotice_IsShownOnce(t *testing.T) {
	h, _, _ := protected(t)
	left := get(h, httptest.NewRequest("POST", "/ask", nil)).Result().Cookies()
	if len(left) != 1 || left[0].SameSite != http.SameSiteLaxMode || !left[0].HttpOnly {
		t.Fatalf("cookies %v", left)
	}
	r := httptest.NewRequest("GET", "/styleguide", nil)
	r.AddCookie(left[0])
	w := get(h, r)
	if got := textOf(t, document(t, w.Body.String()), ".flash"); got != "We have it: “Òrla” & co." {
		t.Errorf("the notice reads %q", got)
	}
	if c := w.Result().Cookies(); len(c) != 1 || c[0].MaxAge != -1 {
		t.Errorf("the notice stays: %v", c)
	}
}

func TestTakeNotice_LeavesOutWhatItCannotRead(t *testing.T) {
	for _, value := range []string{"%%%", "bm90IGpzb24"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.AddCookie(&http.Cookie{Name: noticeCookie, Value: value})
		if n := takeNotice(httptest.NewRecorder(), r); n != nil {
			t.Errorf("%s was read as %+v", value, n)
		}
	}
}

func TestAssets(t *testing.T) {
	h, rd, _ := protected(t)
	address := rd.assets.Address("waymark.css")
	t.Run("kept for ever under an address of its content", func(t *testing.T) {
		w := get(h, httptest.NewRequest("GET", address, nil))
		if w.Code != 200 || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
			t.Errorf("answered %d %v", w.Code, w.Header())
		}
		if w.Body.String() != stylesheet(t) {
			t.Error("the stylesheet is another")
		}
	})
	t.Run("compressed for who takes it", func(t *testing.T) {
		for accept, want := range map[string]string{"br, gzip": "gzip", "gzip;q=0": "", "gzip; q=0.5": "gzip", "": ""} {
			r := httptest.NewRequest("GET", address, nil)
			r.Header.Set("Accept-Encoding", accept)
			w := get(h, r)
			if got := w.Header().Get("Content-Encoding"); got != want {
				t.Errorf("%q is answered with %q", accept, got)
			}
			if want == "gzip" {
				z, err := gzip.NewReader(w.Body)
				if err != nil {
					t.Fatal(err)
				}
				if b, err := io.ReadAll(z); err != nil || string(b) != stylesheet(t) {
					t.Errorf("unpacks to another stylesheet: %v", err)
				}
			}
		}
	})
	t.Run("a head without body", func(t *testing.T) {
		if w := get(h, httptest.NewRequest("HEAD", address, nil)); w.Body.Len() != 0 || w.Header().Get("Content-Length") == "0" {
			t.Errorf("%d bytes", w.Body.Len())
		}
	})
	t.Run("another version is not found", func(t *testing.T) {
		for _, path := range []string{"/static/waymark.css", "/static/waymark.0000000000.css", "/static/dist/.keep", "/static/"} {
			if w := get(h, httptest.NewRequest("GET", path, nil)); w.Code != 404 {
				t.Errorf("%s answers %d", path, w.Code)
			}
		}
	})
	t.Run("a later folder replaces, another content is another address", func(t *testing.T) {
		as, err := NewAssets(fstest.MapFS{"a.css": {Data: []byte("one")}}, fstest.MapFS{"a.css": {Data: []byte("two")}})
		if err != nil {
			t.Fatal(err)
		}
		one, err := NewAssets(fstest.MapFS{"a.css": {Data: []byte("one")}})
		if err != nil {
			t.Fatal(err)
		}
		if w := get(as, httptest.NewRequest("GET", as.Address("a.css"), nil)); w.Body.String() != "two" || as.Address("a.css") == one.Address("a.css") {
			t.Errorf("serves %q at %s", w.Body, as.Address("a.css"))
		}
	})
}
