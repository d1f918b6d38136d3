package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"waymark/domain"
	"waymark/graph"
	"waymark/graph/generated"
	"waymark/internal/app"
	"waymark/internal/auth"
)

// twins are two handlers on one world: one as it is for everybody, one with nothing but the generated code.
type twins struct {
	*world
	wrote     atomic.Int64 // how much of it lean wrote itself
	compared  int
	lean, all http.Handler
}

func newTwins(t *testing.T) *twins {
	t.Helper()
	w := &twins{world: newWorld(t, false)}
	o := graph.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	w.lean = auth.Middleware(w.app)(graph.NewCounting(w.app, o, &w.wrote))
	w.all = auth.Middleware(w.app)(graph.NewGenerated(w.app, o))
	return w
}

// compare asks both as somebody: the answers are the same to the byte. It returns the answer.
func (w *twins) compare(as, query string, v vars) []byte {
	w.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": v})
	w.must(err)
	ask := func(h http.Handler) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(w.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		if as != "" {
			r.Header.Set("Authorization", "Bearer "+w.session[as])
		}
		rw := httptest.NewRecorder()
		h.ServeHTTP(rw, r)
		return rw
	}
	got, want := ask(w.lean), ask(w.all)
	if got.Code != want.Code || fmt.Sprint(got.Header()) != fmt.Sprint(want.Header()) || !bytes.Equal(steady(got), steady(want)) {
		w.Fatalf("as %q: %s %v\nlean:      %d %s\ngenerated: %d %s", as, query, v, got.Code, got.Body, want.Code, want.Body)
	}
	w.compared++
	return got.Body.Bytes()
}

// steady is the body of an answer with its errors in a fixed order: fields of Query are answered at the same time, and whose error
// comes first is left to chance.
func steady(rw *httptest.ResponseRecorder) []byte {
	var in struct {
		Errors []json.RawMessage
		Data   json.RawMessage
	}
	if json.Unmarshal(rw.Body.Bytes(), &in) != nil || len(in.Errors) < 2 {
		return rw.Body.Bytes()
	}
	slices.SortFunc(in.Errors, func(a, b json.RawMessage) int { return bytes.Compare(a, b) })
	return append(fmt.Appendf(nil, "%s", in.Errors), in.Data...)
}

// say fails when lean wrote less than was meant.
func (w *twins) say(least int) {
	w.Helper()
	w.Logf("%d operations were compared; of these lean wrote %d lists", w.compared, w.wrote.Load())
	if w.wrote.Load() < int64(least) {
		w.Errorf("lean wrote %d lists, want %d at least", w.wrote.Load(), least)
	}
}

// TestLean_Shipped: every query of docs/api.md, and every one whose statements are counted, is answered with the same bytes.
func TestLean_Shipped(t *testing.T) {
	t.Parallel()
	w := newTwins(t)
	w.lists()
	for _, p := range readPublished(t) {
		if p.document.Operations[0].Operation != ast.Query || p.heading == "In a demo" {
			continue
		}
		for _, as := range []string{users[p.heading], "", "Olga"} {
			w.compare(as, p.query, w.filled(users[p.heading], p.variables))
		}
	}
	v := vars{"t": id("Town", w.town["Saltcombe"]), "r": w.ask("Joan", "Castle Row"), "s": id("Street", w.street["Castle Row"]), "p": id("Person", w.who["Hana"])}
	for query := range nested {
		for _, as := range []string{"Bo", "Priya", "Maggie", "Olga", ""} {
			w.compare(as, query, v)
		}
	}
	w.say(40)
}

// TestLean_MadeUp: selections that were made by chance are answered with the same bytes, whoever asks. It fails when any one line of
// graph/lean_text.go or of a table in graph/lean_shapes.go is wrong: without the escaping of a quotation mark, with a field of another
// name, with null for what is never null.
func TestLean_MadeUp(t *testing.T) {
	t.Parallel()
	w := newTwins(t)
	w.lists()
	g := &guess{Rand: rand.New(rand.NewPCG(1, 2)), schema: generated.NewExecutableSchema(generated.Config{}).Schema(), w: w}
	for range 1500 {
		query, v := g.operation()
		answer := w.compare(g.one("Bo", "Bo", "Priya", "Maggie", "Cal", "Bea", "Ada", "Olga", ""), query, v)
		g.remember(answer)
	}
	if g.cursors == nil {
		t.Error("no list was gone on with")
	}
	w.say(1000)
}

