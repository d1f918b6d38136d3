package app

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// Rule 2: no double booking. The first half asks the database, the second the use cases.

// put inserts an invitation as it stands, past all that the use cases look at.
func (w *world) put(r domain.Request, helper domain.PersonID, change ...func(*domain.Invitation)) (domain.Invitation, error) {
	now := w.now()
	i := domain.Invitation{
		DistrictID: w.district, RequestID: r.ID, PersonID: helper, Kind: domain.ByMatching, Overrides: []string{}, Channel: "email",
		State: domain.Queued, Place: 1, Level: r.Level, VisitAt: now.Add(time.Hour), VisitEndsAt: now.Add(2 * time.Hour),
		Week: dateOf(domain.ISOWeek(now, w.app.zone), w.app.zone), AskedOn: dateOf(now, w.app.zone), QueuedAt: now,
	}
	for _, c := range change {
		c(&i)
	}
	err := w.db.Store().AddInvitation(w.Context(), &i)
	return i, err
}

func TestDoubleBooking_TheDatabaseRefuses(t *testing.T) {
	t.Parallel()
	yesterday := wednesday.AddDate(0, 0, -1)
	for _, c := range []struct {
		name    string
		code    string
		prepare func(w *world, r domain.Request, tom domain.PersonID)
	}{
		{"themselves", "WM010", func(w *world, r domain.Request, tom domain.PersonID) {
			w.exec(`UPDATE requests SET person_id = $2 WHERE id = $1`, r.ID, tom)
		}},
		{"a request that has ended", "WM011", func(w *world, r domain.Request, _ domain.PersonID) {
			w.must(w.app.EndRequest(w.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Sorted}))
		}},
		{"not met", "WM012", func(w *world, _ domain.Request, tom domain.PersonID) {
			w.exec(`UPDATE volunteers SET standing = 'not_met' WHERE person_id = $1`, tom)
		}},
		{"has stopped", "WM012", func(w *world, _ domain.Request, tom domain.PersonID) {
			w.exec(`UPDATE volunteers SET ended_at = $2 WHERE person_id = $1`, tom, yesterday)
		}},
		{"a missing skill", "WM013", func(w *world, _ domain.Request, tom domain.PersonID) {
			w.exec(`UPDATE volunteers SET skills = ARRAY['dogs'] WHERE person_id = $1`, tom)
		}},
		{"no check", "WM014", func(w *world, _ domain.Request, tom domain.PersonID) {
			w.exec(`DELETE FROM checks WHERE person_id = $1`, tom)
		}},
		{"a lower check", "WM014", func(w *world, _ domain.Request, tom domain.PersonID) {
			w.exec(`UPDATE checks SET level = 'enhanced' WHERE person_id = $1`, tom)
		}},
		{"a check to be reviewed today", "WM014", func(w *world, _ domain.Request, tom domain.PersonID) {
			w.exec(`UPDATE checks SET review_on = $2 WHERE person_id = $1`, tom, wednesday)
		}},
		{"better apart", "WM015", func(w *world, r domain.Request, tom domain.PersonID) {
			w.must(w.db.Store().KeepApart(w.Context(), w.district, tom, r.PersonID, w.who["Dee"], w.now()))
		}},
		{"the same house", "WM016", func(w *world, r domain.Request, _ domain.PersonID) {
			w.exec(`UPDATE persons SET address = '1 TOM house' WHERE id = $1`, r.PersonID)
		}},
		{"said no", "WM017", func(w *world, r domain.Request, tom domain.PersonID) {
			_, err := w.put(r, tom, func(i *domain.Invitation) { i.State = domain.Declined })
			w.must(err)
		}},
		{"under 18 inside a home", "WM019", func(w *world, r domain.Request, tom domain.PersonID) {
			w.exec(`UPDATE requests SET goes_inside = true WHERE id = $1`, r.ID)
			w.exec(`UPDATE persons SET young = true WHERE id = $1`, tom)
		}},
		{"a place too many", "WM018", func(w *world, r domain.Request, tom domain.PersonID) { w.exec(`UPDATE requests SET fan_out = 1`) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tom := w.volunteer("Tom", "Castle Row")
			r := w.ask("Joan", "Castle Row", "shopping")
			place := func(i *domain.Invitation) {
				if c.code == "WM018" {
					i.Place = 2
				}
			}
			c.prepare(w, r, tom)
			_, err := w.put(r, tom, place)
			if code, _ := postgres.RuleBroken(err); code != c.code {
				t.Errorf("the database said %v, want %s", err, c.code)
			}
			if got := ruleInWords(err); domain.KindOf(got) != domain.Unacceptable || strings.Contains(got.Error(), "WM0") {
				t.Errorf("in words it is %v", got)
			}
			w.beat()
			pgtest.Advance(t, w.db, 24*time.Hour)
			w.beat()
			if n := w.number(`SELECT count(*) FROM invitations WHERE state <> 'declined'`); n != 0 && c.code != "WM018" {
				t.Errorf("the plan asked them all the same")
			}
		})
	}
}

