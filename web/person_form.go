package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// about reads a form about one person and does what it says; what is wrong shows the form again.
func (s *Server) about(w http.ResponseWriter, r *http.Request, form any, do func(domain.PersonID, clock) (string, error), again func(domain.Errors) error) error {
	id, err := pathID[domain.PersonID](r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	words := ""
	if err = ReadForm(w, r, form); err == nil {
		words, err = do(id, c)
	}
	return finish(w, r, err, again, addressOf("/people/", id), words)
}

// showAbout shows a form about one person, to those who may do the action where they live.
func (s *Server) showAbout(w http.ResponseWriter, r *http.Request, wrong domain.Errors, action domain.Action, make func(app.PersonView) (formPage, error)) error {
	v, err := s.personAt(r)
	if err != nil {
		return err
	}
	home := domain.Target{Spot: domain.Spot{DistrictID: who(r).DistrictID, TownID: v.TownID, StreetID: v.StreetID}}
	if !domain.May(who(r), action, home) && action != domain.SeePeople {
		return notYours(r)
	}
	f, err := make(v)
	if err != nil {
		return err
	}
	f.Head.Over = fullName(v.FirstName, v.LastName)
	f.Back = Link{Text: "Leave it as it is", Href: addressOf("/people/", v.ID)}
	return s.showForm(w, r, f, wrong)
}

// personForm is somebody, as whoever knows them types it.
type personForm struct {
	First    string   `form:"firstName" max:"80" label:"The first name"`
	Last     string   `form:"lastName" max:"80" label:"The last name"`
	Phone    string   `form:"phone" max:"60" label:"The phone number"`
	Email    string   `form:"email" max:"254" label:"The e-mail address"`
	Right    bool     `form:"emailIsRight"`
	Street   string   `form:"street" max:"100" label:"The street"`
	StreetID string   `form:"streetId"`
	Address  string   `form:"address" max:"160" label:"The house"`
	Language string   `form:"languages" max:"60" label:"The languages"`
	Prefers  string   `form:"preferred"`
	Safe     []string `form:"safe"`
	Young    bool     `form:"young"`
	Large    bool     `form:"largePrint"`
	HowTold  string   `form:"howTold"`
	Agreed   []string `form:"agreed"`
	Clear    []string `form:"clear"`
	Helps    bool     `form:"helps"`
	helpForm
}

// nameBlocks ask who somebody is and how to reach them.
func (f personForm) nameBlocks(wrong domain.Errors) []block {
	blocks := []block{titled("Who they are"),
		asking(Field{Name: "firstName", Label: "First name", Value: f.First}, wrong),
		asking(Field{Name: "lastName", Label: "Last name", Optional: true, Value: f.Last}, wrong),
		titled("How to reach them"),
		asking(Field{Name: "phone", Label: "Phone", Type: "tel", Mode: "tel", Short: true, Value: f.Phone}, wrong),
		asking(Field{Name: "email", Label: "E-mail", Type: "email", Value: f.Email}, wrong)}
	if problemWith(wrong, "email") != nil {
		blocks = append(blocks, choosing(yesNo("emailIsRight", "The address is right as it is", ""), nil, ticked(f.Right)))
	}
	return blocks
}

// wayBlocks ask how somebody likes to be reached, and what is safe.
func (f personForm) wayBlocks(wrong domain.Errors) []block {
	return []block{
		choosing(Picks{Name: "preferred", Legend: "How do they like to be reached?", Choices: reachedBy}, wrong, f.Prefers),
		choosing(Picks{Name: "safe", Legend: "What is safe?", Hint: "Ask. Somebody else may see or hear it.", Many: true, Choices: append(slices.Clip(safeWays), Choice{Value: "none", Text: "None of these"})}, wrong, f.Safe...),
		asking(Field{Name: "languages", Label: "Languages besides English", Hint: "By their two letters, such as pl, cy.", Optional: true, Short: true, Value: f.Language}, wrong),
		choosing(yesNo("young", "They are 16 or 17", "They go in twos, or in public."), wrong, ticked(f.Young)),
		choosing(yesNo("largePrint", "They read large print", "Letters to them, and their own page, are in large letters."), wrong, ticked(f.Large))}
}

// waysNow says the answers of wayBlocks in a line.
func (f personForm) waysNow(in *words.Words) string {
	var safe []string
	for _, c := range safeWays {
		if slices.Contains(f.Safe, c.Value) {
			safe = append(safe, strings.ToLower(in.Text(c.Text)))
		}
	}
	for _, c := range reachedBy {
		if c.Value == f.Prefers && len(safe) > 0 {
			return in.Say("%s. Safe: %s.", in.Text(c.Text), in.List(safe))
		}
	}
	return ""
}

// agreeBlocks ask what they were told, and what they agreed to.
func (f personForm) agreeBlocks(wrong domain.Errors) []block {
	return []block{titled("What they agreed to"),
		choosing(Picks{Name: "howTold", Legend: "How were they told what we keep?", Pairs: true, Choices: []Choice{{Value: "in_person", Text: "In person"}, {Value: "phone", Text: "By phone"},
			{Value: "paper", Text: "On paper"}, {Value: "page", Text: "On the page"}, {Value: "through_another", Text: "Through somebody"}}}, wrong, f.HowTold),
		choosing(Picks{Name: "agreed", Legend: "They agree that", Many: true, Choices: agreements}, wrong, f.Agreed...)}
}

var reachedBy = []Choice{{Value: "email", Text: "By e-mail"}, {Value: "call", Text: "By a call"}, {Value: "letter", Text: "By a letter"}}

var safeWays = []Choice{{Value: "ring", Text: "To ring"}, {Value: "text", Text: "To text"}, {Value: "write", Text: "To write"}, {Value: "leave_message", Text: "To leave a message"}}

var agreements = []Choice{{Value: "share", Text: "a helper is told what they need"}, {Value: "beyond", Text: "we may look beyond the town"}}

// newPersonForm asks about somebody new.
func (s *Server) newPersonForm(w http.ResponseWriter, r *http.Request) error {
	if !mayAnywhere(r, domain.EditPeople) {
		return notYours(r)
	}
	f := personForm{StreetID: r.FormValue("street"), helpForm: usualHelp()}
	var err error
	if f.Street, err = s.streetNamed(r, f.StreetID); err != nil {
		return err
	}
	f.Helps = f.Street != ""
	return s.showNewPerson(w, r, f, nil)
}

func (s *Server) showNewPerson(w http.ResponseWriter, r *http.Request, f personForm, wrong domain.Errors) error {
	street, err := s.streetField(r, streetForm{f.Street, f.StreetID}, "Street", wrong)
	if err != nil {
		return err
	}
	blocks := append(f.nameBlocks(wrong), block{Field: &street}, asking(Field{Name: "address", Label: "House number or name", Optional: true, Value: f.Address}, wrong))
	blocks = append(append(blocks, folded("How they like to be reached, and what is safe", f.Prefers == "" || len(f.Safe) == 0, f.wayBlocks(wrong)...).now(f.waysNow(words.From(r.Context())))), f.agreeBlocks(wrong)...)
	blocks = append(blocks, titled("Helping"), choosing(yesNo("helps", "They would like to help", "Then please open the next line and fill it in. Nobody is asked before somebody has met them."), wrong, ticked(f.Helps)))
	blocks = append(blocks, folded("What they would like to give", f.Helps, f.helpForm.blocks(wrong)...))
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: "All people", Href: "/people"}, Title: "Add somebody"}, Blocks: blocks,
		Button: Button{Text: "Add them", Style: Arm}, Back: Link{Text: "Leave it", Href: "/people"}}, wrong)
}

