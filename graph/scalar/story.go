package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"waymark/domain"
)

// MarshalStoryID writes the id of a story.
func MarshalStoryID(id domain.StoryID) graphql.Marshaler { return global("Story", id) }

// UnmarshalStoryID reads the id of a story.
func UnmarshalStoryID(v any) (domain.StoryID, error) { return local[domain.StoryID]("Story", v) }
