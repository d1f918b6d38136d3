package app

import (
	"context"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// ChangeDate is what is different about one date of a gathering: it is off, or at another time.
type ChangeDate struct {
	GatheringID domain.GatheringID
	Day         time.Time // which date: the day of its rhythm
	Off         bool
	HeldOn      time.Time // where it is not off: on which day, and from when to when
	Starts      int
	Ends        int
	Words       string // what people read: "Rained off."
}

// GatheringDate shows one date to those who may change it.
func (a *App) GatheringDate(ctx context.Context, actor domain.Actor, id domain.GatheringID, day time.Time) (GatheringView, error) {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(id))
	if err != nil {
		return GatheringView{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return GatheringView{}, err
	}
	out := GatheringView{}
	if out.Gathering, err = w.Store.Gathering(ctx, id); err != nil {
		return GatheringView{}, err
	}
	d, err := w.Store.GatheringDate(ctx, id, day)
	out.Dates = []domain.GatheringDate{d}
	return out, err
}

// ChangeDate calls a date off or moves it, with a word to those who come.
func (a *App) ChangeDate(ctx context.Context, actor domain.Actor, cmd ChangeDate) error {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(cmd.GatheringID))
	if err != nil {
		return err
	}
	return benchTaken(a.transact(ctx, g, func(ctx context.Context, w *work) error {
		d, err := w.lockDate(ctx, cmd.GatheringID, cmd.Day)
		if err != nil {
			return err
		}
		was := d
		var wrong domain.Errors
		if d.Off, d.Words = cmd.Off, plain(cmd.Words); d.Off && d.Words == "" {
			wrong.Add("words", "Please write in a few words why it is off, such as “Rained off”.")
		}
		tooLong(&wrong, "words", d.Words, longestNotice)
		if !d.Off {
			if err := domain.CheckMove(cmd.HeldOn, cmd.Starts, cmd.Ends, w.today()); err != nil {
				wrong = append(wrong, err.(domain.Errors)...)
			}
			d.Hold(cmd.HeldOn, cmd.Starts, cmd.Ends, w.app.zone)
		}
		if err := wrong.Err(); err != nil || d == was {
			return err
		}
		return w.tellChange(ctx, d)
	}))
}

// RestoreDate puts a date that was called off or moved back where its rhythm has it.
func (a *App) RestoreDate(ctx context.Context, actor domain.Actor, id domain.GatheringID, day time.Time) error {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(id))
	if err != nil {
		return err
	}
	return benchTaken(a.transact(ctx, g, func(ctx context.Context, w *work) error {
		d, err := w.lockDate(ctx, id, day)
		if err != nil {
			return err
		}
		if !d.Off && d.Words == "" && !d.Moved() {
			return nil
		}
		d.Off, d.Words = false, ""
		d.Hold(d.Day, d.PlannedStarts, d.PlannedEnds, w.app.zone)
		if !d.EndsAt.After(w.now) {
			return domain.Errorf(domain.Conflict, "", "That day is over. There is nothing to put back.")
		}
		return w.tellChange(ctx, d)
	}))
}

// GatheringToEnd shows a gathering to those who may end it.
func (a *App) GatheringToEnd(ctx context.Context, actor domain.Actor, id domain.GatheringID) (domain.Gathering, error) {
	if _, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(id)); err != nil {
		return domain.Gathering{}, err
	}
	return a.db.Store().Gathering(ctx, id)
}

// EndGathering ends a gathering: what has begun by now stays, no date after that does. Ending it again changes nothing.
func (a *App) EndGathering(ctx context.Context, actor domain.Actor, id domain.GatheringID) error {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(id))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.LockGathering(ctx, id); err != nil {
			return err
		}
		hosts, err := w.HostsAhead(ctx, id, w.today())
		if err != nil {
			return err
		}
		if ended, err := w.Store.EndGathering(ctx, id, w.today(), w.now); err != nil || !ended {
			return err
		}
		return w.tellOfAll(ctx, id, hosts, "ended", nil)
	})
}

// tellChange stores what is different about a date, and tells its host and those who follow. It cannot be on while another date of the same gathering is.
func (w *work) tellChange(ctx context.Context, d domain.GatheringDate) error {
	meanwhile, err := w.GatheringDates(ctx, postgres.GatheringQuery{ID: d.GatheringID, From: d.StartsAt, Until: d.EndsAt})
	if err != nil {
		return err
	}
	for _, other := range meanwhile {
		if !d.Off && !other.Off && !other.Day.Equal(d.Day) {
			return domain.Errorf(domain.Invalid, "heldOn", "It is on at that time already. Please choose another time, or call this date off.")
		}
	}
	was, err := w.Turn(ctx, d.GatheringID, d.Day)
	if err != nil {
		return err
	}
	if err := w.ChangeGatheringDate(ctx, &d, w.now); err != nil {
		return err
	}
	if err := w.tellHost(ctx, was, d); err != nil {
		return err
	}
	return w.tellOfDate(ctx, d)
}

// lockDate reads a date that nobody else changes meanwhile. One that is over is as it was.
func (w *work) lockDate(ctx context.Context, id domain.GatheringID, day time.Time) (domain.GatheringDate, error) {
	if err := w.LockGathering(ctx, id); err != nil {
		return domain.GatheringDate{}, err
	}
	d, err := w.Store.GatheringDate(ctx, id, day)
	if err == nil && !d.EndsAt.After(w.now) {
		err = domain.Errorf(domain.Conflict, "", "That day is over. What people read about it stays as it was.")
	}
	return d, err
}
