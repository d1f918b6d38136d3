package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/internal/notify"
	"waymark/internal/postgres"
)

// How far back signs of gaps are looked for, how many searches in vain make one, how far ahead a date without a host is one, and how
// many years a gap is kept once it is closed.
const (
	gapWeeks     = 12
	gapMonths    = 3
	gapSearches  = 3
	gapHostAhead = 14 * 24 * time.Hour
	keepGapYears = 2
)

// FollowGaps looks in each district at what shows that something is missing: new gaps are noticed, known ones grow, and those that have
// gone away close by themselves. It returns how many were opened or closed. Doing it again changes nothing.
func (a *App) FollowGaps(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	return a.inEachDistrict(ctx, g, func(d domain.District) (n int, err error) {
		err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
			n, err = w.followGaps(ctx, d.ID)
			return err
		})
		return n, err
	})
}

// followGaps looks at one district.
func (w *work) followGaps(ctx context.Context, district domain.DistrictID) (int, error) {
	known, err := w.KnownSigns(ctx, district)
	if err != nil {
		return 0, err
	}
	signs, err := w.gapSigns(ctx, district)
	if err != nil {
		return 0, err
	}
	moves := domain.FollowSigns(signs, known)
	for _, s := range moves.Open {
		if err := w.openGap(ctx, district, s); err != nil {
			return 0, err
		}
	}
	for _, k := range moves.Join {
		k.Here = true
		if err := w.SaveGapSign(ctx, district, k); err != nil {
			return 0, err
		}
	}
	for _, k := range moves.Hide {
		k.Here = false
		if err := w.SaveGapSign(ctx, district, k); err != nil {
			return 0, err
		}
	}
	if err := w.FollowGapWaits(ctx, district, w.gapsSince()); err != nil {
		return 0, err
	}
	for _, id := range moves.End {
		if err := w.endGap(ctx, id); err != nil {
			return 0, err
		}
	}
	return len(moves.Open) + len(moves.End), nil
}

// gapsSince is from when on signs count.
func (w *work) gapsSince() time.Time { return w.app.midnight(w.today().AddDate(0, 0, -7*gapWeeks)) }

// gapSigns are what shows in a district now.
func (w *work) gapSigns(ctx context.Context, district domain.DistrictID) ([]domain.GapSign, error) {
	months := domain.RippleMonths{From: domain.YearOf(w.today()).Until.AddDate(0, -gapMonths, 0), Until: domain.YearOf(w.today()).Until}
	out, err := w.GapSigns(ctx, district, postgres.GapWindow{Since: w.gapsSince(), Month: months.From, Today: w.today(), Least: gapSearches})
	if err != nil {
		return nil, err
	}
	all := domain.Scope{Districts: []domain.DistrictID{district}}
	themes, err := w.nowhere(ctx, all, months)
	if err != nil {
		return nil, err
	}
	month := months.Until.AddDate(0, -1, 0)
	for _, t := range themes {
		out = append(out, domain.GapSign{GapKey: domain.GapKey{Kind: domain.GapTheme, Subject: int64(t.ThemeID), TownID: t.TownID}, Times: t.N, FirstSeen: months.From, LastSeen: month})
	}
	turns, err := w.Turns(ctx, postgres.TurnQuery{Scope: all, From: w.now, Until: w.now.Add(gapHostAhead), Vacant: true, Limit: mostTold})
	if err != nil {
		return nil, err
	}
	return append(out, vacantGatherings(turns)...), nil
}

// vacantGatherings puts the dates of a session that nobody hosts together. It showed when the date came into view.
func vacantGatherings(turns []domain.Turn) (out []domain.GapSign) {
	at := map[domain.GatheringID]int{}
	for _, t := range turns {
		seen := t.StartsAt.Add(-gapHostAhead)
		n, is := at[t.GatheringID]
		if !is {
			n, at[t.GatheringID] = len(out), len(out)
			out = append(out, domain.GapSign{GapKey: domain.GapKey{Kind: domain.GapHost, Subject: int64(t.GatheringID), TownID: t.TownID}, FirstSeen: seen})
		}
		out[n].Times++
		out[n].LastSeen = seen
	}
	return out
}

