package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// waitedForLifts is how many people of Saltcombe asked for a lift to hospital on a Thursday, and nobody drove.
const waitedForLifts = 7

// addWaited makes up those who asked for a lift to hospital on a Thursday and for whom nobody was found, one each week; then somebody of
// their family drove. Nobody else waits there for the same, so that they are the seven.
func (m *maker) addWaited() {
	for n := range m.town.Asks {
		if a := &m.town.Asks[n]; a.Need == "lift_surgery" && a.Town == "Saltcombe" && a.Ending != domain.Helped && a.Series == 0 {
			a.Need, a.Urgency, a.Notes = "lift_club", urgencies["lift_club"], pick(m, notes["lift_club"])
		}
	}
	thursday := m.today()
	for thursday.Weekday() != time.Thursday {
		thursday = thursday.AddDate(0, 0, -1)
	}
	who := len(m.town.People) - askers
	for n := range waitedForLifts {
		for who++; m.town.People[who].Town != "Saltcombe"; who++ {
			continue
		}
		day := thursday.AddDate(0, 0, -7*(n+1))
		wall := func(days, hour int) time.Time {
			return time.Date(day.Year(), day.Month(), day.Day()+days, hour, 0, 0, 0, m.zone)
		}
		a := m.ask("lift_surgery", m.back(wall(-1, 19), 9*time.Hour))
		p := m.town.People[who]
		a.Person, a.Town, a.Street, a.Wishes, a.MustKnow = who, p.Town, p.Street, nil, ""
		a.Urgency, a.WantedFrom, a.Notes = domain.InADay, wall(0, 9), "To the eye clinic at the hospital, and home again."
		a.Approved = a.Raised.Add(10 * time.Minute)
		a.Ends, a.Ending, a.EndingNote = wall(2, 12), domain.Sorted, "Family"
		m.town.Asks = append(m.town.Asks, a)
	}
}

// addGaps has the clock notice what is missing, and those who build the towns work some of it through.
func addGaps(ctx context.Context, a *app.App, now time.Time) error {
	if _, err := a.FollowGaps(ctx, domain.Clock()); err != nil {
		return err
	}
	staff, err := a.DemoStaff(ctx, domain.Clock())
	if err != nil {
		return err
	}
	at := slices.IndexFunc(staff, func(s app.DemoStaff) bool { return s.Role == domain.DistrictCoordinator })
	if at < 0 {
		return fmt.Errorf("nobody runs the district")
	}
	by := staff[at].Actor
	rows, _, err := a.Gaps(ctx, by, app.GapFilter{}, app.Page{First: 100})
	if err != nil {
		return err
	}
	date := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	done := map[domain.GapKind]bool{}
	for _, g := range rows {
		lifts := g.Code == "lift_surgery" && g.TownName == "Saltcombe"
		switch {
		case lifts:
			err = runLifts(ctx, a, by, g.ID, date)
		case g.Kind == domain.GapHelp || g.Kind == domain.GapStreet || done[g.Kind]:
			continue
		default:
			done[g.Kind] = true
			err = workOn(ctx, a, by, g, date)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", g.Subject, err)
		}
	}
	return nil
}

// runLifts takes the lifts to hospital as far as they have come: people drive now, and those who waited can be told.
func runLifts(ctx context.Context, a *app.App, by domain.Actor, id domain.GapID, today time.Time) error {
	if _, err := a.TakeGap(ctx, by, id); err != nil {
		return err
	}
	if _, err := a.NoteGap(ctx, by, app.NoteGap{GapID: id, Words: "Nearly all of them were for the eye clinic, which sees people on Thursdays."}); err != nil {
		return err
	}
	pence, from, step := int64(60_000), "The town council", "Tell those who waited, and ask at the café who else drives"
	until, on := today.AddDate(1, 0, 0), today.AddDate(0, 0, 5)
	for _, do := range []func() error{
		func() error { return moveGap(ctx, a, by, app.MoveGap{GapID: id, To: domain.GapProposal}) },
		func() error {
			_, err := a.PlanGap(ctx, by, app.PlanGap{GapID: id, FundPence: &pence, FundFrom: &from, FundUntil: &until})
			return err
		},
		func() error { return moveGap(ctx, a, by, app.MoveGap{GapID: id, To: domain.GapFunded}) },
		func() error { return moveGap(ctx, a, by, app.MoveGap{GapID: id, To: domain.GapRunning, Helpers: true}) },
		func() error {
			_, err := a.PlanGap(ctx, by, app.PlanGap{GapID: id, NextStep: &step, NextOn: &on})
			return err
		},
	} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// workOn takes one gap of each other kind to a stage of its own.
func workOn(ctx context.Context, a *app.App, by domain.Actor, g domain.Gap, today time.Time) error {
	if g.Kind == domain.GapFull {
		return moveGap(ctx, a, by, app.MoveGap{GapID: g.ID, To: domain.GapClosed, Why: "They open for new people again next month."})
	}
	if _, err := a.TakeGap(ctx, by, g.ID); err != nil || g.Kind == domain.GapHost {
		return err
	}
	step, on := "Ask the library whether they have a room", today.AddDate(0, 0, 9)
	if _, err := a.PlanGap(ctx, by, app.PlanGap{GapID: g.ID, NextStep: &step, NextOn: &on}); err != nil || g.Kind == domain.GapTheme {
		return err
	}
	return moveGap(ctx, a, by, app.MoveGap{GapID: g.ID, To: domain.GapProposal})
}

func moveGap(ctx context.Context, a *app.App, by domain.Actor, cmd app.MoveGap) error {
	_, err := a.MoveGap(ctx, by, cmd)
	return err
}
