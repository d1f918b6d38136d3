package app

import (
	"context"
	"errors"
	"slices"
	"testing"

	"waymark/domain"
)

// listOf is a list of new streets in Saltcombe.
func listOf(names ...string) BringStreets {
	in := ImportStreets{District: "North Wendle", Part: true}
	for _, name := range names {
		in.Streets = append(in.Streets, StreetRow{Name: name, Town: "Saltcombe"})
	}
	return BringStreets{Import: in}
}

// checked has Priya's list looked through.
func (w *world) checked(cmd BringStreets) (domain.LongWork, ListChecked) {
	w.Helper()
	piece := w.workOver(must(w.app.CheckStreets(w.Context(), w.as("Priya"), cmd)).ID)
	return piece, must(CheckedBy(piece))
}

// brought has it looked through and brought in.
func (w *world) brought(cmd BringStreets) (domain.LongWork, StreetsBrought) {
	w.Helper()
	list, _ := w.checked(cmd)
	piece := w.workOver(must(w.app.BringIn(w.Context(), w.as("Priya"), list.ID)).ID)
	return piece, must(StreetsBroughtBy(piece))
}

func TestApp_BringIn_Streets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cmd := listOf("New Lane", "Old Lane")
	cmd.Left = slices.Repeat([]RowProblem{{Line: 3, Column: "town", Reason: "The town is missing."}}, mostLeft+2)
	piece, came := w.brought(cmd)
	if piece.State != domain.WorkDone || came.New != 2 || came.Rows != 2 || len(came.Left) != mostLeft || came.More != 2 {
		t.Errorf("it ends as %s, with %d new of %d, and %d and %d lines left out", piece.State, came.New, came.Rows, len(came.Left), came.More)
	}
	if n := w.number(`SELECT count(*) FROM audits WHERE action = 'import_places' AND use_case = 'ImportStreets' AND actor_id = $1`, w.who["Priya"]); n != 1 {
		t.Errorf("%d times it is written down that Priya did it", n)
	}
	if n := w.number(`SELECT count(*) FROM works WHERE kind = 'import_streets' AND input <> '{}'`); n != 0 {
		t.Error("the list itself is kept")
	}
	if _, again := w.brought(cmd); again.New != 0 || again.Changed != 0 {
		t.Errorf("again: %+v", again)
	}
	empty, looked := w.checked(BringStreets{Left: cmd.Left[:1]})
	if empty.State != domain.WorkDone || !looked.Nothing() || looked.LeftOut != 1 {
		t.Errorf("a list without a street ends as %+v, %+v", empty, looked)
	}
	_, err := w.app.BringIn(t.Context(), w.as("Priya"), empty.ID)
	w.refused(err, domain.Conflict)
	cmd.Import.District = "Southshire"
	if piece, _ := w.checked(cmd); piece.State != domain.WorkFailed || piece.Error == "" {
		t.Errorf("another district's ends as %+v", piece)
	}
	for _, name := range []string{"Bo", "Dee", "Maggie"} {
		_, err := w.app.CheckStreets(t.Context(), w.as(name), cmd)
		w.refused(err, domain.Forbidden)
	}
}

// A server that died has left a list: it comes in once, by the name of whoever sent it, if they still may.
func TestApp_BringIn_Streets_IsTakenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cmd := listOf("New Lane")
	for _, c := range []struct {
		begun   string
		state   domain.WorkState
		streets int
	}{{"Bo", domain.WorkFailed, 0}, {"Priya", domain.WorkDone, 1}} {
		left := w.leave(WorkImportStreets, true, 1, cmd, "")
		w.exec(`UPDATE works SET begun_by = $1 WHERE id = $2`, w.who[c.begun], left)
		must(w.app.ResumeWork(t.Context(), domain.Clock()))
		if got := w.workOver(left); got.State != c.state {
			t.Errorf("%s's ends as %s, %q", c.begun, got.State, got.Error)
		}
		if n := w.number(`SELECT count(*) FROM streets WHERE name = 'New Lane'`); n != c.streets {
			t.Errorf("after %s's there are %d", c.begun, n)
		}
	}
}

