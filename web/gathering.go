package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// sessionRoutes are where everybody reads what is on, follows it and takes its dates along.
func (s *Server) sessionRoutes(mux *http.ServeMux) {
	for address, p := range map[string]page{
		"GET /whats-on":                       s.whatsOnPage,
		"GET /whats-on/{id}":                  s.sessionPage,
		"GET /whats-on/calendar.ics":          s.townCalendar,
		"GET /whats-on/{id}/calendar.ics":     s.sessionCalendar,
		"POST /whats-on/{id}/follow":          s.follow,
		"GET /following/{token}":              s.byLink(s.followingPage, domain.ForFollower),
		"POST /following/{token}":             s.byLink(s.chooseFollowing, domain.ForFollower),
		"GET /calendars/{token}/calendar.ics": s.byLink(s.hostCalendar, domain.ForCalendar),
		"GET /photos/{name}":                  s.hostPhoto,
	} {
		mux.Handle(address, s.open(p))
	}
}

// How many weeks ahead one may look, and how many dates a session's page shows.
const (
	weeksAhead = 52
	datesShown = 6
)

// dayValue is how a date stands in addresses, and as browsers send one.
const dayValue = "2006-01-02"

// gatheringRoutes are the pages on which whoever runs a session changes it.
func (s *Server) gatheringRoutes(mux *http.ServeMux) {
	for address, page := range map[string]page{
		"GET /gatherings/new":                         s.newGatheringForm,
		"POST /gatherings/new":                        s.addGathering,
		"GET /gatherings/{id}/dates/{day}":            s.gatheringDateForm,
		"POST /gatherings/{id}/dates/{day}":           s.changeDate,
		"POST /gatherings/{id}/dates/{day}/as-before": s.restoreDate,
		"GET /gatherings/{id}/change":                 s.changeGatheringPage,
		"POST /gatherings/{id}/change":                s.changeGathering,
		"GET /gatherings/{id}/photo":                  s.hostPhotoForm,
		"POST /gatherings/{id}/photo":                 s.showHostPhoto,
		"POST /gatherings/{id}/photo/gone":            s.hideHostPhoto,
		"GET /gathering-kinds":                        s.gatheringKindsPage,
		"GET /gathering-kinds/{code}":                 s.gatheringKindForm,
		"POST /gathering-kinds/{code}":                s.saveGatheringKind,
		"GET /gatherings/{id}/end":                    s.endGatheringForm,
		"POST /gatherings/{id}/end":                   s.endGathering,
	} {
		mux.Handle(address, s.signedIn(page))
	}
}

// whatsOn is what is on in a week, by day.
type whatsOn struct {
	Head  Head
	Chips []Link
	Days  []onDay
	Empty Empty
	Pager Pager

	Calendar string   // where calendar programs read it
	Staff    []Button // for those who may
}

// onDay are the sessions of one day.
type onDay struct {
	ID    string
	Title string
	Lines []sessionLine
}

// sessionLine is one date of a session in a list.
type sessionLine struct {
	State  State
	Icon   string
	Title  string
	Href   string // "" on the session's own page
	Say    string
	When   string
	Off    bool
	Change string // where it is changed, for those who may
}

// whatsOnPage shows what is on, a week at a time.
func (s *Server) whatsOnPage(w http.ResponseWriter, r *http.Request) error {
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	town, week := numberIn[domain.TownID](r.FormValue("town")), min(int(numberIn[domain.TownID](r.FormValue("week"))), weeksAhead)
	first := c.now.In(c.zone).AddDate(0, 0, 7*week)
	shown := app.GatheringsShown{TownID: town, From: time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, time.UTC)}
	all, err := s.app.Gatherings(r.Context(), who(r), shown)
	if err != nil {
		return err
	}
	out := whatsOn{Head: Head{Title: "What’s on", Lead: "Sit down and say hello. There is no need to book, and you may come alone."}, Days: c.byDay(all),
		Empty: Empty{Title: "Nothing is on in these days", Text: "Look a week ahead, or ring us and ask what there is."}, Calendar: "/whats-on/calendar.ics"}
	if town != 0 {
		out.Calendar += addressOf("?town=", town)
	}
	towns := s.house.rooms(r.Context()).towns
	if len(towns) > 1 {
		out.Chips = append(out.Chips, Link{Text: "All towns", Href: "/whats-on", Current: town == 0})
		for _, t := range towns {
			out.Chips = append(out.Chips, Link{Text: t.Name, Href: addressOf("/whats-on?town=", t.ID), Current: t.ID == town})
		}
	}
	if week < weeksAhead {
		out.Pager = Pager{Next: weekAddress(town, week+1), More: "The week after"}
	}
	if week > 0 {
		out.Pager.First = weekAddress(town, 0)
	}
	if mayAnywhere(r, domain.RunGatherings) {
		out.Staff = append(out.Staff, Button{Text: "Add a bench or a café", Href: "/gatherings/new"})
	}
	if mayAnywhere(r, domain.EditKinds) {
		out.Staff = append(out.Staff, Button{Text: "Kinds of sessions", Href: "/gathering-kinds", Style: Quiet})
	}
	p := s.simplePage(w, r, out.Head.Title)
	p.Content = out
	s.rd.Render(w, r, "whats_on", p)
	return nil
}

