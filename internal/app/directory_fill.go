package app

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"waymark/domain"
)

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
