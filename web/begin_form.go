package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// colleague is somebody who is asked in.
type colleague struct {
	As        string `form:"as"`
	Person    string `form:"personId"`
	FirstName string `form:"firstName" max:"80" label:"The first name"`
	LastName  string `form:"lastName" max:"80" label:"The last name"`
	Email     string `form:"email" max:"254" label:"The e-mail address"`
	EmailIs   string `form:"emailIs" max:"260"`
}

// colleagueForm asks who becomes safeguarding lead or community builder.
func (s *Server) colleagueForm(w http.ResponseWriter, r *http.Request) error {
	return s.showColleague(w, r, colleague{As: r.FormValue("as")}, nil)
}

func (s *Server) showColleague(w http.ResponseWriter, r *http.Request, f colleague, wrong domain.Errors) error {
	b, err := s.app.Beginning(r.Context(), who(r), who(r).DistrictID)
	if err != nil {
		return err
	}
	head := Head{Back: &Link{Text: "Back to the list", Href: "/begin"}, Over: b.Name, Title: "Invite a community builder",
		Lead: "They meet new helpers and see what is missing. They hold the part for the whole district, and you can change that later."}
	if f.As == "lead" {
		head.Title, head.Lead = "Name a safeguarding lead", "They alone read what people are worried about. They are named for every town that has nobody yet. Nobody names themselves."
	}
	known, err := s.knownColleagues(r, f.As)
	if err != nil {
		return err
	}
	var blocks []block
	if len(known) > 0 {
		pick := Picks{Name: "personId", Legend: "Who is it?", Choices: append(known, Choice{Value: "", Text: "Somebody new", Small: "Write below who they are"})}
		blocks = append(blocks, choosing(pick, wrong, f.Person))
	}
	email := Field{Name: "email", Label: "Their e-mail address", Type: "email", Value: f.Email, Hint: "We send them a link to sign in. If it is too old when they press it, they ask for a new one."}
	blocks = append(blocks, asking(Field{Name: "firstName", Label: "Their first name", Value: f.FirstName}, wrong),
		asking(Field{Name: "lastName", Label: "Their last name", Value: f.LastName}, wrong), asking(mayBeMistyped(email, wrong), wrong))
	return s.showForm(w, r, formPage{Head: head, Blocks: blocks, Hidden: []Choice{{Text: "as", Value: f.As}}, Button: Button{Text: "Invite them", Style: Arm},
		Back: Link{Text: "Leave it for now", Href: "/begin"}}, wrong)
}

// knownColleagues are those who hold a part already, but for the reader where they cannot name themselves.
func (s *Server) knownColleagues(r *http.Request, as string) ([]Choice, error) {
	known, err := s.holders(r, domain.Builder, domain.SafeguardingLead, domain.DeskHelper, domain.DistrictCoordinator)
	if as == "lead" {
		known = onceEach(known, who(r).PersonID)
	}
	return known, err
}

// inviteColleague gives somebody their part, and sends them the link.
func (s *Server) inviteColleague(w http.ResponseWriter, r *http.Request) error {
	var f colleague
	err := ReadForm(w, r, &f)
	settleEmail(&f.Email, &f.EmailIs)
	kind := domain.Builder
	if f.As == "lead" {
		kind = domain.SafeguardingLead
	}
	if err == nil {
		_, err = s.app.InviteColleague(r.Context(), who(r), app.InviteColleague{DistrictID: who(r).DistrictID, Kind: kind, PersonID: numberIn[domain.PersonID](f.Person),
			FirstName: f.FirstName, LastName: f.LastName, Email: f.Email, EmailIs: f.EmailIs != "", IdempotencyKey: sentKey(r)})
	}
	if domain.KindOf(err) == domain.Forbidden && Problems(err) == nil && mayOpen(r) { // they named themselves
		err = domain.Errorf(domain.Invalid, "email", "%s", plainError(err))
	}
	again := func(wrong domain.Errors) error { return s.showColleague(w, r, f, wrong) }
	return finish(w, r, err, again, "/begin", "It is done, and a link to sign in is on its way to them.")
}

// hours is how a district is rung, and when people may be asked.
type hours struct {
	Phone  string   `form:"phone" max:"60" label:"The phone number"`
	Opens  string   `form:"opens" max:"10" label:"The time"`
	Closes string   `form:"closes" max:"10" label:"The time"`
	Days   []string `form:"days"`
}

// hoursForm shows the number to ring and the hours.
func (s *Server) hoursForm(w http.ResponseWriter, r *http.Request) error {
	if !mayAnywhere(r, domain.EditPlaces) {
		return notYours(r)
	}
	d, err := s.app.Settings(r.Context(), who(r), who(r).DistrictID)
	if err != nil {
		return err
	}
	f := hours{Phone: d.Phone, Opens: domain.SayClock(d.Opens), Closes: domain.SayClock(d.Closes)}
	if d.Sundays {
		f.Days = append(f.Days, "sundays")
	}
	if d.BankHolidays {
		f.Days = append(f.Days, "bankHolidays")
	}
	return s.showHours(w, r, f, nil)
}

func (s *Server) showHours(w http.ResponseWriter, r *http.Request, f hours, wrong domain.Errors) error {
	head, leave := Head{Title: "How to ring you, and when"}, Link{Text: "Leave it for now", Href: "/signed-in"}
	if mayOpen(r) {
		head.Back, leave.Href = &Link{Text: "Back to the list", Href: "/begin"}, "/begin"
	}
	return s.showForm(w, r, formPage{Head: head,
		Blocks: []block{
			asking(Field{Name: "phone", Label: "Which number do people ring?", Type: "tel", Mode: "tel", Short: true, Value: f.Phone, Hint: "It stands on every page. A town may have its own."}, wrong),
			asking(Field{Name: "opens", Label: "From when may people be asked?", Short: true, Value: f.Opens, Hint: "Such as 08:30."}, wrong),
			asking(Field{Name: "closes", Label: "Until when?", Short: true, Value: f.Closes, Hint: "Such as 20:00."}, wrong),
			choosing(Picks{Name: "days", Legend: "Also on these days?", Many: true, Choices: []Choice{{Value: "sundays", Text: "Sundays"}, {Value: "bankHolidays", Text: "Bank holidays"}}}, wrong, f.Days...),
			{Say: "Who is on the desk on which day stands on the page of each town."}},
		Button: Button{Text: "Save", Style: Arm}, Back: leave}, wrong)
}

// changeHours saves the number and the hours.
func (s *Server) changeHours(w http.ResponseWriter, r *http.Request) error {
	var f hours
	err := ReadForm(w, r, &f)
	if err == nil {
		days := map[string]bool{}
		for _, day := range f.Days {
			days[day] = true
		}
		sundays, holidays := days["sundays"], days["bankHolidays"]
		err = s.app.ChangeSettings(r.Context(), who(r), app.ChangeSettings{DistrictID: who(r).DistrictID, Phone: &f.Phone, Opens: &f.Opens, Closes: &f.Closes,
			Sundays: &sundays, BankHolidays: &holidays})
	}
	if err == nil {
		s.house.forget()
	}
	again := func(wrong domain.Errors) error { return s.showHours(w, r, f, wrong) }
	to := "/begin/hours" // a builder sets them too, and has no part in the list
	if mayOpen(r) {
		to = "/begin"
	}
	return finish(w, r, err, again, to, words.Later("It is saved."))
}
