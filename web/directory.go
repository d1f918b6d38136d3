package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// directoryRoutes are the pages of what there is, for everybody.
func (s *Server) directoryRoutes(mux *http.ServeMux) {
	mux.Handle("GET /directory", s.open(s.directoryPage))
	mux.Handle("GET /directory/{id}", s.open(s.servicePage))
	mux.Handle("POST /directory/{id}/wrong", s.open(s.reportService))
}

// looking is what somebody looks for in the directory: all of it stands in the address bar.
type looking struct {
	app.ServiceFilter
	towns    []domain.Town
	several  int // districts
	sections []domain.Section
	themes   []domain.Theme
}

// looking reads what the address looks for, with what there is to choose from. A neighbourhood of another town than the one that was
// chosen does not count.
func (s *Server) looking(r *http.Request) (l looking, err error) {
	known := s.house.rooms(r.Context())
	l = looking{towns: known.towns, several: len(known.districts)}
	l.ServiceFilter = app.ServiceFilter{Query: wordIn(r, "q"), TownID: numberIn[domain.TownID](r.FormValue("town")), SectionID: numberIn[domain.SectionID](r.FormValue("section")),
		Theme: wordIn(r, "for"), Weekday: int(numberIn[domain.TownID](r.FormValue("day"))), Free: r.FormValue("free") != ""}
	if l.Weekday > 7 {
		l.Weekday = 0
	}
	if !slices.ContainsFunc(l.towns, func(t domain.Town) bool { return t.ID == l.TownID }) {
		l.TownID = 0
	}
	within := l.TownID
	if len(l.towns) == 1 {
		l.TownID, within = 0, l.towns[0].ID // it is all there is
	}
	if within != 0 {
		if l.sections, err = s.app.Sections(r.Context(), who(r), within); err != nil {
			return l, err
		}
	}
	if !slices.ContainsFunc(l.sections, func(n domain.Section) bool { return n.ID == l.SectionID }) {
		l.SectionID = 0
	}
	if l.themes, err = s.app.Themes(r.Context(), who(r), l.TownID); err != nil {
		return l, err
	}
	l.themes = slices.DeleteFunc(l.themes, func(t domain.Theme) bool { return t.Kind == domain.SafetyTheme })
	if !slices.ContainsFunc(l.themes, func(t domain.Theme) bool { return t.Code == l.Theme }) {
		l.Theme = ""
	}
	return l, nil
}

// address is the list with what is looked for, without some of it.
func (l looking) address(without ...string) string {
	q := url.Values{}
	add := func(name, value string) {
		if value != "" && value != "0" && !slices.Contains(without, name) {
			q.Set(name, value)
		}
	}
	add("q", l.Query)
	add("for", l.Theme)
	add("town", strconv.FormatInt(int64(l.TownID), 10))
	add("section", strconv.FormatInt(int64(l.SectionID), 10))
	add("day", strconv.Itoa(l.Weekday))
	add("free", ticked(l.Free))
	if len(q) == 0 {
		return "/directory"
	}
	return "/directory?" + q.Encode()
}

// anything reports whether something is looked for at all.
func (l looking) anything() bool { return l.ServiceFilter != (app.ServiceFilter{}) }

// directoryContent is the list of what there is.
type directoryContent struct {
	Head     Head
	Find     filter
	Narrow   narrowView
	Shelves  []shelf
	Title    string // of the list
	Services []serviceLine
	Pager    Pager
	Empty    *Empty
	Missing  bool   // nothing is there: what else somebody can do
	Idea     string // where they say what they would like to be there
}

// shelf leads to what there is of one theme.
type shelf struct {
	Icon, Text, Href string
}

// serviceLine is a service as a list shows it.
type serviceLine struct {
	Icon  string
	Name  string
	Href  string
	By    string
	When  []string
	Where string
	Tags  []Tag
	End   string // for staff: when it was checked
}

// fewServices is how many stand below the shelves while nothing is looked for.
const fewServices = 10

// directoryPage lists what there is; what it shows is in the address bar.
func (s *Server) directoryPage(w http.ResponseWriter, r *http.Request) error {
	l, err := s.looking(r)
	if err != nil {
		return err
	}
	page := listPage(r)
	if !l.anything() {
		page.First = fewServices
	}
	found, info, err := s.app.FindServices(r.Context(), who(r), l.ServiceFilter, page)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	p := s.rd.Page(w, r, "What there is")
	out := c.directory(l, found, info)
	out.Pager = nextOf(c.Words, r, info)
	p.Content = out
	s.rd.Render(w, r, "directory", p)
	return nil
}

