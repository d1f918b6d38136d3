package app

import (
	"context"
	"regexp"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// How long a story may be, how many months back it may tell of and be agreed, and for how many it is kept after it was agreed.
const (
	storyLetters    = 600
	storyMonthsBack = 24
	keepStoryMonths = 24
)

// TellStory is how help was, in words with nobody in them.
type TellStory struct {
	PersonID  domain.PersonID // who said yes
	TownID    domain.TownID
	Month     time.Time // any day of the month that it tells of
	Words     string
	AgreedOn  time.Time // when they said yes
	Everybody *bool     // they said that everybody may read it; false: those who look after the place; nil: nobody has asked them

	IdempotencyKey string // the same key and input again are kept once; "": none
}

// TellStory keeps a story for reports. Nobody may be known by its words, and it stands by the yes of one person.
func (a *App) TellStory(ctx context.Context, actor domain.Actor, cmd TellStory) (domain.StoryID, error) {
	g, err := a.authorise(ctx, actor, domain.RunStories, a.onTown(cmd.TownID))
	if err != nil {
		return 0, err
	}
	switch _, err := a.authorise(ctx, actor, domain.SeePeople, a.onPerson(cmd.PersonID)); domain.KindOf(err) {
	case domain.NotFound, domain.Forbidden:
		cmd.PersonID = 0 // is said with all else that is wrong
	default:
		if err != nil {
			return 0, err
		}
	}
	var id int64
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		id, err = w.once(ctx, "TellStory", cmd.IdempotencyKey, cmd, func() (int64, error) { return w.tellStory(ctx, g.target.Spot, cmd) })
		return err
	})
	return domain.StoryID(id), err
}

func (w *work) tellStory(ctx context.Context, at domain.Spot, cmd TellStory) (int64, error) {
	s := domain.Story{DistrictID: at.DistrictID, TownID: at.TownID, Words: line(cmd.Words), PersonID: cmd.PersonID, WrittenBy: w.by.PersonID, WrittenAt: w.now}
	var wrong domain.Errors
	p, err := w.LockPerson(ctx, cmd.PersonID)
	switch {
	case err != nil && domain.KindOf(err) != domain.NotFound:
		return 0, err
	case err != nil || p.DistrictID != s.DistrictID || p.LeftAt != nil:
		wrong.Add("personId", "Please choose who said yes: somebody of this district who is still here.")
	}
	if cmd.Everybody == nil {
		wrong.Add("everybody", "Please choose who may read it, as they said.")
	} else {
		s.Everybody = *cmd.Everybody
	}
	today := w.today()
	s.Month, s.AgreedOn = firstOfMonth(cmd.Month), dateOnly(cmd.AgreedOn)
	if s.Month.After(today) || s.Month.Before(firstOfMonth(today).AddDate(0, -storyMonthsBack, 0)) {
		wrong.Add("month", "Please choose the month that it tells of: this one, or one of the two years before.")
	}
	if s.AgreedOn.After(today) || s.AgreedOn.Before(today.AddDate(0, -storyMonthsBack, 0)) {
		wrong.Add("agreedOn", "Please write the day on which they said yes: today, or within the last two years.")
	}
	s.KeepUntil = s.AgreedOn.AddDate(0, keepStoryMonths, 0)
	if err := w.storyWords(ctx, &wrong, s, p); err != nil {
		return 0, err
	}
	if err := wrong.Err(); err != nil {
		return 0, err
	}
	err = w.AddStory(ctx, &s)
	return int64(s.ID), err
}

func firstOfMonth(day time.Time) time.Time { return dateOnly(day).AddDate(0, 0, 1-day.Day()) }

// storyWords refuses words that say nothing, are too long, or may say who somebody is: also whoever said yes, by a name that is a word as well. The name of a
// street says too much where one ask came from it.
func (w *work) storyWords(ctx context.Context, wrong *domain.Errors, s domain.Story, p domain.Person) error {
	if s.Words == "" {
		wrong.Add("words", "Please write how it was, in a few sentences.")
	}
	tooLong(wrong, "words", s.Words, storyLetters)
	for _, name := range []string{p.FirstName, p.LastName} {
		if name != "" && regexp.MustCompile(`(^|\PL)`+regexp.QuoteMeta(name)+`($|\PL)`).MatchString(s.Words) {
			saysWho(wrong, name)
			return nil
		}
	}
	return w.nobodyKnown(ctx, wrong, s.DistrictID, 0, s.Words, nil) // of no town: its streets are no names that are known
}

// Stories lists the stories of the actor's places, those of the newest months first.
func (a *App) Stories(ctx context.Context, actor domain.Actor, page Page) ([]domain.Story, PageInfo, error) {
	if _, err := a.authorise(ctx, actor, domain.RunStories, somewhere(actor)); err != nil {
		return nil, PageInfo{}, err
	}
	return a.stories(ctx, postgres.StoryQuery{Scope: domain.ScopeOf(actor, domain.RunStories)}, page)
}

// StoriesTold lists the stories of a town (0: of all) that everybody may read, those of the newest months first, without whose yes each stands by.
func (a *App) StoriesTold(ctx context.Context, actor domain.Actor, town domain.TownID, page Page) ([]domain.Story, PageInfo, error) {
	if _, err := a.authorise(ctx, actor, domain.SeePublished, somewhere(actor)); err != nil {
		return nil, PageInfo{}, err
	}
	rows, info, err := a.stories(ctx, postgres.StoryQuery{Scope: domain.Scope{All: true}, TownID: town, Everybody: true}, page)
	for i := range rows {
		rows[i].PersonID, rows[i].PersonName, rows[i].WrittenBy = 0, "", 0
	}
	return rows, info, err
}

func (a *App) stories(ctx context.Context, q postgres.StoryQuery, page Page) ([]domain.Story, PageInfo, error) {
	if err := page.key(&q.After.Month, &q.After.ID); err != nil {
		return nil, PageInfo{}, err
	}
	q.Limit = page.rows() + 1
	rows, err := a.db.Store().Stories(ctx, q)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, info := window(rows, page, StoryCursor)
	return rows, info, nil
}

// StoryCursor is the place of a story in a list.
func StoryCursor(s domain.Story) string { return cursor(s.Month, s.ID) }

// WithdrawStory deletes a story: whoever said yes to it does not any more. From then on no report has it.
func (a *App) WithdrawStory(ctx context.Context, actor domain.Actor, id domain.StoryID) error {
	g, err := a.authorise(ctx, actor, domain.RunStories, a.onStory(id))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error { return w.DeleteStory(ctx, id) })
}

// onStory finds where a story is.
func (a *App) onStory(id domain.StoryID) target {
	return func(ctx context.Context) (domain.Target, error) {
		s, err := a.db.Store().Story(ctx, id)
		if err != nil {
			return absent(err)
		}
		return domain.Target{Spot: domain.Spot{DistrictID: s.DistrictID, TownID: s.TownID}, Thing: true}, nil
	}
}
