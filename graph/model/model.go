// Package model holds what the GraphQL schema has and the domain does not: connections, payloads, and inputs of more than one
// use. models_gen.go is made from the schema.
package model

import (
	"context"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
)

// Node is anything that can be fetched by its id: a *domain.District, Town, Section, Street, Need, PersonLine, RequestLine or
// TaskLine.
type Node any

// PageInfo is Relay's: what lies before and behind a window of a list.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// Viewer is whoever is signed in.
type Viewer struct {
	PersonID  domain.PersonID
	FirstName string
	Roles     []domain.Role
}

// OneRequest is the input of what is done to a request without another word.
type OneRequest struct {
	RequestID domain.RequestID
}

// RevealContact is the input of revealContact.
type RevealContact struct {
	PersonID  domain.PersonID
	RequestID domain.RequestID // 0: not for the sake of a request
}

// Changed is the payload of what was done to a request.
type Changed struct {
	App *app.App
	ID  domain.RequestID
}

// Request reads the request as it is now; nil for those who may not see it, be it that they have just handed it over. It is read
// only where somebody asks for it.
func (c Changed) Request(ctx context.Context) (*app.RequestView, error) {
	actor := auth.FromContext(ctx)
	v, err := c.App.Request(ctx, actor, c.ID)
	switch domain.KindOf(err) {
	case domain.SignedOut, domain.Forbidden, domain.NotFound:
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &v, nil
}

// Raised is the payload of raiseRequest.
type Raised struct {
	Changed
	Reference   domain.Reference
	StatusToken string
}
