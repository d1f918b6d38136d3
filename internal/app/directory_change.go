package app

import (
	"context"
	"net/url"
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

// fillIn reads what was typed into a service, all problems at once, and finds or makes what it hangs on.
func (w *work) fillIn(ctx context.Context, s *domain.Service, d AddService) error {
	var wrong domain.Errors
	s.TownID, s.Name, s.Description, s.WhenWords = d.TownID, line(d.Name), plain(d.Description), plain(d.WhenWords)
	s.HowToJoin, s.Eligibility, s.StaffWords = plain(d.HowToJoin), plain(d.Eligibility), plain(d.StaffWords)
	s.NameKey, s.ChangedAt = domain.NameKey(s.Name), w.now
	s.OrganizationName = line(d.Organization)
	d.words(&wrong, s)
	d.contacts(&wrong, s)
	s.Audience, s.Status = domain.ForPublic, d.Status
	if d.StaffOnly {
		s.Audience = domain.ForStaff
	}
	if s.Status == "" {
		s.Status = domain.ServiceOpen
	}
	if !s.Status.Valid() {
		wrong.Add("status", "Please choose open, full, on hold or closed.")
	}
	if d.Checked {
		w.check(s)
	}
	var err error
	s.Schedules, err = domain.ParseWeek("times", d.Times)
	gather(&wrong, err)
	s.Costs, _, err = domain.ParseCosts("costs", d.Costs)
	gather(&wrong, err)
	return w.hangOn(ctx, &wrong, s, d)
}

// words checks what must be written, and that it fits.
func (d AddService) words(wrong *domain.Errors, s *domain.Service) {
	if s.NameKey == "" {
		wrong.Add("name", "Please write what the service is called.")
	}
	if domain.NameKey(s.OrganizationName) == "" {
		wrong.Add("organization", "Please write who runs it. If it is nobody’s, write its own name.")
	}
	tooLong(wrong, "name", s.Name, longestServiceName)
	tooLong(wrong, "organization", s.OrganizationName, longestServiceName)
	for _, f := range []struct{ field, text string }{{"description", s.Description}, {"whenWords", s.WhenWords}, {"howToJoin", s.HowToJoin},
		{"eligibility", s.Eligibility}, {"staffWords", s.StaffWords}} {
		tooLong(wrong, f.field, f.text, longestServiceText)
	}
}

// contacts reads how the service is reached.
func (d AddService) contacts(wrong *domain.Errors, s *domain.Service) {
	s.Phone, s.Email, s.Website = "", "", ""
	if strings.TrimSpace(d.Phone) != "" {
		phone, err := domain.ParsePhone("phone", d.Phone)
		gather(wrong, err)
		s.Phone = string(phone)
	}
	if strings.TrimSpace(d.Email) != "" {
		email, err := domain.ParseEmail("email", d.Email)
		gather(wrong, err)
		s.Email = string(email)
	}
	if text := line(d.Website); text != "" {
		site, err := website(text)
		gather(wrong, err)
		s.Website = site
	}
}

// website reads the address of a page, with https where nobody has written it.
func website(text string) (string, error) {
	wrong := domain.Errorf(domain.Invalid, "website", "Please check the web address. It should look like www.example.org.")
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(strings.Trim(u.Hostname(), "."), ".") || u.User != nil ||
		strings.ContainsAny(text, " \"<>") || len(text) > longestWebsite {
		return "", wrong
	}
	return u.String(), nil
}

// hangOn finds or makes what a service hangs on: its town, organisation, themes and places. Nothing is made while something is wrong.
func (w *work) hangOn(ctx context.Context, wrong *domain.Errors, s *domain.Service, d AddService) error {
	s.TownName = ""
	if d.TownID != 0 {
		door, err := w.TownDoor(ctx, s.DistrictID, d.TownID)
		if err != nil {
			return err
		}
		s.TownName = door.Name
	}
	var err error
	if s.Themes, err = w.themesOf(ctx, wrong, s.DistrictID, d.Themes); err != nil {
		return err
	}
	if s.Locations, err = w.placesOf(ctx, wrong, s, d.Places); err != nil {
		return err
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	o, err := w.OrganizationNamed(ctx, domain.Organization{DistrictID: s.DistrictID, Name: s.OrganizationName, NameKey: domain.NameKey(s.OrganizationName)})
	if err != nil {
		return err
	}
	s.OrganizationID, s.OrganizationName = o.ID, o.Name
	for i := range s.Locations {
		if err := w.SaveLocation(ctx, &s.Locations[i]); err != nil {
			return err
		}
	}
	return nil
}

// themesOf takes themes by their codes, each once, in the district's order. What connectors say of people's safety is no shelf.
func (w *work) themesOf(ctx context.Context, wrong *domain.Errors, district domain.DistrictID, codes []string) (out []domain.Theme, err error) {
	known, err := w.Themes(ctx, district, true)
	if err != nil {
		return nil, err
	}
	for _, t := range known {
		if slices.Contains(codes, t.Code) && t.Kind != domain.SafetyTheme {
			out = append(out, t)
		}
	}
	for _, code := range codes {
		if !slices.ContainsFunc(out, func(t domain.Theme) bool { return t.Code == code }) {
			wrong.Add("themes", "We do not know the theme %q. Please choose from the list.", code)
		}
	}
	if len(codes) == 0 {
		wrong.Add("themes", "Please choose what it is for: at least one.")
	}
	return out, nil
}

// placesOf reads places as they are typed. One that is for the whole district takes the town of its neighbourhood.
func (w *work) placesOf(ctx context.Context, wrong *domain.Errors, s *domain.Service, typed []ServicePlace) (out []domain.Location, err error) {
	for _, p := range typed {
		l := domain.Location{DistrictID: s.DistrictID, TownID: s.TownID, SectionID: p.SectionID, Name: line(p.Name), Address: line(p.Address), TownName: s.TownName}
		if l.Name == "" && l.Address == "" && strings.TrimSpace(p.Postcode) == "" {
			continue
		}
		if l.Name == "" {
			l.Name, l.Address = l.Address, ""
		}
		l.NameKey = domain.NameKey(l.Name + " " + l.Address)
		if l.NameKey == "" {
			wrong.Add("places", "Please write the name of the place, such as “Orchard Hall”.")
		}
		tooLong(wrong, "places", l.Name+l.Address, 2*longestServiceName)
		if strings.TrimSpace(p.Postcode) != "" {
			code, err := domain.ParsePostcode("places", p.Postcode)
			gather(wrong, err)
			l.Postcode = string(code)
		}
		if err := w.placeIn(ctx, wrong, s, &l); err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(out, func(o domain.Location) bool { return o.NameKey == l.NameKey && o.TownID == l.TownID }) {
			out = append(out, l)
		}
	}
	if len(out) > mostServicePlaces {
		wrong.Add("places", "Those are more than %d places. Please make a service of its own for some of them.", mostServicePlaces)
	}
	return out, nil
}

// placeIn finds the neighbourhood of a place, and by it the town of what is for the whole district.
func (w *work) placeIn(ctx context.Context, wrong *domain.Errors, s *domain.Service, l *domain.Location) error {
	if l.SectionID != 0 {
		n, err := w.Section(ctx, l.SectionID)
		if domain.KindOf(err) == domain.NotFound || err == nil && (n.DistrictID != s.DistrictID || s.TownID != 0 && n.TownID != s.TownID) {
			wrong.Add("places", "Please choose a neighbourhood of the town.")
			return nil
		}
		l.SectionName, l.TownID, l.TownName = n.Name, n.TownID, n.TownName
		return err
	}
	if l.TownID == 0 {
		wrong.Add("places", "Please choose the neighbourhood of the place, so that we know which town it is in.")
	}
	return nil
}
