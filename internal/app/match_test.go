package app

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// What is wrong with one request stops no other: not in its district, nor the plans of the districts after it.
func TestApp_MatchDue_OneBrokenRequestStopsNoOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`INSERT INTO districts (id, name) VALUES (0, 'Aaa')`)
	tom, una := w.volunteer("Tom", "Castle Row"), w.volunteer("Una", "Brackle Main Street")
	w.ask("Joan", "Castle Row", "prescription")
	ken, lea := w.ask("Ken", "Mill Lane", "prescription"), w.ask("Lea", "Brackle Main Street", "prescription")
	pgtest.Advance(t, w.db, 10*time.Minute)
	// Ken's and Lea's asks are the only ones of the first district, and what Ken's row says of its neighbourhood contradicts Lea's.
	w.exec(fmt.Sprintf(`BEGIN; SET LOCAL session_replication_role = replica;
		UPDATE requests SET district_id = 0 WHERE id IN (%[1]d, %[2]d);
		UPDATE persons SET district_id = 0 WHERE id IN (%[3]d, %[4]d, %[5]d);
		UPDATE volunteers SET district_id = 0 WHERE person_id = %[5]d;
		UPDATE streets SET district_id = 0 WHERE section_id = %[6]d;
		UPDATE requests SET town_id = %[7]d, start_level = 1, level = 1 WHERE id = %[1]d; COMMIT`,
		ken.ID, lea.ID, ken.PersonID, lea.PersonID, una, w.section["Market Place"], w.town["Saltcombe"]))
	_, err := w.app.MatchDue(t.Context(), domain.Clock())
	if err == nil {
		t.Error("nobody hears of the broken one")
	}
	if n := w.count(domain.Queued, tom); n != 1 {
		t.Errorf("%d were asked in the district after it", n)
	}
	if now := w.request(ken.ID); now.Tries != 1 || !now.NextActionAt.After(w.now()) {
		t.Errorf("the broken one was tried %d times and is due at %s; want it put off", now.Tries, now.NextActionAt)
	}
	if now := w.request(lea.ID); w.count(domain.Queued, una) != 1 {
		t.Errorf("the one beside it was not planned: it was tried %d times", now.Tries)
	}
}

// A hard wish is kept: who does not speak the language, or of whom nobody knows whether they are a woman, is not asked.
func TestApp_MatchDue_HardWishes(t *testing.T) {
	t.Parallel()
	for wish, prepare := range map[string]string{
		"woman": `UPDATE volunteers SET gender = 'woman' WHERE person_id = $1`, "man": `UPDATE volunteers SET gender = 'man' WHERE person_id = $1`,
		"pl": `UPDATE persons SET languages = ARRAY['pl'] WHERE id = $1`,
	} {
		t.Run(wish, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.volunteer("Tom", "Castle Row")
			una := w.volunteer("Una", "Mill Lane")
			w.exec(prepare, una)
			r := w.ask("Joan", "Castle Row", "prescription")
			w.exec(`UPDATE requests SET wishes = ARRAY[$2] WHERE id = $1`, r.ID, wish)
			w.until("somebody is asked", 10*time.Minute, 24*time.Hour, func() bool { return w.number(`SELECT count(*) FROM invitations`) == 1 })
			if i := w.live(r.ID); i.PersonID != una {
				t.Errorf("%s was asked", w.whoIs(i.PersonID))
			}
			w.intact()
		})
	}
}

// Two asks and a volunteer who may be asked once a day: the second is no failure, and finds another in the next plan.
func TestApp_MatchDue_WhatNoLongerFitsComesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	w.exec(`UPDATE volunteers SET budget_day = 1`)
	w.volunteer("Una", "Mill Lane")
	w.ask("Joan", "Castle Row", "prescription")
	w.ask("Ken", "Castle Row", "meal")
	for id := range 2 {
		w.must(w.app.AskWider(t.Context(), w.as("Priya"), domain.RequestID(id+1)))
	}
	pgtest.Advance(t, w.db, 10*time.Minute)
	for range 3 {
		if _, err := w.app.MatchDue(t.Context(), domain.Clock()); err != nil {
			t.Errorf("a full budget counts as a failure: %v", err)
		}
		pgtest.Advance(t, w.db, time.Minute)
	}
	if w.count(domain.Queued, w.who["Tom"]) != 1 || w.count(domain.Queued, w.who["Una"]) != 1 {
		t.Errorf("Tom was asked %d times and Una %d times, want each once", w.count(domain.Queued, w.who["Tom"]), w.count(domain.Queued, w.who["Una"]))
	}
}

