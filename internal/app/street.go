package app

import (
	"context"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// MyStreets is what somebody looks after or stands in for, on one screen.
type MyStreets struct {
	Streets  []domain.StreetLine // the first sixty, by name
	StandsIn bool                // they only stand in
	Cover    []domain.Cover      // who is there for each street besides them
	Away     *domain.Absence     // their holiday, under way or to come; nil: none
	Handings []domain.Handing    // the word of those who handed streets over to them, not read yet
	NeedsYou []domain.RequestLine
	Tasks    []domain.TaskLine // calls to make, letters to post
	Asked    []domain.RequestLine
	Open     int // asks that are open
	Needs    int // asks that go on only when a person does something
	Helpers  []domain.Neighbour
	Helped   int      // asks that ended with help this month
	NextDoor []string // up to three streets next to theirs that nobody looks after
	Me       domain.PersonID
	Builder  string // first name of the community builder; "" for none
	Now      time.Time
}

// How much of each the page of somebody's streets shows.
const (
	streetsMost = 60
	askedMost   = 50
)

// localRoles are those by which somebody looks after streets, or stands in.
func localRoles(roles []domain.Role) (out []domain.Role) {
	for _, r := range roles {
		if r.Kind == domain.Coordinator || r.Kind == domain.Reserve {
			out = append(out, r)
		}
	}
	return out
}

// MyStreets shows the actor the streets that they look after themselves or stand in for. Whoever has none is told so.
func (a *App) MyStreets(ctx context.Context, actor domain.Actor) (v MyStreets, err error) {
	g, err := a.authorise(ctx, actor, domain.SeePlaces, somewhere(actor))
	if err != nil {
		return v, err
	}
	roles := localRoles(actor.Roles)
	if len(roles) == 0 {
		return v, domain.Errorf(domain.NotFound, "", "You look after no street yet. Ask your community builder if you would like to.")
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return v, err
	}
	v.Now, v.Me = w.now, actor.PersonID
	v.StandsIn = !slices.ContainsFunc(roles, func(r domain.Role) bool { return r.Kind == domain.Coordinator })
	for _, read := range []func(context.Context, []domain.Role, *MyStreets) error{w.myStreets, w.myAsks, w.myNeighbours} {
		if err := read(ctx, roles, &v); err != nil {
			return v, err
		}
	}
	return v, nil
}

// myStreets reads the streets themselves, and who else is there for them.
func (w *work) myStreets(ctx context.Context, roles []domain.Role, v *MyStreets) (err error) {
	scope := domain.ScopeOf(domain.Actor{Kind: domain.PersonActor, Roles: roles}, domain.SeePlaces)
	if v.Streets, err = w.StreetLines(ctx, postgres.StreetQuery{Scope: scope, Today: w.today(), Limit: streetsMost}); err != nil {
		return err
	}
	me := domain.Person{DistrictID: w.by.DistrictID, ID: w.by.PersonID}
	if v.Cover, err = w.CoverOf(ctx, me, w.today(), nil); err != nil {
		return err
	}
	if v.Handings, err = w.UnreadHandings(ctx, me.DistrictID, me.ID); err != nil {
		return err
	}
	if v.NextDoor, err = w.NextDoor(ctx, me.DistrictID, roles, w.today()); err != nil {
		return err
	}
	if len(v.Streets) > 0 {
		if v.Builder, err = w.builderName(ctx, v.Streets[0].TownID); err != nil {
			return err
		}
	}
	all, err := w.Absences(ctx, me.ID, w.today())
	for _, absence := range all {
		if absence.Kind == "holiday" && v.Away == nil {
			v.Away = &absence
		}
	}
	return err
}

// builderName is the first name of a town's community builder; "" where there is none.
func (w *work) builderName(ctx context.Context, town domain.TownID) (string, error) {
	builders, err := w.BuildersOf(ctx, w.by.DistrictID, town, w.today())
	if err != nil || len(builders) == 0 {
		return "", err
	}
	p, err := w.Person(ctx, builders[0])
	return p.FirstName, err
}

// myAsks reads what was asked on somebody's streets, and what waits for them.
func (w *work) myAsks(ctx context.Context, roles []domain.Role, v *MyStreets) error {
	asks := postgres.RequestFilter{DistrictID: w.by.DistrictID, Roles: roles, SeenBy: w.by.PersonID, Limit: deskMost, NewSince: w.now.Add(-newFor)}
	counts, err := w.DeskCounts(ctx, asks)
	if err != nil {
		return err
	}
	needs := asks
	needs.OwnerID = w.by.PersonID // what another looks after needs them, and not whoever stands in
	mine, err := w.DeskCounts(ctx, needs)
	if err != nil {
		return err
	}
	v.Open, v.Needs = counts.Open(), mine.NeedsYou
	needs.Part, needs.Order = domain.NeedsYou, postgres.DueFirst
	if v.NeedsYou, err = requestLines(ctx, w.Store, needs); err != nil {
		return err
	}
	slices.SortStableFunc(v.NeedsYou, func(a, b domain.RequestLine) int { return handFirst(b) - handFirst(a) })
	asks.Limit = askedMost
	if v.Asked, err = requestLines(ctx, w.Store, asks); err != nil {
		return err
	}
	tasks := postgres.TaskFilter{DistrictID: w.by.DistrictID, OwnerID: w.by.PersonID, Mine: true, Limit: deskMost}
	if v.Tasks, err = w.TaskLines(ctx, tasks); err != nil {
		return err
	}
	y, m, _ := w.now.In(w.app.zone).Date()
	v.Helped, err = w.HelpedSince(ctx, w.by.DistrictID, roles, time.Date(y, m, 1, 0, 0, 0, 0, w.app.zone))
	return err
}

// myNeighbours reads who helps on somebody's streets.
func (w *work) myNeighbours(ctx context.Context, roles []domain.Role, v *MyStreets) (err error) {
	q := postgres.NeighbourQuery{District: w.by.DistrictID, Now: w.now, Today: w.today()}
	for _, r := range roles {
		if r.StreetID != 0 {
			q.Streets = append(q.Streets, r.StreetID)
		} else {
			q.Sections = append(q.Sections, r.SectionID)
		}
	}
	v.Helpers, err = w.Neighbours(ctx, q)
	return err
}
