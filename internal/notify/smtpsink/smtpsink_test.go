package smtpsink

import (
	"net"
	netsmtp "net/smtp"
	"strings"
	"testing"
	"time"
)

const letter = "Subject: =?utf-8?q?Caf=C3=A9?=\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
	"Yes, I=E2=80=99ll go:\r\nhttp://127.0.0.1/i?t=3Dabc=\r\ndef\r\n\r\nNo http://in.the/middle link\r\n"

func send(s *Sink, to string) error {
	return netsmtp.SendMail(s.Addr(), nil, "town@example.org", []string{to}, []byte(letter))
}

func TestSink_TakesAndReads(t *testing.T) {
	s := Start(t)
	if err := send(s, "tom@example.org"); err != nil {
		t.Fatal(err)
	}
	got, err := s.Wait(1, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	m := got[0]
	if m.Subject() != "Café" || m.HTML() != "" || m.From != "town@example.org" {
		t.Errorf("%q %q %q", m.Subject(), m.HTML(), m.From)
	}
	if links := Links(m); len(links) != 1 || links[0] != "http://127.0.0.1/i?t=abcdef" {
		t.Errorf("links %q", links)
	}
	if LinkAfter(m, "Yes") != "http://127.0.0.1/i?t=abcdef" || LinkAfter(m, "Perhaps") != "" {
		t.Errorf("link after %q", LinkAfter(m, "Yes"))
	}
	if len(s.To("TOM@example.org")) != 1 || len(s.To("ann@example.org")) != 0 {
		t.Error("by address")
	}
}

func TestSink_RefusesAsTold(t *testing.T) {
	s := Start(t)
	s.Busy(1)
	s.Reject("tom@example.org")
	for _, want := range []string{"451", "550", "550"} {
		if err := send(s, "tom@example.org"); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	s.Accept("tom@example.org")
	if err := send(s, "tom@example.org"); err != nil {
		t.Error(err)
	}
}

func TestSink_DownAndUpOnTheSamePort(t *testing.T) {
	s := Start(t)
	before := s.Addr()
	s.Down()
	if c, err := net.Dial("tcp", before); err == nil {
		c.Close()
		t.Fatal("it takes connections while down")
	}
	if err := s.Up(); err != nil {
		t.Fatal(err)
	}
	if err := send(s, "tom@example.org"); err != nil || s.Addr() != before {
		t.Errorf("%v, %s then %s", err, before, s.Addr())
	}
}

func TestSink_HoldsTheAnswer(t *testing.T) {
	s := Start(t)
	h := s.Hold()
	done := make(chan error, 1)
	go func() { done <- send(s, "tom@example.org") }()
	<-h.Reached()
	select {
	case err := <-done:
		t.Fatalf("the sender has an answer: %v", err)
	default:
	}
	if len(s.Messages()) != 1 || h.Message().Subject() != "Café" {
		t.Error("the held message cannot be read")
	}
	h.Release()
	h.Release()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := send(s, "tom@example.org"); err != nil {
		t.Errorf("only one message is held: %v", err)
	}
}

func TestSink_WaitEndsInTime(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got, err := s.Wait(1, 10*time.Millisecond); err == nil || len(got) != 0 {
		t.Errorf("%d messages, %v", len(got), err)
	}
}
