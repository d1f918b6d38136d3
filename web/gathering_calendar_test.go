package web

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"waymark/domain"
	"waymark/internal/app"
)

// fetched is what a calendar program gets at an address, when it has a version of it already or none.
func (v *village) fetched(address, has string) (body string, answer *http.Response) {
	v.Helper()
	req, err := http.NewRequestWithContext(v.Context(), http.MethodGet, v.site.URL+address, nil)
	v.must(err)
	if has != "" {
		req.Header.Set("If-None-Match", has)
	}
	answer, err = http.DefaultClient.Do(req)
	v.must(err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	v.must(err)
	return string(raw), answer
}

// shown lists what a calendar program shows between two days, as the clocks on the wall have it: "13 Oct 10:30-11:00". What is cancelled
// has a mark. A date of its own takes the place of the one of the rhythm that it names.
func (v *village) shown(file string, from, until time.Time) (out []string) {
	v.Helper()
	cal, err := ical.NewDecoder(strings.NewReader(file)).Decode()
	v.must(err)
	zone, err := time.LoadLocation("Europe/London")
	v.must(err)
	starts := map[string]time.Time{} // by thing and date of its rhythm
	ends, off := map[string]time.Time{}, map[string]bool{}
	put := func(e ical.Event, as, start time.Time) {
		uid, err := e.Props.Text(ical.PropUID)
		v.must(err)
		begins, err := e.DateTimeStart(zone)
		v.must(err)
		finishes, err := e.DateTimeEnd(zone)
		v.must(err)
		status, err := e.Props.Text(ical.PropStatus)
		v.must(err)
		key := uid + as.UTC().String()
		starts[key], ends[key], off[key] = start, start.Add(finishes.Sub(begins)), status == "CANCELLED"
	}
	for _, e := range cal.Events() {
		begins, err := e.DateTimeStart(zone)
		v.must(err)
		if is := e.Props.Get(ical.PropRecurrenceID); is != nil {
			as, err := is.DateTime(zone)
			v.must(err)
			put(e, as, begins)
			continue
		}
		put(e, begins, begins)
		all, err := e.RecurrenceSet(zone)
		v.must(err)
		if all == nil {
			continue
		}
		for _, more := range e.Props[ical.PropRecurrenceDates] { // the library reads these as those that fall out
			day, err := more.DateTime(zone)
			v.must(err)
			all.RDate(day)
		}
		delete(starts, mustText(v, e)+begins.UTC().String())
		for _, at := range all.All() {
			put(e, at, at)
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(starts), func(a, b string) int { return starts[a].Compare(starts[b]) }) {
		if at := starts[key]; !at.Before(from) && at.Before(until) {
			out = append(out, heldLine(at.In(zone), ends[key].In(zone), off[key]))
		}
	}
	return out
}

func mustText(v *village, e ical.Event) string {
	uid, err := e.Props.Text(ical.PropUID)
	v.must(err)
	return uid
}

// heldLine is one date as both are compared.
func heldLine(from, to time.Time, off bool) string {
	text := from.Format("2 Jan 15:04") + "-" + to.Format("15:04")
	if off {
		text += " off"
	}
	return text
}

// held lists the same from the rows.
func (v *village) held(id domain.GatheringID, from, until time.Time) (out []string) {
	v.Helper()
	g, err := v.app.Gathering(v.Context(), domain.Public(), id)
	v.must(err)
	zone, err := time.LoadLocation("Europe/London")
	v.must(err)
	for _, d := range g.Dates {
		if d.StartsAt.Before(from) || !d.StartsAt.Before(until) {
			continue
		}
		out = append(out, heldLine(d.StartsAt.In(zone), d.EndsAt.In(zone), d.Off))
	}
	return out
}

func theDay(text string) time.Time {
	day, err := time.Parse(dayValue, text)
	if err != nil {
		panic(err)
	}
	return day
}

// A calendar program shows what the rows have, two weeks around each change of the clocks and over bank holidays, for each rhythm.
func TestCalendar_ClockChanges(t *testing.T) {
	v := newVillage(t)
	for name, c := range map[string]struct {
		every domain.Every
		first string
		about string // two weeks before and after this day are looked at
		want  string
	}{
		"weekly, when the clocks go back": {domain.Weekly, "2026-06-16", "2026-10-25", "13 Oct 10:30-11:00, 20 Oct 10:30-11:00, 27 Oct 10:30-11:00, 3 Nov 10:30-11:00"},
		"weekly, when they go forward":    {domain.Weekly, "2026-06-17", "2027-03-28", "17 Mar 10:30-11:00, 24 Mar 10:30-11:00, 31 Mar 10:30-11:00, 7 Apr 10:30-11:00"},
		"on the Sunday itself, in autumn": {domain.Weekly, "2026-06-14", "2026-10-25", "11 Oct 10:30-11:00, 18 Oct 10:30-11:00, 25 Oct 10:30-11:00, 1 Nov 10:30-11:00, 8 Nov 10:30-11:00"},
		"on the Sunday itself, in spring": {domain.Weekly, "2026-07-05", "2027-03-28", "14 Mar 10:30-11:00, 21 Mar 10:30-11:00, 28 Mar 10:30-11:00, 4 Apr 10:30-11:00, 11 Apr 10:30-11:00"},
		"each fortnight, in autumn":       {domain.Fortnightly, "2026-06-18", "2026-10-25", "22 Oct 10:30-11:00, 5 Nov 10:30-11:00"},
		"each fortnight, in spring":       {domain.Fortnightly, "2026-06-18", "2027-03-28", "25 Mar 10:30-11:00, 8 Apr 10:30-11:00"},
		"the last Friday, in autumn":      {domain.Monthly, "2026-07-31", "2026-10-25", "30 Oct 10:30-11:00"},
		"the second Saturday, in spring":  {domain.Monthly, "2026-06-13", "2027-03-28", "10 Apr 10:30-11:00"},
		"not on Boxing Day's Monday":      {domain.Weekly, "2026-06-15", "2026-12-28", "14 Dec 10:30-11:00, 21 Dec 10:30-11:00, 4 Jan 10:30-11:00, 11 Jan 10:30-11:00"},
		"once, on the morning after":      {domain.Once, "2026-10-26", "2026-10-25", "26 Oct 10:30-11:00"},
		"not on Good Friday":              {domain.Weekly, "2026-06-12", "2027-03-28", "19 Mar 10:30-11:00, 2 Apr 10:30-11:00, 9 Apr 10:30-11:00"},
	} {
		t.Run(name, func(t *testing.T) {
			last := theDay("2027-05-31")
			id, err := v.app.AddGathering(v.Context(), v.priya, app.AddGathering{TownID: v.town, Kind: "cafe", PlaceKind: domain.Indoors, PlaceName: name, Every: c.every,
				FirstOn: theDay(c.first), LastOn: last, Starts: 630, Ends: 660})
			v.must(err)
			ics, _ := v.fetched(addressOf("/whats-on/", id)+"/calendar.ics", "")
			from, until := theDay(c.about).AddDate(0, 0, -14), theDay(c.about).AddDate(0, 0, 15)
			if got := v.shown(ics, from, until); strings.Join(got, ", ") != c.want || !slices.Equal(got, v.held(id, from, until)) {
				t.Errorf("a calendar program shows %v, the rows have %v, want %s", got, v.held(id, from, until), c.want)
			}
			whole := v.shown(ics, theDay("2026-06-01"), last.AddDate(0, 0, 2))
			if rows := v.held(id, theDay("2026-06-01"), last.AddDate(0, 0, 2)); !slices.Equal(whole, rows) {
				t.Errorf("over the year it shows %v, the rows have %v", whole, rows)
			}
		})
	}
}

// What is off, moved, changed from a day on, and ended is in the calendar with the next fetch, as the same thing with a higher number.
func TestCalendar_Changes(t *testing.T) {
	v := newVillage(t)
	id := v.bench()
	address := addressOf("/whats-on/", id) + "/calendar.ics"
	first, answer := v.fetched(address, "")
	tag := answer.Header.Get("ETag")
	if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "text/calendar; charset=UTF-8" || answer.Header.Get("Cache-Control") != "no-cache" || tag == "" {
		t.Errorf("it comes as %d %v", answer.StatusCode, answer.Header)
	}
	if _, answer := v.fetched(address, tag); answer.StatusCode != 304 {
		t.Errorf("the same one is fetched anew: %d", answer.StatusCode)
	}
	for _, line := range []string{"BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n", "TZOFFSETTO:+0100\r\n", "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270531T093000Z\r\n", "SEQUENCE:0\r\n",
		"SUMMARY:Talking Bench: The bench by the boat slip\r\n", "DTSTART;TZID=Europe/London:20260616T103000\r\n", "LOCATION:The bench by the boat slip\\, Saltcombe\r\n"} {
		if !strings.Contains(first, line) {
			t.Errorf("it lacks %q", line)
		}
	}
	if strings.Contains(first, "Priya") {
		t.Error("somebody is named in it")
	}
	change := func(c app.ChangeDate) {
		c.GatheringID = id
		v.must(v.app.ChangeDate(v.Context(), v.priya, c))
	}
	change(app.ChangeDate{Day: theDay("2026-06-16"), Off: true, Words: "Rained off."})
	change(app.ChangeDate{Day: theDay("2026-06-23"), HeldOn: theDay("2026-06-24"), Starts: 840, Ends: 870})
	v.must(v.app.ChangeGathering(v.Context(), v.priya, app.ChangeGathering{GatheringID: id, From: new(theDay("2026-07-09")), Starts: new(900), Ends: new(960)}))
	change(app.ChangeDate{Day: theDay("2026-07-16"), Off: true, Words: "Away."})
	v.must(v.app.ChangeGathering(v.Context(), v.priya, app.ChangeGathering{GatheringID: id, From: new(theDay("2026-07-10")), LastOn: new(theDay("2026-08-07"))}))
	now, answer := v.fetched(address, tag)
	want := []string{"16 Jun 10:30-11:00 off", "24 Jun 14:00-14:30", "30 Jun 10:30-11:00", "7 Jul 10:30-11:00", "9 Jul 15:00-16:00", "10 Jul 15:00-16:00", "16 Jul 15:00-16:00 off",
		"17 Jul 15:00-16:00", "24 Jul 15:00-16:00", "31 Jul 15:00-16:00", "7 Aug 15:00-16:00"}
	from, until := theDay("2026-06-10"), theDay("2026-12-31")
	if got := v.shown(now, from, until); answer.StatusCode != 200 || !slices.Equal(got, want) || !slices.Equal(got, v.held(id, from, until)) {
		t.Errorf("it shows %v\nthe rows have %v\nwant %v", got, v.held(id, from, until), want)
	}
	for _, line := range []string{"RECURRENCE-ID;TZID=Europe/London:20260616T103000\r\n", "STATUS:CANCELLED\r\n", "SEQUENCE:5\r\n", "UID:gathering-" + idOf(id) + "-1@", "UID:gathering-" + idOf(id) + "-3@"} {
		if !strings.Contains(now, line) {
			t.Errorf("after the changes it lacks %q", line)
		}
	}
}

// The town's calendar has all of its sessions, and a host's what is theirs, for whoever has the link.
func TestCalendar_OfATownAndAHost(t *testing.T) {
	v := newVillage(t, "Brackle")
	id := v.bench()
	_, err := v.app.AddGathering(v.Context(), v.priya, app.AddGathering{TownID: v.town, Kind: "cafe", PlaceKind: domain.Indoors, PlaceName: "Wesley Hall", Every: domain.Once,
		FirstOn: theDay("2026-06-12"), Starts: 600, Ends: 720})
	v.must(err)
	from, until := theDay("2026-06-10"), theDay("2026-06-20")
	town, _ := v.fetched("/whats-on/calendar.ics?town="+idOf(v.town), "")
	if got := v.shown(town, from, until); !slices.Equal(got, []string{"12 Jun 10:00-12:00", "16 Jun 10:30-11:00"}) || !strings.Contains(town, "X-WR-CALNAME:What’s on in Saltcombe\r\n") {
		t.Errorf("the town's shows %v", got)
	}
	if empty, answer := v.fetched("/whats-on/calendar.ics?town=99999", ""); answer.StatusCode != 200 || len(v.shown(empty, from, until)) != 0 {
		t.Errorf("a town that is not there has %s", empty)
	}
	hosting, err := v.app.MyHosting(v.Context(), v.priya)
	v.must(err)
	mine, _ := v.fetched(hosting.Calendar[strings.Index(hosting.Calendar, "/calendars/"):], "")
	if got := v.shown(mine, from, until); !slices.Equal(got, []string{"16 Jun 10:30-11:00"}) {
		t.Errorf("Priya's shows %v", got)
	}
	if _, answer := v.fetched("/calendars/nonsense/calendar.ics", ""); answer.StatusCode != 404 {
		t.Errorf("a link that is none: %d", answer.StatusCode)
	}
	page := v.signedIn("Priya").opens(addressOf("/whats-on/", id)).follows("My dates as a host").reads(200, "Your dates")
	if shown := find(t, page.doc, `#calendar[value="`+hosting.Calendar+`"]`); len(shown) != 1 {
		t.Error("the host's page does not show the address of their calendar")
	}
	if phone := find(t, page.doc, `a[href="webcal`+strings.TrimPrefix(hosting.Calendar, "http")+`"]`); len(phone) != 1 {
		t.Error("a phone cannot add it")
	}
	if _, answer := v.fetched("/whats-on/99999/calendar.ics", ""); answer.StatusCode != 404 {
		t.Errorf("a session that is not there: %d", answer.StatusCode)
	}
}
