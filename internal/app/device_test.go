package app

import (
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/domain"
)

// device puts a device into Saltcombe's register, wiped.
func (w *world) device(name string) domain.DeviceID {
	w.Helper()
	v, err := w.app.AddDevice(w.Context(), w.as("Bo"), AddDevice{TownID: w.town["Saltcombe"], Wiped: true,
		DeviceDetails: DeviceDetails{Kind: domain.Tablet, Name: name, Accessories: "charger", Condition: domain.Good}})
	w.must(err)
	return v.ID
}

func (w *world) lends(device domain.DeviceID, to string, days int) {
	w.Helper()
	_, err := w.app.LendDevice(w.Context(), w.as("Bo"), LendDevice{DeviceID: device, PersonID: w.who[to], DueOn: wednesday.AddDate(0, 0, days)})
	w.must(err)
}

func (w *world) deviceState(id domain.DeviceID) domain.DeviceState {
	w.Helper()
	v, err := w.app.Device(w.Context(), w.as("Bo"), id)
	w.must(err)
	return v.State
}

// A device goes its round: ready, out, overdue, back, wiped, ready; each step alone, and none left out.
func TestApp_DeviceRound(t *testing.T) {
	w := newWorld(t)
	bo := w.as("Bo")
	joan, jack := w.volunteer("Joan", "Castle Row"), w.volunteer("Jack", "Hill Road")
	id := w.device("Blue tablet")
	lend := LendDevice{DeviceID: id, PersonID: joan, DueOn: wednesday.AddDate(0, 0, 14), IdempotencyKey: "once"}
	for range 2 { // sent twice, lent once
		v, err := w.app.LendDevice(t.Context(), bo, lend)
		w.must(err)
		if v.State != domain.DeviceOut || v.PersonID != joan || v.PersonName == "" || v.WipedAt != nil || len(v.Loans) != 1 {
			t.Fatalf("lent: %+v", v)
		}
	}
	_, err := w.app.LendDevice(t.Context(), bo, LendDevice{DeviceID: id, PersonID: jack, DueOn: lend.DueOn})
	w.refused(err, domain.Conflict)
	_, err = w.app.WipeDevice(t.Context(), bo, id)
	w.refused(err, domain.Conflict)
	_, err = w.app.RetireDevice(t.Context(), bo, RetireDevice{DeviceID: id, Why: domain.GoneGiven})
	w.refused(err, domain.Conflict)

	w.to(wednesday.AddDate(0, 0, 15))
	if got := w.deviceState(id); got != domain.DeviceOverdue {
		t.Errorf("after the day it is %s", got)
	}
	_, err = w.app.KeepDeviceLonger(t.Context(), bo, KeepDeviceLonger{DeviceID: id, DueOn: wednesday})
	w.refused(err, domain.Invalid)
	_, err = w.app.KeepDeviceLonger(t.Context(), bo, KeepDeviceLonger{DeviceID: id, DueOn: wednesday.AddDate(0, 1, 0)})
	w.must(err)
	if got := w.deviceState(id); got != domain.DeviceOut {
		t.Errorf("with more time it is %s", got)
	}
	_, err = w.app.TakeDeviceBack(t.Context(), bo, TakeDeviceBack{DeviceID: id})
	w.refused(err, domain.Invalid)
	v, err := w.app.TakeDeviceBack(t.Context(), bo, TakeDeviceBack{DeviceID: id, Condition: domain.Worn, Words: "The charger is missing."})
	w.must(err)
	if v.State != domain.DeviceToWipe || v.Condition != domain.Worn || v.Loans[0].Words != "The charger is missing." || v.Loans[0].KeepUntil == nil {
		t.Errorf("back: %+v", v)
	}
	_, err = w.app.TakeDeviceBack(t.Context(), bo, TakeDeviceBack{DeviceID: id, Condition: domain.Good})
	w.refused(err, domain.Conflict)
	again := LendDevice{DeviceID: id, PersonID: jack, DueOn: wednesday.AddDate(0, 2, 0)}
	_, err = w.app.LendDevice(t.Context(), bo, again)
	w.refused(err, domain.Unacceptable)
	_, err = w.app.WipeDevice(t.Context(), bo, id)
	w.must(err)
	if v, err = w.app.LendDevice(t.Context(), bo, again); err != nil || v.PersonID != jack || len(v.Loans) != 2 {
		t.Errorf("lent again: %+v, %v", v, err)
	}
}

