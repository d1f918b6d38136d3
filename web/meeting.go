package web

import (
	"net/http"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// meetingRoutes are the pages of the district's daily meeting and of what was said there.
func (s *Server) meetingRoutes(mux *http.ServeMux) {
	for address, page := range map[string]page{
		"GET /meeting":                        s.meetingPage,
		"POST /meeting":                       s.beginMeeting,
		"GET /meeting/screen":                 s.meetingScreen,
		"GET /meeting/actions/new":            s.newActionForm,
		"POST /meeting/actions":               s.recordAction,
		"GET /meeting/actions/{id}":           s.actionForm,
		"POST /meeting/actions/{id}":          s.settleAction,
		"POST /meeting/actions/{id}/done":     s.finishAction,
		"POST /meeting/actions/{id}/put-back": s.reopenAction,
		"GET /meetings":                       s.meetingsPage,
		"GET /meetings/{day}":                 s.pastMeetingPage,
		"GET /cases":                          s.casesPage,
	} {
		mux.Handle(address, s.signedIn(page))
	}
}

// meetingContent is the whole of a meeting on one page, to read and to print.
type meetingContent struct {
	Head    Head
	Begun   bool
	Figures []figure
	Parts   []meetingPart
	Form    []block
	Lines   []struct{} // for a pen
	Past    Link
}

// figure is a big number with what it counts.
type figure struct {
	Number string
	Text   string
	Bad    bool   // longer than we said
	How    string // the address of how it is counted; "": it stands nowhere
}

// meetingPart is one thing that a meeting goes through.
type meetingPart struct {
	ID     string
	Number int
	Title  string
	Say    string // what is counted here
	Table  agendaTable
	Words  []string // said below the table
	Empty  string   // said when there is nothing
	More   *Link    // where the rest is
	Record bool     // something is written down here
	Paper  string   // said on paper of what is left out there; "" for nothing
}

// agendaTable is a table whose rows have a second line and perhaps something to press.
type agendaTable struct {
	Caption string
	Heads   []string // of the columns after the first, which has the name of the row
	First   string
	Acts    bool
	Broad   bool // the last column has most to say
	Rows    []agendaRow
}

// agendaRow is one of its rows.
type agendaRow struct {
	Title   string
	Href    string
	Small   string // a second line
	Cells   []agendaCell
	Buttons []Button
	Beyond  bool // does not fit on two sides of paper: see More
}

// agendaCell is a cell under a head.
type agendaCell struct {
	Head string
	Text string
	Tag  *Tag
}

// How many rows the page shows, so that it is printed on two sides; the screen shows all.
const (
	actionsPrinted  = 5
	casesPrinted    = 4
	townsPrinted    = 5
	sessionsPrinted = 4
	penLines        = 4
)

// meetingPage shows today's meeting: one page to read and to print.
func (s *Server) meetingPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.meetingView(r)
	if err != nil {
		return err
	}
	p := s.rd.Page(w, r, "Daily meeting")
	out := meetingContent{Head: v.head(), Begun: v.Begun != nil, Figures: v.figures(), Parts: v.parts(casesPrinted, townsPrinted), Lines: make([]struct{}, penLines),
		Form: append(v.form(actionForm{DueOn: v.tomorrow()}, nil), keyBlock(p)), Past: Link{Text: "Meetings before this one", Href: "/meetings"}}
	for n := range out.Parts {
		v.onPaper(&out.Parts[n])
	}
	p.Content, p.Islands = out, []string{"print"}
	s.rd.Render(w, r, "meeting", p)
	return nil
}

// onPaper leaves out on paper what would not fit on its two sides, and says how much that is.
func (v meetingView) onPaper(p *meetingPart) {
	for n := range p.Table.Rows {
		p.Table.Rows[n].Beyond = n >= actionsPrinted
	}
	if more := len(p.Table.Rows) - actionsPrinted; more > 0 {
		p.Paper = Count(v.Words, more, "%s more is on the screen.", "%s more are on the screen.")
	}
}

// beginMeeting notes that the meeting has begun, and leads to its screen.
func (s *Server) beginMeeting(w http.ResponseWriter, r *http.Request) error {
	if err := s.app.BeginMeeting(r.Context(), who(r)); err != nil {
		return err
	}
	http.Redirect(w, r, "/meeting/screen", http.StatusSeeOther)
	return nil
}

