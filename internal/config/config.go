// Package config is what a person may set from outside: one struct, read from the environment, with a default for each
// setting. A wrong setting is answered with its name, what is wrong, and what to write instead; a secret is never
// printed.
package config

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

const (
	defaultAddr     = "127.0.0.1:8420"
	defaultDataDir  = ".waymark"
	defaultMailFrom = "Waymark <waymark@localhost>"
)

// Config holds every setting. Load makes it; Listen completes it.
type Config struct {
	Addr        string        // where to listen, host:port; Listen writes the real port here
	AddrGiven   bool          // a person named the address, so no other will do
	URL         string        // how people reach the pages, without a slash at the end; links in messages begin with it
	DataDir     string        // absolute; the secret, and the private database when DatabaseURL is empty
	DatabaseURL Hidden        // empty: Waymark starts its own PostgreSQL
	OwnerURL    Hidden        // the login that owns the tables, where DatabaseURL's is another; empty: it is that
	Mail        SMTP          // without a Host messages are kept and shown, and none leaves the machine
	MailFrom    *mail.Address // never nil
	Dev         bool          // pages and tools for trying things out
	Demo        bool          // an empty private database becomes a made-up district
	Try         bool          // a town that is at work also lets people try their own list of streets
	MapTiles    string        // the address of pictures to lay under the map, with {z}, {x} and {y}; empty: nothing foreign is fetched
	MapCredit   string        // whom to name under the map
	BehindProxy bool          // our own proxy says in X-Forwarded-For where people come from

	// GivenSecret is WAYMARK_SECRET; the method Secret also knows the one that is kept in the data folder. It is
	// exported because fmt prints unexported fields without asking their type.
	GivenSecret Hidden

	urlGiven bool
}

// Hidden is a text that must not reach a log or a screen. It prints as "[hidden]" by every way of fmt, log/slog and
// encoding/json; Reveal is the only way to it.
type Hidden string

// Reveal returns the text itself.
func (h Hidden) Reveal() string { return string(h) }

// String returns a word in place of the text.
func (h Hidden) String() string {
	if h == "" {
		return ""
	}
	return "[hidden]"
}

// Format writes what String returns, whatever the verb.
func (h Hidden) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, h.String()) }

// MarshalText does for JSON and log/slog what String does for fmt.
func (h Hidden) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// Problem says what is wrong with one setting and what to write instead.
type Problem struct {
	Variable string // the name of the environment variable
	Message  string // whole sentences; never the value when that may hold a secret
}

// Error returns the variable's name and the sentences.
func (p *Problem) Error() string { return p.Variable + ": " + p.Message }

func problem(variable, format string, args ...any) error {
	return &Problem{Variable: variable, Message: fmt.Sprintf(format, args...)}
}

// Load reads the settings by getenv (os.Getenv in the program). It touches no file and no network. The error joins a
// *Problem for each setting that is wrong, so that all can be mended at once.
func Load(getenv func(string) string) (*Config, error) {
	get := func(name string) string { return strings.TrimSpace(getenv(name)) }
	c := &Config{}
	return c, errors.Join(
		c.readAddr(get("WAYMARK_ADDR")),
		c.readDataDir(get("WAYMARK_DATA")),
		c.readDatabase("DATABASE_URL", get("DATABASE_URL"), &c.DatabaseURL),
		c.readDatabase("WAYMARK_OWNER_URL", get("WAYMARK_OWNER_URL"), &c.OwnerURL),
		c.readSecret(get("WAYMARK_SECRET")),
		c.readYesNo("WAYMARK_DEV", get("WAYMARK_DEV"), c.DatabaseURL == "", &c.Dev),
		c.readYesNo("WAYMARK_DEMO", get("WAYMARK_DEMO"), c.DatabaseURL == "", &c.Demo),
		c.readYesNo("WAYMARK_TRY", get("WAYMARK_TRY"), false, &c.Try),
		c.readYesNo("WAYMARK_BEHIND_PROXY", get("WAYMARK_BEHIND_PROXY"), false, &c.BehindProxy),
		c.readMap(get("WAYMARK_MAP_TILES"), get("WAYMARK_MAP_ATTRIBUTION")),
		c.readURL(get("WAYMARK_URL")),
		c.readMail(get("WAYMARK_SMTP"), get("WAYMARK_MAIL_FROM")),
	)
}

