package app

import (
	"context"
	"slices"
	"strconv"
	"time"

	"waymark/domain"
	"waymark/domain/coverage"
	"waymark/internal/postgres"
)

// How many months a report's picture of asks shows, and how many gaps it names: those that were closed, and those that are open.
const (
	reportMonths = 12
	reportClosed = 100
	reportOpen   = 15
)

// ReportAsked says of which place a report is, and of when.
type ReportAsked struct {
	DistrictID domain.DistrictID // 0: the actor's own
	TownID     domain.TownID     // 0: the whole district
	Period     string            // as in CoverageAsked; "": the last quarter that has ended
	Public     bool              // what everybody may read, also for whoever may read more
	Drawn      bool              // its map is shown: that takes where every street lies
}

// PlaceReport is what a town or a district counts in some months.
type PlaceReport struct {
	TownID domain.TownID // 0: the district
	Place  string
	Period string
	domain.RippleMonths
	Ended    bool
	Today    time.Time // the last day that can count where the months have not ended
	Exact    bool      // nothing is hidden
	Quarters []string  // that can be chosen, the newest first
	Monthly  []string
	Years    []string
	Lines    []coverage.Line
	Weights  coverage.Weights // that the points were counted by
	Tenths   []coverage.Tenth // exact only: as of Coverage
	coverage.Deprivation
	Gaps     []domain.Gap    // exact only: closed in these months, and then open; most people first
	Sections []ReportSection // exact only: for a map; where they lie is known where it is drawn
	Told     *Published      // for everybody only: what the report is made of
	Stories  []domain.Story  // of these months; for everybody those alone that are
}

// ReportSection is a section as the map of a report shows it.
type ReportSection struct {
	coverage.Shown
	TownID domain.TownID
	Town   string
	Ring   domain.Line // none: nobody knows where it lies
}

