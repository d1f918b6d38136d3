package web

import (
	"net/http"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// helpForm is what somebody would like to give.
type helpForm struct {
	Skills       []string `form:"skills"`
	Availability string   `form:"availability" label:"The times"`
	Reach        string   `form:"reach"`
	ShortNotice  bool     `form:"shortNotice"`
	Capacity     string   `form:"capacityWeek"`
	BudgetWeek   string   `form:"budgetWeek"`
	BudgetDay    string   `form:"budgetDay"`
	Gender       string   `form:"gender"`
	AgreedNow    bool     `form:"agreedNow"`
}

// usualHelp is what somebody new is taken to give.
func usualHelp() helpForm {
	return helpForm{Availability: "any time", Reach: domain.AtSection.String(), Capacity: "1", BudgetWeek: "2", BudgetDay: "1"}
}

// reaches are how far somebody would go.
var reaches = []Choice{{Value: "street", Text: "The street"}, {Value: "section", Text: "The neighbourhood"}, {Value: "town", Text: "The town"}, {Value: "district", Text: "Anywhere here"}}

// reachWords says one of them.
func reachWords(l domain.Level) string {
	for _, c := range reaches {
		if c.Value == l.String() {
			return c.Text
		}
	}
	return ""
}

// blocks ask what somebody would like to give.
func (f helpForm) blocks(wrong domain.Errors) []block {
	reach := Picks{Name: "reach", Legend: "How far would they go?", Pairs: true, Choices: reaches}
	number := func(name, label, value string) block {
		return asking(Field{Name: name, Label: label, Type: "number", Mode: "numeric", Short: true, Value: value}, wrong)
	}
	return []block{
		choosing(Picks{Name: "skills", Legend: "What can they do?", Many: true, Choices: skillChoices()}, wrong, f.Skills...),
		asking(Field{Name: "availability", Label: "When?", Hint: "Such as “weekday mornings, Saturday afternoons”, or “any time”.", Value: f.Availability}, wrong),
		choosing(reach, wrong, f.Reach),
		number("capacityWeek", "How many visits a week?", f.Capacity),
		number("budgetWeek", "How often may we ask, a week?", f.BudgetWeek), number("budgetDay", "How often may we ask, a day?", f.BudgetDay),
		choosing(yesNo("shortNotice", "Short notice is fine", "We may ask for help in the next few hours."), wrong, ticked(f.ShortNotice)),
		choosing(Picks{Name: "gender", Legend: "Some people wish for a woman or a man", Pairs: true, Choices: []Choice{{Value: "", Text: "Not said"}, {Value: "woman", Text: "A woman"}, {Value: "man", Text: "A man"}}}, wrong, f.Gender),
		choosing(yesNo("agreedNow", "They have agreed to how we work", "Money, keys, keeping things to oneself: talk it through."), wrong, ticked(f.AgreedNow)),
	}
}

// details turns the form into what the use case takes.
func (f helpForm) details() (app.VolunteerDetails, error) {
	var wrong domain.Errors
	d := app.VolunteerDetails{Skills: &f.Skills, ShortNotice: &f.ShortNotice, Gender: &f.Gender, Agreed: f.AgreedNow}
	if f.Skills == nil {
		d.Skills = &[]string{}
	}
	week, err := domain.ParseAvailability("availability", f.Availability)
	if err != nil {
		wrong.Add("availability", "%s", plainError(err))
	}
	d.Availability = &week
	if f.Reach != "" {
		reach, err := domain.ParseLevel(f.Reach)
		if err != nil {
			wrong.Add("reach", "%s", plainError(err))
		}
		d.Reach = &reach
	}
	d.CapacityWeek = wholeNumber(&wrong, "capacityWeek", f.Capacity)
	d.BudgetWeek, d.BudgetDay = wholeNumber(&wrong, "budgetWeek", f.BudgetWeek), wholeNumber(&wrong, "budgetDay", f.BudgetDay)
	return d, wrong.Err()
}

// wholeNumber reads a number; "" is nil.
func wholeNumber(wrong *domain.Errors, field, text string) *int {
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		wrong.Add(field, "Please write a number in figures, such as 2.")
	}
	return &n
}

// volunteerForm asks what somebody gives.
func (s *Server) volunteerForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.personAt(r)
	if err != nil {
		return err
	}
	f := usualHelp()
	if h := v.Volunteer; h != nil {
		f = helpForm{Skills: h.Skills, Reach: h.Reach.String(), ShortNotice: h.ShortNotice, Capacity: strconv.Itoa(h.Capacity),
			BudgetWeek: strconv.Itoa(h.BudgetWeek), BudgetDay: strconv.Itoa(h.BudgetDay), Gender: h.Gender}
		if h.Availability != 0 {
			f.Availability = h.Availability.Words()
		}
	}
	return s.showVolunteer(w, r, f, nil)
}

func (s *Server) showVolunteer(w http.ResponseWriter, r *http.Request, f helpForm, wrong domain.Errors) error {
	return s.showAbout(w, r, wrong, domain.EditPeople, func(v app.PersonView) (formPage, error) {
		return formPage{Head: Head{Title: words.From(r.Context()).Say("What %s gives", v.FirstName)}, Blocks: f.blocks(wrong), Button: Button{Text: "Save", Style: Arm}}, nil
	})
}

