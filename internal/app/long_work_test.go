package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"waymark/domain"
)

// tracked is a piece of work of Priya's, and how it ended.
func (w *world) tracked(do func(context.Context, func(done, total int64)) (any, error)) (domain.LongWork, error) {
	w.Helper()
	err := w.app.TrackWork(w.Context(), w.as("Priya"), TerminalWork{Kind: WorkImportVolunteers, Name: "people.csv", District: "North Wendle", Do: do})
	all := must(w.app.LongWorks(w.Context(), w.as("Priya")))
	return all[0], err
}

func TestLongWork_Ends(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got, err := w.tracked(func(_ context.Context, tell func(done, total int64)) (any, error) {
		tell(3, 4)
		return map[string]int{"new": 3}, nil
	})
	w.must(err)
	var result map[string]int
	w.must(json.Unmarshal(got.Result, &result))
	if got.State != domain.WorkDone || got.Percent() != 100 || result["new"] != 3 || got.BegunByName != "Priya" || got.EndedAt == nil {
		t.Errorf("done is %+v", got)
	}
	for _, c := range []struct {
		err  error
		says string
	}{
		{domain.Errorf(domain.Invalid, "street", "Which street?"), "Which street?"},
		{domain.Errors{domain.Errorf(domain.Invalid, "a", "One."), domain.Errorf(domain.Invalid, "b", "Two.")}, "One. Two."},
		{errors.New("pq: secret"), "Something broke on our side, and nothing of it was done. It has been written down. Please begin it again."},
	} {
		got, err := w.tracked(func(context.Context, func(done, total int64)) (any, error) { return nil, c.err })
		if err == nil || got.State != domain.WorkFailed || got.Error != c.says || string(got.Result) != "{}" {
			t.Errorf("%v ends as %s, %q", err, got.State, got.Error)
		}
	}
	got, err = w.tracked(func(context.Context, func(done, total int64)) (any, error) { panic("a fault") })
	if err == nil || got.State != domain.WorkFailed {
		t.Errorf("a panic ends as %s: %v", got.State, err)
	}
}

// What is stopped has changed nothing: its transaction ends with it.
func TestLongWork_IsStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got, err := w.tracked(func(ctx context.Context, tell func(done, total int64)) (any, error) {
		g := must(w.app.authorise(ctx, w.as("Priya"), domain.EditPeople, at(domain.Spot{DistrictID: w.district})))
		return nil, w.app.transact(ctx, g, func(ctx context.Context, tx *work) error {
			tell(1, 100)
			priya := domain.Person{DistrictID: w.district, ID: w.who["Priya"]}
			if err := tx.StopTopics(ctx, priya, domain.Topics, tx.now); err != nil {
				return err
			}
			running := must(w.app.LongWorks(w.Context(), w.as("Priya")))[0]
			w.must(w.app.StopWork(w.Context(), w.as("Priya"), running.ID))
			w.must(w.app.StopWork(w.Context(), w.as("Priya"), running.ID))
			<-ctx.Done()
			return context.Cause(ctx)
		})
	})
	if !errors.Is(err, errWorkStopped) || got.State != domain.WorkStopped || got.Error != "" {
		t.Errorf("it ends as %s %q: %v", got.State, got.Error, err)
	}
	if n := w.number(`SELECT count(*) FROM message_stops`); n != 0 {
		t.Error("half of it was done")
	}
	w.must(w.app.StopWork(t.Context(), w.as("Priya"), got.ID)) // it is over: nothing to do
	if again := must(w.app.LongWork(t.Context(), w.as("Priya"), got.ID)); again.State != domain.WorkStopped {
		t.Errorf("stopped again it is %s", again.State)
	}
}

// leave writes a piece of work that a server has left which died half a minute ago.
func (w *world) leave(kind string, again bool, tries int, input any, more string) domain.LongWorkID {
	w.Helper()
	raw := must(json.Marshal(input))
	id := w.insert(`INSERT INTO works (district_id, kind, name, same, input, begun_by, begun_at, state, again, tries, server, lease, started_at, done, total, keep_until)
		VALUES ($1, $2, 'left', sha256(random()::text::bytea), $3, $4, $5, 'running', $6, $7, 'dead', now() - interval '1 second', now(), 40, 100, '2026-07-10') RETURNING id`,
		w.district, kind, string(raw), w.who["Priya"], w.now(), again, tries)
	if more != "" {
		w.exec(more)
	}
	return domain.LongWorkID(id)
}

