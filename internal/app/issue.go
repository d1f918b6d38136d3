package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
)

// How long what was brought up is kept, how long a note is, and how many one host writes a day.
const (
	keepIssueMonths = 12
	longestIssue    = 300
	issuesADay      = 60
)

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
func (a *App) Issues(ctx context.Context, actor domain.Actor, state domain.IssueState, page Page) ([]domain.Issue, PageInfo, error) {
	g, err := a.authorise(ctx, actor, domain.SettleIssues, somewhere(actor))
	if err != nil {
		return nil, PageInfo{}, err
	}
	var after domain.IssueID
	if err := page.key(&after); err != nil {
		return nil, PageInfo{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, err := w.Store.Issues(ctx, domain.ScopeOf(actor, domain.SettleIssues), state, after, page.rows()+1)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, info := window(rows, page, IssueCursor)
	return rows, info, nil
}

// IssueCursor is the place of an issue in a list.
func IssueCursor(i domain.Issue) string { return cursor(i.ID) }

// Issue shows one thing that people brought up to those who work through it.
func (a *App) Issue(ctx context.Context, actor domain.Actor, id domain.IssueID) (domain.Issue, error) {
	if _, err := a.authorise(ctx, actor, domain.SettleIssues, a.onIssue(id)); err != nil {
		return domain.Issue{}, err
	}
	return a.db.Store().Issue(ctx, id)
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

// SettleIssue says how far something is that people brought up: noted, passed on, done, or an idea, which it becomes by that; also back again,
// where it was a slip.
func (a *App) SettleIssue(ctx context.Context, actor domain.Actor, cmd SettleIssue) error {
	g, err := a.authorise(ctx, actor, domain.SettleIssues, a.onIssue(cmd.IssueID))
	if err != nil {
		return err
	}
	if cmd.State == domain.IssueIdea {
		if _, err := a.authorise(ctx, actor, domain.RunIdeas, a.onIssue(cmd.IssueID)); err != nil {
			return err
		}
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		i, err := w.Issue(ctx, cmd.IssueID)
		if err != nil {
			return err
		}
		said := line(cmd.Words)
		switch cmd.State {
		case domain.IssueNoted, domain.IssueDone:
		case domain.IssueIdea:
			if err := w.ideaOfIssue(ctx, &i); err != nil {
				return err
			}
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

// ideaOfIssue makes an idea of what people brought up, unless it is one already. What was thought of before stays one idea.
func (w *work) ideaOfIssue(ctx context.Context, i *domain.Issue) error {
	if i.IdeaID != 0 {
		return nil
	}
	id, err := w.raiseIdea(ctx, RaiseIdea{TownID: i.TownID, Name: domain.FirstWords(i.Words, longestIdea), Words: i.Words, CameFrom: domain.FromCafe})
	i.IdeaID = domain.IdeaID(id)
	return err
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
