package walls

import "waymark/domain"

// looked is that Nia has looked up how to reach Vera.
const looked = `INSERT INTO reveals (district_id, viewer_id, person_id, what, at)
	SELECT district_id, <Nia>, <Vera>, 'contact', '2026-06-10T09:00:00Z' FROM persons WHERE id = <Vera>`

var personProbes = []probe{
	{does: domain.SeePeople, to: "Vera", page: `GET /print/badge/<Vera>`, tells: []string{"Neighbour who helps"}},
	{does: domain.SeePeople, to: "Nia", graphql: `{ person(id: <Nia>) { person { lastName } } }`, page: `GET /people/<Nia>`, tells: []string{"Niason"}},
	{does: domain.TakeAsk, general: true, page: `GET /call/find?q=0163`},
	{does: domain.SeePeople, to: "Nia", graphql: `{ node(id: <Nia>) { ... on Person { lastName } } }`, page: `GET /call?person=<Nia>`, tells: []string{"Niason"}},
	{does: domain.SeePeople, to: "Nia", graphql: `{ people(filter: {query: "nia"}) { edges { node { lastName } } } }`, page: `GET /people?q=nia`, tells: []string{"Niason"}},
	{does: domain.SeeContact, to: "Nia", graphql: `mutation { revealContact(input: {personId: <Nia>}) { contact { phone address } } }`,
		page: `POST /people/<Nia>/contact`, tells: []string{"01632 960777", "Larkspur"}, row: `SELECT count(*) FROM reveals WHERE person_id = <Nia>`},
	{does: domain.SeeReveals, to: "Vera", graphql: `{ reveals(personId: <Vera>) { edges { node { viewerName } } } }`, page: `GET /people/<Vera>/looks`,
		tells: []string{"Niason"}, given: looked},
	{does: domain.SeeSelf, to: "Vera", graphql: `{ reveals { edges { node { viewerName } } } }`, page: `GET /me/looks`, tells: []string{"Niason"}, given: looked},
	{does: domain.RunAsk, to: "fresh", graphql: `mutation { revealContact(input: {personId: <askeroffresh>, requestId: <fresh>}) { contact { phone } } }`,
		page: `POST /people/<askeroffresh>/contact`, form: `request=<fresh>`, tells: []string{"01632 960155"},
		row: `SELECT count(*) FROM reveals WHERE person_id = <askeroffresh>`},
	{does: domain.EditPeople, to: "CastleRow", graphql: `mutation { addPerson(input: {firstName: "Ivy", phone: "01632 960100", streetId: <CastleRow>}) { person { person { id } } } }`,
		page: `POST /people/new`, form: `firstName=Ivy&phone=01632+960100&street=Castle+Row&streetId=<CastleRow>&preferred=email&safe=ring&howTold=phone`,
		row: `SELECT count(*) FROM persons WHERE street_id = <CastleRow>`},
	{does: domain.EditPeople, to: "Nia", graphql: `mutation { changePerson(input: {personId: <Nia>, lastName: "Now"}) { person { person { lastName } } } }`,
		page: `POST /people/<Nia>/change`, form: `firstName=Nia&lastName=Now&preferred=email`, row: `SELECT last_name FROM persons WHERE id = <Nia>`},
	{does: domain.EditPeople, to: "Nia", graphql: `mutation { moveHouse(input: {personId: <Nia>, streetId: <MainStreet>}) { person { person { id } } } }`,
		page: `POST /people/<Nia>/move`, form: `street=Main+Street&streetId=<MainStreet>&address=1`, row: `SELECT street_id FROM persons WHERE id = <Nia>`},
	{does: domain.EditPeople, to: "Nia", graphql: `mutation { leave(input: {personId: <Nia>, why: MOVED_AWAY}) { moved { visits } } }`,
		page: `POST /people/<Nia>/leave`, form: `why=moved_away`, row: `SELECT left_at FROM persons WHERE id = <Nia>`},
	{does: domain.EditPeople, to: "Nia", graphql: `mutation { keepApart(input: {a: <Nia>, b: <Tom>}) { noted } }`,
		page: `POST /people/<Nia>/apart`, form: `b=<Tom>`, row: `SELECT count(*) FROM better_apart`},
	{does: domain.EditPeople, to: "Nia", graphql: `mutation { addAbsence(input: {personId: <Nia>, kind: PAUSE}) { moved { visits } } }`,
		page: `POST /people/<Nia>/away`, form: `kind=pause`, row: `SELECT count(*) FROM absences WHERE person_id = <Nia>`},
	{does: domain.EditPeople, to: "absenceofNia", graphql: `mutation { endAbsence(input: {absenceId: <absenceofNia>}) { absenceId } }`,
		page: `POST /absences/<absenceofNia>/end`, form: `person=<Nia>`, row: `SELECT string_agg(to_jsonb(a)::text, ' ') FROM absences a WHERE id = <absenceofNia>`},
	{does: domain.ImportPeople, to: "CastleRow", graphql: `mutation { importVolunteers(input: {district: "North Wendle", rows: [
			{firstName: "Ivy", email: "ivy@example.org", street: "Castle Row", town: "Saltcombe"}]}) { new problems { reason } } }`,
		row: `SELECT count(*) FROM persons WHERE street_id = <CastleRow>`},
	{does: domain.ImportPeople, general: true, page: `GET /people/import`, tells: []string{"Bring in a list of helpers"}},
	{does: domain.ImportPeople, general: true, page: `POST /people/import`, form: `text=first_name%2Cphone%2Cstreet%0AIvy%2C01632960100%2CCastle+Row`, row: `SELECT count(*) FROM works`},
}

