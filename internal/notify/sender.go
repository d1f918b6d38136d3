package notify

import (
	"context"
	"errors"
)

// Sender carries one message. It is safe for concurrent use. A nil error means that somebody else has taken the message
// over; of any other, Temporary and Bounced tell what to do.
type Sender interface {
	Send(ctx context.Context, m Message) error
	// Ready reports, with nil, that a message would be taken now.
	Ready(ctx context.Context) error
}

// failure is an error of carrying, with its kind.
type failure struct {
	bounced bool
	down    bool
	began   bool // the server had taken our own address, and spoke of the reader's or of the message
	refused bool // the server answered, and said no
	err     error
}

// Error says what happened.
func (f *failure) Error() string { return "notify: " + f.err.Error() }

// Unwrap gives the cause.
func (f *failure) Unwrap() error { return f.err }

// Temporary reports that the message should be tried again later: the server said 4xx, cannot be reached, wants to know
// who we are, does not take our own address, or time ran out.
func Temporary(err error) bool {
	var f *failure
	return errors.As(err, &f) && !f.bounced
}

// Bounced reports that this message will never reach this address: the server said 5xx to the address or to the message,
// or the address is none. Of an error for which neither Temporary nor Bounced holds, the program is at fault.
func Bounced(err error) bool {
	var f *failure
	return errors.As(err, &f) && f.bounced
}

// Refused reports that the server has said no to this message, for now or for ever: nobody has it. Without it a message that failed
// may have arrived all the same.
func Refused(err error) bool {
	var f *failure
	return errors.As(err, &f) && f.refused
}

// Down reports that the server as a whole takes nothing from us now: it cannot be reached, hangs up, does not want to know us, or has
// put off several messages in a row before it heard whom they are for. Every such error is Temporary too.
func Down(err error) bool {
	var f *failure
	return errors.As(err, &f) && f.down
}
