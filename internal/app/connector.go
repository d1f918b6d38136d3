package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// fillConnecting gives a new district the usual kinds of connector.
func (w *work) fillConnecting(ctx context.Context, district domain.DistrictID) error {
	kinds := domain.DefaultConnectorKinds()
	for i := range kinds {
		kinds[i].DistrictID = district
	}
	return w.SaveConnectorKinds(ctx, kinds)
}

// ConnectorKinds lists the kinds of connector of the actor's district, those too that are offered no more.
func (a *App) ConnectorKinds(ctx context.Context, actor domain.Actor) ([]domain.ConnectorKind, error) {
	if _, err := a.authorise(ctx, actor, domain.RunConnectors, somewhere(actor)); err != nil {
		return nil, err
	}
	return a.db.Store().ConnectorKinds(ctx, actor.DistrictID)
}

// mostConnectors is how many a page lists.
const mostConnectors = 2000

// Connectors lists the connectors of the towns that the actor builds, those first of whom nothing was heard for longest.
func (a *App) Connectors(ctx context.Context, actor domain.Actor) ([]domain.Connector, error) {
	g, err := a.authorise(ctx, actor, domain.RunConnectors, somewhere(actor))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	q := w.connectorQuery()
	q.Limit = mostConnectors
	out, err := w.Store.Connectors(ctx, q)
	quiet, heard := out[:0:0], out[:0:0]
	for _, c := range out {
		if c.Quiet(w.today()) {
			quiet = append(quiet, c)
			continue
		}
		heard = append(heard, c)
	}
	return append(quiet, heard...), err
}

// ConnectorList lists the same by name, a window at a time.
func (a *App) ConnectorList(ctx context.Context, actor domain.Actor, page Page) ([]domain.Connector, PageInfo, error) {
	g, err := a.authorise(ctx, actor, domain.RunConnectors, somewhere(actor))
	if err != nil {
		return nil, PageInfo{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, PageInfo{}, err
	}
	q := w.connectorQuery()
	if err := page.key(&q.After.First, &q.After.Last, &q.After.ID); err != nil {
		return nil, PageInfo{}, err
	}
	q.Limit = page.rows() + 1
	rows, err := w.Store.Connectors(ctx, q)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, info := window(rows, page, ConnectorCursor)
	return rows, info, nil
}

// ConnectorCursor is the place of a row in the list of connectors.
func ConnectorCursor(c domain.Connector) string {
	return cursor(strings.ToLower(c.FirstName), strings.ToLower(c.LastName), c.PersonID)
}

// connectorQuery begins a list of the connectors whom the actor looks after.
func (w *work) connectorQuery() postgres.ConnectorQuery {
	return postgres.ConnectorQuery{DistrictID: w.by.DistrictID, Scope: domain.ScopeOf(w.by, domain.RunConnectors), Since: w.yearAgo()}
}

func (w *work) yearAgo() time.Time { return w.today().AddDate(-1, 0, 0) }

// onConnector finds where a connector's patch is.
func (a *App) onConnector(id domain.PersonID) target {
	return func(ctx context.Context) (domain.Target, error) {
		c, err := a.db.Store().Connector(ctx, id, time.Time{})
		if err != nil {
			return absent(err)
		}
		return domain.Target{PersonID: id, Spot: domain.Spot{DistrictID: c.DistrictID, TownID: c.TownID}}, nil
	}
}

// Connector returns one connector, for whoever builds the town.
func (a *App) Connector(ctx context.Context, actor domain.Actor, id domain.PersonID) (domain.Connector, error) {
	g, err := a.authorise(ctx, actor, domain.RunConnectors, a.onConnector(id))
	if err != nil {
		return domain.Connector{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return domain.Connector{}, err
	}
	return w.Connector(ctx, id, w.yearAgo())
}

// BadgeLink is what a connector's badge opens, and until when; a Conflict where they wear none.
func (a *App) BadgeLink(ctx context.Context, actor domain.Actor, id domain.PersonID) (link string, c domain.Connector, err error) {
	g, err := a.authorise(ctx, actor, domain.RunConnectors, a.onConnector(id))
	if err != nil {
		return "", c, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return "", c, err
	}
	if c, err = w.Connector(ctx, id, w.yearAgo()); err != nil {
		return "", c, err
	}
	if c.Wears(c.Badge, w.today()) != nil {
		return "", c, domain.Errorf(domain.Conflict, "", "%s wears no badge at present. Give a new one first.", c.FirstName)
	}
	return a.badgeLink(c), c, nil
}

// badgeLink is the address on a badge. It lasts through the badge's last day; the number of the badge is in it, so that taking a badge
// back ends its address.
func (a *App) badgeLink(c domain.Connector) string {
	return a.link("/log/", domain.Claim{Purpose: domain.ForLog, DistrictID: c.DistrictID, PersonID: c.PersonID, ID: int64(c.Badge),
		Expires: c.BadgeUntil.AddDate(0, 0, 2)})
}

// sendBadge tells a connector the address that their badge opens.
func (w *work) sendBadge(ctx context.Context, c domain.Connector) error {
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("badge:%d:%d", c.PersonID, c.Badge), Kind: sayBadge, PersonID: c.PersonID,
		Data: domain.MessageData{TownID: c.TownID}})
}

