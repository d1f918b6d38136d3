package graph_test

import (
	"path"
	"strconv"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
)

// idea has somebody in Saltcombe think of something, and takes it to a stage; "" is where it begins.
func (w *world) idea(stage domain.IdeaStage) domain.IdeaID {
	w.Helper()
	made, err := w.app.RaiseIdea(w.Context(), domain.Public(), app.RaiseIdea{TownID: w.town["Saltcombe"], Name: "An idea of " + strconv.FormatInt(w.newest(`SELECT count(*) FROM ideas`), 10),
		IdeaContact: app.IdeaContact{FirstName: "Joan", Email: "joan@example.org", Agreed: true, Named: true}})
	w.must(err)
	if stage == "" {
		return made
	}
	_, err = w.app.MoveIdea(w.Context(), w.actor("Bo"), app.MoveIdea{IdeaID: made, To: domain.IdeaLooking})
	w.must(err)
	if stage == domain.IdeaMeeting {
		_, err = w.app.PlanIdeaMeeting(w.Context(), w.actor("Bo"), app.PlanIdeaMeeting{IdeaID: made, On: wednesday.AddDate(0, 0, 7), Starts: 600, Ends: 660, PlaceKind: domain.Indoors, PlaceName: "Wesley Hall"})
		w.must(err)
	}
	return made
}

// joined has somebody join in with an idea that looks for people, and another think of something.
func (w *world) joined(id domain.IdeaID) {
	w.Helper()
	w.idea(domain.IdeaLooking)
	w.must(w.app.JoinIdea(w.Context(), domain.Public(), app.JoinIdea{IdeaID: id, IdeaContact: app.IdeaContact{FirstName: w.fresh("Pat"), Phone: "01632 960177", Agreed: true}}))
}

// brought has people bring up what an idea is made of.
func (w *world) brought(id domain.IdeaID) domain.IssueID {
	w.Helper()
	cafe, _ := w.cafe()
	return domain.IssueID(w.newest(`INSERT INTO gathering_issues (district_id, gathering_id, day, words, state, idea_id, changed_at, keep_until)
		SELECT district_id, $2, '2026-06-10', 'A lunch on Fridays', 'idea', id, created_at, '2027-06-10' FROM ideas WHERE id = $1 RETURNING id`, id, cafe))
}

// answers has an idea answer a gap: people looked for a lunch three times and found none.
func (w *world) answers(idea domain.IdeaID) {
	w.Helper()
	for range 3 {
		w.ok("", `query ($t: ID) { services(filter: {query: "friday lunch", townId: $t}) { totalCount } }`, vars{"t": id("Town", w.town["Saltcombe"])})
	}
	_, err := w.app.FollowGaps(w.Context(), domain.Clock())
	w.must(err)
	looked := "friday lunch"
	_, err = w.app.ChangeIdea(w.Context(), w.actor("Bo"), app.ChangeIdea{IdeaID: idea, LookedFor: &looked})
	w.must(err)
}

// ideaLink is the token of the link that whoever had an idea was sent.
func (w *world) ideaLink() string {
	w.Helper()
	w.idea(domain.IdeaLooking)
	_, err := w.app.DeliverOutbox(w.Context(), domain.Clock())
	w.must(err)
	for _, l := range w.mail.List()[0].Links() {
		if path.Base(path.Dir(l.URL)) == "my-idea" {
			return path.Base(l.URL)
		}
	}
	w.Fatal("nobody was sent a link to an idea")
	return ""
}

const moveIdea = `mutation ($input: MoveIdeaInput!) { moveIdea(input: $input) { idea { stage why } } }`