// TestLean_Left: what lean does not write is answered as it was.
func TestLean_Left(t *testing.T) {
	t.Parallel()
	w := newTwins(t)
	w.lists()
	for _, query := range []string{
		`{ __typename }`,
		`{ viewer { firstName } }`,
		`{ requests { edges { ... @defer { node { id } } } } }`,
		`{ requests(first: 99999999999999999999) { totalCount } }`,
		`{ requests(after: "nonsense") { totalCount } }`,
		`{ people(after: "WzFd") { totalCount } }`,
		`{ requests(filter: {state: NEVER}) { totalCount } }`,
		`{ requests { edges { node { nothing } } } }`,
		`query { requests { totalCount } } query { people { totalCount } }`,
	} {
		if w.compare("Bo", query, nil); w.wrote.Load() != 0 {
			t.Fatalf("lean wrote something of %s", query)
		}
	}
}

// lists fills the lists with all that a row can be: with awkward names, and with something and with nothing in each field.
func (w *twins) lists() {
	w.Helper()
	bo := w.actor("Bo")
	ask := func(first string) domain.RequestID {
		w.ask(first, "Castle Row")
		return domain.RequestID(w.newest(`SELECT max(id) FROM requests`))
	}
	asked, going, held, ended, again := ask("Ann"), ask("Ben"), ask("Cy"), ask("Di"), ask("Ann")
	w.must(w.app.AskHelper(w.Context(), bo, app.AskHelper{RequestID: asked, PersonID: w.who["Hana"]}))
	w.must(w.app.AssignHelper(w.Context(), bo, app.AssignHelper{RequestID: going, PersonID: w.who["Tom"]}))
	w.must(w.app.HoldRequest(w.Context(), bo, app.HoldRequest{RequestID: held, Reason: `Says "wait"`, Until: wednesday.AddDate(0, 0, 2)}))
	w.must(w.app.EndRequest(w.Context(), bo, app.EndRequest{RequestID: ended, Ending: domain.Withdrawn}))
	w.away(w.who["Hana"])
	w.newest(`UPDATE volunteers SET resting = true WHERE person_id = $1 RETURNING person_id`, w.who["Tom"])
	for n, name := range []string{`Jo "the" \ <b>&amp;`, "two\nlines\tand\rmore\x01\x1f\x7f", "line\u2028and\u2029paragraph", "Zoë 😀"} {
		w.newest(`UPDATE persons SET first_name = $1, last_name = $1 WHERE id = $2 RETURNING id`, name, w.person(fmt.Sprintf("Odd%d", n), "Quay Lane", nil))
		w.newest(`UPDATE persons SET first_name = $1 WHERE id = (SELECT person_id FROM requests WHERE id = $2) RETURNING id`, name, ask(fmt.Sprintf("Odd%d", n)))
	}
	w.newest(`UPDATE persons SET left_at = created_at, street_id = NULL WHERE id = $1 RETURNING id`, w.person("Gone", "Quay Lane", nil))
	w.newest(`UPDATE requests SET failed_at = raised_at, duplicate_of = $1, street_id = NULL, section_id = NULL WHERE id = $2 RETURNING id`, asked, again)
}

// guess makes operations up.
type guess struct {
	*rand.Rand
	schema  *ast.Schema
	w       *twins
	cursors []string // of rows of answers so far

	vars      vars
	declared  []string
	fragments []string
}

func (g *guess) one(of ...string) string { return of[g.IntN(len(of))] }

// odds is true n times of a hundred.
func (g *guess) odds(n int) bool { return g.IntN(100) < n }

// operation is a query of one to three lists.
func (g *guess) operation() (string, vars) {
	g.vars, g.declared, g.fragments = vars{}, nil, nil
	body := ""
	for n := range 1 + g.IntN(100)/70*(1+g.IntN(2)) {
		list := g.one("requests", "people")
		body += fmt.Sprintf(" l%d: %s%s%s", n, list, g.arguments(list), g.selection(g.schema.Query.Fields.ForName(list).Type.Name(), 0))
	}
	head := "query Made"
	if len(g.declared) > 0 {
		head += "(" + strings.Join(g.declared, ", ") + ")"
	}
	return head + " {" + body + " } " + strings.Join(g.fragments, " "), g.vars
}

// variable is a value in a query: written out, or in a variable.
func (g *guess) variable(kind string, value any) string {
	if g.odds(50) {
		name := fmt.Sprintf("v%d", len(g.declared))
		g.declared = append(g.declared, "$"+name+": "+kind)
		g.vars[name] = value
		return "$" + name
	}
	text, err := json.Marshal(value)
	g.w.must(err)
	if kind == "RequestState" || kind == "DeskPart" || kind == "RequestOrder!" || kind == "RoleKind" || kind == "Urgency" {
		return strings.Trim(string(text), `"`)
	}
	return string(text)
}

