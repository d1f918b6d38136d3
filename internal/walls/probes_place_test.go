package walls

import "waymark/domain"

// probes are all of them, a noun a file.
func probes() []probe {
	var all []probe
	for _, of := range [][]probe{placeProbes, beginProbes, keyProbes, needProbes, personProbes, helpProbes, roleProbes, askProbes, runProbes, deskProbes,
		statusProbes, thanksProbes, visitProbes, helpingProbes, streetProbes, gatheringProbes, hostProbes, publicProbes, selfProbes, meetingProbes, directoryProbes, connectorProbes, deviceProbes, ideaProbes, gapProbes, storyProbes} {
		all = append(all, of...)
	}
	return all
}

// neither are the actions that have no way in, with the reason.
var neither = map[way]map[domain.Action]string{
	overGraphQL: {
		domain.TurnClock:      "the scheduler does it, and the machine's owner at the command line",
		domain.ReadDeliveries: "mail is shown on pages of development alone",
		domain.ChooseFollow:   "the link in a message leads to the page for it",
		domain.ReadCalendar:   "calendar programs read it at its address",
		domain.ShowFace:       "a photo is sent on the page for it",
		domain.RunStories:     "stories are written on the page for it; programs read them in the report",
	},
	overPages: {
		domain.TurnClock:    "the scheduler does it, and the machine's owner at the command line",
		domain.SeeMyHelping: "it is a part of the page on which they change when they may be asked, for those who may see it",
	},
}

// newTable is a table with a price of its own for a full week.
const newTable = `{districtId: <NorthWendle>, policy: {` +
	`h: {street: "15 minutes", section: "15 minutes", town: "30 minutes", district: "1 hour", lifeAtLeast: "15 minutes", atOnce: 3, later: 3, beat: "at once", replaceAtOnce: true}, ` +
	`t: {street: "1 hour", section: "1 hour", town: "2 hours", district: "3 hours", life: "90 minutes", atOnce: 1, later: 2, beat: "every 10 minutes", replaceAtOnce: true}, ` +
	`w: {street: "1 day", section: "1 day", town: "1 day", district: "1 day", life: "1 day", atOnce: 1, later: 2, laterAfter: "half a day", beat: "every hour", replaceAtOnce: false}, ` +
	`f: {street: "3 days", section: "3 days", town: "4 days", district: "7 days", life: "3 days", atOnce: 1, later: 1, beat: "Tuesday and Thursday at 10:00", replaceAtOnce: false}, ` +
	`opens: "08:30", closes: "20:00", sundays: false, bankHolidays: false, sleepDays: 7, asksWeek: 2, asksDay: 1, questionAfter: 2, restAfter: 4, ` +
	`widenSection: 200, widenTown: 1000, widenDistrict: 4000, stability: 150, load: 90, willing: 100}}`

