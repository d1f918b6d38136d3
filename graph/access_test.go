package graph_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
)

// nobodys are ids that are nobody's: of a row that is not there, of another type, and no ids at all.
func nobodys(kind string) []string {
	other := "Street"
	if kind == other {
		other = "Person"
	}
	return []string{id(kind, int64(999_999)), id(other, int64(1)), id(kind, int64(0)), id(kind, int64(-1)), "", "nonsense", "17"}
}

// TestQueries_OneThing: whoever may see a thing sees it; whoever may not is told what is said of things that are not there, and
// an id that is nobody's gets the same answer, to the letter.
func TestQueries_OneThing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	request := w.ask("Joan", "Castle Row")
	for name, c := range map[string]struct {
		query   string
		id      string
		allowed string
		path    string
		want    string
		signIn  domain.Kind // what the public is told
		refused []string
		code    domain.Kind
	}{
		"street": {
			`query ($id: ID!) { street(id: $id) { street { label midpoint } coordinatorName neighbours { firstName standing } asks { firstName } } }`,
			id("Street", w.street["Castle Row"]), "Maggie", "street",
			`{"asks":[{"firstName":"Joan"}],"coordinatorName":"Maggie Tester","neighbours":[{"firstName":"Hana","standing":"MET"}],` +
				`"street":{"label":"Castle Row, Old Town, Saltcombe","midpoint":[-3.9990234375,51.25]}}`,
			domain.SignedOut, []string{"Bea", "Olga", "Otto"}, domain.NotFound,
		},
		"person": {
			`query ($id: ID!) { person(id: $id) { person { firstName streetName } hasPhone volunteer { reach availability standing } roles { kind } checks { level seenByName } } }`,
			id("Person", w.who["Hana"]), "Cal", "person",
			`{"checks":[{"level":"references","seenByName":"Bo"}],"hasPhone":true,"person":{"firstName":"Hana","streetName":"Castle Row"},` +
				`"roles":[],"volunteer":{"availability":"any time","reach":"TOWN","standing":"MET"}}`,
			domain.SignedOut, []string{"Ada", "Bea", "Olga", "Otto"}, domain.NotFound,
		},
		"request": {
			`query ($id: ID!) { request(id: $id) { request { firstName needName } personName notesForHelper next { words } shortlist { firstName } } }`,
			request, "Bo", "request",
			`{"next":{"words":"It waits for your word."},"notesForHelper":"A small brown dog.","personName":"Joan Asker",` +
				`"request":{"firstName":"Joan","needName":"Dog walking, pets"},"shortlist":[{"firstName":"Hana"},{"firstName":"Tom"}]}`,
			domain.SignedOut, []string{"Cal", "Ada", "Bea", "Olga", "Otto"}, domain.NotFound,
		},
		"node of a request": {
			`query ($id: ID!) { node(id: $id) { __typename id ... on Request { firstName state placed } } }`, request, "Maggie", "node",
			`{"__typename":"Request","firstName":"Joan","id":"` + request + `","placed":true,"state":"OPEN"}`,
			domain.SignedOut, []string{"Cal", "Olga"}, domain.NotFound,
		},
		"node of a person": {
			`query ($id: ID!) { node(id: $id) { __typename ... on Person { firstName } } }`, id("Person", w.who["Tom"]), "Dee", "node",
			`{"__typename":"Person","firstName":"Tom"}`, domain.SignedOut, []string{"Ada", "Olga"}, domain.NotFound,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w.ok(c.allowed, c.query, vars{"id": c.id}).want(map[string]string{c.path: c.want})
			w.refused("", c.query, vars{"id": c.id}, c.signIn)
			var said []string
			for _, who := range c.refused {
				said = append(said, w.refused(who, c.query, vars{"id": c.id}, c.code).Errors[0].Message)
			}
			kind, _, _ := strings.Cut(decode(c.id), ":")
			if c.code == domain.NotFound {
				for _, absent := range nobodys(kind) {
					if strings.HasPrefix(name, "node") && strings.HasPrefix(decode(absent), "Street:1") {
						continue // a node may be a street
					}
					said = append(said, w.refused(c.allowed, c.query, vars{"id": absent}, c.code).Errors[0].Message)
				}
			}
			if slices.Sort(said); len(slices.Compact(said)) != 1 {
				t.Errorf("refusals differ: %q", said)
			}
		})
	}
}

