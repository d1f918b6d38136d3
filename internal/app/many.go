package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// What can be done to many requests at once.
const (
	ManyWider = "wider" // ask the next level now
	ManyHand  = "hand"  // give them to a colleague, or take them over
	ManyHold  = "hold"  // stop their clocks for a while
)

// mostMany is how many requests are done something to at once: as many as a list shows.
const mostMany = 50

// Many is one thing that is done to several requests.
type Many struct {
	Requests []domain.RequestID
	Do       string          // ManyWider, ManyHand, ManyHold
	To       domain.PersonID // ManyHand: who has them from now on
	Reason   string          // ManyHold
	Until    time.Time       // ManyHold
}

// ManyPlan says what would happen, or has happened, to each.
type ManyPlan struct {
	Lines []ManyLine
	Can   int // how many it can be done to
	Told  int // how many people get a message at once, in all
}

// ManyLine says it of one request.
type ManyLine struct {
	Request domain.RequestLine
	Why     string // why it cannot be done; "": it can
	Told    int    // how many people get a message about it at once
}

// errTried takes back what was only tried.
var errTried = errors.New("only tried")

// PreviewMany says what Many would do to each request, why it cannot be done to some, and how many people would get a message. It does it
// all, and takes it back: so what it says is what would be.
func (a *App) PreviewMany(ctx context.Context, actor domain.Actor, cmd Many) (plan ManyPlan, err error) {
	g, err := a.authorise(ctx, actor, domain.RunAsk, onOwn(actor))
	if err != nil {
		return ManyPlan{}, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if plan, err = w.many(ctx, cmd); err != nil {
			return err
		}
		return errTried
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return plan, err
}

// DoMany does it to all of them, or, when it cannot be done to one, to none: that is a Conflict. Each is audited by itself.
func (a *App) DoMany(ctx context.Context, actor domain.Actor, cmd Many) (plan ManyPlan, err error) {
	g, err := a.authorise(ctx, actor, domain.RunAsk, onOwn(actor))
	if err != nil {
		return ManyPlan{}, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if plan, err = w.many(ctx, cmd); err != nil {
			return err
		}
		if plan.Can < len(plan.Lines) {
			return domain.Errorf(domain.Conflict, "", "One of them has moved on meanwhile, so nothing was done to any. Please look once more.")
		}
		for n, l := range plan.Lines {
			about, err := w.RequestTarget(ctx, l.Request.ID)
			if err != nil {
				return err
			}
			if n == 0 {
				*w.about = about // transact audits this one
				continue
			}
			if err := w.AddAudit(ctx, g.audit(about, w.now)); err != nil {
				return err
			}
		}
		return nil
	})
	return plan, err
}

// many does it to each request for which it can be done, in the order of their ids, so that two who do so do not wait for each other. What
// the actor may not run is as if it were not there.
func (w *work) many(ctx context.Context, cmd Many) (plan ManyPlan, err error) {
	ids := slices.Clone(cmd.Requests)
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 0 || len(ids) > mostMany {
		return plan, domain.Errorf(domain.Invalid, "id", "Please pick one ask or more, %d at most.", mostMany)
	}
	if err := w.fitsAll(cmd); err != nil {
		return plan, err
	}
	told := map[domain.PersonID]bool{}
	for _, id := range ids {
		line, some, err := w.oneOfMany(ctx, cmd, id)
		if err != nil {
			return plan, err
		}
		if line.Why == "" {
			plan.Can++
		}
		for _, person := range some {
			told[person] = true
		}
		plan.Lines = append(plan.Lines, line)
	}
	plan.Told = len(told)
	return plan, nil
}

// fitsAll checks what is the same for all of them.
func (w *work) fitsAll(cmd Many) error {
	var wrong domain.Errors
	switch {
	case !slices.Contains([]string{ManyWider, ManyHand, ManyHold}, cmd.Do):
		wrong.Add("do", "Please choose what to do with them.")
	case cmd.Do == ManyHand && cmd.To == 0:
		wrong.Add("to", "Please choose who looks after them from now on.")
	case cmd.Do == ManyHold && plain(cmd.Reason) == "":
		wrong.Add("reason", "Please write why they are held, so that others know.")
	}
	if cmd.Do == ManyHold {
		switch {
		case !cmd.Until.After(w.now):
			wrong.Add("until", "Please choose until when: a time that is still to come.")
		case cmd.Until.After(w.now.Add(longestHold)):
			wrong.Add("until", "Please hold them for 60 days at most. They come back to you then.")
		}
	}
	return wrong.Err()
}

// oneOfMany does it to one request; what fails is undone by itself, and said. It returns who gets a message about it.
func (w *work) oneOfMany(ctx context.Context, cmd Many, id domain.RequestID) (line ManyLine, told []domain.PersonID, err error) {
	if _, err := w.app.authorise(ctx, w.by, domain.RunAsk, w.app.onRequest(id)); err != nil {
		return line, nil, err
	}
	r, err := w.LockRequest(ctx, id)
	if err != nil {
		return line, nil, err
	}
	lines, err := w.RequestLines(ctx, postgres.RequestFilter{DistrictID: r.DistrictID, ID: id, Everything: true, Limit: 1})
	if err != nil || len(lines) == 0 {
		return line, nil, errors.Join(err, notFoundUnless(len(lines)))
	}
	line.Request = lines[0]
	before, err := w.NewestMessage(ctx, r.DistrictID, id)
	if err != nil {
		return line, nil, err
	}
	err = w.Try(ctx, func(ctx context.Context, s *postgres.Store) error {
		inner := *w
		inner.Store = s
		return inner.doOne(ctx, cmd, &r)
	})
	var said *domain.Error
	var several domain.Errors
	switch {
	case errors.As(err, &said):
		line.Why = said.Error()
		return line, nil, nil
	case errors.As(err, &several):
		line.Why = several.Error()
		return line, nil, nil
	case err != nil:
		return line, nil, err
	}
	told, err = w.ToldSince(ctx, r.DistrictID, id, before)
	line.Told = len(told)
	return line, told, err
}

// notFoundUnless is notFound for none.
func notFoundUnless(n int) error {
	if n == 0 {
		return notFound()
	}
	return nil
}

func (w *work) doOne(ctx context.Context, cmd Many, r *domain.Request) error {
	if r.State == domain.Closed {
		return domain.Errorf(domain.Conflict, "", "This one has ended: %s.", domain.Text(r.Ending.Plain()))
	}
	switch cmd.Do {
	case ManyWider:
		if !r.Placed() {
			return domain.Errorf(domain.Unacceptable, "", "Its street is not known yet.")
		}
		return w.askWider(ctx, r)
	case ManyHand:
		if r.OwnerID == cmd.To {
			return domain.Errorf(domain.Unacceptable, "", "They look after it already.")
		}
		return w.handTo(ctx, r, cmd.To)
	}
	return w.hold(ctx, r, HoldRequest{RequestID: r.ID, Reason: cmd.Reason, Until: cmd.Until})
}
