package web

import (
	"net/http"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// townContent are the settings of a town.
type townContent struct {
	Head   Head
	Blocks []block // nil for those who may not change it
	Rings  string  // the number that people ring; empty is the district's
	Button Button
	Needs  Table
	Goes   string // how many of them go out by themselves
	Desk   bool   // the reader may see who is on the desk
	Rota   []held
	All    *Link   // leads to all turns of the rota; nil when they are shown
	Shift  []block // nil for those who may not change the rota
	ID     int64
	Board  Panel
}

type townForm struct {
	Phone string `form:"phone" max:"60" label:"The phone number"`
	Was   string `form:"phoneWas" max:"60"` // what was shown: the district's number is not made the town's by saving
	Lead  string `form:"safeguardingLeadId"`
	Open  string `form:"open"`
}

type shiftForm struct {
	Person string `form:"personId"`
	Starts string `form:"startsAt" label:"The time"`
	Ends   string `form:"endsAt" label:"The time"`
}

// townPage shows a town: how to ring, who is told of a worry, its kinds of help, who is on the desk.
func (s *Server) townPage(w http.ResponseWriter, r *http.Request) error {
	return s.showTown(w, r, townForm{}, shiftForm{}, nil)
}

func (s *Server) showTown(w http.ResponseWriter, r *http.Request, f townForm, shift shiftForm, wrong domain.Errors) error {
	town, err := s.townAt(r)
	if err != nil {
		return err
	}
	out := townContent{Head: Head{Title: town.Name, Over: town.DistrictName, Lead: "How the town is set up: how to ring, who is on the desk, which kinds of help there are."}, ID: int64(town.ID),
		Board: Panel{Title: "Also", Buttons: pressable(r, []Button{{Text: "Its streets", Icon: "pin", Href: addressOf("/streets?town=", town.ID)}, {Text: "What needs somebody", Icon: "people", Href: addressOf("/vacancies?town=", town.ID)}, {Text: "Its people", Icon: "people", Href: addressOf("/people?town=", town.ID)}})}}
	spot := domain.Target{Spot: domain.Spot{DistrictID: town.DistrictID, TownID: town.ID}}
	if domain.May(who(r), domain.EditPlaces, spot) {
		if err := s.townBlocks(r, town, f, wrong, &out); err != nil {
			return err
		}
		out.Button = Button{Text: "Save", Style: Arm}
	}
	if err := s.townNeeds(r, town.ID, domain.May(who(r), domain.EditNeeds, spot), &out); err != nil {
		return err
	}
	if out.Desk = domain.May(who(r), domain.SeeDesk, spot); out.Desk {
		if err := s.rota(r, town.ID, domain.May(who(r), domain.EditRoles, spot), shift, wrong, &out); err != nil {
			return err
		}
	}
	p := s.rd.Page(w, r, town.Name)
	p.Content, p.Errors = out, wrong
	s.rd.Render(w, r, "town", p)
	return nil
}

// townAt is the town in the address, if the reader has a role that sees places there.
func (s *Server) townAt(r *http.Request) (domain.Town, error) {
	id, err := pathID[domain.TownID](r)
	if err != nil {
		return domain.Town{}, err
	}
	towns, err := s.app.Towns(r.Context(), who(r), who(r).DistrictID)
	if err != nil {
		return domain.Town{}, err
	}
	for _, t := range towns {
		if t.ID == id && domain.May(who(r), domain.SeePlaces, domain.Target{Spot: domain.Spot{DistrictID: t.DistrictID, TownID: id}}) {
			return t, nil
		}
	}
	return domain.Town{}, cannotFind()
}

// townBlocks ask for the settings of a town, and say what is set.
func (s *Server) townBlocks(r *http.Request, town domain.Town, f townForm, wrong domain.Errors, out *townContent) error {
	hours, err := s.app.DeskHours(r.Context(), who(r), town.DistrictID, town.ID)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		f.Phone, f.Was = hours.Phone, hours.Phone
	}
	lead := Picks{Name: "safeguardingLeadId", Legend: "Who is told when somebody is worried?", Hint: "No town opens without somebody. Left open, it stays as it is. Here are those who live in the town and hold a role."}
	known, err := s.holders(r, domain.SafeguardingLead, domain.Builder, domain.DeskHelper, domain.DistrictCoordinator)
	if err != nil {
		return err
	}
	lead.Choices = onceEach(known, who(r).PersonID) // nobody names themselves
	out.Rings = hours.Phone
	out.Blocks = []block{asking(Field{Name: "phone", Label: "The number that people ring", Type: "tel", Mode: "tel", Short: true, Hint: "Left empty: the district’s.", Value: f.Phone}, wrong), {Hidden: &Choice{Text: "phoneWas", Value: f.Was}}}
	if len(lead.Choices) > 0 {
		out.Blocks = append(out.Blocks, choosingFrom(lead, "Leave it as it is", wrong, f.Lead))
	}
	open := Picks{Name: "open", Legend: "May asks go out by themselves?", Choices: []Choice{{Value: "", Text: "Leave it as it is"}, {Value: "yes", Text: "Open the town", Small: "Each kind of help goes out as its own row says"},
		{Value: "no", Text: "Close it", Small: "Each ask waits for a word first"}}}
	out.Blocks = append(out.Blocks, choosing(open, wrong, f.Open))
	return nil
}

