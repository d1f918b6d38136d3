package graph_test

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/pgtest"
)

// TestFind: one box finds asks, people and streets, each with why, of each only what the reader may see.
func TestFind(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	w.ask("Joan", "Castle Row")
	const find = `query ($q: String!, $n: Int) { find(query: $q, first: $n) {
		requests { fit request { firstName } } people { fit person { firstName lastName } } streets { fit street { label } } moreStreets moreRequests morePeople
	} }`
	w.ok("Bo", find, vars{"q": "castel row", "n": 3}).want(map[string]string{
		"find.streets":  `[{"fit":"LIKE_STREET","street":{"label":"Castle Row, Old Town, Saltcombe"}}]`,
		"find.requests": `[{"fit":"LIKE_STREET","request":{"firstName":"Joan"}}]`,
	})
	w.ok("Bo", find, vars{"q": "hana", "n": 3}).want(map[string]string{
		"find.people": `[{"fit":"NAME","person":{"firstName":"Hana","lastName":"Tester"}}]`, "find.streets": "[]", "find.morePeople": "false",
	})
	w.ok("Ada", find, vars{"q": "joan", "n": 3}).want(map[string]string{"find.requests": "[]", "find.people": "[]"})
	w.ok("Bo", find, vars{"q": "tester", "n": 1}).want(map[string]string{"find.morePeople": "true"})
	w.refused("Bo", find, vars{"q": "castle", "n": 101}, domain.Invalid)
	w.refused("", find, vars{"q": "castle", "n": 3}, domain.SignedOut)
}

// TestDeskFilter: a desk and a list narrow to a part of the town and to a kind of help.
func TestDeskFilter(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	w.ask("Joan", "Castle Row")
	const both = `query ($s: ID, $n: ID) {
		desk(filter: {sectionId: $s, needId: $n}) { open }
		requests(filter: {sectionId: $s, needId: $n}) { totalCount }
	}`
	here, dogs := id("Section", w.section("Old Town")), id("Need", w.need["dog"])
	for _, c := range []struct {
		section, need any
		want          string
	}{{here, dogs, "1"}, {nil, nil, "1"}, {id("Section", w.section("Hillside")), nil, "0"}, {nil, id("Need", w.need["garden"]), "0"}, {"nonsense", nil, "0"}} {
		w.ok("Bo", both, vars{"s": c.section, "n": c.need}).want(map[string]string{"desk.open": c.want, "requests.totalCount": c.want})
	}
}

// TestPutBack: what a person did last can be undone, once, and nothing in its place.
func TestPutBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	request := w.ask("Joan", "Castle Row")
	const undo = `query ($id: ID!) { request(id: $id) { undo { eventId by words } request { holdReason } } }`
	w.ok("Bo", mutation("holdRequest"), vars{"input": with(vars{"reason": "Away", "until": "2026-06-12T09:00:00Z"}, request)})
	held := w.ok("Dee", undo, vars{"id": request})
	held.want(map[string]string{"request.undo.words": "It is on hold.", "request.undo.by": id("Person", w.who["Bo"]), "request.request.holdReason": "Away"})
	back := vars{"input": with(vars{"eventId": held.at("request.undo.eventId")}, request)}
	w.refused("Cal", mutation("putBack"), back, domain.NotFound)
	w.refused("Dee", mutation("putBack"), vars{"input": with(vars{"eventId": id("Event", int64(999_999))}, request)}, domain.Conflict)
	w.ok("Dee", mutation("putBack"), back)
	w.ok("Dee", undo, vars{"id": request}).want(map[string]string{"request.request.holdReason": ""})
	w.refused("Dee", mutation("putBack"), back, domain.Conflict)
}

// TestMany: a look at what would be done to several asks changes nothing; it is done to all, or to none.
func TestMany(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	one, two := w.ask("Joan", "Castle Row"), w.ask("Jim", "Quay Lane")
	w.ok("Bo", mutation("endRequest"), vars{"input": with(vars{"ending": "SORTED"}, two)})
	const look = `query ($input: DoManyInput!) { previewMany(input: $input) { can lines { why request { firstName } } } }`
	const do = `mutation ($input: DoManyInput!) { doMany(input: $input) { plan { can told lines { request { firstName } } } } }`
	hold := func(ids ...string) vars {
		return vars{"input": vars{"requests": ids, "do": "HOLD", "reason": "Flood", "until": "2026-06-12T09:00:00Z"}}
	}
	before := w.rows()
	w.ok("Bo", look, hold(one, two)).want(map[string]string{"previewMany.can": "1", "previewMany.lines.0.why": "", "previewMany.lines.1.request.firstName": "Jim"})
	w.refused("Bo", do, hold(one, two), domain.Conflict)
	w.refused("Bo", do, vars{"input": vars{"requests": []string{one}, "do": "HAND"}}, domain.Invalid)
	w.refused("Olga", do, hold(one), domain.NotFound)
	if w.rows() != before {
		t.Error("a look, or what was refused, changed something")
	}
	w.ok("Bo", do, hold(one)).want(map[string]string{"doMany.plan.can": "1", "doMany.plan.lines.0.request.firstName": "Joan"})
}

