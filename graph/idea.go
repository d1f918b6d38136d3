package graph

import (
	"waymark/domain"
	"waymark/graph/model"
	"waymark/internal/app"
)

func ideaEdge(i *domain.Idea) model.IdeaEdge {
	return model.IdeaEdge{Cursor: app.IdeaCursor(*i), Node: i}
}

func ideaConnection(rows []domain.Idea, info app.PageInfo, after *string) *model.IdeaConnection {
	return &model.IdeaConnection{Edges: each(rows, ideaEdge), PageInfo: pageInfo(rows, app.IdeaCursor, info, after), TotalCount: total(info)}
}

func issueEdge(i *domain.Issue) model.IssueEdge {
	return model.IssueEdge{Cursor: app.IssueCursor(*i), Node: i}
}

// idea answers what was done to an idea.
func idea(v app.IdeaView, err error) (*model.IdeaPayload, error) {
	if err != nil {
		return nil, err
	}
	return &model.IdeaPayload{Idea: &v.Idea}, nil
}