func (c *Config) readMap(tiles, credit string) error {
	c.MapTiles, c.MapCredit = tiles, credit
	if tiles == "" {
		return nil
	}
	u, err := url.Parse(tiles)
	host := err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && !strings.ContainsAny(u.Host, "{};,'\" *")
	for _, part := range []string{"{z}", "{x}", "{y}"} {
		if !host || !strings.Contains(u.Path+u.RawQuery, part) {
			return problem("WAYMARK_MAP_TILES", "It is not the address of map tiles. Write one host, and where {z}, {x} and {y} go, for example https://tiles.example.org/{z}/{x}/{y}.png.")
		}
	}
	if credit == "" {
		return problem("WAYMARK_MAP_ATTRIBUTION", "Say whom to name under the map whose tiles are shown, for example © OpenStreetMap contributors.")
	}
	return nil
}

func (c *Config) readAddr(value string) error {
	c.Addr = defaultAddr
	if value == "" {
		return nil
	}
	c.Addr, c.AddrGiven = value, true
	_, port, err := net.SplitHostPort(value)
	if err != nil {
		return problem("WAYMARK_ADDR", "%q is not an address. Write a host and a port, for example %s, or :80 for every way into this machine.",
			value, defaultAddr)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return problem("WAYMARK_ADDR", "%q is not a port. Write a number from 1 to 65535 after the colon, for example %s.", port, defaultAddr)
	}
	return nil
}

func (c *Config) readDataDir(value string) error {
	if value == "" {
		value = defaultDataDir
	}
	dir, err := filepath.Abs(value)
	if err != nil {
		return problem("WAYMARK_DATA", "The folder cannot be worked out (%v). Write a path that begins with a slash.", err)
	}
	c.DataDir = dir
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return problem("WAYMARK_DATA", "%s is a file. Write the path of a folder; it is made when it is missing.", dir)
	}
	return nil
}

// keysAndValues is the other form of a connection to PostgreSQL, "host=db dbname=waymark": words with values, which may stand in quotation
// marks.
var keysAndValues = regexp.MustCompile(`^(?:[a-z_]+ *= *(?:'(?:[^'\\]|\\.)*'|[^\s'=]+)(?:\s+|$))+$`)

func (c *Config) readDatabase(name, value string, into *Hidden) error {
	*into = Hidden(value)
	if value == "" {
		return nil
	}
	if c.DatabaseURL == "" {
		return problem(name, "It is of use beside DATABASE_URL only: set that too, or leave both out.")
	}
	// What url.Parse says stays here: its errors quote the value, and with it the password.
	if u, err := url.Parse(value); err == nil && (u.Scheme == "postgres" || u.Scheme == "postgresql") {
		return nil
	}
	if keysAndValues.MatchString(value) {
		return nil
	}
	return problem(name, "This is not the address of a PostgreSQL database. Write it as postgres://user:password@host:5432/waymark?sslmode=require (with %%40 for an @ in the password) or as host=db port=5432 dbname=waymark user=waymark password=… sslmode=require, or leave it out and Waymark starts a database of its own.")
}

func (c *Config) readSecret(value string) error {
	if value != "" && len(value) < minSecret {
		return problem("WAYMARK_SECRET", "It is too short to be safe. Write at least %d characters, for example what `openssl rand -hex 32` prints, or leave it out and one is made and kept in the data folder.", minSecret)
	}
	c.GivenSecret = Hidden(value)
	return nil
}

// readYesNo reads a setting that is on or off; usual is what it is when nobody said.
func (c *Config) readYesNo(name, value string, usual bool, into *bool) error {
	switch strings.ToLower(value) {
	case "":
		*into = usual
	case "1", "true", "yes", "on":
		*into = true
	case "0", "false", "no", "off":
		*into = false
	default:
		return problem(name, "%q is neither yes nor no. Write true or false.", value)
	}
	return nil
}

func (c *Config) readURL(value string) error {
	c.URL = urlOf(c.Addr)
	if value == "" {
		return nil
	}
	c.urlGiven = true
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return problem("WAYMARK_URL", "%q is not the address of a site. Write it as people type it, for example https://help.example.org.", value)
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return problem("WAYMARK_URL", "It may hold only the name of the site. Write for example %s://%s.", u.Scheme, u.Host)
	}
	c.URL = u.Scheme + "://" + u.Host
	return nil
}

// urlOf is how a browser on this machine reaches an address. A host that stands for every interface is no host that a
// link can name.
func urlOf(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "http://" + addr
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
