package web

import (
	"net/http"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// lentWeeks is for how long something is lent where nobody says otherwise.
const lentWeeks = 8

// deviceRoutes are the pages of what is lent.
func (s *Server) deviceRoutes(mux *http.ServeMux) {
	for address, page := range map[string]page{
		"GET /devices":                  s.devicesPage,
		"GET /learnt":                   s.learntPage,
		"GET /devices/new":              s.newDeviceForm,
		"POST /devices/new":             s.addDevice,
		"GET /devices/{id}":             s.devicePage,
		"GET /devices/{id}/change":      s.changeDeviceForm,
		"POST /devices/{id}/change":     s.changeDevice,
		"GET /devices/{id}/lend":        s.lendForm,
		"POST /devices/{id}/lend":       s.lend,
		"GET /devices/{id}/longer":      s.longerForm,
		"POST /devices/{id}/longer":     s.longer,
		"GET /devices/{id}/back":        s.backForm,
		"POST /devices/{id}/back":       s.back,
		"POST /devices/{id}/wiped":      s.wiped,
		"POST /devices/{id}/gone":       s.gone,
		"POST /devices/{id}/here-again": s.hereAgain,
	} {
		mux.Handle(address, s.signedIn(page))
	}
}

// deviceForm is a device as the register has it.
type deviceForm struct {
	Town        string   `form:"townId"`
	Kind        string   `form:"kind"`
	Name        string   `form:"name" max:"80" label:"The name"`
	Accessories string   `form:"accessories" max:"200" label:"What goes out with it"`
	Condition   string   `form:"condition"`
	Wiped       []string `form:"wiped"`
}

func (f deviceForm) details() app.DeviceDetails {
	return app.DeviceDetails{Kind: domain.DeviceKind(f.Kind), Name: f.Name, Accessories: f.Accessories, Condition: domain.DeviceCondition(f.Condition)}
}

// deviceBlocks ask what stands in the register.
func deviceBlocks(f deviceForm, wrong domain.Errors) []block {
	kind := Picks{Name: "kind", Legend: "What is it?", Pairs: true}
	for _, k := range domain.DeviceKinds {
		kind.Choices = append(kind.Choices, Choice{Value: string(k), Text: deviceKindWords[k]})
	}
	return []block{
		choosing(kind, wrong, f.Kind),
		asking(Field{Name: "name", Label: "Its name", Hint: "As on its label: “Blue tablet 3”. No serial number, and no name of a person.", Value: f.Name}, wrong),
		asking(Field{Name: "accessories", Label: "What goes out with it", Optional: true, Hint: "Such as charger and case.", Value: f.Accessories}, wrong),
		conditionPicks(f.Condition, wrong),
	}
}

func conditionPicks(chosen string, wrong domain.Errors) block {
	p := Picks{Name: "condition", Legend: "What shape is it in?"}
	for _, k := range domain.DeviceConditions {
		p.Choices = append(p.Choices, Choice{Value: string(k), Text: deviceConditionWords[k]})
	}
	return choosing(p, wrong, chosen)
}

// newDeviceForm asks for a device that is not in the register yet.
func (s *Server) newDeviceForm(w http.ResponseWriter, r *http.Request) error {
	return s.showNewDevice(w, r, deviceForm{Condition: string(domain.Good)}, nil)
}

func (s *Server) showNewDevice(w http.ResponseWriter, r *http.Request, f deviceForm, wrong domain.Errors) error {
	if !mayAnywhere(r, domain.LendDevices) {
		return notYours(r)
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return err
	}
	page := formPage{Head: Head{Back: &Link{Text: "What is lent out", Href: "/devices"}, Title: "Add a device", Lead: "A tablet, a phone or the like that your town lends to people."},
		Blocks: deviceBlocks(f, wrong), Button: Button{Text: "Add it", Style: Arm}}
	if len(towns) == 1 {
		page.Hidden = append(page.Hidden, Choice{Text: "townId", Value: idOf(towns[0].ID)})
	} else {
		page.Blocks = append(page.Blocks, choosingFrom(Picks{Name: "townId", Legend: "Whose desk lends it?", Pairs: true, Choices: townChoices(towns)}, "Please choose", wrong, f.Town))
	}
	page.Blocks = append(page.Blocks, choosing(Picks{Name: "wiped", Legend: "May it be lent?", Many: true, Choices: []Choice{wipedChoice}}, wrong, f.Wiped...))
	return s.showForm(w, r, page, wrong)
}

// addDevice puts a device into the register.
func (s *Server) addDevice(w http.ResponseWriter, r *http.Request) error {
	var f deviceForm
	var v app.DeviceView
	err := ReadForm(w, r, &f)
	if err == nil && numberIn[domain.TownID](f.Town) == 0 {
		err = domain.Errorf(domain.Invalid, "townId", "Please choose the town.")
	}
	if err == nil {
		v, err = s.app.AddDevice(r.Context(), who(r), app.AddDevice{TownID: numberIn[domain.TownID](f.Town), DeviceDetails: f.details(), Wiped: len(f.Wiped) > 0, IdempotencyKey: sentKey(r)})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showNewDevice(w, r, f, wrong) }, addressOf("/devices/", v.ID), "It is in the register.")
}

