package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"waymark/graph/generated"
)

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

// TestLeftOut_Each: each field of a row is the same whether it is asked for alone or with all others.
func TestLeftOut_Each(t *testing.T) {
	t.Parallel()
	w := newTwins(t)
	w.lists()
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	for list, types := range map[string][2]string{"requests": {"Request", "RequestEdge"}, "people": {"Person", "PersonEdge"}} {
		var paths []string
		for i, of := range types {
			for _, f := range schema.Types[of].Fields {
				switch path := []string{"node{%s}", "%s"}[i]; {
				case f.Name == "lastEvent":
					paths = append(paths, fmt.Sprintf(path, "lastEvent{at kind}"))
				case f.Name != "node" && !strings.HasPrefix(f.Name, "__"):
					paths = append(paths, fmt.Sprintf(path, f.Name))
				}
			}
		}
		all := w.ok("Bo", "{"+list+"{edges{"+strings.Join(paths, " ")+"}}}", nil)
		for _, path := range paths {
			alone := w.ok("Bo", "{"+list+"{edges{"+path+"}}}", nil)
			field := strings.NewReplacer("{at kind}", "", "{", ".", "}", "").Replace(path)
			for n := range strings.Count(all.at(list+".edges"), `"cursor"`) {
				at := fmt.Sprintf("%s.edges.%d.%s", list, n, field)
				if alone.at(at) != all.at(at) {
					t.Errorf("%s is %s alone, and %s with all others", at, alone.at(at), all.at(at))
				}
			}
		}
	}
}