// TestQueries_Public: what anybody may ask, and what comes.
func TestQueries_Public(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	saltcombe := id("Town", w.town["Saltcombe"])
	for query, want := range map[string]map[string]string{
		`{ viewer { firstName } }`: {"viewer": "null"},
		`{ districts { name towns { name districtName } } }`: {
			"districts": `[{"name":"North Wendle","towns":[{"districtName":"North Wendle","name":"Brackle"},{"districtName":"North Wendle","name":"Saltcombe"}]},` +
				`{"name":"South Wendle","towns":[{"districtName":"South Wendle","name":"Oldbury"}]}]`,
		},
		`query ($t: ID!) { sections(townId: $t) { name townId townName } }`: {
			"sections": `[{"name":"Old Town","townId":"` + saltcombe + `","townName":"Saltcombe"}]`,
		},
		`query ($t: ID!) { needs(townId: $t) { code urgency checkRequired distance goesOut minutes private } }`: {
			"needs.1": `{"checkRequired":"MET","code":"prescription","distance":"NEAR","goesOut":"ASK_FIRST","minutes":30,"private":true,"urgency":"IN_A_DAY"}`,
		},
		`query ($t: ID!) { findStreets(find: {query: "main st", townId: $t}) { label } }`: {
			"findStreets": `[{"label":"Main Street, Old Town, Saltcombe"}]`,
		},
		`query ($t: ID!) { node(id: $t) { ... on Town { name } } }`: {"node.name": "Saltcombe"},
	} {
		v := vars{}
		if strings.Contains(query, "$t") {
			v["t"] = saltcombe
		}
		w.ok("", query, v).want(want)
	}
	w.ok("Bo", `{ viewer { personId firstName roles { kind placeName beginsOn endsOn } } }`, nil).want(map[string]string{
		"viewer.personId": id("Person", w.who["Bo"]), "viewer.roles.0.kind": "BUILDER", "viewer.roles.0.placeName": "Saltcombe",
		"viewer.roles.0.beginsOn": "2026-06-10", "viewer.roles.0.endsOn": "null",
	})
	for _, absent := range nobodys("Town") {
		w.ok("", `query ($t: ID!) { sections(townId: $t) { name } }`, vars{"t": absent}).want(map[string]string{"sections": "[]"})
		w.refused("", `query ($t: ID!) { needs(townId: $t) { name } }`, vars{"t": absent}, domain.NotFound)
	}
}

// TestLists_Scoped: a list has the rows of the places where somebody holds a role, and none beside.
func TestLists_Scoped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	w.ask("Joan", "Castle Row")
	w.ask("Jim", "Quay Lane")
	const (
		requests = `query ($f: RequestFilter) { requests(filter: $f) { totalCount edges { node { firstName } } } }`
		people   = `query ($f: PeopleFilter) { people(filter: $f) { edges { node { firstName } roles standing volunteer away } } }`
		streets  = `query ($f: StreetFilter) { streets(filter: $f) { edges { node { name } coordinatorName volunteers openRequests } } }`
		desk     = `{ desk { needsYou { firstName } open forgotten mailDownSince } }`
	)
	for who, want := range map[string]map[string]string{
		"Bo":     {requests: "2", streets: "3", people: "10", desk: "2"},
		"Maggie": {requests: "1", streets: "1", people: "3", desk: "1"},
		"Bea":    {requests: "0", streets: "1", people: "1", desk: "0"},
		"Olga":   {requests: "0", streets: "1", people: "2", desk: "0"},
	} {
		for query, n := range want {
			a := w.ok(who, query, nil)
			list := slices.Collect(maps.Values(a.Data.(map[string]any)))[0].(map[string]any)
			rows, isConnection := list["edges"].([]any)
			if !isConnection {
				rows = list["needsYou"].([]any)
			}
			if got := len(rows); n != itoa(got) {
				t.Errorf("%s sees %d rows, want %s: %s", who, got, n, query)
			}
		}
	}
	w.ok("Maggie", requests, nil).want(map[string]string{"requests.totalCount": "1", "requests.edges.0.node.firstName": "Joan"})
	w.ok("Bo", people, vars{"f": vars{"query": "hana"}}).want(map[string]string{
		"people.edges.0": `{"away":false,"node":{"firstName":"Hana"},"roles":[],"standing":"MET","volunteer":true}`,
	})
	w.ok("Bo", people, vars{"f": vars{"role": "CALL_TAKER"}}).want(map[string]string{
		"people.edges": `[{"away":false,"node":{"firstName":"Cal"},"roles":["CALL_TAKER"],"standing":null,"volunteer":false}]`,
	})
	w.ok("Bo", streets, vars{"f": vars{"query": "castle"}}).want(map[string]string{
		"streets.edges": `[{"coordinatorName":"Maggie Tester","node":{"name":"Castle Row"},"openRequests":1,"volunteers":1}]`,
	})
	for _, absent := range nobodys("Street") {
		w.ok("Bo", requests, vars{"f": vars{"streetId": absent}}).want(map[string]string{"requests.edges": "[]"})
	}
	for _, list := range []string{requests, people, streets, desk} {
		w.refused("", list, nil, domain.SignedOut)
	}
	w.refused("Ada", requests, nil, domain.Forbidden)
	w.refused("Ada", people, nil, domain.Forbidden)
	w.refused("Ada", desk, nil, domain.Forbidden)
}

