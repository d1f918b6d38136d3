package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/web/browsertest"
)

// seen is a page as somebody opens it. A route may be seen several times: empty, late, with a question open.
type seen struct {
	route string
	as    string // the first name of who is signed in; empty is nobody
	at    string // the address, with <names> of what is in the village; empty is the route's own
	reads string // what its heading is to hold; empty is anything but the page of an error
}

// allPages are the pages that are looked at in a browser: every route that answers with one.
var allPages = []seen{
	{route: "GET /{$}", at: "/"},
	{route: "GET /{$}", at: "/", as: "Priya"},
	{route: "GET /lend-a-hand"},
	{route: "GET /privacy"},
	{route: "GET /ask", at: "/ask?town=<town>"},
	{route: "GET /ask/sent/{token}", at: "/ask/sent/<open>"},
	{route: "GET /status/{token}", at: "/status/<open>"},
	{route: "GET /status/{token}", at: "/status/<taken>"},
	{route: "GET /status/{token}", at: "/status/<open>?said=new_time"},
	{route: "GET /can-you-help/{token}", at: "<invitation>"},
	{route: "GET /can-you-help/{token}", at: "<invitation>?answer=yes"},
	{route: "GET /can-you-help/{token}", at: "<private>?answer=not_this_time"},
	{route: "GET /visit/{token}", at: "<visit>"},
	{route: "GET /visit/{token}", at: "<visit>?said=hand_back"},
	{route: "GET /visit/{token}", at: "/visit/abc", reads: "We can’t open this page"},
	{route: "GET /helping/{token}", at: "<helping>"},
	{route: "GET /helping/{token}", at: "<helping>?still=rest"},
	{route: "GET /helping", as: "Tom"},
	{route: "GET /messages/{token}", at: "<news>"},
	{route: "GET /messages/{token}", at: "<news>?topic=reminders"},
	{route: "GET /me/messages", as: "Tom"},
	{route: "GET /worried"},
	{route: "GET /sign-in"},
	{route: "GET /sign-in/code"},
	{route: "GET /sign-in/{token}", at: "/sign-in/abc", reads: "Sign in"},
	{route: "GET /dev/mail"},
	{route: "GET /dev/mail/{id}", at: "/dev/mail/1"},
	{route: "GET /styleguide"},
	{route: "GET /styleguide", at: "/styleguide?words=long"},
	{route: "/", at: "/nothing", reads: "There is nothing here"},
	{route: "/", at: "/jobs", as: "Dee", reads: "This is not for you to do"},

	{route: "GET /desk", as: "Priya"},
	{route: "GET /desk", as: "Dee", reads: "Nothing needs you"},
	{route: "GET /tasks", as: "Priya"},
	{route: "GET /tasks", as: "Dee"},
	{route: "GET /tasks/{id}", as: "Priya", at: "/tasks/<task>"},
	{route: "GET /requests", as: "Priya"},
	{route: "GET /requests", as: "Dee", at: "/requests?q=nobody"},
	{route: "GET /call", as: "Priya"},
	{route: "GET /worries", as: "Maggie"},
	{route: "GET /jobs", as: "Priya"},
	{route: "GET /keys", as: "Priya"},
	{route: "GET /me", as: "Priya"},
	{route: "GET /me", as: "Tom"},
	{route: "GET /me/looks", as: "Priya"},
	{route: "GET /needs/{id}", as: "Priya", at: "/needs/<dog>?town=<town>"},
	{route: "GET /streets", as: "Priya"},
	{route: "GET /streets/{id}", as: "Priya", at: "/streets/<street>"},
	{route: "GET /towns/{id}", as: "Priya", at: "/towns/<town>"},
	{route: "GET /districts/{id}/policy", as: "Priya", at: "/districts/<district>/policy"},
	{route: "GET /districts/{id}/policy/change", as: "Priya", at: "/districts/<district>/policy/change"},
	{route: "GET /districts/{id}/policy/try", as: "Priya", at: "/districts/<district>/policy/try?load=90"},
	{route: "GET /work", as: "Priya"},
	{route: "GET /work/{id}", as: "Priya", at: "/work/1"}, // what trying the table above began
	{route: "GET /messages", as: "Priya"},
	{route: "GET /messages/kind/{kind}", as: "Priya", at: "/messages/kind/invitation?look=dark"},
	{route: "GET /messages/kind/{kind}", as: "Priya", at: "/messages/kind/handover?look=text&in=cy"},
	{route: "GET /roles/{id}/end", as: "Priya", at: "/roles/<role>/end?person=<maggie>"},

	{route: "GET /print", as: "Priya"},
	{route: "GET /requests/{id}", as: "Priya", at: "/requests/<waits>"},
	{route: "GET /requests/{id}", as: "Priya", at: "/requests/<gone>"},
	{route: "GET /requests/{id}/assign", as: "Priya", at: "/requests/<waits>/assign?person=<tom>"},
	{route: "GET /requests/{id}/somebody", as: "Priya", at: "/requests/<waits>/somebody?q=t"},
	{route: "GET /requests/{id}/hold", as: "Priya", at: "/requests/<waits>/hold"},
	{route: "GET /requests/{id}/take-back", as: "Priya", at: "/requests/<gone>/take-back"},
	{route: "GET /requests/{id}/hand-over", as: "Priya", at: "/requests/<waits>/hand-over"},
	{route: "GET /requests/{id}/place", as: "Priya", at: "/requests/<waits>/place"},
	{route: "GET /requests/{id}/time", as: "Priya", at: "/requests/<waits>/time"},
	{route: "GET /requests/{id}/end", as: "Priya", at: "/requests/<waits>/end"},

	{route: "GET /people", as: "Priya"},
	{route: "GET /people", as: "Priya", at: "/people?q=nobody"},
	{route: "GET /people/new", as: "Priya"},
	{route: "GET /people/{id}", as: "Priya", at: "/people/<tom>"},
	{route: "GET /people/{id}", as: "Priya", at: "/people/<priya>"},
	{route: "GET /people/{id}/looks", as: "Priya", at: "/people/<tom>/looks"},
	{route: "GET /people/{id}/change", as: "Priya", at: "/people/<tom>/change"},
	{route: "GET /people/{id}/volunteer", as: "Priya", at: "/people/<tom>/volunteer"},
	{route: "GET /people/{id}/meet", as: "Priya", at: "/people/<kit>/meet"},
	{route: "GET /people/{id}/check", as: "Priya", at: "/people/<tom>/check"},
	{route: "GET /people/{id}/role", as: "Priya", at: "/people/<tom>/role"},
	{route: "GET /people/{id}/away", as: "Priya", at: "/people/<tom>/away"},
	{route: "GET /people/{id}/move", as: "Priya", at: "/people/<tom>/move"},
	{route: "GET /people/{id}/leave", as: "Priya", at: "/people/<tom>/leave"},
	{route: "GET /people/{id}/apart", as: "Priya", at: "/people/<tom>/apart"},
}

