//go:build !linux

package devdb

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// locale is one that every macOS has; it has no C.UTF-8 before version 14.
const locale = "en_US.UTF-8"

// dieWithUs leaves the work to guard: only Linux signals children by itself.
func dieWithUs(*syscall.SysProcAttr, syscall.Signal) {}

// guard starts a shell that reads a pipe of which we hold the other end. When we end, however we end, the shell reads the
// end of the file and signals the child.
func guard(pid int, sig syscall.Signal, as *syscall.Credential) (release func()) {
	ours, err := newGuard(pid, sig, as)
	if err != nil {
		return func() {} // the server still ends with an orderly stop
	}
	return ours
}

func newGuard(pid int, sig syscall.Signal, as *syscall.Credential) (func(), error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("/bin/sh", "-c", `read line; kill -"$1" "$2"`, "sh", strconv.Itoa(int(sig)), strconv.Itoa(pid))
	cmd.Dir = "/"
	cmd.Stdin = read
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setpgid: true}
	err = cmd.Start()
	_ = read.Close()
	if err != nil {
		_ = write.Close()
		return nil, err
	}
	return func() {
		_ = cmd.Process.Kill() // before the pipe closes, so that it signals nobody
		_ = cmd.Wait()
		_ = write.Close()
	}, nil
}

// servesFolder tells whether a process is the PostgreSQL of this cluster: we start it with the folder among its arguments.
func servesFolder(pid int, cluster string) bool {
	out, err := exec.Command("ps", "-o", "args=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(string(out), "postgres -D "+cluster)
}
