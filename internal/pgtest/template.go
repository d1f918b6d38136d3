package pgtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"waymark/internal/devdb"
	"waymark/internal/postgres"
	"waymark/migrations"
)

// template is the database that every other is copied from.
const template = "waymark_template"

// memoryWanted is how much of /dev/shm must be free: a container's default of 64 MB would fill up.
const memoryWanted = 2 << 30

// freshCopy returns the data folder of a new cluster for this binary, made of the kept one.
func freshCopy() (string, error) {
	root, err := folder()
	if err != nil {
		return "", err
	}
	// One binary makes the template; the others wait for it here. The system frees the lock of a binary that dies.
	lock, err := os.OpenFile(filepath.Join(root, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	sweep(root)
	kept, err := keptTemplate(root)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(root, fmt.Sprintf("run-%d", os.Getpid()))
	return dir, copyFolder(kept, dir)
}

// folder is in memory where there is enough, one for each user.
func folder() (string, error) {
	parent := os.TempDir()
	var stat syscall.Statfs_t
	if err := syscall.Statfs("/dev/shm", &stat); err == nil && stat.Bavail*uint64(stat.Bsize) >= memoryWanted {
		parent = "/dev/shm"
	}
	dir := filepath.Join(parent, fmt.Sprintf("waymark-test-%d", os.Geteuid()))
	// Passable, because PostgreSQL runs as another user when we are root; every cluster in it is closed.
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return "", err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); !ok || int(stat.Uid) != os.Geteuid() || !info.IsDir() {
		return "", fmt.Errorf("%s belongs to somebody else", dir)
	}
	return dir, os.Chmod(dir, 0o711)
}

// sweep removes what killed binaries left, should their own way of cleaning up have been killed too.
func sweep(root string) {
	runs, _ := filepath.Glob(filepath.Join(root, "run-*")) // the pattern is well formed
	for _, dir := range runs {
		var pid int
		if _, err := fmt.Sscanf(filepath.Base(dir), "run-%d", &pid); err != nil {
			continue
		}
		if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			_ = os.RemoveAll(dir) // a server that is still ending writes into it: the next sweep takes the rest
		}
	}
}

// keptTemplate returns the data folder of the stopped cluster with the migrated template, which it makes when the
// migrations have changed since.
func keptTemplate(root string) (string, error) {
	key, err := migrationsKey()
	if err != nil {
		return "", err
	}
	kept := filepath.Join(root, "template-"+key)
	if _, err := os.Stat(kept); err == nil {
		return kept, nil
	}
	if err := removeTemplates(root); err != nil {
		return "", err
	}
	// Made under another name, so that a death half way leaves nothing that looks done.
	half := filepath.Join(root, "new")
	if err := makeTemplate(half); err != nil {
		return "", err
	}
	return kept, os.Rename(half, kept)
}

// removeTemplates keeps one template for a user: memory is worth more than the second that another costs.
func removeTemplates(root string) error {
	old, err := filepath.Glob(filepath.Join(root, "template-*"))
	if err != nil {
		return err
	}
	for _, dir := range append(old, filepath.Join(root, "new")) {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}

func makeTemplate(dir string) error {
	ctx := context.Background()
	srv, err := devdb.Start(ctx, devdb.Options{DataDir: dir, Name: template})
	if err != nil {
		return err
	}
	err = migrateTemplate(ctx, srv.DSN(template))
	return errors.Join(err, srv.Stop())
}

func migrateTemplate(ctx context.Context, dsn string) error {
	db, err := postgres.Open(dsn)
	if err != nil {
		return err
	}
	_, err = postgres.Migrate(ctx, db)
	return errors.Join(err, db.Close())
}

// migrationsKey stands for everything that the template depends on: the steps, and the programs that made it.
func migrationsKey() (string, error) {
	bin, err := devdb.Find()
	if err != nil {
		return "", err
	}
	info, err := os.Stat(filepath.Join(bin, "postgres"))
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintln(sum, bin, info.ModTime().UnixNano())
	err = fs.WalkDir(migrations.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || (!strings.HasSuffix(path, ".up.sql") && path != "rights.sql") {
			return err
		}
		text, err := fs.ReadFile(migrations.Files, path)
		fmt.Fprintln(sum, path, len(text))
		sum.Write(text)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)[:8]), err
}

// copyFolder leaves owners as they are: the cluster may belong to PostgreSQL's user, not to us.
func copyFolder(from, to string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	out, err := exec.Command("cp", "-Rp", from, to).CombinedOutput()
	if err != nil {
		return fmt.Errorf("cp: %w: %s", err, out)
	}
	return nil
}

// removeAfterUs has a shell wait for our end, however we end: it holds the other end of a pipe of ours. Then it waits for
// the server to end, and removes its folders.
// The pipe's end must be kept as long as the server: closing it is our end.
func removeAfterUs(dir string, srv *devdb.Server) (lifeline *os.File, err error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close()
	cmd := exec.Command("/bin/sh", "-c",
		`read line; while kill -0 "$1" 2>/dev/null; do sleep 0.05; done; rm -rf "$2" "$3"`,
		"sh", fmt.Sprint(srv.PID()), dir, srv.SocketDir)
	cmd.Dir = "/"
	cmd.Stdin = read
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is not for it
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, write.Close())
	}
	return write, nil
}
