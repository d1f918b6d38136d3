package app

import (
	"context"
	"fmt"

	"waymark/domain"
	"waymark/internal/notify"
)

// grantLead names the safeguarding lead of a town.
func (w *work) grantLead(ctx context.Context, r domain.Role) (domain.RoleID, error) {
	town, err := w.LockTown(ctx, r.TownID)
	if err != nil {
		return 0, err
	}
	if err := w.nameLead(ctx, &town, r.PersonID); err != nil {
		return 0, err
	}
	if err := w.SaveTown(ctx, town); err != nil {
		return 0, err
	}
	return w.SameRole(ctx, r, r.BeginsOn)
}

// nameLead makes somebody the one who is told when a neighbour is worried. Nobody names themselves. Whose place they take is told,
// and so are they and whoever builds the community there.
func (w *work) nameLead(ctx context.Context, town *domain.TownDoor, id domain.PersonID) error {
	if err := w.mayLead(ctx, *town, id); err != nil {
		return err
	}
	was := town.SafeguardingLeadID
	town.SafeguardingLeadID = id
	role, err := w.ReplaceLead(ctx, *town, w.today())
	if err != nil || was == id {
		return err
	}
	return w.tellOfLead(ctx, newLead{town: *town, was: was, role: role, towns: 1})
}

func (w *work) mayLead(ctx context.Context, town domain.TownDoor, id domain.PersonID) error {
	if id == 0 {
		return domain.Errorf(domain.Invalid, "safeguardingLeadId", "Please choose who is told when somebody is worried.")
	}
	if themself(w.by, id) && town.SafeguardingLeadID != id {
		return domain.Errorf(domain.Forbidden, "safeguardingLeadId", "Nobody names themselves safeguarding lead. Please ask somebody else who sets up this town.")
	}
	p, err := w.Person(ctx, id)
	if err != nil || p.DistrictID != town.DistrictID || p.LeftAt != nil {
		return domain.Errorf(domain.Invalid, "safeguardingLeadId", "Please choose somebody of this district.")
	}
	if p.Young {
		return domain.Errorf(domain.Unacceptable, "safeguardingLeadId", "Somebody of 16 or 17 cannot be the safeguarding lead.")
	}
	return nil
}

// newLead is who has become safeguarding lead.
type newLead struct {
	town  domain.TownDoor // the first of them
	was   domain.PersonID // 0: nobody
	role  domain.RoleID
	towns int // how many at once
}

// tellOfLead leaves a message for the lead before, the new one and the builders of the town, but not for whoever did it. Of several towns
// one message tells.
func (w *work) tellOfLead(ctx context.Context, n newLead) error {
	town := n.town
	readers, err := w.BuildersOf(ctx, town.DistrictID, town.TownID, w.today())
	if err != nil {
		return err
	}
	part := map[domain.PersonID]notify.LeadReader{}
	for _, id := range readers {
		if !themself(w.by, id) {
			part[id] = notify.LeadKnows
		}
	}
	part[town.SafeguardingLeadID] = notify.LeadIs
	if n.was != 0 {
		part[n.was] = notify.LeadWas
	}
	for id, code := range part {
		m := domain.Message{Key: fmt.Sprintf("lead:%d:%d", n.role, id), Kind: sayLead, PersonID: id,
			Data: domain.MessageData{Code: string(code), PersonID: town.SafeguardingLeadID, TownID: town.TownID, Count: n.towns}}
		if err := w.say(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// FormerLead is who was a town's safeguarding lead before another took their place.
type FormerLead struct {
	PersonID domain.PersonID
	Name     string // first and last
}

// FormerLead returns whose place somebody took as the safeguarding lead of a town; nil when they are not its lead, or there was none
// before them.
func (a *App) FormerLead(ctx context.Context, actor domain.Actor, town domain.TownID, lead domain.PersonID) (*FormerLead, error) {
	if _, err := a.authorise(ctx, actor, domain.SeePlaces, a.onTown(town)); err != nil {
		return nil, err
	}
	s := a.db.Store()
	id, err := s.LeadBefore(ctx, town, lead)
	if err != nil || id == 0 {
		return nil, err
	}
	p, err := s.Person(ctx, id)
	return &FormerLead{PersonID: id, Name: p.Name()}, err
}
