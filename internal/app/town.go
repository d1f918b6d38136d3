package app

import (
	"context"
	"time"

	"waymark/domain"
)

// TownView is a town as those who look after it see it: whether anything goes out by itself yet, who is told when somebody is
// worried, and what its district has settled.
type TownView struct {
	Town                 domain.Town
	Phone                string          // the town's, else the district's
	OpenedAt             *time.Time      // nil: asks go out only when a person says so
	SafeguardingLeadID   domain.PersonID // 0: nobody is named yet
	SafeguardingLeadName string
	Settings             domain.Settings // of the district
}

// Town shows a town to whoever has a role for all of it.
func (a *App) Town(ctx context.Context, actor domain.Actor, id domain.TownID) (TownView, error) {
	if _, err := a.authorise(ctx, actor, domain.SeePlaces, a.onTown(id)); err != nil {
		return TownView{}, err
	}
	s := a.db.Store()
	door, err := s.TownDoor(ctx, 0, id)
	if err != nil {
		return TownView{}, err
	}
	v := TownView{
		Town:  domain.Town{DistrictID: door.DistrictID, ID: id, Name: door.Name, DistrictName: door.DistrictName},
		Phone: door.Phone, OpenedAt: door.OpenedAt, SafeguardingLeadID: door.SafeguardingLeadID,
	}
	if v.Settings, err = s.Settings(ctx, door.DistrictID); err != nil || door.SafeguardingLeadID == 0 {
		return v, err
	}
	lead, err := s.Person(ctx, door.SafeguardingLeadID)
	v.SafeguardingLeadName = lead.Name()
	return v, err
}

// Settings shows what a district has settled for itself to whoever has a role for all of it.
func (a *App) Settings(ctx context.Context, actor domain.Actor, id domain.DistrictID) (domain.Settings, error) {
	if _, err := a.authorise(ctx, actor, domain.SeePlaces, at(domain.Spot{DistrictID: id})); err != nil {
		return domain.Settings{}, err
	}
	return a.db.Store().Settings(ctx, id)
}