// TestMutations: each thing that is done to a request, by somebody who may, and refused to everybody else, as is what is nobody's.
func TestMutations(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	hana, priya := id("Person", w.who["Hana"]), id("Person", w.who["Priya"])
	quay := id("Street", w.street["Quay Lane"])
	for name, c := range map[string]struct {
		before string // what must have been done
		input  vars
		path   string // what it shows by
		want   string
	}{
		"askHelper":      {"", vars{"personId": hana}, "invitations.edges.0.node.firstName", "Hana"},
		"assignHelper":   {"", vars{"personId": hana, "visitAt": "2026-06-11T10:00:00Z"}, "request.visitAt", "2026-06-11T10:00:00Z"},
		"takeBack":       {"assignHelper", vars{"why": "The car broke down."}, "notes.0.words", "The car broke down."},
		"approveRequest": {"", vars{}, "request.approved", "true"},
		"confirmKnows":   {"", vars{}, "knows", "AGREED"},
		"placeRequest":   {"", vars{"streetId": quay}, "streetId", quay},
		"holdRequest":    {"", vars{"reason": "Away until Friday", "until": "2026-06-12T08:00:00Z"}, "holdUntil", "2026-06-12T08:00:00Z"},
		"releaseRequest": {"holdRequest", vars{}, "holdUntil", "null"},
		"askWider":       {"", vars{}, "request.level", "SECTION"},
		"changeTime":     {"", vars{"usefulUntil": "2026-06-20T12:00:00Z", "slots": "Saturday mornings"}, "slots", "Saturday mornings"},
		"handOver":       {"", vars{"to": priya}, "request.ownerId", priya},
		"noteRequest":    {"", vars{"words": "Rang twice."}, "notes.0.words", "Rang twice."},
		"endRequest":     {"", vars{"ending": "PASSED_ON", "note": "Age UK"}, "endingNote", "Age UK"},
	} {
		inputs := map[string]vars{
			"assignHelper": {"personId": hana}, "holdRequest": {"reason": "Away", "until": "2026-06-12T08:00:00Z"}, "": nil,
		}
		t.Run(name, func(t *testing.T) {
			request := w.ask(name, "Castle Row")
			if c.before != "" {
				w.ok("Bo", mutation(c.before), vars{"input": with(inputs[c.before], request)})
			}
			for who, code := range map[string]domain.Kind{"": domain.SignedOut, "Ada": domain.NotFound, "Cal": domain.NotFound, "Olga": domain.NotFound, "Otto": domain.NotFound} {
				w.refused(who, mutation(name), vars{"input": with(c.input, request)}, code)
			}
			for _, absent := range nobodys("Request") {
				w.refused("Bo", mutation(name), vars{"input": with(c.input, absent)}, domain.NotFound)
			}
			w.ok("Bo", mutation(name), vars{"input": with(c.input, request)}).want(map[string]string{name + ".request." + c.path: c.want})
		})
	}
}

