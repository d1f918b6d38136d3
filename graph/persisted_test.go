package graph_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"waymark/domain"
)

// byHash sends the hash of a query as somebody, with its text or without.
func (w *world) byHash(as, query string, text bool) answer {
	w.Helper()
	sum := sha256.Sum256([]byte(query))
	send := map[string]any{"extensions": map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": hex.EncodeToString(sum[:])}}}
	if text {
		send["query"] = query
	}
	body, err := json.Marshal(send)
	w.must(err)
	r := httptest.NewRequestWithContext(w.Context(), http.MethodPost, "/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	if as != "" {
		r.Header.Set("Authorization", "Bearer "+w.session[as])
	}
	return w.send(r)
}

// TestPersisted: whoever is signed in has a query kept by its hash, and only they; it is then run for whoever asks, with their own rights;
// what is too long is not kept, and what is kept is not kept for ever.
func TestPersisted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	const query = `{ viewer { firstName } }`
	unknown := func(a answer) bool {
		return a.Status == http.StatusOK && len(a.Errors) == 1 && a.Errors[0].Extensions.Code == "PERSISTED_QUERY_NOT_FOUND"
	}
	if a := w.byHash("", query, true); len(a.Errors) > 0 {
		t.Fatalf("%+v", a.Errors)
	}
	if a := w.byHash("", query, false); !unknown(a) {
		t.Errorf("the public fills it: %+v", a)
	}
	if a := w.byHash("Bo", query, true); a.at("viewer.firstName") != "Bo" {
		t.Errorf("%+v", a)
	}
	for as, want := range map[string]string{"Bo": "Bo", "Cal": "Cal", "": ""} {
		a := w.byHash(as, query, false)
		if name := a.at("viewer.firstName"); len(a.Errors) > 0 || want != "" && name != want || want == "" && strings.Contains(name, "Bo") {
			t.Errorf("as %q: %s %+v", as, name, a.Errors)
		}
	}
	long := query + " # " + strings.Repeat("x", 9<<10)
	w.byHash("Bo", long, true)
	if a := w.byHash("Bo", long, false); !unknown(a) {
		t.Errorf("a long one is kept: %+v", a)
	}
	for n := range 500 {
		w.byHash("Bo", fmt.Sprintf("{ __typename } # %d", n), true)
	}
	if a := w.byHash("Bo", query, false); !unknown(a) {
		t.Errorf("500 others later it is still kept: %+v", a)
	}
	w.byHash("Bo", `{ desk { open } }`, true)
	if a := w.byHash("", `{ desk { open } }`, false); len(a.Errors) == 0 || a.Errors[0].Extensions.Code != string(domain.SignedOut) && a.Errors[0].Extensions.Code != string(domain.Forbidden) {
		t.Errorf("a hash opens what its sender may not see: %+v", a)
	}
}