// aboutDevice answers with a form about the device in the address.
func (s *Server) aboutDevice(w http.ResponseWriter, r *http.Request, wrong domain.Errors, make func(app.DeviceView) (formPage, error)) error {
	v, err := s.deviceAt(r)
	if err != nil {
		return err
	}
	page, err := make(v)
	if err != nil {
		return err
	}
	page.Head.Back = &Link{Text: v.Name, Href: addressOf("/devices/", v.ID)}
	return s.showForm(w, r, page, wrong)
}

// changeDeviceForm shows what stands in the register, to be corrected.
func (s *Server) changeDeviceForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.deviceAt(r)
	if err != nil {
		return err
	}
	f := deviceForm{Kind: string(v.Kind), Name: v.Name, Accessories: v.Accessories, Condition: string(v.Condition)}
	if r.FormValue("condition") == string(domain.Good) { // it has been mended
		f.Condition = string(domain.Good)
	}
	return s.showChangeDevice(w, r, f, nil)
}

func (s *Server) showChangeDevice(w http.ResponseWriter, r *http.Request, f deviceForm, wrong domain.Errors) error {
	return s.aboutDevice(w, r, wrong, func(app.DeviceView) (formPage, error) {
		return formPage{Head: Head{Title: "Change the register"}, Blocks: deviceBlocks(f, wrong), Button: Button{Text: "Save it", Style: Arm}}, nil
	})
}

// changeDevice corrects what stands in the register.
func (s *Server) changeDevice(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.DeviceID](r)
	if err != nil {
		return err
	}
	var f deviceForm
	if err = ReadForm(w, r, &f); err == nil {
		_, err = s.app.ChangeDevice(r.Context(), who(r), app.ChangeDevice{DeviceID: id, DeviceDetails: f.details()})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showChangeDevice(w, r, f, wrong) }, addressOf("/devices/", id), "It is changed.")
}

// loanForm is to whom something is lent, and until when.
type loanForm struct {
	Query  string `form:"q" max:"100" label:"The name"`
	Person string `form:"personId"`
	DueOn  string `form:"dueOn" label:"The date"`
}

// lendForm asks who gets a device, and until when.
func (s *Server) lendForm(w http.ResponseWriter, r *http.Request) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	due := c.now.In(s.zone).AddDate(0, 0, 7*lentWeeks).Format(time.DateOnly)
	return s.showLoan(w, r, loanForm{Query: wordIn(r, "q"), Person: wordIn(r, "person"), DueOn: due}, nil)
}

func (s *Server) showLoan(w http.ResponseWriter, r *http.Request, f loanForm, wrong domain.Errors) error {
	return s.aboutDevice(w, r, wrong, func(v app.DeviceView) (formPage, error) {
		action := addressOf("/devices/", v.ID) + "/lend"
		page := formPage{Head: Head{Title: words.From(r.Context()).Say("Lend %s", v.Name), Lead: "Who gets it? Find them by name first."}, Action: action,
			Search: &filter{Action: action, Label: "Find a person by name", Placeholder: "Name, street or phone", Query: f.Query, Button: "Find"}}
		if why := v.WhyNot(); why != nil {
			return formPage{Head: page.Head, Words: []string{why.Error()}}, nil
		}
		people, err := s.peopleMeant(r, f)
		if err != nil || len(people) == 0 {
			if f.Query != "" {
				page.Words = []string{"We know nobody like that."}
			}
			return page, err
		}
		if len(people) == 1 {
			f.Person = people[0].Value
		}
		page.Hidden = []Choice{{Text: "q", Value: f.Query}}
		page.Blocks = []block{choosingFrom(Picks{Name: "personId", Legend: "Who gets it?", Choices: people}, "Choose a name", wrong, f.Person),
			asking(Field{Name: "dueOn", Label: "Until when?", Hint: "Tell them the day. It can be longer later.", Type: "date", Short: true, Value: f.DueOn}, wrong),
			{Say: "Please do not keep passwords or bank details on it. When it comes back we wipe it, so copy what you want to keep."}}
		page.Button = Button{Text: "They have it now", Style: Arm}
		return page, nil
	})
}

