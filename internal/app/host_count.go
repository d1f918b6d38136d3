package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// How long what was brought up is kept, how much of it is written, and how often the cards on tables are used at most.
const (
	keepIssueMonths  = 12
	longestIssue     = 300
	issuesADay       = 60  // by one host
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

// RaiseIssue notes what people brought up at a date.
type RaiseIssue struct {
	GatheringID domain.GatheringID
	Day         time.Time
	Words       string

	IdempotencyKey string // the same key and input again are kept once; "": none
}

// RaiseIssue notes what people brought up. There is nobody in it: what may be somebody is refused, with the words that are meant.
func (a *App) RaiseIssue(ctx context.Context, actor domain.Actor, cmd RaiseIssue) (domain.IssueID, error) {
	g, err := a.authorise(ctx, actor, domain.HostDates, themselves(actor))
	if err != nil {
		return 0, err
	}
	var id int64
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		t, err := w.hosted(ctx, cmd.GatheringID, cmd.Day)
		if err != nil {
			return err
		}
		if t.StartsAt.Add(-time.Hour).After(w.now) {
			return domain.Errorf(domain.Conflict, "", "That is still to come. Please write it down when people have brought it up.")
		}
		if err := a.limit(ctx, w, "issue", fmt.Sprint(actor.PersonID), issuesADay, 24*time.Hour); err != nil {
			return err
		}
		id, err = w.once(ctx, "RaiseIssue", cmd.IdempotencyKey, cmd, func() (int64, error) { return w.raiseIssue(ctx, t, cmd.Words) })
		return err
	})
	return domain.IssueID(id), err
}

func (w *work) raiseIssue(ctx context.Context, t domain.Turn, said string) (int64, error) {
	i := domain.Issue{DistrictID: t.DistrictID, GatheringID: t.GatheringID, TownID: t.TownID, Day: t.Day, Words: line(said), State: domain.IssueNoted, ChangedAt: w.now,
		KeepUntil: w.today().AddDate(0, keepIssueMonths, 0)}
	if i.Words == "" {
		return 0, domain.Errorf(domain.Invalid, "words", "Please write in a few words what people brought up.")
	}
	if err := w.nobodyIn(ctx, i, i.Words); err != nil {
		return 0, err
	}
	err := w.AddIssue(ctx, &i)
	return int64(i.ID), err
}

// nobodyIn refuses a note that is too long, or has somebody in it.
func (w *work) nobodyIn(ctx context.Context, i domain.Issue, said string) error {
	var wrong domain.Errors
	tooLong(&wrong, "words", said, longestIssue)
	known, err := w.KnownNames(ctx, i.DistrictID, i.TownID)
	if err != nil {
		return err
	}
	if found := domain.PersonInError("words", said, known...); found != nil {
		wrong = append(wrong, found)
	}
	return wrong.Err()
}

// Issues lists what people brought up at sessions in a state ("" any), the newest first, where the actor works through it.
func (a *App) Issues(ctx context.Context, actor domain.Actor, state domain.IssueState) ([]domain.Issue, error) {
	g, err := a.authorise(ctx, actor, domain.SettleIssues, somewhere(actor))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	return w.Store.Issues(ctx, domain.ScopeOf(actor, domain.SettleIssues), state)
}

// CountIssues says how many things that people brought up nobody has passed on yet, where the actor works through them.
func (a *App) CountIssues(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.SettleIssues, somewhere(actor))
	if err != nil {
		return 0, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return 0, err
	}
	return w.Store.CountIssues(ctx, domain.ScopeOf(actor, domain.SettleIssues))
}

// SettleIssue says how far something is that people brought up.
type SettleIssue struct {
	IssueID domain.IssueID
	State   domain.IssueState
	Words   string // to whom it was passed on, or what came of it; nobody in it. "": what stood there stays
}

// SettleIssue says how far something is that people brought up: noted, passed on, done; also back again, where it was a slip.
func (a *App) SettleIssue(ctx context.Context, actor domain.Actor, cmd SettleIssue) error {
	g, err := a.authorise(ctx, actor, domain.SettleIssues, a.onIssue(cmd.IssueID))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		i, err := w.Issue(ctx, cmd.IssueID)
		if err != nil {
			return err
		}
		said := line(cmd.Words)
		switch cmd.State {
		case domain.IssueNoted, domain.IssueDone:
		case domain.IssuePassed:
			if said == "" && i.Outcome == "" {
				return domain.Errorf(domain.Invalid, "words", "Please write to whom you passed it on, such as “the council’s bus team”.")
			}
		default:
			return domain.Errorf(domain.Invalid, "state", "Please choose how far it is.")
		}
		if err := w.nobodyIn(ctx, i, said); err != nil {
			return err
		}
		if i.State, i.ChangedAt = cmd.State, w.now; said != "" {
			i.Outcome = said
		}
		return w.Store.SettleIssue(ctx, i)
	})
}

// onIssue finds where something was brought up. It belongs to nobody.
func (a *App) onIssue(id domain.IssueID) target {
	return func(ctx context.Context) (domain.Target, error) {
		i, err := a.db.Store().Issue(ctx, id)
		if err != nil {
			return absent(err)
		}
		return a.onGathering(i.GatheringID)(ctx)
	}
}
