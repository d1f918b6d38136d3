package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/notify"
	"waymark/internal/postgres"
)

// GapFilter says which gaps a list shows. Zeroes show all that are open.
type GapFilter struct {
	TownID  domain.TownID
	Kind    domain.GapKind
	Stage   domain.GapStage
	OwnerID domain.PersonID
	Size    domain.GapSize
	Weeks   int // first seen so many weeks ago at least
}

// Gaps lists what is missing in the places of the actor: where most people wait first.
func (a *App) Gaps(ctx context.Context, actor domain.Actor, f GapFilter, page Page) ([]domain.Gap, PageInfo, error) {
	g, err := a.authorise(ctx, actor, domain.SeeGaps, somewhere(actor))
	if err != nil {
		return nil, PageInfo{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, PageInfo{}, err
	}
	q := postgres.GapQuery{Scope: domain.ScopeOf(actor, domain.SeeGaps), TownID: f.TownID, Kind: f.Kind, Stage: f.Stage, OwnerID: f.OwnerID, Size: f.Size, Today: w.today(), Limit: page.rows() + 1}
	if f.Weeks > 0 {
		q.Before = w.now.AddDate(0, 0, -7*f.Weeks)
	}
	if err := page.key(&q.After.People, &q.After.Times, &q.After.FirstSeen, &q.After.ID); err != nil {
		return nil, PageInfo{}, err
	}
	rows, err := w.Store.Gaps(ctx, q)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, info := window(rows, page, GapCursor)
	return rows, info, nil
}

// GapCursor is the place of a gap in a list.
func GapCursor(g domain.Gap) string { return cursor(g.People, g.Times, g.FirstSeen, g.ID) }

// GapCounts says how many gaps of the actor's places are of each kind and at each stage.
func (a *App) GapCounts(ctx context.Context, actor domain.Actor) ([]domain.GapCount, error) {
	g, err := a.authorise(ctx, actor, domain.SeeGaps, somewhere(actor))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	return w.CountGaps(ctx, domain.ScopeOf(actor, domain.SeeGaps), w.today())
}

// GapView is a gap as those see it who work it through.
type GapView struct {
	domain.Gap
	MayRun     bool
	MaySee     bool             // the names of people
	Waits      []domain.GapWait // who waits and lives on here; only for whoever may see people
	Untold     int              // of these, how many can be told and have not been
	Unsaid     int              // of these, how many did not know that they were asked for
	Unreached  int              // how many have neither mail nor telephone nor an address
	Days       []postgres.GapDay
	OneDay     bool // most of these asks were for one day of the week:
	Day        time.Weekday
	CouldHelp  []domain.NotMetYet // those free on that day first
	CouldAll   int
	CouldThen  int                           // of these, how many are free on that day
	Dates      []domain.GatheringDate        // the next of sessions in its town
	Kinds      map[domain.GatheringID]string // what these are: "Talking Café"
	Ideas      []domain.Idea                 // that answer it
	Steps      []domain.GapStep
	Told       notify.GapTold // what those who waited would read
	ToldNobody bool           // nobody waits who could be told
}

// Gap shows one gap: who waits, who might help, and what was done.
func (a *App) Gap(ctx context.Context, actor domain.Actor, id domain.GapID) (GapView, error) {
	g, err := a.authorise(ctx, actor, domain.SeeGaps, a.onGap(id))
	if err != nil {
		return GapView{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return GapView{}, err
	}
	return w.gapView(ctx, g, id)
}

func (w *work) gapView(ctx context.Context, g grant, id domain.GapID) (v GapView, err error) {
	if v.Gap, err = w.Store.Gap(ctx, id, w.today()); err != nil {
		return v, err
	}
	v.MayRun, v.MaySee = domain.May(w.by, domain.RunGaps, g.target), domain.May(w.by, domain.SeePeople, g.target)
	if v.Waits, err = w.GapWaits(ctx, id); err != nil {
		return v, err
	}
	v.countWaits()
	if v.Days, err = w.GapDays(ctx, id, w.app.zone.String()); err != nil {
		return v, err
	}
	free := domain.AnyTime
	if v.Day, v.OneDay = mostlyOn(v.Days); v.OneDay {
		free = domain.AllDay(v.Day)
	}
	if v.CouldHelp, v.CouldAll, v.CouldThen, err = w.Store.CouldHelp(ctx, v.Gap, free, gapHelpers); err != nil {
		return v, err
	}
	if !v.MaySee {
		v.Waits, v.CouldHelp = nil, nil
	}
	if v.TownID != 0 {
		if v.Dates, err = w.GatheringDates(ctx, postgres.GatheringQuery{TownID: v.TownID, From: w.now, Until: w.now.AddDate(0, 0, 28)}); err != nil {
			return v, err
		}
		v.Dates = slices.DeleteFunc(v.Dates, func(d domain.GatheringDate) bool { return d.Off })
		v.Dates = v.Dates[:min(gapDates, len(v.Dates))]
		sessions, err := w.gapSessions(ctx, v.TownID)
		if err != nil {
			return v, err
		}
		v.Kinds = map[domain.GatheringID]string{}
		for _, s := range sessions {
			v.Kinds[s.ID] = s.Kind.Name
		}
	}
	if v.Ideas, err = w.GapIdeas(ctx, id); err != nil {
		return v, err
	}
	if v.Steps, err = w.GapSteps(ctx, id); err != nil {
		return v, err
	}
	v.Told, err = w.gapTold(ctx, v.Gap, "")
	return v, err
}

// countWaits counts who can be told, and who cannot and why.
func (v *GapView) countWaits() {
	for _, x := range v.Waits {
		switch {
		case x.ToldAt != nil:
		case !x.Agreed:
			v.Unsaid++
		case !x.MayTell():
			v.Unreached++
		default:
			v.Untold++
		}
	}
	v.ToldNobody = v.Untold == 0
}

// GapLeaflet is for whom a leaflet about a gap asks.
type GapLeaflet struct {
	TownID   domain.TownID // 0: the whole district
	TownName string
	Skills   []string // what they can do, by code
	OneDay   bool     // most of those who waited needed it on one day of the week:
	Day      time.Weekday
}

// GapLeaflet says for whom a leaflet about a gap asks, where people asked for help and nobody was found. Nobody who waits is in it.
func (a *App) GapLeaflet(ctx context.Context, actor domain.Actor, id domain.GapID) (GapLeaflet, error) {
	g, err := a.authorise(ctx, actor, domain.SeeGaps, a.onGap(id))
	if err != nil {
		return GapLeaflet{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return GapLeaflet{}, err
	}
	gap, err := w.Store.Gap(ctx, id, w.today())
	if err != nil {
		return GapLeaflet{}, err
	}
	if gap.Kind != domain.GapHelp {
		return GapLeaflet{}, domain.Errorf(domain.NotFound, "", "There is a leaflet only for what people asked for and nobody was found.")
	}
	out := GapLeaflet{TownID: gap.TownID, TownName: gap.TownName}
	if out.Skills, err = w.GapSkills(ctx, gap); err != nil {
		return out, err
	}
	days, err := w.GapDays(ctx, id, a.zone.String())
	out.Day, out.OneDay = mostlyOn(days)
	return out, err
}

// mostlyOn is the day of the week for which most asks of a gap were; false: it was for none, or one ask says it.
func mostlyOn(days []postgres.GapDay) (time.Weekday, bool) {
	all := 0
	for _, d := range days {
		all += d.Asks
	}
	if all < 2 || 2*days[0].Asks <= all {
		return 0, false
	}
	return time.Weekday(days[0].Day % 7), true
}