// What is wanted in the next few hours is matched at once, and a refusal of what is for today replaced; the others wait for their beat.
func TestApp_MatchAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{"Tom", "Una", "Vic", "Wyn"} {
		w.volunteer(name, "Castle Row")
	}
	w.volunteer("Far", "Mill Lane")
	atOnce := func() int {
		t.Helper()
		n, err := w.app.MatchAtOnce(t.Context(), domain.Clock())
		w.must(err)
		return n
	}
	live := func(r domain.Request) int {
		return w.number(`SELECT count(*) FROM invitations WHERE request_id = $1 AND state IN ('queued', 'delivered', 'held')`, r.ID)
	}
	ask := func(name string, urgency domain.Urgency) domain.Request {
		t.Helper()
		raised, err := w.app.RaiseRequest(t.Context(), domain.Public(), RaiseRequest{FirstName: name, Address: "1", Email: name + "@example.org", StreetID: w.street["Castle Row"],
			NeedID: w.need["dog"], Urgency: urgency, SafeToWrite: true, AgreedShare: true})
		w.must(err)
		w.must(w.app.ApproveRequest(t.Context(), domain.Clock(), raised.RequestID))
		return w.request(raised.RequestID)
	}
	say := func(r domain.Request, answer string) {
		t.Helper()
		_, err := w.app.AnswerInvitation(t.Context(), w.holding(w.live(r.ID), domain.ForInvitation), answer)
		w.must(err)
	}
	word, err := w.app.WatchPlans(t.Context(), domain.Clock())
	w.must(err)
	heard := func() {
		t.Helper()
		select {
		case <-word:
		case <-time.After(20 * time.Second):
			t.Error("nobody is woken")
		}
	}
	pgtest.Advance(t, w.db, 45*time.Minute)
	today, week := ask("Joan", domain.InADay), ask("Ken", domain.ThisWeek)
	pgtest.Advance(t, w.db, 15*time.Minute) // both are due: it is eleven
	if n := atOnce(); n != 0 || live(today)+live(week) != 0 {
		t.Errorf("%d were asked before their beat", n)
	}
	_, err = w.app.MatchDue(t.Context(), domain.Clock())
	w.must(err)
	if live(today) == 0 || live(week) == 0 {
		t.Fatalf("at their beat %d and %d are asked", live(today), live(week))
	}
	pgtest.Advance(t, w.db, time.Minute)
	for len(word) > 0 {
		<-word
	}
	before := live(today)
	say(today, SaysNotThisTime)
	say(week, SaysNotThisTime)
	heard() // the refusal has woken whoever matches at once
	if n := atOnce(); n != 1 || live(today) != before || live(week) != 0 {
		t.Errorf("%d were asked instead of those who said no; today %d, this week %d", n, live(today), live(week))
	}
	hours := ask("Lea", domain.InHours)
	heard()
	if n := atOnce(); n != 3 || live(hours) != 3 {
		t.Errorf("%d of three were asked at once", n)
	}
	if n := w.number(`SELECT count(*) FROM invitations WHERE person_id = $1`, w.who["Far"]); n != 0 {
		t.Error("somebody from another town was asked in the street's time")
	}
	if n := w.number(`SELECT count(*) FROM audits WHERE use_case = 'MatchAtOnce' AND request_id = $1`, hours.ID); n != 3 {
		t.Errorf("it was audited %d times", n)
	}
	w.intact()
}

// The shortlist offers those who fit first, then those for whom one would have to look past something, and says what; never those
// whom nobody may choose.
func TestApp_Shortlist(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Near", "Castle Row")
	w.exec(`UPDATE volunteers SET budget_day = 0 WHERE person_id = $1`, w.volunteer("Asked", "Castle Row"))
	w.exec(`UPDATE volunteers SET availability = 0 WHERE person_id = $1`, w.volunteer("Busy", "Castle Row"))
	w.exec(`UPDATE volunteers SET reach = 0 WHERE person_id = $1`, w.volunteer("Homely", "Mill Lane"))
	w.exec(`UPDATE volunteers SET skills = '{}' WHERE person_id = $1`, w.volunteer("Unskilled", "Castle Row"))
	w.exec(`UPDATE volunteers SET capacity = 0 WHERE person_id = $1`, w.volunteer("Full", "Castle Row"))
	w.exec(`DELETE FROM checks WHERE person_id = $1`, w.volunteer("Unchecked", "Castle Row"))
	r := w.ask("Joan", "Castle Row", "shopping")
	w.must(w.db.Store().KeepApart(t.Context(), w.district, r.PersonID, w.volunteer("Apart", "Castle Row"), w.who["Dee"], w.now()))
	list, err := w.app.Shortlist(t.Context(), w.as("Maggie"), r.ID)
	w.must(err)
	got := map[string]string{}
	for n, c := range list {
		got[c.FirstName] = strings.Join(c.WhyNot, "; ")
		if (n == 0) != c.Fits || len(c.Why) == 0 {
			t.Errorf("%s, at place %d, fits: %v, because %v", c.FirstName, n, c.Fits, c.Why)
		}
	}
	want := map[string]string{"Near": "", "Asked": "Has been asked as often as they like", "Busy": "Not free when it is wanted",
		"Homely": "It is not being asked that wide yet; Farther than they said they would go"}
	for name, why := range want {
		if reason, ok := got[name]; !ok || reason != why {
			t.Errorf("%s is on the list: %v, %q; want %q", name, ok, reason, why)
		}
	}
	if len(got) != len(want) {
		t.Errorf("on the list are %v", got)
	}
	if _, err := w.app.Shortlist(t.Context(), w.as("Cal"), r.ID); err == nil {
		t.Error("a call-taker chose helpers")
	}
}

