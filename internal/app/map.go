package app

import (
	"context"
	"maps"
	"slices"

	"waymark/domain"
	"waymark/domain/coverage"
)

// MapAsked says of which town or district, of when, and with which skill.
type MapAsked struct {
	DistrictID domain.DistrictID // 0: the actor's own
	TownID     domain.TownID     // 0: the whole district
	Quarter    string            // as in CoverageAsked
	Skill      string            // of helpers; "": all
}

// MapStreet is a street with what there is to show of it.
type MapStreet struct {
	coverage.Shown
	SectionID domain.SectionID
	Section   string
	Town      string
	Lines     domain.Shape // none: nobody knows how it runs
}

// Map is the streets of a town or a district, by name, and the sections that they lie in.
type Map struct {
	Coverage
	Streets  []MapStreet
	Sections []coverage.Shown
	Skills   []string // that somebody has who would come
}

// Map shows whoever looks after a place each of its streets: who is there, who waits, and how it runs.
func (a *App) Map(ctx context.Context, actor domain.Actor, asked MapAsked) (Map, error) {
	g, err := a.authorise(ctx, actor, domain.SeeCoverage, a.onCovered(actor, CoverageAsked{DistrictID: asked.DistrictID, TownID: asked.TownID}))
	if err != nil {
		return Map{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return Map{}, err
	}
	out := Map{Coverage: Coverage{Weights: coverage.DefaultWeights()}}
	if err := out.choose(w, asked.Quarter); err != nil {
		return out, err
	}
	laid, err := w.layOut(ctx, g.target.Spot, out.Months, domain.AtStreet)
	if err != nil {
		return out, err
	}
	if asked.Skill != "" {
		with, _, err := w.CoverHelpers(ctx, g.target.Spot, asked.Skill)
		if err != nil {
			return out, err
		}
		laid.Skills = map[string]coverage.Counted{asked.Skill: counted(with)}
	}
	shapes, err := w.StreetShapes(ctx, g.target.Spot.DistrictID, g.target.Spot.TownID)
	if err != nil {
		return out, err
	}
	lines := make(map[domain.StreetID]domain.Shape, len(shapes))
	for _, s := range shapes {
		lines[s.ID] = s.Lines
	}
	open, err := w.openBy(ctx, g.target.Spot, laid)
	if err != nil {
		return out, err
	}
	out.draw(coverage.KeyOf(g.target.Spot), laid, open, asked.Skill)
	for n := range out.Streets {
		out.Streets[n].Lines = lines[domain.StreetID(out.Streets[n].ID)]
	}
	return out, nil
}

// openBy reads what waits on each street, and sums it up for the sections.
func (w *work) openBy(ctx context.Context, at domain.Spot, l coverage.Laid) (map[coverage.Key]coverage.Open, error) {
	rows, err := w.OpenAsks(ctx, at.DistrictID, at.TownID)
	if err != nil {
		return nil, err
	}
	section := make(map[domain.StreetID]domain.SectionID, len(l.Streets))
	for _, s := range l.Streets {
		section[s.ID] = s.SectionID
	}
	out := map[coverage.Key]coverage.Open{}
	for _, r := range rows {
		for _, key := range []coverage.Key{{Level: domain.AtStreet, ID: int64(r.StreetID)}, {Level: domain.AtSection, ID: int64(section[r.StreetID])}} {
			o := out[key]
			out[key] = coverage.Open{Asks: o.Asks + r.Asks, Reached: max(o.Reached, r.Reached), Failed: o.Failed || r.Failed}
		}
	}
	return out, nil
}

// draw fills the map with the places that were laid out.
func (m *Map) draw(key coverage.Key, l coverage.Laid, open map[coverage.Key]coverage.Open, skill string) {
	all := map[coverage.Key]coverage.Place{}
	for _, p := range coverage.Lay(l) {
		all[p.Key] = p
		section := all[p.Within]
		town := all[section.Within]
		shown := coverage.Shown{Place: p, Open: open[p.Key], Weights: m.Weights, Skill: skill}
		inside := key.Level == domain.AtDistrict || town.Key == key || p.Within == key
		switch {
		case !inside:
		case p.Level == domain.AtStreet:
			shown.Talks = section.Talks // they are not kept nearer
			m.Streets = append(m.Streets, MapStreet{Shown: shown, SectionID: domain.SectionID(section.ID), Section: section.Name, Town: town.Name})
		case p.Level == domain.AtSection && p.Streets > 0:
			m.Sections = append(m.Sections, shown)
		}
	}
	m.Place = all[key]
	m.Skills = slices.Sorted(maps.Keys(m.Place.Skills))
}
