package walls

import "waymark/domain"

// secretGap is what people looked for and did not find.
const secretGap = "plum-coloured chess"

// gaps has something missing that nobody has looked at, the same by other words, something that somebody looks at, and something that is
// there now, where Rolf waits.
func (w *world) gaps() {
	w.Helper()
	spot := w.spot("Saltcombe")
	for name, stage := range map[string]string{"gap new": "noticed", "gap same": "noticed", "gap looking": "looking", "gap runs": "running"} {
		kind := "search"
		if name == "gap runs" {
			kind = "help"
		}
		var id int64
		w.must(w.db.SQL.QueryRowContext(w.Context(), `INSERT INTO gaps (district_id, kind, town_id, stage, helpers, people, times, first_seen, last_seen) VALUES ($1, $2, $3, $4, $5, 1, 3, '2026-06-09 08:00Z', '2026-06-09 08:00Z') RETURNING id`,
			spot.DistrictID, kind, spot.TownID, stage, stage == "running").Scan(&id))
		w.note(name, thing{kind: "Gap", id: id, target: domain.Target{Spot: spot, Thing: true}})
		w.gapRow(`INSERT INTO gap_signs (district_id, kind, subject, words, town_id, gap_id, here, times, first_seen, last_seen) VALUES ($1, 'search', 0, $2, $3, $4, true, 3, '2026-06-09 08:00Z', '2026-06-09 08:00Z')`,
			spot.DistrictID, secretGap+" "+name, spot.TownID, id)
	}
	w.gapRow(`INSERT INTO gap_waits (district_id, request_id, gap_id, person_id) SELECT district_id, id, $1, person_id FROM requests WHERE town_id = $2 ORDER BY id LIMIT 1`, w.get("gap runs").id, spot.TownID)
}

// gapRow writes a row that belongs to a gap.
func (w *world) gapRow(query string, args ...any) {
	w.Helper()
	_, err := w.db.SQL.ExecContext(w.Context(), query, args...)
	w.must(err)
}

// gapProbes are what those do who see what is missing, and those who work it through.
var gapProbes = []probe{
	{does: domain.SeeGaps, to: "Saltcombe", graphql: `{ gaps { edges { node { subject } } } }`, page: `GET /gaps`, tells: []string{secretGap}},
	{does: domain.SeeGaps, to: "gap new", graphql: `{ gap(id: <gapnew>) { gap { subject } waits { firstName } steps { what } } }`, page: `GET /gaps/<gapnew>`, tells: []string{secretGap}},

	{does: domain.RunGaps, to: "gap new", page: `GET /gaps/<gapnew>/plan`, tells: []string{"Who sees to it, and what comes next"}},
	{does: domain.RunGaps, to: "gap new", graphql: `mutation { planGap(input: {gapId: <gapnew>, nextStep: "Ring the hall"}) { gap { nextStep } } }`,
		page: `POST /gaps/<gapnew>/plan`, form: `ownerId=0&nextStep=Ring+the+hall`, row: `SELECT next_step FROM gaps WHERE id = <gapnew>`},
	{does: domain.SeeGaps, to: "gap runs", page: `GET /print/gap/<gapruns>`, tells: []string{"who can lend a hand"}},
	{does: domain.RunGaps, to: "Saltcombe", graphql: `{ recruitHere(townId: <Saltcombe>) { section } }`, tells: []string{`"recruitHere":`}},
	{does: domain.RunGaps, to: "Saltcombe", page: `GET /gaps/recruit?town=<Saltcombe>`, tells: []string{"last thirteen weeks"}},
	{does: domain.RunGaps, general: true, page: `GET /print/looking?town=<Saltcombe>&section=<OldTown>&skills=dogs`, tells: []string{"who can walk a dog"}},
	{does: domain.RunGaps, to: "gap new", graphql: `mutation { takeGap(gapId: <gapnew>) { gap { stage } } }`, page: `POST /gaps/<gapnew>/take`, row: `SELECT stage FROM gaps WHERE id = <gapnew>`},
	{does: domain.RunGaps, to: "gap new", graphql: `mutation { moveGap(input: {gapId: <gapnew>, to: LOOKING}) { gap { stage } } }`,
		page: `POST /gaps/<gapnew>/move`, form: `to=looking`, row: `SELECT stage FROM gaps WHERE id = <gapnew>`},
	{does: domain.RunGaps, to: "gap new", graphql: `mutation { noteGap(input: {gapId: <gapnew>, words: "The hall is free."}) { gap { version } } }`,
		page: `POST /gaps/<gapnew>/note`, form: `words=The+hall+is+free.`, row: `SELECT count(*) FROM gap_steps`},
	{does: domain.RunGaps, to: "gap new", page: `GET /gaps/<gapnew>/close`, tells: []string{secretGap}},
	{does: domain.RunGaps, to: "gap new", page: `POST /gaps/<gapnew>/close`, form: `why=There+is+one+now.`, row: `SELECT stage FROM gaps WHERE id = <gapnew>`},
	{does: domain.RunGaps, to: "gap new", page: `GET /gaps/<gapnew>/same`, tells: []string{secretGap}},
	{does: domain.RunGaps, to: "gap new", graphql: `mutation { mergeGaps(input: {gapId: <gapnew>, intoId: <gapsame>}) { gap { subject } } }`,
		page: `POST /gaps/<gapnew>/same`, form: `into=<gapsame>`, row: `SELECT stage FROM gaps WHERE id = <gapnew>`},
	{does: domain.RunGaps, to: "gap looking", page: `GET /gaps/<gaplooking>/running`, tells: []string{"What is there now?"}},
	{does: domain.RunGaps, to: "gap looking", page: `POST /gaps/<gaplooking>/running`, form: `answer=helpers`, row: `SELECT stage FROM gaps WHERE id = <gaplooking>`},
	{does: domain.RunGaps, to: "gap runs", page: `GET /gaps/<gapruns>/tell`, tells: []string{"They read this:"}},
	{does: domain.RunGaps, to: "gap runs", graphql: `mutation { tellGap(input: {gapId: <gapruns>}) { gap { stage } } }`,
		page: `POST /gaps/<gapruns>/tell`, form: `words=`, row: `SELECT stage FROM gaps WHERE id = <gapruns>`},
}