func TestDoubleBooking_CountsAreKeptByTheDatabase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	w.exec(`UPDATE volunteers SET capacity = 1, budget_day = 2, budget_week = 2 WHERE person_id = $1`, tom)
	a, b, c := w.ask("Joan", "Castle Row", "dog"), w.ask("Ken", "Castle Row", "garden"), w.ask("Lea", "Castle Row", "small_jobs")
	first, err := w.put(a, tom)
	w.must(err)
	if _, err := w.put(b, tom); !postgres.IsCheck(err, "volunteer_weeks_capacity") {
		t.Errorf("above capacity: %v", err)
	}
	if _, err := w.put(a, tom, func(i *domain.Invitation) { i.Place = 2 }); err == nil {
		t.Error("the same question was put twice at once")
	}
	first.State, first.EndedWhy = domain.Expired, "silence"
	w.must(w.db.Store().SaveInvitation(t.Context(), &first))
	first.State = domain.Delivered
	if code, _ := postgres.RuleBroken(w.db.Store().SaveInvitation(t.Context(), &first)); code != "WM004" {
		t.Errorf("an invitation came back to life: %q", code)
	}
	second, err := w.put(b, tom)
	w.must(err)
	second.State, second.EndedWhy, second.DeliveredAt = domain.Declined, SaysNotThisTime, &second.QueuedAt
	w.must(w.db.Store().SaveInvitation(t.Context(), &second))
	if _, err := w.put(c, tom); !postgres.IsCheck(err, "volunteer_weeks_budget") {
		t.Errorf("above budget: %v", err)
	}
	if _, err := w.put(c, tom, func(i *domain.Invitation) { i.State = domain.Accepted }); err == nil {
		t.Error("an open request had a helper")
	}
	if _, err := w.put(c, tom, func(i *domain.Invitation) { i.Overrides = []string{"capacity"} }); err == nil {
		t.Error("somebody could look past capacity")
	}
}

