package web

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// changeGatheringForm is a session that is there, as somebody would have it.
type changeGatheringForm struct {
	gatheringForm
	From string `form:"from" max:"20"`
}

// changeGatheringPage asks what is different about a session, with all that it is now.
func (s *Server) changeGatheringPage(w http.ResponseWriter, r *http.Request) error {
	g, err := s.gatheringToChange(r)
	if err != nil {
		return err
	}
	return s.showChange(w, r, g, formOf(g), nil)
}

func (s *Server) gatheringToChange(r *http.Request) (app.GatheringView, error) {
	id, err := pathID[domain.GatheringID](r)
	if err != nil {
		return app.GatheringView{}, err
	}
	return s.app.GatheringToChange(r.Context(), who(r), id)
}

// formOf fills the form in with what a session is. What is not touched stays so from the next date on.
func formOf(g app.GatheringView) changeGatheringForm {
	f := changeGatheringForm{gatheringForm: gatheringForm{PlaceKind: string(g.Place.Kind), PlaceName: g.Place.Name, There: g.Place.GettingThere,
		Every: string(g.Every), LastOn: g.LastOn.Format(dayValue), Starts: wallValue(g.Starts), Ends: wallValue(g.Ends), Welcome: g.Welcome}}
	if g.Place.Point.Known() {
		f.Point = pointValue(g.Place.Point)
	}
	if g.Holidays {
		f.Is = append(f.Is, "holidays")
	}
	if g.HostShown {
		f.Is = append(f.Is, "named")
	}
	return f
}

// wallValue is the value of a field for minutes since midnight.
func wallValue(minutes int) string { return domain.SayClock(time.Duration(minutes) * time.Minute) }

// asOnMaps rounds degrees as maps do: to the millionth, which is a hand's breadth.
func asOnMaps(degrees float64) float64 { return math.Round(degrees*1e6) / 1e6 }

// pointValue writes a point as maps do.
func pointValue(p domain.Point) string {
	degrees := func(d float64) string { return strconv.FormatFloat(asOnMaps(d), 'f', -1, 64) }
	return degrees(p.Lat) + ", " + degrees(p.Lon)
}

func (s *Server) showChange(w http.ResponseWriter, r *http.Request, g app.GatheringView, f changeGatheringForm, wrong domain.Errors) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	for _, e := range wrong { // the first day of a rhythm is what is asked for here
		if e.Field == "firstOn" {
			e.Field = "from"
		}
	}
	also := Picks{Name: "is", Legend: "And also", Many: true, Choices: []Choice{{Value: "holidays", Text: "It is on bank holidays too"}}}
	if g.HostID != 0 {
		also.Choices = append(also.Choices, Choice{Value: "named", Text: "The first name of the host is on the page", Small: "Only where they have said yes to that."})
	}
	here := f.where(wrong)
	if g.Kind.Bench {
		here = here[1:] // it is a bench
	}
	blocks := slices.Concat([]block{asking(Field{Name: "from", Label: "From which day on?", Optional: true, Type: "date", Value: f.From,
		Hint: "It is so from the next date on, unless you choose a day. Its weekday is the new one."}, wrong)},
		f.when(wrong), []block{asking(Field{Name: "lastOn", Label: "Last on", Hint: "A year ahead at most. Choose a later day to let it go on.", Type: "date", Value: f.LastOn}, wrong), titled("Where")},
		here, []block{titled("What people read"), f.welcome(wrong), choosing(also, wrong, f.Is...)})
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: "Back to the page", Href: addressOf("/whats-on/", g.ID)}, Over: g.Place.Name, Title: "What is different?",
		Lead: upperFirst(c.Rhythm(g.Rhythm))}, Words: []string{"Dates that are off or moved stay so. Whoever follows it is told of another time or place."},
		Blocks: blocks, Button: Button{Text: "Change it", Style: Arm}, Back: Link{Text: "Leave it as it is", Href: addressOf("/whats-on/", g.ID)}}, wrong)
}

// changeGathering changes a session.
func (s *Server) changeGathering(w http.ResponseWriter, r *http.Request) error {
	g, err := s.gatheringToChange(r)
	if err != nil {
		return err
	}
	var f changeGatheringForm
	if err = ReadForm(w, r, &f); err == nil {
		var wrong domain.Errors
		cmd := f.change(g, &wrong)
		if err = wrong.Err(); err == nil {
			err = s.app.ChangeGathering(r.Context(), who(r), cmd)
		}
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showChange(w, r, g, f, wrong) }, addressOf("/whats-on/", g.ID), "It is changed. This is the page that people see.")
}

// change reads the form.
func (f changeGatheringForm) change(g app.GatheringView, wrong *domain.Errors) app.ChangeGathering {
	out := app.ChangeGathering{GatheringID: g.ID, From: dateIn(wrong, "from", f.From), PlaceName: &f.PlaceName, GettingThere: &f.There,
		LastOn: dateIn(wrong, "lastOn", f.LastOn), Starts: new(minutesIn(wrong, "starts", f.Starts)), Ends: new(minutesIn(wrong, "ends", f.Ends)),
		Every: new(domain.Every(f.Every)), Holidays: new(slices.Contains(f.Is, "holidays")), Welcome: &f.Welcome, HostShown: new(slices.Contains(f.Is, "named"))}
	if f.Point != "" {
		out.Point = new(pointIn(wrong, "point", f.Point))
	}
	if !g.Kind.Bench {
		out.PlaceKind = new(domain.PlaceKind(f.PlaceKind))
	}
	return out
}
