package notify

import (
	"regexp"
	"strings"
	"unicode"

	"waymark/internal/words"
)

// words is a message before it has a channel: sentences that hold on paper, on the phone and on a screen alike, and the
// links, which only a screen can use.
type saying struct {
	to      string   // the reader's first name; empty when we do not know it
	subject string   // the question; empty means the title
	title   string   // the question again, as large letters
	say     []string // sentences before the facts
	facts   []fact
	buttons []button // the first is green
	linked  []string // sentences after the buttons that are about these: not on the phone or on paper, where there are no links
	after   []string // sentences after those
	call    []string // what a call-taker does besides talking
	write   []string // what a call-taker writes down besides the answer
	mute    bool     // never on the phone or on paper: it would give a secret away
}

// fact is a line of the little table: "When", "Today, before 1 pm". Lines without a value are left out.
type fact struct{ key, value string }

// button is a link in words. An answer is also what a call-taker may be told instead.
type button struct {
	text, link string
	answer     bool
}

func answer(text, link string) button { return button{text: text, link: link, answer: true} }
func link(text, link string) button   { return button{text: text, link: link} }

// cleaned returns the words in the reader's language, with every string on one line and free of characters that could forge a header or turn
// the text round, without empty lines, and with the subject filled in.
func (w saying) cleaned(in *words.Words) saying {
	if w.subject == "" {
		w.subject = w.title
	}
	w.to, w.subject, w.title = plain(w.to), shorten(plain(in.Text(w.subject)), longestSubject), plain(in.Text(w.title))
	w.say, w.after = plainAll(inAll(in, w.say)), plainAll(inAll(in, w.after))
	w.linked = plainAll(inAll(in, w.linked))
	w.call, w.write = plainAll(inAll(in, w.call)), plainAll(inAll(in, w.write))
	var facts []fact
	for _, f := range w.facts {
		if v := plain(f.value); v != "" {
			facts = append(facts, fact{in.Text(f.key), upper(v)})
		}
	}
	var buttons []button
	for _, b := range w.buttons {
		b.text, b.link = plain(in.Text(b.text)), strings.ReplaceAll(plain(b.link), " ", "%20")
		buttons = append(buttons, b)
	}
	w.facts, w.buttons = facts, buttons
	return w
}

// The longest name and subject that we write, in characters; what is longer ends in an ellipsis.
const (
	longestName    = 40
	longestSubject = 150
)

// plain puts a text on one line: runs of white space become one space; control characters and the marks that turn the
// direction of writing by force go. The scripts themselves, and the joiners that emoji need, stay.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) && r != '\u00a0':
			return ' '
		case unicode.IsControl(r), r == unicode.ReplacementChar:
			return -1
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u200e', r == '\u200f', r == '\u061c':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}

func plainAll(lines []string) []string {
	var out []string
	for _, s := range lines {
		if s = plain(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// inAll says texts in a language; what has been said already stays.
func inAll(in *words.Words, texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = in.Text(s)
	}
	return out
}

func shorten(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return strings.TrimSpace(string(r[:most-1])) + "…"
}

// Words that come before a surname rather than being a first name.
var titles = map[string]bool{"mr": true, "mrs": true, "ms": true, "miss": true, "mx": true, "dr": true, "rev": true,
	"revd": true, "sir": true, "dame": true, "lady": true, "lord": true, "prof": true, "professor": true, "father": true, "sister": true}

// given keeps the first name of what may be a whole one: "Joan Pascoe" is "Joan". Of "Mrs Pascoe" nothing may be said,
// nor of something that is no name.
func given(name string) string {
	fields := strings.Fields(plain(name))
	if len(fields) == 0 || titles[strings.ToLower(strings.Trim(fields[0], ".,"))] || strings.ContainsAny(fields[0], "0123456789@") {
		return ""
	}
	return shorten(strings.TrimRight(fields[0], ","), longestName)
}

// or gives a first name, or other words where there is none.
func or(name, otherwise string) string {
	if n := given(name); n != "" {
		return n
	}
	return otherwise
}

var (
	houseNumber = regexp.MustCompile(`^(?i:(flat|apartment|unit)\s+\w+,?\s+)?\d+\s?[a-zA-Z]?(\s?[-–/]\s?\d+[a-zA-Z]?)?,?\s+`)
	reachable   = regexp.MustCompile(`(?i)\d[\d ()+-]{5,}\d|[^\s@]+@[^\s@]+|\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b`)
	door        = regexp.MustCompile(`(?i)\b(flat|apartment|number|no\.?)\s*\d+|\b\d+[a-d]?,?\s+([a-z’'-]+\s+){1,2}(street|st|road|rd|row|lane|avenue|ave|close|court|hill|terrace|way|crescent|place|gardens|square|park|green|grove|mews)\b`)
)

// street keeps the name of a street of what may be a whole address: "14 Withy Row, Saltcombe, SC1 2AB" is "Withy Row".
func street(s string) string {
	s = houseNumber.ReplaceAllString(plain(s), "")
	s, _, _ = strings.Cut(s, ",")
	if !strings.ContainsFunc(s, unicode.IsLetter) {
		return ""
	}
	return unaddressed(s)
}

// unaddressed returns a text, or nothing when there seems to be a phone number, a mail address, a postcode or a door in it.
// It is a belt for what people type into a box that was not meant for it.
func unaddressed(s string) string {
	if reachable.MatchString(s) || door.MatchString(s) {
		return ""
	}
	return s
}

// upper makes the first letter a capital.
func upper(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}