// TestOpenings: a colleague sees who has an ask open, for as long as they say so; whoever may not see the ask learns nothing.
func TestOpenings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	request := w.ask("Joan", "Castle Row")
	const who = `query ($ids: [ID!]!) { openings(requestIds: $ids) { requestId names } }`
	ids := vars{"ids": []string{"nonsense", request}}
	press := func(field string) {
		w.ok("Dee", `mutation ($id: ID!) { `+field+`(input: {requestId: $id}) { requestId } }`, vars{"id": request})
	}
	sees := func(reader, want string) { w.ok(reader, who, ids).want(map[string]string{"openings": want}) }
	press("openRequest")
	sees("Bo", `[{"names":["Dee"],"requestId":"`+request+`"}]`)
	sees("Dee", "[]")
	sees("Olga", "[]")
	press("closeRequest")
	sees("Bo", "[]")
	press("openRequest")
	pgtest.Advance(w.T, w.db, 2*time.Minute)
	sees("Bo", "[]")
}

// TestVisit_There: a helper says that they are there on the day, and takes it back; before the day it is refused.
func TestVisit_There(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	token := w.ok("", `mutation ($t: String!) { answerInvitation(input: {token: $t, answer: YES}) { visitToken } }`, vars{"t": w.invitationLink()}).
		at("answerInvitation.visitToken")
	const report = `mutation ($t: String!, $said: VisitReport!) { reportVisit(input: {token: $t, said: $said}) { visit { phase early } } }`
	a := w.ok("", `query ($t: String!) { visit(token: $t) { phase early } }`, vars{"t": token})
	if a.at("visit.early") == "" {
		t.Error("a visit to come has begun")
	}
	if a.at("visit.phase") == "AHEAD" {
		w.refused("", report, vars{"t": token, "said": "THERE"}, domain.Unacceptable)
	}
	var at time.Time
	w.must(w.db.SQL.QueryRowContext(t.Context(), `SELECT max(visit_at) FROM invitations`).Scan(&at))
	pgtest.Freeze(w.T, w.db, at.Add(time.Minute))
	w.ok("", report, vars{"t": token, "said": "THERE"}).want(map[string]string{"reportVisit.visit.phase": "THERE", "reportVisit.visit.early": ""})
	w.ok("", report, vars{"t": token, "said": "NOT_THERE"}).want(map[string]string{"reportVisit.visit.phase": "TODAY"})
}

// TestLargePrint: large print is a wish of the person, kept until it is taken back.
func TestLargePrint(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	const change = `mutation ($input: ChangePersonInput!) { changePerson(input: $input) { person { largePrint } } }`
	hana := id("Person", w.who["Hana"])
	for _, c := range []struct {
		input vars
		want  string
	}{{vars{"largePrint": true}, "true"}, {vars{"lastName": "Bell"}, "true"}, {vars{"largePrint": false}, "false"}} {
		c.input["personId"] = hana
		w.ok("Bo", change, vars{"input": c.input}).want(map[string]string{"changePerson.person.largePrint": c.want})
	}
}

// TestNews: what somebody does not want to hear of stays so until they say otherwise; what is no news cannot be stopped.
func TestNews(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	w.signIn("Hana")
	const choose = `mutation ($input: ChooseNewsInput!) { chooseNews(input: $input) { news { stopped helps } } }`
	w.ok("Hana", choose, vars{"input": vars{"stop": []string{"THANKS"}}}).want(map[string]string{"chooseNews.news.stopped": `["THANKS"]`, "chooseNews.news.helps": "true"})
	w.ok("", `query ($t: String!) { myNews(token: $t) { firstName stopped } }`, vars{"t": w.ownLink(w.who["Hana"])}).want(map[string]string{
		"myNews.firstName": "Hana", "myNews.stopped": `["THANKS"]`})
	w.ok("Hana", choose, vars{"input": vars{"begin": []string{"THANKS"}}}).want(map[string]string{"chooseNews.news.stopped": "[]"})
	const language = `mutation ($c: String!) { chooseLanguage(input: {language: $c}) { language } }`
	w.ok("Hana", language, vars{"c": "cy"})
	w.ok("Hana", `{ myLanguage }`, nil).want(map[string]string{"myLanguage": "cy"})
	w.refused("Hana", language, vars{"c": "tlh"}, domain.Invalid)
}

