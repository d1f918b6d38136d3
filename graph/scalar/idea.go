package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"waymark/domain"
)

// MarshalIdeaID writes the id of an idea.
func MarshalIdeaID(id domain.IdeaID) graphql.Marshaler { return global("Idea", id) }

// UnmarshalIdeaID reads the id of an idea.
func UnmarshalIdeaID(v any) (domain.IdeaID, error) { return local[domain.IdeaID]("Idea", v) }

// MarshalIdeaStage writes how far an idea is.
func MarshalIdeaStage(word domain.IdeaStage) graphql.Marshaler { return upper(word) }

// UnmarshalIdeaStage reads how far an idea is.
func UnmarshalIdeaStage(v any) (domain.IdeaStage, error) { return lower[domain.IdeaStage](v) }

// MarshalIdeaSource writes where an idea was heard.
func MarshalIdeaSource(word domain.IdeaSource) graphql.Marshaler { return upper(word) }

// UnmarshalIdeaSource reads where an idea was heard.
func UnmarshalIdeaSource(v any) (domain.IdeaSource, error) { return lower[domain.IdeaSource](v) }

// MarshalMeetingPlace writes what sort of place people meet at.
func MarshalMeetingPlace(word domain.PlaceKind) graphql.Marshaler { return upper(word) }

// UnmarshalMeetingPlace reads what sort of place people meet at.
func UnmarshalMeetingPlace(v any) (domain.PlaceKind, error) { return lower[domain.PlaceKind](v) }
