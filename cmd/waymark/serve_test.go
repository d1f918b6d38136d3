package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"waymark/internal/devdb"
)

// running is a `waymark serve` in this process.
type running struct {
	url    string
	errOut bytes.Buffer // may be read once ended
	stop   context.CancelFunc
	ended  chan int
}

// serve starts `waymark serve` and returns when it has told its address.
func serve(t *testing.T, settings ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	lines, out := io.Pipe()
	r := &running{stop: cancel, ended: make(chan int, 1)}
	p := &program{getenv: getenv(settings), out: out, err: &r.errOut}
	go func() {
		r.ended <- p.run(ctx, []string{"waymark", "serve"})
		_ = out.Close()
	}()
	for s := bufio.NewScanner(lines); s.Scan(); {
		if rest, ok := strings.CutPrefix(s.Text(), "Waymark is at "); ok {
			r.url, _, _ = strings.Cut(rest, " ")
			break
		}
	}
	if r.url == "" {
		t.Fatalf("serve ended with %d: %s", <-r.ended, r.errOut.String())
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	t.Cleanup(cancel)
	return r
}

// A server on a private database from start to Ctrl-C, with the other commands beside it.
func TestServe(t *testing.T) {
	settings := []string{"WAYMARK_DATA", dataDir(t), "WAYMARK_ADDR", "127.0.0.1:0"}
	server := serve(t, append(settings, "WAYMARK_DEMO", "false")...)

	resp, err := http.Get(server.url + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK || string(body) != "ok\n" {
		t.Errorf("/healthz: %s %q", resp.Status, body)
	}

	t.Run("other commands use its database", func(t *testing.T) {
		code, out, errOut := typed(t.Context(), settings, "migrate", "status", "--json")
		var answer struct {
			Migrations []struct{ AppliedAt *time.Time }
		}
		if err := json.Unmarshal([]byte(out), &answer); err != nil || code != exitOK {
			t.Fatalf("migrate status: %d, %q, %q, %v", code, out, errOut, err)
		}
		if len(answer.Migrations) == 0 || answer.Migrations[0].AppliedAt == nil {
			t.Errorf("serve has not migrated: %s", out)
		}
	})
	t.Run("no demo is made under it", func(t *testing.T) {
		for _, command := range []string{"demo", "demo --reset"} {
			code, _, errOut := typed(t.Context(), settings, strings.Fields(command)...)
			if code != exitFailed || errOut != "waymark: Stop Waymark first (Ctrl-C), then type it again.\n" {
				t.Errorf("waymark %s: %d, %q", command, code, errOut)
			}
		}
	})
	t.Run("a second server is told why not", func(t *testing.T) {
		code, _, errOut := typed(t.Context(), settings, "serve")
		if code != exitFailed || !strings.Contains(errOut, "is using the data folder") {
			t.Errorf("second serve: %d, %q", code, errOut)
		}
	})

	server.stop()
	select {
	case code := <-server.ended:
		if code != exitOK {
			t.Errorf("after Ctrl-C it ends with %d: %s", code, server.errOut.String())
		}
	case <-time.After(shutdownPatience):
		t.Fatal("it goes on after Ctrl-C")
	}
	if _, err := http.Get(server.url + "/healthz"); err == nil {
		t.Error("the address still answers")
	}

	t.Run("afterwards commands start a database themselves", func(t *testing.T) {
		if _, _, ok := devdb.Attach(settings[1], databaseName); ok {
			t.Error("the private database still runs")
		}
		for _, tt := range []struct{ args, want string }{
			{"migrate up", "0 applied\n"},
			{"migrate down --yes", "undone 0001_spine\n"},
			{"migrate status", "missing\n"},
			{"migrate up --json", `"applied": [`},
		} {
			code, out, errOut := typed(t.Context(), settings, strings.Fields(tt.args)...)
			if code != exitOK || !strings.Contains(out, tt.want) {
				t.Errorf("waymark %s: %d, %q, %q", tt.args, code, out, errOut)
			}
		}
	})
}

// When the private database dies, the server says so and ends, rather than answer every page with an error.
func TestServe_DatabaseDies(t *testing.T) {
	dir := dataDir(t)
	server := serve(t, "WAYMARK_DATA", dir, "WAYMARK_ADDR", "127.0.0.1:0", "WAYMARK_DEMO", "false")
	note, err := os.ReadFile(filepath.Join(dir, "postgres", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(note), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	if code := <-server.ended; code != exitFailed || !strings.Contains(server.errOut.String(), errDatabaseEnded.Error()) {
		t.Errorf("it ends with %d: %s", code, server.errOut.String())
	}
}

func TestHealth(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want int
	}{{nil, http.StatusOK}, {errors.New("gone"), http.StatusServiceUnavailable}} {
		rec := httptest.NewRecorder()
		health(func(context.Context) error { return tt.err }).ServeHTTP(rec, httptest.NewRequest("GET", "/healthz", nil))
		if rec.Code != tt.want || rec.Header().Get("Cache-Control") != "no-store" || strings.Contains(rec.Body.String(), "gone") {
			t.Errorf("with %v: %d %q", tt.err, rec.Code, rec.Body)
		}
	}
}

// hold serves one request that lasts until the test lets it go, and ends the server while it is under way.
func hold(t *testing.T, patience time.Duration, release func(letGo func())) (answer string, serveErr error) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	arrived, wait := make(chan struct{}), make(chan struct{})
	srv := newServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		select {
		case <-wait:
		case <-r.Context().Done():
		}
		_, _ = io.WriteString(w, "done")
	}), slog.New(slog.DiscardHandler))
	stopping := make(chan struct{})
	srv.RegisterOnShutdown(func() { close(stopping) })

	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serveUntil(ctx, srv, ln, patience) }()
	got := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + ln.Addr().String())
		if err != nil {
			got <- "cut off"
			return
		}
		body, _ := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		got <- string(body)
	}()
	<-arrived
	stop()
	<-stopping
	release(func() { close(wait) })
	return <-got, <-ended
}

