package web

import (
	"net/http"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// peopleContent is the list of people.
type peopleContent struct {
	Head   Head
	Filter filter
	People []neighbour
	Pager  Pager
	Add    *Button
	Take   string // where the list is taken away as a file
	Bring  string // where one is brought in
	Empty  Empty
}

// peoplePage lists people; what it shows is in the address bar.
func (s *Server) peoplePage(w http.ResponseWriter, r *http.Request) error {
	f := app.PeopleFilter{Query: wordIn(r, "q"), TownID: numberIn[domain.TownID](r.FormValue("town")),
		StreetID: numberIn[domain.StreetID](r.FormValue("street")), Role: domain.RoleKind(wordIn(r, "role")),
		Volunteers: r.FormValue("volunteers") != "", NotMet: r.FormValue("notMet") != ""}
	lines, info, err := s.app.People(r.Context(), who(r), f, listPage(r))
	if err != nil {
		return err
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return err
	}
	out := peopleContent{Head: Head{Title: "People", Lead: "Everybody we know here: who helps, who looks after a street, who has asked."},
		Filter: peopleFilter(f, towns), Pager: next(r, info),
		Empty: Empty{Title: "Nobody is like that", Text: "Try the beginning of a name, a street, or a phone number.", Button: &Button{Text: "Show everybody", Href: "/people"}}}
	if f.Query == "" && f.Volunteers {
		out.Empty = Empty{Title: "Nobody helps here yet", Text: "Add the first helper, or somebody who is here already: open them, and press “They would like to help”."}
	}
	if f.Query == "" && f.NotMet {
		out.Empty = Empty{Title: "Everybody who helps has been met", Text: "New helpers show here until somebody has met them."}
	}
	for n, l := range lines {
		out.People = append(out.People, personLine(n, l))
	}
	if mayAnywhere(r, domain.EditPeople) {
		if mayExport(r) {
			out.Take = "/exports?list=" + string(domain.ExportHelpers)
		}
		if mayAnywhere(r, domain.ImportPeople) {
			out.Bring = "/people/import"
		}
		out.Add = &Button{Text: "Add somebody", Style: Arm, Href: "/people/new"}
	}
	p := s.rd.Page(w, r, "People")
	withKeys(r, &p)
	p.Content = out
	s.rd.Render(w, r, "people", p)
	return nil
}

// personLine is a person as a list shows them.
func personLine(n int, l app.PersonLine) neighbour {
	name := fullName(l.FirstName, l.LastName)
	out := neighbour{Door: Door{Name: name, Tint: n % 4, Away: l.Away || l.Resting || l.LeftAt != nil}, Name: name, Href: addressOf("/people/", l.ID),
		Say: orThe(placeWords(l.StreetName, l.SectionName, l.TownName), "No street known")}
	for _, k := range l.Roles {
		out.Say += dot + k.Plain()
	}
	switch {
	case l.LeftAt != nil:
		out.Tag = &Tag{State: StatePlain, Icon: "no", Text: "Has left"}
	case l.Away:
		out.Tag = &Tag{State: StateWaiting, Icon: "cal", Text: "Away"}
	case l.Resting:
		out.Tag = &Tag{State: StateWaiting, Icon: "pause", Text: "Resting"}
	case l.Volunteer && l.Standing == domain.Met:
		out.Tag = &Tag{State: StateDone, Icon: "done", Text: "Helps"}
	case l.Volunteer:
		out.Tag = &Tag{State: StateSoon, Icon: "soon", Text: "Not met yet"}
	}
	return out
}

// peopleFilter shows again what the list was asked for.
func peopleFilter(f app.PeopleFilter, towns []domain.Town) filter {
	out := filter{Action: "/people", Label: "Find a person by name, street or phone", Placeholder: "Name, street or phone", Query: f.Query, Button: "Show",
		Boxes: []Choice{{Text: "volunteers", Small: "Only who help", Checked: f.Volunteers}, {Text: "notMet", Small: "Not met yet", Checked: f.NotMet}}}
	role := selection{Name: "role", Label: "Role", Choices: []Choice{{Text: "Any or none"}}}
	for _, k := range roleKinds {
		role.Choices = append(role.Choices, Choice{Value: string(k), Text: upperFirst(k.Plain()), Checked: k == f.Role})
	}
	out.Selects = append(out.Selects, role)
	if len(towns) > 1 {
		out.Selects = append(out.Selects, townSelection(towns, f.TownID))
	}
	return out
}

// personContent is one person: all that they do here.
type personContent struct {
	Head    Head
	Helps   Facts
	Help    []Button // what can be done about their helping
	Roles   []held
	Away    []held
	Checks  []Fact
	Asks    []Line
	Lent    []Line // what they have of ours
	Facts   Facts
	ID      int64
	First   string
	MayShow bool
	MayAsk  bool // who was shown how to reach them
	Also    []Button
}

// held is a role or a time away, with the button that ends it.
type held struct {
	Text string
	Say  string
	End  *Button
}

// personAt reads the person whom the address names, for those who may see them.
func (s *Server) personAt(r *http.Request) (app.PersonView, error) {
	id, err := pathID[domain.PersonID](r)
	if err != nil {
		return app.PersonView{}, err
	}
	return s.app.Person(r.Context(), who(r), id)
}

// personPage shows one person to staff of the place where they live.
func (s *Server) personPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.personAt(r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := c.person(v, who(r))
	if out.Lent, err = s.devicesOf(r, c, v.ID); err != nil {
		return err
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "person", p)
	return nil
}

// person puts one person into words.
func (c clock) person(v app.PersonView, actor domain.Actor) personContent {
	name := fullName(v.FirstName, v.LastName)
	home := domain.Target{Spot: domain.Spot{DistrictID: actor.DistrictID, TownID: v.TownID, StreetID: v.StreetID}}
	edits, gives := domain.May(actor, domain.EditPeople, home), domain.May(actor, domain.EditRoles, domain.Target{Somewhere: true})
	out := personContent{
		Head: Head{Back: &Link{Text: "All people", Href: "/people"}, Title: name, Over: placeWords(v.StreetName, v.SectionName, v.TownName), Tags: personTags(v)},
		ID:   int64(v.ID), First: v.FirstName, MayShow: domain.May(actor, domain.SeeContact, home), Facts: c.personFacts(v),
		MayAsk: domain.May(actor, domain.SeeReveals, home),
	}
	if v.Volunteer != nil {
		out.Helps = c.helpFacts(*v.Volunteer)
	}
	for _, l := range v.Asks {
		out.Asks = append(out.Asks, c.lineOf(l))
	}
	for _, check := range v.Checks {
		seen := c.Say("Seen %s by %s", c.day(check.SeenOn), check.SeenByName)
		if check.ReviewOn != nil {
			seen = c.Say("Seen %s by %s, look again %s", c.day(check.SeenOn), check.SeenByName, c.day(*check.ReviewOn))
		}
		out.Checks = append(out.Checks, Fact{Name: checkName(check.Level), Text: seen})
	}
	for _, role := range v.Roles {
		out.Roles = append(out.Roles, c.heldRole(role, gives && domain.May(actor, domain.EditRoles, roleTarget(role, v))))
	}
	for _, a := range v.Absences {
		out.Away = append(out.Away, c.heldAbsence(a, edits || v.ID == actor.PersonID))
	}
	if v.LeftAt == nil {
		out.Help, out.Also = personActs(v, edits, gives)
	}
	return out
}

// roleTarget is where a role is held. A role on a street or a section says no town, which is then taken to be where they live.
func roleTarget(role domain.Role, v app.PersonView) domain.Target {
	spot := domain.Spot{DistrictID: role.DistrictID, TownID: role.TownID, SectionID: role.SectionID, StreetID: role.StreetID}
	if spot.TownID == 0 && (spot.StreetID != 0 || spot.SectionID != 0) {
		spot.TownID = v.TownID
	}
	return domain.Target{Spot: spot}
}

func personTags(v app.PersonView) []Tag {
	var tags []Tag
	add := func(show bool, state State, icon, text string) {
		if show {
			tags = append(tags, Tag{State: state, Icon: icon, Text: text})
		}
	}
	helps := v.Volunteer != nil && v.Volunteer.EndedAt == nil
	add(v.LeftAt != nil, StatePlain, "no", "Has left")
	add(helps && v.Volunteer.Standing == domain.Met, StateDone, "done", "Met, and helps")
	add(helps && v.Volunteer.Standing != domain.Met, StateSoon, "soon", "Not met yet")
	add(helps && v.Volunteer.Resting, StateWaiting, "pause", "Resting")
	add(v.Young, StatePlain, "people", "16 or 17: in twos or in public")
	add(v.LargePrint, StatePlain, "eye", "Reads large print")
	add(v.EmailBounced, StateLate, "warn", "Mail to them comes back")
	return tags
}

// personFacts are what anybody who may see the person may know: how they are reached, but not the number.
func (c clock) personFacts(v app.PersonView) Facts {
	yes := map[bool]string{true: "Yes", false: "No"}
	ways := map[domain.Way]string{domain.ByEmail: "By e-mail", domain.ByCall: "By a call", domain.ByLetter: "By a letter"}
	facts := []Fact{{Name: "Home", Text: orThe(placeWords(v.StreetName, v.SectionName, v.TownName), "No street known")}, {Name: "Reached", Text: ways[v.Reached]}}
	if len(v.Languages) > 0 {
		facts = append(facts, Fact{Name: "Speaks besides English", Text: languageNames(v.Languages)})
	}
	facts = append(facts, Fact{Name: "What they need may be told to a helper", Text: yes[v.AgreedShare]}, Fact{Name: "We may look beyond the town", Text: yes[v.AgreedBeyond]})
	return Facts{Facts: facts}
}

// helpFacts are what somebody gives.
func (c clock) helpFacts(v domain.Volunteer) Facts {
	facts := []Fact{{Name: "Can do", Text: orThe(skillWords(v.Skills), "Nothing chosen yet")}, {Name: "When", Text: upperFirst(v.Availability.Words())},
		{Name: "How far", Text: reachWords(v.Reach)}, {Name: "How often", Text: Count(c.Words, v.Capacity, "%s visit a week", "%s visits a week")},
		{Name: "Asked in a week at most", Text: Count(c.Words, v.BudgetWeek, "%s time", "%s times")}, {Name: "Asked in a day at most", Text: Count(c.Words, v.BudgetDay, "%s time", "%s times")}}
	if v.ShortNotice {
		facts = append(facts, Fact{Name: "Short notice", Text: "Is fine"})
	}
	if v.MetOn != nil {
		facts = append(facts, Fact{Name: "Met", Text: upperFirst(c.day(*v.MetOn))})
	}
	if v.EndedAt != nil {
		facts = append(facts, Fact{Name: "Stopped", Text: upperFirst(c.time(*v.EndedAt))})
	}
	return Facts{Columns: 2, Facts: facts}
}

// personActs are what can be done about somebody.
func personActs(v app.PersonView, edits, gives bool) (help, also []Button) {
	page := addressOf("/people/", v.ID)
	if edits {
		help = []Button{{Text: "Change what they give", Href: page + "/volunteer"}, {Text: "Add a check", Href: page + "/check"}}
		if v.Volunteer == nil || v.Volunteer.EndedAt != nil {
			help = []Button{{Text: "They would like to help", Href: page + "/volunteer"}}
		} else if v.Volunteer.Standing != domain.Met {
			help = append([]Button{{Text: "I have met them", Style: Arm, Href: page + "/meet"}}, help...)
		}
	}
	if edits && v.LeftAt == nil {
		also = append(also, Button{Text: "Lend them a device", Icon: "screen", Href: addressOf("/devices?state=ready&for=", v.ID)})
	}
	also = append(also, Button{Text: "Write down a call", Icon: "phone", Href: addressOf("/call?person=", v.ID)})
	if mayWearBadge(v) == nil {
		also = append(also, Button{Text: "Print a badge", Icon: "print", Href: addressOf("/print/badge/", v.ID)})
	}
	if gives {
		also = append(also, Button{Text: "Give a role", Icon: "hand", Href: page + "/role"})
	}
	if gives {
		also = append(also, Button{Text: "Ask them to be a connector", Icon: "talk", Href: page + "/connector"})
	}
	if edits {
		also = append(also, Button{Text: "Change details", Icon: "pen", Href: page + "/change"}, Button{Text: "Going away, or a rest", Icon: "cal", Href: page + "/away"},
			Button{Text: "Has moved house", Icon: "home", Href: page + "/move"}, Button{Text: "Better apart from somebody", Icon: "no", Href: page + "/apart"},
			Button{Text: "Is leaving", Icon: "walk", Href: page + "/leave"})
	}
	return help, also
}

func checkName(level string) string {
	if level == "references" {
		return "Two references"
	}
	return checkWords(domain.CheckLevel(level))
}

// contactContent is how somebody is reached, shown once.
type contactContent struct {
	Head    Head
	Facts   Facts
	Notices []Notice
}

// contact shows how somebody is reached. Looking is written down, so it takes a press on a button.
func (s *Server) contact(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.PersonID](r)
	if err != nil {
		return err
	}
	var f struct {
		Request string `form:"request"`
	}
	if err := ReadForm(w, r, &f); err != nil {
		return err
	}
	request := numberIn[domain.RequestID](f.Request)
	v, err := s.app.RevealContact(r.Context(), who(r), id, request)
	if err != nil {
		return err
	}
	out := contactContent{Head: Head{Title: v.Name, Back: &Link{Text: words.From(r.Context()).Say("Back to %s", v.Name), Href: addressOf("/people/", id)}}, Facts: contactFacts(v)}
	if request != 0 {
		out.Head.Back = &Link{Text: "Back to the ask", Href: addressOf("/requests/", request)}
	}
	out.Notices = []Notice{{State: StateNew, Text: "It is written down that you looked. Please keep it to yourself."}}
	p := s.rd.Page(w, r, v.Name)
	p.Content, p.Narrow = out, true
	s.rd.Render(w, r, "person_contact", p)
	return nil
}

