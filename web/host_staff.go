package web

import (
	"net/http"
	"slices"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// couldHostContent is a date with those who could host it.
type couldHostContent struct {
	Head   Head
	Action string
	Tag    *Tag
	Lists  []couldHostList
	Empty  *Empty
	Change Link
}

// couldHostList are people of one sort who could be asked.
type couldHostList struct {
	ID     string
	Title  string
	People []couldHost
}

// couldHost is somebody who could be asked to host a date.
type couldHost struct {
	Door  Door
	ID    int64
	Name  string
	First string
	Href  string
	Say   string // away, asked, or what they said
	Waits bool   // they were asked, and have not answered
	Away  bool
}

// whoCouldHostPage shows who could be asked to host a date.
func (s *Server) whoCouldHostPage(w http.ResponseWriter, r *http.Request) error {
	id, day, err := turnAt(r)
	if err != nil {
		return err
	}
	v, err := s.app.WhoCouldHost(r.Context(), who(r), id, day)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	p := s.rd.Page(w, r, v.Turn.PlaceName)
	p.Content = c.whoCouldHost(v)
	s.rd.Render(w, r, "who_could_host", p)
	return nil
}

// whoCouldHost puts it into words.
func (c clock) whoCouldHost(v app.WhoCouldHost) couldHostContent {
	t := v.Turn
	line := c.turnLine(t, "/gatherings")
	here := addressOf("/gatherings/", t.GatheringID) + "/dates/" + t.Day.Format(dayValue)
	out := couldHostContent{Head: Head{Back: &Link{Text: "What needs somebody", Href: addressOf("/vacancies?town=", t.TownID) + "#sessions"}, Over: t.PlaceName + dot + line.When, Title: "Who could host?",
		Lead: "They get a message and answer by a link, in a tap. The first yes has it."}, Action: here + "/host", Change: Link{Text: "Call it off, or move it", Href: here}}
	switch {
	case t.Off:
		out.Tag = &Tag{State: StateLate, Icon: "fail", Text: "Off"}
	case t.Offered():
		out.Tag = &Tag{State: StateWaiting, Icon: "wait", Text: c.Say("%s would like to swap", t.HostFirst)}
	case t.HostID != 0:
		out.Tag = &Tag{State: StateDone, Icon: "done", Text: c.Say("%s hosts it", t.HostFirst)}
	}
	hosts := couldHostList{ID: "hosts", Title: "Those who host here"}
	for n, h := range v.Hosts {
		if h.PersonID != t.HostID {
			hosts.People = append(hosts.People, c.couldHost(n, h))
		}
	}
	near := couldHostList{ID: "near", Title: "Connectors and helpers of the town"}
	for n, h := range v.Near {
		near.People = append(near.People, c.couldHost(n, h))
	}
	for _, list := range []couldHostList{hosts, near} {
		if len(list.People) > 0 {
			out.Lists = append(out.Lists, list)
		}
	}
	if len(out.Lists) == 0 {
		out.Empty = &Empty{Title: "Nobody to ask so far", Text: "A host is somebody who helps and has been met, a connector, or one of us. Add the first.",
			Button: &Button{Text: "Who hosts here", Href: addressOf("/gatherings/", t.GatheringID) + "/hosts"}}
	}
	return out
}

func (c clock) couldHost(n int, h domain.GatheringHost) couldHost {
	name := fullName(h.FirstName, h.LastName)
	out := couldHost{Door: Door{Name: name, Tint: n % 4, Away: h.Away}, ID: int64(h.PersonID), Name: name, First: h.FirstName, Href: addressOf("/people/", h.PersonID), Away: h.Away}
	switch {
	case h.Away:
		out.Say = c.Say("Away on that day.")
	case h.NoAt != nil:
		out.Say = c.Say("Cannot on that day.")
	case h.AskedAt != nil:
		out.Say, out.Waits = c.Say("Asked %s, and has not answered yet.", c.time(*h.AskedAt)), true
	case h.Usual:
		out.Say = c.Say("Hosts here most times.")
	}
	return out
}

// findHostForm is whom somebody asks to host a date, or puts down for it.
type findHostForm struct {
	Ask  string `form:"ask" max:"20"`
	Give string `form:"give" max:"20"`
}

// findHost asks somebody to host a date, or notes that they do.
func (s *Server) findHost(w http.ResponseWriter, r *http.Request) error {
	id, day, err := turnAt(r)
	if err != nil {
		return err
	}
	var f findHostForm
	said := "They have been asked. You hear as soon as they answer."
	if err = ReadForm(w, r, &f); err == nil {
		switch give := numberIn[domain.PersonID](f.Give); {
		case f.Give == "me":
			give = who(r).PersonID
			fallthrough
		case give != 0:
			said, err = "It is theirs. They get a message with the link to their page.", s.app.AssignHost(r.Context(), who(r), app.AssignHost{GatheringID: id, Day: day, PersonID: give})
		default:
			err = s.app.AskHost(r.Context(), who(r), app.AskHost{GatheringID: id, Day: day, PersonID: numberIn[domain.PersonID](f.Ask)})
		}
	}
	return press(w, r, err, r.URL.Path, said)
}

// hostsContent is who hosts a session, and how many came.
type hostsContent struct {
	Head   Head
	Action string
	Hosts  []hostLine
	Search filter
	People *Picks
	Shown  *Picks
	Came   *Table
	Sum    string
	Print  Button
	None   string // nobody was found by that name
}

type hostLine struct {
	Door  Door
	ID    int64
	Name  string
	Href  string
	First string
	Photo string // where their photo is put on the page; "" for whoever may not do that
	Tags  []Tag
}

// hostsForm is who becomes a host, or is one no more.
type hostsForm struct {
	Query  string   `form:"q" max:"100" label:"The name"`
	Person string   `form:"personId" max:"20"`
	Is     []string `form:"is"`
	End    string   `form:"end" max:"20"`
}

// hostsPage shows who hosts a session, and how many came.
func (s *Server) hostsPage(w http.ResponseWriter, r *http.Request) error {
	return s.showHosts(w, r, hostsForm{Query: wordIn(r, "q")}, nil)
}

func (s *Server) showHosts(w http.ResponseWriter, r *http.Request, f hostsForm, wrong domain.Errors) error {
	id, err := pathID[domain.GatheringID](r)
	if err != nil {
		return err
	}
	v, err := s.app.GatheringHosts(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := c.hosts(v)
	out.Search = filter{Action: out.Action, Label: "Find a person by name", Placeholder: "Name, street or phone", Query: f.Query, Button: "Find"}
	if f.Query != "" {
		people, err := s.peopleMeant(r, loanForm{Query: f.Query})
		if err != nil {
			return err
		}
		if len(people) == 0 {
			out.None = "We know nobody like that."
		} else {
			if len(people) == 1 {
				f.Person = people[0].Value
			}
			picks := Picks{Name: "personId", Legend: "Who hosts too?", Choices: people}.Chosen(f.Person).With(wrong)
			shown := Picks{Name: "is", Legend: "And also", Many: true, Choices: []Choice{{Value: "usual", Text: "They host most times", Small: "Each date that nobody else has is theirs."},
				{Value: "named", Text: "Their first name may be on the page", Small: "Only if they said so."}}}.Chosen(f.Is...)
			out.People, out.Shown = &picks, &shown
		}
	}
	p := s.rd.Page(w, r, v.Gathering.Place.Name)
	p.Errors, p.Content, p.Narrow = wrong, out, true
	s.rd.Render(w, r, "hosts", p)
	return nil
}

// hosts puts into words who hosts a session.
func (c clock) hosts(v app.HostsView) hostsContent {
	g := v.Gathering
	out := hostsContent{Head: Head{Back: &Link{Text: "Back to the page", Href: addressOf("/whats-on/", g.ID)}, Over: g.Place.Name, Title: "Who hosts, and who came", Lead: c.rhythm(g.Rhythm)},
		Action: addressOf("/gatherings/", g.ID) + "/hosts", Print: Button{Text: "Print the card for the table", Icon: "print", Href: addressOf("/print/table/", g.ID)}}
	for n, h := range v.Hosts {
		if !h.Usual && h.AskedAt != nil && !h.Shown && h.LastName == "" {
			continue
		}
		name := fullName(h.FirstName, h.LastName)
		line := hostLine{Door: Door{Name: name, Tint: n % 4, Away: h.Away}, ID: int64(h.PersonID), Name: name, Href: addressOf("/people/", h.PersonID), First: h.FirstName}
		if v.MayShow {
			line.Photo = photoAddress(g.ID, h.PersonID, "")
		}
		if h.Usual {
			line.Tags = append(line.Tags, Tag{State: StateMeeting, Icon: "bench", Text: "Most times"})
		}
		if h.Away {
			line.Tags = append(line.Tags, Tag{State: StateSoon, Icon: "soon", Text: "Away today"})
		}
		if h.Shown {
			line.Tags = append(line.Tags, Tag{State: StatePlain, Text: "Named on the page"})
		}
		out.Hosts = append(out.Hosts, line)
	}
	people, counted := 0, 0
	table := Table{Caption: "How many came", Columns: []Column{{Name: "Date"}, {Name: "Hosted by"}, {Name: "Came", Number: true}}}
	for _, t := range v.Past {
		came := "–"
		if t.Counted() {
			came, people, counted = words.Figure(t.Came()), people+t.Came(), counted+1
		}
		if t.Off {
			came = c.Say("Off")
		}
		if len(table.Rows) < cameShown {
			table.Rows = append(table.Rows, []Cell{{Text: upperFirst(c.day(t.HeldOn))}, {Text: orThe(t.HostFirst, "–")}, {Text: came}})
		}
	}
	if len(table.Rows) > 0 {
		out.Came = &table
	}
	if counted > 0 {
		out.Sum = Count(c.Words, counted, "%[1]s date was counted, with %[2]s people in all.", "%[1]s dates were counted, with %[2]s people in all.", words.Figure(people))
	}
	return out
}

// cameShown is how many dates the table of who came has.
const cameShown = 12

// changeHosts makes somebody a host, or ends that.
func (s *Server) changeHosts(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GatheringID](r)
	if err != nil {
		return err
	}
	var f hostsForm
	said := "They are one of the hosts, and get the link to their page."
	if err = ReadForm(w, r, &f); err == nil {
		if end := numberIn[domain.PersonID](f.End); end != 0 {
			said, err = "They host here no more. Their dates need somebody now.", s.app.RemoveHost(r.Context(), who(r), id, end)
		} else {
			err = s.app.AddHost(r.Context(), who(r), app.AddHost{GatheringID: id, PersonID: numberIn[domain.PersonID](f.Person), Shown: slices.Contains(f.Is, "named"), Usual: slices.Contains(f.Is, "usual")})
		}
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showHosts(w, r, f, wrong) }, addressOf("/gatherings/", id)+"/hosts", said)
}

