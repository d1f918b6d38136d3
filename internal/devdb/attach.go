package devdb

import (
	"net"
	"os"
	"path/filepath"
)

// Attach looks for the private PostgreSQL that a running program has started on a data folder, and returns the connection
// strings of a database there, as Server.DSN and Server.AppDSN do; ok is false when none runs. PostgreSQL notes where its socket is in postmaster.pid, which it
// removes when it ends; a server that was killed leaves the note, but nobody answers.
func Attach(dataDir, database string) (owner, app string, ok bool) {
	abs, err := filepath.Abs(dataDir)
	if err != nil {
		return "", "", false
	}
	base, err := filepath.EvalSymlinks(abs)
	if err != nil {
		return "", "", false
	}
	for _, h := range []home{{base: base}, standIn("/var/tmp", base), standIn(os.TempDir(), base), standIn("/tmp", base)} {
		h.cluster = filepath.Join(h.base, "postgres")
		lines := h.statusFile()
		if len(lines) < 5 || lines[4] == "" {
			continue
		}
		conn, err := net.Dial("unix", filepath.Join(lines[4], ".s.PGSQL."+lines[3]))
		if err != nil {
			continue
		}
		conn.Close()
		return dsn(lines[4], lines[3], superuser, database), dsn(lines[4], lines[3], appLogin, database), true
	}
	return "", "", false
}

// standIn is the folder that stands in for a data folder which the server's user cannot reach.
func standIn(tmp, base string) home {
	return home{base: filepath.Join(tmp, "waymark-data-"+fingerprint(base))}
}
