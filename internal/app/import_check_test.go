package app

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// A list that is looked through says all that would come of it, and nothing of it is there; then it comes in as it was said.
func TestApp_CheckVolunteers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	again, unknown := volunteerRow(3, "Gus"), volunteerRow(4, "Ida")
	unknown.Street = "Castel Row"
	cmd := BringVolunteers{Import: ImportVolunteers{Volunteers: []VolunteerRow{volunteerRow(2, "Gus"), again, unknown}}, Left: []RowProblem{{Line: 5, Reason: "no row"}}}
	before := w.number(`SELECT count(*) FROM persons`)
	list := w.workOver(must(w.app.CheckVolunteers(t.Context(), w.as("Bo"), cmd)).ID)
	looked := must(CheckedBy(list))
	if looked.New != 1 || looked.LeftOut != 3 || len(looked.Look) != 3 || looked.Look[0].Line != 3 || looked.Brought != 0 {
		t.Errorf("it is %+v (%s)", looked, list.Error)
	}
	if n := w.number(`SELECT count(*) FROM persons`); n != before {
		t.Errorf("%d people came in who were only looked at", n-before)
	}
	for _, name := range []string{"Priya", "Dee"} { // Priya may bring in a list of hers
		_, err := w.app.LongWork(t.Context(), w.as(name), list.ID)
		w.refused(err, domain.NotFound)
		_, err = w.app.BringIn(t.Context(), w.as(name), list.ID)
		w.refused(err, domain.NotFound)
		for _, piece := range must(w.app.LongWorks(t.Context(), w.as("Priya"))) {
			if piece.ID == list.ID {
				t.Error("Priya sees it in her list")
			}
		}
	}
	first := must(w.app.BringIn(t.Context(), w.as("Bo"), list.ID))
	second := must(w.app.BringIn(t.Context(), w.as("Bo"), list.ID))
	if w.workOver(first.ID); first.ID != second.ID || w.number(`SELECT count(*) FROM persons`) != before+1 {
		t.Errorf("pressed twice it comes in as %d and %d", first.ID, second.ID)
	}
	if n := w.number(`SELECT count(*) FROM works WHERE kind = 'import_volunteers' AND (input <> '{}' OR result::text LIKE '%Castel%')`); n != 0 {
		t.Error("of the list more than the figures is kept")
	}
	if came := must(CheckedBy(must(w.app.LongWork(t.Context(), w.as("Bo"), list.ID)))); came.Brought != first.ID {
		t.Errorf("it does not say that it came in: %+v", came)
	}
}

// It lies ready for an hour, and no longer; in a demo nothing real is even looked at.
func TestApp_Check_IsForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.brought(listOf("Old Lane"))
	list, looked := w.checked(listOf("New Lane", "Old Lane"))
	if looked.New != 1 || looked.Same != 1 || looked.Changed != 0 || w.number(`SELECT count(*) FROM streets WHERE name = 'New Lane'`) != 0 {
		t.Errorf("looked through it is %+v", looked)
	}
	pgtest.Advance(t, w.db, 59*time.Minute)
	if n := must(w.app.ForgetDrafts(t.Context(), domain.Clock())); n != 0 {
		t.Errorf("%d are forgotten too soon", n)
	}
	pgtest.Advance(t, w.db, 2*time.Minute)
	_, err := w.app.BringIn(t.Context(), w.as("Priya"), list.ID)
	w.refused(err, domain.NotFound)
	if n := must(w.app.ForgetDrafts(t.Context(), domain.Clock())); n != 2 || w.number(`SELECT count(*) FROM works WHERE input_until IS NOT NULL`) != 0 {
		t.Errorf("%d are forgotten", n)
	}
	w.exec(`UPDATE installation SET demo = true`)
	_, err = w.app.CheckStreets(t.Context(), w.as("Priya"), listOf("New Lane"))
	w.refused(err, domain.Forbidden)
	_, err = w.app.CheckVolunteers(t.Context(), w.as("Priya"), BringVolunteers{})
	w.refused(err, domain.Forbidden)
}
