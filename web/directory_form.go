package web

import (
	"net/http"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// serviceFields are one service as it is written down.
type serviceFields struct {
	Name         string   `form:"name" max:"120" label:"The name"`
	Organization string   `form:"organization" max:"120" label:"Who runs it"`
	Town         string   `form:"townId" max:"20"`
	Description  string   `form:"description" max:"2000" label:"What it is"`
	Themes       []string `form:"themes"`
	Place        string   `form:"places" max:"120" label:"The place"`
	Address      string   `form:"address" max:"120" label:"The address"`
	Postcode     string   `form:"postcode" max:"20" label:"The postcode"`
	Section      string   `form:"sectionId" max:"20"`
	Place2       string   `form:"place2" max:"120" label:"The other place"`
	Address2     string   `form:"address2" max:"120" label:"The other address"`
	Postcode2    string   `form:"postcode2" max:"20" label:"The other postcode"`
	Section2     string   `form:"sectionId2" max:"20"`
	Times        string   `form:"times" max:"1000" label:"The times"`
	WhenWords    string   `form:"whenWords" max:"2000" label:"The words about when"`
	HowToJoin    string   `form:"howToJoin" max:"2000" label:"How to join"`
	Costs        string   `form:"costs" max:"1200" label:"What it costs"`
	Eligibility  string   `form:"eligibility" max:"2000" label:"Who it is for"`
	Phone        string   `form:"phone" max:"60" label:"The phone number"`
	Email        string   `form:"email" max:"254" label:"The e-mail address"`
	Website      string   `form:"website" max:"300" label:"The web address"`
	Status       string   `form:"status"`
	StaffOnly    string   `form:"staffOnly"`
	StaffWords   string   `form:"staffWords" max:"2000" label:"The words for staff"`
	Checked      string   `form:"checked"`
	Version      string   `form:"version" max:"12"`

	more []app.ServicePlace // places after the second stay as they are
}

// newServiceForm asks for a new service.
func (s *Server) newServiceForm(w http.ResponseWriter, r *http.Request) error {
	return s.showServiceForm(w, r, 0, serviceFields{Status: string(domain.ServiceOpen), Name: wordIn(r, "name"), Themes: []string{wordIn(r, "theme")}}, nil)
}

// addService writes a new service down.
func (s *Server) addService(w http.ResponseWriter, r *http.Request) error {
	var f serviceFields
	err := ReadForm(w, r, &f)
	var added domain.Service
	if err == nil {
		added, err = s.app.AddService(r.Context(), who(r), f.add())
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showServiceForm(w, r, 0, f, wrong) }, addressOf("/services/", added.ID), "It is in the directory.")
}

// changeServiceForm shows a service to be changed.
func (s *Server) changeServiceForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.serviceAt(r)
	if err != nil {
		return err
	}
	return s.showServiceForm(w, r, v.ID, fieldsOfService(v.Service), nil)
}

// serviceAt is the service in the address, for those who look after it.
func (s *Server) serviceAt(r *http.Request) (app.ServiceBack, error) {
	id, err := pathID[domain.ServiceID](r)
	if err != nil {
		return app.ServiceBack{}, err
	}
	return s.app.ServiceBack(r.Context(), who(r), id)
}

// changeService changes a service.
func (s *Server) changeService(w http.ResponseWriter, r *http.Request) error {
	v, err := s.serviceAt(r)
	if err != nil {
		return err
	}
	f := serviceFields{more: fieldsOfService(v.Service).more}
	if err = ReadForm(w, r, &f); err == nil {
		_, err = s.app.ChangeService(r.Context(), who(r), f.change(v.ID))
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showServiceForm(w, r, v.ID, f, wrong) }, addressOf("/services/", v.ID), "It is saved.")
}

func (s *Server) showServiceForm(w http.ResponseWriter, r *http.Request, id domain.ServiceID, f serviceFields, wrong domain.Errors) error {
	ask, err := s.serviceAsks(r)
	if err != nil {
		return err
	}
	page := formPage{Head: Head{Title: "Add a service", Back: &Link{Text: "The directory", Href: "/services"}, Lead: "Write it as you would say it to a neighbour. Names of people stay out."},
		Blocks: ask.blocks(f, wrong), Button: Button{Text: "Put it in the directory", Style: Arm}, Back: Link{Text: "Leave it", Href: "/services"}}
	if id != 0 {
		here := addressOf("/services/", id)
		page.Head.Title, page.Head.Back = words.From(r.Context()).Say("Change %s", f.Name), &Link{Text: "Back to the service", Href: here}
		page.Button.Text, page.Back = "Save", Link{Text: "Leave it as it is", Href: here}
		page.Hidden = []Choice{{Text: "version", Value: f.Version}}
	}
	return s.showForm(w, r, page, wrong)
}

// serviceAsks is what the form of a service offers to choose from.
type serviceAsks struct {
	towns    []domain.Town
	whole    bool // may be for the whole district
	sections []domain.Section
	themes   []domain.Theme
}

