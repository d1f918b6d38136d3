package web

import (
	"net/http"
	"strconv"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// workKinds say what each kind of long work is.
var workKinds = map[string]string{
	app.WorkTryPolicy:        words.Later("Trying a change of how we ask"),
	app.WorkImportStreets:    words.Later("Bringing in streets"),
	app.WorkImportVolunteers: words.Later("Bringing in volunteers"),
	app.WorkImportServices:   words.Later("Bringing in services"),
	app.WorkCheckStreets:     words.Later("Looking over a list of streets"),
	app.WorkCheckVolunteers:  words.Later("Looking over a list of helpers"),
	app.WorkCheckServices:    words.Later("Looking over a list of services"),
	app.WorkExport:           words.Later("Taking a list away"),
	app.WorkWhatIf:           words.Later("What if there was somebody more?"),
}

// workLook is how soon a page of work that is under way comes again by itself where no script runs.
const workLook = 3 * time.Second

// workContent is one piece of long work.
type workContent struct {
	Head    Head
	Here    string
	Busy    bool
	Asked   bool // to stop; it has not yet
	Percent int
	Done    string // "30 of 100"
	Count   string // "120 of 400 streets are written."
	Left    string // "About 20 seconds left"
	Notice  *Notice
	Kept    string
	Tried   *triedContent
	WhatIf  *whatIfContent
	Brought *broughtContent
	Taken   *exportedContent
	Facts   Facts
}

// triedContent is what came of trying a table.
type triedContent struct {
	Table  *Table
	Words  []string
	Save   string
	Hidden []Choice // the table that was tried
	Change string   // back to the form, with it
}

// workPage shows a piece of long work: how far it is, and then what came of it.
func (s *Server) workPage(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.LongWorkID](r)
	if err != nil {
		return err
	}
	piece, err := s.app.LongWork(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	v := workContent{Here: workAddress(id), Busy: piece.State == domain.WorkRunning, Asked: piece.StopAt != nil, Percent: piece.Percent(),
		Head: Head{Back: &Link{Text: "All long work", Href: "/work"}, Over: workKinds[piece.Kind], Title: piece.Name}, Notice: workNotice(piece)}
	v.Head.Lead = c.Say("Begun by %s, %s.", begunBy(c.Words, piece), c.time(piece.BegunAt))
	v.Kept = c.Say("What came of it is kept here until %s, for whoever may do the same.", c.day(piece.KeepUntil))
	if piece.Kind == app.WorkExport {
		v.Kept = c.Say("The file is kept here until %s, for whoever began this alone.", c.day(piece.KeepUntil))
	}
	if v.Busy {
		v.Done, v.Count, v.Left = workDone(c.Words, piece), workCount(c.Words, piece), workLeft(c.Words, piece)
	}
	switch piece.Kind {
	case app.WorkCheckStreets, app.WorkCheckVolunteers, app.WorkCheckServices:
		v.Kept = c.Say("The list lies ready here for an hour, for you alone. Then it is gone.")
		v.Brought, err = checkedOf(c, piece, v.Notice)
	case app.WorkImportVolunteers:
		v.Brought, err = volunteersOf(c.Words, piece, v.Notice)
	case app.WorkTryPolicy:
		v.Tried, err = triedOf(c, piece)
	case app.WorkWhatIf:
		v.WhatIf, err = whatIfShown(c, piece)
	case app.WorkImportServices:
		v.Brought, err = servicesOf(c.Words, piece, v.Notice)
	case app.WorkExport:
		v.Taken, err = exportedOf(c.Words, r, piece, v.Notice)
	case app.WorkImportStreets:
		v.Brought, err = streetsOf(c.Words, piece, v.Notice)
		if !v.Busy {
			s.house.forget() // a town may be new
		}
	}
	if err != nil {
		return err
	}
	p := s.rd.Page(w, r, v.Head.Title)
	if p.Content = v; v.Busy {
		p.Refresh, p.Islands = workLook, []string{"work"}
	}
	s.rd.Render(w, r, "work", p)
	return nil
}

func workAddress(id domain.LongWorkID) string { return addressOf("/work/", id) }

func begunBy(in *words.Words, piece domain.LongWork) string {
	if piece.BegunByName == "" {
		return in.Say("whoever runs the server")
	}
	return piece.BegunByName
}

// workDone says how far a piece is.
func workDone(in *words.Words, piece domain.LongWork) string {
	if piece.Total == 0 {
		return in.Say("It has just begun.")
	}
	return in.Say("%d of 100", piece.Percent())
}

// workCount says how far a piece is in things that can be counted; "" where there are none.
func workCount(in *words.Words, piece domain.LongWork) string {
	if workCounts[piece.Kind] == "" || piece.Total == 0 {
		return ""
	}
	return in.Say(workCounts[piece.Kind], words.Figure(piece.Done), words.Figure(piece.Total))
}

// workLeft estimates how long a piece still takes.
func workLeft(in *words.Words, piece domain.LongWork) string {
	left := piece.SecondsLeft()
	switch {
	case left == 0:
		return ""
	case left < 90:
		return Count(in, left, "About %s second left.", "About %s seconds left.")
	}
	return Count(in, (left+30)/60, "About %s minute left.", "About %s minutes left.")
}

// workNotice says how a piece that is over has ended.
func workNotice(piece domain.LongWork) *Notice {
	switch piece.State {
	case domain.WorkStopped:
		return &Notice{State: StateSoon, Strong: "It was stopped.", Text: "Nothing of it was done. You can begin it again where it was begun."}
	case domain.WorkFailed:
		return &Notice{State: StateLate, Strong: "It did not come to its end.", Text: piece.Error}
	case domain.WorkDone:
		return &Notice{State: StateDone, Strong: "It is done."}
	}
	return nil
}

// triedOf lays out what came of a trial; nil while it is not done.
func triedOf(c clock, piece domain.LongWork) (*triedContent, error) {
	tried, err := app.TriedOf(piece)
	if err != nil || piece.State != domain.WorkDone {
		return nil, err
	}
	here, typed := policyAddress(piece.DistrictID), typedOf(tried.Policy)
	if tried.Version != 0 {
		typed[versionField] = strconv.Itoa(tried.Version)
	}
	period := c.Say("From %s to %s, beside the table as it stood then.", c.day(tried.Trial.From), c.day(tried.Trial.To))
	return &triedContent{Table: trialTable(c.Words, tried.Trial), Words: append([]string{period}, trialWords(c.Words, tried.Trial)...), Save: here,
		Hidden: typed.hidden(), Change: here + "/change?" + typed.query()}, nil
}

// stopWork asks for a piece to be stopped.
func (s *Server) stopWork(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.LongWorkID](r)
	if err != nil {
		return err
	}
	return press(w, r, s.app.StopWork(r.Context(), who(r), id), workAddress(id), "It stops in a moment.")
}

