package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/postgres"
)

// CoverageAsked says of which place, and of when. The finest place that is not 0 is meant.
type CoverageAsked struct {
	DistrictID domain.DistrictID // 0: the actor's own
	TownID     domain.TownID
	SectionID  domain.SectionID
	StreetID   domain.StreetID
	Period     string // a month such as "2026-09", a quarter such as "2026Q3", or a year such as "2026"; "": the last twelve months
}

// Coverage is who is there for a place and what became of its asks, and the same of each place in it.
type Coverage struct {
	Place   coverage.Place
	Over    []coverage.Place // the places that it lies in, the widest first
	Within  []coverage.Place // the places one level down, by name
	Weights coverage.Weights
	Tenths  []coverage.Tenth // of a district or town, by how deprived its areas are; none: nobody has brought that in
	coverage.Deprivation
	Period   string // as it was asked for
	Months   domain.RippleMonths
	Ended    bool
	Today    time.Time // the last day that can count where the months have not ended
	Quarters []string  // that can be chosen, the newest first
	Monthly  []string
	Years    []string
}

// Coverage shows whoever looks after a place how well it is covered. Who is there is counted today, what became of asks by the month.
func (a *App) Coverage(ctx context.Context, actor domain.Actor, asked CoverageAsked) (Coverage, error) {
	g, err := a.authorise(ctx, actor, domain.SeeCoverage, a.onCovered(actor, asked))
	if err != nil {
		return Coverage{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return Coverage{}, err
	}
	var out Coverage
	if out.Weights, err = w.weights(ctx, g.target.Spot.DistrictID); err != nil {
		return out, err
	}
	if err := out.choose(w.today(), asked.Period); err != nil {
		return out, err
	}
	key := coverage.KeyOf(g.target.Spot)
	var laid coverage.Laid
	var each []coverage.Tenth
	reads, ctx := together(ctx)
	reads.Go(func() (err error) {
		laid, err = w.layOut(ctx, g.target.Spot, out.Months, key.Level-1)
		return err
	})
	reads.Go(func() (err error) {
		each, out.Deprivation, err = w.tenths(ctx, g.target.Spot.DistrictID, out.Months, key)
		return err
	})
	if err := reads.Wait(); err != nil {
		return out, err
	}
	places := coverage.Lay(laid)
	find := func(key coverage.Key) (p coverage.Place) {
		if i := slices.IndexFunc(places, func(p coverage.Place) bool { return p.Key == key }); i >= 0 {
			p = places[i]
		}
		return p
	}
	out.Place = find(key)
	for up := out.Place.Within; up != (coverage.Key{}); up = out.Over[0].Within {
		out.Over = slices.Insert(out.Over, 0, find(up))
	}
	for i := range places {
		if places[i].Within == key {
			out.Within = append(out.Within, places[i])
		}
	}
	out.Tenths = coverage.Tenths(out.Place, each)
	return out, nil
}

// choose settles the months: those of a period, or the last twelve.
func (c *Coverage) choose(today time.Time, period string) (err error) {
	c.Today, c.Period, c.Months = today, period, domain.YearOf(today)
	c.Quarters, c.Monthly = domain.Periods(today, quartersOffered)
	c.Years = domain.Years(today, yearsOffered)
	if period != "" {
		c.Months, err = monthsMeant(today, period)
	}
	c.Ended = !c.Months.Until.After(today)
	return err
}

// yearsOffered is how many years can be chosen.
const yearsOffered = 3

// monthsMeant reads a month, a quarter or a year that has begun by a day.
func monthsMeant(today time.Time, period string) (domain.RippleMonths, error) {
	m, ok := domain.ParsePeriod(period)
	switch {
	case !ok:
		return m, domain.Errorf(domain.Invalid, "period", "Please write a year such as %s, a quarter such as %s, or a month such as %s.",
			domain.Text(today.Format("2006")), domain.Text(domain.Quarters(today, 1)[0]), domain.Text(today.Format("2006-01")))
	case m.From.After(today):
		return m, domain.Errorf(domain.Invalid, "period", "That has not begun yet. Please choose an earlier time.")
	}
	return m, nil
}

// onCovered finds the place that is asked for.
func (a *App) onCovered(actor domain.Actor, asked CoverageAsked) target {
	switch {
	case asked.StreetID != 0:
		return a.onStreet(asked.StreetID)
	case asked.SectionID != 0:
		return a.onSection(asked.SectionID)
	case asked.TownID != 0:
		return a.onTown(asked.TownID)
	}
	return at(domain.Spot{DistrictID: cmp.Or(asked.DistrictID, actor.DistrictID)})
}

// layOut reads what coverage is worked out of: of a place, of those in it, and of those that it lies in as much as concerns it; asks as far down
// as the finest level. A district is read within what a page may take because its parts are read at the same time.
func (w *work) layOut(ctx context.Context, at domain.Spot, m domain.RippleMonths, finest domain.Level) (l coverage.Laid, err error) {
	if err := w.layPlaces(ctx, at, &l); err != nil {
		return l, err
	}
	reads, ctx := together(ctx)
	read := func(into *coverage.Counted, rows func() ([]postgres.CoverCount, error)) {
		reads.Go(func() error {
			got, err := rows()
			*into = counted(got)
			return err
		})
	}
	read(&l.Talkers, func() ([]postgres.CoverCount, error) { return w.CoverTalkers(ctx, at.DistrictID) })
	read(&l.Services, func() ([]postgres.CoverCount, error) { return w.CoverServices(ctx, at.DistrictID) })
	read(&l.Talks, func() ([]postgres.CoverCount, error) { return w.CoverTalks(ctx, at, m) })
	read(&l.Helpers, func() (rows []postgres.CoverCount, err error) {
		l.At = coverage.KeyOf(at)
		rows, l.Can, err = w.CoverHelpers(ctx, at, "")
		return rows, err
	})
	streets := func() error { return w.layStreets(ctx, at, finest <= domain.AtStreet, &l) }
	asks := func() error { return w.layAsks(ctx, at, m, finest, &l) }
	if finest > domain.AtStreet {
		reads.Go(streets)
		reads.Go(asks)
	} else {
		reads.Go(func() error {
			if err := streets(); err != nil {
				return err
			}
			return asks()
		})
	}
	reads.Go(func() error {
		meetings, err := w.CoverMeetings(ctx, at.DistrictID, w.today())
		for _, m := range meetings {
			l.Meetings = append(l.Meetings, coverage.Meeting(m))
		}
		return err
	})
	err = reads.Wait()
	return l, err
}

func (w *work) layPlaces(ctx context.Context, at domain.Spot, l *coverage.Laid) error {
	districts, err := w.Districts(ctx)
	if err != nil {
		return err
	}
	for _, d := range districts {
		if d.ID == at.DistrictID {
			l.District = d
		}
	}
	l.Towns, l.Sections, err = w.TownsAndSections(ctx, at.DistrictID)
	return err
}

func (w *work) layStreets(ctx context.Context, at domain.Spot, named bool, l *coverage.Laid) error {
	streets, err := w.CoverStreets(ctx, at, named, w.today())
	l.Streets = make([]coverage.Street, len(streets))
	for i, s := range streets {
		l.Streets[i] = coverage.Street(s)
	}
	return err
}

func counted(rows []postgres.CoverCount) coverage.Counted {
	out := make(coverage.Counted, len(rows))
	for _, r := range rows {
		out[coverage.Key(r.CoverKey)] += r.N
	}
	return out
}

// layAsks reads what became of the asks of the place that is looked at, and of those in it down to the finest level.
func (w *work) layAsks(ctx context.Context, at domain.Spot, m domain.RippleMonths, finest domain.Level, l *coverage.Laid) error {
	var keys []postgres.CoverKey
	for places := []coverage.Key{coverage.KeyOf(at)}; len(places) > 0 && places[0].Level >= finest; {
		var within []coverage.Key
		for _, p := range places {
			keys, within = append(keys, postgres.CoverKey(p)), append(within, l.Within(p)...)
		}
		places = within
	}
	rows, err := w.CoverAsks(ctx, at.DistrictID, m, keys)
	if err != nil {
		return err
	}
	waits, err := w.CoverWaits(ctx, at.DistrictID, m, keys)
	if err != nil {
		return err
	}
	steps := waitsBy(waits)
	l.Asks = make(map[coverage.Key]coverage.Asks, len(rows))
	for _, r := range rows {
		key := coverage.Key{Level: r.Level, ID: r.PlaceID}
		l.Asks[key] = asksOf(r, steps[key])
	}
	return nil
}

// waitsBy parts waits by place.
func waitsBy(rows []postgres.CoverWait) map[coverage.Key]coverage.Waits {
	out := map[coverage.Key]coverage.Waits{}
	for _, x := range rows {
		key := coverage.Key{Level: x.Level, ID: x.PlaceID}
		if out[key] == nil {
			out[key] = coverage.Waits{}
		}
		out[key][x.Step] += x.N
	}
	return out
}

func asksOf(r postgres.CoverAsks, waits coverage.Waits) coverage.Asks {
	return coverage.Asks{Asked: r.Asked, Closed: r.Closed, Helped: r.Helped, Yes: [4]int{r.YesStreet, r.YesSection, r.YesTown, r.YesDistrict}, Widened: r.Widened, Failed: r.Failed,
		Waits: waits}
}
