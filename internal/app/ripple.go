package app

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"waymark/domain"
	"waymark/domain/coverage"
)

// How many quarters that have ended figures can be asked for, and how many services that take nobody a town's ripple names.
const (
	quartersOffered = 8
	mostInVain      = 12
)

// RippleAsked says whose ripple, and when.
type RippleAsked struct {
	TownID  domain.TownID
	Quarter string // such as "2026Q2", one that has ended; "": twelve months for whoever reads exact figures, else the last quarter
}

// TownRipple is what the conversations of a town came to in some months, by what they were about, where they were, how and when, and
// where people were pointed.
type TownRipple struct {
	TownID   domain.TownID
	TownName string
	Quarter  string // "" for twelve months
	domain.RippleMonths
	Quarters   []string // that can be chosen, the newest first
	Exact      bool     // nothing is hidden
	Talks      coverage.Figure
	People     coverage.Figure
	Connectors coverage.Figure
	Logging    coverage.Figure // of the connectors, those who logged at least one
	Estimate   coverage.Figure // what the old way of counting heads would claim
	Themes     []RippleFigure
	Places     []RippleFigure
	Channels   []RippleFigure
	ByMonth    []RippleFigure
	Ways       []RippleFigure
	InVain     []domain.PointedService // exact only: people were pointed to these, which take nobody
	Nowhere    []domain.ThemeTalks     // exact only: themes with nowhere to send people
}

// RippleFigure is one row: what it counts by its key, with its name where people gave it one.
type RippleFigure struct {
	Key   string // a theme's code, a section's id ("" for none), a channel, a month ("2026-06"), or where it led
	Name  string // of a theme or a section
	Talks coverage.Figure
}

