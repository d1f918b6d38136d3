package app

import (
	"context"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
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
	if after := w.number(`SELECT count(*) FROM audits`); after != before {
		t.Error("trying a table leaves something behind")
	}
}

func TestTryPolicy_NobodyAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.tried(func(p *domain.PolicyText) { p.Sundays = true }); got.Requests != 0 || got.Results[4].Asks != 0 {
		t.Errorf("it is tried on %+v", got)
	}
}

// blocked is a trial of as many asks as take a while.
func blocked(t *testing.T) *trial {
	t.Helper()
	return newTrial(&month{}, escalation.DefaultRules(time.UTC), escalation.DefaultRules(time.UTC))
}

func TestTrials(t *testing.T) {
	ts := newTrials()
	fresh := func() (*trial, error) { return blocked(t), nil }
	busy := map[string]*trial{"a": blocked(t), "b": blocked(t)} // never done
	ts.runs = busy
	if got, err := ts.begin("a", wednesday, nil); err != nil || got != busy["a"] {
		t.Errorf("whoever asks for what runs already gets %v, %v", got, err)
	}
	if _, err := ts.begin("c", wednesday, fresh); domain.KindOf(err) != domain.TooMany {
		t.Errorf("a third at a time: %v", err)
	}
	out, err := busy["a"].wait(t.Context(), time.Millisecond)
	if err != nil || out.Done || out.Percent != 0 {
		t.Errorf("what is not done says %+v, %v", out, err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := busy["a"].wait(gone, time.Hour); err != context.Canceled {
		t.Errorf("whoever leaves is told %v", err)
	}
}

func TestTrials_AreForgotten(t *testing.T) {
	ts := newTrials()
	fresh := func() (*trial, error) { return blocked(t), nil }
	first := must(ts.begin("0", wednesday, fresh))
	<-first.done
	if again := must(ts.begin("0", wednesday.Add(trialKept/2), fresh)); again != first {
		t.Error("what was tried just now is tried again")
	}
	if again := must(ts.begin("0", wednesday.Add(trialKept), fresh)); again == first {
		t.Error("what was tried long ago is still said")
	}
	for n := range 2 * trialsKept {
		run := must(ts.begin(string(rune('a'+n)), wednesday.Add(time.Hour), fresh))
		<-run.done
	}
	if len(ts.runs) > trialsKept {
		t.Errorf("%d are remembered", len(ts.runs))
	}
}

// The parts of the week in which help was of use, from Monday, whatever the day on which it was asked for.
func TestMonthWindow(t *testing.T) {
	for day := range 7 {
		raised := time.Date(2026, 6, 15+day, 9, 0, 0, 0, time.UTC) // the 15th is a Monday
		r := domain.Request{RaisedAt: raised, UsefulUntil: raised.Add(2 * time.Hour), Slots: domain.AnyTime}
		if got, want := monthWindow(r, time.UTC), uint32(domain.At(raised.Weekday(), domain.Morning)); got != want {
			t.Errorf("on %s it is %021b, want %021b", raised.Weekday(), got, want)
		}
		r.UsefulUntil, r.Slots = raised.AddDate(0, 0, 7), domain.At(time.Thursday, domain.Evening)|domain.At(time.Sunday, domain.Morning)
		if got := monthWindow(r, time.UTC); got != uint32(r.Slots) {
			t.Errorf("asked on %s for other parts it is %021b", raised.Weekday(), got)
		}
	}
}
