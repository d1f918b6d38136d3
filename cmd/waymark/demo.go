package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/urfave/cli/v3"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/config"
	"waymark/internal/demo"
	"waymark/internal/devdb"
	"waymark/internal/notify"
	"waymark/internal/postgres"
)

func (p *program) demoCommand() *cli.Command {
	return &cli.Command{
		Name:  "demo",
		Usage: "fill an empty database with a made-up town",
		Description: `Makes up the district of North Wendle: three towns, 900 people who help, a year of asks, and people who go
on acting while waymark serve runs. It is refused where people or places are real. A demo that is there
stays as it is, unless --reset throws it away and makes it anew.

Examples:

waymark demo
waymark demo --reset
waymark demo --reset --seed 7`,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "reset", Usage: "throw the made-up town away and make it anew"},
			&cli.Int64Flag{Name: "seed", Usage: "make it up from the number `N`; the same number gives the same town", Value: demo.DefaultSeed},
		},
		Action: p.demo,
	}
}

// demo makes the demo, unless Waymark runs on the same data folder: it would go on with what it knows of the rows that were there.
func (p *program) demo(ctx context.Context, cmd *cli.Command) error {
	cfg, err := config.Load(p.getenv)
	if err != nil {
		return err
	}
	if cfg.DatabaseURL == "" {
		if _, _, runs := devdb.Attach(cfg.DataDir, databaseName); runs {
			return p.whatIsThere(ctx, cfg, cmd)
		}
	}
	return p.onDatabase(p.makeDemo)(ctx, cmd)
}

// whatIsThere answers while Waymark runs: with a demo that is there nothing has to be done, unless it is to be made anew.
func (p *program) whatIsThere(ctx context.Context, cfg *config.Config, cmd *cli.Command) error {
	stop := domain.Errorf(domain.Conflict, "", "Stop Waymark first (Ctrl-C), then type it again.")
	if cmd.Bool("reset") {
		return stop
	}
	return p.onDatabase(func(ctx context.Context, db *database, _ *cli.Command) error {
		a, err := p.appOn(db)
		if err != nil {
			return err
		}
		made, err := a.Demo(ctx, domain.Clock())
		if err != nil {
			return err
		}
		districts, err := a.Districts(ctx, domain.Clock())
		switch {
		case err != nil:
			return err
		case len(districts) == 0:
			return stop
		case !made:
			return domain.Errorf(domain.Conflict, "", "%s is there, and is real. A demo needs a data folder of its own: set WAYMARK_DATA.", districts[0].Name)
		}
		_, err = fmt.Fprintf(p.err, "%s is there already, and Waymark runs with it. Nothing was changed. To make it anew, stop Waymark (Ctrl-C) and type: waymark demo --reset\n", demo.District)
		return err
	})(ctx, cmd)
}

func (p *program) makeDemo(ctx context.Context, db *database, cmd *cli.Command) error {
	cfg, err := config.Load(p.getenv)
	if err != nil {
		return err
	}
	if _, err := postgres.Migrate(ctx, db.owner); err != nil {
		return err
	}
	a, err := newApp(cfg, db.owner, notify.NewBox(1), true, slog.Default())
	if err != nil {
		return err
	}
	err = createDemo(ctx, a, demo.Recipe{Seed: cmd.Int64("seed"), Reset: cmd.Bool("reset")}, p.err)
	if postgres.MayNot(err) {
		return domain.Errorf(domain.Unavailable, "", "A demo begins with empty tables, and this login may not empty them. Type: "+
			"WAYMARK_OWNER_URL=postgres://owner:password@host/waymark waymark demo")
	}
	if err != nil {
		return err
	}
	if cfg.DatabaseURL != "" {
		fmt.Fprintln(p.err, "If Waymark is running on this database, start it again.")
	}
	return os.RemoveAll(mailDir(cfg))
}

// createDemo makes the demo and says on progress how far it is.
func createDemo(ctx context.Context, a *app.App, r demo.Recipe, progress io.Writer) (err error) {
	began := time.Now()
	if r.Zone, err = time.LoadLocation(zoneName); err != nil {
		return err
	}
	r.Say = func(words string) { fmt.Fprintln(progress, words) }
	if err := demo.Create(ctx, a, r); err != nil {
		return err
	}
	_, err = fmt.Fprintf(progress, "%s is ready after %.1f s. Its people are made up.\n", demo.District, time.Since(began).Seconds())
	return err
}