// openGap notices a gap by its first sign.
func (w *work) openGap(ctx context.Context, district domain.DistrictID, s domain.GapSign) error {
	g := domain.Gap{DistrictID: district, Kind: s.Kind, TownID: s.TownID, SectionID: s.SectionID, StreetID: s.StreetID(), Stage: domain.GapNoticed, Version: 1,
		Times: s.Times, FirstSeen: s.FirstSeen, LastSeen: s.LastSeen}
	if err := w.AddGap(ctx, &g); err != nil {
		return err
	}
	if err := w.SaveGapSign(ctx, district, domain.KnownSign{GapSign: s, GapID: g.ID, Here: true}); err != nil {
		return err
	}
	return w.noteGap(ctx, g, string(domain.GapNoticed), "")
}

// endGap closes a gap that has gone away by itself.
func (w *work) endGap(ctx context.Context, id domain.GapID) error {
	g, err := w.LockGap(ctx, id, w.today())
	if err != nil {
		return err
	}
	g.Shut("", true, w.now, w.today().AddDate(keepGapYears, 0, 0))
	if err := w.SaveGap(ctx, &g); err != nil {
		return err
	}
	return w.noteGap(ctx, g, string(domain.GapClosed), "")
}

// noteGap writes a step of a gap's story.
func (w *work) noteGap(ctx context.Context, g domain.Gap, what, words string) error {
	return w.AddGapStep(ctx, domain.GapStep{DistrictID: g.DistrictID, GapID: g.ID, N: g.Version, What: what, Words: words, At: w.now, ActorID: w.by.PersonID})
}

// checkGaps recounts what open gaps are counted by.
func (w *work) checkGaps(ctx context.Context, r *Report) error {
	districts, err := w.Districts(ctx)
	if err != nil {
		return err
	}
	n := 0
	for _, d := range districts {
		wrong, err := w.GapDifferences(ctx, d.ID)
		if err != nil {
			return err
		}
		n += wrong
	}
	r.none("recount_gaps", n, w.lang.Say("Who waits for what is missing comes to what was counted."), w.lang.Count(n,
		"%s gap is not what a recount makes it. Please report it.", "%s gaps are not what a recount makes them. Please report it."))
	return nil
}

// wordsForGap makes the messages about gaps.
func (w *work) wordsForGap(ctx context.Context, t telling) (notify.Note, error) {
	g, err := w.Store.Gap(ctx, domain.GapID(t.m.Data.LinkID), w.today())
	if err != nil {
		return nil, err
	}
	if t.m.Kind == sayGapOwner {
		return notify.GapOwner{To: t.to.FirstName, Name: g.Subject, Town: t.faces.door.Name, GapURL: fmt.Sprintf("%s/gaps/%d", w.app.baseURL, g.ID)}, nil
	}
	return w.gapTold(ctx, g, t.to.FirstName)
}

// gapTold is what those who waited are told. Its words are those of the step by which they were told.
func (w *work) gapTold(ctx context.Context, g domain.Gap, first string) (notify.GapTold, error) {
	out := notify.GapTold{To: first, Asked: g.Subject, Name: g.Answer}
	switch {
	case g.ServiceID != 0:
		out.GoURL = fmt.Sprintf("%s/directory/%d", w.app.baseURL, g.ServiceID)
	case g.GatheringID != 0:
		out.GoURL = fmt.Sprintf("%s/whats-on/%d", w.app.baseURL, g.GatheringID)
	}
	steps, err := w.GapSteps(ctx, g.ID)
	for _, s := range steps {
		if s.What == string(domain.GapTold) {
			out.Words = s.Words
			break // the newest
		}
	}
	return out, err
}
