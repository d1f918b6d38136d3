package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/ical"
)

// townCalendar is all that is on, or what is on in a town, for calendar programs.
func (s *Server) townCalendar(w http.ResponseWriter, r *http.Request) error {
	town := numberIn[domain.TownID](r.FormValue("town"))
	all, err := s.app.Calendar(r.Context(), who(r), app.Calendar{TownID: town})
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	name := c.Say("What’s on")
	for _, t := range s.house.rooms(r.Context()).towns {
		if t.ID == town {
			name = c.Say("What’s on in %s", t.Name)
		}
	}
	return s.serveCalendar(w, r, c, name, all)
}

// sessionCalendar is one session for calendar programs.
func (s *Server) sessionCalendar(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GatheringID](r)
	if err != nil {
		return err
	}
	g, err := s.app.Gathering(r.Context(), who(r), id)
	if err != nil {
		return err
	}
	all, err := s.app.Calendar(r.Context(), who(r), app.Calendar{GatheringID: id})
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	return s.serveCalendar(w, r, c, c.sessionName(g.Gathering), all)
}

// hostCalendar is when whoever holds the link sits where.
func (s *Server) hostCalendar(w http.ResponseWriter, r *http.Request, actor domain.Actor) error {
	all, err := s.app.HostCalendar(r.Context(), actor)
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	return s.serveCalendar(w, r, c, c.Say("When I am host"), all)
}

