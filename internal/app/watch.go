package app

import (
	"context"

	"waymark/domain"
	"waymark/internal/postgres"
)

// WatchOutbox tells when a message has been written, by whichever server. It ends with ctx. What is missed while the database is
// away is made up for: one word comes when it is back.
func (a *App) WatchOutbox(ctx context.Context, actor domain.Actor) (<-chan struct{}, error) {
	if _, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{})); err != nil {
		return nil, err
	}
	return a.heard(ctx, "outbox")
}

// WatchPlans tells, as WatchOutbox does, when a request of the next hours, or of today, waits for a plan: see MatchAtOnce.
func (a *App) WatchPlans(ctx context.Context, actor domain.Actor) (<-chan struct{}, error) {
	if _, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{})); err != nil {
		return nil, err
	}
	return a.heard(ctx, "plans")
}

// heard tells that something was notified on a channel of the database; what comes while nobody takes it is told once.
func (a *App) heard(ctx context.Context, channel string) (<-chan struct{}, error) {
	heard, err := postgres.Listen(ctx, a.db.DSN(), channel)
	if err != nil {
		return nil, err
	}
	out := make(chan struct{}, 1)
	go func() {
		defer close(out)
		for range heard {
			select {
			case out <- struct{}{}:
			default: // one is waiting already
			}
		}
	}()
	return out, nil
}
