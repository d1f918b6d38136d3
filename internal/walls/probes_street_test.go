package walls

import "waymark/domain"

// looksAfterNone is true for those who are let in, and look after no street.
func looksAfterNone(a domain.Actor) bool { return !a.Has(domain.Coordinator, domain.Reserve) }

// streetProbes are about who looks after streets.
var streetProbes = []probe{
	{does: domain.SeePlaces, to: "CastleRow", graphql: `{ myStreets { streets { name } } }`, page: `GET /my-streets`, tells: []string{"Castle Row"},
		idle: looksAfterNone},
	{does: domain.SeePlaces, general: true, page: `GET /my-streets/away`, tells: []string{"For how long?"}, idle: looksAfterNone},
	{does: domain.SeePlaces, general: true, page: `GET /my-streets/hand-over`, tells: []string{"Hand over for good"}, idle: looksAfterNone},
	{does: domain.ChangeMyTime, to: "coordinator", page: `POST /my-streets/away`, form: `back=7`, row: `SELECT count(*) FROM absences WHERE person_id = <coordinator>`},
	{does: domain.ChangeMyTime, to: "coordinator", page: `POST /my-streets/back`, row: `SELECT coalesce(max(to_on)::text, '') FROM absences WHERE person_id = <coordinator>`,
		given: `INSERT INTO absences (district_id, person_id, kind, from_on) SELECT district_id, id, 'holiday', '2026-06-01' FROM persons WHERE id = <coordinator>`},
	{does: domain.SeePlaces, to: "MillLane", graphql: `{ vacancies { edges { node { street { name } } } } }`, page: `GET /vacancies`, tells: []string{"Mill Lane"}},
	{does: domain.SeePlaces, general: true, graphql: `{ vacancyCount { nobody noStandIn } }`},
	{does: domain.EditRoles, to: "HillRoad", graphql: `{ whoCould(streetId: <HillRoad>) { kind offers { personName } } }`, tells: []string{`"kind":`}},
	{does: domain.EditRoles, to: "HillRoad", page: `GET /vacancies/<HillRoad>`, tells: []string{"Who could look after"}},
	{does: domain.EditRoles, to: "HillRoad", graphql: `mutation { offerStreet(input: {streetId: <HillRoad>, personId: <Vera>, kind: COORDINATOR}) { offerId } }`,
		page: `POST /vacancies/<HillRoad>`, form: `person=<Vera>&kind=coordinator`, row: `SELECT count(*) FROM street_offers WHERE street_id = <HillRoad>`},
	{does: domain.AnswerOffer, to: "Vera", graphql: `{ myOffers(token: <link?>) { streetName } }`, page: `GET /look-after/<link?>`, tells: []string{"Hill Road"}},
	{does: domain.AnswerOffer, to: "Vera", graphql: `mutation { answerOffer(input: {token: <link?>, offerId: <offer>, yes: true}) { offer { answer } } }`,
		page: `POST /look-after/<link?>`, form: `offer=<offer>&answer=yes`, row: `SELECT answer FROM street_offers WHERE id = <offer>`},
	{does: domain.HandStreets, to: "coordinator", graphql: `mutation { handStreets(input: {from: <coordinator>, to: <Vera>}) { moved { requests } } }`,
		row: `SELECT count(*) FROM handings WHERE from_id = <coordinator>`},
	{does: domain.HandStreets, to: "coordinator", page: `POST /my-streets/hand-over`, form: `to=<Vera>&words=Knock`, row: `SELECT count(*) FROM handings WHERE from_id = <coordinator>`,
		idle: looksAfterNone},
	{does: domain.SeeSelf, to: "handing", graphql: `mutation { readHanding(input: {handingId: <handing>}) { handingId } }`, page: `POST /handings/<handing>/read`,
		row: `SELECT read_at FROM handings WHERE id = <handing>`},
}

// benchForm is what a form says of a Talking Bench that is nowhere else.
const benchForm = `townId=<Saltcombe>&kind=bench&placeName=Elm+bench&point=51.2,-4.1&every=week&firstOn=2026-06-16&lastOn=2026-07-31&starts=10:30&ends=11:00&key=k`

