package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// calendarDays is for how many days what is over stays in a calendar.
const calendarDays = 60

// hostCalendarYears is for how long the address of a host's calendar works.
const hostCalendarYears = 2

// Calendar says of which gatherings a calendar is wanted: one, a town's, or with zeroes all. Of whoever comes by the link to a host's
// calendar, those where they are host.
type Calendar struct {
	TownID      domain.TownID
	GatheringID domain.GatheringID
}

// CalendarEntry is a gathering in one phase, with its dates: what a calendar program shows as one thing that comes again.
type CalendarEntry struct {
	domain.Gathering                       // as it is now
	In               domain.GatheringPhase // as it is, or was, in this phase
	UID              string                // the same for ever
	Days             []time.Time           // of the rhythm, bank holidays too
	Dates            []domain.GatheringDate
}

// Calendar shows gatherings as a calendar program wants them, what was lately and what is to come. Anybody may know.
func (a *App) Calendar(ctx context.Context, actor domain.Actor, of Calendar) ([]CalendarEntry, error) {
	g, err := a.authorise(ctx, actor, domain.SeeGatherings, at(domain.Spot{}))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	return w.calendar(ctx, postgres.GatheringQuery{TownID: of.TownID, ID: of.GatheringID})
}

// HostCalendar is the calendar of a host: theirs who are signed in, or who hold the link.
func (a *App) HostCalendar(ctx context.Context, actor domain.Actor) ([]CalendarEntry, error) {
	g, err := a.authorise(ctx, actor, domain.ReadCalendar, themselves(actor))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	p, err := w.Person(ctx, actor.PersonID)
	if err == nil && p.LeftAt != nil {
		err = notFound()
	}
	if err != nil {
		return nil, err
	}
	return w.hostedDates(ctx, actor.PersonID)
}

// hostedDates are the dates that somebody hosts, each as an entry of its own: who hosts is said for each.
func (w *work) hostedDates(ctx context.Context, host domain.PersonID) ([]CalendarEntry, error) {
	mine, _, err := w.TurnsOf(ctx, host, w.now.AddDate(0, 0, -calendarDays), w.now.AddDate(2, 0, 0))
	if err != nil {
		return nil, err
	}
	var out []CalendarEntry
	known := map[domain.GatheringID]domain.Gathering{}
	for _, t := range mine {
		g, ok := known[t.GatheringID]
		if !ok {
			if g, err = w.Store.Gathering(ctx, t.GatheringID); err != nil {
				return nil, err
			}
			known[g.ID] = g
		}
		d, err := w.Store.GatheringDate(ctx, g.ID, t.Day)
		if err != nil {
			return nil, err
		}
		once := domain.GatheringPhase{PlaceID: d.PlaceID, Rhythm: domain.Rhythm{Every: domain.Once, FirstOn: d.Day, LastOn: d.Day, Starts: d.PlannedStarts, Ends: d.PlannedEnds}}
		out = append(out, CalendarEntry{Gathering: g, In: once, UID: fmt.Sprintf("hosting-%d-%s@%s", g.ID, d.Day.Format(time.DateOnly), w.app.host()),
			Dates: []domain.GatheringDate{d}})
	}
	return out, nil
}

// hostCalendarLink is the address of a host's calendar. Whoever has it can read the calendar, and nothing else.
func (w *work) hostCalendarLink(host domain.Person) string {
	month := time.Date(w.now.Year(), w.now.Month(), 1, 0, 0, 0, 0, time.UTC) // so that the address is the same when one looks again
	return w.app.link("/calendars/", domain.Claim{Purpose: domain.ForCalendar, DistrictID: host.DistrictID, PersonID: host.ID,
		Expires: month.AddDate(hostCalendarYears, 0, 0)}) + "/calendar.ics"
}

// calendar reads the entries of a calendar.
func (w *work) calendar(ctx context.Context, q postgres.GatheringQuery) ([]CalendarEntry, error) {
	since := w.now.AddDate(0, 0, -calendarDays)
	q.From, q.Until = since, w.now.AddDate(2, 0, 0)
	all, err := w.Store.Gatherings(ctx, q)
	if err != nil {
		return nil, err
	}
	before, err := w.GatheringPhases(ctx, q)
	if err != nil {
		return nil, err
	}
	q.From = time.Time{} // a rhythm is told from its beginning, with what fell out of it
	dates, err := w.GatheringDates(ctx, q)
	if err != nil {
		return nil, err
	}
	var out []CalendarEntry
	for _, g := range all {
		phases := slices.DeleteFunc(slices.Clone(before), func(p domain.GatheringPhase) bool { return p.GatheringID != g.ID })
		for _, p := range append(phases, g.Now()) {
			e := CalendarEntry{Gathering: g, In: p, UID: fmt.Sprintf("gathering-%d-%d@%s", g.ID, p.Phase, w.app.host())}
			e.Days, _ = p.Days(func(time.Time) bool { return false })
			for _, d := range dates {
				if d.GatheringID == g.ID && !d.Day.Before(p.FirstOn) && (p.Phase == g.Phase || !d.Day.After(p.LastOn)) {
					e.Dates = append(e.Dates, d)
				}
			}
			if len(e.Dates) > 0 {
				out = append(out, e)
			}
		}
	}
	return out, nil
}
