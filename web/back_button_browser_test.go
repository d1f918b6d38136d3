package web

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"waymark/web/browsertest"
)

// goneBack is a form that somebody sends, goes back to by the browser's own button, and sends again.
type goneBack struct {
	as    string // who does; "": anybody, or whoever has the link
	page  string // on which it stands
	to    string // where it is sent; "": to its own page
	typed map[string]string
	press string // the value of the button; "": the form's own
	makes string // SQL for what there is one more of
	says  string // what the second answer says
	told  string // what the page says instead, which has no form any more
}

func TestBackButton_InABrowser(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	for name, view := range map[string]browsertest.View{"with scripts": {}, "without": {NoScript: true}} {
		t.Run(name, func(t *testing.T) { goBackEverywhere(t, browser, view) })
	}
}

// goBackEverywhere sends forms, goes back to them and sends them again.
func goBackEverywhere(t *testing.T, browser *browsertest.Browser, view browsertest.View) {
	t.Helper()
	v := newVillage(t)
	v.withIslands(bundled(t))
	tom := v.volunteer("Tom", "Castle Row")
	ask := v.joans("dog")
	v.visitor().opens(v.asks(ask, tom, "yes")).presses("Yes, I’ll go", nil)
	v.later("100h")
	v.visitor().opens("/status/"+ask.StatusToken).presses("Yes, it is done", nil)
	status, request := "/status/"+ask.StatusToken, requestAt(v.joans("shopping"))
	street := addressOf("/vacancies/", v.street["Withy Row"])
	for _, c := range []goneBack{
		{as: "Priya", page: "/call", typed: map[string]string{"cameBy": "phone", "needId": idOf(v.need["dog"]), "urgency": "W", "firstName": "Ivy", "phone": "01632 960100", "street": "Castle Row",
			"streetId": idOf(v.street["Castle Row"]), "ways": "ring", "agreed": "share"}, makes: `SELECT count(*) FROM requests`, says: "the reference is"},
		{page: "/worried", typed: map[string]string{"words": "I heard shouting."}, makes: `SELECT count(*) FROM worries`, says: "Thank you for telling us"},
		{page: "/lend-a-hand", typed: map[string]string{"words": "I bake.", "firstName": "Ivy", "phone": "01632 960101"}, makes: `SELECT count(*) FROM offers`, says: "Thank you for offering"},
		{page: "/ideas/new", typed: map[string]string{"name": "A choir", "firstName": "Ivy", "phone": "01632 960103", "agreed": "yes"}, makes: `SELECT count(*) FROM ideas`, says: "Thank you for your idea"},
		{as: "Priya", page: "/begin/colleague?as=builder", to: "/begin/colleague", typed: map[string]string{"firstName": "Zed", "email": "zed@example.org"}, makes: `SELECT count(*) FROM sign_in_links`,
			says: "This was sent before"}, // the page now offers Zed to choose as well
		{as: "Priya", page: street, typed: map[string]string{}, makes: `SELECT count(*) FROM street_offers`, told: "has not answered yet"},
		{as: "Tom", page: "/helping", typed: map[string]string{"capacityWeek": "4"}, press: "times", makes: `SELECT count(*) FROM volunteers WHERE capacity = 4`, says: "We have changed that"},
		{page: status, typed: map[string]string{"thanks": "Biscuit loved it"}, press: "thanks", makes: `SELECT count(*) FROM requests WHERE thanked_at IS NOT NULL`, told: "We have told Tom that you say thank you."},
		{as: "Priya", page: "/devices/new", typed: map[string]string{"kind": "laptop", "name": "Grey laptop", "condition": "good"}, makes: `SELECT count(*) FROM devices`, says: "It is in the register"},
		{as: "Priya", page: addressOf("/people/", v.person("Cora", "Castle Row", nil)) + "/connector", typed: map[string]string{}, makes: `SELECT count(*) FROM connector_invites`, says: "has been asked already"},
		{as: "Priya", page: "/gatherings/new", typed: map[string]string{"kind": "bench", "placeName": "Elm bench", "point": "51.2, -4.1", "every": "week", "firstOn": "2026-06-16", "lastOn": "2026-07-31"},
			makes: `SELECT count(*) FROM gatherings`, says: "It is on."},
		{as: "Priya", page: "/people/new", typed: map[string]string{"firstName": "Edda", "phone": "01632 960102", "street": "Castle Row", "streetId": idOf(v.street["Castle Row"]), "howTold": "phone", "safe": "ring", "preferred": "call"},
			makes: `SELECT count(*) FROM persons`, says: "Edda is in."},
		{as: "Priya", page: request, to: request + "/notes", typed: map[string]string{"words": "Rang twice, nobody there"}, makes: `SELECT count(*) FROM request_notes`, says: "The note is saved."},
	} {
		t.Run(strings.ReplaceAll(strings.Trim(c.page, "/"), "/", " "), func(t *testing.T) {
			tab := browser.Open(t, view)
			if c.as != "" {
				tab.Go(v.signInLink(c.as))
				tab.Follow("main form button")
			}
			before := v.count(c.makes)
			tab.Go(v.site.URL + c.page)
			c.send(t, tab, true)
			if n := v.count(c.makes); n != before+1 {
				t.Fatalf("it makes %d, and reads %s", n-before, tab.Text("main"))
			}
			tab.Back()
			tab.WaitUntil(fmt.Sprintf(`(location.pathname + location.search).replace(/[?&]key=[^&]*/, "") === %q && document.readyState === "complete"`, c.page))
			if c.told != "" {
				if got := tab.Text("main"); !strings.Contains(got, c.told) {
					t.Errorf("gone back to, it reads %s", got)
				}
				return
			}
			c.send(t, tab, false)
			if n := v.count(c.makes); n != before+1 {
				t.Errorf("sent again it makes %d more", n-before-1)
			}
			if got := tab.Text("main"); !strings.Contains(got, c.says) {
				t.Errorf("sent again it reads %s", got)
			}
		})
	}
}

