package model

import (
	"context"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
)

// PersonChanged is the payload of what was done about a person.
type PersonChanged struct {
	App   *app.App
	ID    domain.PersonID
	Moved *app.Moved // what has changed hands, where anything can
}

// Person reads the person as they are now; nil for those who may not see them, as when they changed something of their own. It is
// read only where somebody asks for it.
func (c PersonChanged) Person(ctx context.Context) (*app.PersonView, error) {
	v, err := c.App.Person(ctx, auth.FromContext(ctx), c.ID)
	switch domain.KindOf(err) {
	case domain.SignedOut, domain.Forbidden, domain.NotFound:
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &v, nil
}

// RoleGranted is the payload of grantRole.
type RoleGranted struct {
	PersonChanged
	RoleID domain.RoleID
}

// RoleEnded is the payload of endRole.
type RoleEnded struct {
	RoleID domain.RoleID
	Moved  *app.Moved
}
