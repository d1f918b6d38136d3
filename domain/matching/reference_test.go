package matching

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// The reference is another program, by another method (the network simplex of LEMON), which builds the pairs itself.
// Mutants: between charges stability to the holder of the invitation; unit rounds up.
func TestSolve_EqualsTheReference(t *testing.T) {
	reference := buildReference(t)
	for i := range uint64(100) {
		s := []shape{mixed, crowded, roomy, picky, tied}[i%5]
		t.Run(fmt.Sprintf("%s/%d", s.name, i), func(t *testing.T) {
			in := s.draw(1000 + i)
			plan := solved(t, in)
			instance, solution := filepath.Join(t.TempDir(), "i.vm"), filepath.Join(t.TempDir(), "s")
			save(t, instance, func(w *bytes.Buffer) error { return Write(w, in) })
			save(t, solution, func(w *bytes.Buffer) error { return plan.WriteSolution(w) })
			if got, want := plan.objective(), outcome(t, reference, instance); got != want {
				t.Errorf("got %v, the reference has %v", got, want)
			}
			if got := outcome(t, reference, instance, "--check", solution); got != plan.objective() {
				t.Errorf("the plan says %v, the reference reads it as %v", plan.objective(), got)
			}
		})
	}
}

// buildReference compiles the reference solver and returns its name.
func buildReference(t *testing.T) string {
	t.Helper()
	source := shared(t, "matching", "reference", "ref_lemon.cpp")
	const install = "to compare with the reference solver, type: apt-get install g++ liblemon-dev"
	if _, err := exec.LookPath("g++"); err != nil {
		t.Fatalf("g++ is missing; %s", install)
	}
	program := filepath.Join(t.TempDir(), "reference")
	out, err := exec.Command("g++", "-O0", "-std=c++17", source, "-o", program, "-llemon").CombinedOutput()
	if err != nil {
		t.Fatalf("the reference solver does not compile; %s\n%s", install, out)
	}
	return program
}

func save(t *testing.T, name string, write func(w *bytes.Buffer) error) {
	t.Helper()
	var text bytes.Buffer
	if err := write(&text); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

var outcomeLine = regexp.MustCompile(`served (\d+)/\d+ (\d+)/\d+ (\d+)/\d+ (\d+)/\d+ total \d+ cost (\d+)`)

// outcome runs the reference and reads the objective out of what it prints.
func outcome(t *testing.T, program string, args ...string) (o [5]int64) {
	t.Helper()
	out, err := exec.Command(program, args...).CombinedOutput()
	found := outcomeLine.FindSubmatch(out)
	if err != nil || found == nil {
		t.Fatalf("the reference failed: %v\n%s", err, out)
	}
	for i := range o {
		if _, err := fmt.Sscan(string(found[i+1]), &o[i]); err != nil {
			t.Fatal(err)
		}
	}
	o[4] = -o[4]
	return o
}
