package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for what should come within seconds.
const patience = 30 * time.Second

// buildKillable builds the program with its kill points in it.
func buildKillable(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "waymark")
	cmd := exec.Command("go", "build", "-tags", "killpoints", "-o", program, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

// process is a `waymark serve` of its own, which may be killed.
type process struct {
	name  string // its name on its connections to the database
	addr  string
	cmd   *exec.Cmd
	out   *lockedBuffer
	ended chan struct{} // closed when it has ended, for whatever reason
	died  time.Time     // when that was
}

// lockedBuffer is written by a process while a test reads it.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write adds to the buffer.
func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

// String returns all that was written.
func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// Ports that servers of tests are given: below those from which systems take the ports of clients, so that no connection under way
// gets one in between.
const (
	firstPort = 20_000
	manyPorts = 10_000
)

// portsGiven counts, so that no two servers of this program get one port.
var portsGiven atomic.Int32

// freeAddr returns an address of this machine that nobody listens on.
func freeAddr(t *testing.T) string {
	t.Helper()
	for range manyPorts {
		port := firstPort + (os.Getpid()*101+int(portsGiven.Add(1)))%manyPorts
		ln, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue
		}
		defer ln.Close()
		return ln.Addr().String()
	}
	t.Fatal("no port is free")
	return ""
}

// startProcess starts a server and returns when it answers. settings are name=value.
func startProcess(t *testing.T, program, name, addr string, settings ...string) *process {
	t.Helper()
	p := &process{name: name, addr: addr, out: &lockedBuffer{}, ended: make(chan struct{})}
	p.cmd = exec.Command(program, "serve")
	p.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "WAYMARK_ADDR=" + addr}, settings...)
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // how it ended is read from its state
		p.died = time.Now()
		close(p.ended)
	}()
	t.Cleanup(p.kill)
	eventually(t, name+" answers", func() bool {
		if p.hasEnded() {
			t.Fatalf("%s ended at once: %s\n%s", name, p.cmd.ProcessState, p.out)
		}
		status, _, err := p.ask(t.Context(), http.MethodGet, "/healthz", nil)
		return err == nil && status == http.StatusOK
	})
	return p
}

// kill ends the process as a power cut would, and returns when it is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Signal(syscall.SIGKILL) // it may have ended already
	<-p.ended
}

func (p *process) hasEnded() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// killedBySignal reports whether the process was ended by SIGKILL: at a kill point, or by kill.
func (p *process) killedBySignal() bool {
	status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

// client follows no redirect, and opens a connection for each request: a process that dies is seen at once.
var client = &http.Client{
	Timeout:       patience,
	Transport:     &http.Transport{DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// ask opens a page, or with a form presses its button, and returns where it leads.
func (p *process) ask(ctx context.Context, method, path string, form url.Values) (status int, location string, err error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://"+p.addr+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := client.Do(r)
	if err != nil {
		return 0, "", err
	}
	return resp.StatusCode, resp.Header.Get("Location"), resp.Body.Close()
}

// eventually returns when something holds, and fails when it does not within the patience.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	if err := waitUntil(t.Context(), holds); err != nil {
		t.Fatalf("not in time: %s: %v", what, err)
	}
}

// waitUntil looks again and again, because what is waited for is a state of other processes.
func waitUntil(ctx context.Context, holds func() bool) error {
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-limit.C:
			return errors.New("the time is up")
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
