// Package app holds the use cases of Waymark: one method of App for each thing that a person, a link or the clock does.
//
// Each begins by asking who acts and whether they may, does its work in one transaction with one idea of now, and leaves
// whatever must not be lost as a row of that transaction.
package app

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/notify"
	"waymark/internal/postgres"
	"waymark/internal/words"
)

// Options are what an App needs besides its database.
type Options struct {
	Secret  []byte         // signs the links in messages; 32 bytes or more
	BaseURL string         // where people reach us: "https://help.example.org", without a slash at the end
	Zone    *time.Location // of the people: Europe/London
	Sender  notify.Sender  // how mail leaves
	From    string         // the address that our mail comes from
	Demo    bool           // the people here are made up, and every message says so
	Log     *slog.Logger
	Policy  escalation.Policy
}

// App is the set of use cases. It is safe for concurrent use.
type App struct {
	db       *postgres.DB
	secret   []byte
	baseURL  string
	zone     *time.Location
	sender   notify.Sender
	mailFrom string
	demo     bool
	log      *slog.Logger
	policy   escalation.Policy
	live     *hub // who watches a place

	standings *standings // the plans that stand between beats
	shapes    *sync.Map  // how the streets of each district run, as shapesKept
}

// New returns the use cases on a database.
func New(db *postgres.DB, o Options) *App {
	return &App{
		db:       db,
		secret:   o.Secret,
		baseURL:  strings.TrimRight(o.BaseURL, "/"),
		zone:     o.Zone,
		sender:   o.Sender,
		mailFrom: o.From,
		demo:     o.Demo,
		log:      o.Log,
		policy:   o.Policy,
		live:     newHub(db.DSN()),

		standings: newStandings(),
		shapes:    &sync.Map{},
	}
}

// work is one use case under way: a store bound to its transaction, and the instant that it calls now.
type work struct {
	*postgres.Store
	app   *App
	by    domain.Actor
	about *domain.Target // what it is done to, for the audit: begins as what was asked for, see touches
	now   time.Time
	lang  *words.Words // of whoever reads what comes of it

	known map[domain.DistrictID]escalation.Rules // read already: see rules
}

// transact runs fn in a transaction with one instant for the whole use case. It runs again when PostgreSQL asks for that. What it
// changed is audited in the same transaction, but for what connectors log: the audit has the minute, and that is to be nowhere.
func (a *App) transact(ctx context.Context, g grant, fn func(ctx context.Context, w *work) error) error {
	return a.db.Transact(ctx, func(ctx context.Context, s *postgres.Store) error {
		w, err := a.begin(ctx, s, g)
		if err != nil {
			return err
		}
		if err := fn(ctx, w); err != nil {
			return err
		}
		if g.action == domain.LogTalk {
			return nil
		}
		return s.AddAudit(ctx, g.audit(*w.about, w.now))
	})
}

// alone is transact's sibling for use cases that read, and then write in one statement: it needs no transaction around it. Now is when
// the link was read that the actor came by, so that the clock is read once.
func (a *App) alone(ctx context.Context, g grant, fn func(ctx context.Context, w *work) error) error {
	return a.db.Alone(ctx, func(ctx context.Context, s *postgres.Store) error {
		w, err := a.workAt(ctx, s, g, g.actor.CameAt)
		if g.actor.CameAt.IsZero() {
			w, err = a.begin(ctx, s, g)
		}
		if err != nil {
			return err
		}
		return fn(ctx, w)
	})
}

// read is transact's sibling for use cases that change nothing: a store on the pool, and now.
func (a *App) read(ctx context.Context, g grant) (*work, error) {
	return a.begin(ctx, a.db.Store(), g)
}

// begin reads the clock for a use case that has been allowed; none begins otherwise.
func (a *App) begin(ctx context.Context, s *postgres.Store, g grant) (*work, error) {
	now, err := s.Now(ctx)
	if err != nil {
		return nil, err
	}
	return a.workAt(ctx, s, g, now)
}

// workAt is a use case that has been allowed, at an instant.
func (a *App) workAt(ctx context.Context, s *postgres.Store, g grant, now time.Time) (*work, error) {
	if g.action == "" {
		return nil, errors.New("nobody has asked whether this may be done")
	}
	about := g.target
	return &work{Store: s, app: a, by: g.actor, about: &about, now: now, lang: words.From(ctx)}, nil
}

