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
