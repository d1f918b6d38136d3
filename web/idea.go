package web

import (
	"net/http"
	"net/url"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/words"
)

// ideaRoutes are the pages of ideas: those that anybody may open, the one that a link opens, and those of whoever helps them on.
func (s *Server) ideaRoutes(mux *http.ServeMux) {
	for address, p := range map[string]page{
		"GET /ideas/new":        s.newIdeaForm,
		"POST /ideas/new":       s.raiseIdea,
		"GET /open-ideas":       s.openIdeasPage,
		"GET /open-ideas/{id}":  s.openIdeaPage,
		"POST /open-ideas/{id}": s.joinIdea,
		"GET /my-idea/{token}":  s.byLink(s.myIdeaPage, domain.ForIdea),
		"POST /my-idea/{token}": s.byLink(s.leaveIdea, domain.ForIdea),
	} {
		mux.Handle(address, s.open(p))
	}
	for address, p := range map[string]page{
		"GET /ideas":                       s.ideasPage,
		"GET /ideas/{id}":                  s.ideaPage,
		"GET /ideas/{id}/change":           s.changeIdeaForm,
		"POST /ideas/{id}/change":          s.changeIdea,
		"GET /ideas/{id}/meeting":          s.ideaMeetingForm,
		"POST /ideas/{id}/meeting":         s.planIdeaMeeting,
		"GET /ideas/{id}/let-go":           s.letIdeaGoForm,
		"POST /ideas/{id}/let-go":          s.letIdeaGo,
		"POST /ideas/{id}/move":            s.moveIdea,
		"POST /ideas/{id}/draft":           s.draftIdeaGroup,
		"POST /connector-wishes/{id}/idea": s.takeUpWish,
	} {
		mux.Handle(address, s.signedIn(p))
	}
}

// ideaStageWords say how an idea stands.
var ideaStageWords = map[domain.IdeaStage]Tag{
	domain.IdeaHeard: {State: StateNew, Icon: "fresh", Text: words.Later("New")}, domain.IdeaLooking: {State: StateWaiting, Icon: "people", Text: words.Later("Looks for people")},
	domain.IdeaMeeting: {State: StateMeeting, Icon: "cup", Text: words.Later("First meeting")}, domain.IdeaGroup: {State: StateDone, Icon: "done", Text: words.Later("A group now")},
	domain.IdeaLetGo: {State: StatePlain, Icon: "no", Text: words.Later("Let go")},
}

// ideaFields are an idea and who had it, as they are typed.
type ideaFields struct {
	Town     string `form:"townId" max:"20"`
	Name     string `form:"name" max:"80" label:"Your idea"`
	Words    string `form:"words" max:"1000" label:"What you wrote"`
	Looked   string `form:"lookedFor" max:"100"`
	CameFrom string `form:"cameFrom" max:"20"`
	whoFields
}

// whoFields are how somebody hears what becomes of an idea.
type whoFields struct {
	First   string `form:"firstName" max:"80" label:"Your first name"`
	Phone   string `form:"phone" max:"60" label:"Your phone number"`
	Email   string `form:"email" max:"254" label:"Your e-mail address"`
	EmailIs string `form:"emailIs" max:"260"`
	Agreed  string `form:"agreed" max:"10"`
	Named   string `form:"named" max:"10"`
}

func (f whoFields) contact() app.IdeaContact {
	return app.IdeaContact{FirstName: f.First, Phone: f.Phone, Email: f.Email, EmailIsRight: f.EmailIs != "", Agreed: f.Agreed != "", Named: f.Named != ""}
}

// blocks ask who it is. Whoever joins in must say so; who had an idea may stay unknown, or have their name beside it.
func (f whoFields) blocks(joins bool, wrong domain.Errors) []block {
	email := Field{Name: "email", Label: "E-mail", Hint: "One of the two will do.", Type: "email", Value: f.Email, Autocomplete: "email", Optional: !joins}
	out := []block{
		asking(Field{Name: "firstName", Label: "First name", Value: f.First, Autocomplete: "given-name", Optional: !joins}, wrong),
		asking(Field{Name: "phone", Label: "Phone", Type: "tel", Mode: "tel", Short: true, Value: f.Phone, Autocomplete: "tel", Optional: !joins}, wrong),
		asking(mayBeMistyped(email, wrong), wrong),
		choosing(yesNo("agreed", "You may keep this, and write to me about the idea", "It is used for nothing else. You can stop it with one tap. It goes a year after the last step."), wrong, f.Agreed),
	}
	if !joins {
		out = append(out, choosing(yesNo("named", "My first name may stand beside the idea", "If not, only those who run this see it."), wrong, f.Named))
	}
	return out
}

