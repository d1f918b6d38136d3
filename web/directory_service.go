package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
)

// serviceContent is one service, for everybody.
type serviceContent struct {
	Head    Head
	Words   []string // what it is, in paragraphs
	Notice  *Notice  // that nobody new can come just now
	Facts   []serviceFact
	Reach   []Fact
	Go      *firstStep
	Checked string
	Ask     string // where somebody asks for company the first time; "" where nobody new can come
	Staff   *serviceStaff
	Wrong   Field
	Post    string
	Key     string
	Open    bool // the form of what is wrong is open
	Data    map[string]any
}

// serviceFact is one thing that is good to know, of one line or several.
type serviceFact struct {
	Name  string
	Lines []string
}

// firstStep is the one thing that somebody does next.
type firstStep struct {
	Text string
	Icon string
	Href template.URL // of a number, or an address that was read when it was written down
}

// serviceStaff is what staff are told besides.
type serviceStaff struct {
	Words  string
	Change string // where it is looked after; "" for those who do not
}

// wrongForm is what somebody writes who has found something wrong.
type wrongForm struct {
	Words string `form:"words" max:"1000" label:"What you wrote"`
}

// servicePage shows one service.
func (s *Server) servicePage(w http.ResponseWriter, r *http.Request) error {
	return s.showService(w, r, wrongForm{}, nil)
}

func (s *Server) showService(w http.ResponseWriter, r *http.Request, f wrongForm, wrong domain.Errors) error {
	id, err := pathID[domain.ServiceID](r)
	if err != nil {
		return err
	}
	v, err := s.app.Service(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := c.service(v, who(r))
	out.Wrong = Field{Name: "words", Label: "What is wrong?", Type: "textarea", Rows: 3, Value: f.Words,
		Hint: "Such as another day, or that it has ended. Please leave out names of people."}.With(wrong)
	out.Open = len(wrong) > 0
	out.Head.Back = &Link{Text: "All that there is", Href: backToList(r)}
	p := s.rd.Page(w, r, v.Name)
	p.Content, p.Errors = out, wrong
	s.rd.Render(w, r, "directory_service", p)
	return nil
}

// backToList is the list as somebody left it, or else its beginning.
func backToList(r *http.Request) string {
	if u, err := url.Parse(r.Referer()); err == nil && u.Path == "/directory" && u.Host == r.Host {
		return u.RequestURI()
	}
	return "/directory"
}

// service puts one service into words.
func (c clock) service(v domain.Service, actor domain.Actor) serviceContent {
	out := serviceContent{Head: Head{Title: v.Name, Tags: c.serviceTags(v)}, Facts: c.serviceFacts(v), Post: addressOf("/directory/", v.ID) + "/wrong",
		Checked: c.checkedWords(v), Notice: c.statusNotice(v), Data: schemaOf(v)}
	if v.OrganizationName != v.Name {
		out.Head.Over = v.OrganizationName
	}
	out.Words = paragraphs(v.Description)
	out.reach(c, v)
	if v.Status == domain.ServiceOpen && len(v.Locations) > 0 {
		out.Ask = "/ask"
		if v.TownID != 0 {
			out.Ask = addressOf("/ask?town=", v.TownID)
		}
	}
	spot := domain.Target{Spot: domain.Spot{DistrictID: v.DistrictID, TownID: v.TownID}}
	if domain.May(actor, domain.EditDirectory, spot) {
		out.Staff = &serviceStaff{Change: addressOf("/services/", v.ID)}
	}
	if v.StaffWords != "" {
		if out.Staff == nil {
			out.Staff = &serviceStaff{}
		}
		out.Staff.Words = v.StaffWords
	}
	return out
}

// paragraphs parts a text at its line ends.
func paragraphs(text string) (out []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// serviceFacts are when, where, for how much and for whom.
func (c clock) serviceFacts(v domain.Service) (out []serviceFact) {
	add := func(name string, lines ...string) {
		if len(lines) > 0 && lines[0] != "" {
			out = append(out, serviceFact{Name: name, Lines: lines})
		}
	}
	var places, prices []string
	for _, l := range v.Locations {
		places = append(places, placeWords(l.Name, l.Address, l.SectionName, l.TownName, l.Postcode))
	}
	if len(places) == 0 && v.TownName != "" {
		places = []string{v.TownName}
	}
	for _, p := range v.Costs {
		prices = append(prices, c.price(p))
	}
	add("When", c.times(v)...)
	add("Where", places...)
	add("What it costs", prices...)
	add("Who it is for", paragraphs(v.Eligibility)...)
	add("How to join", paragraphs(v.HowToJoin)...)
	return out
}

// price says one price.
func (c clock) price(p domain.CostOption) string {
	text := p.Words
	if p.Pence != nil {
		text = strings.TrimSpace(c.Say(domain.Price(*p.Pence)) + " " + p.Words)
	}
	if p.Option == "" {
		return text
	}
	return c.Say("%s: %s", p.Option, text)
}

// reach fills in how a service is reached, and the one next step.
func (out *serviceContent) reach(c clock, v domain.Service) {
	if v.Phone != "" {
		number := domain.Phone(v.Phone).Local()
		out.Reach = append(out.Reach, Fact{Name: "Phone", Text: number, Phone: true})
		out.Go = &firstStep{Text: c.Say("Ring %s", number), Icon: "phone", Href: dial(v.Phone)}
	}
	if v.Email != "" {
		out.Reach = append(out.Reach, Fact{Name: "E-mail", Text: v.Email, Href: "mailto:" + v.Email})
		if out.Go == nil {
			out.Go = &firstStep{Text: c.Say("Write to them"), Icon: "wait", Href: template.URL("mailto:" + url.PathEscape(v.Email))}
		}
	}
	if v.Website != "" {
		name := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(v.Website, "https://"), "http://"), "/")
		out.Reach = append(out.Reach, Fact{Name: "On the web", Text: name, Href: v.Website})
		if out.Go == nil {
			out.Go = &firstStep{Text: c.Say("See their page"), Icon: "screen", Href: template.URL(v.Website)}
		}
	}
	if v.Status == domain.ServiceClosed {
		out.Go = nil
	}
}

