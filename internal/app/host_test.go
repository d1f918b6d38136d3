package app

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// hostedBench is the bench by the slip on Tuesdays, that Tom hosts most times; Una and Kit host now and then.
func (w *world) hostedBench() domain.GatheringID {
	w.Helper()
	cmd := w.slipBench()
	cmd.HostIsMe, cmd.NameMe = false, false
	id := w.gather(cmd)
	for _, name := range []string{"Tom", "Una", "Kit"} {
		w.volunteer(name, "Castle Row")
		w.must(w.app.AddHost(w.Context(), w.as("Bo"), AddHost{GatheringID: id, PersonID: w.who[name], Usual: name == "Tom", Shown: name != "Kit"}))
	}
	w.must(w.deliver())
	return id
}

// host is somebody who came by their link.
func (w *world) host(name string) domain.Actor {
	return domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: w.who[name], Purpose: domain.ForHost}
}

func (w *world) turn(id domain.GatheringID, day int) domain.Turn {
	w.Helper()
	t, err := w.db.Store().Turn(w.Context(), id, june(day))
	w.must(err)
	return t
}

// hosting is who hosts the dates of June, "" for nobody.
func (w *world) hosting(id domain.GatheringID) string {
	w.Helper()
	all, err := w.db.Store().Turns(w.Context(), postgres.TurnQuery{Scope: domain.Scope{All: true}, GatheringID: id, From: june(1), Until: june(30).AddDate(0, 0, 1), Limit: 10})
	w.must(err)
	var out []string
	for _, t := range all {
		out = append(out, t.HostFirst)
	}
	return strings.Join(out, ",")
}

func TestApp_AddHost(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	if got := w.hosting(id); got != "Tom,Tom,Tom" {
		t.Errorf("hosted by %s", got)
	}
	if name := w.gathering(id).HostFirst; name != "Tom" {
		t.Errorf("the page names %q", name)
	}
	if mail := w.mailsTo("Una"); len(mail) != 1 || !strings.Contains(mail[0].Text, "/hosting/") {
		t.Errorf("Una gets %+v", mail)
	}
	w.must(w.app.AddHost(t.Context(), w.as("Bo"), AddHost{GatheringID: id, PersonID: w.who["Una"], Usual: true})) // instead of Tom, who stays a host
	if got := w.hosting(id); got != "Una,Una,Una" {
		t.Errorf("then hosted by %s", got)
	}
	if name := w.gathering(id).HostFirst; name != "" {
		t.Errorf("the page names %q, who does not wish it", name)
	}
	v, err := w.app.GatheringHosts(t.Context(), w.as("Bo"), id)
	w.must(err)
	if len(v.Hosts) != 3 || !v.Hosts[0].Usual || v.Hosts[0].FirstName != "Una" {
		t.Errorf("the hosts are %+v", v.Hosts)
	}
	w.person("Nia", "Castle Row") // nobody has met her
	w.refusedField(w.app.AddHost(t.Context(), w.as("Bo"), AddHost{GatheringID: id, PersonID: w.who["Nia"]}), "personId")
	w.refusedField(w.app.AddHost(t.Context(), w.as("Bo"), AddHost{GatheringID: id}), "personId")
	w.refused(w.app.AddHost(t.Context(), w.as("Maggie"), AddHost{GatheringID: id, PersonID: w.who["Tom"]}), domain.NotFound)
	w.refused(w.app.AddHost(t.Context(), w.as("Bo"), AddHost{GatheringID: 99999, PersonID: w.who["Tom"]}), domain.NotFound)
}

func TestApp_VacantDates(t *testing.T) {
	w := newWorld(t)
	w.hostedBench()
	from, to := june(20), june(30).AddDate(0, 0, 1)
	_, err := w.app.AddAbsence(t.Context(), w.as("Tom"), AddAbsence{PersonID: w.who["Tom"], Kind: "holiday", From: &from, To: &to})
	w.must(err)
	first, info, err := w.app.VacantDates(t.Context(), w.as("Bo"), 0, Page{First: 1})
	w.must(err)
	second, end, err := w.app.VacantDates(t.Context(), w.as("Bo"), 0, Page{First: 1, After: info.End})
	w.must(err)
	if len(first) != 1 || !first[0].Day.Equal(june(23)) || !info.HasNext || len(second) != 1 || !second[0].Day.Equal(june(30)) || end.HasNext {
		t.Errorf("nobody hosts %+v, then %+v", first, second)
	}
}

