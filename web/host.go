package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// hostRoutes are the pages of those who host sessions, by their link or signed in, and what the card on a table opens.
func (s *Server) hostRoutes(mux *http.ServeMux) {
	for address, p := range map[string]page{
		"GET /hosting":                     s.ownHelping(s.hostingPage),
		"GET /hosting/{token}":             s.byLink(s.hostingPage, domain.ForHost),
		"GET /hosting/{id}/{day}":          s.ownHelping(s.turnPage),
		"POST /hosting/{id}/{day}":         s.ownHelping(s.changeTurn),
		"GET /hosting/{token}/{id}/{day}":  s.byLink(s.turnPage, domain.ForHost),
		"POST /hosting/{token}/{id}/{day}": s.byLink(s.changeTurn, domain.ForHost),
		"GET /here/{token}":                s.byLink(s.tablePage, domain.ForTable),
		"POST /here/{token}":               s.byLink(s.countMeIn, domain.ForTable),
	} {
		mux.Handle(address, s.open(p))
	}
	for address, p := range map[string]page{
		"GET /gatherings/{id}/hosts":             s.hostsPage,
		"POST /gatherings/{id}/hosts":            s.changeHosts,
		"GET /gatherings/{id}/dates/{day}/host":  s.whoCouldHostPage,
		"POST /gatherings/{id}/dates/{day}/host": s.findHost,
		"GET /print/table/{id}":                  s.tableCard,
		"GET /raised":                            s.issuesPage,
		"GET /raised/{id}":                       s.issuePage,
		"POST /raised/{id}":                      s.settleIssue,
	} {
		mux.Handle(address, s.signedIn(p))
	}
}

// turnLine is one date in the list of a host.
type turnLine struct {
	Place string
	When  string
	Where string // what it is, and in which town
	Tag   *Tag
	Href  string
	Today bool
	Over  bool
}

// hostingContent is a host's own page.
type hostingContent struct {
	Over string
	Next *turnLine // the one that is now, or comes next
	Mine []turnLine
	Open []turnLine

	Calendar string       // the address of their calendar
	Phone    template.URL // the same, as phones of Apple open one
}

// hostingPage shows a host their dates, and those that they could take.
func (s *Server) hostingPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	mine, err := s.app.MyHosting(r.Context(), actor)
	if domain.KindOf(err) == domain.Conflict {
		return s.deadLink(w, r, err)
	}
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	_, address, _ := strings.Cut(mine.Calendar, ":")
	out := hostingContent{Over: c.Say("Hello %s,", mine.FirstName), Calendar: mine.Calendar, Phone: template.URL("webcal:" + address)}
	for _, t := range mine.Mine {
		line := c.turnLine(t, hostingBase(r))
		if out.Next == nil && t.EndsAt.After(c.now) && !t.Off {
			out.Next = &line
			continue
		}
		out.Mine = append(out.Mine, line)
	}
	for _, t := range mine.Open {
		out.Open = append(out.Open, c.turnLine(t, hostingBase(r)))
	}
	p := s.pageFor(w, r, actor, "Your dates")
	p.Content = out
	s.rd.Render(w, r, "hosting", p)
	return nil
}

// hostingBase is the address of a host's own page: by their link, or signed in.
func hostingBase(r *http.Request) string {
	if token := r.PathValue("token"); token != "" {
		return "/hosting/" + url.PathEscape(token)
	}
	return "/hosting"
}

// turnAddress is where one date stands under an address.
func turnAddress(base string, t domain.Turn) string {
	return base + addressOf("/", t.GatheringID) + "/" + t.Day.Format(dayValue)
}

