package web

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/pgtest"
	"waymark/web/browsertest"
)

// lively serves the pages with their scripts, twice: from two servers on one database, which ask often.
func (v *village) lively() (second string) {
	v.Helper()
	log := slog.New(slog.NewTextHandler(v.Output(), nil))
	until, end := context.WithCancel(context.Background())
	v.Cleanup(end)
	options := Options{Log: log, Zone: v.zone(), Live: Live{Beat: 50 * time.Millisecond, Until: until}}
	options.Islands = append(options.Islands, bundled(v.T))
	var err error
	v.handler, err = New(v.app, options)
	v.must(err)
	other := app.New(v.db, app.Options{Secret: []byte("a secret of thirty-two bytes....."), BaseURL: v.site.URL, Zone: v.zone(),
		Sender: v.mail, From: "help@example.org", Log: log, Policy: escalation.DefaultPolicy()})
	handler, err := New(other, options)
	v.must(err)
	server := httptest.NewServer(handler)
	v.Cleanup(server.Close)
	v.Cleanup(end) // before the servers wait for those who listen
	return server.URL
}

// hanna takes turns on the desk of Saltcombe.
func (v *village) hanna() {
	v.Helper()
	v.role(v.person("Hanna", "Castle Row", nil), app.GrantRole{Kind: domain.DeskHelper, TownID: v.town})
}

// signsIn opens a tab in which somebody is signed in.
func (v *village) signsIn(browser *browsertest.Browser, first string, view browsertest.View) *browsertest.Tab {
	v.Helper()
	tab := browser.Open(v.T, view)
	tab.Go(v.signInLink(first))
	tab.Follow("main form button")
	return tab
}

const newsWaits = `!document.querySelector(".news button").hidden`

func TestDeskLive_InABrowser(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	first := v.joans("dog")
	v.lively()
	tab := v.signsIn(browsertest.Start(t), "Priya", browsertest.View{})
	tab.Go(v.site.URL + "/desk")
	tab.WaitUntil(`performance.getEntriesByType("resource").some((r) => r.name.includes("/desk/live")) || document.querySelector("#live") !== null`)
	tab.Script(`document.querySelector('main a[href="`+requestAt(first)+`"]').focus()`, new(any))

	v.must(v.app.NoteRequest(t.Context(), v.priya, app.NoteRequest{RequestID: first.RequestID, Words: "Rang."}))
	tab.WaitUntil(newsWaits)
	if got := tab.Text(".news span"); got != "Something here has moved on." {
		t.Errorf("it says %q", got)
	}
	pgtest.Advance(t, v.db, time.Minute)
	second := v.joans("garden")
	tab.WaitUntil(`document.querySelector(".news span").textContent.startsWith("One more came in")`)
	var moved bool
	tab.Script(`document.querySelector('main a[href="`+requestAt(second)+`"]') !== null`, &moved)
	if moved {
		t.Error("the list has changed under a thumb")
	}
	tab.NoSideways()
	tab.RoomForThumbs()
	tab.Accessible()
	tab.Shot("desk-news")

	tab.Script(`document.querySelector('main a[href="`+requestAt(first)+`"]').focus()`, new(any))
	tab.Script(`document.querySelector(".news button").click()`, new(any)) // a press that leaves the focus where it is
	tab.WaitUntil(`document.querySelector('main a[href="` + requestAt(second) + `"]') !== null`)
	tab.WaitUntil(`document.activeElement.getAttribute("href") === "` + requestAt(first) + `"`)
	tab.WaitUntil(`document.querySelector(".is-fresh a[href='` + requestAt(second) + `']") !== null`)
	tab.WaitUntil(`document.querySelector(".news button").hidden`)

	v.joans("small_jobs") // it listens on
	tab.WaitUntil(newsWaits)
}

