package app

import (
	"strings"
	"sync"
	"testing"

	"waymark/domain"
)

func TestApp_ChangeNeed(t *testing.T) {
	w := newWorld(t)
	saltcombe, brackle := w.town["Saltcombe"], w.town["Brackle"]
	name, minutes, off := "Walk a dog", 25, false
	change := ChangeNeed{NeedID: w.need["dog"], TownID: saltcombe, Name: &name, Minutes: &minutes}
	for who, kind := range map[string]domain.Kind{"Dee": domain.Forbidden, "Maggie": domain.NotFound, "Ada": domain.Forbidden} {
		_, err := w.app.ChangeNeed(t.Context(), w.as(who), change)
		w.refused(err, kind)
	}
	elsewhere := change
	elsewhere.TownID = brackle
	_, err := w.app.ChangeNeed(t.Context(), w.as("Bo"), elsewhere)
	w.refused(err, domain.NotFound)
	everywhere := change
	everywhere.TownID = 0
	_, err = w.app.ChangeNeed(t.Context(), w.as("Bo"), everywhere)
	w.refused(err, domain.Forbidden)

	own, err := w.app.ChangeNeed(t.Context(), w.as("Bo"), change)
	w.must(err)
	if own.ID == w.need["dog"] || own.TownID != saltcombe || own.Name != name || own.Code != "dog" {
		t.Errorf("the town's own row is %+v", own)
	}
	again, err := w.app.ChangeNeed(t.Context(), w.as("Bo"), ChangeNeed{NeedID: w.need["dog"], TownID: saltcombe, Active: &off})
	w.must(err)
	if again.ID != own.ID || again.Minutes != minutes {
		t.Errorf("a second change gave %+v, want the same row", again)
	}
	find := func(town domain.TownID, all bool) (dog *domain.Need) {
		list, err := w.app.Needs(t.Context(), domain.Public(), town)
		if all {
			list, err = w.app.AllNeeds(t.Context(), w.as("Bo"), town)
		}
		w.must(err)
		for _, n := range list {
			if n.Code == "dog" {
				dog = &n
			}
		}
		return dog
	}
	if find(saltcombe, false) != nil || find(saltcombe, true) == nil {
		t.Error("what is switched off is shown to the public, or not to the builder")
	}
	if dog := find(brackle, false); dog == nil || dog.Name != "Dog walking, pets" {
		t.Errorf("the other town has %+v", dog)
	}
	_, err = w.app.AllNeeds(t.Context(), w.as("Bo"), brackle)
	w.refused(err, domain.NotFound)
	_, err = w.app.ChangeNeed(t.Context(), w.as("Priya"), ChangeNeed{NeedID: own.ID, TownID: brackle})
	w.refused(err, domain.NotFound)
}

func TestApp_ChangeNeed_wrong(t *testing.T) {
	w := newWorld(t)
	text := func(s string) *string { return &s }
	minutes, place := 2, -1
	skills := []string{"dogs", "magic"}
	check, far, out, when := domain.CheckLevel("none"), domain.Distance("moon"), domain.GoesOut("never ever"), domain.Urgency("X")
	for field, cmd := range map[string]ChangeNeed{
		"name":          {Name: text(" ")},
		"question":      {Question: text("walk a dog")},
		"hint":          {Hint: text(strings.Repeat("x", 200))},
		"minutes":       {Minutes: &minutes},
		"position":      {Position: &place},
		"skills":        {Skills: &skills},
		"checkRequired": {CheckRequired: &check},
		"distance":      {Distance: &far},
		"goesOut":       {GoesOut: &out},
		"urgency":       {Urgency: &when},
	} {
		cmd.NeedID = w.need["dog"]
		_, err := w.app.ChangeNeed(t.Context(), w.as("Priya"), cmd)
		w.refusedField(err, field)
	}
	_, err := w.app.ChangeNeed(t.Context(), w.as("Priya"), ChangeNeed{NeedID: 999})
	w.refused(err, domain.NotFound)
}

func TestApp_ChangeNeed_twoAtOnce(t *testing.T) {
	w := newWorld(t)
	minutes := 25
	var both sync.WaitGroup
	actor := w.as("Bo")
	for range 4 {
		both.Go(func() {
			_, err := w.app.ChangeNeed(t.Context(), actor, ChangeNeed{NeedID: w.need["dog"], TownID: w.town["Saltcombe"], Minutes: &minutes})
			if err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if n := w.number(`SELECT count(*) FROM needs WHERE code = 'dog'`); n != 2 {
		t.Errorf("there are %d rows, want the district's and the town's", n)
	}
}
