package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/domain"
)

// typed runs a command line with settings (name, value, …) and returns how it ended and what it said.
func typed(ctx context.Context, settings []string, args ...string) (code int, out, errOut string) {
	var o, e bytes.Buffer
	p := &program{getenv: getenv(settings), out: &o, err: &e}
	code = p.run(ctx, append([]string{"waymark"}, args...))
	return code, o.String(), e.String()
}

func getenv(settings []string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(settings); i += 2 {
			if settings[i] == name {
				return settings[i+1]
			}
		}
		return ""
	}
}

// dataDir is a new data folder that the user of the private PostgreSQL can reach, also when we are root.
func dataDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "a data folder")
}

func TestProgram_WrongUse(t *testing.T) {
	for _, tt := range []struct {
		args string
		says string
	}{
		{"", "There is serve, "},
		{"sevre", `no command "sevre"`},
		{"migrate", "There is up, down, status"},
		{"migrate sideways", `no command "sideways"`},
		{"migrate up --fast", "See: waymark migrate up --help"},
		{"version now", "version takes no argument"},
		{"help sevre", "sevre"},
		{"--nothing", "See: waymark --help"},
		{"demo --seed many", `waymark: invalid value "many" for flag -seed` + "\n"},
	} {
		code, out, errOut := typed(t.Context(), nil, strings.Fields(tt.args)...)
		if code != exitUsage || out != "" || !strings.Contains(errOut, tt.says) {
			t.Errorf("waymark %s: ends with %d, prints %q, says %q and not %q", tt.args, code, out, errOut, tt.says)
		}
	}
}

// Every command that a person can type explains itself, with examples where it has a page of its own.
func TestProgram_Help(t *testing.T) {
	for _, command := range (&program{}).root().Commands {
		if command.Name == "help" {
			continue
		}
		code, out, errOut := typed(t.Context(), nil, command.Name, "--help")
		if code != exitOK || errOut != "" {
			t.Errorf("waymark %s --help: ends with %d, says %q", command.Name, code, errOut)
		}
		for _, part := range []string{command.Usage, "Examples:", "waymark " + command.Name} {
			if !strings.Contains(out, part) {
				t.Errorf("waymark %s --help lacks %q", command.Name, part)
			}
		}
	}
}

func TestProgram_Version(t *testing.T) {
	code, out, _ := typed(t.Context(), nil, "version")
	if code != exitOK || !strings.HasPrefix(out, "waymark dev (go1.") {
		t.Errorf("version: %d, %q", code, out)
	}
	code, out, _ = typed(t.Context(), nil, "version", "--json")
	var answer struct{ Version, Go, OS, Arch string }
	if err := json.Unmarshal([]byte(out), &answer); err != nil || code != exitOK || answer.Version != "dev" || answer.Arch == "" {
		t.Errorf("version --json: %d, %q, %v", code, out, err)
	}
}

func TestProgram_WrongSettings(t *testing.T) {
	for _, command := range []string{"serve", "migrate status"} {
		settings := []string{"WAYMARK_ADDR", "nowhere", "DATABASE_URL", "mysql://u:hush@db/waymark"}
		code, _, errOut := typed(t.Context(), settings, strings.Fields(command)...)
		if code != exitFailed || !strings.Contains(errOut, "WAYMARK_ADDR: ") || !strings.Contains(errOut, "DATABASE_URL: ") {
			t.Errorf("waymark %s: %d, %q", command, code, errOut)
		}
		if strings.Contains(errOut, "hush") {
			t.Errorf("waymark %s prints a password: %q", command, errOut)
		}
	}
}

func TestProgram_DatabaseThatDoesNotAnswer(t *testing.T) {
	settings := []string{"DATABASE_URL", "postgres://u:hush@127.0.0.1:1/waymark?sslmode=disable", "WAYMARK_ADDR", "127.0.0.1:0"}
	for _, command := range []string{"serve", "migrate up"} {
		code, _, errOut := typed(t.Context(), settings, strings.Fields(command)...)
		if code != exitFailed || !strings.Contains(errOut, "the database does not answer") || strings.Contains(errOut, "hush") || strings.Contains(errOut, "DB.Ping") {
			t.Errorf("waymark %s: %d, %q", command, code, errOut)
		}
	}
}

// Whoever types a command reads sentences, not the names of what they went through.
func TestInWords(t *testing.T) {
	nobody := domain.Errorf(domain.NotFound, "", "Nobody has that address.")
	for _, tt := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("waymark link: %w", fmt.Errorf("Transact: %w", nobody)), "Nobody has that address."},
		{errors.Join(fmt.Errorf("Store.X: %w: %w", nobody, io.EOF), nil), "Nobody has that address."},
		{fmt.Errorf("Transact: %w", domain.Errors{nobody, nobody}), "Nobody has that address. Nobody has that address."},
		{errors.Join(errDatabaseEnded, nobody), errDatabaseEnded.Error()},
		{fmt.Errorf("waymark import: %w", io.ErrUnexpectedEOF), "waymark import: unexpected EOF"},
	} {
		if got := inWords(tt.err); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// Who speaks is said once.
func TestSigned(t *testing.T) {
	for words, want := range map[string]string{
		"waymark doctor: the disk is full": "waymark doctor: the disk is full", "Nobody has that address.": "waymark: Nobody has that address.",
	} {
		if got := signed(words); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
