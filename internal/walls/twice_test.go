package walls

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// twice says what comes of a form that is sent twice as it stands, by a browser without scripts.
type twice struct {
	as    string       // who sends it; "": whoever may do most
	given string       // SQL that comes before
	makes func(*world) // what comes before and is no SQL
	on    string       // the page on which the form stands, whose hidden fields go along; "": it has none
	says  string       // what the second answer says; "": nobody reads it
	grows string       // the tables that grow all the same
	why   string       // and why they may
	idle  bool         // it keeps nothing, the first time too
}

// TestTwice sends every form twice. The second time makes nothing, and its answer says what holds.
func TestTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, overPages)
	site := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.asked++
		r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:1", w.asked>>16&255, w.asked>>8&255, w.asked&255)
		w.door.ServeHTTP(rw, r)
	}))
	defer site.Close()
	found := map[string]bool{}
	for _, p := range probes() {
		if !strings.HasPrefix(p.page, "POST ") {
			continue
		}
		name := p.page
		for key := range sentTwice {
			if strings.HasPrefix(key, p.page+" ") && strings.HasPrefix(p.page+" "+p.form, key) {
				name = key
			}
		}
		row, ok := sentTwice[name]
		if found[name] = true; !ok {
			t.Errorf("nobody sends %s twice: %s", name, p.form)
			continue
		}
		w.sendTwice(site.URL, p, name, row)
		w.undo()
	}
	for page, row := range plainTwice {
		w.sendTwice(site.URL, row.probe, page, row.twice)
		w.undo()
	}
	for name := range sentTwice {
		if !found[name] {
			t.Errorf("there is no %s", name)
		}
	}
}

// powerful are those who may do most: they see what came of it, too.
var powerful = []string{"district_coordinator", "builder", "administrator"}

// whoMay is somebody of a name who may do what a probe does; without a name the first of all.
func (w *world) whoMay(p probe, name string) (out actor) {
	w.Helper()
	rank := func(a actor) int { return (slices.Index(powerful, a.name) + len(powerful) + 1) % (len(powerful) + 1) }
	for _, a := range slices.SortedStableFunc(slices.Values(w.cast), func(a, b actor) int { return rank(a) - rank(b) }) {
		if who := a.in(p, overPages); w.allowed(p, overPages, who) && (p.idle == nil || !p.idle(who)) && (name == "" || a.name == name) {
			return a
		}
	}
	w.Fatalf("nobody may %s", p.page)
	return out
}

func (w *world) sendTwice(site string, p probe, name string, row twice) {
	w.Helper()
	by := w.whoMay(p, row.as)
	put := func(text string) string {
		if by.link == "" {
			text = strings.ReplaceAll(text, "/<link?>", "")
		}
		return w.fill(strings.NewReplacer("<link?>", by.link, "<link>", by.link).Replace(text), plain)
	}
	jar, err := cookiejar.New(nil)
	w.must(err)
	b := browser{w, &http.Client{Jar: jar, Transport: bearing(by.bearer)}, site}
	for _, given := range []string{p.given, row.given} {
		if given != "" {
			w.exec(w.fill(given, plain))
		}
	}
	if row.makes != nil {
		row.makes(w)
	}
	path := strings.TrimPrefix(put(p.page), "POST ")
	form, err := url.ParseQuery(put(p.form))
	w.must(err)
	if row.on != "" {
		for field, value := range b.hidden(put(row.on), path) {
			form.Set(field, value)
		}
	}
	start := w.mark()
	first := b.sends(path, form)
	again := w.mark()
	second := b.sends(path, form)
	if changed, _ := w.changes(start); len(changed) == 0 != row.idle {
		w.Errorf("%s as %s changes %v: %d %s", name, by.name, changed, first.status, words(first.body))
	}
	if grown := w.grown(again); grown != row.grows {
		w.Errorf("%s as %s, sent twice: %q grow, want %q (%s)", name, by.name, grown, row.grows, row.why)
	}
	if text := words(second.body); second.status >= 500 || !strings.Contains(text, row.says) || row.says == "" && text != "" {
		w.Errorf("%s as %s answers the second time with %d, and does not say %q: %.200s", name, by.name, second.status, row.says, text)
	}
}

// grown names the tables that have more rows, or fewer, than at a mark, beside what is counted and written down of every press.
func (j journal) grown(since string) string {
	j.Helper()
	return j.text(`
		SELECT string_agg(tab, ' ' ORDER BY tab)
		FROM (
			SELECT tab
			FROM walls.journal
			WHERE n > ` + since + ` AND tab NOT IN ('audits', 'rate_counts')
			GROUP BY tab
			HAVING sum((old IS NULL)::int - (new IS NULL)::int) <> 0) t`)
}

// browser is one without scripts: it keeps cookies and follows where it is led.
type browser struct {
	*world
	client *http.Client
	site   string
}

func (b browser) opens(path string) answer {
	b.Helper()
	return b.reads(b.client.Get(b.site + path))
}

func (b browser) sends(path string, form url.Values) answer {
	b.Helper()
	return b.reads(b.client.PostForm(b.site+path, form))
}

func (b browser) reads(r *http.Response, err error) answer {
	b.Helper()
	b.must(err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	b.must(err)
	return answer{status: r.StatusCode, body: string(body)}
}

// hidden are the hidden fields of the form on a page that posts to a path.
func (b browser) hidden(page, path string) map[string]string {
	b.Helper()
	got := b.opens(page)
	bare, _, _ := strings.Cut(page, "?")
	for _, form := range forms.FindAllStringSubmatch(got.body, -1) {
		to := bare
		if action := actionOf.FindStringSubmatch(form[1]); action != nil {
			to, _, _ = strings.Cut(html.UnescapeString(action[1]), "?")
		}
		if to != path || !strings.Contains(form[1], `method="post"`) {
			continue
		}
		out := map[string]string{}
		for _, field := range hiddenField.FindAllStringSubmatch(form[2], -1) {
			out[field[1]] = html.UnescapeString(field[2])
		}
		return out
	}
	b.Errorf("%s has no form that posts to %s (%d)", page, path, got.status)
	return nil
}

// How our pages write a form, where it is sent, and a field that is not shown.
var (
	forms       = regexp.MustCompile(`(?s)<form([^>]*)>(.*?)</form>`)
	actionOf    = regexp.MustCompile(`action="([^"]*)"`)
	hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
)

// bearing is how somebody comes who is signed in.
type bearing string

func (b bearing) RoundTrip(r *http.Request) (*http.Response, error) {
	if b != "" {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer "+string(b))
	}
	return http.DefaultTransport.RoundTrip(r)
}
