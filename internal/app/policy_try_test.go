package app

import (
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// tried tries a table until it is done.
func (w *world) tried(change func(*domain.PolicyText)) PolicyTrial {
	w.Helper()
	cmd := TryPolicy{DistrictID: w.district, Policy: w.table(change)}
	for range 100 {
		got, err := w.app.TryPolicy(w.Context(), w.as("Priya"), cmd)
		w.must(err)
		if got.Done {
			return got
		}
	}
	w.Fatal("it is never done")
	return PolicyTrial{}
}

func TestTryPolicy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, street := range []string{"Castle Row", "Quay Lane", "Hill Road"} {
		w.volunteer("Tom"+street, street)
	}
	tom := w.volunteer("Tom", "Castle Row")
	w.volunteer("Zoe", "Main Street")
	for range 6 {
		w.ask("Joan", "Castle Row", "dog")
		pgtest.Advance(t, w.db, 24*time.Hour)
	}
	w.ask("Joan", "Mill Lane", "meal") // for today
	w.exec(`INSERT INTO better_apart (district_id, person_a, person_b, set_by, set_at)
		SELECT $1, least($2, max(person_id)), greatest($2, max(person_id)), $3, $4 FROM requests`, w.district, tom, w.who["Priya"], w.now())
	w.exec(`UPDATE requests SET duplicate_of = NULL`)
	before := w.number(`SELECT count(*) FROM audits`)

	same := w.tried(func(*domain.PolicyText) {})
	if same.Requests != 7 || same.Volunteers != 5 || len(same.Results) != 5 || same.Percent != 100 {
		t.Fatalf("it is tried on %+v", same)
	}
	all := same.Results[4]
	if all.Asks != 7 || all.Now != all.Then || all.Now.Invitations == 0 || same.Results[2].Asks+same.Results[1].Asks != 7 {
		t.Errorf("the table as it stands, beside itself: %+v", same.Results)
	}
	slow := w.tried(func(p *domain.PolicyText) { p.F.Street = "40 days"; p.W.Beat = "every 10 hours" })
	if got := slow.Results[2]; got.Now != same.Results[2].Now || got.Then.Wait <= got.Now.Wait && got.Then.Helped >= got.Now.Helped {
		t.Errorf("a table that looks once a day waits %d minutes and helps %d, and one that looks each hour %d and %d", got.Then.Wait, got.Then.Helped, got.Now.Wait, got.Now.Helped)
	}
	if n := w.number(`SELECT count(*) FROM works WHERE state = 'done' AND input = '{}' AND begun_by = $1`, w.who["Priya"]); n != 2 {
		t.Errorf("%d trials are on file as done", n)
	}
	if after := w.number(`SELECT count(*) FROM audits`); after != before+2 {
		t.Error("trying a table leaves more behind than who has tried it")
	}
}

func TestTryPolicy_NobodyAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.tried(func(p *domain.PolicyText) { p.Sundays = true }); got.Requests != 0 || got.Results[4].Asks != 0 {
		t.Errorf("it is tried on %+v", got)
	}
}

// The parts of the week in which help was of use, from Monday, whatever the day on which it was asked for.
func TestMonthWindow(t *testing.T) {
	for day := range 7 {
		raised := time.Date(2026, 6, 15+day, 9, 0, 0, 0, time.UTC) // the 15th is a Monday
		r := domain.Request{RaisedAt: raised, UsefulUntil: raised.Add(2 * time.Hour), Slots: domain.AnyTime}
		if got, want := anyWeek(r, time.UTC), uint32(domain.At(raised.Weekday(), domain.Morning)); got != want {
			t.Errorf("on %s it is %021b, want %021b", raised.Weekday(), got, want)
		}
		r.UsefulUntil, r.Slots = raised.AddDate(0, 0, 7), domain.At(time.Thursday, domain.Evening)|domain.At(time.Sunday, domain.Morning)
		if got := anyWeek(r, time.UTC); got != uint32(r.Slots) {
			t.Errorf("asked on %s for other parts it is %021b", raised.Weekday(), got)
		}
	}
}
