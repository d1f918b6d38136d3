package web

import (
	"strings"
	"testing"

	"waymark/internal/pgtest"
	"waymark/web/browsertest"
)

// tab is a browser's tab in which somebody is signed in.
func (v *village) tab(browser *browsertest.Browser, view browsertest.View, first string) *browsertest.Tab {
	v.Helper()
	tab := browser.Open(v.T, view)
	tab.Go(v.signInLink(first))
	tab.Follow("main form button")
	return tab
}

// The same form in two tabs: what the first sends holds, and the second says so with all that was typed into it.
func TestTwoTabs_InABrowser(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	v.withIslands(bundled(t))
	page := v.site.URL + requestAt(v.joans("dog")) + "/end"
	browser := browsertest.Start(t)
	one, two := v.tab(browser, browsertest.View{}, "Priya"), v.tab(browser, browsertest.View{}, "Priya")
	one.Go(page)
	two.Go(page)
	one.Tick("ending", "sorted")
	one.Type("#note", "Her son came by")
	two.Tick("ending", "withdrawn")
	two.Type("#note", "She rang, and said no")
	one.Follow("main form .arm")
	if got := one.Text("main"); !strings.Contains(got, "It has ended.") {
		t.Errorf("the first tab reads %s", got)
	}
	two.Follow("main form .arm")
	if got := two.Text("main"); !strings.Contains(got, "This was ended already: sorted by family") || two.Value("#note") != "She rang, and said no" {
		t.Errorf("the second tab reads %s", got)
	}
	two.Accessible()
	if n := v.count(`SELECT count(*) FROM requests WHERE ending = 'sorted'`); n != 1 {
		t.Error("the second tab overwrote the first")
	}
}

// Who is signed out while they type signs in again, and finds every word; then it is sent as it was.
func TestSignedOutWhileTyping_InABrowser(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	v.withIslands(bundled(t))
	page := v.site.URL + requestAt(v.joans("dog"))
	tab := v.tab(browsertest.Start(t), browsertest.View{}, "Priya")
	tab.Go(page)
	tab.Type(`textarea[name="words"]`, "Rang twice, nobody there")
	v.ended()
	tab.Follow(`form[action$="/notes"] button`)
	if got := tab.Text("main"); tab.Text("h1") != "Sign in" || !strings.Contains(got, "Nothing that you typed is lost.") {
		t.Errorf("it reads %s", got)
	}
	tab.Accessible()
	tab.Go(v.signInLink("Priya"))
	tab.Follow("main form button")
	if got := tab.Value(`textarea[name="words"]`); got != "Rang twice, nobody there" || !strings.HasPrefix(tab.Address(), page) {
		t.Errorf("at %s the field holds %q", tab.Address(), got)
	}
	tab.Accessible()
	tab.Follow(`form[action$="/notes"] button`)
	if n := v.count(`SELECT count(*) FROM request_notes WHERE words = 'Rang twice, nobody there'`); n != 1 {
		t.Errorf("it is written down %d times: %s", n, tab.Text("main"))
	}
}

// Where no script runs, the page of long work comes again by itself until it is over.
func TestLongWork_WithoutScript(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	tab := v.tab(browsertest.Start(t), browsertest.View{NoScript: true}, "Priya")
	v.signedIn("Priya").opens("/exports").presses("Make the file", map[string][]string{"list": {"streets"}}).over()
	owner := pgtest.Owner(t, v.db).SQL
	turn := func(statement string) {
		_, err := owner.ExecContext(t.Context(), statement)
		v.must(err)
	}
	turn(`UPDATE works SET state = 'running', ended_at = NULL, lease = begun_at + interval '1 year'`)
	tab.Go(v.site.URL + "/work/1")
	tab.WaitFor("progress")
	turn(`UPDATE works SET state = 'done', ended_at = begun_at`)
	tab.WaitUntil(`document.querySelector("main")?.textContent.includes("Your file is ready.")`)
	tab.Accessible()
}

// On the desk what needs nobody is folded under its heading; the keys pass it over until somebody opens it.
func TestDesk_FoldsInABrowser(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	v.withIslands(bundled(t))
	v.full()
	tab := v.tab(browsertest.Start(t), browsertest.View{}, "Priya")
	tab.Go(v.site.URL + "/desk")
	const shown = `[...document.querySelectorAll("details.fold [data-item]")].filter(i => i.checkVisibility()).length`
	var n, folds int
	tab.Script(`document.querySelectorAll("details.fold > summary > h2").length`, &folds)
	if tab.Script(shown, &n); n != 0 || folds == 0 {
		t.Errorf("%d parts are folded, and %d of their asks show", folds, n)
	}
	for range 30 {
		tab.Press("j")
	}
	var inside bool
	if tab.Script(`!!document.activeElement.closest("details.fold")`, &inside); inside || !strings.Contains(tab.Text("main"), "Needs you now") {
		t.Error("a key leads into what is folded")
	}
	tab.Click("details.fold > summary")
	if tab.Script(shown, &n); n == 0 {
		t.Error("it does not open")
	}
	tab.Accessible()
}
