package app

import (
	"context"
	"time"

	"waymark/domain"
)

// Demo reports whether the people here are made up.
func (a *App) Demo(ctx context.Context, actor domain.Actor) (bool, error) {
	if _, err := a.authorise(ctx, actor, domain.FindStreet, at(domain.Spot{})); err != nil {
		return false, err
	}
	demo, _, err := a.db.Store().Installation(ctx)
	return demo, err
}

// SkipToTomorrow moves a demo's clock to the next opening after today: on a Saturday that is Monday, for nothing happens on a day
// that is closed. Where people are real it is refused. A second press at once does nothing: it was the first.
func (a *App) SkipToTomorrow(ctx context.Context, actor domain.Actor) error {
	g, err := a.authorise(ctx, actor, domain.MoveDemoClock, at(domain.Spot{}))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.onlyInDemo(ctx); err != nil {
			return err
		}
		door, err := w.TownDoor(ctx, 0, 0)
		if err != nil {
			return err
		}
		rules, err := w.rules(ctx, door.DistrictID)
		if err != nil {
			return err
		}
		local := w.now.In(a.zone)
		tomorrow := time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, a.zone)
		return w.SkipClock(ctx, rules.Hours.NextOpen(tomorrow).Sub(w.now))
	})
}

// Now returns what the clock shows: the demo's own time in a demo.
func (a *App) Now(ctx context.Context, actor domain.Actor) (time.Time, error) {
	if _, err := a.authorise(ctx, actor, domain.FindStreet, at(domain.Spot{})); err != nil {
		return time.Time{}, err
	}
	return a.db.Store().Now(ctx)
}

func (w *work) onlyInDemo(ctx context.Context) error {
	demo, _, err := w.Installation(ctx)
	if err == nil && !demo {
		return domain.Errorf(domain.Forbidden, "", "The people here are real, so the clock cannot be moved.")
	}
	return err
}

// neverInDemo refuses what brings real people or places in where all are made up: they would be thrown away with the others.
func (w *work) neverInDemo(ctx context.Context) error {
	demo, _, err := w.Installation(ctx)
	if err == nil && demo {
		return domain.Errorf(domain.Forbidden, "", "This town is made up, and will be thrown away, so no real list may come in. Ask whoever runs Waymark for you to open a real one.")
	}
	return err
}

// DeskHours says whether somebody is at a town's desk now, and when it opens next.
type DeskHours struct {
	OpenNow bool
	OpensAt time.Time // now, when it is open
	Words   string    // "today, 8:30 am"
	Phone   string
	Town    string
	Doors   domain.Doors // of the district: while they are shut the public cannot ask here
}

// DeskHours tells the public when the desk is open: help in the next few hours is offered only then.
func (a *App) DeskHours(ctx context.Context, actor domain.Actor, district domain.DistrictID, town domain.TownID) (DeskHours, error) {
	g, err := a.authorise(ctx, actor, domain.FindStreet, at(domain.Spot{}))
	if err != nil {
		return DeskHours{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return DeskHours{}, err
	}
	door, err := w.TownDoor(ctx, district, town)
	if err != nil {
		return DeskHours{}, err
	}
	rules, err := w.rules(ctx, door.DistrictID)
	if err != nil {
		return DeskHours{}, err
	}
	opens := rules.Hours.NextOpen(w.now)
	return DeskHours{OpenNow: rules.Hours.IsOpen(w.now), OpensAt: opens, Words: w.lang.Time(opens, w.now, a.zone), Phone: door.Phone, Town: door.Name, Doors: door.Doors}, nil
}