// Report makes the figures of a town or a district for a month or a quarter. Whoever looks after the place reads all of them, and
// makes what is told to everybody, of whole quarters that are settled.
func (a *App) Report(ctx context.Context, actor domain.Actor, asked ReportAsked) (PlaceReport, error) {
	g, err := a.authorise(ctx, actor, domain.SeeReport, a.onCovered(actor, CoverageAsked{DistrictID: asked.DistrictID, TownID: asked.TownID}))
	if err != nil {
		return PlaceReport{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return PlaceReport{}, err
	}
	out := PlaceReport{TownID: asked.TownID, Exact: !asked.Public, Today: w.today()}
	if asked.Public {
		err = w.fillForEverybody(ctx, g.target.Spot.DistrictID, asked.Period, &out)
	} else if err = out.choose(asked.Period); err == nil {
		err = w.fillReport(ctx, g.target.Spot, asked.Drawn, &out)
	}
	if err != nil {
		return out, err
	}
	out.Stories, err = w.StoriesTold(ctx, g.target.Spot.DistrictID, out.TownID, out.RippleMonths, asked.Public)
	return out, err
}

// choose settles the months.
func (r *PlaceReport) choose(period string) error {
	r.Quarters, r.Monthly = domain.Periods(r.Today, quartersOffered)
	r.Years = domain.Years(r.Today, yearsOffered)
	if r.Period = period; period == "" {
		r.Period = domain.Quarters(r.Today, 1)[0]
	}
	m, err := monthsMeant(r.Today, r.Period)
	if err != nil {
		return err
	}
	r.RippleMonths, r.Ended = m, !m.Until.After(r.Today)
	return nil
}

// fillReport counts.
func (w *work) fillReport(ctx context.Context, at domain.Spot, drawn bool, out *PlaceReport) error {
	laid, err := w.layOut(ctx, at, out.RippleMonths, domain.AtSection)
	if err != nil {
		return err
	}
	if out.Weights, err = w.weights(ctx, at.DistrictID); err != nil {
		return err
	}
	var now coverage.Reported
	var within []coverage.Place
	key := coverage.KeyOf(at)
	towns := map[coverage.Key]string{}
	for _, p := range coverage.Lay(laid) {
		switch key {
		case p.Key:
			now.Place = p
		case p.Within:
			within = append(within, p)
		}
		switch {
		case p.Level == domain.AtTown:
			towns[p.Key] = p.Name
		case p.Level == domain.AtSection && p.Streets > 0 && (key == p.Within || key.Level == domain.AtDistrict):
			out.Sections = append(out.Sections, ReportSection{Shown: coverage.Shown{Place: p, Weights: out.Weights}, TownID: domain.TownID(p.Within.ID), Town: towns[p.Within]})
		}
	}
	if drawn {
		if err := w.groundsReported(ctx, laid, out); err != nil {
			return err
		}
	}
	if now, err = w.reported(ctx, at, out.RippleMonths, now.Place); err != nil {
		return err
	}
	out.Place = now.Name
	var before *coverage.Reported
	if out.Ended {
		if before, err = w.reportedBefore(ctx, at, out.RippleMonths.Past(), now.Place); err != nil {
			return err
		}
	}
	out.Lines = slices.Concat(coverage.Report(now, before, out.Weights), coverage.Outcomes(now.Asks), coverage.Levels(now.Asks), placesReported(now, within))
	if out.Gaps, err = w.GapsReported(ctx, at.DistrictID, at.TownID, out.RippleMonths, w.today(), w.app.zone.String(), reportClosed, reportOpen); err != nil {
		return err
	}
	return w.reportCuts(ctx, at, now, out)
}

// groundsReported adds where the sections lie.
func (w *work) groundsReported(ctx context.Context, l coverage.Laid, out *PlaceReport) error {
	rings, err := w.rings(ctx, l)
	for n, s := range out.Sections {
		out.Sections[n].Ring = rings[domain.SectionID(s.ID)]
	}
	return err
}

// reported adds to a place what else a report counts of it.
func (w *work) reported(ctx context.Context, at domain.Spot, m domain.RippleMonths, p coverage.Place) (coverage.Reported, error) {
	s, err := w.ReportSums(ctx, at.DistrictID, at.TownID, m, w.app.zone.String())
	return coverage.Reported{Place: p, People: s.People, Held: s.Held, Came: s.Came, Noticed: s.Noticed, Closed: s.Closed, Half: s.Half}, err
}

// reportedBefore is the same of other months: who is there stays as it is today.
func (w *work) reportedBefore(ctx context.Context, at domain.Spot, m domain.RippleMonths, p coverage.Place) (*coverage.Reported, error) {
	l := coverage.Laid{District: domain.District{ID: at.DistrictID}}
	if err := w.layAsks(ctx, at, m, coverage.KeyOf(at).Level, &l); err != nil {
		return nil, err
	}
	talks, err := w.CoverTalks(ctx, at, m)
	if err != nil {
		return nil, err
	}
	p.Asks, p.Talks = l.Asks[p.Key], counted(talks)[p.Key]
	out, err := w.reported(ctx, at, m, p)
	return &out, err
}

// placesReported parts the asks of a place by the places in it; the last are those of none.
func placesReported(now coverage.Reported, within []coverage.Place) (out []coverage.Line) {
	rest := now.Asks.Asked
	for _, p := range within {
		out = append(out, coverage.Of(coverage.ByPlace, strconv.FormatInt(p.ID, 10), p.Name, p.Asks.Asked))
		rest -= p.Asks.Asked
	}
	return append(out, coverage.Of(coverage.ByPlace, "none", "", rest))
}

// fillForEverybody makes the report of what was told of a quarter, as it stands on the public page.
func (w *work) fillForEverybody(ctx context.Context, id domain.DistrictID, period string, out *PlaceReport) error {
	var told Published
	told.District = coverage.Named{ID: int64(id)}
	if err := w.fillPublished(ctx, period, &told); err != nil {
		return err
	}
	if len(told.Quarters) == 0 {
		return domain.Errorf(domain.Invalid, "period", "No quarter has been told to everybody yet: that comes %d days after its end.", coverage.Settled)
	}
	told.TownID, out.Told = out.TownID, &told
	asks, within := told.Of(int64(out.TownID))
	out.Place, out.Period, out.RippleMonths, out.Quarters, out.Ended = told.District.Name, told.Quarter, told.RippleMonths, told.Quarters, true
	switch {
	case asks != nil:
		out.Place = coverage.NamesOf(asks.Places)
	case out.TownID != 0:
		door, err := w.TownDoor(ctx, id, out.TownID)
		if err != nil {
			return err
		}
		out.Place = door.Name
	}
	out.Lines = coverage.PublishedLines(asks, within)
	return nil
}

// reportCuts adds what is counted by month, tenth, theme and way.
func (w *work) reportCuts(ctx context.Context, at domain.Spot, now coverage.Reported, out *PlaceReport) error {
	year := domain.RippleMonths{From: out.Until.AddDate(0, -reportMonths, 0), Until: out.Until}
	months, err := w.AsksByMonth(ctx, at.DistrictID, now.Level, now.ID, year)
	if err != nil {
		return err
	}
	for _, m := range year.Each() {
		if m.After(out.Today) {
			break
		}
		out.Lines = append(out.Lines, coverage.Of(coverage.ByMonth, m.Format("2006-01"), "", countOf(months, func(c postgres.ReportCount) bool { return c.Month.Equal(m) })))
	}
	each, by, err := w.tenths(ctx, at.DistrictID, out.RippleMonths, now.Key)
	if err != nil {
		return err
	}
	out.Tenths, out.Deprivation = coverage.Tenths(now.Place, each), by
	out.Lines = append(out.Lines, coverage.TenthLines(out.Tenths)...)
	themes, ways, err := w.TalksBy(ctx, at.DistrictID, at.TownID, out.RippleMonths)
	if err != nil {
		return err
	}
	for _, c := range themes {
		out.Lines = append(out.Lines, coverage.Of(coverage.ByTheme, c.Code, c.Name, c.N))
	}
	for _, way := range domain.Ways() {
		out.Lines = append(out.Lines, coverage.Of(coverage.ByWay, string(way), "", countOf(ways, func(c postgres.ReportCount) bool { return c.Code == string(way) })))
	}
	return nil
}

// countOf is how many the one row has that is meant; 0 where there is none.
func countOf(rows []postgres.ReportCount, meant func(postgres.ReportCount) bool) int {
	if i := slices.IndexFunc(rows, meant); i >= 0 {
		return rows[i].N
	}
	return 0
}

// PlaceMeant finds a district, and one of its towns, by their names. "" is the only district there is, and no town.
func (a *App) PlaceMeant(ctx context.Context, actor domain.Actor, district, town string) (domain.DistrictID, domain.TownID, error) {
	g, err := a.authorise(ctx, actor, domain.SeePlaces, somewhere(actor))
	if err != nil {
		return 0, 0, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return 0, 0, err
	}
	id, err := w.districtMeant(ctx, district)
	if err != nil || town == "" {
		return id, 0, err
	}
	towns, _, err := w.TownsAndSections(ctx, id)
	if err != nil {
		return 0, 0, err
	}
	var names []string
	for _, t := range towns {
		if domain.NameKey(t.Name) == domain.NameKey(town) {
			return id, t.ID, nil
		}
		names = append(names, t.Name)
	}
	return 0, 0, domain.Errorf(domain.Invalid, "town", "There is no town called %s. There is %s.", town, domain.OrList(names))
}