func (g *guess) arguments(list string) string {
	var out []string
	add := func(name, kind string, value any) { out = append(out, name+": "+g.variable(kind, value)) }
	if g.odds(40) {
		out = append(out, "filter: {"+g.filter(list)+"}")
	}
	if g.odds(30) {
		add("first", "Int!", []int{0, 1, 2, 5, 100, 1000, -1}[g.IntN(7)])
	}
	if g.odds(15) && list == "requests" {
		add("orderBy", "RequestOrder!", g.one("NEWEST_FIRST", "DUE_FIRST"))
	}
	switch {
	case g.odds(5):
		add("after", "String", g.one("", "nonsense", "WzFd", "WyIyMDI2Il0"))
	case g.odds(20) && len(g.cursors) > 0:
		add("after", "String", g.one(g.cursors...))
	}
	if out == nil {
		return ""
	}
	return "(" + strings.Join(out, ", ") + ")"
}

func (g *guess) filter(list string) string {
	var out []string
	add := func(name, kind string, value any) { out = append(out, name+": "+g.variable(kind, value)) }
	if g.odds(40) {
		add("townId", "ID", g.one(id("Town", g.w.town["Saltcombe"]), id("Town", g.w.town["Oldbury"]), "nonsense"))
	}
	if g.odds(30) {
		add("query", "String", g.one("Ann", "tester", "castle", "01632 960142", `"`, "%", ""))
	}
	if list == "people" {
		if g.odds(40) {
			add("volunteers", "Boolean", g.odds(70))
		}
		if g.odds(20) {
			add("role", "RoleKind", g.one("BUILDER", "COORDINATOR"))
		}
		return strings.Join(out, ", ")
	}
	if g.odds(40) {
		add("state", "RequestState", g.one("OPEN", "ASSIGNED", "CLOSED"))
	}
	if g.odds(20) {
		add("part", "DeskPart", g.one("NEEDS_YOU", "NEW", "WAITING"))
	}
	if g.odds(20) {
		add("urgency", "Urgency", g.one("THIS_WEEK", "WHEN_SUITS"))
	}
	return strings.Join(out, ", ")
}

// selection asks for some of the fields of a type; some of them under other names, twice, in fragments, or perhaps.
func (g *guess) selection(of string, deep int) string {
	out := ""
	for _, f := range g.schema.Types[of].Fields {
		if strings.HasPrefix(f.Name, "__") || !g.odds(45) && f.Name != "edges" && f.Name != "node" {
			continue
		}
		for range 1 + g.IntN(100)/92 {
			out += " " + g.wrapped(of, g.field(f, deep), deep)
		}
	}
	if out == "" || g.odds(10) {
		out += " __typename"
	}
	return " {" + out + " }"
}

func (g *guess) field(f *ast.FieldDefinition, deep int) string {
	text := f.Name
	if g.odds(15) {
		text = fmt.Sprintf("a%d: %s", g.IntN(1000), text)
	}
	text += g.perhaps()
	if !g.schema.Types[f.Type.Name()].IsLeafType() {
		text += g.selection(f.Type.Name(), deep+1)
	}
	return text
}

func (g *guess) perhaps() string {
	if g.odds(90) {
		return ""
	}
	return fmt.Sprintf(" @%s(if: %s)", g.one("skip", "include"), g.variable("Boolean!", g.odds(50)))
}

// wrapped puts a field into a fragment, or leaves it as it is.
func (g *guess) wrapped(of, field string, deep int) string {
	on := of
	if field == "id" && g.odds(50) {
		on = "Node"
	}
	switch n := g.IntN(100); {
	case n < 6:
		return "..." + g.perhaps() + " { " + field + " }"
	case n < 14:
		return "... on " + on + g.perhaps() + " { " + field + " }"
	case n < 20:
		name := fmt.Sprintf("f%d", len(g.fragments))
		g.fragments = append(g.fragments, "fragment "+name+" on "+on+" { "+field+" }")
		return "..." + name + g.perhaps()
	}
	return field
}

// remember keeps the cursors of an answer, for lists to go on from.
func (g *guess) remember(answer []byte) {
	for _, part := range strings.Split(string(answer), `"cursor":"`)[1:] {
		if cursor, _, ok := strings.Cut(part, `"`); ok && len(g.cursors) < 200 {
			g.cursors = append(g.cursors, cursor)
		}
	}
}