// nextOf is next with the count in the reader's language.
func nextOf(in *words.Words, r *http.Request, info app.PageInfo) Pager {
	p := next(r, info)
	if p.Text != "" {
		p.Text = in.Say("%d in all", info.Total)
	}
	return p
}

// directory puts what was found into words.
func (c clock) directory(l looking, found []domain.Service, info app.PageInfo) directoryContent {
	out := directoryContent{
		Head:   Head{Title: "What there is", Lead: "Groups, classes and people who help, near you."},
		Find:   filter{Action: "/directory", Label: "What are you looking for?", Placeholder: "Choir, debt, yoga …", Query: l.Query, Button: "Find"},
		Narrow: c.narrowServices(l), Title: c.Say("All, by name"),
	}
	out.Find.Hidden, out.Idea = out.Narrow.carried("q"), "/ideas/new"
	for _, t := range l.themes {
		out.Shelves = append(out.Shelves, shelf{Icon: themeIcon(t.Code), Text: t.Name, Href: looking{ServiceFilter: app.ServiceFilter{Theme: t.Code, TownID: l.TownID}}.address()})
	}
	switch {
	case info.Loose:
		out.Title = c.Say("Nothing has all of your words; these have some")
	case l.anything() && info.Total > 0:
		out.Title = Count(c.Words, info.Total, "%s thing to choose from", "%s things to choose from")
	case l.Query != "":
		out.Title = c.Say("Looked for: %s", l.Query)
	}
	if l.Query != "" || l.Theme != "" {
		out.Shelves = nil
	}
	for _, s := range found {
		out.Services = append(out.Services, c.serviceLine(s))
	}
	if (len(found) == 0 || info.Loose) && l.Query != "" {
		out.Idea += "?town=" + idOf(l.TownID) + "&looked=" + url.QueryEscape(l.Query)
	}
	if len(found) == 0 {
		out.Empty = &Empty{Title: "We know of nothing like that yet", Text: "Try another word, or take something off above. We count what people look for and do not find, never who looked, so that somebody can start it."}
		if !l.anything() {
			out.Empty = &Empty{Title: "Nothing is written down yet", Text: "Groups and classes will stand here soon."}
		}
		out.Missing = true
	}
	return out
}

// narrowServices says what the list is narrowed to, and asks what else it may be.
func (c clock) narrowServices(l looking) narrowView {
	out := narrowView{Action: "/directory", None: l.address("for", "town", "section", "day", "free")}
	off := func(text string, names ...string) {
		if text != "" {
			out.Chosen = append(out.Chosen, Link{Text: text, Href: l.address(names...)})
		}
	}
	for _, t := range l.themes {
		if t.Code == l.Theme {
			off(t.Name, "for")
		}
	}
	off(townNamed(l.towns, l.TownID, ""), "town", "section")
	for _, n := range l.sections {
		if n.ID == l.SectionID {
			off(n.Name, "section")
		}
	}
	if l.Weekday != 0 {
		off(c.Weekday(time.Weekday(l.Weekday%7)), "day")
	}
	if l.Free {
		off("Free", "free")
	}
	for _, name := range []struct{ name, value string }{{"q", l.Query}, {"for", l.Theme}} {
		if name.value != "" {
			out.Hidden = append(out.Hidden, Choice{Text: name.name, Value: name.value})
		}
	}
	out.Towns, out.Groups = c.narrowChoices(l)
	return out
}

// narrowChoices are the questions of the form that narrows. Many towns are a list that opens.
func (c clock) narrowChoices(l looking) (towns *selection, out []Picks) {
	ask := func(name, legend, any, chosen string, choices []Choice) {
		p := Picks{Name: name, Legend: legend, Choices: append([]Choice{{Text: any}}, choices...)}
		out = append(out, p.Chosen(chosen))
	}
	var places, parts, days []Choice
	for _, t := range l.towns {
		places = append(places, Choice{Value: addressOf("", t.ID), Text: townWords(t, l.several)})
	}
	for _, n := range l.sections {
		parts = append(parts, Choice{Value: addressOf("", n.ID), Text: n.Name})
	}
	for day := 1; day <= 7; day++ {
		days = append(days, Choice{Value: strconv.Itoa(day), Text: c.Weekday(time.Weekday(day % 7))})
	}
	if len(places) >= manyTowns {
		list := townSelection(l.towns, l.TownID)
		towns = &list
	} else if len(places) > 1 {
		ask("town", "Which town", "All towns", addressOf("", l.TownID), places)
	}
	if len(parts) > 1 {
		ask("section", "Which part of the town", "All of it", addressOf("", l.SectionID), parts)
	}
	ask("day", "Which day", "Any day", strconv.Itoa(l.Weekday), days)
	ask("free", "What it costs", "Any price", ticked(l.Free), []Choice{{Value: "yes", Text: "Free"}})
	return towns, out
}

