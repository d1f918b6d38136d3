package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// roleKinds are the roles that can be given, those on the smallest place first.
var roleKinds = []domain.RoleKind{domain.Coordinator, domain.Reserve, domain.DeskHelper, domain.CallTaker, domain.Builder,
	domain.SafeguardingLead, domain.PartnershipViewer, domain.DistrictCoordinator, domain.Administrator}

// holders are those who hold one of some roles, each once, to choose from; nobody for whoever may see no people.
func (s *Server) holders(r *http.Request, kinds ...domain.RoleKind) ([]Choice, error) {
	if !mayAnywhere(r, domain.SeePeople) {
		return nil, nil
	}
	var all []Choice
	for _, kind := range kinds {
		people, _, err := s.app.People(r.Context(), who(r), app.PeopleFilter{Role: kind}, app.Page{First: 20})
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			all = append(all, Choice{Value: idOf(p.ID), Text: fullName(p.FirstName, p.LastName), Small: upperFirst(kind.Plain())})
		}
	}
	return onceEach(all), nil
}

// onceEach keeps of several choices with one value the first, and of some people none.
func onceEach(in []Choice, but ...domain.PersonID) (out []Choice) {
	seen := map[string]bool{}
	for _, id := range but {
		seen[idOf(id)] = true
	}
	for _, c := range in {
		if !seen[c.Value] {
			out = append(out, c)
		}
		seen[c.Value] = true
	}
	return out
}

// heldRole is a role of somebody, with the way to end it.
func (c clock) heldRole(role domain.Role, may bool) held {
	today := c.now.In(c.zone).Format(time.DateOnly)
	over := role.EndsOn != nil && role.EndsOn.Format(time.DateOnly) <= today
	since, between := words.Later("Since %s"), words.Later("Since %s, until %s")
	if role.BeginsOn.Format(time.DateOnly) > today {
		since, between = words.Later("From %s"), words.Later("From %s, until %s")
	}
	out := held{Text: c.roleWords(role), Say: c.Say(since, c.day(role.BeginsOn))}
	switch {
	case over:
		out.Say = c.Say("Until %s", c.day(*role.EndsOn))
	case role.EndsOn != nil:
		out.Say = c.Say(between, c.day(role.BeginsOn), c.day(*role.EndsOn))
	}
	if may && !over {
		out.End = &Button{Text: "End it", Href: addressOf("/roles/", role.ID) + "/end?person=" + idOf(role.PersonID)}
	}
	return out
}

// roleWords name a role and the place that it is held on, where it has one.
func (c clock) roleWords(role domain.Role) string {
	return joinWords(", ", upperFirst(c.Say(role.Kind.Plain())), role.PlaceName)
}

// heldAbsence is a time away, with the button that ends it.
func (c clock) heldAbsence(a domain.Absence, may bool) held {
	out := held{Text: "Away", Say: c.Say("From %s, until they say so", c.day(a.FromOn))}
	if a.Kind == "pause" {
		out.Text = "A rest from being asked"
	}
	if a.ToOn != nil {
		out.Say = c.Say("From %s, back %s", c.day(a.FromOn), c.day(*a.ToOn))
	}
	if may {
		out.End = &Button{Text: "Is back", Post: fmt.Sprintf("/absences/%d/end?person=%d", a.ID, a.PersonID)}
	}
	return out
}

// moved says what has changed hands.
func moved(in *words.Words, said string, m app.Moved) string {
	said = in.Say(said)
	if m.Requests > 0 {
		said += " " + Count(in, m.Requests, "%s ask went to %s.", "%s asks went to %s.", orThe(strings.Join(m.To, ", "), in.Say("somebody else")))
	}
	if m.Visits > 0 {
		said += " " + in.Count(m.Visits, "For %s visit we look for another helper.", "For %s visits we look for another helper.")
	}
	return said
}

type roleForm struct {
	Kind     string `form:"kind"`
	Street   string `form:"street" max:"100" label:"The street"`
	StreetID string `form:"streetId"`
	Town     string `form:"townId"`
	Section  string `form:"sectionId"`
	BeginsOn string `form:"beginsOn" label:"The date"`
	EndsOn   string `form:"endsOn" label:"The date"`
}

