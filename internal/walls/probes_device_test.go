package walls

import (
	"waymark/domain"
	"waymark/internal/app"
)

// devices brings in what Saltcombe lends: one in the hands of Vera, one that may be lent, one that is back and one that was given away.
func (w *world) devices() {
	w.Helper()
	for name, more := range map[string]string{"tablet out": "'good', NULL, NULL, NULL, ''", "tablet ready": "'good', '2026-06-10 08:00Z', <builder>, NULL, ''",
		"tablet back": "'good', NULL, NULL, NULL, ''", "tablet gone": "'good', NULL, NULL, '2026-06-10 08:00Z', 'given'"} {
		id := w.id(`INSERT INTO devices (district_id, town_id, kind, name, accessories, condition, wiped_at, wiped_by, gone_at, gone_why, created_at)
			SELECT <NorthWendle>, <Saltcombe>, 'tablet', '` + gadget + ` ` + name + `', 'a charger', condition, wiped_at::timestamptz, wiped_by::bigint, gone_at::timestamptz, gone_why, '2026-06-01 08:00Z'
			FROM (VALUES (` + more + `)) v (condition, wiped_at, wiped_by, gone_at, gone_why) RETURNING id`)
		w.add(name, "Device", id, w.spot("Saltcombe"))
	}
	builder := w.holds("builder")
	out := domain.DeviceID(w.get("tablet out").id)
	_, err := w.app.WipeDevice(w.Context(), builder, out)
	w.must(err)
	_, err = w.app.LendDevice(w.Context(), builder, app.LendDevice{DeviceID: out, PersonID: domain.PersonID(w.get("Vera").id), DueOn: wednesday.AddDate(0, 0, 14)})
	w.must(err)
}

// gadget begins the name of each.
const gadget = "The plum-coloured"

var deviceProbes = []probe{
	{does: domain.SeeLearnt, general: true, graphql: `{ learntCounts { name alone } }`, page: `GET /learnt`, tells: []string{"Send an e-mail"}},
	{does: domain.ReportVisit, to: "visit", graphql: `mutation { reportLearnt(input: {token: <link>, learnt: [{goal: "email", how: ALONE}]}) { kept } }`,
		page: `POST /visit/<link>`, form: `said=learnt&learnt-email=alone`, row: `SELECT count(*) FROM learnt`, given: online},
	{does: domain.TellHowItWent, to: "going", graphql: `mutation { sayLearnt(input: {token: <link>, learnt: [{goal: "email", how: NOT_YET}]}) { kept } }`,
		page: `POST /status/<link>`, form: `said=learnt&learnt-email=not_yet`, row: `SELECT count(*) FROM learnt`,
		given: online + `; UPDATE requests SET state = 'closed', ending = 'helped', closed_at = '2026-06-10T08:30:00Z' WHERE id = <going>`},
	{does: domain.LendDevices, to: "tabletout", graphql: `{ devices { edges { node { name personName } } } }`, page: `GET /devices`, tells: []string{gadget}},
	{does: domain.LendDevices, to: "tabletout", graphql: `{ device(id: <tabletout>) { device { name } loans { personName } } }`, page: `GET /devices/<tabletout>`, tells: []string{gadget}},
	{does: domain.LendDevices, general: true, page: `GET /devices/new`, tells: []string{"As on its label"}},
	{does: domain.LendDevices, to: "Saltcombe", graphql: `mutation { addDevice(input: {townId: <Saltcombe>, kind: LAPTOP, name: "Grey", condition: GOOD}) { device { id } } }`,
		page: `POST /devices/new`, form: `townId=<Saltcombe>&kind=laptop&name=Grey&condition=good&key=k`, row: `SELECT count(*) FROM devices`},
	{does: domain.LendDevices, to: "tabletready", page: `GET /devices/<tabletready>/change`, tells: []string{gadget}},
	{does: domain.LendDevices, to: "tabletready", graphql: `mutation { changeDevice(input: {deviceId: <tabletready>, kind: LAPTOP, name: "Grey", condition: WORN}) { device { name } } }`,
		page: `POST /devices/<tabletready>/change`, form: `kind=laptop&name=Grey&condition=worn`, row: `SELECT name FROM devices WHERE id = <tabletready>`},
	{does: domain.LendDevices, to: "tabletready", page: `GET /devices/<tabletready>/lend`, tells: []string{gadget}},
	{does: domain.LendDevices, to: "tabletready", graphql: `mutation { lendDevice(input: {deviceId: <tabletready>, personId: <Vera>, dueOn: "2026-07-01"}) { device { state } } }`,
		page: `POST /devices/<tabletready>/lend`, form: `personId=<Vera>&dueOn=2026-07-01&key=k`, row: `SELECT count(*) FROM device_loans`},
	{does: domain.LendDevices, to: "tabletout", page: `GET /devices/<tabletout>/longer`, tells: []string{gadget}},
	{does: domain.LendDevices, to: "tabletout", graphql: `mutation { keepDeviceLonger(input: {deviceId: <tabletout>, dueOn: "2026-07-02"}) { device { dueOn } } }`,
		page: `POST /devices/<tabletout>/longer`, form: `dueOn=2026-07-02`, row: `SELECT due_on FROM device_loans WHERE device_id = <tabletout>`},
	{does: domain.LendDevices, to: "tabletout", page: `GET /devices/<tabletout>/back`, tells: []string{gadget}},
	{does: domain.LendDevices, to: "tabletout", graphql: `mutation { takeDeviceBack(input: {deviceId: <tabletout>, condition: GOOD}) { device { state } } }`,
		page: `POST /devices/<tabletout>/back`, form: `condition=good`, row: `SELECT ended_at FROM device_loans WHERE device_id = <tabletout>`},
	{does: domain.LendDevices, to: "tabletback", graphql: `mutation { wipeDevice(input: {deviceId: <tabletback>}) { device { state } } }`,
		page: `POST /devices/<tabletback>/wiped`, form: `wiped=yes`, row: `SELECT wiped_at FROM devices WHERE id = <tabletback>`},
	{does: domain.LendDevices, to: "tabletback", graphql: `mutation { retireDevice(input: {deviceId: <tabletback>, why: GIVEN}) { device { state } } }`,
		page: `POST /devices/<tabletback>/gone`, form: `why=given`, row: `SELECT gone_at FROM devices WHERE id = <tabletback>`},
	{does: domain.LendDevices, to: "tabletgone", graphql: `mutation { restoreDevice(input: {deviceId: <tabletgone>}) { device { state } } }`,
		page: `POST /devices/<tabletgone>/here-again`, row: `SELECT gone_at FROM devices WHERE id = <tabletgone>`},
}

// online makes the visit one to get somebody online, and one that has begun.
const online = `UPDATE requests SET need_id = (SELECT min(id) FROM needs WHERE district_id = <NorthWendle> AND code = 'online') WHERE id = <going>;
	UPDATE invitations SET visit_at = '2026-06-10T07:00:00Z' WHERE id = <visit>`
