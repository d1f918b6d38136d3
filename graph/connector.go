package graph

import (
	"context"

	"waymark/domain"
	"waymark/graph/model"
	"waymark/internal/app"
	"waymark/internal/auth"
)

func connectorEdge(c *domain.Connector) model.ConnectorEdge {
	return model.ConnectorEdge{Cursor: app.ConnectorCursor(*c), Node: c}
}

func wishEdge(v *domain.ConnectorWish) model.ConnectorWishEdge {
	return model.ConnectorWishEdge{Cursor: app.WishCursor(*v), Node: v}
}

// connector answers what was done for a connector with how they are now.
func (r *resolver) connector(ctx context.Context, id domain.PersonID, err error) (*model.ConnectorPayload, error) {
	if err != nil {
		return nil, err
	}
	c, err := r.app.Connector(ctx, auth.FromContext(ctx), id)
	if err != nil {
		return nil, err
	}
	return &model.ConnectorPayload{Connector: &c}, nil
}
