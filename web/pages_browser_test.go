package web

import (
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/pgtest"
	"waymark/web/browsertest"
)

// seen is a page as somebody opens it. A route may be seen several times: empty, late, with a question open.
type seen struct {
	route string
	as    string // the first name of who is signed in; empty is nobody
	at    string // the address, with <names> of what is in the village; empty is the route's own
	reads string // what its heading is to hold; empty is anything but the page of an error
	bare  bool   // it has neither masthead nor foot
}

// allPages are the pages that are looked at in a browser: every route that answers with one. Each part of them has tabs of its own,
// which are as many as the machine can drive at once; the pages of one part are opened in their order.
var allPages = [][]seen{{
	{route: "GET /{$}", at: "/"},
	{route: "GET /{$}", at: "/", as: "Priya"},
	{route: "GET /lend-a-hand"},
	{route: "GET /privacy"},
	{route: "GET /whats-on"},
	{route: "GET /whats-on", at: "/whats-on?week=52", reads: "What’s on"},
	{route: "GET /whats-on/{id}", at: "/whats-on/<bench>"},
	{route: "GET /whats-on/{id}", at: "/whats-on/<bench>", as: "Priya"},
	{route: "GET /hosting/{token}", at: "/hosting/<host>"},
	{route: "GET /hosting/{token}/{id}/{day}", at: "/hosting/<host>/<bench>/2026-06-16"},
	{route: "GET /hosting/{token}/{id}/{day}", at: "/hosting/<host>/<today>"},
	{route: "GET /hosting", as: "Tom"},
	{route: "GET /hosting/{id}/{day}", as: "Tom", at: "/hosting/<bench>/2026-06-23"},
	{route: "GET /here/{token}", at: "/here/<table>"},
	{route: "GET /following/{token}", at: "/following/<follows>"},
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
	{route: "GET /look-after/{token}", at: "/look-after/<mine>"},
	{route: "GET /look-after", as: "Tom"},
	{route: "GET /look-after", as: "Priya", reads: "Nobody has asked you yet"},
	{route: "GET /try"},
	{route: "GET /try/poster", reads: "See your own streets"},
	{route: "GET /begin/{key}", at: "/begin/abc", reads: "We can’t open this page"},
	{route: "GET /directory"},
	{route: "GET /directory", at: "/directory?q=chair+yogga&day=1&free=yes"},
	{route: "GET /directory", at: "/directory?q=zither", reads: "What there is"},
	{route: "GET /directory/{id}", at: "/directory/<service>"},
	{route: "GET /directory/{id}", at: "/directory/<service>", as: "Priya"},
	{route: "GET /services", as: "Priya"},
	{route: "GET /services", at: "/services?part=check", as: "Priya"},
	{route: "GET /services/new", as: "Priya"},
	{route: "GET /services/{id}", at: "/services/<service>", as: "Priya"},
	{route: "GET /services/{id}/change", at: "/services/<service>/change", as: "Priya"},
	{route: "GET /services/import", as: "Priya"},
	{route: "GET /people/import", as: "Priya"},
	{route: "GET /services/missed", as: "Priya"},
	{route: "GET /services/words", as: "Priya"},
	{route: "GET /shelves", as: "Priya"},
	{route: "GET /shelves/new", as: "Priya"},
	{route: "GET /shelves/{id}", at: "/shelves/<theme>", as: "Priya"},
	{route: "GET /worried"},
	{route: "GET /ripple"},
	{route: "GET /how-we-do"},
	{route: "GET /how-we-do", at: "/how-we-do?quarter=2031Q1", reads: "How we do"},
	{route: "GET /ripple", as: "Priya"},
}, {
	{route: "GET /sign-in"},
	{route: "GET /sign-in/code"},
	{route: "GET /sign-in/{token}", at: "/sign-in/abc", reads: "Sign in"},
	{route: "GET /dev/mail"},
	{route: "GET /dev/mail/{id}", at: "/dev/mail/1"},
	{route: "GET /styleguide"},
	{route: "GET /styleguide", at: "/styleguide?words=long"},
	{route: "/", at: "/nothing", reads: "There is nothing here"},
	{route: "/", at: "/jobs", as: "Dee", reads: "This is not for you to do"},
}, {
	{route: "GET /desk", as: "Priya"},
	{route: "GET /desk", as: "Dee", reads: "Nothing needs you"},
	{route: "GET /my-streets", as: "Maggie"},
	{route: "GET /my-streets", as: "Ravi"},
	{route: "GET /my-streets/away", as: "Maggie"},
	{route: "GET /my-streets/hand-over", as: "Maggie"},
	{route: "GET /builder", as: "Priya"},
	{route: "GET /coverage", as: "Priya"},
	{route: "GET /reports", as: "Priya"},
	{route: "GET /coverage", as: "Priya", at: "/coverage?street=<street>"},
	{route: "GET /map", as: "Priya"},
	{route: "GET /map", as: "Priya", at: "/map?layer=helpers&order=least&street=<street>"},
	{route: "GET /find", as: "Priya", at: "/find?q=tom"},
	{route: "GET /find", as: "Priya", at: "/find?q=xyzzy"},
	{route: "GET /offers", as: "Priya"},
	{route: "GET /gatherings/new", as: "Priya"},
	{route: "GET /gatherings/{id}/dates/{day}", as: "Priya", at: "/gatherings/<bench>/dates/2026-06-23"},
	{route: "GET /gatherings/{id}/hosts", as: "Priya", at: "/gatherings/<bench>/hosts?q=Tom"},
	{route: "GET /gatherings/{id}/dates/{day}/host", as: "Priya", at: "/gatherings/<bench>/dates/2026-06-23/host"},
	{route: "GET /raised", as: "Priya"},
	{route: "GET /raised/{id}", as: "Priya", at: "/raised/<issue>"},
	{route: "GET /gatherings/{id}/end", as: "Priya", at: "/gatherings/<bench>/end"},
	{route: "GET /gatherings/{id}/change", as: "Priya", at: "/gatherings/<bench>/change"},
	{route: "GET /gatherings/{id}/photo", as: "Priya", at: "/gatherings/<bench>/photo"},
	{route: "GET /gathering-kinds", as: "Priya"},
	{route: "GET /connector-kinds", as: "Priya"},
	{route: "GET /connector-kinds/{code}", as: "Priya", at: "/connector-kinds/new"},
	{route: "GET /gathering-kinds/{code}", as: "Priya", at: "/gathering-kinds/new"},
	{route: "GET /cases", as: "Priya"},
	{route: "GET /meeting", as: "Priya"},
	{route: "GET /meeting/screen", as: "Priya", bare: true},
	{route: "GET /meeting/screen", as: "Priya", at: "/meeting/screen?show=1", bare: true},
	{route: "GET /meeting/screen", as: "Priya", at: "/meeting/screen?show=say", bare: true},
	{route: "GET /meeting/actions/new", as: "Priya"},
	{route: "GET /meeting/actions/{id}", as: "Priya", at: "/meeting/actions/<action>"},
	{route: "GET /meetings", as: "Priya"},
	{route: "GET /meetings/{day}", as: "Priya", at: "/meetings/2026-06-10"},
	{route: "GET /begin", as: "Priya"},
	{route: "GET /begin/doors", as: "Priya"},
	{route: "GET /begin/colleague", as: "Priya", at: "/begin/colleague?as=lead"},
	{route: "GET /begin/hours", as: "Priya"},
	{route: "GET /begin/streets", as: "Priya"},
	{route: "GET /exports", as: "Priya"},
	{route: "GET /exports/missing", as: "Priya"},
	{route: "GET /exports/missing", as: "Priya", at: "/exports/missing?what=helper_without_street"},
	{route: "GET /tasks", as: "Priya"},
	{route: "GET /tasks", as: "Dee"},
	{route: "GET /tasks/{id}", as: "Priya", at: "/tasks/<task>"},
	{route: "GET /requests", as: "Priya"},
	{route: "GET /requests", as: "Dee", at: "/requests?q=nobody"},
	{route: "GET /requests", as: "Priya", at: "/requests?pick=yes"},
	{route: "GET /requests/many", as: "Priya", at: "/requests/many?id=<waits>&do=hold"},
	{route: "GET /requests/many", as: "Priya", at: "/requests/many?id=<waits>&id=<gone>&do=wider"},
}, {
	{route: "GET /call", as: "Priya"},
	{route: "GET /call", as: "Priya", at: "/call?person=<tom>"},
	{route: "GET /worries", as: "Maggie"},
	{route: "GET /jobs", as: "Priya"},
	{route: "GET /ideas/new"},
	{route: "GET /open-ideas"},
	{route: "GET /open-ideas/{id}", at: "/open-ideas/<idea>"},
	{route: "GET /my-idea/{token}", at: "<myidea>"},
	{route: "GET /ideas", as: "Priya"},
	{route: "GET /ideas/{id}", as: "Priya", at: "/ideas/<idea>"},
	{route: "GET /ideas/{id}", as: "Priya", at: "/ideas/<heard>"},
	{route: "GET /ideas/{id}/change", as: "Priya", at: "/ideas/<idea>/change"},
	{route: "GET /ideas/{id}/meeting", as: "Priya", at: "/ideas/<idea>/meeting"},
	{route: "GET /ideas/{id}/let-go", as: "Priya", at: "/ideas/<idea>/let-go"},
	{route: "GET /gaps", as: "Priya"},
	{route: "GET /gaps/recruit", as: "Priya"},
	{route: "GET /map/what-if", as: "Priya", at: "/map/what-if?street=<street>"},
	{route: "GET /gaps/{id}", as: "Priya", at: "/gaps/<gap>"},
	{route: "GET /gaps/{id}/plan", as: "Priya", at: "/gaps/<gap>/plan"},
	{route: "GET /gaps/{id}/running", as: "Priya", at: "/gaps/<gap>/running"},
	{route: "GET /gaps/{id}/tell", as: "Priya", at: "/gaps/<gap>/tell"},
	{route: "GET /gaps/{id}/close", as: "Priya", at: "/gaps/<gap>/close"},
	{route: "GET /gaps/{id}/same", as: "Priya", at: "/gaps/<gap>/same"},
	{route: "GET /learnt", as: "Priya"},
	{route: "GET /stories", as: "Priya"},
	{route: "GET /stories/new", as: "Priya"},
	{route: "GET /stories/new", as: "Priya", at: "/stories/new?q=Tom"},
	{route: "GET /devices", as: "Priya"},
	{route: "GET /devices", as: "Priya", at: "/devices?state=repair"},
	{route: "GET /devices/new", as: "Priya"},
	{route: "GET /devices/{id}", as: "Priya", at: "/devices/<device>"},
	{route: "GET /devices/{id}", as: "Priya", at: "/devices/<lent>"},
	{route: "GET /devices/{id}", as: "Priya", at: "/devices/<unwiped>"},
	{route: "GET /devices/{id}/change", as: "Priya", at: "/devices/<device>/change"},
	{route: "GET /devices/{id}/lend", as: "Priya", at: "/devices/<device>/lend?q=Tom"},
	{route: "GET /devices/{id}/longer", as: "Priya", at: "/devices/<lent>/longer"},
	{route: "GET /devices/{id}/back", as: "Priya", at: "/devices/<lent>/back"},
	{route: "GET /keys", as: "Priya"},
	{route: "GET /me", as: "Priya"},
	{route: "GET /me", as: "Tom"},
	{route: "GET /me/looks", as: "Priya"},
	{route: "GET /me/known", as: "Priya"},
	{route: "GET /me/known", as: "Tom"},
	{route: "GET /needs/{id}", as: "Priya", at: "/needs/<dog>?town=<town>"},
	{route: "GET /streets", as: "Priya"},
	{route: "GET /streets/{id}", as: "Priya", at: "/streets/<street>"},
	{route: "GET /streets/{id}", as: "Maggie", at: "/streets/<castle>"},
	{route: "GET /vacancies", as: "Priya"},
	{route: "GET /vacancies", as: "Maggie"},
	{route: "GET /vacancies/{id}", as: "Priya", at: "/vacancies/<street>"},
	{route: "GET /towns/{id}", as: "Priya", at: "/towns/<town>"},
	{route: "GET /districts/{id}/policy", as: "Priya", at: "/districts/<district>/policy"},
	{route: "GET /districts/{id}/policy/change", as: "Priya", at: "/districts/<district>/policy/change"},
	{route: "GET /districts/{id}/points", as: "Priya", at: "/districts/<district>/points"},
	{route: "GET /districts/{id}/policy/try", as: "Priya", at: "/districts/<district>/policy/try?load=90"},
	{route: "GET /work", as: "Priya"},
	{route: "GET /work/{id}", as: "Priya", at: "/work/1"}, // what trying the table above began
	{route: "GET /messages", as: "Priya"},
	{route: "GET /messages/kind/{kind}", as: "Priya", at: "/messages/kind/invitation?look=dark"},
	{route: "GET /messages/kind/{kind}", as: "Priya", at: "/messages/kind/handover?look=text&in=cy"},
	{route: "GET /roles/{id}/end", as: "Priya", at: "/roles/<role>/end?person=<maggie>"},
}, {
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

	{route: "GET /log/{token}", at: "/log/<badge>"},
	{route: "GET /log/{token}/today", at: "/log/<badge>/today"},
	{route: "GET /log/{token}/ripple", at: "/log/<badge>/ripple"},
	{route: "GET /log/{token}/wish", at: "/log/<badge>/wish?what=idea"},
	{route: "GET /connect/{token}", at: "/connect/<invite>"},
	{route: "GET /connectors", as: "Priya"},
	{route: "GET /connectors/{id}", as: "Priya", at: "/connectors/<kelly>"},
	{route: "GET /connectors/{id}/patch", as: "Priya", at: "/connectors/<kelly>/patch"},
	{route: "GET /connectors/training", as: "Priya"},
	{route: "GET /connector-wishes", as: "Priya"},
	{route: "GET /people/{id}/connector", as: "Priya", at: "/people/<tom>/connector"},
}, {
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
}}

