package app

import (
	"context"
	"slices"
	"strings"

	"waymark/domain"
	"waymark/internal/postgres"
)

// How much fits into the fields of a service.
const (
	longestServiceName = 120
	longestServiceText = 2000
	longestWebsite     = 300
	mostServicePlaces  = 10
)

// ServicePlace is where a service is, as it is typed.
type ServicePlace struct {
	Name      string // "the library", "Orchard Hall"
	Address   string
	Postcode  string
	SectionID domain.SectionID // the neighbourhood; 0: nobody has said which
}

// AddService adds a service to the directory.
type AddService struct {
	TownID       domain.TownID // 0: for the whole district
	Organization string        // who runs it, by name; made if there is none
	Name         string
	Description  string
	Themes       []string       // by code
	Places       []ServicePlace // none: it comes to people, or is by telephone
	Times        []string       // one a line: "Tuesday 10:00 to 12:00"
	WhenWords    string         // what days and times cannot say
	HowToJoin    string
	Costs        []string // one a line: "free", "£3 a session", "Members: £2"
	Eligibility  string   // whom it is for
	Phone        string
	Email        string
	Website      string
	StaffWords   string               // how they like to be approached; never public
	StaffOnly    bool                 // hidden from the public: by referral only
	Status       domain.ServiceStatus // "": open
	Checked      bool                 // the actor has asked them, and all of it holds
}

// AddService adds a service. One of the same name, organisation and town is there once.
func (a *App) AddService(ctx context.Context, actor domain.Actor, cmd AddService) (domain.Service, error) {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, a.onDirectory(actor.DistrictID, cmd.TownID))
	if err != nil {
		return domain.Service{}, err
	}
	var out domain.Service
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		out = domain.Service{DistrictID: g.target.Spot.DistrictID, CreatedAt: w.now, Version: 1}
		if err := w.fillIn(ctx, &out, cmd); err != nil {
			return err
		}
		if err := w.AddService(ctx, &out); err != nil {
			return sameService(err)
		}
		return w.noteChange(ctx, out, "added", nil)
	})
	return out, err
}

// onDirectory is the target of what is done to a town's services, or to those for a whole district.
func (a *App) onDirectory(district domain.DistrictID, town domain.TownID) target {
	if town == 0 {
		return at(domain.Spot{DistrictID: district})
	}
	return a.onTown(town)
}

// sameService says of a service that is there already what to do.
func sameService(err error) error {
	if postgres.IsUnique(err, "services_name") {
		return domain.Errorf(domain.Conflict, "name", "There is a service of this name by this organisation already. Please change that one, or choose another name.")
	}
	return err
}

// ChangeService changes a service. Nil leaves as it is.
type ChangeService struct {
	ServiceID    domain.ServiceID
	Version      *int // the one that was seen; another one by now is a conflict
	TownID       *domain.TownID
	Organization *string
	Name         *string
	Description  *string
	Themes       *[]string
	Places       *[]ServicePlace
	Times        *[]string
	WhenWords    *string
	HowToJoin    *string
	Costs        *[]string
	Eligibility  *string
	Phone        *string
	Email        *string
	Website      *string
	StaffWords   *string
	StaffOnly    *bool
	Status       *domain.ServiceStatus
	Checked      bool // the actor has asked them, and all of it holds
}

// ChangeService changes a service and keeps what stood there before. Without any change it is as CheckService, if it was checked.
func (a *App) ChangeService(ctx context.Context, actor domain.Actor, cmd ChangeService) (domain.Service, error) {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, a.onService(actor, cmd.ServiceID))
	if err != nil {
		return domain.Service{}, err
	}
	if cmd.TownID != nil {
		if _, err := a.authorise(ctx, actor, domain.EditDirectory, a.onDirectory(g.target.Spot.DistrictID, *cmd.TownID)); err != nil {
			return domain.Service{}, err
		}
	}
	var out domain.Service
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		before, err := w.LockService(ctx, cmd.ServiceID)
		if err != nil {
			return err
		}
		if cmd.Version != nil && *cmd.Version != before.Version {
			return domain.Errorf(domain.Conflict, "", "Somebody else has changed this just now. Please look at it again, and then change it.")
		}
		draft := draftOf(before)
		cmd.apply(&draft)
		out = before
		if err := w.fillIn(ctx, &out, draft); err != nil {
			return err
		}
		return w.keepChange(ctx, before, &out, "changed")
	})
	return out, err
}