// turnLine puts one date into a line.
func (c clock) turnLine(t domain.Turn, base string) turnLine {
	out := turnLine{Place: t.PlaceName, When: upperFirst(c.day(t.HeldOn)) + ", " + c.hours(t.StartsAt, t.EndsAt), Where: joinWords(", ", c.Say(t.Kind.Name), t.TownName), Href: turnAddress(base, t),
		Today: t.HeldOn.Equal(dayOf(c.now.In(c.zone))), Over: !t.EndsAt.After(c.now)}
	switch {
	case t.Off:
		out.Tag = &Tag{State: StateLate, Icon: "fail", Text: "Off"}
	case out.Over && t.Counted():
		out.Tag = &Tag{State: StateDone, Icon: "done", Text: Count(c.Words, t.Came(), "%s person came", "%s people came")}
	case out.Over:
		out.Tag = &Tag{State: StateSoon, Icon: "soon", Text: "Not counted yet"}
	case t.Offered():
		out.Tag = &Tag{State: StateWaiting, Icon: "wait", Text: "You asked the others"}
	}
	return out
}

// turnContent is one date as its hosts see it.
type turnContent struct {
	Head   Head
	Said   string // how it stands
	State  State
	Mine   bool
	Offer  bool // its host asked the others
	Free   bool // it may be taken
	Over   bool
	Heads  string // how many came so far, as a figure; "" where nobody is counted now
	People string // what the figure counts
	Total  Field
	Issues []domain.Issue
	Words  *Field // for what people bring up; nil before the day
	Others *Picks // who else could take it; nil: there is nobody
}

// turnForm is what is done to a date. Do says which of the forms it was.
type turnForm struct {
	Do      string `form:"do" max:"10"`
	Heads   string `form:"heads" max:"10"`
	Words   string `form:"words" max:"300" label:"What you wrote"`
	Suggest string `form:"suggest" max:"20"`
}

// turnAt is the date in the address.
func turnAt(r *http.Request) (domain.GatheringID, time.Time, error) {
	id, err := pathID[domain.GatheringID](r)
	if err != nil {
		return 0, time.Time{}, err
	}
	day, err := time.Parse(dayValue, r.PathValue("day"))
	if err != nil {
		return 0, time.Time{}, leadsNowhere()
	}
	return id, day, nil
}

// turnPage shows a host one date: taking it, giving it back, and counting who comes.
func (s *Server) turnPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	return s.showTurn(w, r, actor, turnForm{}, nil)
}

func (s *Server) showTurn(w http.ResponseWriter, r *http.Request, actor domain.Actor, f turnForm, wrong domain.Errors) error {
	id, day, err := turnAt(r)
	if err != nil {
		return err
	}
	mine, err := s.app.MyTurn(r.Context(), actor, id, day)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := c.turn(mine, f, wrong)
	out.Head.Back = &Link{Text: "Your dates", Href: hostingBase(r)}
	p := s.pageFor(w, r, actor, mine.PlaceName)
	p.Errors, p.Content = wrong, out
	s.rd.Render(w, r, "hosting_day", p)
	return nil
}

// turn puts a date into words.
func (c clock) turn(t app.MyTurn, f turnForm, wrong domain.Errors) turnContent {
	line := c.turnLine(t.Turn, "")
	out := turnContent{Head: Head{Over: joinWords(", ", c.Say(t.Kind.Name), t.TownName), Title: t.PlaceName, Lead: line.When}, Mine: t.Mine, Offer: t.Offered(), Over: line.Over, Issues: t.Issues}
	out.Free = !t.Off && !out.Over && !t.Mine && (t.Vacant() || t.Offered())
	out.Said, out.State = c.turnSaid(t, out.Over)
	if t.Closed == nil && (t.Mine || out.Over || !t.StartsAt.After(c.now.Add(time.Hour))) {
		out.Heads, out.People = words.Figure(t.Came()), c.Say("people came")
		if t.Came() == 1 {
			out.People = c.Say("person came")
		}
		out.Total = Field{Name: "heads", Label: "How many in all?", Type: "number", Mode: "numeric", Short: true, Value: f.Heads}.With(wrong)
		raise := Field{Name: "words", Label: "What did people bring up?", Hint: "Such as “The bus at ten comes too early.” What, never who.", Type: "textarea", Rows: 2, Value: f.Words}.With(wrong)
		out.Words = &raise
	}
	if t.Mine && len(t.Others) > 0 && !out.Over {
		picks := Picks{Name: "suggest", Legend: "Whom shall we ask?", Row: true, Choices: []Choice{{Value: "", Text: "Nobody in particular"}}}
		for _, h := range t.Others {
			picks.Choices = append(picks.Choices, Choice{Value: idOf(h.PersonID), Text: h.FirstName})
		}
		picks = picks.Chosen(f.Suggest).With(wrong)
		out.Others = &picks
	}
	return out
}