var placeProbes = []probe{
	{does: domain.FindStreet, graphql: `{ findStreets(find: {query: "castle"}) { name } }`, page: `GET /streets/find?q=castle`, tells: []string{"Castle Row"}},
	{does: domain.FindStreet, graphql: `{ districts { name towns { name } } }`, page: `GET /`, tells: []string{"Brackle"}},
	{does: domain.FindStreet, graphql: `{ sections(townId: <Saltcombe>) { name } }`, page: `GET /streets/find/<Saltcombe>?q=hill`, tells: []string{"Hillside"}},
	{does: domain.FindStreet, graphql: `{ deskHours(townId: <Saltcombe>) { town openNow } }`, page: `GET /worried`, tells: []string{"Saltcombe"}},
	{does: domain.FindStreet, graphql: `{ now }`, page: `GET /privacy`},
	{does: domain.FindStreet, graphql: `{ node(id: <CastleRow>) { ... on Street { name } } }`, page: `GET /lend-a-hand`},
	{does: domain.FindStreet, graphql: `{ demo }`},
	{does: domain.SeePlaces, to: "CastleRow", graphql: `{ street(id: <CastleRow>) { coordinatorName } }`, page: `GET /streets/<CastleRow>`,
		tells: []string{"Coordinatorson"}},
	{does: domain.FindStreet, page: `GET /print`, tells: []string{"Things to print"}},
	{does: domain.FindStreet, page: `GET /print/leaflet?town=<Saltcombe>`, tells: []string{"Saltcombe"}},
	{does: domain.FindStreet, page: `GET /print/sheet?town=<Saltcombe>`, tells: []string{"Saltcombe"}},
	{does: domain.SeePlaces, to: "CastleRow", page: `GET /print/street/<CastleRow>`, tells: []string{"looks after this street"}},
	{does: domain.SeePlaces, to: "CastleRow", graphql: `{ streets { edges { node { name } coordinatorName } } }`, page: `GET /streets`,
		tells: []string{"Coordinatorson"}},
	{does: domain.SeePlaces, to: "Saltcombe", graphql: `{ town(id: <Saltcombe>) { safeguardingLeadName } }`, tells: []string{"Safeguardingleadson"}},
	{does: domain.SeePlaces, to: "Saltcombe", page: `GET /towns/<Saltcombe>`, tells: []string{"How the town is set up"}},
	{does: domain.SeePlaces, to: "NorthWendle", graphql: `{ settings(districtId: <NorthWendle>) { sectionLabel } }`, tells: []string{"neighbourhood"}},
	{does: domain.EditPlaces, to: "Saltcombe", graphql: `mutation { changeTown(input: {townId: <Saltcombe>, phone: "01632 960111"}) { town { phone } } }`,
		page: `POST /towns/<Saltcombe>`, form: `phone=01632+960111`, row: `SELECT phone FROM towns WHERE id = <Saltcombe>`},
	{does: domain.EditPlaces, to: "NorthWendle", graphql: `mutation { changeSettings(input: {districtId: <NorthWendle>, sundays: true}) { settings { sundays } } }`,
		row: `SELECT sundays FROM districts WHERE id = <NorthWendle>`},
	{does: domain.EditPlaces, to: "OldTown", graphql: `mutation { renameSection(input: {sectionId: <OldTown>, name: "Castle Quarter"}) { section { name } } }`,
		row: `SELECT name FROM sections WHERE id = <OldTown>`},
	{does: domain.EditPlaces, to: "CastleRow", graphql: `mutation { moveStreet(input: {streetId: <CastleRow>, sectionId: <Hillside>}) { street { sectionName } } }`,
		row: `SELECT section_id FROM streets WHERE id = <CastleRow>`},
	{does: domain.SeePlaces, to: "NorthWendle", graphql: `{ policy(districtId: <NorthWendle>) { explained { words } } }`, page: `GET /districts/<NorthWendle>/policy`,
		tells: []string{"their second as 90 m"}},
	{does: domain.EditPolicy, to: "NorthWendle", graphql: `mutation { changePolicy(input: ` + newTable + `) { policy { usual } } }`,
		page: `POST /districts/<NorthWendle>/policy`, form: `opens=09:00&hReplaceAtOnce=yes`, row: `SELECT count(*) FROM policies`},
	{does: domain.EditPolicy, to: "NorthWendle", graphql: `mutation { weighCoverage(input: {districtId: <NorthWendle>, lookedAfter: 40, reach: 30, helped: 20, nearby: 10, company: 0}) { weights { reach } } }`,
		page: `POST /districts/<NorthWendle>/points`, form: `lookedAfter=40&reach=30&helped=20&nearby=10&company=0`, row: `SELECT count(*) FROM coverage_weights`},
	{does: domain.EditPolicy, to: "NorthWendle", page: `GET /districts/<NorthWendle>/points`, tells: []string{"What the points count"}},
	{does: domain.EditPolicy, to: "NorthWendle", graphql: `{ tryPolicy(input: ` + newTable + `) { volunteers } }`, tells: []string{"olunteers"}},
	{does: domain.EditPolicy, to: "NorthWendle", page: `GET /districts/<NorthWendle>/policy/try?load=90`, row: `SELECT count(*) FROM works`},
	{does: domain.SeeWork, general: true, graphql: `{ longWorks { totalCount } }`, page: `GET /work`},
	{does: domain.SeeWork, to: "longwork", and: domain.ImportPlaces, on: "longwork", graphql: `{ longWork(id: <longwork>) { name percent } }`,
		page: `GET /work/<longwork>`, tells: []string{"an otter in a list"}},
	{does: domain.SeeWork, to: "longwork", and: domain.ImportPlaces, on: "longwork", graphql: `mutation { stopWork(input: {workId: <longwork>}) { work { stopAt } } }`,
		page: `POST /work/<longwork>/stop`, row: `SELECT stop_at FROM works WHERE id = <longwork>`},
	{does: domain.PreviewMail, general: true, graphql: `{ messageKinds }`, page: `GET /messages`},
	{does: domain.PreviewMail, general: true, graphql: `{ previewMessage(kind: "sign_in") { subject text } }`, page: `GET /messages/kind/sign_in`, tells: []string{"Did you ask to sign in"}},
	{does: domain.ExportLists, general: true, page: `GET /exports`, tells: []string{"Which list?"}},
	{does: domain.ExportLists, general: true, page: `GET /exports/missing`, tells: []string{"Not written down yet"}},
	{does: domain.ExportLists, to: "Saltcombe", graphql: `mutation { exportList(input: {list: STREETS, townId: <Saltcombe>}) { work { file { rows } } } }`, page: `POST /exports`, form: `list=streets&town=<Saltcombe>`, row: `SELECT count(*) FROM works`},
	{does: domain.ImportPlaces, to: "longwork", given: `WITH made AS (INSERT INTO streets (district_id, town_id, section_id, name, name_key, search_key)
			SELECT district_id, town_id, section_id, 'Wrong Row', 'Wrong Row', 'wrong row' FROM streets WHERE id = <CastleRow> RETURNING id)
		UPDATE works SET state = 'done', ended_at = begun_at, result = jsonb_build_object('Made', ARRAY[made.id]) FROM made`,
		page: `POST /work/<longwork>/back`, row: `SELECT coalesce(result ->> 'TakenBack', 'no') FROM works WHERE id = <longwork>`},
	{does: domain.PreviewMail, general: true, page: `GET /messages/kind/sign_in/html`, tells: []string{"402 917"}},
	{does: domain.EditPolicy, to: "NorthWendle", page: `GET /districts/<NorthWendle>/policy/change`, tells: []string{"Try it on the last month"}},
	{does: domain.ImportPlaces, to: "NorthWendle", graphql: `mutation { importStreets(input: {district: "North Wendle", rows: [
			{name: "Quay Lane", town: "Saltcombe", section: "Old Town", lat: 51.25, lon: -3.99}]}) { new problems { reason } } }`,
		row: `SELECT count(*) FROM streets WHERE town_id = <Saltcombe>`},
}

