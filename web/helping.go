package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/words"
)

// helpingView is the page on which somebody who helps says when and whether we may ask them.
type helpingView struct {
	app.MyAsking
	app.MyHelping
	Asking string // how many ask
	Own    bool   // opened by their own link or signed in: what they promised, and what they are asked, stands here too
	Here   string
	Lead   string
	Now    string    // what they tapped in the message: "yes", "less", "rest", "stop"
	Taps   []freeTap // the three answers to "may we ask you?"
	Undo   *freeUndo
	Until  Field
	Often  Field
	Days   []freeDay
	Looks  []held // who was shown how to reach them, the newest few
	News   string // where they choose what we write to them about
	Lang   Picks  // the language that we write to them in
}

// freeTap is one of three big buttons: each is kept at once.
type freeTap struct {
	Do    string
	Text  string
	Means string
	Now   bool // it is so already
}

// freeUndo puts back what a tap has just changed.
type freeUndo struct {
	Do    string
	Until string
}

// freeDay is one day of the week with its parts to tick.
type freeDay struct {
	Name  string
	Parts []Choice
}

// helpingForm is what that page posts. Do says which of its forms it was.
type helpingForm struct {
	Do    string   `form:"do" max:"20"`
	Until string   `form:"restUntil" max:"40"`
	Often string   `form:"capacityWeek" max:"10"`
	Free  []string `form:"free" max:"2"`
	Lang  string   `form:"language" max:"10"`
}

// ownHelping is the same page for somebody who is signed in.
func (s *Server) ownHelping(p linked) page {
	return func(w http.ResponseWriter, r *http.Request) error {
		if who(r).Kind != domain.PersonActor {
			return domain.Errorf(domain.SignedOut, "", "Please sign in first.")
		}
		r, err := s.withKept(w, r)
		if err != nil {
			return err
		}
		return p(w, r, who(r))
	}
}

// helpingPage shows when and whether we may ask. A word in the address puts one answer first, and does nothing by itself.
func (s *Server) helpingPage(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	return s.showHelping(w, r, actor, nil, nil)
}

func (s *Server) showHelping(w http.ResponseWriter, r *http.Request, actor domain.Actor, f *helpingForm, wrong domain.Errors) error {
	mine, err := s.app.MyAsking(r.Context(), actor)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	if f == nil {
		f = &helpingForm{Often: strconv.Itoa(mine.CapacityWeek), Free: freeValues(mine.Availability)}
	}
	v := helpingView{MyAsking: mine, Here: r.URL.Path, Lead: helpingLead(mine, c), Now: r.FormValue("still"), Days: freeDays(f.Free), Taps: c.freeTaps(mine), Undo: c.freeUndo(mine, r.URL.Query().Get("was")),
		Until: Field{Name: "restUntil", Label: "Ask me again from", Type: "date", Short: true, Value: f.Until}.With(wrong),
		Often: Field{Name: "capacityWeek", Label: "How many visits a week at most?", Type: "number", Mode: "numeric", Short: true, Value: f.Often}.With(wrong)}
	if v.News = "/me/messages"; actor.Kind == domain.BearerActor {
		v.News = ""
		if actor.Purpose == domain.ForVolunteer {
			v.News = "/messages/" + url.PathEscape(r.PathValue("token"))
		}
	}
	if v.Looks, err = s.lastLooks(r, actor, c); err != nil {
		return err
	}
	if v.Lang, err = s.languagePicks(r, actor); err != nil {
		return err
	}
	title := words.Later("When may we ask you?")
	if v.Own = domain.May(actor, domain.SeeMyHelping, domain.Target{PersonID: actor.PersonID}); v.Own {
		title = words.Later("Your helping")
		if v.MyHelping, err = s.app.MyHelping(r.Context(), actor); err != nil {
			return err
		}
		v.Asking = Count(c.Words, len(v.Asks), "%s neighbour asks", "%s neighbours ask")
		for n := range v.Visits {
			v.Visits[n].When = upperFirst(v.Visits[n].When)
		}
		for n := range v.Asks {
			v.Asks[n].When, v.Asks[n].HowFar = upperFirst(v.Asks[n].When), upperFirst(v.Asks[n].HowFar)
		}
	}
	p := s.pageFor(w, r, actor, title)
	p.Errors, p.Content = wrong, v
	s.rd.Render(w, r, "helping", p)
	return nil
}

func helpingLead(mine app.MyAsking, c clock) string {
	switch {
	case mine.Stopped:
		return "You asked us to stop, and we have. Thank you for all that you did."
	case mine.RestUntil != nil:
		return c.Say("You take a rest. We ask again from %s.", c.day(*mine.RestUntil))
	case mine.RestsNow:
		return "You take a rest. We do not ask you now."
	}
	return "" // the three buttons say it
}

