package graph

import (
	"waymark/domain"
	"waymark/graph/model"
	"waymark/internal/app"
)

func gapEdge(g *domain.Gap) model.GapEdge {
	return model.GapEdge{Cursor: app.GapCursor(*g), Node: g}
}

// gap answers what was done to a gap.
func gap(v app.GapView, err error) (*model.GapPayload, error) {
	if err != nil {
		return nil, err
	}
	return &model.GapPayload{Gap: &v.Gap}, nil
}
