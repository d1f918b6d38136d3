package graph_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"waymark/graph"
	"waymark/internal/auth"
)

// TestLimits_Fit: the widest queries that somebody may mean pass: thirty things by their ids, half the levels, five hundred rows.
func TestLimits_Fit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	street := id("Street", w.street["Castle Row"])
	for name, query := range map[string]string{
		"thirty by id": "{" + many(30, func(n int) string { return "s" + itoa(n) + `: node(id: "` + street + `") { id }` }) + "}",
		"a desk":       `{ desk { needsYou { id firstName reference needName streetName level urgency } new { id firstName reference needName streetName level } waiting { id firstName } open } }`,
		"a list": `{ requests(first: 100) { totalCount pageInfo { endCursor } edges { cursor node { ...r } } } people(first: 100) { edges { node { ...p } roles } } }
			fragment r on Request { id reference firstName needName streetName sectionName townName state urgency level ownerName helperName }
			fragment p on Person { id firstName lastName streetName sectionName townName }`,
		"the same twice": `{ districts { name } ...d } fragment d on Query { districts { name towns { name } } }`,
	} {
		if a := w.query("Bo", query, nil); len(a.Errors) > 0 {
			t.Errorf("%s: %+v", name, a.Errors)
		}
	}
}

// TestLimits_Time: what takes too long is broken off with a code, and not noted as a mistake of ours.
func TestLimits_Time(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	var log strings.Builder
	api := auth.Middleware(w.app)(graph.NewHandler(w.app, graph.Options{Log: slog.New(slog.NewTextHandler(&log, nil)), Longest: 100 * time.Millisecond}))
	hold, err := w.db.SQL.BeginTx(t.Context(), nil)
	w.must(err)
	_, err = hold.ExecContext(t.Context(), "LOCK TABLE districts IN ACCESS EXCLUSIVE MODE")
	w.must(err)
	ask := func() *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(`{"query":"{ districts { name } }"}`))
		r.Header.Set("Content-Type", "application/json")
		rec := httptest.NewRecorder()
		api.ServeHTTP(rec, r)
		return rec
	}
	if rec := ask(); !strings.Contains(rec.Body.String(), `"code":"TIMED_OUT"`) || strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("%d %s, and the log has %s", rec.Code, rec.Body, log.String())
	}
	w.must(hold.Rollback())
	if rec := ask(); !strings.Contains(rec.Body.String(), "North Wendle") {
		t.Errorf("afterwards: %d %s", rec.Code, rec.Body)
	}
	api = auth.Middleware(w.app)(graph.NewHandler(w.app, graph.Options{Log: slog.New(slog.NewTextHandler(&log, nil)), Longest: time.Nanosecond}))
	if rec := ask(); rec.Code != http.StatusServiceUnavailable || !strings.Contains(rec.Body.String(), `"code":"TIMED_OUT"`) {
		t.Errorf("with no time at all: %d %s", rec.Code, rec.Body)
	}
}

// TestCodes: each has a name of its own, a status, and a sentence.
func TestCodes(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range graph.Codes() {
		if seen[c.Name] || c.Name != strings.ToUpper(c.Name) || http.StatusText(c.Status) == "" || !strings.HasSuffix(c.Means, ".") {
			t.Errorf("%+v", c)
		}
		seen[c.Name] = true
	}
}
