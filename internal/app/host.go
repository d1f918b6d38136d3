package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// How far ahead hosts look, how far the list of dates without a host goes, and how many there are to choose from.
const (
	hostLooksAhead = 8 * 7 * 24 * time.Hour
	vacantAhead    = 4 * 7 * 24 * time.Hour
	todayShown     = 100
	couldHostShown = 8
	datesPast      = 60
	keepHostAsks   = 1 // months after the date
)

// HostsView is a gathering with who hosts it, and who came to its dates that are over.
type HostsView struct {
	Gathering domain.Gathering
	Hosts     []domain.GatheringHost
	Past      []domain.Turn // the latest first
	MayShow   bool          // the reader may put their photos on the page
}

// GatheringHosts shows who hosts a gathering, and how many came, to those who run it.
func (a *App) GatheringHosts(ctx context.Context, actor domain.Actor, id domain.GatheringID) (v HostsView, err error) {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(id))
	if err != nil {
		return v, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return v, err
	}
	v.MayShow = domain.May(actor, domain.ShowFace, g.target)
	if v.Gathering, err = w.Store.Gathering(ctx, id); err != nil {
		return v, err
	}
	if v.Hosts, err = w.Store.GatheringHosts(ctx, id, w.today()); err != nil {
		return v, err
	}
	v.Past, err = w.Turns(ctx, postgres.TurnQuery{Scope: domain.Scope{All: true}, GatheringID: id, Until: w.now, Newest: true, Limit: datesPast})
	return v, err
}

// AddHost makes somebody one of those who host a gathering.
type AddHost struct {
	GatheringID domain.GatheringID
	PersonID    domain.PersonID
	Shown       bool // they wish to be named on the page, by first name
	Usual       bool // they host each date that nobody else has, instead of whoever does so now
}

// AddHost makes somebody one of those who host a gathering. They hear of it, with the link to their own page. Doing it again changes
// nothing but whether they are named, and host most times.
func (a *App) AddHost(ctx context.Context, actor domain.Actor, cmd AddHost) error {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(cmd.GatheringID))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.LockGathering(ctx, cmd.GatheringID); err != nil {
			return err
		}
		of, err := w.Store.Gathering(ctx, cmd.GatheringID)
		if err != nil {
			return err
		}
		p, err := w.mayHost(ctx, of.DistrictID, cmd.PersonID)
		if err != nil {
			return err
		}
		if err := w.addHost(ctx, of, cmd); err != nil {
			return err
		}
		return w.say(ctx, domain.Message{Key: fmt.Sprintf("host:%d:%d", of.ID, p.ID), Kind: sayHostPage, PersonID: p.ID,
			Data: domain.MessageData{PersonID: w.by.PersonID, Gathering: of.ID, TownID: of.TownID}})
	})
}

// addHost writes it down. Whoever hosted most times until now stays one of the hosts.
func (w *work) addHost(ctx context.Context, of domain.Gathering, cmd AddHost) error {
	if !cmd.Usual {
		return w.Store.AddHost(ctx, of, cmd.PersonID, cmd.Shown, w.now)
	}
	if of.HostID != 0 && of.HostID != cmd.PersonID {
		if err := w.Store.AddHost(ctx, of, of.HostID, of.HostShown, w.now); err != nil {
			return err
		}
	}
	return w.UsualHost(ctx, of.ID, cmd.PersonID, cmd.Shown, w.now)
}

// mayHost returns somebody who may host: known to us, here and grown up.
func (w *work) mayHost(ctx context.Context, in domain.DistrictID, id domain.PersonID) (domain.Person, error) {
	if id == 0 {
		return domain.Person{}, domain.Errorf(domain.Invalid, "personId", "Please choose who.")
	}
	p, err := w.Person(ctx, id)
	switch {
	case err != nil:
		return p, err
	case p.DistrictID != in:
		return p, notFound()
	case p.LeftAt != nil:
		return p, domain.Errorf(domain.Invalid, "personId", "They have left. Please choose somebody who is here.")
	case p.Young:
		return p, domain.Errorf(domain.Invalid, "personId", "Somebody of 16 or 17 cannot host alone. Please choose somebody else.")
	}
	yes, err := w.MayHost(ctx, p, w.today())
	if err == nil && !yes {
		err = domain.Errorf(domain.Invalid, "personId", "Nobody has met %s yet. Please choose somebody who has been met, or a connector.", p.FirstName)
	}
	return p, err
}

// RemoveHost takes somebody from those who host a gathering. Their dates that are to come have nobody from then on, and their link opens
// nothing of it any more.
func (a *App) RemoveHost(ctx context.Context, actor domain.Actor, id domain.GatheringID, person domain.PersonID) error {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(id))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.LockGathering(ctx, id); err != nil {
			return err
		}
		return w.Store.RemoveHost(ctx, id, person, w.today(), w.now)
	})
}

