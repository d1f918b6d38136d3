package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/postgres"
)

// tellVacantAhead is how long before a date that has nobody somebody is told; turnsAhead is how far each beat looks, and mostTold at how
// many dates.
const (
	tellVacantAhead = 7 * 24 * time.Hour
	turnsAhead      = 10 * 24 * time.Hour
	mostTold        = 2000
)

// RemindHosts reminds those who host a date tomorrow; before days on which nothing is open, also those of these days and of the day after.
// It comes while the desk is open, once a date. It returns how many were reminded.
func (a *App) RemindHosts(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, somewhere(actor))
	if err != nil {
		return 0, err
	}
	return a.tellTurns(ctx, g, sayHostReminder, func(_ context.Context, w *work, r escalation.Rules, t domain.Turn) ([]domain.PersonID, error) {
		tomorrow := domain.OnWall(w.today().AddDate(0, 0, 1), 0, a.zone)
		if t.HostID == 0 || t.Off || t.StartsAt.Before(tomorrow) || t.HeldOn.After(dateOf(r.Hours.NextOpen(tomorrow), a.zone)) {
			return nil, nil
		}
		return []domain.PersonID{t.HostID}, nil
	})
}

// TellVacantDates tells the community builders of a date that has nobody to host it, a week ahead; at once where it is less. It returns how
// many were told. They hear of it once, and again only where somebody took the date and gave it back.
func (a *App) TellVacantDates(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, somewhere(actor))
	if err != nil {
		return 0, err
	}
	return a.tellTurns(ctx, g, sayVacantDate, func(ctx context.Context, w *work, _ escalation.Rules, t domain.Turn) ([]domain.PersonID, error) {
		if !t.Vacant() || t.StartsAt.After(w.now.Add(tellVacantAhead)) {
			return nil, nil
		}
		return w.WatchersOf(ctx, t.DistrictID, t.TownID, w.today())
	})
}

// tellTurns writes a kind of message about each date that is due, to those whom due names, while the desk is open. Each is a transaction of
// its own, so that one that fails holds up no other.
func (a *App) tellTurns(ctx context.Context, g grant, kind string, due func(context.Context, *work, escalation.Rules, domain.Turn) ([]domain.PersonID, error)) (int, error) {
	w, err := a.read(ctx, g)
	if err != nil {
		return 0, err
	}
	all, err := w.Turns(ctx, postgres.TurnQuery{Scope: domain.Scope{All: true}, From: w.now, Until: w.now.Add(turnsAhead), Limit: mostTold})
	if err != nil {
		return 0, err
	}
	did := 0
	var failed []error
	for _, t := range all {
		rules, err := w.rules(ctx, t.DistrictID)
		if err != nil {
			return did, err
		}
		if rules.Hours.NextOpen(w.now).After(w.now) {
			continue // nobody reads it at night
		}
		readers, err := due(ctx, w, rules, t)
		if err != nil {
			return did, err
		}
		for _, id := range readers {
			key := fmt.Sprintf("%s:%s:%d:%d", kind, turnKey(t), id, changed(t))
			if kind == sayHostReminder && !t.HeldOn.Equal(t.Day) {
				key += ":" + t.HeldOn.Format(time.DateOnly) // they may have been reminded of the day that it was on
			}
			told, err := a.tellTurn(ctx, g, t, domain.Message{Key: key, Kind: kind, PersonID: id})
			if told {
				did++
			}
			failed = append(failed, err)
		}
	}
	return did, errors.Join(failed...)
}

// tellTurn writes one message, unless it has been written.
func (a *App) tellTurn(ctx context.Context, g grant, t domain.Turn, m domain.Message) (told bool, err error) {
	if had, err := a.db.Store().HasMessage(ctx, m.Key); err != nil || had {
		return false, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error { return w.sayTurn(ctx, t, m) })
	return err == nil, err
}

// tellHost tells whoever was to host a date that it is off, moved, or on after all; was is how it stood. Who did it themselves knows.
func (w *work) tellHost(ctx context.Context, was domain.Turn, d domain.GatheringDate) error {
	if was.HostID == 0 || was.HostID == w.by.PersonID {
		return nil
	}
	now, err := w.Turn(ctx, d.GatheringID, d.Day)
	if err != nil {
		return err
	}
	return w.sayTurn(ctx, now, domain.Message{Key: fmt.Sprintf("%s:%s:%d", sayHostDate, turnKey(now), d.Version), Kind: sayHostDate, PersonID: was.HostID,
		Data: domain.MessageData{Code: standsAs(d)}})
}

// changed tells one host of a date from the next, in the key of a message.
func changed(t domain.Turn) int64 {
	if t.ChangedAt == nil {
		return 0
	}
	return t.ChangedAt.Unix()
}