// notPages are the routes that answer with something else.
var notPages = map[string]string{
	"GET /static/":                        "files",
	"GET /favicon.ico":                    "a file",
	"GET /app.webmanifest":                "a file",
	"GET /streets/find":                   "names of streets, for a script",
	"GET /streets/find/{town}":            "names of streets, for a script",
	"GET /visit/{token}/visit.ics":        "a calendar",
	"GET /signed-in":                      "leads on",
	"GET /desk/live":                      "news of a page that is open",
	"GET /requests/{id}/live":             "news of a page that is open",
	"GET /work/{id}/file":                 "a file",
	"GET /call/find":                      "names of people, for a script",
	"GET /map.csv":                        "a file",
	"GET /geo/how-we-do":                  "the areas of a map, for a program",
	"GET /geo/streets":                    "the lines of a map, for a script",
	"GET /geo/sections":                   "the areas of a map, for a script",
	"GET /print/badge/{id}":               "a sheet for paper, which its own test prints",
	"GET /log/worker.js":                  "a script",
	"GET /print/connector/{id}":           "a sheet for paper, which its own test prints",
	"GET /print/leaflet":                  "a sheet for paper, which its own test prints",
	"GET /print/request/{id}":             "a sheet for paper, which its own test prints",
	"GET /print/sheet":                    "a sheet for paper, which its own test prints",
	"GET /helping/{token}/known":          "as /me/known",
	"GET /helping/{token}/known/file":     "a file, which its own test reads",
	"GET /me/known/file":                  "a file, which its own test reads",
	"GET /print/street/{id}":              "a sheet for paper, which its own test prints",
	"GET /print/gap/{id}":                 "a sheet for paper, which its own test prints",
	"GET /print/looking":                  "a sheet for paper, which its own test prints",
	"GET /messages/kind/{kind}/html":      "a message, which notify's own tests look at",
	"GET /dev/mail/{id}/html":             "a message, which notify's own tests look at",
	"GET /dev/explorer":                   "of others; the API explorer's own test opens it",
	"GET /dev/explorer/{file}":            "of others",
	"GET /whats-on/calendar.ics":          "what is on, for calendar programs",
	"GET /whats-on/{id}/calendar.ics":     "a session, for calendar programs",
	"GET /calendars/{token}/calendar.ics": "a host's dates, for calendar programs",
	"GET /photos/{name}":                  "a photo",
	"GET /print/table/{id}":               "a sheet for paper, which its own test prints",
}