// What is lost is lent no more, without a word of blame, until it turns up; then it must be wiped. What is broken is not lent.
func TestApp_DeviceLost(t *testing.T) {
	w := newWorld(t)
	bo := w.as("Bo")
	w.volunteer("Joan", "Castle Row")
	id := w.device("Blue tablet")
	w.lends(id, "Joan", 7)
	v, err := w.app.TakeDeviceBack(t.Context(), bo, TakeDeviceBack{DeviceID: id, Lost: true})
	w.must(err)
	if v.State != domain.DeviceGone || v.GoneWhy != domain.GoneLost || !v.Loans[0].Lost() {
		t.Errorf("lost: %+v", v)
	}
	lend := LendDevice{DeviceID: id, PersonID: w.who["Joan"], DueOn: wednesday.AddDate(0, 0, 7)}
	_, err = w.app.LendDevice(t.Context(), bo, lend)
	w.refused(err, domain.Unacceptable)
	v, err = w.app.RestoreDevice(t.Context(), bo, id)
	w.must(err)
	if v.State != domain.DeviceToWipe {
		t.Errorf("here again it is %s", v.State)
	}
	_, err = w.app.WipeDevice(t.Context(), bo, id)
	w.must(err)
	_, err = w.app.ChangeDevice(t.Context(), bo, ChangeDevice{DeviceID: id, DeviceDetails: DeviceDetails{Kind: domain.Tablet, Name: "Blue tablet", Condition: domain.Broken}})
	w.must(err)
	_, err = w.app.LendDevice(t.Context(), bo, lend)
	w.refused(err, domain.Unacceptable)
	if got := w.deviceState(id); got != domain.DeviceRepair {
		t.Errorf("broken it is %s", got)
	}
}

// Two who lend one device at the same moment: one does, and PostgreSQL itself refuses what the program would let through.
func TestApp_DeviceOnce(t *testing.T) {
	w := newWorld(t)
	w.volunteer("Joan", "Castle Row")
	w.volunteer("Jack", "Hill Road")
	id := w.device("Blue tablet")
	var wait sync.WaitGroup
	errs := make([]error, 2)
	for n, who := range []string{"Joan", "Jack"} {
		wait.Go(func() {
			_, errs[n] = w.app.LendDevice(t.Context(), w.as("Bo"), LendDevice{DeviceID: id, PersonID: w.who[who], DueOn: wednesday.AddDate(0, 0, 7)})
		})
	}
	wait.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("of two one lends: %v and %v", errs[0], errs[1])
	}
	for why, sql := range map[string]string{
		"lent twice": `INSERT INTO device_loans (district_id, device_id, person_id, lent_at, lent_by, due_on)
			SELECT district_id, device_id, person_id, lent_at, lent_by, due_on FROM device_loans`,
		"ended by nobody":      `UPDATE device_loans SET ended_at = now()`,
		"kept while it is out": `UPDATE device_loans SET keep_until = '2027-01-01'`,
		"gone for no reason":   `UPDATE devices SET gone_at = now()`,
	} {
		if _, err := w.db.SQL.ExecContext(t.Context(), sql); err == nil {
			t.Errorf("%s: nothing refuses it", why)
		}
	}
	other := w.device("Red tablet")
	w.exec(`UPDATE devices SET wiped_at = NULL, wiped_by = NULL WHERE id = $1`, other)
	if _, err := w.db.SQL.ExecContext(t.Context(), `INSERT INTO device_loans (district_id, device_id, person_id, lent_at, lent_by, due_on)
		SELECT district_id, $1, person_id, lent_at, lent_by, due_on FROM device_loans`, other); err == nil {
		t.Error("what is not wiped can be lent")
	}
}

// What is typed badly is said, all of it at once; two devices of a town have two names.
func TestApp_DeviceDetails(t *testing.T) {
	w := newWorld(t)
	_, err := w.app.AddDevice(t.Context(), w.as("Bo"), AddDevice{TownID: w.town["Saltcombe"], DeviceDetails: DeviceDetails{Kind: "rocket", Accessories: strings.Repeat("a", 201)}})
	for _, field := range []string{"kind", "name", "accessories", "condition"} {
		w.refusedField(err, field)
	}
	w.device("Blue tablet")
	same := AddDevice{TownID: w.town["Saltcombe"], DeviceDetails: DeviceDetails{Kind: domain.Tablet, Name: "  blue   TABLET ", Condition: domain.Good}}
	_, err = w.app.AddDevice(t.Context(), w.as("Bo"), same)
	w.refusedField(err, "name")
	same.TownID = w.town["Brackle"]
	_, err = w.app.AddDevice(t.Context(), w.as("Priya"), same)
	w.must(err)
	_, err = w.app.AddDevice(t.Context(), w.as("Bo"), same)
	w.refused(err, domain.NotFound)

	w.volunteer("Joan", "Castle Row")
	id := w.device("Red tablet")
	for _, days := range []int{-1, 400} {
		_, err = w.app.LendDevice(t.Context(), w.as("Bo"), LendDevice{DeviceID: id, PersonID: w.who["Joan"], DueOn: wednesday.AddDate(0, 0, days)})
		w.refusedField(err, "dueOn")
	}
	_, err = w.app.LendDevice(t.Context(), w.as("Bo"), LendDevice{DeviceID: id, PersonID: 999_999, DueOn: wednesday})
	w.refusedField(err, "personId")
	_, err = w.app.Leave(t.Context(), w.as("Bo"), Leave{PersonID: w.who["Joan"]})
	w.must(err)
	_, err = w.app.LendDevice(t.Context(), w.as("Bo"), LendDevice{DeviceID: id, PersonID: w.who["Joan"], DueOn: wednesday})
	w.refusedField(err, "personId")
}

