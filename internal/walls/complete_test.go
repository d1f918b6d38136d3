package walls

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// everyField fails for a field of Query, Mutation or Subscription that no probe tries.
func (w *world) everyField() {
	w.Helper()
	tried := map[string]bool{"Query.node": true}
	for _, p := range probes() {
		if p.graphql == "" {
			continue
		}
		kind, root, _ := strings.Cut(p.graphql, "{")
		name := map[string]string{"": "Query", "mutation": "Mutation", "subscription": "Subscription"}[strings.TrimSpace(kind)]
		tried[name+"."+firstWord.FindString(root)] = true
	}
	got := w.send(actor{}, http.MethodPost, "/graphql", "application/json",
		`{"query":"{ __schema { queryType { name fields { name } } mutationType { name fields { name } } subscriptionType { name fields { name } } } }"}`)
	var answer struct {
		Data struct {
			Schema map[string]struct {
				Name   string
				Fields []struct{ Name string }
			} `json:"__schema"`
		}
	}
	w.must(json.Unmarshal([]byte(got.body), &answer))
	n := 0
	for _, root := range answer.Data.Schema {
		for _, field := range root.Fields {
			if n++; !tried[root.Name+"."+field.Name] {
				w.Errorf("no probe tries %s.%s", root.Name, field.Name)
			}
		}
	}
	if n < 60 {
		w.Errorf("only %d operations were found: %s", n, got.body)
	}
}

var firstWord = regexp.MustCompile(`\w+`)

// plainPages are those that show nobody's rows and do nothing, with what they are.
var plainPages = map[string]string{
	"GET /static/":                "our own files",
	"GET /photos/{name}":          "a photo that its host wishes to be seen, by a name that says nothing",
	"POST /gatherings/{id}/photo": "takes a file, from whoever may open its form",
	"GET /styleguide":             "the parts of pages, in development",
	"GET /log/worker.js":          "our own files",
	"GET /signed-in":              "leads on to the first page of whoever is signed in",
	"GET /try":                    "one's own list of streets: nothing is kept",
	"POST /try":                   "one's own list of streets: nothing is kept",
	"GET /try/poster":             "leads to the page where a list is pasted",
	"POST /try/poster":            "a street of one's own list: nothing is kept",
	"GET /begin/{key}":            "the first page of an installation; the key in it is tried in internal/app",
	"POST /begin/{key}":           "the first page of an installation; the key in it is tried in internal/app",
	"POST /work/{id}/bring":       "brings in the list that somebody has sent, for nobody else; tried in internal/app",
	"GET /work/{id}/file":         "the file of whoever began a piece of work, for nobody else; tried in internal/app",
	"GET /dev/mail/{id}":          "as the list of mail",
	"GET /dev/mail/{id}/html":     "as the list of mail",
	"GET /dev/explorer":           "the API explorer, in development",
	"GET /dev/explorer/{file}":    "the API explorer, in development",
	"GET /favicon.ico":            "our own files",
	"GET /app.webmanifest":        "the name of the place, and our own files",
	"POST /me/keys":               "turns keys on or off on a device",
}

// everyRoute fails for a route of web that no probe tries.
func (w *world) everyRoute() {
	w.Helper()
	routes := w.routes()
	mux, tried := http.NewServeMux(), map[string]bool{}
	for _, route := range routes {
		mux.HandleFunc(route, func(http.ResponseWriter, *http.Request) {})
	}
	for _, p := range probes() {
		for _, link := range []string{"/token", ""} {
			text := w.fill(strings.NewReplacer("/<link?>", link, "<link>", "token").Replace(p.page), plain)
			if method, path, ok := strings.Cut(text, " "); ok {
				_, route := mux.Handler(httptest.NewRequest(method, path, nil))
				tried[route] = true
			}
		}
	}
	for _, route := range routes {
		if reason := plainPages[route]; tried[route] == (reason != "") {
			w.Errorf("no probe tries %s, or one does that is said not to: %q", route, reason)
		}
	}
	if len(routes) < 80 {
		w.Errorf("only %d routes were found", len(routes))
	}
}

// route is how web writes a method and an address for a ServeMux.
var route = regexp.MustCompile(`^(GET|POST) /\S*$`)

// routes reads the routes out of the source of web: each is a text of its own there.
func (w *world) routes() (out []string) {
	w.Helper()
	files, err := filepath.Glob("../../web/*.go")
	w.must(err)
	seen := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		w.must(err)
		for n := range ast.Preorder(file) {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				continue
			}
			if text, err := strconv.Unquote(lit.Value); err == nil && route.MatchString(text) && !seen[text] {
				seen[text] = true
				out = append(out, text)
			}
		}
	}
	return out
}