// Two people, from two servers: what one does stands in the other's bar, and each sees that the other has it open, for as long as they do.
func TestRequestLive_InABrowser(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	v.hanna()
	page := requestAt(v.joans("dog"))
	elsewhere := v.lively()
	browser := browsertest.Start(t)
	priya, hanna := v.signsIn(browser, "Priya", browsertest.View{}), v.signsIn(browser, "Hanna", browsertest.View{Width: 1280, Dark: true})
	priya.Go(v.site.URL + page)
	priya.WaitUntil(`document.querySelector("#here").textContent === ""`)
	hanna.Go(elsewhere + page)
	priya.WaitUntil(`document.querySelector("#here").textContent === "Hanna has this open."`)
	hanna.WaitUntil(`document.querySelector("#here").textContent === "Priya has this open."`)
	for _, tab := range []*browsertest.Tab{priya, hanna} {
		tab.NoSideways()
		tab.Accessible()
		tab.Shot("request-here")
	}
	priya.Type("#words", "I shall ring the")
	hanna.Type("#words", "Rang the sister.")
	hanna.Follow(`form[action$="/notes"] button`)
	priya.WaitUntil(newsWaits)
	if got := priya.Text(".news span"); got != "Hanna: A note was added." {
		t.Errorf("the bar says %q", got)
	}
	priya.Script(`document.querySelector(".news button").click()`, new(any))
	priya.WaitUntil(`document.querySelector("main").textContent.includes("Rang the sister.")`)
	if got := priya.Value("#words"); got != "I shall ring the" {
		t.Errorf("what was typed is %q", got)
	}

	priya.Go(v.site.URL + page + "/hold") // before an action it is said too
	priya.WaitUntil(`document.querySelector("#here").textContent === "Hanna has this open."`)
	hanna.WaitUntil(`document.querySelector("#here").textContent === "Priya has this open."`)
	hanna.Go("about:blank")
	priya.WaitUntil(`document.querySelector("#here").textContent === ""`)
}

// listens opens a stream, and returns what it sends, line by line.
func (b *visitor) listens(ctx context.Context, path string) (*http.Response, <-chan string) {
	b.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.site.URL+path, nil)
	b.must(err)
	answer, err := b.client.Do(req)
	b.must(err)
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		defer answer.Body.Close()
		for scan := bufio.NewScanner(answer.Body); scan.Scan(); {
			lines <- scan.Text()
		}
	}()
	return answer, lines
}

func hears(t *testing.T, lines <-chan string, want string) {
	t.Helper()
	for {
		select {
		case line, more := <-lines:
			if strings.Contains(line, want) {
				return
			}
			if !more {
				t.Fatalf("it ended without %q", want)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("nobody said %q", want)
		}
	}
}

func TestLive_LimitsAndEnds(t *testing.T) {
	t.Parallel()
	v := newVillage(t, "Brackle")
	v.hanna()
	v.outsider()
	raised := v.joans("dog")
	until, end := context.WithCancel(t.Context())
	var err error
	v.handler, err = New(v.app, Options{Log: slog.New(slog.DiscardHandler), Zone: v.zone(), Live: Live{Beat: 20 * time.Millisecond, Until: until}})
	v.must(err)
	page := requestAt(raised)

	olive := v.signedIn("Olive")
	if answer, _ := olive.listens(t.Context(), page+"/live"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("somebody of another town is answered %d", answer.StatusCode)
	}
	olive.sends(page+"/closed", nil)
	if olive.status != http.StatusNotFound {
		t.Errorf("closing answers %d", olive.status)
	}
	if answer, _ := v.visitor().listens(t.Context(), "/desk/live"); answer.Request.URL.Path != "/sign-in" {
		t.Errorf("the public are led to %s", answer.Request.URL.Path)
	}

	hanna := v.signedIn("Hanna")
	answer, lines := hanna.listens(t.Context(), page+"/live")
	if got := answer.Header.Get("Content-Type"); got != "text/event-stream" || answer.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("it is %s", got)
	}
	hears(t, lines, `"words":""`)
	priya := v.signedIn("Priya")
	priya.opens(page).tells([]string{"Hanna has this open."})
	priya.opens("/desk").tells([]string{"Hanna has this open."})
	olive.opens("/desk").tells(nil, "Hanna has this open.")
	hanna.opens(page).tells(nil, "has this open.")

	_, roles := hanna.listens(t.Context(), "/desk/live")
	hears(t, roles, "reload")
	_, err = v.app.EndRole(t.Context(), v.priya, app.EndRole{RoleID: domain.RoleID(v.count(`SELECT id FROM roles WHERE kind = 'desk'`))})
	v.must(err)
	hears(t, roles, "event: end") // with the role
	hears(t, lines, "event: end")

	one, stop := context.WithCancel(t.Context())
	_, desk := priya.listens(one, "/desk/live")
	hears(t, desk, "reload")
	for range 9 {
		_, more := priya.listens(one, "/desk/live")
		hears(t, more, "reload")
	}
	if full, _ := priya.listens(t.Context(), "/desk/live"); full.StatusCode != http.StatusTooManyRequests {
		t.Errorf("an eleventh window is answered %d", full.StatusCode)
	}
	end() // the server stops
	for range desk {
	}
	stop()
}

