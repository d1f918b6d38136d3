package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const twoAndTwo = `VM1 1
S 2
0 0 0 0 0
100 0 0 0 0
V 2
0 1 1 0 1 1
1 1 2 0 1 1
R 2
0 0 1 1 1 5 -1
0 3 1 1 1 5 -1
X 1
1 0
`

func TestMatch_PrintsTheOutcomeAndWritesTheSolution(t *testing.T) {
	dir := t.TempDir()
	instance, solution := filepath.Join(dir, "i.vm"), filepath.Join(dir, "out")
	if err := os.WriteFile(instance, []byte(twoAndTwo), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	job := matchJob{instance: instance, solution: solution, workers: 2, certify: true}
	if err := match(t.Context(), job, &out); err != nil {
		t.Fatal(err)
	}
	var got matchOutcome
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	// Request 0 stays on its street: 40 m and 60; request 1 walks 130 m to the other, one level up, and 30.
	if got.Served != [4]int{1, 0, 0, 1} || got.Of != got.Served || got.Cost != 40+60+130+200+30 || !got.Certified {
		t.Errorf("printed %s", out.String())
	}
	if text, err := os.ReadFile(solution); err != nil || string(text) != "0 0\n1 1\n" {
		t.Errorf("the solution is %q (%v)", text, err)
	}
}

func TestMatch_RefusesWithLineAndReason(t *testing.T) {
	instance := filepath.Join(t.TempDir(), "i.vm")
	for want, text := range map[string]string{
		"Line 6 of the instance: the reach is 9":         strings.Replace(twoAndTwo, "0 1 1 0 1 1", "0 9 1 0 1 1", 1),
		"Line 9 of the instance: there is no street 7":   strings.Replace(twoAndTwo, "0 0 1 1 1 5 -1", "7 0 1 1 1 5 -1", 1),
		"Line 12 of the instance: there is no request 8": strings.Replace(twoAndTwo, "\n1 0\n", "\n8 0\n", 1),
		"Line 1 of the instance: the first line must be": "VM2 1\n",
	} {
		if err := os.WriteFile(instance, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := match(t.Context(), matchJob{instance: instance}, &out); err == nil || !strings.Contains(err.Error(), want) || out.Len() > 0 {
			t.Errorf("got %v and %q, want ...%s...", err, out.String(), want)
		}
	}
}
