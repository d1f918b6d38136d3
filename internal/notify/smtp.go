package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// SMTPOptions are what the address of a mail server does not say. The zero value is what most towns need.
type SMTPOptions struct {
	Timeout time.Duration  // for each conversation; 20 seconds when zero
	Roots   *x509.CertPool // certificate authorities to trust; the machine's when nil
	Hello   string         // the name we greet with; the machine's when empty
}

// SMTP carries messages to a mail server over one connection, which it keeps between messages.
type SMTP struct {
	client *gomail.Client

	mu      sync.Mutex
	conn    net.Conn     // of session, to be cut off when a context ends
	sess    *smtp.Client // nil when there is none
	refused refusals
}

// refusals are the messages of which the server would not hear at all, one after the other, without one between that it began.
type refusals struct {
	from string // our address
	ids  []string
}

// refusedMost is how many different messages in a row a server may put off at our address before it counts as down.
const refusedMost = 3

// NewSMTP returns a sender for smtp://[user:password@]host[:port] (port 587; STARTTLS when the server offers it) or
// smtps://… (port 465; TLS from the first byte). It does not connect yet. The certificate is checked, save that of this
// very machine, where nobody stands between.
func NewSMTP(address string, o SMTPOptions) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") {
		// The address may hold a password, so the message does not repeat it.
		return nil, errors.New("the mail server's address must look like smtp://user:password@mail.example.org:587")
	}
	port := map[string]int{"smtp": 587, "smtps": 465}[u.Scheme]
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil || port < 1 || port > 65535 {
			return nil, fmt.Errorf("the mail server's port %q must be a number from 1 to 65535", u.Port())
		}
	}
	if o.Timeout == 0 {
		o.Timeout = 20 * time.Second
	}
	s := &SMTP{}
	secure := &tls.Config{ServerName: u.Hostname(), RootCAs: o.Roots, MinVersion: tls.VersionTLS12, InsecureSkipVerify: o.Roots == nil && loopback(u.Hostname())}
	opts := []gomail.Option{
		gomail.WithPort(port),
		gomail.WithTimeout(o.Timeout),
		gomail.WithTLSConfig(secure),
		gomail.WithTLSPolicy(gomail.TLSOpportunistic),
		gomail.WithDialContextFunc(s.dialer(u.Scheme == "smtps", secure)),
	}
	if o.Hello != "" {
		opts = append(opts, gomail.WithHELO(o.Hello))
	}
	if u.User != nil {
		password, _ := u.User.Password()
		opts = append(opts, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	if s.client, err = gomail.NewClient(u.Hostname(), opts...); err != nil {
		return nil, fmt.Errorf("the mail server's address: %w", err)
	}
	return s, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// dialer connects, with TLS from the first byte where asked, and remembers the connection.
func (s *SMTP) dialer(secured bool, config *tls.Config) gomail.DialContextFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		var d net.Dialer
		conn, err := d.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		if secured {
			over := tls.Client(conn, config)
			if err := over.HandshakeContext(ctx); err != nil {
				conn.Close()
				return nil, err
			}
			conn = over
		}
		s.conn = conn
		return conn, nil
	}
}

// Send carries one message. When ctx ends, the conversation is cut off; the server may have the message by then, and
// will know it again by its Message-ID.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, err := m.build()
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	reused := s.sess != nil
	err = s.converse(ctx, msg)
	if reused && errors.Is(err, errStale) {
		err = s.converse(ctx, msg)
	}
	if err == nil || msg.IsDelivered() { // all that can fail after the server's yes is tidying up
		s.refused.ids = nil
		return nil
	}
	return s.refused.count(m, classify(ctx, err))
}

// count adds one to the refusals when that is what happened, and begins anew when the server began to hear a message. A server that has
// put off several, not one, is down.
func (r *refusals) count(m Message, f *failure) error {
	switch {
	case f.began:
		r.ids = nil
	case f.refused:
		r.from = m.From.Address
		if !slices.Contains(r.ids, m.MessageID) {
			r.ids = append(r.ids, m.MessageID)
		}
		f.down = f.down || len(r.ids) >= refusedMost
	}
	return f
}

// Ready connects, where there is no connection, and greets the server. One that would not hear of our messages is asked whether it
// does now.
func (s *SMTP) Ready(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sess == nil || s.sess.Noop() != nil {
		s.drop()
		if err := s.connect(ctx); err != nil {
			return classify(ctx, err)
		}
	}
	if len(s.refused.ids) == 0 {
		return nil
	}
	if err := errors.Join(s.sess.Mail(s.refused.from), s.sess.Reset()); err != nil {
		s.drop()
		return &failure{down: true, err: err}
	}
	s.refused.ids = nil
	return nil
}

// errStale means that a connection kept from before is gone. Nothing was sent over it.
var errStale = errors.New("the mail server has hung up")

// converse sends over the connection there is, or a new one. After any failure the connection is closed: what the server
// thinks of it is not known.
func (s *SMTP) converse(ctx context.Context, msg *gomail.Msg) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.sess == nil {
		if err := s.connect(ctx); err != nil {
			return err
		}
	}
	conn := s.conn
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	err := s.client.SendWithSMTPClient(s.sess, msg)
	if !stop() || err != nil {
		s.drop()
	}
	var se *gomail.SendError
	if errors.As(err, &se) && se.Reason == gomail.ErrConnCheck {
		return errStale
	}
	return err
}

func (s *SMTP) connect(ctx context.Context) error {
	sess, err := s.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		s.drop()
		return err
	}
	s.sess = sess
	return nil
}

func (s *SMTP) drop() {
	if s.conn != nil {
		s.conn.Close()
	}
	s.conn, s.sess = nil, nil
}

// Close says goodbye to the server. The sender may be used again afterwards.
func (s *SMTP) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sess == nil {
		return nil
	}
	defer s.drop()
	return s.client.CloseWithSMTPClient(s.sess)
}

// Answers of a server that are about us, whatever they answer: it hangs up, or wants to know first who we are.
const (
	codeClosing     = 421
	codeSignInNow   = 530
	codeNotSignedIn = 535
)

// classify tells a bounce from all that may pass, and what is about one message from what is about all. Only a 5xx to the address or
// to the message itself is a bounce: a 5xx to the greeting, to our password or to our own address would be said of every message, and
// is for the desk to mend. A 4xx is about this message alone, unless the server says with it that it hangs up.
func classify(ctx context.Context, err error) *failure {
	if ctx.Err() != nil {
		return &failure{err: ctx.Err()}
	}
	var se *gomail.SendError
	if !errors.As(err, &se) {
		return &failure{down: true, err: err}
	}
	said, _, _ := strings.Cut(se.Error(), ", affected recipient(s)") // no address in a log
	said, _, _ = strings.Cut(said, ", affected message ID")
	code := se.ErrorCode()
	f := &failure{refused: code >= 400, err: errors.New(said)}
	switch {
	case code == codeClosing, code == codeSignInNow, code == codeNotSignedIn:
		f.down = true
	case se.Reason == gomail.ErrSMTPRcptTo, se.Reason == gomail.ErrSMTPData, se.Reason == gomail.ErrSMTPDataClose:
		f.began, f.bounced = true, code >= 500
	case se.Reason == gomail.ErrSMTPMailFrom:
		f.down = code < 400 || code >= 500
	default:
		f.down = true
	}
	return f
}
