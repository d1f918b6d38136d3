package config_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/config"
)

// from makes a getenv of pairs: name, value, name, value.
func from(pairs ...string) func(string) string {
	env := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		env[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return env[name] }
}

func load(t *testing.T, pairs ...string) *config.Config {
	t.Helper()
	c, err := config.Load(from(pairs...))
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return c
}

func TestLoad_Defaults(t *testing.T) {
	wd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	c := load(t)
	if c.Addr != "127.0.0.1:8420" || c.AddrGiven {
		t.Errorf("Addr = %q, given %v", c.Addr, c.AddrGiven)
	}
	if c.URL != "http://127.0.0.1:8420" {
		t.Errorf("URL = %q", c.URL)
	}
	if want := filepath.Join(wd, ".waymark"); c.DataDir != want {
		t.Errorf("DataDir = %q, want %q", c.DataDir, want)
	}
	if c.DatabaseURL != "" || c.Mail.Host != "" || !c.Dev {
		t.Errorf("database %v, mail %v, dev %v", c.DatabaseURL, c.Mail, c.Dev)
	}
	if c.MailFrom.Address != "waymark@localhost" {
		t.Errorf("MailFrom = %v", c.MailFrom)
	}
}

func TestLoad_Map(t *testing.T) {
	const tiles, credit = "https://tiles.example.org/{z}/{x}/{y}.png?key=1", "© OpenStreetMap contributors"
	if c := load(t, "WAYMARK_MAP_TILES", tiles, "WAYMARK_MAP_ATTRIBUTION", credit); c.MapTiles != tiles || c.MapCredit != credit {
		t.Errorf("got %q, %q", c.MapTiles, c.MapCredit)
	}
	if c := load(t, "WAYMARK_MAP_ATTRIBUTION", credit); c.MapTiles != "" || c.MapCredit != credit {
		t.Errorf("the streets alone: got %q, %q", c.MapTiles, c.MapCredit)
	}
	for wrong, variable := range map[string]string{"tiles.example.org/{z}/{x}/{y}.png": "WAYMARK_MAP_TILES", "https://{s}.example.org/{z}/{x}/{y}.png": "WAYMARK_MAP_TILES",
		"https://a.example.org;script-src/{z}/{x}/{y}": "WAYMARK_MAP_TILES", "https://tiles.example.org/{z}/{x}.png": "WAYMARK_MAP_TILES", "ftp://a.org/{z}/{x}/{y}": "WAYMARK_MAP_TILES"} {
		var p *config.Problem
		if _, err := config.Load(from("WAYMARK_MAP_TILES", wrong, "WAYMARK_MAP_ATTRIBUTION", credit)); !errors.As(err, &p) || p.Variable != variable {
			t.Errorf("%s: %v", wrong, err)
		}
	}
	var p *config.Problem
	if _, err := config.Load(from("WAYMARK_MAP_TILES", tiles)); !errors.As(err, &p) || p.Variable != "WAYMARK_MAP_ATTRIBUTION" {
		t.Errorf("nobody is named: %v", err)
	}
}

func TestLoad_URL(t *testing.T) {
	for _, tt := range []struct{ addr, url, want string }{
		{":80", "", "http://localhost:80"},
		{"0.0.0.0:8420", "", "http://localhost:8420"},
		{"[::]:8420", "", "http://localhost:8420"},
		{"[::1]:9000", "", "http://[::1]:9000"},
		{"10.0.0.7:9000", "", "http://10.0.0.7:9000"},
		{"127.0.0.1:9000", "https://help.example.org/", "https://help.example.org"},
		{"", "http://help.example.org:8080", "http://help.example.org:8080"},
	} {
		if c := load(t, "WAYMARK_ADDR", tt.addr, "WAYMARK_URL", tt.url); c.URL != tt.want {
			t.Errorf("address %q and URL %q give %q, want %q", tt.addr, tt.url, c.URL, tt.want)
		}
	}
}

func TestLoad_Dev(t *testing.T) {
	const database = "postgres://localhost/waymark"
	for _, tt := range []struct {
		database, dev string
		want          bool
	}{
		{"", "", true},
		{"", "false", false},
		{database, "", false},
		{database, "Yes", true},
		{database, "0", false},
	} {
		if c := load(t, "DATABASE_URL", tt.database, "WAYMARK_DEV", tt.dev); c.Dev != tt.want {
			t.Errorf("database %q and dev %q give %v", tt.database, tt.dev, c.Dev)
		}
	}
}

func TestLoad_Mail(t *testing.T) {
	for _, tt := range []struct {
		value string
		want  config.SMTP
	}{
		{"smtp://mail.example.org", config.SMTP{Host: "mail.example.org", Port: 587}},
		{"smtp://localhost:2525/", config.SMTP{Host: "localhost", Port: 2525}},
		{"smtps://help%40example.org:a%2Fb@mail.example.org", config.SMTP{Host: "mail.example.org", Port: 465,
			User: "help@example.org", Password: "a/b", ImplicitTLS: true}},
	} {
		c := load(t, "WAYMARK_SMTP", tt.value, "WAYMARK_MAIL_FROM", "Saltcombe <help@example.org>")
		if c.Mail != tt.want {
			t.Errorf("%s: got host %s port %d user %s tls %v", tt.value, c.Mail.Host, c.Mail.Port, c.Mail.User, c.Mail.ImplicitTLS)
		}
		if c.MailFrom.Name != "Saltcombe" || c.MailFrom.Address != "help@example.org" {
			t.Errorf("MailFrom = %v", c.MailFrom)
		}
	}
}

