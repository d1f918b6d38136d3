package app

import (
	"context"
	"errors"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

const (
	// missedMost is how many missed changes are told one by one; whoever missed more reads the list again.
	missedMost = 200
	// recheckEvery is how often somebody who is told nothing is asked whether they still may: what ends by itself is not told.
	recheckEvery = 10 * time.Second
	// takeWithin is how long somebody may take to take one piece of news.
	takeWithin = 30 * time.Second
	// lastWord is how long whoever is told why the news end may take for that.
	lastWord = time.Second
)

// WatchRequests names the place whose requests are watched: the smallest one that is given counts. Or it names one request, or a desk.
type WatchRequests struct {
	RequestID  domain.RequestID // this one alone
	Desk       *DeskFilter      // all that the actor's desk has, narrowed to this; nil: it is no desk
	DistrictID domain.DistrictID
	TownID     domain.TownID
	SectionID  domain.SectionID
	StreetID   domain.StreetID
	Resume     bool            // after a break
	After      domain.ChangeID // of Resume: the last change that was seen; one that never was is as if too much was missed
}

// RequestNews is one thing that is told of a place.
type RequestNews struct {
	ID      domain.ChangeID     // greater than that of any before it; resume after it
	Request *domain.RequestLine // as it is now; nil with Reload and Err
	Reload  bool                // the list is to be read (again): what changes from here on is told
	Err     error               // why there are no more news; nothing follows
}

// WatchRequests tells of each request of a place that changes, on whichever server, as it is when it is told: several changes that
// come at once are told once. The first news are to read the list; after a break they are what was missed instead, unless that is
// too much. Before each it is asked anew whether the actor may: when their role, session or key ends, so does the telling, with
// an error. It ends with ctx as well; when that was cancelled with a *domain.Error for its cause, that is the last word. A place
// where the actor holds no part is NotFound, as one that is not there.
func (a *App) WatchRequests(ctx context.Context, actor domain.Actor, cmd WatchRequests) (<-chan RequestNews, error) {
	if _, err := a.authorise(ctx, actor, domain.SeeAsk, a.watched(actor, cmd)); err != nil {
		return nil, err
	}
	place, err := a.watched(actor, cmd)(ctx)
	if err != nil {
		return nil, err
	}
	if cmd.RequestID != 0 { // it may move to another street
		place.Spot = domain.Spot{DistrictID: place.Spot.DistrictID}
	}
	at, err := a.live.join(ctx, holderOf(actor), place.Spot)
	if err != nil {
		return nil, err
	}
	f := &follower{app: a, actor: actor, cmd: cmd, at: at, out: make(chan RequestNews)}
	first, err := f.begin(ctx)
	if err != nil {
		a.live.leave(at)
		return nil, err
	}
	go f.run(ctx, first)
	return f.out, nil
}

// watched finds where a watched place stands.
func (a *App) watched(actor domain.Actor, cmd WatchRequests) target {
	switch {
	case cmd.RequestID != 0:
		return a.onRequest(cmd.RequestID)
	case cmd.Desk != nil:
		return somewhere(actor)
	case cmd.StreetID != 0:
		return a.onStreet(cmd.StreetID)
	case cmd.SectionID != 0:
		return a.onSection(cmd.SectionID)
	case cmd.TownID != 0:
		return a.onTown(cmd.TownID)
	case cmd.DistrictID == 0: // no place at all
		return func(context.Context) (domain.Target, error) { return domain.Target{}, notFound() }
	}
	return at(domain.Spot{DistrictID: cmd.DistrictID})
}

// follower is one stream of news under way.
type follower struct {
	app   *App
	actor domain.Actor
	cmd   WatchRequests
	at    *watcher
	from  domain.ChangeID // all up to here has been told, or is of no concern
	out   chan RequestNews
}

// begin settles from where on there is something to tell, and returns the first news; nil when what was missed comes first. The
// watcher has joined by then: what changes from here on wakes it.
func (f *follower) begin(ctx context.Context) (*RequestNews, error) {
	w, actor, err := f.still(ctx)
	if err != nil {
		return nil, err
	}
	newest, err := w.NewestChange(ctx, f.at.place.DistrictID)
	if err != nil {
		return nil, err
	}
	if f.from = newest; f.cmd.Resume && 0 <= f.cmd.After && f.cmd.After <= newest {
		missed, err := w.ChangesAfter(ctx, f.watch(actor), f.cmd.After, missedMost+1)
		if err != nil {
			return nil, err
		}
		if missed <= missedMost {
			f.from = f.cmd.After
			return nil, nil
		}
	}
	return &RequestNews{ID: newest, Reload: true}, nil
}

// watch is what the actor may be told of the place.
func (f *follower) watch(actor domain.Actor) postgres.Watch {
	watch := postgres.Watch{Place: f.at.place, Roles: domain.RolesFor(actor, domain.SeeAsk), SeenBy: actor.PersonID}
	switch {
	case f.cmd.RequestID != 0: // wherever it has moved to
		watch.Place, watch.Only = domain.Spot{DistrictID: f.at.place.DistrictID}, postgres.RequestFilter{ID: f.cmd.RequestID}
	case f.cmd.Desk != nil:
		watch.Only = f.app.scoped(actor, f.cmd.Desk.requests(actor))
	}
	return watch
}

// run tells what changes until the actor may not be told, or does not listen any more.
func (f *follower) run(ctx context.Context, first *RequestNews) {
	defer close(f.out)
	defer f.app.live.leave(f.at)
	recheck := time.NewTicker(f.app.live.recheck)
	defer recheck.Stop()
	if first != nil && !f.tell(ctx, *first) {
		return
	}
	for {
		upTo := f.app.live.upTo()
		news, err := f.next(ctx)
		switch {
		case err != nil:
			f.end(ctx, err)
			return
		case news != nil:
			if !f.tell(ctx, *news) {
				return
			}
			f.from = news.ID
			continue
		}
		f.from = max(f.from, upTo)
		select {
		case <-f.at.woken:
		case <-recheck.C:
		case <-ctx.Done():
			f.end(ctx, ctx.Err())
			return
		}
	}
}

// next asks whether the actor still may, and reads the next change that they may see; nil when there is none yet.
func (f *follower) next(ctx context.Context) (*RequestNews, error) {
	w, actor, err := f.still(ctx)
	if err != nil {
		return nil, err
	}
	watch := f.watch(actor)
	watch.Last = lastWanted(ctx)
	c, err := w.NextChange(ctx, watch, f.from)
	if domain.KindOf(err) == domain.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if _, _, err := f.still(ctx); err != nil { // whoever was sent away before this change happened does not hear of it
		return nil, err
	}
	return &RequestNews{ID: c.ChangeID, Request: &c.RequestLine}, nil
}

// tell hands news on; false when the stream is over, because nobody takes them or because it has been ended.
func (f *follower) tell(ctx context.Context, news RequestNews) bool {
	patience := time.NewTimer(takeWithin)
	defer patience.Stop()
	select {
	case f.out <- news:
		return true
	case <-patience.C:
		return false
	case <-ctx.Done():
		f.end(ctx, ctx.Err())
		return false
	}
}

// end says why there are no more news, to whoever is still there.
func (f *follower) end(ctx context.Context, err error) {
	if ctx.Err() != nil {
		if one := (*domain.Error)(nil); !errors.As(context.Cause(ctx), &one) {
			return // nobody listens any more
		}
		err = context.Cause(ctx)
	}
	patience := time.NewTimer(lastWord)
	defer patience.Stop()
	select {
	case f.out <- RequestNews{ID: f.from, Err: err}:
	case <-patience.C:
	}
}

// still asks whether the actor may go on listening, with the roles that they hold now. It is SignedOut when their session or their key
// has ended.
func (f *follower) still(ctx context.Context) (*work, domain.Actor, error) {
	actor, err := f.app.asNow(ctx, f.actor)
	if err != nil {
		return nil, domain.Actor{}, err
	}
	g, err := f.app.authorise(ctx, actor, domain.SeeAsk, f.app.watched(actor, f.cmd))
	if err != nil {
		return nil, domain.Actor{}, err
	}
	w, err := f.app.read(ctx, g)
	return w, actor, err
}

// NewestChange returns the number of the newest change of a request in the actor's district: what they read from here on is as of then,
// or newer. See WatchRequests.
func (a *App) NewestChange(ctx context.Context, actor domain.Actor) (domain.ChangeID, error) {
	if _, err := a.authorise(ctx, actor, domain.SeeAsk, onOwn(actor)); err != nil {
		return 0, err
	}
	return a.db.Store().NewestChange(ctx, actor.DistrictID)
}

// asNow is the actor as they are now.
func (a *App) asNow(ctx context.Context, actor domain.Actor) (domain.Actor, error) {
	s := a.db.Store()
	now, err := s.Now(ctx)
	if err != nil {
		return actor, err
	}
	switch actor.Kind {
	case domain.PersonActor:
		if actor.SessionID != 0 {
			holds, err := s.SessionHolds(ctx, actor.PersonID, actor.SessionID, now)
			if err != nil {
				return actor, err
			}
			if !holds {
				return actor, domain.Errorf(domain.SignedOut, "", "Please sign in again.")
			}
		}
		actor.Roles, err = s.RolesHeld(ctx, actor.PersonID, dateOf(now, a.zone))
	case domain.KeyActor:
		var k domain.APIKey
		if k, err = s.APIKey(ctx, actor.DistrictID, actor.KeyID); err == nil && !k.Holds(now) {
			err = keyEnded()
		}
	}
	return actor, err
}