func contactFacts(v app.Contact) Facts {
	safe := func(yes bool) string {
		if yes {
			return "Yes"
		}
		return "No, please do not"
	}
	facts := []Fact{{Name: "Address", Text: orThe(placeWords(v.Address, v.StreetName, v.TownName), "Not known")}}
	if v.Phone != "" {
		facts = append(facts, Fact{Name: "Phone", Text: v.Phone, Phone: true})
	}
	if v.Email != "" {
		facts = append(facts, Fact{Name: "E-mail", Text: v.Email, Href: "mailto:" + v.Email})
	}
	return Facts{Columns: 2, Facts: append(facts, Fact{Name: "Safe to ring", Text: safe(v.SafeToRing)}, Fact{Name: "Safe to text", Text: safe(v.SafeToText)},
		Fact{Name: "Safe to write", Text: safe(v.SafeToWrite)}, Fact{Name: "Safe to leave a message", Text: safe(v.SafeToLeaveMessage)})}
}

// skill is one thing that somebody may be able to do.
type skill struct{ code, name string }

// skills are what people may say that they can do, as the database knows them.
var skills = []skill{{"shopping", "Shopping"}, {"errands", "Errands, prescriptions, parcels"}, {"listening", "Listening and company"},
	{"driving", "Driving, insurer told"}, {"buddying", "Going along the first time"}, {"dogs", "Dogs and pets"}, {"handy", "Small jobs"},
	{"gardening", "Gardening"}, {"digital", "Getting people online"}, {"forms", "Letters and forms"}, {"warm_homes", "Warm homes (trained)"},
	{"knock", "A knock at the door"}, {"step_free", "A step-free way for those who need one"}}

// skillWords lists skills by their names.
func skillWords(codes []string) string {
	var names []string
	for _, s := range skills {
		for _, code := range codes {
			if s.code == code {
				names = append(names, strings.ToLower(s.name))
			}
		}
	}
	return upperFirst(strings.Join(names, ", "))
}

// skillChoices offers all skills.
func skillChoices() []Choice {
	var out []Choice
	for _, s := range skills {
		out = append(out, Choice{Value: s.code, Text: s.name})
	}
	return out
}