// statusNotice says that nobody new can come just now, and what to do instead.
func (c clock) statusNotice(v domain.Service) *Notice {
	switch v.Status {
	case domain.ServiceFull:
		return &Notice{State: StateSoon, Strong: "It is full just now.", Text: "You can ask them to tell you when somebody new can come."}
	case domain.ServiceOnHold:
		return &Notice{State: StateWaiting, Strong: "It is taking a break.", Text: "Please ask them when it begins again before you go."}
	case domain.ServiceClosed:
		return &Notice{State: StateLate, Strong: "It has closed.", Text: "Please look for something else like it."}
	}
	return nil
}

// checkedWords say how far all this can be trusted.
func (c clock) checkedWords(v domain.Service) string {
	switch {
	case v.Status == domain.ServiceClosed:
		return ""
	case v.CheckedOn == nil:
		return c.Say("Nobody has checked this with them yet. Please ask them before you go.")
	case v.ToCheck(c.now):
		return c.Say("We last checked this with them %s. Please ask them before you go.", c.checkedDay(*v.CheckedOn))
	}
	return c.Say("We checked this with them %s.", c.checkedDay(*v.CheckedOn))
}

// checkedDay says when a service was checked, inside a sentence.
func (c clock) checkedDay(day time.Time) string {
	said := c.day(day)
	if said == c.Say("today") || said == c.Say("yesterday") {
		return said
	}
	return c.Say("on %s", said)
}

// reportService keeps what somebody says is wrong.
func (s *Server) reportService(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.ServiceID](r)
	if err != nil {
		return err
	}
	var f wrongForm
	if err = ReadForm(w, r, &f); err == nil {
		err = s.app.ReportService(r.Context(), who(r), app.ReportService{ServiceID: id, Words: f.Words, IP: auth.IP(r.Context()), IdempotencyKey: sentKey(r)})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showService(w, r, f, wrong) }, addressOf("/directory/", id),
		"Thank you. A community builder reads it and puts it right.")
}

// schemaDays are the days of the week as schema.org names them.
var schemaDays = [...]string{"", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// schemaOf is a service in the terms of schema.org, for machines that read pages; nil of one that is not for everybody.
func schemaOf(v domain.Service) map[string]any {
	if !v.Public() {
		return nil
	}
	out := map[string]any{"@context": "https://schema.org", "@type": "Service", "name": v.Name, "provider": map[string]any{"@type": "Organization", "name": v.OrganizationName}}
	put := func(to map[string]any, name, value string) {
		if value != "" {
			to[name] = value
		}
	}
	put(out, "description", v.Description)
	if len(v.Themes) > 0 {
		out["serviceType"] = v.Themes[0].Name
	}
	if v.TownName != "" {
		out["areaServed"] = map[string]any{"@type": "Place", "name": v.TownName}
	}
	if v.Eligibility != "" {
		out["audience"] = map[string]any{"@type": "Audience", "audienceType": v.Eligibility}
	}
	channel := map[string]any{"@type": "ServiceChannel"}
	put(channel, "serviceUrl", v.Website)
	if v.Phone != "" {
		channel["servicePhone"] = map[string]any{"@type": "ContactPoint", "telephone": v.Phone}
	}
	var places []map[string]any
	for _, l := range v.Locations {
		address := map[string]any{"@type": "PostalAddress", "addressLocality": l.TownName, "addressCountry": "GB"}
		put(address, "streetAddress", l.Address)
		put(address, "postalCode", l.Postcode)
		places = append(places, map[string]any{"@type": "Place", "name": l.Name, "address": address})
	}
	if len(places) > 0 {
		channel["serviceLocation"] = places
	}
	if len(channel) > 1 {
		out["availableChannel"] = channel
	}
	schemaWeek(out, v)
	return out
}

// schemaWeek adds when a service is there, and for how much.
func schemaWeek(out map[string]any, v domain.Service) {
	var hours, offers []map[string]any
	for _, t := range v.Schedules {
		h := map[string]any{"@type": "OpeningHoursSpecification", "dayOfWeek": "https://schema.org/" + schemaDays[t.Weekday], "opens": domain.ClockTime(t.Opens)}
		if t.Closes != nil {
			h["closes"] = domain.ClockTime(*t.Closes % (24 * 60))
		}
		hours = append(hours, h)
	}
	if len(hours) > 0 {
		out["hoursAvailable"] = hours
	}
	for _, p := range v.Costs {
		if p.Pence == nil {
			continue
		}
		offer := map[string]any{"@type": "Offer", "price": float64(*p.Pence) / 100, "priceCurrency": "GBP"}
		if p.Option != "" {
			offer["name"] = p.Option
		}
		offers = append(offers, offer)
	}
	if len(offers) > 0 {
		out["offers"] = offers
	}
}
