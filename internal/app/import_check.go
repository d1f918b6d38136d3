package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/words"
)

// listKept is how long a list that was looked through lies ready to be brought in.
const listKept = time.Hour

// bringsIn are the kinds of long work that look a list through, each with the one that brings it in.
var bringsIn = map[string]string{WorkCheckStreets: WorkImportStreets, WorkCheckVolunteers: WorkImportVolunteers, WorkCheckServices: WorkImportServices}

// errOnlyLooked ends an import that was to be looked at: all of it was done, and all of it is taken back.
var errOnlyLooked = errors.New("it was only looked at")

// onlyLooked is the outcome of an import that may have been only looked at.
func onlyLooked(err error) error {
	if errors.Is(err, errOnlyLooked) {
		return nil
	}
	return err
}

// ListChecked says what a list would do, and that nothing of it was done.
type ListChecked struct {
	New     int
	Changed int
	Same    int // here already as the list has them, or left as they are
	LeftOut int // lines
	Doubled int // rows that may be one with another, or with what is here

	Look  []RowProblem // the first of the lines that are left out, or come in and are to be looked at
	More  int          // how many of those there are besides
	Alike []string     // streets that may be one

	Brought domain.LongWorkID // the work that has brought it in since; 0: nobody has
}

// Nothing reports whether nothing would come of a list.
func (c ListChecked) Nothing() bool { return c.New+c.Changed+c.Same == 0 }

// CheckedBy reads what came of looking through a list; the zero value while it is not done.
func CheckedBy(piece domain.LongWork) (out ListChecked, err error) {
	if piece.State != domain.WorkDone {
		return out, nil
	}
	return out, json.Unmarshal(piece.Result, &out)
}

// Checks reports whether a kind of long work looks through a list, and brings nothing in.
func Checks(kind string) bool { return bringsIn[kind] != "" }

// CheckStreets looks a list of streets through: what BringStreets would do with it is said, and nothing is kept but the list, for an hour
// and for whoever sent it.
func (a *App) CheckStreets(ctx context.Context, actor domain.Actor, cmd BringStreets) (domain.LongWork, error) {
	g, err := a.authorise(ctx, actor, domain.ImportPlaces, at(domain.Spot{DistrictID: actor.DistrictID}))
	if err != nil {
		return domain.LongWork{}, err
	}
	return a.check(ctx, g, newWork{kind: WorkCheckStreets, name: words.Later("A list of streets"), input: cmd}, cmd.IdempotencyKey)
}

// CheckVolunteers looks a list of volunteers through, as CheckStreets does one of streets.
func (a *App) CheckVolunteers(ctx context.Context, actor domain.Actor, cmd BringVolunteers) (domain.LongWork, error) {
	g, err := a.authorise(ctx, actor, domain.ImportPeople, somewhere(actor))
	if err != nil {
		return domain.LongWork{}, err
	}
	return a.check(ctx, g, newWork{kind: WorkCheckVolunteers, name: words.Later("A list of volunteers"), input: cmd}, cmd.IdempotencyKey)
}

// CheckServices looks a list of services through, as CheckStreets does one of streets.
func (a *App) CheckServices(ctx context.Context, actor domain.Actor, cmd BringServices) (domain.LongWork, error) {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, somewhere(actor))
	if err != nil {
		return domain.LongWork{}, err
	}
	return a.check(ctx, g, newWork{kind: WorkCheckServices, name: words.Later("A list of services"), input: cmd.numbered()}, cmd.IdempotencyKey)
}

// check begins to look a list through, and waits a little for what comes of it.
func (a *App) check(ctx context.Context, g grant, n newWork, key string) (domain.LongWork, error) {
	w, err := a.read(ctx, g)
	if err != nil {
		return domain.LongWork{}, err
	}
	if n.kind != WorkCheckServices {
		if err := w.neverInDemo(ctx); err != nil {
			return domain.LongWork{}, err
		}
	}
	until := w.now.Add(listKept)
	n.spot, n.inputUntil, n.same = g.target.Spot, &until, []any{g.actor.PersonID, key, n.input}
	if key != "" {
		n.fresh = listKept
	}
	piece, err := w.beginWork(ctx, g, n)
	if err != nil {
		return piece, err
	}
	return a.soon(ctx, piece)
}

