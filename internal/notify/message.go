package notify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Address is a name and a mail address. The name may be empty.
type Address struct{ Name, Address string }

// Purpose says why a message goes out: people may stop news, and still hear about their own ask.
type Purpose string

// The two purposes.
const (
	Case Purpose = "case" // about an ask, a visit or the reader's own part
	News Purpose = "news" // anything that a person may unsubscribe from
)

// Header is a further line of a message's head: Reply-To, List-Unsubscribe.
type Header struct{ Name, Value string }

// Unsubscribe are the headers by which a mail program offers to stop news with one press, by posting to an address without any more
// questions (RFC 8058). The relay that signs our mail (DKIM) has to sign these two as well.
func Unsubscribe(address string) []Header {
	return []Header{{"List-Unsubscribe", "<" + address + ">"}, {"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"}}
}

// Attachment is a file that goes with a message.
type Attachment struct {
	Name        string // the file's name
	ContentType string // "text/calendar; method=PUBLISH"
	Content     []byte
}

// Message is what a Sender takes: everything that its bytes depend on. Two equal messages have equal bytes.
type Message struct {
	From, To    Address
	Subject     string
	Text, HTML  string
	MessageID   string    // without angle brackets; the same for each try
	Date        time.Time // when its cause was written down, not when it is sent
	Purpose     Purpose
	Headers     []Header
	Attachments []Attachment
}

// Headers that a message has already, or that would say who wrote it with what.
var taken = []string{"From", "To", "Cc", "Bcc", "Subject", "Date", "Message-Id", "Mime-Version", "Content-Type",
	"Content-Transfer-Encoding", "Auto-Submitted", "X-Waymark-Purpose", "User-Agent", "X-Mailer", "Sender", "Return-Path"}

// Bytes renders the message as it goes over the wire. An address that cannot be used is an error for which Bounced is
// true; any other error is a fault of the program.
func (m Message) Bytes() ([]byte, error) {
	msg, err := m.build()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("notify: message %s: %w", m.MessageID, err)
	}
	return b.Bytes(), nil
}

func (m Message) build() (*gomail.Msg, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	from, err := m.From.parse()
	if err != nil {
		return nil, fmt.Errorf("notify: our own address: %w", err)
	}
	to, err := m.To.parse()
	if err != nil {
		return nil, &failure{bounced: true, err: fmt.Errorf("the address cannot be used: %w", err)}
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP))
	msg.SetAddrHeaderFromMailAddress(gomail.HeaderFrom, from)
	msg.SetAddrHeaderFromMailAddress(gomail.HeaderTo, to)
	msg.Subject(plain(m.Subject))
	msg.SetMessageIDWithValue(m.MessageID)
	msg.SetDateWithValue(m.Date)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Waymark-Purpose", string(m.Purpose))
	for _, h := range m.Headers {
		msg.SetGenHeader(gomail.Header(textproto.CanonicalMIMEHeaderKey(h.Name)), plain(h.Value))
	}
	m.body(msg)
	return msg, nil
}

// check refuses what can only be a fault of the program.
func (m Message) check() error {
	switch {
	case m.MessageID == "" || strings.ContainsAny(m.MessageID, "<> \t\r\n") || !strings.Contains(m.MessageID, "@"):
		return fmt.Errorf("notify: %q is no Message-ID", m.MessageID)
	case m.Date.IsZero():
		return fmt.Errorf("notify: message %s has no date", m.MessageID)
	case m.Purpose != Case && m.Purpose != News:
		return fmt.Errorf("notify: message %s has the purpose %q", m.MessageID, m.Purpose)
	}
	if _, stops := m.header("List-Unsubscribe"); stops != (m.Purpose == News) {
		return fmt.Errorf("notify: message %s of the purpose %q can be stopped: %t", m.MessageID, m.Purpose, stops)
	}
	for _, h := range m.Headers {
		if !token(h.Name) || slices.Contains(taken, textproto.CanonicalMIMEHeaderKey(h.Name)) {
			return fmt.Errorf("notify: message %s may not set the header %q", m.MessageID, h.Name)
		}
	}
	return nil
}

// header finds a further header of the message.
func (m Message) header(name string) (string, bool) {
	for _, h := range m.Headers {
		if textproto.CanonicalMIMEHeaderKey(h.Name) == name {
			return h.Value, true
		}
	}
	return "", false
}

// token reports whether s can be the name of a header: letters, digits and hyphens.
func token(s string) bool {
	for _, r := range s {
		if r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return s != ""
}

// parse returns a bare address with a name that fits on one line. Only what the standard calls an address passes.
func (a Address) parse() (*mail.Address, error) {
	parsed, err := mail.ParseAddress(a.Address)
	if err != nil {
		return nil, err
	}
	if parsed.Name != "" || parsed.Address != a.Address {
		return nil, fmt.Errorf("more than an address in it")
	}
	return &mail.Address{Name: shorten(plain(a.Name), longestName), Address: parsed.Address}, nil
}

// body adds the two parts and the files. go-mail gives an outer and an inner part the same fixed boundary, which no
// reader could take apart; with files, the two parts are therefore put together here.
func (m Message) body(msg *gomail.Msg) {
	msg.SetBoundary(m.boundary("outer"))
	if len(m.Attachments) == 0 {
		msg.SetBodyString(gomail.TypeTextPlain, m.Text)
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
		return
	}
	inner := m.boundary("inner")
	kind := gomail.ContentType("multipart/alternative; boundary=" + inner)
	msg.SetBodyWriter(kind, func(w io.Writer) (int64, error) { return m.writeAlternative(w, inner) },
		gomail.WithPartEncoding(gomail.NoEncoding))
	for _, a := range m.Attachments {
		msg.AttachReadSeeker(a.Name, bytes.NewReader(a.Content), gomail.WithFileContentType(gomail.ContentType(a.ContentType)))
	}
}

func (m Message) writeAlternative(w io.Writer, boundary string) (int64, error) {
	var b bytes.Buffer
	parts := multipart.NewWriter(&b)
	if err := parts.SetBoundary(boundary); err != nil {
		return 0, err
	}
	for _, p := range []struct{ kind, content string }{{"text/plain", m.Text}, {"text/html", m.HTML}} {
		head := textproto.MIMEHeader{}
		head.Set("Content-Transfer-Encoding", "quoted-printable")
		head.Set("Content-Type", p.kind+"; charset=UTF-8")
		part, err := parts.CreatePart(head)
		if err != nil {
			return 0, err
		}
		qp := quotedprintable.NewWriter(part)
		if _, err := io.WriteString(qp, p.content); err != nil {
			return 0, err
		}
		if err := qp.Close(); err != nil {
			return 0, err
		}
	}
	if err := parts.Close(); err != nil {
		return 0, err
	}
	return b.WriteTo(w)
}

// boundary derives a part's boundary from the Message-ID: the same at each try, and not to be guessed into a text.
func (m Message) boundary(which string) string {
	sum := sha256.Sum256([]byte(which + "\x00" + m.MessageID))
	return "w" + hex.EncodeToString(sum[:8]) // short enough for a head line of 78 characters
}