// addPerson takes somebody down, and what they would like to give.
func (s *Server) addPerson(w http.ResponseWriter, r *http.Request) error {
	var f personForm
	var id domain.PersonID
	err := ReadForm(w, r, &f)
	if err == nil {
		err = ReadForm(w, r, &f.helpForm)
	}
	if err == nil {
		var cmd app.AddPerson
		if cmd, err = s.newPerson(r, f); err == nil {
			id, err = s.app.AddPerson(r.Context(), who(r), cmd)
		}
	}
	again := func(wrong domain.Errors) error { return s.showNewPerson(w, r, f, wrong) }
	return finish(w, r, err, again, addressOf("/people/", id), words.From(r.Context()).Say("%s is in.", f.First))
}

// unasked is what no list offers: it is refused, and asked for by name.
const unasked = "unasked"

// newPerson turns the form into the command.
func (s *Server) newPerson(r *http.Request, f personForm) (app.AddPerson, error) {
	cmd := app.AddPerson{FirstName: f.First, LastName: f.Last, Phone: f.Phone, Email: f.Email, EmailIsRight: f.Right, Address: f.Address,
		Languages: languagesIn(f.Language), Preferred: domain.Way(cmp.Or(f.Prefers, unasked)), Young: f.Young, LargePrint: f.Large, HowTold: cmp.Or(f.HowTold, unasked), SafeUnasked: len(f.Safe) == 0,
		SafeToRing: slices.Contains(f.Safe, "ring"), SafeToText: slices.Contains(f.Safe, "text"), SafeToWrite: slices.Contains(f.Safe, "write"),
		SafeToLeaveMessage: slices.Contains(f.Safe, "leave_message"),
		AgreedShare:        slices.Contains(f.Agreed, "share"), AgreedBeyond: slices.Contains(f.Agreed, "beyond")}
	street, err := s.streetOf(r, streetForm{f.Street, f.StreetID})
	if err != nil {
		return cmd, err
	}
	cmd.StreetID, cmd.IdempotencyKey = street, sentKey(r)
	if !f.Helps {
		return cmd, nil
	}
	d, err := f.helpForm.details()
	cmd.Volunteer = &d
	return cmd, err
}