// notPages are the routes that answer with something else.
var notPages = map[string]string{
	"GET /static/":                   "files",
	"GET /favicon.ico":               "a file",
	"GET /app.webmanifest":           "a file",
	"GET /streets/find":              "names of streets, for a script",
	"GET /streets/find/{town}":       "names of streets, for a script",
	"GET /visit/{token}/visit.ics":   "a calendar",
	"GET /signed-in":                 "leads on",
	"GET /print/badge/{id}":          "a sheet for paper, which its own test prints",
	"GET /print/leaflet":             "a sheet for paper, which its own test prints",
	"GET /print/request/{id}":        "a sheet for paper, which its own test prints",
	"GET /print/sheet":               "a sheet for paper, which its own test prints",
	"GET /print/street/{id}":         "a sheet for paper, which its own test prints",
	"GET /messages/kind/{kind}/html": "a message, which notify's own tests look at",
	"GET /dev/mail/{id}/html":        "a message, which notify's own tests look at",
	"GET /dev/explorer":              "of others; the API explorer's own test opens it",
	"GET /dev/explorer/{file}":       "of others",
}

// Every page, by a person who may open it, on a phone and at a desk, light and dark.
func TestEveryPage_InABrowser(t *testing.T) {
	t.Parallel()
	everyRouteIsSeen(t)
	v := newVillage(t, "Brackle")
	names := v.lived()
	browser := browsertest.Start(t)
	var visitors []string
	for _, p := range allPages {
		if !slices.Contains(visitors, p.as) {
			visitors = append(visitors, p.as)
		}
	}
	for _, as := range visitors {
		t.Run(as, func(t *testing.T) {
			t.Parallel()
			tab := browser.Open(t, browsertest.View{})
			if as != "" {
				tab.Go(v.signInLink(as))
				tab.Follow("main form button")
			}
			for _, p := range allPages {
				if p.as == as {
					looksAt(t, tab, v.site.URL, p, names)
				}
			}
		})
	}
}

