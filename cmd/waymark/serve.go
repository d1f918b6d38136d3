package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/urfave/cli/v3"

	"waymark/internal/config"
	"waymark/internal/postgres"
	"waymark/scheduler"
)

// errDatabaseEnded is why a server stops whose private database has died under it.
var errDatabaseEnded = errors.New("the private database has ended; start Waymark again, it keeps what was saved")

func (p *program) serveCommand() *cli.Command {
	return &cli.Command{
		Name:  "serve",
		Usage: "run Waymark until Ctrl-C",
		Description: `Brings the database up to date, serves the pages and keeps the clock. Without DATABASE_URL it
starts a PostgreSQL of its own in the data folder, and stops it at the end.

Examples:

waymark serve
WAYMARK_ADDR=:8080 waymark serve
DATABASE_URL='postgres://waymark@localhost/waymark?sslmode=disable' WAYMARK_URL=https://help.example.org waymark serve`,
		Action: func(ctx context.Context, _ *cli.Command) error { return p.serve(ctx) },
	}
}

func (p *program) serve(ctx context.Context) (err error) {
	cfg, err := config.Load(p.getenv)
	if err != nil {
		return err
	}
	log := slog.New(scheduler.Hush(slog.NewTextHandler(p.err, nil)))
	ln, moved, err := cfg.Listen(ctx)
	if err != nil {
		return err
	}
	defer ln.Close()
	db, err := openToServe(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := postgres.Migrate(ctx, db.owner); err != nil {
		return err
	}

	house, err := build(ctx, cfg, db, log, p.err)
	if err != nil {
		return err
	}
	if err := errors.Join(cfg.MakeDataDir(), cfg.KeepURL()); err != nil {
		return err
	}
	if moved {
		fmt.Fprintln(p.out, "The usual port is in use, so Waymark has taken the next free one.")
	}
	var hello strings.Builder // asked for before anybody is told that we are there: from then on the database may end at any time
	if err := house.welcome(ctx, &hello); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "Waymark is at %s (Ctrl-C stops it)\n%s", cfg.URL, &hello)
	ctx, stop := db.withLife(ctx)
	defer stop()
	err = house.open(ctx, ln)
	if errors.Is(context.Cause(ctx), errDatabaseEnded) {
		return errors.Join(errDatabaseEnded, err)
	}
	return err
}

// openToServe differs from openDatabase in one thing: a server does not lean on another's private database, which would
// end under it.
func openToServe(ctx context.Context, cfg *config.Config) (*database, error) {
	if cfg.DatabaseURL != "" {
		return openDatabase(ctx, cfg)
	}
	return startDatabase(ctx, cfg, nil)
}
