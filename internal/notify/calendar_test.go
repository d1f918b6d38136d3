package notify

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func sampleCalendar() Calendar {
	bst := time.FixedZone("BST", 3600)
	return Calendar{
		UID: "visit-4817@saltcombe.example", Stamp: time.Date(2026, 6, 15, 10, 0, 0, 0, bst), Town: "Saltcombe", Name: "Joan",
		Start: time.Date(2026, 6, 16, 10, 30, 0, 0, bst), End: time.Date(2026, 6, 16, 11, 0, 0, 0, bst),
	}
}

func TestCalendar_Golden(t *testing.T) {
	golden(t, "visit.ics", string(sampleCalendar().File().Content))
}

func TestCalendar_TimesAreUTC(t *testing.T) {
	ics := string(sampleCalendar().File().Content)
	for _, line := range []string{"DTSTART:20260616T093000Z\r\n", "DTEND:20260616T100000Z\r\n", "X-WR-TIMEZONE:Europe/London\r\n"} {
		if !strings.Contains(ics, line) {
			t.Errorf("lacks %q", line)
		}
	}
}

func TestCalendar_CancelledTakesItOut(t *testing.T) {
	c := sampleCalendar()
	c.Cancelled, c.Sequence = true, 2
	f := c.File()
	for _, want := range []string{"METHOD:CANCEL\r\n", "STATUS:CANCELLED\r\n", "SEQUENCE:2\r\n", "UID:visit-4817@saltcombe.example\r\n"} {
		if !strings.Contains(string(f.Content), want) {
			t.Errorf("lacks %q", want)
		}
	}
	if !strings.Contains(f.ContentType, "method=CANCEL") {
		t.Errorf("type %q", f.ContentType)
	}
}

func TestCalendar_EscapesFoldsAndHides(t *testing.T) {
	c := sampleCalendar()
	c.Town = `St; Ives, by\the sea` + "\r\nLOCATION:14 Withy Row " + strings.Repeat("Ångström👩‍🌾", 20)
	c.Name = "Joan Pascoe"
	ics := string(c.File().Content)
	unfolded := strings.ReplaceAll(ics, "\r\n ", "")
	if !strings.Contains(unfolded, `SUMMARY:Visit to Joan (St\; Ives\, by\\the sea\nLOCATION:14 Withy Row`) {
		t.Errorf("escaped wrongly: %s", unfolded)
	}
	if strings.Contains(unfolded, "\r\nLOCATION") || strings.Contains(ics, "Pascoe") {
		t.Error("a place or a surname in the calendar")
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(ics, "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
}

func TestCalendar_OfAPrivateAskNamesNobody(t *testing.T) {
	c := sampleCalendar()
	c.Private = true
	if ics := string(c.File().Content); strings.Contains(ics, "Joan") || !strings.Contains(ics, "Visit to a neighbour") {
		t.Error(ics)
	}
}