func languagesIn(text string) []string {
	return strings.Fields(strings.NewReplacer(",", " ", ";", " ").Replace(text))
}

// changePersonForm asks what is different about somebody now. Phone and e-mail are not shown: what is typed takes their place.
func (s *Server) changePersonForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.personAt(r)
	if err != nil {
		return err
	}
	f := personForm{First: v.FirstName, Last: v.LastName, Language: strings.Join(v.Languages, ", "), Prefers: string(v.Preferred), Young: v.Young, Large: v.LargePrint, HowTold: v.HowTold}
	if v.AgreedShare {
		f.Agreed = append(f.Agreed, "share")
	}
	if v.AgreedBeyond {
		f.Agreed = append(f.Agreed, "beyond")
	}
	return s.showChangePerson(w, r, f, nil)
}

func (s *Server) showChangePerson(w http.ResponseWriter, r *http.Request, f personForm, wrong domain.Errors) error {
	return s.showAbout(w, r, wrong, domain.EditPeople, func(v app.PersonView) (formPage, error) {
		blocks := append(f.nameBlocks(wrong), choosing(Picks{Name: "clear", Legend: "Take away", Many: true, Pairs: true,
			Choices: []Choice{{Value: "phone", Text: "The phone number"}, {Value: "email", Text: "The e-mail address"}}}, wrong, f.Clear...))
		ways := f.wayBlocks(wrong)
		ways[1].Picks.Hint = "None chosen: it stays as it is."
		blocks = append(append(blocks, ways...), f.agreeBlocks(wrong)...)
		return formPage{Head: Head{Title: "Change details", Lead: "Phone and e-mail are not shown here. Left empty, they stay as they are."}, Blocks: blocks,
			Button: Button{Text: "Save", Style: Arm}}, nil
	})
}

// changePerson changes what we know of somebody.
func (s *Server) changePerson(w http.ResponseWriter, r *http.Request) error {
	var f personForm
	return s.about(w, r, &f, func(id domain.PersonID, _ clock) (string, error) {
		return "It is saved.", s.app.ChangePerson(r.Context(), who(r), f.change(id))
	}, func(wrong domain.Errors) error { return s.showChangePerson(w, r, f, wrong) })
}

// change turns the form into the command: what is empty and was not shown stays as it is.
func (f personForm) change(id domain.PersonID) app.ChangePerson {
	languages, way := languagesIn(f.Language), domain.Way(f.Prefers)
	share, beyond := slices.Contains(f.Agreed, "share"), slices.Contains(f.Agreed, "beyond")
	cmd := app.ChangePerson{PersonID: id, FirstName: &f.First, LastName: &f.Last, EmailIsRight: f.Right, Languages: &languages, Preferred: &way,
		Young: &f.Young, LargePrint: &f.Large, AgreedShare: &share, AgreedBeyond: &beyond, Clear: f.Clear}
	if f.HowTold != "" {
		cmd.HowTold = &f.HowTold
	}
	if f.Phone != "" {
		cmd.Phone = &f.Phone
	}
	if f.Email != "" {
		cmd.Email = &f.Email
	}
	if len(f.Safe) > 0 {
		ring, text := slices.Contains(f.Safe, "ring"), slices.Contains(f.Safe, "text")
		write, message := slices.Contains(f.Safe, "write"), slices.Contains(f.Safe, "leave_message")
		cmd.SafeToRing, cmd.SafeToText, cmd.SafeToWrite, cmd.SafeToLeaveMessage = &ring, &text, &write, &message
	}
	return cmd
}