// BringIn brings in a list that the actor has had looked through within the hour. Whoever presses twice brings it in once.
func (a *App) BringIn(ctx context.Context, actor domain.Actor, id domain.LongWorkID) (domain.LongWork, error) {
	g, err := a.authorise(ctx, actor, domain.SeeWork, a.onWork(actor, id))
	if err != nil {
		return domain.LongWork{}, err
	}
	list, err := a.workFor(ctx, g, id)
	if err != nil {
		return list, err
	}
	checked, err := CheckedBy(list)
	if err != nil {
		return list, err
	}
	w, err := a.read(ctx, g)
	switch {
	case err != nil:
		return list, err
	case !Checks(list.Kind) || list.State != domain.WorkDone || list.InputUntil == nil || !list.InputUntil.After(w.now):
		return list, notFound()
	case checked.Nothing():
		return list, domain.Errorf(domain.Conflict, "", "Nothing of this list would come in. Mend the lines below, and send it again.")
	}
	piece, err := w.beginWork(ctx, g, newWork{kind: bringsIn[list.Kind], name: list.Name, spot: g.target.Spot, same: []any{"checked", id}, input: list.Input, fresh: listKept})
	if err != nil {
		return piece, err
	}
	checked.Brought = piece.ID
	if err := a.noteBrought(ctx, g, id, checked); err != nil {
		return piece, err
	}
	return a.soon(ctx, piece)
}

func (a *App) noteBrought(ctx context.Context, g grant, id domain.LongWorkID, checked ListChecked) error {
	raw, err := json.Marshal(checked)
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error { return w.SetWorkResult(ctx, id, raw) })
}

// ForgetDrafts erases what was kept for an hour and has not been sent: lists that were looked through, and forms of those whose sign-in had
// ended. It returns how many.
func (a *App) ForgetDrafts(ctx context.Context, actor domain.Actor) (n int, err error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if n, err = w.ForgetLists(ctx, w.now); err != nil {
			return err
		}
		forms, err := w.ForgetForms(ctx, w.now)
		n += forms
		return err
	})
	return n, err
}

// looked sums up what is to be looked at in a list.
func (c ListChecked) looked(problems []RowProblem) ListChecked {
	slices.SortStableFunc(problems, func(a, b RowProblem) int { return cmp.Compare(a.Line, b.Line) })
	shown := min(len(problems), mostLeft)
	c.Look, c.More, c.LeftOut = problems[:shown], len(problems)-shown, leftOut(problems)
	return c
}

// leftOut counts the lines that do not come in.
func leftOut(problems []RowProblem) int {
	lines := map[int]bool{}
	for _, p := range problems {
		if !p.Kept {
			lines[p.Line] = true
		}
	}
	return len(lines)
}

func doCheckStreets(ctx context.Context, a *App, piece domain.LongWork, tell tellFunc) (any, error) {
	cmd, came, err := a.listOfStreets(ctx, piece, tell)
	out := ListChecked{New: came.New, Changed: came.Changed, Same: len(cmd.Import.Streets) - came.New - came.Changed, Doubled: len(came.Alike), Alike: came.Alike}
	return out.looked(cmd.Left), err
}

func doCheckVolunteers(ctx context.Context, a *App, piece domain.LongWork, tell tellFunc) (any, error) {
	cmd, came, err := a.listOfVolunteers(ctx, piece, tell)
	return ListChecked{New: came.New, Same: came.Already, Doubled: came.Duplicates}.looked(slices.Concat(cmd.Left, came.Problems)), err
}

func doCheckServices(ctx context.Context, a *App, piece domain.LongWork, tell tellFunc) (any, error) {
	cmd, came, err := a.listOfServices(ctx, piece, tell)
	return ListChecked{New: came.New, Changed: came.Changed, Same: came.Already}.looked(slices.Concat(cmd.Left, came.Problems)), err
}
