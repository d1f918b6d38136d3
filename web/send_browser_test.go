package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"waymark/web/browsertest"
)

// sender serves one form, and counts how often it is sent.
func sender(t *testing.T) (address string, sent *atomic.Int32) {
	t.Helper()
	rd, _ := newFrame(t, bundled(t))
	sent = &atomic.Int32{}
	mux := http.NewServeMux()
	mux.Handle("GET /static/", rd.Assets())
	mux.HandleFunc("GET /form", func(w http.ResponseWriter, r *http.Request) {
		p := rd.Page(w, r, "A form")
		p.Content = formPage{Head: Head{Title: "A form"}, Blocks: []block{{Field: &Field{Name: "words", Label: "Words"}}}, Button: Button{Text: "Send it", Style: Arm}}
		rd.Render(w, r, "form", p)
	})
	mux.HandleFunc("POST /form", func(w http.ResponseWriter, r *http.Request) {
		n := sent.Add(1)
		p := rd.Page(w, r, "Sent")
		p.Content = Failure{Title: fmt.Sprintf("Sent %d: %s", n, r.FormValue("words"))}
		rd.Render(w, r, "error", p)
	})
	server := httptest.NewServer(rd.Protect(mux))
	t.Cleanup(server.Close)
	return server.URL + "/form", sent
}

func TestSend_InABrowser(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)

	t.Run("a second press sends nothing, and the button keeps its width", func(t *testing.T) {
		tab := browser.Open(t, browsertest.View{})
		address, _ := sender(t)
		tab.Go(address)
		width := func() (w float64) {
			tab.Script(`document.querySelector("main .arm").getBoundingClientRect().width`, &w)
			return w
		}
		before := width()
		var sends int // of which the page itself hears after the island, and goes nowhere
		tab.Script(`(window.sends = 0, addEventListener("submit", e => { if (!e.defaultPrevented) window.sends++; e.preventDefault() }), 0)`, &sends)
		tab.Click("main .arm")
		tab.WaitFor(`main .arm[aria-busy="true"] .turn`)
		if after := width(); after != before {
			t.Errorf("the button was %v wide and is %v", before, after)
		}
		tab.Accessible()
		tab.Click("main .arm")
		tab.Script(`window.sends`, &sends)
		if sends != 1 {
			t.Errorf("it was sent %d times", sends)
		}
		tab.Script(`(dispatchEvent(new PageTransitionEvent("pageshow")), 0)`, &sends)
		tab.Click("main .arm:not([aria-busy])")
		if tab.Script(`window.sends`, &sends); sends != 2 {
			t.Errorf("who came back sent it %d times", sends)
		}
	})

	t.Run("without a connection nothing typed is lost", func(t *testing.T) {
		address, sent := sender(t)
		tab := browser.Open(t, browsertest.View{})
		tab.Go(address)
		tab.Type("#words", "kept")
		var done bool
		tab.Script(`(() => { Object.defineProperty(navigator, "onLine", {get: () => window.line === true, configurable: true}); return true })()`, &done)
		tab.Click("main .arm")
		tab.WaitFor(".offline")
		tab.Accessible()
		if tab.Value("#words") != "kept" || sent.Load() != 0 {
			t.Errorf("it was sent %d times, and the field holds %q", sent.Load(), tab.Value("#words"))
		}
		tab.Script(`(() => { window.line = true; dispatchEvent(new Event("online")); return document.querySelector(".offline").hidden })()`, &done)
		if !done {
			t.Error("the bar stays although the connection is back")
		}
		tab.Follow("main .arm")
		if got := tab.Text("h1"); got != "Sent 1: kept" {
			t.Errorf("it ended at %q", got)
		}
	})

	t.Run("a browser that is wrong about it is overruled by a second press", func(t *testing.T) {
		address, _ := sender(t)
		tab := browser.Open(t, browsertest.View{})
		tab.Go(address)
		var done bool
		tab.Script(`(() => { Object.defineProperty(navigator, "onLine", {get: () => false}); return true })()`, &done)
		tab.Click("main .arm")
		tab.WaitFor(".offline")
		tab.Follow("main .arm")
		if got := tab.Text("h1"); got != "Sent 1:" {
			t.Errorf("it ended at %q", got)
		}
	})

	t.Run("two taps at once send one form", func(t *testing.T) {
		tab := browser.Open(t, browsertest.View{})
		address, sent := sender(t)
		tab.Go(address)
		tab.Type("#words", "once")
		var done bool
		tab.Script(`(() => { const b = document.querySelector("main .arm"); b.click(); b.click(); return true })()`, &done)
		tab.WaitUntil(`document.querySelector("h1").textContent.includes("Sent")`)
		if got := tab.Text("h1"); got != "Sent 1: once" || sent.Load() != 1 {
			t.Errorf("it was sent %d times, and ended at %q", sent.Load(), got)
		}
	})

	t.Run("whoever goes back finds what they typed, and nothing is sent again", func(t *testing.T) {
		tab := browser.Open(t, browsertest.View{})
		address, sent := sender(t)
		tab.Go(address)
		tab.Type("#words", "kept")
		tab.Follow("main .arm")
		tab.Back()
		if got := tab.Value("#words"); got != "kept" || sent.Load() != 1 {
			t.Errorf("it was sent %d times, and the field holds %q", sent.Load(), got)
		}
		tab.Type("#words", " and mended")
		tab.Follow("main .arm:not([aria-busy])")
		if got := tab.Text("h1"); got != "Sent 2: kept and mended" {
			t.Errorf("it ended at %q", got)
		}
	})
}