// A body that never arrives is not waited for longer than half a minute: here a hundredth of it.
func TestNewServer_DoesNotWaitForABody(t *testing.T) {
	read := make(chan error, 1)
	srv := newServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, err := io.ReadAll(r.Body)
		read <- err
	}), slog.New(slog.DiscardHandler))
	if srv.ReadTimeout > 30*time.Second || srv.ReadHeaderTimeout > 15*time.Second {
		t.Fatalf("it waits for %s, and for the headers %s", srv.ReadTimeout, srv.ReadHeaderTimeout)
	}
	srv.ReadTimeout /= 100
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serveUntil(ctx, srv, ln, time.Second) }()
	defer func() { stop(); <-ended }()
	conn, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "POST / HTTP/1.1\r\nHost: waymark\r\nContent-Length: 9\r\n\r\n{"); err != nil {
		t.Fatal(err)
	}
	if err := <-read; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the body that never came: %v", err)
	}
}

func TestServeUntil_LetsRequestsFinish(t *testing.T) {
	answer, err := hold(t, time.Minute, func(letGo func()) { letGo() })
	if answer != "done" || err != nil {
		t.Errorf("answer %q, error %v", answer, err)
	}
}

func TestServeUntil_DoesNotWaitForEver(t *testing.T) {
	answer, err := hold(t, time.Millisecond, func(func()) {})
	if answer != "cut off" || err != nil {
		t.Errorf("answer %q, error %v", answer, err)
	}
}

func TestServeUntil_ListenerBreaks(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = ln.Close()
	err = serveUntil(t.Context(), newServer(http.NotFoundHandler(), slog.New(slog.DiscardHandler)), ln, time.Minute)
	if err == nil || !strings.Contains(err.Error(), "the server stopped") {
		t.Errorf("serveUntil: %v", err)
	}
}
