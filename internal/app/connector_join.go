package app

import (
	"context"
	"fmt"
	"slices"

	"waymark/domain"
	"waymark/internal/postgres"
)

// keepInviteMonths is how long what is asked of people is kept.
const keepInviteMonths = 12

// InviteConnector asks somebody whether they would be a connector.
type InviteConnector struct {
	PersonID domain.PersonID
	KindID   domain.KindID
	TownID   domain.TownID
}

// InviteConnector asks somebody whom we know, because they were helped or help, whether they would be a connector. They become one by
// their own yes alone.
func (a *App) InviteConnector(ctx context.Context, actor domain.Actor, cmd InviteConnector) error {
	g, err := a.authorise(ctx, actor, domain.RunConnectors, a.onTown(cmd.TownID))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		target, err := w.PersonTarget(ctx, cmd.PersonID)
		if err != nil || !domain.May(actor, domain.SeePeople, target) {
			return domain.Errorf(domain.Invalid, "personId", "Please choose somebody from your list of people.")
		}
		p, err := w.LockPerson(ctx, cmd.PersonID)
		if err != nil {
			return err
		}
		if err := w.mayConnect(ctx, p, cmd.KindID); err != nil {
			return err
		}
		i := domain.ConnectorInvite{DistrictID: p.DistrictID, PersonID: p.ID, KindID: cmd.KindID, TownID: cmd.TownID, AskedBy: actor.PersonID, AskedAt: w.now,
			KeepUntil: w.today().AddDate(0, keepInviteMonths, 0)}
		if err := w.AddConnectorInvite(ctx, &i); postgres.IsUnique(err, "connector_invites_open") {
			return domain.Errorf(domain.Conflict, "personId", "%s has been asked already, and has not answered yet.", p.FirstName)
		} else if err != nil {
			return err
		}
		w.touchesPerson(p.ID)
		return w.say(ctx, domain.Message{Key: fmt.Sprintf("connect:%d", i.ID), Kind: sayConnect, PersonID: p.ID,
			Data: domain.MessageData{PersonID: actor.PersonID, TownID: cmd.TownID, LinkID: int64(i.ID)}})
	})
}

// mayConnect refuses whoever has left or is a connector already, a kind that there is not, and for what is done with one person alone
// whoever is under 18.
func (w *work) mayConnect(ctx context.Context, p domain.Person, kind domain.KindID) error {
	if p.LeftAt != nil {
		return domain.Errorf(domain.Conflict, "personId", "They have left. Please choose somebody who is here.")
	}
	k, err := w.connectorKind(ctx, p.DistrictID, kind)
	if err != nil {
		return err
	}
	if p.Young && k.OneToOne {
		return domain.Errorf(domain.Invalid, "kindId", "This is done with one person alone, and somebody of 16 or 17 may not. Please choose another kind.")
	}
	c, err := w.Connector(ctx, p.ID, w.today())
	switch {
	case domain.KindOf(err) == domain.NotFound:
		return nil
	case err == nil && c.EndedAt == nil:
		return domain.Errorf(domain.Conflict, "personId", "%s is a connector already.", p.FirstName)
	}
	return err
}

// connectorKind is what somebody new may be.
func (w *work) connectorKind(ctx context.Context, district domain.DistrictID, id domain.KindID) (domain.ConnectorKind, error) {
	kinds, err := w.ConnectorKinds(ctx, district)
	if err != nil {
		return domain.ConnectorKind{}, err
	}
	n := slices.IndexFunc(kinds, func(k domain.ConnectorKind) bool { return k.ID == id && k.Offered })
	if n < 0 {
		return domain.ConnectorKind{}, domain.Errorf(domain.Invalid, "kindId", "Please choose what they would do.")
	}
	return kinds[n], nil
}

// MyConnectorInvite is the question that a link is about.
func (a *App) MyConnectorInvite(ctx context.Context, actor domain.Actor) (domain.ConnectorInvite, error) {
	if _, err := a.authorise(ctx, actor, domain.AnswerConnect, themselves(actor)); err != nil {
		return domain.ConnectorInvite{}, err
	}
	i, err := a.db.Store().ConnectorInvite(ctx, actor.DistrictID, actor.InviteID)
	if err == nil && i.PersonID != actor.PersonID {
		err = notFound()
	}
	return i, err
}

// AnswerConnect is somebody's word on whether they would be a connector.
type AnswerConnect struct {
	Yes    bool
	Agreed bool // that we keep what the page says
	Patch       // what they speak stays as it is where nothing is said of it
}

// AnswerConnect takes somebody's word. With a yes, and when they agree to what the page says, they are a connector from now on and get
// their badge; without they stay what they are. A second answer changes nothing.
func (a *App) AnswerConnect(ctx context.Context, actor domain.Actor, cmd AnswerConnect) error {
	g, err := a.authorise(ctx, actor, domain.AnswerConnect, themselves(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		i, err := w.ConnectorInvite(ctx, actor.DistrictID, actor.InviteID)
		if err != nil {
			return err
		}
		if i.PersonID != actor.PersonID {
			return notFound()
		}
		if !cmd.Yes {
			_, err := w.AnswerConnectorInvite(ctx, i, "no", w.now)
			return err
		}
		return w.connect(ctx, i, cmd)
	})
}

func (w *work) connect(ctx context.Context, i domain.ConnectorInvite, cmd AnswerConnect) error {
	var wrong domain.Errors
	if !cmd.Agreed {
		wrong.Add("agreed", "Please say that you agree, or choose “No, thank you”.")
	}
	c := domain.Connector{DistrictID: i.DistrictID, PersonID: i.PersonID, KindID: i.KindID, TownID: i.TownID, JoinedBy: "link"}
	streets, err := w.readPatch(ctx, &wrong, &c, cmd.Patch)
	if err != nil {
		return err
	}
	spoken := languages(&wrong, cmd.Languages)
	if err := wrong.Err(); err != nil {
		return err
	}
	p, err := w.LockPerson(ctx, i.PersonID)
	if err != nil {
		return err
	}
	fresh, err := w.AnswerConnectorInvite(ctx, i, "yes", w.now)
	if err != nil || !fresh {
		return err
	}
	if cmd.Languages != nil {
		p.Languages = spoken
	}
	p.KeepUntil = nil
	if err := w.SavePerson(ctx, &p); err != nil {
		return err
	}
	return w.begins(ctx, c, streets)
}

// begins makes somebody a connector who has agreed, with the streets that are their patch, and gives them a badge. Whoever was one before gets
// a badge with the next number, so that their old one stays shut.
func (w *work) begins(ctx context.Context, c domain.Connector, streets []domain.Street) error {
	before, err := w.Connector(ctx, c.PersonID, w.today())
	if err != nil && domain.KindOf(err) != domain.NotFound {
		return err
	}
	c.NoticeVersion, c.AgreedAt = noticeVersion, w.now
	c.Badge, c.BadgeUntil = before.Badge+1, w.today().AddDate(domain.BadgeYears, 0, 0)
	if err := w.SaveConnector(ctx, &c); err != nil {
		return err
	}
	if err := w.SavePatch(ctx, c, streets); err != nil {
		return err
	}
	return w.sendBadge(ctx, c)
}