// vacantLines are dates that have nobody, each with who could.
func (c clock) vacantLines(all []domain.Turn) (out []Line) {
	for _, t := range all {
		line := c.turnLine(t, "/gatherings")
		state := StatePlain
		if t.StartsAt.Sub(c.now) < soonVacant {
			state = StateSoon
		}
		out = append(out, Line{State: state, Icon: kindIcon(t.Kind), Title: t.PlaceName, Href: addressOf("/whats-on/", t.GatheringID), Say: line.When + dot + t.TownName,
			Do: &Button{Text: "Who could?", Href: addressOf("/gatherings/", t.GatheringID) + "/dates/" + t.Day.Format(dayValue) + "/host"}})
	}
	return out
}

// vacantDates are the dates without a host that stand beside the streets; nothing for those who do not run sessions, and on later parts of
// the list.
func (s *Server) vacantDates(r *http.Request, c clock, town domain.TownID) (*someLines, error) {
	if !mayAnywhere(r, domain.RunGatherings) || r.FormValue("after") != "" {
		return nil, nil
	}
	all, _, err := s.app.VacantDates(r.Context(), who(r), town, asMany)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	out := c.someOf(c.vacantLines(all), datesOpen)
	return &out, nil
}

// datesOpen is how many dates without a host stand in the open.
const datesOpen = 4

