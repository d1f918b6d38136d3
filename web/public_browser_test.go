package web

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"waymark/web/browsertest"
)

// phoneAndDesk are the two views that differ in everything: what holds in both holds in those between. With WAYMARK_SHOTS set,
// all four are looked at.
func phoneAndDesk() []browsertest.View {
	if os.Getenv("WAYMARK_SHOTS") != "" {
		return browsertest.Views
	}
	return []browsertest.View{{Width: 360}, {Width: 1280, Dark: true}}
}

// fillReach types who and where one is, as somebody does at a keyboard.
func fillReach(tab *browsertest.Tab, street string) {
	tab.Type("#firstName", "Joan")
	tab.Type("#phone", "01632 960155")
	tab.Type("#street", street)
}

func TestAsk_InABrowser(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t), browsertest.Start(t)
	v.withIslands(bundled(t))
	for _, view := range append([]browsertest.View{{NoScript: true}}, phoneAndDesk()...) {
		t.Run(fmt.Sprintf("%+v", view), func(t *testing.T) {
			tab := browser.Open(t, view)
			judge := func(name string) {
				tab.NoSideways()
				tab.RoomForThumbs()
				tab.Accessible()
				if !view.NoScript {
					tab.Shot(name)
				}
			}
			tab.Go(v.site.URL + "/ask")
			judge("ask-what")
			tab.Tick("needId", idOf(v.need["dog"]))
			tab.Follow("main .arm")
			judge("ask-when")
			tab.Follow("main .arm")
			judge("ask-reach")
			fillReach(tab, "Withy")
			tab.Tick("ways", "ring")
			tab.Type("#email", "joan@gmial.com")
			tab.Follow("main .arm")
			judge("ask-wrong")
			tab.Tick("streetId", idOf(v.street["Withy Row"]))
			tab.Tick("emailIs", "joan@gmail.com")
			tab.Follow("main .arm")
			judge("ask-check")
			tab.Tick("agreed", "share")
			tab.Follow("main .arm")
			judge("ask-sent")
			if got := tab.Text("h1"); got != "Thank you. We have it" {
				t.Errorf("it ended at %q", got)
			}
		})
	}
	t.Run("for somebody else", func(t *testing.T) {
		tab := browser.Open(t, browsertest.View{})
		tab.Go(v.site.URL + "/ask?for=other")
		tab.Tick("needId", idOf(v.need["dog"]))
		tab.Follow("main .arm")
		tab.Tick("asker.knows", "agreed")
		tab.NoSideways()
		tab.Accessible()
		tab.Follow("main .arm")
		if got := tab.Text("h1"); got != "Where are they, and how do we reach you?" {
			t.Errorf("it reads %q", got)
		}
		tab.NoSideways()
		tab.Accessible()
		tab.Shot("ask-you")
	})
}

// TestAsk_ByKeyboard presses no mouse: Tab, the arrows, the space bar and Enter alone.
func TestAsk_ByKeyboard(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t), browsertest.Start(t)
	v.withIslands(bundled(t))
	k := keyboard{browser.Open(t, browsertest.View{}), t}
	k.Go(v.site.URL + "/ask")
	k.to("input[name=needId]").Press(" ")
	k.Press(browsertest.Down)
	k.enter("main .arm", "input[name=urgency]")
	k.enter("main .arm", "#firstName")
	fillReach(k.Tab, "cast")
	k.WaitFor(".finder-list [role=option]")
	k.Press(browsertest.Down)
	k.Press(browsertest.Enter)
	if got := k.Value("#street"); got != "Castle Row, Station" {
		t.Errorf("the street is %q", got)
	}
	k.to("input[name=ways]").Press(" ")
	k.enter("main .arm", "input[name=agreed]")
	k.to("input[name=agreed]").Press(" ")
	k.enter("main .arm", ".promise b")
	var path string
	k.Script("location.pathname", &path)
	if u, err := url.Parse(path); err != nil || !strings.HasPrefix(u.Path, "/ask/sent/") {
		t.Errorf("it ended at %s", path)
	}
}

// TestAsk_BackInABrowser goes back as a phone does: by its own button, not ours.
func TestAsk_BackInABrowser(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t), browsertest.Start(t)
	v.withIslands(bundled(t))
	for _, view := range []browsertest.View{{}, {NoScript: true}} {
		t.Run(fmt.Sprintf("%+v", view), func(t *testing.T) {
			tab := browser.Open(t, view)
			tab.Go(v.site.URL + "/ask")
			tab.Tick("needId", idOf(v.need["dog"]))
			tab.Type("#notes", "He is called Biscuit.")
			tab.Follow("main .arm")
			tab.Tick("urgency", "F")
			tab.Follow("main .arm")
			fillReach(tab, "Withy")
			tab.Tick("ways", "ring")
			tab.Follow("main .arm") // which street is not clear
			tab.Tick("streetId", idOf(v.street["Withy Row"]))
			tab.Follow("main .arm")
			steps := []string{"Is this right?", "Where are you, and how do we reach you?", "Where are you, and how do we reach you?", "When would it help?", "What would help?"}
			for n, want := range steps {
				if n > 0 {
					tab.Back()
				}
				if got := tab.Text("h1"); got != want {
					t.Fatalf("%d steps back it reads %q, want %q", n, got, want)
				}
				if n == 2 && (tab.Value("#firstName") != "Joan" || tab.Value("#phone") != "01632 960155" || tab.Value("#street") != "Withy") {
					t.Errorf("forgotten: %q, %q, %q", tab.Value("#firstName"), tab.Value("#phone"), tab.Value("#street"))
				}
				if n == 3 && tab.Value("input[name=urgency]:checked") != "F" {
					t.Error("how soon is forgotten")
				}
			}
			if tab.Value("#notes") != "He is called Biscuit." || tab.Value("input[name=needId]:checked") != idOf(v.need["dog"]) {
				t.Errorf("the first step has forgotten: %q", tab.Value("#notes"))
			}
			tab.Follow("main .arm") // and on again
			if got := tab.Text("h1"); got != "When would it help?" {
				t.Errorf("on again it reads %q", got)
			}
		})
	}
}