// Each wrong setting is named, told what to write, and never quoted where it may hold a secret.
func TestLoad_Problems(t *testing.T) {
	const hush = "s3cret-word"
	for _, tt := range []struct {
		name, value string
		more        []string
		says        string
	}{
		{"WAYMARK_ADDR", "8420", nil, "127.0.0.1:8420"},
		{"WAYMARK_ADDR", "localhost:http", nil, `"http" is not a port`},
		{"WAYMARK_ADDR", "localhost:70000", nil, "65535"},
		{"WAYMARK_DATA", "config_test.go", nil, "is a file"},
		{"WAYMARK_DEV", "maybe", nil, "true or false"},
		{"WAYMARK_URL", "help.example.org", nil, "https://help.example.org"},
		{"WAYMARK_URL", "https://help.example.org/town?x=1", nil, "https://help.example.org."},
		{"WAYMARK_SECRET", hush, nil, "openssl rand -hex 32"},
		{"DATABASE_URL", "mysql://root:" + hush + "@db/waymark", nil, "postgres://"},
		{"DATABASE_URL", "postgres://u:" + hush + "@db:port/waymark", nil, "postgres://"},
		{"DATABASE_URL", "waymark on db, password " + hush, nil, "host=db port=5432"},
		{"DATABASE_URL", "host=db password='" + hush, nil, "host=db port=5432"},
		{"WAYMARK_SMTP", "http://u:" + hush + "@mail", nil, "smtp://"},
		{"WAYMARK_SMTP", "smtp://u:" + hush + "@mail:port", nil, "smtp://"},
		{"WAYMARK_SMTP", "smtp://u:" + hush + "%zz@mail", nil, "smtp://"},
		{"WAYMARK_SMTP", "smtp://u:" + hush + "@mail:587/inbox", nil, "after the port"},
		{"WAYMARK_SMTP", "smtp://u:" + hush + "@mail:99999", nil, "65535"},
		{"WAYMARK_MAIL_FROM", "nobody", nil, "help@example.org"},
		{"WAYMARK_MAIL_FROM", "", []string{"WAYMARK_SMTP", "smtp://u:" + hush + "@mail"}, "with WAYMARK_SMTP it must be"},
	} {
		_, err := config.Load(from(append(tt.more, tt.name, tt.value)...))
		var p *config.Problem
		if !errors.As(err, &p) || p.Variable != tt.name {
			t.Errorf("%s=%s: got %v", tt.name, tt.value, err)
			continue
		}
		if !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s=%s: %q does not say %q", tt.name, tt.value, err, tt.says)
		}
		if strings.Contains(err.Error(), hush) {
			t.Errorf("%s: the error repeats the secret: %q", tt.name, err)
		}
	}
}

func TestLoad_TellsEveryProblemAtOnce(t *testing.T) {
	_, err := config.Load(from("WAYMARK_ADDR", "8420", "WAYMARK_DEV", "maybe"))
	for _, name := range []string{"WAYMARK_ADDR", "WAYMARK_DEV"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not told: %v", name, err)
		}
	}
}

func TestHidden_IsNeverPrinted(t *testing.T) {
	const hush = "0123456789-0123456789-0123456789-hush"
	c := load(t, "WAYMARK_SECRET", hush, "DATABASE_URL", "postgres://u:hush@db/waymark",
		"WAYMARK_SMTP", "smtp://u:hush@mail", "WAYMARK_MAIL_FROM", "a@example.org")
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "config", c, "database", c.DatabaseURL)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "config", c, "mail", c.Mail)
	object, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&log, verb, *c)
		fmt.Fprintf(&log, verb, c.Mail)
	}
	if out := log.String() + string(object); strings.Contains(out, "hush") || strings.Contains(out, "68757368") {
		t.Errorf("a secret is printed: %s", out)
	}
	if c.DatabaseURL.Reveal() != "postgres://u:hush@db/waymark" {
		t.Errorf("Reveal = %q", c.DatabaseURL.Reveal())
	}
}

func TestLoad_OwnerURL(t *testing.T) {
	c := load(t, "DATABASE_URL", "postgres://web:hush@db/waymark", "WAYMARK_OWNER_URL", "postgres://owner:hush@db/waymark")
	if c.OwnerURL.Reveal() != "postgres://owner:hush@db/waymark" || strings.Contains(fmt.Sprintf("%+v", c), "hush") {
		t.Errorf("%+v", c)
	}
	_, err := config.Load(func(name string) string {
		return map[string]string{"WAYMARK_OWNER_URL": "postgres://owner:hush@db/waymark"}[name]
	})
	if err == nil || !strings.Contains(err.Error(), "WAYMARK_OWNER_URL: It is of use beside DATABASE_URL only") {
		t.Errorf("without DATABASE_URL: %v", err)
	}
}

// The form of words with values is taken as it stands.
func TestLoad_DatabaseInWords(t *testing.T) {
	for _, dsn := range []string{"host=/run/postgresql dbname=waymark", `dbname = waymark user='way mark' password='it\'s' sslmode=disable`, "dbname=waymark"} {
		if c := load(t, "DATABASE_URL", dsn); c.DatabaseURL.Reveal() != dsn {
			t.Errorf("%q is read as %q", dsn, c.DatabaseURL.Reveal())
		}
	}
}