// beginProbes are of the pages on which a district is set up: each shows and changes that of the reader alone.
var beginProbes = []probe{
	{does: domain.OpenDoors, to: "NorthWendle", graphql: `{ beginning(districtId: <NorthWendle>) { name doors } }`, page: `GET /begin`, tells: []string{"North Wendle"}},
	{does: domain.OpenDoors, to: "NorthWendle", page: `GET /begin/doors`, tells: []string{"North Wendle"}},
	{does: domain.OpenDoors, to: "NorthWendle", page: `GET /begin/colleague?as=lead`, tells: []string{"North Wendle"}},
	{does: domain.OpenDoors, to: "NorthWendle", page: `GET /begin/streets`, tells: []string{"North Wendle"}},
	{does: domain.OpenDoors, to: "NorthWendle", graphql: `mutation { tickStep(input: {districtId: <NorthWendle>, step: NEEDS}) { beginning { canOpen } } }`,
		page: `POST /begin`, form: `step=needs`, row: `SELECT count(*) FROM begin_steps WHERE district_id = <NorthWendle>`},
	{does: domain.OpenDoors, to: "NorthWendle", graphql: `mutation { openDoors(input: {districtId: <NorthWendle>}) { towns } }`,
		given: `UPDATE districts SET doors = 'paused' WHERE id = <NorthWendle>`, row: `SELECT doors_by FROM districts WHERE id = <NorthWendle>`},
	{does: domain.OpenDoors, to: "NorthWendle", graphql: `mutation { pauseDoors(input: {districtId: <NorthWendle>}) { beginning { doors } } }`,
		page: `POST /begin/doors`, form: `turn=pause`, row: `SELECT doors FROM districts WHERE id = <NorthWendle>`},
	{does: domain.OpenDoors, to: "NorthWendle", graphql: `mutation { inviteColleague(input: {districtId: <NorthWendle>, kind: BUILDER, firstName: "Zed",
			email: "zed@example.org"}) { personId } }`, page: `POST /begin/colleague`, form: `as=builder&firstName=Zed&email=zed@example.org`,
		row: `SELECT count(*) FROM persons WHERE district_id = <NorthWendle>`},
	{does: domain.ImportPlaces, to: "NorthWendle", given: `UPDATE works SET state = 'done', ended_at = begun_at`, page: `POST /begin/streets`, form: `text=street%2Ctown%0ANew+Lane%2CSaltcombe`,
		row: `SELECT count(*) FROM works WHERE district_id = <NorthWendle>`},
	{does: domain.EditPlaces, to: "NorthWendle", given: `UPDATE districts SET phone = '01632 960777' WHERE id = <NorthWendle>`, page: `GET /begin/hours`, tells: []string{"01632 960777"}},
	{does: domain.EditPlaces, to: "NorthWendle", page: `POST /begin/hours`, form: `phone=01632+960888&opens=08:30&closes=20:00`,
		row: `SELECT phone FROM districts WHERE id = <NorthWendle>`},
}