// vacantToday is what the desk shows of sessions: those of today and tomorrow that nobody hosts.
func (s *Server) vacantToday(r *http.Request, c clock, town domain.TownID) ([]deskPart, error) {
	if !mayAnywhere(r, domain.RunGatherings) {
		return nil, nil
	}
	all, _, err := s.app.VacantDates(r.Context(), who(r), town, asMany)
	if err != nil {
		return nil, err
	}
	p := deskPart{ID: "sessions", Title: "Nobody hosts these sessions", Short: "Sessions", Say: "people come all the same"}
	tomorrow := dayOf(c.now.In(c.zone)).AddDate(0, 0, 1)
	for n, t := range all {
		if !t.HeldOn.After(tomorrow) {
			p.Lines = append(p.Lines, c.vacantLines(all[n:n+1])...)
		}
	}
	if p.Count = len(p.Lines); p.Count == 0 {
		return nil, nil
	}
	return []deskPart{p}, nil
}

// sessions are the sessions of today, for the daily meeting.
func (v meetingView) sessions(most int) meetingPart {
	p := meetingPart{ID: "sessions", Title: "Sessions today", Say: "Benches and cafés of today, and who is there for those who come.", Empty: "No session is on today.",
		Table: agendaTable{Caption: "Sessions of today", First: "Session", Heads: []string{"When", "Who hosts"}}}
	for _, t := range few(v.Today, most) {
		row := agendaRow{Title: t.PlaceName, Href: addressOf("/whats-on/", t.GatheringID), Small: t.TownName,
			Cells: []agendaCell{{Head: "When", Text: v.hours(t.StartsAt, t.EndsAt)}, {Head: "Who hosts", Text: t.HostFirst}}}
		switch {
		case t.Off:
			row.Cells[1].Tag = &Tag{State: StateLate, Icon: "fail", Text: "Off"}
		case t.Vacant():
			row.Cells[1].Tag = &Tag{State: StateSoon, Icon: "soon", Text: "Nobody"}
			row.Href = addressOf("/gatherings/", t.GatheringID) + "/dates/" + t.Day.Format(dayValue) + "/host"
		}
		p.Table.Rows = append(p.Table.Rows, row)
	}
	p.More = v.rest(len(v.Today), len(p.Table.Rows), "/whats-on")
	return p
}

// issuesNote says how many things that people brought up wait to be passed on; "" for none.
func (s *Server) issuesNote(r *http.Request) (string, error) {
	n, err := s.app.CountIssues(r.Context(), who(r))
	if err != nil || n == 0 {
		return "", err
	}
	return Count(words.From(r.Context()), n, "%s thing that people brought up at sessions waits to be passed on.", "%s things that people brought up at sessions wait to be passed on."), nil
}
