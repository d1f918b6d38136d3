package walls

import "waymark/domain"

// isMachine is true for a key: it has nothing open, and nobody sees it look.
func isMachine(a domain.Actor) bool { return a.Kind == domain.KeyActor }

// askProbes are about seeing an ask, and writing one down.
var askProbes = []probe{
	{does: domain.TakeAsk, general: true, graphql: `mutation { raiseRequest(input: {firstName: "Ivy", phone: "01632 960100", streetId: <CastleRow>,
			needId: <dog>, cameBy: PHONE, agreedShare: true}) { reference } }`,
		page: `POST /call`, form: `cameBy=phone&needId=<dog>&urgency=W&firstName=Ivy&phone=01632+960100&ways=ring&street=Castle+Row&streetId=<CastleRow>&whom=me&agreed=share&key=k`,
		row: `SELECT count(*) FROM requests WHERE street_id = <CastleRow>`},
	{does: domain.TakeAsk, to: "Nia", graphql: `mutation { raiseRequest(input: {personId: <Nia>, streetId: <CastleRow>, needId: <dog>, cameBy: PHONE}) { reference } }`,
		page: `POST /call`, form: `cameBy=phone&needId=<dog>&urgency=W&person=<Nia>&street=Castle+Row&streetId=<CastleRow>&whom=me&key=k`,
		row: `SELECT count(*) FROM requests WHERE person_id = <Nia>`},
	{does: domain.SeeAsk, to: "fresh", graphql: `{ request(id: <fresh>) { notesForHelper notes { words } } }`, page: `GET /requests/<fresh>`,
		tells: []string{notes, reminder}},
	{does: domain.SeeAsk, to: "reference", graphql: `{ requestByReference(reference: <reference>) { personName } }`, tells: []string{"Jofresh"}},
	{does: domain.SeeAsk, to: "CastleRow", graphql: `subscription { requestsOf(placeId: <CastleRow>) { reload } }`, tells: []string{`"reload":true`}},
	{does: domain.SeeAsk, to: "fresh", and: domain.SeePlaces, on: "CastleRow", page: `GET /requests/<fresh>/hand-over`, tells: []string{"Jofresh"}},
	{does: domain.RunAsk, to: "fresh", page: `GET /requests/<fresh>/assign?person=<Vera>`, tells: []string{"Vera has said yes"}}, // on its shortlist
	{does: domain.RunAsk, to: "fresh", and: domain.SeePeople, on: "Rolf", page: `GET /requests/<fresh>/assign?person=<Rolf>`, tells: []string{"Rolf has said yes"}},
	{does: domain.SeeAsk, to: "fresh", graphql: `{ node(id: <fresh>) { ... on Request { firstName } } }`, tells: []string{"Jofresh"}},
	{does: domain.SeeAsk, to: "fresh", graphql: `{ requests(first: 100) { edges { node { firstName } } } }`, page: `GET /requests`, tells: []string{"Jofresh"}},
	{does: domain.SeeAsk, to: "fresh", page: `GET /print/request/<fresh>`, tells: []string{"Jofresh"}},
	{does: domain.SeeAsk, to: "fresh", page: `GET /requests/<fresh>/hold`, tells: []string{"Jofresh"}},
	{does: domain.SeeAsk, to: "fresh", page: `GET /requests/<fresh>/place`, tells: []string{"Jofresh"}},
	{does: domain.SeeAsk, to: "fresh", page: `GET /requests/<fresh>/time`, tells: []string{"Jofresh"}},
	{does: domain.SeeAsk, to: "fresh", page: `GET /requests/<fresh>/end`, tells: []string{"Jofresh"}},
	{does: domain.SeeAsk, to: "fresh", page: `GET /requests/<fresh>/somebody`, tells: []string{"Jofresh"}},
	{does: domain.SeeAsk, to: "fresh", graphql: `{ find(query: <reference>) { requests { request { firstName } fit } } }`, tells: []string{"Jofresh"}},
	{does: domain.SeeAsk, to: "fresh", page: `GET /find?q=<reference>`, tells: []string{"for Jofresh"}},
	{does: domain.SeePeople, to: "Vera", graphql: `{ find(query: "Vera") { people { person { firstName } fit } } }`, tells: []string{`"firstName":"Vera"`}},
	{does: domain.SeePlaces, to: "CastleRow", graphql: `{ find(query: "castle") { streets { street { name } } } }`, tells: []string{"Castle Row"}},
	{does: domain.SeeAsk, to: "fresh", graphql: `{ openings(requestIds: [<fresh>]) { names } }`, tells: []string{"Opener"},
		given: `INSERT INTO persons (district_id, id, first_name, town_id, notice_version, how_told, created_at) OVERRIDING SYSTEM VALUE
			SELECT district_id, 987654321, 'Opener', town_id, '1', 'phone', now() FROM requests WHERE id = <fresh>;
			INSERT INTO request_openings SELECT district_id, id, 987654321, '2026-06-10 09:00Z' FROM requests WHERE id = <fresh>`},
	{does: domain.SeeAsk, to: "fresh", graphql: `mutation { openRequest(input: {requestId: <fresh>}) { requestId } }`,
		row: `SELECT count(*) FROM request_openings WHERE request_id = <fresh>`, idle: isMachine},
	{does: domain.SeeAsk, general: true, page: `GET /desk/live`, tells: []string{"event: reload"}},
	{does: domain.SeeAsk, to: "fresh", page: `GET /requests/<fresh>/live`, tells: []string{"event: here"}},
	{does: domain.SeeAsk, to: "fresh", graphql: `mutation { closeRequest(input: {requestId: <fresh>}) { requestId } }`, page: `POST /requests/<fresh>/closed`, row: `SELECT count(*) > 0 AND count(*) < (SELECT count(*) FROM persons p JOIN requests r ON r.district_id = p.district_id WHERE r.id = <fresh>) FROM request_openings`,
		given: `INSERT INTO request_openings SELECT r.district_id, r.id, p.id, now() FROM requests r JOIN persons p ON p.district_id = r.district_id
			WHERE r.id = <fresh> ON CONFLICT DO NOTHING`, idle: isMachine},
	{does: domain.SeeAsk, to: "going", page: `GET /requests/<going>/take-back`, tells: []string{"Jogoing"}},
}