// Who is away on a date hosts nothing then, from the moment that it is known; who is back has the dates again.
func TestTurns_Away(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	from, to := june(20), june(24)
	_, err := w.app.AddAbsence(t.Context(), w.as("Tom"), AddAbsence{PersonID: w.who["Tom"], Kind: "holiday", From: &from, To: &to})
	w.must(err)
	if got := w.hosting(id); got != "Tom,,Tom" {
		t.Errorf("while Tom is away it is hosted by %s", got)
	}
	vacant, _, err := w.app.VacantDates(t.Context(), w.as("Bo"), 0, Page{})
	w.must(err)
	if len(vacant) != 1 || !vacant[0].Day.Equal(june(23)) {
		t.Errorf("nobody hosts %+v", vacant)
	}
	w.refusedField(w.app.AssignHost(t.Context(), w.as("Bo"), AssignHost{GatheringID: id, Day: june(23), PersonID: w.who["Tom"]}), "personId")
	_, err = w.app.EndAbsence(t.Context(), w.as("Tom"), int64(w.number(`SELECT id FROM absences WHERE person_id = $1`, w.who["Tom"])))
	w.must(err)
	if got := w.hosting(id); got != "Tom,Tom,Tom" {
		t.Errorf("when Tom stays after all it is hosted by %s", got)
	}
	_, err = w.app.Leave(t.Context(), w.as("Bo"), Leave{PersonID: w.who["Tom"], Why: "moved_away"})
	w.must(err)
	if got := w.hosting(id); got != ",," {
		t.Errorf("when Tom has left it is hosted by %s", got)
	}
}

func TestApp_AskHost(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	w.must(w.app.GiveDateBack(t.Context(), w.host("Tom"), GiveDateBack{GatheringID: id, Day: june(16)}))
	w.volunteer("Ned", "Hill Road")
	could, err := w.app.WhoCouldHost(t.Context(), w.as("Bo"), id, june(16))
	w.must(err)
	if len(could.Hosts) != 3 || len(could.Near) != 1 || could.Near[0].FirstName != "Ned" {
		t.Errorf("who could: %+v, and near %+v", could.Hosts, could.Near)
	}
	ask := AskHost{GatheringID: id, Day: june(16), PersonID: w.who["Ned"]}
	w.must(w.app.AskHost(t.Context(), w.as("Bo"), ask))
	w.refused(w.app.AskHost(t.Context(), w.as("Bo"), ask), domain.Conflict) // once is enough
	w.must(w.deliver())
	mail := w.mailsTo("Ned")
	if len(mail) != 1 || !strings.Contains(mail[0].Subject, "The bench by the boat slip") || !strings.Contains(mail[0].Text, "/2026-06-16") {
		t.Fatalf("Ned gets %+v", mail)
	}
	mine, err := w.app.MyHosting(t.Context(), w.host("Ned"))
	w.must(err)
	if len(mine.Mine) != 0 || len(mine.Open) != 1 {
		t.Errorf("Ned sees %+v", mine)
	}
	_, err = w.app.TakeDate(t.Context(), w.host("Ned"), id, june(23)) // of that he was not asked
	w.refused(err, domain.NotFound)
	taken, err := w.app.TakeDate(t.Context(), w.host("Ned"), id, june(16))
	w.must(err)
	if !taken.Yours || w.turn(id, 16).HostFirst != "Ned" {
		t.Errorf("taken: %+v", taken)
	}
	again, err := w.app.TakeDate(t.Context(), w.host("Ned"), id, june(16))
	w.must(err)
	if !again.Yours || w.messages(w.who["Bo"], sayHostTaken) != 1 || w.messages(w.who["Ned"], sayHostTaken) != 1 {
		t.Errorf("taken twice: %+v; Bo hears %d times", again, w.messages(w.who["Bo"], sayHostTaken))
	}
	w.refusedField(w.app.AskHost(t.Context(), w.as("Bo"), AskHost{GatheringID: id, Day: june(16), PersonID: w.who["Una"]}), "personId")
}

// Two who take the same date at the same moment do not both get it, and the second hears who has it.
func TestApp_TakeDate_Race(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	w.must(w.app.GiveDateBack(t.Context(), w.host("Tom"), GiveDateBack{GatheringID: id, Day: june(16)}))
	taken, errs := make([]Taken, 2), make([]error, 2)
	var both sync.WaitGroup
	for n, name := range []string{"Una", "Kit"} {
		who := w.host(name)
		both.Go(func() { taken[n], errs[n] = w.app.TakeDate(w.Context(), who, id, june(16)) })
	}
	both.Wait()
	for n, err := range errs {
		w.must(err)
		if other := taken[1-n]; taken[n].Yours == other.Yours {
			t.Fatalf("one should have it: %+v", taken)
		}
		if !taken[n].Yours && taken[n].Turn.HostFirst != w.turn(id, 16).HostFirst {
			t.Errorf("the second hears of %q", taken[n].Turn.HostFirst)
		}
	}
}

