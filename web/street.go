package web

import (
	"net/http"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// streetsContent is the list of streets.
type streetsContent struct {
	Head   Head
	Filter filter
	Town   *Button // leads to the town that was chosen
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
	out := streets(lines, streetFilter(f, towns, sections), townNamed(towns, f.TownID, ""), next(r, info))
	if len(towns) == 0 {
		out.Empty = noStreetsYet(r)
	}
	if f.TownID != 0 {
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

func streets(lines []app.StreetLine, f filter, town string, pager Pager) streetsContent {
	out := streetsContent{Head: Head{Title: "Streets", Lead: "Who looks after each, and who helps there."}, Filter: f, Pager: pager,
		Table: Table{Caption: "Streets", Columns: []Column{{Name: "Street"}, {Name: "Where"}, {Name: "Looked after by"}, {Name: "Stand-in", Wide: true}, {Name: "Help here", Number: true}, {Name: "Open asks", Number: true}}},
		Empty: Empty{Title: "No street is like that", Text: "Try the beginning of its name.", Button: &Button{Text: "Show all streets", Href: "/streets"}}}
	if town != "" {
		out.Head.Title = "Streets of " + town
	}
	nobody := Tag{State: StateSoon, Icon: "people", Text: "Nobody"}
	for _, l := range lines {
		coordinator := Cell{Text: l.CoordinatorName}
		if l.CoordinatorName == "" {
			coordinator = Cell{Tag: &nobody}
		}
		out.Table.Rows = append(out.Table.Rows, []Cell{{Text: l.Name, Href: addressOf("/streets/", l.ID)}, {Text: placeWords(l.SectionName, l.TownName)},
			coordinator, {Text: orThe(l.ReserveName, "–")}, {Text: strconv.Itoa(l.Volunteers)}, {Text: strconv.Itoa(l.OpenRequests)}})
	}
	return out
}

// streetFilter shows again what the list was asked for.
func streetFilter(f app.StreetFilter, towns []domain.Town, sections []domain.Section) filter {
	out := filter{Action: "/streets", Label: "Find a street", Placeholder: "The beginning of a name", Query: f.Query, Button: "Show",
		Boxes: []Choice{{Text: "vacant", Small: "Nobody looks after it", Checked: f.Vacant}}}
	if len(towns) > 1 || f.TownID != 0 {
		out.Selects = append(out.Selects, townSelection(towns, f.TownID))
	}
	if len(sections) > 1 {
		pick := selection{Name: "section", Label: "Part of the town", Choices: []Choice{{Text: "All of it"}}}
		for _, n := range sections {
			pick.Choices = append(pick.Choices, Choice{Value: strconv.FormatInt(int64(n.ID), 10), Text: n.Name, Checked: n.ID == f.SectionID})
		}
		out.Selects = append(out.Selects, pick)
	}
	return out
}

// streetContent is one street with its people and its asks.
type streetContent struct {
	Head   Head
	Open   []Line
	Past   []Line
	People []neighbour
	Count  string
	Main   *neighbour
	Other  *neighbour
	Vacant bool
	Board  Panel
}

// neighbour is somebody of a street, as a line with their door.
type neighbour struct {
	Door Door
	Name string
	Href string
	Say  string
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
	out := c.street(v)
	spot := domain.Spot{DistrictID: v.DistrictID, TownID: v.TownID, SectionID: v.SectionID, StreetID: id}
	if domain.May(who(r), domain.EditPeople, domain.Target{Spot: spot}) {
		out.Board.Buttons = append(out.Board.Buttons, Button{Text: "Add a neighbour who helps", Icon: "plus", Href: addressOf("/people/new?street=", id)})
	}
	p := s.rd.Page(w, r, v.Name)
	p.Content = out
	s.rd.Render(w, r, "street", p)
	return nil
}

// street puts one street into words.
func (c clock) street(v app.StreetView) streetContent {
	out := streetContent{Head: Head{Back: &Link{Text: "All streets", Href: addressOf("/streets?town=", v.TownID)}, Title: v.Name,
		Over: placeWords(v.SectionName, v.TownName)},
		Board: Panel{Title: "Also", Buttons: []Button{{Text: "Write down a call from here", Icon: "phone", Href: addressOf("/call?street=", v.ID)},
			{Text: "Everybody who lives here", Icon: "people", Href: addressOf("/people?street=", v.ID)},
			{Text: "Print the poster", Icon: "print", Href: addressOf("/print/street/", v.ID)}}}}
	for _, l := range v.Asks {
		if l.State == domain.Closed {
			out.Past = append(out.Past, c.lineOf(l))
		} else {
			out.Open = append(out.Open, c.lineOf(l))
		}
	}
	for n, h := range v.Neighbours {
		out.People = append(out.People, helpsHere(n, h))
	}
	out.Count = strconv.Itoa(len(v.Neighbours))
	out.Main, out.Other = looksAfter(v.CoordinatorID, v.CoordinatorName, "Looks after this street"), looksAfter(v.ReserveID, v.ReserveName, "Stands in")
	out.Vacant = out.Main == nil
	out.Head.Lead = Count(c.Words, len(v.Neighbours), "%s neighbour helps here.", "%s neighbours help here.") + " " +
		Count(c.Words, len(out.Open), "%s ask is open.", "%s asks are open.")
	return out
}

func looksAfter(id domain.PersonID, name, as string) *neighbour {
	if id == 0 {
		return nil
	}
	return &neighbour{Door: Door{Name: name, Tint: int(id % 4)}, Name: name, Href: addressOf("/people/", id), Say: as}
}

// helpsHere is a neighbour who helps, with what they can do.
func helpsHere(n int, h domain.Neighbour) neighbour {
	name := strings.TrimSpace(h.FirstName + " " + h.LastName)
	out := neighbour{Door: Door{Name: name, Tint: n % 4, Away: h.Resting}, Name: name, Href: addressOf("/people/", h.PersonID), Say: skillWords(h.Skills)}
	switch {
	case h.Standing != domain.Met:
		out.Tag = &Tag{State: StateSoon, Icon: "soon", Text: "Not met yet"}
	case h.Resting:
		out.Tag = &Tag{State: StateWaiting, Icon: "pause", Text: "Resting"}
	default:
		out.Tag = &Tag{State: StateDone, Icon: "done", Text: "Helps"}
	}
	return out
}

// streetForm is a street as somebody typed it, and the one that they chose.
type streetForm struct {
	Street   string `form:"street" max:"100" label:"The street"`
	StreetID string `form:"streetId"`
}

// streetField asks for a street: with scripts it is found while typing, without them it is offered after.
func (s *Server) streetField(r *http.Request, f streetForm, label string, wrong domain.Errors) (Field, error) {
	field := Field{Name: "street", Label: label, Hint: "Start to type and pick it from the list.", Value: f.Street,
		Finder: &Finder{Address: "/streets/find", IDName: "streetId", ID: f.StreetID}}
	for _, name := range []string{"street", "streetId"} {
		if field.Error == nil {
			field.Error = problemWith(wrong, name)
		}
	}
	if field.Error == nil || f.Street == "" {
		return field, nil
	}
	found, err := s.app.FindStreets(r.Context(), who(r), app.FindStreets{Query: f.Street, DistrictID: who(r).DistrictID})
	for _, street := range found {
		field.Choices = append(field.Choices, Choice{Value: strconv.FormatInt(int64(street.ID), 10), Text: street.Label()})
	}
	field.ChoiceName = "streetId"
	return field, err
}

// streetOf is the street that somebody chose, or the only one that is called as they typed.
func (s *Server) streetOf(r *http.Request, f streetForm) (domain.StreetID, error) {
	if id := numberIn[domain.StreetID](f.StreetID); id != 0 {
		return id, nil
	}
	if f.Street == "" {
		return 0, domain.Errorf(domain.Invalid, "street", "Please type the name of the street.")
	}
	found, err := s.app.FindStreets(r.Context(), who(r), app.FindStreets{Query: f.Street, DistrictID: who(r).DistrictID})
	if err != nil {
		return 0, err
	}
	switch same := exactly(found, f.Street); {
	case len(same) == 1:
		return same[0].ID, nil
	case len(found) == 0:
		return 0, domain.Errorf(domain.Invalid, "street", "We know no street like “%s”. Please check its name.", f.Street)
	}
	return 0, domain.Errorf(domain.Invalid, "street", "There is more than one street like “%s”. Please choose it.", f.Street)
}
