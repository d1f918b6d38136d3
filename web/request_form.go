package web

import (
	"net/http"
	"path"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// somebodyContent is the search for a helper by name.
type somebodyContent struct {
	Head   Head
	Filter filter
	Action string
	Assign string
	People []somebody
	Wish   string // beside the box of whoever looks past a wish
	Empty  Empty
}

type somebody struct {
	Door  Door
	Name  string
	Where string
	ID    int64
	First string
}

// somebodyPage finds a helper by name, for those who are not among the best.
func (s *Server) somebodyPage(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.RequestID](r)
	if err != nil {
		return err
	}
	v, err := s.app.Request(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	page, q, in := addressOf("/requests/", id), wordIn(r, "q"), words.From(r.Context())
	out := somebodyContent{
		Head: Head{Back: &Link{Text: "Back to the ask", Href: page}, Title: "Somebody else by name", Over: askTitle(in, v.NeedName, v.FirstName),
			Lead: "Checks, better apart and a full week still count. What else you look past is written down."},
		Filter: filter{Action: page + "/somebody", Label: "Find a volunteer by name", Placeholder: "Name or street", Query: q, Button: "Find"},
		Action: page + "/ask", Assign: page + "/assign", Wish: wishAgreed(in, v), Empty: Empty{Title: "Nobody is like that", Text: "Only people who help are shown here. Try the beginning of a name."}}
	if q != "" {
		people, _, err := s.app.People(r.Context(), who(r), app.PeopleFilter{Query: q, Volunteers: true}, app.Page{First: 20})
		if err != nil {
			return err
		}
		for n, p := range people {
			name := fullName(p.FirstName, p.LastName)
			out.People = append(out.People, somebody{Door: Door{Name: name, Tint: n % 4, Away: p.Away || p.Resting}, Name: name,
				Where: placeWords(p.StreetName, p.SectionName, p.TownName), ID: int64(p.ID), First: p.FirstName})
		}
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Narrow = out, true
	s.rd.Render(w, r, "request_somebody", p)
	return nil
}

type holdForm struct {
	Reason string `form:"reason" max:"1000" label:"The reason"`
	Until  string `form:"until" label:"The time"`
}

// holdForm asks why an ask is held, and until when.
func (s *Server) holdForm(w http.ResponseWriter, r *http.Request) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	return s.showHold(w, r, holdForm{Until: c.momentValue(c.laterDay(1))}, nil)
}

func (s *Server) showHold(w http.ResponseWriter, r *http.Request, f holdForm, wrong domain.Errors) error {
	return s.showAct(w, r, wrong, func(app.RequestView, clock) (formPage, error) {
		return formPage{
			Head: Head{Title: "Hold it for a while", Lead: "Nobody new is asked while it is held. Then it goes on by itself."},
			Blocks: []block{
				asking(Field{Name: "reason", Label: "Why?", Hint: "So that others know. Please write nothing about anybody’s health.", Value: f.Reason}, wrong),
				asking(Field{Name: "until", Label: "Until when?", Type: "datetime-local", Short: true, Value: f.Until}, wrong)},
			Button: Button{Text: "Hold it", Style: Arm},
		}, nil
	})
}

// hold stops the clock of an ask for a while.
func (s *Server) hold(w http.ResponseWriter, r *http.Request) error {
	var f holdForm
	return s.act(w, r, &f, "It is held. It goes on by itself when the time comes.", func(id domain.RequestID, c clock) error {
		var wrong domain.Errors
		cmd := app.HoldRequest{RequestID: id, Reason: f.Reason}
		if until := c.moment(&wrong, "until", f.Until); until != nil {
			cmd.Until = *until
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.app.HoldRequest(r.Context(), who(r), cmd)
	}, func(wrong domain.Errors) error { return s.showHold(w, r, f, wrong) })
}

type takeBackForm struct {
	Why string `form:"why" max:"1000" label:"The reason"`
}

// takeBackForm asks why a visit is taken back.
func (s *Server) takeBackForm(w http.ResponseWriter, r *http.Request) error {
	return s.showTakeBack(w, r, takeBackForm{}, nil)
}

func (s *Server) showTakeBack(w http.ResponseWriter, r *http.Request, f takeBackForm, wrong domain.Errors) error {
	err := s.showAct(w, r, wrong, func(v app.RequestView, c clock) (formPage, error) {
		if v.State != domain.Assigned {
			return formPage{}, domain.Errorf(domain.Conflict, "", "Nobody is going, so there is nothing to take back.")
		}
		return formPage{
			Head:   Head{Title: c.Say("Take it back from %s", v.HelperName), Lead: c.Say("%s is told that there is no need to go, and we look for somebody else.", v.HelperName)},
			Blocks: []block{asking(Field{Name: "why", Label: "Why?", Hint: "A note for the story.", Optional: true, Value: f.Why}, wrong)},
			Button: Button{Text: "Take it back", Style: Danger},
		}, nil
	})
	return backToAsk(w, r, err)
}

// backToAsk leads from a form that cannot be shown to its ask, and says there why.
func backToAsk(w http.ResponseWriter, r *http.Request, err error) error {
	if err == nil {
		return nil
	}
	return press(w, r, err, strings.TrimSuffix(r.URL.Path, "/"+path.Base(r.URL.Path)), "")
}

// takeBack takes a visit away from its helper, so that somebody else is asked.
func (s *Server) takeBack(w http.ResponseWriter, r *http.Request) error {
	var f takeBackForm
	return s.act(w, r, &f, "It is taken back. We look for somebody else.", func(id domain.RequestID, _ clock) error {
		return s.app.TakeBack(r.Context(), who(r), app.TakeBack{RequestID: id, Why: f.Why})
	}, func(wrong domain.Errors) error { return s.showTakeBack(w, r, f, wrong) })
}

type handOverForm struct {
	To string `form:"to"`
}

// handOverForm asks who looks after an ask from now on.
func (s *Server) handOverForm(w http.ResponseWriter, r *http.Request) error {
	return s.showHandOver(w, r, handOverForm{}, nil)
}

func (s *Server) showHandOver(w http.ResponseWriter, r *http.Request, f handOverForm, wrong domain.Errors) error {
	return s.showAct(w, r, wrong, func(v app.RequestView, c clock) (formPage, error) {
		people, err := s.whoCouldOwn(r, v)
		if err != nil {
			return formPage{}, err
		}
		return formPage{
			Head:   Head{Title: "Hand it over", Lead: c.Say("%s looks after it now. Both are told, once.", v.OwnerName)},
			Blocks: []block{choosingFrom(Picks{Name: "to", Legend: "Who looks after it from now on?", Choices: people}, "Choose a name", wrong, f.To)},
			Button: Button{Text: "Hand it over", Style: Arm},
		}, nil
	})
}

// whoCouldOwn are the people whom an ask may be given to: those of its street, and those who run the towns' desks.
func (s *Server) whoCouldOwn(r *http.Request, v app.RequestView) ([]Choice, error) {
	var people []Choice
	if v.Placed() {
		street, err := s.app.Street(r.Context(), who(r), v.StreetID)
		if err != nil {
			return nil, err
		}
		people = append(people, Choice{Value: idOf(street.CoordinatorID), Text: street.CoordinatorName, Small: upperFirst(domain.Coordinator.Plain())},
			Choice{Value: idOf(street.ReserveID), Text: street.ReserveName, Small: upperFirst(domain.Reserve.Plain())})
	}
	others, err := s.holders(r, domain.DeskHelper, domain.Builder, domain.DistrictCoordinator)
	return onceEach(append(people, others...), 0, v.OwnerID), err
}

// handOver makes somebody else the owner.
func (s *Server) handOver(w http.ResponseWriter, r *http.Request) error {
	var f handOverForm
	return s.act(w, r, &f, "It is theirs now. Both have been told.", func(id domain.RequestID, _ clock) error {
		return s.app.HandOver(r.Context(), who(r), app.HandOver{RequestID: id, To: numberIn[domain.PersonID](f.To)})
	}, func(wrong domain.Errors) error { return s.showHandOver(w, r, f, wrong) })
}

// placeForm asks in which street an ask is.
func (s *Server) placeForm(w http.ResponseWriter, r *http.Request) error {
	return s.showPlace(w, r, streetForm{}, nil)
}

func (s *Server) showPlace(w http.ResponseWriter, r *http.Request, f streetForm, wrong domain.Errors) error {
	return s.showAct(w, r, wrong, func(v app.RequestView, c clock) (formPage, error) {
		field, err := s.streetField(r, f, "In which street is it?", wrong)
		if err != nil {
			return formPage{}, err
		}
		lead := "Then we can look for neighbours there."
		if v.PlaceWords != "" {
			lead = c.Say("They said: “%s”.", v.PlaceWords)
		}
		return formPage{Head: Head{Title: "Say which street", Lead: lead}, Blocks: []block{{Field: &field}}, Button: Button{Text: "It is there", Style: Arm}}, nil
	})
}

// place says in which street an ask is.
func (s *Server) place(w http.ResponseWriter, r *http.Request) error {
	var f streetForm
	return s.act(w, r, &f, "Now we know where it is.", func(id domain.RequestID, _ clock) error {
		street, err := s.streetOf(r, f)
		if err != nil {
			return err
		}
		return s.app.PlaceRequest(r.Context(), who(r), app.PlaceRequest{RequestID: id, StreetID: street})
	}, func(wrong domain.Errors) error { return s.showPlace(w, r, f, wrong) })
}

type newTimeForm struct {
	From  string   `form:"wantedFrom" label:"The time"`
	Until string   `form:"usefulUntil" label:"The time"`
	Parts []string `form:"slots"`
}

// timeForm asks when help is wanted now.
func (s *Server) timeForm(w http.ResponseWriter, r *http.Request) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	return s.showTime(w, r, newTimeForm{Until: c.momentValue(c.laterDay(2))}, nil)
}

func (s *Server) showTime(w http.ResponseWriter, r *http.Request, f newTimeForm, wrong domain.Errors) error {
	return s.showAct(w, r, wrong, func(v app.RequestView, c clock) (formPage, error) {
		return formPage{
			Head: Head{Title: "Give it a new time", Lead: c.Say("It was: %s. Whoever was asked or was going for that time is told kindly.", v.When)},
			Blocks: []block{
				asking(Field{Name: "wantedFrom", Label: "From when?", Optional: true, Hint: "Left empty: from now.", Type: "datetime-local", Short: true, Value: f.From}, wrong),
				asking(Field{Name: "usefulUntil", Label: "Until when is help of use?", Type: "datetime-local", Short: true, Value: f.Until}, wrong),
				choosing(partsOfDay("slots"), wrong, f.Parts...)},
			Button: Button{Text: "Use the new time", Style: Arm},
		}, nil
	})
}

// partsOfDay asks in which parts of the day help is wanted.
func partsOfDay(name string) Picks {
	return Picks{Name: name, Legend: "Which part of the day?", Hint: "None chosen: any.", Many: true, Pairs: true, Choices: partNames}
}

// changeTime gives an ask a new time.
func (s *Server) changeTime(w http.ResponseWriter, r *http.Request) error {
	var f newTimeForm
	return s.act(w, r, &f, "It has a new time. We look for somebody for then.", func(id domain.RequestID, c clock) error {
		var wrong domain.Errors
		cmd := app.ChangeTime{RequestID: id, WantedFrom: c.moment(&wrong, "wantedFrom", f.From), Slots: slotsOf(f.Parts)}
		if until := c.moment(&wrong, "usefulUntil", f.Until); until != nil {
			cmd.UsefulUntil = *until
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.app.ChangeTime(r.Context(), who(r), cmd)
	}, func(wrong domain.Errors) error { return s.showTime(w, r, f, wrong) })
}

type endForm struct {
	Ending string `form:"ending"`
	Note   string `form:"note" max:"1000" label:"The note"`
}

// endForm asks how an ask ended.
func (s *Server) endForm(w http.ResponseWriter, r *http.Request) error {
	return s.showEnd(w, r, endForm{}, nil)
}

func (s *Server) showEnd(w http.ResponseWriter, r *http.Request, f endForm, wrong domain.Errors) error {
	return s.showAct(w, r, wrong, func(v app.RequestView, c clock) (formPage, error) {
		endings := Picks{Name: "ending", Legend: "How did it end?"}
		for _, e := range allEndings {
			endings.Choices = append(endings.Choices, Choice{Value: string(e), Text: upperFirst(e.Plain())})
		}
		return formPage{
			Head: Head{Title: "End it", Lead: c.Say("Whoever was asked or was going is told kindly. So is %s, except when they died or it was a mistake.", v.FirstName)},
			Blocks: []block{choosing(endings, wrong, f.Ending),
				asking(Field{Name: "note", Label: "A note", Optional: true, Hint: "When it was passed on: the name of who said yes to it.", Value: f.Note}, wrong)},
			Button: Button{Text: "End it", Style: Arm},
		}, nil
	})
}

// allEndings are the eight ways in which an ask ends.
var allEndings = []domain.Ending{domain.Helped, domain.Sorted, domain.PassedOn, domain.Withdrawn, domain.Moved, domain.Hospital, domain.Died, domain.Mistake}

// end ends an ask, with who and why.
func (s *Server) end(w http.ResponseWriter, r *http.Request) error {
	var f endForm
	return s.act(w, r, &f, "It has ended.", func(id domain.RequestID, _ clock) error {
		return s.app.EndRequest(r.Context(), who(r), app.EndRequest{RequestID: id, Ending: domain.Ending(f.Ending), Note: f.Note})
	}, func(wrong domain.Errors) error { return s.showEnd(w, r, f, wrong) })
}

type noteForm struct {
	Words string `form:"words" max:"1000" label:"The note"`
}

// note adds what an owner wants to remember.
func (s *Server) note(w http.ResponseWriter, r *http.Request) error {
	var f noteForm
	return s.act(w, r, &f, "The note is saved.", func(id domain.RequestID, _ clock) error {
		return s.app.NoteRequest(r.Context(), who(r), app.NoteRequest{RequestID: id, Words: f.Words, IdempotencyKey: sentKey(r)})
	}, func(wrong domain.Errors) error { return s.showRequest(w, r, f.Words, wrong) })
}
