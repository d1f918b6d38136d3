package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
)

// aboutGap reads a form about the gap in the address and does what it says, which says what came of it; what is wrong shows the form again.
func aboutGap(w http.ResponseWriter, r *http.Request, form any, do func(domain.GapID) (string, error), again func(domain.Errors) error) error {
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return err
	}
	words := ""
	if err = ReadForm(w, r, form); err == nil {
		words, err = do(id)
	}
	return finish(w, r, err, again, addressOf("/gaps/", id), words)
}

// pressedGap does what a button on the page of a gap says.
func pressedGap(w http.ResponseWriter, r *http.Request, words string, do func(domain.GapID) (app.GapView, error)) error {
	id, err := pathID[domain.GapID](r)
	if err != nil {
		return err
	}
	_, err = do(id)
	return press(w, r, err, addressOf("/gaps/", id), words)
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
	var f closeFields
	return aboutGap(w, r, &f, func(id domain.GapID) (string, error) {
		_, err := s.app.MoveGap(r.Context(), who(r), app.MoveGap{GapID: id, To: domain.GapClosed, Why: f.Why})
		return "It is closed.", err
	}, func(wrong domain.Errors) error { return s.showCloseGap(w, r, f, wrong) })
}

// moveGap takes a gap to the stage that a button names.
func (s *Server) moveGap(w http.ResponseWriter, r *http.Request) error {
	return pressedGap(w, r, "It has gone on.", func(id domain.GapID) (app.GapView, error) {
		return s.app.MoveGap(r.Context(), who(r), app.MoveGap{GapID: id, To: domain.GapStage(r.PostFormValue("to"))})
	})
}

// takeGap lets the reader see to a gap that nobody has looked at.
func (s *Server) takeGap(w http.ResponseWriter, r *http.Request) error {
	return pressedGap(w, r, "It is yours now.", func(id domain.GapID) (app.GapView, error) { return s.app.TakeGap(r.Context(), who(r), id) })
}

// noteFields are what is written down about a gap.
type noteFields struct {
	Words string `form:"words" max:"500" label:"What you wrote"`
}

// noteGap writes something down about a gap.
func (s *Server) noteGap(w http.ResponseWriter, r *http.Request) error {
	var f noteFields
	return aboutGap(w, r, &f, func(id domain.GapID) (string, error) {
		_, err := s.app.NoteGap(r.Context(), who(r), app.NoteGap{GapID: id, Words: f.Words, IdempotencyKey: sentKey(r)})
		return "It is written down.", err
	}, func(wrong domain.Errors) error { return s.showGap(w, r, f.Words, wrong) })
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
	rows, _, err := s.app.Gaps(r.Context(), who(r), app.GapFilter{TownID: v.TownID}, asMany)
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