// Whoever closed it without a word is forgotten after a minute.
func TestOpenedBy_EndsByItself(t *testing.T) {
	v := newVillage(t)
	v.hanna()
	raised := v.joans("dog")
	hanna := v.actorNamed("Hanna")
	here := func() string {
		v.Helper()
		names, err := v.app.OpenedBy(t.Context(), v.priya, []domain.RequestID{raised.RequestID})
		v.must(err)
		return fmt.Sprint(names[raised.RequestID])
	}
	v.must(v.app.OpenRequest(t.Context(), hanna, raised.RequestID))
	v.must(v.app.OpenRequest(t.Context(), v.priya, raised.RequestID))
	if here() != "[Hanna]" {
		t.Errorf("it is open at %s", here())
	}
	v.later("61s")
	if here() != "[]" {
		t.Errorf("after a minute it is open at %s", here())
	}
	v.must(v.app.OpenRequest(t.Context(), hanna, raised.RequestID))
	v.must(v.app.CloseRequest(t.Context(), hanna, raised.RequestID))
	if here() != "[]" {
		t.Errorf("after it was closed it is open at %s", here())
	}
}

// actorNamed is somebody as they act when they are signed in.
func (v *village) actorNamed(first string) domain.Actor {
	v.Helper()
	id := domain.PersonID(v.count(`SELECT id FROM persons WHERE first_name = $1`, first))
	roles, err := v.db.Store().RolesHeld(v.Context(), id, morning)
	v.must(err)
	return domain.Actor{Kind: domain.PersonActor, DistrictID: v.priya.DistrictID, PersonID: id, Roles: roles}
}

// The keys go through a list, and do nothing where they are in the way.
func TestKeys_InABrowser(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	first, second := v.joans("dog"), v.joans("garden")
	v.lively()
	tab := v.signsIn(browsertest.Start(t), "Priya", browsertest.View{Width: 1280})
	at := func(raised app.Raised) string {
		return fmt.Sprintf(`document.activeElement.getAttribute("href") === %q`, requestAt(raised))
	}
	tab.Go(v.site.URL + "/requests")
	tab.WaitUntil(`!document.querySelector("#keys").hidden`)
	tab.Press("j")
	tab.WaitUntil(at(second))
	tab.Press("j")
	tab.WaitUntil(at(first))
	tab.Press("k")
	tab.WaitUntil(at(second))
	tab.Press("/")
	tab.WaitUntil(`document.activeElement.name === "q"`)
	tab.Press("j")
	if got := tab.Value("[name=q]"); got != "j" {
		t.Errorf("in a field J writes %q", got)
	}
	tab.Script(`document.activeElement.blur()`, new(any))
	tab.Press("?")
	tab.WaitFor("#keys-list[open]")
	tab.Press("j")
	tab.WaitUntil(`document.querySelector("#keys-list").contains(document.activeElement)`)
	tab.Accessible()
	tab.Shot("keys")
	tab.Press(browsertest.Escape)
	tab.WaitUntil(`!document.querySelector("#keys-list").open`)
	tab.Click(`#keys button[data-key="j"]`) // each key has a button; it goes on from where the keys were
	tab.WaitUntil(at(first))
	tab.Click(`#keys button[data-key="k"]`)
	tab.WaitUntil(at(second))
	tab.Script(`document.querySelector("h1").dispatchEvent(new KeyboardEvent("keydown", {key: "k", ctrlKey: true, bubbles: true}))`, new(any))
	tab.WaitUntil(at(second))
	tab.Press(browsertest.Enter)
	tab.WaitUntil(fmt.Sprintf(`location.pathname === %q`, requestAt(second)))

	tab.Go(v.site.URL + "/me")
	tab.Tick("keys", "off")
	tab.Follow(`form[action="/me/keys"] button`)
	tab.Go(v.site.URL + "/requests")
	tab.WaitUntil(`document.querySelector("#keys") === null && !document.documentElement.outerHTML.includes("keys.")`)
	tab.Press("j")
	tab.WaitUntil(`document.activeElement === document.body`)
}
