package devdb

import (
	"fmt"
	"os"
	"syscall"
)

// locale sorts by code point and knows the letters of every language.
const locale = "C.UTF-8"

// dieWithUs has the kernel signal the child when we end, however we end.
func dieWithUs(attr *syscall.SysProcAttr, sig syscall.Signal) { attr.Pdeathsig = sig }

// guard has nothing to do where the kernel does it.
func guard(int, syscall.Signal, *syscall.Credential) (release func()) { return func() {} }

// servesFolder tells whether a process is the PostgreSQL of this cluster: a server works in its own folder.
func servesFolder(pid int, cluster string) bool {
	dir, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	return err == nil && dir == cluster
}
