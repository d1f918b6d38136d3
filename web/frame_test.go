package web

import (
	"bytes"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"waymark/domain"

	"github.com/andybalholm/cascadia"
)

// place is the made-up town of these tests.
var place = Place{Town: "Saltcombe", Under: "North Wendle", Phone: "01632 960 142", Desk: "Maggie Trewin at the desk"}

// maggie is on the desk.
var maggie = domain.Actor{Kind: domain.PersonActor, PersonID: 1, Roles: []domain.Role{{Kind: domain.DeskHelper}}}

// newFrame makes a renderer with a filled frame; its log goes into the returned buffer.
func newFrame(t *testing.T, extra ...fs.FS) (*Renderer, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	base := func(r *http.Request) Page {
		return Page{Place: place, Nav: Navigation(maggie, r.URL.Path), Actor: "Maggie Trewin",
			Demo: &Demo{Now: "Tuesday 16 June, 10:30 am", Skip: "/demo/tomorrow"}}
	}
	rd, err := NewRenderer(slog.New(slog.NewTextHandler(&log, nil)), base, extra...)
	if err != nil {
		t.Fatal(err)
	}
	return rd, &log
}

// bundled bundles the islands into a folder of the test, as assets under "dist".
func bundled(t *testing.T) fs.FS {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("go", "run", "waymark/web/bundle", "-out", dir+"/dist").CombinedOutput(); err != nil {
		t.Fatalf("bundle the islands: %v\n%s", err, out)
	}
	return os.DirFS(dir)
}

// document parses a body as a browser does, and fails on what a browser would have to repair.
func document(t *testing.T, body string) *html.Node {
	t.Helper()
	if problem := malformed(body); problem != "" {
		t.Error(problem)
	}
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

var void = map[string]bool{"meta": true, "link": true, "input": true, "br": true, "wbr": true, "hr": true, "img": true, "col": true}

// malformed names the first tag that is closed wrongly, or twice-used id, or style attribute; "" when all is well.
func malformed(body string) string {
	var open []string
	ids := map[string]bool{}
	for z := html.NewTokenizer(strings.NewReader(body)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		for _, a := range token.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				return fmt.Sprintf("<%s> has the attribute %s, which the policy forbids", token.Data, a.Key)
			}
			if a.Key == "id" && ids[a.Val] {
				return "the id " + a.Val + " is there twice"
			}
			if a.Key == "id" {
				ids[a.Val] = true
			}
		}
		switch {
		case kind == html.StartTagToken && !void[token.Data]:
			open = append(open, token.Data)
		case kind == html.EndTagToken && (len(open) == 0 || open[len(open)-1] != token.Data):
			return fmt.Sprintf("</%s> closes %v", token.Data, open)
		case kind == html.EndTagToken:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return fmt.Sprintf("never closed: %v", open)
	}
	return ""
}

// find returns all that a CSS selector finds.
func find(t *testing.T, doc *html.Node, selector string) []*html.Node {
	t.Helper()
	s, err := cascadia.ParseGroup(selector)
	if err != nil {
		t.Fatalf("selector %s: %v", selector, err)
	}
	return cascadia.QueryAll(doc, s)
}

// textOf is the text of the first that a selector finds, with single spaces.
func textOf(t *testing.T, doc *html.Node, selector string) string {
	t.Helper()
	found := find(t, doc, selector)
	if len(found) == 0 {
		t.Errorf("nothing is at %s", selector)
		return ""
	}
	var b strings.Builder
	for n := range found[0].Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// get serves one request and returns the answer.
func get(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