// While a district is in somebody else's hand a list waits; the same list again is the same piece, another is told to wait, and a stop leaves
// nothing of it.
func TestApp_BringIn_Streets_IsStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	fresh, _ := w.checked(listOf("New Lane"))
	old, _ := w.checked(listOf("Old Lane"))
	held := must(w.db.SQL.BeginTx(t.Context(), nil))
	defer held.Rollback()
	must(held.ExecContext(t.Context(), `SELECT FROM districts FOR NO KEY UPDATE`))
	first := must(w.app.BringIn(t.Context(), w.as("Priya"), fresh.ID))
	again := must(w.app.BringIn(t.Context(), w.as("Priya"), fresh.ID))
	if first.State != domain.WorkRunning || again.ID != first.ID {
		t.Errorf("it is %s, and the same again is %d, not %d", first.State, again.ID, first.ID)
	}
	_, err := w.app.BringIn(t.Context(), w.as("Priya"), old.ID)
	w.refused(err, domain.TooMany)
	err = w.app.TrackWork(t.Context(), domain.Clock(), TerminalWork{Kind: WorkImportStreets, Name: "old.csv", District: "north wendle"})
	w.refused(err, domain.TooMany)
	w.must(w.app.StopWork(t.Context(), w.as("Priya"), first.ID))
	if got := w.workOver(first.ID); got.State != domain.WorkStopped {
		t.Errorf("it ends as %s, %q", got.State, got.Error)
	}
	w.must(held.Rollback())
	if n := w.number(`SELECT count(*) FROM streets WHERE name = 'New Lane'`); n != 0 {
		t.Error("something of it stays")
	}
}

// Each part that is written is told.
func TestApp_ImportStreets_Progress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var told [][2]int64
	in := listOf("New Lane").Import
	in.Progress = func(done, total int64) { told = append(told, [2]int64{done, total}) }
	must(w.app.ImportStreets(t.Context(), domain.Clock(), in))
	if want := [][2]int64{{0, 1}, {1, 1}}; !slices.Equal(told, want) {
		t.Errorf("it tells %v, want %v", told, want)
	}
}

// In a district that is not there yet nobody looks how far it is, and it is done all the same.
func TestTrackWork_NoDistrictYet(t *testing.T) {
	t.Parallel()
	w, done := newWorld(t), 0
	w.must(w.app.TrackWork(t.Context(), domain.Clock(), TerminalWork{Kind: WorkImportStreets, Name: "new.csv", District: "Southshire",
		Do: func(_ context.Context, tell func(done, total int64)) (any, error) {
			done++
			tell(1, 1)
			return nil, nil
		}}))
	if n := w.number(`SELECT count(*) FROM works`); done != 1 || n != 0 {
		t.Errorf("it is done %d times, and %d pieces are told of", done, n)
	}
}

// Ctrl-C in the middle of a statement, which the database answers in its own words, is written down as what it was.
func TestTrackWork_Interrupted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := w.app.TrackWork(ctx, domain.Clock(), TerminalWork{Kind: WorkImportStreets, Name: "new.csv", District: "North Wendle",
		Do: func(context.Context, func(done, total int64)) (any, error) {
			cancel()
			return nil, errors.New("pq: canceling statement due to user request")
		}})
	got := must(w.app.LongWorks(t.Context(), w.as("Priya")))[0]
	if !errors.Is(err, context.Canceled) || got.State != domain.WorkFailed || got.Error != "It was broken off in the middle, and nothing of it was done. Please begin it again." {
		t.Errorf("it ends as %s, %q: %v", got.State, got.Error, err)
	}
}

// What was killed at the terminal is in nobody's way, also where no server runs that would say so.
func TestTrackWork_Killed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.leave(WorkImportVolunteers, false, 1, nil, "")
	if got, err := w.tracked(func(context.Context, func(done, total int64)) (any, error) { return 1, nil }); err != nil || got.State != domain.WorkDone {
		t.Errorf("after one that was killed it is %s: %v", got.State, err)
	}
	w.leave(WorkImportVolunteers, true, 1, nil, "")
	_, err := w.tracked(nil)
	w.refused(err, domain.TooMany)
}

// What is broken off at the terminal says so.
func TestTrackWork_BrokenOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got, err := w.tracked(func(context.Context, func(done, total int64)) (any, error) { return nil, context.Canceled })
	if !errors.Is(err, context.Canceled) || got.State != domain.WorkFailed || got.Error != "It was broken off in the middle, and nothing of it was done. Please begin it again." {
		t.Errorf("it ends as %s, %q: %v", got.State, got.Error, err)
	}
}
