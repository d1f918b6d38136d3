package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// The kinds of long work.
const (
	WorkTryPolicy        = "try_policy"
	WorkImportStreets    = "import_streets"
	WorkImportVolunteers = "import_volunteers"
	WorkImportServices   = "import_services"
	WorkCheckStreets     = "check_streets"
	WorkCheckVolunteers  = "check_volunteers"
	WorkCheckServices    = "check_services"
	WorkExport           = "export"
	WorkWhatIf           = "what_if"
)

// longWork is one kind of long work: what one must be allowed to see it, and how it is done. What it changes it changes in one
// transaction of its own, and what it has done twice it has done once: after a crash it may be done again.
type longWork struct {
	action domain.Action
	atOnce int                                                                              // pieces at a time in a district; 0: any
	with   []string                                                                         // kinds that count among these
	do     func(ctx context.Context, a *App, w domain.LongWork, tell tellFunc) (any, error) // nil: begun at the terminal alone
}

// tellFunc says how far a piece of work is: done of total things.
type tellFunc func(done, total int64)

// longWorks are all kinds.
var longWorks = map[string]longWork{
	WorkTryPolicy:        {action: domain.EditPolicy, atOnce: 2, do: doTryPolicy},
	WorkImportStreets:    {action: domain.ImportPlaces, atOnce: 1, with: []string{WorkImportVolunteers}, do: doImportStreets},
	WorkImportVolunteers: {action: domain.ImportPeople, atOnce: 1, with: []string{WorkImportStreets}, do: doImportVolunteers},
	WorkImportServices:   {action: domain.EditDirectory, do: doImportServices},
	WorkCheckStreets:     {action: domain.ImportPlaces, atOnce: 3, do: doCheckStreets},
	WorkCheckVolunteers:  {action: domain.ImportPeople, atOnce: 3, do: doCheckVolunteers},
	WorkCheckServices:    {action: domain.EditDirectory, atOnce: 3, do: doCheckServices},
	WorkExport:           {action: domain.ExportLists, atOnce: 3, do: doExport},
	WorkWhatIf:           {action: domain.SeeCoverage, atOnce: 2, do: doWhatIf},
}

// How often a server says how far it is, how often a piece is begun at most, how many days what came of it is kept, and how long whoever
// began it waits for it and looks again.
const (
	workBeat  = time.Second
	workPause = 1500 * time.Millisecond
	workLook  = 50 * time.Millisecond
	workTries = 3
	workKept  = 30
	mostWorks = 50
)

// errWorkStopped is why a piece of work ends that a person has stopped.
var errWorkStopped = domain.Errorf(domain.Conflict, "", "Somebody has stopped it, and nothing of it was done.")

// thisServer names this process among those who work: no two are ever alike.
var thisServer = func() string {
	b := make([]byte, 6)
	_, _ = rand.Read(b)
	return fmt.Sprintf("%d:%s", os.Getpid(), hex.EncodeToString(b))
}()

// newWork is a piece of long work to begin.
type newWork struct {
	kind       string
	name       string // for people: the file, the table
	spot       domain.Spot
	same       any           // what makes two pieces the same; nil: no two are
	input      any           // what it works on; kept until it ends
	kept       int           // days for which what comes of it is kept; 0: as usual
	inputUntil *time.Time    // until when it lies ready with what it works on, and then goes; nil: that is forgotten when it ends
	fresh      time.Duration // one that was done so short a while ago is as good
}

// beginWork begins a piece of long work for a use case that has been allowed, and returns it at once; the same one that is under way, or
// was done just now, is returned instead. It is done in the background, on this server, or on another when this one dies.
func (w *work) beginWork(ctx context.Context, g grant, n newWork) (domain.LongWork, error) {
	piece, err := w.piece(n)
	if err != nil {
		return piece, err
	}
	added, err := w.app.addWork(ctx, g, &piece, n.fresh)
	if err == nil && added {
		go w.app.doWork(context.WithoutCancel(ctx), piece)
	}
	return piece, err
}

// addWork writes a piece of long work, where there is room for it; the same one that is under way, or was done so short a while ago, takes
// its place. Of two that begin in the same instant one waits until the other is written.
func (a *App) addWork(ctx context.Context, g grant, piece *domain.LongWork, fresh time.Duration) (added bool, err error) {
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		added = false
		if err := w.LockWorks(ctx, piece.DistrictID); err != nil {
			return err
		}
		found, err := w.SameWork(ctx, *piece, w.now.Add(-fresh))
		if err == nil {
			*piece = found
		}
		if domain.KindOf(err) != domain.NotFound {
			return err
		}
		if err := roomFor(ctx, w.Store, *piece); err != nil {
			return err
		}
		added = true
		return w.AddWork(ctx, piece)
	})
	return added && err == nil, err
}

