// Package domain says what the things of Waymark are, and what is allowed: places, people, what they can do and what they
// ask for. It decides from its arguments alone; it has no clock, no database and no network.
package domain

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what sort of thing went wrong, so that each way in (pages, GraphQL, the command line) can answer in
// its own manner.
type Kind string

// The kinds of error. Anything that is not an *Error is internal: it is logged, and people see one fixed sentence.
const (
	Invalid      Kind = "INVALID"      // what was typed cannot be used; Field names where
	NotFound     Kind = "NOT_FOUND"    // there is no such thing, or the actor may not know that there is
	Forbidden    Kind = "FORBIDDEN"    // it is there, and the actor may see it, but not do this
	SignedOut    Kind = "SIGNED_OUT"   // nobody is signed in
	Conflict     Kind = "CONFLICT"     // somebody else was first, or the thing has moved on
	TooMany      Kind = "TOO_MANY"     // a limit on what is public
	Unavailable  Kind = "UNAVAILABLE"  // try again in a while
	Unacceptable Kind = "UNACCEPTABLE" // a rule that never bends forbids it
)

// Error is the one error that people may see: Message is a whole sentence in plain words that says what to do.
type Error struct {
	Kind    Kind
	Field   string        // the input's field in lower camel case; empty when the whole is meant
	Message string        // in English
	Format  string        // the sentence before Args were put in, by which its translation is found
	Args    []any         // what was put in
	Wait    time.Duration // after which it may work: of TooMany; 0 when nobody knows
}

// WaitSeconds is how long to wait in whole seconds, rounded up, for programs; a minute where nobody knows.
func (e *Error) WaitSeconds() int {
	if e.Wait <= 0 {
		return 60
	}
	return int((e.Wait + time.Second - 1) / time.Second)
}

// Error returns the sentence for people.
func (e *Error) Error() string { return e.Message }

// Errorf makes an *Error of a kind; field may be empty.
func Errorf(kind Kind, field, format string, args ...any) *Error {
	return &Error{Kind: kind, Field: field, Message: fmt.Sprintf(format, args...), Format: format, Args: args}
}

// KindOf returns the kind of an error, or "" when it is internal or nil.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// Text is an argument of an error that is a text itself, and not a name: each reader has it in their own language.
type Text string

// Errors gathers the problems of several fields, so that a form can show all of them at once. The zero value is ready.
type Errors []*Error

// Add notes a problem with one field.
func (es *Errors) Add(field, format string, args ...any) {
	*es = append(*es, Errorf(Invalid, field, format, args...))
}

// At reports whether a problem with a field was noted.
func (es Errors) At(field string) bool {
	for _, e := range es {
		if e.Field == field {
			return true
		}
	}
	return false
}

// Err returns nil when nothing was noted.
func (es Errors) Err() error {
	if len(es) == 0 {
		return nil
	}
	return es
}

// Error joins the sentences.
func (es Errors) Error() string {
	s := ""
	for i, e := range es {
		if i > 0 {
			s += " "
		}
		s += e.Message
	}
	return s
}

// Unwrap lets errors.As find the first of them.
func (es Errors) Unwrap() []error {
	out := make([]error, len(es))
	for i, e := range es {
		out[i] = e
	}
	return out
}

// NotYours is said to whoever may not do something. It names somebody else to ask: nobody is told to ask themselves.
func NotYours(actor Actor) error {
	switch {
	case actor.Has(DistrictCoordinator):
		return Errorf(Forbidden, "", "That is not yours to do. Ask an administrator if it should be.")
	case actor.Has(Builder):
		return Errorf(Forbidden, "", "That is not yours to do. Ask your district coordinator if it should be.")
	}
	return Errorf(Forbidden, "", "That is not yours to do. Ask your community builder if it should be.")
}
