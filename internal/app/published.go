package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/geo"
)

// PublishFigures tells everybody the asks of each quarter that is settled by now and was not told before, district by district, and returns how many
// were. What was told once stays as it is.
func (a *App) PublishFigures(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	return a.inEachDistrict(ctx, g, func(d domain.District) (did int, err error) {
		if _, err := a.followAsks(ctx, g, d); err != nil { // all that has changed is in what is counted
			return 0, err
		}
		w, err := a.read(ctx, g)
		if err != nil {
			return 0, err
		}
		due, err := w.unpublished(ctx, d.ID)
		if err != nil {
			return 0, err
		}
		for _, quarter := range due {
			err := a.transact(ctx, g, func(ctx context.Context, w *work) error { return w.publish(ctx, d, quarter) })
			if err != nil {
				return did, err
			}
			did++
		}
		return did, nil
	})
}

// unpublished are the quarters of a district that are settled and not told yet, from that of its first ask on.
func (w *work) unpublished(ctx context.Context, id domain.DistrictID) ([]string, error) {
	told, err := w.PublishedQuarters(ctx, id)
	if err != nil {
		return nil, err
	}
	settled := slices.DeleteFunc(domain.Quarters(w.settled(), quartersOffered), func(q string) bool { return slices.Contains(told, q) })
	if len(settled) == 0 {
		return nil, nil
	}
	first, err := w.FirstAsked(ctx, id)
	return slices.DeleteFunc(settled, func(q string) bool {
		m, _ := domain.ParseQuarter(q) // one of ours
		return first.IsZero() || !m.Until.After(first)
	}), err
}

// settled is the day of which all that has ended by then is told.
func (w *work) settled() time.Time { return w.today().AddDate(0, 0, -coverage.Settled) }

// publish counts a quarter of a district and tells it.
func (w *work) publish(ctx context.Context, d domain.District, quarter string) error {
	m, _ := domain.ParseQuarter(quarter) // one of ours
	rows, err := w.CountAsks(ctx, d.ID, m, coverage.Settled)
	if err != nil {
		return err
	}
	counted := make([]coverage.CountedAsks, len(rows))
	for i, r := range rows {
		counted[i] = coverage.CountedAsks(r)
	}
	l := coverage.Laid{District: d}
	at := domain.Spot{DistrictID: d.ID}
	if err := w.layPlaces(ctx, at, &l); err != nil {
		return err
	}
	if err := w.layStreets(ctx, at, false, &l); err != nil {
		return err
	}
	l.Sections = slices.DeleteFunc(l.Sections, func(n domain.Section) bool {
		return !slices.ContainsFunc(l.Streets, func(s coverage.Street) bool { return s.SectionID == n.ID })
	})
	told := coverage.Publish(quarter, l, counted)
	if told.Grounds, err = w.grounds(ctx, l); err != nil {
		return err
	}
	_, err = w.AddPublished(ctx, d.ID, quarter, told, w.now)
	return err
}

// grounds are the sections, with where they lie and whether their streets are looked after.
func (w *work) grounds(ctx context.Context, l coverage.Laid) (out []coverage.Ground, err error) {
	rings, err := w.rings(ctx, l)
	if err != nil {
		return nil, err
	}
	places := map[coverage.Key]coverage.Place{}
	for _, p := range coverage.Lay(l) {
		places[p.Key] = p
	}
	for _, s := range l.Sections {
		p := places[coverage.Key{Level: domain.AtSection, ID: int64(s.ID)}]
		out = append(out, coverage.Ground{Named: coverage.Named{ID: int64(s.ID), Name: s.Name}, TownID: s.TownID, Kept: coverage.KeptOf(p.Streets, p.Main), Ring: rings[s.ID]})
	}
	return out, nil
}

// rings are the grounds on which the streets of each section lie.
func (w *work) rings(ctx context.Context, l coverage.Laid) (map[domain.SectionID]domain.Line, error) {
	shapes, err := w.StreetShapes(ctx, l.District.ID)
	if err != nil {
		return nil, err
	}
	section := make(map[domain.StreetID]domain.SectionID, len(l.Streets))
	for _, s := range l.Streets {
		section[s.ID] = s.SectionID
	}
	lines, out := map[domain.SectionID][]domain.Shape{}, map[domain.SectionID]domain.Line{}
	for _, s := range shapes {
		lines[section[s.ID]] = append(lines[section[s.ID]], s.Lines)
	}
	for id, streets := range lines {
		out[id] = geo.Hull(streets)
	}
	return out, nil
}

