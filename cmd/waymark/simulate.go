package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v3"

	"waymark/domain"
	"waymark/domain/matching"
	"waymark/domain/simulation"
)

// simulateCommand is `waymark simulate`: it tries a district's table on an instance, with people who may say no.
func simulateCommand() *cli.Command {
	return &cli.Command{
		Name:  "simulate",
		Usage: "try a district's table on a matching instance whose people may say no, beside choosing the nearest first",
		Description: `The file is in the format VM1; nothing of the database is read. All its requests are raised at once, on a Monday as
asking begins. A tick is 5 minutes of open time; a week of them is 828 by the usual hours. Everybody has a share of their own of
invitations to which they say yes, drawn from the seed about the mean that --acceptance gives.

A table is "default", or "one-beat": the default with all urgencies matched together once an hour. Else it is a file with one
JSON object that says what is unlike the default: {"t": {"street": "2 hours", "beat": "every 30 minutes"}, "load": 90}

Examples:

waymark simulate --instance saltcombe.vm --acceptance 0.25
waymark simulate --instance saltcombe.vm --acceptance 0.4 --ticks 276 --policy ours.json --json`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "instance", Usage: "read the instance (VM1 text) from `FILE`", Required: true},
			&cli.FloatFlag{Name: "acceptance", Usage: "`P`, the mean share of invitations that are a yes, from 0 to 1", Value: 0.25},
			&cli.IntFlag{Name: "ticks", Usage: "run for `N` ticks of 5 open minutes", Value: 828},
			&cli.StringFlag{Name: "policy", Usage: "the table: default, one-beat, or a `FILE`", Value: "default"},
			&cli.Uint64Flag{Name: "seed", Usage: "what people do is drawn from the number `N`", Value: 1},
			&cli.BoolFlag{Name: "json", Usage: "print one JSON object instead of a table"},
		},
		Action: func(ctx context.Context, cmd *cli.Command) error {
			return simulate(ctx, simulateJob{
				instance: cmd.String("instance"), policy: cmd.String("policy"), acceptance: cmd.Float("acceptance"),
				ticks: cmd.Int("ticks"), seed: cmd.Uint64("seed"), json: cmd.Bool("json"),
			}, cmd.Root().Writer)
		},
	}
}

// simulateJob is what the command line asks for.
type simulateJob struct {
	instance, policy string // a file; a name or a file
	acceptance       float64
	ticks            int
	seed             uint64
	json             bool
}

// simulateOutcome is what is printed: the classes H, T, W and F by the plan, and by choosing the nearest first.
type simulateOutcome struct {
	Policy       string             `json:"policy"`
	Acceptance   float64            `json:"acceptance"`
	Ticks        int                `json:"ticks"`
	TickMinutes  int                `json:"tick_minutes"`
	Seed         uint64             `json:"seed"`
	Plan         simulation.Outcome `json:"plan"`
	NearestFirst simulation.Outcome `json:"nearest_first"`
}

func simulate(ctx context.Context, job simulateJob, out io.Writer) error {
	policy, hours, err := policyOf(job.policy)
	if err != nil {
		return err
	}
	file, err := os.Open(job.instance)
	if err != nil {
		return err
	}
	defer file.Close()
	in, err := matching.Read(file)
	if err != nil {
		return err
	}
	s := simulation.Setup{
		Instance: in, Policy: policy, Hours: hours, Calendar: simulation.PlainCalendar(policy, hours, job.ticks*simulation.TickMinutes),
		Seed: job.seed, Acceptance: job.acceptance, Ticks: job.ticks,
	}
	outcome := simulateOutcome{Policy: job.policy, Acceptance: job.acceptance, Ticks: job.ticks, TickMinutes: simulation.TickMinutes, Seed: job.seed}
	if outcome.Plan, err = simulation.Run(ctx, s); err != nil {
		return err
	}
	s.NearestFirst = true
	if outcome.NearestFirst, err = simulation.Run(ctx, s); err != nil {
		return err
	}
	if job.json {
		return json.NewEncoder(out).Encode(outcome)
	}
	return outcome.table(out)
}

// policyOf is the table of a name, or of a file.
func policyOf(name string) (domain.Policy, domain.OpenHours, error) {
	usual := domain.DefaultPolicy()
	switch name {
	case "default":
		return usual, domain.DefaultOpenHours(), nil
	case "one-beat":
		for _, pace := range []*domain.Pace{&usual.H, &usual.T, &usual.W, &usual.F} {
			pace.Every, pace.Digest, pace.ReplaceAtOnce = time.Hour, nil, false
		}
		return usual, domain.DefaultOpenHours(), nil
	}
	file, err := os.Open(name)
	if err != nil {
		return usual, domain.OpenHours{}, domain.Errorf(domain.Invalid, "policy", "There is no table %q: it is default, one-beat, or a file (%v).", name, err)
	}
	defer file.Close()
	return domain.ReadPolicy(file, usual.Text(domain.DefaultOpenHours()))
}

// table prints the outcome for people.
func (o simulateOutcome) table(out io.Writer) error {
	fmt.Fprintf(out, "Table %s, %g of 100 say yes, %d ticks of %d open minutes, seed %d.\n\n", o.Policy, 100*o.Acceptance, o.Ticks, o.TickMinutes, o.Seed)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\task\thelped\ttime ran out\tmedian wait\tinvitations\tmetres a visit\t")
	for _, by := range []struct {
		name string
		simulation.Outcome
	}{{"by the plan", o.Plan}, {"nearest first", o.NearestFirst}} {
		fmt.Fprintf(w, "%s\t\t\t\t\t\t\t\n", by.name)
		for k, c := range by.Outcome {
			row(w, domain.Urgencies()[k].Plain(), c, domain.Span{Time: time.Duration(c.Median) * time.Minute}.String())
		}
		row(w, "all", by.All(), "")
	}
	return w.Flush()
}

func row(w io.Writer, name string, c simulation.ClassOutcome, wait string) {
	if wait == "" {
		wait = "-"
	}
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%s\t%d\t%d\t\n", name, c.Of, c.Served, c.Failed, wait, c.Invitations, c.Metres/int64(max(1, c.Served)))
}
