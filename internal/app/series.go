package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// seriesAhead is how many days ahead the next visit of a series becomes a request.
const seriesAhead = 7

// usefulAfter is for how long after its time help in a series is still of use, when the regular helper cannot come.
const usefulAfter = 4 * time.Hour

// onDay puts a visit of a series on its day, at its time on the wall.
func (w *work) onDay(ctx context.Context, r *domain.Request, s domain.Series, day time.Time) error {
	rules, err := w.rules(ctx, r.DistrictID)
	if err != nil {
		return err
	}
	r.WantedFrom = onWall(day, s.Starts, w.app.zone)
	r.UsefulUntil, r.Slots = r.WantedFrom.Add(usefulAfter), domain.AnyTime
	r.Asleep = rules.Sleeps(w.now, r.WantedFrom)
	return nil
}

// RollSeries makes the next request of each series whose day is near: the same face each time, and only when they cannot come is
// cover looked for. It returns how many it made.
func (a *App) RollSeries(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	did, failures := 0, 0
	var last domain.SeriesID
	for {
		var s domain.Series
		err := a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
			if s, err = w.ClaimDueSeries(ctx, w.today().AddDate(0, 0, seriesAhead), last); err != nil {
				return err
			}
			return w.roll(ctx, s)
		})
		switch {
		case s.ID == 0 && domain.KindOf(err) == domain.NotFound:
			return did, failed(failures)
		case s.ID == 0:
			return did, err
		case err != nil:
			failures++
			a.log.ErrorContext(ctx, "series could not be rolled", "series_id", s.ID, "error", err)
		default:
			did++
		}
		last = s.ID
	}
}

func (w *work) roll(ctx context.Context, s domain.Series) error {
	before, err := w.LastOfSeries(ctx, s.ID)
	if err != nil {
		return err
	}
	secret, err := w.Secret(ctx, before.ID)
	if err != nil {
		return err
	}
	r := domain.Request{
		DistrictID: before.DistrictID, Version: 1, PersonID: before.PersonID, AskerID: before.AskerID, Relationship: before.Relationship,
		ToldBack: before.ToldBack, Knows: before.Knows, NeedID: before.NeedID, Skills: before.Skills, CheckRequired: before.CheckRequired,
		Distance: before.Distance, Minutes: before.Minutes, Private: before.Private, GoesInside: before.GoesInside, GoesOut: goesOutAgain(before, s),
		Wishes: before.Wishes, TownID: before.TownID, SectionID: before.SectionID, StreetID: before.StreetID, PlaceWords: before.PlaceWords,
		Urgency: before.Urgency, CameBy: domain.BySeries, SeriesID: s.ID, Notes: before.Notes, DoorWords: before.DoorWords,
		RaisedAt: w.now, StartedAt: w.now, LevelSince: w.now, FanOut: 1, State: domain.Open, StartLevel: before.StartLevel, Level: before.StartLevel,
	}
	if err := w.stricter(ctx, &r); err != nil {
		return err
	}
	if err := w.onDay(ctx, &r, s, s.NextOn); err != nil {
		return err
	}
	if err := w.RollSeries(ctx, s.ID, s.NextOn.AddDate(0, 0, 7*s.EveryWeeks)); err != nil {
		return err
	}
	if err := w.addRequest(ctx, &r, secret); err != nil {
		return err
	}
	if s.HelperID == 0 {
		return nil
	}
	err = w.Try(ctx, func(ctx context.Context, store *postgres.Store) error {
		inner, same := *w, r
		inner.Store = store
		return inner.asUsual(ctx, &same, s.HelperID)
	})
	if refused(err) {
		return nil // they lack something by now, a check or a skill: the ask stands, and cover is looked for
	}
	return err
}