// TestBeginning: the doors of a district are shut and opened again, and the steps say what is still to do.
func TestBeginning(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	v := vars{"d": id("District", w.actor("Ada").DistrictID)}
	const tick = `mutation ($d: ID!, $s: BeginStep!) { tickStep(input: {districtId: $d, step: $s}) { beginning { steps { step done tick { name } } } } }`
	w.ok("Ada", tick, vars{"d": v["d"], "s": "NEEDS"}).want(map[string]string{"tickStep.beginning.steps.4": `{"done":true,"step":"NEEDS","tick":{"name":"Ada"}}`})
	w.refused("Ada", tick, vars{"d": v["d"], "s": "STREETS"}, domain.Invalid)
	w.ok("Ada", `mutation ($d: ID!) { pauseDoors(input: {districtId: $d}) { beginning { doors doorsName } } }`, v).want(map[string]string{
		"pauseDoors.beginning": `{"doors":"PAUSED","doorsName":"Ada"}`})
	w.ok("Ada", `mutation ($d: ID!) { openDoors(input: {districtId: $d}) { towns beginning { doors canOpen } } }`, v).want(map[string]string{
		"openDoors.towns": "[]", "openDoors.beginning.doors": "OPEN", "openDoors.beginning.canOpen": "false"})
	w.refused("Otto", `query ($d: ID!) { beginning(districtId: $d) { name } }`, v, domain.NotFound)
}

// TestLongWork: what a trial has come to is read from its piece of work, by those who may try.
func TestLongWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	piece := w.newest(`INSERT INTO works (district_id, kind, name, same, begun_at, state, again, server, lease, started_at, ended_at, keep_until, result)
		SELECT id, 'try_policy', 'A table', '', '2026-06-10 08:00Z', 'done', false, 'elsewhere', '2100-01-01', now(), '2026-06-10 08:01Z', '2100-01-01',
			'{"Trial": {"Requests": 7, "Results": [{"Urgency": "H", "Asks": 7}]}}'
		FROM districts WHERE name = 'North Wendle' RETURNING id`)
	const one = `query ($id: ID!) { longWork(id: $id) { kind state percent tried { done percent requests results { urgency } } brought { new } } }`
	w.ok("Priya", one, vars{"id": id("LongWork", piece)}).want(map[string]string{
		"longWork.tried": `{"done":true,"percent":100,"requests":7,"results":[{"urgency":"IN_HOURS"}]}`, "longWork.brought": "null", "longWork.kind": "TRY_POLICY"})
	w.refused("Otto", one, vars{"id": id("LongWork", piece)}, domain.NotFound)
	w.refused("Priya", one, vars{"id": id("Task", piece)}, domain.NotFound)
}

// TestWindows_Whole: lists that are read whole go on from each row too.
func TestWindows_Whole(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	for range 3 {
		w.must(w.app.Offer(t.Context(), domain.Public(), app.Offer{Words: "I bake.", FirstName: w.fresh("Ivy"), Phone: "01632 960100", TownID: w.town["Saltcombe"]}))
		w.newest(`INSERT INTO meetings (district_id, held_on, began_at, began_by, since, asked, helped, waiting, not_found, vacant)
			SELECT d.id, '2026-06-01'::date + (SELECT count(*) FROM meetings)::int, '2026-06-01 08:30Z', $1, '2026-05-31 08:30Z', 1, 1, 0, 0, 0
			FROM districts d WHERE d.name = 'North Wendle' RETURNING 1`, w.who["Priya"])
		w.ask(w.fresh("Jo"), "Castle Row")
	}
	w.newest(`WITH up AS (UPDATE requests SET start_level = 3, level = 3 RETURNING 1) SELECT count(*) FROM up`)
	for list, node := range map[string]string{"offers": "id", "pastMeetings": "heldOn", "cases": "case { request { id } }"} {
		query := `query ($first: Int!, $after: String) { ` + list + `(first: $first, after: $after) { edges { cursor node { ` + node + ` } } pageInfo { hasNextPage } } }`
		all := w.ok("Priya", query, vars{"first": 100})
		for n, edge := range []string{"0", "1"} {
			next := []string{"1", "2"}[n]
			w.ok("Priya", query, vars{"first": 1, "after": all.at(list + ".edges." + edge + ".cursor")}).want(map[string]string{
				list + ".edges.0.node": all.at(list + ".edges." + next + ".node"), list + ".pageInfo.hasNextPage": []string{"true", "false"}[n]})
		}
		w.refused("Priya", query, vars{"first": 1, "after": "nonsense"}, domain.Invalid)
	}
}