// mutation is a thing done to a request, with what shows it.
func mutation(name string) string {
	return `mutation ($input: ` + strings.ToUpper(name[:1]) + name[1:] + `Input!) { ` + name + `(input: $input) { request {
		request { approved level visitAt ownerId } knows streetId holdUntil slots endingNote notes { words }
		invitations(first: 1) { edges { node { firstName } } }
	} } }`
}

func with(input vars, request string) vars {
	out := vars{"requestId": request}
	maps.Copy(out, input)
	return out
}

// TestMutations_WrongIDInside: an id of another type or district within an input is as good as none.
func TestMutations_WrongIDInside(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	request := w.ask("Joan", "Castle Row")
	for name, c := range map[string]struct {
		field string
		ids   []string
		code  domain.Kind
	}{
		"placeRequest": {"streetId", append(nobodys("Street"), id("Street", w.street["Green Lane"])), domain.Invalid},
		"handOver":     {"to", append(nobodys("Person"), id("Person", w.who["Olga"])), domain.Invalid},
		"askHelper":    {"personId", append(nobodys("Person"), id("Person", w.who["Olga"])), domain.Unacceptable},
	} {
		var said []string
		for _, wrong := range c.ids {
			a := w.refused("Bo", mutation(name), vars{"input": with(vars{c.field: wrong}, request)}, c.code)
			said = append(said, a.Errors[0].Extensions.Field+": "+a.Errors[0].Message)
		}
		if slices.Sort(said); len(slices.Compact(said)) != 1 || !strings.HasPrefix(said[0], c.field) {
			t.Errorf("%s: refusals differ: %q", name, said)
		}
	}
}

// TestHandOver_GivenAway: an owner sees what is theirs whatever their roles; once they have handed it over they do not see it any more,
// and are not told off for that.
func TestHandOver_GivenAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	request := w.ask("Joan", "Castle Row")
	ada, priya := id("Person", w.who["Ada"]), id("Person", w.who["Priya"])
	w.refused("Ada", mutation("handOver"), vars{"input": with(vars{"to": priya}, request)}, domain.NotFound)
	w.ok("Bo", mutation("handOver"), vars{"input": with(vars{"to": ada}, request)}).want(map[string]string{"handOver.request.request.ownerId": ada})
	w.ok("Ada", mutation("handOver"), vars{"input": with(vars{"to": priya}, request)}).want(map[string]string{"handOver.request": "null"})
	w.ok("Priya", `query ($id: ID!) { request(id: $id) { request { ownerId } } }`, vars{"id": request}).want(map[string]string{"request.request.ownerId": priya})
}

// TestRevealContact: only the mutation tells how somebody is reached, and who looked is written down.
func TestRevealContact(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	const reveal = `mutation ($input: RevealContactInput!) { revealContact(input: $input) { contact { name phone email address house safeToRing } } }`
	hana := vars{"input": vars{"personId": id("Person", w.who["Hana"])}}
	reveals := func() (n int) {
		w.must(w.db.SQL.QueryRowContext(t.Context(), `SELECT count(*) FROM reveals WHERE what = 'contact'`).Scan(&n))
		return n
	}
	w.ok("Maggie", reveal, hana).want(map[string]string{
		"revealContact.contact": `{"address":"1 Hana House\nCastle Row\nSaltcombe","email":"hana@example.org","house":"1 Hana House","name":"Hana Tester","phone":"01632 960142","safeToRing":true}`,
	})
	if n := reveals(); n != 1 {
		t.Errorf("%d reveals were written down", n)
	}
	w.refused("", reveal, hana, domain.SignedOut)
	for _, who := range []string{"Cal", "Ada", "Bea", "Olga"} {
		w.refused(who, reveal, hana, domain.NotFound)
	}
	for _, absent := range nobodys("Person") {
		w.refused("Maggie", reveal, vars{"input": vars{"personId": absent}}, domain.NotFound)
	}
	request := w.ask("Joan", "Castle Row")
	w.refused("Maggie", reveal, vars{"input": vars{"personId": id("Person", w.who["Olga"]), "requestId": request}}, domain.NotFound)
	for _, absent := range nobodys("Request") {
		w.refused("Maggie", reveal, vars{"input": vars{"personId": id("Person", w.who["Hana"]), "requestId": absent}}, domain.NotFound)
	}
	if n := reveals(); n != 1 {
		t.Errorf("a refused look was written down, or not refused: %d", n)
	}
}