// meetingView is an agenda that is put into words.
type meetingView struct {
	clock
	app.Agenda
	Today []domain.Turn // the sessions of today
	from  string        // where what is pressed leads back to; "" is the meeting's page
}

func (s *Server) meetingView(r *http.Request) (meetingView, error) {
	agenda, err := s.app.Meeting(r.Context(), who(r))
	if err != nil {
		return meetingView{}, err
	}
	sessions, err := s.app.TodaysDates(r.Context(), who(r))
	if err != nil {
		return meetingView{}, err
	}
	c, err := s.clock(r)
	return meetingView{clock: c, Agenda: agenda, Today: sessions}, err
}

func (v meetingView) head() Head {
	h := Head{Over: upperFirst(v.Words.Date(v.now.In(v.zone))), Title: "Daily meeting", Lead: v.Say("What came in, what waits and who does what, as it stands at %s.", v.Clock(v.now.In(v.zone)))}
	if v.Begun != nil {
		h.Lead = v.Say("It began at %s. This is how things stand now.", v.Clock(v.Begun.BeganAt.In(v.zone)))
	}
	return h
}

func (v meetingView) figures() []figure {
	f := v.Figures
	return []figure{
		{Number: words.Figure(f.Asked), Text: v.Say("asked since %s", v.time(v.Since))}, {Number: words.Figure(f.Helped), Text: v.Say("helped since then")},
		{Number: words.Figure(f.Waiting), Text: v.Say("waiting longer than we said"), Bad: f.Waiting > 0},
		{Number: words.Figure(f.NotFound), Text: v.Say("not found yet"), Bad: f.NotFound > 0}, {Number: words.Figure(f.Vacant), Text: v.Say("streets without a coordinator")},
	}
}

// parts are all parts of the meeting in their order, with so many asks and towns of each at most.
func (v meetingView) parts(asks, towns int) []meetingPart {
	out := []meetingPart{v.before(), v.notFound(asks), v.waiting(asks), v.news(towns), v.vacant(towns), v.gaps(asks), v.sessions(sessionsPrinted), v.today()}
	for n := range out {
		out[n].Number = n + 1
	}
	return out
}

// before is what was said and is not done, and what was done since.
func (v meetingView) before() meetingPart {
	return meetingPart{ID: "before", Title: "What we said we would do", Table: v.actionTable("What was said at earlier meetings", v.Actions),
		Say: "It stays here until it is done. What is past its day comes first.", Empty: "Nothing is left over from earlier meetings."}
}

// today is what is written down at this meeting.
func (v meetingView) today() meetingPart {
	return meetingPart{ID: "say", Title: "What we say today", Table: v.actionTable("What was said today", v.Said), Record: true,
		Say: "Who does what, and by when. It shows on their desk."}
}

func (v meetingView) actionTable(caption string, actions []app.MeetingAction) agendaTable {
	t := agendaTable{Caption: caption, First: "What", Heads: []string{"Who", "By"}, Acts: true}
	for _, a := range actions {
		t.Rows = append(t.Rows, v.actionRow(a))
	}
	return t
}

// actionRow is one thing that somebody said they would do.
func (v meetingView) actionRow(a app.MeetingAction) agendaRow {
	row := agendaRow{Title: a.Words, Small: v.actionStory(a), Cells: []agendaCell{{Head: "Who", Text: a.OwnerName}, {Head: "By", Text: upperFirst(v.day(a.DueOn))}}}
	if a.OwnerGone && a.DoneAt == nil {
		row.Cells[0].Tag = &Tag{State: StateLate, Icon: "late", Text: v.Say("%s has left", a.OwnerName)}
	}
	if a.RequestID != 0 {
		row.Href = addressOf("/requests/", a.RequestID)
	}
	row.Cells[1].Tag, row.Buttons = v.actionStands(a), actionButtons(a, v.from)
	return row
}

// actionStands is a tag for what is past its day, due today or done; nil for what has time.
func (c clock) actionStands(a domain.MeetingAction) *Tag {
	switch day := dayOf(c.now.In(c.zone)); {
	case a.DoneAt != nil:
		return &Tag{State: StateDone, Icon: "done", Text: "Done"}
	case a.Late(day):
		return &Tag{State: StateLate, Icon: "late", Text: c.Say("Was for %s", c.day(a.DueOn))}
	case a.DueOn.Equal(day):
		return &Tag{State: StateSoon, Icon: "soon", Text: "Today"}
	}
	return nil
}

