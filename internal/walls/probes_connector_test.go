package walls

import "waymark/domain"

// connecting makes a connector of Vera, asks Rolf to be one, and has somebody whom she met wait for a call.
func (w *world) connecting() {
	w.Helper()
	kind := w.id(`SELECT id FROM connector_kinds WHERE district_id = <NorthWendle> AND code = 'community'`)
	w.add("kind", "", kind, w.spot("North Wendle"))
	w.things["kind"] = thing{kind: "ConnectorKind", id: kind}
	w.exec(w.fill(`INSERT INTO connectors (district_id, person_id, kind_id, setting, town_id, joined_by, notice_version, agreed_at, badge_until)
		VALUES (<NorthWendle>, <Vera>, <kind>, 'A chair by the otters', <Saltcombe>, 'link', '1', '2026-06-01 08:00Z', '2028-06-01')`, plain))
	w.note("invite", thing{kind: "Invite", target: w.get("Rolf").target, id: w.id(`INSERT INTO connector_invites (district_id, person_id, kind_id, town_id, asked_by, asked_at, keep_until)
		VALUES (<NorthWendle>, <Rolf>, <kind>, <Saltcombe>, <builder>, '2026-06-09 08:00Z', '2027-06-09') RETURNING id`)})
	w.add("wish", "ConnectorWish", w.id(`INSERT INTO connector_wishes (district_id, town_id, what, first_name, phone, words, notice_version, at, keep_until)
		VALUES (<NorthWendle>, <Saltcombe>, 'idea', 'Wendeline', '+441632960177', 'A choir of otters', '1', '2026-06-09 08:00Z', '2026-09-09') RETURNING id`), w.spot("Saltcombe"))
	w.note("money", thing{kind: "Theme", id: w.id(`SELECT id FROM themes WHERE district_id = <NorthWendle> AND code = 'money'`)})
	patch := w.get("Saltcombe").target
	patch.PersonID = domain.PersonID(w.get("Vera").id)
	w.note("connector Vera", thing{kind: "Person", id: w.get("Vera").id, target: patch})
}

