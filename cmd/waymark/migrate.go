package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/urfave/cli/v3"

	"waymark/internal/config"
	"waymark/internal/postgres"
)

func (p *program) migrateCommand() *cli.Command {
	return &cli.Command{
		Name:  "migrate",
		Usage: "change the database's tables to fit this program",
		Description: `waymark serve does this by itself when it starts. Make a copy of the database before you go down.

Examples:

waymark migrate status
waymark migrate up
waymark migrate down --yes`,
		Commands: []*cli.Command{
			{
				Name:   "up",
				Usage:  "apply every step that the database lacks",
				Flags:  []cli.Flag{jsonFlag()},
				Action: p.onDatabase(p.migrateUp),
			},
			{
				Name:        "down",
				Usage:       "take back what the last up applied, with all rows in it",
				Description: "Make a copy of the database first: what is taken back is gone.",
				Flags:       []cli.Flag{jsonFlag(), &cli.BoolFlag{Name: "yes", Usage: "there is a copy, or the rows may go"}},
				Action:      onlyMeant(p.onDatabase(p.migrateDown)),
			},
			{
				Name:   "status",
				Usage:  "list the steps, and which of them are applied",
				Flags:  []cli.Flag{jsonFlag()},
				Action: p.onDatabase(p.migrateStatus),
			},
		},
	}
}

func (p *program) migrateUp(ctx context.Context, db *database, cmd *cli.Command) error {
	applied, err := postgres.Migrate(ctx, db.owner)
	if err != nil {
		return err
	}
	return p.printSteps(cmd, "applied", applied)
}

// onlyMeant keeps a command that throws rows away from running by a slip: before anything is touched, it wants --yes.
func onlyMeant(do cli.ActionFunc) cli.ActionFunc {
	return func(ctx context.Context, cmd *cli.Command) error {
		if !cmd.Bool("yes") {
			return wrongUsage(cmd, "this drops tables with all people and asks in them. Make a copy of the database first, then type: %s --yes", cmd.FullName())
		}
		return do(ctx, cmd)
	}
}

func (p *program) migrateDown(ctx context.Context, db *database, cmd *cli.Command) error {
	undone, err := postgres.Rollback(ctx, db.owner)
	if err != nil {
		return err
	}
	return p.printSteps(cmd, "undone", undone)
}

// printSteps tells what has been done to which steps.
func (p *program) printSteps(cmd *cli.Command, done string, names []string) error {
	if cmd.Bool("json") {
		return p.printJSON(map[string][]string{done: append([]string{}, names...)})
	}
	for _, name := range names {
		fmt.Fprintf(p.out, "%s %s\n", done, name)
	}
	_, err := fmt.Fprintf(p.out, "%d %s\n", len(names), done)
	return err
}

// stepJSON is one migration as a machine reads it.
type stepJSON struct {
	Name      string     `json:"name"`
	AppliedAt *time.Time `json:"appliedAt"` // null: not applied
	Known     bool       `json:"known"`     // false: only a newer program knows it
}

func (p *program) migrateStatus(ctx context.Context, db *database, cmd *cli.Command) error {
	steps, err := postgres.Status(ctx, db.owner)
	if err != nil {
		return err
	}
	lacks, err := postgres.Lacks(ctx, db.DB)
	if err != nil {
		return err
	}
	if cmd.Bool("json") {
		list := []stepJSON{}
		for _, s := range steps {
			entry := stepJSON{Name: s.Name, Known: s.Known}
			if !s.AppliedAt.IsZero() {
				entry.AppliedAt = &s.AppliedAt
			}
			list = append(list, entry)
		}
		return p.printJSON(struct {
			Migrations []stepJSON `json:"migrations"`
			Lacks      string     `json:"lacks,omitempty"` // what else has to be done, and what to type
		}{list, lacks})
	}
	for _, s := range steps {
		state := "missing"
		switch {
		case !s.Known:
			state = "applied by a newer Waymark"
		case !s.AppliedAt.IsZero():
			state = "applied " + s.AppliedAt.UTC().Format(time.RFC3339)
		}
		fmt.Fprintf(p.out, "%-30s %s\n", s.Name, state)
	}
	if lacks != "" {
		fmt.Fprintln(p.out, lacks)
	}
	return nil
}

// onDatabase is an action that needs the database of the settings, open for as long as it takes.
func (p *program) onDatabase(act func(context.Context, *database, *cli.Command) error) cli.ActionFunc {
	return func(ctx context.Context, cmd *cli.Command) (err error) {
		cfg, err := config.Load(p.getenv)
		if err != nil {
			return err
		}
		db, err := openDatabase(ctx, cfg)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, db.Close()) }()
		return p.named(cmd, act(ctx, db, cmd))
	}
}

// named says which command an error is of.
func (p *program) named(cmd *cli.Command, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", cmd.FullName(), err)
}
