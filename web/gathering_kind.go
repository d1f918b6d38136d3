package web

import (
	"net/http"
	"slices"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
)

// newKind stands in the address for a kind that is not there yet.
const newKind = "new"

// kindsContent is a list of kinds that a district may change: of sessions, or of connectors.
type kindsContent struct {
	Head  Head
	Lines []Line
	Add   Button
}

// gatheringKindsPage lists the kinds of sessions that there are.
func (s *Server) gatheringKindsPage(w http.ResponseWriter, r *http.Request) error {
	kinds, err := s.kindsToEdit(r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := kindsContent{Head: Head{Back: &Link{Text: "All that is on", Href: "/whats-on"}, Title: "Kinds of sessions", Lead: "What you can add to what is on. A kind that you no longer offer stays on the pages that are there."},
		Add: Button{Text: "Add a kind", Href: "/gathering-kinds/" + newKind}}
	for _, k := range kinds {
		line := Line{State: StateMeeting, Icon: kindIcon(k), Title: c.Text(k.Name), Href: "/gathering-kinds/" + k.Code, Say: Count(c.Words, k.Minutes, "It lasts %s minute", "It lasts %s minutes")}
		if !k.Offered {
			line.State, line.End = StatePlain, c.Say("not offered")
		}
		out.Lines = append(out.Lines, line)
	}
	p := s.simplePage(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "kinds", p)
	return nil
}

// kindsToEdit are the kinds of the reader's district, for those who may change them.
func (s *Server) kindsToEdit(r *http.Request) ([]domain.GatheringKind, error) {
	if !mayAnywhere(r, domain.EditKinds) {
		return nil, notYours(r)
	}
	return s.app.GatheringKinds(r.Context(), who(r), who(r).DistrictID)
}

// kindForm is one kind as somebody types it.
type kindForm struct {
	Name    string   `form:"name" max:"60" label:"The name"`
	Minutes string   `form:"minutes" max:"20"`
	Is      []string `form:"is"`
}

// gatheringKindForm asks for a kind.
func (s *Server) gatheringKindForm(w http.ResponseWriter, r *http.Request) error {
	f := kindForm{Minutes: "60", Is: []string{"offered"}}
	k, err := s.kindAt(r)
	if err != nil {
		return err
	}
	if k.Code != "" {
		f = kindForm{Name: k.Name, Minutes: strconv.Itoa(k.Minutes)}
		if k.Offered {
			f.Is = []string{"offered"}
		}
	}
	return s.showKind(w, r, k, f, nil)
}

// kindAt is the kind in the address; the zero value for a new one.
func (s *Server) kindAt(r *http.Request) (domain.GatheringKind, error) {
	kinds, err := s.kindsToEdit(r)
	if err != nil || r.PathValue("code") == newKind {
		return domain.GatheringKind{}, err
	}
	n := slices.IndexFunc(kinds, func(k domain.GatheringKind) bool { return k.Code == r.PathValue("code") })
	if n < 0 {
		return domain.GatheringKind{}, leadsNowhere()
	}
	return kinds[n], nil
}

func (s *Server) showKind(w http.ResponseWriter, r *http.Request, k domain.GatheringKind, f kindForm, wrong domain.Errors) error {
	head := Head{Back: &Link{Text: "Kinds of sessions", Href: "/gathering-kinds"}, Title: "A new kind of session"}
	is := Picks{Name: "is", Legend: "And also", Many: true, Choices: []Choice{{Value: "offered", Text: "New ones may be of it"}}}
	if k.Code == "" {
		is.Choices = append(is.Choices, Choice{Value: "bench", Text: "It is on one bench", Small: "It has a point on the map, and nobody else is there meanwhile."})
	} else {
		head.Title, head.Over = k.Name, "A kind of session"
	}
	return s.showForm(w, r, formPage{Head: head, Blocks: []block{asking(Field{Name: "name", Label: "What is it called?", Hint: "Such as “Walk and talk”.", Value: f.Name}, wrong),
		asking(Field{Name: "minutes", Label: "How many minutes does it last, most often?", Mode: "numeric", Short: true, Value: f.Minutes}, wrong), choosing(is, wrong, f.Is...)},
		Button: Button{Text: "Keep it", Style: Arm}, Back: Link{Text: "Leave it as it is", Href: "/gathering-kinds"}}, wrong)
}

// saveGatheringKind adds or changes a kind.
func (s *Server) saveGatheringKind(w http.ResponseWriter, r *http.Request) error {
	k, err := s.kindAt(r)
	if err != nil {
		return err
	}
	var f kindForm
	if err = ReadForm(w, r, &f); err == nil {
		_, err = s.app.SaveGatheringKind(r.Context(), who(r), app.SaveGatheringKind{Code: k.Code, Name: f.Name, Minutes: int(numberIn[int64](f.Minutes)),
			Bench: slices.Contains(f.Is, "bench"), Offered: slices.Contains(f.Is, "offered")})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showKind(w, r, k, f, wrong) }, "/gathering-kinds", "We have kept that.")
}
