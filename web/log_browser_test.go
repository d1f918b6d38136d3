package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/web/browsertest"
)

// kelly makes a connector of somebody and returns the address that her badge opens.
func (v *village) kelly() (domain.PersonID, string) {
	v.Helper()
	kinds, err := v.app.ConnectorKinds(v.Context(), v.priya)
	v.must(err)
	_, err = v.app.TrainConnectors(v.Context(), v.priya, app.TrainConnectors{TownID: v.town, KindID: kinds[0].ID, People: "Kelly Marsh, kelly@example.org, Curl Up", Agreed: true})
	v.must(err)
	all, err := v.app.Connectors(v.Context(), v.priya)
	v.must(err)
	link, _, err := v.app.BadgeLink(v.Context(), v.priya, all[0].PersonID)
	v.must(err)
	return all[0].PersonID, v.site.URL + link[strings.Index(link, "/log/"):]
}

// line is the way between phone and server, which a test may spoil.
type line struct {
	next   http.Handler
	spoilt atomic.Int32 // what it answers to what is posted: 0 lets it through, 1 hangs up, else a status
	posted atomic.Int32
	late   atomic.Bool // passes it on, and loses the answer
	down   atomic.Bool // nothing gets through
}

// ServeHTTP passes a request on, or not.
func (l *line) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if l.down.Load() {
		panic(http.ErrAbortHandler)
	}
	if r.Method != http.MethodPost {
		l.next.ServeHTTP(w, r)
		return
	}
	l.posted.Add(1)
	switch status := l.spoilt.Load(); {
	case l.late.Load():
		l.next.ServeHTTP(discard{http.Header{}}, r)
		panic(http.ErrAbortHandler)
	case status > 1:
		w.Header().Set("Content-Type", "application/json") // as whatever stands before the server may say it
		w.WriteHeader(int(status))
		_, _ = w.Write([]byte(`{"said":"Something is wrong."}`))
		return
	}
	l.next.ServeHTTP(w, r)
}

// discard takes an answer that never arrives.
type discard struct{ h http.Header }

// Header is what would be sent.
func (d discard) Header() http.Header { return d.h }

// Write loses what is written.
func (d discard) Write(b []byte) (int, error) { return len(b), nil }

// WriteHeader loses the status.
func (d discard) WriteHeader(int) {}

// spoilable puts a line before the village.
func (v *village) spoilable() *line {
	v.Helper()
	l := &line{next: v.withIslands(bundled(v.T)).handler}
	v.handler = l
	return l
}

// log taps a talk about the n-th theme: three taps.
func tapTalk(tab *browsertest.Tab, n int) {
	tab.Click(fmt.Sprintf(".grid8 .pick:nth-child(%d) input", n))
	tab.Tick("to", "listened")
	tab.Click(".log-bar button")
}

func (v *village) talks() int {
	v.Helper()
	return v.count(`SELECT count(*) FROM conversations`)
}

func TestLog_InABrowser_ThreeTaps(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	v.spoilable()
	_, badge := v.kelly()
	tab := browsertest.Start(t).Open(t, browsertest.View{})
	tab.Go(badge)
	begun := time.Now()
	tapTalk(tab, 2)
	tab.WaitFor("[data-logged]:not([hidden])")
	took := time.Since(begun)
	t.Logf("three taps, %s", took.Round(time.Millisecond))
	if took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
	if said := tab.Text("[data-logged]"); !strings.Contains(said, "Logged. Thank you. One talk so far this year") {
		t.Errorf("it says %q", said)
	}
	if v.talks() != 1 || v.count(`SELECT count(*) FROM conversations WHERE day = '2026-06-10'`) != 1 {
		// The browser's own clock is years from the village's, so the day is set right by what the phone takes for today.
		t.Errorf("%d talks", v.talks())
	}
	tab.Shot("log")
}

