package web

import (
	"encoding/json"
	"slices"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/web/browsertest"
)

// A common call is written down with the keys alone: this counts them. The letters are what the caller says; beside them there are few.
func TestCall_ByKeyboardInABrowser(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t), browsertest.Start(t)
	v.withIslands(bundled(t))
	v.role(v.person("Cal", "Castle Row", nil), app.GrantRole{Kind: domain.CallTaker, TownID: v.town})
	tab := browser.Open(t, browsertest.View{})
	tab.Go(v.signInLink("Cal"))
	tab.Follow("main form button")
	tab.Go(v.site.URL + "/call")
	tab.NoSideways()
	tab.Accessible()
	letters, moves := 0, 0
	types := func(text string) {
		for _, r := range text {
			tab.Press(string(r))
			letters++
		}
	}
	move := func(keys ...string) {
		for _, key := range keys {
			tab.Press(key)
			moves++
		}
	}
	to := func(selector string) {
		t.Helper()
		for range 12 {
			var there bool
			tab.Script("!!document.activeElement?.matches("+quoted(selector)+")", &there)
			if there {
				return
			}
			move(browsertest.TabKey)
		}
		t.Fatalf("Tab does not reach %s", selector)
	}
	to("#phone")
	types("01632960188")
	to("#firstName")
	types("Joan")
	to("#needId")
	types("dog")
	to("#street")
	types("withy r")
	tab.WaitFor(".finder-list:not([hidden]) [role=option]")
	move(browsertest.Down, browsertest.Enter)
	to("#ways")
	move(" ")
	to("#agreed")
	move(" ")
	to("main .arm")
	move(browsertest.Enter)
	tab.WaitFor(".flash")
	t.Logf("a common call takes %d letters, and %d keys beside them", letters, moves)
	if n := v.count(`SELECT count(*) FROM requests r JOIN persons p ON p.id = r.person_id WHERE p.first_name = 'Joan' AND r.street_id = $1 AND r.need_id = $2 AND p.agreed_share`,
		v.street["Withy Row"], v.need["dog"]); n != 1 {
		t.Fatalf("it was written down %d times: %s", n, tab.Text("main"))
	}
	if moves > 32 {
		t.Errorf("beside the letters it takes %d keys, want no more than 32", moves)
	}

	// The same person rings again: the number finds them, and they need not be written down anew.
	tab.Go(v.site.URL + "/call")
	tab.Type("#phone", "01632 960188")
	tab.WaitFor("#caller-list:not([hidden]) [role=option]")
	tab.Accessible()
	tab.Press(browsertest.TabKey) // past them, and back: they are offered again
	tab.WaitFor("#phone[aria-expanded=false]")
	tab.Script(`document.querySelector("#phone").focus(); 0`, new(int))
	tab.WaitFor("#caller-list:not([hidden]) [role=option]")
	tab.Press("1") // another number, which nobody has
	tab.WaitFor("#phone[aria-expanded=false]")
	var hint string
	if tab.Script(`document.querySelector(".finder-say").textContent`, &hint); hint != "" {
		t.Errorf("of a number that nobody has it says %q", hint)
	}
	tab.Script(`{const phone = document.querySelector("#phone"); phone.value = "01632 960188"; phone.dispatchEvent(new Event("input"))}; 0`, new(int))
	tab.WaitFor("#caller-list:not([hidden]) [role=option]")
	tab.Press(browsertest.Down)
	tab.Press(browsertest.Enter)
	if tab.Value("#firstName") != "Joan" || tab.Value("#street") != "Withy Row" {
		t.Errorf("chosen are %q, %q", tab.Value("#firstName"), tab.Value("#street"))
	}
	types("tidy")
	to("#notes")
	tab.Script(`document.querySelector("form[data-script]").dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", ctrlKey: true, bubbles: true, cancelable: true})); 0`, new(int))
	tab.WaitFor(".flash")
	if n := v.count(`SELECT count(*) FROM requests r JOIN persons p ON p.id = r.person_id WHERE p.first_name = 'Joan'`); n != 2 || v.count(`SELECT count(*) FROM persons WHERE first_name = 'Joan'`) != 1 {
		t.Errorf("Joan has %d asks", n)
	}
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// Callers are found by whoever takes calls where they live, by a number that is nearly whole, and with no more than a list shows.
func TestCall_FindsWhoRings(t *testing.T) {
	v := newVillage(t, "Brackle")
	v.joans("dog")
	v.role(v.person("Cal", "Castle Row", nil), app.GrantRole{Kind: domain.CallTaker, TownID: v.town})
	v.outsider()
	find := func(first, typed string) (out []foundCaller) {
		b := v.signedIn(first).opens("/call/find?q=" + typed)
		if b.status == 200 {
			v.must(json.Unmarshal([]byte(b.body), &out))
		}
		return out
	}
	if got := find("Cal", "01632960155"); len(got) != 1 || got[0].First != "Joan" || got[0].StreetID != v.street["Withy Row"] {
		t.Errorf("Cal finds %+v", got)
	}
	for _, typed := range []string{"01632", "joan", "", "%00"} {
		if got := find("Cal", typed); len(got) != 0 {
			t.Errorf("by %q Cal finds %+v", typed, got)
		}
	}
	if got := find("Olive", "01632960155"); len(got) != 0 {
		t.Errorf("somebody of another town finds %+v", got)
	}
	if b := v.visitor().opens("/call/find?q=01632960155"); b.status != 200 || b.said("h1") != "Sign in" {
		t.Errorf("the public is answered %d %s", b.status, b.body[:40])
	}
}

