package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"waymark/domain"
)

// MarshalHowWell writes how well somebody can do a thing.
func MarshalHowWell(word domain.HowWell) graphql.Marshaler { return upper(word) }

// UnmarshalHowWell reads how well somebody can do a thing.
func UnmarshalHowWell(v any) (domain.HowWell, error) { return lower[domain.HowWell](v) }
