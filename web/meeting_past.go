package web

import (
	"net/http"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// meetingsContent is the list of meetings that have been.
type meetingsContent struct {
	Head  Head
	Table Table
	Pager Pager
	Empty Empty
}

// meetingsPage lists the meetings before today.
func (s *Server) meetingsPage(w http.ResponseWriter, r *http.Request) error {
	all, info, err := s.app.PastMeetings(r.Context(), who(r), listPage(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := meetingsContent{Head: Head{Back: &Link{Text: "Today’s meeting", Href: "/meeting"}, Title: "Meetings before this one"}, Pager: next(r, info),
		Empty: Empty{Title: "No meeting has been held yet", Text: "Each meeting is kept here from the next day on.", Button: &Button{Text: "Go to today’s meeting", Href: "/meeting"}},
		Table: Table{Caption: "Meetings, the newest first", Columns: []Column{{Name: "Day"}, {Name: "Asked", Number: true}, {Name: "Helped", Number: true}, {Name: "Waiting", Number: true},
			{Name: "Not found", Number: true}, {Name: "Streets without a coordinator", Number: true}}}}
	for _, m := range all {
		row := []Cell{{Text: upperFirst(c.day(m.HeldOn)), Href: "/meetings/" + m.HeldOn.Format(time.DateOnly)}}
		for _, n := range []int{m.Asked, m.Helped, m.Waiting, m.NotFound, m.Vacant} {
			row = append(row, Cell{Text: words.Figure(n)})
		}
		out.Table.Rows = append(out.Table.Rows, row)
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "meetings", p)
	return nil
}

// pastContent is a meeting as it is read later.
type pastContent struct {
	Head    Head
	Figures []figure
	Said    agendaTable
	Settled agendaTable
	Lists   []pastList
}

// pastList are the asks that were on one of its lists, as they stand now.
type pastList struct {
	Title string
	Lines []Line
}

// pastMeetingPage shows a meeting that has been.
func (s *Server) pastMeetingPage(w http.ResponseWriter, r *http.Request) error {
	day, err := time.Parse(time.DateOnly, r.PathValue("day"))
	if err != nil {
		return leadsNowhere()
	}
	m, err := s.app.PastMeeting(r.Context(), who(r), day)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	p := s.rd.Page(w, r, "Daily meeting")
	p.Content = c.pastMeeting(m)
	s.rd.Render(w, r, "meeting_past", p)
	return nil
}

func (c clock) pastMeeting(m app.PastMeeting) pastContent {
	then := meetingView{clock: c, Agenda: app.Agenda{Since: m.Since, Figures: m.MeetingFigures}}
	out := pastContent{Head: Head{Back: &Link{Text: "All meetings", Href: "/meetings"}, Over: upperFirst(c.Words.Date(m.HeldOn)), Title: "Daily meeting",
		Lead: c.Say("It began at %s. The figures are those of then; asks and actions are shown as they stand now.", c.Clock(m.BeganAt.In(c.zone)))},
		Figures: then.figures(), Said: withoutButtons(then.actionTable("What was said that day", m.Said)),
		Settled: withoutButtons(then.actionTable("What was done or carried over that day", m.Settled))}
	for _, list := range []struct {
		title string
		asks  []domain.RequestLine
	}{{c.Say("Not found then"), m.NotFound}, {c.Say("Waiting longer than we said then"), m.Waiting}} {
		if len(list.asks) == 0 {
			continue
		}
		part := pastList{Title: list.title}
		for _, l := range list.asks {
			part.Lines = append(part.Lines, c.lineOf(l))
		}
		out.Lists = append(out.Lists, part)
	}
	return out
}

// withoutButtons leaves out what can be pressed: what has been is only read.
func withoutButtons(t agendaTable) agendaTable {
	t.Acts = false
	for n := range t.Rows {
		t.Rows[n].Buttons = nil
	}
	return t
}