// On a phone the call is turned over part by part. Tab leads through all of it with no more keys, and what is wrong is shown at once.
func TestCall_PartByPartOnAPhone(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t), browsertest.Start(t)
	v.withIslands(bundled(t))
	v.role(v.person("Cal", "Castle Row", nil), app.GrantRole{Kind: domain.CallTaker, TownID: v.town})
	tab := browser.Open(t, browsertest.View{})
	tab.Go(v.signInLink("Cal"))
	tab.Follow("main form button")
	tab.Go(v.site.URL + "/call")
	here := func(title string) {
		t.Helper()
		if got := tab.Text(".part.is-here h2"); got != title {
			t.Errorf("it shows %q, want %q", got, title)
		}
		var high, shown int
		tab.Script(`Math.round(document.querySelector(".call").getBoundingClientRect().height)`, &high)
		tab.Script(`[...document.querySelectorAll(".part")].filter(p => p.getBoundingClientRect().height > 0).length`, &shown)
		if high > 1100 || shown != 1 {
			t.Errorf("%s is %d px high, of %d parts", title, high, shown)
		}
		tab.NoSideways()
		tab.RoomForThumbs()
		tab.Accessible()
	}
	here("Who")
	for _, title := range []string{"What and when", "Where"} {
		tab.Click(".part.is-here .turn .arm")
		here(title)
	}
	tab.Click(".part.is-here .turn .btn-quiet")
	here("What and when")

	tab.Go(v.site.URL + "/call")
	var names []string
	for range 24 {
		var name string
		tab.Script(`(e => !e.closest(".part") ? (e.matches(".arm-hint .arm") ? "send" : "") : e.closest(".part").matches(".is-here") ? e.name || "fold" : "hidden")(document.activeElement)`, &name)
		names = append(names, name)
		if name == "send" {
			break
		}
		tab.Press(browsertest.TabKey)
	}
	if first, last := names[0], names[len(names)-1]; first != "phone" || last != "send" || slices.Contains(names, "hidden") || len(names) > 24 {
		t.Errorf("Tab goes through %q", names)
	}
	here("Only if it is so")
	tab.Follow("main .arm-hint .arm") // nothing is filled in
	here("Who")
	tab.Click(`.summary a[href="#needId"]`)
	here("What and when")
}
