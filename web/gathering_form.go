package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// gatheringForm is a new session as somebody types it.
type gatheringForm struct {
	Town      string   `form:"townId" max:"20"`
	Kind      string   `form:"kind" max:"40"`
	PlaceKind string   `form:"placeKind" max:"20"`
	PlaceName string   `form:"placeName" max:"80" label:"The name of the place"`
	There     string   `form:"gettingThere" max:"1000" label:"How to find it"`
	Point     string   `form:"point" max:"60" label:"The point on the map"`
	Every     string   `form:"every" max:"20"`
	FirstOn   string   `form:"firstOn" max:"20"`
	LastOn    string   `form:"lastOn" max:"20"`
	Starts    string   `form:"starts" max:"10"`
	Ends      string   `form:"ends" max:"10"`
	Welcome   string   `form:"welcome" max:"1000" label:"The welcome"`
	Is        []string `form:"is"`
}

// newGatheringForm asks for a new session. It begins as a bench on a weekday, for a year.
func (s *Server) newGatheringForm(w http.ResponseWriter, r *http.Request) error {
	return s.showGathering(w, r, gatheringForm{Town: r.FormValue("town"), Kind: "bench", Every: string(domain.Weekly), Starts: "10:30", Ends: "11:00"}, nil)
}

func (s *Server) showGathering(w http.ResponseWriter, r *http.Request, f gatheringForm, wrong domain.Errors) error {
	if !mayAnywhere(r, domain.RunGatherings) {
		return notYours(r)
	}
	kinds, err := s.app.GatheringKinds(r.Context(), who(r), who(r).DistrictID)
	if err != nil {
		return err
	}
	var towns []Choice
	for _, t := range s.house.rooms(r.Context()).towns {
		if domain.May(who(r), domain.RunGatherings, domain.Target{Spot: domain.Spot{DistrictID: t.DistrictID, TownID: t.ID}}) {
			towns = append(towns, Choice{Value: idOf(t.ID), Text: t.Name})
		}
	}
	page := formPage{Head: Head{Back: &Link{Text: "All that is on", Href: "/whats-on"}, Title: "Add a bench or a café", Lead: "All of this is on a public page. Leave out what nobody should read."},
		Button: Button{Text: "Add it", Style: Arm}, Back: Link{Text: "Leave it", Href: "/whats-on"}}
	if len(towns) == 1 {
		page.Hidden = append(page.Hidden, Choice{Text: "townId", Value: towns[0].Value})
	} else {
		page.Blocks = append(page.Blocks, choosingFrom(Picks{Name: "townId", Legend: "In which town?", Pairs: true, Choices: towns}, "Please choose", wrong, f.Town))
	}
	page.Blocks = append(page.Blocks, f.blocks(kinds, wrong)...)
	return s.showForm(w, r, page, wrong)
}

// blocks ask for all of a session.
func (f gatheringForm) blocks(kinds []domain.GatheringKind, wrong domain.Errors) []block {
	what := Picks{Name: "kind", Legend: "What is it?", Row: true}
	for _, k := range kinds {
		if k.Offered {
			what.Choices = append(what.Choices, Choice{Value: k.Code, Text: k.Name})
		}
	}
	days := block{Side: []block{asking(Field{Name: "firstOn", Label: "First on", Hint: "Its weekday stays.", Type: "date", Value: f.FirstOn}, wrong),
		asking(Field{Name: "lastOn", Label: "Last on", Hint: "A year ahead at most.", Type: "date", Value: f.LastOn}, wrong)}}
	return slices.Concat([]block{choosing(what, wrong, f.Kind)}, f.where(wrong), f.when(wrong), []block{days, f.welcome(wrong),
		choosing(Picks{Name: "is", Legend: "And also", Many: true, Choices: []Choice{{Value: "holidays", Text: "It is on bank holidays too"}, {Value: "me", Text: "I will be there myself"},
			{Value: "named", Text: "My first name may be on the page", Small: "Only where you will be there yourself."}}}, wrong, f.Is...)})
}

// where asks for the place.
func (f gatheringForm) where(wrong domain.Errors) []block {
	where := Picks{Name: "placeKind", Legend: "What sort of place is it?", Hint: "A bench is a bench: go on.", Row: true, Choices: []Choice{{Value: "indoors", Text: "Indoors"},
		{Value: "outdoors", Text: "Outdoors"}, {Value: "online", Text: "Online or by phone"}}}
	return []block{choosing(where, wrong, f.PlaceKind),
		asking(Field{Name: "placeName", Label: "The name of the place", Hint: "Such as “The bench by the boat slip”, or “Wesley Hall”.", Value: f.PlaceName}, wrong),
		asking(Field{Name: "gettingThere", Label: "How to find it, or how to join", Optional: true, Hint: "Steps, buses, toilets, and where you go when it rains.", Type: "textarea", Rows: 3, Value: f.There}, wrong),
		asking(Field{Name: "point", Label: "Its point on the map", Hint: "Two numbers, such as 51.2093, -4.1152. A map shows them where you press for long. A bench needs them.", Value: f.Point}, wrong)}
}