type movedForm struct {
	streetForm
	Address string `form:"address" max:"160" label:"The house"`
}

// moveForm asks where somebody lives now.
func (s *Server) moveForm(w http.ResponseWriter, r *http.Request) error {
	return s.showMove(w, r, movedForm{}, nil)
}

func (s *Server) showMove(w http.ResponseWriter, r *http.Request, f movedForm, wrong domain.Errors) error {
	return s.showAbout(w, r, wrong, domain.EditPeople, func(v app.PersonView) (formPage, error) {
		street, err := s.streetField(r, f.streetForm, "The new street", wrong)
		return formPage{Head: Head{Title: words.From(r.Context()).Say("%s has moved house", v.FirstName), Lead: "What they asked for moves with them. If they looked after the old street, somebody else does now."},
			Blocks: []block{{Field: &street}, asking(Field{Name: "address", Label: "House number or name", Value: f.Address}, wrong)},
			Button: Button{Text: "They live there now", Style: Arm}}, err
	})
}

// move gives somebody a new home.
func (s *Server) move(w http.ResponseWriter, r *http.Request) error {
	var f movedForm
	return s.about(w, r, &f, func(id domain.PersonID, _ clock) (string, error) {
		street, err := s.streetOf(r, f.streetForm)
		if err != nil {
			return "", err
		}
		m, err := s.app.MoveHouse(r.Context(), who(r), app.MoveHouse{PersonID: id, StreetID: street, Address: f.Address})
		return moved(words.From(r.Context()), "They live there now.", m), err
	}, func(wrong domain.Errors) error { return s.showMove(w, r, f, wrong) })
}

type apartForm struct {
	Query string `form:"q"`
	Other string `form:"b"`
}

// apartForm finds the other of two people who are better apart.
func (s *Server) apartForm(w http.ResponseWriter, r *http.Request) error {
	return s.showApart(w, r, apartForm{Query: wordIn(r, "q")}, nil)
}

func (s *Server) showApart(w http.ResponseWriter, r *http.Request, f apartForm, wrong domain.Errors) error {
	return s.showAbout(w, r, wrong, domain.EditPeople, func(v app.PersonView) (formPage, error) {
		others := Picks{Name: "b", Legend: "From whom?"}
		if f.Query != "" {
			people, _, err := s.app.People(r.Context(), who(r), app.PeopleFilter{Query: f.Query}, app.Page{First: 20})
			if err != nil {
				return formPage{}, err
			}
			for _, p := range people {
				if p.ID != v.ID {
					others.Choices = append(others.Choices, Choice{Value: idOf(p.ID), Text: fullName(p.FirstName, p.LastName), Small: placeWords(p.StreetName, p.TownName)})
				}
			}
		}
		page := formPage{Head: Head{Title: "Better apart", Lead: "The two are never put together. Nobody is told why, and it never shows as a reason."},
			Search: &filter{Action: addressOf("/people/", v.ID) + "/apart", Label: "Find the other by name", Placeholder: "Name", Query: f.Query, Button: "Find"}}
		if len(others.Choices) > 0 {
			page.Blocks = []block{choosingFrom(others, "Choose a name", wrong, f.Other)}
			page.Hidden = []Choice{{Text: "q", Value: f.Query}}
			page.Button = Button{Text: "Keep them apart", Style: Arm}
		} else if f.Query != "" {
			page.Words = []string{"We know nobody like that."}
		}
		return page, nil
	})
}

// keepApart names two people who are not put together.
func (s *Server) keepApart(w http.ResponseWriter, r *http.Request) error {
	var f apartForm
	return s.about(w, r, &f, func(id domain.PersonID, _ clock) (string, error) {
		other := numberIn[domain.PersonID](f.Other)
		if other == 0 {
			return "", domain.Errorf(domain.Invalid, "b", "Please choose somebody.")
		}
		return "They are kept apart.", s.app.KeepApart(r.Context(), who(r), app.KeepApart{A: id, B: other})
	}, func(wrong domain.Errors) error { return s.showApart(w, r, f, wrong) })
}
