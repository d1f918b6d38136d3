package app

import (
	"context"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
)

// ChangeGathering is what is different about a gathering from a day on. What is nil stays as it is.
type ChangeGathering struct {
	GatheringID  domain.GatheringID
	From         *time.Time // the first date that is so: its weekday is the gathering's from then on. nil: the next date
	PlaceKind    *domain.PlaceKind
	PlaceName    *string
	GettingThere *string
	Point        *domain.Point
	Every        *domain.Every
	LastOn       *time.Time
	Starts       *int
	Ends         *int
	Holidays     *bool
	Welcome      *string
	HostShown    *bool // the host agrees to be named on the page
}

// GatheringToChange shows a gathering, with its next dates, to those who may change it.
func (a *App) GatheringToChange(ctx context.Context, actor domain.Actor, id domain.GatheringID) (GatheringView, error) {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(id))
	if err != nil {
		return GatheringView{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return GatheringView{}, err
	}
	return w.gatheringAhead(ctx, id)
}

// ChangeGathering changes a gathering from a day on, prolongs it, or lets it end sooner. What has begun stays as it was, and a date that was
// called off or moved stays so. Whoever follows it is told of another place or time, and of a sooner end.
func (a *App) ChangeGathering(ctx context.Context, actor domain.Actor, cmd ChangeGathering) error {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(cmd.GatheringID))
	if err != nil {
		return err
	}
	return benchTaken(a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.LockGathering(ctx, cmd.GatheringID); err != nil {
			return err
		}
		is, err := w.gatheringAhead(ctx, cmd.GatheringID)
		if err != nil {
			return err
		}
		next, err := w.changed(is, cmd)
		if err != nil {
			return err
		}
		return w.become(ctx, is.Gathering, next)
	}))
}

// changed is a gathering as somebody wishes it to be, with all that is wrong with that. Its first day is the one from which it is so.
func (w *work) changed(is GatheringView, cmd ChangeGathering) (domain.Gathering, error) {
	var wrong domain.Errors
	out := is.Gathering
	set(&out.Place.Name, cmd.PlaceName)
	set(&out.Place.GettingThere, cmd.GettingThere)
	set(&out.Place.Point, cmd.Point)
	if !out.Kind.Bench {
		set(&out.Place.Kind, cmd.PlaceKind)
	}
	set(&out.Welcome, cmd.Welcome)
	set(&out.HostShown, cmd.HostShown)
	out.Place.Name, out.Place.GettingThere, out.Welcome = line(out.Place.Name), plain(out.Place.GettingThere), plain(out.Welcome)
	out.HostShown = out.HostShown && out.HostID != 0
	out.FirstOn = w.nextDay(is)
	set(&out.Every, cmd.Every)
	set(&out.FirstOn, cmd.From)
	set(&out.LastOn, cmd.LastOn)
	set(&out.Starts, cmd.Starts)
	set(&out.Ends, cmd.Ends)
	set(&out.Holidays, cmd.Holidays)
	if out.Every == domain.Once {
		out.LastOn = out.FirstOn
	}
	checkPlace(&wrong, out.Place)
	tooLong(&wrong, "welcome", out.Welcome, longestWelcome)
	w.checkRhythm(&wrong, out.Rhythm)
	return out, wrong.Err()
}

// nextDay is the day of the next date that has not begun; today where there is none.
func (w *work) nextDay(g GatheringView) time.Time {
	for _, d := range g.Dates {
		if d.StartsAt.After(w.now) && !d.Day.Before(w.today()) {
			return d.Day
		}
	}
	return w.today()
}

// become stores a change: the gathering, how it was before, and its dates from the change's first day on.
func (w *work) become(ctx context.Context, was, next domain.Gathering) error {
	from := next.FirstOn
	if next.Place != was.Place {
		if err := w.KeepGatheringPlace(ctx, &next.Place); err != nil {
			return err
		}
	}
	now := was
	before := now.Become(next.Place, next.Rhythm)
	now.Welcome, now.HostShown, now.ChangedAt = next.Welcome, next.HostShown, w.now
	other := now.Place != was.Place || !now.Rhythm.Same(was.Rhythm)
	if !other && now.Welcome == was.Welcome && now.HostShown == was.HostShown {
		return nil
	}
	if before != nil {
		if err := w.AddGatheringPhase(ctx, *before); err != nil {
			return err
		}
	}
	hosts, err := w.HostsAhead(ctx, now.ID, from)
	if err != nil {
		return err
	}
	if err := w.Store.ChangeGathering(ctx, now); err != nil {
		return err
	}
	if err := w.planDates(ctx, now, from); err != nil || !other {
		return err
	}
	switch last := lastDay(now.Rhythm); {
	case now.Place.ID != was.Place.ID || !now.Prolongs(was.Rhythm):
		return w.tellOfAll(ctx, now.ID, hosts, "changed", &from)
	case last.Before(lastDay(was.Rhythm)):
		return w.tellOfAll(ctx, now.ID, hosts, "ends", &last)
	}
	return w.KeepFollowers(ctx, now.ID, now.LastOn.AddDate(0, 0, domain.FollowedDays)) // nobody comes at the wrong time for that
}

// lastDay is the last day on which a gathering is.
func lastDay(r domain.Rhythm) time.Time {
	if days, _ := r.Days(escalation.IsBankHoliday); len(days) > 0 {
		return days[len(days)-1]
	}
	return r.LastOn
}
