package graph

import (
	"context"

	"waymark/domain"
	"waymark/graph/model"
	"waymark/internal/app"
	"waymark/internal/auth"
)

func gatheringEdge(v *app.GatheringView) model.GatheringEdge {
	return model.GatheringEdge{Cursor: app.GatheringCursor(*v), Node: v}
}

// gathering answers what was done to a session with how it is now.
func (r *resolver) gathering(ctx context.Context, id domain.GatheringID, err error) (*model.GatheringPayload, error) {
	if err != nil {
		return nil, err
	}
	v, err := r.app.Gathering(ctx, auth.FromContext(ctx), id)
	return &model.GatheringPayload{Gathering: &v}, err
}