// send fills in the form, or where it is filled in looks that it is, and sends it.
func (c goneBack) send(t *testing.T, tab *browsertest.Tab, fill bool) {
	t.Helper()
	to, _, _ := strings.Cut(c.page, "?")
	if c.to != "" {
		to = c.to
	}
	typed, _ := json.Marshal(c.typed) // texts alone
	var lost string
	tab.Script(fmt.Sprintf(`(() => {
		const typed = %s, press = %q, fill = %t
		const form = [...document.querySelectorAll('main form[method="post"]')].find(f => new URL(f.action).pathname === %q && Object.keys(typed).every(n => f.elements[n]) && (!press || f.querySelector('[value="' + press + '"]')))
		if (!form) return "the form"
		for (const [name, value] of Object.entries(typed)) {
			const many = form.elements[name] instanceof RadioNodeList ? [...form.elements[name]] : [form.elements[name]]
			const box = many.find(e => e.type === "radio" || e.type === "checkbox") && many.find(e => e.value === value)
			const forgets = !box && many[0].autocomplete === "off" // a browser keeps nobody else's details
			if (fill && box) box.checked = true
			else if (fill || forgets) many[0].value = value
			else if (many[0].type === "hidden") continue // whose words stand in the box beside it
			else if (box ? !box.checked : many[0].value !== value) return name
		}
		document.documentElement.dataset.old = ""
		const buttons = [...form.elements].filter(b => b.type === "submit")
		form.requestSubmit(buttons.find(b => press ? b.value === press : b.matches(".arm")) || buttons[0])
		return ""
	})()`, typed, c.press, fill, to), &lost)
	if lost != "" {
		t.Fatalf("%s is lost: %s", lost, tab.Text("main"))
	}
	tab.WaitUntil(`document.documentElement.dataset.old === undefined && document.readyState === "complete"`)
}
