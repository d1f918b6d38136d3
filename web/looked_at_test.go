package web

import (
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"waymark/web/browsertest"
)

// Every theme of the directory has a drawing that exists: an unknown name draws nothing, and an empty disc says nothing.
func TestThemeIcons_AreDrawn(t *testing.T) {
	t.Parallel()
	drawn := fileIn(t, "template/icons.tmpl")
	for code, icon := range themeIcons {
		if !strings.Contains(drawn, `id="i-`+icon+`"`) {
			t.Errorf("the theme %s has the drawing %q, which is not there", code, icon)
		}
	}
}

// A class in the stylesheet is one that a template, a page or a script can give.
func TestStylesheet_HasNoClassThatNothingUses(t *testing.T) {
	t.Parallel()
	written := map[string]bool{}
	for _, files := range []string{"*.go", "template/*.tmpl", "island/*.ts", "island/shared/*.ts"} {
		names, err := filepath.Glob(files)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			for _, word := range regexp.MustCompile(`[a-z][a-zA-Z0-9_-]*`).FindAllString(fileIn(t, name), -1) {
				written[word] = true
			}
		}
	}
	for _, state := range []State{StateLate, StateSoon, StateNew, StateWaiting, StateDone, StateFailed, StateMeeting, StatePlain} {
		written["is-"+string(state)] = true // put together in templates
	}
	for _, put := range []string{"facts-3", "facts-4", "is-dark", "first-ten-phone"} { // the same
		written[put] = true
	}
	for _, given := range []string{"leaflet-tile-pane", "leaflet-marker-icon"} { // by the library that draws the map
		written[given] = true
	}
	rules := regexp.MustCompile(`(?s)/\*.*?\*/|\{[^{}]*\}`).ReplaceAllString(fileIn(t, "static/waymark.css"), " ")
	classes := regexp.MustCompile(`\.([a-z][a-zA-Z0-9_-]*)`).FindAllStringSubmatch(rules, -1)
	if len(classes) < 300 {
		t.Fatalf("only %d classes were found", len(classes))
	}
	for _, c := range classes {
		if !written[c[1]] {
			t.Errorf("nothing has the class %q", c[1])
		}
	}
}

// On a phone the parts of the meeting stand folded, but for the one that the address leads to; at a desk, and without the script, all are open.
func TestMeeting_FoldsOnAPhone(t *testing.T) {
	t.Parallel()
	v := newVillage(t).withIslands(bundled(t))
	v.signedIn("Priya").opens("/meeting").reads(http.StatusOK, "Daily meeting")
	tab := browsertest.Start(t).Open(t, browsertest.View{})
	tab.Go(v.signInLink("Priya"))
	tab.Follow("main form button")
	for _, c := range []struct {
		width, open int
		at          string
	}{{360, 0, "/meeting"}, {360, 1, "/meeting?again=1#say"}, {1280, 8, "/meeting?again=2"}} {
		tab.Look(browsertest.View{Width: c.width})
		tab.Go(v.site.URL + c.at)
		var open int
		tab.Script(`document.querySelectorAll(".agenda-fold[open]").length`, &open)
		if open != c.open {
			t.Errorf("at %d px %s has %d parts open, want %d", c.width, c.at, open, c.open)
		}
	}
}

// A button of a line is left out on a phone only where the title leads to the same page.
func TestLine_Twice(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		line Line
		want bool
	}{
		"no button":         {Line{Href: "/requests/1"}, false},
		"the same page":     {Line{Href: "/requests/1", Do: &Button{Href: "/requests/1#who"}}, true},
		"a page below":      {Line{Href: "/requests/1", Do: &Button{Href: "/requests/1/time"}}, false},
		"something to send": {Line{Href: "/requests/1", Do: &Button{Post: "/requests/1/approve"}}, false},
	} {
		if got := c.line.Twice(); got != c.want {
			t.Errorf("%s: %t, want %t", name, got, c.want)
		}
	}
}