// connectorProbes are what a badge opens, what whoever is asked answers, and what builders do for connectors.
var connectorProbes = []probe{
	{does: domain.SeeMyRipple, to: "Vera", page: `GET /log/<link>`, tells: []string{"A chair by the otters"}},
	{does: domain.SeeMyRipple, to: "Vera", page: `GET /log/<link>/today`, tells: []string{"A chair by the otters"}},
	{does: domain.SeeMyRipple, to: "Vera", graphql: `{ myRipple(token: <link>) { conversations } }`, tells: []string{`"conversations":`}},
	{does: domain.SeeMyRipple, to: "Vera", page: `GET /log/<link>/ripple`, tells: []string{"A chair by the otters"}},
	{does: domain.SeeMyRipple, to: "Vera", page: `GET /log/<link>/wish`, tells: []string{"A chair by the otters"}},
	{does: domain.LogTalk, to: "Vera", graphql: `mutation { logConversation(input: {token: <link>, clientKey: "00000000-0000-4000-8000-000000000001", themeId: <money>, ledTo: LISTENED}) { again } }`,
		page: `POST /log/<link>`, form: `key=00000000-0000-4000-8000-000000000001&about=<money>&to=listened`, row: `SELECT count(*) FROM conversations`},
	{does: domain.LogTalk, to: "Vera", page: `POST /log/<link>/today`, form: `key=00000000-0000-4000-8000-000000000002&about=<money>&n=1`, row: `SELECT count(*) FROM conversations`},
	{does: domain.LogTalk, to: "Vera", graphql: `mutation { wishOfSomebody(input: {token: <link>, what: IDEA, firstName: "Jo", phone: "01632 960188", agreed: true}) { done } }`,
		page: `POST /log/<link>/wish`, form: `what=idea&firstName=Jo&phone=01632+960188&agreed=yes`, row: `SELECT count(*) FROM connector_wishes`},
	{does: domain.AnswerConnect, to: "Rolf", graphql: `{ connectorInvite(token: <link>) { firstName } }`, tells: []string{"Rolf"}},
	{does: domain.AnswerConnect, to: "Rolf", page: `GET /connect/<link>`, tells: []string{"Would you be a connector?"}},
	{does: domain.AnswerConnect, to: "Rolf", graphql: `mutation { answerConnect(input: {token: <link>, yes: true, agreed: true}) { invite { answeredAt } } }`,
		page: `POST /connect/<link>`, form: `do=yes&agreed=yes`, row: `SELECT count(*) FROM connectors`},

	{does: domain.SeeCoverage, to: "Saltcombe", graphql: `{ coverage(place: <Saltcombe>) { place { name } over { name } } }`, page: `GET /coverage?town=<Saltcombe>`, tells: []string{"Saltcombe"}},
	{does: domain.SeeCoverage, to: "CastleRow", graphql: `{ coverage(place: <CastleRow>, period: "2026") { place { name figures { code value } } } }`, page: `GET /coverage?street=<CastleRow>&period=2026&format=csv`, tells: []string{"Castle Row"}},
	{does: domain.SeeCoverage, to: "Saltcombe", page: `GET /map?town=<Saltcombe>`, tells: []string{"Who looks after Saltcombe?"}},
	{does: domain.SeeCoverage, to: "Saltcombe", page: `GET /map.csv?town=<Saltcombe>`, tells: []string{"stand_ins"}},
	{does: domain.SeeCoverage, to: "Saltcombe", page: `GET /geo/streets?town=<Saltcombe>`, tells: []string{"FeatureCollection"}},
	{does: domain.SeeCoverage, to: "Saltcombe", page: `GET /geo/sections?town=<Saltcombe>`, tells: []string{"FeatureCollection"}},
	{does: domain.SeeCoverage, general: true, page: `GET /map/what-if`, tells: []string{"Who would it be?"}},
	{does: domain.SeeCoverage, to: "CastleRow", graphql: `{ whatIf(input: {streetId: <CastleRow>, coordinator: true}) { percent } }`, tells: []string{"percent"}},
	{does: domain.SeeCoverage, to: "CastleRow", page: `POST /map/what-if`, form: `who=coordinator&streetId=<CastleRow>`, row: `SELECT count(*) FROM works`},
	{does: domain.SeeReport, to: "Saltcombe", graphql: `{ report(place: <Saltcombe>) { placeName } }`, tells: []string{"Saltcombe"}},
	{does: domain.SeeReport, to: "Saltcombe", page: `GET /reports?town=<Saltcombe>`, tells: []string{"How each number is counted"}},
	{does: domain.SeePublished, page: `GET /how-we-do?town=<Saltcombe>`, tells: []string{"Saltcombe"}},
	{does: domain.SeePublished, page: `GET /geo/how-we-do?town=<Saltcombe>`, tells: []string{"FeatureCollection"}},
	{does: domain.SeeTownRipple, graphql: `{ ripple(townId: <Saltcombe>) { townName exact } }`, page: `GET /ripple?town=<Saltcombe>`, tells: []string{"Saltcombe"}},
	{does: domain.RunConnectors, to: "Saltcombe", graphql: `{ connectors { edges { node { firstName setting } } } }`, page: `GET /connectors`, tells: []string{"A chair by the otters"}},
	{does: domain.RunConnectors, to: "NorthWendle", general: true, graphql: `{ connectorKinds { name } }`, tells: []string{"Community connector"}},
	{does: domain.RunConnectors, to: "NorthWendle", general: true, page: `GET /connector-kinds`, tells: []string{"Community connector"}},
	{does: domain.RunConnectors, to: "NorthWendle", general: true, page: `GET /connector-kinds/community`, tells: []string{"What are they called?"}},
	{does: domain.EditKinds, to: "NorthWendle", general: true, graphql: `mutation { saveConnectorKind(input: {code: "community", name: "Friend of herons", signposts: true, goesAlong: false, oneToOne: false, offered: true}) { kind { code } } }`,
		page: `POST /connector-kinds/community`, form: `name=Friend+of+herons&is=signposts&is=offered`, row: `SELECT count(*) FROM connector_kinds WHERE name = 'Friend of herons'`},
	{does: domain.RunConnectors, to: "connector Vera", graphql: `{ connector(personId: <Vera>) { setting } }`, page: `GET /connectors/<connectorVera>`, tells: []string{"A chair by the otters"}},
	{does: domain.RunConnectors, to: "connector Vera", page: `GET /connectors/<connectorVera>/patch`, tells: []string{"A chair by the otters"}},
	{does: domain.RunConnectors, to: "connector Vera", graphql: `mutation { changeConnector(input: {personId: <Vera>, setting: "A bench by the herons", streets: [], languages: []}) { connector { setting } } }`,
		page: `POST /connectors/<connectorVera>/patch`, form: `setting=A+bench+by+the+herons`, row: `SELECT setting FROM connectors WHERE person_id = <Vera>`},
	{does: domain.RunConnectors, to: "connector Vera", page: `GET /print/connector/<connectorVera>`, tells: []string{"Ask me what there is"}},
	{does: domain.RunConnectors, to: "connector Vera", graphql: `mutation { sayHello(input: {personId: <Vera>}) { connector { lastDay } } }`, page: `POST /connectors/<connectorVera>/hello`, row: `SELECT greeted_at FROM connectors WHERE person_id = <Vera>`},
	{does: domain.RunConnectors, to: "connector Vera", graphql: `mutation { changeBadge(input: {personId: <Vera>}) { connector { badgeUntil } } }`, page: `POST /connectors/<connectorVera>/badge`, form: `do=new`, row: `SELECT badge FROM connectors WHERE person_id = <Vera>`},
	{does: domain.RunConnectors, to: "Saltcombe", general: true, page: `GET /connectors/training`, tells: []string{"Who was there?"}},
	{does: domain.RunConnectors, to: "Saltcombe", graphql: `mutation { trainConnectors(input: {townId: <Saltcombe>, kindId: <kind>, people: "Jo, jo@example.org", agreed: true}) { people } }`,
		page: `POST /connectors/training`, form: `townId=<Saltcombe>&kindId=<kind>&people=Jo,+jo@example.org&agreed=yes`, row: `SELECT count(*) FROM connectors`},
	{does: domain.RunConnectors, to: "Saltcombe", graphql: `{ connectorWishes { edges { node { words } } } }`, page: `GET /connector-wishes`, tells: []string{"A choir of otters"}},
	{does: domain.RunConnectors, to: "wish", graphql: `mutation { settleWish(input: {wishId: <wish>}) { done } }`, page: `POST /connector-wishes/<wish>`, row: `SELECT done_at FROM connector_wishes WHERE id = <wish>`},
	{does: domain.RunConnectors, to: "Saltcombe", and: domain.SeePeople, on: "Nia", graphql: `mutation { inviteConnector(input: {personId: <Nia>, kindId: <kind>, townId: <Saltcombe>}) { personId } }`,
		page: `POST /people/<Nia>/connector`, form: `townId=<Saltcombe>&kindId=<kind>`, row: `SELECT count(*) FROM connector_invites`},
	{does: domain.RunConnectors, to: "Saltcombe", and: domain.SeePeople, on: "Nia", page: `GET /people/<Nia>/connector`, tells: []string{"Would Nia be a connector?"}},
}