// runProbes are what a person does about an ask.
var runProbes = []probe{
	{does: domain.RunAsk, to: "fresh", graphql: `mutation { approveRequest(input: {requestId: <fresh>}) { request { needId } } }`,
		page: `POST /requests/<fresh>/approve`, row: `SELECT approved_at FROM requests WHERE id = <fresh>`},
	{does: domain.RunAsk, to: "fresh", graphql: `mutation { holdRequest(input: {requestId: <fresh>, reason: "Away", until: "2026-06-12T09:00:00Z"}) { request { needId } } }`,
		page: `POST /requests/<fresh>/hold`, form: `reason=Away&until=2026-06-12T10:00`, row: `SELECT hold_reason FROM requests WHERE id = <fresh>`},
	{does: domain.RunAsk, to: "held", graphql: `mutation { releaseRequest(input: {requestId: <held>}) { request { needId } } }`,
		page: `POST /requests/<held>/release`, row: `SELECT hold_until FROM requests WHERE id = <held>`},
	{does: domain.RunAsk, to: "fresh", graphql: `mutation { askWider(input: {requestId: <fresh>}) { request { needId } } }`,
		page: `POST /requests/<fresh>/wider`, row: `SELECT level FROM requests WHERE id = <fresh>`},
	{does: domain.RunAsk, to: "fresh", graphql: `{ previewMany(input: {requests: [<fresh>], do: WIDER}) { lines { request { firstName } } } }`,
		page: `GET /requests/many?id=<fresh>&do=wider`, tells: []string{"Jofresh"}},
	{does: domain.RunAsk, to: "fresh", graphql: `mutation { doMany(input: {requests: [<fresh>], do: WIDER}) { plan { can } } }`, page: `POST /requests/many`, form: `id=<fresh>&do=wider`, row: `SELECT level FROM requests WHERE id = <fresh>`},
	{does: domain.RunAsk, to: "held", graphql: `mutation { putBack(input: {requestId: <held>, eventId: "RXZlbnQ6OTg3NjU0MzIx"}) { request { needId } } }`,
		page: `POST /requests/<held>/put-back`, form: `step=987654321`, row: `SELECT hold_until FROM requests WHERE id = <held>`,
		given: `INSERT INTO events (district_id, id, request_id, at, kind, actor, actor_id) OVERRIDING SYSTEM VALUE
			SELECT district_id, 987654321, id, now(), 'paused', 'person', owner_id FROM requests WHERE id = <held>`},
	{does: domain.RunAsk, to: "doubtful", graphql: `mutation { confirmKnows(input: {requestId: <doubtful>}) { request { needId } } }`,
		page: `POST /requests/<doubtful>/knows`, row: `SELECT knows FROM requests WHERE id = <doubtful>`},
	{does: domain.RunAsk, to: "weekly", graphql: `mutation { keepHelper(input: {requestId: <weekly>}) { request { needId } } }`,
		page: `POST /requests/<weekly>/keep-helper`, row: `SELECT s.helper_id FROM series s JOIN requests r ON r.series_id = s.id WHERE r.id = <weekly>`},
	{does: domain.RunAsk, to: "weekly", graphql: `mutation { endSeries(input: {requestId: <weekly>}) { request { needId } } }`,
		page: `POST /requests/<weekly>/last`, row: `SELECT count(*) FROM events WHERE request_id = <weekly> AND kind = 'series_ended'`},
	{does: domain.RunAsk, to: "fresh", graphql: `mutation { askHelper(input: {requestId: <fresh>, personId: <Vera>}) { request { needId } } }`,
		page: `POST /requests/<fresh>/ask`, form: `person=<Vera>`, row: `SELECT count(*) FROM invitations WHERE request_id = <fresh>`},
	{does: domain.RunAsk, to: "fresh", graphql: `mutation { assignHelper(input: {requestId: <fresh>, personId: <Vera>}) { request { needId } } }`,
		page: `POST /requests/<fresh>/assign`, form: `person=<Vera>`, row: `SELECT state FROM requests WHERE id = <fresh>`},
	{does: domain.RunAsk, to: "finished", graphql: `mutation { notDoneAfterAll(input: {requestId: <finished>}) { request { needId } } }`,
		page: `POST /requests/<finished>/not-done`, row: `SELECT state FROM requests WHERE id = <finished>`},
	{does: domain.RunAsk, to: "going", graphql: `mutation { takeBack(input: {requestId: <going>}) { request { needId } } }`,
		page: `POST /requests/<going>/take-back`, row: `SELECT state FROM requests WHERE id = <going>`},
	{does: domain.RunAsk, to: "fresh", graphql: `mutation { handOver(input: {requestId: <fresh>, to: <desk>}) { request { needId } } }`,
		page: `POST /requests/<fresh>/hand-over`, form: `to=<desk>`, row: `SELECT owner_id FROM requests WHERE id = <fresh>`},
	{does: domain.RunAsk, to: "unplaced", graphql: `mutation { placeRequest(input: {requestId: <unplaced>, streetId: <CastleRow>}) { request { needId } } }`,
		page: `POST /requests/<unplaced>/place`, form: `streetId=<CastleRow>`, row: `SELECT street_id FROM requests WHERE id = <unplaced>`},
	{does: domain.RunAsk, to: "fresh", graphql: `mutation { changeTime(input: {requestId: <fresh>, usefulUntil: "2026-06-13T09:00:00Z"}) { request { needId } } }`,
		page: `POST /requests/<fresh>/time`, form: `usefulUntil=2026-06-13T10:00`, row: `SELECT useful_until FROM requests WHERE id = <fresh>`},
	{does: domain.RunAsk, to: "fresh", graphql: `mutation { endRequest(input: {requestId: <fresh>, ending: SORTED}) { request { needId } } }`,
		page: `POST /requests/<fresh>/end`, form: `ending=sorted`, row: `SELECT ending FROM requests WHERE id = <fresh>`},
	{does: domain.RunAsk, to: "fresh", graphql: `mutation { noteRequest(input: {requestId: <fresh>, words: "Rang twice"}) { request { needId } } }`,
		page: `POST /requests/<fresh>/notes`, form: `words=Rang+twice`, row: `SELECT count(*) FROM request_notes WHERE request_id = <fresh>`},
}

