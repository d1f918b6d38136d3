package browsertest

import "strings"

// Whole judges the open page in all of Views, loaded once: what axe-core says on a phone in daylight and at a desk in the dark, the
// contrast of all four, no scrolling sideways, room for thumbs, a frame to find one's way by, and a focus that shows. It leaves the tab
// as it was.
func (tab *Tab) Whole() {
	tab.t.Helper()
	tab.framed()
	tab.Bare()
}

// Bare judges all of a page that has neither masthead nor foot.
func (tab *Tab) Bare() {
	tab.t.Helper()
	before := tab.view
	defer tab.Look(before)
	tab.Look(Views[0])
	tab.FocusShows()
	for n, view := range []View{{Width: 360}, {Width: 360, Dark: true}, {Width: 1280, Dark: true}, {Width: 1280}} {
		tab.Look(view)
		if n%2 == 0 {
			tab.NoSideways()
			tab.RoomForThumbs()
			tab.Accessible()
		} else {
			tab.report(tab.askAxe(`["color-contrast"]`))
		}
	}
}

// Look changes how the open page is looked at, without loading it again.
func (tab *Tab) Look(view View) {
	tab.t.Helper()
	if view == tab.view {
		return
	}
	tab.view = view
	tab.do("look in another way", view.actions()...)
}

// frame lists what a page lacks that people find their way by.
const frame = `(() => {
	const count = {h1: "h1", main: "main", "banner": "body > header", "contentinfo": "body > footer"};
	const wrong = Object.entries(count).map(([name, s]) => [name, document.querySelectorAll(s).length])
		.filter(([, n]) => n !== 1).map(([name, n]) => n + " of " + name);
	if (document.title.trim() === "") wrong.push("no title");
	if (!document.documentElement.lang) wrong.push("no language");
	if (!document.querySelector("a.skip[href='#main']")) wrong.push("no way past the masthead");
	return wrong;
})()`

func (tab *Tab) framed() {
	tab.t.Helper()
	var wrong []string
	tab.Script(frame, &wrong)
	if len(wrong) > 0 {
		tab.t.Errorf("the page has %s", strings.Join(wrong, ", "))
	}
}

// blind lists what takes the focus without showing it: no line of two pixels or more round it, or round the face beside it.
const blind = `(() => {
	const shows = e => { const s = e && getComputedStyle(e); return s && s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 };
	const all = [...document.querySelectorAll("a[href], button:not([disabled]), input:not([type=hidden]), select, textarea, summary, [tabindex]")];
	const dark = all.filter(e => {
		if (e.getClientRects().length === 0) return false;
		e.focus({preventScroll: true});
		return document.activeElement === e && !shows(e) && !shows(e.nextElementSibling);
	}).map(e => e.outerHTML.slice(0, 120));
	document.activeElement.blur();
	return dark;
})()`

// FocusShows fails the test for what can be reached by keyboard and does not show it.
func (tab *Tab) FocusShows() {
	tab.t.Helper()
	tab.Press(TabKey) // from here on the focus is that of a keyboard
	var dark []string
	tab.Script(blind, &dark)
	if len(dark) > 0 {
		tab.t.Errorf("these have the focus, and do not show it:\n  %s", strings.Join(dark, "\n  "))
	}
}
