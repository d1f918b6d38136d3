package web

import (
	"net/http"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// vacanciesContent is the list of streets, and of sessions, that have nobody.
type vacanciesContent struct {
	Head   Head
	Chips  []Link
	Filter filter
	Dates  *someLines // of sessions that nobody hosts, in the next four weeks
	Parts  []vacancyPart
	Pager  Pager
	Empty  Empty
}

// vacancyPart are the streets that lack the same.
type vacancyPart struct {
	ID    string
	Title string
	Count int // in all, and not only on this part of the list
	State State
	Rows  []vacancyRow
}

// vacancyRow is one street, with what may be done about it.
type vacancyRow struct {
	Name   string
	Href   string
	Where  string
	Since  string
	Goes   string
	Button *Button
}

// vacanciesShown is how many streets the list shows at a time: each has three lines and a button.
const vacanciesShown = 8

// vacanciesPage lists the streets without a coordinator or a stand-in, and the dates without a host; what it shows is in the address bar.
func (s *Server) vacanciesPage(w http.ResponseWriter, r *http.Request) error {
	f := app.VacancyFilter{TownID: numberIn[domain.TownID](r.FormValue("town")), SectionID: numberIn[domain.SectionID](r.FormValue("section"))}
	if kind := domain.RoleKind(wordIn(r, "who")); kind == domain.Coordinator || kind == domain.Reserve {
		f.Kind = kind
	}
	page := listPage(r)
	page.First = vacanciesShown
	rows, info, err := s.app.Vacancies(r.Context(), who(r), f, page)
	if err != nil {
		return err
	}
	count, err := s.app.CountVacancies(r.Context(), who(r), app.VacancyFilter{TownID: f.TownID, SectionID: f.SectionID})
	if err != nil {
		return err
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return err
	}
	var sections []domain.Section
	if f.TownID == 0 && len(towns) == 1 {
		f.TownID = towns[0].ID
	}
	if f.TownID != 0 {
		if sections, err = s.app.Sections(r.Context(), who(r), f.TownID); err != nil {
			return err
		}
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := c.vacancies(count, f)
	if len(towns) == 0 {
		out.Empty = noStreetsYet(r)
	}
	if out.Dates, err = s.vacantDates(r, c, f.TownID); err != nil {
		return err
	}
	for _, row := range rows {
		line := c.vacancy(row)
		spot := domain.Spot{DistrictID: row.DistrictID, TownID: row.TownID, SectionID: row.SectionID, StreetID: row.ID}
		if domain.May(who(r), domain.EditRoles, domain.Target{Spot: spot}) {
			line.Button = &Button{Text: "Who could?", Href: addressOf("/vacancies/", row.ID)}
		}
		out.put(row.Kind, line, count)
	}
	out.Filter, out.Pager = vacancyFilter(f, towns, sections), next(r, info)
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "vacancies", p)
	return nil
}

// vacancyWords say how many streets need somebody; nothing where none does.
func (c clock) vacancyWords(count domain.Vacancies) string {
	nobody := Count(c.Words, count.Nobody, "%s street has nobody who looks after it.", "%s streets have nobody who looks after them.")
	switch {
	case count.Nobody == 0 && count.NoStandIn == 0:
		return ""
	case count.Nobody == 0:
		return Count(c.Words, count.NoStandIn, "Every street has somebody who looks after it. In %[1]s nobody stands in.", "Every street has somebody who looks after it. In %[1]s nobody stands in.")
	case count.NoStandIn == 0:
		return nobody
	}
	return nobody + " " + Count(c.Words, count.NoStandIn, "In %[1]s more nobody stands in.", "In %[1]s more nobody stands in.")
}

func (c clock) vacancies(count domain.Vacancies, f app.VacancyFilter) vacanciesContent {
	out := vacanciesContent{Head: Head{Title: "Streets and dates that need somebody", Lead: c.vacancyWords(count)},
		Empty: Empty{Title: "Every street has somebody", Text: "When somebody stops or moves away, their street shows here, and you get a message.", Button: &Button{Text: "See all streets", Href: "/streets"}}}
	for _, kind := range []struct {
		kind domain.RoleKind
		text string
		n    int
	}{{"", "All", count.Nobody + count.NoStandIn}, {domain.Coordinator, "Nobody", count.Nobody}, {domain.Reserve, "No stand-in", count.NoStandIn}} {
		href := "/vacancies?who=" + string(kind.kind)
		if f.TownID != 0 {
			href += "&town=" + idOf(f.TownID)
		}
		if f.SectionID != 0 {
			href += "&section=" + idOf(f.SectionID)
		}
		out.Chips = append(out.Chips, Link{Text: c.Say(kind.text) + " " + strconv.Itoa(kind.n), Href: href, Current: f.Kind == kind.kind})
	}
	return out
}

// put adds a street to those that lack the same. They come in order.
func (out *vacanciesContent) put(kind domain.RoleKind, row vacancyRow, count domain.Vacancies) {
	part := vacancyPart{ID: "nobody", Title: "Nobody looks after it", Count: count.Nobody, State: StateSoon}
	if kind == domain.Reserve {
		part = vacancyPart{ID: "alone", Title: "Nobody stands in", Count: count.NoStandIn, State: StatePlain}
	}
	if n := len(out.Parts); n == 0 || out.Parts[n-1].ID != part.ID {
		out.Parts = append(out.Parts, part)
	}
	last := &out.Parts[len(out.Parts)-1]
	last.Rows = append(last.Rows, row)
}

// vacancy is one street that needs somebody.
func (c clock) vacancy(v domain.Vacancy) vacancyRow {
	row := vacancyRow{Name: v.Name, Href: addressOf("/streets/", v.ID), Where: besides(v.Name, v.SectionName, v.TownName)}
	if v.Since != nil {
		row.Since = c.Say("%s stopped %s.", v.Last, c.day(*v.Since))
	}
	if v.StandIn != "" {
		row.Since = joinWords(" ", row.Since, c.Say("%s stands in.", v.StandIn))
	}
	row.Goes = Count(c.Words, v.Helpers, "%s neighbour helps.", "%s neighbours help.")
	if v.Helpers == 0 {
		row.Goes = c.Say("Nobody there helps yet.")
	}
	if v.Waiting > 0 {
		row.Goes = Count(c.Words, v.Waiting, "%s person has an open ask.", "%s people have an open ask.") + " " + row.Goes
	}
	return row
}

// vacancyFilter shows again what the list was asked for.
func vacancyFilter(f app.VacancyFilter, towns []domain.Town, sections []domain.Section) filter {
	out := filter{Action: "/vacancies", Button: "Show"}
	if len(towns) > 1 {
		out.Selects = append(out.Selects, townSelection(towns, f.TownID))
	}
	if len(sections) > 1 {
		out.Selects = append(out.Selects, sectionSelection(sections, f.SectionID))
	}
	if f.Kind != "" {
		out.Hidden = []Choice{{Text: "who", Value: string(f.Kind)}}
	}
	return out
}

// whoCouldContent is a street with those who could look after it.
type whoCouldContent struct {
	Head   Head
	Action string
	Kind   string
	People []couldBe
	Empty  *Empty
	WhatIf *Button // what it would have changed; nil for those who may not ask
}

// couldBe is somebody who could be asked.
type couldBe struct {
	neighbour
	ID    int64
	First string
	Why   []string
	Asked string // when they were asked, or what they said; "": not yet
	Waits bool   // they have been asked, and have not answered
}

// whoCouldPage shows who helps in a street or near it, and could be asked to look after it.
func (s *Server) whoCouldPage(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.StreetID](r)
	if err != nil {
		return err
	}
	v, err := s.app.WhoCould(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := c.whoCould(who(r), v)
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Narrow = out, true
	s.rd.Render(w, r, "who_could", p)
	return nil
}

// whoCould puts those who could look after a street into words.
func (c clock) whoCould(a domain.Actor, v app.WhoCould) whoCouldContent {
	out := whoCouldContent{Head: Head{Back: &Link{Text: "What needs somebody", Href: addressOf("/vacancies?town=", v.TownID)}, Over: besides(v.Name, v.SectionName, v.TownName),
		Title: c.Say("Who could look after %s?", v.Name), Lead: "They get a message and answer by a link. With a yes they have the part at once, and you are told."},
		Action: addressOf("/vacancies/", v.ID), Kind: string(v.Kind)}
	if v.Kind == domain.Coordinator && domain.May(a, domain.SeeCoverage, domain.Target{Spot: domain.Spot{DistrictID: v.DistrictID, TownID: v.TownID}}) {
		out.WhatIf = &Button{Text: "What if it had somebody?", Href: addressOf("/map/what-if?who=coordinator&street=", v.ID)}
	}
	switch v.Kind {
	case domain.Reserve:
		out.Head.Title = c.Say("Who could stand in for %s?", v.Name)
	case "":
		out.Head.Title = c.Say("%s has somebody, and a stand-in", v.Name)
		out.Head.Lead = "There is nothing to do here."
		return out
	}
	said, waits := map[domain.PersonID]string{}, map[domain.PersonID]bool{}
	for _, o := range v.Offers {
		if _, had := said[o.PersonID]; o.Kind == v.Kind && !had {
			said[o.PersonID], waits[o.PersonID] = c.offerWords(o), o.Answer == ""
		}
	}
	for n, h := range v.Near[:min(len(v.Near), couldShown)] {
		p := couldBe{neighbour: c.helpsHere(n, h), ID: int64(h.PersonID), First: h.FirstName, Asked: said[h.PersonID], Waits: waits[h.PersonID]}
		p.Say = h.StreetName
		p.Why = []string{c.Say("Helps in the same street")}
		if h.StreetID != v.ID {
			p.Why = []string{c.Say("Helps in the same neighbourhood")}
		}
		if brief := briefSkills(h.Skills); brief != "" {
			p.Why = append(p.Why, brief)
		}
		out.People = append(out.People, p)
	}
	if len(out.People) == 0 {
		out.Empty = &Empty{Title: "Nobody near helps yet", Text: "It takes somebody who helps and has been met. Knock at three doors there, or add somebody whom you know.",
			Button: &Button{Text: "Add somebody", Href: addressOf("/people/new?street=", v.ID)}}
		if !domain.May(a, domain.EditPeople, domain.Target{Spot: domain.Spot{DistrictID: v.DistrictID, TownID: v.TownID, SectionID: v.SectionID, StreetID: v.ID}}) {
			out.Empty.Button = nil
		}
	}
	return out
}

// couldShown is how many people are offered to choose from: those of the street come first.
const couldShown = 12

// offerWords say when somebody was asked, and what came of it.
func (c clock) offerWords(o domain.StreetOffer) string {
	switch o.Answer {
	case "":
		return c.Say("Asked %s, and has not answered yet.", c.time(o.AskedAt))
	case "no":
		return c.Say("Said no %s.", c.maybe(o.AnsweredAt))
	}
	return c.Say("Said yes %s.", c.maybe(o.AnsweredAt))
}

// offerForm is whom somebody asks.
type offerForm struct {
	Person string `form:"person"`
	Kind   string `form:"kind"`
}

// offerStreet asks somebody to look after a street.
func (s *Server) offerStreet(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.StreetID](r)
	if err != nil {
		return err
	}
	var f offerForm
	if err = ReadForm(w, r, &f); err == nil {
		_, err = s.app.OfferStreet(r.Context(), who(r), app.OfferStreet{StreetID: id, PersonID: numberIn[domain.PersonID](f.Person), Kind: domain.RoleKind(f.Kind)})
	}
	return press(w, r, err, addressOf("/vacancies/", id), "They have been asked. You hear as soon as they answer.")
}

// vacancyLink leads those who give roles to the streets that need somebody, with their number; nothing where every street has somebody.
func (s *Server) vacancyLink(r *http.Request, town domain.TownID) ([]Button, error) {
	if !mayAnywhere(r, domain.EditRoles) {
		return nil, nil
	}
	n, err := s.app.CountVacancies(r.Context(), who(r), app.VacancyFilter{TownID: town})
	if err != nil || n.Nobody+n.NoStandIn == 0 {
		return nil, err
	}
	href := "/vacancies"
	if town != 0 {
		href = addressOf("/vacancies?town=", town)
	}
	text := Count(words.From(r.Context()), n.Nobody, "%s street has nobody", "%s streets have nobody")
	if n.Nobody == 0 {
		text = Count(words.From(r.Context()), n.NoStandIn, "%s street has no stand-in", "%s streets have no stand-in")
	}
	return []Button{{Text: text, Icon: "home", Href: href}}, nil
}