// ChangeBadge gives a connector a new badge, or takes theirs back.
type ChangeBadge struct {
	PersonID domain.PersonID
	Back     bool // take it back; else a new one, which shuts the old

	IdempotencyKey string
}

// ChangeBadge shuts the badge that somebody has: it counts nothing more from now on, wherever it is. A new one has an address of its own.
func (a *App) ChangeBadge(ctx context.Context, actor domain.Actor, cmd ChangeBadge) error {
	g, err := a.authorise(ctx, actor, domain.RunConnectors, a.onConnector(cmd.PersonID))
	if err != nil {
		return err
	}
	return a.changeConnector(ctx, g, cmd.PersonID, func(ctx context.Context, w *work, c *domain.Connector) error {
		_, err := w.once(ctx, "ChangeBadge", cmd.IdempotencyKey, cmd, func() (int64, error) { return int64(c.PersonID), w.changeBadge(ctx, c, cmd.Back) })
		return err
	})
}

func (w *work) changeBadge(ctx context.Context, c *domain.Connector, back bool) error {
	if back {
		c.BadgeEndedAt = &w.now
		return w.SaveConnector(ctx, c)
	}
	c.Badge, c.BadgeEndedAt, c.BadgeUntil = c.Badge+1, nil, w.today().AddDate(domain.BadgeYears, 0, 0)
	if err := w.SaveConnector(ctx, c); err != nil {
		return err
	}
	return w.sendBadge(ctx, *c)
}

// SayHello asks a connector kindly how it goes, with the address of their log; once in thirty days.
func (a *App) SayHello(ctx context.Context, actor domain.Actor, id domain.PersonID) error {
	g, err := a.authorise(ctx, actor, domain.RunConnectors, a.onConnector(id))
	if err != nil {
		return err
	}
	return a.changeConnector(ctx, g, id, func(ctx context.Context, w *work, c *domain.Connector) error {
		if c.Greeted(w.now) {
			return domain.Errorf(domain.Conflict, "", "Somebody said hello to %s within the last month. Give them a little time.", c.FirstName)
		}
		if problem := c.Wears(c.Badge, w.today()); problem != nil {
			return domain.Errorf(domain.Conflict, "", "%s wears no badge at present. Give a new one first.", c.FirstName)
		}
		c.GreetedAt = &w.now
		if err := w.SaveConnector(ctx, c); err != nil {
			return err
		}
		return w.say(ctx, domain.Message{Key: fmt.Sprintf("hello:%d:%d", c.PersonID, w.now.Unix()), Kind: sayHello, PersonID: c.PersonID,
			Data: domain.MessageData{TownID: c.TownID, PersonID: actor.PersonID}})
	})
}

// changeConnector does something to a connector of a town that the actor builds.
func (a *App) changeConnector(ctx context.Context, g grant, id domain.PersonID, do func(context.Context, *work, *domain.Connector) error) error {
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if _, err := w.LockPerson(ctx, id); err != nil {
			return err
		}
		c, err := w.Connector(ctx, id, w.yearAgo())
		if err != nil {
			return err
		}
		if c.EndedAt != nil {
			return domain.Errorf(domain.Conflict, "", "%s is a connector no more. Ask them again if they are back.", c.FirstName)
		}
		return do(ctx, w, &c)
	})
}

// RemindConnectors tells connectors, and once, that what they learnt should be looked at again within a month.
func (a *App) RemindConnectors(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	did := 0
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		due, err := w.RefreshDue(ctx, w.today().AddDate(0, 0, domain.RefreshNotice))
		if err != nil {
			return err
		}
		did = len(due)
		for _, c := range due {
			c.RemindedFor = c.RefreshOn
			if err := w.SaveConnector(ctx, &c); err != nil {
				return err
			}
			err := w.say(ctx, domain.Message{Key: fmt.Sprintf("refresh:%d:%s", c.PersonID, c.RefreshOn.Format(time.DateOnly)), Kind: sayRefresh, PersonID: c.PersonID,
				Data: domain.MessageData{TownID: c.TownID, By: c.RefreshOn}})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return did, err
}