// peopleMeant are those whom the form may mean: who was looked for, or who was chosen on their own page.
func (s *Server) peopleMeant(r *http.Request, f loanForm) ([]Choice, error) {
	if f.Query == "" {
		id := numberIn[domain.PersonID](f.Person)
		if id == 0 {
			return nil, nil
		}
		v, err := s.app.Person(r.Context(), who(r), id)
		if domain.KindOf(err) == domain.NotFound {
			return nil, nil
		}
		return []Choice{{Value: idOf(v.ID), Text: fullName(v.FirstName, v.LastName), Small: placeWords(v.StreetName, v.TownName)}}, err
	}
	lines, _, err := s.app.People(r.Context(), who(r), app.PeopleFilter{Query: f.Query}, app.Page{First: 20})
	var out []Choice
	for _, l := range lines {
		if l.LeftAt == nil {
			out = append(out, Choice{Value: idOf(l.ID), Text: fullName(l.FirstName, l.LastName), Small: placeWords(l.StreetName, l.TownName)})
		}
	}
	return out, err
}

// lend gives a device to somebody.
func (s *Server) lend(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.DeviceID](r)
	if err != nil {
		return err
	}
	var f loanForm
	if err = ReadForm(w, r, &f); err == nil {
		var wrong domain.Errors
		cmd := app.LendDevice{DeviceID: id, PersonID: numberIn[domain.PersonID](f.Person), IdempotencyKey: sentKey(r)}
		cmd.DueOn = dayIn(&wrong, "dueOn", f.DueOn)
		if err = wrong.Err(); err == nil {
			_, err = s.app.LendDevice(r.Context(), who(r), cmd)
		}
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showLoan(w, r, f, wrong) }, addressOf("/devices/", id), "They have it now. We tell you when it is to come back.")
}

// dayIn reads a date; the zero time is none.
func dayIn(wrong *domain.Errors, field, text string) time.Time {
	if day := dateIn(wrong, field, text); day != nil {
		return *day
	}
	return time.Time{}
}

// longerForm asks for a new day on which a device is to come back.
func (s *Server) longerForm(w http.ResponseWriter, r *http.Request) error {
	return s.showLonger(w, r, loanForm{}, nil)
}

func (s *Server) showLonger(w http.ResponseWriter, r *http.Request, f loanForm, wrong domain.Errors) error {
	return s.aboutDevice(w, r, wrong, func(v app.DeviceView) (formPage, error) {
		if v.LoanID == 0 {
			return formPage{Head: Head{Title: "They keep it longer"}, Words: []string{"Nobody has it now."}}, nil
		}
		if f.DueOn == "" {
			c, err := s.clock(r)
			if err != nil {
				return formPage{}, err
			}
			f.DueOn = c.now.In(s.zone).AddDate(0, 0, 7*lentWeeks/2).Format(time.DateOnly)
		}
		return formPage{Head: Head{Title: "They keep it longer"}, Button: Button{Text: "Save the day", Style: Arm},
			Blocks: []block{asking(Field{Name: "dueOn", Label: "Until when?", Type: "date", Short: true, Value: f.DueOn}, wrong)}}, nil
	})
}

// longer sets a new day.
func (s *Server) longer(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.DeviceID](r)
	if err != nil {
		return err
	}
	var f loanForm
	if err = ReadForm(w, r, &f); err == nil {
		var wrong domain.Errors
		cmd := app.KeepDeviceLonger{DeviceID: id, DueOn: dayIn(&wrong, "dueOn", f.DueOn)}
		if err = wrong.Err(); err == nil {
			_, err = s.app.KeepDeviceLonger(r.Context(), who(r), cmd)
		}
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showLonger(w, r, f, wrong) }, addressOf("/devices/", id), "They have it until then.")
}