func weekAddress(town domain.TownID, week int) string {
	return "/whats-on?town=" + idOf(town) + "&week=" + strconv.Itoa(week)
}

// byDay are the dates of all sessions, a list a day.
func (c clock) byDay(all []app.GatheringView) (out []onDay) {
	type held struct {
		of app.GatheringView
		d  domain.GatheringDate
	}
	var dates []held
	for _, g := range all {
		for _, d := range g.Dates {
			dates = append(dates, held{g, d})
		}
	}
	slices.SortStableFunc(dates, func(a, b held) int { return a.d.StartsAt.Compare(b.d.StartsAt) })
	for _, h := range dates {
		id := h.d.HeldOn.Format(dayValue)
		if len(out) == 0 || out[len(out)-1].ID != id {
			out = append(out, onDay{ID: id, Title: upperFirst(c.day(h.d.HeldOn))})
		}
		line := c.sessionLine(h.d, h.of.Kind)
		line.Title, line.Href = h.d.PlaceName, addressOf("/whats-on/", h.of.ID)
		if line.Say == "" {
			line.Say = joinWords(", ", c.Text(h.of.Kind.Name), h.of.TownName)
		}
		out[len(out)-1].Lines = append(out[len(out)-1].Lines, line)
	}
	return out
}

// sessionLine is one date: when, and what is different about it.
func (c clock) sessionLine(d domain.GatheringDate, of domain.GatheringKind) sessionLine {
	out := sessionLine{State: StateMeeting, Icon: kindIcon(of), Say: d.Words, When: c.hours(d.StartsAt, d.EndsAt), Off: d.Off}
	switch {
	case d.Off:
		out.State, out.Icon = StateLate, StateFailed.Icon()
	case d.Moved():
		moved := c.Say("Moved: most often it is on another day or at another time.")
		if !d.HeldOn.Equal(d.Day) {
			moved = c.Say("Moved from %s.", c.day(d.Day))
		}
		out.State, out.Say = StateSoon, joinWords(" ", moved, d.Words)
	}
	return out
}

func kindIcon(k domain.GatheringKind) string {
	switch k.Code {
	case "bench":
		return "bench"
	case "cafe", "ideas":
		return "cup"
	}
	return "people"
}

// hours is "10:30 am to 11 am".
func (c clock) hours(from, to time.Time) string {
	return c.Say("%s to %s", c.Clock(from.In(c.zone)), c.Clock(to.In(c.zone)))
}

// rhythm says how often something is and when, and from which day on where that is still to come: until then it may be otherwise.
func (c clock) rhythm(r domain.Rhythm) string {
	said := c.Rhythm(r)
	if r.Every != domain.Once && domain.OnWall(r.FirstOn, 0, c.zone).After(c.now) {
		return c.Say("%s It is so from %s on.", said, c.day(r.FirstOn))
	}
	return said
}

// session is the page of one session.
type session struct {
	Kind     Tag
	Town     string
	Title    string
	Lead     string
	Next     *sessionNext // nil: no date is ahead
	Come     string       // what people come for
	There    string
	Map      string // where a map shows the point; "" where it is not known
	Dates    []sessionLine
	Later    []sessionLine // for those who run it: what comes after those
	Calendar string        // where calendar programs read it; "" where no date is ahead
	Follow   *Field        // the address to be told at; nil where no date is ahead
	Post     string        // where that goes
	Staff    []Button      // for those who may
	Events   []any         // schema.org, for search engines
}

// sessionNext is the next date that is on.
type sessionNext struct {
	When  string
	Where string // where it is not yet, or no longer, at the usual place
	Host  string // the first name of who will be there; "" where they do not wish to be named
	Door  Door
	Photo domain.HostPhoto
	Off   string // the date that comes before it, and is off; "" for none
}

// sessionPage shows one session to anybody.
func (s *Server) sessionPage(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GatheringID](r)
	if err != nil {
		return err
	}
	return s.showSession(w, r, id, followForm{}, nil)
}

