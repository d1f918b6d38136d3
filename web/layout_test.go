package web

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"waymark/domain"
)

func TestNavigation(t *testing.T) {
	person := func(kinds ...domain.RoleKind) domain.Actor {
		a := domain.Actor{Kind: domain.PersonActor, PersonID: 1}
		for _, k := range kinds {
			a.Roles = append(a.Roles, domain.Role{Kind: k})
		}
		return a
	}
	for name, c := range map[string]struct {
		who        domain.Actor
		path, want string
	}{
		"the public ask and sign in":     {domain.Public(), "/ask", "[Ask for help] Lend a hand What there is Sign in"},
		"a helper has no desk":           {person(), "/", "Ask for help What there is"},
		"the desk":                       {person(domain.DeskHelper), "/desk/4817", "[Desk] Streets People Take a call What there is"},
		"a call-taker writes down":       {person(domain.CallTaker), "/call", "Desk Streets People [Take a call] What there is"},
		"an administrator sees the jobs": {person(domain.Administrator), "/streetsmart", "Streets Who is there Report Ask for help Directory Worries The clock Keys"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, l := range Navigation(c.who, c.path) {
				if l.Current {
					l.Text = "[" + l.Text + "]"
				}
				got = append(got, l.Text)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got %s, want %s", s, c.want)
			}
		})
	}
}

func TestPage_FullTitle(t *testing.T) {
	var errs domain.Errors
	errs.Add("street", "Which street?")
	for _, c := range []struct {
		page Page
		want string
	}{
		{Page{Title: "Desk"}, "Desk"},
		{Page{Title: "Desk", Place: place}, "Desk, Saltcombe"},
		{Page{Title: "Ask for help in Saltcombe", Place: place}, "Ask for help in Saltcombe"},
		{Page{Title: "Ask for help in Saltcombe", Place: place, Errors: errs}, "One thing to mend: Ask for help in Saltcombe"},
	} {
		if got := c.page.FullTitle(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestLayout(t *testing.T) {
	rd, _ := newFrame(t)
	r := httptest.NewRequest("GET", "/desk", nil)
	w := httptest.NewRecorder()
	p := rd.Page(w, r, "Desk")
	p.Errors.Add("street", "There are two streets like <b>Withy</b>. Which is yours?")
	p.Errors.Add("", "This is the same ask as a minute ago.")
	p.Flash = &Notice{State: StateDone, Text: "Tom said yes."}
	p.Undo = &Undo{Text: "Bill was taken off the list.", Post: "/undo/1"}
	p.Refresh = 10 * time.Second
	p.Content = Failure{Title: "Desk"}
	rd.Render(w, r, "error", p)

	if w.Code != 422 {
		t.Errorf("a page with errors answers %d, want 422", w.Code)
	}
	doc := document(t, w.Body.String())
	for selector, want := range map[string]string{
		"title":                      "Two things to mend: Desk, Saltcombe",
		".plate b":                   "Saltcombe",
		".plate span span":           "North Wendle",
		`.nav [aria-current="page"]`: "Desk",
		".demo b":                    "The people here are made up.",
		`.demo form[action="/demo/tomorrow"][method="post"] button`: "Skip to tomorrow",
		`.summary[autofocus][tabindex="-1"] h2`:                     "Two things to mend",
		`.summary a[href="#street"]`:                                "There are two streets like <b>Withy</b>. Which is yours?",
		".summary li b":                                             "This is the same ask as a minute ago.",
		".kept":                                                     "Everything you typed is still here.",
		".flash[role=status]":                                       "Tom said yes.",
		`.undo[action="/undo/1"] button`:                            "Put back",
		`.foot a[href="/worried"]`:                                  "I’m worried about someone",
		`.foot a[href="tel:01632960142"]`:                           "Ring 01632 960 142",
		`.foot a[href="/privacy"]`:                                  "Your details and how we keep them",
		`.foot form[action="/sign-out"] button`:                     "Sign out",
		`a.skip[href="#main"]`:                                      "Skip to the page",
	} {
		if got := textOf(t, doc, selector); got != want {
			t.Errorf("%s reads %q, want %q", selector, got, want)
		}
	}
	if n := len(find(t, doc, `html[lang="en-GB"] meta[http-equiv="refresh"][content="10"]`)); n != 1 {
		t.Errorf("%d refreshes of 10 seconds, want 1", n)
	}
	if n := len(find(t, doc, "main b b, script:not([src])")); n != 0 {
		t.Errorf("%d elements came out of text", n)
	}
}

func TestLayout_WithoutATown(t *testing.T) {
	rd, _ := newFrame(t)
	rd.base = nil
	w := httptest.NewRecorder()
	rd.Render(w, httptest.NewRequest("GET", "/", nil), "error", Page{Title: "Hello", Narrow: true, Content: Failure{Title: "Hello"}})
	doc := document(t, w.Body.String())
	if got := textOf(t, doc, ".plate b"); got != "Waymark" {
		t.Errorf("the plate reads %q", got)
	}
	if n := len(find(t, doc, "nav, .demo, .summary, .flash, .undo, .foot form")); n != 0 {
		t.Errorf("%d empty parts are shown", n)
	}
}
