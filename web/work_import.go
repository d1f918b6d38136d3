package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/importer"
	"waymark/internal/words"
)

// workCounts say how far a kind of long work is in things that people can count.
var workCounts = map[string]string{
	app.WorkImportStreets:    words.Later("%s of %s streets are written."),
	app.WorkImportVolunteers: words.Later("%s of %s volunteers are written."),
	app.WorkImportServices:   words.Later("%s of %s services are written."),
	app.WorkCheckStreets:     words.Later("%s of %s streets are looked at."),
	app.WorkCheckVolunteers:  words.Later("%s of %s lines are looked at."),
	app.WorkCheckServices:    words.Later("%s of %s lines are looked at."),
	app.WorkExport:           words.Later("%s of %s rows are written."),
}

// broughtContent is what came of a list, or would come of it.
type broughtContent struct {
	Figures []figure           // what would come of it
	Title   string             // of Left
	Left    []importer.Problem // lines that were left out, or are to be looked at
	More    string             // how many besides
	Alike   []string           // streets that may be one
	Back    string             // what taking it back does; "" where that cannot be done
	Buttons []Button
}

// streetsOf lays out what came of a list of streets that is over, and puts the figures into the notice; nil while it is under way.
func streetsOf(in *words.Words, piece domain.LongWork, notice *Notice) (*broughtContent, error) {
	came, err := app.StreetsBroughtBy(piece)
	if err != nil || piece.State == domain.WorkRunning {
		return nil, err
	}
	out := &broughtContent{Title: "Lines that were left out", Left: came.Left, Alike: came.Alike, Buttons: []Button{{Text: "Back to the list", Style: Arm, Href: "/begin"}, {Text: "Bring in more", Href: "/begin/streets"}}}
	if came.More > 0 {
		out.More = Count(in, came.More, "And %s more line.", "And %s more lines.")
	}
	switch {
	case piece.State != domain.WorkDone:
		out.Buttons = []Button{{Text: "Send the list again", Style: Arm, Href: "/begin/streets"}, {Text: "Back to the list", Href: "/begin"}}
	case came.TakenBack:
		*notice = Notice{State: StateWaiting, Strong: "It was taken back.", Text: "The streets that it had brought are gone again. What was here before is as it was."}
		out.Left, out.More, out.Alike = nil, "", nil
	case came.Rows == 0 && len(came.Left) == 0:
	case came.Rows == 0:
		*notice = Notice{State: StateLate, Strong: "No street came in.", Text: "Every line has something to mend. Look below, and send the list again."}
	default:
		notice.Strong = Count(in, came.New, "%s street is new.", "%s streets are new.")
		notice.Text = Count(in, came.Streets, "There is %s street now.", "There are %s streets now.") + " " + in.Count(came.Towns, "All is in one town.", "They lie in %s towns.")
		if came.Changed > 0 {
			notice.Text += " " + Count(in, came.Changed, "%s street that was here has changed.", "%s streets that were here have changed.")
		}
	}
	if came.CanTakeBack() {
		out.Back = Count(in, len(came.Made), "%s new street goes again, and nothing else.", "%s new streets go again, and nothing else.")
	}
	return out, nil
}

// volunteersOf lays out what came of a list of helpers that is over, and puts the figures into the notice; nil while it is under way.
func volunteersOf(in *words.Words, piece domain.LongWork, notice *Notice) (*broughtContent, error) {
	came, err := app.VolunteersBroughtBy(piece)
	if err != nil || piece.State == domain.WorkRunning {
		return nil, err
	}
	if piece.State == domain.WorkDone {
		notice.Strong = upperFirst(Count(in, came.New, "%s person is new.", "%s people are new."))
		notice.Text = in.Say("They are not met yet, and nobody was written to.")
		if came.Already > 0 {
			notice.Text += " " + Count(in, came.Already, "%s was here already.", "%s were here already.")
		}
	}
	return &broughtContent{Buttons: []Button{{Text: "Who is not met yet", Style: Arm, Href: "/people?notMet=yes"}, {Text: "Bring in more", Href: "/people/import"}}}, nil
}

// checkPages are where a list is sent, by the kind of work that looks it over.
var checkPages = map[string]string{app.WorkCheckStreets: "/begin/streets", app.WorkCheckVolunteers: "/people/import", app.WorkCheckServices: "/services/import"}

// checkedOf lays out what a list would do, and says in the notice that nothing of it is in; nil while it is looked over.
func checkedOf(c clock, piece domain.LongWork, notice *Notice) (*broughtContent, error) {
	came, err := app.CheckedBy(piece)
	if err != nil || piece.State == domain.WorkRunning {
		return nil, err
	}
	again := Button{Text: "Send another list", Href: checkPages[piece.Kind]}
	out := &broughtContent{Title: "Lines to look at", Left: came.Look, Alike: came.Alike, Buttons: []Button{again}}
	if piece.State != domain.WorkDone {
		return out, nil
	}
	if came.More > 0 {
		out.More = Count(c.Words, came.More, "And %s more line.", "And %s more lines.")
	}
	out.Figures = []figure{{Number: words.Figure(came.New), Text: c.Say("new")}, {Number: words.Figure(came.Changed), Text: c.Say("changed")}, {Number: words.Figure(came.Same), Text: c.Say("here already")},
		{Number: words.Figure(came.LeftOut), Text: c.Say("cannot come in"), Bad: came.LeftOut > 0}}
	if came.Doubled > 0 {
		out.Figures = append(out.Figures, figure{Number: words.Figure(came.Doubled), Text: c.Say("may be here twice")})
	}
	switch {
	case came.Brought != 0:
		*notice = Notice{State: StateDone, Strong: "You have brought this list in."}
		out.Buttons = []Button{{Text: "See what came of it", Style: Arm, Href: workAddress(came.Brought)}, again}
	case came.Nothing():
		*notice = Notice{State: StateLate, Strong: "Nothing of it would come in.", Text: "Every line has something to mend. Look below, and send the list again."}
	case came.New+came.Changed == 0:
		*notice = Notice{State: StateDone, Strong: "It would change nothing.", Text: "All that can be read of this list is here already."}
	default:
		*notice = Notice{State: StateSoon, Strong: "Nothing is in yet.", Text: "This is what would come of the list. Look it over, and press the button."}
		out.Buttons = []Button{{Text: "Bring them in", Style: Arm, Post: workAddress(piece.ID) + "/bring"}, again}
	}
	return out, nil
}

// takeStreetsBack takes a list of streets back.
func (s *Server) takeStreetsBack(w http.ResponseWriter, r *http.Request) error {
	defer s.house.forget()
	id, err := pathID[domain.LongWorkID](r)
	if err != nil {
		return err
	}
	_, err = s.app.TakeStreetsBack(r.Context(), who(r), id)
	return press(w, r, err, workAddress(id), "The streets that it had brought are gone again.")
}
