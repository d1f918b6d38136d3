package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// Tom may be asked once a day and three times a week. The database counts: on each day, all week, and apart from the week of the visit.
func TestDoubleBooking_AsksAreCountedByDayAndWeek(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	w.exec(`UPDATE volunteers SET capacity = 9, budget_day = 1, budget_week = 3 WHERE person_id = $1`, tom)
	var last domain.Invitation
	asked := 0
	ask := func(day int) error {
		asked++
		var err error
		r := w.ask(fmt.Sprintf("Asker%c", 'A'+asked), "Castle Row", "dog")
		i, err := w.put(r, tom, func(i *domain.Invitation) {
			i.AskedOn = i.AskedOn.AddDate(0, 0, day-3) // the world begins on a Wednesday
			i.Week = i.Week.AddDate(0, 0, 14)
		})
		if err == nil {
			last = i
		}
		return err
	}
	const sunday, nextMonday = 7, 8
	for n, step := range []struct {
		day  int
		says string // a constraint, or nothing
		then func()
	}{
		{day: 3},
		{day: 3, says: "volunteer_weeks_budget"}, // again on the same day
		{day: 4},
		{day: 3, says: "volunteer_weeks_budget"}, // somebody slow, who still believes it to be Wednesday
		{day: 4, says: "volunteer_weeks_budget", then: func() {
			w.exec(`UPDATE volunteers SET budget_day = 2 WHERE person_id = $1`, tom)
		}},
		{day: 4},
		{day: 5, says: "volunteer_weeks_budget", then: func() { // the fourth of the week; one of the three never got there
			last.State, last.EndedWhy = domain.Undelivered, "bounced"
			w.must(w.db.Store().SaveInvitation(t.Context(), &last))
		}},
		{day: 4, then: func() { // what was given back may be asked again, on that day too
			w.exec(`UPDATE volunteers SET budget_day = 1, budget_week = 1 WHERE person_id = $1`, tom)
		}},
		{day: sunday, says: "volunteer_weeks_budget"},
		{day: nextMonday},
		{day: nextMonday, says: "volunteer_weeks_budget"},
	} {
		err := ask(step.day)
		if step.says == "" && err != nil || step.says != "" && !postgres.IsCheck(err, step.says) {
			t.Errorf("step %d, on day %d: %v, want %q", n, step.day, err, step.says)
		}
		if step.then != nil {
			step.then()
		}
	}
	if n := w.number(`SELECT sum(booked) FROM volunteer_weeks WHERE week = $1`, dateOf(domain.ISOWeek(w.now(), w.app.zone), w.app.zone)); n != 0 {
		t.Errorf("%d visits are booked in the week of asking", n)
	}
	if n := w.number(`SELECT booked FROM volunteer_weeks WHERE week = $1`, dateOf(domain.ISOWeek(w.now().Add(14*24*time.Hour), w.app.zone), w.app.zone)); n != 4 {
		t.Errorf("%d visits are booked in the week of the visits, want 4", n)
	}
	found, err := w.db.Store().Invariants(t.Context(), w.now())
	w.must(err)
	for _, i := range found {
		if strings.Contains(i.Name, "in a week") && i.Count != 0 {
			t.Errorf("%s: not so %d times", i.Name, i.Count)
		}
	}
}