func (s *Server) serviceAsks(r *http.Request) (out serviceAsks, err error) {
	if out.themes, err = s.app.AllThemes(r.Context(), who(r)); err != nil {
		return out, err
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return out, err
	}
	district := who(r).DistrictID
	out.whole = domain.May(who(r), domain.EditDirectory, domain.Target{Spot: domain.Spot{DistrictID: district}})
	for _, t := range towns {
		if !domain.May(who(r), domain.EditDirectory, domain.Target{Spot: domain.Spot{DistrictID: district, TownID: t.ID}}) {
			continue
		}
		out.towns = append(out.towns, t)
		sections, err := s.app.Sections(r.Context(), who(r), t.ID)
		if err != nil {
			return out, err
		}
		out.sections = append(out.sections, sections...)
	}
	return out, nil
}

// blocks ask for all of a service, in the order in which somebody would tell it.
func (ask serviceAsks) blocks(f serviceFields, wrong domain.Errors) []block {
	return append([]block{
		asking(Field{Name: "name", Label: "What is it called?", Value: f.Name}, wrong),
		asking(Field{Name: "organization", Label: "Who runs it?", Value: f.Organization, Hint: "The group, charity or council. If it runs itself, its own name again."}, wrong),
		asking(Field{Name: "description", Label: "What is it?", Type: "textarea", Rows: 4, Value: f.Description, Optional: true, Hint: "A few sentences. What happens there, and what is nice about it?"}, wrong),
		choosing(Picks{Name: "themes", Legend: "What is it for?", Many: true, Choices: ask.shelves()}, wrong, f.Themes...),
		titled("Where and when"),
		ask.town(f, wrong),
		asking(Field{Name: "places", Label: "The place", Value: f.Place, Optional: true, Hint: "Such as Orchard Hall. Leave it empty if it is by phone, or comes to people."}, wrong),
		{Side: []block{asking(Field{Name: "address", Label: "Street", Value: f.Address, Optional: true}, wrong), asking(Field{Name: "postcode", Label: "Postcode", Value: f.Postcode, Optional: true}, wrong)}},
		ask.section("sectionId", f.Section), ask.otherPlace(f, wrong),
		asking(Field{Name: "times", Label: "Days and times", Type: "textarea", Rows: 3, Value: f.Times, Optional: true, Hint: "One a line, such as Tuesday and Thursday 10:00 to 12:00. Then it is found by its day."}, wrong),
		asking(Field{Name: "whenWords", Label: "What days and times cannot say", Value: f.WhenWords, Optional: true, Hint: "Such as: the first Monday of the month, not in August."}, wrong),
		titled("Coming along"),
		asking(Field{Name: "costs", Label: "What does it cost?", Type: "textarea", Rows: 2, Value: f.Costs, Optional: true, Hint: "One price a line, such as free, £3 a session, or Members: £2."}, wrong),
		asking(Field{Name: "eligibility", Label: "Who is it for?", Value: f.Eligibility, Optional: true, Hint: "Such as anybody, or carers of any age."}, wrong),
		asking(Field{Name: "howToJoin", Label: "How does somebody join?", Value: f.HowToJoin, Optional: true, Hint: "Such as: just come, or ring first."}, wrong),
		{Side: []block{asking(Field{Name: "phone", Label: "Phone", Type: "tel", Mode: "tel", Value: f.Phone, Optional: true}, wrong),
			asking(Field{Name: "email", Label: "E-mail", Type: "email", Value: f.Email, Optional: true}, wrong)}},
		asking(Field{Name: "website", Label: "Web address", Mode: "url", Value: f.Website, Optional: true}, wrong),
	}, ask.standing(f, wrong)...)
}

// shelves are the themes to choose from. What is about safety is no shelf.
func (ask serviceAsks) shelves() (out []Choice) {
	for _, t := range ask.themes {
		if t.Open && t.Kind != domain.SafetyTheme {
			out = append(out, Choice{Value: t.Code, Text: t.Name})
		}
	}
	return out
}

func (ask serviceAsks) town(f serviceFields, wrong domain.Errors) block {
	if len(ask.towns) == 1 && !ask.whole {
		return block{Hidden: &Choice{Text: "townId", Value: addressOf("", ask.towns[0].ID)}}
	}
	picks := Picks{Name: "townId", Legend: "Which town is it for?", Pairs: true}
	for _, t := range ask.towns {
		picks.Choices = append(picks.Choices, Choice{Value: addressOf("", t.ID), Text: t.Name})
	}
	if ask.whole {
		picks.Choices = append(picks.Choices, Choice{Value: "0", Text: "The whole district"})
	}
	if f.Town == "" && ask.whole {
		f.Town = "0"
	}
	return choosingFrom(picks, "Please choose", wrong, f.Town)
}

// otherPlace asks for a second place, which is seldom needed.
func (ask serviceAsks) otherPlace(f serviceFields, wrong domain.Errors) block {
	return folded("There is another place too", f.Place2 != "",
		asking(Field{Name: "place2", Label: "The other place", Value: f.Place2, Optional: true}, wrong),
		block{Side: []block{asking(Field{Name: "address2", Label: "Street", Value: f.Address2, Optional: true}, wrong), asking(Field{Name: "postcode2", Label: "Postcode", Value: f.Postcode2, Optional: true}, wrong)}},
		ask.section("sectionId2", f.Section2))
}

