package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"waymark/domain"
)

// nested are queries with the number of SQL statements that each may take, without those of the sign-in.
var nested = map[string]int{
	`query Services { services(first: 5) { edges { cursor node { id name organizationName status } } } }`:                                                                                  2,
	`query Shelves { services(filter: {query: "chair yogga"}) { totalCount edges { node { name themes { name } locations { name } schedules { weekday opens } costs { pence } } } } }`:     9,
	`query ServiceBack($v: ID!) { serviceBack(id: $v) { service { name themes { code } } changes { kind was { field } } reports { words } } }`:                                             13,
	`query Due { requests(orderBy: DUE_FIRST) { totalCount edges { cursor node { id ownerName helperName nextActionAt } } } }`:                                                             2,
	`query Said { meetingActions(mine: true, first: 10) { totalCount edges { node { id words ownerName reference carries { byName why } } } } }`:                                           1,
	`query Growth { growth { quiet { firstName } vacant { name } notMetAll } }`:                                                                                                            7,
	`query Tasks { tasks { edges { cursor node { id firstName ownerName reference } } pageInfo { endCursor } } }`:                                                                          1,
	`query Town($t: ID!) { town(id: $t) { town { name } safeguardingLeadName settings { opens } } }`:                                                                                       4,
	`query Shifts($t: ID!) { shifts(townId: $t) { totalCount edges { node { id personName } } } }`:                                                                                         3,
	`query AllNeeds($t: ID!) { allNeeds(townId: $t) { id name skills } }`:                                                                                                                  3,
	`query Told { stories { edges { node { townName month words } } } }`:                                                                                                                   1,
	`query OnNow { gatherings { edges { node { placeName kind { name } dates { day off } } } } }`:                                                                                          3,
	`query Sessions { sessions { totalCount edges { node { id device } } } }`:                                                                                                              2,
	`query Worries { worries { id townName words } }`:                                                                                                                                      4,
	`query NodeOfRequest($r: ID!) { node(id: $r) { ... on Request { firstName ownerName helperName } } }`:                                                                                  2,
	`query NodeOfPerson($p: ID!) { node(id: $p) { ... on Person { firstName streetName } } }`:                                                                                              2,
	`query NodeOfStreet($s: ID!) { node(id: $s) { ... on Street { label } } }`:                                                                                                             1,
	`query Jobs { jobRuns { edges { node { id name did } } } }`:                                                                                                                            1,
	`query Places { districts { name towns { name districtName } } }`:                                                                                                                      2,
	`query Requests { requests { totalCount edges { cursor node { id reference firstName needName streetName ownerName helperName } } pageInfo { endCursor } } }`:                          2,
	`query Bare { requests { edges { node { reference firstName } } } }`:                                                                                                                   1,
	`query Last { requests { edges { node { reference lastEvent { at kind } } } } }`:                                                                                                       1,
	`query DeskLast { desk { waiting { ...line } forgotten } } fragment line on Request { lastEvent { at kind } }`:                                                                         9,
	`query Skills { people(filter: {volunteers: true}) { edges { node { firstName streetName } skills } } }`:                                                                               1,
	`query People { people { edges { node { id firstName streetName } roles standing away } pageInfo { endCursor } } }`:                                                                    2,
	`query Streets { streets { edges { node { id label midpoint } coordinatorName reserveName volunteers openRequests } } }`:                                                               2,
	`query Desk { desk { needsYou { id firstName } new { id firstName } waiting { id firstName } forgotten } }`:                                                                            9,
	`query Part { requests(filter: {part: WAITING}, orderBy: DUE_FIRST) { totalCount edges { node { id firstName } } } }`:                                                                  3,
	`query Street($s: ID!) { street(id: $s) { street { label } coordinatorName neighbours { firstName skills } asks { reference } } }`:                                                     6,
	`query Reveals($p: ID!) { reveals(personId: $p) { edges { node { viewerName reference } } } }`:                                                                                         3,
	`query Person($p: ID!) { person(id: $p) { person { firstName } volunteer { skills } roles { kind } checks { level } asks { reference } } }`:                                            8,
	`query MyOffers { myOffers { id streetName townName askedName } }`:                                                                                                                     2,
	`query Connectors { connectors { edges { node { firstName kindName townName conversations lastDay } } } }`:                                                                             2,
	`query TownRipple($t: ID!) { ripple(townId: $t) { talks themes { name talks } places { name talks } byMonth { key talks } nowhere { name } } }`:                                        9,
	`query Devices { devices { edges { node { name personName dueOn state } } } }`:                                                                                                         2,
	`query Ideas { ideas { edges { node { name townName had joining } } } }`:                                                                                                               2,
	`query Gaps { gaps { edges { node { subject townName people owner } } } }`:                                                                                                             2,
	`query OneGap($g: ID!) { gap(id: $g) { gap { subject } waits { firstName toldAt } untold couldAll steps { what actorName } } }`:                                                        12,
	`query WhoIsThere($t: ID!) { coverage(place: $t) { place { id name figures { code value means } parts { full } } over { id } within { id figures { code value } } } }`:                 17,
	`query ReportOf($t: ID!) { report(place: $t) { lines { code value means } gaps { subject } } }`:                                                                                        30,
	`query OneIdea($i: ID!) { idea(id: $i) { idea { name } people { firstName } missed issues { words state ideaId } gaps { subject people } } }`:                                          9,
	`query Raised { issues { edges { node { words state placeName townName ideaId } } } }`:                                                                                                 2,
	`query Hosting { myHosting { firstName mine { placeName hostFirst } open { placeName } } }`:                                                                                            4,
	`query Vacancies { vacancyCount { nobody } vacancies { edges { node { street { name sectionName } kind since last standIn helpers waiting } } } }`:                                     4,
	`query MyStreets { myStreets { streets { name } cover { name } handings { words asks { words } } needsYou { firstName } asked { needName } helpers { firstName visitAt } nextDoor } }`: 15,
	`query Request($r: ID!) { request(id: $r) { request { reference } personName next { words } notes { words }
		invitations { edges { node { firstName reasons { metres } } } } timeline { edges { node { words actorName } } } } }`: 10,
	`query Why($r: ID!) { request(id: $r) { matching { whyNobody wouldHelp near { all } others { firstName } chosen { why } } } }`: 22,
	`query Shortlist($r: ID!) { request(id: $r) { shortlist { firstName streetName why whyNot } } }`:                               21,

	`query Find { find(query: "castle", first: 100) { requests { request { id } fit } people { person { id } } streets { street { label } } } }`: 13,
	`query Openings($r: ID!) { openings(requestIds: [$r]) { names } }`:                                                                           2,
	`query Many($r: ID!) { previewMany(input: {requests: [$r], do: WIDER}) { can lines { why request { id } } } }`:                               18,
	`query HelpOffers { offers { edges { node { id firstName townName } } } }`:                                                                   2,
	`query LongWorks { longWorks { edges { node { id percent tried { done } } } } }`:                                                             2,
	`query Files { longWorks { edges { node { id file { name rows } } } } }`:                                                                     2,
	`query Beginning($d: ID!) { beginning(districtId: $d) { steps { step done tick { name } } } }`:                                               3,
	`query PastMeetings { pastMeetings { edges { node { heldOn figures { asked } } } } }`:                                                        2,
	`query Meeting { meeting { figures { asked } actions { words carries { why } } notFound { request { id } } waiting { request { firstName } } news { needs } streets { alone } vacant { name } gaps { subject } people { name } } }`: 12,
	`query WhoCould($s: ID!) { whoCould(streetId: $s) { street { label } near { firstName skills } offers { personName } } }`:                                                                                                           6,
	`query MyNews { myNews { topics stopped } }`:                                                    4,
	`query MyHelping { myHelping { visits { question } asks { invitation { question } } helped } }`: 3,
	`query OwnCopy { ownCopy { parts { name rows { cells { name text } } } } }`:                     32,
}

