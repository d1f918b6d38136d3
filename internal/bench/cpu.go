package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// tick is the unit in which Linux tells the time of processors to programs: USER_HZ, which is 100 on everything that Go
// runs on.
const tick = 10 * time.Millisecond

// usage is one line of /proc/PID/stat, as far as it matters here.
type usage struct {
	parent   int
	self     time.Duration // in the process, in user and system time
	children time.Duration // in its children that have ended
}

// readUsage reads the fields after the program's name, which is in brackets and may itself hold brackets and spaces.
func readUsage(stat []byte) (usage, error) {
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 15 {
		return usage{}, fmt.Errorf("cannot read %q", stat)
	}
	var n [5]int // ppid, utime, stime, cutime, cstime: see proc(5)
	for i, at := range []int{1, 11, 12, 13, 14} {
		v, err := strconv.Atoi(string(fields[at]))
		if err != nil {
			return usage{}, err
		}
		n[i] = v
	}
	return usage{parent: n[0], self: time.Duration(n[1]+n[2]) * tick, children: time.Duration(n[3]+n[4]) * tick}, nil
}

// cpuOf is the processor time so far of processes and of all their children, those that have ended and those that run: of
// a server, and of a database with its back ends.
func cpuOf(pids ...int) (total time.Duration, err error) {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil || len(stats) == 0 {
		return 0, errors.Join(errors.New("processor time is read from /proc, which is not here: bench runs on Linux"), err)
	}
	wanted := map[int]bool{}
	for _, pid := range pids {
		wanted[pid] = true
	}
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) || err != nil && len(text) == 0 {
			continue // it has ended meanwhile; its parent counts it
		}
		u, err := readUsage(text)
		if err != nil {
			return 0, err
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err != nil {
			return 0, err
		}
		if wanted[pid] {
			total += u.self + u.children
		} else if wanted[u.parent] {
			total += u.self
		}
	}
	return total, nil
}
