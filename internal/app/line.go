package app

import (
	"context"

	"waymark/domain"
	"waymark/internal/postgres"
)

// RequestLine shows one request as a list shows it, to those who may see it.
func (a *App) RequestLine(ctx context.Context, actor domain.Actor, id domain.RequestID) (domain.RequestLine, error) {
	if _, err := a.authorise(ctx, actor, domain.SeeAsk, a.onRequest(id)); err != nil {
		return domain.RequestLine{}, err
	}
	lines, err := requestLines(ctx, a.db.Store(), postgres.RequestFilter{ID: id, DistrictID: actor.DistrictID, Everything: true, Limit: 1})
	return first(lines, err)
}

type lastEventsKey struct{}

// WithLastEvents returns a context in which whatever lists requests reads the newest step of each, which it leaves out otherwise.
func WithLastEvents(ctx context.Context) context.Context {
	return context.WithValue(ctx, lastEventsKey{}, true)
}

// lastWanted reports whether the newest steps are wanted: see WithLastEvents.
func lastWanted(ctx context.Context) bool { return ctx.Value(lastEventsKey{}) != nil }

// requestLines reads lines, and their newest steps where they are wanted.
func requestLines(ctx context.Context, s *postgres.Store, f postgres.RequestFilter) ([]domain.RequestLine, error) {
	f.Last = lastWanted(ctx)
	return s.RequestLines(ctx, f)
}

// PersonLine shows one person as a list shows them, without what they do here, to staff of the place where they live.
func (a *App) PersonLine(ctx context.Context, actor domain.Actor, id domain.PersonID) (PersonLine, error) {
	if _, err := a.authorise(ctx, actor, domain.SeePeople, a.onPerson(id)); err != nil {
		return PersonLine{}, err
	}
	p, err := a.db.Store().Person(ctx, id)
	return PersonLine{
		ID: p.ID, FirstName: p.FirstName, LastName: p.LastName, StreetID: p.StreetID, StreetName: p.StreetName,
		SectionName: p.SectionName, TownName: p.TownName, LeftAt: p.LeftAt,
	}, err
}

// TaskLine shows one open task as a list shows it, to those whose task it is and to the desk.
func (a *App) TaskLine(ctx context.Context, actor domain.Actor, id domain.TaskID) (domain.TaskLine, error) {
	if _, err := a.authorise(ctx, actor, domain.DoTask, a.onTask(id)); err != nil {
		return domain.TaskLine{}, err
	}
	lines, err := a.db.Store().TaskLines(ctx, postgres.TaskFilter{ID: id, DistrictID: actor.DistrictID, Everything: true, Limit: 1})
	return first(lines, err)
}

// FindStreet finds one street by its id. Anybody may ask.
func (a *App) FindStreet(ctx context.Context, actor domain.Actor, id domain.StreetID) (domain.Street, error) {
	if _, err := a.authorise(ctx, actor, domain.FindStreet, at(domain.Spot{})); err != nil {
		return domain.Street{}, err
	}
	return a.db.Store().Street(ctx, id)
}

// Section shows one section. Their names are public.
func (a *App) Section(ctx context.Context, actor domain.Actor, id domain.SectionID) (domain.Section, error) {
	if _, err := a.authorise(ctx, actor, domain.FindStreet, at(domain.Spot{})); err != nil {
		return domain.Section{}, err
	}
	return a.db.Store().Section(ctx, id)
}

// Need shows one kind of help. It is public; one that is switched off is there for whoever may change it.
func (a *App) Need(ctx context.Context, actor domain.Actor, id domain.NeedID) (domain.Need, error) {
	if _, err := a.authorise(ctx, actor, domain.SeeNeeds, somewhere(actor)); err != nil {
		return domain.Need{}, err
	}
	n, err := a.db.Store().Need(ctx, id)
	place := domain.Target{Spot: domain.Spot{DistrictID: n.DistrictID, TownID: n.TownID}}
	if err == nil && !n.Active && !domain.May(actor, domain.EditNeeds, place) {
		return domain.Need{}, notFound()
	}
	return n, err
}

// first is the one row of a list that was read for it.
func first[T any](rows []T, err error) (one T, _ error) {
	if err != nil {
		return one, err
	}
	if len(rows) == 0 {
		return one, notFound()
	}
	return rows[0], nil
}