// roleForm asks which role somebody gets, and where.
func (s *Server) roleForm(w http.ResponseWriter, r *http.Request) error {
	return s.showRole(w, r, roleForm{}, nil)
}

func (s *Server) showRole(w http.ResponseWriter, r *http.Request, f roleForm, wrong domain.Errors) error {
	if !mayAnywhere(r, domain.EditRoles) {
		return notYours(r)
	}
	return s.showAbout(w, r, wrong, domain.SeePeople, func(v app.PersonView) (formPage, error) {
		kinds := Picks{Name: "kind", Legend: "Which role?"}
		for _, k := range roleKinds {
			kinds.Choices = append(kinds.Choices, Choice{Value: string(k), Text: upperFirst(k.Plain()), Small: roleNeeds(k)})
		}
		towns, err := s.townsOf(r)
		if err != nil {
			return formPage{}, err
		}
		town := Picks{Name: "townId", Legend: "Which town?", Hint: "For the desk, call-takers, builders, the partnership and the safeguarding lead.", Choices: []Choice{{Value: "", Text: "None"}}}
		town.Choices = append(town.Choices, townChoices(towns)...)
		part, err := s.partSelection(r, v.TownID, numberIn[domain.SectionID](f.Section))
		if err != nil {
			return formPage{}, err
		}
		street, err := s.streetField(r, streetForm{f.Street, f.StreetID}, "Which street?", wrong)
		street.Optional, street.Hint = true, "For a street coordinator or a stand-in of one street."
		return formPage{Head: Head{Title: words.From(r.Context()).Say("Give %s a role", v.FirstName)},
			Blocks: []block{choosing(kinds, wrong, f.Kind), {Field: &street}, {Select: &part}, choosing(town, wrong, f.Town),
				asking(Field{Name: "beginsOn", Label: "From when?", Optional: true, Hint: "Left empty: from today.", Type: "date", Short: true, Value: f.BeginsOn}, wrong),
				asking(Field{Name: "endsOn", Label: "The first day without it", Optional: true, Hint: "Left empty: no end.", Type: "date", Short: true, Value: f.EndsOn}, wrong)},
			Button: Button{Text: "Give the role", Style: Arm}}, err
	})
}

// partSelection offers the parts of a town, with none of them first.
func (s *Server) partSelection(r *http.Request, town domain.TownID, chosen domain.SectionID) (selection, error) {
	out := selection{Name: "sectionId", Label: "Or a whole part of the town", Choices: []Choice{{Text: "None"}}}
	if town == 0 {
		return out, nil
	}
	parts, err := s.app.Sections(r.Context(), who(r), town)
	out.Choices = append(out.Choices, sectionChoices(parts)...)
	return out.chosen(idOf(chosen)), err
}

// roleNeeds says on which place a role is held.
func roleNeeds(k domain.RoleKind) string {
	switch k {
	case domain.Coordinator, domain.Reserve:
		return "For a street or a part of the town"
	case domain.DistrictCoordinator, domain.Administrator:
		return "For the whole district"
	}
	return "For a town"
}

// grantRole gives somebody a role.
func (s *Server) grantRole(w http.ResponseWriter, r *http.Request) error {
	var f roleForm
	return s.about(w, r, &f, func(id domain.PersonID, _ clock) (string, error) {
		var wrong domain.Errors
		cmd := app.GrantRole{PersonID: id, Kind: domain.RoleKind(f.Kind), TownID: numberIn[domain.TownID](f.Town), SectionID: numberIn[domain.SectionID](f.Section),
			BeginsOn: dateIn(&wrong, "beginsOn", f.BeginsOn), EndsOn: dateIn(&wrong, "endsOn", f.EndsOn), IdempotencyKey: sentKey(r)}
		if f.Street != "" || f.StreetID != "" {
			street, err := s.streetOf(r, streetForm{f.Street, f.StreetID})
			if err != nil {
				return "", err
			}
			cmd.StreetID = street
		}
		if err := wrong.Err(); err != nil {
			return "", err
		}
		_, err := s.app.GrantRole(r.Context(), who(r), cmd)
		return "They have the role.", err
	}, func(wrong domain.Errors) error { return s.showRole(w, r, f, wrong) })
}

