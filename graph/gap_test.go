package graph_test

import (
	"testing"

	"waymark/domain"
)

// gap has Joan wait in Saltcombe for something that is there now: more people who help.
func (w *world) gap() domain.GapID {
	w.Helper()
	w.ask(w.fresh("Joan"), "Castle Row")
	gap := w.newest(`INSERT INTO gaps (district_id, kind, town_id, stage, helpers, people, times, first_seen, last_seen)
		SELECT district_id, 'help', town_id, 'running', true, 1, 1, raised_at, raised_at FROM requests ORDER BY id DESC LIMIT 1 RETURNING id`)
	w.newest(`WITH sign AS (
			INSERT INTO gap_signs (district_id, kind, subject, town_id, gap_id, here, times, first_seen, last_seen)
			SELECT district_id, 'help', need_id, town_id, $1, true, 1, raised_at, raised_at FROM requests ORDER BY id DESC LIMIT 1
			ON CONFLICT DO NOTHING)
		INSERT INTO gap_waits (district_id, request_id, gap_id, person_id)
		SELECT district_id, id, $1, person_id FROM requests ORDER BY id DESC LIMIT 1 RETURNING gap_id`, gap)
	return domain.GapID(gap)
}

// otherGap is one that showed in the same town and that nobody has looked at.
func (w *world) otherGap() domain.GapID {
	w.Helper()
	return domain.GapID(w.newest(`INSERT INTO gaps (district_id, kind, town_id, stage, people, times, first_seen, last_seen)
		SELECT district_id, 'help', id, 'noticed', 1, 1, now(), now() FROM towns WHERE id = $1 RETURNING id`, w.town["Saltcombe"]))
}

func TestGaps(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	gap := id("Gap", w.gap())
	w.ok("Bo", `{ gaps(filter: {kind: HELP, stage: RUNNING, weeks: 0}, first: 1) { edges { node { people helpers stage townName } } pageInfo { hasNextPage } } }`, nil).
		want(map[string]string{"gaps.edges.0.node.people": "1", "gaps.edges.0.node.townName": "Saltcombe"})
	w.ok("Bo", `query ($id: ID!) { gap(id: $id) { gap { stage } waits { firstName toldAt } untold } }`, vars{"id": gap}).want(map[string]string{"gap.untold": "1"})
	w.refused("Dee", `query ($id: ID!) { gap(id: $id) { gap { stage } } }`, vars{"id": gap}, domain.NotFound)
	const plan = `mutation ($input: PlanGapInput!) { planGap(input: $input) { gap { nextStep fundPence fundFrom version } } }`
	w.ok("Bo", plan, vars{"input": vars{"gapId": gap, "version": 1, "nextStep": "Ask the garage", "fundPence": 125050, "fundFrom": "The town council"}}).
		want(map[string]string{"planGap.gap.fundPence": "125050", "planGap.gap.version": "2"})
	w.refused("Bo", plan, vars{"input": vars{"gapId": gap, "version": 1, "nextStep": "Ask the bus"}}, domain.Conflict)
	w.refused("Bo", `mutation ($input: MergeGapsInput!) { mergeGaps(input: $input) { gap { stage } } }`, vars{"input": vars{"gapId": gap, "intoId": gap}}, domain.Invalid)
	w.ok("Bo", `mutation ($input: NoteGapInput!) { noteGap(input: $input) { gap { version } } }`, vars{"input": vars{"gapId": gap, "words": "The hall is free."}})
	const tell = `mutation ($input: TellGapInput!) { tellGap(input: $input) { gap { stage } } }`
	w.ok("Bo", tell, vars{"input": vars{"gapId": gap, "words": "From Monday on."}}).want(map[string]string{"tellGap.gap.stage": "TOLD"})
	w.refused("Bo", tell, vars{"input": vars{"gapId": gap}}, domain.Conflict)
	w.ok("Bo", `mutation ($input: MoveGapInput!) { moveGap(input: $input) { gap { stage why } } }`, vars{"input": vars{"gapId": gap, "to": "CLOSED"}}).want(map[string]string{"moveGap.gap.stage": "CLOSED"})
}
