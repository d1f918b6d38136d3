// Command bench measures Waymark against what others do with the same data, and holds the figures to their goals. `make
// bench` runs it; docs/performance.md keeps what it found.
//
// Each figure is one line of JSON on standard output; how far it is stands on standard error. It ends with 1 when a figure
// falls short of its goal or could not be measured. Machines are noisy, so what is compared is measured in turn, A B A B,
// in one run, and the figure is the median of the ratios of the rounds.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// What the program tells the shell when it ends.
const (
	exitOK    = 0
	exitShort = 1
	exitUsage = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// bench is one run: where things are, and what was measured so far.
type bench struct {
	waymark string // the program that is measured
	data    string // the folder with the map extracts
	// the folder with the generator of matching instances (gen) and the solver to compare with (reference)
	matching string
	dir      string // what the run writes; gone at its end
	rounds   int
	out      *reporter
}

// part is one group of figures, as ONLY names it.
type part struct {
	name    string
	measure func(ctx context.Context, b *bench) error
}

var parts = []part{
	{"start", measureStart},
	{"import", measureImport},
	{"api", measureAPI},
	{"pages", measurePages},
	{"matching", together(measureMatching, measureClaims)},
	{"directory", measureDirectory},
	{"log", measureLog},
	{"coverage", together(measureCoverage, measureMap)},
}

// within are groups of a part that may be measured alone.
var within = []part{
	{"claims", measureClaims},
	{"map", measureMap},
}

// together measures several groups as one; one that fails stops no other.
func together(measure ...func(context.Context, *bench) error) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		var wrong []error
		for _, m := range measure {
			wrong = append(wrong, m(ctx, b))
		}
		return errors.Join(wrong...)
	}
}

func run(ctx context.Context, args []string, out, progress io.Writer) int {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(progress)
	only := flags.String("only", "", "which parts to measure, with commas: start,import,api,pages,matching,directory,log,coverage, or of matching claims alone, of coverage map alone (all)")
	b := &bench{out: newReporter(out, progress)}
	flags.StringVar(&b.waymark, "bin", "bin/waymark", "the program to measure")
	flags.StringVar(&b.data, "data", "../shared/data", "the folder with the map extracts")
	flags.StringVar(&b.matching, "matching", "../shared/matching", "the folder with the generator and the reference of matching instances")
	flags.IntVar(&b.rounds, "rounds", 5, "how often each is measured")
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	chosen, err := choose(*only)
	if err != nil || flags.NArg() > 0 || b.rounds < 1 {
		fmt.Fprintln(progress, "bench: -only takes start, import, api, pages, matching, directory, log, coverage, claims and map, with commas; -rounds a number from 1;", err)
		return exitUsage
	}
	if err := b.measure(ctx, chosen); err != nil {
		fmt.Fprintln(progress, "bench:", err)
		return exitShort
	}
	if b.out.short > 0 {
		b.out.say("%d of %d figures fall short.", b.out.short, b.out.count)
		return exitShort
	}
	return exitOK
}

func (b *bench) measure(ctx context.Context, chosen []part) (err error) {
	if b.waymark, err = filepath.Abs(b.waymark); err != nil {
		return err
	}
	if _, err := os.Stat(b.waymark); err != nil {
		return fmt.Errorf("%s is not there: make build makes it", b.waymark)
	}
	if b.dir, err = os.MkdirTemp("", "waymark-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	if err := os.Chmod(b.dir, 0o755); err != nil { // the database server may run as another user
		return err
	}
	for _, p := range chosen {
		b.out.say("%s:", p.name)
		if err := p.measure(ctx, b); err != nil {
			b.out.add(failed(p.name, err))
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// choose reads the value of ONLY; empty means every part.
func choose(only string) (chosen []part, err error) {
	if only == "" {
		return parts, nil
	}
	for name := range strings.SplitSeq(only, ",") {
		all := slices.Concat(parts, within)
		i := slices.IndexFunc(all, func(p part) bool { return p.name == strings.TrimSpace(name) })
		if i < 0 {
			return nil, fmt.Errorf("there is no part %q", name)
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}
