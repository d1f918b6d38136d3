package web

import (
	"net/http"
	"strconv"
	"unicode/utf8"
)

// screenContent is one thing of a meeting at a time, in big letters, for all to see.
type screenContent struct {
	District string
	Day      string
	Figures  []figure // on the first only
	Part     *meetingPart
	At       string // "Part 2 of 3", where one part takes several screens; else empty
	Form     []block
	From     string
	Places   []Link // one for each part
	Before   *Link
	After    *Link
	Count    string // "3 of 9"
}

// What fits on a screen of 1920 by 1080 without scrolling, in lines; and how many letters a line has.
const (
	linesOnScreen = 9
	linesOfForm   = 5 // the form takes their room
	titleLetters  = 48
	smallLetters  = 60
)

// meetingScreen shows one thing at a time; which is in the address. Links and the arrow keys lead on.
func (s *Server) meetingScreen(w http.ResponseWriter, r *http.Request) error {
	v, err := s.meetingView(r)
	if err != nil {
		return err
	}
	show := numberIn[int64](r.FormValue("show"))
	if r.FormValue("show") == "say" { // back from writing something down
		show = 1 << 30
	}
	p := s.rd.Page(w, r, "Daily meeting")
	out, title := v.screen(int(show))
	out.District, out.Day = p.Place.Town, upperFirst(v.Words.Date(v.now.In(v.zone)))
	if out.Form != nil {
		out.Form = append(out.Form, keyBlock(p))
	}
	p.Title, p.Content, p.Bare, p.Islands = title, out, true, []string{"meeting"}
	s.rd.Render(w, r, "meeting_screen", p)
	return nil
}

// screen is the screen of a number, or the nearest that there is; 0 is the figures.
func (v meetingView) screen(at int) (out screenContent, title string) {
	screens := v.screens()
	at = min(at, len(screens))
	v.from = screenAddress(at)
	title = "At a glance"
	out = screenContent{From: v.from, Count: v.Say("%d of %d", at+1, len(screens)+1), Places: []Link{{Text: title, Href: screenAddress(0), Current: at == 0}}}
	if at == 0 {
		out.Figures = v.figures()
	} else {
		part := v.screens()[at-1] // anew: what is pressed leads back to here
		out.Part, out.At, title = &part.meetingPart, part.at, part.Title
	}
	for n, s := range screens {
		if s.first {
			out.Places = append(out.Places, Link{Text: s.Title, Href: screenAddress(n + 1), Current: at > 0 && s.ID == screens[at-1].ID})
		}
	}
	if at > 0 {
		out.Before = &Link{Text: "Back", Href: screenAddress(at - 1)}
	}
	if at < len(screens) {
		out.After = &Link{Text: v.Say("Next: %s", v.Text(screens[at].Title)), Href: screenAddress(at + 1)}
		if at > 0 && screens[at].ID == screens[at-1].ID {
			out.After.Text = "More of this"
		}
	}
	if out.Part != nil && out.Part.Record {
		out.Form = v.form(actionForm{DueOn: v.tomorrow()}, nil)
	}
	return out, title
}

func screenAddress(n int) string { return "/meeting/screen?show=" + strconv.Itoa(n) }

// partScreen is as much of a part as fits on a screen.
type partScreen struct {
	meetingPart
	first bool
	at    string
}

// screens are all screens behind the first.
func (v meetingView) screens() (out []partScreen) {
	for _, p := range v.parts(len(v.NotFound)+len(v.Waiting)+len(v.ComingUp), len(v.News)+len(v.Streets)) {
		room := linesOnScreen
		if p.Record {
			room -= linesOfForm
		}
		pieces := fitting(p.Table.Rows, room)
		for n, rows := range pieces {
			piece := partScreen{meetingPart: p, first: n == 0}
			piece.Table.Rows = rows
			if len(pieces) > 1 {
				piece.at = v.Say("Part %d of %d", n+1, len(pieces))
			}
			if n+1 < len(pieces) {
				piece.More, piece.Words, piece.Record = nil, nil, false
			}
			out = append(out, piece)
		}
	}
	return out
}

// fitting cuts rows into pieces of so many lines at most, or of one row that has more. There is one piece, though it may be empty.
func fitting(rows []agendaRow, room int) (out [][]agendaRow) {
	begin, used := 0, 0
	for n, row := range rows {
		lines := max(2, linesOf(row.Title, titleLetters)+linesOf(row.Small, smallLetters), linesOf(row.Cells[len(row.Cells)-1].Text, smallLetters))
		if used+lines > room && n > begin {
			out, begin, used = append(out, rows[begin:n]), n, 0
		}
		used += lines
	}
	return append(out, rows[begin:])
}

func linesOf(text string, letters int) int {
	return (utf8.RuneCountInString(text) + letters - 1) / letters
}
