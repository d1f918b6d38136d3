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
