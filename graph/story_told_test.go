package graph_test

import (
	"fmt"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
)

// told is a story of May that Hana let be told.
func (w *world) told(words string, everybody bool) domain.StoryID {
	w.Helper()
	id, err := w.app.TellStory(w.Context(), w.actor("Bo"), app.TellStory{PersonID: w.who["Hana"], TownID: w.town["Saltcombe"], Month: wednesday.AddDate(0, -1, 0), AgreedOn: wednesday,
		Words: words, Everybody: &everybody})
	w.must(err)
	return id
}

// TestStories: everybody reads those to which the yes was for everybody, in windows, and no other; also whoever may write them.
func TestStories(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	w.told("The shopping came every week.", true)
	w.told("The dog was walked.", false)
	gone := w.told("The kettle works.", true)
	const query = `query ($t: ID, $after: String) { stories(townId: $t, first: 1, after: $after) { totalCount edges { node { id townId townName month words } } pageInfo { hasNextPage endCursor } } }`
	for _, who := range []string{"", "Bo"} {
		first := w.ok(who, query, vars{"t": id("Town", w.town["Saltcombe"])})
		first.want(map[string]string{
			"stories.edges":      fmt.Sprintf(`[{"node":{"id":%q,"month":"2026-05-01","townId":%q,"townName":"Saltcombe","words":"The kettle works."}}]`, id("Story", gone), id("Town", w.town["Saltcombe"])),
			"stories.totalCount": "null", "stories.pageInfo.hasNextPage": "true",
		})
		w.ok(who, query, vars{"after": first.at("stories.pageInfo.endCursor")}).want(map[string]string{
			"stories.edges.0.node.words": "The shopping came every week.", "stories.pageInfo.hasNextPage": "false",
		})
	}
	w.ok("", query, vars{"t": id("Town", w.town["Brackle"])}).want(map[string]string{"stories.edges": "[]"})
	w.refused("", query, vars{"after": "nowhere"}, domain.Invalid)
	w.must(w.app.WithdrawStory(t.Context(), w.actor("Bo"), gone))
	w.ok("", query, nil).want(map[string]string{"stories.edges.0.node.words": "The shopping came every week.", "stories.pageInfo.hasNextPage": "false"})
}
