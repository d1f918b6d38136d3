package web

import (
	"net"
	"net/http"
	"net/url"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// beginRoutes are the pages on which a district is set up, opened and paused.
func (s *Server) beginRoutes(mux *http.ServeMux) {
	for address, page := range map[string]page{
		"GET /begin":            s.beginPage,
		"POST /begin":           s.tickStep,
		"GET /begin/colleague":  s.colleagueForm,
		"POST /begin/colleague": s.inviteColleague,
		"GET /begin/hours":      s.hoursForm,
		"POST /begin/hours":     s.changeHours,
		"GET /begin/streets":    s.streetsForm,
		"POST /begin/streets":   s.checkStreets,
		"GET /begin/doors":      s.doorsForm,
		"POST /begin/doors":     s.turnDoors,
	} {
		mux.Handle(address, s.signedIn(page))
	}
}

// beginContent is the list of what is to be settled before a district opens, and how its doors stand.
type beginContent struct {
	Head   Head
	Notice Notice
	Own    *Notice // nobody else can open the address that leaflets name
	Steps  []beginStep
	Main   *Button // opens, pauses, or opens again
	Still  string  // why it cannot open yet
	Folded bool    // the steps are behind us
	next   bool    // one of the steps is the next to do
}

// add puts a step on the list. The first that is still to do has the main button; what is done steps back.
func (b *beginContent) add(s beginStep) {
	switch {
	case s.Go == nil:
	case s.Done:
		s.Go.Style = Quiet
	case !b.next && s.Go.Why == "":
		s.Go.Style, b.next = Arm, true
	}
	b.Steps = append(b.Steps, s)
}

// beginStep is one step with what leads to it.
type beginStep struct {
	Code  string
	Title string
	Say   string
	Done  bool
	Who   string // "Lee, today, 10:30 am"
	Go    *Button
	Tick  bool // a person says that it is done
}

// mayOpen reports whether the reader sets up, opens and pauses their district.
func mayOpen(r *http.Request) bool {
	return who(r).Kind == domain.PersonActor && domain.May(who(r), domain.OpenDoors, domain.Target{Spot: domain.Spot{DistrictID: who(r).DistrictID}})
}

// beginPage shows how far a district is.
func (s *Server) beginPage(w http.ResponseWriter, r *http.Request) error {
	b, err := s.app.Beginning(r.Context(), who(r), who(r).DistrictID)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return err
	}
	out := c.beginning(b)
	out.Own = s.ownAddress(c.Words, r)
	for _, v := range b.Steps {
		out.add(c.beginStep(b, v, towns))
	}
	out.Folded = b.Doors != domain.DoorsNotYet
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "begin", p)
	return nil
}

// beginning says how the doors stand, and what one can do.
func (c clock) beginning(b app.Beginning) beginContent {
	out := beginContent{Head: Head{Over: b.Name, Title: "Before your doors open", Lead: "Seven things to settle, in your own time. Until you open the doors nobody is asked, and no message about an ask goes out."},
		Notice: Notice{State: StateSoon, Strong: "Not open yet.", Text: "People who look in are told that you begin soon, and whom to ring."}}
	switch left := len(b.Steps) - doneSteps(b); {
	case b.Doors == domain.DoorsOpen:
		out.Head.Title, out.Head.Lead = "Your doors are open", "People can ask for help, and neighbours are asked."
		out.Notice = Notice{State: StateDone, Strong: "Open.", Text: c.since(b, "Opened by %s, %s.", "Opened %s.")}
		out.Main = &Button{Text: "Shut the doors for a while", Href: "/begin/doors"}
	case b.Doors == domain.DoorsPaused:
		out.Head.Title, out.Head.Lead = "Your doors are shut for now", "Nobody new is asked. What was promised goes on."
		out.Notice = Notice{State: StateWaiting, Strong: "Shut for now.", Text: c.since(b, "Shut by %s, %s.", "Shut %s.")}
		out.Main = &Button{Text: "Open the doors again", Style: Arm, Href: "/begin/doors"}
	case b.CanOpen:
		out.Main = &Button{Text: "Open the doors", Style: Arm, Big: true, Href: "/begin/doors"}
	default:
		out.Still = c.Count(left, "One thing is still to do. Then you can open the doors.", "%s things are still to do. Then you can open the doors.")
		out.Still = upperFirst(out.Still)
	}
	return out
}