// looksAt opens one page and judges it.
func looksAt(t *testing.T, tab *browsertest.Tab, site string, p seen, names *strings.Replacer) {
	t.Helper()
	at := p.at
	if at == "" {
		at = strings.TrimPrefix(p.route, "GET ")
	}
	at = names.Replace(at)
	t.Log("at " + at)
	tab.Go(site + at)
	heading := tab.Text("h1")
	switch {
	case p.reads != "":
		if heading != p.reads {
			t.Errorf("%s reads %q, want %q", at, heading, p.reads)
		}
	case slices.Contains([]string{"There is nothing here", "This is not for you to do", "Something broke", "Sign in"}, heading) && at != "/sign-in":
		t.Errorf("%s reads %q", at, heading)
		return
	}
	tab.Whole()
	if os.Getenv("WAYMARK_SHOTS") != "" {
		name := strings.Trim(regexp.MustCompile(`[^a-z]+`).ReplaceAllString(strings.ToLower(p.as+strings.TrimPrefix(p.route, "GET ")+regexp.MustCompile(`<.*|.*\?`).ReplaceAllString(p.at, "-")), "-"), "-")
		for _, view := range browsertest.Views {
			tab.Look(view)
			tab.Shot(name)
		}
	}
}

// everyRouteIsSeen fails for a route of web that is not in the table, and for one in the table that is no route.
func everyRouteIsSeen(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	routes := map[string]bool{"/": true}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range regexp.MustCompile(`"(GET /[^"\s]*)"`).FindAllStringSubmatch(fileIn(t, name), -1) {
			routes[m[1]] = true
		}
	}
	looked := map[string]bool{}
	for _, p := range allPages {
		looked[p.route] = true
		if !routes[p.route] {
			t.Errorf("%s is looked at, and there is no such route", p.route)
		}
	}
	for route := range routes {
		if looked[route] == (notPages[route] != "") {
			t.Errorf("nobody looks at %s in a browser, or it is said to be no page: put it into allPages", route)
		}
	}
	if len(routes) < 60 {
		t.Errorf("only %d routes were found", len(routes))
	}
}

// lived fills a village with a bit of everything, and returns what the <names> of the table stand for.
func (v *village) lived() *strings.Replacer {
	v.Helper()
	waits := v.full()
	open, private, taken := v.joans("small_jobs"), v.joans("prescription"), v.joans("dog")
	jill := v.volunteer("Jill", "Castle Row")
	invitation := strings.TrimSuffix(v.asks(open, jill, "yes"), "?answer=yes")
	secret := strings.TrimSuffix(v.asks(private, jill, "not_this_time"), "?answer=not_this_time")
	visit := v.visitor().opens(v.asks(taken, jill, "yes")).presses("Yes, I’ll go", nil).path
	v.role(v.person("Dee", "Main Street", nil), app.GrantRole{Kind: domain.DeskHelper, TownID: domain.TownID(v.count(`SELECT id FROM towns WHERE name = 'Brackle'`))})
	v.must(v.app.SayWorry(v.Context(), domain.Public(), app.SayWorry{TownID: v.town, Words: "The curtains are never open."}))
	row := func(query string) string { return idOf(domain.PersonID(v.count(query))) }
	return strings.NewReplacer("<town>", idOf(v.town), "<district>", idOf(v.priya.DistrictID), "<dog>", idOf(v.need["dog"]), "<street>", idOf(v.street["Withy Row"]),
		"<open>", open.StatusToken, "<taken>", taken.StatusToken, "<invitation>", invitation, "<private>", secret, "<visit>", visit,
		"<news>", "/messages/"+domain.Seal([]byte("a secret of thirty-two bytes....."), domain.Claim{Purpose: domain.ForMessages, DistrictID: v.priya.DistrictID,
			PersonID: v.tom(), Expires: morning.AddDate(1, 0, 0)}),
		"<helping>", "/helping/"+strings.TrimPrefix(invitation, "/can-you-help/"), "<waits>", idOf(waits.RequestID), "<gone>", idOf(taken.RequestID),
		"<tom>", idOf(v.tom()), "<priya>", idOf(v.priya.PersonID), "<kit>", row(`SELECT id FROM persons WHERE first_name = 'Kit'`),
		"<maggie>", row(`SELECT id FROM persons WHERE first_name = 'Maggie'`), "<role>", row(`SELECT min(id) FROM roles WHERE kind = 'coordinator'`), "<task>", row(`SELECT min(id) FROM tasks WHERE state = 'open'`))
}
