package web

import (
	"net/http"
	"strconv"
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

// What fits on a screen without scrolling.
const (
	rowsOnScreen  = 5
	townsOnScreen = 6
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
		rows, most := p.Table.Rows, rowsOnScreen
		if !p.Table.Acts {
			most = townsOnScreen
		}
		if p.Record {
			most-- // the form needs room
		}
		pieces := max(1, (len(rows)+most-1)/most)
		for n := range pieces {
			piece := partScreen{meetingPart: p, first: n == 0}
			piece.Table.Rows = rows[min(n*most, len(rows)):min((n+1)*most, len(rows))]
			if pieces > 1 {
				piece.at = v.Say("Part %d of %d", n+1, pieces)
			}
			if n+1 < pieces {
				piece.More, piece.Words, piece.Record = nil, nil, false
			}
			out = append(out, piece)
		}
	}
	return out
}
