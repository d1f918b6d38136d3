package devdb_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"waymark/internal/devdb"
)

// actAsProgram names the variable that makes this test binary a program that keeps a server, for another test to kill.
const actAsProgram = "DEVDB_TEST_DATA"

func TestMain(m *testing.M) {
	if dir := os.Getenv(actAsProgram); dir != "" {
		keepServer(dir)
		return
	}
	os.Exit(m.Run())
}

// keepServer starts a server, says so in one line, and stays until its input ends.
func keepServer(dir string) {
	srv, err := devdb.Start(context.Background(), devdb.Options{DataDir: dir, Name: "waymark", Durable: true})
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	fmt.Println(srv.PID(), srv.SocketDir)
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := srv.Stop(); err != nil {
		os.Exit(1)
	}
}

// program is a running copy of keepServer.
type program struct {
	cmd    *exec.Cmd
	server int // process id of its PostgreSQL
	socket string
}

// run starts this binary again, with a server on dir.
func run(t *testing.T, dir string) *program {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), actAsProgram+"="+dir)
	stdin, err := cmd.StdinPipe()
	check(t, err)
	stdout, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	t.Cleanup(func() { _ = stdin.Close(); _ = cmd.Wait() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	check(t, err)
	p := &program{cmd: cmd}
	_, err = fmt.Sscan(line, &p.server, &p.socket)
	if err != nil {
		t.Fatalf("the program said: %s", line)
	}
	t.Cleanup(func() { _ = os.RemoveAll(p.socket) }) // a killed program leaves it
	return p
}

// folder is a data folder that the server's user can reach, which t.TempDir is not when the tests run as root.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "devdb") // a cluster is a thousand files: memory spares the disk
	if err != nil {
		dir, err = os.MkdirTemp("", "devdb")
	}
	check(t, err)
	check(t, os.Chmod(dir, 0o755))
	t.Cleanup(func() { check(t, os.RemoveAll(dir)) })
	return dir
}

func start(t *testing.T, dir string) *devdb.Server {
	t.Helper()
	srv, err := devdb.Start(t.Context(), devdb.Options{DataDir: dir, Name: "waymark"})
	check(t, err)
	t.Cleanup(func() { check(t, srv.Stop()) })
	return srv
}

// query runs SQL with psql, which is installed with the server: devdb itself has no client.
func query(t *testing.T, srv *devdb.Server, sql string) string {
	t.Helper()
	cmd := exec.Command(filepath.Join(srv.BinDir, "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql, srv.DSN("waymark"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("psql %s: %v\n%s", sql, err, out)
	}
	return strings.TrimSpace(string(out))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// waitGone returns when no process has this id, and fails when it takes too long.
func waitGone(t *testing.T, pid int) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(20 * time.Second)
	for {
		select {
		case <-tick.C:
			if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
				return
			}
		case <-limit:
			t.Fatalf("process %d is still there", pid)
		}
	}
}

func TestStart_KeepsDataOverARestart(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(folder(t), "a path with spaces, a comma and é")
	srv := start(t, dir)
	query(t, srv, "create table kept as select 7 as n")
	check(t, srv.Stop())

	began := time.Now()
	srv = start(t, dir)
	t.Logf("a warm start took %v", time.Since(began))
	if got := query(t, srv, "select n from kept"); got != "7" {
		t.Errorf("kept = %s, want 7", got)
	}
	if got := query(t, srv, "show listen_addresses"); got != "" {
		t.Errorf("listens on %q, want the socket only", got)
	}
	info, err := os.Stat(srv.SocketDir)
	check(t, err)
	if info.Mode().Perm() != 0o700 {
		t.Errorf("the socket's folder has mode %o, want 700", info.Mode().Perm())
	}
}

func TestStart_TwoFoldersSideBySide(t *testing.T) {
	t.Parallel()
	one, two := start(t, folder(t)), start(t, folder(t))
	query(t, one, "create table mine (n int)")
	if got := query(t, two, "select count(*) from pg_tables where tablename = 'mine'"); got != "0" {
		t.Error("two data folders share a server")
	}
}