func TestApp_OfferDate(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	w.must(w.app.OfferDate(t.Context(), w.host("Tom"), id, june(16), false))
	w.must(w.app.OfferDate(t.Context(), w.host("Tom"), id, june(16), false)) // said twice, the others are asked once
	if w.messages(w.who["Una"], sayHostAsk) != 1 || w.messages(w.who["Kit"], sayHostAsk) != 1 || w.messages(w.who["Tom"], sayHostAsk) != 0 {
		t.Error("each of the others is asked once")
	}
	if w.turn(id, 16).HostFirst != "Tom" {
		t.Error("it stays Tom’s until somebody takes it")
	}
	w.must(w.app.GiveDateBack(t.Context(), w.host("Kit"), GiveDateBack{GatheringID: id, Day: june(16)})) // a no of somebody who was asked
	if kit, err := w.app.MyHosting(t.Context(), w.host("Kit")); err != nil || len(kit.Open) != 0 {
		t.Errorf("Kit, who said no, is shown %+v, %v", kit.Open, err)
	}
	taken, err := w.app.TakeDate(t.Context(), w.host("Una"), id, june(16))
	w.must(err)
	if !taken.Yours || w.hosting(id) != "Una,Tom,Tom" {
		t.Errorf("swapped: %s", w.hosting(id))
	}
	w.must(w.deliver())
	for _, name := range []string{"Tom", "Una"} {
		if w.messages(w.who[name], sayHostTaken) != 1 {
			t.Errorf("%s is told %d times", name, w.messages(w.who[name], sayHostTaken))
		}
	}
	late, err := w.app.TakeDate(t.Context(), w.host("Kit"), id, june(16))
	w.must(err)
	if late.Yours || late.Turn.HostFirst != "Una" {
		t.Errorf("who comes second gets %+v", late)
	}
	w.refused(w.app.OfferDate(t.Context(), w.host("Tom"), id, june(16), false), domain.Conflict)
	w.must(w.app.OfferDate(t.Context(), w.host("Tom"), id, june(23), false))
	w.must(w.app.OfferDate(t.Context(), w.host("Tom"), id, june(23), true)) // kept after all
	late, err = w.app.TakeDate(t.Context(), w.host("Kit"), id, june(23))
	w.must(err)
	if late.Yours {
		t.Error("what Tom keeps is nobody else’s")
	}
}

func TestApp_GiveDateBack(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	back := GiveDateBack{GatheringID: id, Day: june(16), Suggest: w.who["Una"]}
	w.must(w.app.GiveDateBack(t.Context(), w.host("Tom"), back))
	if w.hosting(id) != ",Tom,Tom" || w.messages(w.who["Una"], sayHostAsk) != 1 || w.messages(w.who["Kit"], sayHostAsk) != 0 {
		t.Errorf("given back: %s", w.hosting(id))
	}
	w.must(w.app.GiveDateBack(t.Context(), w.host("Tom"), back)) // it is not his any more: nothing changes
	if w.messages(w.who["Una"], sayHostAsk) != 1 {
		t.Error("Una was asked twice")
	}
	back.Day, back.Suggest = june(23), w.who["Bo"] // no host of this bench
	w.refusedField(w.app.GiveDateBack(t.Context(), w.host("Tom"), back), "suggest")
	if w.turn(id, 23).HostFirst != "Tom" {
		t.Error("what is refused changes nothing")
	}
	w.to(time.Date(2026, time.June, 16, 12, 0, 0, 0, time.UTC))
	_, err := w.app.TakeDate(t.Context(), w.host("Una"), id, june(16))
	w.refused(err, domain.Conflict) // it is over
	w.must(w.app.ChangeDate(t.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(23), Off: true, Words: "The regatta."}))
	w.refused(w.app.GiveDateBack(t.Context(), w.host("Tom"), GiveDateBack{GatheringID: id, Day: june(23)}), domain.Conflict)
}

