package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/app"
	"waymark/internal/config"
	"waymark/internal/pgtest"
)

type doctorAnswer struct {
	OK     bool
	Checks []app.Check
}

func TestProgram_Doctor(t *testing.T) {
	dsn := pgtest.DSN(t)
	settings := append(settingsFor(t, dsn), "WAYMARK_DEV", "true")
	code, out, errOut := typed(t.Context(), settings, "doctor")
	if code != exitOK || errOut != "" || strings.Contains(out, "WRONG") {
		t.Fatalf("doctor: %d, %s, %s", code, out, errOut)
	}
	code, out, _ = typed(t.Context(), settings, "doctor", "--json")
	var answer doctorAnswer
	if err := json.Unmarshal([]byte(out), &answer); err != nil || code != exitOK || !answer.OK {
		t.Fatalf("doctor --json: %d, %v, %s", code, err, out)
	}
	names := map[string]bool{}
	for _, c := range answer.Checks {
		names[c.Name] = true
	}
	for _, want := range []string{"database", "migrations", "mail", "mail server", "address", "clock", "time zone", "disk", "owners", "overdue", "messages"} {
		if !names[want] {
			t.Errorf("nobody looked at the %s", want)
		}
	}

	if _, err := pgtest.Open(t, dsn).SQL.Exec(`UPDATE mail_health SET down_since = now(), last_error = 'refused'`); err != nil {
		t.Fatal(err)
	}
	code, out, errOut = typed(t.Context(), settings, "doctor")
	if code != exitFailed || !strings.Contains(out, "WRONG  mail: ") || !strings.Contains(errOut, "something is wrong") {
		t.Errorf("doctor: %d, %s, %s", code, out, errOut)
	}
	code, out, _ = typed(t.Context(), settings, "doctor", "--json")
	answer = doctorAnswer{}
	if err := json.Unmarshal([]byte(out), &answer); err != nil || code != exitFailed || answer.OK {
		t.Errorf("doctor --json: %d, %v, %s", code, err, out)
	}
}

// Where the database is down, the answer has the same shape.
func TestProgram_Doctor_noDatabase(t *testing.T) {
	settings := []string{"DATABASE_URL", "postgres://nobody@127.0.0.1:1/none?sslmode=disable", "WAYMARK_DATA", t.TempDir(), "WAYMARK_SECRET", strings.Repeat("s", 64)}
	code, out, _ := typed(t.Context(), settings, "doctor", "--json")
	var answer doctorAnswer
	if err := json.Unmarshal([]byte(out), &answer); err != nil || code != exitFailed || answer.OK {
		t.Fatalf("doctor --json: %d, %v, %q", code, err, out)
	}
	if c := answer.Checks[0]; c.Name != "database" || c.OK || !strings.Contains(c.Words, "does not answer") {
		t.Errorf("it says %+v", c)
	}
	if code, out, errOut := typed(t.Context(), settings, "doctor"); code != exitFailed || !strings.Contains(out, "WRONG  database: ") || errOut == "" {
		t.Errorf("in words: %d, %q, %q", code, out, errOut)
	}
}

// An ordinary login is told what to type: while the role is not its own, and while the role has no rights.
func TestProgram_Doctor_rights(t *testing.T) {
	dsn := pgtest.DSN(t)
	owner := pgtest.Owner(t, pgtest.Open(t, dsn))
	says := func(settings []string, words string) {
		t.Helper()
		for _, command := range [][]string{{"doctor"}, {"migrate", "status"}} {
			_, out, errOut := typed(t.Context(), settings, command...)
			if !strings.Contains(out, words) || !strings.Contains(out, "Type: waymark migrate up") || strings.Contains(out+errOut, "pq:") {
				t.Errorf("%v prints %q, says %q; want %q", command, out, errOut, words)
			}
		}
	}
	exec := func(query string) {
		t.Helper()
		if _, err := owner.SQL.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	exec("CREATE ROLE test_plain LOGIN")
	exec("GRANT SELECT ON bun_migrations, bun_migration_locks TO test_plain")
	plain := settingsFor(t, strings.Replace(dsn, " user=waymark ", " user=test_plain ", 1))
	says(plain, "is not given to the login of DATABASE_URL")
	exec("GRANT waymark_app TO test_plain")
	exec("REVOKE ALL ON clock FROM waymark_app")
	says(plain, "has no rights on the tables yet")
}

func TestCheckSender(t *testing.T) {
	for _, tt := range []struct {
		cfg config.Config
		ok  bool
	}{
		{config.Config{Mail: config.SMTP{Host: "mail.example.org"}}, true},
		{config.Config{Dev: true}, true},
		{config.Config{}, false},
	} {
		if c := checkSender(&tt.cfg); c.OK != tt.ok || c.Words == "" {
			t.Errorf("%+v: %+v", tt.cfg.Mail, c)
		}
	}
}

func TestCheckDisk(t *testing.T) {
	dir := t.TempDir()
	for _, d := range []string{dir, filepath.Join(dir, "not", "yet", "there")} {
		if free, err := freeSpace(d); err != nil || free == 0 {
			t.Errorf("%s: %d, %v", d, free, err)
		}
	}
	if c := checkDisk("\x00"); c.OK || c.Count != 1 {
		t.Errorf("no folder at all: %+v", c)
	}
}

// Mail and leaflets that lead to this machine alone are found before anybody gets them.
func TestCheckAddress(t *testing.T) {
	mail := config.SMTP{Host: "mail.example.org"}
	for _, tt := range []struct {
		name string
		cfg  config.Config
		ok   bool
	}{
		{"a made-up town", config.Config{URL: "http://127.0.0.1:8420", Dev: true}, true},
		{"a real one", config.Config{URL: "https://help.example.org", Mail: mail}, true},
		{"mail goes out", config.Config{URL: "http://127.0.0.1:8420", Dev: true, Mail: mail}, false},
		{"nothing is being tried out", config.Config{URL: "http://localhost:8420"}, false},
		{"every address of this machine", config.Config{URL: "http://[::]:8420"}, false},
	} {
		if c := checkAddress(&tt.cfg); c.OK != tt.ok || !strings.Contains(c.Words, tt.cfg.URL) {
			t.Errorf("%s: %+v", tt.name, c)
		}
	}
}
