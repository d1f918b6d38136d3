package main

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

func TestReadUsage(t *testing.T) {
	const stat = "4242 (a (strange) name) S 17 4242 4242 0 -1 4194560 900 0 0 0 120 30 5 7 20 0 1 0 100 1000 10\n"
	u, err := readUsage([]byte(stat))
	if want := (usage{parent: 17, self: 1500 * time.Millisecond, children: 120 * time.Millisecond}); err != nil || u != want {
		t.Errorf("got %+v, %v; want %+v", u, err, want)
	}
	for _, wrong := range []string{"", "1 (x) S 1", "1 (x) S a b c d e f g h i j k l m n o p"} {
		if _, err := readUsage([]byte(wrong)); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
}

func TestCPUOf(t *testing.T) {
	before, err := cpuOf(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	// A child that has ended is counted with its parent.
	if err := exec.Command("sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done").Run(); err != nil {
		t.Fatal(err)
	}
	after, err := cpuOf(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if after <= before {
		t.Errorf("a child that worked cost nothing: %v, then %v", before, after)
	}
	if none, err := cpuOf(-1); err != nil || none != 0 {
		t.Errorf("a process that is not there took %v, %v", none, err)
	}
}