// turnSaid says how a date stands, as a host sees it.
func (c clock) turnSaid(t app.MyTurn, over bool) (string, State) {
	switch {
	case t.Off:
		return c.Say("That date was called off. There is nothing for you to do."), StateLate
	case over && t.Mine:
		return c.Say("You hosted this date. Thank you."), StateDone
	case over:
		return c.Say("That date is over."), StatePlain
	case t.Mine && t.Offered():
		return c.Say("We have asked the others. It is yours until one of them takes it."), StateWaiting
	case t.Mine:
		return c.Say("You host this date. Thank you."), StateDone
	case t.Offered():
		return c.Say("%s would like somebody else to host this date.", t.HostFirst), StateSoon
	case t.Vacant():
		return c.Say("Nobody hosts this date so far."), StateSoon
	}
	return c.Say("%s hosts this date. There is nothing for you to do.", t.HostFirst), StateDone
}

// changeTurn does what a host pressed.
func (s *Server) changeTurn(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	id, day, err := turnAt(r)
	if err != nil {
		return err
	}
	var f turnForm
	err = ReadForm(w, r, &f)
	said := ""
	if err == nil {
		said, err = s.doTurn(r, actor, app.GiveDateBack{GatheringID: id, Day: day, Suggest: numberIn[domain.PersonID](f.Suggest)}, f)
	}
	if wrong := Problems(err); wrong != nil {
		return s.showTurn(w, r, actor, f, wrong)
	}
	return press(w, r, err, r.URL.Path, said)
}

// doTurn does it, and says what holds now.
func (s *Server) doTurn(r *http.Request, actor domain.Actor, at app.GiveDateBack, f turnForm) (said string, err error) {
	ctx := r.Context()
	switch f.Do {
	case "take":
		taken, err := s.app.TakeDate(ctx, actor, at.GatheringID, at.Day)
		if err != nil || taken.Yours {
			return "It is yours. Thank you.", err
		}
		return words.From(r.Context()).Say("Thank you. %s was quicker, so there is nothing for you to do.", taken.Turn.HostFirst), nil
	case "give":
		return "Thank you for telling us. We look for somebody else.", s.app.GiveDateBack(ctx, actor, at)
	case "no":
		return "Thank you for telling us. Saying no is fine.", s.app.GiveDateBack(ctx, actor, app.GiveDateBack{GatheringID: at.GatheringID, Day: at.Day})
	case "offer":
		return "We ask the others. We tell you as soon as somebody takes it.", s.app.OfferDate(ctx, actor, at.GatheringID, at.Day, false)
	case "keep":
		return "It stays yours. Thank you.", s.app.OfferDate(ctx, actor, at.GatheringID, at.Day, true)
	case "raise":
		_, err = s.app.RaiseIssue(ctx, actor, app.RaiseIssue{GatheringID: at.GatheringID, Day: at.Day, Words: f.Words, IdempotencyKey: sentKey(r)})
		return "It is noted. Whoever builds the community there reads it.", err
	case "more", "less", "total":
		return s.countHeads(r, actor, at, f)
	}
	return "", domain.Errorf(domain.Invalid, "", "Please press one of the buttons.")
}

// countHeads counts who came. What it comes to is the figure on the page.
func (s *Server) countHeads(r *http.Request, actor domain.Actor, at app.GiveDateBack, f turnForm) (string, error) {
	cmd := app.CountHeads{GatheringID: at.GatheringID, Day: at.Day, Change: 1, IdempotencyKey: sentKey(r)}
	switch f.Do {
	case "less":
		cmd.Change = -1
	case "total":
		n, err := strconv.Atoi(f.Heads)
		if err != nil {
			return "", domain.Errorf(domain.Invalid, "heads", "Please write a number, such as 12.")
		}
		cmd.Change, cmd.Total = 0, &n
	}
	_, err := s.app.CountHeads(r.Context(), actor, cmd)
	return "That is kept.", err
}