// gatheringProbes are about what is on.
var gatheringProbes = []probe{
	{does: domain.SeeGatherings, graphql: `{ gatherings(townId: <Saltcombe>) { edges { node { placeName } } } }`, page: `GET /whats-on/calendar.ics`, tells: []string{"the heron stairs"}},
	{does: domain.SeeGatherings, graphql: `{ gathering(id: <gathering>) { placeName } }`, page: `GET /whats-on/<gathering>/calendar.ics`, tells: []string{"the heron stairs"}},
	{does: domain.SeeGatherings, graphql: `{ gatheringKinds(districtId: <NorthWendle>) { name } }`, tells: []string{"Talking Bench"}},
	{does: domain.ShowFace, to: "gathering", given: `UPDATE gatherings SET host_id = <Nia> WHERE id = <gathering>`, page: `GET /gatherings/<gathering>/photo`,
		tells: []string{"Who will I meet?"}},
	{does: domain.ShowFace, to: "gathering", given: `WITH sits AS (UPDATE gatherings SET host_id = <Nia> WHERE id = <gathering>)
		INSERT INTO host_photos (district_id, person_id, name, image, width, height, alt, agreed_at, added_by)
		SELECT <NorthWendle>, <Nia>, repeat('0', 32), 'x', 1, 1, 'x', '2026-06-10 08:00Z', <Nia>`,
		page: `POST /gatherings/<gathering>/photo/gone`, row: `SELECT count(*) FROM audits WHERE action = 'show_face'`},
	{does: domain.Follow, graphql: `mutation { followGathering(input: {gatheringId: <gathering>, email: "joan@example.org"}) { accepted } }`,
		page: `POST /whats-on/<gathering>/follow`, form: `email=joan@example.org`, row: `SELECT count(*) FROM gathering_followers`},
	{does: domain.EditKinds, general: true, page: `GET /gathering-kinds`, tells: []string{"Add a kind"}},
	{does: domain.EditKinds, general: true, page: `GET /gathering-kinds/bench`, tells: []string{"What is it called?"}},
	{does: domain.EditKinds, to: "NorthWendle", general: true, graphql: `mutation { saveGatheringKind(input: {code: "bench", name: "Bench of herons", minutes: 30, offered: true}) { kind { code } } }`,
		page: `POST /gathering-kinds/bench`, form: `name=Bench+of+herons&minutes=30&is=offered`, row: `SELECT count(*) FROM gathering_kinds WHERE name = 'Bench of herons'`},
	{does: domain.RunGatherings, to: "gathering", graphql: `mutation { changeGathering(input: {gatheringId: <gathering>, welcome: "Herons"}) { gathering { version } } }`,
		page: `POST /gatherings/<gathering>/change`, form: `placeName=the+heron+stairs&every=week&starts=10:00&ends=10:30&lastOn=2026-07-16&welcome=Herons`,
		row: `SELECT welcome FROM gatherings WHERE id = <gathering>`},
	{does: domain.RunGatherings, to: "gathering", page: `GET /gatherings/<gathering>/change`, tells: []string{"What is different?"}},
	{does: domain.RunGatherings, to: "Saltcombe", graphql: `mutation { addGathering(input: {townId: <Saltcombe>, kind: "bench", placeName: "Elm bench", point: {lat: 51.2, lon: -4.1}, every: WEEK,
			firstOn: "2026-06-16", lastOn: "2026-07-31", starts: 630, ends: 660}) { gathering { id } } }`, row: `SELECT count(*) FROM gatherings`},
	{does: domain.RunGatherings, to: "gathering", graphql: `mutation { changeGatheringDate(input: {gatheringId: <gathering>, day: "2026-06-16", off: true, words: "Rain"}) { gathering { id } } }`,
		row: `SELECT off FROM gathering_dates WHERE gathering_id = <gathering> AND day = '2026-06-16'`},
	{does: domain.RunGatherings, to: "gathering", graphql: `mutation { restoreGatheringDate(input: {gatheringId: <gathering>, day: "2026-06-16"}) { gathering { id } } }`,
		given: `UPDATE gathering_dates SET off = true WHERE gathering_id = <gathering>`,
		row:   `SELECT version FROM gathering_dates WHERE gathering_id = <gathering> AND day = '2026-06-16'`},
	{does: domain.RunGatherings, to: "gathering", graphql: `mutation { endGathering(input: {gatheringId: <gathering>}) { gathering { id } } }`,
		row: `SELECT count(*) FROM gathering_dates WHERE gathering_id = <gathering>`},
	{does: domain.SeeGatherings, page: `GET /whats-on`, tells: []string{"the heron stairs"}},
	{does: domain.SeeGatherings, page: `GET /whats-on/<gathering>`, tells: []string{"the heron stairs"}},
	{does: domain.RunGatherings, general: true, to: "Saltcombe", page: `GET /gatherings/new`, tells: []string{"Its point on the map"}},
	{does: domain.RunGatherings, to: "Saltcombe", page: `POST /gatherings/new`, form: benchForm, row: `SELECT count(*) FROM gatherings`},
	{does: domain.RunGatherings, to: "gathering", page: `GET /gatherings/<gathering>/dates/2026-06-16`, tells: []string{"What is different?"}},
	{does: domain.RunGatherings, to: "gathering", page: `POST /gatherings/<gathering>/dates/2026-06-16`, form: `what=off&words=Rain`,
		row: `SELECT off FROM gathering_dates WHERE gathering_id = <gathering> AND day = '2026-06-16'`},
	{does: domain.RunGatherings, to: "gathering", page: `POST /gatherings/<gathering>/dates/2026-06-16/as-before`,
		given: `UPDATE gathering_dates SET off = true WHERE gathering_id = <gathering>`,
		row:   `SELECT version FROM gathering_dates WHERE gathering_id = <gathering> AND day = '2026-06-16'`},
	{does: domain.RunGatherings, to: "gathering", page: `GET /gatherings/<gathering>/end`, tells: []string{"End all of it?"}},
	{does: domain.RunGatherings, to: "gathering", page: `POST /gatherings/<gathering>/end`, row: `SELECT count(*) FROM gathering_dates WHERE gathering_id = <gathering>`},
}
