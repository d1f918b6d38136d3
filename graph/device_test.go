package graph_test

import (
	"testing"

	"waymark/domain"
	"waymark/internal/app"
)

// device puts a fresh tablet into Saltcombe's register, wiped.
func (w *world) device() domain.DeviceID {
	w.Helper()
	name := "Tablet " + string(rune('A'+w.newest(`SELECT count(*) FROM devices`)))
	v, err := w.app.AddDevice(w.Context(), w.actor("Bo"), app.AddDevice{TownID: w.town["Saltcombe"], Wiped: true,
		DeviceDetails: app.DeviceDetails{Kind: domain.Tablet, Name: name, Condition: domain.Good}})
	w.must(err)
	return v.ID
}

// lentDevice is one that somebody has.
func (w *world) lentDevice() domain.DeviceID {
	w.Helper()
	d := w.device()
	_, err := w.app.LendDevice(w.Context(), w.actor("Bo"), app.LendDevice{DeviceID: d, PersonID: w.person(w.fresh("Pat"), "Castle Row", nil), DueOn: wednesday.AddDate(0, 0, 14)})
	w.must(err)
	return d
}

const (
	lendDevice  = `mutation ($input: LendDeviceInput!) { lendDevice(input: $input) { device { state dueOn personId } } }`
	listDevices = `query ($first: Int!, $after: String, $filter: DeviceFilter) { devices(first: $first, after: $after, filter: $filter) {
		totalCount pageInfo { hasNextPage } edges { cursor node { name state } } } }`
)

// TestDevices: a device is lent once, and listed a window at a time, what is out before what is ready; a wrong id is as good as none.
func TestDevices(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	for range 3 {
		w.device()
	}
	w.lentDevice()
	all := w.ok("Bo", listDevices, vars{"first": 10})
	all.want(map[string]string{"devices.edges.0.node.name": "Tablet D", "devices.edges.0.node.state": "OUT", "devices.edges.1.node.name": "Tablet A",
		"devices.totalCount": "null", "devices.pageInfo.hasNextPage": "false"})
	after := any(nil)
	for _, name := range []string{"Tablet D", "Tablet A", "Tablet B", "Tablet C"} {
		a := w.ok("Bo", listDevices, vars{"first": 1, "after": after})
		a.want(map[string]string{"devices.edges.0.node.name": name})
		after = a.at("devices.edges.0.cursor")
	}
	w.refused("Bo", listDevices, vars{"first": 1, "after": "nonsense"}, domain.Invalid)
	w.ok("Bo", listDevices, vars{"first": 10, "filter": vars{"state": "OUT"}}).want(map[string]string{"devices.edges.0.node.name": "Tablet D"})
	w.ok("Olga", listDevices, vars{"first": 10}).want(map[string]string{"devices.edges": "[]"})
	w.refused("Maggie", listDevices, vars{"first": 10}, domain.Forbidden)

	hana := id("Person", w.who["Hana"])
	ready := id("Device", w.device())
	w.ok("Bo", lendDevice, vars{"input": vars{"deviceId": ready, "personId": hana, "dueOn": "2026-07-01"}}).want(map[string]string{
		"lendDevice.device.state": "OUT", "lendDevice.device.dueOn": "2026-07-01", "lendDevice.device.personId": hana})
	w.refused("Bo", lendDevice, vars{"input": vars{"deviceId": ready, "personId": hana, "dueOn": "2026-07-01"}}, domain.Conflict)
	for _, absent := range nobodys("Device") {
		w.refused("Bo", lendDevice, vars{"input": vars{"deviceId": absent, "personId": hana, "dueOn": "2026-07-01"}}, domain.NotFound)
	}
	free := id("Device", w.device())
	for _, absent := range append(nobodys("Person"), id("Person", w.who["Olga"])) {
		w.refused("Bo", lendDevice, vars{"input": vars{"deviceId": free, "personId": absent, "dueOn": "2026-07-01"}}, domain.Invalid)
	}
}