// readers are who sends those of them that are not for Bo.
var readers = map[string]string{
	"MyStreets": "Maggie", "Jobs": "Priya", "Meeting": "Priya", "PastMeetings": "Priya", "LongWorks": "Priya", "Files": "Priya", "Beginning($d:": "Priya", "MyHelping": "Hana",
	"MyNews": "Hana",
}

// TestStatements: how many SQL statements a nested query may take, without those of the sign-in; and that it takes no more when
// there are more rows.
func TestStatements(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	w.signIn("Hana")
	request := w.ask("Joan", "Castle Row")
	w.ok("Bo", mutation("askHelper"), vars{"input": with(vars{"personId": id("Person", w.who["Hana"])}, request)})
	service, idea := w.service(), w.idea(domain.IdeaLooking)
	v := vars{"g": id("Gap", w.gap()), "i": id("Idea", idea), "v": id("Service", service.ID), "t": id("Town", w.town["Saltcombe"]), "r": request, "s": id("Street", w.street["Castle Row"]), "p": id("Person", w.who["Hana"]),
		"d": id("District", w.actor("Bo").DistrictID)}
	count := func() map[string]int {
		took := map[string]int{}
		for query := range nested {
			own := vars{}
			for name, value := range v {
				if strings.Contains(query, "$"+name) {
					own[name] = value
				}
			}
			name, _, _ := strings.Cut(strings.TrimPrefix(query, "query "), " ")
			who, known := readers[name]
			if !known {
				who = "Bo"
			}
			w.ok(who, query, own)
			took[query] = w.counter.N()
		}
		return took
	}
	w.lentDevice()
	w.joined(idea)
	w.bench()
	w.answers(idea)
	w.brought(idea)
	before := count()
	for n := range 12 {
		other := w.ask(fmt.Sprintf("Joan%d", n), "Castle Row")
		w.ok("Bo", mutation("askHelper"), vars{"input": with(vars{"personId": id("Person", w.who["Tom"])}, other)})
		w.volunteer(fmt.Sprintf("Helper%d", n), "Castle Row")
		w.service()
		w.ok("", `mutation ($input: ReportServiceInput!) { reportService(input: $input) { kept } }`, vars{"input": vars{"serviceId": id("Service", service.ID), "words": "gone"}})
		w.lentDevice()
		w.joined(idea)
		w.bench()
		w.brought(idea)
		w.ok("Bo", mutation("noteRequest"), vars{"input": with(vars{"words": "Rang."}, request)})
	}
	after := count()
	for query, most := range nested {
		name, _, _ := strings.Cut(query, " {")
		if after[query] > most || before[query] == 0 {
			t.Errorf("%s takes %d statements, and may take %d", name, after[query], most)
		}
		if after[query] != before[query] {
			t.Errorf("%s takes %d statements, and %d when there are more rows", name, before[query], after[query])
		}
	}
}