// Where distance does not matter to the plan all are as dear; the nearer come first all the same.
func TestApp_Shortlist_nearerFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Far", "Mill Lane")
	w.volunteer("Middle", "Quay Lane")
	w.volunteer("Near", "Castle Row")
	r := w.ask("Joan", "Castle Row", "letter")
	list, err := w.app.Shortlist(t.Context(), w.as("Priya"), r.ID)
	w.must(err)
	var names []string
	for n, c := range list {
		names = append(names, c.FirstName)
		if !c.Fits || n > 0 && c.Metres < list[n-1].Metres {
			t.Errorf("at place %d is %+v", n, c)
		}
	}
	if len(names) != 3 || names[0] != "Near" {
		t.Errorf("the list is %v", names)
	}
}

// Who looks after a street reads the last names of its own people, and of others no more than the first letter.
func TestApp_Shortlist_names(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Near", "Castle Row")
	w.volunteer("Far", "Mill Lane")
	r := w.ask("Joan", "Castle Row", "shopping")
	w.exec(`UPDATE requests SET owner_id = $1 WHERE id = $2`, w.person("Olive", "Hill Road"), r.ID)
	for who, want := range map[string][2]string{"Maggie": {"Tester", "T."}, "Bo": {"Tester", "T."}, "Priya": {"Tester", "Tester"}, "Olive": {"T.", "T."}} {
		list, err := w.app.Shortlist(t.Context(), w.as(who), r.ID)
		w.must(err)
		got := map[string]string{}
		for _, c := range list {
			got[c.FirstName] = c.LastName
		}
		if len(got) != 2 || got["Near"] != want[0] || got["Far"] != want[1] {
			t.Errorf("%s reads %v, want %v", who, got, want)
		}
	}
}

// Where nobody can be asked nobody is looked for, and a sentence says why.
func TestApp_Shortlist_notOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	helper := w.volunteer("Near", "Castle Row")
	open, going, over, lost, unsaid := w.ask("Joan", "Castle Row", "dog"), w.ask("Jim", "Castle Row", "dog"), w.ask("June", "Castle Row", "dog"),
		w.ask("Jack", "Castle Row", "dog"), w.ask("Jill", "Castle Row", "dog")
	w.promise(going, helper)
	w.must(w.app.EndRequest(t.Context(), w.as("Bo"), EndRequest{RequestID: over.ID, Ending: domain.Mistake}))
	w.exec(`UPDATE requests SET street_id = NULL WHERE id = $1`, lost.ID)
	w.exec(`UPDATE requests SET knows = 'not_yet' WHERE id = $1`, unsaid.ID)
	for id, want := range map[domain.RequestID]string{open.ID: "", going.ID: "goes already", over.ID: "has ended", lost.ID: "the street", unsaid.ID: "not agreed"} {
		list, err := w.app.Shortlist(t.Context(), w.as("Bo"), id)
		w.must(err)
		v, err := w.app.Request(t.Context(), w.as("Bo"), id)
		w.must(err)
		if why := v.WhyNoShortlist(); (want == "") != (why == "") || !strings.Contains(why, want) || (len(list) == 0) != (want != "") {
			t.Errorf("%d are listed, because %q, want %q", len(list), why, want)
		}
	}
	// a key reads the ask, and chooses nobody
	key := w.withKey(w.key("Priya", CreateAPIKey{Name: "Reads", Scope: []domain.Action{domain.SeeAsk}}).Secret)
	v, err := w.app.Request(t.Context(), key, open.ID)
	w.must(err)
	if list, err := w.app.Shortlist(t.Context(), key, open.ID); err != nil || len(list) != 0 || !strings.Contains(v.WhyNoShortlist(), "A key only reads") {
		t.Errorf("a key reads %v, %v: %q", list, err, v.WhyNoShortlist())
	}
}

func TestRefused_IsNoFailure(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		want bool
	}{
		{domain.Errorf(domain.Unacceptable, "", "Their week is full."), true},
		{domain.Errorf(domain.Conflict, "", "Somebody was a little faster."), true},
		{errors.New("the database is gone"), false},
		{nil, false},
	} {
		if got := refused(c.err); got != c.want {
			t.Errorf("refused(%v) is %v", c.err, got)
		}
	}
}
