package graph

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// text is JSON that is being written: values in the form that the scalars of the schema have.
type text struct {
	json  []byte
	wrong bool // there was no value where the schema asks for one: the generated code finds the words for that
}

func (t *text) raw(s string) { t.json = append(t.json, s...) }

// null is a value that is not there.
func (t *text) null(allowed bool) {
	t.raw("null")
	t.wrong = t.wrong || !allowed
}

// string writes text, with as little escaped as JSON allows.
func (t *text) string(s string) {
	t.json = append(t.json, '"')
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		t.raw(s[from:i])
		from = i + 1
		switch c {
		case '"', '\\':
			t.json = append(t.json, '\\', c)
		case '\n':
			t.raw(`\n`)
		case '\r':
			t.raw(`\r`)
		case '\t':
			t.raw(`\t`)
		default:
			const hex = "0123456789ABCDEF"
			t.json = append(t.json, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	t.raw(s[from:])
	t.json = append(t.json, '"')
}

// word writes one of a fixed list in capitals; "" is none.
func (t *text) word(word string, optional bool) {
	if word == "" {
		t.null(optional)
		return
	}
	t.string(strings.ToUpper(word))
}

// id writes a global id; 0 is none.
func (t *text) id(kind string, id int64, optional bool) {
	if id == 0 {
		t.null(optional)
		return
	}
	var room [40]byte
	t.json = append(t.json, '"')
	t.json = base64.RawURLEncoding.AppendEncode(t.json, strconv.AppendInt(append(append(room[:0], kind...), ':'), id, 10))
	t.json = append(t.json, '"')
}

// time writes an instant; the zero time is none.
func (t *text) time(at time.Time, optional bool) {
	if at.IsZero() {
		t.null(optional)
		return
	}
	t.json = append(t.json, '"')
	t.json = at.UTC().AppendFormat(t.json, time.RFC3339)
	t.json = append(t.json, '"')
}

// bool writes yes or no.
func (t *text) bool(b bool) { t.json = strconv.AppendBool(t.json, b) }

// number writes a number that may be left out.
func (t *text) number(n *int) {
	if n == nil {
		t.null(optional)
		return
	}
	t.json = strconv.AppendInt(t.json, int64(*n), 10)
}

// maybe writes text that may be left out.
func (t *text) maybe(s *string) {
	if s == nil {
		t.null(optional)
		return
	}
	t.string(*s)
}
