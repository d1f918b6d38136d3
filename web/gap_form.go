package web

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// planFields are who sees to a gap, what comes next, and the money, as they are typed.
type planFields struct {
	Version   string `form:"version" max:"20"`
	Owner     string `form:"ownerId" max:"20"`
	NextStep  string `form:"nextStep" max:"200" label:"The next step"`
	NextOn    string `form:"nextOn" max:"10"`
	Pence     string `form:"fundPence" max:"20" label:"The amount"`
	FundFrom  string `form:"fundFrom" max:"200" label:"Who gives it"`
	FundUntil string `form:"fundUntil" max:"10"`
}

// planGapForm shows who sees to a gap, what comes next, and the money.
func (s *Server) planGapForm(w http.ResponseWriter, r *http.Request) error {
	v, err := s.gapAt(r)
	if err != nil {
		return err
	}
	f := planFields{Version: strconv.Itoa(v.Version), NextStep: v.NextStep, FundFrom: v.FundFrom}
	if v.OwnerID != 0 {
		f.Owner = idOf(v.OwnerID)
	}
	if v.NextOn != nil {
		f.NextOn = v.NextOn.Format(dayValue)
	}
	if v.FundPence > 0 {
		f.Pence = strings.TrimPrefix(pounds(v.FundPence), "£")
	}
	if v.FundUntil != nil {
		f.FundUntil = v.FundUntil.Format(dayValue)
	}
	return s.showPlanGap(w, r, f, nil)
}

func (s *Server) showPlanGap(w http.ResponseWriter, r *http.Request, f planFields, wrong domain.Errors) error {
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return err
	}
	could, err := s.app.GapOwners(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	here := addressOf("/gaps/", id)
	owner := Picks{Name: "ownerId", Legend: "Who sees to it?", Hint: "They get a message.", Choices: []Choice{{Value: "0", Text: "Nobody yet"}}}
	for _, p := range could {
		owner.Choices = append(owner.Choices, Choice{Value: idOf(p.ID), Text: p.Name()})
	}
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: "Back to what is missing", Href: here}, Title: "Who sees to it, and what comes next"},
		Hidden: []Choice{{Text: "version", Value: f.Version}},
		Blocks: []block{choosingFrom(owner, "Nobody yet", wrong, f.Owner),
			asking(Field{Name: "nextStep", Label: "The next step", Hint: "Such as “Ask the garage for a car on Thursdays”.", Value: f.NextStep, Optional: true}, wrong),
			asking(Field{Name: "nextOn", Label: "By when", Type: "date", Short: true, Value: f.NextOn, Optional: true}, wrong),
			{Title: "The money"},
			asking(Field{Name: "fundPence", Label: "How much, in pounds and pence", Hint: "Such as 1250.00. Leave it empty if there is none.", Short: true, Mode: "decimal", Value: f.Pence, Optional: true}, wrong),
			asking(Field{Name: "fundFrom", Label: "From whom", Hint: "Such as “The town council”.", Value: f.FundFrom, Optional: true}, wrong),
			asking(Field{Name: "fundUntil", Label: "Until when", Type: "date", Short: true, Value: f.FundUntil, Optional: true}, wrong)},
		Button: Button{Text: "Keep this", Style: Arm}, Back: Link{Text: "Leave it as it is", Href: here}}, wrong)
}

// planGap keeps who sees to a gap, what comes next, and the money: each is a step of its own in the story.
func (s *Server) planGap(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return err
	}
	var f planFields
	if err = ReadForm(w, r, &f); err == nil {
		var wrong domain.Errors
		owner, version := numberIn[domain.PersonID](f.Owner), int(numberIn[int64](f.Version))
		nextOn, until := dayIn(&wrong, "nextOn", f.NextOn), dayIn(&wrong, "fundUntil", f.FundUntil)
		pence := penceIn(&wrong, "fundPence", f.Pence)
		if err = wrong.Err(); err == nil {
			_, err = s.app.PlanGap(r.Context(), who(r), app.PlanGap{GapID: id, Version: version, OwnerID: &owner, NextStep: &f.NextStep, NextOn: &nextOn,
				FundPence: &pence, FundFrom: &f.FundFrom, FundUntil: &until})
		}
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showPlanGap(w, r, f, wrong) }, addressOf("/gaps/", id), "It is kept.")
}

