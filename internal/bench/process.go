package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// How long a program may take to answer, and to end; and how often it is asked.
const (
	answerPatience = 2 * time.Minute
	endPatience    = 15 * time.Second
	askEvery       = 2 * time.Millisecond
)

// process is a server that was started to be measured.
type process struct {
	cmd  *exec.Cmd
	said *lastWords
	done chan error
}

// launch starts a program with more settings in its environment.
func launch(ctx context.Context, env []string, name string, args ...string) (*process, error) {
	p := &process{cmd: exec.CommandContext(ctx, name, args...), said: &lastWords{}, done: make(chan error, 1)}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = p.said, p.said
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(os.Interrupt) }
	p.cmd.WaitDelay = endPatience
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { p.done <- p.cmd.Wait() }()
	return p, nil
}

func (p *process) pid() int { return p.cmd.Process.Pid }

// stop ends the program in an orderly way, or in another when it does not end.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-p.done:
		return nil
	case <-time.After(endPatience):
		return errors.Join(fmt.Errorf("%s did not end", p.cmd.Path), p.cmd.Process.Kill())
	}
}

// answers waits until an address answers with 200.
func (p *process) answers(ctx context.Context, req func() (*http.Request, error)) error {
	ctx, cancel := context.WithTimeout(ctx, answerPatience)
	defer cancel()
	ticker := time.NewTicker(askEvery)
	defer ticker.Stop()
	for {
		select {
		case err := <-p.done:
			p.done <- err
			return fmt.Errorf("%s ended (%v) and said:\n%s", p.cmd.Path, err, p.said)
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w; it said:\n%s", p.cmd.Path, ctx.Err(), p.said)
		case <-ticker.C:
		}
		r, err := req()
		if err != nil {
			return err
		}
		if answer, err := http.DefaultClient.Do(r.WithContext(ctx)); err == nil {
			err = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return err
			}
		}
	}
}

// freeAddress is an address of this machine where nobody listens.
func freeAddress() (string, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return ln.Addr().String(), ln.Close()
}

// output runs a program to its end and returns what it printed; when it fails, that is in the error.
func output(ctx context.Context, cmd *exec.Cmd) (string, error) {
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", errors.Join(ctx.Err(), fmt.Errorf("%s: %w; it said:\n%s", cmd, err, tail(string(out))))
	}
	return string(out), nil
}

// mostWords is as much of a program's output as an error shows.
const mostWords = 2000

func tail(s string) string { return strings.TrimSpace(s[max(0, len(s)-mostWords):]) }

// lastWords keeps the end of what a program says.
type lastWords struct {
	mu   sync.Mutex
	text string
}

// Write keeps the end.
func (l *lastWords) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text += string(b)
	l.text = l.text[max(0, len(l.text)-mostWords):]
	return len(b), nil
}

// String returns the end.
func (l *lastWords) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text
}