// changeVolunteer changes what somebody gives, or makes a volunteer of them.
func (s *Server) changeVolunteer(w http.ResponseWriter, r *http.Request) error {
	var f helpForm
	return s.about(w, r, &f, func(id domain.PersonID, _ clock) (string, error) {
		d, err := f.details()
		if err != nil {
			return "", err
		}
		return "It is saved.", s.app.ChangeVolunteer(r.Context(), who(r), app.ChangeVolunteer{PersonID: id, Reach: d.Reach, Skills: d.Skills, Availability: d.Availability,
			ShortNotice: d.ShortNotice, CapacityWeek: d.CapacityWeek, BudgetWeek: d.BudgetWeek, BudgetDay: d.BudgetDay, Gender: d.Gender, Agreed: d.Agreed})
	}, func(wrong domain.Errors) error { return s.showVolunteer(w, r, f, wrong) })
}

type metForm struct {
	On         string `form:"on" label:"The date"`
	References string `form:"references"`
}

// meetForm asks about a meeting with somebody who would like to help.
func (s *Server) meetForm(w http.ResponseWriter, r *http.Request) error {
	return s.showMeet(w, r, metForm{}, nil)
}

func (s *Server) showMeet(w http.ResponseWriter, r *http.Request, f metForm, wrong domain.Errors) error {
	return s.showAbout(w, r, wrong, domain.EditPeople, func(v app.PersonView) (formPage, error) {
		return formPage{Head: Head{Title: words.From(r.Context()).Say("I have met %s", v.FirstName), Lead: "You stand for it with your name. From then on they may be asked."},
			Blocks: []block{asking(Field{Name: "on", Label: "When?", Optional: true, Hint: "Left empty: today.", Type: "date", Short: true, Value: f.On}, wrong),
				asking(Field{Name: "references", Label: "How many people spoke for them?", Hint: "Two are needed.", Type: "number", Mode: "numeric", Short: true, Value: f.References}, wrong)},
			Button: Button{Text: "I have met them", Style: Arm}}, nil
	})
}

// meet notes that the reader has met a volunteer.
func (s *Server) meet(w http.ResponseWriter, r *http.Request) error {
	var f metForm
	return s.about(w, r, &f, func(id domain.PersonID, _ clock) (string, error) {
		var wrong domain.Errors
		cmd := app.MeetVolunteer{PersonID: id, On: dateIn(&wrong, "on", f.On)}
		if n := wholeNumber(&wrong, "references", f.References); n != nil {
			cmd.References = *n
		}
		if err := wrong.Err(); err != nil {
			return "", err
		}
		return "It is written down. They may be asked now.", s.app.MeetVolunteer(r.Context(), who(r), cmd)
	}, func(wrong domain.Errors) error { return s.showMeet(w, r, f, wrong) })
}

type checkForm struct {
	Level    string `form:"level"`
	SeenOn   string `form:"seenOn" label:"The date"`
	ReviewOn string `form:"reviewOn" label:"The date"`
}

// checkForm asks about a check that the reader has seen.
func (s *Server) checkForm(w http.ResponseWriter, r *http.Request) error {
	return s.showCheck(w, r, checkForm{}, nil)
}

func (s *Server) showCheck(w http.ResponseWriter, r *http.Request, f checkForm, wrong domain.Errors) error {
	return s.showAbout(w, r, wrong, domain.EditPeople, func(v app.PersonView) (formPage, error) {
		level := Picks{Name: "level", Legend: "Which check have you seen?", Choices: []Choice{{Value: string(domain.CheckEnhanced), Text: checkWords(domain.CheckEnhanced)},
			{Value: string(domain.CheckEnhancedBarred), Text: checkWords(domain.CheckEnhancedBarred)}}}
		return formPage{Head: Head{Title: words.From(r.Context()).Say("A check of %s", v.FirstName), Lead: "Only its level and its dates are kept. Please hand the certificate back."},
			Blocks: []block{choosing(level, wrong, f.Level),
				asking(Field{Name: "seenOn", Label: "When did you see it?", Optional: true, Hint: "Left empty: today.", Type: "date", Short: true, Value: f.SeenOn}, wrong),
				asking(Field{Name: "reviewOn", Label: "When is it to be looked at again?", Optional: true, Hint: "It holds until the day before.", Type: "date", Short: true, Value: f.ReviewOn}, wrong)},
			Button: Button{Text: "I have seen it", Style: Arm}}, nil
	})
}

// addCheck notes a check that the reader has seen.
func (s *Server) addCheck(w http.ResponseWriter, r *http.Request) error {
	var f checkForm
	return s.about(w, r, &f, func(id domain.PersonID, _ clock) (string, error) {
		var wrong domain.Errors
		cmd := app.AddCheck{PersonID: id, Level: domain.CheckLevel(f.Level), SeenOn: dateIn(&wrong, "seenOn", f.SeenOn), ReviewOn: dateIn(&wrong, "reviewOn", f.ReviewOn), IdempotencyKey: sentKey(r)}
		if err := wrong.Err(); err != nil {
			return "", err
		}
		return "It is written down.", s.app.AddCheck(r.Context(), who(r), cmd)
	}, func(wrong domain.Errors) error { return s.showCheck(w, r, f, wrong) })
}
