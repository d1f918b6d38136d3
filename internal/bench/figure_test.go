package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{
		{nil, 0},
		{[]float64{7}, 7},
		{[]float64{9, 1, 5}, 5},
		{[]float64{4, 1, 3, 2}, 2.5},
	} {
		if got := median(c.values); got != c.want {
			t.Errorf("median(%v) = %v, want %v", c.values, got, c.want)
		}
	}
}

func TestPercentile(t *testing.T) {
	var hundred []time.Duration
	for n := 100; n > 0; n-- {
		hundred = append(hundred, time.Duration(n))
	}
	for _, c := range []struct {
		values []time.Duration
		p      int
		want   time.Duration
	}{
		{nil, 99, 0},
		{[]time.Duration{5}, 50, 5},
		{hundred, 50, 50},
		{hundred, 99, 99},
		{hundred[:10], 99, 100}, // of ten, the slowest
		{hundred[:10], 0, 91},
	} {
		if got := percentile(c.values, c.p); got != c.want {
			t.Errorf("percentile of %d values, %d: %v, want %v", len(c.values), c.p, got, c.want)
		}
	}
}

func TestTidy(t *testing.T) {
	for _, c := range []struct{ v, want float64 }{
		{0, 0}, {1234567, 1235000}, {0.00123456, 0.001235}, {-98.7654, -98.77}, {math.Inf(1), 0}, {math.NaN(), 0},
	} {
		if got := tidy(c.v); got != c.want {
			t.Errorf("tidy(%v) = %v, want %v", c.v, got, c.want)
		}
	}
}

func TestMeasured(t *testing.T) {
	for _, c := range []struct {
		name   string
		goal   goal
		values []float64
		ok     bool
		words  string
	}{
		{"reaches the least", atLeast(1), []float64{0.5, 1, 3}, true, "at least 1"},
		{"falls short of the least", atLeast(1), []float64{0.5, 0.99, 3}, false, "at least 1"},
		{"keeps to the most", atMost(2), []float64{1, 2, 9}, true, "at most 2"},
		{"is above the most", atMost(2), []float64{1, 2.1, 9}, false, "at most 2"},
	} {
		f := measured("f", "s", c.goal, c.values)
		if f.OK != c.ok || f.Goal != c.words || f.Spread != [2]float64{c.values[0], c.values[2]} || f.Value != c.values[1] {
			t.Errorf("%s: %+v", c.name, f)
		}
	}
}

func TestRatios(t *testing.T) {
	got := ratios([]float64{10, 30}, []float64{5, 60})
	if len(got) != 2 || got[0] != 2 || got[1] != 0.5 {
		t.Errorf("ratios = %v", got)
	}
}

func TestReporter(t *testing.T) {
	var out, progress bytes.Buffer
	r := newReporter(&out, &progress)
	r.add(measured("start.warm", "s", atMost(2), []float64{0.25}))
	r.add(failed("api", errors.New("there is no npm")))
	if r.count != 2 || r.short != 1 {
		t.Errorf("count %d, short %d", r.count, r.short)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("want a line a figure, got %q", out.String())
	}
	for i, want := range []map[string]any{
		{"name": "start.warm", "value": 0.25, "unit": "s", "goal": "at most 2", "ok": true},
		{"name": "api", "value": 0.0, "ok": false, "reason": "there is no npm"},
	} {
		got := map[string]any{}
		if err := json.Unmarshal([]byte(lines[i]), &got); err != nil {
			t.Fatal(err)
		}
		for key, value := range want {
			if got[key] != value {
				t.Errorf("line %d: %s is %v, want %v", i, key, got[key], value)
			}
		}
	}
	if !strings.Contains(progress.String(), "there is no npm") {
		t.Errorf("people are not told why: %q", progress.String())
	}
}

func TestChoose(t *testing.T) {
	for only, want := range map[string]string{"": "start import api pages matching directory log coverage", "api": "api", "import, start": "import start"} {
		chosen, err := choose(only)
		var names []string
		for _, p := range chosen {
			names = append(names, p.name)
		}
		if got := strings.Join(names, " "); err != nil || got != want {
			t.Errorf("choose(%q) = %q, %v; want %q", only, got, err, want)
		}
	}
	if _, err := choose("start,speed"); err == nil {
		t.Error("a part that is not there was chosen")
	}
}

func TestRun_RefusesWrongUse(t *testing.T) {
	for _, args := range [][]string{{"-only", "speed"}, {"-rounds", "0"}, {"api"}, {"-nothing"}} {
		var out, progress bytes.Buffer
		if code := run(t.Context(), args, &out, &progress); code != exitUsage || out.Len() > 0 || progress.Len() == 0 {
			t.Errorf("%v: code %d, out %q, progress %q", args, code, &out, &progress)
		}
	}
}

func TestRun_NeedsTheProgram(t *testing.T) {
	var out, progress bytes.Buffer
	code := run(t.Context(), []string{"-bin", t.TempDir() + "/waymark"}, &out, &progress)
	if code != exitShort || !strings.Contains(progress.String(), "make build") {
		t.Errorf("code %d, progress %q", code, &progress)
	}
}
