package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"waymark/domain"
	"waymark/domain/coverage"
)

// MarshalKindID writes the id of a kind of connector.
func MarshalKindID(id domain.KindID) graphql.Marshaler { return global("ConnectorKind", id) }

// UnmarshalKindID reads the id of a kind of connector.
func UnmarshalKindID(v any) (domain.KindID, error) { return local[domain.KindID]("ConnectorKind", v) }

// MarshalWishID writes the id of a wish.
func MarshalWishID(id domain.WishID) graphql.Marshaler { return global("ConnectorWish", id) }

// UnmarshalWishID reads the id of a wish.
func UnmarshalWishID(v any) (domain.WishID, error) { return local[domain.WishID]("ConnectorWish", v) }

// MarshalWishKind writes what somebody would like.
func MarshalWishKind(word domain.WishKind) graphql.Marshaler { return upper(word) }

// UnmarshalWishKind reads what somebody would like.
func UnmarshalWishKind(v any) (domain.WishKind, error) { return lower[domain.WishKind](v) }

// MarshalFigure writes a count as it may be shown; null where it is hidden.
func MarshalFigure(f coverage.Figure) graphql.Marshaler {
	if f.Hidden {
		return graphql.Null
	}
	return graphql.MarshalInt(f.N)
}

// UnmarshalFigure reads a count.
func UnmarshalFigure(v any) (coverage.Figure, error) {
	n, err := graphql.UnmarshalInt(v)
	return coverage.Known(n), err
}