// carried is what a form carries along of what a list is narrowed to, without what it asks for itself.
func (n narrowView) carried(without string) (out []Choice) {
	for _, c := range n.Hidden {
		if c.Text != without {
			out = append(out, c)
		}
	}
	for _, p := range n.Groups {
		for _, c := range p.Choices {
			if c.Checked && c.Value != "" && c.Value != "0" {
				out = append(out, Choice{Text: p.Name, Value: c.Value})
			}
		}
	}
	if n.Towns != nil {
		for _, c := range n.Towns.Choices {
			if c.Checked && c.Value != "" {
				out = append(out, Choice{Text: n.Towns.Name, Value: c.Value})
			}
		}
	}
	return out
}

// themeIcons are the drawings of the themes that a district begins with.
var themeIcons = map[string]string{"company": "cup", "money": "bag", "home": "flame", "active": "walk", "health": "heart", "about": "car", "learning": "screen", "family": "people"}

func themeIcon(code string) string {
	if icon := themeIcons[code]; icon != "" {
		return icon
	}
	return "other"
}

// serviceLine puts a service into a list.
func (c clock) serviceLine(s domain.Service) serviceLine {
	out := serviceLine{Icon: "other", Name: s.Name, Href: addressOf("/directory/", s.ID), When: c.times(s), Where: serviceWhere(s), Tags: c.serviceTags(s)}
	if s.OrganizationName != s.Name {
		out.By = s.OrganizationName
	}
	if len(s.Themes) > 0 {
		out.Icon = themeIcon(s.Themes[0].Code)
	}
	return out
}

// serviceWhere says where a service is, in a line.
func serviceWhere(s domain.Service) string {
	if len(s.Locations) == 0 {
		return s.TownName
	}
	l := s.Locations[0]
	return placeWords(l.Name, l.SectionName, l.TownName)
}

// statusWords say whether somebody new may come.
var statusWords = map[domain.ServiceStatus]string{domain.ServiceOpen: words.Later("Open to newcomers"), domain.ServiceFull: words.Later("Full just now"),
	domain.ServiceOnHold: words.Later("Taking a break"), domain.ServiceClosed: words.Later("Closed")}

// serviceTags say whether somebody may come, and whether it costs nothing.
func (c clock) serviceTags(s domain.Service) (out []Tag) {
	switch s.Status {
	case domain.ServiceFull:
		out = append(out, Tag{State: StateSoon, Icon: "pause", Text: statusWords[s.Status]})
	case domain.ServiceOnHold:
		out = append(out, Tag{State: StateWaiting, Icon: "pause", Text: statusWords[s.Status]})
	case domain.ServiceClosed:
		out = append(out, Tag{State: StateFailed, Icon: "no", Text: statusWords[s.Status]})
	}
	if s.Free() {
		out = append(out, Tag{State: StateDone, Icon: "done", Text: "Free"})
	}
	if !s.Public() {
		out = append(out, Tag{State: StatePlain, Icon: "lock", Text: "For staff alone"})
	}
	return out
}

// times say when a service is there: days of the same hours together, and then the words.
func (c clock) times(s domain.Service) (out []string) {
	type hours struct {
		opens  int
		closes int // 0: nobody has said
	}
	days := map[hours][]int{}
	var order []hours
	for _, t := range s.Schedules {
		h := hours{opens: t.Opens}
		if t.Closes != nil {
			h.closes = *t.Closes
		}
		if days[h] == nil {
			order = append(order, h)
		}
		days[h] = append(days[h], t.Weekday)
	}
	for _, h := range order {
		if h.closes == 0 {
			out = append(out, c.Say("%s, %s", c.days(days[h]), c.minute(h.opens)))
		} else {
			out = append(out, c.Say("%s, %s to %s", c.days(days[h]), c.minute(h.opens), c.minute(h.closes)))
		}
	}
	if s.WhenWords != "" {
		out = append(out, s.WhenWords)
	}
	return out
}

// days name days of the week, three or more that follow each other as "Monday to Friday".
func (c clock) days(numbers []int) string {
	last := len(numbers) - 1
	if last >= 2 && numbers[last]-numbers[0] == last {
		return c.Say("%s to %s", c.Weekday(time.Weekday(numbers[0]%7)), c.Weekday(time.Weekday(numbers[last]%7)))
	}
	var names []string
	for _, n := range numbers {
		names = append(names, c.Weekday(time.Weekday(n%7)))
	}
	return c.List(names)
}

// minute says a minute of the day: "10:30 am".
func (c clock) minute(m int) string { return c.Clock(time.Date(2000, 1, 1, 0, m, 0, 0, time.UTC)) }
