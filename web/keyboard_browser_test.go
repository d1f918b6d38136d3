package web

import (
	"fmt"
	"testing"

	"waymark/domain"
	"waymark/web/browsertest"
)

// keyboard is somebody who has no mouse: Tab, the arrows, the space bar, Enter and letters alone.
type keyboard struct {
	*browsertest.Tab
	t *testing.T
}

// to presses Tab until the focus is where a selector says.
func (k keyboard) to(selector string) keyboard {
	k.t.Helper()
	for range 60 {
		var there bool
		k.Script(fmt.Sprintf("!!document.activeElement?.matches(%q)", selector), &there)
		if there {
			return k
		}
		k.Press(browsertest.TabKey)
	}
	k.t.Fatalf("Tab does not reach %s", selector)
	return k
}

// types writes where the focus is.
func (k keyboard) types(text string) {
	k.t.Helper()
	for _, letter := range text {
		if letter == '\n' {
			k.Press(browsertest.Enter)
			continue
		}
		k.Press(string(letter))
	}
}

// enter presses Enter on a button or a link, and waits for what comes of it.
func (k keyboard) enter(selector, then string) {
	k.t.Helper()
	k.to(selector).Press(browsertest.Enter)
	k.WaitFor(then)
}

// A town is set up from the printed link to the open doors without a mouse.
func TestBegin_ByKeyboard(t *testing.T) {
	t.Parallel()
	v, first := freshTown(t)
	k := keyboard{browsertest.Start(t).Open(t, browsertest.View{}), t}
	k.Go(v.site.URL + first)
	k.enter("main .arm", ".summary") // nothing is filled in: the summary has the focus, and leads to each field
	k.enter(`.summary a[href="#name"]`, "#name:focus")
	k.types("Lee Marsh")
	k.to("#email").types("lee@example.org")
	k.to("#district").types("Rutland")
	k.enter("main .arm", ".begin")

	k.enter("#step-streets a", "#text")
	k.to("#text").types("street,town\nHigh Street,Oakham")
	k.enter("main form .arm", `form[action$="/bring"]`)
	k.enter(`form[action$="/bring"] button`, `main a[href="/begin"]`)
	k.enter(`main a[href="/begin"]`, "#step-streets.is-done")
	for _, c := range []struct{ step, first, email string }{{"lead", "Ruth", "ruth@example.org"}, {"builder", "Bo", "bo@example.org"}} {
		k.enter("#step-"+c.step+" a", "#firstName")
		if c.step == "builder" { // somebody known is offered first; the arrows lead to somebody new
			k.to("input[name=personId]").Press(browsertest.Up)
		}
		k.to("#firstName").types(c.first)
		k.to("#email").types(c.email)
		k.enter("main form .arm", "#step-"+c.step+".is-done")
	}
	k.enter("#step-hours a", "#phone")
	k.to("#phone").types("01572960123")
	k.enter("main form .arm", "#step-hours.is-done")
	for _, step := range []domain.BeginStep{domain.StepNeeds, domain.StepLadder, domain.StepLeaflets} {
		k.enter(fmt.Sprintf("#step-%s form button", step), fmt.Sprintf("#step-%s.is-done", step))
	}
	k.enter(`main a[href="/begin/doors"]`, `form[action="/begin/doors"]`)
	k.enter("main form .arm", ".flash[role=status]") // not the line that says the doors are shut
	if got := k.Text("h1"); got != "Your doors are open" {
		t.Errorf("it ends at %q", got)
	}
}

// A talk is logged without a mouse, and so is a second one that says more.
func TestLog_ByKeyboard(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	v.spoilable()
	_, badge := v.kelly()
	k := keyboard{browsertest.Start(t).Open(t, browsertest.View{}), t}
	k.Go(badge)
	k.to("input[name=about]").Press(" ")
	k.Press(browsertest.Right)
	k.to("input[name=to]").Press(" ")
	k.to(".log-bar button").Press(browsertest.Enter)
	k.WaitFor("[data-logged]:not([hidden])")
	k.WaitUntil(`document.querySelector("form.log").elements.about.value === ""`)
	k.to("input[name=about]").Press(" ")
	k.to("input[name=to]").Press(" ")
	k.to("details.fold summary").Press(browsertest.Enter)
	k.to("#people").types("3")
	k.to(".log-bar button").Press(browsertest.Enter)
	k.WaitUntil(`document.querySelector("[data-logged]").textContent.includes("Two talks")`)
	if n := v.count(`SELECT count(DISTINCT theme_id) FROM conversations`); n != 2 || v.talks() != 2 {
		t.Errorf("%d talks about %d themes are logged", v.talks(), n)
	}
}
