package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/internal/notify/smtpsink"
)

func sender(t *testing.T, url string, o SMTPOptions) *SMTP {
	t.Helper()
	if o.Timeout == 0 {
		o.Timeout = 5 * time.Second
	}
	s, err := NewSMTP(url, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func numbered(t *testing.T, n int) Message {
	t.Helper()
	m := sampleMessage(t)
	m.MessageID = fmt.Sprintf("m%d@saltcombe.example", n)
	return m
}

func TestSMTP_CarriesTheBytesOverOneConnection(t *testing.T) {
	sink := smtpsink.Start(t)
	s := sender(t, sink.URL(), SMTPOptions{})
	for i := range 5 {
		if err := s.Send(t.Context(), numbered(t, i)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := sink.Wait(5, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	for i, g := range got {
		want, err := numbered(t, i).Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(bytes.TrimRight(g.Raw, "\r\n"), bytes.TrimRight(want, "\r\n")) {
			t.Errorf("message %d differs on the wire", i)
		}
		if g.From != "help@saltcombe.example" || len(g.To) != 1 || g.To[0] != "tom@home.example" {
			t.Errorf("envelope %q %q", g.From, g.To)
		}
	}
	if n := sink.Connections(); n != 1 {
		t.Errorf("%d connections", n)
	}
	if links := smtpsink.Links(got[0]); links[0] != u("i/yes") || smtpsink.LinkAfter(got[0], "Not this week") != u("i/week") {
		t.Errorf("links %q", links)
	}
}

func TestSMTP_ASecondTryIsTheSameToTheByte(t *testing.T) {
	sink := smtpsink.Start(t)
	for range 2 { // as two processes would, one after the other
		if err := sender(t, sink.URL(), SMTPOptions{}).Send(t.Context(), numbered(t, 1)); err != nil {
			t.Fatal(err)
		}
	}
	if got := sink.Messages(); len(got) != 2 || !bytes.Equal(got[0].Raw, got[1].Raw) {
		t.Errorf("%d messages, or they differ", len(got))
	}
}

func TestSMTP_BusyThenGood(t *testing.T) {
	sink := smtpsink.Start(t)
	sink.Busy(2)
	s := sender(t, sink.URL(), SMTPOptions{})
	for range 2 {
		if err := s.Send(t.Context(), numbered(t, 1)); !Temporary(err) || Bounced(err) || !strings.Contains(err.Error(), "451") {
			t.Fatalf("%v", err)
		}
	}
	if err := s.Send(t.Context(), numbered(t, 1)); err != nil {
		t.Fatal(err)
	}
	if n := len(sink.Messages()); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// What a server says of one message is about that one: the others go out, and nobody is told that mail is down.
func TestSMTP_PutOffIsNotDown(t *testing.T) {
	for name, c := range map[string]struct {
		code int  // to our own address; 0: the reader's is full
		down bool // the server as a whole
	}{"busy": {451, false}, "no room": {452, false}, "the reader's is full": {0, false}, "hanging up": {421, true}} {
		t.Run(name, func(t *testing.T) {
			sink := smtpsink.Start(t)
			if c.code == 0 {
				sink.Full("tom@home.example")
			} else {
				sink.BusyWith(1, c.code)
			}
			s := sender(t, sink.URL(), SMTPOptions{})
			if err := s.Send(t.Context(), numbered(t, 1)); !Temporary(err) || Bounced(err) || Down(err) != c.down {
				t.Errorf("down: %v, want %v: %v", Down(err), c.down, err)
			}
			sink.Accept("tom@home.example")
			if err := s.Send(t.Context(), numbered(t, 2)); err != nil {
				t.Errorf("the next message: %v", err)
			}
		})
	}
}

// A server that puts off one message after another takes nothing, and stays down until it would begin one. The same message again is
// one message.
func TestSMTP_ThreePutOffInARowIsDown(t *testing.T) {
	sink := smtpsink.Start(t)
	s := sender(t, sink.URL(), SMTPOptions{})
	sink.Busy(100)
	for i, id := range []int{1, 1, 2, 1, 2} {
		if err := s.Send(t.Context(), numbered(t, id)); !Temporary(err) || Down(err) {
			t.Fatalf("try %d: %v", i, err)
		}
	}
	if err := s.Send(t.Context(), numbered(t, 3)); !Down(err) || !Temporary(err) {
		t.Errorf("the third message in a row: %v, want that mail is down", err)
	}
	if err := s.Ready(t.Context()); !Down(err) {
		t.Errorf("it would put off the next, and is ready: %v", err)
	}
	sink.Busy(0)
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("it takes messages, and is not ready: %v", err)
	}
	sink.Busy(2)
	for _, id := range []int{4, 5} {
		if err := s.Send(t.Context(), numbered(t, id)); Down(err) {
			t.Errorf("once it was ready: %v", err)
		}
	}
	if err := s.Send(t.Context(), numbered(t, 6)); err != nil {
		t.Fatal(err)
	}
	sink.Busy(1)
	if err := s.Send(t.Context(), numbered(t, 7)); Down(err) {
		t.Errorf("after one that went out: %v", err)
	}
}

func TestSMTP_NoSuchMailboxBounces(t *testing.T) {
	sink := smtpsink.Start(t)
	sink.Reject("Tom@Home.example")
	s := sender(t, sink.URL(), SMTPOptions{})
	err := s.Send(t.Context(), numbered(t, 1))
	if !Bounced(err) || Temporary(err) || !strings.Contains(err.Error(), "550") {
		t.Fatalf("%v", err)
	}
	if strings.Contains(err.Error(), "tom@home.example") {
		t.Errorf("the error holds the address: %v", err)
	}
	sink.Accept("tom@home.example")
	if err := s.Send(t.Context(), numbered(t, 1)); err != nil {
		t.Errorf("after a bounce: %v", err)
	}
}

func TestSMTP_DownThenUp(t *testing.T) {
	sink := smtpsink.Start(t)
	s := sender(t, sink.URL(), SMTPOptions{})
	if err := s.Send(t.Context(), numbered(t, 1)); err != nil {
		t.Fatal(err)
	}
	sink.Down() // the kept connection dies with it
	for range 2 {
		if err := s.Send(t.Context(), numbered(t, 2)); !Temporary(err) || Bounced(err) {
			t.Fatalf("%v", err)
		}
	}
	if err := sink.Up(); err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), numbered(t, 2)); err != nil {
		t.Fatal(err)
	}
	if n := len(sink.Messages()); n != 2 {
		t.Errorf("%d messages", n)
	}
}

func TestSMTP_AConnectionThatWentStaleIsReplacedAtOnce(t *testing.T) {
	sink := smtpsink.Start(t)
	s := sender(t, sink.URL(), SMTPOptions{})
	if err := s.Send(t.Context(), numbered(t, 1)); err != nil {
		t.Fatal(err)
	}
	sink.Down()
	if err := sink.Up(); err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), numbered(t, 2)); err != nil {
		t.Fatalf("the next message fails: %v", err)
	}
	if got := sink.Messages(); len(got) != 2 {
		t.Errorf("%d messages", len(got))
	}
}

func TestSMTP_AnEndedContextCutsTheConversation(t *testing.T) {
	sink := smtpsink.Start(t)
	hold := sink.Hold()
	s := sender(t, sink.URL(), SMTPOptions{Timeout: time.Minute})
	ctx, end := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Send(ctx, numbered(t, 1)) }()
	<-hold.Reached()
	end()
	var err error
	select {
	case err = <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("it goes on waiting for the server")
	}
	if !Temporary(err) || !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	if hold.Message().Header("Message-ID") != "<m1@saltcombe.example>" {
		t.Error("the server does not have the message")
	}
	hold.Release()
	if err := s.Send(t.Context(), numbered(t, 1)); err != nil {
		t.Fatal(err)
	}
	if got := sink.Messages(); len(got) != 2 || !bytes.Equal(got[0].Raw, got[1].Raw) {
		t.Errorf("%d messages, or they differ", len(got))
	}
}

