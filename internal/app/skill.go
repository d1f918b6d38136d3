package app

import (
	"context"

	"waymark/domain"
)

// Skill is one thing that a volunteer may be able to do.
type Skill struct {
	Code string // for programs: "dogs"
	Name string // for people: "Dogs and pets"
}

// Skills lists what a volunteer may be able to do. It is public.
func (a *App) Skills(ctx context.Context, actor domain.Actor) ([]Skill, error) {
	if _, err := a.authorise(ctx, actor, domain.SeeNeeds, somewhere(actor)); err != nil {
		return nil, err
	}
	rows, err := a.db.Store().Skills(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Skill, len(rows))
	for i, r := range rows {
		out[i] = Skill{Code: r.Code, Name: r.Name}
	}
	return out, nil
}
