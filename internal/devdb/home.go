package devdb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// socketLimit is the longest path of a Unix socket that every system takes: 104 bytes with the closing zero on macOS
// and the BSDs, 108 on Linux.
const socketLimit = 103

const socketName = ".s.PGSQL.5432"

// home is where a cluster lives, held for us alone.
type home struct {
	dataDir string              // as asked for, for messages
	base    string              // the data folder, or its stand-in that the server's user can reach
	cluster string              // PostgreSQL's own folder
	socket  string              // the folder of the socket
	as      *syscall.Credential // whom the server runs as; nil: ourselves
	lock    *os.File
}

// openHome finds or makes the folders and takes the lock.
func openHome(dataDir string) (home, error) {
	if dataDir == "" {
		return home{}, errors.New("the private PostgreSQL needs a data folder")
	}
	base, err := makeFolder(dataDir)
	if err != nil {
		return home{}, fmt.Errorf("cannot use the data folder %s: %w; choose another with WAYMARK_DATA", dataDir, err)
	}
	h := home{dataDir: dataDir, base: base}
	if h.as, err = serverUser(filepath.Join(base, "postgres")); err != nil {
		return home{}, err
	}
	if h.base, err = h.reachable(base); err != nil {
		return home{}, err
	}
	h.cluster = filepath.Join(h.base, "postgres")
	if h.lock, err = lockFolder(h.base, dataDir); err != nil {
		return home{}, err
	}
	if h.socket, err = h.socketFolder(); err != nil {
		return home{}, errors.Join(err, h.close())
	}
	return h, nil
}

// close gives the data folder free.
func (h home) close() error {
	if h.socket != "" {
		// Only an empty folder goes; a full one belongs to a server that would not die, which was said elsewhere.
		_ = os.Remove(h.socket)
	}
	return h.lock.Close()
}

// makeFolder makes the folder and returns its one true path, so that links to it lead to the same cluster.
func makeFolder(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(abs, 0o755); err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// serverUser says whom to run as. PostgreSQL refuses root: then it is the owner of the cluster that is there, else the
// user postgres, else nobody.
func serverUser(cluster string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	if uid, gid, ok := ownerOf(cluster); ok && uid != 0 {
		return &syscall.Credential{Uid: uid, Gid: gid}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			return nil, fmt.Errorf("user %s: %w", name, err)
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody: " +
		"run waymark as another user")
}

func ownerOf(path string) (uid, gid uint32, ok bool) {
	info, err := os.Lstat(path)
	if err != nil {
		return 0, 0, false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0, false
	}
	return stat.Uid, stat.Gid, true
}

// reachable returns base, or, when we are root and the server's user cannot get there (a checkout under /root), a
// folder of ours where it can. /var/tmp outlives a restart of the machine, the temporary folder need not.
func (h home) reachable(base string) (string, error) {
	if h.as == nil {
		return base, nil
	}
	// Within the data folder everything has its own narrow mode; passing through tells nothing.
	if info, err := os.Stat(base); err == nil && info.Mode()&0o001 == 0 {
		if err := os.Chmod(base, info.Mode().Perm()|0o001); err != nil {
			return "", err
		}
	}
	if h.canEnter(base) {
		return base, nil
	}
	for _, tmp := range []string{"/var/tmp", os.TempDir(), "/tmp"} {
		dir := standIn(tmp, base).base
		if err := ownFolder(dir, 0o711, 0, 0); err == nil && h.canEnter(dir) {
			return dir, nil
		}
	}
	return "", fmt.Errorf("the user that PostgreSQL runs as cannot reach %s, nor a folder in /var/tmp or %s: "+
		"choose another data folder with WAYMARK_DATA", base, os.TempDir())
}

// canEnter asks the system rather than reading mode bits, so that access lists count too.
func (h home) canEnter(dir string) bool {
	cmd := exec.Command("/bin/sh", "-c", `cd "$1"`, "sh", dir)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: h.as}
	return cmd.Run() == nil
}

