package walls

import "waymark/domain"

// secretStory is how help was, as Vera let it be told.
const secretStory = "A plum-coloured kite flies again."

// openStory is one that everybody may read.
const openStory = "Two lilac boats sail again."

// stories has one that Vera let be told to those who look after the place, and one for everybody.
func (w *world) stories() {
	w.Helper()
	id := w.id(`INSERT INTO stories (district_id, town_id, month, words, person_id, agreed_on, everybody, written_by, written_at, keep_until)
		VALUES (<NorthWendle>, <Saltcombe>, '2026-02-01', '` + secretStory + `', <Vera>, '2026-03-01', false, <builder>, '2026-03-01 08:00Z', '2028-03-01') RETURNING id`)
	w.gapRow(`INSERT INTO stories (district_id, town_id, month, words, person_id, agreed_on, everybody, written_at, keep_until)
		SELECT district_id, town_id, month, $1, person_id, agreed_on, true, written_at, keep_until FROM stories WHERE id = $2`, openStory, id)
	w.note("story", thing{kind: "Story", id: id, target: domain.Target{Spot: w.spot("Saltcombe"), Thing: true}})
}

var storyProbes = []probe{
	{does: domain.SeePublished, graphql: `{ stories { edges { node { words } } } }`, tells: []string{openStory}},
	{does: domain.RunStories, to: "Saltcombe", page: `GET /stories`, tells: []string{secretStory}},
	{does: domain.SeeReport, to: "Saltcombe", page: `GET /reports?town=<Saltcombe>&period=2026-02`, tells: []string{secretStory}},
	{does: domain.RunStories, general: true, page: `GET /stories/new`, tells: []string{"Who said that you may tell it?"}},
	{does: domain.RunStories, to: "Saltcombe", page: `POST /stories/new`,
		form: `personId=<Vera>&townId=<Saltcombe>&month=2026-05&words=It+flies.&everybody=everybody&agreedOn=2026-06-01&key=k`, row: `SELECT count(*) FROM stories`},
	{does: domain.RunStories, to: "story", page: `POST /stories/<story>/withdraw`, row: `SELECT count(*) FROM stories`},
}
