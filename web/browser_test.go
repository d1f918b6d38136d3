package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/web/browsertest"
)

// oneStreet is what the server of these tests knows.
const oneStreet = `[{"id":7,"name":"Withy Row","section":"Station","town":"Saltcombe"},
	{"id":8,"name":"Withy Terrace","section":"Mill Lane","town":"Saltcombe"}]`

// site serves the style guide, its files, and a street finder.
func site(t *testing.T) *httptest.Server {
	t.Helper()
	rd, _ := newFrame(t, bundled(t))
	mux := http.NewServeMux()
	mux.Handle("GET /static/", rd.Assets())
	mux.HandleFunc("GET /styleguide", rd.Styleguide)
	mux.HandleFunc("GET /finder", func(w http.ResponseWriter, r *http.Request) {
		p := rd.Page(w, r, "Where are you?")
		p.Islands, p.Content = []string{"street"}, samples()
		rd.Render(w, r, "finder", p)
	})
	mux.HandleFunc("GET /streets/find", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch q := r.URL.Query().Get("q"); {
		case strings.HasPrefix(q, "with"):
			fmt.Fprint(w, oneStreet)
		case q == "down":
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			_ = json.NewEncoder(w).Encode([]int{})
		}
	})
	mux.HandleFunc("POST /finder", func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		p := rd.Page(w, r, "You sent "+r.PostForm.Encode())
		p.Content = Failure{Title: r.PostForm.Encode()}
		rd.Render(w, r, "error", p)
	})
	mux.HandleFunc("/", rd.NoPage)
	finder, err := parsePages(fstest.MapFS{
		"template/finder.tmpl":         {Data: []byte(`{{define "main"}}<h1>Where are you?</h1><form method="post" class="stack-l">{{template "field" (index .Content.Fields 1)}}<button class="btn arm">Next</button></form>{{end}}`)},
		"template/layout.tmpl":         {Data: fileOf(t, "template/layout.tmpl")},
		"template/icons.tmpl":          {Data: fileOf(t, "template/icons.tmpl")},
		"template/component_say.tmpl":  {Data: fileOf(t, "template/component_say.tmpl")},
		"template/component_list.tmpl": {Data: fileOf(t, "template/component_list.tmpl")},
		"template/component_form.tmpl": {Data: fileOf(t, "template/component_form.tmpl")},
	}, rd.assets, nil)
	if err != nil {
		t.Fatal(err)
	}
	rd.pages["en"]["finder"] = finder["finder"]
	server := httptest.NewServer(rd.Protect(mux))
	t.Cleanup(server.Close)
	return server
}

func fileOf(t *testing.T, name string) []byte {
	t.Helper()
	b, err := templates.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestStyleguide_InABrowser(t *testing.T) {
	t.Parallel()
	server, browser := site(t), browsertest.Start(t)
	views := append([]browsertest.View{{Width: 360, Forced: true}, {Width: 760, MoreContrast: true}, {Width: 360, NoScript: true}}, browsertest.Views...)
	for _, view := range views {
		t.Run(fmt.Sprintf("%+v", view), func(t *testing.T) {
			tab := browser.Open(t, view)
			tab.Go(server.URL + "/styleguide")
			tab.NoSideways()
			tab.RoomForThumbs()
			tab.Accessible()
			var uneven bool
			tab.Script(`[...document.querySelectorAll(".ladder")].some(l => new Set([...l.children].map(e => e.offsetHeight)).size > 1)`, &uneven)
			if uneven {
				t.Error("the levels of a ladder differ in height")
			}
			if view.Width != 760 && !view.Forced && !view.NoScript {
				tab.Shot("styleguide")
			}
		})
	}
}

func TestStreetFinder_InABrowser(t *testing.T) {
	t.Parallel()
	server, browser := site(t), browsertest.Start(t)
	open := func(t *testing.T, view browsertest.View) *browsertest.Tab {
		t.Helper()
		tab := browser.Open(t, view)
		tab.Go(server.URL + "/finder")
		return tab
	}
	sent := func(t *testing.T, tab *browsertest.Tab, want string) {
		t.Helper()
		tab.Follow("main form button")
		if got := tab.Text("h1"); got != want {
			t.Errorf("sent %q, want %q", got, want)
		}
	}

	t.Run("keys choose a street and its id is sent", func(t *testing.T) {
		tab := open(t, browsertest.View{})
		tab.Type("#home", "withy")
		tab.WaitFor(".finder-list [role=option]")
		tab.Press(browsertest.Down)
		tab.Press(browsertest.Down)
		tab.Press(browsertest.Up)
		tab.WaitFor(".finder-list [aria-selected=true]")
		tab.NoSideways()
		tab.Accessible()
		tab.Shot("finder")
		tab.Press(browsertest.Enter)
		if got := tab.Text(".finder-say"); got != "Chosen: Withy Row, Station, Saltcombe." {
			t.Errorf("it says %q", got)
		}
		sent(t, tab, "home=Withy+Row%2C+Station&homeId=7")
	})
	t.Run("a tap chooses a street", func(t *testing.T) {
		tab := open(t, browsertest.View{Dark: true})
		tab.Type("#home", "withy")
		tab.WaitFor(".finder-list [role=option]")
		tab.Shot("finder")
		tab.Click(".finder-list li:nth-child(2)")
		sent(t, tab, "home=Withy+Terrace%2C+Mill+Lane&homeId=8")
	})
	t.Run("typing on forgets the choice", func(t *testing.T) {
		tab := open(t, browsertest.View{})
		tab.Type("#home", "withy")
		tab.WaitFor(".finder-list [role=option]")
		tab.Press(browsertest.Down)
		tab.Press(browsertest.Enter)
		tab.Type("#home", "x")
		sent(t, tab, "home=Withy+Row%2C+Stationx&homeId=")
	})
	t.Run("escape closes and keeps the words", func(t *testing.T) {
		tab := open(t, browsertest.View{})
		tab.Type("#home", "withy")
		tab.WaitFor(".finder-list [role=option]")
		tab.Press(browsertest.Escape)
		var open string
		tab.Script(`document.querySelector("#home").getAttribute("aria-expanded")`, &open)
		if open != "false" || tab.Value("#home") != "withy" {
			t.Errorf("expanded %s, holds %q", open, tab.Value("#home"))
		}
	})
	t.Run("a server that cannot answer is told and typing goes on", func(t *testing.T) {
		tab := open(t, browsertest.View{})
		tab.Type("#home", "down")
		tab.WaitFor(".finder-say:not(:empty)")
		if got := tab.Text(".finder-say"); !strings.Contains(got, "cannot look up streets just now") {
			t.Errorf("it says %q", got)
		}
	})
	t.Run("without scripts the words are sent", func(t *testing.T) {
		tab := open(t, browsertest.View{NoScript: true})
		tab.Type("#home", "withy")
		sent(t, tab, "home=withy&homeId=")
	})
}