// A link of somebody who hosts nothing any more opens nothing, in kind words.
func TestApp_RemoveHost(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	w.must(w.app.RemoveHost(t.Context(), w.as("Bo"), id, w.who["Tom"]))
	w.must(w.app.RemoveHost(t.Context(), w.as("Bo"), id, w.who["Tom"]))
	if got := w.hosting(id); got != ",," {
		t.Errorf("hosted by %s", got)
	}
	_, err := w.app.MyHosting(t.Context(), w.host("Tom"))
	w.refused(err, domain.Conflict)
	_, err = w.app.MyTurn(t.Context(), w.host("Tom"), id, june(16))
	w.refused(err, domain.NotFound)
	_, err = w.app.TakeDate(t.Context(), w.host("Tom"), id, june(16))
	w.refused(err, domain.NotFound)
	w.refused(w.app.GiveDateBack(t.Context(), w.host("Tom"), GiveDateBack{GatheringID: id, Day: june(16)}), domain.NotFound)
	if mine, err := w.app.MyHosting(t.Context(), w.as("Tom")); err != nil || len(mine.Mine)+len(mine.Open) != 0 {
		t.Errorf("signed in, Tom sees %+v, %v", mine, err)
	}
	_, err = w.app.MyHosting(t.Context(), domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: w.who["Una"], Purpose: domain.ForVolunteer})
	w.refused(err, domain.NotFound) // a link for something else
}

func TestApp_TellVacantDates(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	tell := func() int {
		t.Helper()
		n, err := w.app.TellVacantDates(t.Context(), domain.Clock())
		w.must(err)
		return n
	}
	w.must(w.app.GiveDateBack(t.Context(), w.host("Tom"), GiveDateBack{GatheringID: id, Day: june(23)}))
	if tell() != 0 {
		t.Error("thirteen days ahead nobody is told")
	}
	w.to(time.Date(2026, time.June, 16, 22, 0, 0, 0, time.UTC))
	if tell() != 0 {
		t.Error("nobody is told at night")
	}
	w.to(time.Date(2026, time.June, 17, 8, 0, 0, 0, time.UTC))
	if tell() != 1 || tell() != 0 || w.messages(w.who["Bo"], sayVacantDate) != 1 {
		t.Error("Bo is told once, in the morning")
	}
	_, err := w.app.TakeDate(t.Context(), w.host("Una"), id, june(23))
	w.must(err)
	w.must(w.deliver())
	if len(w.mailsTo("Bo")) != 0 {
		t.Errorf("it was taken before the mail left, and Bo gets %+v", w.mailsTo("Bo"))
	}
	w.to(w.now().Add(time.Minute))
	w.must(w.app.GiveDateBack(t.Context(), w.host("Una"), GiveDateBack{GatheringID: id, Day: june(23)}))
	if tell() != 1 || tell() != 0 {
		t.Error("it has nobody again, which is news")
	}
	w.must(w.deliver())
	if mail := w.mailsTo("Bo"); len(mail) != 1 || !strings.Contains(mail[0].Text, "/dates/2026-06-23/host") || strings.Contains(mail[0].Text, "Una") {
		t.Errorf("Bo gets %+v", mail)
	}
}

func TestApp_RemindHosts(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	remind := func() int {
		t.Helper()
		n, err := w.app.RemindHosts(t.Context(), domain.Clock())
		w.must(err)
		return n
	}
	if remind() != 0 {
		t.Error("six days ahead nobody is reminded")
	}
	w.to(time.Date(2026, time.June, 15, 7, 0, 0, 0, time.UTC)) // 8 am here: nothing is open
	if remind() != 0 {
		t.Error("nobody is reminded so early")
	}
	w.to(time.Date(2026, time.June, 15, 8, 0, 0, 0, time.UTC))
	if remind() != 1 || remind() != 0 {
		t.Error("Tom is reminded once on the day before")
	}
	w.must(w.deliver())
	if mail := w.mailsTo("Tom"); len(mail) != 2 || !strings.Contains(mail[0].Text, "omorrow, Tuesday 16 June, 10:30") {
		t.Errorf("Tom gets %+v", mail)
	}
	w.to(time.Date(2026, time.June, 22, 8, 0, 0, 0, time.UTC))
	w.must(w.app.ChangeDate(t.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(23), Off: true, Words: "Rained off."}))
	if remind() != 0 {
		t.Error("nobody is reminded of a date that is off")
	}
	w.to(time.Date(2026, time.June, 29, 8, 0, 0, 0, time.UTC))
	if remind() != 1 {
		t.Error("the next one is reminded of")
	}
	w.must(w.app.GiveDateBack(t.Context(), w.host("Tom"), GiveDateBack{GatheringID: id, Day: june(30)}))
	before := len(w.mailsTo("Tom"))
	w.must(w.deliver())
	if len(w.mailsTo("Tom")) != before {
		t.Error("it was given back before the mail left, and Tom is reminded all the same")
	}
}

