package web

import (
	"net/http"
	"slices"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
)

// needFields are one kind of help, as a builder changes it.
type needFields struct {
	Name     string   `form:"name" max:"80" label:"The name"`
	Question string   `form:"question" max:"160" label:"The question"`
	Hint     string   `form:"hint" max:"160" label:"The hint"`
	Skills   []string `form:"skills"`
	Check    string   `form:"checkRequired"`
	Distance string   `form:"distance"`
	Minutes  string   `form:"minutes"`
	Urgency  string   `form:"urgency"`
	GoesOut  string   `form:"goesOut"`
	Is       []string `form:"is"`
	Position string   `form:"position"`
	Town     string   `form:"town"` // for which town the change counts; empty: for the district
}

// needForm shows one kind of help to whoever may change it.
func (s *Server) needForm(w http.ResponseWriter, r *http.Request) error {
	n, err := s.needAt(r)
	if err != nil {
		return err
	}
	f := needFields{Name: n.Name, Question: n.Question, Hint: n.Hint, Skills: n.Skills, Check: string(n.CheckRequired), Distance: string(n.Distance),
		Minutes: strconv.Itoa(n.Minutes), Urgency: string(n.Urgency), GoesOut: string(n.GoesOut), Position: strconv.Itoa(n.Position), Town: r.FormValue("town")}
	for name, yes := range map[string]bool{"private": n.Private, "repeats": n.Repeats, "inside": n.GoesInside, "active": n.Active} {
		if yes {
			f.Is = append(f.Is, name)
		}
	}
	return s.showNeed(w, r, f, nil)
}

// needAt is the kind of help in the address. It is found in the list of its town, which only those read who may change it.
func (s *Server) needAt(r *http.Request) (domain.Need, error) {
	id, err := pathID[domain.NeedID](r)
	if err != nil {
		return domain.Need{}, err
	}
	needs, err := s.app.AllNeeds(r.Context(), who(r), numberIn[domain.TownID](r.FormValue("town")))
	if err != nil {
		return domain.Need{}, err
	}
	for _, n := range needs {
		if n.ID == id {
			return n, nil
		}
	}
	return domain.Need{}, cannotFind()
}

func (s *Server) showNeed(w http.ResponseWriter, r *http.Request, f needFields, wrong domain.Errors) error {
	if _, err := s.needAt(r); err != nil {
		return err
	}
	back := Link{Text: "Leave it as it is", Href: "/desk"}
	lead := "A change counts for the whole district, but for towns that have a row of their own. Asks that were raised before keep what they were raised with."
	if town := numberIn[domain.TownID](f.Town); town != 0 {
		back.Href, lead = addressOf("/towns/", town), "A change counts for this town. Asks that were raised before keep what they were raised with."
	}
	return s.showForm(w, r, formPage{Head: Head{Title: f.Name, Over: "A kind of help", Lead: lead},
		Hidden: []Choice{{Text: "town", Value: f.Town}},
		Blocks: f.blocks(wrong), Button: Button{Text: "Save", Style: Arm}, Back: back}, wrong)
}

// blocks ask for all of a kind of help.
func (f needFields) blocks(wrong domain.Errors) []block {
	checks := Picks{Name: "checkRequired", Legend: "Which check does a helper need?"}
	for _, level := range []domain.CheckLevel{domain.CheckMet, domain.CheckEnhanced, domain.CheckEnhancedBarred} {
		checks.Choices = append(checks.Choices, Choice{Value: string(level), Text: checkWords(level)})
	}
	soon := Picks{Name: "urgency", Legend: "How soon, when nobody says?"}
	for _, u := range domain.Urgencies() {
		soon.Choices = append(soon.Choices, Choice{Value: string(u), Text: upperFirst(u.Plain())})
	}
	goes := Picks{Name: "goesOut", Legend: "How does it go out?"}
	for _, g := range []domain.GoesOut{domain.ByItself, domain.AtTen, domain.AskMeFirst, domain.NeverOut} {
		goes.Choices = append(goes.Choices, Choice{Value: string(g), Text: goesOutWords(g)})
	}
	distance := Picks{Name: "distance", Legend: "How far may a helper come from?", Choices: []Choice{{Value: string(domain.OnStreet), Text: "The same street"}, {Value: string(domain.Near), Text: "The nearer the better"},
		{Value: string(domain.InTown), Text: "Anywhere in the town"}, {Value: string(domain.Anywhere), Text: "Anywhere: it is by phone"}}}
	also := Picks{Name: "is", Legend: "And also", Many: true, Choices: []Choice{{Value: "active", Text: "May be asked for"}, {Value: "private", Text: "Private", Small: "Neither name nor street before yes"},
		{Value: "inside", Text: "Goes inside a home"}, {Value: "repeats", Text: "May come again each week"}}}
	return []block{asking(Field{Name: "name", Label: "Name", Value: f.Name}, wrong),
		asking(Field{Name: "question", Label: "After “Could you …”", Hint: "With {name} where the person’s name stands.", Value: f.Question}, wrong),
		asking(Field{Name: "hint", Label: "A line below it", Optional: true, Value: f.Hint}, wrong),
		choosing(Picks{Name: "skills", Legend: "What must a helper be able to do?", Many: true, Choices: skillChoices()}, wrong, f.Skills...),
		choosing(checks, wrong, f.Check), choosing(distance, wrong, f.Distance),
		asking(Field{Name: "minutes", Label: "How many minutes does it take?", Type: "number", Mode: "numeric", Short: true, Value: f.Minutes}, wrong),
		choosing(soon, wrong, f.Urgency), choosing(goes, wrong, f.GoesOut), choosing(also, wrong, f.Is...),
		asking(Field{Name: "position", Label: "Its place in the list", Type: "number", Mode: "numeric", Short: true, Value: f.Position}, wrong)}
}

// changeNeed changes a kind of help for a town, or for the district where no town is said.
func (s *Server) changeNeed(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.NeedID](r)
	if err != nil {
		return err
	}
	var f needFields
	err = ReadForm(w, r, &f)
	town := numberIn[domain.TownID](f.Town)
	if err == nil {
		var wrong domain.Errors
		cmd := f.change(&wrong, id, town)
		if err = wrong.Err(); err == nil {
			_, err = s.app.ChangeNeed(r.Context(), who(r), cmd)
		}
	}
	to := "/desk"
	if town != 0 {
		to = addressOf("/towns/", town)
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showNeed(w, r, f, wrong) }, to, "It is saved.")
}

// change turns the form into the command.
func (f needFields) change(wrong *domain.Errors, id domain.NeedID, town domain.TownID) app.ChangeNeed {
	check, distance, urgency, goes := domain.CheckLevel(f.Check), domain.Distance(f.Distance), domain.Urgency(f.Urgency), domain.GoesOut(f.GoesOut)
	private, repeats := slices.Contains(f.Is, "private"), slices.Contains(f.Is, "repeats")
	inside, active := slices.Contains(f.Is, "inside"), slices.Contains(f.Is, "active")
	chosen := append([]string{}, f.Skills...)
	return app.ChangeNeed{NeedID: id, TownID: town, Name: &f.Name, Question: &f.Question, Hint: &f.Hint, Skills: &chosen, CheckRequired: &check, Distance: &distance,
		Minutes: wholeNumber(wrong, "minutes", f.Minutes), Urgency: &urgency, Private: &private, Repeats: &repeats, GoesInside: &inside, GoesOut: &goes, Active: &active,
		Position: wholeNumber(wrong, "position", f.Position)}
}
