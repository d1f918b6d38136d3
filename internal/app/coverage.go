package app

import (
	"cmp"
	"context"
	"slices"

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
	Quarter    string // such as "2026Q2", of the last that have ended; "": the last twelve months
}

// Coverage is who is there for a place and what became of its asks, and the same of each place in it.
type Coverage struct {
	Place    coverage.Place
	Over     []coverage.Place // the places that it lies in, the widest first
	Within   []coverage.Place // the places one level down, by name
	Weights  coverage.Weights
	Quarter  string
	Months   domain.RippleMonths
	Quarters []string // that can be chosen, the newest first
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
	out := Coverage{Quarter: asked.Quarter, Quarters: domain.Quarters(w.today(), quartersOffered), Months: domain.YearOf(w.today()), Weights: coverage.DefaultWeights()}
	if out.Quarter != "" {
		if !slices.Contains(out.Quarters, out.Quarter) {
			return out, domain.Errorf(domain.Invalid, "quarter", "Please choose one of the last quarters that have ended, such as %s.", domain.Text(out.Quarters[0]))
		}
		out.Months, _ = domain.ParseQuarter(out.Quarter) // one of ours
	}
	at := g.target.Spot
	laid, err := w.layOut(ctx, at, out.Months)
	if err != nil {
		return out, err
	}
	key := coverage.KeyOf(at)
	all := map[coverage.Key]coverage.Place{}
	for _, p := range coverage.Lay(laid) {
		all[p.Key] = p
		if p.Within == key {
			out.Within = append(out.Within, p)
		}
	}
	out.Place = all[key]
	for up := out.Place.Within; up != (coverage.Key{}); up = all[up].Within {
		out.Over = append(out.Over, all[up])
	}
	slices.Reverse(out.Over)
	return out, nil
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

// layOut reads what coverage is worked out of: of a whole district, or of the town that a place lies in.
func (w *work) layOut(ctx context.Context, at domain.Spot, m domain.RippleMonths) (l coverage.Laid, err error) {
	if err := w.layPlaces(ctx, at, &l); err != nil {
		return l, err
	}
	id := at.DistrictID
	helpers, err := w.CoverHelpers(ctx, id)
	if err != nil {
		return l, err
	}
	l.Helpers, l.Skills = countedBySkill(helpers)
	for _, read := range []struct {
		into *coverage.Counted
		rows func() ([]postgres.CoverCount, error)
	}{
		{&l.Talkers, func() ([]postgres.CoverCount, error) { return w.CoverTalkers(ctx, id) }},
		{&l.Services, func() ([]postgres.CoverCount, error) { return w.CoverServices(ctx, id) }},
		{&l.Talks, func() ([]postgres.CoverCount, error) { return w.CoverTalks(ctx, id, m) }},
	} {
		rows, err := read.rows()
		if err != nil {
			return l, err
		}
		*read.into, _ = countedBySkill(rows)
	}
	meetings, err := w.CoverMeetings(ctx, id, w.today())
	if err != nil {
		return l, err
	}
	for _, m := range meetings {
		l.Meetings = append(l.Meetings, coverage.Meeting(m))
	}
	l.Asks, err = w.layAsks(ctx, at, m)
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
	if l.Towns, l.Sections, err = w.TownsAndSections(ctx, at.DistrictID); err != nil {
		return err
	}
	streets, err := w.CoverStreets(ctx, at.DistrictID, at.TownID, w.today())
	for _, s := range streets {
		l.Streets = append(l.Streets, coverage.Street(s))
	}
	return err
}

// countedBySkill parts counts by skill; those without one come first.
func countedBySkill(rows []postgres.CoverCount) (all coverage.Counted, bySkill map[string]coverage.Counted) {
	bySkill = map[string]coverage.Counted{"": {}}
	for _, r := range rows {
		if bySkill[r.Skill] == nil {
			bySkill[r.Skill] = coverage.Counted{}
		}
		bySkill[r.Skill][coverage.Key{Level: r.Level, ID: r.ID}] += r.N
	}
	all = bySkill[""]
	delete(bySkill, "")
	return all, bySkill
}

// layAsks reads what became of asks, as far down as the place that is looked at and those in it.
func (w *work) layAsks(ctx context.Context, at domain.Spot, m domain.RippleMonths) (map[coverage.Key]coverage.Asks, error) {
	finest := max(coverage.KeyOf(at).Level-1, domain.AtStreet)
	rows, err := w.CoverAsks(ctx, at.DistrictID, m, finest)
	if err != nil {
		return nil, err
	}
	waits, err := w.CoverWaits(ctx, at.DistrictID, m, finest)
	if err != nil {
		return nil, err
	}
	steps := map[coverage.Key]coverage.Waits{}
	for _, x := range waits {
		key := coverage.Key{Level: x.Level, ID: x.PlaceID}
		if steps[key] == nil {
			steps[key] = coverage.Waits{}
		}
		steps[key][x.Step] += x.N
	}
	out := map[coverage.Key]coverage.Asks{}
	for _, r := range rows {
		key := coverage.Key{Level: r.Level, ID: r.PlaceID}
		out[key] = coverage.Asks{Asked: r.Asked, Closed: r.Closed, Helped: r.Helped, Yes: [4]int{r.YesStreet, r.YesSection, r.YesTown, r.YesDistrict},
			Widened: r.Widened, Failed: r.Failed, Waits: steps[key]}
	}
	return out, nil
}