// roomFor refuses a piece where as many of its kind, and of those that go one after the other with it, are under way as there may be at once.
func roomFor(ctx context.Context, s *postgres.Store, piece domain.LongWork) error {
	kind := longWorks[piece.Kind]
	most := kind.atOnce
	if most == 0 {
		return nil
	}
	running, err := s.RunningWorks(ctx, piece.DistrictID, append([]string{piece.Kind}, kind.with...))
	switch {
	case err != nil || running < most:
		return err
	case most == 1:
		return domain.Errorf(domain.TooMany, "", "Another one is coming in just now, and they go one after the other. Please wait until it is in, then send this one again.")
	}
	return domain.Errorf(domain.TooMany, "", "Others do the same just now. Please wait a minute, and try again.")
}

// soon waits a little for a piece of work, so that a short one is over when it is first looked at.
func (a *App) soon(ctx context.Context, piece domain.LongWork) (domain.LongWork, error) {
	for waited := time.Duration(0); piece.State == domain.WorkRunning && waited < workPause; waited += workLook {
		select {
		case <-ctx.Done():
			return piece, ctx.Err()
		case <-time.After(workLook):
		}
		var err error
		if piece, err = a.db.Store().Work(ctx, piece.ID); err != nil {
			return piece, err
		}
	}
	return piece, nil
}

func (w *work) piece(n newWork) (domain.LongWork, error) {
	input, err := json.Marshal(n.input)
	if err != nil {
		return domain.LongWork{}, err
	}
	same := make([]byte, sha256.Size)
	_, _ = rand.Read(same)
	if n.same != nil {
		raw, err := json.Marshal(n.same)
		if err != nil {
			return domain.LongWork{}, err
		}
		sum := sha256.Sum256(raw)
		same = sum[:]
	}
	return domain.LongWork{DistrictID: n.spot.DistrictID, Kind: n.kind, Name: n.name, Same: same, Input: input, TownID: n.spot.TownID, BegunBy: w.by.PersonID,
		BegunAt: w.now, State: domain.WorkRunning, Tries: 1, Again: longWorks[n.kind].do != nil, Server: thisServer, InputUntil: n.inputUntil, KeepUntil: w.today().AddDate(0, 0, cmp.Or(n.kept, workKept))}, nil
}

// doWork does a piece of long work to its end.
func (a *App) doWork(ctx context.Context, piece domain.LongWork) {
	kind := longWorks[piece.Kind]
	if _, err := a.carryOut(ctx, piece, func(ctx context.Context, tell tellFunc) (any, error) { return kind.do(ctx, a, piece, tell) }); err != nil {
		a.log.WarnContext(ctx, "long work has not come to its end", "work_id", piece.ID, "kind", piece.Kind, "error", err)
	}
}

// carryOut does a piece of work, says each second how far it is, stops it when somebody asks, and writes what came of it. The error is
// of the writing, or of the work.
func (a *App) carryOut(ctx context.Context, piece domain.LongWork, do func(context.Context, tellFunc) (any, error)) (result any, err error) {
	var done, total atomic.Int64
	whole := ctx
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	beat := make(chan struct{})
	go func() {
		defer close(beat)
		for tick := time.NewTicker(workBeat); ; {
			select {
			case <-ctx.Done():
				tick.Stop()
				return
			case <-tick.C:
			}
			// What cannot be told for a moment is told at the next beat; another takes over only after many.
			if goOn, err := a.db.Store().TellWork(ctx, piece, done.Load(), total.Load()); err == nil && !goOn {
				cancel(errWorkStopped)
			}
		}
	}()
	result, err = recovered(func() (any, error) {
		return do(ctx, func(d, t int64) { done.Store(d); total.Store(t) })
	})
	stopped := errors.Is(context.Cause(ctx), errWorkStopped)
	cancel(nil)
	<-beat
	switch {
	case err == nil:
	case stopped:
		err = errWorkStopped
	case whole.Err() != nil: // the database words it in its own way
		err = errors.Join(whole.Err(), err)
	}
	return result, errors.Join(err, a.endWork(context.WithoutCancel(ctx), piece, result, err, stopped))
}

// recovered keeps a fault in one piece of work from taking the server along.
func recovered(do func() (any, error)) (result any, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("long work: panic: %v", cause)
		}
	}()
	return do()
}

// endWork writes what came of a piece.
func (a *App) endWork(ctx context.Context, piece domain.LongWork, result any, failed error, stopped bool) error {
	state, why := domain.WorkDone, ""
	switch {
	case stopped && failed != nil:
		state = domain.WorkStopped
	case failed != nil:
		state, why = domain.WorkFailed, brokenWork(failed)
	}
	raw := json.RawMessage(`{}`)
	if state == domain.WorkDone {
		var err error
		if raw, err = json.Marshal(result); err != nil {
			return err
		}
	}
	s := a.db.Store()
	now, err := s.Now(ctx)
	if err != nil {
		return err
	}
	return s.EndWork(ctx, piece, state, raw, why, now)
}

// brokenWork is the sentence for people of what went wrong.
func brokenWork(err error) string {
	var several domain.Errors
	var one *domain.Error
	switch {
	case errors.Is(err, context.Canceled):
		return "It was broken off in the middle, and nothing of it was done. Please begin it again."
	case errors.As(err, &several):
		return several.Error()
	case errors.As(err, &one):
		return one.Message
	}
	return "Something broke on our side, and nothing of it was done. It has been written down. Please begin it again."
}

