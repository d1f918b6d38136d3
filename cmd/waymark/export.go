package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v3"

	"waymark/domain"
	"waymark/internal/app"
)

func (p *program) exportCommand() *cli.Command {
	return &cli.Command{
		Name:      "export",
		Usage:     "write a list, such as helpers or streets, into a table",
		ArgsUsage: "LIST [FILE]",
		Description: `The table is CSV in UTF-8 with the same columns each time; times are RFC 3339 in UTC. A cell that a
spreadsheet would take for a formula begins with an apostrophe. Without FILE it goes to the screen. With
--contact it holds phone numbers and addresses: keep such a file safe, and throw it away when you are done.

The lists are helpers, streets, asks, services, sessions, missing (what nobody has written down yet, with the
page where it can be put right) and dictionary (what each column of each list means).

Examples:

waymark export streets streets.csv
waymark export helpers --district Rutland --contact > helpers.csv
waymark export asks asks.csv
waymark export dictionary columns.csv`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "district", Usage: "the `NAME` of the district, where there is more than one"},
			&cli.BoolFlag{Name: "contact", Usage: "with phone, e-mail and address of people"},
		},
		Action: p.export,
	}
}

func (p *program) export(ctx context.Context, cmd *cli.Command) error {
	list := domain.ExportList(cmd.Args().First())
	if n := cmd.Args().Len(); n < 1 || n > 2 || !list.Valid() {
		return wrongUsage(cmd, "name a list (helpers, streets, asks, services, sessions, missing or dictionary) and, if you like, the file to write")
	}
	return p.onDatabase(func(ctx context.Context, db *database, cmd *cli.Command) error {
		a, err := p.appOn(db)
		if err != nil {
			return err
		}
		path := cmd.Args().Get(1)
		take := func(out io.Writer) error {
			writing := p.progress("reading "+string(list), "rows")
			defer writing.end()
			_, err := a.WriteExport(ctx, domain.Clock(), app.Export{List: list, District: cmd.String("district"), Contact: cmd.Bool("contact")}, out, writing.tell)
			if err != nil && errors.Is(context.Cause(ctx), context.Canceled) {
				return domain.Errorf(domain.Unavailable, "", "Stopped. Nothing was written.")
			}
			return err
		}
		if path == "" {
			return take(p.out)
		}
		return p.writeWhole(path, take)
	})(ctx, cmd)
}

// writeWhole writes a file that nobody else may read, and puts it into its place once it is whole.
func (p *program) writeWhole(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return domain.Errorf(domain.Invalid, "file", "%s cannot be written: check that the folder is there, and that you may write in it.", path)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	_, err = fmt.Fprintf(p.err, "Written: %s\n", path)
	return err
}
