package web

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/importer"
	"waymark/internal/words"
)

const serviceSample = `name,organization,town,neighbourhood,what_for,place,when,cost
Tea and talk,Saltcombe Together,Saltcombe,Old Town,company,Orchard Hall,Tuesday 10:00 to 12:00,free
Chair yoga,,Brackle,,active; health,Village hall,Monday 14:00; Friday 14:00,£3 a session`

// servicesForm asks for a list of services.
func (s *Server) servicesForm(w http.ResponseWriter, r *http.Request) error {
	return s.showServiceList(w, r, listForm{}, nil)
}

func (s *Server) showServiceList(w http.ResponseWriter, r *http.Request, f listForm, wrong domain.Errors) error {
	if _, err := s.app.DirectoryCounts(r.Context(), who(r)); err != nil {
		return err
	}
	return s.showList(w, r, listContent{Post: "/services/import", Sample: serviceSample, File: "CSV, up to four megabytes.", Leave: Link{Text: "Leave it for now", Href: "/services"},
		Head: Head{Back: &Link{Text: "The directory", Href: "/services"}, Title: "Bring in a list of services", Lead: "The first line names the columns. Only the name must be there. What cannot be read as a day, a price or a postcode keeps nothing else out."},
		Text: listText(f, "Straight from your spreadsheet. The same list again changes nothing, and what you have changed here stays.", wrong)}, wrong)
}

// checkServices looks a list of services through, which is long work. What is wrong with the list as a whole is said at once.
func (s *Server) checkServices(w http.ResponseWriter, r *http.Request) error {
	f, raw, err := readList(w, r)
	var file importer.ServicesFile
	if err == nil {
		file, err = importer.ServiceList(raw)
	}
	if err == nil && len(file.Import.Services) == 0 && len(file.Problems) == 0 {
		err = domain.Errorf(domain.Invalid, "text", "There is no service in it. Please look at the columns.")
	}
	var piece domain.LongWork
	if err == nil {
		piece, err = s.app.CheckServices(r.Context(), who(r), app.BringServices{Import: file.Import, Left: file.Problems, IdempotencyKey: sentKey(r)})
	}
	return looked(w, r, piece, err, func(wrong domain.Errors) error { return s.showServiceList(w, r, f, wrong) })
}

// servicesOf lays out what came of a list of services that is over, and puts the figures into the notice; nil while it is under way.
func servicesOf(in *words.Words, piece domain.LongWork, notice *Notice) (*broughtContent, error) {
	came, err := app.ServicesBroughtBy(piece)
	if err != nil || piece.State == domain.WorkRunning {
		return nil, err
	}
	out := &broughtContent{Left: came.Left, Title: "Lines to look at", Buttons: []Button{{Text: "Back to the directory", Style: Arm, Href: "/services"}, {Text: "Bring in more", Href: "/services/import"}}}
	if came.More > 0 {
		out.More = Count(in, came.More, "And %s more line.", "And %s more lines.")
	}
	switch {
	case piece.State != domain.WorkDone:
		out.Buttons = []Button{{Text: "Send the list again", Style: Arm, Href: "/services/import"}, {Text: "Back to the directory", Href: "/services"}}
	case came.New+came.Changed+came.Already == 0:
		*notice = Notice{State: StateLate, Strong: "Nothing came in.", Text: "Every line has something to mend. Look below, and send the list again."}
	default:
		notice.Strong = upperFirst(Count(in, came.New, "%s service is new.", "%s services are new."))
		if came.Changed > 0 {
			notice.Text = Count(in, came.Changed, "%s was changed.", "%s were changed.") + " "
		}
		if came.Already > 0 {
			notice.Text += Count(in, came.Already, "%s was here already.", "%s were here already.")
		}
		if came.LeftOut > 0 {
			notice.Text += " " + Count(in, came.LeftOut, "%s line was left out.", "%s lines were left out.")
		}
	}
	return out, nil
}
