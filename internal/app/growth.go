package app

import (
	"context"
	"time"

	"waymark/domain"
)

// QuietWeeks is after how many weeks without a word somebody counts as quiet.
const QuietWeeks = 8

// growthShown is how many people or streets of each the builder's home names.
const growthShown = 5

// Growth is what a community builder grows: what is not there yet, and who would like to be asked how they are.
type Growth struct {
	Now         time.Time
	Quiet       []domain.QuietPerson // some: whom we asked come first, then who looks after a street
	QuietCounts domain.QuietCounts
	Streets     []domain.TownStreets
	Vacant      []domain.VacantStreet // some, those with most open asks first
	VacantAll   int
	AloneAll    int // somebody looks after them, and nobody stands in
	NotMet      []domain.NotMetYet
	NotMetAll   int
	VacantSince time.Time // a date: what is vacant since then counts as new
}

// Growth shows a builder what is missing in the places that they build.
func (a *App) Growth(ctx context.Context, actor domain.Actor) (Growth, error) {
	g, err := a.authorise(ctx, actor, domain.SeeMissing, somewhere(actor))
	if err != nil {
		return Growth{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return Growth{}, err
	}
	scope, today := domain.ScopeOf(actor, domain.SeeMissing), w.today()
	out := Growth{Now: w.now, VacantSince: today.AddDate(0, 0, -7)}
	quiet := a.midnight(today.AddDate(0, 0, -7*QuietWeeks))
	reads, both := together(ctx)
	reads.Go(func() (err error) {
		out.Quiet, out.QuietCounts, err = w.QuietPeople(both, scope, today, quiet, w.now, growthShown)
		return err
	})
	reads.Go(func() error { return w.growing(both, scope, &out) })
	err = reads.Wait()
	return out, err
}

// growing reads which streets have nobody, and whom nobody has met.
func (w *work) growing(ctx context.Context, scope domain.Scope, out *Growth) (err error) {
	today := w.today()
	if out.NotMet, out.NotMetAll, err = w.NotMet(ctx, scope, growthShown); err != nil {
		return err
	}
	if out.Streets, err = w.TownStreets(ctx, scope, today); err != nil {
		return err
	}
	for _, t := range out.Streets {
		out.VacantAll += t.Vacant
		out.AloneAll += t.Alone
	}
	out.Vacant, err = w.VacantStreets(ctx, scope, today, out.VacantSince, growthShown)
	return err
}

// midnight is the instant at which a date begins here.
func (a *App) midnight(date time.Time) time.Time {
	y, m, d := date.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, a.zone)
}