// target finds what an action is done to: where it stands and whose it is.
type target func(ctx context.Context) (domain.Target, error)

// grant is a yes of the domain's table: who may do what to which. Only authorise gives one, and no transaction begins without.
type grant struct {
	actor  domain.Actor
	action domain.Action
	target domain.Target
	asked  [1]uintptr // where in the program: the use case
}

// authorise is the first statement of every use case: it asks the domain's table whether the actor may do the action to the
// target. Whoever may not is told so only where they hold a part; else they are answered as about what is not there, and the public
// in one way about all.
func (a *App) authorise(ctx context.Context, actor domain.Actor, action domain.Action, on target) (grant, error) {
	t, err := on(ctx)
	public := actor.Kind == domain.PublicActor && !domain.Rules[action].Anybody
	switch {
	case public && (err == nil || domain.KindOf(err) == domain.NotFound):
		return grant{}, domain.Errorf(domain.SignedOut, "", "Please sign in first.")
	case err != nil:
		return grant{}, err
	case domain.May(actor, action, t):
		g := grant{actor: actor, action: action, target: t}
		runtime.Callers(2, g.asked[:])
		return g, nil
	case t.Thing || t.RequestID != 0 || t.InvitationID != 0 || t.PersonID != 0 || !holdsPart(actor, t):
		return grant{}, notFound()
	}
	return grant{}, domain.NotYours(actor)
}

// holdsPart reports whether somebody holds any part where a target is, a key's place among them, or the target is no place that they
// have named.
func holdsPart(actor domain.Actor, t domain.Target) bool {
	if t.Somewhere || t.Spot == (domain.Spot{}) || t.Spot == (domain.Spot{DistrictID: actor.DistrictID}) {
		return true
	}
	return slices.ContainsFunc(actor.Roles, func(r domain.Role) bool { return r.Covers(t.Spot) })
}

// notFound is what is said of a thing that is not there, and of one that the actor may not know to be there.
func notFound() error {
	return domain.Errorf(domain.NotFound, "", "We cannot find that. It may have been put away, or it may not be yours to see.")
}

// somewhere is the target of what is asked for in general: any place where the actor holds the role will do, and the rows
// are scoped in SQL.
func somewhere(actor domain.Actor) target {
	return func(context.Context) (domain.Target, error) {
		return domain.Target{Somewhere: true, Spot: domain.Spot{DistrictID: actor.DistrictID}}, nil
	}
}

// at is the target of what is done to a place.
func at(spot domain.Spot) target {
	return func(context.Context) (domain.Target, error) { return domain.Target{Spot: spot}, nil }
}

// themselves is the target of what people do about themselves, signed in or by a link.
func themselves(actor domain.Actor) target {
	return func(context.Context) (domain.Target, error) {
		return domain.Target{PersonID: actor.PersonID, RequestID: actor.RequestID, InvitationID: actor.InvitationID}, nil
	}
}

// onRequest finds where a request stands and whose it is.
func (a *App) onRequest(id domain.RequestID) target {
	return func(ctx context.Context) (domain.Target, error) {
		t, err := a.db.Store().RequestTarget(ctx, id)
		if domain.KindOf(err) == domain.NotFound {
			return domain.Target{RequestID: id}, nil
		}
		return t, err
	}
}

// onPerson finds where a person lives.
func (a *App) onPerson(id domain.PersonID) target {
	return func(ctx context.Context) (domain.Target, error) {
		t, err := a.db.Store().PersonTarget(ctx, id)
		if domain.KindOf(err) == domain.NotFound {
			return domain.Target{PersonID: id}, nil
		}
		return t, err
	}
}

// absent is the target of a thing that is not there: of somebody who is nobody, so that it is answered like a thing that the actor
// may not see. Any other error stays as it is.
func absent(err error) (domain.Target, error) {
	if domain.KindOf(err) == domain.NotFound {
		return domain.Target{PersonID: -1}, nil
	}
	return domain.Target{}, err
}

// link is the address that opens a page for whoever holds it.
func (a *App) link(path string, c domain.Claim) string {
	return a.baseURL + path + domain.Seal(a.secret, c)
}

// host is the name that we go by on the network, for ids of messages and calendar entries.
func (a *App) host() string {
	u, err := url.Parse(a.baseURL)
	if err != nil || u.Hostname() == "" {
		return "waymark.invalid"
	}
	return u.Hostname()
}
