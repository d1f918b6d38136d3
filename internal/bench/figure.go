package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// figure is one measured number and what it must reach.
type figure struct {
	Name   string     `json:"name"`
	Value  float64    `json:"value"`
	Unit   string     `json:"unit"`
	Goal   string     `json:"goal"`
	OK     bool       `json:"ok"`
	Spread [2]float64 `json:"spread"` // the lowest and the highest of the rounds
	Ours   side       `json:"ours,omitzero"`
	Theirs side       `json:"theirs,omitzero"`
	Reason string     `json:"reason,omitempty"` // why it could not be measured
}

// side is what stands behind one half of a comparison: medians of its rounds. What was not measured is 0.
type side struct {
	PerSecond float64 `json:"per_second,omitempty"`
	CPU       float64 `json:"cpu_ms,omitempty"` // of the server and the database, for one request
	P50       float64 `json:"p50_ms,omitempty"`
	P99       float64 `json:"p99_ms,omitempty"`
}

// goal is what a figure must reach.
type goal struct {
	words string
	meets func(float64) bool
}

func atLeast(x float64) goal {
	return goal{fmt.Sprintf("at least %g", x), func(v float64) bool { return v >= x }}
}

func atMost(x float64) goal {
	return goal{fmt.Sprintf("at most %g", x), func(v float64) bool { return v <= x }}
}

// measured is a figure of one value a round: their median is held to the goal.
func measured(name, unit string, g goal, values []float64) figure {
	v := median(values)
	return figure{
		Name: name, Unit: unit, Goal: g.words, Value: tidy(v), OK: g.meets(v),
		Spread: [2]float64{tidy(slices.Min(values)), tidy(slices.Max(values))},
	}
}

// failed is a figure, or a whole part, that could not be measured: it falls short, and says why.
func failed(name string, err error) figure { return figure{Name: name, Reason: err.Error()} }

// ratios divides round by round, so that what slowed both down at one time weighs on neither.
func ratios(above, below []float64) []float64 {
	out := make([]float64, 0, len(above))
	for i := range above {
		out = append(out, above[i]/below[i])
	}
	return out
}

// median is the middle value, or the mean of the two in the middle; 0 of none.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	switch {
	case n == 0:
		return 0
	case n%2 == 1:
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}

// percentile is the smallest value that p of a hundred do not exceed (the nearest rank); 0 of none.
func percentile(values []time.Duration, p int) time.Duration {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	rank := (len(sorted)*p + 99) / 100
	return sorted[max(rank, 1)-1]
}

// tidy keeps four figures: more would only be noise.
func tidy(v float64) float64 {
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0
	}
	unit := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*unit) / unit
}

func milliseconds(d time.Duration) float64 { return tidy(float64(d) / float64(time.Millisecond)) }

// reporter prints figures as they come, and counts those that fall short.
type reporter struct {
	out      *json.Encoder
	progress io.Writer
	count    int
	short    int
}

func newReporter(out, progress io.Writer) *reporter {
	return &reporter{out: json.NewEncoder(out), progress: progress}
}

// add prints a figure for machines, and the gist of it for people.
func (r *reporter) add(f figure) {
	r.count++
	verdict := "ok"
	if !f.OK {
		r.short++
		verdict = "SHORT"
	}
	if f.Reason != "" {
		r.say("  %-5s %s: %s", verdict, f.Name, f.Reason)
	} else {
		r.say("  %-5s %s: %g %s (%s; %g to %g)", verdict, f.Name, f.Value, f.Unit, f.Goal, f.Spread[0], f.Spread[1])
	}
	if err := r.out.Encode(f); err != nil {
		r.say("the figure cannot be printed: %v", err)
	}
}

// say tells people how far it is. There is nobody to tell when that fails.
func (r *reporter) say(format string, args ...any) { fmt.Fprintf(r.progress, format+"\n", args...) }
