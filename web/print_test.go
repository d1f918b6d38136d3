package web

import (
	"bytes"
	"fmt"
	"image/png"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/web/browsertest"
)

// papers are all that can be printed, with their size in millimetres, in a village where somebody with a long name helps and looks after a street.
func (v *village) papers() map[string][2]int {
	v.Helper()
	tom := v.volunteer("Featherstonehaugh", "Withy Row")
	v.role(tom, app.GrantRole{Kind: domain.Coordinator, StreetID: v.street["Withy Row"]})
	ask := v.joans("garden")
	v.must(v.app.AssignHelper(v.Context(), v.priya, app.AssignHelper{RequestID: ask.RequestID, PersonID: tom}))
	leaflet, poster, sheet := addressOf("/print/leaflet?town=", v.town), addressOf("/print/street/", v.street["Withy Row"]), addressOf("/print/request/", ask.RequestID)
	a4, a5 := [2]int{210, 297}, [2]int{148, 210}
	kelly, _ := v.kelly()
	return map[string][2]int{leaflet: a4, leaflet + "&size=a5": a5, addressOf("/print/sheet?town=", v.town): a4, poster: a4, poster + "?size=a5": a5,
		addressOf("/print/street/", v.street["Withy Terrace"]): a4, addressOf("/print/badge/", tom): a4, addressOf("/print/connector/", kelly): a4, addressOf("/print/table/", v.bench()): a5, sheet: a4, sheet + "?size=a5": a5}
}

// spills lists what does not fit on its paper.
const spills = `(() => {
	const paper = document.querySelector(".paper"), edge = paper.getBoundingClientRect(), tears = paper.querySelector(".tears");
	const foot = tears ? tears.getBoundingClientRect().top : edge.bottom;
	return [...paper.querySelectorAll("p, h2, h3, li, dd, svg, section")].filter(e => {
		const r = e.getBoundingClientRect();
		return r.right > edge.right + 1 || r.bottom > (e.closest(".tears") ? edge.bottom : foot) + 1;
	}).map(e => e.outerHTML.slice(0, 100));
})()`

func TestPrint_EachFitsItsPaper(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t, "Brackle"), browsertest.Start(t)
	papers := v.papers()
	for _, language := range []string{"en", "cy"} {
		tab := browser.Open(t, browsertest.View{Width: 1280})
		tab.Go(v.signInLink("Priya"))
		tab.Follow("main form button")
		for path, size := range papers {
			mark := "?"
			if strings.Contains(path, "?") {
				mark = "&"
			}
			tab.Go(v.site.URL + path + mark + "lang=" + language)
			var over []string
			if tab.Script(spills, &over); len(over) > 0 {
				t.Errorf("on %s in %s this does not fit:\n  %s", path, language, strings.Join(over, "\n  "))
			}
			if out := tab.Print(); out.Pages != 1 || [2]int{out.Width, out.Height} != size {
				t.Errorf("%s in %s prints %d pages of %d × %d mm, want one of %v", path, language, out.Pages, out.Width, out.Height, size)
			}
		}
	}
}

func TestPrint_OnTheScreen(t *testing.T) {
	t.Parallel()
	v, browser := newVillage(t, "Brackle"), browsertest.Start(t)
	v.withIslands(bundled(t))
	papers := v.papers()
	papers["/print"] = [2]int{}
	for _, view := range []browsertest.View{{Width: 360}, {Width: 1280, Dark: true}} {
		tab := browser.Open(t, view)
		tab.Go(v.signInLink("Priya"))
		tab.Follow("main form button")
		for path := range papers {
			tab.Go(v.site.URL + path)
			tab.NoSideways()
			tab.RoomForThumbs()
			tab.Accessible()
			tab.Shot("print" + strings.NewReplacer("/print", "", "/", "-", "?", "-", "=", "").Replace(path))
		}
	}
}

