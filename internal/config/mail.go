package config

import (
	"net/mail"
	"net/url"
	"strconv"
)

// SMTP is the server that takes our mail. The zero value stands for none.
type SMTP struct {
	Host        string
	Port        int
	User        string // empty: no sign-in
	Password    Hidden
	ImplicitTLS bool // smtps: encrypted from the first byte; otherwise by STARTTLS when the server offers it
}

const smtpExample = "smtp://user:password@mail.example.org:587 (or smtps:// for port 465), with %40 for an @ in the name or the password"

func (c *Config) readMail(server, from string) error {
	if server != "" {
		smtp, err := parseSMTP(server)
		if err != nil {
			return err
		}
		c.Mail = smtp
	}
	if from == "" {
		if c.Mail.Host != "" {
			return problem("WAYMARK_MAIL_FROM", "It is not set, and with WAYMARK_SMTP it must be. Write whom messages come from, for example Waymark Saltcombe <help@example.org>.")
		}
		from = defaultMailFrom
	}
	addr, err := mail.ParseAddress(from)
	if err != nil {
		return problem("WAYMARK_MAIL_FROM", "%q is not an e-mail address. Write for example Waymark Saltcombe <help@example.org>.", from)
	}
	c.MailFrom = addr
	return nil
}

// parseSMTP never passes on what url.Parse says: its errors quote the value, and with it the password.
func parseSMTP(value string) (SMTP, error) {
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Hostname() == "" {
		return SMTP{}, problem("WAYMARK_SMTP", "This is not the address of a mail server. Write it as %s.", smtpExample)
	}
	if (u.Path != "" && u.Path != "/") || u.RawQuery != "" || u.Fragment != "" {
		return SMTP{}, problem("WAYMARK_SMTP", "There is something after the port. Write it as %s.", smtpExample)
	}
	s := SMTP{Host: u.Hostname(), Port: 587, ImplicitTLS: u.Scheme == "smtps"}
	if s.ImplicitTLS {
		s.Port = 465
	}
	if port := u.Port(); port != "" {
		s.Port, err = strconv.Atoi(port)
		if err != nil || s.Port < 1 || s.Port > 65535 {
			return SMTP{}, problem("WAYMARK_SMTP", "The port must be a number from 1 to 65535. Write it as %s.", smtpExample)
		}
	}
	if u.User != nil {
		password, _ := u.User.Password()
		s.User, s.Password = u.User.Username(), Hidden(password)
	}
	return s, nil
}