// TestIdeas: anybody has an idea and joins in, by the API too; only those who build the town see it before, and help it on.
func TestIdeas(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	a := w.ok("", `mutation ($input: RaiseIdeaInput!) { raiseIdea(input: $input) { ideaId } }`, vars{"input": vars{"townId": id("Town", w.town["Saltcombe"]), "name": "A choir",
		"firstName": "Joan", "email": "joan@example.org", "agreed": true, "named": true}})
	choir := a.at("raiseIdea.ideaId")
	open := `query ($town: ID) { openIdeas(townId: $town) { edges { node { name had joining } } } }`
	w.ok("", open, nil).want(map[string]string{"openIdeas.edges": "[]"})
	join := `mutation ($input: JoinIdeaInput!) { joinIdea(input: $input) { kept } }`
	pete := vars{"ideaId": choir, "firstName": "Pete", "phone": "01632 960155", "agreed": true}
	w.refused("", join, vars{"input": pete}, domain.NotFound)
	w.refused("Dee", moveIdea, vars{"input": vars{"ideaId": choir, "to": "LOOKING"}}, domain.NotFound)
	w.refused("Bo", moveIdea, vars{"input": vars{"ideaId": choir, "to": "GROUP"}}, domain.Unacceptable)
	w.ok("Bo", moveIdea, vars{"input": vars{"ideaId": choir, "to": "LOOKING"}}).want(map[string]string{"moveIdea.idea.stage": "LOOKING"})
	w.ok("", join, vars{"input": pete})
	w.refused("", join, vars{"input": vars{"ideaId": choir, "firstName": "Pete", "phone": "01632 960155", "agreed": false}}, domain.Invalid)
	w.ok("", open, nil).want(map[string]string{"openIdeas.edges.0.node.name": "A choir", "openIdeas.edges.0.node.had.0": "Joan", "openIdeas.edges.0.node.joining": "1"})
	w.ok("Bo", `query ($id: ID!) { idea(id: $id) { people { firstName had } missed } }`, vars{"id": choir}).want(map[string]string{"idea.people.0.firstName": "Joan", "idea.people.1.had": "false"})
	w.refused("Maggie", `{ ideas { edges { node { name } } } }`, nil, domain.Forbidden)
	w.ok("Bo", `{ ideas(filter: {stage: LOOKING}) { totalCount edges { node { name } } } }`, nil).want(map[string]string{"ideas.edges.0.node.name": "A choir", "ideas.totalCount": "null"})
	w.refused("Bo", moveIdea, vars{"input": vars{"ideaId": choir, "to": "LET_GO"}}, domain.Invalid)
	w.ok("Bo", moveIdea, vars{"input": vars{"ideaId": choir, "to": "LET_GO", "why": "Thank you."}}).want(map[string]string{"moveIdea.idea.why": "Thank you."})
	link := w.ideaLink()
	mine := `query ($t: String!) { myIdea(token: $t) { firstName in mine idea { stage } } }`
	w.ok("", mine, vars{"t": link}).want(map[string]string{"myIdea.firstName": "Joan", "myIdea.in": "true", "myIdea.mine": "true"})
	w.ok("", `mutation ($t: String!) { leaveIdea(input: {token: $t}) { stopped } }`, vars{"t": link})
	w.ok("", mine, vars{"t": link}).want(map[string]string{"myIdea.in": "false"})
}

// TestIdeas_OfWhatPeopleBroughtUp: what a host wrote down becomes an idea, twice the same one; the idea shows it, and the gap that it answers.
func TestIdeas_OfWhatPeopleBroughtUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	cafe, _ := w.cafe()
	raise := `mutation ($input: RaiseIssueInput!) { raiseIssue(input: $input) { issueId } }`
	settle := `mutation ($i: ID!) { settleIssue(input: {issueId: $i, state: IDEA}) { issue { state ideaId } } }`
	said := vars{"token": w.hostLink(), "gatheringId": id("Gathering", cafe), "day": "2026-06-10", "words": "A lunch on Fridays"}
	ideas := map[string]bool{}
	for range 2 {
		issue := w.ok("", raise, vars{"input": said}).at("raiseIssue.issueId")
		w.ok("Bo", `{ issues(state: NOTED) { id ideaId } }`, nil).want(map[string]string{"issues.0.id": issue, "issues.0.ideaId": "null"})
		w.refused("Maggie", settle, vars{"i": issue}, domain.NotFound)
		ideas[w.ok("Bo", settle, vars{"i": issue}).at("settleIssue.issue.ideaId")] = true
	}
	if len(ideas) != 1 {
		t.Fatalf("the same thing twice became the ideas %v", ideas)
	}
	of := w.newest(`SELECT id FROM ideas`)
	w.answers(domain.IdeaID(of))
	w.ok("Bo", `query ($i: ID!) { idea(id: $i) { issues { words state ideaId } gaps { subject times } missed } }`, vars{"i": id("Idea", domain.IdeaID(of))}).want(map[string]string{
		"idea.issues.0.words": "A lunch on Fridays", "idea.issues.1.state": "IDEA", "idea.issues.1.ideaId": id("Idea", domain.IdeaID(of)), "idea.gaps.0.subject": "friday lunch", "idea.missed": "3"})
	w.refused("", `{ issues { words } }`, nil, "SIGNED_OUT")
}
