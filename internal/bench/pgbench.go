package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	tps       = regexp.MustCompile(`tps = ([0-9.]+)`)
	processed = regexp.MustCompile(`actually processed: (\d+)`)
)

// pgbench runs a script against a database. The processor time is that of the database; own is that of pgbench itself.
func (a *api) pgbench(ctx context.Context, database, script string, args ...string) (r round, own float64, err error) {
	program, err := a.cluster.pgProgram("pgbench")
	if err != nil {
		return r, 0, err
	}
	dir, err := os.MkdirTemp(a.b.dir, "pgbench-")
	if err != nil {
		return r, 0, err
	}
	before, err := cpuOf(a.cluster.PID())
	if err != nil {
		return r, 0, err
	}
	cmd := exec.CommandContext(ctx, program, append(args, "-n", "-l", "--log-prefix="+filepath.Join(dir, "log"), "-f", script)...)
	cmd.Env = append(os.Environ(), a.cluster.env(database)...)
	out, err := output(ctx, cmd)
	if err != nil {
		return r, 0, err
	}
	after, err := cpuOf(a.cluster.PID())
	if err != nil {
		return r, 0, err
	}
	r.seconds = (after - before).Seconds()
	own = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	speed, count := tps.FindStringSubmatch(out), processed.FindStringSubmatch(out)
	if speed == nil || count == nil {
		return r, 0, fmt.Errorf("cannot read what pgbench printed:\n%s", out)
	}
	perSecond, err := strconv.ParseFloat(speed[1], 64)
	if err != nil {
		return r, 0, err
	}
	if r.n, err = strconv.Atoi(count[1]); err != nil {
		return r, 0, err
	}
	r.took = time.Duration(float64(r.n) / perSecond * float64(time.Second))
	r.waited, err = waits(dir)
	return r, own, err
}

// waits reads how long each transaction took: the third field of pgbench's log, in microseconds.
func waits(dir string) (out []time.Duration, err error) {
	logs, err := filepath.Glob(filepath.Join(dir, "log.*"))
	if err != nil {
		return nil, err
	}
	for _, log := range logs {
		text, err := os.ReadFile(log)
		if err != nil {
			return nil, err
		}
		for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
			fields := strings.Fields(lines.Text())
			if len(fields) < 3 {
				continue
			}
			us, err := strconv.Atoi(fields[2])
			if err != nil {
				return nil, fmt.Errorf("cannot read pgbench's log: %w", err)
			}
			out = append(out, time.Duration(us)*time.Microsecond)
		}
	}
	return out, nil
}