// keepChange writes a service that may have become different, with what it was before; where nothing has, only that it was checked.
func (w *work) keepChange(ctx context.Context, before domain.Service, after *domain.Service, kind string) error {
	was := fieldsOf(before)
	now := fieldsOf(*after)
	old := map[string]string{}
	for _, field := range serviceFields {
		if was[field] != now[field] {
			old[field] = was[field]
		}
	}
	checked := after.CheckedOn != nil && (before.CheckedOn == nil || !before.CheckedOn.Equal(*after.CheckedOn) || before.CheckedBy != after.CheckedBy)
	switch {
	case len(old) > 0:
		after.ChangedAt = w.now
		if err := w.SaveService(ctx, after); err != nil {
			return sameService(err)
		}
	case checked:
		kind = "checked"
		if err := w.CheckService(ctx, *after); err != nil {
			return err
		}
	default:
		return nil
	}
	return w.noteChange(ctx, *after, kind, old)
}

// noteChange writes what was done to a service into its story.
func (w *work) noteChange(ctx context.Context, s domain.Service, kind string, old map[string]string) error {
	c := domain.ServiceChange{DistrictID: s.DistrictID, ServiceID: s.ID, At: w.now, Kind: kind, ActorID: w.by.PersonID, Before: old}
	for _, field := range serviceFields {
		if _, changed := old[field]; changed {
			c.Fields = append(c.Fields, field)
		}
	}
	return w.AddServiceChange(ctx, c)
}

// CheckService says that somebody has asked, and that all of a service still holds.
func (a *App) CheckService(ctx context.Context, actor domain.Actor, id domain.ServiceID) (domain.Service, error) {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, a.onService(actor, id))
	if err != nil {
		return domain.Service{}, err
	}
	var out domain.Service
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		before, err := w.LockService(ctx, id)
		if err != nil {
			return err
		}
		out = before
		w.check(&out)
		return w.keepChange(ctx, before, &out, "checked")
	})
	return out, err
}

// check notes that whoever acts has checked a service today.
func (w *work) check(s *domain.Service) {
	today := w.today()
	s.CheckedOn, s.CheckedBy = &today, w.by.PersonID
}

// serviceFields are what can become different about a service, in the order of its form.
var serviceFields = []string{"name", "organization", "town", "description", "themes", "places", "times", "when", "howToJoin", "costs", "eligibility",
	"phone", "email", "website", "staffWords", "audience", "status"}

// fieldsOf writes each field of a service as text, to compare and to keep.
func fieldsOf(s domain.Service) map[string]string {
	d := draftOf(s)
	var places []string
	for _, p := range s.Locations {
		places = append(places, strings.Join([]string{p.Name, p.Address, p.Postcode, p.SectionName}, " · "))
	}
	var themes []string
	for _, t := range s.Themes {
		themes = append(themes, t.Name)
	}
	slices.Sort(themes)
	return map[string]string{
		"name": s.Name, "organization": s.OrganizationName, "town": s.TownName, "description": s.Description, "themes": strings.Join(themes, ", "),
		"places": strings.Join(places, "\n"), "times": strings.Join(d.Times, "\n"), "when": s.WhenWords, "howToJoin": s.HowToJoin,
		"costs": strings.Join(d.Costs, "\n"), "eligibility": s.Eligibility, "phone": s.Phone, "email": s.Email, "website": s.Website,
		"staffWords": s.StaffWords, "audience": string(s.Audience), "status": string(s.Status),
	}
}

// draftOf writes a service as it would be typed.
func draftOf(s domain.Service) AddService {
	d := AddService{
		TownID: s.TownID, Organization: s.OrganizationName, Name: s.Name, Description: s.Description, WhenWords: s.WhenWords, HowToJoin: s.HowToJoin,
		Eligibility: s.Eligibility, Phone: s.Phone, Email: s.Email, Website: s.Website, StaffWords: s.StaffWords, StaffOnly: !s.Public(), Status: s.Status,
	}
	for _, t := range s.Themes {
		d.Themes = append(d.Themes, t.Code)
	}
	for _, l := range s.Locations {
		d.Places = append(d.Places, ServicePlace{Name: l.Name, Address: l.Address, Postcode: l.Postcode, SectionID: l.SectionID})
	}
	for _, t := range s.Schedules {
		d.Times = append(d.Times, t.String())
	}
	for _, c := range s.Costs {
		d.Costs = append(d.Costs, c.String())
	}
	return d
}

func (cmd ChangeService) apply(d *AddService) {
	set(&d.TownID, cmd.TownID)
	set(&d.Organization, cmd.Organization)
	set(&d.Name, cmd.Name)
	set(&d.Description, cmd.Description)
	set(&d.Themes, cmd.Themes)
	set(&d.Places, cmd.Places)
	set(&d.Times, cmd.Times)
	set(&d.WhenWords, cmd.WhenWords)
	set(&d.HowToJoin, cmd.HowToJoin)
	set(&d.Costs, cmd.Costs)
	set(&d.Eligibility, cmd.Eligibility)
	set(&d.Phone, cmd.Phone)
	set(&d.Email, cmd.Email)
	set(&d.Website, cmd.Website)
	set(&d.StaffWords, cmd.StaffWords)
	set(&d.StaffOnly, cmd.StaffOnly)
	set(&d.Status, cmd.Status)
	d.Checked = cmd.Checked
}
