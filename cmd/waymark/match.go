package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"github.com/urfave/cli/v3"

	"waymark/domain/matching"
)

// matchCommand is `waymark match`: it solves one instance from a file, for measuring and comparing the solver.
func matchCommand() *cli.Command {
	return &cli.Command{
		Name:  "match",
		Usage: "solve a matching instance from a file and print the outcome as one JSON object",
		Description: `For measuring the solver, and for comparing it with others. The file is in the format VM1. Nothing of the
database is read.

Examples:

waymark match --instance saltcombe.vm
waymark match --instance saltcombe.vm --certify --solution out.txt`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "instance", Usage: "read the instance (VM1 text) from `FILE`", Required: true},
			&cli.IntFlag{Name: "workers", Usage: "solve up to `N` districts at once", Value: runtime.NumCPU()},
			&cli.StringFlag{Name: "solution", Usage: "write a line \"request volunteer\" for each served request to `OUT`"},
			&cli.BoolFlag{Name: "certify", Usage: "prove afterwards that no plan is better"},
		},
		Action: func(ctx context.Context, cmd *cli.Command) error {
			return match(ctx, matchJob{
				instance: cmd.String("instance"), solution: cmd.String("solution"),
				workers: cmd.Int("workers"), certify: cmd.Bool("certify"),
			}, cmd.Root().Writer)
		},
	}
}

// matchJob is what the command line asks for.
type matchJob struct {
	instance, solution string // files; solution may be empty
	workers            int
	certify            bool
}

// matchOutcome is what is printed. Seconds are those of the solver alone; certified is false when no proof was asked for.
type matchOutcome struct {
	Served     [4]int  `json:"served"`
	Of         [4]int  `json:"of"`
	Cost       int64   `json:"cost"`
	Seconds    float64 `json:"seconds"`
	Candidates int64   `json:"candidates"`
	Pops       int64   `json:"pops"`
	Certified  bool    `json:"certified"`
}

func match(ctx context.Context, job matchJob, out io.Writer) error {
	file, err := os.Open(job.instance)
	if err != nil {
		return err
	}
	defer file.Close()
	in, err := matching.Read(file)
	if err != nil {
		return err
	}
	start := time.Now()
	plan, err := matching.Solve(ctx, in, matching.Options{Workers: job.workers})
	if err != nil {
		return err
	}
	outcome := matchOutcome{
		Served: plan.Served, Of: plan.Of, Cost: plan.Cost, Seconds: time.Since(start).Seconds(),
		Candidates: plan.Candidates, Pops: plan.Pops,
	}
	if job.certify {
		if err := matching.Certify(in, plan); err != nil {
			return fmt.Errorf("the plan is not proved: %w", err)
		}
		outcome.Certified = true
	}
	if job.solution != "" {
		if err := writeSolution(job.solution, plan); err != nil {
			return err
		}
	}
	return json.NewEncoder(out).Encode(outcome)
}

func writeSolution(name string, plan *matching.Plan) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := plan.WriteSolution(file); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