// asUsual gives a visit of a series to its regular helper, unless they are away on its day or have no room: then cover is looked for
// like for any ask.
func (w *work) asUsual(ctx context.Context, r *domain.Request, helper domain.PersonID) error {
	if !r.Placed() || r.Knows != domain.Agreed {
		return nil
	}
	day, monday := dateOf(r.WantedFrom, w.app.zone), dateOf(domain.ISOWeek(w.now, w.app.zone), w.app.zone)
	helpers, err := w.Helpers(ctx, r.DistrictID, postgres.Around{Everywhere: true}, day, monday)
	if err != nil {
		return err
	}
	helpers = slices.DeleteFunc(helpers, func(h domain.Helper) bool { return h.PersonID != helper || room(h, day, monday) <= 0 })
	if len(helpers) == 0 {
		return nil
	}
	b, err := w.boardOf(ctx, *r, helpers)
	if err != nil {
		return err
	}
	i := b.invitation(*r, 0, 0, w.now, w.app.zone)
	i.Kind, i.State, i.Place, i.DeliveredAt, i.Overrides = domain.ByRegular, domain.Delivered, 1, &w.now, []string{"reach", "distance", "time", "budget"}
	i.VisitAt, i.VisitEndsAt = r.WantedFrom, r.WantedFrom.Add(time.Duration(r.Minutes)*time.Minute)
	i.Week = dateOf(domain.ISOWeek(i.VisitAt, w.app.zone), w.app.zone)
	if err := w.AddInvitation(ctx, &i); err != nil {
		return ruleInWords(err)
	}
	return w.accept(ctx, &i, r)
}

// KeepHelper makes the helper of this visit the regular helper of its series: the same face each time.
func (a *App) KeepHelper(ctx context.Context, actor domain.Actor, id domain.RequestID) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(id))
	if err != nil {
		return err
	}
	return a.onOne(ctx, g, id, func(ctx context.Context, w *work, r *domain.Request) error {
		if r.SeriesID == 0 || r.State != domain.Assigned {
			return domain.Errorf(domain.Conflict, "", "Somebody must be going to a regular ask first.")
		}
		i, err := w.helperOf(ctx, *r)
		if err != nil {
			return err
		}
		s, err := w.Series(ctx, r.SeriesID)
		if err != nil || s.HelperID == i.PersonID {
			return err
		}
		if err := w.SetRegularHelper(ctx, r.SeriesID, i.PersonID); err != nil {
			return err
		}
		return w.note(ctx, *r, domain.Event{Kind: evRegular, PersonID: i.PersonID})
	})
}

// EndSeries makes this visit the last of its series. The visit itself goes on.
func (a *App) EndSeries(ctx context.Context, actor domain.Actor, id domain.RequestID) error {
	g, err := a.authorise(ctx, actor, domain.RunAsk, a.onRequest(id))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		r, err := w.LockRequest(ctx, id)
		if err != nil {
			return err
		}
		if r.SeriesID == 0 {
			return domain.Errorf(domain.Conflict, "", "This ask does not come again.")
		}
		return w.endSeries(ctx, r, "by_hand")
	})
}

func (w *work) endSeries(ctx context.Context, r domain.Request, why string) error {
	last := dateOf(r.WantedFrom, w.app.zone)
	if s, err := w.Series(ctx, r.SeriesID); err != nil || s.EndsOn != nil && s.EndsOn.Equal(last) {
		return err // said twice
	}
	if err := w.Store.EndSeries(ctx, r.SeriesID, last, why); err != nil {
		return err
	}
	return w.note(ctx, r, domain.Event{Kind: evSeriesEnded, Data: domain.EventData{Code: why}})
}

// forgettable is what ForgetOld erases in one go.
const forgettable = 1000

// ForgetOld erases what has been kept for as long as it may be: what helpers had to know, notes, the names of people who have
// left and of whom nothing is open. It returns how many rows it erased.
func (a *App) ForgetOld(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	did := 0
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		for _, forget := range postgres.Forgetting {
			n, err := w.Forget(ctx, forget, w.today(), w.now, forgettable)
			if err != nil {
				return err
			}
			did += n
		}
		return nil
	})
	return did, err
}
