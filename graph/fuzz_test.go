package graph_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/graph"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
)

// FuzzEndpoint sends made-up queries with made-up variables, as nobody and as somebody who may do most things. Whatever it is, the answer is JSON, with
// a status and codes that are documented, and nothing is a mistake of ours: no panic, no "Something went wrong".
func FuzzEndpoint(f *testing.F) {
	site := newFuzzSite(f)
	for _, b := range badInputs() {
		var sent struct {
			Query     string
			Variables json.RawMessage
		}
		if len(b.body) < 4<<10 && json.Unmarshal([]byte(b.body), &sent) == nil {
			f.Add(sent.Query, string(sent.Variables))
		}
	}
	for _, q := range site.queries() {
		f.Add(q.query, q.variables)
	}
	f.Fuzz(func(t *testing.T, query, variables string) {
		quoted, err := json.Marshal(query)
		if err != nil {
			t.Fatal(err)
		}
		if variables == "" {
			variables = "null"
		}
		body := `{"query":` + string(quoted) + `,"variables":` + variables + `}`
		for _, token := range []string{"", site.token} {
			site.send(t, body, token)
		}
	})
}

// fuzzSite is the API on a district with one street, where somebody lives who may do most things.
type fuzzSite struct {
	api                   http.Handler
	log                   *bytes.Buffer
	token                 string
	town, street          string
	person, need, request string
}

func newFuzzSite(f *testing.F) *fuzzSite {
	db := pgtest.New(f)
	must := func(err error) {
		if err != nil {
			f.Fatal(err)
		}
	}
	s := &fuzzSite{log: &bytes.Buffer{}}
	a := app.New(db, app.Options{
		Secret: []byte("a secret of thirty-two bytes....."), BaseURL: "https://help.example.org", Zone: time.UTC, Sender: notify.NewBox(1),
		From: "help@help.example.org", Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Policy: escalation.DefaultPolicy(),
	})
	s.api = auth.Middleware(a)(graph.NewHandler(a, graph.Options{Log: slog.New(slog.NewTextHandler(s.log, nil))}))
	ctx, clock := f.Context(), domain.Clock()
	_, err := a.ImportStreets(ctx, clock, app.ImportStreets{District: "North Wendle", Streets: []app.StreetRow{
		{Name: "Castle Row", Town: "Saltcombe", Section: "Old Town", Mid: domain.Point{Lat: 51.25, Lon: -4}},
	}})
	must(err)
	pgtest.OpenDoors(f, db)
	streets, err := a.FindStreets(ctx, domain.Public(), app.FindStreets{Query: "Castle Row"})
	must(err)
	needs, err := a.Needs(ctx, domain.Public(), streets[0].TownID)
	must(err)
	ada, err := a.AddPerson(ctx, clock, app.AddPerson{
		FirstName: "Ada", LastName: "Tester", Phone: "01632 960142", Email: "ada@example.org", Address: "1", StreetID: streets[0].ID,
		SafeToRing: true, SafeToWrite: true, HowTold: "in_person",
	})
	must(err)
	for _, kind := range []domain.RoleKind{domain.Administrator, domain.DistrictCoordinator} {
		_, err = a.GrantRole(ctx, clock, app.GrantRole{PersonID: ada, Kind: kind})
		must(err)
	}
	raised, err := a.RaiseRequest(ctx, domain.Public(), app.RaiseRequest{
		FirstName: "Joan", LastName: "Asker", Phone: "01632 960155", Email: "joan@example.org", SafeToRing: true, SafeToWrite: true,
		StreetID: streets[0].ID, NeedID: needs[0].ID, Notes: "Ring twice.", AgreedShare: true,
	})
	must(err)
	link, err := a.MintSignInLink(ctx, clock, strconv.FormatInt(int64(ada), 10))
	must(err)
	session, err := a.UseSignInLink(ctx, domain.Public(), link[strings.LastIndex(link, "/")+1:])
	must(err)
	s.token, s.town, s.street = session.Token, id("Town", streets[0].TownID), id("Street", streets[0].ID)
	s.person, s.need, s.request = id("Person", ada), id("Need", needs[0].ID), id("Request", raised.RequestID)
	return s
}

// fuzzQuery is a query that is right.
type fuzzQuery struct{ query, variables string }

