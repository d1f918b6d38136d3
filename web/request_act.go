package web

import (
	"net/http"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// mainActs are what an ask waits for a person to do, the most likely first. Once its time has passed that is a new time, or an end.
func mainActs(v app.RequestView, now time.Time) []Button {
	page := addressOf("/requests/", v.ID)
	if hasPassed(v, now) {
		return []Button{{Text: "Give it a new time", Style: Arm, Href: page + "/time"}, {Text: "End it", Href: page + "/end"}}
	}
	var acts []Button
	add := func(show bool, b Button) {
		if show && v.State != domain.Closed {
			acts = append(acts, b)
		}
	}
	open := v.State == domain.Open
	add(v.Knows != domain.Agreed, Button{Text: "They know now, and agree", Post: page + "/knows"})
	add(open && !v.Placed(), Button{Text: "Say which street", Href: page + "/place"})
	add(open && v.ApprovedAt == nil && v.GoesOut != domain.NeverOut && v.Placed() && v.Knows == domain.Agreed, Button{Text: "Let it go out", Post: page + "/approve"})
	add(open && v.HoldUntil != nil, Button{Text: "Go on now", Post: page + "/release"})
	add(v.State == domain.Assigned, Button{Text: "Say how it ended", Href: page + "/end"})
	if len(acts) > 0 {
		acts[0].Style = Arm
	}
	return acts
}

// hasPassed reports whether nobody came while help was of use.
func hasPassed(v app.RequestView, now time.Time) bool {
	return v.State == domain.Open && v.UsefulUntil.Before(now)
}

// widerWords are on the button that asks one level wider, by that level.
var widerWords = map[domain.Level]string{domain.AtSection: "Ask the neighbourhood now", domain.AtTown: "Ask the town now", domain.AtDistrict: "Ask the district now"}

// alsoActs are what else can be done about an ask.
func alsoActs(in *words.Words, v app.RequestView, now time.Time) []Button {
	page := addressOf("/requests/", v.ID)
	var acts []Button
	add := func(show bool, b Button) {
		if show {
			acts = append(acts, b)
		}
	}
	open, ended, passed := v.State == domain.Open, v.State == domain.Closed, hasPassed(v, now)
	add(v.MayUndo(), Button{Text: "Not done after all", Icon: "undo", Post: page + "/not-done"})
	add(open && !passed && v.Level < domain.AtDistrict && v.Placed(), Button{Text: widerWords[min(v.Level+1, domain.AtDistrict)], Icon: "up", Post: page + "/wider"})
	add(v.State == domain.Assigned, Button{Text: in.Say("Take it back from %s", v.HelperName), Icon: "undo", Href: page + "/take-back"})
	add(open && !passed, Button{Text: "Hold, with a reason", Icon: "pause", Href: page + "/hold"})
	add(!ended && !passed, Button{Text: "Give it a new time", Icon: "cal", Href: page + "/time"})
	add(!ended, Button{Text: "Change the street", Icon: "pin", Href: page + "/place"})
	repeats := v.SeriesID != 0 && !v.SeriesOver
	add(repeats && v.State == domain.Assigned && !v.Regular, Button{Text: in.Say("Let %s come each time", v.HelperName), Icon: "people", Post: page + "/keep-helper"})
	add(repeats && !ended, Button{Text: "No more after this one", Icon: "no", Post: page + "/last"})
	add(!ended, Button{Text: "Hand it over", Icon: "people", Href: page + "/hand-over"})
	add(!ended, Button{Text: "Print it for them", Icon: "print", Href: addressOf("/print/request/", v.ID)})
	add(!ended && !passed, Button{Text: "End it", Icon: "done", Href: page + "/end"})
	return acts
}

// candidates are who could go, the best of them in the given style.
func candidates(in *words.Words, list []app.Candidate, id domain.RequestID, best Style) []Candidate {
	page := addressOf("/requests/", id)
	var out []Candidate
	for n, c := range list {
		name := fullName(c.FirstName, c.LastName)
		ask := Button{Text: in.Say("Ask %s", c.FirstName), Post: page + "/ask", Name: "person", Value: idOf(c.PersonID)}
		if c.OffTime {
			ask.Post += "?time"
		}
		if n == 0 && c.Fits {
			ask.Style = best
		}
		out = append(out, Candidate{Door: Door{Name: name, Tint: n % 4}, Name: name, Where: placeWords(c.StreetName), For: c.Why, But: c.WhyNot,
			Buttons: []Button{ask, {Text: "They have said yes", Style: Quiet, Href: page + "/assign?person=" + ask.Value}}})
	}
	return out
}

// path is the story, newest first.
func (c clock) path(v app.RequestView) []Step {
	var steps []Step
	for _, e := range v.Events {
		step := Step{State: StateWaiting, Icon: "walk", Event: e.ID, Text: e.Words, When: upperFirst(c.time(e.At))}
		if look, ok := stepLooks[e.Kind]; ok {
			step.State, step.Icon = look.state, look.icon
		}
		if e.ActorName != "" && e.ActorName != e.PersonName {
			step.When += dot + e.ActorName
		}
		steps = append(steps, step)
	}
	return steps
}

// stepLooks are the blazes of a story's steps, by kind. The others are plain.
var stepLooks = map[string]struct {
	state State
	icon  string
}{
	"raised": {StateNew, "fresh"}, "owner": {StateWaiting, "people"}, "approved": {StateDone, "done"}, "asked": {StateWaiting, "wait"},
	"delivered": {StateWaiting, "wait"}, "undelivered": {StateWaiting, "no"}, "accepted": {StateDone, "hand"}, "declined": {StateWaiting, "no"},
	"expired": {StateWaiting, "late"}, "withdrawn": {StateWaiting, "no"}, "widened": {StateDone, "up"}, "support_failure": {StateFailed, "fail"},
	"nobody": {StateSoon, "people"}, "paused": {StatePlain, "pause"}, "released": {StateDone, "walk"}, "time_changed": {StateNew, "cal"},
	"new_time": {StateLate, "late"}, "review": {StateSoon, "eye"}, "nudged": {StateWaiting, "wait"}, "home_asked": {StateWaiting, "home"},
	"home_safe": {StateDone, "home"}, "after_asked": {StateWaiting, "talk"}, "helper_said": {StateNew, "talk"}, "person_said": {StateNew, "talk"},
	"ring": {StateSoon, "phone"}, "rung": {StateDone, "phone"}, "reopened": {StateSoon, "turn"}, "handed_back": {StateSoon, "undo"},
	"taken_back": {StateSoon, "undo"}, "noted": {StatePlain, "pen"}, "ended": {StateDone, "done"}, "shown": {StatePlain, "eye"},
	"taken_up": {StateSoon, "undo"}, "held_back": {StateSoon, "undo"}, "placed": {StateDone, "pin"}, "not_done_after_all": {StateSoon, "undo"}, "past_wish": {StatePlain, "eye"}, "stricter": {StatePlain, "eye"}, "agreed": {StateDone, "heart"}, "duplicate": {StateSoon, "eye"}, "not_delivered": {StateLate, "wait"},
	"held": {StateWaiting, "late"}, "reminded": {StateSoon, "wait"}, "woken": {StateDone, "walk"},
}

// pressed does one thing to an ask that takes no words, and says so on its page.
func pressed(w http.ResponseWriter, r *http.Request, words string, do func(domain.RequestID) error) error {
	id, err := pathID[domain.RequestID](r)
	if err != nil {
		return err
	}
	return press(w, r, do(id), addressOf("/requests/", id), words)
}

// approve lets an ask go out.
func (s *Server) approve(w http.ResponseWriter, r *http.Request) error {
	return pressed(w, r, "It may go out. We look for somebody now.", func(id domain.RequestID) error {
		return s.app.ApproveRequest(r.Context(), who(r), id)
	})
}

// release ends a hold before its time.
func (s *Server) release(w http.ResponseWriter, r *http.Request) error {
	return pressed(w, r, "The hold is over. We go on.", func(id domain.RequestID) error {
		return s.app.ReleaseRequest(r.Context(), who(r), id)
	})
}

// askWider goes to the next level now.
func (s *Server) askWider(w http.ResponseWriter, r *http.Request) error {
	return pressed(w, r, "We ask wider now.", func(id domain.RequestID) error {
		return s.app.AskWider(r.Context(), who(r), id)
	})
}

// confirmKnows notes that the person knows of the ask now.
func (s *Server) confirmKnows(w http.ResponseWriter, r *http.Request) error {
	return pressed(w, r, "Noted: they know of it, and agree.", func(id domain.RequestID) error {
		return s.app.ConfirmKnows(r.Context(), who(r), id)
	})
}

// notDone takes an ask up again that ended as helped by mistake.
func (s *Server) notDone(w http.ResponseWriter, r *http.Request) error {
	return pressed(w, r, "It is taken up again. The visit stands.", func(id domain.RequestID) error {
		return s.app.NotDoneAfterAll(r.Context(), who(r), id)
	})
}

// putBack undoes the newest thing that a person did to an ask.
func (s *Server) putBack(w http.ResponseWriter, r *http.Request) error {
	return pressed(w, r, "It is put back.", func(id domain.RequestID) error {
		return s.app.PutBack(r.Context(), who(r), app.PutBack{RequestID: id, EventID: numberIn[domain.EventID](r.FormValue("step"))})
	})
}

// dockFor is for how long what somebody just did is offered to be put back where the thumb is; in the story it is for as long as it can be.
const dockFor = 20 * time.Second

// undoing offers to put back what can be: in the story, and to whoever did it just now in the dock.
func (c clock) undoing(v app.RequestView, reader domain.Actor, story []Step) *Undo {
	if v.Undo == nil {
		return nil
	}
	post := addressOf("/requests/", v.ID) + "/put-back"
	for n := range story {
		if story[n].Event == v.Undo.EventID {
			story[n].Button = &Button{Text: "Put back", Icon: "undo", Post: post, Name: "step", Value: idOf(v.Undo.EventID)}
		}
	}
	if v.Undo.By != reader.PersonID || c.now.Sub(v.Undo.At) > dockFor {
		return nil
	}
	return &Undo{Text: v.Undo.Words, Post: post, Step: int64(v.Undo.EventID)}
}

// keepHelper makes the helper of this visit the one who comes each time.
func (s *Server) keepHelper(w http.ResponseWriter, r *http.Request) error {
	return pressed(w, r, "Noted: they come each time from now on.", func(id domain.RequestID) error {
		return s.app.KeepHelper(r.Context(), who(r), id)
	})
}

// lastOne ends the series of an ask with this visit.
func (s *Server) lastOne(w http.ResponseWriter, r *http.Request) error {
	return pressed(w, r, "Noted: this is the last time.", func(id domain.RequestID) error {
		return s.app.EndSeries(r.Context(), who(r), id)
	})
}

// chosenForm is a volunteer whom somebody chose.
type chosenForm struct {
	Person  string `form:"person"`
	VisitAt string `form:"visitAt" label:"The time"`
	Earlier bool   `form:"earlierNo"`
	Time    bool   `form:"time"`
	Agreed  bool   `form:"wish"`
}

func (f chosenForm) overrides() (out []string) {
	if f.Earlier {
		out = append(out, "earlier_no")
	}
	if f.Time {
		out = append(out, "time")
	}
	if f.Agreed {
		out = append(out, "wish")
	}
	return out
}

// wishAgreed are the words beside the box of those who look past a wish; "" where there is none.
func wishAgreed(in *words.Words, v app.RequestView) string {
	if len(v.Wishes) == 0 {
		return ""
	}
	return in.Say("They wished for %s, and agreed to somebody else", domain.WishList(v.Wishes))
}

// askHelper sends a "Can you help?" to whom a person chose.
func (s *Server) askHelper(w http.ResponseWriter, r *http.Request) error {
	var f chosenForm
	unread := ReadForm(w, r, &f)
	return pressed(w, r, "They have been asked.", func(id domain.RequestID) error {
		if unread != nil {
			return unread
		}
		if numberIn[domain.PersonID](f.Person) == 0 {
			return nobodyChosen()
		}
		f.Time = f.Time || r.URL.Query().Has("time") // the list says beside its button that they are not free then
		cmd := app.AskHelper{RequestID: id, PersonID: numberIn[domain.PersonID](f.Person), Overrides: f.overrides()}
		return s.app.AskHelper(r.Context(), who(r), cmd)
	})
}

// assignForm asks when somebody goes who has said yes already.
func (s *Server) assignForm(w http.ResponseWriter, r *http.Request) error {
	return s.showAssign(w, r, chosenForm{Person: r.FormValue("person")}, nil)
}

func (s *Server) showAssign(w http.ResponseWriter, r *http.Request, f chosenForm, wrong domain.Errors) error {
	err := s.showAct(w, r, wrong, func(v app.RequestView, c clock) (formPage, error) {
		if numberIn[domain.PersonID](f.Person) == 0 {
			return formPage{}, nobodyChosen()
		}
		name, err := s.chosenName(r, v.ID, numberIn[domain.PersonID](f.Person))
		if err != nil {
			return formPage{}, err
		}
		earlier := yesNo("earlierNo", "They said no before, and say yes now", "Tick this only if they told you so.")
		out := formPage{
			Head:   Head{Title: c.Say("%s has said yes", name), Lead: c.Say("They get a message with the address and the phone number, and %s hears who is coming.", v.FirstName)},
			Hidden: []Choice{{Text: "person", Value: f.Person}},
			Blocks: []block{
				asking(Field{Name: "visitAt", Label: "When do they go?", Optional: true, Hint: "Left empty, we take the first time that suits both.", Type: "datetime-local", Short: true, Value: f.VisitAt}, wrong),
				choosing(earlier, wrong, ticked(f.Earlier))},
			Button: Button{Text: "They go", Style: Arm},
		}
		if words := wishAgreed(c.Words, v); words != "" {
			out.Blocks = append(out.Blocks, choosing(yesNo("wish", words, "Tick this only if they told you so."), wrong, ticked(f.Agreed)))
		}
		return out, nil
	})
	return backToAsk(w, r, err)
}

// chosenName is the first name of whom a person chose: somebody on the shortlist may live where the reader sees nobody else.
func (s *Server) chosenName(r *http.Request, ask domain.RequestID, id domain.PersonID) (string, error) {
	list, err := s.app.Shortlist(r.Context(), who(r), ask)
	if err != nil {
		return "", err
	}
	for _, c := range list {
		if c.PersonID == id {
			return c.FirstName, nil
		}
	}
	v, err := s.app.Person(r.Context(), who(r), id)
	return v.FirstName, err
}

// nobodyChosen asks for the person whom an act needs.
func nobodyChosen() error { return domain.Errorf(domain.Invalid, "person", "Please choose somebody.") }

// assign makes somebody the helper who has said yes to a person.
func (s *Server) assign(w http.ResponseWriter, r *http.Request) error {
	var f chosenForm
	return s.act(w, r, &f, "They are going. Both have a message.", func(id domain.RequestID, c clock) error {
		var wrong domain.Errors
		f.Time = true // they have said yes, so they can
		cmd := app.AssignHelper{RequestID: id, PersonID: numberIn[domain.PersonID](f.Person), VisitAt: c.moment(&wrong, "visitAt", f.VisitAt), Overrides: f.overrides()}
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.app.AssignHelper(r.Context(), who(r), cmd)
	}, func(wrong domain.Errors) error { return s.showAssign(w, r, f, wrong) })
}

// act reads a form about one ask and does what it says; what is wrong shows the form again.
func (s *Server) act(w http.ResponseWriter, r *http.Request, form any, words string, do func(domain.RequestID, clock) error, again func(domain.Errors) error) error {
	id, err := pathID[domain.RequestID](r)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	if err = ReadForm(w, r, form); err == nil {
		err = do(id, c)
	}
	return finish(w, r, err, again, addressOf("/requests/", id), words)
}

// showAct shows a form about one ask, to those who may see it.
func (s *Server) showAct(w http.ResponseWriter, r *http.Request, wrong domain.Errors, make func(app.RequestView, clock) (formPage, error)) error {
	after, err := s.app.NewestChange(r.Context(), who(r))
	if err != nil {
		return err
	}
	v, c, err := s.requestAt(r)
	if err != nil {
		return err
	}
	f, err := make(v, c)
	if err != nil {
		return err
	}
	if f.Live, err = s.liveRequest(r, v.ID, after, newestStep(v)); err != nil {
		return err
	}
	f.Head.Over = domain.Reference(v.Reference).String() + dot + askTitle(c.Words, v.NeedName, v.FirstName)
	f.Back = Link{Text: "Leave it as it is", Href: addressOf("/requests/", v.ID)}
	return s.showForm(w, r, f, wrong)
}

// laterDay is nine in the morning some days from now, as a first guess for a field.
func (c clock) laterDay(days int) time.Time {
	t := c.now.In(c.zone)
	return time.Date(t.Year(), t.Month(), t.Day()+days, 9, 0, 0, 0, c.zone)
}
