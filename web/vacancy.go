package web

import (
	"net/http"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// vacanciesContent is the list of streets that have nobody.
type vacanciesContent struct {
	Head   Head
	Chips  []Link
	Filter filter
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

// vacanciesPage lists the streets without a coordinator or a stand-in; what it shows is in the address bar.
func (s *Server) vacanciesPage(w http.ResponseWriter, r *http.Request) error {
	f := app.VacancyFilter{TownID: numberIn[domain.TownID](r.FormValue("town")), SectionID: numberIn[domain.SectionID](r.FormValue("section"))}
	if kind := domain.RoleKind(wordIn(r, "who")); kind == domain.Coordinator || kind == domain.Reserve {
		f.Kind = kind
	}
	rows, info, err := s.app.Vacancies(r.Context(), who(r), f, listPage(r))
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
	out := vacanciesContent{Head: Head{Title: "Streets that need somebody", Lead: c.vacancyWords(count)},
		Empty: Empty{Title: "Every street has somebody", Text: "When somebody stops or moves away, their street shows here, and you get a message.", Button: &Button{Text: "See all streets", Href: "/streets"}}}
	for _, kind := range []struct {
		kind domain.RoleKind
		text string
		n    int
	}{{"", "All", count.Nobody + count.NoStandIn}, {domain.Coordinator, "Nobody", count.Nobody}, {domain.Reserve, "No stand-in", count.NoStandIn}} {
		href := "/vacancies?who=" + string(kind.kind)
		if f.TownID != 0 {
			href += "&town=" + strconv.FormatInt(int64(f.TownID), 10)
		}
		if f.SectionID != 0 {
			href += "&section=" + strconv.FormatInt(int64(f.SectionID), 10)
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
	row := vacancyRow{Name: v.Name, Href: addressOf("/streets/", v.ID), Where: placeWords(v.SectionName, v.TownName)}
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
	Asked  []held
	Empty  *Empty
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
	out := c.whoCould(v)
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Narrow = out, true
	s.rd.Render(w, r, "who_could", p)
	return nil
}

// whoCould puts those who could look after a street into words.
func (c clock) whoCould(v app.WhoCould) whoCouldContent {
	out := whoCouldContent{Head: Head{Back: &Link{Text: "Streets that need somebody", Href: addressOf("/vacancies?town=", v.TownID)}, Over: placeWords(v.SectionName, v.TownName),
		Title: c.Say("Who could look after %s?", v.Name), Lead: "They get a message and answer by a link. With a yes they have the part at once, and you are told."},
		Action: addressOf("/vacancies/", v.ID), Kind: string(v.Kind)}
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

// lookAfterContent is what somebody has been asked to look after.
type lookAfterContent struct {
	Head  Head
	Here  string
	Asked []offerView
}

// offerView is one street that somebody is asked to look after.
type offerView struct {
	ID      int64
	Title   string
	Over    string
	Words   []string
	Done    string // what came of it, once it is answered
	StandIn bool
}

// lookAfterPage asks somebody, by a link or signed in, whether they would look after a street.
func (s *Server) lookAfterPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	offers, err := s.app.MyOffers(r.Context(), actor)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := lookAfterContent{Head: Head{Title: "Would you look after a street?", Lead: "A street coordinator sees who asks there and who helps, and finds somebody when nobody has said yes."}, Here: r.URL.Path}
	for n, o := range offers {
		if o.Answer == "" || n == 0 {
			out.Asked = append(out.Asked, c.offer(o))
		}
	}
	if len(offers) == 0 {
		out.Head = Head{Title: "Nobody has asked you yet", Lead: "Would you like to look after a street? Ring us: we would be glad."}
	}
	p := s.linkPage(w, r, out.Head.Title, Place{})
	if actor.Kind == domain.PersonActor {
		p = s.simplePage(w, r, out.Head.Title)
	}
	p.Content = out
	s.rd.Render(w, r, "look_after", p)
	return nil
}

// offer puts one question into words.
func (c clock) offer(o domain.StreetOffer) offerView {
	v := offerView{ID: int64(o.ID), Over: o.TownName, StandIn: o.Kind == domain.Reserve, Title: c.Say("Look after %s", o.StreetName), Words: []string{
		c.Say("%s thought of you.", o.AskedName),
		c.Say("It is a few minutes now and then. When you go away, somebody stands in."),
		c.Say("You would see names and telephone numbers of those who ask, and keep them to yourself. Who looks is written down.")}}
	if v.StandIn {
		v.Title = c.Say("Stand in for %s", o.StreetName)
		v.Words[1] = c.Say("Somebody looks after the street. You would be there when they are away.")
	}
	switch o.Answer {
	case "yes":
		v.Done = c.Say("You said yes. Thank you. Sign in, and your streets are there.")
	case "no":
		v.Done = c.Say("You said no, and that is fine.")
	case "taken":
		v.Done = c.Say("Thank you. Somebody was quicker, so there is nothing for you to do.")
	}
	return v
}

// lookAfterForm is somebody's answer.
type lookAfterForm struct {
	Offer  string `form:"offer"`
	Answer string `form:"answer" max:"10"`
}

// answerOffer takes somebody's answer.
func (s *Server) answerOffer(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f lookAfterForm
	err := ReadForm(w, r, &f)
	if err == nil && f.Answer != "yes" && f.Answer != "no" {
		err = domain.Errorf(domain.Invalid, "", "Please press yes or no.")
	}
	var o domain.StreetOffer
	if err == nil {
		o, err = s.app.AnswerOffer(r.Context(), actor, app.AnswerOffer{OfferID: numberIn[domain.OfferID](f.Offer), Yes: f.Answer == "yes"})
	}
	if said := offerSaid[[2]string{f.Answer, o.Answer}]; err != nil || said != "" {
		return press(w, r, err, r.URL.Path, said)
	}
	http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
	return nil
}

// offerSaid is what somebody hears on an answer, by what they pressed and what holds: they may have answered on another page before. Of a
// street that another has by now the page says so itself.
var offerSaid = map[[2]string]string{
	{"yes", "yes"}: words.Later("Thank you. That is good news for the street."),
	{"no", "no"}:   words.Later("Thank you for telling us."),
	{"yes", "no"}:  words.Later("You said no to this before. If you would like to after all, please ring us."),
	{"no", "yes"}:  words.Later("You said yes to this before. If it is not for you after all, please ring us."),
}

// vacancyLink leads those who give roles to the streets that need somebody, with their number; nothing where every street has somebody.
func (s *Server) vacancyLink(r *http.Request, town domain.TownID) ([]Button, error) {
	if !domain.May(who(r), domain.EditRoles, domain.Target{Somewhere: true}) {
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
