package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// streetsContent is the list of streets.
type streetsContent struct {
	Head   Head
	Filter filter
	Town   *Button  // leads to the town that was chosen
	Vacant []Button // leads to the streets that need somebody
	Table  Table
	Pager  Pager
	Empty  Empty
}

// streetsPage lists streets with who looks after them; what it shows is in the address bar.
func (s *Server) streetsPage(w http.ResponseWriter, r *http.Request) error {
	f := app.StreetFilter{TownID: numberIn[domain.TownID](r.FormValue("town")), SectionID: numberIn[domain.SectionID](r.FormValue("section")),
		Query: wordIn(r, "q"), Vacant: r.FormValue("vacant") != ""}
	lines, info, err := s.app.Streets(r.Context(), who(r), f, listPage(r))
	if err != nil {
		return err
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return err
	}
	var sections []domain.Section
	if f.TownID != 0 {
		if sections, err = s.app.Sections(r.Context(), who(r), f.TownID); err != nil {
			return err
		}
	}
	p := s.rd.Page(w, r, "Streets")
	out := streets(words.From(r.Context()), lines, streetFilter(f, towns, sections), townNamed(towns, f.TownID, ""), next(r, info))
	if len(towns) == 0 {
		out.Empty = noStreetsYet(r)
	}
	if out.Vacant, err = s.vacancyLink(r, f.TownID); err != nil {
		return err
	}
	if f.TownID != 0 && domain.May(who(r), domain.SeePlaces, domain.Target{Spot: domain.Spot{DistrictID: who(r).DistrictID, TownID: f.TownID}}) {
		out.Town = &Button{Text: "How the town is set up", Href: addressOf("/towns/", f.TownID)}
	}
	p.Content = out
	s.rd.Render(w, r, "streets", p)
	return nil
}

// noStreetsYet says what to do in a district that has none.
func noStreetsYet(r *http.Request) Empty {
	if mayOpen(r) {
		return Empty{Title: "There are no streets yet", Text: "A list from a spreadsheet will do.", Button: &Button{Text: "Bring in your streets", Href: "/begin/streets"}}
	}
	return Empty{Title: "There are no streets yet", Text: "Whoever looks after the district brings them in."}
}

// nothing is a page that has nothing to show yet, and says what to do.
type nothing struct {
	Head  Head
	Empty Empty
}

// noStreets answers for a page about streets in a district that has none.
func (s *Server) noStreets(w http.ResponseWriter, r *http.Request, title string) error {
	p := s.rd.Page(w, r, title)
	p.Content = nothing{Head: Head{Title: title}, Empty: noStreetsYet(r)}
	s.rd.Render(w, r, "nothing", p)
	return nil
}

func streets(in *words.Words, lines []app.StreetLine, f filter, town string, pager Pager) streetsContent {
	out := streetsContent{Head: Head{Title: "Streets", Lead: "Who looks after each, and who helps there."}, Filter: f, Pager: pager,
		Table: Table{Caption: "Streets", Columns: []Column{{Name: "Street"}, {Name: "Where"}, {Name: "Looked after by"}, {Name: "Stand-in", Wide: true}, {Name: "Help here", Number: true}, {Name: "Open asks", Number: true}}},
		Empty: Empty{Title: "No street is like that", Text: "Try the beginning of its name.", Button: &Button{Text: "Show all streets", Href: "/streets"}}}
	if town != "" {
		out.Head.Title = in.Say("Streets of %s", town)
	}
	nobody := Tag{State: StateSoon, Icon: "people", Text: "Nobody"}
	for _, l := range lines {
		coordinator := Cell{Text: l.CoordinatorName}
		if l.CoordinatorName == "" {
			coordinator = Cell{Tag: &nobody}
		}
		out.Table.Rows = append(out.Table.Rows, []Cell{{Text: l.Name, Href: addressOf("/streets/", l.ID)}, {Text: besides(l.Name, l.SectionName, l.TownName)},
			coordinator, {Text: orThe(l.ReserveName, "–")}, {Text: strconv.Itoa(l.Volunteers)}, {Text: strconv.Itoa(l.OpenRequests)}})
	}
	return out
}

// streetFilter shows again what the list was asked for.
func streetFilter(f app.StreetFilter, towns []domain.Town, sections []domain.Section) filter {
	out := filter{Action: "/streets", Label: "Find a street", Placeholder: "The beginning of a name", Query: f.Query, Button: "Show",
		Boxes: []Choice{{Text: "vacant", Small: "Has nobody", Checked: f.Vacant}}}
	if len(towns) > 1 || f.TownID != 0 {
		out.Selects = append(out.Selects, townSelection(towns, f.TownID))
	}
	if len(sections) > 1 {
		out.Selects = append(out.Selects, sectionSelection(sections, f.SectionID))
	}
	return out
}