type endRoleForm struct {
	On     string `form:"on" label:"The date"`
	Why    string `form:"why" max:"160" label:"The reason"`
	Person string `form:"person"`
}

// endRoleForm asks when a role ends.
func (s *Server) endRoleForm(w http.ResponseWriter, r *http.Request) error {
	return s.showEndRole(w, r, endRoleForm{Person: r.FormValue("person")}, nil)
}

func (s *Server) showEndRole(w http.ResponseWriter, r *http.Request, f endRoleForm, wrong domain.Errors) error {
	role, err := pathID[domain.RoleID](r)
	if err != nil {
		return err
	}
	v, err := s.app.Person(r.Context(), who(r), numberIn[domain.PersonID](f.Person))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	for _, held := range v.Roles {
		if held.ID == role {
			return s.showForm(w, r, formPage{
				Head: Head{Title: "End a role", Over: fullName(v.FirstName, v.LastName),
					Lead: c.Say("%s. What they look after goes to whoever should have it; each person hears of it once.", c.roleWords(held))},
				Hidden: []Choice{{Text: "person", Value: f.Person}}, Back: Link{Text: "Leave it as it is", Href: addressOf("/people/", v.ID)},
				Blocks: []block{asking(Field{Name: "on", Label: "The first day without it", Optional: true, Hint: "Left empty: today.", Type: "date", Short: true, Value: f.On}, wrong),
					asking(Field{Name: "why", Label: "Why?", Optional: true, Value: f.Why}, wrong)},
				Button: Button{Text: "End the role", Style: Danger}}, wrong)
		}
	}
	return domain.Errorf(domain.NotFound, "", "They do not hold that role.")
}

// endRole takes a role from somebody.
func (s *Server) endRole(w http.ResponseWriter, r *http.Request) error {
	role, err := pathID[domain.RoleID](r)
	if err != nil {
		return err
	}
	var f endRoleForm
	var wrong domain.Errors
	var m app.Moved
	if err = ReadForm(w, r, &f); err == nil {
		on := dateIn(&wrong, "on", f.On)
		if err = wrong.Err(); err == nil {
			m, err = s.app.EndRole(r.Context(), who(r), app.EndRole{RoleID: role, On: on, Why: f.Why})
		}
	}
	again := func(wrong domain.Errors) error { return s.showEndRole(w, r, f, wrong) }
	return finish(w, r, err, again, addressOf("/people/", numberIn[domain.PersonID](f.Person)), moved(words.From(r.Context()), "The role ends.", m))
}

type awayForm struct {
	Kind string `form:"kind"`
	From string `form:"from" label:"The date"`
	To   string `form:"to" label:"The date"`
}

// awayForm asks how long somebody is away.
func (s *Server) awayForm(w http.ResponseWriter, r *http.Request) error {
	return s.showAway(w, r, awayForm{Kind: "holiday"}, nil)
}

func (s *Server) showAway(w http.ResponseWriter, r *http.Request, f awayForm, wrong domain.Errors) error {
	return s.showAbout(w, r, wrong, domain.EditPeople, func(v app.PersonView) (formPage, error) {
		kinds := Picks{Name: "kind", Legend: "What is it?", Choices: []Choice{{Value: "holiday", Text: "A holiday", Small: "What they look after goes to their stand-in"},
			{Value: "pause", Text: "A rest from being asked", Small: "What was promised stays promised"}}}
		return formPage{Head: Head{Title: words.From(r.Context()).Say("%s is going away, or wants a rest", v.FirstName)},
			Blocks: []block{choosing(kinds, wrong, f.Kind),
				asking(Field{Name: "from", Label: "The first day away", Optional: true, Hint: "Left empty: today.", Type: "date", Short: true, Value: f.From}, wrong),
				asking(Field{Name: "to", Label: "The first day back", Optional: true, Hint: "Left empty: until they say so.", Type: "date", Short: true, Value: f.To}, wrong)},
			Button: Button{Text: "Write it down", Style: Arm}}, nil
	})
}