func (s *Server) showSession(w http.ResponseWriter, r *http.Request, id domain.GatheringID, f followForm, wrong domain.Errors) error {
	g, err := s.app.Gathering(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	at := domain.Target{Spot: domain.Spot{DistrictID: g.DistrictID, TownID: g.TownID}, PersonID: g.HostID}
	out := c.session(g, domain.May(who(r), domain.RunGatherings, at), s.url)
	if len(g.Dates) > 0 {
		follow := Field{Name: "email", Label: "Your e-mail address", Type: "email", Value: f.Email, Autocomplete: "email"}.With(wrong)
		out.Follow, out.Post, out.Calendar = &follow, addressOf("/whats-on/", id)+"/follow", addressOf("/whats-on/", id)+"/calendar.ics"
	}
	if g.HostID != 0 && domain.May(who(r), domain.ShowFace, at) {
		out.Staff = append(out.Staff, Button{Text: "The host’s photo", Href: photoAddress(id, g.HostID, ""), Style: Quiet})
	}
	if g.HostID != 0 && who(r).PersonID == g.HostID && who(r).Kind == domain.PersonActor {
		out.Staff = append(out.Staff, Button{Text: "My dates as a host", Href: "/hosting", Style: Quiet})
	}
	p := s.rd.Page(w, r, g.Place.Name)
	p.Errors, p.Content = wrong, out
	s.rd.Render(w, r, "session", p)
	return nil
}

func (c clock) session(g app.GatheringView, may bool, base string) session {
	out := session{Kind: Tag{State: StateMeeting, Icon: kindIcon(g.Kind), Text: g.Kind.Name}, Town: g.TownName, Title: g.Place.Name, Lead: c.rhythm(g.Rhythm),
		Come: g.Welcome, There: g.Place.GettingThere, Next: c.sessionNext(g)}
	if g.Place.Point.Known() {
		lat, lon := strconv.FormatFloat(g.Place.Point.Lat, 'f', 5, 64), strconv.FormatFloat(g.Place.Point.Lon, 'f', 5, 64)
		out.Map = "https://www.openstreetmap.org/?mlat=" + lat + "&mlon=" + lon + "#map=18/" + lat + "/" + lon
	}
	for n, d := range g.Dates {
		if n == datesShown && !may {
			break
		}
		line := c.sessionLine(d, g.Kind)
		if line.Title = upperFirst(c.day(d.HeldOn)); may {
			line.Change = addressOf("/gatherings/", g.ID) + "/dates/" + d.Day.Format(dayValue)
		}
		if d.PlaceID != g.Place.ID {
			line.Say = joinWords(" ", c.Say("At %s.", d.PlaceName), line.Say)
		}
		if n >= datesShown {
			out.Later = append(out.Later, line)
			continue
		}
		out.Dates, out.Events = append(out.Dates, line), append(out.Events, c.event(g, d, base))
	}
	if may {
		here := addressOf("/gatherings/", g.ID)
		out.Staff = append(out.Staff, Button{Text: "Change it", Href: here + "/change"}, Button{Text: "Who hosts, and who came", Icon: "people", Href: here + "/hosts"})
		if len(g.Dates) > 0 {
			out.Staff = append(out.Staff, Button{Text: "End all of it", Href: here + "/end", Style: Quiet})
		}
	}
	return out
}

// sessionNext finds the next date that is on. What is off before it is said, so that nobody comes then.
func (c clock) sessionNext(g app.GatheringView) *sessionNext {
	off := ""
	for _, d := range g.Dates {
		if d.Off {
			if off == "" {
				off = c.Say("%s is off: %s", upperFirst(c.day(d.HeldOn)), d.Words)
			}
			continue
		}
		next := &sessionNext{When: upperFirst(c.day(d.HeldOn)) + ", " + c.hours(d.StartsAt, d.EndsAt), Host: g.HostFirst, Door: Door{Name: g.HostFirst, Large: true},
			Photo: g.Photo, Off: off}
		if d.PlaceID != g.Place.ID {
			next.Where = d.PlaceName
		}
		return next
	}
	return nil
}

// event is one date as schema.org has it. Nobody is named in it.
func (c clock) event(g app.GatheringView, d domain.GatheringDate, base string) any {
	moment := func(t time.Time) string { return t.In(c.zone).Format(time.RFC3339) }
	address := base + addressOf("/whats-on/", g.ID)
	place := map[string]any{"@type": "Place", "name": d.PlaceName, "address": g.TownName}
	mode := "OfflineEventAttendanceMode"
	if g.Place.Kind == domain.Online {
		mode, place = "OnlineEventAttendanceMode", map[string]any{"@type": "VirtualLocation", "name": d.PlaceName, "url": address}
	} else if g.Place.Point.Known() && d.PlaceID == g.Place.ID {
		place["geo"] = map[string]any{"@type": "GeoCoordinates", "latitude": asOnMaps(g.Place.Point.Lat), "longitude": asOnMaps(g.Place.Point.Lon)}
	}
	out := map[string]any{"@context": "https://schema.org", "@type": "Event", "name": c.Say("%s: %s", c.Text(g.Kind.Name), d.PlaceName), "url": address,
		"startDate": moment(d.StartsAt), "endDate": moment(d.EndsAt), "description": joinWords("\n", d.Words, g.Welcome),
		"eventStatus": "https://schema.org/EventScheduled", "eventAttendanceMode": "https://schema.org/" + mode, "location": place}
	if d.Moved() {
		out["eventStatus"], out["previousStartDate"] = "https://schema.org/EventRescheduled", moment(domain.OnWall(d.Day, d.PlannedStarts, c.zone))
	}
	if d.Off {
		out["eventStatus"] = "https://schema.org/EventCancelled"
	}
	return out
}
