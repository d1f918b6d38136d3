package main

import (
	"flag"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/demo"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
	"waymark/web"
	"waymark/web/browsertest"
)

var takePictures = flag.Bool("pictures", false, "take the pictures of the README anew")

// shelf is where the README's pictures lie.
const shelf = "../../docs/screenshots"

// What is seen of a page in a picture: a phone is shown at two dots for a pixel.
const (
	phoneWide, phoneHigh = 360, 720
	deskWide, deskHigh   = 1280, 860
)

// The README's pictures are of these pages: "make screenshots" takes them anew.
func TestTour(t *testing.T) {
	if *takePictures {
		newTour(t).take()
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, m := range regexp.MustCompile(`docs/screenshots/([a-z-]+\.png)`).FindAllStringSubmatch(string(readme), -1) {
		named[m[1]] = true
		isPicture(t, m[1])
	}
	files, err := os.ReadDir(shelf)
	if err != nil || len(files) < 5 {
		t.Fatalf("%d pictures, %v", len(files), err)
	}
	for _, f := range files {
		if !named[f.Name()] {
			t.Errorf("the README does not show %s", f.Name())
		}
	}
	if strings.Contains(string(readme), `alt=""`) || strings.Contains(string(readme), "![]") {
		t.Error("a picture says nothing to those who cannot see it")
	}
}

// isPicture checks that a picture is there, as large as a phone or a desk, and light to load.
func isPicture(t *testing.T, name string) {
	t.Helper()
	file, err := os.Open(filepath.Join(shelf, name))
	if err != nil {
		t.Error(err)
		return
	}
	defer file.Close()
	c, err := png.DecodeConfig(file)
	phone, desk := c.Width == 2*phoneWide && c.Height == 2*phoneHigh, c.Width == deskWide && c.Height == deskHigh
	if err != nil || !phone && !desk {
		t.Errorf("%s is %d by %d: %v", name, c.Width, c.Height, err)
	}
	if info, err := file.Stat(); err != nil || info.Size() > 200_000 {
		t.Errorf("%s has %d bytes: %v", name, info.Size(), err)
	}
}

// tour is the made-up town on a morning that stands still: only what the pictures need moves.
type tour struct {
	*testing.T
	app     *app.App
	box     *notify.Box
	site    string
	browser *browsertest.Browser
}

func newTour(t *testing.T) *tour {
	t.Helper()
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	db := pgtest.Owner(t, pgtest.New(t))
	pgtest.Freeze(t, db, time.Date(2026, time.June, 16, 9, 30, 0, 0, time.UTC))
	var pages http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { pages.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	o := &tour{T: t, box: notify.NewBox(2000), site: server.URL, browser: browsertest.Start(t)}
	o.app = app.New(db, app.Options{Secret: []byte("a secret of thirty-two bytes....."), BaseURL: o.site, Zone: zone,
		Sender: o.box, From: "waymark@example.org", Demo: true, Log: quiet, Policy: escalation.DefaultPolicy()})
	if err := createDemo(t.Context(), o.app, demo.Recipe{Seed: demo.DefaultSeed}, io.Discard); err != nil {
		t.Fatal(err)
	}
	if pages, err = web.New(o.app, web.Options{Log: quiet, Zone: zone}); err != nil {
		t.Fatal(err)
	}
	return o
}

// take takes all pictures.
func (o *tour) take() {
	o.Helper()
	if err := os.MkdirAll(shelf, 0o755); err != nil {
		o.Fatal(err)
	}
	phone := o.browser.Open(o, browsertest.View{})
	phone.Go(o.site + "/ask")
	o.keep(phone, "ask", true)
	phone.Go(o.question())
	o.keep(phone, "can-you-help", true)

	desk := o.signIn(domain.DeskHelper, browsertest.View{Width: deskWide})
	desk.Go(o.site + "/desk")
	o.keep(desk, "desk", false)
	desk.Follow(`main a[href^="/requests/"]`)
	o.keep(desk, "request", false)

	street := o.signIn(domain.Coordinator, browsertest.View{Width: deskWide})
	street.Go(o.site + "/streets")
	street.Follow(`main tbody a[href^="/streets/"]`)
	o.keep(street, "street", false)

	dark := o.signIn(domain.DeskHelper, browsertest.View{Dark: true})
	dark.Go(o.site + "/desk")
	o.keep(dark, "desk-dark", true)
}

// signIn is a tab in which somebody with a role is signed in.
func (o *tour) signIn(kind domain.RoleKind, view browsertest.View) *browsertest.Tab {
	o.Helper()
	roles, err := demo.Roles(o.Context(), o.app)
	if err != nil {
		o.Fatal(err)
	}
	for _, r := range roles {
		if r.Role != kind {
			continue
		}
		link, err := o.app.MintSignInLink(o.Context(), domain.Clock(), r.Email)
		if err != nil {
			o.Fatal(err)
		}
		tab := o.browser.Open(o, view)
		tab.Go(link)
		tab.Follow("main form button")
		return tab
	}
	o.Fatalf("nobody is %s", kind.Plain())
	return nil
}

// question is the address of a question that a neighbour has just been sent.
func (o *tour) question() string {
	o.Helper()
	for range 2 {
		for _, k := range o.box.List() {
			for _, l := range k.Links() {
				if strings.Contains(l.URL, "/can-you-help/") && !strings.Contains(l.URL, "?") {
					return l.URL
				}
				if at, _, ok := strings.Cut(l.URL, "?answer=yes"); ok {
					return at
				}
			}
		}
		if _, err := o.app.MatchDue(o.Context(), domain.Clock()); err != nil {
			o.Fatal(err)
		}
		if _, err := o.app.DeliverOutbox(o.Context(), domain.Clock()); err != nil {
			o.Fatal(err)
		}
	}
	o.Fatal("nobody is asked")
	return ""
}

// keep puts a picture of the first screen on the shelf.
func (o *tour) keep(tab *browsertest.Tab, name string, phone bool) {
	o.Helper()
	picture := tab.FirstScreen(deskWide, deskHigh, 1)
	if phone {
		picture = tab.FirstScreen(phoneWide, phoneHigh, 2)
	}
	if err := os.WriteFile(filepath.Join(shelf, name+".png"), picture, 0o644); err != nil {
		o.Fatal(err)
	}
}
