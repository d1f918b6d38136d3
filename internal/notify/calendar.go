package notify

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

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
	return Attachment{Name: "visit.ics", ContentType: "text/calendar; charset=UTF-8; method=" + method, Content: c.bytes(method)}
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
	lines := []string{
		"BEGIN:VCALENDAR",
		"VERSION:2.0",
		"PRODID:-//Waymark//Visit//EN",
		"CALSCALE:GREGORIAN",
		"METHOD:" + method,
		"X-WR-TIMEZONE:Europe/London", // times are UTC; this says in which zone to show them
		"BEGIN:VEVENT",
		"UID:" + escape(c.UID),
		"DTSTAMP:" + utc(c.Stamp),
		"SEQUENCE:" + strconv.Itoa(c.Sequence),
		"STATUS:" + status,
		"DTSTART:" + utc(c.Start),
		"DTEND:" + utc(c.End),
		"SUMMARY:" + escape(c.In.Say("Visit to %s (%s)", who, c.Town)),
		"DESCRIPTION:" + escape(c.In.Say("Open the mail from %s to see where to go.", c.Town)+"\n"+c.In.Say("Can’t go after all? Tell us there. We will ask somebody else.")),
		"CLASS:PRIVATE",
		"END:VEVENT",
		"END:VCALENDAR",
	}
	var b strings.Builder
	for _, line := range lines {
		fold(&b, line)
	}
	return []byte(b.String())
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// escape makes a text of RFC 5545, section 3.3.11. A line feed that we wrote ourselves stays one, any other is a space.
func escape(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		lines = append(lines, strings.NewReplacer(`\`, `\\`, `;`, `\;`, `,`, `\,`).Replace(plain(line)))
	}
	return strings.Join(lines, `\n`)
}

// fold writes a content line in pieces of at most 75 octets, never inside a character (RFC 5545, section 3.1).
func fold(b *strings.Builder, line string) {
	room := 75
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		b.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], 74 // the space counts
	}
	b.WriteString(line + "\r\n")
}