// freeTaps are the three answers, with what each comes to.
func (c clock) freeTaps(mine app.MyAsking) []freeTap {
	monday := domain.ISOWeek(c.now, c.zone).AddDate(0, 0, 7)
	usual := c.Say("We ask you at your usual times.")
	if c.Code() == words.English { // the times in words are English
		usual = c.Say("We ask you %s.", mine.Availability.Words())
	}
	week := mine.RestUntil != nil && mine.RestUntil.Format(time.DateOnly) == monday.Format(time.DateOnly)
	return []freeTap{
		{Do: "still", Text: "As usual", Means: usual, Now: !mine.RestsNow},
		{Do: "week", Text: "Not this week", Means: c.Say("We ask again from %s.", c.day(monday)), Now: week},
		{Do: "pause", Text: "Pause", Means: "We ask nothing until you tap “As usual”.", Now: mine.RestsNow && mine.RestUntil == nil},
	}
}

// freeUndo puts back what there was before a tap: "still", "pause", or until when they took a rest. It offers nothing where that is so again.
func (c clock) freeUndo(mine app.MyAsking, was string) *freeUndo {
	if was == "" || was == restOf(mine) || mine.Stopped {
		return nil
	}
	if was == "still" || was == "pause" {
		return &freeUndo{Do: was}
	}
	if _, err := time.Parse(time.DateOnly, was); err != nil {
		return nil
	}
	return &freeUndo{Do: "rest", Until: was}
}

// restOf is how somebody may be asked now, for an address.
func restOf(mine app.MyAsking) string {
	switch {
	case !mine.RestsNow:
		return "still"
	case mine.RestUntil == nil:
		return "pause"
	}
	return mine.RestUntil.Format(time.DateOnly)
}

// changeHelping takes what was changed.
func (s *Server) changeHelping(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f helpingForm
	err := ReadForm(w, r, &f)
	here := r.URL.Path
	if err == nil && (f.Do == "still" || f.Do == "week" || f.Do == "pause" || f.Do == "rest") {
		var before app.MyAsking
		if before, err = s.app.MyAsking(r.Context(), actor); err == nil {
			here += "?was=" + restOf(before)
		}
	}
	if err == nil {
		err = s.takeHelping(r, actor, f)
	}
	if wrong := Problems(err); wrong != nil {
		return s.showHelping(w, r, actor, &f, wrong)
	}
	thanks := map[string]string{"still": "Thank you. We go on asking you.", "week": "We do not ask you again this week.", "rest": "Enjoy your rest.",
		"pause": "Enjoy your rest. Nothing new comes until you tap “As usual”.", "times": "We have changed that.", "language": "We write to you in that language from now on.", "stop": "We do not ask you again. Thank you for all that you did."}
	return press(w, r, err, here, thanks[f.Do])
}

func (s *Server) takeHelping(r *http.Request, actor domain.Actor, f helpingForm) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	var wrong domain.Errors
	var cmd app.ChangeMyAsking
	switch f.Do {
	case "still":
		cmd.StillAllRight = true
	case "pause":
		cmd.Rest = true
	case "stop":
		cmd.Stop = true
	case "language":
		return s.app.ChooseLanguage(r.Context(), actor, f.Lang)
	case "week":
		monday := domain.ISOWeek(c.now, c.zone).AddDate(0, 0, 7)
		cmd.RestUntil = dateIn(&wrong, "", monday.Format(time.DateOnly))
	case "rest":
		from, _ := c.wantedDay(&wrong, "restUntil", f.Until)
		if f.Until == "" {
			wrong.Add("restUntil", "Please choose a day.")
		}
		cmd.RestUntil = from
	case "times":
		free, often := freeOf(f.Free), 0
		if often, err = strconv.Atoi(f.Often); err != nil {
			wrong.Add("capacityWeek", "Please write a number, such as 2.")
		}
		cmd.Availability, cmd.CapacityWeek = &free, &often
	default:
		wrong.Add("", "Please choose what to change.")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return s.app.ChangeMyAsking(r.Context(), actor, cmd)
}

// freeDays are the parts of the week as boxes, Monday first. A box's value is the number of its bit.
func freeDays(chosen []string) []freeDay {
	days := make([]freeDay, 7)
	for day := range days {
		days[day].Name = time.Weekday((day + 1) % 7).String()
		for part, name := range []string{words.Later("Morning"), words.Later("Afternoon"), words.Later("Evening")} {
			value := strconv.Itoa(3*day + part)
			days[day].Parts = append(days[day].Parts, Choice{Value: value, Text: name, Checked: slices.Contains(chosen, value)})
		}
	}
	return days
}

func freeValues(a domain.Availability) (out []string) {
	for bit := range 21 {
		if a>>bit&1 == 1 {
			out = append(out, strconv.Itoa(bit))
		}
	}
	return out
}

func freeOf(values []string) (a domain.Availability) {
	for _, v := range values {
		if bit, err := strconv.Atoi(v); err == nil && bit >= 0 && bit < 21 {
			a |= 1 << bit
		}
	}
	return a
}
