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

func (p *program) importVolunteersCommand() *cli.Command {
	return &cli.Command{
		Name:      "volunteers",
		Usage:     "bring in the people of a list who want to help, as not met yet; nobody is written to",
		ArgsUsage: "FILE",
		Description: `FILE is a table (.csv) with the columns that --template prints, in any order; only first_name, street
and an email or a phone must be filled in. Whoever is on file already stays as they are. Lines that
cannot be used and likely duplicates are listed in FILE.problems.csv, or in FILE.problems.2.csv and
so on where that is there already.

Examples:

waymark import volunteers --template > volunteers.csv
waymark import volunteers volunteers.csv`,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "template", Usage: "print a list to fill in, and do nothing else"},
			&cli.StringFlag{Name: "district", Usage: "the `NAME` of the district, where there is more than one"},
			checkFlag(),
			jsonFlag(),
		},
		Action: p.importVolunteers,
	}
}

// volunteersJSON is an import of volunteers as a machine reads it.
type volunteersJSON struct {
	New          int    `json:"new"`
	Already      int    `json:"already"`
	Duplicates   int    `json:"duplicates"`
	LeftOut      int    `json:"leftOut"`
	Problems     int    `json:"problems"`
	ProblemsFile string `json:"problemsFile"` // "" when there is none
}

func (p *program) importVolunteers(ctx context.Context, cmd *cli.Command) error {
	if cmd.Bool("template") {
		_, err := io.WriteString(p.out, importer.Template())
		return err
	}
	path, err := oneFile(cmd)
	if err != nil {
		return err
	}
	file, err := importer.Volunteers(path)
	if err != nil {
		return err
	}
	file.Import.District, file.Import.Check = cmd.String("district"), cmd.Bool("check")
	return p.onDatabase(func(ctx context.Context, db *database, cmd *cli.Command) error {
		a, err := p.appForImport(ctx, db)
		if err != nil {
			return err
		}
		done, err := p.bringVolunteers(ctx, a, path, file.Import)
		if err != nil {
			return err
		}
		p.nothingIn(cmd, path)
		return p.printVolunteers(cmd, path, done, append(file.Problems, done.Problems...))
	})(ctx, cmd)
}

// bringVolunteers brings volunteers in. Of the lines that need a look nothing is kept but here: they are about people, and the list lies
// with whoever has the file.
func (p *program) bringVolunteers(ctx context.Context, a *app.App, path string, in app.ImportVolunteers) (done app.VolunteersImported, err error) {
	err = p.brings(ctx, a, path, in.Check, app.TerminalWork{Kind: app.WorkImportVolunteers, District: in.District,
		Do: func(ctx context.Context, tell func(done, total int64)) (any, error) {
			in.Progress = tell
			var err error
			done, err = a.ImportVolunteers(ctx, domain.Clock(), in)
			return app.VolunteersImported{New: done.New, Already: done.Already, Duplicates: done.Duplicates}, err
		}})
	return done, err
}

func (p *program) printVolunteers(cmd *cli.Command, path string, done app.VolunteersImported, problems []importer.Problem) error {
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
		return p.printJSON(volunteersJSON{
			New: done.New, Already: done.Already, Duplicates: done.Duplicates, LeftOut: len(leftOut),
			Problems: len(problems), ProblemsFile: written,
		})
	}
	came := "Came in, as not met yet: %d. On file already: %d. Lines left out: %d. Likely duplicates: %d. Nobody was written to.\n"
	if cmd.Bool("check") {
		came = "Would come in, as not met yet: %d. On file already: %d. Lines left out: %d. Likely duplicates: %d.\n"
	}
	_, err = fmt.Fprintf(p.out, came, done.New, done.Already, len(leftOut), done.Duplicates)
	return err
}
