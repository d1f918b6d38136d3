package graph_test

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// cafe is a café in Saltcombe that is on every Wednesday, today all day, and its host. Nobody hosts it on 1 July.
func (w *world) cafe() (id domain.GatheringID, host domain.PersonID) {
	w.Helper()
	if known := w.newest(`SELECT coalesce(max(id), 0) FROM gatherings WHERE kind = 'cafe' AND host_id IS NOT NULL`); known != 0 {
		return domain.GatheringID(known), domain.PersonID(w.newest(`SELECT host_id FROM gatherings WHERE id = $1`, known))
	}
	day := time.Date(2026, time.June, 10, 0, 0, 0, 0, time.UTC)
	id, err := w.app.AddGathering(w.Context(), w.actor("Bo"), app.AddGathering{TownID: w.town["Saltcombe"], Kind: "cafe", PlaceKind: domain.Indoors, PlaceName: "Wesley Hall", Every: domain.Weekly,
		FirstOn: day, LastOn: day.AddDate(0, 2, 0), Starts: 0, Ends: 24*60 - 1})
	w.must(err)
	_, host = w.badge()
	w.must(w.app.AddHost(w.Context(), w.actor("Bo"), app.AddHost{GatheringID: id, PersonID: host, Usual: true}))
	w.must(w.app.GiveDateBack(w.Context(), domain.Actor{Kind: domain.BearerActor, DistrictID: w.actor("Bo").DistrictID, PersonID: host, Purpose: domain.ForHost},
		app.GiveDateBack{GatheringID: id, Day: day.AddDate(0, 0, 21)}))
	return id, host
}

// hostLink is the token of the link to a host's own page.
func (w *world) hostLink() string {
	w.Helper()
	_, host := w.cafe()
	return domain.Seal([]byte("a secret of thirty-two bytes....."), domain.Claim{Purpose: domain.ForHost, DistrictID: w.actor("Bo").DistrictID, PersonID: host, Expires: wednesday.AddDate(1, 0, 0)})
}

// tableLink is the token of the card on its table.
func (w *world) tableLink() string {
	w.Helper()
	g, _ := w.cafe()
	return domain.Seal([]byte("a secret of thirty-two bytes....."), domain.Claim{Purpose: domain.ForTable, DistrictID: w.actor("Bo").DistrictID, ID: int64(g), Expires: wednesday.AddDate(1, 0, 0)})
}

// TestHosting: a host does by the API what they do on their page: count, note, give back; and what was withdrawn opens nothing.
func TestHosting(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	g, host := w.cafe()
	at := vars{"t": w.hostLink(), "g": id("Gathering", g)}
	count := `mutation ($t: String!, $g: ID!) { countHeads(input: {token: $t, gatheringId: $g, day: "2026-06-10", total: 12, idempotencyKey: "k"}) { heads } }`
	for range 2 {
		if n := w.ok("", count, at).at("countHeads.heads"); n != "12" {
			t.Errorf("%s came", n)
		}
	}
	w.refused("", `mutation ($t: String!, $g: ID!) { countHeads(input: {token: $t, gatheringId: $g, day: "2026-06-10", total: 5000}) { heads } }`, at, "INVALID")
	w.ok("", `mutation ($t: String!) { countMeIn(input: {token: $t}) { on } }`, vars{"t": w.tableLink()})
	w.must(w.app.RemoveHost(t.Context(), w.actor("Bo"), g, host))
	w.refused("", `query ($t: String!) { myHosting(token: $t) { firstName } }`, vars{"t": at["t"]}, "CONFLICT")
}