// Whoever hosts a date hears that it is off, moved or on after all, and is reminded of the day to which it was moved.
func TestApp_ChangeDate_TellsItsHost(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	remind := func() int {
		t.Helper()
		n, err := w.app.RemindHosts(t.Context(), domain.Clock())
		w.must(err)
		return n
	}
	heard := func(want ...string) {
		t.Helper()
		before := len(w.mailsTo("Tom"))
		w.must(w.deliver())
		mails := w.mailsTo("Tom")
		if len(mails) != before+1 {
			t.Fatalf("Tom gets %d messages", len(mails)-before)
		}
		for _, part := range want {
			if !strings.Contains(mails[0].Subject+mails[0].Text, part) {
				t.Errorf("%q is not in %s\n%s", part, mails[0].Subject, mails[0].Text)
			}
		}
	}
	w.to(time.Date(2026, time.June, 15, 8, 0, 0, 0, time.UTC))
	if remind() != 1 {
		t.Fatal("Tom is reminded on the day before")
	}
	w.must(w.deliver())
	off := ChangeDate{GatheringID: id, Day: june(16), Off: true, Words: "Rained off."}
	w.must(w.app.ChangeDate(t.Context(), w.as("Bo"), off))
	heard("it is off", "You were to host it.", "Rained off.", "The bench by the boat slip")
	w.must(w.app.RestoreDate(t.Context(), w.as("Bo"), id, june(16)))
	heard("it is on after all")
	w.must(w.app.ChangeDate(t.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(16), HeldOn: june(18), Starts: 840, Ends: 870}))
	heard("It is moved to Thursday 18 June", "Not: Tomorrow, Tuesday 16 June, 10:30")
	w.to(time.Date(2026, time.June, 17, 8, 0, 0, 0, time.UTC))
	if remind() != 1 || remind() != 0 {
		t.Error("Tom is reminded once before the day to which it was moved")
	}
}

// All who host hear that all of it is different, and that it has ended; who changes it knows.
func TestApp_ChangeGathering_TellsItsHosts(t *testing.T) {
	w := newWorld(t)
	id := w.hostedBench()
	w.volunteer("Ola", "Castle Row")
	w.must(w.app.GiveDateBack(t.Context(), w.host("Tom"), GiveDateBack{GatheringID: id, Day: june(30)}))
	w.must(w.app.AskHost(t.Context(), w.as("Bo"), AskHost{GatheringID: id, Day: june(30), PersonID: w.who["Ola"]}))
	_, err := w.app.TakeDate(t.Context(), w.host("Ola"), id, june(30))
	w.must(err)
	w.must(w.deliver())
	told := func(want string, who ...string) {
		t.Helper()
		before := map[string]int{}
		for _, name := range []string{"Tom", "Una", "Kit", "Ola"} {
			before[name] = len(w.mailsTo(name))
		}
		w.must(w.deliver())
		for name, n := range before {
			mails := w.mailsTo(name)
			if got, right := len(mails)-n, slices.Contains(who, name); got > 1 || (got == 1) != right || right && !strings.Contains(mails[0].Text, want) {
				t.Errorf("%s gets %d messages, want %v with %q: %v", name, got, right, want, mails[0])
			}
		}
	}
	starts, ends := 840, 870
	w.must(w.app.ChangeGathering(t.Context(), w.as("Bo"), ChangeGathering{GatheringID: id, From: new(june(23)), Starts: &starts, Ends: &ends}))
	told("From Tuesday 23 June on it is different", "Tom", "Una", "Kit", "Ola")
	w.must(w.app.EndGathering(t.Context(), w.as("Bo"), id))
	told("There are no more dates.", "Tom", "Una", "Kit", "Ola")
	w.must(w.app.EndGathering(t.Context(), w.as("Bo"), id))
	told("")
}

// A date after days on which nothing is open is reminded of before these.
func TestApp_RemindHosts_Sunday(t *testing.T) {
	w := newWorld(t)
	cmd := w.slipBench()
	cmd.FirstOn = june(15) // a Monday
	w.gather(cmd)
	w.to(time.Date(2026, time.June, 13, 9, 0, 0, 0, time.UTC))
	if n, err := w.app.RemindHosts(t.Context(), domain.Clock()); err != nil || n != 1 {
		t.Errorf("on Saturday %d are reminded of Monday: %v", n, err)
	}
}
