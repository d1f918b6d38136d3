package web

import (
	"net/http"
	"slices"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// serviceRoutes are the pages of those who look after the directory.
func (s *Server) serviceRoutes(mux *http.ServeMux) {
	for address, page := range map[string]page{
		"GET /services":                    s.servicesPage,
		"GET /services/new":                s.newServiceForm,
		"POST /services/new":               s.addService,
		"GET /services/{id}":               s.serviceBackPage,
		"GET /services/{id}/change":        s.changeServiceForm,
		"POST /services/{id}/change":       s.changeService,
		"POST /services/{id}/check":        s.checkService,
		"POST /services/{id}/status":       s.setServiceStatus,
		"POST /services/reports/{id}/done": s.settleReport,
		"GET /services/import":             s.servicesForm,
		"POST /services/import":            s.checkServices,
		"GET /services/missed":             s.missedPage,
		"GET /services/words":              s.synonymsPage,
		"POST /services/words":             s.addSynonym,
		"POST /services/words/{id}/remove": s.removeSynonym,
		"GET /shelves":                     s.themesPage,
		"GET /shelves/new":                 s.newThemeForm,
		"POST /shelves/new":                s.addTheme,
		"GET /shelves/{id}":                s.themeForm,
		"POST /shelves/{id}":               s.changeTheme,
	} {
		mux.Handle(address, s.signedIn(page))
	}
}

// servicesContent is the list of services for those who look after them.
type servicesContent struct {
	Head     Head
	Notice   *Notice
	Buttons  []Button
	Base     []Link
	Filter   filter
	Services []Line
	Pager    Pager
	Empty    Empty
	Also     []Button
}

// The parts of the list.
const (
	partToCheck  = "check"
	partReported = "reported"
	partClosed   = "closed"
)

// servicesPage lists services for those who look after them; what it shows is in the address bar.
func (s *Server) servicesPage(w http.ResponseWriter, r *http.Request) error {
	counts, err := s.app.DirectoryCounts(r.Context(), who(r))
	if err != nil {
		return err
	}
	part, typed := wordIn(r, "part"), wordIn(r, "q")
	f := app.ServiceFilter{Query: typed, TownID: numberIn[domain.TownID](r.FormValue("town")), Mine: true, ToCheck: part == partToCheck, Reported: part == partReported}
	switch part {
	case partReported:
		f.Closed = true
	case partClosed:
		f.Status = domain.ServiceClosed
	}
	found, info, err := s.app.FindServices(r.Context(), who(r), f, listPage(r))
	if err != nil {
		return err
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := servicesContent{Head: Head{Title: "The directory", Lead: "What there is in your places, and whether it is still true."}, Pager: next(r, info), Base: serviceParts(part, counts),
		Filter:  filter{Action: "/services", Label: "Find a service", Placeholder: "Name, or what it is for", Query: typed, Button: "Show"},
		Buttons: []Button{{Text: "Add a service", Style: Arm, Href: "/services/new", Icon: "plus"}, {Text: "Bring in a list", Href: "/services/import"}},
		Also: []Button{{Text: "Looked for, and not there", Href: "/services/missed", Icon: "search"}, {Text: "Words of the search", Href: "/services/words", Icon: "pen"},
			{Text: "What it is for: the shelves", Href: "/shelves", Icon: "form"}, {Text: "As everybody sees it", Href: "/directory", Icon: "eye"}}}
	if part != "" {
		out.Filter.Hidden = []Choice{{Text: "part", Value: part}}
	}
	if len(towns) > 1 {
		out.Filter.Selects = []selection{townSelection(towns, f.TownID)}
	}
	for _, v := range found {
		out.Services = append(out.Services, c.serviceRow(v))
	}
	out.Empty = servicesEmpty(part, typed)
	p := s.rd.Page(w, r, "The directory")
	p.Content = out
	s.rd.Render(w, r, "directory_staff", p)
	return nil
}

func serviceParts(part string, counts app.DirectoryCounts) []Link {
	return []Link{
		{Text: words.Later("All"), Href: "/services", Current: part == ""},
		{Text: counted(words.Later("To check"), counts.ToCheck), Href: "/services?part=" + partToCheck, Current: part == partToCheck},
		{Text: counted(words.Later("Said to be wrong"), counts.Reported), Href: "/services?part=" + partReported, Current: part == partReported},
		{Text: words.Later("Closed"), Href: "/services?part=" + partClosed, Current: part == partClosed},
	}
}

// counted is a name with how many there are, where there are any.
func counted(name string, n int) string {
	if n == 0 {
		return name
	}
	return name + " " + addressOf("", int64(n))
}

func servicesEmpty(part, typed string) Empty {
	switch {
	case typed != "":
		return Empty{Title: "Nothing is like that", Text: "Try another word.", Button: &Button{Text: "Show all", Href: "/services"}}
	case part == partToCheck:
		return Empty{Title: "All was checked in the last half year", Text: "What has not been checked for six months stands here."}
	case part == partReported:
		return Empty{Title: "Nobody says that something is wrong", Text: "What people write under “Is something wrong here?” stands here until somebody has looked."}
	case part == partClosed:
		return Empty{Title: "Nothing has closed", Text: "What has closed stands here, and in no list that everybody sees."}
	}
	return Empty{Title: "Nothing is written down yet", Text: "Add what you know of, or bring in a list that you have.", Button: &Button{Text: "Add a service", Style: Arm, Href: "/services/new"}}
}

// serviceRow is a service as those see it who look after it: what waits first.
func (c clock) serviceRow(v domain.Service) Line {
	out := Line{State: StatePlain, Icon: "other", Title: v.Name, Href: addressOf("/services/", v.ID), Say: placeWords(v.OrganizationName, v.TownName), End: c.checkedShort(v)}
	if len(v.Themes) > 0 {
		out.Icon = themeIcon(v.Themes[0].Code)
	}
	switch {
	case v.Reports > 0:
		out.State, out.Icon, out.Why = StateLate, "warn", c.Say("Somebody says that something is wrong.")
	case v.ToCheck(c.now):
		out.State = StateSoon
	}
	if v.Status != domain.ServiceOpen {
		out.Say += dot + c.Say(statusWords[v.Status])
	}
	if !v.Public() {
		out.Say += dot + c.Say("For staff alone")
	}
	return out
}

// checkedShort says in which month a service was checked, at the end of a line: its own page has the day.
func (c clock) checkedShort(v domain.Service) string {
	if v.CheckedOn == nil {
		return c.Say("Not checked yet")
	}
	month := c.Month(v.CheckedOn.Month())
	if year := v.CheckedOn.Year(); year != c.now.In(c.zone).Year() {
		return c.Say("Checked in %[1]s %[2]d", month, year)
	}
	return c.Say("Checked in %s", month)
}

// serviceBackContent is one service for those who look after it.
type serviceBackContent struct {
	Head    Head
	Reports []reportLine
	Notice  *Notice
	Check   Button
	Facts   []serviceFact
	Reach   []Fact
	Staff   string
	Path    []Step
	Acts    []Button
}

// reportLine is what somebody says is wrong.
type reportLine struct {
	Words, At, Post string
}

// serviceBackPage shows one service with what was done to it, and what waits.
func (s *Server) serviceBackPage(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.ServiceID](r)
	if err != nil {
		return err
	}
	v, err := s.app.ServiceBack(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	p := s.rd.Page(w, r, v.Name)
	p.Content = c.serviceBack(v)
	s.rd.Render(w, r, "directory_back", p)
	return nil
}

func (c clock) serviceBack(v app.ServiceBack) serviceBackContent {
	here := addressOf("/services/", v.ID)
	out := serviceBackContent{
		Head:  Head{Back: &Link{Text: "The directory", Href: "/services"}, Over: placeWords(v.OrganizationName, v.TownName), Title: v.Name, Tags: c.serviceTags(v.Service)},
		Facts: c.serviceFacts(v.Service), Staff: v.StaffWords,
		Check: Button{Text: "All of this still holds", Style: Arm, Post: here + "/check", Icon: "done"},
		Acts:  []Button{{Text: "Change it", Href: here + "/change", Icon: "pen"}, {Text: "As everybody sees it", Href: addressOf("/directory/", v.ID), Icon: "eye"}},
	}
	if v.Description != "" {
		out.Facts = slices.Insert(out.Facts, 0, serviceFact{Name: "What it is", Lines: paragraphs(v.Description)})
	}
	var shelves []string
	for _, t := range v.Themes {
		shelves = append(shelves, c.Say(t.Name))
	}
	out.Facts = append(out.Facts, serviceFact{Name: "What it is for", Lines: []string{c.List(shelves)}})
	var public serviceContent
	public.reach(c, v.Service)
	out.Reach = public.Reach
	for _, r := range v.Reports {
		out.Reports = append(out.Reports, reportLine{Words: r.Words, At: c.time(r.At), Post: addressOf("/services/reports/", r.ID) + "/done"})
	}
	switch {
	case v.Status == domain.ServiceClosed:
	case v.CheckedOn == nil:
		out.Notice = &Notice{State: StateSoon, Strong: "Nobody has checked this yet.", Text: "Ring them, and ask whether it is right."}
	case v.ToCheck:
		out.Notice = &Notice{State: StateSoon, Strong: c.Say("Last checked %s.", c.day(*v.CheckedOn)), Text: "That is more than half a year ago. Ring them, and ask whether it is right."}
	}
	for _, status := range domain.ServiceStatuses() {
		if status != v.Status {
			out.Acts = append(out.Acts, Button{Text: statusAct[status], Post: here + "/status", Name: "status", Value: string(status), Style: statusStyle(status), Icon: statusIcon[status]})
		}
	}
	for _, change := range v.Changes {
		out.Path = append(out.Path, c.serviceStep(change))
	}
	return out
}

var (
	// statusAct are the words on the button that sets a status.
	statusAct = map[domain.ServiceStatus]string{domain.ServiceOpen: words.Later("It is open to newcomers"), domain.ServiceFull: words.Later("It is full just now"),
		domain.ServiceOnHold: words.Later("It is taking a break"), domain.ServiceClosed: words.Later("It has closed")}
	statusIcon = map[domain.ServiceStatus]string{domain.ServiceOpen: "done", domain.ServiceFull: "people", domain.ServiceOnHold: "pause", domain.ServiceClosed: "no"}
)

func statusStyle(s domain.ServiceStatus) Style {
	if s == domain.ServiceClosed {
		return Danger
	}
	return Ordinary
}

// fieldWords are what the fields of a service are called in its story.
var fieldWords = map[string]string{
	"name": words.Later("the name"), "organization": words.Later("who runs it"), "town": words.Later("the town"), "description": words.Later("what it is"),
	"themes": words.Later("what it is for"), "places": words.Later("where it is"), "times": words.Later("the times"), "when": words.Later("the words about when"),
	"howToJoin": words.Later("how to join"), "costs": words.Later("what it costs"), "eligibility": words.Later("who it is for"), "phone": words.Later("the phone number"),
	"email": words.Later("the e-mail address"), "website": words.Later("the web address"), "staffWords": words.Later("the words for staff"),
	"audience": words.Later("who may see it"), "status": words.Later("whether it is open"),
}

// serviceStep is one thing that was done to a service.
func (c clock) serviceStep(change domain.ServiceChange) Step {
	name := change.ActorName
	if name == "" {
		name = c.Say("whoever runs the server")
	}
	out := Step{State: StateDone, Icon: "pen", When: c.time(change.At)}
	var fields []string
	for _, f := range change.Fields {
		fields = append(fields, c.Say(fieldWords[f]))
	}
	switch {
	case change.Kind == "added":
		out.Icon, out.Text = "plus", c.Say("%s wrote it down.", upperFirst(name))
	case change.Kind == "checked":
		out.Icon, out.Text = "done", c.Say("%s checked that it still holds.", upperFirst(name))
	case change.Kind == "imported" && len(fields) == 0:
		out.Icon, out.Text = "form", c.Say("%s brought it in with a list.", upperFirst(name))
	case change.Kind == "imported":
		out.Icon, out.Text = "form", c.Say("%s brought in a list that says otherwise: %s.", upperFirst(name), c.List(fields))
	default:
		out.Text = c.Say("%s changed %s.", upperFirst(name), c.List(fields))
	}
	if was := change.Before["status"]; was != "" {
		out.When += ". " + c.Say("It was %s before.", c.Say(domain.ServiceStatus(was).Plain()))
	}
	return out
}

// checkService notes that somebody has asked.
func (s *Server) checkService(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.ServiceID](r)
	if err != nil {
		return err
	}
	_, err = s.app.CheckService(r.Context(), who(r), id)
	return press(w, r, err, addressOf("/services/", id), "Thank you. It counts as checked today.")
}

// setServiceStatus opens, closes or holds a service.
func (s *Server) setServiceStatus(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.ServiceID](r)
	if err != nil {
		return err
	}
	status := domain.ServiceStatus(r.PostFormValue("status"))
	if !status.Valid() {
		status = "?" // said to be none of the list, by the one who checks it
	}
	_, err = s.app.ChangeService(r.Context(), who(r), app.ChangeService{ServiceID: id, Status: &status, Checked: true})
	return press(w, r, err, addressOf("/services/", id), "It is saved.")
}

// settleReport puts away what somebody has looked at.
func (s *Server) settleReport(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.ReportID](r)
	if err != nil {
		return err
	}
	return press(w, r, s.app.SettleReport(r.Context(), who(r), id), localPage(r.Referer(), r.Host), "It is put away.")
}
