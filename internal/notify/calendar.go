package notify

import (
	"strconv"
	"time"

	"waymark/internal/ical"
	"waymark/internal/words"
)

// Calendar is a visit for a helper's calendar. It says when and for whom, never where nor what: calendars are shared
// with families and at work.
type Calendar struct {
	UID       string    // the same for each change of one visit: "visit-4817@saltcombe.example"
	Stamp     time.Time // when the cause of this message was written down
	Sequence  int       // 0 at first, one more at each change
	Cancelled bool      // the visit is off: the calendar takes it out
	Start     time.Time
	End       time.Time
	Town      string
	Name      string       // first name of the person to be visited
	Private   bool         // a private kind of help: no name either
	In        *words.Words // the language of the helper; nil is English
}

// File returns the calendar as an attachment (RFC 5545).
func (c Calendar) File() Attachment {
	method := "PUBLISH"
	if c.Cancelled {
		method = "CANCEL"
	}
	return Attachment{Name: "visit.ics", ContentType: ical.ContentType + "; method=" + method, Content: c.bytes(method)}
}

func (c Calendar) bytes(method string) []byte {
	who := or(c.Name, c.In.Say("a neighbour"))
	if c.Private {
		who = c.In.Say("a neighbour")
	}
	status := "CONFIRMED"
	if c.Cancelled {
		status = "CANCELLED"
	}
	var f ical.File
	f.Line("BEGIN", "VCALENDAR")
	f.Line("VERSION", "2.0")
	f.Line("PRODID", "-//Waymark//Visit//EN")
	f.Line("CALSCALE", "GREGORIAN")
	f.Line("METHOD", method)
	f.Line("X-WR-TIMEZONE", "Europe/London") // times are UTC; this says in which zone to show them
	f.Line("BEGIN", "VEVENT")
	f.Text("UID", c.UID)
	f.UTC("DTSTAMP", c.Stamp)
	f.Line("SEQUENCE", strconv.Itoa(c.Sequence))
	f.Line("STATUS", status)
	f.UTC("DTSTART", c.Start)
	f.UTC("DTEND", c.End)
	f.Text("SUMMARY", c.In.Say("Visit to %s (%s)", who, c.Town))
	f.Text("DESCRIPTION", c.In.Say("Open the mail from %s to see where to go.", c.Town)+"\n"+c.In.Say("Can’t go after all? Tell us there. We will ask somebody else."))
	f.Line("CLASS", "PRIVATE")
	f.Line("END", "VEVENT")
	f.Line("END", "VCALENDAR")
	return f.Bytes()
}