// when asks how often it is, and at what time.
func (f gatheringForm) when(wrong domain.Errors) []block {
	every := Picks{Name: "every", Legend: "How often?", Hint: "Every month is such as the second Tuesday.", Row: true, Choices: []Choice{{Value: "week", Text: "Every week"}, {Value: "fortnight", Text: "Every two weeks"},
		{Value: "month", Text: "Every month"}, {Value: "once", Text: "Once"}}}
	return []block{choosing(every, wrong, f.Every), times(f.Starts, f.Ends, wrong)}
}

// times asks from when to when it is on a day.
func times(starts, ends string, wrong domain.Errors) block {
	return block{Side: []block{asking(Field{Name: "starts", Label: "It begins at", Type: "time", Value: starts}, wrong), asking(Field{Name: "ends", Label: "It ends at", Type: "time", Value: ends}, wrong)}}
}

func (f gatheringForm) welcome(wrong domain.Errors) block {
	return asking(Field{Name: "welcome", Label: "What people come for", Optional: true, Type: "textarea", Rows: 3, Value: f.Welcome}, wrong)
}

// addGathering adds a session.
func (s *Server) addGathering(w http.ResponseWriter, r *http.Request) error {
	var f gatheringForm
	id := domain.GatheringID(0)
	err := ReadForm(w, r, &f)
	if err == nil {
		var wrong domain.Errors
		cmd := f.command(&wrong)
		cmd.IdempotencyKey = sentKey(r)
		if err = wrong.Err(); err == nil {
			id, err = s.app.AddGathering(r.Context(), who(r), cmd)
		}
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showGathering(w, r, f, wrong) }, addressOf("/whats-on/", id), "It is on. This is the page that people see.")
}

// command reads the form.
func (f gatheringForm) command(wrong *domain.Errors) app.AddGathering {
	out := app.AddGathering{TownID: numberIn[domain.TownID](f.Town), Kind: f.Kind, PlaceKind: domain.PlaceKind(f.PlaceKind), PlaceName: f.PlaceName, GettingThere: f.There,
		Point: pointIn(wrong, "point", f.Point), Every: domain.Every(f.Every), FirstOn: dayIn(wrong, "firstOn", f.FirstOn), LastOn: dayIn(wrong, "lastOn", f.LastOn),
		Starts: minutesIn(wrong, "starts", f.Starts), Ends: minutesIn(wrong, "ends", f.Ends), Holidays: slices.Contains(f.Is, "holidays"), Welcome: f.Welcome,
		HostIsMe: slices.Contains(f.Is, "me"), NameMe: slices.Contains(f.Is, "named")}
	if out.TownID == 0 {
		wrong.Add("townId", "Please choose the town.")
	}
	return out
}

// minutesIn reads a time of the day as minutes since midnight.
func minutesIn(wrong *domain.Errors, field, text string) int {
	at, err := domain.ParseClock(field, text)
	if err != nil {
		wrong.Add(field, "Please write a time of the day such as 10:30.")
	}
	return int(at / time.Minute)
}

// pointIn reads a point on the map as maps write it, "51.2093, -4.1152"; the zero point is none.
func pointIn(wrong *domain.Errors, field, text string) (p domain.Point) {
	if text == "" {
		return p
	}
	parts := strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' || c == ';' })
	if len(parts) == 2 {
		lat, errLat := strconv.ParseFloat(parts[0], 64)
		lon, errLon := strconv.ParseFloat(parts[1], 64)
		if errLat == nil && errLon == nil {
			return domain.Point{Lat: lat, Lon: lon}
		}
	}
	wrong.Add(field, "This is no point on the map. It is two numbers, such as 51.2093, -4.1152.")
	return p
}

// dateForm is what is different about one date.
type dateForm struct {
	What   string `form:"what" max:"10"`
	HeldOn string `form:"heldOn" max:"20"`
	Starts string `form:"starts" max:"10"`
	Ends   string `form:"ends" max:"10"`
	Words  string `form:"words" max:"200" label:"What people read"`
}