// settled waits until a piece of work is over.
func (w *world) workOver(id domain.LongWorkID) domain.LongWork {
	w.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; {
		got := must(w.app.db.Store().Work(w.Context(), id))
		if got.State != domain.WorkRunning {
			return got
		}
		if time.Now().After(deadline) {
			w.Fatalf("work %d is never over: %+v", id, got)
		}
	}
}

// A server dies in the middle: another does the work from its beginning, or says that it has stopped.
func TestResumeWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ask("Joan", "Castle Row", "dog")
	table := TryPolicy{DistrictID: w.district, Policy: w.table(func(p *domain.PolicyText) { p.Sundays = true }), Version: 7}
	left := w.leave(WorkTryPolicy, true, 1, table, "")
	if n := must(w.app.ResumeWork(t.Context(), domain.Clock())); n != 1 {
		t.Fatalf("%d pieces were taken up", n)
	}
	if n := must(w.app.ResumeWork(t.Context(), domain.Clock())); n != 0 {
		t.Errorf("%d pieces were taken up twice", n)
	}
	got := w.workOver(left)
	tried := must(TriedOf(got))
	if got.State != domain.WorkDone || got.Tries != 2 || got.Server == "dead" || tried.Trial.Requests != 1 || tried.Version != 7 || !tried.Policy.Sundays {
		t.Errorf("taken up it is %+v", got)
	}
	for name, c := range map[string]struct {
		id    domain.LongWorkID
		state domain.WorkState
	}{
		"began at a terminal":  {w.leave(WorkImportStreets, false, 1, nil, ""), domain.WorkFailed},
		"kills each server":    {w.leave(WorkTryPolicy, true, workTries, table, ""), domain.WorkFailed},
		"is to stop":           {w.leave(WorkTryPolicy, true, 1, table, `UPDATE works SET stop_at = begun_at WHERE id = (SELECT max(id) FROM works)`), domain.WorkStopped},
		"of a kind of a later": {w.leave("unheard_of", true, 1, nil, ""), domain.WorkFailed},
	} {
		must(w.app.ResumeWork(t.Context(), domain.Clock()))
		if got := w.workOver(c.id); got.State != c.state || got.State == domain.WorkFailed && got.Error == "" {
			t.Errorf("one that %s is %s, %q", name, got.State, got.Error)
		}
	}
}

// A server that was only slow does not write over what another has done since.
func TestLongWork_SlowServer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got, _ := w.tracked(func(ctx context.Context, tell func(done, total int64)) (any, error) {
		w.exec(`UPDATE works SET server = 'another', tries = 2, done = 9, total = 10`)
		<-ctx.Done() // at the next beat it is told that the work is not its own any more
		return nil, context.Cause(ctx)
	})
	if got.State != domain.WorkRunning || got.Server != "another" || got.Done != 9 {
		t.Errorf("it has written over another's: %+v", got)
	}
}

// Of two that try the same at once there is one piece; and no more than two are under way.
func TestBeginWork_Same(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cmd := TryPolicy{DistrictID: w.district, Policy: w.table(func(*domain.PolicyText) {})}
	first := must(w.app.TryPolicy(t.Context(), w.as("Priya"), cmd))
	if again := must(w.app.TryPolicy(t.Context(), w.as("Priya"), cmd)); again.WorkID != first.WorkID {
		t.Error("what was tried just now is tried again")
	}
	w.workOver(first.WorkID)
	cmd.Policy.Sundays = true
	w.leave(WorkTryPolicy, true, 1, cmd, `UPDATE works SET lease = now() + interval '1 hour'`)
	w.leave(WorkTryPolicy, true, 1, cmd, `UPDATE works SET lease = now() + interval '1 hour'`)
	_, err := w.app.TryPolicy(t.Context(), w.as("Priya"), cmd)
	w.refused(err, domain.TooMany)
}