// townNeeds fills in the kinds of help of a town.
func (s *Server) townNeeds(r *http.Request, town domain.TownID, edits bool, out *townContent) error {
	read := s.app.Needs
	if edits {
		read = s.app.AllNeeds
	}
	needs, err := read(r.Context(), who(r), town)
	if err != nil {
		return err
	}
	out.Needs = Table{Caption: "Kinds of help", Columns: []Column{{Name: "Kind of help"}, {Name: "How it goes out"}, {Name: "Check"}, {Name: "How soon"}, {Name: "Minutes", Number: true, Wide: true}}}
	byItself := 0
	for _, n := range needs {
		if n.Active && n.GoesOut == domain.ByItself {
			byItself++
		}
		name := Cell{Text: n.Name}
		if edits {
			name.Href = addressOf("/needs/", n.ID) + addressOf("?town=", town)
		}
		goes := goesOutWords(n.GoesOut)
		if !n.Active {
			goes = "Switched off"
		}
		out.Needs.Rows = append(out.Needs.Rows, []Cell{name, {Text: goes}, {Text: checkWords(n.CheckRequired)}, {Text: upperFirst(n.Urgency.Plain())}, {Text: strconv.Itoa(n.Minutes)}})
	}
	out.Goes = words.From(r.Context()).Count(byItself, "%s kind goes out by itself.", "%s kinds go out by themselves.")
	return nil
}

// goesOutWords says how a kind of help leaves the desk.
func goesOutWords(g domain.GoesOut) string {
	switch g {
	case domain.ByItself:
		return "By itself"
	case domain.AtTen:
		return "At 10 am unless stopped"
	case domain.AskMeFirst:
		return "Asks you first"
	}
	return "Never by itself"
}

// turnsShown is how many turns of a rota stand on the page of a town before somebody asks for all.
const turnsShown = 7

// rota fills in who is on the desk.
func (s *Server) rota(r *http.Request, town domain.TownID, edits bool, f shiftForm, wrong domain.Errors, out *townContent) error {
	shifts, err := s.app.Shifts(r.Context(), who(r), town)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	if n := len(shifts); n > turnsShown && r.URL.Query().Get("turns") != "all" {
		shifts = shifts[:turnsShown]
		out.All = &Link{Text: Count(c.Words, n, "Show the turn", "Show all %s turns"), Href: addressOf("/towns/", town) + "?turns=all"}
	}
	for _, v := range shifts {
		line := held{Text: v.PersonName, Say: upperFirst(c.Period(v.StartsAt, v.EndsAt, c.now, c.zone))}
		if edits {
			line.End = &Button{Text: "Take off", Post: addressOf("/shifts/", v.ID) + "/end?town=" + idOf(town)}
		}
		out.Rota = append(out.Rota, line)
	}
	if !edits {
		return nil
	}
	desk := Picks{Name: "personId", Legend: "Who is on the desk?"}
	if mayAnywhere(r, domain.SeePeople) {
		people, _, err := s.app.People(r.Context(), who(r), app.PeopleFilter{Role: domain.DeskHelper}, app.Page{First: 50})
		if err != nil {
			return err
		}
		for _, p := range people {
			desk.Choices = append(desk.Choices, Choice{Value: idOf(p.ID), Text: fullName(p.FirstName, p.LastName)})
		}
	}
	if len(desk.Choices) == 0 {
		return nil
	}
	out.Shift = []block{choosingFrom(desk, "Choose a name", wrong, f.Person), asking(Field{Name: "startsAt", Label: "From", Type: "datetime-local", Short: true, Value: f.Starts}, wrong),
		asking(Field{Name: "endsAt", Label: "Until", Type: "datetime-local", Short: true, Value: f.Ends}, wrong)}
	return nil
}

// changeTown changes what a town shows, and opens it.
func (s *Server) changeTown(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.TownID](r)
	if err != nil {
		return err
	}
	var f townForm
	if err = ReadForm(w, r, &f); err == nil {
		cmd := app.ChangeTown{TownID: id}
		if f.Phone != f.Was {
			cmd.Phone = &f.Phone
		}
		if lead := numberIn[domain.PersonID](f.Lead); lead != 0 {
			cmd.SafeguardingLeadID = &lead
		}
		if f.Open != "" {
			open := f.Open == "yes"
			cmd.Open = &open
		}
		err = s.app.ChangeTown(r.Context(), who(r), cmd)
	}
	again := func(wrong domain.Errors) error { return s.showTown(w, r, f, shiftForm{}, wrong) }
	return finish(w, r, err, again, addressOf("/towns/", id), "It is saved.")
}

// addShift puts somebody on the desk for a while.
func (s *Server) addShift(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.TownID](r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	var f shiftForm
	if err = ReadForm(w, r, &f); err == nil {
		var wrong domain.Errors
		starts, ends := c.moment(&wrong, "startsAt", f.Starts), c.moment(&wrong, "endsAt", f.Ends)
		if starts == nil || ends == nil {
			wrong.Add("startsAt", "Please give the beginning and the end.")
		}
		if err = wrong.Err(); err == nil {
			_, err = s.app.AddShift(r.Context(), who(r), app.AddShift{TownID: id, PersonID: numberIn[domain.PersonID](f.Person), StartsAt: *starts, EndsAt: *ends, IdempotencyKey: sentKey(r)})
		}
	}
	again := func(wrong domain.Errors) error { return s.showTown(w, r, townForm{}, f, wrong) }
	return finish(w, r, err, again, addressOf("/towns/", id), "They are on the desk.")
}

// endShift takes a turn off the rota.
func (s *Server) endShift(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[int64](r)
	if err != nil {
		return err
	}
	to := addressOf("/towns/", numberIn[domain.TownID](r.FormValue("town")))
	return putAway(w, r, s.app.EndShift(r.Context(), who(r), id), to, "The turn is taken off.")
}