func doneSteps(b app.Beginning) (n int) {
	for _, v := range b.Steps {
		if v.Done {
			n++
		}
	}
	return n
}

// since says who turned the doors, and when.
func (c clock) since(b app.Beginning, by, alone string) string {
	switch {
	case b.DoorsAt == nil:
		return "They have been open from the first day."
	case b.DoorsName == "":
		return c.Say(alone, c.time(*b.DoorsAt))
	}
	return c.Say(by, b.DoorsName, c.time(*b.DoorsAt))
}

// beginStep puts one step into words, with the page that does it.
func (c clock) beginStep(b app.Beginning, v app.BeginStepView, towns []domain.Town) beginStep {
	out := beginStep{Code: string(v.Step), Done: v.Done, Tick: v.Step.ByHand()}
	if v.Tick != nil {
		out.Who = v.Tick.Name + ", " + c.time(v.Tick.At)
	}
	town := ""
	if len(towns) > 0 {
		town = addressOf("/towns/", towns[0].ID)
	}
	switch v.Step {
	case domain.StepStreets:
		out.Title, out.Say, out.Go = "Bring in your streets", "A list from a spreadsheet will do: street and town.", &Button{Text: "Bring in streets", Href: "/begin/streets"}
		if v.Done {
			out.Say = Count(c.Words, b.Streets, "%s street is here", "%s streets are here") + c.Count(b.Towns, ", in one town.", ", in %s towns.")
		}
	case domain.StepLead:
		out.Title, out.Say, out.Go = "Name a safeguarding lead", "They are told when somebody is worried about a neighbour. No town opens without one.", &Button{Text: "Name somebody", Href: "/begin/colleague?as=lead"}
		if v.Done {
			out.Say = c.Say("%s is told of worries.", b.LeadName) + c.ledTowns(b)
		}
	case domain.StepBuilder:
		out.Title, out.Say, out.Go = "Invite a community builder", "They meet new helpers, and see what people here ask for.", &Button{Text: "Invite somebody", Href: "/begin/colleague?as=builder"}
		if v.Done {
			out.Say = c.Say("%s builds the community here.", b.Builder)
		}
	case domain.StepHours:
		out.Title, out.Say, out.Go = "Say how to ring you, and when", "The number stands on every page. Nobody is asked outside your hours.", &Button{Text: "Set number and hours", Href: "/begin/hours"}
		if v.Done {
			out.Say = c.Say("People ring %s.", b.Phone)
		}
	case domain.StepNeeds:
		out.Title, out.Say, out.Go = "Look through the kinds of help", "Each waits for your word at first. Switch off what you do not want to offer.", &Button{Text: "Look at the kinds of help", Href: town, Why: needsTown(town)}
	case domain.StepLadder:
		out.Title, out.Say, out.Go = "Look at how we ask", "First the street, then wider. The usual times are fine for a start.", &Button{Text: "Look at how we ask", Href: policyAddress(b.DistrictID)}
	case domain.StepLeaflets:
		out.Title, out.Say, out.Go = "Put leaflets where people are", "The library, the surgery, the corner shop: people ask on paper too, and you type it in.", &Button{Text: "Print leaflets", Href: "/print"}
	}
	return out
}

// needsTown says why the kinds of help cannot be looked at yet.
func needsTown(town string) string {
	if town == "" {
		return words.Later("Bring in your streets first.")
	}
	return ""
}

// ledTowns says of how many towns there is a lead, where some have none.
func (c clock) ledTowns(b app.Beginning) string {
	if b.Led == b.Towns {
		return ""
	}
	return " " + c.Say("%d of %d towns have a lead so far.", b.Led, b.Towns)
}

