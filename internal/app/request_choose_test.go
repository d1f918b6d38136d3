package app

import (
	"errors"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/words"
)

// TestAskHelper_HidesBetterApart: whoever asks somebody, or says that they said yes, reads the same of those who are better apart as of
// those who live in one house, are too young, away, resting or have no time: kind, field and words.
func TestAskHelper_HidesBetterApart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ about, words string }{
		"better apart": {`INSERT INTO better_apart SELECT r.district_id, least(r.person_id, $1), greatest(r.person_id, $1), $1, now() FROM requests r`, ""},
		"one house":    {`UPDATE persons SET address = 'Cob' WHERE id = $1 OR id IN (SELECT person_id FROM requests)`, ""},
		"too young":    {`UPDATE persons SET young = true WHERE id = $1`, ""},
		"away":         {`INSERT INTO absences (district_id, person_id, kind, from_on) SELECT district_id, $1, 'holiday', '2026-06-10' FROM volunteers WHERE person_id = $1`, ""},
		"resting":      {`UPDATE volunteers SET resting = true WHERE person_id = $1`, ""},
		"no time":      {`UPDATE volunteers SET availability = 0 WHERE person_id = $1`, ""},
		"weeks full": {`INSERT INTO volunteer_weeks (district_id, person_id, week, capacity, booked, budget, day_budget)
			SELECT district_id, $1, '2026-06-08'::date + n, 5, 5, 2, 1 FROM volunteers, unnest('{0,7}'::int[]) n WHERE person_id = $1`, ""},
		// what is known of them on every list is said first, so that keeping them apart changes no word of it
		"no check": {`DELETE FROM checks WHERE person_id = $1`, string(ruleWords["WM014"])},
		"no skill": {`UPDATE volunteers SET skills = '{}' WHERE person_id = $1`, string(ruleWords["WM013"])},
		"said no to it": {`INSERT INTO invitations (district_id, request_id, person_id, kind, channel, state, place, level, scope, visit_at, visit_ends_at, week, asked_on, queued_at)
			SELECT district_id, id, $1, 'asked', 'email', 'declined', 1, 0, 0, now(), now(), '2026-06-08', '2026-06-10', now() FROM requests`, string(ruleWords["WM017"])},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tom := w.volunteer("Tom", "Hill Road")
			r := w.ask("Joan", "Hill Road", "visit")
			w.exec(strings.ReplaceAll(c.about, "$1", "$1::bigint"), tom)
			want := notFree().Error()
			if c.words != "" {
				want = c.words
			}
			for range 2 {
				for _, err := range []error{
					w.app.AskHelper(t.Context(), w.as("Dee"), AskHelper{RequestID: r.ID, PersonID: tom}),
					w.app.AssignHelper(t.Context(), w.as("Dee"), AssignHelper{RequestID: r.ID, PersonID: tom}),
				} {
					var got *domain.Error
					if !errors.As(err, &got) || got.Kind != domain.Unacceptable || got.Message != want || (got.Field == "personId") != (c.words == "") {
						t.Fatalf("it says %+v, want %q", got, want)
					}
				}
				if name != "better apart" {
					w.must(w.db.Store().KeepApart(t.Context(), w.district, tom, r.PersonID, w.who["Dee"], w.now()))
				}
			}
		})
	}
}

// Somebody whose week is full, and who fits next week, goes next week: when the shortlist says. A time in the full week is refused, and
// the words name the week.
func TestAssignHelper_GoesWhenTheShortlistSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	r := w.ask("Joan", "Castle Row", "garden")
	w.exec(`UPDATE requests SET useful_until = $1`, w.now().AddDate(0, 0, 12))
	w.exec(`INSERT INTO volunteer_weeks (district_id, person_id, week, capacity, booked, budget, day_budget)
		SELECT district_id, person_id, '2026-06-08', capacity, capacity, budget_week, budget_day
		FROM volunteers WHERE person_id = $1`, tom)
	list, err := w.app.Shortlist(t.Context(), w.as("Dee"), r.ID)
	w.must(err)
	if len(list) != 1 || !list[0].Fits {
		t.Fatalf("the shortlist is %+v", list)
	}
	tomorrow := w.now().AddDate(0, 0, 1)
	err = w.app.AssignHelper(t.Context(), w.as("Dee"), AssignHelper{RequestID: r.ID, PersonID: tom, VisitAt: &tomorrow})
	if want := weekFull(words.In("en"), wednesday.AddDate(0, 0, -2)); err == nil || !strings.HasSuffix(err.Error(), want.Error()) {
		t.Errorf("a time in the full week: %v", err)
	}
	w.must(w.app.AssignHelper(t.Context(), w.as("Dee"), AssignHelper{RequestID: r.ID, PersonID: tom}))
	all, err := w.db.Store().Invitations(t.Context(), r.ID)
	w.must(err)
	went := all[len(all)-1]
	if monday := dateOf(wednesday.AddDate(0, 0, 5), w.app.zone); went.VisitAt.Before(monday) || !went.Week.Equal(monday) {
		t.Errorf("they go at %v, in the week of %v", went.VisitAt, went.Week)
	}
}