// TownRipple shows what the talks of a town came to. Whoever looks after its connectors reads every figure. Everybody else reads what may
// be published: of one quarter that has ended, so that no two periods overlap, and with small counts hidden.
func (a *App) TownRipple(ctx context.Context, actor domain.Actor, asked RippleAsked) (TownRipple, error) {
	g, err := a.authorise(ctx, actor, domain.SeeTownRipple, a.onTown(asked.TownID))
	if err != nil {
		return TownRipple{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return TownRipple{}, err
	}
	door, err := w.TownDoor(ctx, 0, asked.TownID)
	if err != nil {
		return TownRipple{}, err
	}
	out := TownRipple{TownID: asked.TownID, TownName: door.Name, Quarter: asked.Quarter, Quarters: domain.Quarters(w.today(), quartersOffered),
		Exact: domain.May(actor, domain.RunConnectors, g.target), RippleMonths: domain.YearOf(w.today())}
	if out.Quarter == "" && !out.Exact {
		out.Quarter = out.Quarters[0]
	}
	if out.Quarter != "" {
		if !slices.Contains(out.Quarters, out.Quarter) {
			return out, domain.Errorf(domain.Invalid, "quarter", "Please choose one of the last quarters that have ended, such as %s.", domain.Text(out.Quarters[0]))
		}
		out.RippleMonths, _ = domain.ParseQuarter(out.Quarter) // one of ours
	}
	if err := w.fillRipple(ctx, g.target.Spot, &out); err != nil || !out.Exact {
		return out, err
	}
	if out.InVain, err = w.PointedInVain(ctx, g.target.Spot, out.RippleMonths, mostInVain); err != nil {
		return out, err
	}
	out.Nowhere, err = w.nowhere(ctx, domain.Scope{Towns: []domain.TownID{asked.TownID}}, out.RippleMonths)
	return out, err
}

// fillRipple adds a town's talks up, and hides what not everybody may read.
func (w *work) fillRipple(ctx context.Context, at domain.Spot, out *TownRipple) error {
	rows, err := w.RippleSums(ctx, at, out.RippleMonths)
	if err != nil {
		return err
	}
	themes, err := w.Themes(ctx, at.DistrictID, true)
	if err != nil {
		return err
	}
	sections, err := w.Sections(ctx, at.TownID)
	if err != nil {
		return err
	}
	connectors, logging, err := w.WhoLogs(ctx, at, out.RippleMonths)
	if err != nil {
		return err
	}
	s := sums{rows: rows, exact: out.Exact}
	out.Talks, out.People = s.whole(s.of(domain.RippleSum{Cut: domain.CutAll}).N), s.whole(s.of(domain.RippleSum{Cut: domain.CutAll}).People)
	if out.Talks.Hidden {
		out.People = out.Talks
	}
	s.cut(out, themes, sections)
	share := s.shown([]RippleFigure{{Talks: coverage.Known(logging)}, {Talks: coverage.Known(connectors - logging)}})
	out.Connectors, out.Logging, out.Estimate = s.whole(connectors), share[0].Talks, s.whole(out.RippleMonths.Estimate(connectors))
	if out.Connectors.Hidden {
		out.Estimate = out.Connectors
	}
	return nil
}

// sums are what was counted, with whether all of it may be read.
type sums struct {
	rows  []domain.RippleSum
	exact bool
}

// of is what was counted of one thing.
func (s sums) of(key domain.RippleSum) domain.RippleSum {
	for _, r := range s.rows {
		if r.Cut == key.Cut && r.ThemeID == key.ThemeID && r.SectionID == key.SectionID && r.Channel == key.Channel && r.LedTo == key.LedTo &&
			(key.Month.IsZero() || r.Month.Equal(key.Month)) {
			return r
		}
	}
	return key
}

func (s sums) row(key, name string, of domain.RippleSum) RippleFigure {
	return RippleFigure{Key: key, Name: name, Talks: coverage.Known(s.of(of).N)}
}

func (s sums) whole(n int) coverage.Figure {
	if s.exact {
		return coverage.Known(n)
	}
	return coverage.Whole(n)
}

// shown hides what not everybody may read of the parts of one whole.
func (s sums) shown(rows []RippleFigure) []RippleFigure {
	if s.exact {
		return rows
	}
	counts := make([]int, len(rows))
	for i, r := range rows {
		counts[i] = r.Talks.N
	}
	for i, f := range coverage.Parts(counts) {
		rows[i].Talks = f
	}
	return rows
}

// cut counts in each way: by theme; by section, with a row for what belongs to none; by channel, month and way.
func (s sums) cut(out *TownRipple, themes []domain.Theme, sections []domain.Section) {
	out.Themes = s.themes(themes)
	for _, n := range sections {
		out.Places = append(out.Places, s.row(strconv.FormatInt(int64(n.ID), 10), n.Name, domain.RippleSum{Cut: domain.CutPlace, SectionID: n.ID}))
	}
	out.Places = append(out.Places, s.row("", "", domain.RippleSum{Cut: domain.CutPlace}))
	for _, c := range domain.TalkChannels() {
		out.Channels = append(out.Channels, s.row(string(c), "", domain.RippleSum{Cut: domain.CutChannel, Channel: c}))
	}
	for _, m := range out.RippleMonths.Each() {
		out.ByMonth = append(out.ByMonth, s.row(m.Format("2006-01"), "", domain.RippleSum{Cut: domain.CutMonth, Month: m}))
	}
	for _, l := range domain.Ways() {
		out.Ways = append(out.Ways, s.row(string(l), "", domain.RippleSum{Cut: domain.CutWay, LedTo: l}))
	}
	for _, rows := range []*[]RippleFigure{&out.Themes, &out.Places, &out.Channels, &out.ByMonth, &out.Ways} {
		*rows = s.shown(*rows)
	}
}

// themes counts by theme, without those that are offered no more and were never talked of. Where figures are hidden, their absence would tell;
// and worries about somebody's safety stand with the small theme at the end: as they keep no place, how many they are would be the least that
// the places have without one.
func (s sums) themes(themes []domain.Theme) (out []RippleFigure) {
	small, safety := -1, 0
	for _, t := range themes {
		row := s.row(t.Code, t.Name, domain.RippleSum{Cut: domain.CutTheme, ThemeID: t.ID})
		switch {
		case !s.exact && t.Kind == domain.SafetyTheme:
			safety += row.Talks.N
			continue
		case s.exact && row.Talks.N == 0 && !t.Open:
			continue
		case small < 0 || t.Kind == domain.OtherTheme:
			small = len(out)
		}
		out = append(out, row)
	}
	if safety > 0 && small >= 0 {
		out[small].Talks.N += safety
	}
	return out
}

// nowhere are the themes of a scope that people talk of and that there is nothing to send them to.
func (w *work) nowhere(ctx context.Context, in domain.Scope, m domain.RippleMonths) ([]domain.ThemeTalks, error) {
	all, err := w.ThemeTalks(ctx, in, m)
	all = slices.DeleteFunc(all, func(t domain.ThemeTalks) bool { return !t.Nowhere() })
	slices.SortStableFunc(all, func(a, b domain.ThemeTalks) int { return cmp.Compare(b.N-b.Pointed, a.N-a.Pointed) })
	return all, err
}

// Recount compares all that was added up of conversations and of asks with these themselves. It reads each of them.
func (a *App) Recount(ctx context.Context, actor domain.Actor) (Report, error) {
	g, err := a.authorise(ctx, actor, domain.SeeJobs, somewhere(actor))
	if err != nil {
		return Report{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return Report{}, err
	}
	var r Report
	if err := w.recount(ctx, &r, "recount", time.Time{}); err != nil {
		return Report{}, err
	}
	if err := w.checkAsks(ctx, &r); err != nil {
		return Report{}, err
	}
	return r, w.checkGaps(ctx, &r)
}

// checkCounts recounts this month and the one before.
func (w *work) checkCounts(ctx context.Context, r *Report) error {
	return w.recount(ctx, r, "counts", domain.YearOf(w.today()).Until.AddDate(0, -2, 0))
}

func (w *work) recount(ctx context.Context, r *Report, name string, since time.Time) error {
	n, err := w.RippleDifferences(ctx, since)
	if err != nil {
		return err
	}
	well := w.lang.Say("What connectors logged comes to what was added up, since the beginning.")
	if !since.IsZero() {
		well = w.lang.Say("What connectors logged comes to what was added up, this month and the last. All of it: waymark doctor --recount")
	}
	r.none(name, n, well, w.lang.Count(n, "%s sum of what connectors logged is not what a recount makes it. Please report it.",
		"%s sums of what connectors logged are not what a recount makes them. Please report it."))
	return nil
}