// amount is money in pounds, with pence or without.
var amount = regexp.MustCompile(`^£?([0-9]{1,9})(?:\.([0-9]{2}))?$`)

// penceIn reads an amount of money; nothing typed is none.
func penceIn(wrong *domain.Errors, field, text string) int64 {
	text = strings.NewReplacer(" ", "", ",", "").Replace(text)
	if text == "" {
		return 0
	}
	m := amount.FindStringSubmatch(text)
	if m == nil {
		wrong.Add(field, "Please write the amount in pounds and pence, such as 1250.00.")
		return 0
	}
	whole, _ := strconv.ParseInt(m[1], 10, 64) // nine figures at most
	pence, _ := strconv.ParseInt("0"+m[2], 10, 64)
	return 100*whole + pence
}

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
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return err
	}
	var f runsFields
	if err = ReadForm(w, r, &f); err == nil {
		cmd := app.MoveGap{GapID: id, Version: int(numberIn[int64](f.Version)), To: domain.GapRunning, Helpers: f.Answer == "helpers"}
		if text, is := strings.CutPrefix(f.Answer, "service-"); is {
			cmd.ServiceID = numberIn[domain.ServiceID](text)
		}
		if text, is := strings.CutPrefix(f.Answer, "session-"); is {
			cmd.GatheringID = numberIn[domain.GatheringID](text)
		}
		_, err = s.app.MoveGap(r.Context(), who(r), cmd)
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showGapRuns(w, r, f, wrong) }, addressOf("/gaps/", id), "It is there now. Those who waited can be told.")
}

// tellFields are what else is said to those who waited.
type tellFields struct {
	Version string `form:"version" max:"20"`
	Words   string `form:"words" max:"500" label:"What else there is to say"`
}

// tellGapForm shows what those who waited will read, before they are told.
func (s *Server) tellGapForm(w http.ResponseWriter, r *http.Request) error {
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
	page.Blocks = []block{asking(Field{Name: "words", Label: "What else is there to say?", Hint: "When, where, and how to join. Everybody who waited reads it, so no names.", Type: "textarea", Rows: 3, Value: f.Words, Optional: true}, wrong)}
	return s.showForm(w, r, page, wrong)
}

// tellGap tells those who waited.
func (s *Server) tellGap(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return err
	}
	var f tellFields
	if err = ReadForm(w, r, &f); err == nil {
		_, err = s.app.TellGap(r.Context(), who(r), app.TellGap{GapID: id, Version: int(numberIn[int64](f.Version)), Words: f.Words})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showTellGap(w, r, f, wrong) }, addressOf("/gaps/", id), "They are told. You can close it when nothing is left to do.")
}

// closeFields are why a gap is closed.
type closeFields struct {
	Why string `form:"why" max:"500" label:"The reason"`
}

// closeGapForm asks why a gap is closed.
func (s *Server) closeGapForm(w http.ResponseWriter, r *http.Request) error {
	return s.showCloseGap(w, r, closeFields{}, nil)
}

func (s *Server) showCloseGap(w http.ResponseWriter, r *http.Request, f closeFields, wrong domain.Errors) error {
	c, v, err := s.gapToRun(r)
	if err != nil {
		return err
	}
	here := addressOf("/gaps/", v.ID)
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: "Back to what is missing", Href: here}, Title: c.Say("Close “%s”", c.Text(v.Subject)), Lead: "Nobody is told. It can be taken up again, and comes back by itself when somebody asks anew."},
		Blocks: []block{asking(Field{Name: "why", Label: "Why is it closed?", Hint: "Such as “The county runs a bus from May.” Others read this.", Type: "textarea", Rows: 3, Value: f.Why}, wrong)},
		Button: Button{Text: "Close it", Style: Arm}, Back: Link{Text: "Leave it open", Href: here}}, wrong)
}

