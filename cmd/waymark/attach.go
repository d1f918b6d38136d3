package main

import (
	"bufio"
	"net"
	"os"
	"path/filepath"
	"strings"
)

// attach looks for the private PostgreSQL that a running `waymark serve` has started on a data folder, and returns the
// connection string of a database there; ok is false when none runs. PostgreSQL notes where its socket is on the fifth
// line of postmaster.pid, which it removes when it ends; a server that was killed leaves the note, but nobody answers.
func attach(dataDir, database string) (dsn string, ok bool) {
	f, err := os.Open(filepath.Join(dataDir, "postgres", "postmaster.pid"))
	if err != nil {
		return "", false
	}
	defer f.Close()
	var lines []string
	for s := bufio.NewScanner(f); s.Scan(); {
		lines = append(lines, strings.TrimSpace(s.Text()))
	}
	if len(lines) < 5 || lines[4] == "" {
		return "", false
	}
	conn, err := net.Dial("unix", filepath.Join(lines[4], ".s.PGSQL."+lines[3]))
	if err != nil {
		return "", false
	}
	defer conn.Close()
	quote := strings.NewReplacer(`\`, `\\`, `'`, `\'`)
	return "host='" + quote.Replace(lines[4]) + "' port=" + lines[3] + " user=waymark dbname='" + quote.Replace(database) +
		"' sslmode=disable", true
}
