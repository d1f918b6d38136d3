package app

import (
	"context"

	"waymark/domain"
)

// Reveals lists who was shown how to reach somebody or where they live, and when, the newest first: to themselves, and to those
// who look after the place where they live.
func (a *App) Reveals(ctx context.Context, actor domain.Actor, id domain.PersonID, page Page) ([]domain.RevealLine, PageInfo, error) {
	g, err := a.authorise(ctx, actor, domain.SeeReveals, a.onPerson(id))
	if err != nil {
		return nil, PageInfo{}, err
	}
	var before int64
	if err := page.key(&before); err != nil {
		return nil, PageInfo{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, PageInfo{}, err
	}
	lines, err := w.Reveals(ctx, id, before, page.rows()+1)
	if err != nil {
		return nil, PageInfo{}, err
	}
	lines, info := window(lines, page, RevealCursor)
	return lines, info, nil
}

// RevealCursor is the place of a line in the list of reveals.
func RevealCursor(l domain.RevealLine) string { return cursor(l.ID) }