// worksContent is the list of long work.
type worksContent struct {
	Head  Head
	Take  *Button // a list away
	Lines []Line
	Empty Empty
}

// worksPage lists the newest pieces that the reader may see.
func (s *Server) worksPage(w http.ResponseWriter, r *http.Request) error {
	pieces, err := s.app.LongWorks(r.Context(), who(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	v := worksContent{Head: Head{Title: "Long work", Lead: "What takes a while, how far it is, and what came of it."},
		Empty: Empty{Title: "There is no long work", Text: "Bringing in a list, taking one away, or trying a change of how we ask, shows here while it runs and for a month after."}}
	if mayExport(r) {
		v.Take = &Button{Text: "Take a list away", Href: "/exports"}
	}
	for _, piece := range pieces {
		line := Line{State: workStates[piece.State], Title: c.Say(piece.Name), Href: workAddress(piece.ID), Say: c.Say(workKinds[piece.Kind]) + ". " + begunBy(c.Words, piece) + ", " + c.time(piece.BegunAt)}
		if line.End = c.Say(workEnds[piece.State]); piece.State == domain.WorkRunning {
			line.End = workDone(c.Words, piece)
		}
		v.Lines = append(v.Lines, line)
	}
	p := s.rd.Page(w, r, v.Head.Title)
	p.Content = v
	s.rd.Render(w, r, "works", p)
	return nil
}

var (
	workStates = map[domain.WorkState]State{domain.WorkRunning: StateSoon, domain.WorkDone: StateDone, domain.WorkStopped: StateWaiting, domain.WorkFailed: StateLate}
	workEnds   = map[domain.WorkState]string{domain.WorkDone: words.Later("Done"), domain.WorkStopped: words.Later("Stopped"), domain.WorkFailed: words.Later("Did not end well")}
)