// tickStep keeps that somebody has looked a step through, or takes it back.
func (s *Server) tickStep(w http.ResponseWriter, r *http.Request) error {
	var f struct {
		Step string `form:"step"`
		Undo bool   `form:"undo"`
	}
	if err := ReadForm(w, r, &f); err != nil {
		return err
	}
	err := s.app.TickStep(r.Context(), who(r), app.TickStep{DistrictID: who(r).DistrictID, Step: domain.BeginStep(f.Step), Undo: f.Undo})
	said := "That is settled."
	if f.Undo {
		said = "It is to do again."
	}
	return press(w, r, err, "/begin", said)
}

// doorsContent asks before the doors are opened or shut.
type doorsContent struct {
	Head   Head
	List   []string
	Turn   string // "open" or "pause"
	Button Button
}

// doorsForm says what opening or shutting the doors does, before it is done.
func (s *Server) doorsForm(w http.ResponseWriter, r *http.Request) error {
	b, err := s.app.Beginning(r.Context(), who(r), who(r).DistrictID)
	if err != nil {
		return err
	}
	out := doorsContent{Head: Head{Back: &Link{Text: "Back to the list", Href: "/begin"}, Over: b.Name, Title: "Open the doors?", Lead: "From then on:"}, Turn: "open",
		List: []string{"Anybody can ask for help on your pages.", "Neighbours are asked, each kind of help in the way that its own row says.",
			"Messages about asks go out, also those that have waited until now."}, Button: Button{Text: "Open the doors", Style: Arm, Big: true}}
	switch {
	case b.Doors == domain.DoorsOpen:
		out.Head.Title, out.Turn = "Shut the doors for a while?", "pause"
		out.List = []string{"Nobody new is asked, and nobody can ask on your pages. They read whom to ring.", "Visits that were promised go ahead, with their messages.",
			"Open asks stay with whoever looks after them. You can open again at any time."}
		out.Button = Button{Text: "Shut the doors"}
	case b.Doors == domain.DoorsNotYet && !b.CanOpen:
		http.Redirect(w, r, "/begin", http.StatusSeeOther)
		return nil
	case b.Doors == domain.DoorsNotYet && b.Led < b.Towns:
		in := words.From(r.Context())
		out.List = append(out.List, in.Say("%d of %d towns have a safeguarding lead and open now. In the others each ask waits for a word first.", b.Led, b.Towns))
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Narrow = out, true
	s.rd.Render(w, r, "begin_doors", p)
	return nil
}

// turnDoors opens or shuts the doors.
func (s *Server) turnDoors(w http.ResponseWriter, r *http.Request) error {
	defer s.house.forget()
	id := who(r).DistrictID
	if r.FormValue("turn") == "pause" {
		return press(w, r, s.app.PauseDoors(r.Context(), who(r), id), "/begin", "The doors are shut for now. Nobody new is asked.")
	}
	towns, err := s.app.OpenDoors(r.Context(), who(r), id)
	said := "The doors are open. Thank you for beginning."
	if len(towns) > 0 {
		in := words.From(r.Context())
		said = in.Say("The doors are open, in %s. Thank you for beginning.", fewTowns(in, towns))
	}
	return press(w, r, err, "/begin", said)
}

// fewTowns names a few towns, and counts many.
func fewTowns(in *words.Words, towns []string) string {
	if len(towns) > 5 {
		return in.Count(len(towns), "%s town", "%s towns")
	}
	return in.List(towns)
}

// ownAddress warns whoever would hand out an address that opens on this machine alone; nil when it is not one.
func (s *Server) ownAddress(in *words.Words, r *http.Request) *Notice {
	at, err := url.Parse(s.base(r))
	if err != nil {
		return nil
	}
	host := at.Hostname()
	if ip := net.ParseIP(host); host != "localhost" && !ip.IsLoopback() && !ip.IsUnspecified() {
		return nil
	}
	return &Notice{State: StateLate, Strong: "Do not hand these out yet.",
		Text: in.Say("The address on leaflets and in messages is %s, which opens on this machine alone. Ask whoever runs the server to set WAYMARK_URL.", s.base(r))}
}
