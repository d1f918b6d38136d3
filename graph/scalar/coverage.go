package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"waymark/domain"
	"waymark/domain/coverage"
)

// placeKinds are the types of places, as their ids name them.
var placeKinds = map[domain.Level]string{domain.AtStreet: "Street", domain.AtSection: "Section", domain.AtTown: "Town", domain.AtDistrict: "District"}

// MarshalPlaceKey writes the id of a street, section, town or district.
func MarshalPlaceKey(k coverage.Key) graphql.Marshaler { return global(placeKinds[k.Level], k.ID) }

// UnmarshalPlaceKey reads the id of a street, section, town or district; another is that of a place that is nobody's.
func UnmarshalPlaceKey(v any) (coverage.Key, error) {
	for level, kind := range placeKinds {
		if id, err := local[int64](kind, v); err != nil || id != nobody {
			return coverage.Key{Level: level, ID: id}, err
		}
	}
	return coverage.Key{ID: nobody}, nil
}

// MarshalCoverageUnit writes what a figure counts in.
func MarshalCoverageUnit(word coverage.Unit) graphql.Marshaler { return upper(word) }

// UnmarshalCoverageUnit reads what a figure counts in.
func UnmarshalCoverageUnit(v any) (coverage.Unit, error) { return lower[coverage.Unit](v) }

// MarshalCoverageWhen writes which time a figure is of.
func MarshalCoverageWhen(word coverage.When) graphql.Marshaler { return upper(word) }

// UnmarshalCoverageWhen reads which time a figure is of.
func UnmarshalCoverageWhen(v any) (coverage.When, error) { return lower[coverage.When](v) }