// TestTokens: a link opens what it is for and nothing else; a wrong one opens nothing.
func TestTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	request := w.ask("Joan", "Castle Row")
	w.ok("Bo", mutation("askHelper"), vars{"input": with(vars{"personId": id("Person", w.who["Hana"])}, request)})
	invitation := w.deliver("can-you-help", "hana@")
	status := w.deliver("status", "joan@")
	doors := map[string]string{ // by query: the token that opens it; the changing last
		`query ($t: String!) { status(token: $t) { state words } }`:                                               status,
		`query ($t: String!) { invitation(token: $t) { state } }`:                                                 invitation,
		`mutation ($t: String!) { holdInvitation(input: {token: $t}) { invitation { state } } }`:                  invitation,
		`mutation ($t: String!) { answerInvitation(input: {token: $t, answer: NOT_THIS_TIME}) { words } }`:        invitation,
		`mutation ($t: String!) { withdrawRequest(input: {token: $t, sorted: true}) { status { state words } } }`: status,
	}
	tampered := func(token string) string { return token[:len(token)-2] + "xx" }
	for query, opens := range doors {
		other, code := status, domain.Forbidden
		if opens == status {
			other, code = invitation, domain.NotFound
		}
		w.refused("", query, vars{"t": other}, code)
		for _, wrong := range []string{tampered(opens), "", "nonsense"} {
			w.refused("", query, vars{"t": wrong}, domain.NotFound)
			w.refused("Bo", query, vars{"t": wrong}, domain.NotFound)
		}
	}
	tell := `mutation ($t: String!) { tellHowItWent(input: {token: $t, said: DONE}) { status { state } } }`
	w.refused("", tell, vars{"t": invitation}, domain.NotFound)
	w.refused("", tell, vars{"t": status}, domain.Conflict) // nobody is going yet
	for _, query := range slices.Sorted(maps.Keys(doors)) {
		w.ok("", query, vars{"t": doors[query]})
	}
	w.ok("", `query ($t: String!) { status(token: $t) { state } }`, vars{"t": status}).want(map[string]string{"status.state": "CLOSED"})
}

// TestPlaces_ElsewhereAsAbsent: a street, a town or a district where somebody holds no part is answered as one that is not there; the
// public is asked to sign in for either. What is public of them is answered to anybody.
func TestPlaces_ElsewhereAsAbsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	districts, err := w.app.Districts(t.Context(), domain.Public())
	w.must(err)
	for query, ids := range map[string][]string{
		`query ($id: ID!) { street(id: $id) { coordinatorName } }`:                                       {id("Street", w.street["Castle Row"]), id("Street", int64(999_999))},
		`query ($id: ID!) { town(id: $id) { safeguardingLeadName } }`:                                    {id("Town", w.town["Saltcombe"]), id("Town", int64(999_999))},
		`query ($id: ID!) { settings(districtId: $id) { phone } }`:                                       {id("District", districts[0].ID), id("District", int64(999_999))},
		`query ($id: ID!) { shifts(townId: $id) { totalCount } }`:                                        {id("Town", w.town["Saltcombe"]), id("Town", int64(999_999))},
		`mutation ($id: ID!) { changeTown(input: {townId: $id, open: false}) { town { phone } } }`:       {id("Town", w.town["Saltcombe"]), id("Town", int64(999_999))},
		`mutation ($id: ID!) { renameSection(input: {sectionId: $id, name: "A"}) { section { name } } }`: {id("Section", w.section("Old Town")), id("Section", int64(999_999))},
	} {
		for who, code := range map[string]domain.Kind{"Olga": domain.NotFound, "": domain.SignedOut} {
			there, absent := w.refused(who, query, vars{"id": ids[0]}, code), w.refused(who, query, vars{"id": ids[1]}, code)
			if there.Errors[0].Message != absent.Errors[0].Message || there.Status != absent.Status {
				t.Errorf("as %q, %s: %q for what is there, %q for what is not", who, query, there.Errors[0].Message, absent.Errors[0].Message)
			}
		}
	}
	const name = `query ($id: ID!) { node(id: $id) { ... on Street { name } } }`
	w.ok("Olga", name, vars{"id": id("Street", w.street["Castle Row"])}).want(map[string]string{"node.name": "Castle Row"})
}