func (s *fuzzSite) queries() []fuzzQuery {
	ids := `{"t":"` + s.town + `","s":"` + s.street + `","p":"` + s.person + `","n":"` + s.need + `","r":"` + s.request + `"}`
	of := func(input string) string { return `{"i":{"requestId":"` + s.request + `",` + input + `}}` }
	const hold, change = `mutation ($i: HoldRequestInput!) { holdRequest(input: $i) { request { request { id } } } }`, `mutation ($i: ChangeTimeInput!) { changeTime(input: $i) { request { request { id } } } }`
	return []fuzzQuery{
		{`{ districts { id name towns { id name } } viewer { firstName roles { kind placeName } } }`, ""},
		{`query ($s: ID!) { node(id: $s) { id ... on Street { label midpoint } } street(id: $s) { neighbours { firstName } asks { reference } } }`, ids},
		{`query ($f: FindStreets!) { findStreets(find: $f) { label } }`, `{"f":{"query":"castel","limit":3}}`},
		{`query ($f: RequestFilter, $n: Int! = 5, $a: String) { requests(filter: $f, first: $n, after: $a) { totalCount edges { cursor node { id reference } } } }`,
			`{"f":{"state":"OPEN","urgency":"THIS_WEEK","query":"Jo"},"n":2,"a":"MQ"}`},
		{`query ($f: PeopleFilter) { people(filter: $f, first: 3) { edges { cursor node { firstName } roles } } }`,
			`{"f":{"query":"01632 960142","role":"ADMINISTRATOR","volunteers":true}}`},
		{`query ($r: ID!) { request(id: $r) { next { words } timeline(first: 2, after: "x") { edges { node { words } } } shortlist { why } } }`, ids},
		{`query ($p: ID!) { person(id: $p) { person { firstName } volunteer { skills } checks { level } } }`, ids},
		{`query ($t: ID!) { needs(townId: $t) { code question } sections(townId: $t) { name } }`, ids},
		{`{ requestByReference(reference: "KX7-3PQ") { personName } status(token: "AAAA") { headline } invitation(token: "AAAA") { question } }`, ""},
		{`mutation ($i: NoteRequestInput!) { noteRequest(input: $i) { request { request { id } } } }`, `{"i":{"requestId":"` + s.request + `","words":"Rang."}}`},
		{hold, of(`"reason":"Away","until":"2026-06-31T10:00:00Z"`)},
		{hold, of(`"reason":"Away","until":"0000-01-01T00:00:00Z"`)},
		{hold, of(`"reason":"Away","until":"9999-12-31T23:59:59-23:59"`)},
		{hold, of(`"reason":"` + strings.Repeat("x", 3000) + `","until":null`)},
		{hold, of(`"reason":"\ud800","until":"2030-01-01T00:00:00Z"`)},
		{change, of(`"usefulUntil":"9999-12-31T23:59:59Z","slots":"weekday mornings"`)},
		{change, of(`"usefulUntil":"0000-01-01T00:00:00Z","slots":"any time"`)},
		{change, of(`"usefulUntil":7,"slots":[{}]`)},
		{change, of(`"usefulUntil":null,"slots":7`)},
		{`query ($f: FindStreets!) { findStreets(find: $f) { label } }`, `{"f":{"query":"a","limit":1.5}}`},
		{`query ($f: FindStreets!) { findStreets(find: $f) { label } }`, `{"f":{"query":"%_\\'","limit":-99999999999999999999}}`},
		{`query ($f: FindStreets!) { findStreets(find: $f) { label } }`, `{"f":{"query":"a","limit":9223372036854775807}}`},
		{`query ($f: FindStreets!) { findStreets(find: $f) { label } }`, `{"f":{"query":7,"limit":"7","townId":7}}`},
		{`query ($n: Int!) { requests(first: $n) { totalCount } people(first: $n) { totalCount } streets(first: $n) { totalCount } }`, `{"n":-9223372036854775808}`},
		{`{ requests(first: 99999999999999999999) { totalCount } }`, ""},
		{`{ requests(after: "LTE") { totalCount } people(after: "!") { totalCount } streets(after: "AAAA") { totalCount } }`, ""},
		{`query ($f: RequestFilter) { requests(filter: $f) { totalCount } }`, `{"f":{"query":"(((","state":0,"townId":"` + s.street + `"}}`},
		{`query ($f: PeopleFilter) { people(filter: $f) { totalCount } }`, `{"f":{"query":"'; \u202e --","volunteers":null}}`},
		{`query ($r: ID!) { request(id: $r) { timeline(first: -1, after: "999999999999999999999") { totalCount } } }`, ids},
		{`query a { __typename } query b { __typename }`, ""},
		{`query ($x: Nothing!) { __typename }`, `{"x":{}}`},
		{`query ($x: [[[Int!]!]!]! = 1) { districts @skip(if: $x) { name } }`, `{"x":null}`},
		{`{ districts @include(if: null) @deprecated { name ... @skip(if: false) { id } } }`, ""},
		{`mutation ($i: RevealContactInput!) { revealContact(input: $i) { contact { phone } } }`, `{"i":{"personId":"` + s.person + `"}}`},
	}
}

// send checks one answer.
func (s *fuzzSite) send(t *testing.T, body, token string) {
	t.Helper()
	s.log.Reset()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	rec := httptest.NewRecorder()
	s.api.ServeHTTP(rec, r)
	var a struct {
		Data   json.RawMessage
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil || a.Data == nil && a.Errors == nil {
		t.Fatalf("%v: %d %.300s for %s", err, rec.Code, rec.Body, body)
	}
	statuses := map[string]int{}
	for _, c := range graph.Codes() {
		statuses[c.Name] = c.Status
	}
	for _, e := range a.Errors {
		if _, known := statuses[e.Extensions.Code]; !known || e.Extensions.Code == "INTERNAL" {
			t.Fatalf("%d %.300s for %s\n%s", rec.Code, rec.Body, body, s.log)
		}
	}
	if rec.Code != http.StatusOK && (len(a.Errors) == 0 || statuses[a.Errors[0].Extensions.Code] != rec.Code) || rec.Code >= 500 {
		t.Errorf("%d %.300s for %s", rec.Code, rec.Body, body)
	}
}
