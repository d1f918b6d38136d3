package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/domain/simulation"
)

// twoStreets has two volunteers and three asks: one for today, two for this week.
const twoStreets = `VM1 1
S 2
0 0 0 0 0
400 300 0 0 0
V 2
0 3 2 0 1 7
1 3 2 0 1 7
R 3
0 1 0 1 7 0 -1
0 2 0 1 7 0 -1
1 2 0 1 7 0 -1
X 0
`

// written puts text into a file of its own.
func written(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestSimulate_JSON(t *testing.T) {
	instance := written(t, twoStreets)
	run := func(more ...string) (got simulateOutcome) {
		t.Helper()
		args := append([]string{"simulate", "--instance", instance, "--json"}, more...)
		code, out, errOut := typed(t.Context(), nil, args...)
		if err := json.Unmarshal([]byte(out), &got); err != nil || code != exitOK {
			t.Fatalf("%v: %d, %q, %q", args, code, out, errOut)
		}
		return got
	}
	got := run("--acceptance", "1", "--ticks", "828")
	for name, o := range map[string]simulation.Outcome{"by the plan": got.Plan, "nearest first": got.NearestFirst} {
		if o[1].Of != 1 || o[2].Of != 2 || o.All().Served != 3 || o.All().Metres < 120 {
			t.Errorf("%s: %+v", name, o)
		}
	}
	if again := run("--acceptance", "1", "--ticks", "828"); again != got {
		t.Errorf("the same command comes to %+v, and then to %+v", got, again)
	}
	if nobody := run("--acceptance", "0"); nobody.Plan.All().Served != 0 || nobody.Plan[1].Failed != 1 {
		t.Errorf("nobody says yes, and yet %+v", nobody.Plan)
	}
	slow := run("--acceptance", "1", "--ticks", "12", "--policy", written(t, `{"t": {"beat": "every 2 hours", "street": "3 hours", "section": "3 hours", "town": "3 hours", "district": "3 hours"}}`))
	if slow.Plan[1].Invitations != 0 {
		t.Errorf("by a table that looks every two hours %d are asked in the first", slow.Plan[1].Invitations)
	}
	if one := run("--policy", "one-beat", "--ticks", "12"); one.Plan.All().Invitations != 0 || one.Policy != "one-beat" {
		t.Errorf("before the first hour is over %+v", one.Plan)
	}
}

func TestSimulate_Table(t *testing.T) {
	code, out, errOut := typed(t.Context(), nil, "simulate", "--instance", written(t, twoStreets), "--acceptance", "0.5")
	for _, part := range []string{"50 of 100 say yes", "by the plan", "nearest first", "today or tomorrow", "this week", "median wait"} {
		if code != exitOK || !strings.Contains(out, part) {
			t.Errorf("%d, %q lacks %q (%s)", code, out, part, errOut)
		}
	}
}

func TestSimulate_RefusesWhatIsWrong(t *testing.T) {
	good := written(t, twoStreets)
	for _, tt := range []struct {
		args []string
		says string
	}{
		{[]string{"--instance", written(t, "VM1 1\nS 1\n0 0 0 0\n")}, "Line 3 of the instance: the district is missing."},
		{[]string{"--instance", written(t, twoStreets), "--policy", "fastest"}, `There is no table "fastest": it is default, one-beat, or a file`},
		{[]string{"--instance", good, "--policy", written(t, `{"w": {"life": "9 days"}}`)}, "An invitation would live 9 days, longer than any level has."},
		{[]string{"--instance", good, "--policy", written(t, `{"pace": 1}`)}, `there is nothing called "pace" in a table`},
		{[]string{"--instance", good, "--acceptance", "25"}, "must be from 0 to 1, not 25"},
		{[]string{"--instance", good, "--acceptance", "NaN"}, "must be from 0 to 1, not NaN"},
		{[]string{"--instance", good, "--policy", written(t, `{"t": {"beat": "Thursday at 10:00"}}`)}, "t.beat: We would look Thursday"},
		{[]string{"--instance", good, "--ticks", "0"}, "must be from 1 to 1,000,000, not 0"},
		{[]string{"--instance", filepath.Join(t.TempDir(), "none")}, "no such file"},
	} {
		code, out, errOut := typed(t.Context(), nil, append([]string{"simulate"}, tt.args...)...)
		if code != exitFailed || out != "" || !strings.Contains(errOut, tt.says) {
			t.Errorf("%v: %d, %q, says %q and not %q", tt.args, code, out, errOut, tt.says)
		}
	}
	if code, _, errOut := typed(t.Context(), nil, "simulate"); code == exitOK || !strings.Contains(errOut, "instance") {
		t.Errorf("without an instance: %d, %q", code, errOut)
	}
}