// Every page, by a person who may open it, on a phone and at a desk, light and dark.
func TestEveryPage_InABrowser(t *testing.T) {
	t.Parallel()
	everyRouteIsSeen(t)
	v := newVillage(t, "Brackle")
	names := v.lived()
	var err error
	v.handler, err = New(v.app, Options{Log: slog.New(slog.NewTextHandler(v.Output(), nil)), Zone: v.zone(), Dev: true, Mail: v.kept, Try: true, Islands: []fs.FS{bundled(t)}})
	v.must(err)
	browser := browsertest.Start(t)
	for _, part := range allPages {
		for _, as := range visitorsOf(part) {
			t.Run(as, func(t *testing.T) {
				t.Parallel()
				tab := browser.Open(t, browsertest.View{})
				if as != "" {
					tab.Go(v.signInLink(as))
					tab.Follow("main form button")
				}
				for _, p := range part {
					if p.as == as {
						looksAt(t, tab, v.site.URL, p, names)
					}
				}
			})
		}
	}
}

// visitorsOf are those who open some of these pages.
func visitorsOf(pages []seen) (visitors []string) {
	for _, p := range pages {
		if !slices.Contains(visitors, p.as) {
			visitors = append(visitors, p.as)
		}
	}
	return visitors
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
	if p.bare {
		tab.Bare()
	} else {
		tab.Whole()
	}
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
	for _, p := range slices.Concat(allPages...) {
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
	v.must(v.app.BeginMeeting(v.Context(), v.priya))
	v.said("Ring the rugby club about drivers", v.priya.PersonID, morning)
	v.later("23h")
	waits := v.full()
	open, private, taken := v.joans("small_jobs"), v.joans("prescription"), v.joans("dog")
	jill := v.volunteer("Jill", "Castle Row")
	invitation := strings.TrimSuffix(v.asks(open, jill, "yes"), "?answer=yes")
	secret := strings.TrimSuffix(v.asks(private, jill, "not_this_time"), "?answer=not_this_time")
	visit := v.visitor().opens(v.asks(taken, jill, "yes")).presses("Yes, I’ll go", nil).path
	v.role(v.person("Dee", "Main Street", nil), app.GrantRole{Kind: domain.DeskHelper, TownID: domain.TownID(v.count(`SELECT id FROM towns WHERE name = 'Brackle'`))})
	v.must(v.app.SayWorry(v.Context(), domain.Public(), app.SayWorry{TownID: v.town, Words: "The curtains are never open."}))
	v.grown()
	v.service()
	kelly, badge := v.kelly()
	_, badge, _ = strings.Cut(badge, "/log/")
	lent, ready, unwiped := v.device("Blue tablet"), v.device("Red tablet"), v.device("Green tablet")
	v.lent(lent, v.tom())
	v.lent(unwiped, v.tom())
	_, err := v.app.TakeDeviceBack(v.Context(), v.priya, app.TakeDeviceBack{DeviceID: unwiped, Condition: domain.Worn, Words: "The charger is missing."})
	v.must(err)
	v.story(true)
	v.idea("Ring Mrs Bramble", domain.IdeaHeard)
	idea := v.idea("A choir that needs no notes", domain.IdeaMeeting)
	row := func(query string) string { return idOf(domain.PersonID(v.count(query))) }
	host, today := v.sitsToday()
	v.must(v.app.FollowGathering(v.Context(), domain.Public(), app.FollowGathering{GatheringID: v.bench(), Email: "joan@example.org"}))
	follows := v.sealed(domain.Claim{Purpose: domain.ForFollower, ID: int64(v.count(`SELECT max(id) FROM gathering_followers`))})
	return strings.NewReplacer("<follows>", follows, "<host>", host, "<today>", today, "<table>", v.sealed(domain.Claim{Purpose: domain.ForTable, ID: int64(v.bench())}), "<issue>", idOf(v.raised()), "<lent>", idOf(lent), "<device>", idOf(ready), "<unwiped>", idOf(unwiped), "<town>", idOf(v.town), "<bench>", idOf(v.bench()), "<district>", idOf(v.priya.DistrictID), "<dog>", idOf(v.need["dog"]), "<street>", idOf(v.street["Withy Row"]), "<castle>", idOf(v.street["Castle Row"]),
		"<open>", open.StatusToken, "<taken>", taken.StatusToken, "<invitation>", invitation, "<private>", secret, "<visit>", visit,
		"<news>", "/messages/"+v.toms(domain.ForMessages), "<mine>", v.toms(domain.ForVolunteer), "<action>", row(`SELECT min(id) FROM meeting_actions`),
		"<helping>", "/helping/"+strings.TrimPrefix(invitation, "/can-you-help/"), "<waits>", idOf(waits.RequestID), "<gone>", idOf(taken.RequestID),
		"<service>", row(`SELECT min(id) FROM services`), "<theme>", row(`SELECT min(id) FROM themes`),
		"<gap>", idOf(v.gap(domain.GapRunning)), "<idea>", idOf(idea), "<heard>", row(`SELECT min(id) FROM ideas`), "<myidea>", v.ideaLink(), "<tom>", idOf(v.tom()), "<priya>", idOf(v.priya.PersonID), "<kit>", row(`SELECT id FROM persons WHERE first_name = 'Kit'`),
		"<maggie>", row(`SELECT id FROM persons WHERE first_name = 'Maggie'`), "<role>", row(`SELECT min(id) FROM roles WHERE kind = 'coordinator'`), "<kelly>", idOf(kelly), "<badge>", badge, "<invite>", v.invited(), "<task>", row(`SELECT min(id) FROM tasks WHERE state = 'open'`))
}

// invited is the part of a link to Tom by which he says whether he would be a connector.
func (v *village) invited() string {
	v.Helper()
	kinds, err := v.app.ConnectorKinds(v.Context(), v.priya)
	v.must(err)
	v.must(v.app.InviteConnector(v.Context(), v.priya, app.InviteConnector{PersonID: v.tom(), KindID: kinds[0].ID, TownID: v.town}))
	return domain.Seal([]byte("a secret of thirty-two bytes....."), domain.Claim{Purpose: domain.ForConnector, DistrictID: v.priya.DistrictID, PersonID: v.tom(),
		ID: int64(v.count(`SELECT max(id) FROM connector_invites`)), Expires: morning.AddDate(1, 0, 0)})
}

// toms is the part of a link to Tom that lets him in.
func (v *village) toms(purpose domain.Purpose) string {
	v.Helper()
	return domain.Seal([]byte("a secret of thirty-two bytes....."), domain.Claim{Purpose: purpose, DistrictID: v.priya.DistrictID, PersonID: v.tom(), Expires: morning.AddDate(1, 0, 0)})
}

// grown puts into a village what a builder and those who look after streets see: an ask that nobody could place, somebody who would like to
// help, a street that is offered to Tom, one that Maggie looks after, and one that was handed over to Ravi.
func (v *village) grown() {
	v.Helper()
	v.mags("Luca")
	up := v.joans("lift_surgery")
	_, err := pgtest.Owner(v.T, v.db).SQL.ExecContext(v.Context(), `UPDATE requests SET start_level = 3, level = 3, failed_at = $2 WHERE id = $1`, up.RequestID, morning.Add(22*time.Hour))
	v.must(err)
	v.must(v.app.Offer(v.Context(), domain.Public(), app.Offer{Words: "I bake bread, and would bring a loaf.", FirstName: "Ann", Email: "ann@example.org", TownID: v.town}))
	_, err = v.app.OfferStreet(v.Context(), v.priya, app.OfferStreet{StreetID: v.street["Withy Row"], PersonID: v.tom(), Kind: domain.Coordinator})
	v.must(err)
	owen, ravi := v.person("Owen", "Saint Mary’s Road", nil), v.volunteer("Ravi", "Saint Mary’s Road")
	v.role(owen, app.GrantRole{Kind: domain.Coordinator, StreetID: v.street["Saint Mary’s Road"]})
	_, err = v.app.HandStreets(v.Context(), v.priya, app.HandStreets{From: owen, To: ravi, Words: "Two doors share a bell."})
	v.must(err)
}