// TestWindows: lists are read a window at a time, each row once; the cursor of every row goes on from it, and is the one that the
// use case gives.
func TestWindows(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	for n := range 5 {
		w.ask(fmt.Sprintf("Joan%d", n), "Castle Row")
	}
	for list, rows := range map[string]int{"requests": 5, "people": 8 + 5, "streets": 3} {
		query := `query ($first: Int!, $after: String) { ` + list + `(first: $first, after: $after) {
			totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }
		} }`
		all := w.ok("Bo", query, vars{"first": 100})
		for n := range rows - 1 {
			a := w.ok("Bo", query, vars{"first": 1, "after": all.at(fmt.Sprintf("%s.edges.%d.cursor", list, n))})
			next := fmt.Sprintf("%s.edges.%d.", list, n+1)
			a.want(map[string]string{
				list + ".edges.0.node.id":          all.at(next + "node.id"),
				list + ".pageInfo.startCursor":     all.at(next + "cursor"),
				list + ".pageInfo.endCursor":       all.at(next + "cursor"),
				list + ".pageInfo.hasPreviousPage": "true",
				list + ".pageInfo.hasNextPage":     fmt.Sprint(n+2 < rows),
			})
		}
		w.refused("Bo", query, vars{"first": 1, "after": "nonsense"}, domain.Invalid)
		if n := strings.Count(all.at(list+".edges"), `"cursor"`); n != rows {
			t.Errorf("%d %s, want %d", n, list, rows)
		}
	}
	w.refused("Bo", `query ($id: ID!) { request(id: $id) { timeline(after: "nonsense") { totalCount } } }`,
		vars{"id": w.ask("Jim", "Castle Row")}, domain.Invalid)
}