func TestLog_InABrowser_WithoutScript(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	_, badge := v.kelly()
	tab := browsertest.Start(t).Open(t, browsertest.View{NoScript: true})
	tab.Go(badge)
	tab.Click(".grid8 .pick:nth-child(1) input")
	tab.Tick("to", "rang")
	tab.Follow(".log-bar button")
	if said := tab.Text(".flash"); !strings.Contains(said, "Logged. Thank you.") || v.talks() != 1 {
		t.Errorf("it says %q, and %d talks count", said, v.talks())
	}
	// A name in the note stops it, and nothing typed is lost.
	tab.Click(".grid8 .pick:nth-child(1) input")
	tab.Tick("to", "listened")
	tab.Click("summary")
	tab.Type("#note", "ask for Mavis Trewin")
	tab.Follow(".log-bar button")
	if said := tab.Text("#note-error"); !strings.Contains(said, "“Mavis Trewin” looks like a name") || tab.Value("#note") != "ask for Mavis Trewin" || v.talks() != 1 {
		t.Errorf("it says %q, and the note is %q", said, tab.Value("#note"))
	}
	tab.Accessible()
}

func TestLog_InABrowser_Offline(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	l := v.spoilable()
	_, badge := v.kelly()
	tab := browsertest.Start(t).Open(t, browsertest.View{})
	tab.Go(badge)
	kept := `(window.kept ??= false, navigator.serviceWorker.ready.then(() => caches.open("waymark-log-1")).then(c => c.match(location.pathname)).then(m => window.kept = !!m), window.kept && !!navigator.serviceWorker.controller)`
	tab.WaitUntil(kept)

	// The network is cut: what is not all there is not kept, as nobody could ever take it.
	l.down.Store(true)
	for _, missing := range []string{"what it was about", "where you pointed them"} {
		tab.Click(".log-bar button")
		tab.WaitUntil(`document.querySelector("[data-logged]:not([hidden])")?.textContent.includes("` + missing + `")`)
		tab.Click(".grid8 .pick:nth-child(1) input")
	}
	tab.WaitUntil(`document.querySelector("[data-waiting]").hidden`)

	// Three talks wait, and a page that is opened anew shows them.
	for n := 1; n <= 3; n++ {
		tapTalk(tab, n)
		tab.WaitUntil(fmt.Sprintf(`document.querySelector("[data-waiting-count]").textContent.startsWith("%d waiting")`, n))
	}
	tab.Accessible()
	tab.Shot("log-offline")
	tab.Go(badge)
	tab.WaitFor("[data-waiting]:not([hidden])")
	if said := tab.Text("[data-waiting-count]"); said != "3 waiting to send" || v.talks() != 0 {
		t.Errorf("it says %q, and %d talks count", said, v.talks())
	}
	// It is back, and answers 500: nothing is lost.
	l.spoilt.Store(http.StatusInternalServerError)
	l.down.Store(false)
	before := l.posted.Load()
	tab.Click("[data-send-now]")
	for l.posted.Load() == before {
		tab.WaitUntil(`true`)
	}
	tab.WaitUntil(`document.querySelector("[data-waiting-count]").textContent.startsWith("3 waiting") && !document.querySelector("[data-waiting-list] li")`)
	// It takes them, and its answer is lost on the way: sent again, each counts once.
	l.spoilt.Store(0)
	l.late.Store(true)
	tab.Click("[data-send-now]")
	for v.talks() == 0 {
		tab.WaitUntil(`true`)
	}
	l.late.Store(false)
	var done bool
	tab.Script(`dispatchEvent(new Event("online"))`, &done)
	tab.WaitUntil(`document.querySelector("[data-waiting]").hidden`)
	if v.talks() != 3 {
		t.Errorf("three talks count as %d", v.talks())
	}
}

// Two tabs of one phone without a signal, of which one is killed: what it kept goes by the other, and both at once send each talk once.
func TestLog_InABrowser_TwoTabsAndOneKilled(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	l := v.spoilable()
	_, badge := v.kelly()
	one := browsertest.Start(t).Open(t, browsertest.View{})
	two := one.Beside()
	one.Go(badge)
	two.Go(badge)
	l.down.Store(true)
	waits := func(tab *browsertest.Tab, n int) {
		tab.WaitUntil(fmt.Sprintf(`document.querySelector("[data-waiting-count]").textContent.startsWith("%d waiting")`, n))
	}
	tapTalk(one, 1)
	waits(one, 1)
	tapTalk(one, 2)
	waits(one, 2)
	tapTalk(two, 3)
	waits(two, 3)
	one.Kill()
	if n := v.talks(); n != 0 {
		t.Errorf("%d talks count without a signal", n)
	}
	three := two.Beside()
	l.down.Store(false)
	three.Go(badge) // sends as it opens
	two.Click("[data-send-now]")
	for _, tab := range []*browsertest.Tab{two, three} {
		tab.WaitUntil(`document.querySelector("[data-waiting]").hidden`)
	}
	if n := v.talks(); n != 3 {
		t.Errorf("three talks count as %d", n)
	}
}