// VacantDates lists the dates of the weeks to come that have nobody to host them, where the actor runs gatherings; of one town, or of all.
func (a *App) VacantDates(ctx context.Context, actor domain.Actor, town domain.TownID, page Page) ([]domain.Turn, PageInfo, error) {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, somewhere(actor))
	if err != nil {
		return nil, PageInfo{}, err
	}
	var after postgres.TurnKey
	if err := page.key(&after.StartsAt, &after.GatheringID, &after.Day); err != nil {
		return nil, PageInfo{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, err := w.Turns(ctx, postgres.TurnQuery{Scope: domain.ScopeOf(actor, domain.RunGatherings), TownID: town, From: w.now, Until: w.now.Add(vacantAhead), Vacant: true,
		After: after, Limit: page.rows() + 1})
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, info := window(rows, page, TurnCursor)
	return rows, info, nil
}

// TurnCursor is the place of a date in a list.
func TurnCursor(t domain.Turn) string { return cursor(t.StartsAt, t.GatheringID, t.Day) }

// TodaysDates lists the dates of today with who hosts them, where the actor runs gatherings.
func (a *App) TodaysDates(ctx context.Context, actor domain.Actor) ([]domain.Turn, error) {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, somewhere(actor))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	day := w.today()
	return w.Turns(ctx, postgres.TurnQuery{Scope: domain.ScopeOf(actor, domain.RunGatherings), From: domain.OnWall(day, 0, a.zone),
		Until: domain.OnWall(day.AddDate(0, 0, 1), 0, a.zone), Limit: todayShown})
}

// WhoCouldHost is a date with those who could be asked to host it.
type WhoCouldHost struct {
	Turn  domain.Turn
	Hosts []domain.GatheringHost // of this gathering, and who else was asked
	Near  []domain.GatheringHost // connectors of the town, and those who help there; none for those who may not see people
}

// WhoCouldHost lists who could be asked to host a date.
func (a *App) WhoCouldHost(ctx context.Context, actor domain.Actor, id domain.GatheringID, day time.Time) (v WhoCouldHost, err error) {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(id))
	if err != nil {
		return v, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return v, err
	}
	if v.Turn, err = w.Turn(ctx, id, day); err != nil {
		return v, err
	}
	if v.Hosts, err = w.hostsOn(ctx, v.Turn); err != nil || !domain.May(actor, domain.SeePeople, g.target) {
		return v, err
	}
	v.Near, err = w.CouldHost(ctx, id, day, couldHostShown)
	return v, err
}

// hostsOn are those who host a date's gathering or were asked for the date, and whether they are away then.
func (w *work) hostsOn(ctx context.Context, t domain.Turn) ([]domain.GatheringHost, error) {
	return w.Store.GatheringHosts(ctx, t.GatheringID, t.Day)
}

// AskHost asks somebody whether they would host one date.
type AskHost struct {
	GatheringID domain.GatheringID
	Day         time.Time
	PersonID    domain.PersonID
}

// AskHost asks somebody whether they would host one date. They take it by the link in the message, in a tap.
func (a *App) AskHost(ctx context.Context, actor domain.Actor, cmd AskHost) error {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(cmd.GatheringID))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		t, err := w.lockTurn(ctx, cmd.GatheringID, cmd.Day)
		if err != nil {
			return err
		}
		if t.HostID != 0 && !t.Offered() {
			return domain.Errorf(domain.Conflict, "personId", "%s hosts that date by now.", t.HostFirst)
		}
		p, err := w.mayHost(ctx, t.DistrictID, cmd.PersonID)
		if err != nil {
			return err
		}
		return w.askHost(ctx, t, p)
	})
}

// askHost puts the question to somebody. A question that waits for their answer is not put again.
func (w *work) askHost(ctx context.Context, t domain.Turn, p domain.Person) error {
	again, err := w.Store.AskHost(ctx, w.hostAsk(t, p.ID))
	if err != nil {
		return err
	}
	if again {
		return domain.Errorf(domain.Conflict, "personId", "%s has been asked already, and has not answered yet.", p.FirstName)
	}
	return w.sayTurn(ctx, t, domain.Message{Key: fmt.Sprintf("host_ask:%s:%d:%d", turnKey(t), p.ID, w.now.Unix()), Kind: sayHostAsk, PersonID: p.ID,
		Data: domain.MessageData{PersonID: w.by.PersonID}})
}

// hostAsk is the question whether somebody would host a date, put now by whoever acts.
func (w *work) hostAsk(t domain.Turn, id domain.PersonID) domain.HostAsk {
	return domain.HostAsk{DistrictID: t.DistrictID, GatheringID: t.GatheringID, Day: t.Day, PersonID: id, AskedBy: w.by.PersonID, AskedAt: w.now,
		KeepUntil: t.HeldOn.AddDate(0, keepHostAsks, 0)}
}

// AssignHost notes who hosts one date: somebody who said so on the phone, or whoever notes it.
type AssignHost struct {
	GatheringID domain.GatheringID
	Day         time.Time
	PersonID    domain.PersonID
}

// AssignHost gives a date to somebody who has said yes. They hear of it, and so does whoever had it.
func (a *App) AssignHost(ctx context.Context, actor domain.Actor, cmd AssignHost) error {
	g, err := a.authorise(ctx, actor, domain.RunGatherings, a.onGathering(cmd.GatheringID))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		t, err := w.lockTurn(ctx, cmd.GatheringID, cmd.Day)
		if err != nil || t.HostID == cmd.PersonID && !t.Offered() && t.HostID != 0 {
			return err
		}
		p, err := w.mayHost(ctx, t.DistrictID, cmd.PersonID)
		if err != nil {
			return err
		}
		return w.giveTurn(ctx, t, p)
	})
}
