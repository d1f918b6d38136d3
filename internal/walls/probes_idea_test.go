package walls

import (
	"waymark/domain"
	"waymark/internal/app"
)

// ideas has Rolf think of something that looks for people, in which Vera joins; another that nobody has read, and one that meets.
func (w *world) ideas() {
	w.Helper()
	for name, what := range map[string]string{"idea open": otters + " choir", "idea heard": "A " + secretIdea, "idea meets": otters + " walk"} {
		id, err := w.app.RaiseIdea(w.Context(), domain.Public(), app.RaiseIdea{TownID: domain.TownID(w.get("Saltcombe").id), Name: what})
		w.must(err)
		spot := w.spot("Saltcombe")
		w.note(name, thing{kind: "Idea", id: int64(id), target: domain.Target{Spot: spot, PersonID: -1}})
		if name != "idea heard" {
			_, err = w.app.MoveIdea(w.Context(), w.holds("builder"), app.MoveIdea{IdeaID: id, To: domain.IdeaLooking})
			w.must(err)
		}
	}
	_, err := w.app.PlanIdeaMeeting(w.Context(), w.holds("builder"), app.PlanIdeaMeeting{IdeaID: domain.IdeaID(w.get("idea meets").id), On: wednesday.AddDate(0, 0, 7), Starts: 600, Ends: 660,
		PlaceKind: domain.Indoors, PlaceName: "The otters’ hall"})
	w.must(err)
	w.exec(w.fill(`INSERT INTO idea_people (district_id, idea_id, person_id, had, notice_version, agreed_at) VALUES (<NorthWendle>, <ideaopen>, <Rolf>, true, '1', '2026-06-09 08:00Z'),
		(<NorthWendle>, <ideaopen>, <Vera>, false, '1', '2026-06-09 08:00Z')`, plain))
}

// otters begins the names of the ideas that everybody may see, and secretIdea ends that of the one that nobody has read.
const (
	otters     = "The otters’"
	secretIdea = "plum-coloured cinema"
)

// ideaProbes are what anybody does with ideas, what the link to one opens, and what builders do for them.
var ideaProbes = []probe{
	{does: domain.SeeIdeas, graphql: `{ openIdeas { edges { node { name had joining } } } }`, page: `GET /open-ideas`, tells: []string{otters}},
	{does: domain.SeeIdeas, page: `GET /open-ideas/<ideaopen>`, tells: []string{otters}},
	{does: domain.ShareIdea, page: `GET /ideas/new`, tells: []string{"What would you like to be here?"}, blank: true},
	{does: domain.ShareIdea, graphql: `mutation { raiseIdea(input: {townId: <Saltcombe>, name: "A game"}) { ideaId } }`, row: `SELECT count(*) FROM ideas`},
	{does: domain.ShareIdea, page: `POST /ideas/new`, form: `townId=<Saltcombe>&name=A+game&key=k&cameFrom=`, row: `SELECT count(*) FROM ideas`,
		idle: func(a domain.Actor) bool { return domain.May(a, domain.RunIdeas, domain.Target{Somewhere: true}) }}, // who says where it was heard
	{does: domain.ShareIdea, graphql: `mutation { joinIdea(input: {ideaId: <ideaopen>, firstName: "Jo", phone: "01632 960188", agreed: true}) { kept } }`,
		page: `POST /open-ideas/<ideaopen>`, form: `firstName=Jo&phone=01632+960188&agreed=yes&key=k`, row: `SELECT count(*) FROM idea_people`},
	{does: domain.FollowIdea, to: "Rolf", graphql: `{ myIdea(token: <link>) { idea { name } in } }`, page: `GET /my-idea/<link>`, tells: []string{otters}},
	{does: domain.FollowIdea, to: "Rolf", graphql: `mutation { leaveIdea(input: {token: <link>}) { stopped } }`, page: `POST /my-idea/<link>`, row: `SELECT count(*) FROM idea_people WHERE person_id = <Rolf>`},

	{does: domain.RunIdeas, to: "Saltcombe", graphql: `{ ideas { edges { node { name } } } }`, page: `GET /ideas`, tells: []string{secretIdea}},
	{does: domain.RunIdeas, to: "idea heard", graphql: `{ idea(id: <ideaheard>) { idea { name } people { firstName } } }`, page: `GET /ideas/<ideaheard>`, tells: []string{secretIdea}},
	{does: domain.RunIdeas, to: "idea heard", page: `GET /ideas/<ideaheard>/change`, tells: []string{secretIdea}},
	{does: domain.RunIdeas, to: "idea heard", graphql: `mutation { changeIdea(input: {ideaId: <ideaheard>, name: "A play"}) { idea { name } } }`,
		page: `POST /ideas/<ideaheard>/change`, form: `name=A+play`, row: `SELECT name FROM ideas WHERE id = <ideaheard>`},
	{does: domain.RunIdeas, to: "idea heard", graphql: `mutation { moveIdea(input: {ideaId: <ideaheard>, to: LOOKING}) { idea { stage } } }`,
		page: `POST /ideas/<ideaheard>/move`, form: `to=looking`, row: `SELECT stage FROM ideas WHERE id = <ideaheard>`},
	{does: domain.RunIdeas, to: "idea heard", page: `GET /ideas/<ideaheard>/let-go`, tells: []string{secretIdea}},
	{does: domain.RunIdeas, to: "idea heard", page: `POST /ideas/<ideaheard>/let-go`, form: `why=Thank+you`, row: `SELECT stage FROM ideas WHERE id = <ideaheard>`},
	{does: domain.RunIdeas, to: "idea heard", page: `GET /ideas/<ideaheard>/meeting`, tells: []string{secretIdea}},
	{does: domain.RunIdeas, to: "idea open", graphql: `mutation { planIdeaMeeting(input: {ideaId: <ideaopen>, on: "2026-06-30", starts: 600, ends: 660, placeKind: INDOORS, placeName: "A hall"}) { idea { stage } } }`,
		page: `POST /ideas/<ideaopen>/meeting`, form: `firstOn=2026-06-30&starts=10:00&ends=11:00&placeKind=indoors&placeName=A+hall`, row: `SELECT stage FROM ideas WHERE id = <ideaopen>`},
	{does: domain.RunIdeas, to: "idea meets", graphql: `mutation { draftIdeaGroup(input: {ideaId: <ideameets>}) { idea { serviceId } } }`,
		page: `POST /ideas/<ideameets>/draft`, row: `SELECT count(*) FROM services`},
	{does: domain.RunIdeas, to: "wish", page: `POST /connector-wishes/<wish>/idea`, row: `SELECT done_at FROM connector_wishes WHERE id = <wish>`},
}
