package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
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
	before    *sentBefore
}

// callContent is the page that is read like a script.
type callContent struct {
	Head   Head
	Hello  string // said first
	Filter filter
	Before *sentBefore
	Found  []neighbour
	Known  *neighbour
	Hidden []Choice
	Blocks []block
	Button Button
}

// callPage is the call-taker's page, empty or for somebody known.
func (s *Server) callPage(w http.ResponseWriter, r *http.Request) error {
	f := callForm{CameBy: string(domain.ByPhone), Person: r.FormValue("person")}
	f.Whom, f.StreetID = "me", r.FormValue("street")
	var err error
	if f.Street, err = s.streetNamed(r, f.StreetID); err != nil {
		return err
	}
	return s.showCall(w, r, f, nil)
}

// showCall shows the call-taker's page with what has been typed.
func (s *Server) showCall(w http.ResponseWriter, r *http.Request, f callForm, wrong domain.Errors) error {
	if !mayAnywhere(r, domain.TakeAsk) {
		return notYours(r)
	}
	out := callContent{Head: Head{Title: "Write down a call"}, Before: f.before,
		Filter: filter{Action: "/call", Label: "Do we know them already? Find by name, street or phone", Placeholder: "Name, street or phone", Query: wordIn(r, "q"), Button: "Find"},
		Hidden: []Choice{{Text: "person", Value: f.Person}}, Button: Button{Text: "Write it down", Style: Arm, Big: true}}
	p := s.rd.Page(w, r, out.Head.Title)
	if err := s.known(r, f, &out, p.Key); err != nil {
		return err
	}
	var err error
	if out.Blocks, err = s.callBlocks(r, f, out.Known, wrong); err != nil {
		return err
	}
	p.Keep = r.Method == http.MethodGet && out.Known == nil && out.Found == nil // it names nobody
	out.Hello = p.In.Say("Hello. You have reached %s. Are you safe where you are?", orThe(p.Place.Town, "Waymark"))
	p.Content, p.Errors, p.Islands = out, wrong, []string{"street", "call"}
	s.rd.Render(w, r, "call", p)
	return nil
}

// known fills in the person whom the call-taker chose, and those whom they looked for, each with the key of the call.
func (s *Server) known(r *http.Request, f callForm, out *callContent, key string) error {
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
		line.Href = addressOf("/call?person=", p.ID) + "&" + keyField + "=" + url.QueryEscape(key)
		out.Found = append(out.Found, line)
	}
	return err
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
	wrong := toMend(err)
	if sentOtherwise(raised, err) {
		to, failed := s.askOfCall(r, raised)
		if failed != nil {
			return failed
		}
		f.before = callBefore(raised, to)
		wrong = f.before.problem(err)
	}
	if wrong != nil {
		return s.showCall(w, r, f, renamed(wrong))
	}
	if err != nil {
		return err
	}
	to, err := s.askOfCall(r, raised)
	if err != nil {
		return err
	}
	if to == "" {
		to = "/call?after=" + url.QueryEscape(raised.Reference.String()) // beside the page that was sent, which somebody may go back to
	}
	return done(w, r, to, words.From(r.Context()).Say("It is written down. Please read out: the reference is %s.", raised.Reference))
}

// askOfCall is the page of the ask that a call became; "" for whoever only takes calls, or has taken one from elsewhere: it is others' now.
func (s *Server) askOfCall(r *http.Request, raised app.Raised) (string, error) {
	if !mayAnywhere(r, domain.SeeAsk) {
		return "", nil
	}
	_, err := s.app.RequestByReference(r.Context(), who(r), raised.Reference.String())
	if kind := domain.KindOf(err); kind == domain.NotFound || kind == domain.Forbidden {
		return "", nil
	}
	return addressOf("/requests/", raised.RequestID), err
}

// callBefore says which call is in already, and leads to it where the reader may see it.
func callBefore(raised app.Raised, page string) *sentBefore {
	out := &sentBefore{Reference: raised.Reference.String(), Send: "Write it down"}
	if page != "" {
		out.Look = &Button{Text: "Look at it, or change it", Href: page}
	}
	return out
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
	cmd.SafeUnasked = f.Person == "" && len(f.Ways) == 0
	cmd.IdempotencyKey = sentKey(r)
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
		id, name := idOf(p.ID), strings.TrimSpace(p.FirstName+" "+p.LastName)
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
	fields := map[string]string{"safe": "ways", "streetId": "street", "wantedFrom": "day", "usefulUntil": "day", "slots": "parts",
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
