package devdb

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is a child that never outlives us.
type process struct {
	pid  int
	done chan struct{} // closed when the child has ended
	err  error         // how it ended; read it after done
}

// launch starts cmd from a thread of its own. Linux tells the child when the *thread* that made it ends, so that thread
// stays until the child is gone.
func launch(cmd *exec.Cmd, onDeath syscall.Signal) (*process, error) {
	dieWithUs(cmd.SysProcAttr, onDeath)
	cmd.WaitDelay = 2 * time.Second
	p := &process{done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		err := cmd.Start()
		if err != nil {
			started <- err
			return
		}
		p.pid = cmd.Process.Pid
		release := guard(p.pid, onDeath, cmd.SysProcAttr.Credential)
		started <- nil
		p.err = cmd.Wait()
		release()
		close(p.done)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("cannot start %s: %w", cmd.Path, err)
	}
	return p, nil
}

// end asks in an orderly way, and after the patience less and less so.
func (p *process) end(patience time.Duration) error {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL} {
		select {
		case <-p.done:
			return nil
		default:
		}
		if err := syscall.Kill(p.pid, sig); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("cannot stop process %d: %w", p.pid, err)
		}
		select {
		case <-p.done:
			return nil
		case <-time.After(patience):
		}
	}
	<-p.done
	return nil
}

// tail passes on what a program says, and keeps the end of it for an error message.
type tail struct {
	mu   sync.Mutex
	last []byte
	next io.Writer
}

const tailKeeps = 4096

// Write never fails for the program's sake: a log that is full must not stop the database.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = append(t.last, b...)
	if over := len(t.last) - tailKeeps; over > 0 {
		t.last = t.last[over:]
	}
	if t.next != nil {
		_, _ = t.next.Write(b)
	}
	return len(b), nil
}

// String returns the last lines.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.last))
}
