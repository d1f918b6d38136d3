package walls

import "waymark/domain"

// meetings brings in yesterday's meeting, and two things that Olive, who holds no role, said there that she would do: one is done.
func (w *world) meetings() {
	w.Helper()
	w.exec(w.fill(`INSERT INTO meetings (district_id, held_on, began_at, began_by, since, asked, helped, waiting, not_found, vacant)
		VALUES (<NorthWendle>, '2026-06-09', '2026-06-09 08:30Z', <Olive>, '2026-06-08 08:30Z', 717, 0, 0, 0, 0)`, plain))
	olive := domain.PersonID(w.get("Olive").id)
	for name, done := range map[string]string{"action": "NULL", "finished action": "'2026-06-10 08:30Z'"} {
		id := w.id(`INSERT INTO meeting_actions (district_id, said_on, said_at, said_by, words, owner_id, due_on, done_at, done_by)
			SELECT <NorthWendle>, '2026-06-09', '2026-06-09 08:31Z', <Olive>, '` + promised + `', <Olive>, '2026-06-11', at, CASE WHEN at IS NOT NULL THEN <Olive> END
			FROM (SELECT ` + done + `::timestamptz AS at) d RETURNING id`)
		w.note(name, thing{kind: "MeetingAction", id: id, target: domain.Target{Spot: w.spot("North Wendle"), OwnerID: olive, PersonID: olive}})
	}
}

// promised is said at a meeting.
const promised = "Ask the marmalade club for drivers"

var meetingProbes = []probe{
	{does: domain.HoldMeeting, to: "NorthWendle", graphql: `{ meeting { actions { words } said { words } } }`, page: `GET /meeting`, tells: []string{promised}},
	{does: domain.HoldMeeting, to: "NorthWendle", page: `GET /meeting/screen?show=1`, tells: []string{promised}},
	{does: domain.HoldMeeting, to: "NorthWendle", page: `GET /meeting/actions/new`, tells: []string{">Desk Deskson</option>"}},
	{does: domain.HoldMeeting, to: "NorthWendle", graphql: `{ pastMeetings { edges { node { figures { asked } } } } }`, page: `GET /meetings`, tells: []string{"717"}},
	{does: domain.HoldMeeting, to: "NorthWendle", graphql: `{ pastMeeting(on: "2026-06-09") { meeting { figures { asked } } } }`, page: `GET /meetings/2026-06-09`, tells: []string{"717"}},
	{does: domain.HoldMeeting, to: "NorthWendle", given: `UPDATE requests SET start_level = 3, level = 3 WHERE id = <fresh>`,
		graphql: `{ cases { edges { node { case { request { firstName } } } } } }`, page: `GET /cases`, tells: []string{"Jofresh"}},
	{does: domain.HoldMeeting, to: "NorthWendle", graphql: `mutation { beginMeeting { agenda { since } } }`, page: `POST /meeting`, row: `SELECT count(*) FROM meetings WHERE district_id = <NorthWendle>`},
	{does: domain.HoldMeeting, to: "NorthWendle", graphql: `mutation { recordAction(input: {words: "Ring the bell", ownerId: <desk>}) { action { words } } }`,
		page: `POST /meeting/actions`, form: `words=Ring+the+bell&ownerId=<desk>&dueOn=2026-06-12`, row: `SELECT count(*) FROM meeting_actions WHERE district_id = <NorthWendle>`},
	{does: domain.HoldMeeting, to: "NorthWendle", graphql: `{ meetingActions { edges { node { words } } } }`, tells: []string{promised}},
	{does: domain.SettleAction, to: "action", graphql: `{ meetingAction(id: <action>) { words } }`, page: `GET /meeting/actions/<action>`, tells: []string{promised}},
	{does: domain.SettleAction, to: "action", graphql: `mutation { finishAction(input: {actionId: <action>}) { action { doneAt } } }`,
		page: `POST /meeting/actions/<action>/done`, row: `SELECT done_at FROM meeting_actions WHERE id = <action>`},
	{does: domain.SettleAction, to: "action", graphql: `mutation { carryOverAction(input: {actionId: <action>, why: "They were shut"}) { action { dueOn } } }`,
		page: `POST /meeting/actions/<action>`, form: `stands=carry&why=They+were+shut&dueOn=2026-06-12`, row: `SELECT count(*) FROM meeting_carries`},
	{does: domain.SettleAction, to: "finishedaction", graphql: `mutation { reopenAction(input: {actionId: <finishedaction>}) { action { doneAt } } }`,
		page: `POST /meeting/actions/<finishedaction>/put-back`, row: `SELECT done_at FROM meeting_actions WHERE id = <finishedaction>`},
	{does: domain.SeeMissing, general: true, graphql: `{ growth { vacantAll } }`, tells: []string{`"vacantAll":`}},
	{does: domain.SeeMissing, general: true, page: `GET /builder`, tells: []string{"Not heard of for a while"}},
}