func (ask serviceAsks) section(name, chosen string) block {
	list := selection{Name: name, Label: "Which part of the town", Choices: []Choice{{Text: "Not said"}}}
	for _, n := range ask.sections {
		id := addressOf("", n.ID)
		list.Choices = append(list.Choices, Choice{Value: id, Text: placeWords(n.Name, n.TownName), Checked: id == chosen})
	}
	return block{Select: &list}
}

// standing asks whether it is open, who may see it, and whether somebody has checked it.
func (ask serviceAsks) standing(f serviceFields, wrong domain.Errors) []block {
	status := Picks{Name: "status", Legend: "Can somebody new come?"}
	for _, one := range domain.ServiceStatuses() {
		status.Choices = append(status.Choices, Choice{Value: string(one), Text: statusWords[one]})
	}
	return []block{
		choosing(status, wrong, f.Status),
		folded("For staff alone", f.StaffOnly != "" || f.StaffWords != "",
			choosing(yesNo("staffOnly", "Only staff may see this service", "Such as one that people are referred to"), wrong, f.StaffOnly),
			asking(Field{Name: "staffWords", Label: "How do they like to be approached?", Type: "textarea", Rows: 2, Value: f.StaffWords, Optional: true, Hint: "The public never sees this."}, wrong)),
		choosing(yesNo("checked", "I have asked them, and all of this holds", "It counts as checked today"), wrong, f.Checked),
	}
}

// fieldsOfService writes a service into the form.
func fieldsOfService(v domain.Service) serviceFields {
	f := serviceFields{Name: v.Name, Organization: v.OrganizationName, Town: addressOf("", v.TownID), Description: v.Description, WhenWords: v.WhenWords, HowToJoin: v.HowToJoin,
		Eligibility: v.Eligibility, Email: v.Email, Website: v.Website, Status: string(v.Status), StaffOnly: ticked(!v.Public()), StaffWords: v.StaffWords, Version: strconv.Itoa(v.Version)}
	if v.Phone != "" {
		f.Phone = domain.Phone(v.Phone).Local()
	}
	for _, t := range v.Themes {
		f.Themes = append(f.Themes, t.Code)
	}
	var times, costs []string
	for _, t := range v.Schedules {
		times = append(times, t.String())
	}
	for _, one := range v.Costs {
		costs = append(costs, one.String())
	}
	f.Times, f.Costs = strings.Join(times, "\n"), strings.Join(costs, "\n")
	for n, l := range v.Locations {
		section := ""
		if l.SectionID != 0 {
			section = addressOf("", l.SectionID)
		}
		switch n {
		case 0:
			f.Place, f.Address, f.Postcode, f.Section = l.Name, l.Address, l.Postcode, section
		case 1:
			f.Place2, f.Address2, f.Postcode2, f.Section2 = l.Name, l.Address, l.Postcode, section
		default:
			f.more = append(f.more, app.ServicePlace{Name: l.Name, Address: l.Address, Postcode: l.Postcode, SectionID: l.SectionID})
		}
	}
	return f
}

// add turns the form into the command.
func (f serviceFields) add() app.AddService {
	places := []app.ServicePlace{{Name: f.Place, Address: f.Address, Postcode: f.Postcode, SectionID: numberIn[domain.SectionID](f.Section)},
		{Name: f.Place2, Address: f.Address2, Postcode: f.Postcode2, SectionID: numberIn[domain.SectionID](f.Section2)}}
	return app.AddService{TownID: numberIn[domain.TownID](f.Town), Organization: f.Organization, Name: f.Name, Description: f.Description, Themes: f.Themes, Places: append(places, f.more...),
		Times: strings.Split(f.Times, "\n"), WhenWords: f.WhenWords, HowToJoin: f.HowToJoin, Costs: strings.Split(f.Costs, "\n"), Eligibility: f.Eligibility, Phone: f.Phone,
		Email: f.Email, Website: f.Website, StaffWords: f.StaffWords, StaffOnly: f.StaffOnly != "", Status: domain.ServiceStatus(f.Status), Checked: f.Checked != ""}
}

// change turns the form into the command that changes a service.
func (f serviceFields) change(id domain.ServiceID) app.ChangeService {
	d := f.add()
	cmd := app.ChangeService{ServiceID: id, TownID: &d.TownID, Organization: &d.Organization, Name: &d.Name, Description: &d.Description, Themes: &d.Themes, Places: &d.Places,
		Times: &d.Times, WhenWords: &d.WhenWords, HowToJoin: &d.HowToJoin, Costs: &d.Costs, Eligibility: &d.Eligibility, Phone: &d.Phone, Email: &d.Email, Website: &d.Website,
		StaffWords: &d.StaffWords, StaffOnly: &d.StaffOnly, Status: &d.Status, Checked: d.Checked}
	if version, err := strconv.Atoi(f.Version); err == nil {
		cmd.Version = &version
	}
	return cmd
}
