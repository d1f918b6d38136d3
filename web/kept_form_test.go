package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/pgtest"
)

// signsInAgain goes through signing in with the browser as it is, by a link from a message.
func (b *visitor) signsInAgain(first string) *visitor {
	b.Helper()
	b.opens(strings.TrimPrefix(b.signInLink(first), b.site.URL))
	return b.presses("Sign in", nil)
}

// ended ends all sign-ins, as an administrator or thirty days would.
func (v *village) ended() {
	v.Helper()
	_, err := v.db.SQL.ExecContext(v.Context(), `UPDATE sessions SET ended_at = now() WHERE ended_at IS NULL`)
	v.must(err)
}

func TestKeptForm_ComesBack(t *testing.T) {
	v := newVillage(t)
	page := addressOf("/people/", v.volunteer("Tom", "Castle Row")) + "/change"
	b := v.signedIn("Priya").opens(page)
	typed := filledIn(t, find(t, b.doc, "main form")[0])
	nasty := "7 <b>Quay</b> “Row” & 🙂 \u05e9\u05dc\u05d5\u05dd"
	typed.Set("languages", nasty)
	typed.Set("firstName", "Tómas")
	v.ended()
	b.sendsFrom(page, page, typed).reads(200, "Sign in").tells([]string{"Your sign-in had ended.", "Nothing that you typed is lost."})
	if n := v.count(`SELECT count(*) FROM kept_forms WHERE position('Quay' IN encode(sealed, 'escape')) > 0`); n != 0 || v.count(`SELECT count(*) FROM kept_forms`) != 1 {
		t.Error("what was typed lies open in the database, or is not there")
	}
	b.signsInAgain("Priya")
	if b.path != page {
		t.Fatalf("signing in leads to %s", b.path)
	}
	b.tells([]string{"You are signed in again.", "Everything that you typed is still here."})
	if got := filledIn(t, find(t, b.doc, "main form")[0]); got.Get("languages") != nasty || got.Get("firstName") != "Tómas" {
		t.Errorf("the form holds %v", got)
	}
	if b.opens(page); filledIn(t, find(t, b.doc, "main form")[0]).Get("languages") != nasty {
		t.Error("a second look has lost it")
	}
	values := filledIn(t, find(t, b.doc, "main form")[0])
	values.Set("languages", "cy")
	b.sends(page, values).tells(nil, "signed in again")
	if n := v.count(`SELECT count(*) FROM persons WHERE first_name = 'Tómas'`); n != 1 {
		t.Error("what came back was not saved as it was typed")
	}
	if b.opens(page).tells(nil, "signed in again"); v.count(`SELECT count(*) FROM kept_forms`) != 0 {
		t.Error("what has been sent is kept on")
	}
}

// sendsFrom posts values from a page, as browsers say it.
func (b *visitor) sendsFrom(page, path string, values url.Values) *visitor {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.site.URL+path, strings.NewReader(values.Encode()))
	b.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Referer", b.site.URL+page)
	answer, err := b.client.Do(r)
	return b.sees(answer, err)
}

// Of two tabs, each gets its own back; and a form that stands on another page than it is sent to comes back there.
func TestKeptForm_TwoTabs(t *testing.T) {
	v := newVillage(t)
	raised := v.joans("dog")
	story, end := requestAt(raised), requestAt(raised)+"/end"
	b := v.signedIn("Priya")
	b.opens("/").opens(story)
	v.ended()
	b.sendsFrom(end, end, url.Values{"ending": {"sorted"}, "note": {"Her son came by"}})
	b.sendsFrom(story, story+"/notes", url.Values{"text": {"Rang twice, nobody there"}})
	b.signsInAgain("Priya")
	if b.path != story || !strings.Contains(b.said("main"), "Rang twice, nobody there") {
		t.Errorf("it leads to %s: %s", b.path, b.said("main textarea"))
	}
	if b.opens(end); !strings.Contains(b.body, "Her son came by") || filledIn(t, find(t, b.doc, "main form")[0]).Get("ending") != "sorted" {
		t.Errorf("the other tab shows %s", b.said("main"))
	}
}

func TestKeptForm_IsForNobodyElse(t *testing.T) {
	v := newVillage(t)
	page := addressOf("/people/", v.volunteer("Tom", "Castle Row")) + "/change"
	b := v.signedIn("Priya").opens(page)
	typed := filledIn(t, find(t, b.doc, "main form")[0])
	typed.Set("languages", "7 Quay Row")
	b.sends("/sign-out", nil) // in another tab
	b.sendsFrom(page, page, typed).reads(200, "Sign in").tells([]string{"Nothing that you typed is lost."})
	b.signsInAgain("Maggie")
	b.opens(page).tells(nil, "signed in again")
	if strings.Contains(b.body, "Quay Row") {
		t.Error("Maggie reads what Priya typed")
	}
	b.sends("/sign-out", nil)
	pgtest.Advance(t, v.db, 61*time.Minute)
	if b.signsInAgain("Priya").opens(page); strings.Contains(b.body, "Quay Row") {
		t.Error("it is kept for more than its hour")
	}
	if n, err := v.app.ForgetDrafts(t.Context(), domain.Clock()); err != nil || n != 1 || v.count(`SELECT count(*) FROM kept_forms`) != 0 {
		t.Errorf("it is not erased: %d, %v", n, err)
	}
	stranger := v.visitor().sends(page, typed).reads(http.StatusUnauthorized, "You are not signed in") // who never was signed in
	if n := strings.Count(stranger.said("main"), "Please sign in first"); n != 1 {
		t.Errorf("it says %d times to sign in: %s", n, stranger.said("main"))
	}
}