// TerminalWork is a piece of long work that somebody begins at the terminal.
type TerminalWork struct {
	Kind     string
	Name     string // of what it reads or writes, for people
	District string // "" where there is only one
	Do       func(ctx context.Context, tell func(done, total int64)) (any, error)
}

// TrackWork does a piece of long work that somebody begins at the terminal, so that others see on a page how far it is, and may stop
// it. It is not begun anew by anybody else: what it reads lies with whoever has begun it. In a district that is not there yet nobody
// looks: there it is done all the same.
func (a *App) TrackWork(ctx context.Context, actor domain.Actor, t TerminalWork) error {
	g, err := a.authorise(ctx, actor, longWorks[t.Kind].action, somewhere(actor))
	if err != nil {
		return err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return err
	}
	district, err := w.districtMeant(ctx, t.District)
	if domain.KindOf(err) == domain.Invalid {
		_, err = t.Do(ctx, func(int64, int64) {})
		return err
	}
	if err != nil {
		return err
	}
	piece, err := w.piece(newWork{kind: t.Kind, name: t.Name, spot: domain.Spot{DistrictID: district}})
	if err != nil {
		return err
	}
	piece.Again = false
	if _, err := a.addWork(ctx, g, &piece, 0); err != nil {
		return err
	}
	_, err = a.carryOut(ctx, piece, func(ctx context.Context, tell tellFunc) (any, error) { return t.Do(ctx, tell) })
	return err
}

// ResumeWork takes up what servers have left that died in the middle: it is begun anew, or said to have stopped. It returns how many
// pieces it took.
func (a *App) ResumeWork(ctx context.Context, actor domain.Actor) (int, error) {
	if _, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{})); err != nil {
		return 0, err
	}
	for n := 0; ; n++ {
		piece, err := a.db.Store().TakeLeftWork(ctx, thisServer)
		if domain.KindOf(err) == domain.NotFound {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		switch {
		case piece.StopAt != nil:
			err = a.endWork(ctx, piece, nil, errWorkStopped, true)
		case !piece.Again || piece.Tries > workTries || longWorks[piece.Kind].do == nil:
			err = a.endWork(ctx, piece, nil, domain.Errorf(domain.Unavailable, "", "The server stopped in the middle of it, and nothing of it was done. Please begin it again."), false)
		default:
			go a.doWork(context.WithoutCancel(ctx), piece)
		}
		if err != nil {
			return n, err
		}
	}
}

// onWork finds where a piece of work is done, and who began it. To whoever may not see it, it is not there.
func (a *App) onWork(actor domain.Actor, id domain.LongWorkID) target {
	return func(ctx context.Context) (domain.Target, error) {
		w, err := a.db.Store().Work(ctx, id)
		if err != nil {
			return absent(err)
		}
		t := domain.Target{Spot: domain.Spot{DistrictID: w.DistrictID, TownID: w.TownID}, PersonID: cmp.Or(w.BegunBy, -1)} // -1: nobody
		if !domain.May(actor, domain.SeeWork, t) {
			return absent(notFound())
		}
		return t, nil
	}
}

// LongWork shows a piece of long work, to those who may do the same there and to whoever has begun it.
func (a *App) LongWork(ctx context.Context, actor domain.Actor, id domain.LongWorkID) (domain.LongWork, error) {
	g, err := a.authorise(ctx, actor, domain.SeeWork, a.onWork(actor, id))
	if err != nil {
		return domain.LongWork{}, err
	}
	return a.workFor(ctx, g, id)
}

func (a *App) workFor(ctx context.Context, g grant, id domain.LongWorkID) (domain.LongWork, error) {
	w, err := a.db.Store().Work(ctx, id)
	if err != nil {
		return w, err
	}
	own := w.BegunBy != 0 && w.BegunBy == g.actor.PersonID
	if !own && (Checks(w.Kind) || !domain.May(g.actor, longWorks[w.Kind].action, domain.Target{Spot: g.target.Spot})) {
		return domain.LongWork{}, notFound()
	}
	return w, nil
}

// LongWorks lists the newest pieces of long work that the actor may see.
func (a *App) LongWorks(ctx context.Context, actor domain.Actor) ([]domain.LongWork, error) {
	g, err := a.authorise(ctx, actor, domain.SeeWork, somewhere(actor))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	scopes := map[string]domain.Scope{}
	for kind, k := range longWorks {
		if !Checks(kind) {
			scopes[kind] = domain.ScopeOf(actor, k.action)
		}
	}
	return w.Works(ctx, actor.DistrictID, actor.PersonID, scopes, mostWorks)
}

// StopWork asks for a piece of long work to be stopped. Nothing of it stays. One that is over already stays as it is.
func (a *App) StopWork(ctx context.Context, actor domain.Actor, id domain.LongWorkID) error {
	g, err := a.authorise(ctx, actor, domain.SeeWork, a.onWork(actor, id))
	if err != nil {
		return err
	}
	if _, err := a.workFor(ctx, g, id); err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error { return w.StopWork(ctx, id, w.now) })
}
