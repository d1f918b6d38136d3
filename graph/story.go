package graph

import (
	"waymark/domain"
	"waymark/graph/model"
	"waymark/internal/app"
)

func storyEdge(s *domain.Story) model.StoryEdge {
	return model.StoryEdge{Cursor: app.StoryCursor(*s), Node: s}
}
