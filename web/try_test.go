package web

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"waymark/web/browsertest"
)

// trying is a village whose server lets people try their own list, and what it logs.
func trying(t *testing.T) (*village, *bytes.Buffer) {
	t.Helper()
	v, log := newVillage(t), &bytes.Buffer{}
	var err error
	v.handler, err = New(v.app, Options{Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})), Zone: v.zone(), Try: true})
	v.must(err)
	return v, log
}

const messyList = "Street\tLead\tStand-in\tHelpers\tOK on poster\nCastle Row\tMaggie Secretperson\tRavi\tTom\tyes\nQuay Lane\t\t\tAnn Hiddenname\t\nHill Road\tOwen Price\t\t\tno\n"

func TestTry_ShowsWhoIsThereAndWhereToKnock(t *testing.T) {
	v, _ := trying(t)
	b := v.visitor().opens("/").tells([]string{"See your own streets"})
	b.opens("/try").reads(200, "See your own streets").presses("Show my streets", url.Values{"text": {messyList}}).reads(200, "Three streets")
	b.tells([]string{"One has somebody who looks after it, and a stand-in.", "One is looked after, but nobody stands in.", "One has nobody yet.",
		"Knock at the door of Ann Hiddenname. Ask if they would look after the street.", "Nobody looks after it, and one person there is on your list.",
		"Nothing is kept.", "Column 2, “Lead”"})
	b.sends("/try", url.Values{"example": {"yes"}}).reads(200, "Eight streets")
}

// The columns can be put right, and stay so.
func TestTry_Corrected(t *testing.T) {
	v, _ := trying(t)
	form := url.Values{"text": {"Maggie,Castle Row\nTom,Quay Lane\n"}, "columns": {"yes"}, "column0": {"helper"}, "column1": {"street"}}
	b := v.visitor().sends("/try", form).reads(200, "Two streets")
	b.tells([]string{"Knock at the door of Maggie."})
	form.Set("column1", "nothing")
	b.sends("/try", form).tells([]string{"Line 1 names no street, so we left it out."})
}

func TestTry_Poster(t *testing.T) {
	v, _ := trying(t)
	form := url.Values{"text": {messyList}, "street": {"2"}, "ask": {"the library"}}
	b := v.visitor().sends("/try/poster", form).reads(200, "Your poster")
	b.tells([]string{"Castle Row", "Here you can turn to", "Maggie Secretperson"}, "the library")
	form.Set("street", "4")
	for ask, lines := range map[string]int{"the library": 0, "": 1} { // where nobody is named there is a line for a pen
		form.Set("ask", ask)
		poster := b.sends("/try/poster", form).said("article.paper")
		if n := len(find(t, b.doc, "article.paper .pen")); !strings.Contains(poster, "Hill Road") || !strings.Contains(poster, ask) || strings.Contains(poster, "Owen") || n != lines {
			t.Errorf("the poster says %q with %d lines", poster, n)
		}
	}
	b.presses("Back to your streets", nil).reads(200, "Three streets")
	form.Set("street", "99")
	b.sends("/try/poster", form).tells([]string{"Please choose a street for the poster."})
	b.opens("/try/poster").reads(200, "See your own streets")
}

// What was pasted is in no table, no log and no cache afterwards.
func TestTry_NothingIsKept(t *testing.T) {
	v, log := trying(t)
	before := v.rows()
	for path, form := range map[string]url.Values{
		"/try": {"text": {messyList}}, "/try/poster": {"text": {messyList}, "street": {"2"}}, "/try?": {"text": {"\"Secretperson\n\"\n,,,"}},
	} {
		answer, err := http.PostForm(v.site.URL+path, form)
		v.must(err)
		body, err := io.ReadAll(answer.Body)
		v.must(err)
		v.must(answer.Body.Close())
		if got := answer.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s may be kept: %q", path, got)
		}
		if len(answer.Header.Values("Set-Cookie")) != 0 || answer.Request.URL.RawQuery != "" {
			t.Errorf("%s leaves a cookie or an address behind", path)
		}
		if path != "/try?" && !bytes.Contains(body, []byte("Secretperson")) {
			t.Errorf("%s does not show what was pasted", path)
		}
	}
	if after := v.rows(); after != before {
		t.Errorf("rows before: %s\nrows after:  %s", before, after)
	}
	for _, word := range []string{"Secretperson", "Hiddenname", "Castle Row"} {
		if strings.Contains(log.String(), word) {
			t.Errorf("%q is in the log: %s", word, log)
		}
	}
}

