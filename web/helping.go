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
	Here  string
	Lead  string
	Now   string // what they tapped in the message: "yes", "less", "rest", "stop"
	Until Field
	Often Field
	Days  []freeDay
	Looks []held // who was shown how to reach them, the newest few
	News  string // where they choose what we write to them about
	Lang  Picks  // the language that we write to them in
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
	v := helpingView{MyAsking: mine, Here: r.URL.Path, Lead: helpingLead(mine, c), Now: r.FormValue("still"), Days: freeDays(f.Free),
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
	p := s.linkPage(w, r, "When may we ask you?", Place{})
	if actor.Kind == domain.PersonActor {
		p = s.simplePage(w, r, "When may we ask you?")
	}
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
	if c.Words != nil { // the times in words are English
		return "We may ask you at the times below. Change them as you like."
	}
	return c.Say("We may ask you %s. Change it as you like.", mine.Availability.Words())
}

// changeHelping takes what was changed.
func (s *Server) changeHelping(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	var f helpingForm
	err := ReadForm(w, r, &f)
	if err == nil {
		err = s.takeHelping(r, actor, f)
	}
	if wrong := Problems(err); wrong != nil {
		return s.showHelping(w, r, actor, &f, wrong)
	}
	thanks := map[string]string{"still": "Thank you. We go on asking you.", "week": "We do not ask you again this week.", "rest": "Enjoy your rest.",
		"times": "We have changed that.", "language": "We write to you in that language from now on.", "stop": "We do not ask you again. Thank you for all that you did."}
	return press(w, r, err, r.URL.Path, thanks[f.Do])
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