var deskProbes = []probe{
	{does: domain.SeeDesk, to: "Saltcombe", graphql: `{ shifts(townId: <Saltcombe>) { edges { node { personName } } } }`, tells: []string{"Deskson"}},
	{does: domain.SeeDesk, general: true, graphql: `{ desk { open checked } }`, page: `GET /desk`},
	{does: domain.SeeAsk, to: "unplaced", graphql: `{ desk { needsYou { firstName } new { firstName } waiting { firstName } } }`, page: `GET /desk`, tells: []string{"Jounplaced"}},
	{does: domain.DoTask, to: "task", graphql: `{ tasks { edges { node { firstName } } } }`, page: `GET /tasks`, tells: []string{"Jofresh"}},
	{does: domain.DoTask, to: "task", graphql: `{ task(id: <task>) { phone } }`, page: `GET /tasks/<task>`, tells: []string{"01632 960155"}},
	{does: domain.DoTask, to: "task", graphql: `{ node(id: <task>) { ... on Task { firstName } } }`, tells: []string{"Jofresh"}},
	{does: domain.DoTask, to: "task", graphql: `mutation { reportTask(input: {taskId: <task>, outcome: REACHED}) { words } }`, page: `POST /tasks/<task>`,
		form: `outcome=reached`, row: `SELECT state FROM tasks WHERE id = <task>`},
	{does: domain.ReadWorry, to: "worry", graphql: `{ worries { words } }`, page: `GET /worries`, tells: []string{worry},
		idle: func(a domain.Actor) bool { return !a.Has(domain.SafeguardingLead) }}, // those who stand in read where there is no lead
	{does: domain.ReadOffer, to: "helpoffer", graphql: `{ offers { edges { node { words } } } }`, page: `GET /offers`, tells: []string{offer}},
	{does: domain.ReadOffer, to: "helpoffer", graphql: `mutation { offerAnswered(input: {offerId: <helpoffer>}) { offerId } }`,
		page: `POST /offers/<helpoffer>`, row: `SELECT seen_at FROM offers WHERE id = <helpoffer>`},
	{does: domain.SeeJobs, general: true, graphql: `{ jobRuns { edges { node { server } } } }`, page: `GET /jobs`, tells: []string{"a clockwork heron"}},
}
