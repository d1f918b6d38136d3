package notify

import (
	"bytes"
	"net/mail"
	"strings"
	"testing"
	"time"

	"waymark/internal/notify/smtpsink"
)

func sampleMessage(t *testing.T) Message {
	t.Helper()
	subject, text, html, err := Compose(sampleInvitation(), saltcombe)
	if err != nil {
		t.Fatal(err)
	}
	return Message{
		From: Address{"Saltcombe", "help@saltcombe.example"}, To: Address{"Tom", "tom@home.example"},
		Subject: subject, Text: text, HTML: html, Purpose: Case,
		MessageID: "invitation.51.3@saltcombe.example",
		Date:      time.Date(2026, 6, 15, 10, 0, 0, 0, time.FixedZone("BST", 3600)),
		Headers:   []Header{{"Reply-To", "desk@saltcombe.example"}},
	}
}

func rendered(t *testing.T, m Message) smtpsink.Message {
	t.Helper()
	raw, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return smtpsink.Message{Raw: raw}
}

func TestMessage_BytesAreTheSameEachTime(t *testing.T) {
	with := sampleMessage(t)
	with.Attachments = []Attachment{sampleCalendar().File(), {Name: "plan.txt", ContentType: "text/plain", Content: []byte("a plan")}}
	for name, m := range map[string]Message{"plain": sampleMessage(t), "with files": with} {
		first := rendered(t, m).Raw
		for range 20 {
			if again := rendered(t, m).Raw; !bytes.Equal(first, again) {
				t.Fatalf("%s: the bytes differ", name)
			}
		}
		other := m
		other.MessageID = "invitation.52.1@saltcombe.example"
		if bytes.Equal(first, rendered(t, other).Raw) {
			t.Errorf("%s: another Message-ID gives the same bytes", name)
		}
	}
}

func TestMessage_HeadAndParts(t *testing.T) {
	m := sampleMessage(t)
	m.Attachments = []Attachment{sampleCalendar().File()}
	for name, msg := range map[string]Message{"alone": sampleMessage(t), "with a file": m} {
		t.Run(name, func(t *testing.T) {
			got := rendered(t, msg)
			for header, want := range map[string]string{
				"Message-ID": "<invitation.51.3@saltcombe.example>", "Date": "Mon, 15 Jun 2026 10:00:00 +0100",
				"From": `"Saltcombe" <help@saltcombe.example>`, "To": `"Tom" <tom@home.example>`,
				"Subject": "Could you pick up some shopping for Joan, today, before 1 pm?", "Auto-Submitted": "auto-generated",
				"X-Waymark-Purpose": "case", "Reply-To": "desk@saltcombe.example", "User-Agent": "", "X-Mailer": "", "Mime-Version": "1.0",
			} {
				if value := got.Header(header); value != want {
					t.Errorf("%s: %q, want %q", header, value, want)
				}
			}
			if got.Text() != msg.Text || got.HTML() != msg.HTML {
				t.Error("the parts are not what went in")
			}
			if links := smtpsink.Links(got); len(links) != 5 || links[0] != u("i/yes") {
				t.Errorf("links %q", links)
			}
			if has := strings.Contains(got.Calendar(), "BEGIN:VEVENT"); has != (len(msg.Attachments) > 0) {
				t.Errorf("a calendar: %v", has)
			}
			for line := range strings.Lines(string(got.Raw)) {
				if len(line) > 80 || !strings.HasSuffix(line, "\r\n") && !strings.HasSuffix(string(got.Raw), line) {
					t.Errorf("a line of %d bytes: %q", len(line), line)
				}
			}
		})
	}
}

func TestMessage_NothingCanForgeAHeader(t *testing.T) {
	const evil = "x\r\nBcc: all@evil.example\r\n\r\nbody"
	for name, change := range map[string]func(*Message){
		"the subject":      func(m *Message) { m.Subject = evil },
		"a name":           func(m *Message) { m.To.Name = evil },
		"our name":         func(m *Message) { m.From.Name = evil },
		"a header":         func(m *Message) { m.Headers = []Header{{"Reply-To", evil}} },
		"a bare line feed": func(m *Message) { m.Subject = "x\nBcc: all@evil.example" },
		"a bare return":    func(m *Message) { m.Subject = "x\rBcc: all@evil.example" },
		"a line separator": func(m *Message) { m.To.Name = "x\u2028Bcc: all@evil.example" },
		"a file's name":    func(m *Message) { m.Attachments = []Attachment{{Name: evil, ContentType: "text/plain"}} },
	} {
		t.Run(name, func(t *testing.T) {
			m := sampleMessage(t)
			change(&m)
			parsed, err := mail.ReadMessage(bytes.NewReader(rendered(t, m).Raw))
			if err != nil {
				t.Fatal(err)
			}
			if parsed.Header.Get("Bcc") != "" || parsed.Header.Get("Message-Id") == "" || parsed.Header.Get("Content-Type") == "" {
				t.Errorf("head %v", parsed.Header)
			}
		})
	}
}

func TestMessage_NamesOfAllScriptsSurvive(t *testing.T) {
	for _, name := range []string{"Zoë Ó Súilleabháin", "רות כהן", "王小明", "Jo 👩‍🌾", `Tom "the boat" Trewin`, "O’Brien, Pat", "<Tom>"} {
		m := sampleMessage(t)
		m.To.Name, m.Subject = name, "Could you ring "+name+"?"
		got := rendered(t, m)
		parsed, err := mail.ReadMessage(bytes.NewReader(got.Raw))
		if err != nil {
			t.Fatal(err)
		}
		to, err := parsed.Header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Name != name || to[0].Address != "tom@home.example" {
			t.Errorf("%q became %v, %v", name, to, err)
		}
		if got.Subject() != m.Subject {
			t.Errorf("subject %q", got.Subject())
		}
	}
	m := sampleMessage(t)
	m.To.Name = strings.Repeat("Wolfeschlegel ", 100)
	if to := rendered(t, m).Header("To"); len(to) > 100 {
		t.Errorf("a name of %d bytes", len(to))
	}
}

func TestMessage_AddressesThatAreNoneBounce(t *testing.T) {
	for _, address := range []string{"", "tom", "tom@", "@home.example", "tom@home.example, all@evil.example", "Tom <tom@home.example>",
		"tom@home.example\r\nRCPT TO:<all@evil.example>", "<tom@home.example>", "tom @home.example"} {
		m := sampleMessage(t)
		m.To.Address = address
		if _, err := m.Bytes(); !Bounced(err) || Temporary(err) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestMessage_FaultsOfTheProgramAreNeitherBouncedNorTemporary(t *testing.T) {
	for name, change := range map[string]func(*Message){
		"no Message-ID":         func(m *Message) { m.MessageID = "" },
		"a broken Message-ID":   func(m *Message) { m.MessageID = "a b@c" },
		"no date":               func(m *Message) { m.Date = time.Time{} },
		"no purpose":            func(m *Message) { m.Purpose = "" },
		"a header twice":        func(m *Message) { m.Headers = []Header{{"subject", "x"}} },
		"a hidden reader":       func(m *Message) { m.Headers = []Header{{"BCC", "all@evil.example"}} },
		"a header with a colon": func(m *Message) { m.Headers = []Header{{"X: y\r\nBcc", "x"}} },
		"our own address":       func(m *Message) { m.From.Address = "nobody" },
	} {
		t.Run(name, func(t *testing.T) {
			m := sampleMessage(t)
			change(&m)
			if _, err := m.Bytes(); err == nil || Bounced(err) || Temporary(err) {
				t.Errorf("%v", err)
			}
		})
	}
}
