package walls

import (
	"waymark/domain"
	"waymark/internal/app"
)

// hosts lets Vera host the bench by the heron stairs, whose first date was yesterday, and has somebody bring something up there.
func (w *world) hosts() {
	w.Helper()
	id := domain.GatheringID(w.get("gathering").id)
	vera := domain.PersonID(w.get("Vera").id)
	w.must(w.app.AddHost(w.Context(), domain.Clock(), app.AddHost{GatheringID: id, PersonID: vera, Usual: true}))
	w.exec(w.fill(`INSERT INTO gathering_dates (district_id, gathering_id, day, planned_starts, planned_ends, place_id, held_on, starts, ends, starts_at, ends_at, changed_at)
		SELECT district_id, id, '2026-06-10', 0, 1440, place_id, '2026-06-10', 0, 1440, '2026-06-09 23:00Z', '2026-06-10 23:00Z', changed_at FROM gatherings WHERE id = <gathering>`, plain))
	w.exec(w.fill(`INSERT INTO gathering_turns (district_id, gathering_id, day, host_id, changed_at) VALUES (<NorthWendle>, <gathering>, '2026-06-23', NULL, '2026-06-10 08:00Z')`, plain))
	w.note("follower", thing{id: w.id(`INSERT INTO gathering_followers (district_id, gathering_id, email, email_key, notice_version, asked_at, keep_until)
		VALUES (<NorthWendle>, <gathering>, 'ada@example.org', 'ada@example.org', '1', '2026-06-10 08:00Z', '2026-06-13') RETURNING id`)})
	w.add("issue", "Issue", w.id(`INSERT INTO gathering_issues (district_id, gathering_id, day, words, state, changed_at, keep_until)
		VALUES (<NorthWendle>, <gathering>, '2026-06-10', 'The otters are loud', 'noted', '2026-06-10 08:00Z', '2027-06-10') RETURNING id`), w.spot("Saltcombe"))
}

const (
	hostOn  = `gatheringId: <gathering>, day: `
	turnOf  = ` WHERE gathering_id = <gathering> AND day = `
	someDay = `"2026-06-16"`
)

// followsNoMore reports whether it is the link of somebody who has stopped.
func followsNoMore(a domain.Actor) bool { return a.FollowerID == 999_998 }