// helpProbes are about what somebody gives.
var helpProbes = []probe{
	{does: domain.EditPeople, to: "Nia", graphql: `mutation { changeVolunteer(input: {personId: <Nia>, capacityWeek: 3}) { person { person { id } } } }`,
		page: `POST /people/<Nia>/volunteer`, form: `availability=any+time&reach=town&capacityWeek=3&budgetWeek=2&budgetDay=1&skills=dogs`,
		row: `SELECT capacity FROM volunteers WHERE person_id = <Nia>`},
	{does: domain.EditPeople, to: "Nia", graphql: `mutation { meetVolunteer(input: {personId: <Nia>, references: 2}) { person { person { id } } } }`,
		page: `POST /people/<Nia>/meet`, form: `references=2`, row: `SELECT standing FROM volunteers WHERE person_id = <Nia>`},
	{does: domain.EditPeople, to: "Nia", graphql: `mutation { addCheck(input: {personId: <Nia>, level: ENHANCED}) { person { person { id } } } }`,
		page: `POST /people/<Nia>/check`, form: `level=enhanced`, row: `SELECT count(*) FROM checks WHERE person_id = <Nia>`},
	{does: domain.EditPeople, to: "Nia", page: `GET /people/<Nia>/change`, tells: []string{"Change details"}},
	{does: domain.EditPeople, to: "Nia", page: `GET /people/<Nia>/volunteer`, tells: []string{"What Nia gives"}},
	{does: domain.EditPeople, to: "Nia", page: `GET /people/<Nia>/meet`, tells: []string{"I have met Nia"}},
	{does: domain.EditPeople, to: "Nia", page: `GET /people/<Nia>/check`, tells: []string{"A check of Nia"}},
	{does: domain.EditPeople, to: "Nia", page: `GET /people/<Nia>/away`, tells: []string{"Nia is going away"}},
	{does: domain.EditPeople, to: "Nia", page: `GET /people/<Nia>/move`, tells: []string{"Nia has moved house"}},
	{does: domain.EditPeople, to: "Nia", page: `GET /people/<Nia>/leave`, tells: []string{"Niason"}},
	{does: domain.EditPeople, to: "Nia", page: `GET /people/<Nia>/apart`, tells: []string{"Niason"}},
	{does: domain.EditPeople, general: true, page: `GET /people/new`, tells: []string{"Add somebody"}},
}

var roleProbes = []probe{
	{does: domain.EditRoles, general: true, and: domain.SeePeople, on: "Nia", page: `GET /people/<Nia>/role`, tells: []string{"Give Nia a role"}},
	{does: domain.SeePeople, to: "Rolf", page: `GET /roles/<role>/end?person=<Rolf>`, tells: []string{"Rolfson"}},
	{does: domain.EditRoles, to: "Saltcombe", graphql: `mutation { grantRole(input: {personId: <Nia>, kind: CALL_TAKER, townId: <Saltcombe>}) { roleId } }`,
		page: `POST /people/<Nia>/role`, form: `kind=call_taker&townId=<Saltcombe>`, row: `SELECT count(*) FROM roles WHERE person_id = <Nia>`},
	{does: domain.EditRoles, to: "role", graphql: `mutation { endRole(input: {roleId: <role>}) { roleId } }`,
		page: `POST /roles/<role>/end`, form: `person=<Rolf>`, row: `SELECT ends_on FROM roles WHERE id = <role>`},
	{does: domain.EditRoles, to: "Saltcombe", graphql: `mutation { addShift(input: {townId: <Saltcombe>, personId: <desk>, startsAt: "2026-06-12T09:00:00Z",
			endsAt: "2026-06-12T12:00:00Z"}) { shiftId } }`,
		page: `POST /towns/<Saltcombe>/shifts`, form: `personId=<desk>&startsAt=2026-06-12T09:00&endsAt=2026-06-12T12:00`, row: `SELECT count(*) FROM desk_shifts`},
	{does: domain.EditRoles, to: "shift", graphql: `mutation { endShift(input: {shiftId: <shift>}) { shiftId } }`,
		page: `POST /shifts/<shift>/end`, form: `town=<Saltcombe>`, row: `SELECT count(*) FROM desk_shifts`},
}