// dateAt is the date in the address.
func (s *Server) dateAt(r *http.Request) (app.GatheringView, error) {
	id, err := pathID[domain.GatheringID](r)
	if err != nil {
		return app.GatheringView{}, err
	}
	day, err := time.Parse(dayValue, r.PathValue("day"))
	if err != nil {
		return app.GatheringView{}, leadsNowhere()
	}
	return s.app.GatheringDate(r.Context(), who(r), id, day)
}

// gatheringDateForm asks what is different about one date.
func (s *Server) gatheringDateForm(w http.ResponseWriter, r *http.Request) error {
	g, err := s.dateAt(r)
	if err != nil {
		return err
	}
	d := g.Dates[0]
	f := dateForm{HeldOn: d.HeldOn.Format(dayValue), Starts: wallValue(d.Starts), Ends: wallValue(d.Ends), Words: d.Words}
	return s.showDate(w, r, g, f, nil)
}

func (s *Server) showDate(w http.ResponseWriter, r *http.Request, g app.GatheringView, f dateForm, wrong domain.Errors) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	d := g.Dates[0]
	to := addressOf("/gatherings/", g.ID) + "/dates/" + d.Day.Format(dayValue)
	page := formPage{Head: Head{Back: &Link{Text: "Back to the page", Href: addressOf("/whats-on/", g.ID)}, Over: g.Place.Name,
		Title: upperFirst(c.day(d.HeldOn)) + ", " + c.hours(d.StartsAt, d.EndsAt), Lead: "The public page says it at once."}, Action: to,
		Blocks: []block{choosing(Picks{Name: "what", Legend: "What is different?", Choices: []Choice{{Value: "off", Text: "It is off"}, {Value: "moved", Text: "It is at another time"}}}, wrong, f.What),
			asking(Field{Name: "words", Label: "What people read", Hint: "Such as “Rained off. See you next week.” A date that is off needs it.", Value: f.Words}, wrong),
			titled("Where it is at another time"),
			asking(Field{Name: "heldOn", Label: "On", Type: "date", Value: f.HeldOn}, wrong),
			times(f.Starts, f.Ends, wrong)},
		Button: Button{Text: "Tell everybody", Style: Arm}, Back: Link{Text: "Leave it as it is", Href: addressOf("/whats-on/", g.ID)}}
	if d.Off || d.Moved() || d.Words != "" {
		page.Also = &Button{Text: "It is as always after all", Post: to + "/as-before"}
	}
	return s.showForm(w, r, page, wrong)
}

// changeDate calls a date off, or moves it.
func (s *Server) changeDate(w http.ResponseWriter, r *http.Request) error {
	g, err := s.dateAt(r)
	if err != nil {
		return err
	}
	var f dateForm
	if err = ReadForm(w, r, &f); err == nil {
		var wrong domain.Errors
		cmd := app.ChangeDate{GatheringID: g.ID, Day: g.Dates[0].Day, Off: f.What == "off", Words: f.Words}
		if f.What != "off" && f.What != "moved" {
			wrong.Add("what", "Please choose what is different.")
		}
		if f.What == "moved" {
			cmd.HeldOn, cmd.Starts, cmd.Ends = dayIn(&wrong, "heldOn", f.HeldOn), minutesIn(&wrong, "starts", f.Starts), minutesIn(&wrong, "ends", f.Ends)
		}
		if err = wrong.Err(); err == nil {
			err = s.app.ChangeDate(r.Context(), who(r), cmd)
		}
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showDate(w, r, g, f, wrong) }, addressOf("/whats-on/", g.ID), "The page says it now.")
}

// restoreDate puts a date back.
func (s *Server) restoreDate(w http.ResponseWriter, r *http.Request) error {
	g, err := s.dateAt(r)
	if err != nil {
		return err
	}
	return press(w, r, s.app.RestoreDate(r.Context(), who(r), g.ID, g.Dates[0].Day), addressOf("/whats-on/", g.ID), "It is as always.")
}

// endGatheringForm asks whether a session is to end.
func (s *Server) endGatheringForm(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GatheringID](r)
	if err != nil {
		return err
	}
	g, err := s.app.GatheringToEnd(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	return s.showForm(w, r, formPage{Head: Head{Over: g.Place.Name, Title: "End all of it?", Lead: "All dates that are still to come go from the page. This cannot be put back, but it can be added again."},
		Blocks: []block{{Hidden: &Choice{Text: "end", Value: "yes"}}}, Button: Button{Text: "End it", Style: Danger}, Back: Link{Text: "No, leave it", Href: addressOf("/whats-on/", id)}}, nil)
}

// endGathering ends a session.
func (s *Server) endGathering(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GatheringID](r)
	if err != nil {
		return err
	}
	return press(w, r, s.app.EndGathering(r.Context(), who(r), id), "/whats-on", "It has ended. Thank whoever came.")
}
