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
	Kind   domain.RoleKind
	TownID domain.TownID
}

// FormerLead reads whose place the person took as the safeguarding lead of the town; nil for any other role. It is read only where
// somebody asks for it.
func (g RoleGranted) FormerLead(ctx context.Context) (*app.FormerLead, error) {
	if g.Kind != domain.SafeguardingLead {
		return nil, nil
	}
	return g.App.FormerLead(ctx, auth.FromContext(ctx), g.TownID, g.ID)
}

// TownChanged is the payload of changeTown.
type TownChanged struct {
	App  *app.App
	Town *app.TownView
	Lead domain.PersonID // whom the change named; 0: nobody
}

// FormerLead reads whose place the named lead took; nil where none was named. It is read only where somebody asks for it.
func (c TownChanged) FormerLead(ctx context.Context) (*app.FormerLead, error) {
	if c.Lead == 0 {
		return nil, nil
	}
	return c.App.FormerLead(ctx, auth.FromContext(ctx), c.Town.Town.ID, c.Lead)
}

// RoleEnded is the payload of endRole.
type RoleEnded struct {
	RoleID domain.RoleID
	Moved  *app.Moved
}