// serveCalendar hands a calendar over, or says that it is still the one that the reader has. A program that asks gets what holds now.
func (s *Server) serveCalendar(w http.ResponseWriter, r *http.Request, c clock, name string, all []app.CalendarEntry) error {
	file := c.calendar(name, all, s.url)
	sum := sha256.Sum256(file)
	h, tag := w.Header(), `"`+hex.EncodeToString(sum[:16])+`"`
	h.Set("Content-Type", ical.ContentType)
	h.Set("Content-Disposition", `inline; filename="calendar.ics"`)
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", tag)
	if slices.Contains(r.Header.Values("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	_, _ = w.Write(file) // the reader has gone: nobody is left to tell
	return nil
}

// sessionName is what a session is called where its place alone does not say it.
func (c clock) sessionName(g domain.Gathering) string {
	return c.Say("%s: %s", c.Text(g.Kind.Name), g.Place.Name)
}

// calendar writes a calendar. Nobody is named in it.
func (c clock) calendar(name string, all []app.CalendarEntry, base string) []byte {
	var f ical.File
	f.Line("BEGIN", "VCALENDAR")
	f.Line("VERSION", "2.0")
	f.Line("PRODID", "-//Waymark//What is on//EN")
	f.Line("CALSCALE", "GREGORIAN")
	f.Line("METHOD", "PUBLISH")
	f.Text("X-WR-CALNAME", name)
	f.Line("X-WR-TIMEZONE", c.zone.String())
	f.Line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
	f.Line("X-PUBLISHED-TTL", "PT1H")
	if len(all) > 0 {
		from, until := all[0].Dates[0].StartsAt, all[0].Dates[0].EndsAt
		for _, e := range all {
			from, until = earlier(from, e.In.FirstOn), later(until, e.Dates[len(e.Dates)-1].EndsAt)
		}
		f.Zone(c.zone, from.AddDate(0, 0, -1), until)
	}
	for _, e := range all {
		c.calendarEntry(&f, e, base)
	}
	f.Line("END", "VCALENDAR")
	return f.Bytes()
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// calendarEntry writes a session in one phase: its rhythm, the days that fall out of it and those that come to it, and then each date that is
// off or at another time.
func (c clock) calendarEntry(f *ical.File, e app.CalendarEntry, base string) {
	if e.In.Every == domain.Once {
		for _, d := range e.Dates {
			c.calendarDate(f, e, d, base)
		}
		return
	}
	planned := func(day time.Time) time.Time { return domain.OnWall(day, e.In.Starts, c.zone) }
	first := planned(e.In.FirstOn)
	held := map[string]bool{}
	for _, d := range e.Dates {
		held[d.Day.Format(dayValue)] = true
	}
	f.Line("BEGIN", "VEVENT")
	c.calendarHead(f, e, base, e.Dates[0].PlaceName, "")
	f.Line("STATUS", "CONFIRMED")
	f.Local("DTSTART", first, c.zone)
	f.Local("DTEND", domain.OnWall(e.In.FirstOn, e.In.Ends, c.zone), c.zone)
	f.Line("RRULE", rule(e.In.Rhythm)+";UNTIL="+ical.UTC(planned(e.In.LastOn)))
	ofRhythm := map[string]bool{}
	for _, day := range e.Days {
		text := day.Format(dayValue)
		if ofRhythm[text] = true; !held[text] {
			f.Local("EXDATE", planned(day), c.zone)
		}
	}
	for _, d := range e.Dates {
		if !ofRhythm[d.Day.Format(dayValue)] {
			f.Local("RDATE", planned(d.Day), c.zone)
		}
	}
	f.Line("END", "VEVENT")
	for _, d := range e.Dates {
		if d.Off || d.Words != "" || d.Moved() || d.PlannedStarts != e.In.Starts || d.PlannedEnds != e.In.Ends {
			c.calendarDate(f, e, d, base)
		}
	}
}

// calendarDate writes one date by itself: of a rhythm, the one that takes the place of what that says.
func (c clock) calendarDate(f *ical.File, e app.CalendarEntry, d domain.GatheringDate, base string) {
	f.Line("BEGIN", "VEVENT")
	c.calendarHead(f, e, base, d.PlaceName, d.Words)
	if e.In.Every != domain.Once {
		f.Local("RECURRENCE-ID", domain.OnWall(d.Day, e.In.Starts, c.zone), c.zone)
	}
	status := "CONFIRMED"
	if d.Off {
		status = "CANCELLED"
	}
	f.Line("STATUS", status)
	f.Local("DTSTART", d.StartsAt, c.zone)
	f.Local("DTEND", d.EndsAt, c.zone)
	f.Line("END", "VEVENT")
}

// calendarHead writes what all parts of an entry have. The number of changes goes up with each, so that programs take the newer one.
func (c clock) calendarHead(f *ical.File, e app.CalendarEntry, base, place, said string) {
	f.Text("UID", e.UID)
	f.UTC("DTSTAMP", e.ChangedAt)
	f.UTC("CREATED", e.CreatedAt)
	f.UTC("LAST-MODIFIED", e.ChangedAt)
	f.Line("SEQUENCE", strconv.Itoa(e.Version-1))
	f.Text("SUMMARY", c.Say("%s: %s", c.Text(e.Kind.Name), place))
	f.Text("DESCRIPTION", joinWords("\n", said, e.Welcome, e.Place.GettingThere))
	f.Text("LOCATION", joinWords(", ", place, e.TownName))
	if e.Place.Point.Known() && place == e.Place.Name {
		f.Line("GEO", strconv.FormatFloat(e.Place.Point.Lat, 'f', 6, 64)+";"+strconv.FormatFloat(e.Place.Point.Lon, 'f', 6, 64))
	}
	f.Line("URL", base+addressOf("/whats-on/", e.ID))
	f.Line("TRANSP", "TRANSPARENT") // nobody has to be there
}

// weekdayRule are the days as a rule has them, from Sunday on.
var weekdayRule = [...]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// rule is a rhythm as calendar programs repeat things (RFC 5545, section 3.3.10), without its end.
func rule(r domain.Rhythm) string {
	day := weekdayRule[r.FirstOn.Weekday()]
	switch r.Every {
	case domain.Fortnightly:
		return "FREQ=WEEKLY;INTERVAL=2;BYDAY=" + day
	case domain.Monthly:
		return "FREQ=MONTHLY;BYDAY=" + strconv.Itoa(r.WeekOfMonth()) + day
	}
	return "FREQ=WEEKLY;BYDAY=" + day
}