// ownFolder makes a folder in a place that others write to, or accepts it when it is already as it should be: ours, a
// real folder, and no wider than mode.
func ownFolder(dir string, mode fs.FileMode, uid, gid uint32) error {
	err := os.Mkdir(dir, mode)
	if err == nil {
		// Mkdir's mode is narrowed by the user's mask.
		return errors.Join(os.Chmod(dir, mode), os.Lchown(dir, int(uid), int(gid)))
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	owner, _, ok := ownerOf(dir)
	if !info.IsDir() || !ok || owner != uid || info.Mode().Perm()&^mode != 0 {
		return fmt.Errorf("%s is there already and is not a folder for us alone: remove it", dir)
	}
	return nil
}

// socketFolder makes the folder of the socket. Its name is short whatever the data folder's is, differs between
// checkouts, and between users of one checkout.
func (h home) socketFolder() (string, error) {
	uid, gid := uint32(os.Geteuid()), uint32(os.Getegid())
	if h.as != nil {
		uid, gid = h.as.Uid, h.as.Gid
	}
	name := fmt.Sprintf("waymark-%d-%s", uid, fingerprint(h.base))
	var problems []error
	for _, tmp := range []string{os.TempDir(), "/tmp"} {
		dir := filepath.Join(tmp, name)
		if len(dir)+1+len(socketName) > socketLimit || strings.ContainsAny(dir, `"`) {
			problems = append(problems, fmt.Errorf("%s is too long for a socket", dir))
			continue
		}
		if h.as != nil && !h.canEnter(tmp) {
			problems = append(problems, fmt.Errorf("the user that PostgreSQL runs as cannot enter %s", tmp))
			continue
		}
		err := ownFolder(dir, 0o700, uid, gid)
		if err == nil {
			return dir, nil
		}
		problems = append(problems, err)
	}
	return "", fmt.Errorf("no folder for PostgreSQL's socket: %w", errors.Join(problems...))
}

func fingerprint(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:6])
}

// lockFolder takes the data folder for this process. The system gives the lock back when the process ends, however
// that happens.
func lockFolder(base, dataDir string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(base, "postgres.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("the data folder %s belongs to somebody else: "+
			"run waymark as that user, or choose another folder with WAYMARK_DATA", dataDir)
	}
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer file.Close()
		return nil, inUse(file, dataDir, err)
	}
	if err := errors.Join(file.Truncate(0), writeAt(file, strconv.Itoa(os.Getpid())+"\n")); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func inUse(file *os.File, dataDir string, err error) error {
	if !errors.Is(err, syscall.EWOULDBLOCK) {
		return fmt.Errorf("cannot lock the data folder %s: %w", dataDir, err)
	}
	who := "Another waymark"
	buf := make([]byte, 20)
	if n, _ := file.ReadAt(buf, 0); n > 0 { // the process id is a courtesy: the message stands without it
		who += " (process " + strings.TrimSpace(string(buf[:n])) + ")"
	}
	return fmt.Errorf("%s is using the data folder %s: stop that one first, or choose another folder with WAYMARK_DATA",
		who, dataDir)
}

func writeAt(file *os.File, s string) error {
	_, err := file.WriteAt([]byte(s), 0)
	return err
}

// launch starts a program of PostgreSQL as the server's user; it gets onDeath when we die.
func (h home) launch(log *tail, onDeath syscall.Signal, path string, args ...string) (*process, error) {
	cmd := exec.Command(path, args...)
	cmd.Dir = h.workDir()
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=" + locale, "TZ=UTC", "TMPDIR=" + os.TempDir()}
	cmd.Stdout, cmd.Stderr = log, log
	// A group of its own: Ctrl-C in the terminal is for us, who then stop the server when we are done with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: h.as, Setpgid: true}
	return launch(cmd, onDeath)
}

func (h home) workDir() string {
	if h.exists() {
		return h.cluster
	}
	return "/"
}

// run starts a program of PostgreSQL and waits for its end.
func (h home) run(ctx context.Context, path string, args ...string) error {
	log := &tail{}
	proc, err := h.launch(log, syscall.SIGKILL, path, args...)
	if err != nil {
		return err
	}
	select {
	case <-proc.done:
	case <-ctx.Done():
		return errors.Join(ctx.Err(), proc.end(0))
	}
	if proc.err != nil {
		return fmt.Errorf("%s failed: %w; it said:\n%s", filepath.Base(path), proc.err, log)
	}
	return nil
}
