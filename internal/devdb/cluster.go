package devdb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// exists tells whether there is a whole cluster: it is made under another name and renamed when done.
func (h home) exists() bool {
	_, err := os.Stat(filepath.Join(h.cluster, "PG_VERSION"))
	return err == nil
}

// create makes a new cluster, so that a death half way leaves nothing that looks like one.
func (h home) create(ctx context.Context, bin string, o Options) error {
	half := home{base: h.base, as: h.as, cluster: h.cluster + ".new"}
	if err := os.RemoveAll(half.cluster); err != nil {
		return err
	}
	if err := half.makeCluster(ctx, bin, o); err != nil {
		return err
	}
	// Which binaries made it is worth remembering: looking again costs more than the start itself.
	if err := os.WriteFile(h.binFile(), []byte(bin+"\n"), 0o600); err != nil {
		return err
	}
	return os.Rename(half.cluster, h.cluster)
}

func (h home) makeCluster(ctx context.Context, bin string, o Options) error {
	if err := os.Mkdir(h.cluster, 0o700); err != nil {
		return err
	}
	if h.as != nil {
		if err := os.Chown(h.cluster, int(h.as.Uid), int(h.as.Gid)); err != nil {
			return err
		}
	}
	initdb := filepath.Join(bin, "initdb")
	args := []string{"-A", "trust", "-E", "UTF8", "--locale=" + locale, "--no-sync", "--no-instructions",
		"-U", superuser, "-D", h.cluster}
	if !o.Durable {
		args = append(args, "--wal-segsize=1") // 16 MB less to copy for each throw-away cluster
	}
	if err := h.run(ctx, initdb, args...); err != nil {
		return fmt.Errorf("cannot make a PostgreSQL cluster in %s: %w", h.base, err)
	}
	if err := h.furnish(ctx, bin, o); err != nil {
		return err
	}
	if !o.Durable {
		return nil
	}
	return h.run(ctx, initdb, "--sync-only", "-D", h.cluster)
}

// furnish makes the database and the application's role, by PostgreSQL's single-user mode, which needs neither a running server
// nor a client: a line is a statement.
func (h home) furnish(ctx context.Context, bin string, o Options) error {
	quote := func(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
	var lines string
	if o.Name != "" && o.Name != "postgres" {
		lines += "create database " + quote(o.Name) + "\n"
	}
	if o.AppRole != "" {
		lines += "create role " + quote(o.AppRole) + " nologin\n" + "create role " + appLogin + " login in role " + quote(o.AppRole) + "\n"
	}
	if lines == "" {
		return nil
	}
	err := h.run(ctx, "/bin/sh", "-c", `printf '%s' "$3" | "$1" --single -F -D "$2" postgres`,
		"sh", filepath.Join(bin, "postgres"), h.cluster, lines)
	if err != nil {
		return fmt.Errorf("cannot make the database %s: %w", o.Name, err)
	}
	return nil
}

func (h home) binFile() string { return filepath.Join(h.base, "postgres.bin") }

// binaries returns the programs for this cluster: those that made it while they are there, else others of the same
// major version, for no other can read it.
func (h home) binaries() (string, error) {
	if os.Getenv("PG_BINDIR") != "" || !h.exists() {
		return Find()
	}
	if remembered, err := os.ReadFile(h.binFile()); err == nil && complete(strings.TrimSpace(string(remembered))) {
		return strings.TrimSpace(string(remembered)), nil
	}
	major, err := os.ReadFile(filepath.Join(h.cluster, "PG_VERSION"))
	if err != nil {
		return "", err
	}
	return findMajor(strings.TrimSpace(string(major)))
}

// accepts tells whether PostgreSQL takes a setting: not every one is built with all that it could have.
func (h home) accepts(ctx context.Context, bin, setting string) bool {
	name, _, _ := strings.Cut(setting, "=")
	return h.run(ctx, filepath.Join(bin, "postgres"), "-D", h.cluster, "-c", setting, "-C", name) == nil
}

// ready reads the server's status file: its first line is the process id, its eighth what the server is doing.
func (h home) ready(pid int) bool {
	lines := h.statusFile()
	return len(lines) >= 8 && lines[0] == strconv.Itoa(pid) && strings.TrimSpace(lines[7]) == "ready"
}

func (h home) statusFile() []string {
	text, err := os.ReadFile(filepath.Join(h.cluster, "postmaster.pid"))
	if err != nil {
		return nil
	}
	return strings.Split(string(text), "\n")
}

// clearLeftovers waits for a server that outlived its program, and removes the marks of one that died. PostgreSQL alone
// is not enough: it takes any living process with the old number for the old server, which after a power cut or in a
// container is often quite another one.
func (h home) clearLeftovers(ctx context.Context) error {
	if lines := h.statusFile(); len(lines) > 0 {
		pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
		if err == nil && pid > 1 && servesFolder(pid, h.cluster) {
			if err := endLeftover(ctx, pid, h.cluster); err != nil {
				return err
			}
		}
	}
	for _, mark := range []string{
		filepath.Join(h.cluster, "postmaster.pid"),
		filepath.Join(h.socket, socketName),
		filepath.Join(h.socket, socketName+".lock"),
	} {
		if err := os.Remove(mark); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// endLeftover holds the lock of the folder, so nobody needs that server any more.
func endLeftover(ctx context.Context, pid int, cluster string) error {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL} {
		if err := syscall.Kill(pid, sig); errors.Is(err, syscall.ESRCH) {
			return nil
		}
		deadline := time.After(stopPatience)
		for waiting := true; waiting; {
			select {
			case <-tick.C:
				if !servesFolder(pid, cluster) {
					return nil
				}
			case <-deadline:
				waiting = false
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return fmt.Errorf("an earlier PostgreSQL (process %d) still uses %s and does not end: end it by hand", pid, cluster)
}
