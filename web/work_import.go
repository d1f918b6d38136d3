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
	app.WorkImportStreets:    words.Later("%d of %d streets are written."),
	app.WorkImportVolunteers: words.Later("%d of %d volunteers are written."),
	app.WorkImportServices:   words.Later("%d of %d services are written."),
	app.WorkExport:           words.Later("%d of %d rows are written."),
}

// broughtContent is what came of a list.
type broughtContent struct {
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
