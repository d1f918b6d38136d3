package web

import (
	"fmt"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
	"waymark/web/browsertest"
)

// The words of the search stand folded by their letter, and who has added a pair sees it.
func TestSearchWords_OpenAtTheirLetter(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	tab := browsertest.Start(t).Open(t, browsertest.View{})
	tab.Go(v.signInLink("Priya"))
	tab.Follow("main form button")
	tab.Go(v.site.URL + "/services/words")
	tab.WaitUntil(`!document.querySelector("details[open]") && document.querySelectorAll("#words-B li").length > 1`)
	tab.Type("#said", "heron")
	tab.Type("#means", "birds")
	tab.Follow("main .arm")
	tab.WaitUntil(`document.querySelector("#words-H").closest("details").open && document.querySelector("#words-H").innerText.includes("heron")`)
	tab.WaitUntil(`document.querySelectorAll("details[open]").length === 1`)
}

// While nothing is looked for, the shelves come first and few things below them; all are reached.
func TestDirectory_FewUnderTheShelves(t *testing.T) {
	v := newVillage(t)
	for n := range fewServices + 2 {
		_, err := v.app.AddService(v.Context(), v.priya, app.AddService{TownID: v.town, Organization: "Orchard Trust", Name: fmt.Sprintf("Tea table %02d", n), Themes: []string{"company"}})
		v.must(err)
	}
	b := v.visitor()
	for path, want := range map[string]int{"/directory": fewServices, "/directory?q=tea": fewServices + 2, "/directory?for=company": fewServices + 2} {
		if n := len(find(t, b.opens(path).doc, ".services > li")); n != want {
			t.Errorf("%s shows %d, want %d", path, n, want)
		}
	}
	b.opens("/directory").tells([]string{"12 in all"}).follows("Show the next ones").tells([]string{"Tea table 11"}, "Tea table 09")
}

// Those who run a session reach each date of a year; the page shows the next few of them.
func TestSession_LaterDatesStandFolded(t *testing.T) {
	v := newVillage(t)
	id := v.bench()
	shown := func(b *visitor, selector string) int {
		return len(find(t, b.opens(addressOf("/whats-on/", id)).doc, selector))
	}
	staff := v.signedIn("Priya")
	if n := shown(staff, "main section > div > .lines > li"); n != datesShown {
		t.Errorf("%d dates stand open, want %d", n, datesShown)
	}
	if n := shown(staff, "main details .lines > li a"); n < 20 {
		t.Errorf("only %d later dates can be called off", n)
	}
	if n := shown(v.visitor(), "main .lines > li"); n != datesShown {
		t.Errorf("the public is shown %d dates, want %d", n, datesShown)
	}
}

func TestInOneTown(t *testing.T) {
	t.Parallel()
	row, lane := domain.RequestLine{StreetName: "Withy Row", TownName: "Saltcombe"}, domain.RequestLine{SectionName: "Station", TownName: "Saltcombe"}
	somewhere, elsewhere := domain.RequestLine{TownName: "Saltcombe"}, domain.RequestLine{StreetName: "High Street", TownName: "Brackle"}
	for name, c := range map[string]struct {
		lines []domain.RequestLine
		towns []string
	}{
		"none":                              {nil, nil},
		"all in one":                        {[]domain.RequestLine{row, lane}, []string{"", ""}},
		"in two":                            {[]domain.RequestLine{row, elsewhere}, []string{"Saltcombe", "Brackle"}},
		"one of which nothing else is said": {[]domain.RequestLine{row, somewhere}, []string{"", "Saltcombe"}},
	} {
		got := inOneTown(c.lines)
		for n, town := range c.towns {
			if got[n].TownName != town {
				t.Errorf("%s: line %d is in %q, want %q", name, n, got[n].TownName, town)
			}
		}
		if len(got) != len(c.towns) || row.TownName == "" {
			t.Errorf("%s: %d lines, want %d", name, len(got), len(c.towns))
		}
	}
}

// The list of a directory says the month, and the year where it is another one.
func TestCheckedShort(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	c := clock{Words: words.In(words.English), now: morning, zone: v.zone()}
	for day, want := range map[string]string{"2026-05-30": "Checked in May", "2025-12-31": "Checked in December 2025", "": "Not checked yet"} {
		s := domain.Service{}
		if day != "" {
			on, err := time.Parse(time.DateOnly, day)
			v.must(err)
			s.CheckedOn = &on
		}
		if got := c.checkedShort(s); got != want {
			t.Errorf("%q: %q, want %q", day, got, want)
		}
	}
}

// A long table shows its first rows, and a later part of a page of figures stands closed on a phone: a link opens each without scripts, and
// paper has all.
func TestLongTables_InABrowser(t *testing.T) {
	t.Parallel()
	v := newVillage(t)
	browser := browsertest.Start(t)
	shown := func(tab *browsertest.Tab) (n int) {
		tab.Script(`[...document.querySelectorAll("#long tbody tr")].filter(r => r.getClientRects().length).length`, &n)
		return n
	}
	for width, first := range map[int]int{360: 0, 1280: firstRows} {
		tab := browser.Open(t, browsertest.View{Width: width, NoScript: true})
		tab.Go(v.site.URL + "/styleguide")
		if n := shown(tab); n != first {
			t.Errorf("at %d px %d rows are shown, want %d", width, n, first)
		}
		if width == 360 {
			tab.Click("#long-part .later-link")
			tab.WaitUntil(`document.querySelector("#long").getClientRects().length === 1`)
			if n := shown(tab); n != firstRows {
				t.Errorf("opened, %d rows are shown, want %d", n, firstRows)
			}
		}
		tab.NoSideways()
		tab.Click("#long + p a")
		tab.WaitUntil(`document.querySelector("#long tbody tr:last-child").getClientRects().length === 1`)
		if n := shown(tab); n != firstRows+2 {
			t.Errorf("at %d px %d rows are shown at last, want %d", width, n, firstRows+2)
		}
	}
	paper := browser.Open(t, browsertest.View{Print: true})
	paper.Go(v.site.URL + "/styleguide")
	if n := shown(paper); n != firstRows+2 {
		t.Errorf("on paper there are %d rows, want %d", n, firstRows+2)
	}
}

func TestTable_All(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		id         string
		rows, want int
	}{{"", firstRows + 1, 0}, {"x", firstRows, 0}, {"x", firstRows + 1, firstRows + 1}} {
		if got := (Table{ID: c.id, Rows: make([][]Cell, c.rows)}).All(); got != c.want {
			t.Errorf("%q with %d rows leads to %d, want %d", c.id, c.rows, got, c.want)
		}
	}
}
