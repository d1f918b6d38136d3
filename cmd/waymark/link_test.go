package main

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"waymark/internal/pgtest"
)

// people are two who share an address, and one who has another, in a database of their own.
func people(t *testing.T) (settings []string) {
	t.Helper()
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).SQL.Exec(`
		INSERT INTO districts (id, name) VALUES (1, 'North Wendle');
		INSERT INTO persons (district_id, id, first_name, email, email_key, created_at)
		VALUES (1, 7, 'Priya', 'priya@example.org', 'priya@example.org', now()), (1, 8, 'Ada', 'home@example.org', 'home@example.org', now()),
			(1, 9, 'Ben', 'home@example.org', 'home@example.org', now());
		INSERT INTO roles (district_id, person_id, kind, begins_on) SELECT 1, n, 'district_coordinator', '2026-01-01' FROM generate_series(7, 9) n`)
	if err != nil {
		t.Fatal(err)
	}
	return append(settingsFor(t, dsn), "WAYMARK_URL", "https://help.example.org")
}

func TestProgram_Link(t *testing.T) {
	settings := people(t)
	link := regexp.MustCompile(`^https://help\.example\.org/sign-in/[A-Za-z0-9_-]{43}$`)
	for _, who := range []string{"priya@example.org", "8"} {
		code, out, errOut := typed(t.Context(), settings, "link", who)
		if code != exitOK || errOut != "" || !link.MatchString(strings.TrimSuffix(out, "\n")) {
			t.Errorf("link %s: %d, %q, %q", who, code, out, errOut)
		}
	}
	code, out, _ := typed(t.Context(), settings, "link", "--json", "PRIYA@example.org")
	var answer struct{ URL string }
	if err := json.Unmarshal([]byte(out), &answer); err != nil || code != exitOK || !link.MatchString(answer.URL) {
		t.Errorf("link --json: %d, %q, %v", code, out, err)
	}
}

func TestProgram_Link_Refused(t *testing.T) {
	settings := people(t)
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"link"}, exitUsage, "one e-mail address"},
		{[]string{"link", "a@example.org", "b@example.org"}, exitUsage, "one e-mail address"},
		{[]string{"link", "nobody@example.org"}, exitFailed, "nobody@example.org holds a role"},
		{[]string{"link", "home@example.org"}, exitFailed, "8 Ada, 9 Ben"},
		{[]string{"link", "nonsense"}, exitFailed, "An e-mail address has an @"},
	} {
		code, out, errOut := typed(t.Context(), settings, tt.args...)
		if code != tt.code || out != "" || !strings.Contains(errOut, tt.says) {
			t.Errorf("%v: %d, %q, %q; want %q", tt.args, code, out, errOut, tt.says)
		}
	}
}

// asURL writes a connection string of keys and values as the address that DATABASE_URL takes.
func asURL(dsn string) string {
	values := url.Values{}
	var user, name string
	for _, field := range strings.Fields(strings.ReplaceAll(dsn, "'", "")) {
		switch key, value, _ := strings.Cut(field, "="); key {
		case "user":
			user = value
		case "dbname":
			name = value
		default:
			values.Set(key, value)
		}
	}
	return "postgres://" + user + "@/" + name + "?" + values.Encode()
}