// away notes a time away.
func (s *Server) away(w http.ResponseWriter, r *http.Request) error {
	var f awayForm
	return s.about(w, r, &f, func(id domain.PersonID, c clock) (string, error) {
		var wrong domain.Errors
		cmd := app.AddAbsence{PersonID: id, Kind: f.Kind, From: dateIn(&wrong, "from", f.From), To: dateIn(&wrong, "to", f.To), IdempotencyKey: sentKey(r)}
		if err := wrong.Err(); err != nil {
			return "", err
		}
		m, err := s.app.AddAbsence(r.Context(), who(r), cmd)
		said := moved(words.From(r.Context()), "It is written down.", m)
		if err != nil || f.Kind != "holiday" || cmd.From != nil && cmd.From.After(c.now) {
			return said, err
		}
		stays, err := s.stays(r, id)
		return said + stays, err
	}, func(wrong domain.Errors) error { return s.showAway(w, r, f, wrong) })
}

// stays says how many asks stay with somebody who is away, because nobody else is there to have them; "" for none.
func (s *Server) stays(r *http.Request, id domain.PersonID) (string, error) {
	_, info, err := s.app.Requests(r.Context(), who(r), app.RequestFilter{OwnerID: id, DueFirst: true}, app.Page{First: 1})
	if err != nil || info.Total == 0 {
		return "", err
	}
	return " " + words.From(r.Context()).Count(info.Total, "Nobody stands in for them, so %s ask stays with them.",
		"Nobody stands in for them, so %s asks stay with them."), nil
}

// endAbsence makes today the first day back.
func (s *Server) endAbsence(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[int64](r)
	if err != nil {
		return err
	}
	to := "/helping"
	if person := numberIn[domain.PersonID](r.FormValue("person")); person != 0 {
		to = addressOf("/people/", person)
	}
	m, err := s.app.EndAbsence(r.Context(), who(r), id)
	return putAway(w, r, err, to, moved(words.From(r.Context()), "They are back.", m))
}

type leaveForm struct {
	Why string `form:"why"`
}

// leaveForm asks why somebody leaves.
func (s *Server) leaveForm(w http.ResponseWriter, r *http.Request) error {
	return s.showLeave(w, r, leaveForm{}, nil)
}

func (s *Server) showLeave(w http.ResponseWriter, r *http.Request, f leaveForm, wrong domain.Errors) error {
	return s.showAbout(w, r, wrong, domain.EditPeople, func(v app.PersonView) (formPage, error) {
		why := Picks{Name: "why", Legend: "Why?", Choices: []Choice{{Value: "stopped", Text: "Does not want to go on"}, {Value: "moved_away", Text: "Has moved away"},
			{Value: "ill", Text: "Is not well enough"}, {Value: "died", Text: "Has died", Small: "Nobody writes to them"}, {Value: "other", Text: "Something else"}}}
		return formPage{Head: Head{Title: words.From(r.Context()).Say("%s is leaving", v.FirstName), Lead: "All that they do here ends today. What they look after, and the visits that they promised, go to others."},
			Blocks: []block{choosing(why, wrong, f.Why)}, Button: Button{Text: "They have left", Style: Danger}}, nil
	})
}

// leave ends all that somebody does here.
func (s *Server) leave(w http.ResponseWriter, r *http.Request) error {
	var f leaveForm
	return s.about(w, r, &f, func(id domain.PersonID, _ clock) (string, error) {
		m, err := s.app.Leave(r.Context(), who(r), app.Leave{PersonID: id, Why: f.Why})
		return moved(words.From(r.Context()), "They have left.", m), err
	}, func(wrong domain.Errors) error { return s.showLeave(w, r, f, wrong) })
}