// sectionSelection offers the parts of a town, with all of it first.
func sectionSelection(sections []domain.Section, chosen domain.SectionID) selection {
	return selection{Name: "section", Label: "Part of the town", Choices: append([]Choice{{Text: "All of it"}}, sectionChoices(sections)...)}.chosen(idOf(chosen))
}

// streetContent is one street with its people and its asks.
type streetContent struct {
	Head   Head
	Ladder []Rung
	Asks   bool // the reader may see asks
	Open   []Line
	Past   []Line
	Helps  bool // the reader may see people
	People []neighbour
	Count  string
	Main   *neighbour
	Other  *neighbour
	Vacant *Panel
	Alone  *Panel // nobody stands in
	Nobody *Empty // nobody helps here
	Board  Panel
}

// neighbour is somebody of a street, as a line with their door.
type neighbour struct {
	Door Door
	Name string
	Href string
	Say  string
	Why  string // why they were found; "" where nobody was looked for
	Tag  *Tag
}

// streetPage shows one street to those who look after it.
func (s *Server) streetPage(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.StreetID](r)
	if err != nil {
		return err
	}
	v, err := s.app.Street(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	spot := domain.Spot{DistrictID: v.DistrictID, TownID: v.TownID, SectionID: v.SectionID, StreetID: id}
	out := c.street(v, func(action domain.Action) bool { return domain.May(who(r), action, domain.Target{Spot: spot}) })
	p := s.rd.Page(w, r, v.Name)
	p.Content = out
	s.rd.Render(w, r, "street", p)
	return nil
}

// street puts one street into words, for whoever may do what there.
func (c clock) street(v app.StreetView, may func(domain.Action) bool) streetContent {
	out := streetContent{Head: Head{Back: &Link{Text: "All streets", Href: addressOf("/streets?town=", v.TownID)}, Title: v.Name,
		Over: besides(v.Name, v.SectionName, v.TownName)}, Asks: may(domain.SeeAsk), Helps: may(domain.SeePeople)}
	widest := -1
	for _, l := range v.Asks {
		l.StreetName = "" // the page says it
		if l.State == domain.Closed {
			if len(out.Past) < pastShown {
				out.Past = append(out.Past, c.shortLine(l))
			}
			continue
		}
		out.Open = append(out.Open, c.shortLine(l))
		if l.State == domain.Open && l.Approved {
			widest = max(widest, int(l.Level))
		}
	}
	section := v.SectionName
	if section == v.Name {
		section = c.Say("Around %s", v.Name)
	}
	out.Ladder = Ladder(widest, v.Name, section, v.TownName, c.Say("The district"))
	for n, h := range v.Neighbours {
		out.People = append(out.People, c.helpsHere(n, h))
	}
	out.Count = strconv.Itoa(len(v.Neighbours))
	out.Main, out.Other = looksAfter(v.CoordinatorID, v.CoordinatorName, "Looks after this street"), looksAfter(v.ReserveID, v.ReserveName, "Stands in")
	for _, n := range []*neighbour{out.Main, out.Other} {
		if n != nil && !may(domain.SeePeople) {
			n.Href = ""
		}
	}
	if out.Helps {
		out.Head.Lead = Count(c.Words, len(v.Neighbours), "%s neighbour helps here.", "%s neighbours help here.")
	}
	if out.Asks {
		out.Head.Lead = joinWords(" ", out.Head.Lead, Count(c.Words, len(out.Open), "%s ask is open.", "%s asks are open."))
	}
	c.streetGaps(v, may, &out)
	out.Board = streetBoard(v, may)
	return out
}

// pastShown is how many asks that have ended stand on a street's page: the list of asks has all.
const pastShown = 4

// streetGaps says who is missing in a street, and what to do about it.
func (c clock) streetGaps(v app.StreetView, may func(domain.Action) bool, out *streetContent) {
	find := []Button{{Text: "Tell the community builder whom you know", Style: Quiet, Href: "/people?role=builder"}}
	if may(domain.EditRoles) {
		find = []Button{{Text: "Who could?", Href: addressOf("/vacancies/", v.ID)}}
	} else if !out.Helps {
		find = nil
	}
	if out.Main == nil {
		out.Vacant = &Panel{Title: "Nobody looks after this street", Words: []string{"Asks from here go to whoever stands in, else to the desk."}, Buttons: find}
	} else if out.Other == nil {
		out.Alone = &Panel{Title: "Nobody stands in", Words: []string{c.Say("When %s is away, asks from here go to the desk.", v.CoordinatorName)}, Buttons: find}
	}
	if len(v.Neighbours) > 0 || !out.Helps {
		return
	}
	out.Nobody = nobodyHelps()
	if may(domain.EditPeople) {
		out.Nobody.Button = &Button{Text: "Add a neighbour who helps", Href: addressOf("/people/new?street=", v.ID)}
	}
}

