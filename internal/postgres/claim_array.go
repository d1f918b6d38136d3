package postgres

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"strconv"
	"time"
)

// array is one column of many rows, written as PostgreSQL reads an array: {1,2,3. The last bracket comes with its value.
type array struct {
	text []byte
	last time.Time // the newest instant in it, which was written as at
	at   []byte
}

// Value returns the whole array.
func (a *array) Value() (driver.Value, error) {
	if len(a.text) == 0 {
		return "{}", nil
	}
	return string(append(a.text, '}')), nil
}

// next begins a new value.
func (a *array) next() {
	if len(a.text) == 0 {
		a.text = append(a.text, '{')
		return
	}
	a.text = append(a.text, ',')
}

func (a *array) number(n int64) {
	a.next()
	a.text = strconv.AppendInt(a.text, n, 10)
}

func (a *array) flag(is bool) {
	a.next()
	a.text = strconv.AppendBool(a.text, is)
}

// instant writes a time. Most of a plan's are the same as the one before, and copied.
func (a *array) instant(t time.Time) {
	a.next()
	if a.at == nil || !t.Equal(a.last) {
		a.last, a.at = t, t.UTC().AppendFormat(a.at[:0], time.RFC3339Nano)
	}
	a.text = append(a.text, a.at...)
}

// words writes a text in quotes.
func (a *array) words(text []byte) {
	a.next()
	a.text = append(a.text, '"')
	for {
		special := bytes.IndexAny(text, `"\`)
		if special < 0 {
			break
		}
		a.text = append(append(a.text, text[:special]...), '\\', text[special])
		text = text[special+1:]
	}
	a.text = append(append(a.text, text...), '"')
}

// columnsOf returns claims as arguments, one for each column of asked.
func columnsOf(claims []Claim) ([]any, error) {
	var request, version, person, place, scope, metres, cost, reasons, visitAt, visitEndsAt, week, fanOut, settled, nobody, sayNobody,
		action, actionAt array
	for _, c := range claims {
		i := c.Invitation
		why, err := json.Marshal(i.Reasons)
		if err != nil {
			return nil, err
		}
		request.number(int64(c.RequestID))
		version.number(int64(c.Version))
		person.number(int64(i.PersonID))
		place.number(int64(i.Place))
		scope.number(int64(i.Scope))
		metres.number(int64(i.Metres))
		cost.number(i.Cost)
		reasons.words(why)
		visitAt.instant(i.VisitAt)
		visitEndsAt.instant(i.VisitEndsAt)
		week.instant(i.Week)
		fanOut.number(int64(c.FanOut))
		settled.flag(c.Settled)
		nobody.flag(c.Nobody)
		sayNobody.flag(c.SayNobody)
		action.words([]byte(c.NextAction))
		actionAt.instant(c.NextActionAt)
	}
	return []any{&request, &version, &person, &place, &scope, &metres, &cost, &reasons, &visitAt, &visitEndsAt, &week, &fanOut, &settled,
		&nobody, &sayNobody, &action, &actionAt}, nil
}