// hostProbes are what hosts do by their link or signed in, what the card on a table counts, what the links of those who follow and of calendars open, and what staff do for hosts.
var hostProbes = []probe{
	{does: domain.HostDates, to: "Vera", graphql: `{ myHosting(token: <link?>) { firstName mine { placeName } } }`, page: `GET /hosting/<link?>`, tells: []string{"he heron stairs"}},
	{does: domain.HostDates, to: "Vera", page: `GET /hosting/<link?>/<gathering>/2026-06-16`, tells: []string{"You host this date."}},
	{does: domain.HostDates, to: "Vera", graphql: `mutation { takeDate(input: {token: <link?>, ` + hostOn + `"2026-06-23"}) { yours } }`,
		page: `POST /hosting/<link?>/<gathering>/2026-06-23`, form: `do=take`, row: `SELECT host_id FROM gathering_turns` + turnOf + `'2026-06-23'`},
	{does: domain.HostDates, to: "Vera", graphql: `mutation { giveDateBack(input: {token: <link?>, ` + hostOn + someDay + `}) { hosting { firstName } } }`,
		page: `POST /hosting/<link?>/<gathering>/2026-06-16`, form: `do=give`, row: `SELECT count(*) FROM gathering_turns` + turnOf + `'2026-06-16'`},
	{does: domain.HostDates, to: "Vera", graphql: `mutation { offerDate(input: {token: <link?>, ` + hostOn + someDay + `}) { hosting { firstName } } }`,
		row: `SELECT count(*) FROM gathering_turns` + turnOf + `'2026-06-16'`},
	{does: domain.HostDates, to: "Vera", graphql: `mutation { countHeads(input: {token: <link?>, ` + hostOn + `"2026-06-10", total: 7}) { heads } }`,
		row: `SELECT count(*) FROM gathering_counts`},
	{does: domain.HostDates, to: "Vera", graphql: `mutation { raiseIssue(input: {token: <link?>, ` + hostOn + `"2026-06-10", words: "The bus is late"}) { issueId } }`,
		row: `SELECT count(*) FROM gathering_issues`},
	{does: domain.CountMeIn, page: `GET /here/<link>`, tells: []string{"You are very welcome"}},
	{does: domain.CountMeIn, graphql: `mutation { countMeIn(input: {token: <link>}) { on } }`, page: `POST /here/<link>`, row: `SELECT count(*) FROM gathering_counts`},

	{does: domain.ChooseFollow, page: `GET /following/<link>`, tells: []string{"he heron stairs"}, idle: followsNoMore},
	{does: domain.ChooseFollow, page: `POST /following/<link>`, form: `do=yes`, row: `SELECT confirmed_at FROM gathering_followers`, idle: followsNoMore},
	{does: domain.ChooseFollow, page: `POST /following/<link>`, form: `List-Unsubscribe=One-Click`, row: `SELECT count(*) FROM gathering_followers`, idle: followsNoMore},
	{does: domain.ReadCalendar, to: "Vera", page: `GET /calendars/<link>/calendar.ics`, tells: []string{"he heron stairs"}},

	{does: domain.RunGatherings, to: "Saltcombe", graphql: `{ vacantDates { edges { node { placeName } } } }`, tells: []string{"he heron stairs"}},
	{does: domain.RunGatherings, to: "gathering", graphql: `{ gatheringHosts(gatheringId: <gathering>) { hosts { lastName } } }`, tells: []string{`"lastName":"Verason"`}},
	{does: domain.RunGatherings, to: "gathering", page: `GET /gatherings/<gathering>/hosts`, tells: []string{"Vera stops"}},
	{does: domain.RunGatherings, to: "gathering", graphql: `mutation { removeHost(input: {gatheringId: <gathering>, personId: <Vera>}) { hosts { firstName } } }`,
		page: `POST /gatherings/<gathering>/hosts`, form: `end=<Vera>`, row: `SELECT coalesce(host_id, 0)::text FROM gatherings WHERE id = <gathering>`},
	{does: domain.RunGatherings, to: "gathering", graphql: `mutation { addHost(input: {gatheringId: <gathering>, personId: <Tom>, shown: true}) { hosts { firstName } } }`,
		row: `SELECT count(*) FROM gathering_hosts`},
	{does: domain.RunGatherings, to: "gathering", graphql: `{ whoCouldHost(gatheringId: <gathering>, day: "2026-06-23") { hosts { lastName } } }`, tells: []string{`"lastName":"Verason"`}},
	{does: domain.RunGatherings, to: "gathering", page: `GET /gatherings/<gathering>/dates/2026-06-23/host`, tells: []string{"Ask Vera"}},
	{does: domain.RunGatherings, to: "gathering", graphql: `mutation { askHost(input: {` + hostOn + `"2026-06-23", personId: <Tom>}) { turn { day } } }`,
		page: `POST /gatherings/<gathering>/dates/2026-06-23/host`, form: `ask=<Tom>`, row: `SELECT count(*) FROM gathering_asks`},
	{does: domain.RunGatherings, to: "gathering", graphql: `mutation { assignHost(input: {` + hostOn + `"2026-06-23", personId: <Tom>}) { turn { hostFirst } } }`,
		row: `SELECT host_id FROM gathering_turns` + turnOf + `'2026-06-23'`},
	{does: domain.RunGatherings, to: "gathering", page: `GET /print/table/<gathering>`, tells: []string{"he heron stairs"}},
	{does: domain.SettleIssues, to: "issue", graphql: `{ issues { edges { node { words } } } }`, page: `GET /raised`, tells: []string{"The otters are loud"}},
	{does: domain.SettleIssues, to: "issue", page: `GET /raised/<issue>`, tells: []string{"The otters are loud"}},
	{does: domain.SettleIssues, to: "issue", graphql: `mutation { settleIssue(input: {issueId: <issue>, state: DONE}) { issue { state } } }`,
		page: `POST /raised/<issue>`, form: `state=done`, row: `SELECT state FROM gathering_issues WHERE id = <issue>`},
	{does: domain.SettleIssues, to: "issue", and: domain.RunIdeas, on: "issue", graphql: `mutation { settleIssue(input: {issueId: <issue>, state: IDEA}) { issue { ideaId } } }`,
		page: `POST /raised/<issue>`, form: `state=idea`, row: `SELECT count(*) FROM ideas`},
}
