package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/domain/matching"
)

// What the solver must reach: how many times faster than the network simplex of LEMON, and how many columns and rows it
// may look at for each request.
const (
	millionLeast = 12
	crowdedLeast = 2
	popsMost     = 1.5
	popsCrowded  = 20
	memoryMost   = 150 // megabytes beyond the tables of a million and a million
)

// problem is one made-up instance that the solver is measured with.
type problem struct {
	name    string
	flags   string // of the generator
	speed   float64
	pops    float64
	million bool // memory is measured with it
}

var problems = []problem{
	{name: "crowded", flags: "-r 30000 -v 10000 -busy 0.5", speed: crowdedLeast, pops: popsCrowded},
	{name: "wide", flags: "-r 20000 -v 20000 -busy 0.6 -widen 1", speed: crowdedLeast, pops: popsCrowded},
	{name: "million", flags: "-r 1000000 -v 1000000", speed: millionLeast, pops: popsMost, million: true},
}

// measureMatching measures the solver against LEMON on the same instances, in turn, and single changes of a district.
// It needs the generator and the reference that lie beside the project, and g++ with liblemon-dev.
func measureMatching(ctx context.Context, b *bench) error {
	tools, err := b.matchingTools(ctx)
	if err != nil {
		return err
	}
	if err := b.measureChanges(ctx, tools); err != nil {
		return err
	}
	for _, p := range problems {
		if err := b.measureProblem(ctx, tools, p); err != nil {
			b.out.add(failed("matching."+p.name, err))
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// matchingTools are the generator of instances and the reference solver, compiled.
type matchingTools struct{ generate, reference string }

func (b *bench) matchingTools(ctx context.Context) (t matchingTools, err error) {
	t = matchingTools{filepath.Join(b.dir, "generate"), filepath.Join(b.dir, "reference")}
	build := exec.CommandContext(ctx, "go", "build", "-o", t.generate, ".")
	build.Dir = filepath.Join(b.matching, "gen")
	if _, err := os.Stat(build.Dir); err != nil {
		return t, fmt.Errorf("the generator of instances is looked for in %s (-matching): %w", build.Dir, err)
	}
	if _, err := output(ctx, build); err != nil {
		return t, err
	}
	compiler, err := find(ctx, b, "g++", "g++")
	if err != nil {
		return t, err
	}
	source := filepath.Join(b.matching, "reference", "ref_lemon.cpp")
	compile := func() error {
		_, err := output(ctx, exec.CommandContext(ctx, compiler, "-O2", "-std=c++17", source, "-o", t.reference, "-llemon"))
		return err
	}
	if compile() == nil {
		return t, nil
	}
	if err := install(ctx, b, "liblemon-dev"); err != nil {
		return t, fmt.Errorf("the reference is compiled with LEMON: %w", err)
	}
	return t, compile()
}

// instance makes an instance and reads it.
func (t matchingTools) instance(ctx context.Context, b *bench, p problem) (file string, in *matching.Instance, err error) {
	file = filepath.Join(b.dir, p.name+".vm")
	out, err := os.Create(file)
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	cmd := exec.CommandContext(ctx, t.generate, append(strings.Fields(p.flags), "-seed", "1")...)
	cmd.Stdout = out
	if err := cmd.Run(); err != nil {
		return "", nil, fmt.Errorf("%s: %w", cmd, err)
	}
	text, err := os.Open(file)
	if err != nil {
		return "", nil, err
	}
	defer text.Close()
	in, err = matching.Read(text)
	return file, in, err
}

// referenceLine is what the reference prints at its end.
var referenceLine = regexp.MustCompile(`served (\d+)/\d+ (\d+)/\d+ (\d+)/\d+ (\d+)/\d+ total \d+ cost (\d+) .* time ([\d.]+) s`)

// reference solves a file with LEMON; seconds are those of its solver alone, without reading and without making the pairs.
func (t matchingTools) solve(ctx context.Context, file string) (objective [5]int64, seconds float64, err error) {
	text, err := output(ctx, exec.CommandContext(ctx, t.reference, file))
	if err != nil {
		return objective, 0, err
	}
	found := referenceLine.FindStringSubmatch(text)
	if found == nil {
		return objective, 0, fmt.Errorf("the reference printed %q", tail(text))
	}
	for i := range objective {
		if objective[i], err = strconv.ParseInt(found[i+1], 10, 64); err != nil {
			return objective, 0, err
		}
	}
	seconds, err = strconv.ParseFloat(found[6], 64)
	return objective, seconds, err
}

// measureProblem solves one instance in turn with the reference. The speed is the best of the rounds of the one over the
// best of the other: ours is the whole of Solve on one core, from the tables to the plan with its ties settled, and its
// pairs made; theirs the search alone.
func (b *bench) measureProblem(ctx context.Context, t matchingTools, p problem) error {
	file, in, err := t.instance(ctx, b, p)
	if err != nil {
		return err
	}
	var ours, theirs []float64
	var plan *matching.Plan
	for n := range b.rounds {
		b.out.say("  %s, round %d of %d", p.name, n+1, b.rounds)
		want, seconds, err := t.solve(ctx, file)
		if err != nil {
			return err
		}
		began := time.Now()
		if plan, err = matching.Solve(ctx, in, matching.Options{Workers: 1}); err != nil {
			return err
		}
		ours, theirs = append(ours, time.Since(began).Seconds()), append(theirs, seconds)
		if got := objectiveOf(plan); got != want {
			return fmt.Errorf("the objective is %v, and %v by the reference", got, want)
		}
	}
	if err := matching.Certify(in, plan); err != nil {
		return fmt.Errorf("the plan is not proved: %w", err)
	}
	rounds := ratios(theirs, ours)
	speed := measured("matching."+p.name+".lemon", "times", atLeast(p.speed), []float64{slices.Min(theirs) / slices.Min(ours)})
	speed.Spread = [2]float64{tidy(slices.Min(rounds)), tidy(slices.Max(rounds))}
	speed.Ours, speed.Theirs = side{PerSecond: tidy(1 / slices.Min(ours))}, side{PerSecond: tidy(1 / slices.Min(theirs))}
	b.out.add(speed)
	b.out.add(measured("matching."+p.name+".pops", "a request", atMost(p.pops), []float64{float64(plan.Pops) / float64(len(in.Requests))}))
	if p.million {
		plan = nil
		return b.measureMemory(ctx, in)
	}
	return nil
}

func objectiveOf(p *matching.Plan) [5]int64 {
	return [5]int64{int64(p.Served[0]), int64(p.Served[1]), int64(p.Served[2]), int64(p.Served[3]), p.Cost}
}

// measureMemory measures what solving takes at its height beyond what the process held before: the tables of the instance.
func (b *bench) measureMemory(ctx context.Context, in *matching.Instance) error {
	var values []float64
	for range b.rounds {
		before, err := freshMemory()
		if err != nil {
			return err
		}
		if _, err := matching.Solve(ctx, in, matching.Options{Workers: 1}); err != nil {
			return err
		}
		peak, err := memory("VmHWM")
		if err != nil {
			return err
		}
		values = append(values, float64(peak-before)/1e6)
	}
	b.out.add(measured("matching.million.memory", "MB", atMost(memoryMost), values))
	return nil
}
