package smtpsink

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// Message is what came in.
type Message struct {
	From string   // of the envelope
	To   []string // of the envelope
	Raw  []byte
}

// Header returns a decoded line of the head, or "".
func (m Message) Header(name string) string {
	parsed, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		return ""
	}
	value, err := new(mime.WordDecoder).DecodeHeader(parsed.Header.Get(name))
	if err != nil {
		return parsed.Header.Get(name)
	}
	return value
}

// Subject returns the decoded subject.
func (m Message) Subject() string { return m.Header("Subject") }

// Text returns the decoded text part with bare line feeds, or "" when there is none.
func (m Message) Text() string { return strings.ReplaceAll(m.part("text/plain"), "\r\n", "\n") }

// HTML returns the decoded HTML part, or "" when there is none.
func (m Message) HTML() string { return strings.ReplaceAll(m.part("text/html"), "\r\n", "\n") }

// Calendar returns the decoded calendar file, or "" when there is none.
func (m Message) Calendar() string { return m.part("text/calendar") }

// Links returns the links of a message's text part in their order, each of which stands on its own line.
func Links(m Message) []string {
	var links []string
	for line := range strings.Lines(m.Text()) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "http://") || strings.HasPrefix(line, "https://") {
			links = append(links, line)
		}
	}
	return links
}

// LinkAfter returns the link under the line that begins with the words, as in "Yes, I’ll go:", or "".
func LinkAfter(m Message, words string) string {
	found := false
	for line := range strings.Lines(m.Text()) {
		line = strings.TrimSpace(line)
		if found {
			return line
		}
		found = strings.HasPrefix(line, words) && strings.HasSuffix(line, ":")
	}
	return ""
}

func (m Message) part(kind string) string {
	parsed, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		return ""
	}
	found, _ := find(kind, parsed.Header.Get("Content-Type"), parsed.Header.Get("Content-Transfer-Encoding"), parsed.Body)
	return found
}

// find looks for the first part of a kind, the outermost first; ok is false when there is none.
func find(kind, contentType, encoding string, body io.Reader) (content string, ok bool) {
	is, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return "", false
	}
	if strings.HasPrefix(is, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err != nil {
				return "", false
			}
			if content, ok = find(kind, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p); ok {
				return content, true
			}
		}
	}
	if is != kind {
		return "", false
	}
	decoded, err := io.ReadAll(decode(encoding, body))
	return string(decoded), err == nil
}

func decode(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}
