package app

import (
	"context"

	"waymark/domain"
	"waymark/internal/notify"
)

// wordsForConnector makes the messages to connectors, and those about them.
func (w *work) wordsForConnector(ctx context.Context, t telling) (notify.Note, error) {
	if t.m.Kind == sayConnectorWish {
		return notify.ConnectorWish{To: t.to.FirstName, Town: t.faces.door.Name, WishesURL: w.app.baseURL + "/connector-wishes"}, nil
	}
	var by domain.Person
	var err error
	if t.m.Data.PersonID != 0 {
		if by, err = w.Person(ctx, t.m.Data.PersonID); err != nil {
			return nil, err
		}
	}
	if t.m.Kind == sayConnect {
		return notify.ConnectorInvite{To: t.to.FirstName, By: by.FirstName, Town: t.faces.door.Name, AnswerURL: w.app.link("/connect/", domain.Claim{
			Purpose: domain.ForConnector, DistrictID: t.to.DistrictID, PersonID: t.to.ID, ID: t.m.Data.LinkID, Expires: t.m.CreatedAt.AddDate(0, keepInviteMonths, 0)})}, nil
	}
	if t.m.Kind == sayRefresh {
		return notify.ConnectorRefresh{To: t.to.FirstName, Town: t.faces.door.Name, By: w.dayOf(t, t.m.Data.By)}, nil
	}
	c, _, err := w.BadgeOf(ctx, t.to.DistrictID, t.to.ID)
	if err != nil {
		return nil, err
	}
	mine := w.app.badgeLink(c)
	if t.m.Kind == sayHello {
		return notify.ConnectorHello{To: t.to.FirstName, By: by.FirstName, LogURL: mine}, nil
	}
	return notify.ConnectorBadge{To: t.to.FirstName, Town: t.faces.door.Name, LogURL: mine}, nil
}
