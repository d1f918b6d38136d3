package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// rules are the axe-core tags that together are WCAG 2.2 AA.
const rules = `["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22a","wcag22aa","best-practice"]`

// Violation is one rule of WCAG that a page breaks.
type Violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// Violations asks axe-core about the open page.
func (tab *Tab) Violations() []Violation {
	tab.t.Helper()
	return tab.askAxe(`{type: "tag", values: ` + rules + `}`)
}

// askAxe runs some rules of axe-core, which is put into the page once.
func (tab *Tab) askAxe(only string) (found []Violation) {
	tab.t.Helper()
	wait := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	var there bool
	tab.do("look for axe-core", chromedp.Evaluate(`typeof axe === "object"`, &there))
	if !there {
		axe, err := os.ReadFile(filepath.Join(Root(tab.t), "web", "node_modules", "axe-core", "axe.min.js"))
		if err != nil {
			tab.t.Fatalf("browsertest: axe-core is missing: run npm ci in web (%v)", err)
		}
		tab.do("bring axe-core", chromedp.Evaluate(string(axe)+";0", nil))
	}
	tab.do("ask axe-core",
		emulation.SetScriptExecutionDisabled(false), // axe-core needs timers; the page itself is loaded already
		chromedp.Evaluate(`axe.run(document, {runOnly: `+only+`, resultTypes: ["violations"]})
			.then(r => r.violations.map(v => ({id: v.id, help: v.help,
				nodes: v.nodes.map(n => ({html: n.html, failureSummary: n.failureSummary}))})))`, &found, wait),
		emulation.SetScriptExecutionDisabled(tab.view.NoScript))
	return found
}

// Accessible fails the test on every violation, with the element and what to mend.
func (tab *Tab) Accessible() {
	tab.t.Helper()
	tab.report(tab.Violations())
}

// report fails the test on violations.
func (tab *Tab) report(found []Violation) {
	tab.t.Helper()
	for _, v := range found {
		var b strings.Builder
		fmt.Fprintf(&b, "%s: %s", v.ID, v.Help)
		for _, n := range v.Nodes {
			fmt.Fprintf(&b, "\n  %s\n    %s", n.HTML, strings.ReplaceAll(n.Summary, "\n", "\n    "))
		}
		tab.t.Errorf("at %d px%s: %s", tab.view.Width, either(tab.view.Dark, " dark", ""), b.String())
	}
}

// sideways lists what reaches over the right edge, outside of boxes that scroll by themselves.
const sideways = `(() => {
	const wide = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= wide) return [];
	return [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > wide + 1)
		.slice(0, 5).map(e => e.outerHTML.slice(0, 120));
})()`

// NoSideways fails the test when the page scrolls sideways.
func (tab *Tab) NoSideways() {
	tab.t.Helper()
	var over []string
	tab.Script(sideways, &over)
	if len(over) > 0 {
		tab.t.Errorf("at %d px the page scrolls sideways because of:\n  %s", tab.view.Width, strings.Join(over, "\n  "))
	}
}

// smallTargets lists what can be pressed and is under 24 by 24, unless it stands in a line of words (WCAG 2.2, 2.5.8).
const smallTargets = `[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea")].filter(e => {
	const r = e.getBoundingClientRect();
	if (r.width === 0 || e.closest(".skip") || getComputedStyle(e).display === "inline") return false;
	return r.width < 24 || r.height < 24;
}).map(e => e.outerHTML.slice(0, 120))`

// RoomForThumbs fails the test when something to press is smaller than 24 by 24 pixels.
func (tab *Tab) RoomForThumbs() {
	tab.t.Helper()
	var small []string
	tab.Script(smallTargets, &small)
	if len(small) > 0 {
		tab.t.Errorf("at %d px these are too small to press:\n  %s", tab.view.Width, strings.Join(small, "\n  "))
	}
}
