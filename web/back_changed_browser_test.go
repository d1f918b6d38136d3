package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/web/browsertest"
)

// A call that is sent, gone back to and sent again is one call. One that was changed meanwhile says which is in, and becomes a second
// when it is sent once more.
func TestCall_BackInABrowser(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t), browsertest.Start(t)
	v.withIslands(bundled(t))
	v.role(v.person("Cal", "Castle Row", nil), app.GrantRole{Kind: domain.CallTaker, TownID: v.town})
	ivy := v.person("Ivy", "Castle Row", nil)
	for _, as := range []string{"Priya", "Cal"} {
		for _, view := range []browsertest.View{{Width: 1280}, {NoScript: true}} {
			t.Run(fmt.Sprintf("%s %+v", as, view), func(t *testing.T) {
				tab := v.tab(browser, view, as)
				asks := func(want int) {
					t.Helper()
					if n := v.count(`SELECT count(*) FROM requests`); n != want {
						t.Fatalf("there are %d asks, want %d: %s", n, want, tab.Text("main"))
					}
				}
				before := v.count(`SELECT count(*) FROM requests`)
				tab.Go(v.site.URL + "/call")
				tab.Tick("ways", "ring")
				tab.Type("#firstName", "Edda")
				tab.Type("#phone", "01632 960144")
				tab.Type("#street", "Castle Row")
				tab.Type("#notes", "A big dog.")
				tab.Script(fmt.Sprintf(`document.querySelector("#needId").value = %q; 0`, idOf(v.need["dog"])), new(int))
				tab.Follow("main form[data-script] .arm-hint .arm")
				asks(before + 1)
				for _, c := range []struct{ notes, says string }{{"A big dog.", "the reference is"}, {"A small dog.", "What was sent before is in"}} {
					tab.Back()
					tab.WaitUntil(`location.pathname === "/call" && document.readyState === "complete"`)
					for field, text := range map[string]string{"phone": "01632 960144", "firstName": "Edda", "street": "Castle Row", "notes": c.notes} { // a browser keeps not all
						tab.Script(fmt.Sprintf(`document.getElementById(%q).value = %q; 0`, field, text), new(int))
					}
					tab.Follow("main form[data-script] .arm-hint .arm")
					asks(before + 1)
					if got := tab.Text("main"); !strings.Contains(got, c.says) {
						t.Errorf("sent again with %q it reads %s", c.notes, got)
					}
				}
				if tab.Value("#notes") != "A small dog." || tab.Value("#firstName") != "Edda" || tab.Value("#needId") != idOf(v.need["dog"]) {
					t.Errorf("of what was typed there is left %q, %q, %q", tab.Value("#notes"), tab.Value("#firstName"), tab.Value("#needId"))
				}
				tab.Accessible()
				tab.NoSideways()
				var href string
				tab.Script(`document.querySelector("#before a")?.getAttribute("href") ?? ""`, &href)
				if may := as == "Priya"; may != strings.HasPrefix(href, "/requests/") {
					t.Errorf("for %s it leads to %q", as, href)
				}
				tab.Follow("main form[data-script] .arm-hint .arm")
				asks(before + 2)
			})
		}
	}
	t.Run("somebody known", func(t *testing.T) {
		tab := v.tab(browser, browsertest.View{NoScript: true}, "Priya")
		tab.Go(v.site.URL + "/call?q=ivy")
		tab.Follow(fmt.Sprintf(`a[href^="/call?person=%d&"]`, ivy))
		before := v.count(`SELECT count(*) FROM requests`)
		for n := range 2 {
			tab.Script(`document.querySelector("#street").value = "Castle Row"; 0`, new(int))
			tab.Script(fmt.Sprintf(`document.querySelector("#needId").value = %q; 0`, idOf(v.need["dog"])), new(int))
			tab.Follow("main form[data-script] .arm-hint .arm")
			if got := v.count(`SELECT count(*) FROM requests`); got != before+1 {
				t.Fatalf("sent %d times it is %d asks: %s", n+1, got-before, tab.Text("main"))
			}
			tab.Back()
			tab.WaitUntil(`location.pathname === "/call" && document.readyState === "complete"`)
		}
	})
}

// Whoever writes down a call from another town is told its reference, and is not led to an ask that is others' now.
func TestCall_FromAnotherTown(t *testing.T) {
	v := newVillage(t, "Brackle")
	v.role(v.person("Dee", "Castle Row", nil), app.GrantRole{Kind: domain.DeskHelper, TownID: v.town})
	b := v.signedIn("Dee").opens("/call")
	b.presses("Write it down", url.Values{"needId": {idOf(v.need["dog"])}, "firstName": {"Edda"}, "phone": {"01632 960144"}, "street": {"Main Street, Brackle"}, "ways": {"ring"}, "agreed": {"share"}})
	b.reads(200, "Write down a call").tells([]string{"Please read out: the reference is"})
	if n := v.count(`SELECT count(*) FROM requests`); n != 1 {
		t.Errorf("%d asks are written down", n)
	}
}