func TestStart_FolderInUse(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	p := run(t, dir)
	link := filepath.Join(t.TempDir(), "link")
	check(t, os.Symlink(dir, link))
	for _, path := range []string{dir, link} {
		_, err := devdb.Start(t.Context(), devdb.Options{DataDir: path})
		want := fmt.Sprintf("Another waymark (process %d) is using the data folder %s", p.cmd.Process.Pid, path)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v, want %s", err, want)
		}
	}
}

func TestStart_AfterKilledProgram(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	p := run(t, dir)
	check(t, p.cmd.Process.Kill())
	_ = p.cmd.Wait() // "signal: killed" is what we asked for

	// At once, while the old server may still be writing its last checkpoint.
	srv := start(t, dir)
	waitGone(t, p.server)
	if got := query(t, srv, "select 1"); got != "1" {
		t.Errorf("select 1 = %s", got)
	}
}

func TestStart_KilledProgramLeavesNoServer(t *testing.T) {
	t.Parallel()
	p := run(t, folder(t))
	check(t, p.cmd.Process.Kill())
	_ = p.cmd.Wait() // "signal: killed" is what we asked for
	waitGone(t, p.server)
}

// A power cut ends the server in the middle of its work and leaves its marks, and the numbers of the processes are given
// out again: here to this test.
func TestStart_AfterPowerCut(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	p := run(t, dir)
	psql := exec.Command("psql", "-Xq", "-h", p.socket, "-U", "waymark", "-c", "create table kept as select 7 as n", "waymark")
	if out, err := psql.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	check(t, syscall.Kill(p.server, syscall.SIGKILL))
	waitGone(t, p.server)
	check(t, p.cmd.Process.Kill())
	_ = p.cmd.Wait() // "signal: killed" is what we asked for

	reuse := func(mark string) {
		text, err := os.ReadFile(mark)
		check(t, err)
		_, rest, _ := strings.Cut(string(text), "\n")
		check(t, os.WriteFile(mark, []byte(strconv.Itoa(os.Getppid())+"\n"+rest), 0o600))
	}
	reuse(filepath.Join(dir, "postgres", "postmaster.pid"))
	reuse(filepath.Join(p.socket, ".s.PGSQL.5432.lock"))

	if got := query(t, start(t, dir), "select n from kept"); got != "7" {
		t.Errorf("kept = %s, want 7", got)
	}
}

func TestStart_HalfMadeClusterIsMadeAgain(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	check(t, os.MkdirAll(filepath.Join(dir, "postgres.new", "base"), 0o700))
	check(t, os.WriteFile(filepath.Join(dir, "postgres.new", "PG_VERSION"), []byte("15\n"), 0o600))
	if got := query(t, start(t, dir), "select 1"); got != "1" {
		t.Errorf("select 1 = %s", got)
	}
}

func TestStart_Refusals(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	check(t, os.WriteFile(file, nil, 0o600))
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name string
		ctx  context.Context
		dir  string
		want string
	}{
		{"no folder", t.Context(), "", "needs a data folder"},
		{"a file", t.Context(), file, "cannot use the data folder"},
		{"cancelled", cancelled, folder(t), "context canceled"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv, err := devdb.Start(tt.ctx, devdb.Options{DataDir: tt.dir})
			if err == nil {
				t.Fatal("it started", srv.Stop())
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want %s", err, tt.want)
			}
		})
	}
}

func TestServer_Stop(t *testing.T) {
	t.Parallel()
	srv := start(t, folder(t))
	check(t, srv.Stop())
	check(t, srv.Stop())
	waitGone(t, srv.PID())
	if _, err := os.Stat(srv.SocketDir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket's folder is still there: %v", err)
	}
}

func TestServer_DoneWhenItDies(t *testing.T) {
	t.Parallel()
	srv := start(t, folder(t))
	check(t, syscall.Kill(srv.PID(), syscall.SIGQUIT))
	select {
	case <-srv.Done():
	case <-time.After(20 * time.Second):
		t.Fatal("nobody said that the server had ended")
	}
}