var keyProbes = []probe{
	{does: domain.EditKeys, to: "NorthWendle", graphql: `{ apiKeys { edges { node { name } } } }`, page: `GET /keys`, tells: []string{"everything, next door"}},
	{does: domain.EditKeys, to: "NorthWendle", graphql: `mutation { createApiKey(input: {name: "Map", scope: [SEE_PLACES], townId: <Saltcombe>,
			expiresAt: "2026-07-10T09:00:00Z"}) { key { id } } }`, page: `POST /keys`, form: `name=Map&scope=see_places&townId=<Saltcombe>&expiresAt=2026-07-10`,
		row: `SELECT count(*) FROM api_keys WHERE district_id = <NorthWendle>`},
	{does: domain.EditKeys, to: "key", graphql: `mutation { revokeApiKey(input: {keyId: <key>}) { key { revokedAt } } }`, page: `POST /keys/<key>/end`,
		row: `SELECT revoked_at FROM api_keys WHERE id = <key>`},
}

var needProbes = []probe{
	{does: domain.SeeNeeds, graphql: `{ needs(townId: <Saltcombe>) { name } }`, page: `GET /ask?town=<Saltcombe>`, tells: []string{"Dog walking"}},
	{does: domain.SeeNeeds, graphql: `{ skills { name } }`, tells: []string{"Dogs and pets"}},
	{does: domain.EditNeeds, to: "Saltcombe", graphql: `{ allNeeds(townId: <Saltcombe>) { position } }`, page: `GET /needs/<dog>?town=<Saltcombe>`,
		tells: []string{"osition"}},
	{does: domain.EditNeeds, to: "dog", graphql: `mutation { changeNeed(input: {needId: <dog>, minutes: 55}) { need { minutes } } }`, page: `POST /needs/<dog>`,
		form: `name=Dogs&question=walk+for+{name}&checkRequired=met&distance=near&minutes=55&urgency=W&goesOut=ask_first&is=active&position=9`,
		row:  `SELECT minutes FROM needs WHERE id = <dog>`},
	{does: domain.EditNeeds, to: "Saltcombe", graphql: `mutation { changeNeed(input: {needId: <dog>, townId: <Saltcombe>, minutes: 55}) { need { minutes } } }`, page: `POST /needs/<dog>`,
		form: `name=Dogs&question=walk+for+{name}&checkRequired=met&distance=near&minutes=55&urgency=W&goesOut=ask_first&is=active&position=9&town=<Saltcombe>`,
		row:  `SELECT count(*) FROM needs WHERE town_id = <Saltcombe>`},
}

