package main

import (
	"context"
	"fmt"
	"io"

	"github.com/urfave/cli/v3"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/importer"
)

func (p *program) importServicesCommand() *cli.Command {
	return &cli.Command{
		Name:      "services",
		Usage:     "bring in the groups and services of a list, for the directory",
		ArgsUsage: "FILE",
		Description: `FILE is a table (.csv) with the columns that --template prints, in any order; only name must be filled
in. What is on file already stays as it is, unless an earlier list brought it in and its line has
changed since. The same list again changes nothing. Lines that cannot be used, and what was kept as
words, are listed in FILE.problems.csv, or in FILE.problems.2.csv and so on where that is there
already.

Examples:

waymark import services --template > services.csv
waymark import services services.csv`,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "template", Usage: "print a list to fill in, and do nothing else"},
			&cli.StringFlag{Name: "district", Usage: "the `NAME` of the district, where there is more than one"},
			checkFlag(),
			jsonFlag(),
		},
		Action: p.importServices,
	}
}

// servicesJSON is an import of services as a machine reads it.
type servicesJSON struct {
	New          int    `json:"new"`
	Changed      int    `json:"changed"`
	Already      int    `json:"already"`
	LeftOut      int    `json:"leftOut"`
	Problems     int    `json:"problems"`
	ProblemsFile string `json:"problemsFile"` // "" when there is none
}

func (p *program) importServices(ctx context.Context, cmd *cli.Command) error {
	if cmd.Bool("template") {
		_, err := io.WriteString(p.out, importer.ServicesTemplate())
		return err
	}
	path, err := oneFile(cmd)
	if err != nil {
		return err
	}
	file, err := importer.Services(path)
	if err != nil {
		return err
	}
	file.Import.District, file.Import.Check = cmd.String("district"), cmd.Bool("check")
	return p.onDatabase(func(ctx context.Context, db *database, cmd *cli.Command) error {
		a, err := p.appForImport(ctx, db)
		if err != nil {
			return err
		}
		done, err := p.bringServices(ctx, a, path, file)
		if err != nil {
			return err
		}
		p.nothingIn(cmd, path)
		return p.printServices(cmd, path, done, append(file.Problems, done.Problems...))
	})(ctx, cmd)
}

// bringServices brings services in.
func (p *program) bringServices(ctx context.Context, a *app.App, path string, file importer.ServicesFile) (done app.ServicesImported, err error) {
	err = p.brings(ctx, a, path, file.Import.Check, app.TerminalWork{Kind: app.WorkImportServices, District: file.Import.District,
		Do: func(ctx context.Context, tell func(done, total int64)) (any, error) {
			file.Import.Progress = tell
			var err error
			done, err = a.ImportServices(ctx, domain.Clock(), file.Import)
			return app.BroughtServices(app.BringServices{Import: file.Import, Left: file.Problems}, done), err
		}})
	return done, err
}

func (p *program) printServices(cmd *cli.Command, path string, done app.ServicesImported, problems []importer.Problem) error {
	leftOut := map[int]bool{}
	for _, problem := range problems {
		if !problem.Kept {
			leftOut[problem.Line] = true
		}
	}
	written, err := p.writeProblems(path, problems)
	if err != nil {
		return err
	}
	if cmd.Bool("json") {
		return p.printJSON(servicesJSON{New: done.New, Changed: done.Changed, Already: done.Already, LeftOut: len(leftOut), Problems: len(problems), ProblemsFile: written})
	}
	_, err = fmt.Fprintf(p.out, "New: %d. Changed: %d. On file already: %d. Lines left out: %d.\n", done.New, done.Changed, done.Already, len(leftOut))
	return err
}
