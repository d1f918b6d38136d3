package domain

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestParseSpan(t *testing.T) {
	for text, want := range map[string]Span{
		"15 minutes": Minutes(15), "90 min": Minutes(90), "2 h": Minutes(120), "1 hour 30 minutes": Minutes(90), "1h30m": Minutes(90),
		"half a day": {HalfDays: 1}, "1 day": Days(1), "3 Days": Days(3), "1 day half a day": {HalfDays: 3}, "1 day and 2 hours": {Time: 2 * time.Hour, HalfDays: 2}, "": {},
	} {
		if got, err := ParseSpan("life", text); err != nil || got != want {
			t.Errorf("%q is read as %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"soon", "15", "minutes", "-1 day", "1 fortnight", "61 days", "99999 minutes", "3601 minutes", "1 day 2"} {
		if _, err := ParseSpan("life", text); KindOf(err) != Invalid {
			t.Errorf("%q is taken: %v", text, err)
		}
	}
}

func TestSpan_ReadsBackAsItIsWritten(t *testing.T) {
	for minutes := range 200 {
		for half := range 5 {
			s := Span{Time: time.Duration(minutes) * time.Minute, HalfDays: half}
			if got, err := ParseSpan("", s.String()); err != nil || got != s {
				t.Fatalf("%+v is written %q and read as %+v, %v", s, s, got, err)
			}
		}
	}
}

func TestPolicy_ReadsBackAsItIsWritten(t *testing.T) {
	quiet := DefaultPolicy()
	quiet.LateFrom, quiet.LateUntil = 0, 0
	quiet.F.Digest, quiet.F.DigestAt = []time.Weekday{time.Monday, time.Sunday}, 9*time.Hour
	for _, p := range []Policy{DefaultPolicy(), quiet} {
		h := OpenHours{Opens: 8 * time.Hour, Closes: 24 * time.Hour, Sundays: true}
		got, hours, err := p.Text(h).Parse()
		if err != nil || !reflect.DeepEqual(got, p) || hours != h {
			t.Errorf("%+v is read as %+v, %+v, %v", p, got, hours, err)
		}
	}
}

// TestPolicyText_Parse changes one thing in the usual table, and looks for the field and the words of the one sentence that comes.
func TestPolicyText_Parse(t *testing.T) {
	for _, c := range []struct {
		name, field, words string
		change             func(*PolicyText)
	}{
		{"no time", "tStreet", "“soon”", func(p *PolicyText) { p.T.Street = "soon" }},
		{"a level of nothing", "wTown", "at least 5 minutes", func(p *PolicyText) { p.W.Town = "" }},
		{"a life longer than its level", "wLife", "2 days, longer than any level", func(p *PolicyText) { p.W.Life = "2 days" }},
		{"at least longer than its level", "hLifeAtLeast", "2 hours, longer than any level", func(p *PolicyText) { p.H.LifeAtLeast = "2 hours" }},
		{"no life at all", "hLifeAtLeast", "needs a time", func(p *PolicyText) { p.H.LifeAtLeast = "" }},
		{"four at once", "hLater", "from 1 to 3", func(p *PolicyText) { p.H.Later = 4 }},
		{"none at once", "tAtOnce", "from 1 to 3", func(p *PolicyText) { p.T.AtOnce = 0 }},
		{"fewer later", "hLater", "fewer", func(p *PolicyText) { p.H.Later = 1 }},
		{"more, but never", "wLaterAfter", "no level has that long", func(p *PolicyText) { p.W.LaterAfter = "1 day" }},
		{"a beat of nonsense", "tBeat", "every 10 minutes", func(p *PolicyText) { p.T.Beat = "now and then" }},
		{"a beat of no day", "fBeat", "Tuesday and Thursday", func(p *PolicyText) { p.F.Beat = "weekdays at 10:00" }},
		{"a beat slower than its level", "tBeat", "could be passed by", func(p *PolicyText) { p.T.Beat = "every 2 hours" }},
		{"urgent help on Thursdays", "hBeat", "could be passed by", func(p *PolicyText) { p.H.Beat = "Thursday at 10:00" }},
		{"help for today on Thursdays", "tBeat", "could be passed by", func(p *PolicyText) { p.T.Beat = "Thursday at 10:00" }},
		{"help for today each morning", "tBeat", "could be passed by", func(p *PolicyText) {
			p.T.Beat = "Monday, Tuesday, Wednesday, Thursday, Friday and Saturday at 10:00"
		}},
		{"help for this week twice a week", "wBeat", "could be passed by", func(p *PolicyText) { p.W.Beat = "Tuesday and Thursday at 10:00" }},
		{"more days between two beats than any level has", "fBeat", "could be passed by", func(p *PolicyText) { p.F.Beat, p.F.District = "Tuesday at 10:00", "5 days" }},
		{"urgent help that has days, and waits", "hBeat", "every 15 minutes at most", func(p *PolicyText) {
			p.H.Street, p.H.Section, p.H.Town, p.H.District, p.H.Beat = "1 hour", "1 hour", "1 hour", "1 hour", "every 30 minutes"
		}},
		{"a digest on a closed day", "fBeat", "Sundays", func(p *PolicyText) { p.F.Beat = "Sunday at 10:00" }},
		{"a digest at night", "fBeat", "quiet hours", func(p *PolicyText) { p.F.Beat = "Monday at 07:00" }},
		{"the urgent slower", "tStreet", "must not be the faster", func(p *PolicyText) { p.H.Town = "8 hours" }},
		{"quiet all day", "closes", "whole day", func(p *PolicyText) { p.Opens, p.Closes = "20:00", "08:30" }},
		{"half an hour open", "closes", "at least an hour", func(p *PolicyText) { p.Closes = "09:00" }},
		{"no clock", "opens", "08:30", func(p *PolicyText) { p.Opens = "early" }},
		{"late at night", "lateFrom", "quiet hours", func(p *PolicyText) { p.LateFrom = "21:00" }},
		{"late until night", "lateUntil", "quiet hours", func(p *PolicyText) { p.LateUntil = "06:00" }},
		{"no sleep", "sleepDays", "from 1 to 60", func(p *PolicyText) { p.SleepDays = 0 }},
		{"more a day than a week", "asksDay", "more asks a day", func(p *PolicyText) { p.AsksDay = 3 }},
		{"rest before the question", "restAfter", "more than 2", func(p *PolicyText) { p.RestAfter = 2 }},
		{"nearer from farther", "widenTown", "at least 200 m", func(p *PolicyText) { p.WidenTown = 100 }},
		{"free of charge", "load", "from 1 to", func(p *PolicyText) { p.Load = 0 }},
		{"too hard on the willing", "willing", "from 0 to 1000", func(p *PolicyText) { p.Willing = 1001 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := DefaultPolicy().Text(DefaultOpenHours())
			c.change(&text)
			_, _, err := text.Parse()
			var all Errors
			if !errors.As(err, &all) || len(all) != 1 {
				t.Fatalf("it says %v", err)
			}
			if all[0].Field != c.field || !strings.Contains(all[0].Message, c.words) {
				t.Errorf("at %s it says %s", all[0].Field, all[0].Message)
			}
		})
	}
}

func TestPace_LongestWait(t *testing.T) {
	h := DefaultOpenHours()
	day := h.Closes - h.Opens
	for beat, want := range map[string]time.Duration{
		"at once": 0, "every 10 minutes": 10 * time.Minute, "Thursday at 10:00": 6 * day, "Tuesday and Thursday at 10:00": 4 * day,
		"Monday, Tuesday, Wednesday, Thursday, Friday and Saturday at 10:00": day, "Sunday at 10:00": 0, "Sunday and Monday at 10:00": 6 * day,
	} {
		var p Pace
		var wrong Errors
		p.beat(&wrong, "", beat)
		if got := p.longestWait(h); got != want || wrong.Err() != nil {
			t.Errorf("%s: %s, %v, want %s", beat, got, wrong.Err(), want)
		}
	}
	h.Sundays = true
	if got := (Pace{Digest: []time.Weekday{time.Sunday}}).longestWait(h); got != 7*day {
		t.Errorf("on Sundays, where these are open: %s", got)
	}
}

func TestReadPolicy(t *testing.T) {
	base := DefaultPolicy().Text(DefaultOpenHours())
	p, _, err := ReadPolicy(strings.NewReader(`{"t": {"street": "2 hours", "beat": "every 30 minutes"}, "load": 90}`), base)
	want := DefaultPolicy()
	want.T.Levels[0], want.T.Every, want.Weights.Load = Minutes(120), 30*time.Minute, 90
	if err != nil || !reflect.DeepEqual(p, want) {
		t.Errorf("it is read as %+v, %v", p, err)
	}
	for text, words := range map[string]string{
		"{\n\"load\": }":   "line 2 is not JSON",
		`{"load": "much"}`: `"load" must be a whole number`,
		`{"speed": 9}`:     `nothing called "speed"`,
		`{"h": 5}`:         `"h" must be an object`,
		`[]`:               `the table must be an object, not an array`,
		`"x"`:              `the table must be an object, not a text`,
		"{}\n{}":           "on line 2 something comes after it",
		`{} ]`:             "something comes after it",
		`{"h": {"beat": "Thursday at 10:00"}, "load": 0}`: "h.beat: We would look Thursday at 10:00",
		`{"load": 0}`:        "load: Please give a number from 1 to",
		``:                   "ends too early",
		`{"load": 60`:        "ends too early",
		`{"sundays": 1}`:     "must be true or false",
		`{"opens": "noon"}`:  "08:30",
		`{"t":{"street":1}}`: "must be a text in quotes",
	} {
		if _, _, err := ReadPolicy(strings.NewReader(text), base); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestWeights_Held(t *testing.T) {
	w := Weights{Willing: 100}
	for _, c := range [][3]int{{0, 0, 0}, {1, 1, 11}, {0, 10, 0}, {1, 4, 0}, {3, 3, 27}, {30, 30, 78}, {900, 900, 99}, {5, 3, 27}, {-1, -4, 0}} {
		if got := w.Held(c[0], c[1]); got != c[2] {
			t.Errorf("%d of %d are put back by %d m, want %d", c[0], c[1], got, c[2])
		}
	}
	if most := w.Held(1<<30, 1<<30); most > 100 {
		t.Errorf("the cap is passed: %d", most)
	}
}

func TestWeights_Price(t *testing.T) {
	w := DefaultPolicy().Weights
	if first, second := w.Price(1, 2), w.Price(2, 2); first != 30 || second != 90 {
		t.Errorf("with room for two they count %d and %d, want 30 and 90", first, second)
	}
}
