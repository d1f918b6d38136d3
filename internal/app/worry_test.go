package app

import (
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

func TestApp_SayWorry(t *testing.T) {
	w := newWorld(t)
	helper := w.volunteer("Vera", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	w.promise(r, helper)
	events := w.number(`SELECT count(*) FROM events`)
	w.exec(`UPDATE persons SET left_at = $1 WHERE id = $2`, wednesday, w.who["Ada"])
	tests := []struct {
		name, town, reader string
		by                 domain.Actor
	}{
		{"the town's lead", "Saltcombe", "Sam", domain.Public()},
		{"from somebody signed in", "Saltcombe", "Sam", w.as("Cal")},
		{"from the visit page", "Saltcombe", "Sam", domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: helper, Purpose: domain.ForVisit}},
		{"a town without a lead", "Brackle", "Priya", domain.Public()},
		{"no town said", "", "Priya", domain.Public()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := w.messages(w.who[tt.reader], sayWorry)
			w.must(w.app.SayWorry(w.Context(), tt.by, SayWorry{TownID: w.town[tt.town], Words: " a bruise, " + tt.name, ReachMe: "01632 960001"}))
			all, err := w.app.Worries(w.Context(), w.as(tt.reader))
			w.must(err)
			if len(all) == 0 || all[0].Words != "a bruise, "+tt.name || all[0].ReachMe != "01632 960001" || all[0].SeenAt != nil || all[0].TownName != tt.town {
				t.Errorf("%s reads %+v", tt.reader, all)
			}
			if n := w.messages(w.who[tt.reader], sayWorry); n != before+1 {
				t.Errorf("%d messages to %s, want one more than %d", n, tt.reader, before)
			}
		})
	}
	if n := w.number(`SELECT count(*) FROM events`); n != events {
		t.Error("a worry is in a request's story")
	}
	for _, table := range []string{"outbox", "events", "requests", "request_notes", "tasks"} {
		if n := w.number(`SELECT count(*) FROM ` + table + ` x WHERE x::text LIKE '%bruise%' OR x::text LIKE '%960001%'`); n != 0 {
			t.Errorf("a worry is in %s", table)
		}
	}
	if n := w.number(`SELECT count(*) FROM outbox WHERE kind = 'worry' AND (request_id IS NOT NULL OR key !~ '^worry:[0-9]+$')`); n != 0 {
		t.Error("a message of a worry says more than that there is one")
	}
}

// Each refusal is of something that would be lost or cannot be read.
func TestApp_SayWorry_Refused(t *testing.T) {
	w := newWorld(t)
	say := func(cmd SayWorry) error { return w.app.SayWorry(w.Context(), domain.Public(), cmd) }
	w.refusedField(say(SayWorry{TownID: w.town["Saltcombe"], Words: " \n"}), "words")
	w.refusedField(say(SayWorry{TownID: w.town["Saltcombe"], Words: strings.Repeat("é", longestWorry+1)}), "words")
	w.refusedField(say(SayWorry{TownID: w.town["Saltcombe"], Words: "x", ReachMe: strings.Repeat("x", longestReachMe+1)}), "reachMe")
	w.refusedField(say(SayWorry{TownID: 9999, Words: "x"}), "townId")
	for range worriesAnHour {
		w.must(say(SayWorry{TownID: w.town["Saltcombe"], Words: "x", IP: "192.0.2.7"}))
	}
	w.refused(say(SayWorry{TownID: w.town["Saltcombe"], Words: "x", IP: "192.0.2.7"}), domain.TooMany)
	w.must(say(SayWorry{TownID: w.town["Saltcombe"], Words: "x", IP: "192.0.2.8"}))
	w.exec(`UPDATE persons SET left_at = $1 WHERE first_name IN ('Sam', 'Priya', 'Ada')`, wednesday)
	err := say(SayWorry{TownID: w.town["Saltcombe"], Words: "x"})
	w.refused(err, domain.Unavailable)
	if !strings.Contains(err.Error(), "999") {
		t.Errorf("nobody can read it, and the answer does not say whom to ring: %v", err)
	}
	if n := w.number(`SELECT count(*) FROM worries`); n != worriesAnHour+1 {
		t.Errorf("%d worries are kept", n)
	}
}

// The named lead alone: no other role, no other lead, and whoever stands in only where there is none.
func TestApp_Worries(t *testing.T) {
	w := newWorld(t)
	w.addRole(w.person("Lea", "Mill Lane"), domain.SafeguardingLead, domain.Spot{TownID: w.town["Brackle"]})
	w.exec(`UPDATE towns SET safeguarding_lead_id = $1 WHERE name = 'Brackle'`, w.who["Lea"])
	w.must(w.app.SayWorry(w.Context(), domain.Public(), SayWorry{TownID: w.town["Saltcombe"], Words: "a bruise"}))
	for name, kind := range map[string]domain.Kind{"Lea": "", "Priya": "", "Ada": "", "Bo": domain.Forbidden, "Dee": domain.Forbidden,
		"Cal": domain.Forbidden, "Maggie": domain.Forbidden, "Ravi": domain.Forbidden} {
		all, err := w.app.Worries(w.Context(), w.as(name))
		if w.refused(err, kind); len(all) != 0 {
			t.Errorf("%s reads %+v", name, all)
		}
	}
	_, err := w.app.Worries(w.Context(), domain.Public())
	w.refused(err, domain.SignedOut)
	_, err = w.app.Worries(w.Context(), domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: w.who["Sam"], Purpose: domain.ForVisit})
	w.refused(err, domain.Forbidden)
	if all, err := w.app.Worries(w.Context(), domain.Clock()); err != nil || len(all) != 0 {
		t.Errorf("the machine's owner reads %+v, %v", all, err)
	}
	if n := w.number(`SELECT count(*) FROM worries WHERE seen_at IS NOT NULL`); n != 0 {
		t.Fatal("somebody else marked it as seen")
	}
	first, err := w.app.Worries(w.Context(), w.as("Sam"))
	w.must(err)
	pgtest.Advance(t, w.db, time.Hour)
	second, err := w.app.Worries(w.Context(), w.as("Sam"))
	w.must(err)
	if len(first) != 1 || first[0].SeenAt != nil || len(second) != 1 || second[0].SeenAt == nil || !second[0].SeenAt.Equal(wednesday) {
		t.Errorf("first %+v, then %+v", first, second)
	}
}