// newIdeaForm asks for an idea, of anybody.
func (s *Server) newIdeaForm(w http.ResponseWriter, r *http.Request) error {
	if r.FormValue("said") == "yes" {
		p := s.simplePage(w, r, "Thank you for your idea")
		p.Content = formPage{Head: Head{Title: "Thank you for your idea", Lead: "Somebody reads it, and looks for others who would like it too. If you said how to reach you, you hear what comes next."},
			Words: []string{"Others have ideas as well. Would you join in with one?"}, Also: &Button{Text: "See the ideas that look for people", Href: "/open-ideas"}}
		s.rd.Render(w, r, "form", p)
		return nil
	}
	looked := wordIn(r, "looked")
	return s.showNewIdea(w, r, ideaFields{Town: r.FormValue("town"), Name: upperFirst(looked), Looked: looked}, nil)
}

func (s *Server) showNewIdea(w http.ResponseWriter, r *http.Request, f ideaFields, wrong domain.Errors) error {
	towns := s.house.rooms(r.Context()).choices()
	page := formPage{Head: Head{Back: &Link{Text: "Ideas that look for people", Href: "/open-ideas"}, Title: "What would you like to be here?", Lead: "Something that is not there yet, and that you would go to. A few others may be enough to begin."},
		Action: "/ideas/new?written", Hidden: []Choice{{Text: "lookedFor", Value: f.Looked}}, Button: Button{Text: "Send the idea", Style: Arm}}
	page.Blocks = []block{asking(Field{Name: "name", Label: "Your idea in a few words", Hint: "Such as “A choir that needs no notes”.", Value: f.Name}, wrong),
		asking(Field{Name: "words", Label: "Tell us more", Optional: true, Hint: "Who would come, and when? No names or phone numbers here: others read this.", Type: "textarea", Rows: 4, Value: f.Words}, wrong)}
	if len(towns) == 1 {
		page.Hidden = append(page.Hidden, Choice{Text: "townId", Value: towns[0].Value})
	} else {
		page.Blocks = append(page.Blocks, choosingFrom(Picks{Name: "townId", Legend: "Where?", Pairs: true, Choices: towns}, "Please choose", wrong, f.Town))
	}
	who, about := f.blocks(false, wrong), "Would you like to hear what comes of it?"
	if mayAnywhere(r, domain.RunIdeas) {
		about = "Would they like to hear what comes of it?"
		page.Head.Back = &Link{Text: "Ideas", Href: "/ideas"}
		page.Blocks = append(page.Blocks, choosing(Picks{Name: "cameFrom", Legend: "Where did you hear it?", Row: true, Choices: []Choice{{Value: string(domain.FromCafe), Text: "Where people meet"},
			{Value: string(domain.FromStaff), Text: "Somebody told me"}}}, wrong, f.CameFrom))
	}
	page.Blocks = append(append(page.Blocks, block{Title: about}), who...)
	p := s.simplePage(w, r, page.Head.Title)
	p.Errors, p.Content, p.Keep = wrong, page, r.Method == http.MethodGet // it names nobody, and its key stays when somebody goes back
	s.rd.Render(w, r, "form", p)
	return nil
}

