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
	Period     string            // as in CoverageAsked
	Skill      string            // of helpers; "": all
}

// MapStreet is a street with what there is to show of it.
type MapStreet struct {
	coverage.Shown
	SectionID domain.SectionID
	Section   string
	TownID    domain.TownID
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
	var out Map
	if out.Weights, err = w.weights(ctx, g.target.Spot.DistrictID); err != nil {
		return out, err
	}
	if err := out.choose(w.today(), asked.Period); err != nil {
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
	lines, err := w.shapes(ctx, g.target.Spot.DistrictID)
	if err != nil {
		return out, err
	}
	open, err := w.openBy(ctx, g.target.Spot, laid)
	if err != nil {
		return out, err
	}
	gaps, err := w.gapsBy(ctx, g.target.Spot.DistrictID)
	if err != nil {
		return out, err
	}
	out.draw(coverage.KeyOf(g.target.Spot), laid, func(s *coverage.Shown, up ...coverage.Key) {
		s.Open, s.Missing, s.Weights, s.Skill = open[s.Key], coverage.MissingNear(gaps, append([]coverage.Key{s.Key}, up...)...), out.Weights, asked.Skill
	})
	for n := range out.Streets {
		out.Streets[n].Lines = lines[domain.StreetID(out.Streets[n].ID)]
	}
	return out, nil
}

// shapes are how the streets of a district run. They are read again when a street has changed.
func (w *work) shapes(ctx context.Context, id domain.DistrictID) (map[domain.StreetID]domain.Shape, error) {
	stamp, err := w.ShapesStamp(ctx, id)
	if err != nil {
		return nil, err
	}
	if kept, ok := w.app.shapes.Load(id); ok && kept.(shapesKept).stamp == stamp {
		return kept.(shapesKept).lines, nil
	}
	rows, err := w.StreetShapes(ctx, id)
	if err != nil {
		return nil, err
	}
	lines := make(map[domain.StreetID]domain.Shape, len(rows))
	for _, s := range rows {
		lines[s.ID] = s.Lines
	}
	w.app.shapes.Store(id, shapesKept{stamp, lines})
	return lines, nil
}

// shapesKept are shapes that were read, and what they were read at.
type shapesKept struct {
	stamp string
	lines map[domain.StreetID]domain.Shape
}

// gapsBy counts what is missing by place; what is missing on a street counts in its section too.
func (w *work) gapsBy(ctx context.Context, id domain.DistrictID) (coverage.Counted, error) {
	spots, err := w.OpenGaps(ctx, id)
	out := coverage.Counted{}
	for _, s := range spots {
		at := coverage.KeyOf(s)
		out[at]++
		if at.Level == domain.AtStreet {
			out[coverage.Key{Level: domain.AtSection, ID: int64(s.SectionID)}]++
		}
	}
	return out, err
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
func (m *Map) draw(key coverage.Key, l coverage.Laid, fill func(s *coverage.Shown, up ...coverage.Key)) {
	all := map[coverage.Key]coverage.Place{}
	for _, p := range coverage.Lay(l) {
		all[p.Key] = p
		section := all[p.Within]
		town := all[section.Within]
		shown := coverage.Shown{Place: p}
		inside := key.Level == domain.AtDistrict || town.Key == key || p.Within == key
		switch {
		case !inside:
		case p.Level == domain.AtStreet:
			fill(&shown, section.Key, town.Key, town.Within)
			shown.Talks = section.Talks // they are not kept nearer
			m.Streets = append(m.Streets, MapStreet{Shown: shown, SectionID: domain.SectionID(section.ID), Section: section.Name, TownID: domain.TownID(town.ID), Town: town.Name})
		case p.Level == domain.AtSection && p.Streets > 0:
			fill(&shown, p.Within, section.Within)
			m.Sections = append(m.Sections, shown)
		}
	}
	m.Place = all[key]
	m.Skills = slices.Sorted(maps.Keys(m.Place.Skills))
}