// rows counts the rows of every table.
func (v *village) rows() string {
	v.Helper()
	var out string
	v.must(v.db.SQL.QueryRowContext(v.Context(), `
		SELECT string_agg(c.relname || ' ' || (xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM ' || c.relname, false, true, '')))[1]::text, ', ' ORDER BY c.relname)
		FROM pg_class c
		WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND has_table_privilege(c.oid, 'SELECT')`).Scan(&out))
	if !strings.Contains(out, "persons 2") {
		v.Fatalf("the tables were not counted: %s", out)
	}
	return out
}

func TestTry_AFile(t *testing.T) {
	v, _ := trying(t)
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	v.must(w.WriteField("text", "Old Road\n"))
	file, err := w.CreateFormFile("file", "streets.csv")
	v.must(err)
	_, err = io.WriteString(file, "\ufeffStreet;Lead\r\nNew Road;Ann\r\n")
	v.must(err)
	v.must(w.Close())
	answer, err := http.Post(v.site.URL+"/try", w.FormDataContentType(), &body)
	v.visitor().sees(answer, err).reads(200, "One street").tells([]string{"New Road", "Ann"}, "Old Road")
}

// What cannot be read says which line, and nothing typed is lost.
func TestTry_Mistakes(t *testing.T) {
	v, _ := trying(t)
	b := v.visitor()
	b.sends("/try", url.Values{}).reads(422, "See your own streets").tells([]string{"There is nothing in it yet."})
	b.sends("/try", url.Values{"text": {"PK\x03\x04" + "kept words"}}).tells([]string{"whole workbook", "kept words"})
	b.sends("/try", url.Values{"text": {strings.Repeat("A Road\n", 5001)}}).tells([]string{"Line 5001 is one too many"})
	b.sends("/try", url.Values{"text": {strings.Repeat("x", 4<<20)}}).tells([]string{"one megabyte"})
	b.sends("/try", url.Values{"text": {"<script>alert(1)</script> Row\n100% Row\nمحمد Lane\n🏡 Close\n"}}).reads(200, "Four streets").tells([]string{"<script>alert(1)</script> Row", "100% Row", "🏡 Close"})
	v.try(b, 30)
	b.tells([]string{"That was a lot at once. Please wait a minute, and press the button again.", "Castle Row"})
}

// try sends a list so many times.
func (v *village) try(b *visitor, times int) {
	for range times {
		b.sends("/try", url.Values{"text": {messyList}})
	}
}

// A town that is at work offers it only where a setting says so; a demo and a fresh server always do.
func TestTry_WhereItIsOffered(t *testing.T) {
	v := newVillage(t)
	v.visitor().opens("/").tells(nil, "See your own streets")
	v.visitor().opens("/try").reads(404, "There is nothing here")
	v.visitor().sends("/try", url.Values{"text": {messyList}}).reads(404, "There is nothing here").tells(nil, "Secretperson")
	v.must(v.db.Store().MarkDemo(t.Context(), 1))
	v.withIslands()
	v.visitor().opens("/").tells([]string{"See your own streets"})
	v.visitor().opens("/try").reads(200, "See your own streets")
}

func TestTry_FiveThousandRows(t *testing.T) {
	v, _ := trying(t)
	var text strings.Builder
	for n := range 5000 {
		fmt.Fprintf(&text, "Road %d\tAnn\t\n", n)
	}
	v.visitor().sends("/try", url.Values{"text": {text.String()}}).tells([]string{"5,000 streets", "And 4,850 more streets."})
}

func TestTry_InABrowser(t *testing.T) {
	t.Parallel()
	v, _ := trying(t)
	browser := browsertest.Start(t)
	views := append(phoneAndDesk(), browsertest.View{Width: 360, NoScript: true})
	for _, view := range views {
		tab := browser.Open(t, view)
		for name, path := range map[string]string{"try": "/try", "home-try": "/"} {
			tab.Go(v.site.URL + path)
			tab.NoSideways()
			tab.RoomForThumbs()
			if !view.NoScript {
				tab.Accessible()
			}
			tab.Shot(name)
		}
		tab.Go(v.site.URL + "/try")
		tab.Follow("button[name=example]")
		tab.NoSideways()
		if !view.NoScript {
			tab.Accessible()
		}
		tab.Follow(".first-doors .btn")
		tab.NoSideways()
		if !view.NoScript {
			tab.Accessible()
		}
	}
}