// A person may look past the budget, a time, a reach, and a no that has become a yes; never past capacity, checks or exclusions.
func TestDoubleBooking_WhatAPersonMayLookPast(t *testing.T) {
	t.Parallel()
	free := notFree().Error()
	for _, c := range []struct {
		name    string
		prepare string // about Tom, $1
		said    []string
		words   string // "": they are asked
	}{
		{"budget", `UPDATE volunteers SET budget_day = 0, budget_week = 0 WHERE person_id = $1`, nil, ""},
		{"reach", `UPDATE volunteers SET reach = 0 WHERE person_id = $1`, nil, ""},
		{"time", `UPDATE volunteers SET availability = 0 WHERE person_id = $1`, []string{"time"}, ""},
		{"time, and nobody says so", `UPDATE volunteers SET availability = 0 WHERE person_id = $1`, nil, free},
		{"an earlier no", `INSERT INTO invitations (district_id, request_id, person_id, kind, channel, state, place, level, scope, visit_at, visit_ends_at, week, asked_on, queued_at)
			SELECT district_id, id, $1, 'asked', 'email', 'declined', 1, 0, 0, now(), now(), '2026-06-08', '2026-06-10', now() FROM requests`, nil, "said no"},
		{"an earlier no that is a yes now", `INSERT INTO invitations (district_id, request_id, person_id, kind, channel, state, place, level, scope, visit_at, visit_ends_at, week, asked_on, queued_at)
			SELECT district_id, id, $1, 'asked', 'email', 'declined', 1, 0, 0, now(), now(), '2026-06-08', '2026-06-10', now() FROM requests`, []string{"earlier_no"}, ""},
		{"capacity", `INSERT INTO volunteer_weeks (district_id, person_id, week, capacity, booked, budget, day_budget) SELECT district_id, $1, '2026-06-08', 0, 0, 2, 1 FROM volunteers WHERE person_id = $1`, []string{"time"}, "Their week from Monday 8 June is full"},
		{"capacity, and no time is named", `UPDATE volunteers SET capacity = 0 WHERE person_id = $1`, nil, free},
		{"a check", `DELETE FROM checks WHERE person_id = $1`, []string{"time"}, "check"},
		{"a skill", `UPDATE volunteers SET skills = '{}' WHERE person_id = $1`, nil, "skill"},
		{"better apart", `INSERT INTO better_apart SELECT r.district_id, least(r.person_id, $1), greatest(r.person_id, $1), $1, now() FROM requests r`, nil, free},
		{"the same house", `UPDATE persons SET address = 'Cob' WHERE id = $1 OR id IN (SELECT person_id FROM requests)`, nil, free},
		{"not met", `UPDATE volunteers SET standing = 'not_met' WHERE person_id = $1`, nil, "not been met yet"},
		{"away", `INSERT INTO absences (district_id, person_id, kind, from_on) SELECT district_id, $1, 'holiday', '2026-06-10' FROM volunteers WHERE person_id = $1`, nil, free},
		{"under 18, inside a home", `UPDATE persons SET young = true WHERE id = $1`, nil, free},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tom := w.volunteer("Tom", "Hill Road")
			r := w.ask("Joan", "Hill Road", "visit")
			w.exec(strings.ReplaceAll(c.prepare, "$1", "$1::bigint"), tom)
			err := w.app.AskHelper(t.Context(), w.as("Dee"), AskHelper{RequestID: r.ID, PersonID: tom, Overrides: c.said})
			if c.words == "" {
				w.must(err)
				i := w.live(r.ID)
				if i.Kind != domain.ByCoordinator || i.AskedBy != w.who["Dee"] || len(i.Overrides) == 0 {
					t.Errorf("asked by %d, looking past %v", i.AskedBy, i.Overrides)
				}
				return
			}
			w.refused(err, domain.Unacceptable)
			if err == nil || !strings.Contains(err.Error(), c.words) {
				t.Errorf("it was refused with %v", err)
			}
			_, err = w.put(r, tom, func(i *domain.Invitation) { i.Overrides = []string{"reach", "distance", "time", "budget"} })
			if err == nil && !slices.Contains([]string{"away", "time, and nobody says so"}, c.name) && c.name != "under 18, inside a home" {
				t.Error("the database took it by itself")
			}
		})
	}
}