// A phone that is a day off, and lists two thousand letters of names: the day is set right, and the names are stopped before they arrive.
func TestLog_InABrowser_Names(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	v.spoilable()
	_, badge := v.kelly()
	tab := browsertest.Start(t).Open(t, browsertest.View{})
	tab.Go(badge)
	tab.Script(`{ const real = Date; window.Date = class extends real { constructor(...a) { if (a.length) super(...a); else super(real.now() + 864e5) } }; "" }`, new(string))
	tab.Click("summary")
	tab.Script(`document.querySelector("#note").value = "Kelly Marsh, ".repeat(153)`, new(string))
	tapTalk(tab, 3)
	tab.WaitFor("[data-logged]:not([hidden])")
	if said := tab.Text("[data-logged]"); !strings.Contains(said, "looks like a name") || len(tab.Value("#note")) < 1900 || v.talks() != 0 {
		t.Errorf("it says %q", said)
	}
	tab.Script(`document.querySelector("#note").value = ""`, new(string))
	tab.Click(".log-bar button")
	tab.WaitUntil(`document.querySelector("[data-logged]").textContent.includes("Logged.")`)
	if n := v.count(`SELECT count(*) FROM conversations WHERE day = '2026-06-10'`); n != 1 {
		t.Errorf("%d talks are of today", n)
	}
}

func TestLog_InABrowser_Conflict(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	l := v.spoilable()
	_, badge := v.kelly()
	tab := browsertest.Start(t).Open(t, browsertest.View{})
	tab.Go(badge)
	l.spoilt.Store(http.StatusConflict)
	tapTalk(tab, 1)
	tab.WaitUntil(`document.querySelector("[data-waiting]").hidden && document.querySelector("[data-logged]:not([hidden])")?.textContent.includes("arrived already")`)
}

// A day is added up without a signal, on a page that was never opened before.
func TestLog_InABrowser_TodayOffline(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	l := v.spoilable()
	_, badge := v.kelly()
	tab := browsertest.Start(t).Open(t, browsertest.View{})
	tab.Go(badge)
	tab.WaitUntil(`(window.kept ??= false, caches.match(location.pathname + "/today").then(m => window.kept = !!m), window.kept && !!navigator.serviceWorker.controller)`)
	l.down.Store(true)
	tab.Go(badge + "/ripple") // never opened before: the page of the badge is there instead
	tab.WaitUntil(`location.href === "` + badge + `" && !!document.querySelector(".grid8")`)
	tab.Go(badge + "/today")
	tab.Click(".log-bar button")
	tab.WaitUntil(`document.querySelector("[data-logged]:not([hidden])")?.textContent.includes("at least one number")`)
	tab.Type("#n", "2")
	tab.Click(".log-bar button")
	tab.WaitUntil(`document.querySelector("[data-waiting-count]").textContent.startsWith("1 waiting")`)
	l.down.Store(false)
	tab.Click("[data-send-now]")
	tab.WaitUntil(`document.querySelector("[data-waiting]").hidden`)
	if n := v.talks(); n != 2 {
		t.Errorf("a day of two talks counts as %d", n)
	}
}

// What waited and cannot be taken is tried again when somebody presses, and goes from the phone when they let it go.
func TestLog_InABrowser_LetGo(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	l := v.spoilable()
	_, badge := v.kelly()
	tab := browsertest.Start(t).Open(t, browsertest.View{})
	tab.Go(badge)
	l.down.Store(true)
	tab.Click("summary")
	tab.Type("#note", "ring 07700 900123")
	tapTalk(tab, 3)
	tab.WaitFor("[data-waiting]:not([hidden])")
	l.down.Store(false)
	tab.Click("[data-send-now]")
	tab.WaitFor("[data-waiting-list] li")
	before := l.posted.Load()
	tab.Script(`document.querySelector("[data-waiting-list] li").dataset.old = "yes"`, new(string))
	tab.Click("[data-send-now]")
	tab.WaitFor("[data-waiting-list] li:not([data-old])")
	if said := tab.Text("[data-waiting]"); strings.Contains(said, "by themselves") {
		t.Errorf("what cannot go is said to go: %q", said)
	}
	if l.posted.Load() == before {
		t.Error("it is not tried again")
	}
	tab.Accessible()
	tab.Click("[data-waiting-list] li .btn:last-child")
	tab.WaitUntil(`document.querySelector("[data-waiting]").hidden`)
	if n := v.talks(); n != 0 {
		t.Errorf("%d talks count that were let go", n)
	}
}

