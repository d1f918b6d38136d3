package graph_test

import (
	"fmt"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// bench puts a Talking Bench of its own into Saltcombe, half an hour on Tuesdays until the end of the year.
func (w *world) bench() domain.GatheringID {
	w.Helper()
	n := w.newest(`SELECT count(*) FROM gatherings`)
	gathering, err := w.app.AddGathering(w.Context(), w.actor("Bo"), app.AddGathering{TownID: w.town["Saltcombe"], Kind: "bench",
		PlaceName: fmt.Sprintf("Bench %c", 'A'+n), Point: domain.Point{Lat: 51.2 + float64(n)/1000, Lon: -4.1}, Every: domain.Weekly,
		FirstOn: time.Date(2026, time.June, 16, 0, 0, 0, 0, time.UTC), LastOn: time.Date(2026, time.December, 31, 0, 0, 0, 0, time.UTC), Starts: 630, Ends: 660,
		HostIsMe: true, NameMe: true})
	w.must(err)
	return gathering
}

const (
	listGatherings = `query ($first: Int!, $after: String, $town: ID) { gatherings(first: $first, after: $after, townId: $town, days: 14) {
		edges { cursor node { placeName townName every starts kind { name bench } point hostFirst dates { day off } } } pageInfo { hasNextPage endCursor } totalCount } }`
	changeGathering = `mutation ($input: ChangeGatheringInput!) { changeGathering(input: $input) { gathering { version welcome dates { startsAt moved } } } }`
)

// TestGatherings: anybody reads what is on, a window at a time; whoever runs a session changes it, and a wrong id is as good as none.
func TestGatherings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	first := w.bench()
	w.bench()
	all := w.ok("", listGatherings, vars{"first": 10})
	all.want(map[string]string{"gatherings.edges.0.node.placeName": "Bench A", "gatherings.edges.0.node.every": "WEEK", "gatherings.edges.0.node.starts": "630",
		"gatherings.edges.0.node.kind.name": "Talking Bench", "gatherings.edges.0.node.hostFirst": "Bo", "gatherings.edges.0.node.dates.1.day": "2026-06-23",
		"gatherings.totalCount": "null", "gatherings.pageInfo.hasNextPage": "false"})
	one := w.ok("", listGatherings, vars{"first": 1})
	one.want(map[string]string{"gatherings.pageInfo.hasNextPage": "true"})
	w.ok("", listGatherings, vars{"first": 1, "after": one.at("gatherings.edges.0.cursor")}).want(map[string]string{"gatherings.edges.0.node.placeName": "Bench B",
		"gatherings.pageInfo.hasNextPage": "false"})
	w.refused("", listGatherings, vars{"first": 1, "after": "nonsense"}, domain.Invalid)
	w.ok("", listGatherings, vars{"first": 10, "town": id("Town", w.town["Brackle"])}).want(map[string]string{"gatherings.edges": "[]"})
	w.ok("", listGatherings, vars{"first": 10, "town": "nonsense"}).want(map[string]string{"gatherings.edges": "[]"})

	bench := id("Gathering", first)
	w.ok("Bo", changeGathering, vars{"input": vars{"gatheringId": bench, "welcome": "Tea.", "from": "2026-06-23", "starts": 840, "ends": 870}}).want(map[string]string{
		"changeGathering.gathering.welcome": "Tea.", "changeGathering.gathering.version": "2", "changeGathering.gathering.dates.1.startsAt": "2026-06-23T13:00:00Z",
		"changeGathering.gathering.dates.1.moved": "false"})
	for _, absent := range nobodys("Gathering") {
		w.refused("Bo", changeGathering, vars{"input": vars{"gatheringId": absent, "welcome": "Tea."}}, domain.NotFound)
		w.refused("", `query ($id: ID!) { gathering(id: $id) { version } }`, vars{"id": absent}, domain.NotFound)
	}
	w.refused("Maggie", changeGathering, vars{"input": vars{"gatheringId": bench, "welcome": "Tea."}}, domain.NotFound)
	w.refused("", changeGathering, vars{"input": vars{"gatheringId": bench, "welcome": "Tea."}}, domain.SignedOut)
}
