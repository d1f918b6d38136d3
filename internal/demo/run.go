package demo

import (
	"cmp"
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// Mail is a message that was delivered. ID counts up.
type Mail struct {
	ID      int
	To      string
	Subject string
	Text    string
}

// Options are what the people of a demo need to go on living.
type Options struct {
	App     *app.App
	BaseURL string        // where the pages are served, without a slash at the end; whatever host a message names, they go here
	Mail    func() []Mail // the messages that were delivered of late, in any order
	Log     *slog.Logger
	Beat    <-chan time.Time // when they look up; nil: every second
}

// How often the people look up, and how much they do at a time; after a jump of the clock they have a day to catch up with.
const (
	lookEvery   = time.Second
	actsAtOnce  = 15
	jump        = time.Hour
	answerLimit = 10 * time.Second // for one page
)

// Run lets the people of a demo go on living until ctx ends: they answer messages by the links in them, ask for help, and sit
// at the desk. Where people are real it does nothing, and returns domain.Forbidden.
func Run(ctx context.Context, o Options) error {
	l := newLife(o)
	if err := l.onlyInDemo(ctx); err != nil {
		return err
	}
	beat := o.Beat
	if beat == nil {
		ticker := time.NewTicker(lookEvery)
		defer ticker.Stop()
		beat = ticker.C
	}
	for {
		if err := l.step(ctx); err != nil && ctx.Err() == nil {
			if domain.KindOf(err) == domain.Forbidden {
				return err
			}
			o.Log.WarnContext(ctx, "the demo's people stumbled", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-beat:
		}
	}
}

// life is what the people of a demo have in mind.
type life struct {
	Options
	client   *http.Client
	random   *rand.Rand
	seen     int // the newest message that was read
	letters  int // invitations read
	plans    []plan
	last     time.Time
	nextAsk  time.Time
	nextDesk time.Time
	streets  []app.StreetLine
	asks     int
}

// plan is something that somebody will do at a time of the demo's clock: open a link, and press a button on its page.
type plan struct {
	at           time.Time
	link         string // path and query
	field, value string // "": only look
}

func newLife(o Options) *life {
	return &life{Options: o, client: &http.Client{Timeout: answerLimit}, random: rand.New(rand.NewPCG(DefaultSeed, 0x6c696665))}
}

func (l *life) onlyInDemo(ctx context.Context) error {
	demo, err := l.App.Demo(ctx, domain.Clock())
	if err == nil && !demo {
		return domain.Errorf(domain.Forbidden, "", "The people here are real, so nobody acts for them.")
	}
	return err
}

// step is one look around: read what came, do what is due, ask for help now and then, and sit at the desk.
func (l *life) step(ctx context.Context) error {
	if err := l.onlyInDemo(ctx); err != nil {
		return err
	}
	now, err := l.App.Now(ctx, domain.Clock())
	if err != nil {
		return err
	}
	jumped := !l.last.IsZero() && now.Sub(l.last) > jump
	if l.last.IsZero() {
		l.nextAsk, l.nextDesk = now.Add(40*time.Second), now.Add(25*time.Second)
	}
	l.last = now
	l.read(now)
	l.act(ctx, now)
	hours, err := l.App.DeskHours(ctx, domain.Public(), 0, 0)
	if err != nil || !hours.OpenNow {
		return err
	}
	if !now.Before(l.nextAsk) {
		l.nextAsk = now.Add(time.Minute + time.Duration(l.random.IntN(120))*time.Second)
		if err := l.ask(ctx); err != nil {
			return err
		}
	}
	if jumped || !now.Before(l.nextDesk) {
		l.nextDesk = now.Add(20*time.Second + time.Duration(l.random.IntN(25))*time.Second)
		return l.desk(ctx, jumped)
	}
	return nil
}

// read opens what came since the last time.
func (l *life) read(now time.Time) {
	fresh := slices.DeleteFunc(l.Mail(), func(m Mail) bool { return m.ID <= l.seen })
	slices.SortFunc(fresh, func(a, b Mail) int { return cmp.Compare(a.ID, b.ID) })
	for _, m := range fresh {
		l.seen = m.ID
		if p, ok := l.answer(m, now); ok {
			l.plans = append(l.plans, p)
		}
	}
}

// act does what is due, the oldest first, some of it at a time.
func (l *life) act(ctx context.Context, now time.Time) {
	slices.SortStableFunc(l.plans, func(a, b plan) int { return a.at.Compare(b.at) })
	for range actsAtOnce {
		if len(l.plans) == 0 || l.plans[0].at.After(now) || ctx.Err() != nil {
			return
		}
		p := l.plans[0]
		l.plans = l.plans[1:]
		if err := l.press(ctx, p); err != nil && ctx.Err() == nil {
			l.Log.DebugContext(ctx, "a link in a demo's message came to nothing", "error", err)
		}
	}
}
