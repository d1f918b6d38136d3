package web

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// callForm is an ask as a call-taker writes it down: the fields of asking, and how it came in.
type callForm struct {
	asksForm
	CameBy    string   `form:"cameBy"`
	LeafletOn string   `form:"leafletOn" label:"The date"`
	Person    string   `form:"person"`                          // somebody known; empty when the fields name them
	Starts    string   `form:"starts" max:"5" label:"The time"` // of what comes again
	Helper    string   `form:"helper" max:"100" label:"The name"`
	HelperID  string   `form:"helperId" max:"20"`
	helpers   []Choice // who may be meant by Helper
}

// callContent is the page that is read like a script.
type callContent struct {
	Head   Head
	Filter filter
	Found  []neighbour
	Known  *neighbour
	Hidden []Choice
	Blocks []block
	Button Button
	Board  Panel
}

// callPage is the call-taker's page, empty or for somebody known.
func (s *Server) callPage(w http.ResponseWriter, r *http.Request) error {
	f := callForm{CameBy: string(domain.ByPhone), Person: r.FormValue("person")}
	f.Key, f.Whom, f.Ways, f.StreetID = rand.Text(), "me", []string{"ring", "write"}, r.FormValue("street")
	if id := numberIn[domain.StreetID](f.StreetID); id != 0 {
		street, err := s.app.Street(r.Context(), who(r), id)
		if err != nil {
			return err
		}
		f.Street = street.Label()
	}
	return s.showCall(w, r, f, nil)
}

