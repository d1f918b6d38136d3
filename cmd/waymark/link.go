package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/urfave/cli/v3"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/config"
	"waymark/internal/notify"
)

func (p *program) linkCommand() *cli.Command {
	return &cli.Command{
		Name:      "link",
		Usage:     "print a link that signs somebody in, once, for 15 minutes",
		ArgsUsage: "EMAIL",
		Description: `For the first sign-in, and for when no mail goes out. EMAIL is the address of somebody who holds a
role or volunteers; where several people share one, write the number of one of them instead.

Examples:

waymark link priya@example.org
waymark link 12 --json
waymark link priya@example.org --first "Priya Nair"    (a district that nobody looks after yet)`,
		Flags: []cli.Flag{
			jsonFlag(),
			&cli.StringFlag{Name: "first", Usage: "make `NAME` the first district coordinator and administrator"},
			&cli.StringFlag{Name: "district", Usage: "the district's `NAME`, with --first, where there are several"},
		},
		Action: p.onDatabase(p.link),
	}
}

func (p *program) link(ctx context.Context, db *database, cmd *cli.Command) error {
	if cmd.Args().Len() != 1 {
		return wrongUsage(cmd, "write one e-mail address, or the number of one person")
	}
	a, err := p.appOn(db)
	if err != nil {
		return err
	}
	if name := cmd.String("first"); name != "" {
		first := app.FirstPerson{Name: name, Email: cmd.Args().First(), District: cmd.String("district")}
		if _, err := a.FirstPerson(ctx, domain.Clock(), first); err != nil {
			return notHere(err)
		}
	}
	url, err := a.MintSignInLink(ctx, domain.Clock(), cmd.Args().First())
	if err != nil {
		return err
	}
	if cmd.Bool("json") {
		return p.printJSON(map[string]string{"url": url})
	}
	_, err = fmt.Fprintln(p.out, url)
	return err
}

// appOn is the use cases on a database for a command that sends no mail.
func (p *program) appOn(db *database) (*app.App, error) {
	cfg, err := config.Load(p.getenv)
	if err != nil {
		return nil, err
	}
	cfg.RecallURL()
	return newApp(cfg, db.DB, notify.NewBox(1), false, slog.Default())
}