// Two servers plan at once on one database: nobody is asked twice, nor above what they can do, and no request above its policy.
func TestDoubleBooking_TwoMatchersAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{"Tom", "Una", "Vic"} {
		w.volunteer(name, "Castle Row")
	}
	w.exec(`UPDATE volunteers SET capacity = 2, budget_day = 1`)
	for _, name := range []string{"Joan", "Ken", "Lea", "Max", "Nan", "Olga"} {
		w.ask(name, "Castle Row", "prescription")
	}
	pgtest.Advance(t, w.db, 10*time.Minute)
	other := *w.app
	other.db = pgtest.Open(t, w.db.DSN())
	var both sync.WaitGroup
	for _, app := range []*App{w.app, &other} {
		both.Go(func() {
			for range 3 {
				if _, err := app.MatchDue(t.Context(), domain.Clock()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	both.Wait()
	if n := w.number(`SELECT count(*) FROM invitations`); n != 3 {
		t.Errorf("%d were asked; each of three may be asked once a day", n)
	}
	if n := w.number(`SELECT count(*) FROM (SELECT 1 FROM invitations GROUP BY request_id HAVING count(*) > 1) twice`); n != 0 {
		t.Errorf("%d requests went to more than one", n)
	}
	w.intact()
}

// What is for today may go to a second volunteer after half the level's time, and not before; never to a third.
func TestDoubleBooking_FanOutByPolicy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{"Tom", "Una", "Vic"} {
		w.volunteer(name, "Castle Row")
	}
	r := w.ask("Joan", "Castle Row", "dog")
	w.exec(`UPDATE requests SET urgency = 'T' WHERE id = $1`, r.ID)
	held := func() int {
		return w.number(`SELECT count(*) FROM invitations WHERE request_id = $1 AND state IN ('queued', 'delivered', 'held')`, r.ID)
	}
	w.must(w.app.ReleaseRequest(t.Context(), w.as("Dee"), r.ID))
	w.exec(`UPDATE requests SET next_action_at = $2 WHERE id = $1`, r.ID, w.now())
	most := 0
	for minute := 0; minute < 55; minute += 5 {
		w.beat()
		if n := held(); minute < 30 && n > 1 || n > 2 {
			t.Fatalf("after %d minutes %d are asked at once", minute, n)
		}
		most = max(most, held())
		pgtest.Advance(t, w.db, 5*time.Minute)
	}
	if most != 2 {
		t.Errorf("%d were asked at once at most, want 2 in the second half", most)
	}
	w.intact()
}

func TestDoubleBooking_ThreePlacesAndNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.ask("Joan", "Castle Row", "dog")
	for _, name := range []string{"Tom", "Una", "Vic"} {
		w.must(w.app.AskHelper(t.Context(), w.as("Dee"), AskHelper{RequestID: r.ID, PersonID: w.volunteer(name, "Castle Row")}))
	}
	if _, err := w.app.DeliverOutbox(t.Context(), domain.Clock()); err != nil {
		t.Fatal(err)
	}
	asked := func(name string) int {
		return w.number(`SELECT count(*) FROM invitations WHERE person_id = $1 AND state IN ('queued', 'delivered')`, w.who[name])
	}
	wyn := w.volunteer("Wyn", "Castle Row")
	w.refused(w.app.AskHelper(t.Context(), w.as("Dee"), AskHelper{RequestID: r.ID, PersonID: wyn}), domain.Conflict)
	if asked("Tom") != 1 || asked("Una") != 1 || asked("Vic") != 1 || asked("Wyn") != 0 {
		t.Errorf("asked: Tom %d, Una %d, Vic %d, Wyn %d; three hold their places, and a fourth waits", asked("Tom"), asked("Una"), asked("Vic"), asked("Wyn"))
	}
	w.must(w.app.AskHelper(t.Context(), w.as("Dee"), AskHelper{RequestID: r.ID, PersonID: w.who["Tom"]}))
	if asked("Tom") != 1 || asked("Una") != 1 || asked("Vic") != 1 {
		t.Error("asking one of three again took a place from another")
	}
	w.must(w.app.AssignHelper(t.Context(), w.as("Dee"), AssignHelper{RequestID: r.ID, PersonID: wyn}))
	if n := w.number(`SELECT count(*) FROM invitations WHERE request_id = $1 AND state = 'withdrawn' AND ended_why = 'another_accepted'`, r.ID); n != 3 {
		t.Errorf("%d of three hear that someone is going when a fourth has said yes", n)
	}
	w.beat()
	w.intact()
}