// raiseIdea keeps an idea.
func (s *Server) raiseIdea(w http.ResponseWriter, r *http.Request) error {
	var f ideaFields
	err := ReadForm(w, r, &f)
	settleEmail(&f.Email, &f.EmailIs)
	id, staff := domain.IdeaID(0), mayAnywhere(r, domain.RunIdeas)
	if err == nil && staff && f.CameFrom == "" {
		err = domain.Errorf(domain.Invalid, "cameFrom", "Please choose where you heard it.")
	}
	if err == nil {
		id, err = s.app.RaiseIdea(r.Context(), who(r), app.RaiseIdea{TownID: numberIn[domain.TownID](f.Town), Name: f.Name, Words: f.Words, LookedFor: f.Looked,
			CameFrom: domain.IdeaSource(f.CameFrom), IdeaContact: f.contact(), IP: auth.IP(r.Context()), IdempotencyKey: sentKey(r)})
	}
	if wrong := toMend(err); wrong != nil {
		return s.showNewIdea(w, r, f, wrong)
	}
	if err != nil {
		return err
	}
	if staff {
		return done(w, r, addressOf("/ideas/", id), "It is written down.")
	}
	http.Redirect(w, r, "/ideas/new?said=yes", http.StatusSeeOther)
	return nil
}

// openIdeas is the public list.
type openIdeas struct {
	Head  Head
	Chips []Link
	Ideas []Line
	Pager Pager
	Empty Empty
	Add   Button
}