// backDeviceForm is how a device came back.
type backDeviceForm struct {
	Condition string   `form:"condition"` // or "lost"
	Words     string   `form:"words" max:"300" label:"What you wrote"`
	Wiped     []string `form:"wiped"`
}

// backForm asks how a device came back.
func (s *Server) backForm(w http.ResponseWriter, r *http.Request) error {
	return s.showBack(w, r, backDeviceForm{}, nil)
}

func (s *Server) showBack(w http.ResponseWriter, r *http.Request, f backDeviceForm, wrong domain.Errors) error {
	return s.aboutDevice(w, r, wrong, func(v app.DeviceView) (formPage, error) {
		if v.LoanID == 0 {
			return formPage{Head: Head{Title: "It is back"}, Words: []string{"Nobody has it now."}}, nil
		}
		in := words.From(r.Context())
		how := conditionPicks("", wrong)
		how.Picks.Legend = "How did it come back?"
		how.Picks.Choices = append(how.Picks.Choices, Choice{Value: domain.GoneLost, Text: "It does not come back", Small: "It is lost. Please thank them for telling us; nobody is asked to pay."})
		*how.Picks = how.Picks.Chosen(f.Condition)
		lead := in.Say("Thank %s, and look that nothing is missing.", v.PersonName)
		if v.Accessories != "" {
			lead = in.Say("Thank %s, and look that nothing is missing: %s.", v.PersonName, v.Accessories)
		}
		return formPage{Head: Head{Title: in.Say("%s is back", v.Name), Lead: lead},
			Blocks: []block{how, asking(Field{Name: "words", Label: "Anything about it", Optional: true, Hint: "About the device alone, such as “The charger is missing.”", Type: "textarea", Rows: 2, Value: f.Words}, wrong),
				choosing(Picks{Name: "wiped", Legend: "Is it wiped?", Hint: "It can be done later: nobody gets it before.", Many: true, Choices: []Choice{wipedChoice}}, wrong, f.Wiped...)},
			Button: Button{Text: "Take it back", Style: Arm}}, nil
	})
}

// back ends a loan.
func (s *Server) back(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.DeviceID](r)
	if err != nil {
		return err
	}
	var f backDeviceForm
	if err = ReadForm(w, r, &f); err == nil {
		_, err = s.app.TakeDeviceBack(r.Context(), who(r), app.TakeDeviceBack{DeviceID: id, Lost: f.Condition == domain.GoneLost,
			Condition: domain.DeviceCondition(f.Condition), Words: f.Words, Wiped: len(f.Wiped) > 0})
	}
	said := "It is written down as back."
	if f.Condition == domain.GoneLost {
		said = "It is written down. Nobody is asked for it any more."
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showBack(w, r, f, wrong) }, addressOf("/devices/", id), said)
}

// wiped notes that a device was wiped. The box must be ticked.
func (s *Server) wiped(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.DeviceID](r)
	if err != nil {
		return err
	}
	var f backDeviceForm
	if err = ReadForm(w, r, &f); err == nil && len(f.Wiped) == 0 {
		err = domain.Errorf(domain.Invalid, "wiped", "Please wipe it first, and then tick that it is done.")
	}
	if err == nil {
		_, err = s.app.WipeDevice(r.Context(), who(r), id)
	}
	return press(w, r, err, addressOf("/devices/", id), "It may be lent again.")
}

// gone takes a device out of what is lent.
func (s *Server) gone(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.DeviceID](r)
	if err != nil {
		return err
	}
	var f struct {
		Why string `form:"why"`
	}
	if err = ReadForm(w, r, &f); err == nil {
		_, err = s.app.RetireDevice(r.Context(), who(r), app.RetireDevice{DeviceID: id, Why: f.Why})
	}
	return press(w, r, err, addressOf("/devices/", id), "It is lent no more. Its page stays, in case it turns up.")
}

// hereAgain brings a device back that was out of what is lent.
func (s *Server) hereAgain(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.DeviceID](r)
	if err != nil {
		return err
	}
	_, err = s.app.RestoreDevice(r.Context(), who(r), id)
	return press(w, r, err, addressOf("/devices/", id), "Good that it is here again. Wipe it before it goes out.")
}