var publicProbes = []probe{
	{does: domain.RaiseAsk, graphql: `mutation { raiseRequest(input: {firstName: "Ivy", phone: "01632 960100", safeToRing: true, streetId: <CastleRow>,
			needId: ` + dogNeed + `, agreedShare: true}) { reference } }`,
		page: `POST /ask`, form: `step=check&key=k&townId=<Saltcombe>&needId=<dog>&urgency=W&whom=me&firstName=Ivy&phone=01632+960100&street=Castle+Row&streetId=<CastleRow>&ways=ring&agreed=share`,
		row: `SELECT count(*) FROM requests WHERE street_id = <CastleRow>`},
	{does: domain.SayWorry, graphql: `mutation { sayWorry(input: {townId: <Saltcombe>, words: "I heard shouting."}) { kept } }`, page: `POST /worried`,
		form: `townId=<Saltcombe>&words=I+heard+shouting.`, row: `SELECT count(*) FROM worries`},
	{does: domain.OfferHelp, graphql: `mutation { offerHelp(input: {townId: <Saltcombe>, words: "I bake.", firstName: "Ivy", phone: "01632 960100"}) { kept } }`, page: `POST /lend-a-hand`, form: `townId=<Saltcombe>&words=I+bake.&firstName=Ivy&phone=01632+960100&key=k`, row: `SELECT count(*) FROM offers`},
	{does: domain.SignIn, graphql: `mutation { requestSignIn(input: {email: "Vera@secret.example.org"}) { accepted } }`, page: `POST /sign-in`,
		form: `email=Vera@secret.example.org`, row: `SELECT count(*) FROM sign_in_links WHERE person_id = <Vera>`},
	{does: domain.SignIn, graphql: `mutation { useSignInLink(input: {token: <signin>}) { session { firstName } } }`, page: `POST /sign-in/<signin>`,
		row: `SELECT count(*) FROM sessions WHERE person_id = <Tom>`},
	{does: domain.SignIn, graphql: `mutation { useSignInCode(input: {email: "Tom@secret.example.org", code: <code>}) { session { firstName } } }`,
		page: `POST /sign-in/code`, form: `email=Tom@secret.example.org&code=<code>`, row: `SELECT count(*) FROM sessions WHERE person_id = <Tom>`},
	{does: domain.SignIn, page: `GET /sign-in`, tells: []string{"Send me the link"}, blank: true},
	{does: domain.SignIn, page: `GET /sign-in/code`, tells: []string{"six figures"}, blank: true},
	{does: domain.SignIn, page: `GET /sign-in/<signin>`, tells: []string{"Press the button"}, blank: true},
	{does: domain.SignIn, graphql: `mutation { signOut { signedOut } }`, page: `POST /sign-out`,
		row:  `SELECT count(ended_at) FROM sessions`,
		idle: func(a domain.Actor) bool { return a.Kind != domain.PersonActor }},
	{does: domain.MoveDemoClock, given: `UPDATE installation SET demo = true`, graphql: `mutation { skipToTomorrow { now } }`, page: `POST /demo/tomorrow`,
		row: `SELECT ahead FROM clock`},
	{does: domain.ReadDeliveries, page: `GET /dev/mail`, tells: []string{"secret.example.org"}, blank: true},
}

const dogNeed = `<dog>`

// selfProbes: a session that is not the one with which Vera comes stands for what is hers alone.
var selfProbes = []probe{
	{does: domain.SeeSelf, to: "sessionofVera", graphql: `{ sessions { edges { node { device } } } }`, page: `GET /me`, tells: []string{"Opera on Chromebook"}},
	{does: domain.SeeSelf, to: "sessionofVera", graphql: `mutation { endSession(input: {sessionId: <sessionofVera>}) { sessionId } }`,
		page: `POST /me/sessions/<sessionofVera>`, row: `SELECT ended_at FROM sessions WHERE id = <sessionofVera>`},
	{does: domain.ChangeMyTime, to: "Vera", graphql: `{ myLanguage(token: <link?>) }`},
	{does: domain.ChangeMyTime, to: "Vera", graphql: `mutation { chooseLanguage(input: {token: <link?>, language: "cy"}) { language } }`,
		row: `SELECT language FROM persons WHERE id = <Vera>`},
	{does: domain.ChangeMyTime, to: "Vera", page: `POST /me/language`, form: `language=cy`, row: `SELECT language FROM persons WHERE id = <Vera>`},
	{does: domain.SeeSelf, to: "Vera", graphql: `{ viewer { firstName personId } }`, tells: []string{`"firstName":"Vera"`}},
}