// actionStory is what is worth knowing besides: the ask, how it went, and why it was carried over.
func (c clock) actionStory(a domain.MeetingAction) string {
	var out []string
	if a.Reference != "" {
		out = append(out, c.Say("About %s.", unbroken(a.Reference)))
	}
	if n := len(a.Carries); n > 0 {
		out = append(out, Count(c.Words, n, "Carried over %s time, the last for this reason: %s", "Carried over %s times, the last for this reason: %s", a.Carries[n-1].Why))
	}
	if a.Outcome != "" {
		out = append(out, c.Say("How it went: %s", a.Outcome))
	}
	return strings.Join(out, " ")
}

// actionButtons settle an action; from is where they lead back to.
func actionButtons(a domain.MeetingAction, from string) []Button {
	page := addressOf("/meeting/actions/", a.ID)
	if a.DoneAt != nil {
		return []Button{{Text: "Put back", Icon: "undo", Style: Quiet, Post: page + "/put-back", Name: "from", Value: from}}
	}
	return []Button{{Text: "Done", Icon: "done", Post: page + "/done", Name: "from", Value: from},
		{Text: "Carry over", Style: Quiet, Href: page + fromQuery("?", from)}}
}

// fromQuery carries on where somebody came from.
func fromQuery(sign, from string) string {
	if from == "" {
		return ""
	}
	return sign + "from=" + strings.NewReplacer("?", "%3F", "=", "%3D", "&", "%26").Replace(from)
}

// news is what came in and was settled, by town.
func (v meetingView) news(most int) meetingPart {
	p := meetingPart{ID: "new", Title: "New", Say: v.Say("What came in and what was helped since %s.", v.time(v.Since)), Empty: "Nothing came in and nothing ended.",
		Table: agendaTable{Caption: "What came in, by town", First: "Town", Heads: []string{"Asked", "Helped", "What for"}, Broad: true}}
	for _, t := range few(v.News, most) {
		p.Table.Rows = append(p.Table.Rows, agendaRow{Title: orThe(t.TownName, v.Say("Town not known yet")), Href: addressOf("/desk?town=", t.TownID),
			Cells: []agendaCell{{Head: "Asked", Text: words.Figure(t.Asked)}, {Head: "Helped", Text: words.Figure(t.Helped)}, {Head: "What for", Text: orThe(t.Needs, "–")}}})
	}
	p.More = v.rest(len(v.News), len(p.Table.Rows), "/requests?state="+string(domain.NewHere))
	return p
}

// vacant are the streets that nobody looks after: how many by town, and some by name.
func (v meetingView) vacant(most int) meetingPart {
	p := meetingPart{ID: "streets", Title: "Streets without a coordinator", Say: "Nobody looks after them, neither the street nor its part of the town.", Empty: "Somebody looks after every street.",
		Table: agendaTable{Caption: "Streets without a coordinator, by town", First: "Town", Heads: []string{"Without a coordinator", "Of all"}}}
	if len(v.Streets) == 0 {
		p.Empty = nowhereYet
	}
	var with []domain.TownStreets
	for _, t := range v.Streets {
		if t.Vacant > 0 {
			with = append(with, t)
		}
	}
	for _, t := range few(with, most) {
		p.Table.Rows = append(p.Table.Rows, agendaRow{Title: t.TownName, Href: addressOf("/vacancies?town=", t.TownID),
			Cells: []agendaCell{{Head: "Without a coordinator", Text: words.Figure(t.Vacant)}, {Head: "Of all", Text: words.Figure(t.Streets)}}})
	}
	p.More = v.rest(len(with), len(p.Table.Rows), "/vacancies")
	p.Words = v.vacantWords()
	return p
}

// vacantWords name the streets that have lost somebody since the meeting before, and those from which somebody asks now.
func (v meetingView) vacantWords() (out []string) {
	var lost, asked []string
	since := dayOf(v.Since.In(v.zone))
	for _, s := range v.Vacant {
		name := placeWords(s.Name, s.TownName)
		switch {
		case s.Since != nil && !s.Since.Before(since):
			lost = append(lost, name)
		case s.Open > 0:
			asked = append(asked, name)
		}
	}
	if len(lost) > 0 {
		out = append(out, v.Say("New since the last meeting: %s.", strings.Join(lost, "; ")))
	}
	if len(asked) > 0 {
		out = append(out, v.Say("Somebody asks from here now: %s.", strings.Join(asked, "; ")))
	}
	return out
}
