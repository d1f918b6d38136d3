package graph_test

import "testing"

// TestLastEvent: the newest step of a request is the same wherever the request is listed, and the first of its timeline.
func TestLastEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	r, street := w.ask("Joan", "Castle Row"), id("Street", w.street["Castle Row"])
	w.ok("Bo", mutation("noteRequest"), vars{"input": with(vars{"words": "Rang."}, r)})
	a := w.ok("Bo", `query ($r: ID!, $s: ID!) {
		requests { edges { node { ...last } } }
		desk { needsYou { ...last } new { ...last } waiting { ...last } }
		node(id: $r) { ...last }
		request(id: $r) { request { ...last } timeline { edges { node { at kind } } } }
		street(id: $s) { asks { ...last } }
	} fragment last on Request { lastEvent { at kind } }`, vars{"r": r, "s": street})
	at, kind := a.at("request.timeline.edges.0.node.at"), a.at("request.timeline.edges.0.node.kind")
	if kind != "noted" {
		t.Errorf("the newest step is %q", kind)
	}
	desk := "desk.needsYou.0"
	if a.at("desk.new") != "[]" {
		desk = "desk.new.0"
	}
	for _, where := range []string{"requests.edges.0.node", desk, "node", "request.request", "street.asks.0"} {
		a.want(map[string]string{where + ".lastEvent.at": at, where + ".lastEvent.kind": kind})
	}
}

// TestLeftOut: what a list leaves unread because nobody asks for it is there for whoever does, also under another name and within
// a fragment.
func TestLeftOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	w.ask("Joan", "Castle Row")
	w.ok("Bo", `{
		few: requests { edges { node { firstName } } }
		all: requests { n: totalCount edges { c: cursor ... on RequestEdge { node { ...names } } } }
		people(filter: {volunteers: true}, first: 1) { edges { at: cursor what: roles can: skills node { town: townName streetName } } }
	} fragment names on Request { street: streetName townName ownerName }`, nil).want(map[string]string{
		"few.edges.0.node.firstName": "Joan",
		"all.n":                      "1",
		"all.edges.0.node.street":    "Castle Row",
		"all.edges.0.node.townName":  "Saltcombe",
		"people.edges.0.node.town":   "Saltcombe",
	})
}
