package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"waymark/domain"
)

// MarshalChangeID writes the id of a change of a request.
func MarshalChangeID(id domain.ChangeID) graphql.Marshaler {
	return graphql.MarshalString(Global("Change", int64(id))) // 0, "nothing has changed yet", is one too
}

// UnmarshalChangeID reads the id of a change of a request.
func UnmarshalChangeID(v any) (domain.ChangeID, error) { return local[domain.ChangeID]("Change", v) }

// MarshalAPIKeyID writes the id of a key.
func MarshalAPIKeyID(id domain.APIKeyID) graphql.Marshaler { return global("ApiKey", id) }

// UnmarshalAPIKeyID reads the id of a key.
func UnmarshalAPIKeyID(v any) (domain.APIKeyID, error) { return local[domain.APIKeyID]("ApiKey", v) }

// MarshalKeyAction writes what a key is for.
func MarshalKeyAction(word domain.Action) graphql.Marshaler { return upper(word) }

// UnmarshalKeyAction reads what a key is for.
func UnmarshalKeyAction(v any) (domain.Action, error) { return lower[domain.Action](v) }

// MarshalHandingID writes the id of a handing over of streets.
func MarshalHandingID(id domain.HandingID) graphql.Marshaler { return global("Handing", id) }

// UnmarshalHandingID reads the id of a handing over of streets.
func UnmarshalHandingID(v any) (domain.HandingID, error) {
	return local[domain.HandingID]("Handing", v)
}

// MarshalOfferID writes the id of the question whether somebody would look after a street.
func MarshalOfferID(id domain.OfferID) graphql.Marshaler { return global("StreetOffer", id) }

// UnmarshalOfferID reads the id of the question whether somebody would look after a street.
func UnmarshalOfferID(v any) (domain.OfferID, error) { return local[domain.OfferID]("StreetOffer", v) }