func TestLongWork_WhoMaySee(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	left := w.leave(WorkImportVolunteers, false, 1, nil, `UPDATE works SET lease = now() + interval '1 hour'`)
	for _, c := range []struct {
		name string
		sees bool
	}{{"Priya", true}, {"Ada", false}, {"Bo", false}, {"Dee", false}, {"Maggie", false}} {
		_, err := w.app.LongWork(t.Context(), w.as(c.name), left)
		if (err == nil) != c.sees {
			t.Errorf("%s: %v", c.name, err)
		}
		if all, err := w.app.LongWorks(t.Context(), w.as(c.name)); err == nil && (len(all) == 1) != c.sees {
			t.Errorf("%s reads %d lines", c.name, len(all))
		}
		if err := w.app.StopWork(t.Context(), w.as(c.name), left); (err == nil) != c.sees {
			t.Errorf("%s stops it: %v", c.name, err)
		}
	}
	w.exec(`UPDATE works SET begun_by = $1, town_id = $2`, w.who["Ada"], w.town["Saltcombe"])
	for _, name := range []string{"Ada", "Bo"} { // who has begun it; who may do the same there
		if _, err := w.app.LongWork(t.Context(), w.as(name), left); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.app.LongWork(t.Context(), domain.Actor{Kind: domain.PersonActor, DistrictID: w.district + 1, PersonID: 99,
		Roles: []domain.Role{{Kind: domain.DistrictCoordinator, DistrictID: w.district + 1}}}, left); domain.KindOf(err) != domain.NotFound {
		t.Errorf("another district: %v", err)
	}
}

func TestLongWork_SecondsLeft(t *testing.T) {
	for _, c := range []struct {
		w       domain.LongWork
		percent int
		left    int
	}{
		{domain.LongWork{State: domain.WorkRunning, Seconds: 10, Done: 25, Total: 100}, 25, 30},
		{domain.LongWork{State: domain.WorkRunning, Seconds: 1, Done: 25, Total: 100}, 25, 0},
		{domain.LongWork{State: domain.WorkRunning, Seconds: 10}, 0, 0},
		{domain.LongWork{State: domain.WorkRunning, Seconds: 10, Done: 100, Total: 100}, 99, 0},
		{domain.LongWork{State: domain.WorkDone, Done: 3, Total: 4}, 100, 0},
	} {
		if c.w.Percent() != c.percent || c.w.SecondsLeft() != c.left {
			t.Errorf("%+v: %d %%, %d s", c.w, c.w.Percent(), c.w.SecondsLeft())
		}
	}
}

// Two lists that are sent in the very same instant do not both begin, and neither does one of helpers beside one of streets; the same list
// twice is one piece.
func TestBeginWork_SameInstant(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const senders = 8
	var lists [senders / 2]domain.LongWork
	for n := range lists {
		lists[n], _ = w.checked(listOf(fmt.Sprintf("Lane %d", n)))
	}
	held := must(w.db.SQL.BeginTx(t.Context(), nil))
	defer held.Rollback()
	must(held.ExecContext(t.Context(), `SELECT FROM districts FOR NO KEY UPDATE`)) // so that none of them comes to its end
	began, errs := make([]domain.LongWork, senders), make([]error, senders)
	var all sync.WaitGroup
	for n := range senders {
		all.Go(func() {
			began[n], errs[n] = w.app.BringIn(t.Context(), w.as("Priya"), lists[n/2].ID)
		})
	}
	all.Wait()
	if n := w.number(`SELECT count(*) FROM works WHERE state = 'running'`); n != 1 {
		t.Errorf("%d lists come in at once", n)
	}
	var in []domain.LongWorkID
	for n, err := range errs {
		if err == nil {
			in = append(in, began[n].ID)
		} else {
			w.refused(err, domain.TooMany)
		}
	}
	if len(in) != 2 || in[0] != in[1] {
		t.Errorf("begun are %v, want the same list twice", in)
	}
	err := w.app.TrackWork(t.Context(), domain.Clock(), TerminalWork{Kind: WorkImportVolunteers, Name: "helpers.csv", District: "north wendle"})
	w.refused(err, domain.TooMany)
	w.must(w.app.StopWork(t.Context(), w.as("Priya"), in[0]))
	w.workOver(in[0])
}