// PublishedAsked says which district, and of when.
type PublishedAsked struct {
	DistrictID domain.DistrictID // 0: that of the town, else the actor's own
	TownID     domain.TownID     // 0: the whole district
	Quarter    string            // such as "2026Q2"; "": the last that was told
}

// Published is what everybody may read of a quarter.
type Published struct {
	coverage.Published
	domain.RippleMonths
	TownID   domain.TownID // 0: the whole district
	ToldAt   time.Time
	Quarters []string       // that can be chosen, the newest first; none: nothing was told yet
	Stories  []domain.Story // of these months that everybody may read
}

// Published shows everybody what became of the asks of a quarter, as it was told once it was settled.
func (a *App) Published(ctx context.Context, actor domain.Actor, asked PublishedAsked) (Published, error) {
	g, err := a.authorise(ctx, actor, domain.SeePublished, a.onCovered(actor, CoverageAsked{DistrictID: asked.DistrictID, TownID: asked.TownID}))
	if err != nil {
		return Published{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return Published{}, err
	}
	districts, err := w.Districts(ctx)
	if err != nil {
		return Published{}, err
	}
	n := slices.IndexFunc(districts, func(d domain.District) bool { return d.ID == g.target.Spot.DistrictID })
	if n < 0 {
		return Published{}, notFound()
	}
	out := Published{TownID: asked.TownID}
	out.District = coverage.Named{ID: int64(districts[n].ID), Name: districts[n].Name}
	if err := w.fillPublished(ctx, asked.Quarter, &out); err != nil || out.Quarter == "" {
		return out, err
	}
	out.Stories, err = w.StoriesTold(ctx, g.target.Spot.DistrictID, out.TownID, out.RippleMonths, true)
	return out, err
}

// fillPublished reads what was told of a quarter.
func (w *work) fillPublished(ctx context.Context, quarter string, out *Published) (err error) {
	id := domain.DistrictID(out.District.ID)
	if out.Quarters, err = w.PublishedQuarters(ctx, id); err != nil || len(out.Quarters) == 0 && quarter == "" {
		return err
	}
	if out.RippleMonths, err = w.toldQuarter(cmp.Or(quarter, append(out.Quarters, "")[0]), out.Quarters); err != nil {
		return err
	}
	out.ToldAt, err = w.Published(ctx, id, cmp.Or(quarter, out.Quarters[0]), &out.Published)
	return err
}

// toldQuarter reads a quarter that was told.
func (w *work) toldQuarter(quarter string, told []string) (domain.RippleMonths, error) {
	m, err := w.quarterMeant(quarter, told)
	if err != nil && len(told) == 0 {
		return m, domain.Errorf(domain.Invalid, "quarter", "No quarter has been told to everybody yet: that comes %d days after its end.", coverage.Settled)
	}
	if err != nil && !m.Until.After(w.today()) && m.Until.After(w.settled()) {
		err = domain.Errorf(domain.Invalid, "quarter", "That quarter has only just ended. Its figures come %d days after its end, and then stay as they are.", coverage.Settled)
	}
	return m, err
}

// quarterMeant reads a quarter that is one of those that can be chosen.
func (w *work) quarterMeant(quarter string, offered []string) (domain.RippleMonths, error) {
	m, ok := domain.ParseQuarter(quarter)
	last := domain.Text(append(slices.Clone(offered), domain.Quarters(w.today(), 1)...)[0])
	switch {
	case slices.Contains(offered, quarter):
		return m, nil
	case !ok:
		return m, domain.Errorf(domain.Invalid, "quarter", "Please write a quarter such as %s.", last)
	case m.From.After(w.today()):
		return m, domain.Errorf(domain.Invalid, "quarter", "That quarter has not begun yet. Please choose one that has ended, such as %s.", last)
	case m.Until.After(w.today()):
		return m, domain.Errorf(domain.Invalid, "quarter", "That quarter has not ended yet. Please choose one that has, such as %s.", last)
	}
	return m, domain.Errorf(domain.Invalid, "quarter", "There are no figures of that quarter here. Please choose another, such as %s.", last)
}