// What came back is to be seen, also in a part of the form that was closed.
func TestFillForm_OpensParts(t *testing.T) {
	page := []byte(`<form method="post" action="/x"><details><summary>More</summary><input name="a"></details></form><details><summary>Else</summary></details>`)
	out, found, err := fillForm(page, "/x", &app.KeptForm{Action: "/x", Fields: map[string][]string{"a": {"typed"}}})
	if err != nil || !found || strings.Count(string(out), "<details open") != 1 || !strings.Contains(string(out), `value="typed"`) {
		t.Errorf("%v, %v: %s", found, err, out)
	}
}

// A form that is not on its page any more is told in words.
func TestKeptForm_ThingsMovedOn(t *testing.T) {
	f := &app.KeptForm{Action: "/requests/7/notes", Fields: map[string][]string{"text": {"Rang twice"}, "state": {"x"}}}
	page := []byte(`<main><form method="post" action="/requests/8/notes"><input name="text"></form></main>`)
	if got, found, err := fillForm(page, "/requests/7", f); err != nil || found || string(got) != string(page) {
		t.Errorf("%t %v %s", found, err, got)
	}
	if n := welcomeBack(nil, f, false); !strings.Contains(n.Text, "“Rang twice”") || strings.Contains(n.Text, "“x”") {
		t.Errorf("it says %q", n.Text)
	}
}

func TestFillForm(t *testing.T) {
	page := []byte(`<form method="post"><textarea name="a">old</textarea><input name="b" value="1"><input name="b" value="2">
		<input type="checkbox" name="c" value="x" checked><input type="checkbox" name="c" value="y"><input type="radio" name="d" value="p" checked><input type="radio" name="d" value="q">
		<select name="e"><option value="1" selected>One</option><option value="2">Two</option></select><input name="f" value="kept"></form>
		<form method="post"><input name="b"></form><form><input name="a"><input name="b"></form>`)
	got, found, err := fillForm(page, "/x?y=1", &app.KeptForm{Action: "/x", Fields: url.Values{"a": {"new </textarea>\n\nand <more>"}, "b": {"3", ""}, "c": {"y"}, "d": {"q"}, "e": {"2"}}})
	if err != nil || !found {
		t.Fatal(found, err)
	}
	form := find(t, document(t, string(got)), "form")[0]
	want := url.Values{"a": {"new </textarea>\n\nand <more>"}, "b": {"3", ""}, "c": {"y"}, "d": {"q"}, "e": {"2"}, "f": {"kept"}}
	if values := filledIn(t, form); values.Encode() != want.Encode() {
		t.Errorf("%v, want %v", values, want)
	}
	if o := find(t, form, "option[selected]"); len(o) != 1 || attr(o[0], "value") != "2" {
		t.Error("the wrong line of the list is chosen")
	}
}

// While the database is away a form is not lost: the page of the error holds it, to be sent again.
func TestFail_KeepsWhatWasSent(t *testing.T) {
	rd, _ := newFrame(t)
	away := domain.Errorf(domain.Unavailable, "", "Not now.")
	sent := url.Values{"firstName": {"<Ann>", "\u202eBob"}, "notes": {"two\nlines"}}
	post := func(err error) *html.Node {
		r := httptest.NewRequest(http.MethodPost, "/people/new?x=1", strings.NewReader(sent.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		rd.Fail(w, r, err)
		return document(t, w.Body.String())
	}
	for _, err := range []error{away, domain.Errorf(domain.TooMany, "", "Wait."), errors.New("broken")} {
		doc := post(err)
		form := find(t, doc, "main form")[0]
		if got := filledIn(t, form); attr(form, "action") != "/people/new?x=1" || got.Encode() != sent.Encode() {
			t.Errorf("%s holds %v", attr(form, "action"), got)
		}
		if text := textOf(t, doc, "main"); !strings.Contains(text, "Everything that you typed is still here.") || strings.Contains(text, "by itself") {
			t.Errorf("it says %s", text)
		}
	}
	if forms := find(t, post(domain.Errorf(domain.NotFound, "", "Gone.")), "main form"); len(forms) != 0 {
		t.Error("what cannot be taken later is offered to be sent again")
	}
}
