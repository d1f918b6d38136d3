// Package smtpsink is a real mail server on the loopback for tests: it takes every message, keeps it, and can be told to
// fail in the ways that mail servers do. Programs in other processes may send to it by its URL.
package smtpsink

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// Sink is the server. It is safe for concurrent use.
type Sink struct {
	addr string

	mu       sync.Mutex
	server   *smtp.Server // nil while down
	listener net.Listener // of server
	got      []Message
	changed  chan struct{} // closed and replaced at each arrival
	conns    int
	busy     int             // how many more messages to put off
	busyCode int             // with what: 451, "try again later", or another
	full     map[string]bool // addresses answered with 452, in lower case
	rejected map[string]bool // addresses answered with 550, in lower case
	hold     *Hold
	config   func(*smtp.Server)
}

// Option changes the server before it starts.
type Option func(*Sink)

// WithServer changes the underlying server each time before it serves: its TLS, its greeting.
func WithServer(f func(*smtp.Server)) Option { return func(s *Sink) { s.config = f } }

// Start returns a running sink that stops with the test.
func Start(t testing.TB, options ...Option) *Sink {
	t.Helper()
	s, err := New(options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// New returns a running sink on a free port of the loopback, for use without a test. Close stops it.
func New(options ...Option) (*Sink, error) {
	s := &Sink{addr: "127.0.0.1:0", changed: make(chan struct{}), rejected: map[string]bool{}, full: map[string]bool{}}
	for _, o := range options {
		o(s)
	}
	return s, s.Up()
}

// Addr is the host and port. It stays the same when the sink goes down and up.
func (s *Sink) Addr() string { return s.addr }

// URL is the address for notify.NewSMTP or an environment variable.
func (s *Sink) URL() string { return "smtp://" + s.addr }

// Up lets the sink take connections again, on the port it had.
func (s *Sink) Up() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.server != nil {
		return nil
	}
	l, err := net.Listen("tcp", s.addr)
	if err != nil {
		return fmt.Errorf("smtpsink: %w", err)
	}
	s.addr = l.Addr().String()
	server := smtp.NewServer(smtp.BackendFunc(s.session))
	server.Domain = "sink.test"
	server.ReadTimeout, server.WriteTimeout = time.Minute, time.Minute
	server.ErrorLog = log.New(io.Discard, "", 0)
	server.MaxMessageBytes = 10 << 20
	if s.config != nil {
		s.config(server)
	}
	s.server, s.listener = server, l
	go server.Serve(l) // ends when the server is closed; its error is then of no use
	return nil
}

// Down refuses connections and cuts those there are, as a mail server that is switched off.
func (s *Sink) Down() {
	s.mu.Lock()
	server, listener, hold := s.server, s.listener, s.hold
	s.server, s.hold = nil, nil
	s.mu.Unlock()
	if hold != nil {
		hold.Release()
	}
	if server != nil {
		listener.Close() // the server may not have begun to serve it, and would then not close it
		server.Close()
	}
}

// Close stops the sink. What it has stays readable.
func (s *Sink) Close() { s.Down() }

// Busy answers the next n messages with 451, "try again later".
func (s *Sink) Busy(n int) { s.BusyWith(n, 451) }

// BusyWith answers the next n messages, before it hears whom they are for, with a code of 400 to 499.
func (s *Sink) BusyWith(n, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy, s.busyCode = n, code
}

// Full answers an address with 452, "no room now", from now on.
func (s *Sink) Full(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.full[strings.ToLower(address)] = true
}

// Reject answers an address with 550, "no such mailbox", from now on.
func (s *Sink) Reject(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rejected[strings.ToLower(address)] = true
}

// RejectSender answers a sender's address with 550 from now on, as a server that does not let us send.
func (s *Sink) RejectSender(address string) { s.Reject("from:" + address) }

// Accept takes back a Reject or a Full.
func (s *Sink) Accept(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.rejected, strings.ToLower(address))
	delete(s.full, strings.ToLower(address))
}

