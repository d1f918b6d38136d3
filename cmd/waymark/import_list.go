package main

import (
	"context"
	"fmt"
	"io"

	"github.com/urfave/cli/v3"

	"waymark/internal/app"
	"waymark/internal/importer"
)

// list is a table of people or groups that is brought in: how it is read, what is done with it, and what is said of that.
type list struct {
	name, usage, description string
	template                 func() string
	read                     func(path, district string, check bool) (listFile, error)
}

// listFile is a list that has been read.
type listFile struct {
	work func(*app.App) app.TerminalWork                // brings it in
	left func() []importer.Problem                      // lines that were left out or need a look, once it is in
	says func(left linesLeft, check bool) (any, string) // for a machine, and for people
}

// linesLeft are the lines that a person has to look at, as a machine reads them.
type linesLeft struct {
	LeftOut      int    `json:"leftOut"`
	Problems     int    `json:"problems"`
	ProblemsFile string `json:"problemsFile"` // "" when there is none
}

func (p *program) importListCommand(l list) *cli.Command {
	return &cli.Command{
		Name: l.name, Usage: l.usage, ArgsUsage: "FILE", Description: l.description,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "template", Usage: "print a list to fill in, and do nothing else"},
			&cli.StringFlag{Name: "district", Usage: "the `NAME` of the district, where there is more than one"},
			checkFlag(),
			jsonFlag(),
		},
		Action: func(ctx context.Context, cmd *cli.Command) error { return p.importList(ctx, cmd, l) },
	}
}

// importList reads the file before it asks for the database: most of what can go wrong lies in the file.
func (p *program) importList(ctx context.Context, cmd *cli.Command, l list) error {
	if cmd.Bool("template") {
		_, err := io.WriteString(p.out, l.template())
		return err
	}
	path, err := oneFile(cmd)
	if err != nil {
		return err
	}
	check := cmd.Bool("check")
	file, err := l.read(path, cmd.String("district"), check)
	if err != nil {
		return err
	}
	return p.onDatabase(func(ctx context.Context, db *database, cmd *cli.Command) error {
		a, err := p.appForImport(ctx, db)
		if err != nil {
			return err
		}
		if err := p.brings(ctx, a, path, check, file.work(a)); err != nil {
			return err
		}
		p.nothingIn(cmd, path)
		return p.printList(cmd, path, file)
	})(ctx, cmd)
}

func (p *program) printList(cmd *cli.Command, path string, file listFile) error {
	problems, leftOut := file.left(), map[int]bool{}
	for _, problem := range problems {
		if !problem.Kept {
			leftOut[problem.Line] = true
		}
	}
	written, err := p.writeProblems(path, problems)
	if err != nil {
		return err
	}
	machine, people := file.says(linesLeft{LeftOut: len(leftOut), Problems: len(problems), ProblemsFile: written}, cmd.Bool("check"))
	if cmd.Bool("json") {
		return p.printJSON(machine)
	}
	_, err = fmt.Fprintln(p.out, people)
	return err
}
