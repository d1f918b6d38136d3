package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// How often the cards on tables are used at most, and for how long they count.
const (
	scansADay        = 300 // at one session
	scansFromOne     = 40  // from one network a day: a café has one for everybody
	tableCardExpires = 2   // years
)

// CountHeads counts who came to a date: so many more or fewer, or so many in all.
type CountHeads struct {
	GatheringID domain.GatheringID
	Day         time.Time
	Change      int  // 1 or -1, where Total is nil
	Total       *int // so many in all

	IdempotencyKey string // the same key and input again count once; "": each counts
}

// CountHeads counts who came, on the day and on the day after, and returns how many that are now.
func (a *App) CountHeads(ctx context.Context, actor domain.Actor, cmd CountHeads) (int, error) {
	g, err := a.authorise(ctx, actor, domain.HostDates, themselves(actor))
	if err != nil {
		return 0, err
	}
	var out int64
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		if err := w.LockGathering(ctx, cmd.GatheringID); err != nil {
			return err
		}
		t, err := w.hosted(ctx, cmd.GatheringID, cmd.Day)
		if err != nil {
			return err
		}
		if err := t.WhyNotCounted(w.today()); err != nil {
			return err
		}
		out, err = w.once(ctx, "CountHeads", cmd.IdempotencyKey, cmd, func() (int64, error) {
			n := t.Came() + cmd.Change
			if cmd.Total != nil {
				n = *cmd.Total
			}
			if err := domain.CheckHeads(n); err != nil {
				return 0, err
			}
			return int64(n), w.SaveHeads(ctx, t, n)
		})
		return err
	})
	return int(out), err
}

// TableCard returns the address that the card on a gathering's table opens, to those who run it.
func (a *App) TableCard(ctx context.Context, actor domain.Actor, id domain.GatheringID) (domain.Gathering, string, error) {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(id))
	if err != nil {
		return domain.Gathering{}, "", err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return domain.Gathering{}, "", err
	}
	of, err := w.Store.Gathering(ctx, id)
	return of, a.link("/here/", domain.Claim{Purpose: domain.ForTable, DistrictID: of.DistrictID, ID: int64(of.ID), Expires: of.LastOn.AddDate(tableCardExpires, 0, 0)}), err
}

// AtTable is what the card on a table shows.
type AtTable struct {
	Gathering domain.Gathering
	Turn      *domain.Turn          // the date that is on now; nil: none is
	Next      *domain.GatheringDate // the next that is on, where none is now
}

// AtTable says what is on at the table where a card lies.
func (a *App) AtTable(ctx context.Context, actor domain.Actor) (out AtTable, err error) {
	g, err := a.authorise(ctx, actor, domain.CountMeIn, themselves(actor))
	if err != nil {
		return out, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return out, err
	}
	return w.atTable(ctx)
}

func (w *work) atTable(ctx context.Context) (out AtTable, err error) {
	if out.Gathering, err = w.Store.Gathering(ctx, w.by.GatheringID); err != nil {
		return out, err
	}
	day := 24 * time.Hour
	near, err := w.Turns(ctx, postgres.TurnQuery{Scope: domain.Scope{All: true}, GatheringID: out.Gathering.ID, From: w.now.Add(-day), Until: w.now.Add(day), Limit: 20})
	if err != nil {
		return out, err
	}
	for _, t := range near {
		if t.TableOpen(w.now) {
			out.Turn = &t
			return out, nil
		}
	}
	dates, err := w.GatheringDates(ctx, postgres.GatheringQuery{ID: out.Gathering.ID, From: w.now, Until: w.now.AddDate(2, 0, 0)})
	for _, d := range dates {
		if !d.Off {
			out.Next = &d
			break
		}
	}
	return out, err
}

// CountMeIn is one use of the card on a table.
type CountMeIn struct {
	IP    string // "" for nobody from outside
	Phone string // what the browser says of itself
}

// CountMeIn counts whoever uses the card on a table, while the session is on. The same phone twice within a minute or two counts once: it is
// known by a keyed fingerprint of its network and of what its browser says of itself, another for each table and each minute. Nobody can be
// read from it, and one minute's cannot be told from the next one's.
func (a *App) CountMeIn(ctx context.Context, actor domain.Actor, cmd CountMeIn) (out AtTable, err error) {
	g, err := a.authorise(ctx, actor, domain.CountMeIn, themselves(actor))
	if err != nil {
		return out, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		if out, err = w.atTable(ctx); err != nil || out.Turn == nil {
			return err
		}
		table := fmt.Sprint(out.Gathering.ID)
		again, err := w.seenJustNow(ctx, table, wayIn(cmd.IP), cmd.Phone)
		if err != nil || again {
			return err
		}
		if err := a.limit(ctx, w, "table", table, scansADay, 24*time.Hour); err != nil {
			return err
		}
		if err := a.limit(ctx, w, "table from", wayIn(cmd.IP), scansFromOne, 24*time.Hour); err != nil {
			return err
		}
		return w.CountScan(ctx, *out.Turn, domain.MostHeads)
	})
	return out, err
}

// seenJustNow reports whether the same was here in this minute of the clock or in the one before, and notes that it is here now. Who says
// nothing of themselves cannot be told from others.
func (w *work) seenJustNow(ctx context.Context, parts ...string) (bool, error) {
	minute := w.now.Truncate(time.Minute)
	key := func(at time.Time) string {
		return fmt.Sprintf("%x", w.app.mac(append([]string{"table phone", at.Format(time.RFC3339)}, parts...)...))
	}
	was := minute.Add(-time.Minute)
	before, err := w.RateAt(ctx, key(was), was)
	if err != nil {
		return false, err
	}
	n, err := w.CountRate(ctx, key(minute), minute)
	return before > 0 || n > 1, err
}
