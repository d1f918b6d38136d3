package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
)

// What the builder's home counts by.
const (
	MissingWeeks = 12 // help that was not found in so many weeks
	QuietWeeks   = 8  // nothing was heard of somebody for so many weeks
)

// nowhereMonths are the months for which talks are looked at that led nowhere.
const nowhereMonths = 3

// growthShown is how many people or streets of each the builder's home names.
const growthShown = 5

// Growth is what a community builder grows: what is not there yet, and who would like to be asked how they are.
type Growth struct {
	Now         time.Time
	Missing     []MissingNeed
	Quiet       []domain.QuietPerson // some: whom we asked come first, then who looks after a street
	QuietCounts domain.QuietCounts
	Streets     []domain.TownStreets
	Vacant      []domain.VacantStreet // some, those with most open asks first
	VacantAll   int
	AloneAll    int // somebody looks after them, and nobody stands in
	NotMet      []domain.NotMetYet
	NotMetAll   int
	Nowhere     []domain.ThemeTalks // of this month and the two before: themes that connectors talk of, and nowhere to send people
	VacantSince time.Time           // a date: what is vacant since then counts as new
}

// MissingNeed is a kind of help that was asked for and not found, with where.
type MissingNeed struct {
	NeedID   domain.NeedID
	NeedName string
	People   int
	Open     int
	Latest   time.Time
	Towns    []domain.MissingHelp // most people first
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

// growing reads what is not there yet, and whom nobody has met.
func (w *work) growing(ctx context.Context, scope domain.Scope, out *Growth) error {
	today := w.today()
	missing, err := w.MissingHelp(ctx, scope, w.app.midnight(today.AddDate(0, 0, -7*MissingWeeks)))
	if err != nil {
		return err
	}
	out.Missing = byNeed(missing)
	months := domain.RippleMonths{From: domain.YearOf(today).Until.AddDate(0, -nowhereMonths, 0), Until: domain.YearOf(today).Until}
	if out.Nowhere, err = w.nowhere(ctx, scope, months); err != nil {
		return err
	}
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

// byNeed puts the towns of a kind of help together; what most people asked for comes first.
func byNeed(rows []domain.MissingHelp) (out []MissingNeed) {
	for _, r := range rows {
		if len(out) == 0 || out[len(out)-1].NeedID != r.NeedID {
			out = append(out, MissingNeed{NeedID: r.NeedID, NeedName: r.NeedName})
		}
		n := &out[len(out)-1]
		n.People += r.People
		n.Open += r.Open
		n.Towns = append(n.Towns, r)
		if r.Latest.After(n.Latest) {
			n.Latest = r.Latest
		}
	}
	slices.SortStableFunc(out, func(a, b MissingNeed) int { return b.People - a.People })
	for _, n := range out {
		slices.SortStableFunc(n.Towns, func(a, b domain.MissingHelp) int { return b.People - a.People })
	}
	return out
}
