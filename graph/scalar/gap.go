package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"waymark/domain"
)

// MarshalGapID writes the id of a gap.
func MarshalGapID(id domain.GapID) graphql.Marshaler { return global("Gap", id) }

// UnmarshalGapID reads the id of a gap.
func UnmarshalGapID(v any) (domain.GapID, error) { return local[domain.GapID]("Gap", v) }

// MarshalGapKind writes by what a gap shows.
func MarshalGapKind(word domain.GapKind) graphql.Marshaler { return upper(word) }

// UnmarshalGapKind reads by what a gap shows.
func UnmarshalGapKind(v any) (domain.GapKind, error) { return lower[domain.GapKind](v) }

// MarshalGapSize writes how large a gap is.
func MarshalGapSize(word domain.GapSize) graphql.Marshaler { return upper(word) }

// UnmarshalGapSize reads how large a gap is.
func UnmarshalGapSize(v any) (domain.GapSize, error) { return lower[domain.GapSize](v) }

// MarshalGapStage writes how far a gap is.
func MarshalGapStage(word domain.GapStage) graphql.Marshaler { return upper(word) }

// UnmarshalGapStage reads how far a gap is.
func UnmarshalGapStage(v any) (domain.GapStage, error) { return lower[domain.GapStage](v) }
