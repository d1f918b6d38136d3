package web

import (
	"net/http"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// runsFields are what is there now, as it is chosen.
type runsFields struct {
	Version string `form:"version" max:"20"`
	Answer  string `form:"answer" max:"40"`
}

// gapRunsForm asks what is there now.
func (s *Server) gapRunsForm(w http.ResponseWriter, r *http.Request) error {
	return s.showGapRuns(w, r, runsFields{}, nil)
}

func (s *Server) showGapRuns(w http.ResponseWriter, r *http.Request, f runsFields, wrong domain.Errors) error {
	v, err := s.gapAt(r)
	if err != nil {
		return err
	}
	if f.Version == "" {
		f.Version = strconv.Itoa(v.Version)
	}
	services, sessions, err := s.app.GapAnswers(r.Context(), who(r), v.ID)
	if err != nil {
		return err
	}
	in := words.From(r.Context())
	picks := Picks{Name: "answer", Legend: "What is there now?", Choices: []Choice{{Value: "helpers", Text: "More people help with it"}}}
	for _, i := range v.Ideas {
		if f.Answer == "" && i.ServiceID != 0 {
			f.Answer = "service-" + idOf(i.ServiceID)
		}
	}
	for _, x := range services {
		picks.Choices = append(picks.Choices, Choice{Value: "service-" + idOf(x.ID), Text: x.Name})
	}
	for _, x := range sessions {
		picks.Choices = append(picks.Choices, Choice{Value: "session-" + idOf(x.ID), Text: in.Text(x.Kind.Name) + ", " + x.Place.Name})
	}
	here := addressOf("/gaps/", v.ID)
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: "Back to what is missing", Href: here}, Title: "What is there now?", Lead: "Those who waited read this when you tell them. A new group stands here once it is in the directory for everybody."},
		Hidden: []Choice{{Text: "version", Value: f.Version}}, Blocks: []block{choosingFrom(picks, "Please choose", wrong, f.Answer)},
		Button: Button{Text: "It runs", Style: Arm}, Back: Link{Text: "Not yet", Href: here}}, wrong)
}

// gapRuns says what is there now.
func (s *Server) gapRuns(w http.ResponseWriter, r *http.Request) error {
	var f runsFields
	return aboutGap(w, r, &f, func(id domain.GapID) (string, error) {
		cmd := app.MoveGap{GapID: id, Version: int(numberIn[int64](f.Version)), To: domain.GapRunning, Helpers: f.Answer == "helpers"}
		if text, is := strings.CutPrefix(f.Answer, "service-"); is {
			cmd.ServiceID = numberIn[domain.ServiceID](text)
		}
		if text, is := strings.CutPrefix(f.Answer, "session-"); is {
			cmd.GatheringID = numberIn[domain.GatheringID](text)
		}
		_, err := s.app.MoveGap(r.Context(), who(r), cmd)
		return "It is there now. Those who waited can be told.", err
	}, func(wrong domain.Errors) error { return s.showGapRuns(w, r, f, wrong) })
}

// tellFields are what else is said to those who waited.
type tellFields struct {
	Version string `form:"version" max:"20"`
	Words   string `form:"words" max:"500" label:"What else there is to say"`
}

// tellGapForm shows what those who waited will read, before they are told. Where nobody waits, the page of the gap says what comes next.
func (s *Server) tellGapForm(w http.ResponseWriter, r *http.Request) error {
	if _, v, err := s.gapToRun(r); err != nil || v.ToldNobody {
		return press(w, r, err, addressOf("/gaps/", v.ID), "Nobody waits whom we could tell.")
	}
	return s.showTellGap(w, r, tellFields{}, nil)
}

func (s *Server) showTellGap(w http.ResponseWriter, r *http.Request, f tellFields, wrong domain.Errors) error {
	c, v, err := s.gapToRun(r)
	if err != nil {
		return err
	}
	if f.Version == "" {
		f.Version = strconv.Itoa(v.Version)
	}
	here := addressOf("/gaps/", v.ID)
	page := formPage{Head: Head{Back: &Link{Text: "Back to what is missing", Href: here}, Title: Count(c.Words, v.Untold, "Tell the %s who waited", "Tell the %s who waited"),
		Lead: "Each hears once, in the way that they like to be reached: a mail, a call for the desk to make, or a letter to print."},
		Hidden: []Choice{{Text: "version", Value: f.Version}}, Button: Button{Text: Count(c.Words, v.Untold, "Tell the %s now", "Tell the %s now"), Style: Arm}, Back: Link{Text: "Not yet", Href: here}}
	page.Words = append(page.Words, c.Say("They read this:"), c.Say("“You asked us for this: %s. We had nobody then, and we have not forgotten it.”", c.Text(v.Told.Asked)))
	if v.Told.Name == "" {
		page.Words = append(page.Words, c.Say("“More people help with that now.”"))
	} else {
		page.Words = append(page.Words, c.Say("“This is there now: %s.”", v.Told.Name))
	}
	if v.Unsaid > 0 {
		page.Words = append(page.Words, Count(c.Words, v.Unsaid, "%s person is not told: they do not know that somebody asked for them, or live here no more.", "%s people are not told: they do not know that somebody asked for them, or live here no more."))
	}
	if v.Unreached > 0 {
		page.Words = append(page.Words, Count(c.Words, v.Unreached, "%s person cannot be reached in any safe way.", "%s people cannot be reached in any safe way."))
	}
	page.Blocks = []block{asking(Field{Name: "words", Label: "What else is there to say?", Hint: "When, where, and how to join. Everybody who waited reads it: no names, and no number but ours or that of the service.", Type: "textarea", Rows: 3, Value: f.Words, Optional: true}, wrong)}
	return s.showForm(w, r, page, wrong)
}

// tellGap tells those who waited.
func (s *Server) tellGap(w http.ResponseWriter, r *http.Request) error {
	var f tellFields
	return aboutGap(w, r, &f, func(id domain.GapID) (string, error) {
		_, err := s.app.TellGap(r.Context(), who(r), app.TellGap{GapID: id, Version: int(numberIn[int64](f.Version)), Words: f.Words})
		return "They are told. You can close it when nothing is left to do.", err
	}, func(wrong domain.Errors) error { return s.showTellGap(w, r, f, wrong) })
}