// openIdeasPage lists the ideas that look for people.
func (s *Server) openIdeasPage(w http.ResponseWriter, r *http.Request) error {
	town := numberIn[domain.TownID](r.FormValue("town"))
	all, info, err := s.app.OpenIdeas(r.Context(), who(r), town, listPage(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := openIdeas{Head: Head{Title: "Ideas that look for people", Lead: "None of these is here yet. Say that you would join in, and you hear when there is a day to meet."},
		Empty: Empty{Title: "No idea looks for people just now", Text: "Yours may be the first."}, Add: Button{Text: "I have an idea", Style: Arm, Href: "/ideas/new"}, Pager: next(r, info)}
	if towns := s.house.rooms(r.Context()).towns; len(towns) > 1 {
		out.Chips = append(out.Chips, Link{Text: "All towns", Href: "/open-ideas", Current: town == 0})
		for _, t := range towns {
			out.Chips = append(out.Chips, Link{Text: t.Name, Href: addressOf("/open-ideas?town=", t.ID), Current: t.ID == town})
		}
	}
	for _, i := range all {
		out.Ideas = append(out.Ideas, Line{State: ideaStageWords[i.Stage].State, Icon: ideaStageWords[i.Stage].Icon, Title: i.Name, Href: addressOf("/open-ideas/", i.ID),
			Say: joinWords(dot, i.TownName, c.joining(i)), End: c.Say(ideaStageWords[i.Stage].Text)})
	}
	p := s.simplePage(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "ideas_open", p)
	return nil
}

// joining says how many would join in; "" for nobody.
func (c clock) joining(i domain.Idea) string {
	if i.Joining == 0 {
		return ""
	}
	return Count(c.Words, i.Joining, "%s person would join in", "%s people would join in")
}

// openIdea is one idea as everybody sees it.
type openIdea struct {
	Head    Head
	Words   string
	Joining string
	Post    string
	Meeting *ideaMeets
	Blocks  []block
}

// ideaMeets is where those who join in meet first.
type ideaMeets struct {
	When, Where, Off, Href string
}

// meets says where those who join in with an idea meet; nil where nobody has said.
func (c clock) meets(i app.OpenIdea) *ideaMeets {
	if i.Meeting == nil {
		return nil
	}
	out := ideaMeets{Where: i.Meeting.Place.Name, Href: addressOf("/whats-on/", i.Meeting.ID)}
	for _, d := range i.Meeting.Dates {
		if out.When = upperFirst(c.day(d.HeldOn)) + ", " + c.hours(d.StartsAt, d.EndsAt); d.Off {
			out.Off = orThe(d.Words, c.Say("It is off."))
		}
	}
	return &out
}

// openIdeaPage shows one idea to anybody, and asks who would join in.
func (s *Server) openIdeaPage(w http.ResponseWriter, r *http.Request) error {
	return s.showOpenIdea(w, r, joinFields{}, nil)
}

// joinFields are somebody's word that they would join in.
type joinFields struct{ whoFields }

func (s *Server) showOpenIdea(w http.ResponseWriter, r *http.Request, f joinFields, wrong domain.Errors) error {
	id, err := pathID[domain.IdeaID](r)
	if err != nil {
		return err
	}
	i, err := s.app.OpenIdea(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := openIdea{Head: Head{Back: &Link{Text: "Ideas that look for people", Href: "/open-ideas"}, Over: i.TownName, Title: i.Name, Tags: []Tag{ideaStageWords[i.Stage]}}, Words: i.Words,
		Joining: c.joining(i.Idea), Meeting: c.meets(i), Post: addressOf("/open-ideas/", id) + "?written", Blocks: f.blocks(true, wrong)}
	if len(i.Had) > 0 {
		out.Head.Lead = c.Say("An idea of %s.", c.List(i.Had))
	}
	p := s.simplePage(w, r, i.Name)
	p.Errors, p.Content, p.Keep = wrong, out, r.Method == http.MethodGet // it names nobody who did not wish it, and its key stays when somebody goes back
	s.rd.Render(w, r, "idea_open", p)
	return nil
}

// joinIdea takes somebody in who would join in with an idea.
func (s *Server) joinIdea(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.IdeaID](r)
	if err != nil {
		return err
	}
	var f joinFields
	err = ReadForm(w, r, &f)
	settleEmail(&f.Email, &f.EmailIs)
	if err == nil {
		err = s.app.JoinIdea(r.Context(), who(r), app.JoinIdea{IdeaID: id, IdeaContact: f.contact(), IP: auth.IP(r.Context()), IdempotencyKey: sentKey(r)})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showOpenIdea(w, r, f, wrong) }, addressOf("/open-ideas/", id), "Thank you for joining in. You hear as soon as there is a day to meet.")
}

// myIdea is the page of whoever had an idea or joins in.
type myIdea struct {
	Head    Head
	Words   []string
	Quote   string // why it was let go
	Meeting *ideaMeets
	Go      *Button
	Stop    string // the words on the button that ends it; "" where they hear no more of it
	Open    string // where everybody sees it; "" where nobody does
}

// ideaStands says to whoever had an idea, or joins in, how it stands.
var ideaStands = map[domain.IdeaStage]string{
	domain.IdeaHeard:   words.Later("Somebody reads it and thinks about what could come of it."),
	domain.IdeaLooking: words.Later("It stands on the list that everybody can see, and looks for people who would join in."),
	domain.IdeaMeeting: words.Later("There is a day to meet the others."),
	domain.IdeaGroup:   words.Later("It is a group now, and stands in the list of what there is."),
	domain.IdeaLetGo:   words.Later("It does not go on for now. This is why:"),
}

// myIdeaPage shows the idea that a link is about.
func (s *Server) myIdeaPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	i, err := s.app.MyIdea(r.Context(), actor)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := myIdea{Head: Head{Over: c.Say("For %s", i.FirstName), Title: i.Name, Tags: []Tag{ideaStageWords[i.Stage]}}, Words: []string{ideaStands[i.Stage]}, Quote: i.Why}
	if i.Stage == domain.IdeaMeeting {
		out.Meeting = c.meets(i.OpenIdea)
	}
	if i.Joining > 0 && !i.Over() {
		out.Words = append(out.Words, Count(c.Words, i.Joining, "%s person would join in so far.", "%s people would join in so far."))
	}
	if i.Stage == domain.IdeaGroup {
		out.Go = &Button{Text: "See the group", Style: Arm, Href: addressOf("/directory/", i.ServiceID)}
	}
	switch {
	case i.In && i.Mine:
		out.Stop = words.Later("Tell me no more of it")
	case i.In:
		out.Stop = words.Later("I cannot join in after all")
	default:
		out.Words = append(out.Words, words.Later("You hear no more of it. Thank you all the same."))
	}
	if i.Public() {
		out.Open = addressOf("/open-ideas/", i.ID)
	}
	p := s.linkPage(w, r, i.Name, Place{Town: i.TownName})
	p.Content = out
	s.rd.Render(w, r, "idea_mine", p)
	return nil
}

// leaveIdea ends that somebody hears of an idea.
func (s *Server) leaveIdea(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	if err := s.app.LeaveIdea(r.Context(), actor); err != nil {
		return err
	}
	return done(w, r, "/my-idea/"+url.PathEscape(r.PathValue("token")), "It has stopped. We write to you of this no more.")
}