// showCall shows the call-taker's page with what has been typed.
func (s *Server) showCall(w http.ResponseWriter, r *http.Request, f callForm, wrong domain.Errors) error {
	if !domain.May(who(r), domain.TakeAsk, domain.Target{Somewhere: true}) {
		return domain.Errorf(domain.Forbidden, "", "That is not yours to do. Ask your community builder if it should be.")
	}
	out := callContent{Head: Head{Title: "Write down a call", Lead: "The words in the grey lines are to be read out. Type while they speak."},
		Filter: filter{Action: "/call", Label: "Do we know them already? Find by name, street or phone", Placeholder: "Name, street or phone", Query: wordIn(r, "q"), Button: "Find"},
		Hidden: []Choice{{Text: "key", Value: f.Key}, {Text: "person", Value: f.Person}}, Button: Button{Text: "Write it down", Style: Arm, Big: true},
		Board: Panel{Title: "If it cannot wait", List: []string{"In danger or badly hurt: 999.", "Medical advice: 111.", "Smell of gas: 0800 111 999."}}}
	if err := s.known(r, f, &out); err != nil {
		return err
	}
	var err error
	if out.Blocks, err = s.callBlocks(r, f, out.Known, wrong); err != nil {
		return err
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Errors, p.Islands = out, wrong, []string{"street"}
	s.rd.Render(w, r, "call", p)
	return nil
}

// known fills in the person whom the call-taker chose, and those whom they looked for.
func (s *Server) known(r *http.Request, f callForm, out *callContent) error {
	if id := numberIn[domain.PersonID](f.Person); id != 0 {
		v, err := s.app.Person(r.Context(), who(r), id)
		if err != nil {
			return err
		}
		name := strings.TrimSpace(v.FirstName + " " + v.LastName)
		out.Known = &neighbour{Door: Door{Name: name}, Name: name, Href: addressOf("/people/", id), Say: placeWords(v.StreetName, v.SectionName, v.TownName)}
	}
	if out.Filter.Query == "" || r.Method != http.MethodGet {
		return nil
	}
	people, _, err := s.app.People(r.Context(), who(r), app.PeopleFilter{Query: out.Filter.Query}, app.Page{First: 10})
	for n, p := range people {
		line := personLine(n, p)
		line.Href = addressOf("/call?person=", p.ID)
		out.Found = append(out.Found, line)
	}
	return err
}

// callBlocks are the questions in the order of the talk.
func (s *Server) callBlocks(r *http.Request, f callForm, known *neighbour, wrong domain.Errors) ([]block, error) {
	a, err := s.asked(r, f.asksForm)
	if err != nil {
		return nil, err
	}
	street, err := s.streetField(r, streetForm{f.Street, f.StreetID}, "Street", wrong)
	if err != nil {
		return nil, err
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return nil, err
	}
	blocks := []block{choosing(Picks{Name: "cameBy", Legend: "How did it come?", Pairs: true, Choices: []Choice{{Value: "phone", Text: "By phone"}, {Value: "leaflet", Text: "On a leaflet"}, {Value: "agency", Text: "From an agency"}}}, wrong, f.CameBy),
		asking(Field{Name: "leafletOn", Label: "The date on the leaflet", Hint: "For a leaflet only.", Type: "date", Short: true, Value: f.LeafletOn}, wrong)}
	blocks = append(blocks, f.whatBlocks(a, wrong)...)
	if known == nil {
		blocks = append(blocks, f.whoBlocks(wrong)...)
	}
	blocks = append(blocks, titled("Where"), block{Say: "Where do you live? I need the street."}, block{Field: &street},
		asking(Field{Name: "placeWords", Label: "Or in their own words", Optional: true, Hint: "A new estate, a caravan, no fixed address.", Value: f.PlaceWords}, wrong))
	if len(towns) > 1 {
		pick := townSelection(towns, numberIn[domain.TownID](f.Town))
		pick.Name, pick.Label, pick.Choices[0].Text = "townId", "Town, where the street is not known", "The street’s"
		blocks = append(blocks, block{Select: &pick})
	}
	return append(blocks, f.restBlocks(known, wrong)...), nil
}

// whatBlocks ask what would help, and when.
func (f callForm) whatBlocks(a asked, wrong domain.Errors) []block {
	needs := Picks{Name: "needId", Legend: "What would help?"}
	for _, n := range a.needs {
		needs.Choices = append(needs.Choices, Choice{Value: strconv.FormatInt(int64(n.ID), 10), Text: n.Name, Small: n.Hint})
	}
	soon := Picks{Name: "urgency", Legend: "How soon?", Hint: "Left open: as is usual for this kind of help."}
	for _, u := range domain.Urgencies() {
		if u != domain.InHours || a.desk.OpenNow {
			soon.Choices = append(soon.Choices, Choice{Value: string(u), Text: upperFirst(u.Plain())})
		}
	}
	return []block{titled("What"), {Say: "Hello. You have reached " + orThe(a.desk.Town, "Waymark") + ". What would help you?"},
		choosing(needs, wrong, f.Need),
		asking(Field{Name: "notes", Label: "What should the helper know before they say yes?", Optional: true, Hint: "Nothing about health, money or the house.", Type: "textarea", Rows: 3, Value: f.Notes}, wrong),
		titled("When"), {Say: "When would it be of use?"}, choosing(soon, wrong, f.Urgency),
		asking(Field{Name: "day", Label: "On one day only?", Optional: true, Hint: "If it comes again: not before this day.", Type: "date", Short: true, Value: f.Day}, wrong),
		choosing(partsOfDay("parts"), wrong, f.Parts...), titled("Again"), {Say: "Would it help once, or again and again?"}, f.oftenBlock("Once needs nothing more here.", wrong),
		choosing(Picks{Name: "weekday", Legend: "On which day?", Hint: "For what comes again only.", Choices: append([]Choice{{Text: "None"}}, weekdays...)}, wrong, f.Weekday),
		asking(Field{Name: "starts", Label: "At what time?", Hint: "For what comes again only. Such as 10:00.", Short: true, Value: f.Starts}, wrong),
		f.untilBlock("The last day. Empty: until they tell us.", wrong),
		asking(Field{Name: "helper", Label: "Who comes each time?", Optional: true, Hint: "The name of a volunteer who has said yes to it. Empty: we look for somebody.", Value: f.Helper,
			Choices: f.helpers, ChoiceName: "helperId"}, wrong)}
}

// whoBlocks ask who somebody is whom we do not know.
func (f callForm) whoBlocks(wrong domain.Errors) []block {
	blocks := []block{titled("Who"), {Say: "May I have your name, and how we can tell you who is coming?"},
		asking(Field{Name: "firstName", Label: "First name", Value: f.First}, wrong),
		asking(Field{Name: "lastName", Label: "Last name", Optional: true, Value: f.Last}, wrong),
		asking(Field{Name: "phone", Label: "Phone", Type: "tel", Mode: "tel", Short: true, Value: f.Phone}, wrong),
		asking(Field{Name: "email", Label: "E-mail", Optional: true, Type: "email", Value: f.Email}, wrong)}
	if problemWith(wrong, "email") != nil {
		blocks = append(blocks, block{Picks: &Picks{Name: "emailIs", Legend: "The address", Silent: true, Many: true, Choices: []Choice{{Value: "=" + f.Email, Text: "The address is right as it is"}}}})
	}
	return append(blocks, block{Say: "Is it safe to ring you? May we leave a message, or could somebody else hear it?"},
		choosing(Picks{Name: "ways", Legend: "What is safe?", Many: true, Choices: []Choice{{Value: "ring", Text: "To ring"}, {Value: "text", Text: "To text"}, {Value: "write", Text: "To write"}, {Value: "message", Text: "To leave a message"}}}, wrong, f.Ways...),
		asking(Field{Name: "address", Label: "House number or name", Hint: "Shown to the helper only after they say yes.", Optional: true, Value: f.Address}, wrong))
}

// restBlocks ask for whom it is, what the helper must know, and what was agreed.
func (f callForm) restBlocks(known *neighbour, wrong domain.Errors) []block {
	blocks := []block{titled("For whom"),
		choosing(Picks{Name: "whom", Legend: "Who is on the line?", Choices: []Choice{{Value: "me", Text: "The person themselves"}, {Value: "other", Text: "Somebody who asks for them", Small: "An agency, a neighbour, family"}}}, wrong, f.Whom),
		asking(Field{Name: "asker.firstName", Label: "The asker’s first name", Hint: "For somebody who asks for another.", Optional: true, Value: f.AskerFirst}, wrong),
		asking(Field{Name: "asker.lastName", Label: "The asker’s last name, or the agency", Optional: true, Value: f.AskerLast}, wrong),
		asking(Field{Name: "asker.phone", Label: "The asker’s phone", Optional: true, Type: "tel", Mode: "tel", Short: true, Value: f.AskerPhone}, wrong),
		asking(Field{Name: "asker.email", Label: "The asker’s e-mail", Optional: true, Type: "email", Value: f.AskerEmail}, wrong),
		asking(Field{Name: "asker.relationship", Label: "What they are to them", Optional: true, Value: f.Relationship}, wrong),
		choosing(Picks{Name: "asker.knows", Legend: "Does the person know of it?", Choices: []Choice{{Value: string(domain.Agreed), Text: "They know, and agree"}, {Value: string(domain.NotYet), Text: "Not yet", Small: "The desk talks to them first"}, {Value: string(domain.CannotDecide), Text: "They cannot decide it themselves", Small: "The desk looks at it first"}}}, wrong, f.Knows),
		choosing(Picks{Name: "asker.toldBack", Legend: "What may the asker be told?", Choices: []Choice{{Value: "nothing", Text: "Nothing"}, {Value: "that_help_came", Text: "That help came"}, {Value: "everything", Text: "How it went"}}}, wrong, f.ToldBack)}
	blocks = append(blocks, titled("For the helper"),
		asking(Field{Name: "mustKnow", Label: "What must the helper know after they say yes?", Optional: true, Hint: "It is erased 30 days after the end.", Type: "textarea", Rows: 3, Value: f.MustKnow}, wrong))
	blocks = append(blocks, f.wishBlocks("Who should come?", "A wish must be met, and can make it take longer.", wrong)...)
	if known == nil {
		blocks = append(blocks, titled("What they agree to"), block{Say: "May a helper be told what you need? And may we look beyond the town if nobody near can come?"},
			choosing(Picks{Name: "agreed", Legend: "They agree that", Many: true, Choices: agreements}, wrong, f.Agreed...))
	}
	return blocks
}

// call writes an ask down.
func (s *Server) call(w http.ResponseWriter, r *http.Request) error {
	var f callForm
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	err = ReadForm(w, r, &f)
	settleEmail(&f.Email, &f.EmailIs)
	settleEmail(&f.AskerEmail, &f.AskerEmailIs)
	var raised app.Raised
	if err == nil {
		var cmd app.RaiseRequest
		if cmd, err = s.callCommand(r, &f, c); err == nil {
			raised, err = s.app.RaiseRequest(r.Context(), who(r), cmd)
		}
	}
	if wrong := toMend(err); wrong != nil {
		return s.showCall(w, r, f, renamed(wrong))
	}
	if err != nil {
		return err
	}
	to := "/call"
	if domain.May(who(r), domain.SeeAsk, domain.Target{Somewhere: true}) {
		to = addressOf("/requests/", raised.RequestID)
	}
	return done(w, r, to, "It is written down. Please read out: the reference is "+raised.Reference.String()+".")
}

// callCommand turns what was written down into the command.
func (s *Server) callCommand(r *http.Request, f *callForm, c clock) (app.RaiseRequest, error) {
	var wrong domain.Errors
	c.wantedDay(&wrong, "day", f.Day)
	leaflet := dateIn(&wrong, "leafletOn", f.LeafletOn)
	if f.Street != "" || f.StreetID != "" {
		street, err := s.streetOf(r, streetForm{f.Street, f.StreetID})
		switch {
		case err == nil:
			f.StreetID = strconv.FormatInt(int64(street), 10)
		case domain.KindOf(err) != domain.Invalid:
			return app.RaiseRequest{}, err
		case f.PlaceWords == "":
			wrong = append(wrong, Problems(err)...)
		}
	}
	cmd := f.asksForm.command(c)
	cmd.PersonID, cmd.CameBy, cmd.LeafletOn, cmd.DistrictID = numberIn[domain.PersonID](f.Person), domain.CameBy(f.CameBy), leaflet, who(r).DistrictID
	if cmd.CameBy != domain.ByPhone && cmd.CameBy != domain.ByLeaflet && cmd.CameBy != domain.ByAgency {
		wrong.Add("cameBy", "Please choose how it came.")
	}
	if err := s.callAgain(r, f, c, &wrong, cmd.Repeat); err != nil {
		return app.RaiseRequest{}, err
	}
	return cmd, wrong.Err()
}

// callAgain completes how help comes again: at which time exactly, and who comes.
func (s *Server) callAgain(r *http.Request, f *callForm, c clock, wrong *domain.Errors, rep *app.Repeat) error {
	if f.Often != "" && placeOf(oftenChoices, f.Often) < 0 {
		wrong.Add("often", "Please choose how often.")
	} else if rep == nil && f.Weekday+f.Starts+f.Until+f.Helper != "" {
		wrong.Add("often", "Please choose how often it comes. If it comes once, leave its weekday, time, last day and helper empty.")
	}
	c.wantedDay(wrong, "until", f.Until)
	if rep == nil {
		return nil
	}
	rep.Starts = f.Starts
	if err := s.settleHelper(r, f, wrong); err != nil {
		return err
	}
	rep.HelperID = numberIn[domain.PersonID](f.HelperID)
	return nil
}

// settleHelper finds the one volunteer who is meant, among those whom the call-taker may see. Whoever is only alike is asked about.
func (s *Server) settleHelper(r *http.Request, f *callForm, wrong *domain.Errors) error {
	chosen := f.HelperID
	f.HelperID = ""
	if f.Helper == "" {
		return nil
	}
	found, _, err := s.app.People(r.Context(), who(r), app.PeopleFilter{Query: f.Helper, Volunteers: true}, app.Page{First: 6})
	if err != nil {
		return err
	}
	var named []string
	for _, p := range found {
		id, name := addressOf("", p.ID), strings.TrimSpace(p.FirstName+" "+p.LastName)
		if id == chosen {
			f.HelperID = id
		}
		if key := domain.SearchKey(f.Helper); key == domain.SearchKey(name) || key == domain.SearchKey(p.FirstName) {
			named = append(named, id)
		}
		f.helpers = append(f.helpers, Choice{Value: id, Text: joinWords(", ", name, p.StreetName), Checked: id == chosen})
	}
	switch {
	case f.HelperID != "":
	case len(named) == 1:
		f.HelperID, f.helpers = named[0], nil
	case len(found) == 0:
		wrong.Add("helper", "We know no volunteer called “%s”. Please look at the letters, or leave it empty.", f.Helper)
	default:
		wrong.Add("helper", "Who is meant by “%s”? Please choose one, or leave it empty.", f.Helper)
	}
	return nil
}

// renamed puts problems to the fields of the page that ask for it.
func renamed(wrong domain.Errors) domain.Errors {
	fields := map[string]string{"streetId": "street", "wantedFrom": "day", "usefulUntil": "day", "slots": "parts",
		"repeat": "often", "repeat.everyWeeks": "often", "repeat.weekday": "weekday", "repeat.starts": "starts", "repeat.until": "until", "repeat.helperId": "helper"}
	out := make(domain.Errors, len(wrong))
	for n, e := range wrong {
		out[n] = e
		if to := fields[e.Field]; to != "" {
			moved := *e
			moved.Field = to
			out[n] = &moved
		}
	}
	return out
}