// Whoever lent what is not back is told the day after, once, again after a week, and not at night; when they lend no more, the builder is.
func TestApp_TellLoansDue(t *testing.T) {
	w := newWorld(t)
	w.volunteer("Joan", "Castle Row")
	for _, name := range []string{"Blue tablet", "Red tablet"} {
		w.lends(w.device(name), "Joan", 1)
	}
	tell := func() int {
		t.Helper()
		n, err := w.app.TellLoansDue(t.Context(), domain.Clock())
		w.must(err)
		return n
	}
	messages := func() int { return w.number(`SELECT count(*) FROM outbox WHERE kind = 'loans_due'`) }
	w.to(wednesday.AddDate(0, 0, 1)) // the last day
	if tell() != 0 {
		t.Error("told on the day itself")
	}
	w.to(wednesday.Add(38 * time.Hour)) // past midnight
	if tell() != 0 {
		t.Error("told at night")
	}
	w.to(wednesday.AddDate(0, 0, 2))
	if tell() != 1 || tell() != 0 || messages() != 1 {
		t.Errorf("told in %d messages", messages())
	}
	if n := w.number(`SELECT count(*) FROM outbox WHERE kind = 'loans_due' AND person_id = $1 AND data->>'count' = '2'`, w.who["Bo"]); n != 1 {
		t.Error("Bo, who lent both, does not hear of both")
	}
	w.to(wednesday.AddDate(0, 0, 8))
	if tell() != 0 {
		t.Error("told again within a week")
	}
	w.exec(`UPDATE roles SET ends_on = '2026-06-18' WHERE person_id = $1`, w.who["Bo"])
	w.to(wednesday.AddDate(0, 0, 9))
	if tell() != 1 || w.number(`SELECT count(*) FROM outbox WHERE kind = 'loans_due' AND person_id = $1`, w.who["Priya"]) != 1 {
		t.Error("after a week nobody hears who could look after it now")
	}
	_, err := w.app.DeliverOutbox(t.Context(), domain.Clock())
	w.must(err)
	said := 0
	for _, m := range w.mail.List() {
		if strings.Contains(m.Message.Subject, "not back yet") {
			said++
			if strings.Contains(m.Message.Text, "Joan") || strings.Contains(m.Message.Text, "tablet") {
				t.Errorf("the mail says who has what: %s", m.Message.Text)
			}
		}
	}
	if said != 2 {
		t.Errorf("%d mails", said)
	}
}

// Half a year after a device is back it is forgotten who had it; whoever has one still is not.
func TestApp_DeviceForgotten(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"Joan", "Jack"} {
		w.person(name, "Castle Row")
		w.exec(`UPDATE persons SET keep_until = '2026-07-01' WHERE id = $1`, w.who[name])
	}
	back, out := w.device("Blue tablet"), w.device("Red tablet")
	w.lends(back, "Joan", 7)
	w.lends(out, "Jack", 7)
	_, err := w.app.TakeDeviceBack(t.Context(), w.as("Bo"), TakeDeviceBack{DeviceID: back, Condition: domain.Good, Wiped: true})
	w.must(err)
	forget := func() {
		t.Helper()
		_, err := w.app.ForgetOld(t.Context(), domain.Clock())
		w.must(err)
	}
	w.to(wednesday.AddDate(0, 0, 30))
	forget()
	if n := w.number(`SELECT count(*) FROM device_loans`); n != 2 {
		t.Errorf("%d loans after a month", n)
	}
	if n := w.number(`SELECT count(*) FROM persons WHERE id = ANY (ARRAY[$1, $2]::bigint[]) AND first_name = 'Somebody'`, w.who["Joan"], w.who["Jack"]); n != 1 {
		t.Errorf("%d of two are forgotten: only Jack has something of ours", n)
	}
	w.to(wednesday.AddDate(0, 0, 230))
	forget()
	if n := w.number(`SELECT count(*) FROM device_loans WHERE device_id = $1`, back); n != 0 {
		t.Error("it is kept for ever who had it")
	}
	if n := w.number(`SELECT count(*) FROM device_loans WHERE device_id = $1`, out); n != 1 {
		t.Error("who has it is forgotten")
	}
}