func TestLog_InABrowser_BadgeTakenBack(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	v.spoilable()
	kelly, badge := v.kelly()
	tab := browsertest.Start(t).Open(t, browsertest.View{})
	tab.Go(badge)
	v.must(v.app.ChangeBadge(v.Context(), v.priya, app.ChangeBadge{PersonID: kelly, Back: true}))
	tapTalk(tab, 1)
	tab.WaitFor("[data-waiting-list] li")
	if said := tab.Text("[data-waiting]"); !strings.Contains(said, "1 waiting to send") || !strings.Contains(said, "Please ask whoever gave it to you") || v.talks() != 0 {
		t.Errorf("it says %q", said)
	}
	tab.Go(badge)
	if said := tab.Text("h1"); said != "This badge counts nothing more" {
		t.Errorf("it says %q", said)
	}
	tab.WaitFor("[data-waiting]:not([hidden])")
	tab.Accessible()
	tab.Shot("log-shut")
	// A new badge on the same phone sends what waited.
	v.must(v.app.ChangeBadge(v.Context(), v.priya, app.ChangeBadge{PersonID: kelly}))
	link, _, err := v.app.BadgeLink(v.Context(), v.priya, kelly)
	v.must(err)
	tab.Go(v.site.URL + link[strings.Index(link, "/log/"):])
	tab.WaitUntil(`document.querySelector("[data-waiting]").hidden`)
	for range 100 {
		if v.talks() == 1 {
			return
		}
		tab.WaitUntil(`true`)
	}
	t.Errorf("%d talks", v.talks())
}

func TestLog_InABrowser_NameInTheNote(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	v.spoilable()
	_, badge := v.kelly()
	tab := browsertest.Start(t).Open(t, browsertest.View{})
	tab.Go(badge)
	tab.Click("summary")
	tab.Type("#note", "ring 07700 900123")
	tapTalk(tab, 3)
	tab.WaitFor("[data-logged]:not([hidden])")
	if said := tab.Text("[data-logged]"); !strings.Contains(said, "“07700 900123” looks like a phone number") || tab.Value("#note") == "" || v.talks() != 0 {
		t.Errorf("it says %q", said)
	}
	tab.Script(`document.querySelector("#note").value = "wants company"`, new(string))
	tab.Click(".log-bar button")
	tab.WaitUntil(`document.querySelector("[data-logged]").textContent.includes("Logged.")`)
	if n := v.count(`SELECT count(*) FROM conversations WHERE note = 'wants company'`); n != 1 {
		t.Errorf("%d talks", n)
	}
}

// What is not in a connector's own town is looked for in the towns around, which are named; that it is not in theirs is counted once.
func TestLog_FindsInTheTownsAround(t *testing.T) {
	t.Parallel()
	v := newVillage(t, "Brackle")
	brackle := domain.TownID(v.count(`SELECT id FROM towns WHERE name = 'Brackle'`))
	_, err := v.app.AddService(v.Context(), v.priya, app.AddService{TownID: brackle, Name: "Brackle choir", Organization: "The chapel", Themes: []string{"company"}})
	v.must(err)
	v.service()
	_, badge := v.kelly()
	b := v.visitor().opens(strings.TrimPrefix(badge, v.site.URL))
	b.presses("Find", url.Values{"q": {"yoga"}}).tells([]string{"Chair yoga"}, "Chair yoga, Saltcombe")
	b.presses("Find", url.Values{"q": {"choir"}}).tells([]string{"Brackle choir, Brackle"}, "We found nothing like that")
	b.presses("Find", url.Values{"q": {"zither"}}).tells([]string{"We found nothing like that"})
	if n := v.count(`SELECT count(*) FROM missed_searches WHERE times = 1`); n != 2 {
		t.Errorf("%d searches of two are counted", n)
	}
}
