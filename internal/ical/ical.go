// Package ical writes calendars as programs read them (RFC 5545): lines, their folding, texts, times and time zones. What stands in a
// calendar is said by whoever writes one.
package ical

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// ContentType is what a calendar is served and sent as.
const ContentType = "text/calendar; charset=UTF-8"

// File is a calendar that is being written, line by line. The zero value is empty.
type File struct {
	b strings.Builder
}

// Bytes is what has been written so far.
func (f *File) Bytes() []byte { return []byte(f.b.String()) }

// Line writes a property whose value needs no escaping: "STATUS", "CONFIRMED". The name may carry parameters.
func (f *File) Line(name, value string) { f.fold(name + ":" + value) }

// Text writes a property whose value is words (section 3.3.11). A line feed stays one; nothing in the words begins a line of its own.
func (f *File) Text(name, words string) {
	words = strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(words, ""))
	f.Line(name, strings.NewReplacer(`\`, `\\`, `;`, `\;`, `,`, `\,`, "\n", `\n`).Replace(words))
}

// layouts of times: as the clocks of a zone show them, and in UTC.
const (
	local = "20060102T150405"
	inUTC = local + "Z"
)

// UTC writes an instant.
func (f *File) UTC(name string, t time.Time) { f.Line(name, UTC(t)) }

// UTC is an instant as a calendar has it.
func UTC(t time.Time) string { return t.UTC().Format(inUTC) }

// Local writes an instant as the clocks of a zone show it, which the same calendar must describe: see Zone.
func (f *File) Local(name string, t time.Time, zone *time.Location) {
	f.Line(name+";TZID="+zone.String(), t.In(zone).Format(local))
}

// Zone describes a time zone from one instant to another: when its clocks change, and by how much (section 3.6.5).
func (f *File) Zone(zone *time.Location, from, until time.Time) {
	f.Line("BEGIN", "VTIMEZONE")
	f.Line("TZID", zone.String())
	for at := from; ; {
		begins, ends := at.In(zone).ZoneBounds()
		f.observance(zone, at, begins)
		if ends.IsZero() || ends.After(until) {
			break
		}
		at = ends
	}
	f.Line("END", "VTIMEZONE")
}

// observance writes how the clocks of a zone stand at an instant, and since when; the zero time is for ever.
func (f *File) observance(zone *time.Location, at, begins time.Time) {
	name, offset := at.In(zone).Zone()
	before := offset
	if begins.IsZero() {
		begins = time.Unix(0, 0)
	} else {
		_, before = begins.Add(-time.Second).In(zone).Zone()
	}
	kind := "STANDARD"
	if at.In(zone).IsDST() {
		kind = "DAYLIGHT"
	}
	f.Line("BEGIN", kind)
	f.Line("DTSTART", begins.In(time.FixedZone("", before)).Format(local))
	f.Line("TZOFFSETFROM", offsetText(before))
	f.Line("TZOFFSETTO", offsetText(offset))
	f.Text("TZNAME", name)
	f.Line("END", kind)
}

// offsetText is seconds east of Greenwich as "+0100".
func offsetText(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}

// fold writes a content line in pieces of at most 75 octets, never inside a character (section 3.1).
func (f *File) fold(line string) {
	room := 75
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		f.b.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], 74 // the space counts
	}
	f.b.WriteString(line + "\r\n")
}