// The code on the leaflet is photographed from the page and read as a phone would. It holds the town's own address: of codes for addresses
// that differ at each run the reader, which has one picture and no second look, fails at one in a hundred.
func TestPrint_ACameraReadsTheCode(t *testing.T) {
	t.Parallel()
	const home = "https://help.example.org"
	v := newVillage(t, "Brackle")
	var err error
	v.handler, err = New(v.app, Options{Log: slog.New(slog.NewTextHandler(v.Output(), nil)), Zone: v.zone(), BaseURL: home})
	v.must(err)
	tab := browsertest.Start(t).Open(t, browsertest.View{Width: 1280})
	address := addressOf("/print/leaflet?town=", v.town)
	for _, path := range []string{address, address + "&size=a5"} {
		tab.Go(v.site.URL + path)
		picture, err := png.Decode(bytes.NewReader(tab.Picture(".qr")))
		v.must(err)
		bits, err := gozxing.NewBinaryBitmapFromImage(picture)
		v.must(err)
		read, err := qrcode.NewQRCodeReader().Decode(bits, nil)
		if err != nil {
			t.Fatalf("nothing can be read on %s: %v", path, err)
		}
		if want := home + addressOf("/ask?town=", v.town); read.GetText() != want {
			t.Errorf("the code on %s says %q, want %q", path, read.GetText(), want)
		}
	}
}

func TestPrint_NamesNobodyMoreThanItMust(t *testing.T) {
	v := newVillage(t)
	withy := v.street["Withy Row"]
	tom := v.volunteer("Tom", "Withy Row")
	v.role(tom, app.GrantRole{Kind: domain.Coordinator, StreetID: withy})
	poster, badge := addressOf("/print/street/", withy), addressOf("/print/badge/", tom)

	p := v.signedIn("Priya")
	p.opens(poster).tells([]string{"Tom looks after this street.", "Withy Row"}, "Tom Tester", "01632 960151")
	p.opens(badge).tells([]string{"Photo Tom Neighbour who helps", fmt.Sprintf("Number %04d", tom)}, "Tom Tester", "Withy Row", "01632 960151")
	p.opens(addressOf("/print/street/", v.street["Withy Terrace"])).tells([]string{"Would you look after this street?", "/lend-a-hand"}, "looks after this street.", "/ask")
	ask := v.joans("garden")
	p.opens(addressOf("/print/request/", ask.RequestID)).tells([]string{"A5, for an envelope"}, "notice board")

	if at := v.visitor().opens(poster).path; !strings.HasPrefix(at, "/sign-in") {
		t.Errorf("the public is led to %s, want the sign-in page", at)
	}
	v.signedIn("Maggie").opens(badge).reads(http.StatusNotFound, "There is nothing here")
}

func TestPrint_ABadgeOnlyForWhoIsKnown(t *testing.T) {
	v := newVillage(t)
	kit := v.person("Kit", "Withy Row", &app.VolunteerDetails{})
	p := v.signedIn("Priya")
	p.opens(addressOf("/print/badge/", kit)).reads(http.StatusForbidden, "This is not for you to do").tells([]string{"Nobody has met Kit yet"})
	p.opens(addressOf("/people/", kit)).tells(nil, "Print a badge")
	tom := v.volunteer("Tom", "Withy Row")
	p.opens(addressOf("/people/", tom)).tells([]string{"Print a badge"})
	_, err := v.app.Leave(v.Context(), v.priya, app.Leave{PersonID: tom, Why: "stopped"})
	v.must(err)
	p.opens(addressOf("/print/badge/", tom)).reads(http.StatusForbidden, "This is not for you to do").tells([]string{"Tom does not help at present"})
}

func TestBadgeUntil(t *testing.T) {
	day := func(text string) *time.Time {
		at, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return &at
	}
	now := *day("2026-03-10")
	for name, c := range map[string]struct {
		checks []domain.Check
		want   string
	}{
		"without checks":              {nil, "2027-03-10"},
		"a check without an end":      {[]domain.Check{{}}, "2027-03-10"},
		"a check that ends before":    {[]domain.Check{{ReviewOn: day("2026-09-01")}, {ReviewOn: day("2026-12-01")}}, "2026-08-31"},
		"a check that ended long ago": {[]domain.Check{{ReviewOn: day("2025-09-01")}}, "2027-03-10"},
		"a check that ends after":     {[]domain.Check{{ReviewOn: day("2029-09-01")}}, "2027-03-10"},
	} {
		if got := badgeUntil(app.PersonView{Checks: c.checks}, now).Format(time.DateOnly); got != c.want {
			t.Errorf("%s: until %s, want %s", name, got, c.want)
		}
	}
}
