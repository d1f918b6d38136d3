package app

import (
	"fmt"
	"strings"
	"testing"

	"waymark/domain"
)

// serviceRows is a list with something to look at in most of its lines.
func serviceRows() []ServiceRow {
	return []ServiceRow{
		{Line: 2, Name: "Tea and talk", Organization: "Saltcombe Together", Town: "SALTCOMBE", Section: "old town", Themes: []string{"Company and groups", "health"},
			Place: "Orchard Hall", Address: "Mill Lane", Postcode: "ex349aa", Times: []string{"Tue 10-12", "Fri 2pm"}, Costs: []string{"free"}, Phone: "01632 960142"},
		{Line: 3, Name: "Choir", Town: "Saltcombe", Times: []string{"Tuseday 10-12"}, Costs: []string{"two pounds"}, Place: "The Quay", Postcode: "EX34", Section: "Quayside"},
		{Line: 4, Name: "Backwards", Town: "Saltcombe", Times: []string{"Monday 12:00 to 10:00"}},
		{Line: 5, Name: "Nowhere", Town: "Saltcomb"},
		{Line: 6, Name: "Tea and talk", Organization: "Saltcombe together", Town: "Saltcombe", Themes: []string{"company"}},
		{Line: 7, Name: "", Organization: "Somebody", Town: "Saltcombe"},
		{Line: 8, Name: "Asleep", Town: "Saltcombe", Status: "dormant", Phone: "12", Costs: []string{"£99999999"}},
		{Line: 9, Name: "Across the border", Town: "Brackle"},
		{Line: 10, Name: "Helpline", Themes: []string{"witchcraft"}, Place: "The office", Status: "On hold"},
	}
}

func said(problems []RowProblem) string {
	var out []string
	for _, p := range problems {
		how := "left out"
		if p.Kept {
			how = "kept"
		}
		out = append(out, fmt.Sprintf("%d %s %s", p.Line, p.Column, how))
	}
	return strings.Join(out, ", ")
}

func TestApp_ImportServices(t *testing.T) {
	w := newWorld(t)
	w.addService("By hand", func(c *AddService) { c.Organization = "By hand" })
	byHand := ServiceRow{Line: 11, Name: "By hand", Town: "Saltcombe", Description: "Another one"}
	in := ImportServices{Services: append(serviceRows(), byHand)}
	_, err := w.app.ImportServices(t.Context(), w.as("Dee"), in)
	w.refused(err, domain.Forbidden)
	looked, err := w.app.ImportServiceRows(t.Context(), w.as("Priya"), ImportServiceRows{Rows: append(serviceRows(), byHand), Check: true})
	if w.must(err); looked.New != 4 || looked.Already != 1 || w.found(w.as("Priya"), ServiceFilter{}) != "By hand" {
		t.Errorf("looked at it is %+v", looked)
	}
	got, err := w.app.ImportServices(t.Context(), w.as("Priya"), in)
	w.must(err)
	want := "3 when kept, 3 cost kept, 3 postcode kept, 3 neighbourhood kept, 4 when left out, 5 town left out, 6 name left out, 7 name left out, " +
		"8 status left out, 8 cost left out, 10 what_for kept, 10 place kept"
	if said(got.Problems) != want {
		t.Errorf("to look at are\n%s, want\n%s", said(got.Problems), want)
	}
	if got.New != 4 || got.Already != 1 || got.Changed != 0 {
		t.Errorf("it did %+v", got)
	}
	if found := w.found(w.as("Priya"), ServiceFilter{}); found != "Across the border, By hand, Choir, Helpline, Tea and talk" {
		t.Errorf("there is %s now", found)
	}
	list, _, err := w.app.FindServices(t.Context(), domain.Public(), ServiceFilter{Query: "choir"}, Page{})
	w.must(err)
	choir := list[0]
	if choir.WhenWords != "Tuseday 10-12" || len(choir.Schedules) != 0 || choir.Costs[0].Words != "two pounds" || choir.Locations[0].Postcode != "" || choir.OrganizationName != "Choir" ||
		choir.Themes[0].Code != "other" {
		t.Errorf("the choir is %+v", choir)
	}

	// The same again changes nothing, also where a builder has changed something since.
	full := domain.ServiceFull
	_, err = w.app.ChangeService(t.Context(), w.as("Bo"), ChangeService{ServiceID: choir.ID, Status: &full})
	w.must(err)
	before := w.number(`SELECT count(*) FROM service_changes`)
	again, err := w.app.ImportServices(t.Context(), w.as("Priya"), in)
	w.must(err)
	if again.New != 0 || again.Changed != 0 || again.Already != 5 || w.number(`SELECT count(*) FROM service_changes`) != before {
		t.Errorf("the same list again did %+v", again)
	}
	if n := w.number(`SELECT count(*) FROM services WHERE status = 'full'`); n != 1 {
		t.Error("what a builder has changed is gone")
	}

	// A row that has become another changes what it brought in.
	in.Services[0].Costs = []string{"£1"}
	third, err := w.app.ImportServices(t.Context(), w.as("Priya"), in)
	w.must(err)
	if third.Changed != 1 || third.New != 0 {
		t.Errorf("a changed list did %+v", third)
	}
	back, err := w.app.ServiceBack(t.Context(), w.as("Bo"), domain.ServiceID(w.number(`SELECT id FROM services WHERE name = 'Tea and talk'`)))
	w.must(err)
	if c := back.Changes[0]; c.Kind != "imported" || c.Before["costs"] != "Free" || len(c.Fields) != 1 {
		t.Errorf("its story says %+v", c)
	}
}

// A builder of one town brings in nothing for another.
func TestApp_ImportServices_OwnTown(t *testing.T) {
	w := newWorld(t)
	got, err := w.app.ImportServices(t.Context(), w.as("Bo"), ImportServices{Services: serviceRows()})
	w.must(err)
	if n := w.number(`SELECT count(*) FROM services WHERE town_id IS DISTINCT FROM $1`, w.town["Saltcombe"]); n != 0 || got.New != 2 {
		t.Errorf("%d came in elsewhere: %+v", n, got)
	}
}

func TestApp_BringServices(t *testing.T) {
	w := newWorld(t)
	cmd := BringServices{Import: ImportServices{Services: serviceRows()}, Left: []RowProblem{{Line: 1, Reason: "no row"}}}
	list := w.workOver(must(w.app.CheckServices(t.Context(), w.as("Bo"), cmd)).ID)
	if looked := must(CheckedBy(list)); looked.New != 2 || looked.LeftOut != 8 || w.number(`SELECT count(*) FROM services`) != 0 {
		t.Errorf("looked through it is %+v", looked)
	}
	piece := w.workOver(must(w.app.BringIn(t.Context(), w.as("Bo"), list.ID)).ID)
	came, err := ServicesBroughtBy(piece)
	w.must(err)
	if came.New != 2 || came.Rows != 9 || came.LeftOut != 8 || came.Left[0].Line != 1 {
		t.Errorf("it ended %s with %+v", piece.State, came)
	}
	_, err = w.app.CheckServices(t.Context(), w.as("Dee"), cmd)
	w.refused(err, domain.Forbidden)
}