func TestSMTP_AServerThatNeverSpeaksIsTemporary(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := sender(t, "smtp://"+l.Addr().String(), SMTPOptions{Timeout: 100 * time.Millisecond})
	if err := s.Send(t.Context(), numbered(t, 1)); !Temporary(err) {
		t.Errorf("%v", err)
	}
}

func TestSMTP_ManyAtOnce(t *testing.T) {
	sink := smtpsink.Start(t)
	s := sender(t, sink.URL(), SMTPOptions{})
	var all sync.WaitGroup
	for i := range 20 {
		m := numbered(t, i)
		all.Go(func() {
			if err := s.Send(context.Background(), m); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(sink.Messages()); n != 20 {
		t.Errorf("%d messages", n)
	}
}

// A server that does not know us says 5xx to everything: no reader's address may be struck off for that.
func TestSMTP_AWrongPasswordIsNoBounce(t *testing.T) {
	sink := smtpsink.Start(t)
	url := strings.Replace(sink.URL(), "smtp://", "smtp://town:secret@", 1)
	err := sender(t, url, SMTPOptions{}).Send(t.Context(), numbered(t, 1))
	if !Temporary(err) || Bounced(err) || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}

func TestSMTP_AServerThatDoesNotTakeOurAddressIsNoBounce(t *testing.T) {
	sink := smtpsink.Start(t)
	sink.RejectSender("help@saltcombe.example")
	if err := sender(t, sink.URL(), SMTPOptions{}).Send(t.Context(), numbered(t, 1)); !Temporary(err) || Bounced(err) {
		t.Errorf("%v", err)
	}
}

func TestNewSMTP_Addresses(t *testing.T) {
	for url, good := range map[string]bool{
		"smtp://localhost": true, "smtp://localhost:25": true, "smtps://mail.example.org": true, "smtp://u:p%40ss@mail.example.org:587": true, "smtp://[::1]:2525": true,
		"": false, "mail.example.org": false, "http://mail.example.org": false, "smtp://": false, "smtp://h:0": false, "smtp://h:99999": false, "smtp://u:pass word@h": false,
	} {
		_, err := NewSMTP(url, SMTPOptions{})
		if (err == nil) != good {
			t.Errorf("%q: %v", url, err)
		}
		if err != nil && strings.Contains(err.Error(), "pass word") {
			t.Errorf("the error holds the password: %v", err)
		}
	}
}
