package walls

import "waymark/domain"

// secretStory is how help was, as Vera let it be told.
const secretStory = "A plum-coloured kite flies again."

// stories has one that Vera let be told.
func (w *world) stories() {
	w.Helper()
	id := w.id(`INSERT INTO stories (district_id, town_id, month, words, person_id, agreed_on, everybody, written_by, written_at, keep_until)
		VALUES (<NorthWendle>, <Saltcombe>, '2026-02-01', '` + secretStory + `', <Vera>, '2026-03-01', false, <builder>, '2026-03-01 08:00Z', '2028-03-01') RETURNING id`)
	w.note("story", thing{kind: "Story", id: id, target: domain.Target{Spot: w.spot("Saltcombe"), Thing: true}})
}

var storyProbes = []probe{
	{does: domain.RunStories, to: "Saltcombe", page: `GET /stories`, tells: []string{secretStory}},
	{does: domain.SeeReport, to: "Saltcombe", page: `GET /reports?town=<Saltcombe>&period=2026-02`, tells: []string{secretStory}},
	{does: domain.RunStories, general: true, page: `GET /stories/new`, tells: []string{"Who said that you may tell it?"}},
	{does: domain.RunStories, to: "Saltcombe", page: `POST /stories/new`,
		form: `personId=<Vera>&townId=<Saltcombe>&month=2026-05&words=It+flies.&everybody=everybody&agreedOn=2026-06-01&key=k`, row: `SELECT count(*) FROM stories`},
	{does: domain.RunStories, to: "story", page: `POST /stories/<story>/withdraw`, row: `SELECT count(*) FROM stories`},
}
