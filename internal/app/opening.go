package app

import (
	"context"
	"time"

	"waymark/domain"
)

// openFor is for how long somebody who was seen with a request open is said to have it open: they say so more often while they have.
const openFor = time.Minute

// OpenRequest notes that the actor has a request open, for the next minute, on whichever server. Say it again while it lasts.
func (a *App) OpenRequest(ctx context.Context, actor domain.Actor, id domain.RequestID) error {
	g, err := a.authorise(ctx, actor, domain.SeeAsk, a.onRequest(id))
	if err != nil {
		return err
	}
	if actor.Kind != domain.PersonActor {
		return nil
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return err
	}
	return w.MarkOpen(ctx, g.target.Spot.DistrictID, id, actor.PersonID, w.now)
}

// CloseRequest notes that the actor does not have a request open any more.
func (a *App) CloseRequest(ctx context.Context, actor domain.Actor, id domain.RequestID) error {
	if _, err := a.authorise(ctx, actor, domain.SeeAsk, a.onRequest(id)); err != nil {
		return err
	}
	return a.db.Store().MarkClosed(ctx, id, actor.PersonID)
}

// OpenedBy returns the first names of the colleagues who have each of these requests open now. Of requests that the actor may not see it
// says nothing.
func (a *App) OpenedBy(ctx context.Context, actor domain.Actor, ids []domain.RequestID) (map[domain.RequestID][]string, error) {
	g, err := a.authorise(ctx, actor, domain.SeeAsk, onOwn(actor))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	return w.OpenedBy(ctx, a.scoped(actor, RequestFilter{}), ids, actor.PersonID, w.now.Add(-openFor))
}

// onOwn is the target of what is asked of several requests at once: the rows are scoped in SQL, to those of the actor's places and those
// that they own.
func onOwn(actor domain.Actor) target {
	return func(context.Context) (domain.Target, error) {
		return domain.Target{Somewhere: true, Spot: domain.Spot{DistrictID: actor.DistrictID}, OwnerID: actor.PersonID}, nil
	}
}
