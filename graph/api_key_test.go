package graph_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/graph"
	"waymark/internal/pgtest"
)

const (
	createKey = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret key { id name scope placeName createdByName lastUsedAt revokedAt } } }`
	listKeys  = `{ apiKeys(first: 10) { edges { node { id name expiresAt lastUsedAt revokedAt } } } }`
	revokeKey = `mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { key { name revokedAt } } }`
	allAsks   = `{ requests { edges { node { firstName } } } }`
)

// key makes a key as somebody and returns it with its id. Whoever is named so may be asked as from then on.
func (w *world) key(as, name string, input vars) (keyID string) {
	w.Helper()
	input["name"], input["expiresAt"] = name, "2026-12-31T00:00:00Z"
	a := w.ok(as, createKey, vars{"input": input})
	w.session[name] = a.at("createApiKey.secret")
	return a.at("createApiKey.key.id")
}

// TestAPIKeys: a key opens what it is for, where it is for, until it is ended; it makes and ends none itself.
func TestAPIKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	w.ask("Joan", "Castle Row")
	w.ask("Jack", "Mill Lane")
	asks := []string{"SEE_ASK"}
	keyID := w.key("Priya", "Dashboard", vars{"scope": asks, "townId": id("Town", w.town["Saltcombe"])})
	w.key("Otto", "Other", vars{"scope": asks})
	w.ok("Dashboard", allAsks, nil).want(map[string]string{"requests.edges": `[{"node":{"firstName":"Joan"}}]`})
	w.ok("Other", allAsks, nil).want(map[string]string{"requests.edges": `[]`})
	w.ok("Dashboard", `{ viewer { firstName } districts { name } }`, nil).want(map[string]string{"viewer": "null"})
	w.refused("Dashboard", `{ people { edges { node { firstName } } } }`, nil, domain.Forbidden)
	w.refused("Dashboard", listKeys, nil, domain.Forbidden)
	for _, as := range []string{"Dashboard", "Bo", "Maggie", "Cal"} {
		w.refused(as, createKey, vars{"input": vars{"name": "Mine", "scope": asks, "expiresAt": "2026-12-31T00:00:00Z"}}, domain.Forbidden)
		w.refused(as, revokeKey, vars{"input": vars{"keyId": keyID}}, domain.Forbidden)
	}
	for _, absent := range append(nobodys("ApiKey"), id("ApiKey", int64(999))) {
		w.refused("Priya", revokeKey, vars{"input": vars{"keyId": absent}}, domain.NotFound)
	}
	w.refused("Otto", revokeKey, vars{"input": vars{"keyId": keyID}}, domain.NotFound)
	w.refused("Priya", createKey, vars{"input": vars{"name": "Mine", "scope": asks, "expiresAt": "2026-12-31T00:00:00Z", "townId": id("Town", w.town["Oldbury"])}}, domain.Invalid)
	w.ok("Ada", listKeys, nil).want(map[string]string{
		"apiKeys.edges.0.node.name": "Dashboard", "apiKeys.edges.0.node.revokedAt": "null", "apiKeys.edges.0.node.lastUsedAt": wednesday.Format(time.RFC3339),
	})
	if n := len(w.ok("Ada", listKeys, nil).Data.(map[string]any)["apiKeys"].(map[string]any)["edges"].([]any)); n != 1 {
		t.Errorf("a district has %d keys", n)
	}
	w.ok("Ada", revokeKey, vars{"input": vars{"keyId": keyID}}).want(map[string]string{"revokeApiKey.key.name": "Dashboard"})
	w.key("Priya", "Second", vars{"scope": asks})
	w.ok("Second", allAsks, nil)
	pgtest.Advance(t, w.db, 365*24*time.Hour)

	var said []string
	for _, key := range []string{w.session["Dashboard"], w.session["Second"], domain.FormatKey([32]byte{9}), "wmk_", "wmk_nonsense"} {
		body, err := json.Marshal(vars{"query": `{ districts { name } }`})
		w.must(err)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+key)
		a := w.send(r)
		if a.Status != http.StatusUnauthorized || len(a.Errors) != 1 || a.Errors[0].Extensions.Code != string(domain.SignedOut) || a.Data != nil {
			t.Errorf("a key that opens nothing: %d %v %+v", a.Status, a.Data, a.Errors)
			continue
		}
		said = append(said, a.Errors[0].Message)
	}
	if len(slices.Compact(said)) != 1 || strings.Contains(said[0], ":") {
		t.Errorf("refusals differ: %q", said)
	}
}

// TestAPIKeys_Live: a machine may watch the place of its key, until that is ended.
func TestAPIKeys_Live(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	s := w.serve(graph.Streams{})
	keyID := w.key("Priya", "Dashboard", vars{"scope": []string{"SEE_ASK"}, "townId": id("Town", w.town["Saltcombe"])})
	w.key("Priya", "Map", vars{"scope": []string{"SEE_PLACES"}, "townId": id("Town", w.town["Saltcombe"])})
	castle := id("Street", w.street["Castle Row"])
	s.watch("Map", castle, "").ends(domain.Forbidden) // it has its place there, and not this
	s.watch("Dashboard", id("Town", w.town["Brackle"]), "").ends(domain.NotFound)
	r := s.watch("Dashboard", castle, "")
	r.wants("")
	w.ask("Joan", "Castle Row")
	r.wants("Joan")
	w.ok("Priya", revokeKey, vars{"input": vars{"keyId": keyID}})
	w.ask("Jim", "Castle Row")
	r.ends(domain.SignedOut)
}
