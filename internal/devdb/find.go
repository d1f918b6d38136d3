package devdb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Find returns the folder with the programs postgres and initdb. It looks in $PG_BINDIR, where pg_config points, in
// PATH, and in the usual places of Linux packages, Homebrew and Postgres.app, the highest version first. The error is a
// message for people: what was looked for, and the one line to type.
func Find() (string, error) {
	return find(func(string) bool { return true }, "")
}

// findMajor is Find for the one major version that can read an existing cluster.
func findMajor(major string) (string, error) {
	return find(func(dir string) bool { return majorOf(dir) == major }, major)
}

func find(fits func(dir string) bool, major string) (string, error) {
	if dir := os.Getenv("PG_BINDIR"); dir != "" {
		if !complete(dir) {
			return "", fmt.Errorf("PG_BINDIR is %s, but the programs postgres and initdb are not both there: "+
				"correct PG_BINDIR, or unset it to have the usual places searched", dir)
		}
		return dir, nil
	}
	for _, look := range []func() []string{fromPgConfig, fromPath, fromUsualPlaces} {
		for _, dir := range look() {
			if complete(dir) && fits(dir) {
				return dir, nil
			}
		}
	}
	return "", errors.New(missing(major))
}

func missing(major string) string {
	what, apt, brew := "PostgreSQL", "postgresql", "postgresql@16"
	if major != "" {
		what = "PostgreSQL " + major + ", which made the data folder,"
		apt, brew = "postgresql-"+major, "postgresql@"+major
	}
	install := "sudo apt-get install " + apt
	if runtime.GOOS == "darwin" {
		install = "brew install " + brew
	}
	return what + " is not on this machine. Looked for postgres and initdb in $PG_BINDIR, with pg_config, in PATH and in " +
		strings.Join(usualPlaces, ", ") + ". To install, type:\n  " + install +
		"\nOr set DATABASE_URL to a PostgreSQL that you run yourself."
}

func complete(dir string) bool {
	for _, name := range []string{"postgres", "initdb"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
			return false
		}
	}
	return true
}

func fromPgConfig() []string {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output()
	if err != nil {
		return nil
	}
	return []string{strings.TrimSpace(string(out))}
}

// fromPath follows links: initdb wants to find its postgres beside it, where both really are.
func fromPath() []string {
	path, err := exec.LookPath("postgres")
	if err != nil {
		return nil
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil
	}
	return []string{filepath.Dir(real), filepath.Dir(path)}
}

var usualPlaces = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin",
	"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
	"/usr/local/pgsql/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

func fromUsualPlaces() []string { return highestFirst(usualPlaces) }

func highestFirst(patterns []string) []string {
	var found []string
	for _, pattern := range patterns {
		dirs, _ := filepath.Glob(pattern) // the patterns are constants: none is malformed
		slices.SortStableFunc(dirs, func(a, b string) int { return versionIn(b) - versionIn(a) })
		found = append(found, dirs...)
	}
	return found
}

var number = regexp.MustCompile(`\d+`)

// versionIn reads the version out of a path; 0 when it names none.
func versionIn(path string) int {
	all := number.FindAllString(path, -1)
	if len(all) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(all[len(all)-1]) // digits only, by the pattern
	return n
}

// majorOf asks the program itself: "15" for "postgres (PostgreSQL) 15.18 (Debian …)"; empty when it does not run.
func majorOf(dir string) string {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return ""
	}
	return number.FindString(string(out))
}
