package app

import (
	"context"
	"time"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/postgres"
)

// CoverageWeights is what the parts of the points of coverage count for in a district, and who said so.
type CoverageWeights struct {
	DistrictID   domain.DistrictID
	DistrictName string
	Weights      coverage.Weights
	Changes      []WeightsChange // the newest first; none: it is as usual
}

// WeightsChange is one time that somebody said what the parts count for.
type WeightsChange struct {
	At      time.Time
	MadeBy  string // first name
	Weights coverage.Weights
}

// weights are what the parts of the points of a district count for.
func (w *work) weights(ctx context.Context, id domain.DistrictID) (coverage.Weights, error) {
	rows, err := w.CoverWeighed(ctx, id, 1)
	if err != nil || len(rows) == 0 {
		return coverage.DefaultWeights(), err
	}
	return coverage.Weights(rows[0].CoverWeights), nil
}

// CoverageWeights shows whoever may change it what the points of a district are made of, and what they were made of before.
func (a *App) CoverageWeights(ctx context.Context, actor domain.Actor, id domain.DistrictID) (CoverageWeights, error) {
	g, err := a.authorise(ctx, actor, domain.EditPolicy, at(domain.Spot{DistrictID: id}))
	if err != nil {
		return CoverageWeights{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return CoverageWeights{}, err
	}
	return w.coverageWeights(ctx, id)
}

func (w *work) coverageWeights(ctx context.Context, id domain.DistrictID) (CoverageWeights, error) {
	d, err := w.Settings(ctx, id)
	if err != nil {
		return CoverageWeights{}, err
	}
	out := CoverageWeights{DistrictID: id, DistrictName: d.Name, Weights: coverage.DefaultWeights()}
	rows, err := w.CoverWeighed(ctx, id, mostChanges)
	for _, r := range rows {
		out.Changes = append(out.Changes, WeightsChange{At: r.At, MadeBy: r.MadeName, Weights: coverage.Weights(r.CoverWeights)})
	}
	if len(rows) > 0 {
		out.Weights = out.Changes[0].Weights
	}
	return out, err
}

// WeighCoverage says what the parts of the points of coverage count for in a district, all of them.
type WeighCoverage struct {
	DistrictID                                  domain.DistrictID
	LookedAfter, Reach, Helped, Nearby, Company int // 0 to 100
}

// WeighCoverage changes what the parts of the points count for. Every figure counts by it at once, of earlier months too.
func (a *App) WeighCoverage(ctx context.Context, actor domain.Actor, cmd WeighCoverage) (out CoverageWeights, err error) {
	g, err := a.authorise(ctx, actor, domain.EditPolicy, at(domain.Spot{DistrictID: cmd.DistrictID}))
	if err != nil {
		return out, err
	}
	fresh := coverage.Weights{LookedAfter: cmd.LookedAfter, Reach: cmd.Reach, Helped: cmd.Helped, Nearby: cmd.Nearby, Company: cmd.Company}
	if err := fresh.Check(); err != nil {
		return out, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.LockDistrict(ctx, cmd.DistrictID); err != nil {
			return err
		}
		was, err := w.weights(ctx, cmd.DistrictID)
		if err != nil {
			return err
		}
		if was != fresh {
			if err := w.AddCoverWeights(ctx, cmd.DistrictID, postgres.CoverWeights(fresh), w.by.PersonID, w.now); err != nil {
				return err
			}
		}
		out, err = w.coverageWeights(ctx, cmd.DistrictID)
		return err
	})
	return out, err
}