// Hold is a message that the sink has, while its sender has no answer yet.
type Hold struct {
	reached, released chan struct{}
	once              sync.Once
	message           Message
}

// Hold makes the sink keep the next message without answering until Release: a sender that dies now does not know that
// the message has arrived.
func (s *Sink) Hold() *Hold {
	h := &Hold{reached: make(chan struct{}), released: make(chan struct{})}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hold = h
	return h
}

// Reached is closed when a message is being held.
func (h *Hold) Reached() <-chan struct{} { return h.reached }

// Message is what is held, once Reached is closed.
func (h *Hold) Message() Message { return h.message }

// Release answers the sender, if they are still there. More than one call does no harm.
func (h *Hold) Release() { h.once.Do(func() { close(h.released) }) }

// Messages returns what has come in, oldest first; a message that was sent twice is there twice.
func (s *Sink) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.got)
}

// To returns what has come in for an address, oldest first.
func (s *Sink) To(address string) []Message {
	return slices.DeleteFunc(s.Messages(), func(m Message) bool {
		return !slices.ContainsFunc(m.To, func(to string) bool { return strings.EqualFold(to, address) })
	})
}

// Connections is how many connections there have been.
func (s *Sink) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conns
}

// Wait returns all messages once there are at least n, or what there is and an error when the time is up.
func (s *Sink) Wait(n int, timeout time.Duration) ([]Message, error) {
	return s.WaitFor(func(got []Message) bool { return len(got) >= n }, timeout)
}

// WaitFor returns all messages once they are as wished, or what there is and an error when the time is up.
func (s *Sink) WaitFor(wished func([]Message) bool, timeout time.Duration) ([]Message, error) {
	end := time.NewTimer(timeout)
	defer end.Stop()
	for {
		s.mu.Lock()
		got, changed := slices.Clone(s.got), s.changed
		s.mu.Unlock()
		if wished(got) {
			return got, nil
		}
		select {
		case <-changed:
		case <-end.C:
			return got, fmt.Errorf("smtpsink: after %v there are %d messages, and not what was waited for", timeout, len(got))
		}
	}
}

func (s *Sink) session(*smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns++
	return &session{sink: s}, nil
}

// take keeps a message, and gives the hold that was set for it, if any.
func (s *Sink) take(m Message) *Hold {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got = append(s.got, m)
	close(s.changed)
	s.changed = make(chan struct{})
	h := s.hold
	s.hold = nil
	if h != nil {
		h.message = m
		close(h.reached)
	}
	return h
}

// session is one conversation.
type session struct {
	sink *Sink
	from string
	to   []string
}

// Reset forgets the message begun.
func (c *session) Reset() { c.from, c.to = "", nil }

// Logout ends the conversation.
func (c *session) Logout() error { return nil }

// Mail begins a message.
func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	c.sink.mu.Lock()
	defer c.sink.mu.Unlock()
	if c.sink.busy > 0 {
		c.sink.busy--
		return &smtp.SMTPError{Code: c.sink.busyCode, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "Busy, try again later"}
	}
	if c.sink.rejected["from:"+strings.ToLower(from)] {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "You may not send here"}
	}
	c.from = from
	return nil
}

// Rcpt adds an address.
func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.sink.mu.Lock()
	defer c.sink.mu.Unlock()
	if c.sink.rejected[strings.ToLower(to)] {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox"}
	}
	if c.sink.full[strings.ToLower(to)] {
		return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "No room now"}
	}
	c.to = append(c.to, to)
	return nil
}

// Data takes the message.
func (c *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return errors.Join(errors.New("smtpsink: the message broke off"), err)
	}
	if h := c.sink.take(Message{From: c.from, To: slices.Clone(c.to), Raw: raw}); h != nil {
		<-h.released
	}
	return nil
}
