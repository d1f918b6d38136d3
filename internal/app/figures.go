package app

import (
	"context"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/postgres"
)

// followAtOnce is how many asks are added up in one transaction: a second's work.
const followAtOnce = 2000

// FollowAsks adds up what has changed in asks since it was last called, for the figures of all places, and returns how many asks that were.
func (a *App) FollowAsks(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	return a.inEachDistrict(ctx, g, func(d domain.District) (int, error) { return a.followAsks(ctx, g, d) })
}

func (a *App) followAsks(ctx context.Context, g grant, d domain.District) (did int, err error) {
	for n := followAtOnce; n == followAtOnce; did += n {
		err := a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
			n, err = w.Store.FollowAsks(ctx, d.ID, a.figureRules(), followAtOnce)
			return err
		})
		if err != nil {
			return did, err
		}
	}
	return did, nil
}

func (a *App) figureRules() postgres.FigureRules {
	return postgres.FigureRules{Zone: a.zone.String(), Steps: coverage.Steps()}
}

// checkAsks recounts the figures of all asks.
func (w *work) checkAsks(ctx context.Context, r *Report) error {
	districts, err := w.Districts(ctx)
	if err != nil {
		return err
	}
	n := 0
	for _, d := range districts {
		wrong, err := w.AskDifferences(ctx, d.ID, w.app.figureRules())
		if err != nil {
			return err
		}
		n += wrong
	}
	r.none("recount_asks", n, w.lang.Say("What became of asks comes to what was added up, since the beginning."), w.lang.Count(n,
		"%s figure of what became of asks is not what a recount makes it. Please report it.", "%s figures of what became of asks are not what a recount makes them. Please report it."))
	return nil
}
