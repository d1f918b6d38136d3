package app

import (
	"encoding/base64"
	"encoding/json"

	"waymark/domain"
)

// How many rows a window of a list has.
const (
	usualRows = 50
	mostRows  = 100
)

// Page is a window of a list: the first rows after a cursor, as Relay means them.
type Page struct {
	First int    // at most 100; 0: 50
	After string // the cursor that the last row gave; "": from the beginning

	Uncounted bool // PageInfo.Total is not wanted, where it takes a statement of its own
}

// PageInfo says what lies behind a window.
type PageInfo struct {
	HasNext bool
	End     string // cursor of the last row; "" when there is none
	Total   int    // of all rows; -1 when they were not counted
	Loose   bool   // of a search by words: nothing has all of them, and these have some
}

// rows is how many rows the window has.
func (p Page) rows() int {
	switch {
	case p.First <= 0:
		return usualRows
	case p.First > mostRows:
		return mostRows
	}
	return p.First
}

// cursor packs the sort key of a row. What is in it is for nobody but key to read.
func cursor(key ...any) string {
	b, err := json.Marshal(key)
	if err != nil {
		return "" // a key is made of text and numbers, which JSON can always write
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// key unpacks the sort key after which the window begins into pointers, in the order in which cursor took them. They stay as
// they are at the beginning of a list.
func (p Page) key(into ...any) error {
	if p.After == "" {
		return nil
	}
	wrong := domain.Errorf(domain.Invalid, "after", "We have lost our place in this list. Please begin at its top again.")
	b, err := base64.RawURLEncoding.DecodeString(p.After)
	if err != nil {
		return wrong
	}
	var parts []json.RawMessage
	if json.Unmarshal(b, &parts) != nil || len(parts) != len(into) {
		return wrong
	}
	for i, part := range parts {
		if json.Unmarshal(part, into[i]) != nil {
			return wrong
		}
	}
	return nil
}

// window cuts a list that was read with one row more than the page has, and says what lies behind. cursorOf gives a row's.
func window[T any](rows []T, p Page, cursorOf func(T) string) ([]T, PageInfo) {
	info := PageInfo{Total: -1}
	if n := p.rows(); len(rows) > n {
		rows, info.HasNext = rows[:n], true
	}
	if len(rows) > 0 {
		info.End = cursorOf(rows[len(rows)-1])
	}
	return rows, info
}