// closeGap closes a gap with a reason.
func (s *Server) closeGap(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return err
	}
	var f closeFields
	if err = ReadForm(w, r, &f); err == nil {
		_, err = s.app.MoveGap(r.Context(), who(r), app.MoveGap{GapID: id, To: domain.GapClosed, Why: f.Why})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showCloseGap(w, r, f, wrong) }, addressOf("/gaps/", id), "It is closed.")
}

// sameFields are which other gap is the same.
type sameFields struct {
	Into string `form:"into" max:"20"`
}

// mergeGapForm asks which other gap is the same.
func (s *Server) mergeGapForm(w http.ResponseWriter, r *http.Request) error {
	return s.showMergeGap(w, r, sameFields{}, nil)
}

func (s *Server) showMergeGap(w http.ResponseWriter, r *http.Request, f sameFields, wrong domain.Errors) error {
	c, v, err := s.gapToRun(r)
	if err != nil {
		return err
	}
	rows, _, err := s.app.Gaps(r.Context(), who(r), app.GapFilter{TownID: v.TownID}, app.Page{First: 100})
	if err != nil {
		return err
	}
	picks := Picks{Name: "into", Legend: "Which is the same?"}
	for _, g := range rows {
		if g.ID != v.ID && g.TownID == v.TownID {
			picks.Choices = append(picks.Choices, Choice{Value: idOf(g.ID), Text: c.gapName(g), Small: upperFirst(c.gapSize(g))})
		}
	}
	here := addressOf("/gaps/", v.ID)
	if len(picks.Choices) == 0 {
		LeaveNotice(w, Notice{State: StateLate, Text: "There is no other in this town."})
		http.Redirect(w, r, here, http.StatusSeeOther)
		return nil
	}
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: "Back to what is missing", Href: here}, Title: c.Say("Which is the same as “%s”?", c.Text(v.Subject)), Lead: "Both are one from then on. Who waited in this one waits in the other, and what shows later joins it too."},
		Blocks: []block{choosingFrom(picks, "Please choose", wrong, f.Into)}, Button: Button{Text: "They are the same", Style: Arm}, Back: Link{Text: "They are two", Href: here}}, wrong)
}

// mergeGap makes one of two gaps.
func (s *Server) mergeGap(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return err
	}
	var f sameFields
	if err = ReadForm(w, r, &f); err == nil {
		if into := numberIn[domain.GapID](f.Into); into == 0 {
			err = domain.Errorf(domain.Invalid, "into", "Please choose which is the same.")
		} else {
			_, err = s.app.MergeGaps(r.Context(), who(r), app.MergeGaps{GapID: id, IntoID: into})
		}
	}
	to := addressOf("/gaps/", numberIn[domain.GapID](f.Into))
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showMergeGap(w, r, f, wrong) }, to, "They are one now.")
}

// moveGap takes a gap to the stage that a button names.
func (s *Server) moveGap(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return err
	}
	_, err = s.app.MoveGap(r.Context(), who(r), app.MoveGap{GapID: id, To: domain.GapStage(r.PostFormValue("to"))})
	return press(w, r, err, addressOf("/gaps/", id), "It has gone on.")
}

// takeGap lets the reader see to a gap that nobody has looked at.
func (s *Server) takeGap(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return err
	}
	_, err = s.app.TakeGap(r.Context(), who(r), id)
	return press(w, r, err, addressOf("/gaps/", id), "It is yours now.")
}

// noteFields are what is written down about a gap.
type noteFields struct {
	Words string `form:"words" max:"500" label:"What you wrote"`
}

// noteGap writes something down about a gap.
func (s *Server) noteGap(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return err
	}
	var f noteFields
	if err = ReadForm(w, r, &f); err == nil {
		_, err = s.app.NoteGap(r.Context(), who(r), app.NoteGap{GapID: id, Words: f.Words, IdempotencyKey: sentKey(r)})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showGap(w, r, f.Words, wrong) }, addressOf("/gaps/", id), "It is written down.")
}
