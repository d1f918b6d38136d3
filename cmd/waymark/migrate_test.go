package main

import (
	"strings"
	"testing"

	"waymark/internal/pgtest"
)

// The application has a login of its own, which may change no table: another prepares the database, and then all is well with it.
func TestProgram_TwoLogins(t *testing.T) {
	empty := pgtest.Empty(t)
	if _, err := empty.SQL.Exec("CREATE ROLE cmd_web LOGIN IN ROLE waymark_app"); err != nil {
		t.Fatal(err)
	}
	settings := append(settingsFor(t, strings.Replace(empty.DSN(), " user=waymark ", " user=cmd_web ", 1)), "WAYMARK_DEV", "true")
	for _, command := range []string{"demo", "migrate up"} {
		code, _, errOut := typed(t.Context(), settings, strings.Fields(command)...)
		if code != exitFailed || !strings.Contains(errOut, "this login may not do that. Type: WAYMARK_OWNER_URL=") {
			t.Errorf("%s before: %d, %s", command, code, errOut)
		}
	}
	owned := append(settings, "WAYMARK_OWNER_URL", asURL(empty.DSN()))
	if code, out, errOut := typed(t.Context(), owned, "migrate", "up"); code != exitOK || !strings.Contains(out, "0001_spine") {
		t.Fatalf("migrate up as the owner: %d, %s, %s", code, out, errOut)
	}
	if code, _, errOut := typed(t.Context(), settings, "demo"); code != exitFailed || !strings.Contains(errOut, "may not empty them. Type: WAYMARK_OWNER_URL=") {
		t.Errorf("demo without the owner: %d, %s", code, errOut)
	}
	if code, out, errOut := typed(t.Context(), settings, "migrate", "status"); code != exitOK || !strings.Contains(out, "0001_spine") {
		t.Errorf("migrate status: %d, %s, %s", code, out, errOut)
	}
	code, out, errOut := typed(t.Context(), settings, "doctor")
	if code != exitOK || strings.Contains(out, "stronger wall") || !strings.Contains(out, "well   rights: ") || !strings.Contains(out, "well   audit: ") {
		t.Errorf("doctor: %d, %s, %s", code, out, errOut)
	}
}

// A login that owns the database but has not made it ready: the doctor says what to type, and so does everything else.
func TestProgram_Unprepared(t *testing.T) {
	empty := pgtest.Empty(t)
	if _, err := empty.SQL.Exec("CREATE ROLE cmd_owner LOGIN"); err != nil {
		t.Fatal(err)
	}
	settings := settingsFor(t, strings.Replace(empty.DSN(), " user=waymark ", " user=cmd_owner ", 1))
	code, _, errOut := typed(t.Context(), settings, "link", "ada@example.org")
	if code != exitFailed || !strings.Contains(errOut, "Run: waymark migrate up") {
		t.Errorf("link: %d, %s", code, errOut)
	}
}

// What drops every table does so only when it is meant: without --yes nothing is touched.
func TestProgram_MigrateDown(t *testing.T) {
	settings := settingsFor(t, pgtest.New(t).DSN())
	code, out, errOut := typed(t.Context(), settings, "migrate", "down")
	if code != exitUsage || out != "" || !strings.Contains(errOut, "Make a copy of the database first, then type: waymark migrate down --yes") {
		t.Errorf("without --yes: %d, %q, %q", code, out, errOut)
	}
	if code, out, errOut := typed(t.Context(), settings, "migrate", "status"); code != exitOK || !strings.Contains(out, "applied 2") {
		t.Errorf("the tables are gone: %d, %q, %q", code, out, errOut)
	}
}
