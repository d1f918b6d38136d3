package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"waymark/domain"
)

// MarshalGatheringID writes the id of a session.
func MarshalGatheringID(id domain.GatheringID) graphql.Marshaler { return global("Gathering", id) }

// UnmarshalGatheringID reads the id of a session.
func UnmarshalGatheringID(v any) (domain.GatheringID, error) {
	return local[domain.GatheringID]("Gathering", v)
}

// MarshalEvery writes how often a session comes.
func MarshalEvery(word domain.Every) graphql.Marshaler { return upper(word) }

// UnmarshalEvery reads how often a session comes.
func UnmarshalEvery(v any) (domain.Every, error) { return lower[domain.Every](v) }

// MarshalPlaceKind writes what sort of place people meet at.
func MarshalPlaceKind(word domain.PlaceKind) graphql.Marshaler { return upper(word) }

// UnmarshalPlaceKind reads what sort of place people meet at.
func UnmarshalPlaceKind(v any) (domain.PlaceKind, error) { return lower[domain.PlaceKind](v) }

// MarshalIssueID writes the id of what people brought up at a session.
func MarshalIssueID(id domain.IssueID) graphql.Marshaler { return global("Issue", id) }

// UnmarshalIssueID reads the id of what people brought up at a session.
func UnmarshalIssueID(v any) (domain.IssueID, error) { return local[domain.IssueID]("Issue", v) }

// MarshalIssueState writes how far something is that people brought up.
func MarshalIssueState(word domain.IssueState) graphql.Marshaler { return upper(word) }

// UnmarshalIssueState reads how far something is that people brought up.
func UnmarshalIssueState(v any) (domain.IssueState, error) { return lower[domain.IssueState](v) }