// nobodyHelps says what to do where nobody helps yet.
func nobodyHelps() *Empty {
	return &Empty{Title: "Nobody here helps yet", Text: "Knock at three doors, and ask who likes to do things for others. An hour now and then is plenty.",
		Button: &Button{Text: "Show them how it works", Href: "/lend-a-hand"}}
}

// streetBoard leads to what else can be done in a street.
func streetBoard(v app.StreetView, may func(domain.Action) bool) Panel {
	out := Panel{Title: "Also"}
	add := func(action domain.Action, b Button) {
		if may(action) {
			out.Buttons = append(out.Buttons, b)
		}
	}
	add(domain.TakeAsk, Button{Text: "Write down a call from here", Icon: "phone", Href: addressOf("/call?street=", v.ID)})
	add(domain.SeeAsk, Button{Text: "All that was asked here", Icon: "form", Href: addressOf("/requests?street=", v.ID)})
	add(domain.SeePeople, Button{Text: "Everybody who lives here", Icon: "people", Href: addressOf("/people?street=", v.ID)})
	out.Buttons = append(out.Buttons, Button{Text: "Print the poster", Icon: "print", Href: addressOf("/print/street/", v.ID)})
	add(domain.EditPeople, Button{Text: "Add a neighbour who helps", Icon: "plus", Href: addressOf("/people/new?street=", v.ID)})
	return out
}

func looksAfter(id domain.PersonID, name, as string) *neighbour {
	if id == 0 {
		return nil
	}
	return &neighbour{Door: Door{Name: name, Tint: int(id % 4)}, Name: name, Href: addressOf("/people/", id), Say: as}
}

// helpsHere is a neighbour who helps, with what they can do and how things stand with them.
func (c clock) helpsHere(n int, h domain.Neighbour) neighbour {
	name := fullName(h.FirstName, h.LastName)
	out := neighbour{Door: Door{Name: name, Tint: n % 4, Away: h.Resting || h.Away}, Name: name, Href: addressOf("/people/", h.PersonID), Say: briefSkills(h.Skills)}
	tag := func(state State, icon, text string) { out.Tag = &Tag{State: state, Icon: icon, Text: text} }
	switch {
	case h.Standing != domain.Met:
		tag(StateSoon, "soon", c.Say("Not met yet"))
	case h.VisitAt != nil:
		tag(StateDone, "cal", c.Say("Visit %s", c.time(*h.VisitAt)))
	case h.Away && h.AwayTo != nil:
		tag(StateWaiting, "pause", c.Say("Back %s", c.day(*h.AwayTo)))
	case h.Away:
		tag(StateWaiting, "pause", c.Say("Away"))
	case h.Resting:
		tag(StateWaiting, "pause", c.Say("Resting"))
	case h.Asked:
		tag(StateWaiting, "wait", c.Say("Asked"))
	case c.freeToday(h):
		tag(StateDone, "done", c.Say("Free today"))
	default:
		tag(StatePlain, "", c.Say("Helps"))
	}
	return out
}

// mostSkills is how many skills stand in a line: the person's own page has all.
const mostSkills = 3

// briefSkills names a few skills, each by its first word: "Errands, gardening".
func briefSkills(codes []string) string {
	var names []string
	for _, s := range skills {
		if slices.Contains(codes, s.code) && s.code != "step_free" && s.code != "knock" && len(names) < mostSkills {
			name, _, _ := strings.Cut(s.name, ",")
			name, _, _ = strings.Cut(name, " and ")
			names = append(names, strings.ToLower(name))
		}
	}
	return upperFirst(strings.Join(names, ", "))
}

// freeToday reports whether a neighbour could be asked to go in what is left of today.
func (c clock) freeToday(h domain.Neighbour) bool {
	local, part := c.now.In(c.zone), 0
	switch {
	case local.Hour() >= 17:
		part = 2
	case local.Hour() >= 12:
		part = 1
	}
	return h.VisitAt == nil && h.FreeOn(local.Weekday(), part)
}
